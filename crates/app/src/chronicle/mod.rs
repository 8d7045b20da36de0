//! A past entered at once: an office with its people and everything that happened to its projects.
//!
//! Twenty thousand commands would take as many transactions. Here they are decided in memory, by the same rules and in the
//! order in which they were recorded ([`Teller`]), and written as they would have been: every row once, history and outbox
//! command by command, all of it in one transaction ([`App::enter_chronicle`](crate::App::enter_chronicle)).

mod enter;
mod registry;
mod teller;
#[cfg(test)]
mod tests;

pub use registry::Registry;
pub use teller::{Moment, Story, Teller};

use luodi_domain::ids::OfficerId;

/// Everything an office holds.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    /// Its regions, agencies, posts, officers and enterprises.
    pub registry: Registry,
    /// Its projects; an umbrella before its phases.
    pub stories: Vec<Story>,
    /// Officers who left the service in the end, having handed over what they held.
    pub left: Vec<OfficerId>,
}
