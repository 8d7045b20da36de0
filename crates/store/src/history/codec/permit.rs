//! Permits and their cases.
//!
//! The domain hands a new permit over without cases and a new case without events; they are written all the same, as
//! empty lists, so that nothing an event could hold is ever lost.

use chrono::NaiveDate;
use luodi_domain::case::{Case, CaseEvent, Document, EventSource, Handover};
use luodi_domain::event::{PermitAdded, PermitReplanned, PermitUpdated, PlanLocked};
use luodi_domain::ids::{CaseEventId, CaseId, PermitId};
use luodi_domain::permit::{Permit, PermitItem, Planned, Preparation, Response, RuledOut};
use luodi_domain::plan::Baseline;
use luodi_domain::schedule::Estimate;

use super::field::{Field, Fields, Tree, entry_of, object_of};
use crate::history::fault::Fault;
use crate::history::json::{Json, object};

object_of!(PermitAdded { permit, responsible, on, due_on });
object_of!(PermitUpdated { permit, level, phase, agency, preparation, due_on });
object_of!(Permit {
    id,
    step,
    item,
    level,
    phase,
    part,
    agency,
    planned,
    response,
    baseline_on,
    preparation,
    cases,
    ruled_out
});
object_of!(Preparation { kind, turn, agreed_on });
object_of!(RuledOut { on, reason, by_plan });
object_of!(Planned { level, phase, agency });
object_of!(Response { kind, on, reason });
object_of!(PlanLocked { baseline, permits });
object_of!(Baseline { locked_on, start, production });
object_of!(Estimate { on, provisional, at_least });
object_of!(PermitReplanned { permit, planned, level, phase, agency });
object_of!(Case { id, number, agency, opened_on, first_leg_due, handler, events });
entry_of!(CaseId, Case);
object_of!(CaseEvent { id, kind, occurred_on, occurred_at, source, handover, document, opinion, valid });
entry_of!(CaseEventId, CaseEvent);
object_of!(Handover { leg, agency, due_on });
object_of!(Document { number, valid_until });

/// A permit and the day by which it is expected.
impl Field for (PermitId, NaiveDate) {
    fn write(&self) -> Tree {
        object([("permit", self.0.write()), ("by", self.1.write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| Ok((fields.take("permit")?, fields.take("by")?)))
    }
}

impl Field for PermitItem {
    fn write(&self) -> Tree {
        let (kind, text) = match self {
            Self::Catalogued(code) => ("CATALOGUED", code),
            Self::Named(name) => ("NAMED", name),
        };
        object([("kind", Json::Text(kind.to_owned())), ("text", text.write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| match fields.take::<String>("kind")?.as_str() {
            "CATALOGUED" => fields.take("text").map(Self::Catalogued),
            "NAMED" => fields.take("text").map(Self::Named),
            other => Err(Fault::value(format_args!("unknown kind of permit item {other:?}"))),
        })
    }
}

/// The system's name and key; null when an officer recorded the event.
impl Field for EventSource {
    fn write(&self) -> Tree {
        match self {
            Self::Officer => Json::Null,
            Self::System { name, reference } => {
                object([("name", name.write()), ("reference", reference.write())])
            }
        }
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        match tree {
            Json::Null => Ok(Self::Officer),
            system => Fields::read(system, |fields| {
                Ok(Self::System { name: fields.take("name")?, reference: fields.take("reference")? })
            }),
        }
    }
}
