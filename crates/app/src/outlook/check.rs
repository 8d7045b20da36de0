//! Holding what is kept of plans to what they come to.

use luodi_domain::plan::Outlook;
use luodi_domain::project::Project;
use luodi_store::db::Conn;
use luodi_store::outlook::{self, Kept};

use super::planner::offices;
use crate::{App, AppError};

impl App {
    /// Where what is kept of a project's plan is not what it comes to. What is by an older catalogue, and waits for its
    /// turn, is held to the version of the project alone.
    pub(crate) async fn differing_outlook(
        &self,
        conn: &mut Conn<'_>,
        project: &Project,
    ) -> Result<Vec<String>, AppError> {
        let Some(Kept { revision, worked }) = outlook::kept(conn, &[project.id]).await?.remove(&project.id)
        else {
            return Ok(vec!["project_outlook is missing".to_owned()]);
        };
        if worked.version != project.version {
            return Ok(vec![format!("project_outlook is of version {}", worked.version)]);
        }
        let planner = self.planner_seen(conn).await?;
        if revision != planner.revision {
            return Ok(Vec::new());
        }
        let offices = offices(conn, [project]).await?;
        let expected = planner.worked(project, &offices).outlook;
        Ok(difference(&worked.outlook, &expected))
    }
}

fn difference(kept: &Outlook, expected: &Outlook) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = |column: &str, kept: String, expected: String| {
        if kept != expected {
            parts.push(format!("{column} is {kept}, not {expected}"));
        }
    };
    part("project_outlook.undecided", kept.undecided.to_string(), expected.undecided.to_string());
    part("project_outlook.missing", kept.missing.to_string(), expected.missing.to_string());
    part("project_outlook.outdated", kept.outdated.to_string(), expected.outdated.to_string());
    let permits = |outlook: &Outlook| {
        let permit = |(id, agreed_on): (&luodi_domain::ids::PermitId, &Option<chrono::NaiveDate>)| {
            agreed_on.map_or_else(|| id.to_string(), |day| format!("{id} {day}"))
        };
        format!("[{}]", outlook.fileable.iter().map(permit).collect::<Vec<_>>().join(", "))
    };
    part("fileable_permit", permits(kept), permits(expected));
    parts
}
