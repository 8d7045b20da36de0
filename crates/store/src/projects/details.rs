//! What a profile has any number of, and the phases of an umbrella: six small tables read by one statement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use luodi_domain::attribute::{Answer, Answers, Attribute};
use luodi_domain::codes::ProjectCode;
use luodi_domain::ids::{CreditId, ProjectId};
use luodi_domain::party::Credit;
use luodi_domain::profile::{CodeStanding, NameKind, Profile};
use luodi_domain::project::{Lineage, Project};
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use super::credits;
use crate::answers;
use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All six tables; both databases look the projects up in each by its key.
    list SELECT = "select project_id, part, position, id, agency_id, name, kind, value, presumed, share_bp, since, until from (
        select project_id, 'CREDIT' as part, cast(null as bigint) as position, id, agency_id,
            cast(null as text) as name, role as kind, cast(null as text) as value,
            cast(null as bigint) as presumed, share_bp, since, until from credit
        union all
        select project_id, 'PHASE', position, phase_id, null, null, null, null, null, null, null, null from project_phase
        union all
        select project_id, 'NAME', null, null, null, name, kind, null, null, null, null, null from project_name
        union all
        select project_id, 'CODE', null, null, null, code, standing, null, null, null, null, null from project_code
        union all
        select project_id, 'LABEL', null, null, null, label, null, null, null, null, null, null from project_label
        union all
        select project_id, 'ATTRIBUTE', null, null, null, name, kind, value, case when presumed then 1 else 0 end,
            null, null, null from project_attribute
        ) parts where project_id in ({ids}) order by position nulls last";
    /// A phase of an umbrella.
    INSERT_PHASE = "insert into project_phase (project_id, position, phase_id) values ($1, $2, $3)";
    /// Another name.
    INSERT_NAME = "insert into project_name (project_id, name, kind) values ($1, $2, $3)";
    /// Why it has the name.
    UPDATE_NAME = "update project_name set kind = $3 where project_id = $1 and name = $2";
    /// A name that was wrong, or is the present one now.
    DELETE_NAME = "delete from project_name where project_id = $1 and name = $2";
    /// A project code.
    INSERT_CODE = "insert into project_code (project_id, code, standing) values ($1, $2, $3)";
    /// Whether it is in use.
    UPDATE_CODE = "update project_code set standing = $3 where project_id = $1 and code = $2";
    /// A label.
    INSERT_LABEL = "insert into project_label (project_id, label) values ($1, $2)";
    /// A label taken off.
    DELETE_LABEL = "delete from project_label where project_id = $1 and label = $2";
    /// An attribute.
    INSERT_ATTRIBUTE = "insert into project_attribute (project_id, name, kind, value, presumed)
        values ($1, $2, $3, $4, $5)";
    /// Another answer.
    UPDATE_ATTRIBUTE = "update project_attribute set kind = $3, value = $4, presumed = $5
        where project_id = $1 and name = $2";
    /// An attribute taken off.
    DELETE_ATTRIBUTE = "delete from project_attribute where project_id = $1 and name = $2";
}

const PHASES: Table =
    Table { name: "project_phase", insert: INSERT_PHASE, update: None, delete: None, key: 2 };
const NAMES: Table = Table {
    name: "project_name",
    insert: INSERT_NAME,
    update: Some(UPDATE_NAME),
    delete: Some(DELETE_NAME),
    key: 2,
};
const CODES: Table =
    Table { name: "project_code", insert: INSERT_CODE, update: Some(UPDATE_CODE), delete: None, key: 2 };
const LABELS: Table =
    Table { name: "project_label", insert: INSERT_LABEL, update: None, delete: Some(DELETE_LABEL), key: 2 };
const ATTRIBUTES: Table = Table {
    name: "project_attribute",
    insert: INSERT_ATTRIBUTE,
    update: Some(UPDATE_ATTRIBUTE),
    delete: Some(DELETE_ATTRIBUTE),
    key: 2,
};

/// The rows of one project.
#[derive(Debug, Default)]
pub(super) struct Details {
    pub(super) phases: Vec<ProjectId>,
    pub(super) names: BTreeMap<String, NameKind>,
    pub(super) codes: BTreeMap<ProjectCode, CodeStanding>,
    pub(super) labels: BTreeSet<String>,
    pub(super) attributes: Answers,
    pub(super) presumed: BTreeSet<Attribute>,
    pub(super) credits: BTreeMap<CreditId, Credit>,
}

pub(super) async fn load(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Details>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut details: HashMap<ProjectId, Details> = HashMap::new();
    for row in rows {
        let project = ProjectId::from_uuid(row.project_id);
        row.add_to(project, details.entry(project).or_default())?;
    }
    Ok(details)
}

