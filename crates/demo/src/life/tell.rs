//! Telling sketches: scripts are put in order, cut at the demo's morning, and decided.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use luodi_app::{AppError, shanghai_day};
use luodi_app::chronicle::{Moment, Story, Teller};
use luodi_app::projects::{NewPhase, Split};
use luodi_domain::command::Register;
use luodi_domain::ids::{CommandId, OfficerId, ProjectId, StepId};
use luodi_domain::money::Money;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::profile::{Attribute, NameKind, Profile};
use luodi_domain::stage::Stage;

use super::permits::Voices;
use super::script::{Act, Beat, Script};
use super::sketch::{Counts, Course, Sketch};
use super::{course, plan};
use crate::DemoError;
use crate::calendar::{at, later, working};
use crate::city::{City, Office};
use crate::ids::Mint;

/// What all stories have in common.
pub(crate) struct World<'a> {
    pub(crate) city: &'a City,
    /// The demo's morning: what was recorded later has not happened.
    pub(crate) now: DateTime<Utc>,
    /// When the leaver handed over, under which command.
    pub(crate) leave_at: DateTime<Utc>,
    pub(crate) leave: CommandId,
}

/// Tells one sketch: a story, or an umbrella with its phases.
pub(crate) fn tell(teller: &mut Teller, world: &World<'_>, sketch: &Sketch) -> Result<Vec<Story>, DemoError> {
    let office = world.city.offices.get(sketch.office).ok_or(DemoError::Content("no such office"))?;
    let mut script = Script::new(sketch.number);
    let mint = Mint::new(sketch.number + 1_000_000);
    let days = &sketch.days;
    let entered = entered_on(sketch);
    let command = Register {
        id: plan::project_id(&script, entered),
        profile: profile(sketch, office)?,
        phase_of: None,
        stage: sketch.entry,
        visit: course::visit(&script, entered, next_day(sketch)),
    };
    // Ledgers were taken over when the year began, whatever they tell of.
    let taken_over = at(NaiveDate::from_ymd_opt(2024, 1, 8).unwrap_or_default(), 30);
    let recorded_at = script.recorded(working(entered), 0).min(at(working(entered), 200));
    let recorded_at = if sketch.entry > Stage::Lead { recorded_at.max(taken_over) } else { recorded_at };
    let first = Beat {
        recorded_at,
        occurred_on: entered,
        who: sketch.specialist,
        reason: (sketch.entry > Stage::Lead).then(|| "从招商台账转入".to_owned()),
        authority: None,
        act: Act::Split(Split { project: command.id, phases: Vec::new() }),
    };
    let mut telling = Telling { teller, world, mint, sketch };
    let mut story = telling.register(&first, &command)?;

    course::until_signature(&mut script, sketch);
    let voices = telling.voices(&mut script);
    if sketch.course == Course::Phases {
        let split = split(&script, sketch, command.id);
        let phases = split.phases.clone();
        let on = later(days.sign, 2);
        script.beats.push(Beat {
            recorded_at: at(on, 60),
            occurred_on: on,
            who: office.manager,
            reason: Some("项目分两期建设, 分期推进手续".to_owned()),
            authority: None,
            act: Act::Split(split),
        });
        // The umbrella's company is registered as told; its permits are those of its phases.
        let mut stories = telling.play(&mut story, script.told_by(world.now))?;
        for (index, (phase, told)) in phases.iter().zip(&mut stories).enumerate() {
            let part = part_of(sketch, index, phase);
            let mut script = Script::new(part.number);
            course::from_signature(&mut script, office, &part, voices)?;
            telling.mint = Mint::new(part.number + 1_000_000);
            telling.play(told, script.told_by(world.now))?;
        }
        stories.insert(0, story);
        return Ok(stories);
    }
    course::from_signature(&mut script, office, sketch, voices)?;
    course::befall(&mut script, office, sketch, world.now);
    telling.play(&mut story, script.told_by(world.now))?;
    Ok(vec![story])
}

