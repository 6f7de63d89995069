//! How fast anyone may ask: a person by who they are, whoever is nobody yet by where they come from.
//!
//! Each has a bucket of so many requests that fills up again evenly (GCRA: one number a bucket, the moment it will be full).
//! Whoever empties it is told when to come again; nothing of theirs is lost, devices wait and send it then.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use indgang_domain::kernel::id::{MunicipalityId, PersonId};
use indgang_domain::verbs::Viewer;

use super::Server;
use super::problem::Failed;

/// A size of bucket, and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub at_once: u32,
    /// So many a minute in the long run.
    pub a_minute: u32,
}

/// How fast people and addresses may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Each person, over all their devices. An envelope counts like a request.
    pub person: Rate,
    /// Each address that asks without a login, or tries one. An office may share one address.
    pub address: Rate,
    /// A proxy stands in front and says in `X-Forwarded-For` who asked.
    pub behind_proxy: bool,
}

impl Default for Rates {
    /// A phone that comes back after a weekend sends some hundred envelopes and pictures and fetches as many: at once.
    /// Ten a second after that is more than anyone's thumbs do, and less than harms others.
    fn default() -> Self {
        let rate = Rate { at_once: 600, a_minute: 600 };
        Self { person: rate, address: rate, behind_proxy: false }
    }
}

impl Rates {
    /// As fast as can be: for proofs and measurements.
    pub fn none() -> Self {
        let rate = Rate { at_once: u32::MAX, a_minute: u32::MAX };
        Self { person: rate, address: rate, behind_proxy: false }
    }
}

/// The buckets.
pub(super) struct RateLimits {
    people: Buckets<(MunicipalityId, PersonId)>,
    addresses: Buckets<IpAddr>,
    behind_proxy: bool,
}

impl RateLimits {
    pub(super) fn new(rates: Rates) -> Self {
        Self {
            people: Buckets::new(rates.person),
            addresses: Buckets::new(rates.address),
            behind_proxy: rates.behind_proxy,
        }
    }

    /// Takes one out of a person's bucket.
    ///
    /// # Errors
    /// `too-fast` with the time to wait; nothing is taken then.
    pub(super) fn person(&self, viewer: &Viewer) -> Result<(), Failed> {
        self.people.take((viewer.municipality, viewer.person), 1, Instant::now()).map_err(Failed::too_fast)
    }

    /// Takes out what a request brings beside itself.
    pub(super) fn person_more(&self, viewer: &Viewer, more: usize) -> Result<(), Failed> {
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        self.people
            .take_more((viewer.municipality, viewer.person), more, Instant::now())
            .map_err(Failed::too_fast)
    }

    /// Takes one out of an address's bucket.
    ///
    /// # Errors
    /// `too-fast` with the time to wait.
    pub(super) fn stranger(&self, headers: &HeaderMap, extensions: &Extensions) -> Result<(), Failed> {
        let address = self.address(headers, extensions);
        self.addresses.take(address, 1, Instant::now()).map_err(Failed::too_fast)
    }

    /// Where a request comes from. Without a proxy in front nobody is believed; with one, its own word alone: the last.
    fn address(&self, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let told = || {
            let told = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            told.rsplit(',').next()?.trim().parse().ok()
        };
        let address = self.behind_proxy.then(told).flatten().or(peer);
        address.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), household)
    }
}

/// A household has 2^64 addresses of IPv6: they count as one.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        short @ IpAddr::V4(_) => short,
    }
}

/// For what someone without a login asks: taken before anything is looked up.
pub(super) struct Stranger;

impl FromRequestParts<Server> for Stranger {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Failed> {
        server.limits.stranger(&parts.headers, &parts.extensions).map(|()| Self)
    }
}

/// Buckets of one size. A full one is the same as none, and is thrown away now and then.
struct Buckets<K> {
    at_once: u32,
    /// One more drips in every so often.
    every: Duration,
    full_at: Mutex<(HashMap<K, Instant>, usize)>,
}

/// So many buckets are kept before the full ones are looked for.
const JARS: usize = 1_024;

