//! Cases 办件 and their events.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::case::{Case, CaseEvent, CaseState};
use luodi_domain::ids::{AgencyId, CaseEventId, CaseId, PermitId, ProjectId};
use luodi_domain::permit::Permit;
use sqlx::FromRow;
use uuid::Uuid;

use super::case_events;
use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx, UniqueConstraint};
use crate::history::{measured_from_text, measured_text};
use crate::params;
use crate::stored::{At, ContactColumns};

/// A permit has no two cases of one number.
pub const CASE_NUMBER_ONCE: UniqueConstraint = UniqueConstraint {
    name: "permit_case_number_once",
    columns: "permit_case.permit_id, permit_case.number",
};

crate::statements! {
    /// All cases of these projects.
    list SELECT = "select id, permit_id, number, agency_id, opened_on, first_leg_due, has_handler, handler_name,
        has_handler_phone, handler_phone, measured, state from permit_case where project_id in ({ids})";
    /// A case.
    INSERT = "insert into permit_case (id, project_id, permit_id, number, agency_id, opened_on, first_leg_due,
        has_handler, handler_name, has_handler_phone, handler_phone, measured, state)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    /// What its events amount to now.
    UPDATE = "update permit_case set permit_id = $3, number = $4, agency_id = $5, opened_on = $6, first_leg_due = $7,
        has_handler = $8, handler_name = $9, has_handler_phone = $10, handler_phone = $11, measured = $12,
        state = $13 where id = $1 and project_id = $2";
}

const CASES: Table =
    Table { name: "permit_case", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };

/// The cases of one permit.
pub(super) type Cases = BTreeMap<CaseId, Case>;

pub(super) async fn load(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<PermitId, Cases>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut events = case_events::load(conn, ids).await?;
    let mut cases: HashMap<PermitId, Cases> = HashMap::new();
    for row in rows {
        let permit = PermitId::from_uuid(row.permit_id);
        let id = CaseId::from_uuid(row.id);
        let case = row.into_case(id, events.remove(&id).unwrap_or_default())?;
        cases.entry(permit).or_default().insert(id, case);
    }
    Ok(cases)
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    permit_id: Uuid,
    number: Option<String>,
    agency_id: Option<Uuid>,
    opened_on: NaiveDate,
    first_leg_due: Option<NaiveDate>,
    has_handler: bool,
    handler_name: Option<String>,
    has_handler_phone: bool,
    handler_phone: Option<String>,
    measured: Option<String>,
    state: String,
}

impl Row {
    fn into_case(self, id: CaseId, events: case_events::Events) -> Result<Case, StoreError> {
        let at = At { table: "permit_case", row: id };
        let measured = self.measured.as_deref().map(measured_from_text).transpose();
        let measured = measured.map_err(|fault| at.wrong(format!("measured: {fault}")))?;
        let case = Case {
            id,
            number: self.number,
            agency: self.agency_id.map(AgencyId::from_uuid),
            opened_on: self.opened_on,
            first_leg_due: self.first_leg_due,
            handler: at.contact(ContactColumns {
                has_name: self.has_handler,
                name: self.handler_name,
                has_phone: self.has_handler_phone,
                phone: self.handler_phone,
            })?,
            measured: measured.map(Box::new),
            events,
        };
        let state = at.coded("state", &self.state, CaseState::parse)?;
        if case.state() == state {
            Ok(case)
        } else {
            Err(at.wrong(format!("state {state}, but its events amount to {}", case.state())))
        }
    }
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    project: ProjectId,
    before: &BTreeMap<PermitId, Permit>,
    after: &BTreeMap<PermitId, Permit>,
) -> Result<(), StoreError> {
    let old = cases(before);
    let new = cases(after);
    // What was kept before has been written before.
    for ((_, id), case) in &new {
        let at = At { table: "permit_case", row: *id };
        let text = case.measured.as_deref().map(measured_text).transpose();
        text.map_err(|fault| at.wrong(format!("measured: {fault}")))?;
    }
    let changes = Changes::between(&old, &new, |(permit, id), case| {
        let handler = ContactColumns::of(case.handler.as_ref());
        params![
            *id,
            project,
            *permit,
            case.number.as_deref(),
            case.agency,
            case.opened_on,
            case.first_leg_due,
            handler.has_name,
            handler.name,
            handler.has_phone,
            handler.phone,
            case.measured.as_deref().and_then(|measured| measured_text(measured).ok()),
            case.state().as_str(),
        ]
    });
    changes.write(tx, CASES).await?;
    case_events::save(tx, project, &events(&old), &events(&new)).await
}

fn cases(permits: &BTreeMap<PermitId, Permit>) -> BTreeMap<(PermitId, CaseId), &Case> {
    permits
        .values()
        .flat_map(|permit| permit.cases.values().map(move |case| ((permit.id, case.id), case)))
        .collect()
}

fn events<'p>(
    cases: &BTreeMap<(PermitId, CaseId), &'p Case>,
) -> BTreeMap<(CaseId, CaseEventId), &'p CaseEvent> {
    cases
        .iter()
        .flat_map(|((_, id), case)| case.events.values().map(|event| ((*id, event.id), event)))
        .collect()
}
