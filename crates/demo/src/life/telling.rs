//! Deciding beats in the order in which they were recorded, and the leaver's handover among them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use luodi_app::chronicle::{Moment, Story, Teller};
use luodi_app::projects::{NewPhase, Split};
use luodi_app::{AppError, shanghai_day};
use luodi_domain::catalogue::Catalogue;
use luodi_domain::command::Register;
use luodi_domain::ids::{CommandId, OfficerId};
use luodi_domain::plan::Offices;

use super::permits::Voices;
use super::script::{Act, Beat, Script, When};
use super::sketch::Sketch;
use crate::DemoError;
use crate::calendar::at;
use crate::city::City;
use crate::ids::Mint;

/// What all stories have in common.
pub(crate) struct World<'a> {
    pub(crate) city: &'a City,
    /// What permits there are.
    pub(crate) catalogue: Arc<Catalogue>,
    /// Who decides them where.
    pub(crate) offices: Offices,
    /// The demo's morning: what was recorded later has not happened.
    pub(crate) now: DateTime<Utc>,
    /// When the leaver handed over, and by which command.
    pub(crate) leave_at: DateTime<Utc>,
    pub(crate) leave: CommandId,
}

/// Of a hundred cases of a project whose start lies ahead, how many drag on.
const DRAGGING: u32 = 15;

/// One project being told.
pub(super) struct Telling<'a, 'w> {
    teller: &'a mut Teller,
    world: &'a World<'w>,
    sketch: &'a Sketch,
    mint: Mint,
}

impl<'a, 'w> Telling<'a, 'w> {
    pub(super) fn new(teller: &'a mut Teller, world: &'a World<'w>, sketch: &'a Sketch) -> Self {
        Self { teller, world, sketch, mint: Mint::new(sketch.number.commands()) }
    }

    /// What follows is told of a phase.
    pub(super) fn goes_on_as(&mut self, phase: &Sketch) {
        self.mint = Mint::new(phase.number.commands());
    }

    /// Who tells of this project's cases: of a third the approval system does. The leaver's are told on the day, since
    /// what is told after a handover cannot lie before it.
    pub(super) fn voices(&self, script: &mut Script) -> Voices {
        let (by_system, lag) = (script.chance(33), script.some(0, 2));
        let specialist = self.sketch.specialist;
        Voices {
            specialist,
            exchange: by_system.then_some(self.world.city.exchange),
            lag: if specialist == self.world.city.leaver { 0 } else { lag },
            dragging: if at(self.sketch.days.start, 0) > self.world.now { DRAGGING } else { 0 },
        }
    }

    /// The project comes in.
    pub(super) fn register(&mut self, when: &When, command: &Register) -> Result<Story, DemoError> {
        self.serving(when.recorded_at);
        let mut command = command.clone();
        let specialist = &mut command.profile.landing_specialist;
        *specialist = specialist.map(|officer| self.acting(officer, when.recorded_at));
        let moment = self.moment(when);
        self.teller.register(&moment, &command).map_err(|error| self.refused("REGISTER", when, error))
    }

    /// Tells all beats; returns the phases if one of them was a split.
    pub(super) fn play(&mut self, story: &mut Story, beats: Vec<Beat>) -> Result<Vec<Story>, DemoError> {
        let mut phases = Vec::new();
        for Beat { when, act } in beats {
            if when.recorded_at >= self.world.leave_at {
                self.leave(story)?;
            }
            self.serving(when.recorded_at);
            let moment = self.moment(&when);
            match act {
                Act::Do(command) => {
                    let told = self.teller.tell(story, &moment, &command);
                    told.map_err(|error| self.refused(command.name(), &when, error))?;
                }
                Act::Split(split) => {
                    let split = self.acting_in(split, when.recorded_at);
                    let told = self.teller.split(story, &moment, &split);
                    phases = told.map_err(|error| self.refused("SPLIT", &when, error))?;
                }
            }
        }
        self.leave(story)?;
        Ok(phases)
    }

    fn moment(&self, when: &When) -> Moment {
        Moment {
            command: CommandId::from_uuid(self.mint.id(when.recorded_at)),
            actor: Some(self.acting(when.who, when.recorded_at)),
            recorded_at: when.recorded_at,
            occurred_on: when.occurred_on,
            reason: when.reason.clone(),
            authority: when.authority.clone(),
        }
    }

    /// After the handover the successor does what the leaver would have done.
    fn acting(&self, who: OfficerId, at: DateTime<Utc>) -> OfficerId {
        let city = self.world.city;
        if who == city.leaver && at >= self.world.leave_at { city.successor } else { who }
    }

    fn acting_in(&self, split: Split, at: DateTime<Utc>) -> Split {
        let phase = |phase: NewPhase| NewPhase {
            responsible: phase.responsible.map(|officer| self.acting(officer, at)),
            ..phase
        };
        Split { phases: split.phases.into_iter().map(phase).collect(), ..split }
    }

    fn serving(&mut self, at: DateTime<Utc>) {
        self.teller.in_service(self.world.city.leaver, at < self.world.leave_at);
    }

    /// The leaver hands over what he holds in this project, once.
    fn leave(&mut self, story: &mut Story) -> Result<(), DemoError> {
        let World { city, leave_at, leave, .. } = *self.world;
        if story.last_recorded_at().is_some_and(|last| last >= leave_at) {
            return Ok(());
        }
        self.teller.in_service(city.leaver, true);
        let head = city.offices.iter().find(|office| office.specialists.contains(&city.leaver));
        let moment = Moment {
            command: leave,
            actor: head.map(|office| office.manager),
            recorded_at: leave_at,
            occurred_on: shanghai_day(leave_at),
            reason: Some("岗位调动, 全部在办环节整体移交".to_owned()),
            authority: None,
        };
        let handed = self.teller.hand_over(story, &moment, city.leaver, city.successor);
        handed.map_err(|source| DemoError::Told {
            project: self.sketch.name.clone(),
            what: "HAND_OVER".to_owned(),
            source: Box::new(source),
        })
    }

    fn refused(&self, what: &str, when: &When, source: AppError) -> DemoError {
        DemoError::Told {
            project: format!("{} {:?}", self.sketch.name, self.sketch.course),
            what: format!("{what} of {} recorded at {}", when.occurred_on, when.recorded_at),
            source: Box::new(source),
        }
    }
}
