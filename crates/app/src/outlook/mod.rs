//! What plans come to 计划概况: kept with every command, and worked out anew in the background when what it depends on
//! beside the project changes: the permit catalogue, what regions say otherwise, or which agencies are which department.

mod check;
mod planner;
mod replan;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::NaiveDate;
use luodi_domain::catalogue::Catalogue;
use luodi_store::db::Conn;
use luodi_store::{notices, outlook};
use sha2::{Digest, Sha256};

pub(crate) use planner::Planner;
pub use replan::{Progress, Told};

use crate::overrides::Overrides;
use crate::{App, AppError};

/// Counts up when what is made of a plan changes, so that it is worked out anew by the next version of this program.
const RULES: u32 = 4;

/// No count of changes of departments.
const UNKNOWN: i64 = -1;

/// What this process knows of what outlooks depend on.
#[derive(Debug)]
pub(crate) struct Outlooks {
    /// Tells catalogues apart.
    catalogue: String,
    /// How often departments changed, as far as this process has heard. Read before anything is worked out: what is worked
    /// out in between by older departments is said to be so, and worked out again.
    offices: AtomicI64,
    /// This process among those that work out anew.
    worker: uuid::Uuid,
}

impl Outlooks {
    pub(crate) fn new(catalogue: &Catalogue, worker: uuid::Uuid) -> Self {
        // Every part of an entry is in its debug text; a program that writes it otherwise works out anew, no more.
        let digest = Sha256::digest(format!("{RULES} {catalogue:?}"));
        let first = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        let catalogue = format!("{first:016x}");
        Self { catalogue, offices: AtomicI64::new(UNKNOWN), worker }
    }

    /// Whether this program, or another with the same catalogue, worked something out by this revision.
    fn made(&self, revision: &str) -> bool {
        revision.split('/').next() == Some(&self.catalogue)
    }

    /// The number to be looked up again: this process has changed it.
    pub(crate) fn forget(&self) {
        self.offices.store(UNKNOWN, Ordering::Release);
    }
}

impl App {
    /// By what outlooks are worked out on a day: the catalogue, what regions say otherwise and how often that changed, which
    /// versions of both hold, and how often departments changed. Two that are equal give the same outlook of the same
    /// project; whatever else outlooks come to depend on belongs in here.
    fn revision(&self, offices: i64, (changes, overrides): (i64, &Overrides), today: NaiveDate) -> String {
        let since = overrides.changed_by(today).map_or_else(String::new, |day| day.to_string());
        format!("{}/{changes}/{since}/{offices}", self.outlooks.catalogue)
    }

    /// Who works out outlooks of projects as of today, by what this process has heard last.
    pub(crate) fn planner(&self) -> Planner {
        let today = self.today();
        match (self.outlooks.offices.load(Ordering::Acquire), self.known.overrides.latest()) {
            // By nobody knows which departments, or which word of regions: to be worked out again.
            (UNKNOWN, _) | (_, None) => {
                Planner::new(Arc::new(Overrides::none(self.catalogue())), today, String::new())
            }
            (offices, Some((changes, overrides))) => {
                let revision = self.revision(offices, (changes, &overrides), today);
                Planner::new(overrides, today, revision)
            }
        }
    }

    /// Sees to it that it is known how often departments changed and what regions say, the first time.
    pub(crate) async fn know_around(&self) -> Result<(), AppError> {
        let unknown = self.outlooks.offices.load(Ordering::Acquire) == UNKNOWN;
        if unknown || self.known.overrides.latest().is_none() {
            self.look_around().await?;
        }
        Ok(())
    }

    /// Where working out anew stands, how often departments changed, and what regions say.
    async fn look_around(&self) -> Result<outlook::Replanning, AppError> {
        let mut conn = self.db.read().await?;
        let stand = outlook::stand(&mut conn).await?;
        self.notices_seen(&mut conn).await?;
        self.outlooks.offices.store(stand.offices, Ordering::Release);
        Ok(stand)
    }

    /// Who works out outlooks as a connection sees what they depend on.
    pub(crate) async fn planner_seen(&self, conn: &mut Conn<'_>) -> Result<Planner, AppError> {
        let today = self.today();
        let offices = outlook::stand(conn).await?.offices;
        let changes = notices::changes(conn).await?.overrides;
        let overrides = self.overrides_after(conn, changes).await?;
        let revision = self.revision(offices, (changes, &overrides), today);
        Ok(Planner::new(overrides, today, revision))
    }
}
