//! Projects on both databases: what is saved is what is loaded, what is damaged is told, what races is held.

mod damage;
mod find;
mod guards;
mod officers;
pub(crate) mod round_trip;
mod story;
