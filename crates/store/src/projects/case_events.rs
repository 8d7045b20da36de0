//! Events of cases.

use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDate, NaiveTime};
use luodi_domain::calendar::DayUnit;
use luodi_domain::case::{CaseEvent, CaseEventKind, Document, EventSource, Extension, Handover, LegKind};
use luodi_domain::ids::{AgencyId, CaseEventId, CaseId, ProjectId};
use luodi_domain::private::Private;
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All events of the cases of these projects.
    list SELECT = "select id, case_id, kind, occurred_on, occurred_at, source_name, source_reference, leg,
        leg_agency_id, leg_due_on, document_number, document_until, extension_days, extension_unit, extension_most,
        cure_by, has_opinion, opinion, valid from case_event where project_id in ({ids})";
    /// An event.
    INSERT = "insert into case_event (id, project_id, case_id, kind, occurred_on, occurred_at, source_name,
        source_reference, leg, leg_agency_id, leg_due_on, document_number, document_until, extension_days, extension_unit,
        extension_most, cure_by, has_opinion, opinion, valid)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    /// An event taken back, or its opinion erased.
    UPDATE = "update case_event set case_id = $3, kind = $4, occurred_on = $5, occurred_at = $6, source_name = $7,
        source_reference = $8, leg = $9, leg_agency_id = $10, leg_due_on = $11, document_number = $12,
        document_until = $13, extension_days = $14, extension_unit = $15, extension_most = $16, cure_by = $17,
        has_opinion = $18, opinion = $19, valid = $20 where id = $1 and project_id = $2";
}

const EVENTS: Table =
    Table { name: "case_event", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };

/// The events of one case.
pub(super) type Events = BTreeMap<CaseEventId, CaseEvent>;

pub(super) async fn load(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<CaseId, Events>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut events: HashMap<CaseId, Events> = HashMap::new();
    for row in rows {
        let case = CaseId::from_uuid(row.case_id);
        let event = row.into_event()?;
        events.entry(case).or_default().insert(event.id, event);
    }
    Ok(events)
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    case_id: Uuid,
    kind: String,
    occurred_on: NaiveDate,
    occurred_at: Option<NaiveTime>,
    source_name: Option<String>,
    source_reference: Option<String>,
    leg: Option<String>,
    leg_agency_id: Option<Uuid>,
    leg_due_on: Option<NaiveDate>,
    document_number: Option<String>,
    document_until: Option<NaiveDate>,
    extension_days: Option<i64>,
    extension_unit: Option<String>,
    extension_most: Option<i64>,
    cure_by: Option<NaiveDate>,
    has_opinion: bool,
    opinion: Option<String>,
    valid: bool,
}

impl Row {
    fn into_event(self) -> Result<CaseEvent, StoreError> {
        let id = CaseEventId::from_uuid(self.id);
        let at = At { table: "case_event", row: id };
        let kind = at.coded("kind", &self.kind, CaseEventKind::parse)?;
        let source = match (self.source_name, self.source_reference) {
            (None, None) => EventSource::Officer,
            (Some(name), Some(reference)) => EventSource::System { name, reference },
            (name, reference) => {
                return Err(at.wrong(format!("source {name:?} with reference {reference:?}")));
            }
        };
        let leg = at.maybe_coded("leg", self.leg.as_deref(), LegKind::parse)?;
        let handover = match (kind, leg, self.leg_agency_id, self.leg_due_on) {
            (CaseEventKind::HandedOn, Some(leg), Some(agency), due_on) => {
                Some(Handover { leg, agency: AgencyId::from_uuid(agency), due_on })
            }
            (CaseEventKind::HandedOn, ..) => return Err(at.wrong("handed on to nobody")),
            (_, None, None, None) => None,
            (kind, ..) => return Err(at.wrong(format!("a leg begins with {kind}"))),
        };
        let document = match (self.document_number, self.document_until) {
            (None, None) => None,
            (Some(number), valid_until) => Some(Document { number, valid_until }),
            (None, Some(until)) => {
                return Err(at.wrong(format!("a document without a number, valid until {until}")));
            }
        };
        let unit = at.maybe_coded("extension_unit", self.extension_unit.as_deref(), DayUnit::parse)?;
        let days = |days: i64| u32::try_from(days).map_err(|_| at.wrong(format!("{days} days more")));
        let extension = match (kind, self.extension_days, unit, self.extension_most) {
            (CaseEventKind::Extended, Some(more), Some(unit), most) => {
                Some(Extension { days: days(more)?, unit, most: most.map(days).transpose()? })
            }
            (CaseEventKind::Extended, ..) => return Err(at.wrong("extended by nothing")),
            (_, None, None, None) => None,
            (kind, ..) => return Err(at.wrong(format!("days more by {kind}"))),
        };
        if self.cure_by.is_some() && !kind.is_with_defects() {
            return Err(at.wrong(format!("a day to cure by with {kind}")));
        }
        Ok(CaseEvent {
            id,
            kind,
            occurred_on: self.occurred_on,
            occurred_at: self.occurred_at,
            source,
            handover,
            document,
            extension,
            cure_by: self.cure_by,
            opinion: at.private("opinion", self.has_opinion, self.opinion)?,
            valid: self.valid,
        })
    }
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    project: ProjectId,
    before: &BTreeMap<(CaseId, CaseEventId), &CaseEvent>,
    after: &BTreeMap<(CaseId, CaseEventId), &CaseEvent>,
) -> Result<(), StoreError> {
    let changes = Changes::between(before, after, |(case, _), event| columns(project, *case, event));
    changes.write(tx, EVENTS).await
}

fn columns(project: ProjectId, case: CaseId, event: &CaseEvent) -> Vec<Value> {
    let (source, reference) = match &event.source {
        EventSource::Officer => (None, None),
        EventSource::System { name, reference } => (Some(name), Some(reference)),
    };
    let document = event.document.as_ref();
    params![
        event.id,
        project,
        case,
        event.kind.as_str(),
        event.occurred_on,
        event.occurred_at,
        source,
        reference,
        event.handover.map(|handover| handover.leg.as_str()),
        event.handover.map(|handover| handover.agency),
        event.handover.and_then(|handover| handover.due_on),
        document.map(|document| &document.number),
        document.and_then(|document| document.valid_until),
        event.extension.map(|extension| i64::from(extension.days)),
        event.extension.map(|extension| extension.unit.as_str()),
        event.extension.and_then(|extension| extension.most).map(i64::from),
        event.cure_by,
        event.opinion.is_some(),
        event.opinion.as_ref().and_then(Private::text),
        event.valid,
    ]
}
