//! What a command did: ids and versions only, so that a repeated request is rendered again under present rights.

use luodi_domain::ids::ProjectId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The projects it concerned, the one it was addressed to first, each with its version afterwards.
    projects: Vec<(Uuid, i64)>,
    /// The object it made or changed inside the project, or the registry entry.
    object: Option<Uuid>,
    /// The version of the project addressed before that, where the command was one on a project that was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
}

impl Outcome {
    /// A command that concerned projects.
    pub fn of_projects(projects: impl IntoIterator<Item = (ProjectId, i64)>, object: Option<Uuid>) -> Self {
        Self {
            projects: projects.into_iter().map(|(id, version)| (id.uuid(), version)).collect(),
            object,
            since: None,
        }
    }

    /// The same, of a project that had this version before.
    pub(crate) fn since(self, version: i64) -> Self {
        Self { since: Some(version), ..self }
    }

    /// What of the history of the project addressed the command has added: after the first and up to the second.
    pub(crate) fn span(&self) -> Option<(ProjectId, i64, i64)> {
        let (project, version) = self.projects.first()?;
        Some((ProjectId::from_uuid(*project), self.since?, *version))
    }

    /// A command that concerned a registry entry.
    pub const fn of_object(object: Uuid) -> Self {
        Self { projects: Vec::new(), object: Some(object), since: None }
    }

    /// The projects, the one addressed first.
    pub fn projects(&self) -> impl Iterator<Item = ProjectId> + '_ {
        self.projects.iter().map(|(id, _)| ProjectId::from_uuid(*id))
    }

    /// The project addressed.
    pub fn project(&self) -> Option<ProjectId> {
        self.projects().next()
    }

    /// The object inside the project, or the registry entry.
    pub const fn object(&self) -> Option<Uuid> {
        self.object
    }
}
