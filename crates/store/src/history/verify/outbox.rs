//! Whether the outbox tells of what the history holds, and of nothing else.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use luodi_domain::ids::CommandId;

use super::Problem;
use super::row::compare;
use crate::outbox::Entry;

/// The rows of each command as the history has them: what the outbox must say.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeMap<CommandId, Rows>);

/// The rows of one command.
#[derive(Debug)]
struct Rows {
    first: i64,
    last: i64,
    recorded_at: DateTime<Utc>,
}

impl Told {
    /// Another row of the history, later than those before.
    pub(super) fn row(&mut self, command: CommandId, sequence: i64, recorded_at: DateTime<Utc>) {
        let rows = self.0.entry(command).or_insert(Rows { first: sequence, last: sequence, recorded_at });
        rows.last = sequence;
    }

    /// What is wrong with the outbox, with the row at which it shows.
    pub(super) fn compare(mut self, outbox: &[Entry]) -> Vec<(i64, Problem)> {
        let mut problems = Vec::new();
        for entry in outbox {
            let Some(rows) = self.0.remove(&entry.command) else {
                problems.push((entry.first, Problem::OutboxUnknown { command: entry.command }));
                continue;
            };
            let found = [
                compare("outbox.first_sequence", &entry.first, &rows.first),
                compare("outbox.last_sequence", &entry.last, &rows.last),
                compare("outbox.recorded_at", &entry.recorded_at, &rows.recorded_at),
            ];
            problems.extend(found.into_iter().flatten().map(|problem| (rows.first, problem)));
        }
        let missing =
            self.0.into_iter().map(|(command, rows)| (rows.first, Problem::OutboxMissing { command }));
        problems.extend(missing);
        problems.sort_by_key(|(sequence, _)| *sequence);
        problems
    }
}
