//! Writing history rows, in the transaction of the change they tell of.

use chrono::NaiveDate;
use luodi_domain::event::Event;
use luodi_domain::ids::ProjectId;
use rand::CryptoRng;

use super::chain::{GENESIS, link};
use super::codec::EventType;
use super::envelope::{Envelope, Origin, encode};
use super::private::PrivateText;
use super::{Head, last};
use crate::db::{BuiltStmt, Conflict, StoreError, Tx, UniqueConstraint, Value};
use crate::params;

/// What one command did to one project.
#[derive(Debug, Clone)]
pub struct AppendBatch<'a> {
    /// The project.
    pub project: ProjectId,
    /// The sequence of the first event: one more than the version that was decided on.
    pub first_sequence: i64,
    /// The events in order; not empty.
    pub events: &'a [Event],
    /// The day told with the command, for the events that tell none of their own.
    pub occurred_on: NaiveDate,
    /// The command they came from.
    pub origin: &'a Origin,
}

/// The key of `history`: met when another command wrote the same sequence first.
const KEY: UniqueConstraint =
    UniqueConstraint { name: "history_pkey", columns: "history.project_id, history.sequence" };

/// Appends the events of a command; returns the new head of the project's chain.
///
/// The command took its time before it waited for the project, so another may have been recorded since: then it counts as
/// recorded at the same moment as that one, and time never runs backwards along a chain.
///
/// [`Conflict::Version`] when the project has moved on since it was decided on; [`StoreError::Inconsistent`] when its
/// history ends before the version that was decided on, because rows are missing.
pub async fn append(
    tx: &mut Tx<'_>,
    batch: &AppendBatch<'_>,
    rng: &mut (dyn CryptoRng + Send),
) -> Result<Head, StoreError> {
    let AppendBatch { project, first_sequence, events, occurred_on, origin } = batch;
    let found = last(tx, *project).await?;
    let recorded_at =
        found.as_ref().map_or(origin.recorded_at, |head| origin.recorded_at.max(head.recorded_at));
    let origin = Origin { recorded_at, ..(*origin).clone() };
    let (sequence, hash) = found.map_or((0, GENESIS.to_owned()), |head| (head.sequence, head.hash));
    if sequence >= *first_sequence {
        return Err(StoreError::Conflict(Conflict::Version));
    }
    if sequence + 1 < *first_sequence {
        let detail = format!("the history ends here, but event {first_sequence} was to follow");
        return Err(StoreError::inconsistent("history", row(*project, sequence), detail));
    }
    let mut head = Head { sequence, hash, recorded_at };
    let mut rows = Vec::with_capacity(events.len());
    let mut private = Vec::new();
    for event in *events {
        let envelope = Envelope {
            project: *project,
            sequence: head.sequence + 1,
            occurred_on: event.own_day().unwrap_or(*occurred_on),
            origin: origin.clone(),
        };
        let (canonical, texts) = encode(&envelope, event, rng);
        let hash = link(&head.hash, &canonical);
        private.extend(texts.into_iter().map(|text| private_values(&envelope, text)));
        rows.push(row_values(&envelope, event, canonical, head.hash, hash.clone()));
        head = Head { sequence: envelope.sequence, hash, recorded_at };
    }
    insert(tx, "APPEND_HISTORY", INTO_HISTORY, rows)
        .await
        .map_err(|error| error.unique_as_conflict(KEY, Conflict::Version))?;
    insert(tx, "APPEND_PRIVATE", INTO_PRIVATE, private).await?;
    Ok(head)
}

/// A history row in messages.
pub(super) fn row(project: ProjectId, sequence: i64) -> String {
    format!("{project} {sequence}")
}

const INTO_HISTORY: &str = "insert into history (project_id, sequence, event_type, event_version, command_id, command, \
                            actor_id, occurred_on, recorded_at, canonical, previous_hash, hash) values ";
const INTO_PRIVATE: &str =
    "insert into history_private (project_id, sequence, field, kind, salt, text) values ";

fn row_values(
    envelope: &Envelope,
    event: &Event,
    canonical: String,
    previous_hash: String,
    hash: String,
) -> Vec<Value> {
    let Envelope { project, sequence, occurred_on, origin } = envelope;
    let event_type = EventType::of(event);
    params![
        project,
        *sequence,
        event_type.as_str(),
        event_type.version(),
        origin.command_id,
        origin.command.as_str(),
        origin.actor,
        *occurred_on,
        origin.recorded_at,
        canonical,
        previous_hash,
        hash,
    ]
}

fn private_values(envelope: &Envelope, text: PrivateText) -> Vec<Value> {
    let PrivateText { field, kind, salt, text } = text;
    params![envelope.project, envelope.sequence, field, kind.as_str(), salt, text]
}

/// Inserts rows of one table, several to a statement. Their number is a power of two, so that few texts are prepared.
async fn insert(
    tx: &mut Tx<'_>,
    name: &'static str,
    into: &str,
    mut rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    const MOST: usize = 16;
    while let Some(first) = rows.first() {
        let columns = first.len();
        let fit = (rows.len().min(MOST) + 1).next_power_of_two() / 2;
        let row = |index: usize| {
            let places: Vec<String> = (1..=columns).map(|n| format!("${}", index * columns + n)).collect();
            format!("({})", places.join(", "))
        };
        let sql = format!("{into}{}", (0..fit).map(row).collect::<Vec<_>>().join(", "));
        tx.execute(BuiltStmt::new(name, sql), rows.drain(..fit).flatten().collect()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_largest_power_of_two_that_fits() {
        for (rows, fit) in [(1, 1), (2, 2), (3, 2), (4, 4), (7, 4), (8, 8), (15, 8), (16, 16)] {
            assert_eq!((rows + 1_usize).next_power_of_two() / 2, fit, "{rows}");
        }
    }
}
