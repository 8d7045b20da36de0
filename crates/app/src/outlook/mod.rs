//! What plans come to 计划概况: kept with every command, and worked out anew in the background when what it depends on
//! beside the project changes: the permit catalogue, or which agencies are which department.

mod check;
mod planner;
mod replan;

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::NaiveDate;
use luodi_domain::catalogue::Catalogue;
use luodi_store::outlook;
use sha2::{Digest, Sha256};

pub(crate) use planner::Planner;
pub use replan::{Progress, Told};

use crate::{App, AppError};

/// Counts up when what is made of a plan changes, so that it is worked out anew by the next version of this program.
const RULES: u32 = 1;

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

    /// The number to be looked up again: this process has changed it.
    pub(crate) fn forget(&self) {
        self.offices.store(UNKNOWN, Ordering::Release);
    }
}

impl App {
    /// By what outlooks are worked out on a day: the catalogue, which of its versions hold, and how often departments
    /// changed. Two that are equal give the same outlook of the same project; whatever else outlooks come to depend on
    /// belongs in here.
    pub(crate) fn revision(&self, offices: i64, today: NaiveDate) -> String {
        let since = self.catalogue().changed_by(today).map_or_else(String::new, |day| day.to_string());
        format!("{}/{since}/{offices}", self.outlooks.catalogue)
    }

    /// Who works out outlooks of projects as of today.
    pub(crate) fn planner(&self) -> Planner {
        let today = self.today();
        let revision = match self.outlooks.offices.load(Ordering::Acquire) {
            // By nobody knows which departments: to be worked out again.
            UNKNOWN => String::new(),
            offices => self.revision(offices, today),
        };
        Planner::new(self.catalogue(), today, revision)
    }

    /// Sees to it that it is known how often departments changed: one statement, the first time.
    pub(crate) async fn know_departments(&self) -> Result<(), AppError> {
        if self.outlooks.offices.load(Ordering::Acquire) == UNKNOWN {
            self.look_for_departments().await?;
        }
        Ok(())
    }

    /// Where working out anew stands, and how often departments changed.
    async fn look_for_departments(&self) -> Result<outlook::Replanning, AppError> {
        let stand = outlook::stand(&mut self.db.read().await?).await?;
        self.outlooks.offices.store(stand.offices, Ordering::Release);
        Ok(stand)
    }
}
