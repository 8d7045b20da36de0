//! Reading the history.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, DuplicateId, PermitId, ProjectId};
use luodi_domain::step::Turn;
use uuid::Uuid;

use super::append::row;
use super::codec::EventType;
use super::envelope::{Envelope, decode};
use super::json::Json;
use super::rows::{self, LAST, RULED, WITHOUT_PROJECT, Whole};
use crate::db::{Conn, StoreError};
use crate::params;

/// An event as the history holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands and where it came from.
    pub envelope: Envelope,
    /// What kind of event it is.
    pub event_type: EventType,
    /// What happened. Texts that were erased are [`luodi_domain::private::Private::erased`].
    pub event: Event,
    /// The text that was hashed: all of the above, with digests for private texts.
    pub canonical: String,
    /// The hash of the row before.
    pub previous_hash: String,
    /// This row's hash: [`super::link`] of `previous_hash` and `canonical`.
    pub hash: String,
}

/// The end of a project's chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// The last row.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// At most `limit` entries of a project after a sequence (0 for the first), in order.
///
/// [`StoreError::Inconsistent`] names project and sequence of a row that cannot be read.
pub async fn page(
    conn: &mut Conn<'_>,
    project: ProjectId,
    after_sequence: i64,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    entries(rows::page(conn, project, after_sequence, limit).await?)
}

/// Pages of several projects at once, by project: the entries after a sequence (0 for the first), at most `limit` each.
///
/// A history has no holes, so the pages are the same span of sequences in every project.
///
/// [`StoreError::Inconsistent`] names project and sequence of a row that cannot be read.
pub async fn pages(
    conn: &mut Conn<'_>,
    projects: &[ProjectId],
    after: i64,
    limit: i64,
) -> Result<HashMap<ProjectId, Vec<Entry>>, StoreError> {
    let mut pages: HashMap<ProjectId, Vec<Entry>> = HashMap::with_capacity(projects.len());
    for entry in entries(rows::span(conn, projects, after, after.saturating_add(limit)).await?)? {
        pages.entry(entry.envelope.project).or_default().push(entry);
    }
    Ok(pages)
}

/// These entries, by project and sequence, in no particular order; those that do not exist are left out. Two statements.
pub async fn at(conn: &mut Conn<'_>, places: &[(ProjectId, i64)]) -> Result<Vec<Entry>, StoreError> {
    entries(rows::at(conn, places).await?)
}

/// What a command did, in every project it touched, in the order of project and sequence.
pub async fn of_command(conn: &mut Conn<'_>, command: CommandId) -> Result<Vec<Entry>, StoreError> {
    entries(rows::of_command(conn, command).await?)
}

/// The pairs on which these commands decided; those that decided on none are left out. Three statements.
pub async fn rulings(
    conn: &mut Conn<'_>,
    commands: &[CommandId],
) -> Result<HashMap<CommandId, DuplicateId>, StoreError> {
    let places: Vec<(Uuid, i64)> = conn.fetch_list(RULED, params![], commands).await?;
    let places: Vec<_> =
        places.into_iter().map(|(project, at)| (ProjectId::from_uuid(project), at)).collect();
    let ruled = at(conn, &places).await?.into_iter().filter_map(|entry| match entry.event {
        Event::DuplicateRuled { duplicate, .. } => Some((entry.envelope.origin.command_id, duplicate)),
        _ => None,
    });
    Ok(ruled.collect())
}

/// Whose turn the preparation of each permit of a project was, and from which day, in the order in which it was told.
pub type Turns = BTreeMap<PermitId, Vec<(NaiveDate, Turn)>>;

/// The turns of the permits of these projects; rows hold the last one only. Two statements.
pub async fn turns(
    conn: &mut Conn<'_>,
    projects: &[ProjectId],
) -> Result<HashMap<ProjectId, Turns>, StoreError> {
    let mut found: HashMap<ProjectId, Turns> = HashMap::with_capacity(projects.len());
    for Entry { envelope, event, .. } in entries(rows::prepared(conn, projects).await?)? {
        let (permit, on, turn) = match event {
            Event::PermitAdded(added) => (added.permit.id, added.on, added.permit.preparation.turn),
            Event::PermitUpdated(updated) => (updated.permit, envelope.occurred_on, updated.preparation.turn),
            _ => continue,
        };
        let told = found.entry(envelope.project).or_default().entry(permit).or_default();
        // Most updates are of something else.
        if told.last().is_none_or(|(_, last)| *last != turn) {
            told.push((on, turn));
        }
    }
    Ok(found)
}

/// The end of a project's chain; nothing when it has no history.
pub async fn last(conn: &mut Conn<'_>, project: ProjectId) -> Result<Option<Head>, StoreError> {
    conn.fetch_optional(LAST, params![project]).await
}

/// The projects of which there is a history and no row, in the order of their ids: no listing of projects names them.
pub async fn without_project(conn: &mut Conn<'_>) -> Result<Vec<ProjectId>, StoreError> {
    let rows: Vec<(Uuid,)> = conn.fetch_all(WITHOUT_PROJECT, params![]).await?;
    Ok(rows.into_iter().map(|(id,)| ProjectId::from_uuid(id)).collect())
}

fn entries(rows: Vec<Whole>) -> Result<Vec<Entry>, StoreError> {
    rows.into_iter().map(entry).collect()
}

fn entry(whole: Whole) -> Result<Entry, StoreError> {
    let stored = Json::parse(&whole.row.canonical)
        .and_then(|canonical| decode(canonical, &whole.texts()))
        .map_err(|fault| {
            let place = row(ProjectId::from_uuid(whole.row.project_id), whole.row.sequence);
            StoreError::inconsistent("history", place, fault.to_string())
        })?;
    let (canonical, previous_hash, hash) = (whole.row.canonical, whole.row.previous_hash, whole.row.hash);
    let event_type = EventType::of(&stored.event);
    Ok(Entry { envelope: stored.envelope, event_type, event: stored.event, canonical, previous_hash, hash })
}
