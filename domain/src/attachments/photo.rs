//! A photographed page or anything else that is seen.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::id::BlobId;

/// The most pictures in one message or letter.
pub const PHOTOS_AT_MOST: usize = 10;

/// A picture; fetched by its id when it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Photo {
    pub blob: BlobId,
    /// In pixels; 0 while unknown.
    pub width: u32,
    /// In pixels; 0 while unknown.
    pub height: u32,
}

impl Photo {
    /// One that has not been measured yet.
    pub fn of_unknown_size(blob: BlobId) -> Self {
        Self { blob, width: 0, height: 0 }
    }
}
