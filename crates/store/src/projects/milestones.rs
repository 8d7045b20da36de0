//! Milestones 节点 and their evidence.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::ids::{MilestoneId, ProjectId};
use luodi_domain::milestone::{Evidence, EvidenceKind, Milestone, MilestoneKind, Works};
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All milestones of these projects.
    list SELECT = "select id, project_id, kind, occurred_on, works from milestone where project_id in ({ids})";
    /// A milestone.
    INSERT = "insert into milestone (id, project_id, kind, occurred_on, works) values ($1, $2, $3, $4, $5)";
    /// A correction.
    UPDATE = "update milestone set kind = $3, occurred_on = $4, works = $5 where id = $1 and project_id = $2";
    /// All evidence of these projects, in order.
    list SELECT_EVIDENCE = "select e.milestone_id, e.position, e.kind, e.reference, e.has_note, e.note
        from milestone_evidence e join milestone m on m.id = e.milestone_id
        where m.project_id in ({ids}) order by e.milestone_id, e.position";
    /// A proof.
    INSERT_EVIDENCE = "insert into milestone_evidence (milestone_id, position, kind, reference, has_note, note)
        values ($1, $2, $3, $4, $5, $6)";
    /// Another proof in its place.
    UPDATE_EVIDENCE = "update milestone_evidence set kind = $3, reference = $4, has_note = $5, note = $6
        where milestone_id = $1 and position = $2";
    /// A proof left out by a correction.
    DELETE_EVIDENCE = "delete from milestone_evidence where milestone_id = $1 and position = $2";
}

const MILESTONES: Table =
    Table { name: "milestone", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };
const EVIDENCE: Table = Table {
    name: "milestone_evidence",
    insert: INSERT_EVIDENCE,
    update: Some(UPDATE_EVIDENCE),
    delete: Some(DELETE_EVIDENCE),
    key: 2,
};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    kind: String,
    occurred_on: NaiveDate,
    works: Option<String>,
}

#[derive(FromRow)]
struct EvidenceRow {
    milestone_id: Uuid,
    position: i64,
    kind: String,
    reference: Option<String>,
    has_note: bool,
    note: Option<String>,
}

/// The milestones of these projects; a project without any has no entry. Two statements.
pub async fn milestones(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, BTreeMap<MilestoneId, Milestone>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut evidence = evidence(conn, ids).await?;
    let mut milestones: HashMap<ProjectId, BTreeMap<MilestoneId, Milestone>> = HashMap::new();
    for row in rows {
        let id = MilestoneId::from_uuid(row.id);
        let at = At { table: "milestone", row: id };
        let kind = at.coded("kind", &row.kind, MilestoneKind::parse)?;
        let works = at.maybe_coded("works", row.works.as_deref(), Works::parse)?;
        if works.is_some() != (kind == MilestoneKind::Started) {
            return Err(at.wrong(format!("kind {kind} with works {works:?}")));
        }
        let evidence = evidence.remove(&id).unwrap_or_default();
        let milestone = Milestone { id, kind, occurred_on: row.occurred_on, works, evidence };
        milestones.entry(ProjectId::from_uuid(row.project_id)).or_default().insert(id, milestone);
    }
    Ok(milestones)
}

async fn evidence(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<MilestoneId, Vec<Evidence>>, StoreError> {
    let rows: Vec<EvidenceRow> = conn.fetch_list(SELECT_EVIDENCE, params![], ids).await?;
    let mut evidence: HashMap<MilestoneId, Vec<Evidence>> = HashMap::new();
    for row in rows {
        let milestone = MilestoneId::from_uuid(row.milestone_id);
        let at = At { table: "milestone_evidence", row: format!("{milestone} {}", row.position) };
        let proofs = evidence.entry(milestone).or_default();
        if i64::try_from(proofs.len()).ok() != row.position.checked_sub(1) {
            return Err(at.wrong("the position before it is missing"));
        }
        proofs.push(Evidence {
            kind: at.coded("kind", &row.kind, EvidenceKind::parse)?,
            reference: Private::from_stored(row.reference),
            note: at.private("note", row.has_note, row.note)?,
        });
    }
    Ok(evidence)
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.milestones);
    let changes = Changes::between(old, &after.milestones, |id, milestone| {
        let works = milestone.works.map(Works::as_str);
        params![id, after.id, milestone.kind.as_str(), milestone.occurred_on, works]
    });
    changes.write(tx, MILESTONES).await?;

    let old = before.map(proofs).unwrap_or_default();
    let changes = Changes::between(&old, &proofs(after), |(milestone, position), proof| {
        let note = proof.note.as_ref();
        params![
            *milestone,
            *position,
            proof.kind.as_str(),
            proof.reference.text(),
            note.is_some(),
            note.and_then(Private::text),
        ]
    });
    changes.write(tx, EVIDENCE).await
}

/// All evidence by milestone and position, from 1.
fn proofs(project: &Project) -> BTreeMap<(MilestoneId, i64), &Evidence> {
    project
        .milestones
        .values()
        .flat_map(|milestone| {
            (1..).zip(&milestone.evidence).map(move |(n, proof)| ((milestone.id, n), proof))
        })
        .collect()
}
