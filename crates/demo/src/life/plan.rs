//! The permits that a project's plan asks for, each after what comes first, between the plan and the start, and from there
//! to production.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use luodi_app::shanghai_day;
use luodi_domain::catalogue::Node;
use luodi_domain::command::Command;
use luodi_domain::permit::Phase;
use luodi_domain::profile::{Change, CodeStanding};
use luodi_domain::stage::Track;

use super::answering;
use super::drawing::{self, Drawn};
use super::needs::Needed;
use super::papers::registered_on;
use super::permits::{Granted, Voices, Window, permit, prepare};
use super::script::{Script, minutes};
use super::sketch::{Course, Sketch};
use super::telling::World;
use crate::DemoError;
use crate::calendar::{after, later, working};
use crate::city::Office;
use crate::codes::project_code;

/// What is begun although the permit for it is missing.
const GAP: &str = "construction_permit";

/// A plan and what became of its permits.
pub(super) struct Told {
    drawn: Drawn,
    granted: BTreeMap<String, Granted>,
    /// The latest grant before the start.
    pub(super) start: Option<Granted>,
    /// Whether the project starts before all of them are granted.
    pub(super) gap: bool,
}

impl Told {
    /// The day on which the land was had, where a permit says so.
    pub(super) fn land(&self) -> Option<NaiveDate> {
        let granted = |code: &str| self.granted.get(code).map(|granted| granted.on);
        ["land_supply", "land_allocation", "facility_farm_land"].into_iter().find_map(granted)
    }

    /// The first working day after everything that comes first is there.
    fn possible(&self, needed: &Needed, alongside: impl Fn(&str) -> bool) -> Option<NaiveDate> {
        let before = needed.after.iter().filter(|code| !alongside(code));
        let granted = before.filter_map(|code| self.granted.get(code)).map(|granted| granted.on);
        granted.max().map(|on| after(on, 1))
    }
}

/// Draws the plan and writes the ways of the permits before the start.
pub(super) fn before_start(
    script: &mut Script,
    world: &World<'_>,
    office: &Office,
    sketch: &Sketch,
    voices: Voices,
) -> Result<Told, DemoError> {
    let drawn = drawing::draw(script, world, office, sketch)?;
    answering::answer(script, world, office, sketch, &drawn)?;
    let mut told = Told { drawn, granted: BTreeMap::new(), start: None, gap: false };
    let first: Vec<Needed> = of_phase(&told.drawn, Phase::BeforeStart);
    let way = Way::of(sketch, &told.drawn, &first);
    for needed in &first {
        let id = told.drawn.permit(&needed.code)?;
        let mut window = way.window(script, sketch, needed);
        let gap = sketch.course == Course::WithGaps && needed.code == GAP;
        if gap {
            window = Window { from: later(sketch.days.start, 3), until: later(sketch.days.start, 16) };
            told.gap = true;
        }
        window.from = window.from.max(told.possible(needed, |_| false).unwrap_or(window.from));
        if needed.begins > 0 {
            prepare(script, (needed, id), told.drawn.on, window, voices);
        }
        let granted = permit(script, office, (needed, id), window, voices);
        if needed.code == "project_filing" {
            code(script, office, sketch, granted, voices)?;
        }
        told.granted.insert(needed.code.clone(), granted);
        if !gap {
            told.start = Some(latest(told.start, granted));
        }
    }
    drawing::change_of_facts(script, world, sketch, &told.drawn);
    Ok(told)
}

