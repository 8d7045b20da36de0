//! What was published and holds for everybody or for whole regions: the working-day calendar, and what regions say otherwise
//! than the permit catalogue.
//!
//! Both are read once and kept in memory. Several replicas share one database, so each asks whether anything was published
//! since: one statement for both, and another one for what was.

use std::sync::{Arc, Mutex, PoisonError};

use luodi_store::db::Conn;
use luodi_store::notices;

use crate::calendar::Published;
use crate::overrides::Overrides;
use crate::sight::Sight;
use crate::{App, AppError};

/// Something as this process knows it, by the number of changes after which it was read.
#[derive(Debug)]
pub(crate) struct Kept<T>(Mutex<Option<(i64, Arc<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    pub(crate) fn after(&self, changes: i64) -> Option<Arc<T>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|(as_of, _)| *as_of == changes).map(|(_, kept)| Arc::clone(kept))
    }

    /// The last that is known, and after how many changes it was read.
    pub(crate) fn latest(&self) -> Option<(i64, Arc<T>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn keep(&self, changes: i64, found: &Arc<T>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((changes, Arc::clone(found)));
    }
}

/// What this process knows.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) calendar: Kept<Published>,
    pub(crate) overrides: Kept<Overrides>,
}

/// What is published now. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Notices {
    /// The working-day calendar.
    pub calendar: Arc<Published>,
    /// What regions say otherwise than the permit catalogue.
    pub overrides: Arc<Overrides>,
}

impl App {
    /// What is published now. One statement, unless something was published since the last time.
    pub async fn notices(&self) -> Result<Notices, AppError> {
        self.notices_seen(&mut self.db.read().await?).await
    }

    /// The same as a connection sees it.
    pub(crate) async fn notices_seen(&self, conn: &mut Conn<'_>) -> Result<Notices, AppError> {
        // Before what it counts: what is published in between is read twice, and never missed.
        let changes = notices::changes(conn).await?;
        let calendar = self.calendar_after(conn, changes.days_off).await?;
        let overrides = self.overrides_after(conn, changes.overrides).await?;
        Ok(Notices { calendar, overrides })
    }
}

impl Sight {
    /// What is published, which is the same for everybody.
    pub async fn notices(&self) -> Result<Notices, AppError> {
        self.app().notices().await
    }
}
