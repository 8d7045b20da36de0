//! Telling sketches: scripts are put in order, cut at the demo's morning, and decided.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use luodi_app::chronicle::{Story, Teller};
use luodi_app::projects::{NewPhase, Split};
use luodi_app::shanghai_day;
use luodi_domain::attribute::{Answer, Answers, Attribute};
use luodi_domain::command::Register;
use luodi_domain::ids::{ProjectId, StepId};
use luodi_domain::money::Money;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::profile::{NameKind, Profile};
use luodi_domain::stage::{Stage, Track};

use super::course;
use super::drawing;
use super::script::{Act, Beat, Script, When};
use super::sketch::{Course, Sketch};
use super::telling::{Telling, World};
use crate::DemoError;
use crate::calendar::{at, later, working};
use crate::city::Office;

/// Tells one sketch: a story, or an umbrella and its phases.
pub(crate) fn tell(teller: &mut Teller, world: &World<'_>, sketch: &Sketch) -> Result<Vec<Story>, DemoError> {
    let office = world.city.offices.get(sketch.office).ok_or(DemoError::Content("no such office"))?;
    let mut script = Script::new(sketch.number);
    let entered = day_of(sketch, sketch.entry);
    let entering = entering(&mut script, sketch, entered);
    script.begin(entering.recorded_at);
    let command = Register {
        id: ProjectId::from_uuid(script.id(entering.recorded_at)),
        profile: profile(sketch, world, office)?,
        phase_of: None,
        stage: sketch.entry,
        visit: course::visit(&script, (entering.recorded_at, entered), day_of(sketch, following(sketch))),
    };
    let mut telling = Telling::new(teller, world, sketch);
    let mut story = telling.register(&entering, &command)?;
    course::until_signature(&mut script, sketch);
    let voices = telling.voices(&mut script);
    if sketch.course != Course::Phases {
        course::from_signature(&mut script, world, office, sketch, voices)?;
        course::befall(&mut script, office, sketch, world.now);
        telling.play(&mut story, script.told_by(world.now))?;
        return Ok(vec![story]);
    }
    let on = later(sketch.days.sign, 2);
    let recorded_at = at(on, 60);
    let split = split(&script, sketch, command.id, recorded_at);
    let phases = split.phases.clone();
    let reason = Some("项目分两期建设, 分期推进手续".to_owned());
    let when = When { recorded_at, occurred_on: on, who: office.manager, reason, authority: None };
    script.beats.push(Beat { when, act: Act::Split(split) });
    let mut stories = telling.play(&mut story, script.told_by(world.now))?;
    for (index, (phase, told)) in phases.iter().zip(&mut stories).enumerate() {
        let part = part_of(sketch, index, phase);
        let mut script = Script::new(part.number);
        script.begin(recorded_at);
        course::from_signature(&mut script, world, office, &part, voices)?;
        telling.goes_on_as(&part);
        telling.play(told, script.told_by(world.now))?;
    }
    stories.insert(0, story);
    Ok(stories)
}

/// How the project came in: as it happened, or with the ledgers that were taken over when the year began.
fn entering(script: &mut Script, sketch: &Sketch, day: NaiveDate) -> When {
    let from_ledger = sketch.entry > Stage::Lead;
    let taken_over = at(NaiveDate::from_ymd_opt(2024, 1, 8).unwrap_or_default(), 30);
    let recorded_at = script.recorded(working(day), 0).min(at(working(day), 200));
    When {
        recorded_at: if from_ledger { recorded_at.max(taken_over) } else { recorded_at },
        occurred_on: day,
        who: sketch.specialist,
        reason: from_ledger.then(|| "从招商台账转入".to_owned()),
        authority: None,
    }
}

/// The day on which a stage begins.
const fn day_of(sketch: &Sketch, stage: Stage) -> NaiveDate {
    let days = &sketch.days;
    match stage {
        Stage::Lead => days.lead,
        Stage::Negotiation => days.negotiation,
        Stage::Signed => days.sign,
        Stage::Permitting => days.permit,
        Stage::Started => days.start,
        Stage::Producing => days.produce,
    }
}

/// The stage after the one in which it was entered.
fn following(sketch: &Sketch) -> Stage {
    sketch.track.next(sketch.entry).unwrap_or(sketch.entry)
}

fn profile(sketch: &Sketch, world: &World<'_>, office: &Office) -> Result<Profile, DemoError> {
    let planned =
        |day: NaiveDate| PartialDate::new(day, Precision::Month, day.format("%Y年%-m月").to_string());
    // Some had meant to start much earlier.
    let slip = Days::new(if sketch.number.is_every(5) { 120 } else { 0 });
    let (start, produce) = (planned(sketch.days.start - slip)?, planned(sketch.days.produce)?);
    let large = !sketch.labels.is_empty();
    let originating = if sketch.number.is_every(3) { office.government } else { office.agency };
    // Of what comes to nothing nobody asks so much.
    let asked = sketch.days.sign <= shanghai_day(world.now) && sketch.track != Track::AssetLight;
    let attributes = if asked {
        drawing::at_registration(sketch, office)?
    } else {
        Answers::from([(Attribute::InPark, Answer::Flag(office.place.park.is_some()))])
    };
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
        planned_start: sketch.track.has(Stage::Started).then_some(start),
        planned_production: Some(produce),
        attributes,
        presumed: [].into(),
    })
}

fn split(script: &Script, sketch: &Sketch, project: ProjectId, recorded_at: DateTime<Utc>) -> Split {
    let whole = sketch.amount.map_or(0, Money::fen);
    let phase = |(name, fen): (&str, i64)| NewPhase {
        id: ProjectId::from_uuid(script.id(recorded_at)),
        step: StepId::from_uuid(script.id(recorded_at)),
        name: format!("{}{name}", sketch.name),
        agreed_investment: sketch.amount.map(|_| Money::from_fen(fen)),
        planned_start: None,
        planned_production: None,
        responsible: Some(sketch.specialist),
    };
    let parts = [("一期", whole / 2), ("二期", whole - whole / 2)];
    Split { project, phases: parts.into_iter().map(phase).collect() }
}

/// A phase as a sketch of its own, on half of the money, the second a little later.
fn part_of(sketch: &Sketch, index: usize, phase: &NewPhase) -> Sketch {
    let place = index as u64;
    let mut days = sketch.days;
    days.permit = later(days.permit.max(later(days.sign, 3)), 1);
    days.start = later(days.start, 6 * place);
    Sketch {
        number: sketch.number.of_phase(place),
        name: phase.name.clone(),
        amount: phase.agreed_investment,
        since: Some(later(days.sign, 2)),
        days,
        course: Course::Plain,
        ..sketch.clone()
    }
}
