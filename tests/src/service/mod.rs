//! The real binary over HTTP, on both databases.

mod bad_input;
mod client;
mod home;
mod office;