/// The day on which it was entered.
fn entered_on(sketch: &Sketch) -> NaiveDate {
    let days = &sketch.days;
    match sketch.entry {
        Stage::Lead => days.lead,
        Stage::Negotiation => days.negotiation,
        Stage::Signed => days.sign,
        Stage::Permitting => days.permit,
        Stage::Started => days.start,
        Stage::Producing => days.produce,
    }
}

/// The day by which its first stage should be left.
fn next_day(sketch: &Sketch) -> NaiveDate {
    let days = &sketch.days;
    match sketch.entry {
        Stage::Lead => days.negotiation,
        Stage::Negotiation => days.sign,
        Stage::Signed => days.permit,
        Stage::Permitting => days.start,
        Stage::Started | Stage::Producing => days.produce,
    }
}

fn profile(sketch: &Sketch, office: &Office) -> Result<Profile, DemoError> {
    let planned = |day: NaiveDate| {
        let raw = day.format("%Y年%-m月").to_string();
        PartialDate::new(day, Precision::Month, raw).map(Some)
    };
    let (start, produce) = (planned(sketch.days.start)?, planned(sketch.days.produce)?);
    let large = !sketch.labels.is_empty();
    let originating = if sketch.number.is_multiple_of(3) { office.government } else { office.agency };
    Ok(Profile {
        name: sketch.name.clone(),
        other_names: sketch.alias.iter().map(|alias| (alias.clone(), NameKind::Alias)).collect(),
        track: sketch.track,
        codes: BTreeMap::new(),
        industry: sketch.industry.map(str::to_owned),
        chain: sketch.chain.map(str::to_owned),
        place: office.place,
        originating_agency: Some(originating),
        landing_specialist: Some(sketch.specialist),
        leader_in_charge: large.then_some(office.leader),
        credits: BTreeMap::new(),
        labels: sketch.labels.iter().map(|label| (*label).to_owned()).collect(),
        agreed_investment: sketch.amount,
        planned_start: if sketch.track.has(Stage::Started) { start } else { None },
        planned_production: produce,
        attributes: BTreeMap::from([("in_park".to_owned(), Attribute::Bool(office.place.park.is_some()))]),
    })
}

fn split(script: &Script, sketch: &Sketch, project: ProjectId) -> Split {
    let day = later(sketch.days.sign, 2);
    let half = sketch.amount.map_or(0, Money::fen) / 2;
    let amounts = [half, sketch.amount.map_or(0, Money::fen) - half];
    let phase = |(name, fen): (&str, i64)| NewPhase {
        id: plan::project_id(script, day),
        step: StepId::from_uuid(script.id(day)),
        name: format!("{}{name}", sketch.name),
        agreed_investment: sketch.amount.map(|_| Money::from_fen(fen)),
        planned_start: None,
        planned_production: None,
        responsible: Some(sketch.specialist),
    };
    Split { project, phases: ["一期", "二期"].into_iter().zip(amounts).map(phase).collect() }
}

/// A phase as a sketch of its own: half of the permits, the second half a little later.
fn part_of(sketch: &Sketch, index: usize, phase: &NewPhase) -> Sketch {
    let half = |many: usize| if index == 0 { many - many / 2 } else { many / 2 };
    let needs = Counts {
        county: half(sketch.needs.county),
        city: half(sketch.needs.city),
        provincial: half(sketch.needs.provincial),
    };
    let mut days = sketch.days;
    days.permit = later(days.permit.max(later(days.sign, 3)), 1);
    days.start = later(days.start, 6 * index as u64);
    Sketch {
        number: sketch.number + 100_000 * (index as u64 + 1),
        name: phase.name.clone(),
        needs,
        days,
        course: Course::Plain,
        ..sketch.clone()
    }
}

/// Decides beats in the order in which they were recorded.
struct Telling<'a, 'w> {
    teller: &'a mut Teller,
    world: &'a World<'w>,
    mint: Mint,
    sketch: &'a Sketch,
}

