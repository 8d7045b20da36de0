//! Permits 手续.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::cover::{Cover, InHand, Runs, Stands};
use luodi_domain::ids::{AgencyId, PermitId, ProjectId, StepId};
use luodi_domain::permit::{
    Level, Permit, PermitItem, PermitStatus, Phase, Planned, Preparation, PreparationKind, Response,
    ResponseKind, RuledOut,
};
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use luodi_domain::step::Turn;
use sqlx::FromRow;
use uuid::Uuid;

use super::cases;
use super::changes::{Changes, Table};
use super::covers;
use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All permits of these projects.
    list SELECT = "select id, project_id, step_id, type_code, free_name, level, phase, part, agency_id, preparation,
        preparation_turn, agreed_on, ruled_out_on, ruled_out_reason, status, decided_on, ruled_out_by_plan, planned_level,
        planned_phase, planned_agency_id, response, response_on, response_reason, baseline_on,
        response_objected_from, covers, covered_project_id, covered_permit_id, covered_since, covered_due_on, covered_withdrawn,
        covered_granted_on, covered_lost_on, covered_accepted_on, covered_longer, cover_changed_on
        from permit where project_id in ({ids})";
    /// A permit.
    INSERT = "insert into permit (id, project_id, step_id, type_code, free_name, level, phase, part, agency_id,
        preparation, preparation_turn, agreed_on, ruled_out_on, ruled_out_reason, status,
        decided_on, ruled_out_by_plan, planned_level, planned_phase, planned_agency_id, response, response_on,
        response_reason, baseline_on, covers, covered_project_id, covered_permit_id, covered_since, covered_due_on,
        covered_withdrawn, shared_id, response_objected_from, covered_granted_on, covered_lost_on, covered_accepted_on,
        covered_longer, cover_changed_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)";
    /// What changed about it, or what its cases amount to now.
    UPDATE = "update permit set step_id = $3, type_code = $4, free_name = $5, level = $6, phase = $7, part = $8,
        agency_id = $9, preparation = $10, preparation_turn = $11, agreed_on = $12, ruled_out_on = $13,
        ruled_out_reason = $14, status = $15, decided_on = $16, ruled_out_by_plan = $17, planned_level = $18,
        planned_phase = $19, planned_agency_id = $20, response = $21, response_on = $22, response_reason = $23,
        baseline_on = $24, covers = $25, covered_project_id = $26, covered_permit_id = $27, covered_since = $28,
        covered_due_on = $29, covered_withdrawn = $30, shared_id = $31,
        response_objected_from = $32, covered_granted_on = $33, covered_lost_on = $34, covered_accepted_on = $35,
        covered_longer = $36, cover_changed_on = $37 where id = $1 and project_id = $2";
}

const PERMITS: Table = Table { name: "permit", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };

/// The permits of these projects with their cases; a project without any has no entry. Three statements.
///
/// The stored status is what the domain made of the permit when it was written; a permit that now amounts to something
/// else was changed past the service, which is an error.
pub async fn permits(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, BTreeMap<PermitId, Permit>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut cases = cases::load(conn, ids).await?;
    let mut permits: HashMap<ProjectId, BTreeMap<PermitId, Permit>> = HashMap::new();
    for row in rows {
        let project = ProjectId::from_uuid(row.project_id);
        let id = PermitId::from_uuid(row.id);
        let permit = row.into_permit(id, cases.remove(&id).unwrap_or_default())?;
        permits.entry(project).or_default().insert(id, permit);
    }
    Ok(permits)
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    step_id: Uuid,
    type_code: Option<String>,
    free_name: Option<String>,
    level: String,
    phase: String,
    part: Option<String>,
    agency_id: Option<Uuid>,
    preparation: String,
    preparation_turn: String,
    agreed_on: Option<NaiveDate>,
    ruled_out_on: Option<NaiveDate>,
    ruled_out_reason: Option<String>,
    status: String,
    decided_on: Option<NaiveDate>,
    ruled_out_by_plan: Option<bool>,
    planned_level: Option<String>,
    planned_phase: Option<String>,
    planned_agency_id: Option<Uuid>,
    response: Option<String>,
    response_on: Option<NaiveDate>,
    response_reason: Option<String>,
    baseline_on: Option<NaiveDate>,
    covers: Option<String>,
    covered_project_id: Option<Uuid>,
    covered_permit_id: Option<Uuid>,
    covered_since: Option<NaiveDate>,
    covered_due_on: Option<NaiveDate>,
    covered_withdrawn: Option<bool>,
    response_objected_from: Option<NaiveDate>,
    covered_granted_on: Option<NaiveDate>,
    covered_lost_on: Option<NaiveDate>,
    covered_accepted_on: Option<NaiveDate>,
    covered_longer: Option<bool>,
    cover_changed_on: Option<NaiveDate>,
}

