//! Use cases: who asks, what is loaded, what the domain decides, what is committed.
//!
//! The one layer that the API, the commands and later jobs and importers call. It opens and closes every transaction.

mod call;
mod clock;
mod command;
mod error;
mod ids;
mod outcome;

pub mod access;
pub mod calendar;
pub mod catalogue;
pub mod chronicle;
pub mod feed;
pub mod files;
pub mod first_plan;
pub mod list;
pub mod notices;
pub mod outlook;
pub mod overrides;
pub mod projects;
pub mod read;
pub mod record;
pub mod registry;
pub mod sight;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use access::{Hasher, SessionTerms, Uses};
use feed::Feed;
use luodi_domain::catalogue::Catalogue;
use outlook::Outlooks;

pub use call::{Call, Idempotency};
pub use clock::{Clock, Clocks, FixedClock, ShiftedClock, SystemClock};
pub use error::AppError;
pub use ids::{Ids, version_7};
pub use luodi_store::db::{Db, DbConfig, StatementCounter, StoreError, Target};
pub use outcome::Outcome;

/// The application over one database. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct App {
    db: Db,
    clocks: Clocks,
    ids: Arc<Ids>,
    uses: Arc<Uses>,
    feed: Arc<Feed>,
    known: Arc<notices::Known>,
    hasher: Arc<Hasher>,
    session_terms: SessionTerms,
    catalogue: Arc<Catalogue>,
    outlooks: Arc<Outlooks>,
}

impl App {
    /// The application over this database, with these clocks and this source of ids. It fails if the permit catalogue that
    /// comes with the product cannot be read.
    pub fn new(db: Db, clocks: Clocks, ids: Ids) -> Result<Self, AppError> {
        let catalogue = luodi_reference::catalogue::built_in().map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            AppError::Catalogue(faults.join("; "))
        })?;
        let worker = ids.next(clocks.system.now());
        Ok(Self {
            db,
            clocks,
            ids: Arc::new(ids),
            uses: Arc::default(),
            feed: Arc::default(),
            known: Arc::default(),
            hasher: Arc::default(),
            session_terms: SessionTerms::default(),
            catalogue: Arc::new(catalogue.clone()),
            outlooks: Arc::new(Outlooks::new(catalogue, worker)),
        })
    }

    /// The permit catalogue 手续目录 that comes with the product, without what regions say otherwise.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue)
    }

    /// The same with another catalogue, as a later version of the product may have.
    #[must_use]
    pub fn with_catalogue(self, catalogue: Catalogue) -> Self {
        let worker = self.ids.next(self.system_now());
        let outlooks = Arc::new(Outlooks::new(&catalogue, worker));
        // What is known of regions was laid over the other one.
        Self { catalogue: Arc::new(catalogue), outlooks, known: Arc::default(), ..self }
    }

    /// The same, with sessions that last as long as this says.
    #[must_use]
    pub fn with_session_terms(self, session_terms: SessionTerms) -> Self {
        Self { session_terms, ..self }
    }

    /// The business day in Asia/Shanghai.
    pub fn today(&self) -> NaiveDate {
        shanghai_day(self.clocks.business.now())
    }

    /// The database, for health checks and shutting down.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    fn now(&self) -> DateTime<Utc> {
        self.clocks.business.now()
    }

    /// The moment by the clock that tokens and sessions go by.
    pub fn system_now(&self) -> DateTime<Utc> {
        self.clocks.system.now()
    }
}

/// The day in Asia/Shanghai (+08:00 all year since 1991).
pub fn shanghai_day(instant: DateTime<Utc>) -> NaiveDate {
    const EAST_8: i32 = 8 * 3600;
    match FixedOffset::east_opt(EAST_8) {
        Some(zone) => instant.with_timezone(&zone).date_naive(),
        None => instant.date_naive(),
    }
}