impl Telling<'_, '_> {
    /// Who tells of this project's cases: a third is sent by the approval system. Those of the leaver are told on the day,
    /// since what is told after a handover cannot lie before it.
    fn voices(&self, script: &mut Script) -> Voices {
        let by_system = script.chance(33);
        let lag = script.some(0, 2);
        let specialist = self.sketch.specialist;
        let leaves = specialist == self.world.city.leaver;
        Voices {
            specialist,
            exchange: by_system.then_some(self.world.city.exchange),
            lag: if leaves { 0 } else { lag },
            dragging: if at(self.sketch.days.start, 0) > self.world.now { 15 } else { 0 },
        }
    }

    fn moment(&self, beat: &Beat) -> Moment {
        Moment {
            command: CommandId::from_uuid(self.mint.id(beat.recorded_at)),
            actor: Some(self.acting(beat.who, beat.recorded_at)),
            recorded_at: beat.recorded_at,
            occurred_on: beat.occurred_on,
            reason: beat.reason.clone(),
            authority: beat.authority.clone(),
        }
    }

    /// After the handover the successor does what the leaver would have done.
    fn acting(&self, who: OfficerId, at: DateTime<Utc>) -> OfficerId {
        let city = self.world.city;
        if who == city.leaver && at >= self.world.leave_at { city.successor } else { who }
    }

    fn serving(&mut self, at: DateTime<Utc>) {
        self.teller.in_service(self.world.city.leaver, at < self.world.leave_at);
    }

    fn register(&mut self, beat: &Beat, command: &Register) -> Result<Story, DemoError> {
        self.serving(beat.recorded_at);
        let mut command = command.clone();
        let specialist = &mut command.profile.landing_specialist;
        *specialist = specialist.map(|officer| self.acting(officer, beat.recorded_at));
        let moment = self.moment(beat);
        self.teller.register(&moment, &command).map_err(|error| self.refused("REGISTER", beat, error))
    }

    /// Tells all beats; returns the phases if one of them was a split.
    fn play(&mut self, story: &mut Story, beats: Vec<Beat>) -> Result<Vec<Story>, DemoError> {
        let mut phases = Vec::new();
        for beat in beats {
            if beat.recorded_at >= self.world.leave_at {
                self.leave(story)?;
            }
            self.serving(beat.recorded_at);
            let moment = self.moment(&beat);
            match &beat.act {
                Act::Do(command) => {
                    let told = self.teller.tell(story, &moment, command);
                    told.map_err(|error| self.refused(command.name(), &beat, error))?;
                }
                Act::Split(split) => {
                    let split = Split {
                        phases: split
                            .phases
                            .iter()
                            .map(|phase| NewPhase {
                                responsible: phase
                                    .responsible
                                    .map(|officer| self.acting(officer, beat.recorded_at)),
                                ..phase.clone()
                            })
                            .collect(),
                        ..split.clone()
                    };
                    let told = self.teller.split(story, &moment, &split);
                    phases = told.map_err(|error| self.refused("SPLIT", &beat, error))?;
                }
            }
        }
        self.leave(story)?;
        Ok(phases)
    }

    /// The leaver hands over what he holds in this project, once.
    fn leave(&mut self, story: &mut Story) -> Result<(), DemoError> {
        let World { city, leave_at, leave, .. } = self.world;
        if story.last_recorded_at().is_some_and(|last| last >= *leave_at) {
            return Ok(());
        }
        self.teller.in_service(city.leaver, true);
        let head = city.offices.iter().find(|office| office.specialists.contains(&city.leaver));
        let moment = Moment {
            command: *leave,
            actor: head.map(|office| office.manager),
            recorded_at: *leave_at,
            occurred_on: shanghai_day(*leave_at),
            reason: Some("岗位调动, 全部在办环节整体移交".to_owned()),
            authority: None,
        };
        let handed = self.teller.hand_over(story, &moment, city.leaver, city.successor);
        handed.map_err(|source| DemoError::Told {
            project: self.sketch.name.clone(),
            what: "HAND_OVER".to_owned(),
            source,
        })
    }

    fn refused(&self, what: &str, beat: &Beat, source: AppError) -> DemoError {
        DemoError::Told {
            project: format!("{} {:?}", self.sketch.name, self.sketch.course),
            what: format!("{what} of {} recorded {}", beat.occurred_on, beat.recorded_at),
            source,
        }
    }
}

