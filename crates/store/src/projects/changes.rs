//! What has to be written so that a table holds a project's new rows instead of its old ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::{Stmt, StoreError, Tx, Value};

/// How a table is written. Insert and update take the same values, the key first; a delete takes the key alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: &'static str,
    /// Adds a row.
    pub(super) insert: Stmt,
    /// Rewrites a row; a table without it has rows that never change.
    pub(super) update: Option<Stmt>,
    /// Removes a row; a table without it has rows that are never removed.
    pub(super) delete: Option<Stmt>,
    /// How many of the leading values are the key.
    pub(super) key: usize,
}

/// Rows to be removed, rewritten and added, each as the values of its statement.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) gone: Vec<Vec<Value>>,
    pub(super) changed: Vec<Vec<Value>>,
    pub(super) new: Vec<Vec<Value>>,
}

impl Changes {
    /// Compares what was with what is to be. Rows are made only of things that differ; things that differ in nothing a
    /// row holds are left alone.
    pub(super) fn between<K: Ord, V: PartialEq>(
        before: &BTreeMap<K, V>,
        after: &BTreeMap<K, V>,
        row: impl Fn(&K, &V) -> Vec<Value>,
    ) -> Self {
        let mut changes = Self::default();
        for (key, old) in before {
            match after.get(key) {
                None => changes.gone.push(row(key, old)),
                Some(new) if new == old => {}
                Some(new) => {
                    let values = row(key, new);
                    if values != row(key, old) {
                        changes.changed.push(values);
                    }
                }
            }
        }
        let is_new = |(key, _): &(&K, &V)| !before.contains_key(*key);
        changes.new.extend(after.iter().filter(is_new).map(|(key, new)| row(key, new)));
        changes
    }

    /// Compares sets: a member is there or not.
    pub(super) fn between_sets<K: Ord>(
        before: &BTreeSet<K>,
        after: &BTreeSet<K>,
        row: impl Fn(&K) -> Vec<Value>,
    ) -> Self {
        let gone = before.difference(after).map(&row).collect();
        let new = after.difference(before).map(&row).collect();
        Self { gone, changed: Vec::new(), new }
    }

    /// Removes, rewrites and adds, in this order, so that what is to be unique is given up before it is taken.
    pub(super) async fn write(self, tx: &mut Tx<'_>, table: Table) -> Result<(), StoreError> {
        let never = |what: &str| StoreError::Misuse {
            statement: table.name,
            detail: format!("a row was to be {what}, which no event does"),
        };
        for mut row in self.gone {
            row.truncate(table.key);
            tx.execute_guarded(table.delete.ok_or_else(|| never("removed"))?, row).await?;
        }
        for row in self.changed {
            tx.execute_guarded(table.update.ok_or_else(|| never("rewritten"))?, row).await?;
        }
        for row in self.new {
            tx.execute(table.insert, row).await?;
        }
        Ok(())
    }
}
