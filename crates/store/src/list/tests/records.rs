//! A random history of a random city.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, OfficerId, ProjectId};
use luodi_domain::project::Project;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::city::{self, days_on};
use super::{maybe, pick};
use crate::db::Db;
use crate::fixture::{LEADER, LI, WANG, id, now, write};
use crate::history::{AppendBatch, EventType, Origin, append};

/// What stands in the history of a command; which events it brought about is left to chance.
pub(super) const COMMANDS: [&str; 4] = ["REGISTER", "RESUME", "WITHDRAW", "REOPEN"];

/// A city, and what was recorded of it.
pub(super) struct Records {
    pub(super) projects: Vec<Project>,
    pub(super) records: Vec<Record>,
}

/// A row of the history.
pub(super) struct Record {
    pub(super) project: ProjectId,
    pub(super) sequence: i64,
    pub(super) actor: Option<OfficerId>,
    pub(super) command: String,
    pub(super) event_type: String,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) occurred_on: NaiveDate,
}

/// Some hour of two days, so that much is recorded at one instant.
pub(super) fn hours_on(hours: i64) -> DateTime<Utc> {
    now() + TimeDelta::hours(hours)
}

/// The database with a random city and its history in it.
pub(super) async fn built(db: &Db, seed: u64) -> Records {
    let projects = city::built(db, seed, 60).await;
    let rng = &mut StdRng::seed_from_u64(seed);
    let mut records = Vec::new();
    for project in &projects {
        let mut recorded_at = hours_on(0);
        let mut sequence = 1;
        for number in 0..rng.random_range(0..4) {
            recorded_at = recorded_at.max(hours_on(rng.random_range(0..48)));
            let origin = Origin {
                command_id: id(CommandId::from_uuid, project.id.uuid().as_u128() * 10 + number),
                command: pick(rng, &COMMANDS).to_owned(),
                actor: maybe(rng, &[WANG, LI, LEADER]),
                deputy: None,
                authority: None,
                as_recorder: false,
                recorded_at,
                reason: None,
            };
            let day = days_on(rng.random_range(0..300));
            let events: Vec<Event> = (0..rng.random_range(1..4)).map(|_| event(rng)).collect();
            let (project, first_sequence) = (project.id, sequence);
            for event in &events {
                records.push(Record {
                    project,
                    sequence,
                    actor: origin.actor,
                    command: origin.command.clone(),
                    event_type: EventType::of(event).as_str().to_owned(),
                    recorded_at,
                    occurred_on: event.own_day().unwrap_or(day),
                });
                sequence += 1;
            }
            let job = write(db, move |tx| {
                let (events, origin) = (events.clone(), origin.clone());
                Box::pin(async move {
                    let batch = AppendBatch {
                        project,
                        first_sequence,
                        events: &events,
                        occurred_on: day,
                        origin: &origin,
                    };
                    append(tx, &batch, &mut StdRng::seed_from_u64(1)).await
                })
            });
            job.await.unwrap();
        }
    }
    Records { projects, records }
}

/// An event with a day of its own, or one that takes that of its command.
fn event(rng: &mut StdRng) -> Event {
    let on = days_on(rng.random_range(0..300));
    pick(
        rng,
        &[
            Event::Resumed { on },
            Event::Withdrawn { on },
            Event::Reopened { on },
            Event::SplitIntoPhases { phases: Vec::new() },
        ],
    )
}
