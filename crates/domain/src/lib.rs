//! The life of an investment project 招商项目 as pure rules.
//!
//! Nothing here reads a clock, a file, a socket or a random number: what a rule needs is passed in, so every rule can
//! be tested as a table. [`decide`](decide::decide) turns a command into events or a [`Refusal`](refusal::Refusal);
//! [`Project::apply`](project::Project::apply) turns events into state; the store keeps both and a property test holds them
//! equal. Types carry no serialisation: each edge (store, API, ledger) has its own format.

mod coded;

pub mod access;
pub mod actor;
pub mod administration;
pub mod agreement;
pub mod attachment;
pub mod attribute;
pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod clock;
pub mod codes;
pub mod command;
pub mod context;
pub mod decide;
pub mod duplicate;
pub mod duty;
pub mod event;
pub mod gap;
pub mod gate;
pub mod ids;
pub mod material;
pub mod milestone;
pub mod money;
pub mod partial_date;
pub mod party;
pub mod permit;
pub mod plan;
pub mod private;
pub mod profile;
pub mod project;
pub mod refusal;
pub mod registry;
pub mod schedule;
pub mod share;
pub mod stage;
pub mod standing;
pub mod step;
pub mod terms;
pub mod text;
pub mod umbrella;
pub mod words;
