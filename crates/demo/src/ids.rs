//! Ids from a seed and the time that is told of.

use chrono::{DateTime, Utc};
use luodi_app::Ids;
use uuid::Uuid;

/// Where everything in the demo begins.
pub(crate) const SEED: u64 = 621_000;

/// A source of ids of one project, or of the registry: the same on every run.
pub(crate) struct Mint(Ids);

impl Mint {
    /// The source of this number.
    pub(crate) fn new(number: u64) -> Self {
        Self(Ids::seeded(SEED.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number)))
    }

    /// A new id, as it would have been made at this instant.
    pub(crate) fn id(&self, at: DateTime<Utc>) -> Uuid {
        self.0.next(at)
    }
}
