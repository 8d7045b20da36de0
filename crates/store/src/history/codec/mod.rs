//! Events as stored: a type, a version and one JSON object of data, and back.
//!
//! What is written here is hashed and kept for good. To change the data of an event, raise its version in
//! [`EventType::version`] and teach [`upcast`] to turn the old data into the new; the rows stay as they are.

mod attachment;
mod field;
mod material;
mod measured;
mod papers;
mod permit;
mod plain;
mod profile;
mod stage;

use std::fmt;

use luodi_domain::event::Event;

pub(super) use field::{Field, Fields, Tree, object_of};
pub(crate) use measured::{measured_from_text, measured_text};

use super::fault::{Fault, What};
use super::json::object;

/// The types of events with their stored names.
macro_rules! event_types {
    ($($type:ident = $name:literal,)+) => {
        /// What kind of event a history row holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventType {
            $(#[doc = concat!("`", $name, "`: [`Event::", stringify!($type), "`].")] $type,)+
        }

        impl EventType {
            /// Every type.
            pub const ALL: &'static [Self] = &[$(Self::$type),+];

            /// The type of an event.
            pub const fn of(event: &Event) -> Self {
                match event {
                    $(Event::$type { .. } => Self::$type,)+
                }
            }

            /// The name under which it is stored.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$type => $name,)+ }
            }

            /// The type of this name, or nothing.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$type),)+ _ => None }
            }
        }
    };
}

event_types! {
    Registered = "PROJECT_REGISTERED",
    ProfileChanged = "PROFILE_CHANGED",
    SplitIntoPhases = "PROJECT_SPLIT",
    PartyRecorded = "PARTY_RECORDED",
    PartyEnded = "PARTY_ENDED",
    AgreementRecorded = "AGREEMENT_RECORDED",
    AgreementEnded = "AGREEMENT_ENDED",
    MilestoneRecorded = "MILESTONE_RECORDED",
    FileAttached = "FILE_ATTACHED",
    AttachmentWithdrawn = "ATTACHMENT_WITHDRAWN",
    StageEntered = "STAGE_ENTERED",
    StepClosed = "STEP_CLOSED",
    StepReopened = "STEP_REOPENED",
    ResponsibleChanged = "RESPONSIBLE_CHANGED",
    HelperAdded = "HELPER_ADDED",
    HelperRemoved = "HELPER_REMOVED",
    HandedOver = "HANDED_OVER",
    Paused = "PROJECT_PAUSED",
    Resumed = "PROJECT_RESUMED",
    Withdrawn = "PROJECT_WITHDRAWN",
    Reopened = "PROJECT_REOPENED",
    PermitAdded = "PERMIT_ADDED",
    PermitUpdated = "PERMIT_UPDATED",
    PermitRuledOut = "PERMIT_RULED_OUT",
    CaseOpened = "CASE_OPENED",
    CaseEventRecorded = "CASE_EVENT_RECORDED",
    CaseEventInvalidated = "CASE_EVENT_INVALIDATED",
    CaseMeasured = "CASE_MEASURED",
    DuplicateRuled = "DUPLICATE_RULED",
    TermsRecorded = "TERMS_RECORDED",
    PlanDrawn = "PLAN_DRAWN",
    PermitReplanned = "PERMIT_REPLANNED",
    PermitResponded = "PERMIT_RESPONDED",
    PlanLocked = "PLAN_LOCKED",
    CoverSet = "COVER_SET",
    CoverFollowed = "COVER_FOLLOWED",
    MaterialListed = "MATERIAL_LISTED",
    MaterialUpdated = "MATERIAL_UPDATED",
    MaterialRemoved = "MATERIAL_REMOVED",
}

