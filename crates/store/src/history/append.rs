//! Writing history rows, in the transaction of the change they tell of.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::event::Event;
use luodi_domain::ids::ProjectId;
use rand::CryptoRng;

use super::chain::{GENESIS, link};
use super::codec::EventType;
use super::envelope::{Envelope, Origin, encode};
use super::private::PrivateText;
use super::{Head, last};
use crate::db::{Conflict, StoreError, Tx, UniqueConstraint, Value, insert_rows};
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
    append_all(tx, std::slice::from_ref(batch), rng).await
}

/// Appends what several commands did to one project, in their order, as [`append`] would one after the other, by few
/// statements.
pub async fn append_all(
    tx: &mut Tx<'_>,
    batches: &[AppendBatch<'_>],
    rng: &mut (dyn CryptoRng + Send),
) -> Result<Head, StoreError> {
    let Some(AppendBatch { project, first_sequence, .. }) = batches.first() else {
        let detail = "there is nothing to append".to_owned();
        return Err(StoreError::Misuse { statement: "APPEND_HISTORY", detail });
    };
    let mut head = match last(tx, *project).await? {
        Some(head) => head,
        None => Head { sequence: 0, hash: GENESIS.to_owned(), recorded_at: DateTime::<Utc>::MIN_UTC },
    };
    if head.sequence >= *first_sequence {
        return Err(StoreError::Conflict(Conflict::Version));
    }
    let (mut rows, mut private) = (Vec::new(), Vec::new());
    for batch in batches {
        if head.sequence + 1 != batch.first_sequence {
            let detail = format!("the history ends here, but event {} was to follow", batch.first_sequence);
            return Err(StoreError::inconsistent("history", row(*project, head.sequence), detail));
        }
        head = link_batch(head, batch, rng, &mut rows, &mut private);
    }
    insert_rows(tx, "APPEND_HISTORY", INTO_HISTORY, rows)
        .await
        .map_err(|error| error.unique_as_conflict(KEY, Conflict::Version))?;
    insert_rows(tx, "APPEND_PRIVATE", INTO_PRIVATE, private).await?;
    Ok(head)
}

/// The rows of one command, linked to the head before them; returns the head after them.
fn link_batch(
    before: Head,
    batch: &AppendBatch<'_>,
    rng: &mut (dyn CryptoRng + Send),
    rows: &mut Vec<Vec<Value>>,
    private: &mut Vec<Vec<Value>>,
) -> Head {
    let AppendBatch { project, events, occurred_on, origin, .. } = batch;
    let recorded_at = origin.recorded_at.max(before.recorded_at);
    let origin = Origin { recorded_at, ..(*origin).clone() };
    let mut head = Head { recorded_at, ..before };
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
    head
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
