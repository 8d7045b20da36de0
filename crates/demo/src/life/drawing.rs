//! How the plan of a project's permits is drawn: at the first meeting by what the enterprise says and a template presumes,
//! and again when the site was looked at.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use luodi_app::first_plan::{questions, template};
use luodi_app::shanghai_day;
use luodi_domain::attribute::{Answer, Answers, Attribute, Kind, Quantity};
use luodi_domain::command::{Command, PlanPermits};
use luodi_domain::ids::{PermitId, StepId};
use luodi_domain::profile::Change;

use super::needs::{self, Around, Needed};
use super::script::Script;
use super::sketch::{Course, Sketch};
use super::telling::World;
use crate::DemoError;
use crate::calendar::{after, at, later, working};
use crate::city::Office;

/// What nobody could say yet of some sites: the reports are not in.
const OPEN: &[Attribute] = &[Attribute::MineralArea, Attribute::GeoHazard, Attribute::Relics];

/// How much of a project is known when its plan is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// What was said at the first meeting.
    Said,
    /// All but what reports will tell.
    Mostly,
    /// Everything.
    All,
}

/// A plan as it was drawn.
pub(super) struct Drawn {
    /// What it asks for, in the order in which it can be had.
    pub(super) needs: Vec<Needed>,
    /// The permits that it put in.
    pub(super) permits: BTreeMap<String, PermitId>,
    /// The day of the last drawing.
    pub(super) on: NaiveDate,
    /// Whether the site was looked at, so that departments can be asked.
    pub(super) surveyed: bool,
    /// Whether everything is known that decides.
    pub(super) complete: bool,
}

impl Drawn {
    /// The permit of a code, which the plan put in.
    pub(super) fn permit(&self, code: &str) -> Result<PermitId, DemoError> {
        self.permits.get(code).copied().ok_or(DemoError::Content("a permit that the plan asks for"))
    }
}

/// The day after the signature, of a phase after the split; who files early is asked while it is talked over.
fn first_meeting(sketch: &Sketch) -> NaiveDate {
    let days = &sketch.days;
    if sketch.early_filing {
        later(days.negotiation, 20)
    } else {
        working(sketch.since.unwrap_or(days.sign) + Days::new(1))
    }
}

/// What is presumed of a project by its template.
fn by_template(sketch: &Sketch) -> Result<Answers, DemoError> {
    let Some(code) = sketch.facts.template else { return Ok(Answers::new()) };
    Ok(template(code).ok_or(DemoError::Content(code))?.answers.clone())
}

/// What the ledger says of a project when it is registered: who builds it, on which land, what is built and what it does.
pub(super) fn at_registration(sketch: &Sketch, office: &Office) -> Result<Answers, DemoError> {
    let in_park = office.place.park.is_some();
    let asked = |attribute: &Attribute| {
        let first = [
            Attribute::ApprovalMode,
            Attribute::LandSource,
            Attribute::InPark,
            Attribute::NewBuilding,
            Attribute::Hazchem,
        ];
        let question = questions().iter().find(|question| question.attributes.contains(attribute));
        question.is_some_and(|question| first.iter().any(|first| question.attributes.contains(first)))
    };
    let mut answers = sketch.facts.surveyed(&by_template(sketch)?, in_park, sketch.amount)?;
    // How large the works are is the phases' matter, if there are any.
    let phases = sketch.since.is_some() || sketch.course == Course::Phases;
    let sized = |attribute: &Attribute| phases && matches!(attribute.kind(), Kind::Number(_));
    answers.retain(|attribute, _| asked(attribute) && !sized(attribute));
    Ok(answers)
}

