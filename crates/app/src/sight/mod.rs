//! What one caller sees: the only way in which the API reads.
//!
//! It has the reads of [`App`] under the same names, and answers of each what exists for the caller. What does not exist for
//! him is left out as if it were not there, of lists, counts, sums and look-ups by id alike.

mod absences;
mod duplicates;
mod duties;
mod files;
mod lists;
mod parts;

pub use duties::{Asked, OnDuty};
pub use luodi_store::duties::DutyFilter;

use std::collections::HashMap;
use std::sync::Arc;

use luodi_domain::access::Viewer;
use luodi_domain::ids::{OfficerId, ProjectId};
use luodi_store::list::{self, Rights};
use tokio::sync::Mutex;

use crate::access::Principal;
use crate::{App, AppError};

/// What one caller sees, in one request. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Sight {
    app: App,
    viewer: Viewer,
    /// Whose devices these are: the viewer's, or his deputy's.
    person: OfficerId,
    /// What was found out in this request; nothing of a project that does not exist for the viewer. Held while the database
    /// is asked, so that parts of one page that are read side by side ask once.
    known: Arc<Mutex<HashMap<ProjectId, Option<Rights>>>>,
}

impl App {
    /// What this caller sees.
    pub fn seen_by(&self, viewer: Viewer) -> Sight {
        Sight { app: self.clone(), person: viewer.officer, viewer, known: Arc::default() }
    }

    /// What a caller sees, himself or as a deputy. His account stays his own.
    pub fn seen_as(&self, principal: &Principal) -> Sight {
        Sight { person: principal.person(), ..self.seen_by(principal.viewer.clone()) }
    }
}

impl Sight {
    /// Who looks.
    pub const fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub(crate) const fn app(&self) -> &App {
        &self.app
    }

    /// Forgets what was found out: the caller has written since, or time has passed.
    pub async fn forget(&self) {
        self.known.lock().await.clear();
    }

    /// Which of these projects exist for the caller, in the order asked for, and what of them he may read. One statement, or
    /// none.
    pub async fn rights(&self, ids: &[ProjectId]) -> Result<Vec<(ProjectId, Rights)>, AppError> {
        let mut known = self.known.lock().await;
        let unknown: Vec<ProjectId> = ids.iter().copied().filter(|id| !known.contains_key(id)).collect();
        if !unknown.is_empty() {
            let found = list::rights(&mut self.app.db.read().await?, &self.viewer, &unknown).await?;
            known.extend(unknown.into_iter().map(|id| (id, found.get(&id).copied())));
        }
        Ok(ids.iter().filter_map(|id| Some((*id, (*known.get(id)?)?))).collect())
    }

    /// Those of these projects that exist for the caller.
    pub async fn seen(&self, ids: &[ProjectId]) -> Result<Vec<ProjectId>, AppError> {
        Ok(self.rights(ids).await?.into_iter().map(|(id, _)| id).collect())
    }

    /// Whether he may read all of a project.
    pub async fn may_read_all(&self, id: ProjectId) -> Result<bool, AppError> {
        Ok(self.rights(&[id]).await?.iter().any(|(_, rights)| rights.whole))
    }

    /// Whether he may know which of its permits are missing 手续缺口.
    pub async fn may_read_gaps(&self, id: ProjectId) -> Result<bool, AppError> {
        Ok(self.rights(&[id]).await?.iter().any(|(_, rights)| rights.gaps))
    }

    /// Whether he may read the terms of its negotiation 谈判条件.
    pub async fn may_read_terms(&self, id: ProjectId) -> Result<bool, AppError> {
        Ok(self.rights(&[id]).await?.iter().any(|(_, rights)| rights.terms))
    }

    /// Those of which he may read all.
    async fn whole(&self, ids: &[ProjectId]) -> Result<Vec<ProjectId>, AppError> {
        let rights = self.rights(ids).await?;
        Ok(rights.into_iter().filter(|(_, rights)| rights.whole).map(|(id, _)| id).collect())
    }

    /// Those of which he may read something, and not all.
    async fn partly(&self, ids: &[ProjectId]) -> Result<Vec<ProjectId>, AppError> {
        let rights = self.rights(ids).await?;
        Ok(rights.into_iter().filter(|(_, rights)| !rights.whole).map(|(id, _)| id).collect())
    }
}
