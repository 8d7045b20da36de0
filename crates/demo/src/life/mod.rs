//! What happens to one project, from the first word to the first product.

mod answering;
mod course;
mod drawing;
mod needs;
mod papers;
mod permits;
mod plan;
mod script;
mod sketch;
mod tell;
mod telling;

pub(crate) use sketch::{Course, Days, Sketch};
pub(crate) use tell::tell;
pub(crate) use telling::World;
