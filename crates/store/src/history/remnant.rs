//! What an erasure leaves: places in which a text stands and nothing erases it.

use std::collections::BTreeSet;

use luodi_domain::ids::{
    AgencyId, DaysOffId, DutyRuleId, EnterpriseId, FileId, IdentityId, OfficerId, OverrideId, PostId,
    ProjectId, RegionId, SessionId, TokenId,
};
use uuid::Uuid;

use super::erase::{EraseRequest, HistoryField};
use super::json::Json;
use super::private::Sealed;
#[cfg(test)]
use crate::db::Stmt;
use crate::db::{Conn, StoreError};
use crate::params;

/// History rows held in memory at a time.
const PAGE: i64 = 256;

/// A place in which a text stands and stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remnant {
    /// Hashed plain text of a history row, or a name or number of which it is but a part.
    History(HistoryField),
    /// A column of a current row, such as `project.name`.
    Column {
        /// The project, or the entry of the registry, by its id.
        of: String,
        /// Table and column.
        column: String,
    },
}

/// Whether `$1` stands in a column, in the words that both databases have.
macro_rules! holds {
    ($column:literal) => {
        concat!("replace(", $column, ", $1, '') <> ", $column)
    };
}

/// The projects with this text in one of these columns, which are all that hold free text and are hashed as they are.
macro_rules! project_columns {
    ($first:tt $(, $rest:tt)* $(,)?) => {
        concat!(project_columns!(@one $first) $(, " union ", project_columns!(@one $rest))*)
    };
    (@one ($table:literal, $id:literal, $column:literal)) => {
        concat!(
            "select ", $id, ", '", $table, ".", $column, "' from ", $table, " where ", holds!($column),
            " and (", $id, " = $2 or $2 is null)"
        )
    };
}

/// The entries of the registry with this text in one of these columns.
macro_rules! registry_columns {
    ($first:tt $(, $rest:tt)* $(,)?) => {
        concat!(registry_columns!(@one $first) $(, " union ", registry_columns!(@one $rest))*)
    };
    (@one ($table:literal, $id:literal, $column:literal)) => {
        concat!("select ", $id, ", '", $table, ".", $column, "' from ", $table, " where ", holds!($column))
    };
}

