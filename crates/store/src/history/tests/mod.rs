//! The history on both databases.

mod arbitrary;
mod codec;
mod samples;