impl Row {
    fn into_permit(self, id: PermitId, cases: cases::Cases) -> Result<Permit, StoreError> {
        let at = At { table: "permit", row: id };
        let item = match (self.type_code, self.free_name) {
            (Some(code), None) => PermitItem::Catalogued(code),
            (None, Some(name)) => PermitItem::Named(name),
            (code, name) => return Err(at.wrong(format!("type code {code:?} with free name {name:?}"))),
        };
        let ruled_out = match (self.ruled_out_on, self.ruled_out_by_plan, self.ruled_out_reason) {
            (None, None, None) => None,
            (Some(on), Some(by_plan), reason) => {
                Some(RuledOut { on, reason: Private::from_stored(reason), by_plan })
            }
            (_, by_plan, _) => {
                return Err(at.wrong(format!("ruled out by plan: {by_plan:?}, without all of it")));
            }
        };
        let planned_level = at.maybe_coded("planned_level", self.planned_level.as_deref(), Level::parse)?;
        let planned_phase = at.maybe_coded("planned_phase", self.planned_phase.as_deref(), Phase::parse)?;
        let planned = match (planned_level, planned_phase, self.planned_agency_id) {
            (None, None, None) => None,
            (Some(level), Some(phase), agency) => {
                Some(Planned { level, phase, agency: agency.map(AgencyId::from_uuid) })
            }
            columns => return Err(at.wrong(format!("planned with columns {columns:?}"))),
        };
        let said = at.maybe_coded("response", self.response.as_deref(), ResponseKind::parse)?;
        let objected_from = self.response_objected_from;
        let response = match (said, self.response_on, self.response_reason) {
            (None, None, None) if objected_from.is_none() => None,
            (Some(kind @ ResponseKind::Confirmed), Some(on), None) => {
                Some(Response { kind, on, reason: None, objected_from })
            }
            (Some(kind @ ResponseKind::Objected), Some(on), reason) => {
                Some(Response { kind, on, reason: Some(Private::from_stored(reason)), objected_from })
            }
            (kind, on, _) => return Err(at.wrong(format!("response {kind:?} on {on:?}, without all of it"))),
        };
        let status = at.coded("status", &self.status, PermitStatus::parse)?;
        let Some(covers) = covers::read(self.covers.as_deref()) else {
            return Err(at.wrong(format!("stands for {:?}", self.covers)));
        };
        let covered_by = match (self.covered_project_id, self.covered_permit_id, self.covered_withdrawn) {
            (None, None, None) => None,
            // It stands as the one does that stands for it.
            (Some(project), Some(permit), Some(withdrawn)) => Some(Cover {
                project: ProjectId::from_uuid(project),
                permit: PermitId::from_uuid(permit),
                stands: Stands {
                    status,
                    decided_on: self.decided_on,
                    since: self.covered_since,
                    in_hand: self
                        .covered_granted_on
                        .map(|from| InHand { from, lost_on: self.covered_lost_on }),
                    runs: self.covered_accepted_on.map(|accepted_on| Runs {
                        accepted_on,
                        longer: self.covered_longer.unwrap_or_default(),
                    }),
                    due_on: self.covered_due_on,
                    withdrawn,
                },
            }),
            columns => return Err(at.wrong(format!("another stands for it with columns {columns:?}"))),
        };
        let permit = Permit {
            id,
            step: StepId::from_uuid(self.step_id),
            item,
            level: at.coded("level", &self.level, Level::parse)?,
            phase: at.coded("phase", &self.phase, Phase::parse)?,
            part: self.part,
            agency: self.agency_id.map(AgencyId::from_uuid),
            planned,
            response,
            baseline_on: self.baseline_on,
            preparation: Preparation {
                kind: at.coded("preparation", &self.preparation, PreparationKind::parse)?,
                turn: at.coded("preparation_turn", &self.preparation_turn, Turn::parse)?,
                agreed_on: self.agreed_on,
            },
            cases,
            ruled_out,
            covers,
            covered_by,
            cover_changed_on: self.cover_changed_on,
        };
        if permit.status() != status {
            return Err(at.wrong(format!("status {status}, but its cases amount to {}", permit.status())));
        }
        if permit.decided_on() != self.decided_on {
            let (stored, decided) = (self.decided_on, permit.decided_on());
            return Err(at.wrong(format!("decided on {stored:?}, but by its cases on {decided:?}")));
        }
        Ok(permit)
    }
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.permits);
    let changes = Changes::between(old, &after.permits, |_, permit| columns(after.id, permit));
    changes.write(tx, PERMITS).await?;
    cases::save(tx, after.id, old, &after.permits).await
}

