//! Filters and orders of lists, from inputs to what the store understands.

mod compare;
mod duplicate;
mod history;
mod material;
mod permit;
mod project;
mod reader;
mod registry;

pub(crate) use compare::{
    AgencyKindFilter, AmountFilter, CodeFilter, DateFilter, DateTimeFilter, IdFilter, LevelFilter,
    LineageFilter, PermitPhaseFilter, PermitStatusFilter, RoleFilter, StageFilter, StandingFilter,
    TrackFilter,
};
pub(crate) use duplicate::DuplicateFilter;
pub(crate) use history::HistoryFilter;
pub(crate) use material::MaterialFilter;
pub(crate) use permit::{PermitFilter, PermitListFilter, PermitOrder, fileable_by};
pub(crate) use project::{OrderDirection, ProjectFilter, ProjectOrder};
pub(crate) use reader::Reader;
pub(crate) use registry::{AgencyFilter, EnterpriseFilter, EntryOrder, OfficerFilter};
