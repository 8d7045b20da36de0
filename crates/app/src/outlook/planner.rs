//! Working out what the plan of a project comes to.

use std::sync::Arc;

use chrono::NaiveDate;
use luodi_domain::ids::RegionId;
use luodi_domain::plan::{Offices, Outlook};
use luodi_domain::project::Project;
use luodi_store::db::{Conn, Tx};
use luodi_store::outlook::{self, Worked};
use luodi_store::registry::agencies;

use crate::AppError;
use crate::overrides::Overrides;

/// Projects written by one statement.
const AT_ONCE: usize = 64;

/// Who works out what plans come to on a day.
#[derive(Debug, Clone)]
pub(crate) struct Planner {
    overrides: Arc<Overrides>,
    today: NaiveDate,
    /// By what; empty where that is not known.
    pub(crate) revision: String,
}

impl Planner {
    pub(super) const fn new(overrides: Arc<Overrides>, today: NaiveDate, revision: String) -> Self {
        Self { overrides, today, revision }
    }

    /// What the plan of a project comes to, by who decides permits in its regions.
    pub(crate) fn worked(&self, project: &Project, offices: &Offices) -> Worked {
        let catalogue = self.overrides.catalogue_of(project.profile.place.nearest_first());
        let outlook = Outlook::of(&catalogue, project, offices, self.today);
        Worked { project: project.id, version: project.version, outlook }
    }

    /// Keeps what the plan of a project just written comes to.
    pub(crate) async fn keep(&self, tx: &mut Tx<'_>, project: &Project) -> Result<(), AppError> {
        self.keep_all(tx, &[project]).await
    }

    /// Keeps what the plans of projects just written come to.
    pub(crate) async fn keep_all(&self, tx: &mut Tx<'_>, projects: &[&Project]) -> Result<(), AppError> {
        let offices = offices(tx, projects.iter().copied()).await?;
        for some in projects.chunks(AT_ONCE) {
            let worked: Vec<Worked> = some.iter().map(|project| self.worked(project, &offices)).collect();
            outlook::keep(tx, &self.revision, &worked).await?;
        }
        Ok(())
    }
}

/// Who decides permits in the regions of these projects. Nobody is asked of those whose plan was never drawn: it matters
/// only to what drawing again would change.
pub(super) async fn offices(
    conn: &mut Conn<'_>,
    projects: impl IntoIterator<Item = &Project>,
) -> Result<Offices, AppError> {
    let drawn = projects.into_iter().filter(|project| project.plan.is_some());
    let mut regions: Vec<RegionId> = drawn.flat_map(|project| project.profile.place.regions()).collect();
    regions.sort_unstable();
    regions.dedup();
    if regions.is_empty() {
        return Ok(Offices::default());
    }
    Ok(Offices::new(agencies::offices_in(conn, &regions).await?))
}
