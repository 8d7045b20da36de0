//! Filters and orders of lists, from inputs to what the store understands.

mod compare;
mod permit;
mod project;
mod reader;

pub(crate) use compare::{
    AmountFilter, CodeFilter, DateFilter, DateTimeFilter, IdFilter, LevelFilter, LineageFilter,
    PermitPhaseFilter, PermitStatusFilter, StageFilter, StandingFilter, TrackFilter,
};
pub use permit::PermitFilter;
pub use project::{ProjectFilter, ProjectOrder};
pub(crate) use reader::Reader;