fn columns(project: ProjectId, permit: &Permit) -> Vec<Value> {
    let (code, name) = match &permit.item {
        PermitItem::Catalogued(code) => (Some(code), None),
        PermitItem::Named(name) => (None, Some(name)),
    };
    let (ruled_out, planned, said) = (permit.ruled_out.as_ref(), permit.planned, permit.response.as_ref());
    let stands = permit.covered_by.map(|cover| cover.stands);
    let (in_hand, runs) = (stands.and_then(|stands| stands.in_hand), stands.and_then(|stands| stands.runs));
    params![
        permit.id,
        project,
        permit.step,
        code,
        name,
        permit.level.as_str(),
        permit.phase.as_str(),
        permit.part.as_deref(),
        permit.agency,
        permit.preparation.kind.as_str(),
        permit.preparation.turn.as_str(),
        permit.preparation.agreed_on,
        ruled_out.map(|ruled_out| ruled_out.on),
        ruled_out.and_then(|ruled_out| ruled_out.reason.text()),
        permit.status().as_str(),
        permit.decided_on(),
        ruled_out.map(|ruled_out| ruled_out.by_plan),
        planned.map(|planned| planned.level.as_str()),
        planned.map(|planned| planned.phase.as_str()),
        planned.and_then(|planned| planned.agency),
        said.map(|said| said.kind.as_str()),
        said.map(|said| said.on),
        said.and_then(|said| said.reason.as_ref()).and_then(|reason| reason.text()),
        permit.baseline_on,
        covers::written(&permit.covers),
        permit.covered_by.map(|cover| cover.project),
        permit.covered_by.map(|cover| cover.permit),
        stands.and_then(|stands| stands.since),
        stands.and_then(|stands| stands.due_on),
        stands.map(|stands| stands.withdrawn),
        permit.covered_by.map(|cover| cover.permit).or((!permit.covers.is_empty()).then_some(permit.id)),
        said.and_then(|said| said.objected_from),
        in_hand.map(|in_hand| in_hand.from),
        in_hand.and_then(|in_hand| in_hand.lost_on),
        runs.map(|runs| runs.accepted_on),
        runs.map(|runs| runs.longer),
        permit.cover_changed_on,
    ]
}
