//! Steps 环节, their helpers, and the stage visits that share a step's key.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::event::GateOutcome;
use luodi_domain::ids::{OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::project::{Project, StageVisit};
use luodi_domain::stage::Stage;
use luodi_domain::step::{CloseReason, Closing, Help, HelperRole, Step, StepKind};
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conflict, Conn, Dialect, StoreError, Tx, Value};
use crate::params;
use crate::stored::At;

/// The foreign key that holds every open step to an officer in service.
pub(crate) const HELD_BY_ACTIVE_OFFICER: &str = "step_held_by_active_officer";

crate::statements! {
    /// All steps of these projects with their visits, once for each officer who helps or helped, or once.
    list SELECT = "select s.id, s.project_id, s.kind, s.stage, s.permit_id, s.responsible_id, s.responsible_since,
        s.first_receiver_id, s.opened_on, s.reopened_on, s.due_on, s.closed_on, s.close_reason, s.open_guard,
        v.stage as visit_stage, v.gate, v.pauses, v.position,
        h.officer_id as helper_id, h.role as helper_role, h.since as helps_since, h.until as helps_until
        from step s left join stage_visit v on v.step_id = s.id left join step_helper h on h.step_id = s.id
        where s.project_id in ({ids})";
    /// A step.
    INSERT = "insert into step (id, project_id, kind, stage, permit_id, responsible_id, responsible_since,
        first_receiver_id, opened_on, reopened_on, due_on, closed_on, close_reason, open_guard)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    /// Another officer or due day, its end, or its reopening.
    UPDATE = "update step set kind = $3, stage = $4, permit_id = $5, responsible_id = $6, responsible_since = $7,
        first_receiver_id = $8, opened_on = $9, reopened_on = $10, due_on = $11, closed_on = $12, close_reason = $13,
        open_guard = $14
        where id = $1 and project_id = $2";
    /// An officer who helps.
    INSERT_HELPER = "insert into step_helper (step_id, officer_id, role, project_id, since, until)
        values ($1, $2, $3, $4, $5, $6)";
    /// An officer who no longer helps, or helps again.
    UPDATE_HELPER = "update step_helper set since = $5, until = $6
        where step_id = $1 and officer_id = $2 and role = $3 and project_id = $4";
    /// A stage visit.
    INSERT_VISIT = "insert into stage_visit (step_id, project_id, stage, gate, pauses, position)
        values ($1, $2, $3, $4, $5, $6)";
    /// Another pause during it.
    UPDATE_VISIT = "update stage_visit set stage = $3, gate = $4, pauses = $5, position = $6
        where step_id = $1 and project_id = $2";
}

const STEPS: Table = Table { name: "step", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };
const HELPERS: Table =
    Table { name: "step_helper", insert: INSERT_HELPER, update: Some(UPDATE_HELPER), delete: None, key: 4 };
const VISITS: Table =
    Table { name: "stage_visit", insert: INSERT_VISIT, update: Some(UPDATE_VISIT), delete: None, key: 2 };

/// The steps of a project, with what is known of those that are stage visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    /// Everything somebody must do, or had to.
    pub steps: BTreeMap<StepId, Step>,
    /// Every stay in a stage, by its step.
    pub visits: BTreeMap<StepId, StageVisit>,
}

/// An officer in a role.
type Helper = (OfficerId, HelperRole);

/// The steps of these projects; a project without any has no entry. One statement.
pub async fn steps(conn: &mut Conn<'_>, ids: &[ProjectId]) -> Result<HashMap<ProjectId, Steps>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut found: HashMap<ProjectId, Steps> = HashMap::new();
    for row in rows {
        let id = StepId::from_uuid(row.id);
        let project = found.entry(ProjectId::from_uuid(row.project_id)).or_default();
        let helper = row.helper()?;
        if !project.steps.contains_key(&id) {
            let (step, visit) = row.into_step()?;
            project.visits.extend(visit.map(|visit| (id, visit)));
            project.steps.insert(id, step);
        }
        if let (Some((who, help)), Some(step)) = (helper, project.steps.get_mut(&id)) {
            step.helpers.insert(who, help);
        }
    }
    Ok(found)
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    kind: String,
    stage: Option<String>,
    permit_id: Option<Uuid>,
    responsible_id: Uuid,
    responsible_since: NaiveDate,
    first_receiver_id: Uuid,
    opened_on: NaiveDate,
    reopened_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    close_reason: Option<String>,
    open_guard: Option<bool>,
    visit_stage: Option<String>,
    gate: Option<String>,
    pauses: Option<i64>,
    position: Option<i64>,
    helper_id: Option<Uuid>,
    helper_role: Option<String>,
    helps_since: Option<NaiveDate>,
    helps_until: Option<NaiveDate>,
}