crate::statements! {
    /// History rows behind a place, with the hashed text where it holds `$1` as JSON writes it; of one project or, with
    /// null, of all. As many rows are looked at whether they hold it or not, so no statement takes long.
    CANONICAL = concat!("select project_id, sequence, case when ", holds!("canonical"), " then canonical end
        from history where (project_id = $2 or $2 is null) and (project_id > $3 or project_id = $3 and sequence > $4)
        order by project_id, sequence limit $5");
    /// Names and numbers that hold this text.
    PART_OF_PERSON = concat!("select project_id, sequence, field from history_private
        where kind = 'PERSON' and ", holds!("text"), " and (project_id = $2 or $2 is null)");
    /// Columns that belong to a project.
    OF_PROJECTS = project_columns!(
        ("project", "id", "name"), ("project", "id", "industry"), ("project", "id", "chain"),
        ("project", "id", "planned_start_raw"), ("project", "id", "planned_production_raw"),
        ("project_name", "project_id", "name"), ("project_code", "project_id", "code"),
        ("project_label", "project_id", "label"),
        ("agreement", "project_id", "number"), ("agreement", "project_id", "event"),
        ("permit", "project_id", "type_code"), ("permit", "project_id", "free_name"), ("permit", "project_id", "part"),
        ("material", "project_id", "name"),
        ("permit_case", "project_id", "number"), ("case_event", "project_id", "source_name"),
        ("case_event", "project_id", "source_reference"), ("case_event", "project_id", "document_number"),
    );
    /// Columns of the registry. An officer's number and address are erased if they are exactly the text.
    OF_REGISTRY = registry_columns!(
        ("officer", "id", "name"), ("officer", "id", "phone"), ("officer", "id", "email"),
        ("post", "id", "title"), ("agency", "id", "name"), ("agency", "id", "short_name"), ("region", "id", "name"),
        ("enterprise", "id", "name"), ("enterprise", "id", "credit_code"), ("enterprise", "id", "registered_at"),
        ("enterprise_former_name", "enterprise_id", "name"), ("token", "id", "name"),
        ("account", "officer_id", "login"), ("session", "id", "device"), ("administration", "object_id", "canonical"),
        ("identity", "id", "subject"), ("file", "id", "name"), ("days_off", "id", "sources"),
        ("permit_override", "id", "says"), ("permit_override", "id", "source"), ("permit_override", "id", "ended_source"),
        ("duty_rule", "id", "ended_reason"),
    );
}

/// What looks through the columns; a test holds that no other holds a text that people write.
#[cfg(test)]
pub(crate) const WHERE_A_TEXT_MAY_STAND: [Stmt; 2] = [OF_PROJECTS, OF_REGISTRY];

/// Where the texts of a request still stand and stay, in the order of the places. Free texts that [`super::erase`] lists as
/// mentions are not among them.
pub async fn remnants(conn: &mut Conn<'_>, request: &EraseRequest) -> Result<BTreeSet<Remnant>, StoreError> {
    let project = request.scope.project();
    let mut found = BTreeSet::new();
    for text in request.texts.iter().map(String::as_str).filter(|text| !text.is_empty()) {
        hashed(conn, text, project, &mut found).await?;
        let persons: Vec<(Uuid, i64, String)> =
            conn.fetch_all(PART_OF_PERSON, params![text, project]).await?;
        found.extend(persons.into_iter().map(|(project, sequence, field)| history(project, sequence, field)));
        let mut columns: Vec<(Uuid, String)> = conn.fetch_all(OF_PROJECTS, params![text, project]).await?;
        if project.is_none() {
            columns.extend(conn.fetch_all::<(Uuid, String)>(OF_REGISTRY, params![text]).await?);
        }
        found.extend(
            columns.into_iter().map(|(id, column)| Remnant::Column { of: owner(id, &column), column }),
        );
    }
    Ok(found)
}

/// The hashed texts that hold it, by their paths.
async fn hashed(
    conn: &mut Conn<'_>,
    text: &str,
    project: Option<ProjectId>,
    found: &mut BTreeSet<Remnant>,
) -> Result<(), StoreError> {
    let quoted = Json::<Sealed>::Text(text.to_owned()).to_string();
    let needle = quoted.trim_matches('"');
    let mut last = (Uuid::nil(), 0);
    loop {
        let values = params![needle, project, last.0, last.1, PAGE];
        let rows: Vec<(Uuid, i64, Option<String>)> = conn.fetch_all(CANONICAL, values).await?;
        let Some((id, sequence, _)) = rows.last() else { return Ok(()) };
        last = (*id, *sequence);
        for (id, sequence, canonical) in rows {
            let Some(canonical) = canonical else { continue };
            let fields = match Json::parse(&canonical) {
                Ok(json) => paths(&json, text),
                // Damaged: it stands somewhere in there.
                Err(_) => vec!["canonical".to_owned()],
            };
            found.extend(fields.into_iter().map(|field| history(id, sequence, field)));
        }
    }
}

fn history(project: Uuid, sequence: i64, field: String) -> Remnant {
    Remnant::History(HistoryField { project: ProjectId::from_uuid(project), sequence, field })
}

/// The paths of the plain texts that hold this one, such as `data.profile.name`.
fn paths(json: &Json<Sealed>, text: &str) -> Vec<String> {
    let below = |step: String, json: &Json<Sealed>| {
        let join = move |path: String| match path.chars().next() {
            None | Some('[') => format!("{step}{path}"),
            Some(_) => format!("{step}.{path}"),
        };
        paths(json, text).into_iter().map(join).collect::<Vec<_>>()
    };
    match json {
        Json::Text(found) if found.contains(text) => vec![String::new()],
        Json::List(items) => {
            items.iter().enumerate().flat_map(|(index, item)| below(format!("[{index}]"), item)).collect()
        }
        Json::Object(fields) => fields.iter().flat_map(|(key, value)| below(key.clone(), value)).collect(),
        Json::Null | Json::Bool(_) | Json::Int(_) | Json::Text(_) | Json::Private(_) => Vec::new(),
    }
}

/// Whose row it is, by the id that people know it by.
fn owner(id: Uuid, column: &str) -> String {
    match column.split('.').next() {
        Some("officer" | "account") => OfficerId::from_uuid(id).to_string(),
        Some("post") => PostId::from_uuid(id).to_string(),
        Some("agency") => AgencyId::from_uuid(id).to_string(),
        Some("region") => RegionId::from_uuid(id).to_string(),
        Some("enterprise" | "enterprise_former_name") => EnterpriseId::from_uuid(id).to_string(),
        Some("identity") => IdentityId::from_uuid(id).to_string(),
        Some("file") => FileId::from_uuid(id).to_string(),
        Some("days_off") => DaysOffId::from_uuid(id).to_string(),
        Some("permit_override") => OverrideId::from_uuid(id).to_string(),
        Some("duty_rule") => DutyRuleId::from_uuid(id).to_string(),
        Some("session") => SessionId::from_uuid(id).to_string(),
        // Of whatever kind it is.
        Some("administration") => id.to_string(),
        Some("token") => TokenId::from_uuid(id).to_string(),
        _ => ProjectId::from_uuid(id).to_string(),
    }
}
