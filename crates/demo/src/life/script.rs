//! What happens to a project, in any order, until it is told in the order in which it was recorded.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use luodi_app::projects::Split;
use luodi_domain::actor::{Authority, Instrument};
use luodi_domain::command::Command;
use luodi_domain::ids::OfficerId;
use luodi_domain::private::Private;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use crate::calendar;
use crate::ids::{Mint, SEED};
use crate::number::Number;

/// Something done to a project.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// A command.
    Do(Box<Command>),
    /// The project is split.
    Split(Split),
}

/// The circumstances of an act.
#[derive(Debug, Clone)]
pub(crate) struct When {
    pub(crate) recorded_at: DateTime<Utc>,
    pub(crate) occurred_on: NaiveDate,
    pub(crate) who: OfficerId,
    pub(crate) reason: Option<String>,
    pub(crate) authority: Option<Authority>,
}

/// An act with its circumstances.
#[derive(Debug, Clone)]
pub(crate) struct Beat {
    pub(crate) when: When,
    pub(crate) act: Act,
}

/// The beats of one project, with its own chances and ids.
pub(crate) struct Script {
    pub(crate) rng: StdRng,
    pub(crate) beats: Vec<Beat>,
    mint: Mint,
    begun_at: DateTime<Utc>,
}

impl Script {
    /// An empty script; the number fixes its ids and chances.
    pub(crate) fn new(number: Number) -> Self {
        let number = number.seed();
        let rng = StdRng::seed_from_u64(SEED ^ number.wrapping_mul(0xD134_2543_DE82_EF95));
        Self { rng, beats: Vec::new(), mint: Mint::new(number), begun_at: DateTime::<Utc>::MIN_UTC }
    }

    /// The project is recorded here from this instant on: what is of an earlier one is told then, as of old ledgers.
    pub(crate) fn begin(&mut self, at: DateTime<Utc>) {
        self.begun_at = at;
    }

    /// A new id of something that is recorded at this instant.
    pub(crate) fn id(&self, recorded: DateTime<Utc>) -> Uuid {
        self.mint.id(recorded.max(self.begun_at))
    }

    /// Whether something of this likelihood in a hundred happens.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    /// A number of this span.
    pub(crate) fn some(&mut self, least: u32, most: u32) -> u32 {
        self.rng.random_range(least..=most.max(least))
    }

    /// When something of this day is recorded, so many working days later, at some time of day.
    pub(crate) fn recorded(&mut self, on: NaiveDate, lag: u32) -> DateTime<Utc> {
        let minute = calendar::office_minute(&mut self.rng);
        calendar::at(calendar::after(on, lag), minute)
    }

    /// Puts a command in.
    pub(crate) fn add(&mut self, at: DateTime<Utc>, on: NaiveDate, who: OfficerId, command: Command) {
        let when = When { recorded_at: at, occurred_on: on, who, reason: None, authority: None };
        self.beats.push(Beat { when, act: Act::Do(Box::new(command)) });
    }

    /// Puts a command in that somebody gave a reason for, on a leader's authority if one is named.
    pub(crate) fn add_with(
        &mut self,
        (at, on): (DateTime<Utc>, NaiveDate),
        who: OfficerId,
        reason: &str,
        leader: Option<OfficerId>,
        command: Command,
    ) {
        self.add(at, on, who, command);
        let authority = leader.map(|officer| Authority {
            officer,
            instrument: Instrument::Minutes,
            number: Some(Private::new(format!("专题会议纪要〔2024〕{}号", self.some(1, 90)))),
            on,
        });
        if let Some(beat) = self.beats.last_mut() {
            beat.when.reason = Some(reason.to_owned());
            beat.when.authority = authority;
        }
    }

    /// Takes out what was recorded after an instant, up to another.
    pub(crate) fn forget(&mut self, after: DateTime<Utc>, until: DateTime<Utc>) {
        self.beats.retain(|beat| beat.when.recorded_at <= after || beat.when.recorded_at > until);
    }

    /// The beats recorded by an instant, in the order of recording.
    pub(crate) fn told_by(mut self, now: DateTime<Utc>) -> Vec<Beat> {
        self.beats.retain(|beat| beat.when.recorded_at <= now);
        self.beats.sort_by_key(|beat| beat.when.recorded_at);
        self.beats
    }
}

/// A little later.
pub(crate) fn minutes(at: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    at + TimeDelta::minutes(minutes)
}
