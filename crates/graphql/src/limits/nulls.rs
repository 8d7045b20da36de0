//! Where a field that failed leaves a null.
//!
//! async-graphql 7.2.1 leaves a failed field out of its object altogether. The specification (October 2021,
//! §6.4.4) has a null there, and where the field cannot be null, in the nearest place above that can: clients
//! generated from the schema rely on it.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_graphql::{
    PathSegment, QueryPathNode, QueryPathSegment, ServerError, ServerResult, Value, indexmap::IndexMap,
};

/// The failures of one request on their way up.
#[derive(Debug, Default)]
pub(super) struct Nulls {
    /// Errors of fields that became null.
    errors: Mutex<Vec<ServerError>>,
    /// Fields that cannot be null and have no value; what is above them must settle it.
    open: Mutex<Vec<Vec<PathSegment>>>,
    /// Whether `open` was ever filled: most requests need not look.
    any: AtomicBool,
}

impl Nulls {
    /// What a field comes to, given what its resolver and all below it came to; `is_object` tells whether it has fields of
    /// its own.
    pub(super) fn settle(
        &self,
        node: &QueryPathNode<'_>,
        return_type: &str,
        is_object: impl FnOnce() -> bool,
        result: ServerResult<Option<Value>>,
    ) -> ServerResult<Option<Value>> {
        // Items of lists pass here too, but 7.2.1 names the type of an optional item as if it were not; they
        // are settled with their field, whose type is right.
        if matches!(node.segment, QueryPathSegment::Index(_)) {
            return result;
        }
        match result {
            Err(error) if can_be_null(return_type) => {
                lock(&self.errors).push(error);
                Ok(None)
            }
            Err(error) => {
                self.leave_open(path_of(node));
                Err(error)
            }
            Ok(Some(mut value)) => {
                let broken =
                    self.any.load(Ordering::Acquire) && self.settle_below(node, &mut value, return_type);
                if !broken && matches!(value, Value::Null | Value::List(_)) && is_object() {
                    fill(&mut value, return_type);
                }
                Ok(Some(value))
            }
            Ok(None) => Ok(None),
        }
    }

    /// Puts nulls for what failed below a field; `true` when the field cannot have them and it is left open itself.
    fn settle_below(&self, node: &QueryPathNode<'_>, value: &mut Value, return_type: &str) -> bool {
        let path = path_of(node);
        let mut broken = false;
        lock(&self.open).retain(|failed| match failed.strip_prefix(path.as_slice()) {
            Some([between @ .., _]) => {
                broken |= set_null(value, between, return_type);
                false
            }
            _ => true,
        });
        if broken {
            self.leave_open(path);
        }
        broken
    }

    /// The errors kept back, and whether `data` itself must be null.
    pub(super) fn finish(&self) -> (Vec<ServerError>, bool) {
        (std::mem::take(&mut *lock(&self.errors)), !lock(&self.open).is_empty())
    }

    fn leave_open(&self, path: Vec<PathSegment>) {
        lock(&self.open).push(path);
        self.any.store(true, Ordering::Release);
    }
}

/// A lock whose holder panicked: the request is answered as a fault anyway.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn can_be_null(return_type: &str) -> bool {
    !return_type.ends_with('!')
}

fn path_of(node: &QueryPathNode<'_>) -> Vec<PathSegment> {
    let mut path = Vec::new();
    let mut next = Some(node);
    while let Some(node) = next {
        path.push(match node.segment {
            QueryPathSegment::Name(name) => PathSegment::Field(name.to_owned()),
            QueryPathSegment::Index(index) => PathSegment::Index(index),
        });
        next = node.parent;
    }
    path.reverse();
    path
}

/// Puts an empty object where null must not stand and nothing failed: 7.2.1 makes null of an object of which nothing was
/// selected. Where null may stand it stays: from outside it cannot be told from an object that is not there.
fn fill(value: &mut Value, value_type: &str) {
    match value {
        Value::Null if !can_be_null(value_type) => *value = Value::Object(IndexMap::new()),
        Value::List(items) => {
            if let Some(item_type) = item_type(value_type) {
                for item in items {
                    fill(item, item_type);
                }
            }
        }
        _ => {}
    }
}

fn item_type(list_type: &str) -> Option<&str> {
    list_type.trim_end_matches('!').strip_prefix('[').and_then(|of| of.strip_suffix(']'))
}

/// Puts a null as near as the type allows to a place within nested lists; `true` when it allows none.
fn set_null(value: &mut Value, place: &[PathSegment], value_type: &str) -> bool {
    let broken = match (place, &mut *value) {
        ([], _) => true,
        ([PathSegment::Index(index), rest @ ..], Value::List(items)) => {
            let item = items.get_mut(*index).zip(item_type(value_type));
            item.is_some_and(|(item, item_type)| set_null(item, rest, item_type))
        }
        // Already null because of another failure.
        _ => false,
    };
    if broken && can_be_null(value_type) {
        *value = Value::Null;
        return false;
    }
    broken
}
