//! Permits and their cases.
//!
//! The domain hands a new permit over without cases and a new case without events; they are written all the same, as
//! empty lists, so that nothing an event could hold is ever lost.

use chrono::NaiveDate;
use luodi_domain::case::{Case, CaseEvent, Document, EventSource, Extension, Handover};
use luodi_domain::cover::{Cover, InHand, Runs, Stands};
use luodi_domain::event::{PermitAdded, PermitReplanned, PermitUpdated, PlanLocked};
use luodi_domain::ids::{CaseEventId, CaseId, PermitId, ProjectId};
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
    ruled_out,
    covers,
    covered_by,
    cover_changed_on
});
object_of!(Cover { project, permit, stands });
object_of!(Stands { status, decided_on, since, in_hand, runs, due_on, withdrawn });
object_of!(InHand { from, lost_on });
object_of!(Runs { accepted_on, longer });

/// A permit that another stands for.
impl Field for (PermitId, ProjectId) {
    fn write(&self) -> Tree {
        object([("permit", self.0.write()), ("project", self.1.write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| Ok((fields.take("permit")?, fields.take("project")?)))
    }
}
object_of!(Preparation { kind, turn, agreed_on });
object_of!(RuledOut { on, reason, by_plan });
object_of!(Planned { level, phase, agency });
object_of!(Response { kind, on, reason, objected_from });
object_of!(PlanLocked { baseline, permits });
object_of!(Baseline { locked_on, start, production });
object_of!(Estimate { on, provisional, at_least });
object_of!(PermitReplanned { permit, planned, level, phase, agency });
entry_of!(CaseId, Case);
entry_of!(CaseEventId, CaseEvent);
object_of!(Handover { leg, agency, due_on });
object_of!(Document { number, valid_until });
object_of!(Extension { days, unit, most });

/// What it is measured by stands only where it is kept.
impl Field for Case {
    fn write(&self) -> Tree {
        let Self { id, number, agency, opened_on, first_leg_due, handler, measured, events } = self;
        let known = [
            ("id", id.write()),
            ("number", number.write()),
            ("agency", agency.write()),
            ("opened_on", opened_on.write()),
            ("first_leg_due", first_leg_due.write()),
            ("handler", handler.write()),
            ("events", events.write()),
        ];
        object(known.into_iter().chain(measured.as_ref().map(|measured| ("measured", measured.write()))))
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            Ok(Self {
                id: fields.take("id")?,
                number: fields.take("number")?,
                agency: fields.take("agency")?,
                opened_on: fields.take("opened_on")?,
                first_leg_due: fields.take("first_leg_due")?,
                handler: fields.take("handler")?,
                measured: fields.maybe("measured")?,
                events: fields.take("events")?,
            })
        })
    }
}

/// More days and the day to cure by came later: they stand only where they are told.
impl Field for CaseEvent {
    fn write(&self) -> Tree {
        let Self { id, kind, occurred_on, occurred_at, source, handover, document, .. } = self;
        let Self { extension, cure_by, opinion, valid, .. } = self;
        let known = [
            ("id", id.write()),
            ("kind", kind.write()),
            ("occurred_on", occurred_on.write()),
            ("occurred_at", occurred_at.write()),
            ("source", source.write()),
            ("handover", handover.write()),
            ("document", document.write()),
            ("opinion", opinion.write()),
            ("valid", valid.write()),
        ];
        let extension = extension.map(|extension| ("extension", extension.write()));
        let cure_by = cure_by.map(|day| ("cure_by", day.write()));
        object(known.into_iter().chain(extension).chain(cure_by))
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            Ok(Self {
                id: fields.take("id")?,
                kind: fields.take("kind")?,
                occurred_on: fields.take("occurred_on")?,
                occurred_at: fields.take("occurred_at")?,
                source: fields.take("source")?,
                handover: fields.take("handover")?,
                document: fields.take("document")?,
                extension: fields.maybe("extension")?,
                cure_by: fields.maybe("cure_by")?,
                opinion: fields.take("opinion")?,
                valid: fields.take("valid")?,
            })
        })
    }
}

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
