//! What one row tells about itself: its hash, its columns and its private texts.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Display;

use luodi_domain::ids::{CommandId, OfficerId, ProjectId};
use luodi_domain::private::Private;

use super::Problem;
use crate::history::chain::link;
use crate::history::codec::Tree;
use crate::history::envelope::{Stored, read};
use crate::history::fault::Fault;
use crate::history::json::Json;
use crate::history::private::{Kind, Open, Sealed, digest};
use crate::history::rows::{ChainRow, HistoryRow, PrivateRow, Whole};

/// Looks at a row alone; returns what its canonical text holds, if it can be read.
pub(super) fn examine(whole: Whole, problems: &mut Vec<Problem>) -> Option<Stored> {
    let Whole { row, private } = whole;
    let json = text(&row.previous_hash, &row.canonical, &row.hash, problems)?;
    let stored = open(json, private, problems).and_then(read);
    let stored = stored.map_err(|fault| problems.push(Problem::Unreadable(fault))).ok()?;
    problems.extend(columns(&row, &stored));
    problems.extend(day(&stored));
    Some(stored)
}

/// The same of a row by its hashed text alone: every private text counts as erased.
pub(super) fn examine_alone(row: &ChainRow, problems: &mut Vec<Problem>) -> Option<Stored> {
    let json = text(&row.previous_hash, &row.canonical, &row.hash, problems)?;
    let Ok::<_, Infallible>(tree) = json.exchange(&mut String::new(), &mut |_, sealed| {
        Ok(Open { kind: sealed.kind, text: Private::erased() })
    });
    let stored = read(tree).map_err(|fault| problems.push(Problem::Unreadable(fault))).ok()?;
    let place = [
        compare("project_id", &row.project, &stored.envelope.project),
        compare("sequence", &row.sequence, &stored.envelope.sequence),
    ];
    problems.extend(place.into_iter().flatten());
    problems.extend(day(&stored));
    Some(stored)
}

/// The hashed text as a tree, if it is one.
fn text(previous: &str, canonical: &str, hash: &str, problems: &mut Vec<Problem>) -> Option<Json<Sealed>> {
    if link(previous, canonical) != hash {
        problems.push(Problem::Hash);
    }
    let json = Json::parse(canonical).map_err(|fault| problems.push(Problem::Unreadable(fault))).ok()?;
    if json.to_string() != canonical {
        problems.push(Problem::Form);
    }
    Some(json)
}

/// Puts the private texts back. A missing one, once found, counts as erased, so that the rest can still be looked at.
fn open(json: Json<Sealed>, rows: Vec<PrivateRow>, problems: &mut Vec<Problem>) -> Result<Tree, Fault> {
    let mut rows: BTreeMap<String, PrivateRow> =
        rows.into_iter().map(|row| (row.field.clone(), row)).collect();
    let tree = json.exchange(&mut String::new(), &mut |field, Sealed { kind, digest }| {
        let row = digest.as_ref().and_then(|_| rows.remove(field));
        let field = field.to_owned();
        match (&digest, &row) {
            (None, _) => {}
            (Some(_), None) => problems.push(Problem::PrivateMissing { field }),
            (Some(digest), Some(row)) if belongs(row, kind, digest) => {}
            (Some(_), Some(_)) => problems.push(Problem::PrivateChanged { field }),
        }
        Ok(Open { kind, text: Private::from_stored(row.and_then(|row| row.text)) })
    })?;
    problems.extend(rows.into_keys().map(|field| Problem::PrivateUnknown { field }));
    Ok(tree)
}

/// Whether a private row is the one that was digested, or what is left of it after erasing.
fn belongs(row: &PrivateRow, kind: Kind, expected: &str) -> bool {
    let text_fits = match (&row.salt, &row.text) {
        (Some(salt), Some(text)) => digest(salt, text) == expected,
        (None, None) => true,
        _ => false,
    };
    text_fits && row.kind == kind.as_str()
}

/// A row is of the day its event tells: both stand in the hashed text.
fn day(stored: &Stored) -> Option<Problem> {
    let (row, event) = (stored.envelope.occurred_on, stored.event.own_day()?);
    (row != event).then_some(Problem::Day { row, event })
}

/// The columns that contradict the canonical text.
fn columns(row: &HistoryRow, stored: &Stored) -> Vec<Problem> {
    let Stored { envelope, event_type, event_version, event: _ } = stored;
    let origin = &envelope.origin;
    let actor = |actor: Option<OfficerId>| actor.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
    let row_actor = actor(row.actor_id.map(OfficerId::from_uuid));
    [
        compare("project_id", &ProjectId::from_uuid(row.project_id), &envelope.project),
        compare("sequence", &row.sequence, &envelope.sequence),
        compare("event_type", &row.event_type, event_type),
        compare("event_version", &row.event_version, event_version),
        compare("command_id", &CommandId::from_uuid(row.command_id), &origin.command_id),
        compare("command", &row.command, &origin.command),
        compare("actor_id", &row_actor, &actor(origin.actor)),
        compare("occurred_on", &row.occurred_on, &envelope.occurred_on),
        compare("recorded_at", &row.recorded_at, &origin.recorded_at),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A column that is not what it is a copy of.
pub(super) fn compare<T: Display + PartialEq>(
    column: &'static str,
    stored: &T,
    canonical: &T,
) -> Option<Problem> {
    (stored != canonical).then(|| Problem::Column {
        column,
        stored: stored.to_string(),
        canonical: canonical.to_string(),
    })
}
