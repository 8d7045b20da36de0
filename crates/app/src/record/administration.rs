//! Reading the record of administration.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::OfficerId;
use luodi_store::administration::{self, Wanted};
use uuid::Uuid;

pub use luodi_store::administration::Entry as Administered;

use crate::AppError;
use crate::sight::Sight;

/// Which entries of the record are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct AdministeredBy {
    /// About this object only.
    pub object: Option<Uuid>,
    /// By this officer only.
    pub actor: Option<OfficerId>,
    /// Before this place, if not from the newest.
    pub before: Option<i64>,
}

impl Sight {
    /// Entries of the record about what belongs to the caller's region and to those below, the newest first: for those who
    /// keep it and those who look after them; for others there are none.
    pub async fn administration(
        &self,
        wanted: AdministeredBy,
        limit: i64,
    ) -> Result<Vec<Administered>, AppError> {
        let Some(wanted) = self.administered(wanted) else { return Ok(Vec::new()) };
        Ok(administration::page(&mut self.app().db().read().await?, wanted, limit).await?)
    }

    /// How many there are, wherever a page begins.
    pub async fn count_administration(&self, wanted: AdministeredBy) -> Result<i64, AppError> {
        let Some(wanted) = self.administered(wanted) else { return Ok(0) };
        Ok(administration::count(&mut self.app().db().read().await?, wanted).await?)
    }

    fn administered(&self, wanted: AdministeredBy) -> Option<Wanted> {
        let viewer = self.viewer();
        let AdministeredBy { object, actor, before } = wanted;
        let reads = matches!(viewer.role, PostRole::Administrator | PostRole::Auditor);
        reads.then_some(Wanted { region: viewer.region, object, actor, before })
    }
}
