//! Reading the history.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::event::{Event, PermitAdded, PermitUpdated};
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

/// The permits that commands named as standing for those of a project, or as following them, in the order of project and
/// command; commands that named none are left out. Two statements.
pub async fn covers_named(
    conn: &mut Conn<'_>,
    commands: &[CommandId],
) -> Result<BTreeMap<(ProjectId, CommandId), BTreeSet<PermitId>>, StoreError> {
    let mut named: BTreeMap<(ProjectId, CommandId), BTreeSet<PermitId>> = BTreeMap::new();
    for Entry { envelope, event, .. } in entries(rows::covering(conn, commands).await?)? {
        let permits = named.entry((envelope.project, envelope.origin.command_id)).or_default();
        match event {
            Event::CoverSet { covers, .. } => permits.extend(covers.into_keys()),
            Event::CoverFollowed { by: Some(cover), .. } => permits.extend([cover.permit]),
            _ => {}
        }
    }
    Ok(named)
}

/// What the history of a project tells of who had to move when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turns {
    /// Whose turn the preparation of each permit was, and from which day.
    pub told: BTreeMap<PermitId, Vec<(NaiveDate, Turn)>>,
    /// When another permit stood for each, and until when, if it no longer does: there it was whoever's turn.
    pub covered: BTreeMap<PermitId, Vec<(NaiveDate, Option<NaiveDate>)>>,
    /// When the project was withdrawn, and until when, if it was reopened.
    pub withdrawn: Vec<(NaiveDate, Option<NaiveDate>)>,
}

/// The turns of the permits of these projects; rows hold the last one only. Two statements.
pub async fn turns(
    conn: &mut Conn<'_>,
    projects: &[ProjectId],
) -> Result<HashMap<ProjectId, Turns>, StoreError> {
    let mut found: HashMap<ProjectId, Turns> = HashMap::with_capacity(projects.len());
    let mut known: HashMap<PermitId, PermitUpdated> = HashMap::new();
    for Entry { envelope, event, .. } in entries(rows::prepared(conn, projects).await?)? {
        let turns = found.entry(envelope.project).or_default();
        let (on, now) = match event {
            Event::PermitAdded(added) => (added.on, as_added(&added)),
            Event::PermitUpdated(updated) => (envelope.occurred_on, updated),
            Event::PermitReplanned(replanned) => {
                if let Some(known) = known.get_mut(&replanned.permit) {
                    (known.level, known.phase, known.agency) =
                        (replanned.level, replanned.phase, replanned.agency);
                }
                continue;
            }
            Event::CoverFollowed { permit, by, .. } => {
                let spans = turns.covered.entry(permit).or_default();
                let goes_on = spans.last_mut().filter(|(_, until)| until.is_none());
                match (by, goes_on) {
                    (Some(_), None) => spans.push((envelope.occurred_on, None)),
                    (None, Some((_, until))) => *until = Some(envelope.occurred_on),
                    _ => {}
                }
                continue;
            }
            Event::Withdrawn { on } => {
                turns.withdrawn.push((on, None));
                continue;
            }
            Event::Reopened { on } => {
                turns.withdrawn.last_mut().into_iter().for_each(|(_, until)| *until = Some(on));
                continue;
            }
            _ => continue,
        };
        let before = known.insert(now.permit, now.clone());
        // Most updates are of something else and say nothing of the turn. One that changes nothing tells it of another day.
        let of_else = |before: &PermitUpdated| before.preparation == now.preparation && *before != now;
        if !before.as_ref().is_some_and(of_else) {
            tell(turns.told.entry(now.permit).or_default(), on, now.preparation.turn);
        }
    }
    Ok(found)
}

/// The permit as it was added, as an update would have it.
fn as_added(PermitAdded { permit, due_on, .. }: &PermitAdded) -> PermitUpdated {
    PermitUpdated {
        permit: permit.id,
        level: permit.level,
        phase: permit.phase,
        agency: permit.agency,
        preparation: permit.preparation,
        due_on: *due_on,
    }
}

/// What is told later holds from its day on, whatever was told of later days before: so a turn is corrected to an earlier
/// day, and the last one is the permit's own.
fn tell(told: &mut Vec<(NaiveDate, Turn)>, on: NaiveDate, turn: Turn) {
    told.retain(|(day, _)| *day < on);
    if told.last().is_none_or(|(_, last)| *last != turn) {
        told.push((on, turn));
    }
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