/// Writes the ways of the permits before production, some of which wait for the works to be completed; returns the day of
/// that, and the latest grant.
pub(super) fn before_production(
    script: &mut Script,
    world: &World<'_>,
    office: &Office,
    sketch: &Sketch,
    (told, started_on, voices): (&mut Told, Option<NaiveDate>, Voices),
) -> Result<(NaiveDate, Option<Granted>), DemoError> {
    let days = &sketch.days;
    let started = started_on.unwrap_or(days.start).max(told.drawn.on);
    let completed = working((days.produce - Days::new(34)).max(later(started, 10)));
    let produces = days.produce <= shanghai_day(world.now);
    let mut last = None;
    for needed in &of_phase(&told.drawn, Phase::BeforeProduction) {
        let id = told.drawn.permit(&needed.code)?;
        let from = match needed.node {
            None | Some(Node::Start) if produces => later(started, u64::from(script.some(1, 6))),
            None | Some(Node::Start) => later(completed, u64::from(script.some(0, 9))),
            Some(Node::Completion) => after(completed, 1),
            Some(Node::TrialProduction | Node::Production) => after(completed, 5),
        };
        // What is accepted together is handed in on one day: who leads collects the opinions of the others.
        let of_group = |code: &str| {
            let other = told.drawn.needs.iter().find(|other| other.code == code);
            needed.leads && other.is_some_and(|other| other.group == needed.group)
        };
        let from = from.max(told.possible(needed, of_group).unwrap_or(from));
        let opinions = needed.after.iter().filter(|code| of_group(code));
        let opinions = opinions.filter_map(|code| told.granted.get(code)).map(|granted| granted.on).max();
        let until = after(from, needed.days).max(opinions.map_or(from, |on| after(on, 1)));
        let granted = permit(script, office, (needed, id), Window { from, until }, voices);
        told.granted.insert(needed.code.clone(), granted);
        last = Some(latest(last, granted));
    }
    Ok((completed, last))
}

fn of_phase(drawn: &Drawn, phase: Phase) -> Vec<Needed> {
    drawn.needs.iter().filter(|needed| needed.phase == phase).cloned().collect()
}

/// The time between the plan and the start, along which permits lie as long as they usually take.
struct Way {
    /// The first day on which anything can be asked for but the company's registration.
    ready: NaiveDate,
    from: NaiveDate,
    days: i64,
    /// How many working days everything takes in a row.
    total: u32,
}

impl Way {
    fn of(sketch: &Sketch, drawn: &Drawn, needs: &[Needed]) -> Self {
        let ready = after(drawn.on, 5);
        let ready = match sketch.since {
            None if !sketch.early_filing => ready.max(after(registered_on(sketch.days.sign, 12), 1)),
            _ => ready,
        };
        let from = sketch.days.permit.max(ready);
        let days = span(sketch) - (from - sketch.days.permit).num_days();
        let total = needs.iter().map(|needed| needed.ends).max().unwrap_or(1).max(1);
        Self { ready, from, days: days.max(14), total }
    }

    fn window(&self, script: &mut Script, sketch: &Sketch, needed: &Needed) -> Window {
        let days = &sketch.days;
        match needed.code.as_str() {
            // The licence is dated on the day on which the company was registered.
            "enterprise_registration" => {
                let until = registered_on(days.sign, 12);
                Window { from: working(until - Days::new(3)), until }
            }
            // Filing often precedes everything else by weeks.
            "project_filing" => Window { from: self.ready, until: after(self.ready, 2) },
            _ => {
                let from = self.at(needed.begins) + Days::new(u64::from(script.some(0, 2)));
                Window { from: working(from), until: self.at(needed.ends) }
            }
        }
    }

    fn at(&self, working_days: u32) -> NaiveDate {
        let days = self.days * i64::from(working_days) / i64::from(self.total);
        self.from + Days::new(u64::try_from(days).unwrap_or(0))
    }
}

/// How many days there are from the plan to the start. A start that lies far ahead does not make anybody wait with the
/// permits.
fn span(sketch: &Sketch) -> i64 {
    (sketch.days.start - sketch.days.permit).num_days().clamp(20, 110) - 12
}

/// The day so many hundredths of the way from the plan to the start.
pub(super) fn part_of_the_way(sketch: &Sketch, hundredths: i64) -> NaiveDate {
    sketch.days.permit + Days::new(u64::try_from(span(sketch) * hundredths / 100).unwrap_or(0))
}

fn latest(before: Option<Granted>, granted: Granted) -> Granted {
    match before {
        None => granted,
        Some(before) => {
            Granted { on: before.on.max(granted.on), known_at: before.known_at.max(granted.known_at) }
        }
    }
}

/// A filed project has its code.
fn code(
    script: &mut Script,
    office: &Office,
    sketch: &Sketch,
    filed: Granted,
    voices: Voices,
) -> Result<(), DemoError> {
    let kind = if sketch.track == Track::Upgrade { "02" } else { "01" };
    let code = project_code(filed.on, office.code, kind, sketch.number.serial())?;
    let change = Change::Code(code, CodeStanding::Present);
    script.add(minutes(filed.known_at, 30), filed.on, voices.specialist, Command::Update(vec![change]));
    Ok(())
}
