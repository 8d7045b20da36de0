//! What happens to one project, from the first word to the first product.

mod course;
mod papers;
mod permits;
mod plan;
mod script;
mod sketch;
mod tell;
mod telling;

pub(crate) use sketch::{Counts, Course, Days, Sketch};
pub(crate) use tell::tell;
pub(crate) use telling::World;