/// Draws the plan.
pub(super) fn draw(
    script: &mut Script,
    world: &World<'_>,
    office: &Office,
    sketch: &Sketch,
) -> Result<Drawn, DemoError> {
    let around =
        |day| Around { catalogue: &world.catalogue, offices: &world.offices, place: &office.place, day };
    let in_park = office.place.park.is_some();
    let template = by_template(sketch)?;
    // Whoever files early does so with a company that is there; that of phases was registered for the whole project.
    let founded = sketch.since.is_none() && !sketch.early_filing;
    let company = (!founded).then_some((Attribute::NewCompany, Answer::Flag(false)));
    let mut said = sketch.facts.first()?;
    said.extend(company);
    let mut all = sketch.facts.surveyed(&template, in_park, sketch.amount)?;
    all.extend(company);
    let on = first_meeting(sketch);
    let deciding = needs::deciding(around(on), &all);
    let mut presumed = template;
    presumed.retain(|attribute, _| deciding.contains(attribute));
    let mut known = presumed.clone();
    known.extend(at_registration(sketch, office)?);
    known.extend(&said);
    let mut permits = BTreeMap::new();
    let codes = needs::codes(around(on), &known);
    order(script, sketch, on, Drawing { answers: said, presumed, codes }, &mut permits);
    let much = how_much(script, world, sketch);
    if much == Known::Said {
        let needs = needs::needs(around(on), &known);
        return Ok(Drawn { needs, permits, on, surveyed: false, complete: false });
    }
    let on = after(on, 3);
    if much == Known::Mostly {
        let many = script.some(1, 3) as usize;
        let open = OPEN.iter().filter(|attribute| !known.contains_key(attribute)).take(many);
        all.extend(open.map(|attribute| (*attribute, Answer::Unknown)));
    }
    let asked = |attribute: &Attribute| deciding.contains(attribute) || OPEN.contains(attribute);
    let news =
        all.iter().filter(|(attribute, answer)| asked(attribute) && known.get(attribute) != Some(answer));
    let answers: Answers = news.map(|(attribute, answer)| (*attribute, *answer)).collect();
    known.extend(&answers);
    let mut codes = needs::codes(around(on), &known);
    codes.retain(|code| !permits.contains_key(code));
    order(script, sketch, on, Drawing { answers, presumed: Answers::new(), codes }, &mut permits);
    let needs = needs::needs(around(on), &known);
    Ok(Drawn { needs, permits, on, surveyed: true, complete: much == Known::All })
}

/// Of what has started everything is known; while permits are handled here and there a report is missing, and of what was
/// just signed much.
fn how_much(script: &mut Script, world: &World<'_>, sketch: &Sketch) -> Known {
    let drawn = script.some(0, 99);
    let today = shanghai_day(world.now);
    let (said, mostly) = match () {
        () if sketch.early_filing => (100, 100),
        () if sketch.days.start <= today => (0, 0),
        () if sketch.days.permit <= today => (0, 20),
        () if later(first_meeting(sketch), 40) >= today => (55, 70),
        () => (25, 40),
    };
    match drawn {
        drawn if drawn < said => Known::Said,
        drawn if drawn < mostly => Known::Mostly,
        _ => Known::All,
    }
}

/// What a plan is drawn with, and the codes that are put in by that.
struct Drawing {
    answers: Answers,
    presumed: Answers,
    codes: Vec<String>,
}

fn order(
    script: &mut Script,
    sketch: &Sketch,
    on: NaiveDate,
    Drawing { answers, presumed, codes }: Drawing,
    permits: &mut BTreeMap<String, PermitId>,
) {
    // In the morning, before anything that is done about the permits on the same day.
    let recorded = at(on, 15 + i64::from(script.some(0, 20)));
    let mut ids = Vec::with_capacity(codes.len());
    for code in codes {
        let (permit, step) =
            (PermitId::from_uuid(script.id(recorded)), StepId::from_uuid(script.id(recorded)));
        ids.push((permit, step));
        permits.insert(code, permit);
    }
    let answers = answers.into_iter().map(|(attribute, answer)| (attribute, Some(answer))).collect();
    let command = Command::PlanPermits(PlanPermits { answers, presumed, ids });
    script.add(recorded, on, sketch.specialist, command);
}

/// Here and there something turns out otherwise once the plan is drawn; some draw it again, and some have not yet.
pub(super) fn change_of_facts(script: &mut Script, world: &World<'_>, sketch: &Sketch, drawn: &Drawn) {
    if sketch.days.start <= shanghai_day(world.now) || !drawn.surveyed || !script.chance(12) {
        return;
    }
    let on = later(after(drawn.on, 8), u64::from(script.some(5, 40)));
    let recorded = script.recorded(on, 0);
    let command = Command::Update(vec![
        Change::Attribute(Attribute::TemporaryLandHa, Some(Answer::Number(Quantity::whole(1)))),
        Change::Attribute(Attribute::TemporaryFarmland, Some(Answer::Flag(false))),
    ]);
    let reason = "施工便道和堆场需临时用地约1公顷";
    script.add_with((recorded, on), sketch.specialist, reason, None, command);
    if script.chance(40) {
        let again = later(on, 6);
        let recorded = script.recorded(again, 0);
        let ids = [(PermitId::from_uuid(script.id(recorded)), StepId::from_uuid(script.id(recorded)))];
        let plan = PlanPermits { answers: Vec::new(), presumed: Answers::new(), ids: ids.into() };
        let command = Command::PlanPermits(plan);
        script.add_with((recorded, again), sketch.specialist, "新增临时用地审批", None, command);
    }
}
