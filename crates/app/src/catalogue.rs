//! The permit catalogue 手续目录 as those above use it.

pub use luodi_reference::condition::{ConditionError, parse, written};