impl EventType {
    /// The version in which its data is written today.
    pub const fn version(self) -> i64 {
        1
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The fields of an event written in place, in the form of a struct expression.
macro_rules! data {
    ($($field:ident),* $(,)?) => { object([$((stringify!($field), $field.write())),*]) };
}

/// The data of an event.
pub(super) fn write(event: &Event) -> Tree {
    match event {
        Event::Registered(registered) => registered.write(),
        Event::ProfileChanged(change) => change.write(),
        Event::SplitIntoPhases { phases } => data!(phases),
        Event::PartyRecorded(party) => party.write(),
        Event::PartyEnded { party, on } => data!(party, on),
        Event::AgreementRecorded(agreement) => agreement.write(),
        Event::AgreementEnded { agreement, on } => data!(agreement, on),
        Event::TermsRecorded(terms) => terms.write(),
        Event::MilestoneRecorded(milestone) => milestone.write(),
        Event::FileAttached(attachment) => attachment.write(),
        Event::AttachmentWithdrawn { attachment, on, reason } => data!(attachment, on, reason),
        Event::StageEntered(entered) => entered.write(),
        Event::StepClosed { step, on, reason } => data!(step, on, reason),
        Event::StepReopened { step, responsible, on } => data!(step, responsible, on),
        Event::ResponsibleChanged { step, from, to, on } => data!(step, from, to, on),
        Event::HelperAdded { step, officer, role, on } | Event::HelperRemoved { step, officer, role, on } => {
            data!(step, officer, role, on)
        }
        Event::HandedOver(handed) => handed.write(),
        Event::Paused { on, until, ground } => data!(on, until, ground),
        Event::Resumed { on }
        | Event::Reopened { on }
        | Event::Withdrawn { on }
        | Event::PlanDrawn { on } => {
            data!(on)
        }
        Event::PermitAdded(added) => added.write(),
        Event::PermitUpdated(updated) => updated.write(),
        Event::PermitReplanned(replanned) => replanned.write(),
        Event::PermitResponded { permit, response } => data!(permit, response),
        Event::PlanLocked(locked) => locked.write(),
        Event::PermitRuledOut { permit, on, reason, by_plan } => data!(permit, on, reason, by_plan),
        Event::CoverSet { permit, covers } => data!(permit, covers),
        Event::CoverFollowed { permit, by, on } => data!(permit, by, on),
        Event::MaterialListed(told) | Event::MaterialUpdated(told) => told.write(),
        Event::MaterialRemoved { material, on, reason } => data!(material, on, reason),
        Event::CaseOpened { permit, case } => data!(permit, case),
        Event::CaseEventRecorded { permit, case, event } => data!(permit, case, event),
        Event::CaseEventInvalidated { permit, case, event } => data!(permit, case, event),
        Event::CaseMeasured { permit, case, measured } => data!(permit, case, measured),
        Event::DuplicateRuled { duplicate, ruling, until, on } => data!(duplicate, ruling, until, on),
    }
}

/// The event of this type, version and data.
pub(super) fn read(event_type: &str, version: i64, data: Tree) -> Result<Event, Fault> {
    let (event_type, data) = upcast(event_type, version, data)?;
    macro_rules! event {
        ($variant:ident { $($field:ident),+ }) => {
            Fields::read(data, |fields| {
                Ok(Event::$variant { $($field: fields.take(stringify!($field))?),+ })
            })
        };
    }
    match event_type {
        EventType::Registered => Field::read(data).map(Event::Registered),
        EventType::ProfileChanged => Field::read(data).map(Event::ProfileChanged),
        EventType::SplitIntoPhases => event!(SplitIntoPhases { phases }),
        EventType::PartyRecorded => Field::read(data).map(Event::PartyRecorded),
        EventType::PartyEnded => event!(PartyEnded { party, on }),
        EventType::AgreementRecorded => Field::read(data).map(Event::AgreementRecorded),
        EventType::AgreementEnded => event!(AgreementEnded { agreement, on }),
        EventType::TermsRecorded => Field::read(data).map(Event::TermsRecorded),
        EventType::MilestoneRecorded => Field::read(data).map(Event::MilestoneRecorded),
        EventType::FileAttached => Field::read(data).map(Event::FileAttached),
        EventType::AttachmentWithdrawn => event!(AttachmentWithdrawn { attachment, on, reason }),
        EventType::StageEntered => Field::read(data).map(Event::StageEntered),
        EventType::StepClosed => event!(StepClosed { step, on, reason }),
        EventType::StepReopened => event!(StepReopened { step, responsible, on }),
        EventType::ResponsibleChanged => event!(ResponsibleChanged { step, from, to, on }),
        EventType::HelperAdded => event!(HelperAdded { step, officer, role, on }),
        EventType::HelperRemoved => event!(HelperRemoved { step, officer, role, on }),
        EventType::HandedOver => Field::read(data).map(Event::HandedOver),
        EventType::Paused => event!(Paused { on, until, ground }),
        EventType::Resumed => event!(Resumed { on }),
        EventType::Withdrawn => event!(Withdrawn { on }),
        EventType::Reopened => event!(Reopened { on }),
        EventType::PermitAdded => Field::read(data).map(Event::PermitAdded),
        EventType::PermitUpdated => Field::read(data).map(Event::PermitUpdated),
        EventType::PermitReplanned => Field::read(data).map(Event::PermitReplanned),
        EventType::PlanDrawn => event!(PlanDrawn { on }),
        EventType::PermitResponded => event!(PermitResponded { permit, response }),
        EventType::PlanLocked => Field::read(data).map(Event::PlanLocked),
        EventType::PermitRuledOut => event!(PermitRuledOut { permit, on, reason, by_plan }),
        EventType::CoverSet => event!(CoverSet { permit, covers }),
        EventType::CoverFollowed => event!(CoverFollowed { permit, by, on }),
        EventType::MaterialListed => Field::read(data).map(Event::MaterialListed),
        EventType::MaterialUpdated => Field::read(data).map(Event::MaterialUpdated),
        EventType::MaterialRemoved => event!(MaterialRemoved { material, on, reason }),
        EventType::CaseOpened => event!(CaseOpened { permit, case }),
        EventType::CaseEventRecorded => event!(CaseEventRecorded { permit, case, event }),
        EventType::CaseEventInvalidated => event!(CaseEventInvalidated { permit, case, event }),
        EventType::CaseMeasured => event!(CaseMeasured { permit, case, measured }),
        EventType::DuplicateRuled => event!(DuplicateRuled { duplicate, ruling, until, on }),
    }
}

/// The data as the latest version of its event type holds it. All events are of version 1 so far.
fn upcast(event_type: &str, version: i64, data: Tree) -> Result<(EventType, Tree), Fault> {
    match (EventType::parse(event_type), version) {
        (Some(known), 1) => Ok((known, data)),
        _ => Err(Fault::new(What::Event { event_type: event_type.to_owned(), version })),
    }
}
