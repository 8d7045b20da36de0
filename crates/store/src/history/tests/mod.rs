//! The history on both databases.

mod append;
mod arbitrary;
mod codec;
mod covers;
mod derived;
mod erase;
mod forgery;
mod samples;
mod story;
