//! Enums of the schema: each mirrors one of the domain, and stops compiling when the two part.

mod calendar;
mod case;
mod catalogue;
mod clock;
mod department;
mod duplicate;
mod paper;
mod permit;
mod plan;
mod project;
mod registry;
mod step;

pub use calendar::DayUnit;
pub use case::{CaseEventKind, CaseState, LegKind};
pub use catalogue::{ExchangeStage, Lapse, PermitTypeOverrideKind, ProjectPoint, StopKind};
pub use clock::{ClockAlert, ClockPauseKind, ClockState};
pub use department::Department;
pub use duplicate::DuplicateRuling;
pub use paper::{AgreementKind, CreditRole, EvidenceKind, MilestoneKind, PartyRole, SubsidyKind, Works};
pub use permit::{
    MaterialState, PermitLevel, PermitPhase, PermitResponseKind, PermitStatus, PreparationKind,
};
pub use plan::{PlanChangeKind, PlanNeed};
pub use project::{
    AttributeKind, CodeStanding, DatePrecision, GateOutcome, Lineage, NameKind, PauseGround, ProjectCodeForm,
    Stage, Standing, Track,
};
pub use registry::{AdministrationSubject, AgencyKind, Instrument, PostRole, RegionKind};
pub use step::{CloseReason, StepKind, StepRole, Turn};

#[cfg(test)]
mod tests;
