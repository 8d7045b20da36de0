//! Output types: thin wrappers over the domain's, with resolvers written out.
//!
//! What belongs to another object is fetched through the request's loaders ([`fetch::Fetch`]), never one by one.

pub mod enums;

mod absence;
mod administration;
mod agency;
mod agreement;
mod attachment;
mod calendar;
mod case;
pub(crate) mod connection;
mod duplicate;
mod duty;
mod enterprise;
pub(crate) mod fetch;
mod history;
mod material;
mod milestone;
mod officer;
mod party;
mod permit;
mod permit_type;
mod plan;
mod project;
mod project_change;
mod recorder;
mod region;
mod replanning;
mod session;
mod step;
mod summary;
mod terms;
mod value;
mod viewer;

pub use absence::Absence;
pub use administration::AdministrationEntry;
pub use agency::{Agency, Post};
pub use agreement::Agreement;
pub use attachment::Attachment;
pub use calendar::{Deadline, WorkCalendar, WorkCalendarYear};
pub use case::{Case, CaseEvent, Leg};
pub use duplicate::DuplicateSuspicion;
pub use duty::{DutyOfficer, DutyRule};
pub use enterprise::Enterprise;
pub use history::HistoryEntry;
pub use material::Material;
pub(crate) use material::PermitMaterial;
pub use milestone::Milestone;
pub use officer::Officer;
pub use party::Party;
pub(crate) use permit::PermitList;
pub use permit::{Permit, PermitGap};
pub(crate) use permit_type::DayLimit;
pub use permit_type::{AttributeType, PermitType, PermitTypeOverride};
pub(crate) use permit_type::{
    catalogue_naming, catalogue_of_project, catalogue_of_region, permit_called, place_of_region,
};
pub(crate) use plan::{CriticalTask, PermitWait, PlanChange, Plans, Standing, shared};
pub use plan::{PermitPlan, PlanQuestion, ProjectTemplate, WhatIf};
pub use project::{Attribute, Project};
pub use project_change::ProjectChange;
pub(crate) use project_change::{cursor as change_cursor, number as change_number};
pub use recorder::Recorder;
pub use region::Region;
pub(crate) use replanning::Replanning;
pub use session::Session;
pub use step::{StageVisit, Step};
pub use summary::{PermitSummary, Pipeline, RegionLevel};
pub use terms::NegotiationTerms;
pub use value::{Contact, Money, PartialDate};
pub use viewer::Viewer;

/// Rows assumed, for the price, in a list inside an object that may come to two hundred: permits that one stands for.
const MANY: Option<i32> = Some(50);
/// Rows assumed, for the price, in a list inside an object that may grow: permits, steps.
const LONG: Option<i32> = Some(10);
/// Rows assumed in a list inside an object that stays short: cases of a permit, legs of a case.
const SHORT: Option<i32> = Some(3);