impl<K: Eq + Hash> Buckets<K> {
    fn new(rate: Rate) -> Self {
        let every = Duration::from_mins(1) / rate.a_minute.max(1);
        Self { at_once: rate.at_once.max(1), every, full_at: Mutex::new((HashMap::new(), JARS)) }
    }

    /// Takes so much, or says how long to wait until there is as much.
    fn take(&self, key: K, much: u32, now: Instant) -> Result<(), Duration> {
        let mut guard = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let (buckets, most) = &mut *guard;
        if buckets.len() >= *most {
            buckets.retain(|_, full_at| *full_at > now);
            *most = JARS.max(buckets.len() * 2);
        }
        let full_at = buckets.get(&key).copied().filter(|full_at| *full_at > now).unwrap_or(now);
        let full_then = full_at + self.every * much;
        let missing = (full_then - now).saturating_sub(self.every * self.at_once);
        if !missing.is_zero() {
            return Err(missing);
        }
        buckets.insert(key, full_then);
        Ok(())
    }

    /// Takes so much beside the one that was taken just now: at most what that one has left of a full bucket, or a large
    /// batch would never go through. Whoever comes again takes that one again, and so waits for it too.
    fn take_more(&self, key: K, more: u32, now: Instant) -> Result<(), Duration> {
        self.take(key, more.min(self.at_once - 1), now).map_err(|missing| missing + self.every)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_at_once_and_fills_evenly() {
        let buckets = Buckets::new(Rate { at_once: 3, a_minute: 60 });
        let now = Instant::now();
        let after = |millis| now + Duration::from_millis(millis);
        for _ in 0..3 {
            assert_eq!(buckets.take("a", 1, now), Ok(()));
        }
        assert_eq!(buckets.take("a", 1, now), Err(Duration::from_secs(1)));
        assert_eq!(buckets.take("b", 1, now), Ok(()), "another's is another's");
        assert_eq!(buckets.take("a", 1, after(999)), Err(Duration::from_millis(1)));
        assert_eq!(buckets.take("a", 1, after(1_000)), Ok(()), "being refused costs nothing");
        assert_eq!(buckets.take("a", 1, after(1_000)), Err(Duration::from_secs(1)));
        assert_eq!(buckets.take("a", 2, after(2_500)), Err(Duration::from_millis(500)));
        assert_eq!(buckets.take("a", 2, after(3_000)), Ok(()));
    }

    #[test]
    fn a_batch_larger_than_the_bucket_goes_through_at_the_time_that_was_told() {
        let buckets = Buckets::new(Rate { at_once: 3, a_minute: 30 });
        let mut now = Instant::now();
        assert_eq!(buckets.take("a", 1, now).and_then(|()| buckets.take_more("a", 100, now)), Ok(()));
        now += Duration::from_secs(2);
        assert_eq!(buckets.take("a", 1, now), Ok(()));
        let wait = buckets.take_more("a", 100, now).unwrap_err();
        assert_eq!(wait, Duration::from_secs(6));
        now += wait;
        assert_eq!(buckets.take("a", 1, now).and_then(|()| buckets.take_more("a", 100, now)), Ok(()));
    }

    #[test]
    fn full_buckets_are_thrown_away() {
        let buckets = Buckets::new(Rate { at_once: 1, a_minute: 60 });
        let now = Instant::now();
        for n in 0..10 * JARS {
            let later = now + Duration::from_secs(2) * u32::try_from(n).unwrap();
            assert_eq!(buckets.take(n, 1, later), Ok(()));
        }
        assert!(buckets.full_at.lock().unwrap().0.len() <= JARS);
    }

    #[test]
    fn only_a_proxy_that_is_there_is_believed() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "1.2.3.4, 5.6.7.8".parse().unwrap());
        headers.append("x-forwarded-for", "2001:db8:1:2:3:4:5:6".parse().unwrap());
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo::<SocketAddr>("[::ffff:9.9.9.9]:80".parse().unwrap()));
        let address = |behind_proxy| {
            RateLimits::new(Rates { behind_proxy, ..Rates::default() })
                .address(&headers, &extensions)
                .to_string()
        };
        assert_eq!(address(false), "9.9.9.9");
        assert_eq!(address(true), "2001:db8:1:2::");
    }
}