#[derive(FromRow)]
struct Row {
    project_id: Uuid,
    part: String,
    position: Option<i64>,
    /// Of a phase or a credit.
    id: Option<Uuid>,
    agency_id: Option<Uuid>,
    name: Option<String>,
    kind: Option<String>,
    value: Option<String>,
    /// Of an attribute.
    presumed: Option<i64>,
    share_bp: Option<i64>,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

impl Row {
    fn add_to(self, project: ProjectId, details: &mut Details) -> Result<(), StoreError> {
        let at = |table| At { table, row: project };
        match (self.part.as_str(), self.name, self.kind.as_deref()) {
            ("PHASE", None, None) => {
                // Read in the order of their positions, which count from 1 without gaps.
                let next = i64::try_from(details.phases.len()).unwrap_or(i64::MAX).saturating_add(1);
                match self.id {
                    Some(phase) if self.position == Some(next) => {
                        details.phases.push(ProjectId::from_uuid(phase));
                    }
                    _ => return Err(at("project_phase").wrong(format!("position {next} is missing"))),
                }
            }
            ("NAME", Some(name), Some(kind)) => {
                let kind = at("project_name").coded("kind", kind, NameKind::parse)?;
                details.names.insert(name, kind);
            }
            ("CODE", Some(code), Some(standing)) => {
                let at = at("project_code");
                let code = at.coded("code", &code, |code| ProjectCode::parse(code).ok())?;
                details.codes.insert(code, at.coded("standing", standing, CodeStanding::parse)?);
            }
            ("LABEL", Some(label), None) => {
                details.labels.insert(label);
            }
            ("ATTRIBUTE", Some(name), Some(kind)) => {
                let Some((attribute, answer)) = answers::read(&name, kind, self.value.as_deref()) else {
                    let detail = format!("{name} is {:?} of kind {kind}", self.value);
                    return Err(at("project_attribute").wrong(detail));
                };
                details.attributes.insert(attribute, answer);
                if self.presumed == Some(1) {
                    details.presumed.insert(attribute);
                }
            }
            ("CREDIT", None, Some(role)) => {
                let keys = self.id.zip(self.agency_id);
                let Some(((id, agency_id), (share_bp, since))) = keys.zip(self.share_bp.zip(self.since))
                else {
                    return Err(at("credit").wrong("a credit is incomplete"));
                };
                let stored = credits::Stored { id, agency_id, role, share_bp, since, until: self.until };
                let credit = stored.read()?;
                details.credits.insert(credit.id, credit);
            }
            (part, ..) => return Err(at("project").wrong(format!("a detail of kind {part} is incomplete"))),
        }
        Ok(())
    }
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let id = after.id;
    let phases = before.map(phases).unwrap_or_default();
    let changes =
        Changes::between(&phases, &self::phases(after), |position, phase| params![id, *position, *phase]);
    changes.write(tx, PHASES).await?;

    let before = before.map(|project| &project.profile);
    let profile = &after.profile;
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |profile| &profile.other_names);
    let changes =
        Changes::between(old, &profile.other_names, |name, kind| params![id, name.as_str(), kind.as_str()]);
    changes.write(tx, NAMES).await?;

    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |profile| &profile.codes);
    let changes =
        Changes::between(old, &profile.codes, |code, standing| params![id, code.as_str(), standing.as_str()]);
    changes.write(tx, CODES).await?;

    let empty = BTreeSet::new();
    let old = before.map_or(&empty, |profile| &profile.labels);
    let changes = Changes::between_sets(old, &profile.labels, |label| params![id, label.as_str()]);
    changes.write(tx, LABELS).await?;

    let old = before.map(attributes).unwrap_or_default();
    let changes = Changes::between(&old, &attributes(profile), |attribute, (answer, presumed)| {
        let (kind, value) = answers::written(*answer);
        params![id, attribute.as_str(), kind, value, *presumed]
    });
    changes.write(tx, ATTRIBUTES).await
}

/// The attributes with their answers, and whether each is presumed.
fn attributes(profile: &Profile) -> BTreeMap<Attribute, (Answer, bool)> {
    let presumed = |attribute: &Attribute| profile.presumed.contains(attribute);
    profile.attributes.iter().map(|(key, answer)| (*key, (*answer, presumed(key)))).collect()
}

/// The phases by their positions, from 1.
fn phases(project: &Project) -> BTreeMap<i64, ProjectId> {
    match &project.lineage {
        Lineage::Umbrella(phases) => (1..).zip(phases.iter().copied()).collect(),
        Lineage::Single | Lineage::PhaseOf(_) => BTreeMap::new(),
    }
}
