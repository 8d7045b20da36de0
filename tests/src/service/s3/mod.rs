//! Files in a bucket: what the store may do, and what settings may say. What is asked of files wherever they lie is tried in
//! `service::files`, on both.

mod away;
mod settings;
mod store;

pub(super) use store::{PREFIX, Store, environment};
