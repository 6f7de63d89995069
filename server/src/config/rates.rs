//! How fast anyone may ask, as it is set.

use std::num::NonZeroU32;

use clap::Args;
use serde::Deserialize;

use crate::http::rate_limits::{Rate, Rates};

/// Who may ask how fast. A request counts one, and so does each envelope of a batch.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaceArgs {
    /// So many requests a person may send at once (600).
    #[arg(long, env = "INDGANG_PERSON_AT_ONCE")]
    pub person_at_once: Option<NonZeroU32>,
    /// So many a minute a person may send in the long run (600).
    #[arg(long, env = "INDGANG_PERSON_A_MINUTE")]
    pub person_a_minute: Option<NonZeroU32>,
    /// So many requests without a login, or for one, an address may send at once (600).
    #[arg(long, env = "INDGANG_ADDRESS_AT_ONCE")]
    pub address_at_once: Option<NonZeroU32>,
    /// So many of those a minute in the long run (600).
    #[arg(long, env = "INDGANG_ADDRESS_A_MINUTE")]
    pub address_a_minute: Option<NonZeroU32>,
    /// A proxy stands in front, and adds the address that asks to X-Forwarded-For. Without one, anybody could.
    #[arg(long, env = "INDGANG_BEHIND_PROXY", num_args = 0..=1, default_missing_value = "true")]
    pub behind_proxy: Option<bool>,
}

impl PaceArgs {
    pub(super) fn settled(&self, file: &Self) -> Rates {
        let usual = Rates::default();
        let rate = |at_once: [Option<NonZeroU32>; 2], a_minute: [Option<NonZeroU32>; 2], usual: Rate| Rate {
            at_once: at_once.into_iter().flatten().next().map_or(usual.at_once, NonZeroU32::get),
            a_minute: a_minute.into_iter().flatten().next().map_or(usual.a_minute, NonZeroU32::get),
        };
        Rates {
            person: rate(
                [self.person_at_once, file.person_at_once],
                [self.person_a_minute, file.person_a_minute],
                usual.person,
            ),
            address: rate(
                [self.address_at_once, file.address_at_once],
                [self.address_a_minute, file.address_a_minute],
                usual.address,
            ),
            behind_proxy: self.behind_proxy.or(file.behind_proxy).unwrap_or(usual.behind_proxy),
        }
    }
}
