//! Filters and orders of lists, from inputs to what the store understands.

mod compare;
mod permit;
mod project;
mod reader;

pub(crate) use compare::{
    AmountFilter, CodeFilter, DateFilter, DateTimeFilter, IdFilter, LevelFilter, LineageFilter,
    PermitPhaseFilter, PermitStatusFilter, StageFilter, StandingFilter, TrackFilter,
};
pub(crate) use permit::PermitFilter;
pub(crate) use project::{ProjectFilter, ProjectOrder};
pub(crate) use reader::Reader;