impl Row {
    /// Who assists or supervises, or did, if the row tells of somebody.
    fn helper(&self) -> Result<Option<(Helper, Help)>, StoreError> {
        let at = At { table: "step_helper", row: StepId::from_uuid(self.id) };
        let role = at.maybe_coded("role", self.helper_role.as_deref(), HelperRole::parse)?;
        Ok(self.helper_id.zip(role).zip(self.helps_since).map(|((officer, role), since)| {
            ((OfficerId::from_uuid(officer), role), Help { since, until: self.helps_until })
        }))
    }

    /// The step without its helpers, and its visit.
    fn into_step(self) -> Result<(Step, Option<StageVisit>), StoreError> {
        let id = StepId::from_uuid(self.id);
        let at = At { table: "step", row: id };
        let stage = at.maybe_coded("stage", self.stage.as_deref(), Stage::parse)?;
        let visit_stage = at.maybe_coded("stage_visit.stage", self.visit_stage.as_deref(), Stage::parse)?;
        let gate = at.maybe_coded("stage_visit.gate", self.gate.as_deref(), GateOutcome::parse)?;
        let counts = self.pauses.zip(self.position);
        let (kind, visit) = match (self.kind.as_str(), stage, self.permit_id, visit_stage, gate.zip(counts)) {
            ("STAGE_VISIT", Some(stage), None, Some(visited), Some((gate, (pauses, position))))
                if stage == visited =>
            {
                (StepKind::StageVisit(stage), Some(StageVisit { position, stage, gate, pauses }))
            }
            ("PERMIT", None, Some(permit), None, None) => {
                (StepKind::Permit(PermitId::from_uuid(permit)), None)
            }
            (kind, stage, permit, visited, _) => {
                let permit = permit.map(PermitId::from_uuid);
                let detail = format!(
                    "kind {kind} with stage {stage:?}, permit {permit:?}, visit {visited:?} {gate:?}"
                );
                return Err(at.wrong(detail));
            }
        };
        let reason = at.maybe_coded("close_reason", self.close_reason.as_deref(), CloseReason::parse)?;
        let closed = match (self.closed_on, reason, self.open_guard) {
            (None, None, Some(true)) => None,
            (Some(on), Some(reason), None) => Some(Closing { on, reason }),
            (on, reason, guard) => {
                return Err(at.wrong(format!("closed {on:?} {reason:?} with open_guard {guard:?}")));
            }
        };
        let step = Step {
            id,
            kind,
            responsible: OfficerId::from_uuid(self.responsible_id),
            responsible_since: self.responsible_since,
            first_receiver: OfficerId::from_uuid(self.first_receiver_id),
            helpers: BTreeMap::new(),
            opened_on: self.opened_on,
            reopened_on: self.reopened_on,
            due_on: self.due_on,
            closed,
        };
        Ok((step, visit))
    }
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.steps);
    let mut changes = Changes::between(old, &after.steps, |_, step| columns(after.id, step));
    // One stage visit is left before another is taken up again.
    changes.changed.sort_by_key(|row| row.last() != Some(&Value::Bool(None)));
    changes.write(tx, STEPS).await.map_err(|error| officer_left(error, tx.dialect()))?;

    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.visits);
    let changes = Changes::between(old, &after.visits, |step, visit| {
        params![step, after.id, visit.stage.as_str(), visit.gate.as_str(), visit.pauses, visit.position]
    });
    changes.write(tx, VISITS).await?;

    let old = before.map(helper_rows).unwrap_or_default();
    let changes = Changes::between(&old, &helper_rows(after), |(step, officer, role), help| {
        params![*step, *officer, role.as_str(), after.id, help.since, help.until]
    });
    changes.write(tx, HELPERS).await
}

/// The officer of an open step went out of service after the decision was taken: it is to be taken again, and refused
/// for that reason. SQLite does not say which foreign key refused; the others of a step point at rows that stay.
fn officer_left(error: StoreError, dialect: Dialect) -> StoreError {
    match error {
        StoreError::ForeignKey { constraint }
            if constraint == HELD_BY_ACTIVE_OFFICER || dialect == Dialect::Sqlite =>
        {
            StoreError::Conflict(Conflict::Version)
        }
        other => other,
    }
}

fn columns(project: ProjectId, step: &Step) -> Vec<Value> {
    let (kind, stage, permit) = match step.kind {
        StepKind::StageVisit(stage) => ("STAGE_VISIT", Some(stage.as_str()), None),
        StepKind::Permit(permit) => ("PERMIT", None, Some(permit)),
    };
    params![
        step.id,
        project,
        kind,
        stage,
        permit,
        step.responsible,
        step.responsible_since,
        step.first_receiver,
        step.opened_on,
        step.reopened_on,
        step.due_on,
        step.closed.map(|closing| closing.on),
        step.closed.map(|closing| closing.reason.as_str()),
        step.is_open().then_some(true),
    ]
}

fn helper_rows(project: &Project) -> BTreeMap<(StepId, OfficerId, HelperRole), Help> {
    let of = |step: &Step| {
        let id = step.id;
        step.helpers.clone().into_iter().map(move |((officer, role), help)| ((id, officer, role), help))
    };
    project.steps.values().flat_map(of).collect()
}
