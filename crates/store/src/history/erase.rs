//! Forgetting a person: texts go, rows and digests stay, and the chain stays whole.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use luodi_domain::ids::{OfficerId, ProjectId};
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;

/// Whom to forget, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EraseRequest {
    /// Where to look.
    pub scope: Scope,
    /// The person's name and telephone numbers, each exactly as recorded.
    pub texts: Vec<String>,
    /// Whether free texts in which one of them stands are erased too, each as a whole. Nobody but a reader can tell who is
    /// meant there, so somebody should have read them first.
    pub free_texts: bool,
}

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One project: another person may bear the same name elsewhere.
    Project(ProjectId),
    /// Every project.
    Everywhere,
}

impl Scope {
    pub(super) const fn project(self) -> Option<ProjectId> {
        match self {
            Self::Project(project) => Some(project),
            Self::Everywhere => None,
        }
    }
}

/// One text of one history row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HistoryField {
    /// The project.
    pub project: ProjectId,
    /// The row.
    pub sequence: i64,
    /// The path of the text, such as `data.contact.name` or `reason`.
    pub field: String,
}

/// What an erasure did and what it leaves to a human.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erasure {
    /// The names and numbers that are gone.
    pub erased: BTreeSet<HistoryField>,
    /// Free texts in which one of the given texts stands still.
    pub mentions: BTreeSet<HistoryField>,
}

impl Erasure {
    /// The projects whose current rows are to be blanked, see [`super::blank_current`].
    pub fn projects(&self) -> BTreeSet<ProjectId> {
        self.erased.iter().map(|field| field.project).collect()
    }
}

/// The project, sequence and path of a row.
type Key = (Uuid, i64, String);

crate::statements! {
    /// Erases names and numbers that are exactly this text, in one project or, with null, in all.
    ERASE_PERSON = "update history_private set text = null, salt = null, erased_at = $1, erased_by = $2
                    where kind = 'PERSON' and text = $3 and (project_id = $4 or $4 is null)
                    returning project_id, sequence, field";
    /// The projects in whose history this text is a name or a number; one project or, with null, all.
    PROJECTS_NAMING = "select distinct project_id from history_private
        where kind = 'PERSON' and text = $1 and (project_id = $2 or $2 is null) order by project_id";
    /// The projects in whose history free text holds this text; one project or, with null, all.
    PROJECTS_MENTIONING = {
        sqlite: "select distinct project_id from history_private
            where kind = 'TEXT' and instr(text, $1) > 0 and (project_id = $2 or $2 is null) order by project_id",
        postgres: "select distinct project_id from history_private
            where kind = 'TEXT' and strpos(text, $1) > 0 and (project_id = $2 or $2 is null) order by project_id",
    };
    /// Erases one text, unless it is gone already.
    ERASE_FIELD = "update history_private set text = null, salt = null, erased_at = $1, erased_by = $2
                   where project_id = $3 and sequence = $4 and field = $5 and erased_at is null
                   returning project_id, sequence, field";
    /// All that were erased, in no particular order.
    ERASED = "select project_id, sequence, field from history_private where erased_at is not null";
    /// Free texts that hold this text, in one project or, with null, in all.
    MENTIONS = {
        sqlite: "select project_id, sequence, field from history_private
                 where kind = 'TEXT' and instr(text, $1) > 0 and (project_id = $2 or $2 is null)",
        postgres: "select project_id, sequence, field from history_private
                   where kind = 'TEXT' and strpos(text, $1) > 0 and (project_id = $2 or $2 is null)",
    };
}

/// The projects in whose history one of the texts stands where [`erase`] will erase it, in the order of their ids. Hold them
/// before [`erase`]: a command decided on a project as it was would write the name into its rows again.
pub async fn projects_naming(
    conn: &mut Conn<'_>,
    request: &EraseRequest,
) -> Result<Vec<ProjectId>, StoreError> {
    let mut found = BTreeSet::new();
    for text in request.texts.iter().filter(|text| !text.is_empty()) {
        let values = params![text.as_str(), request.scope.project()];
        let mut rows: Vec<(Uuid,)> = conn.fetch_all(PROJECTS_NAMING, values.clone()).await?;
        if request.free_texts {
            rows.extend(conn.fetch_all::<(Uuid,)>(PROJECTS_MENTIONING, values).await?);
        }
        found.extend(rows.into_iter().map(|(id,)| ProjectId::from_uuid(id)));
    }
    Ok(found.into_iter().collect())
}

/// Erases a person's names and numbers from the history. Where a name goes, the number beside it goes too: it is the
/// same person's. The current rows still hold them until [`super::blank_current`] has run in the same transaction.
pub async fn erase(
    tx: &mut Tx<'_>,
    request: &EraseRequest,
    by: Option<OfficerId>,
    now: DateTime<Utc>,
) -> Result<Erasure, StoreError> {
    let project = request.scope.project();
    let mut erasure = Erasure::default();
    for text in request.texts.iter().filter(|text| !text.is_empty()) {
        let erased: Vec<Key> = tx.fetch_all(ERASE_PERSON, params![now, by, text.as_str(), project]).await?;
        let erased: Vec<HistoryField> = erased.into_iter().map(field).collect();
        let phones: Vec<HistoryField> = erased.iter().filter_map(phone_beside).collect();
        erasure.erased.extend(erased);
        erasure.erased.extend(erase_fields(tx, &phones, by, now).await?);
        let mentions: Vec<Key> = tx.fetch_all(MENTIONS, params![text.as_str(), project]).await?;
        let mentions: Vec<HistoryField> = mentions.into_iter().map(field).collect();
        if request.free_texts {
            erasure.erased.extend(erase_fields(tx, &mentions, by, now).await?);
        } else {
            erasure.mentions.extend(mentions);
        }
    }
    Ok(erasure)
}

/// Erases these texts; returns those that were there to be erased.
pub async fn erase_fields(
    tx: &mut Tx<'_>,
    fields: &[HistoryField],
    by: Option<OfficerId>,
    now: DateTime<Utc>,
) -> Result<BTreeSet<HistoryField>, StoreError> {
    let mut erased = BTreeSet::new();
    for HistoryField { project, sequence, field: path } in fields {
        let values = params![now, by, project, *sequence, path.as_str()];
        let found: Option<Key> = tx.fetch_optional(ERASE_FIELD, values).await?;
        erased.extend(found.map(field));
    }
    Ok(erased)
}

/// Every text that is erased, whoever did it.
pub async fn erased(conn: &mut Conn<'_>) -> Result<Vec<HistoryField>, StoreError> {
    let rows: Vec<Key> = conn.fetch_all(ERASED, params![]).await?;
    Ok(rows.into_iter().map(field).collect())
}

fn field((project, sequence, field): Key) -> HistoryField {
    HistoryField { project: ProjectId::from_uuid(project), sequence, field }
}

/// The number that stands beside a contact's name.
fn phone_beside(name: &HistoryField) -> Option<HistoryField> {
    let contact = name.field.strip_suffix(".name")?;
    Some(HistoryField { field: format!("{contact}.phone"), ..name.clone() })
}
