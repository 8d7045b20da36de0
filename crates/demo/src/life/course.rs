//! The line from stage to stage, and what befalls a project on it.

use chrono::{DateTime, Days, NaiveDate, Utc};
use luodi_app::shanghai_day;
use luodi_domain::command::{Command, NewVisit};
use luodi_domain::ids::{OfficerId, StepId};
use luodi_domain::milestone::MilestoneKind;
use luodi_domain::party::PartyRole;
use luodi_domain::profile::Change;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::PauseGround;
use luodi_domain::step::HelperRole;

use super::papers::{self, milestone, party};
use super::permits::{Granted, Voices};
use super::plan::{self, Told};
use super::script::{Act, Beat, Script, minutes};
use super::sketch::{Course, Sketch};
use super::telling::World;
use crate::DemoError;
use crate::calendar::{after, at, later, working};
use crate::city::Office;

/// The step of a stage that is entered on a day, as is recorded then, and to be left by another.
pub(super) fn visit(script: &Script, (recorded, on): (DateTime<Utc>, NaiveDate), due: NaiveDate) -> NewVisit {
    let step = StepId::from_uuid(script.id(recorded));
    NewVisit { step, responsible: None, due_on: Some(working(due.max(on))) }
}

/// Enters a stage.
fn advance(
    script: &mut Script,
    who: OfficerId,
    to: Stage,
    (recorded, on): (DateTime<Utc>, NaiveDate),
    due: NaiveDate,
) {
    let visit = visit(script, (recorded, on), due);
    script.add(recorded, on, who, Command::Advance { to: Some(to), visit, with_gaps: false });
}

/// Everything before the permits: the talks, the signature, the company.
pub(super) fn until_signature(script: &mut Script, sketch: &Sketch) {
    let (days, who) = (&sketch.days, sketch.specialist);
    if sketch.entry < Stage::Negotiation {
        let recorded = script.recorded(days.negotiation, 0);
        advance(script, who, Stage::Negotiation, (recorded, days.negotiation), days.sign);
    }
    if sketch.entry <= Stage::Signed {
        let talks = working(days.negotiation + Days::new(1));
        party(script, who, sketch.investor, PartyRole::Signatory, talks);
        papers::signature(script, who, sketch);
    }
    if sketch.entry < Stage::Signed {
        let recorded = at(working(days.sign), 90);
        advance(script, who, Stage::Signed, (recorded, days.sign), days.permit);
    }
    let registered = papers::registered_on(days.sign, 12);
    if sketch.entry <= Stage::Signed {
        // Now and then it comes up only at the next visit.
        let lag = if script.chance(10) { 12 } else { script.some(0, 2) };
        milestone(script, who, MilestoneKind::Registered, registered, None, lag);
        party(script, who, sketch.company, PartyRole::ProjectCompany, registered);
    }
}

/// The permits and the stages that wait for them. A project split into phases has its permits in these.
pub(super) fn from_signature(
    script: &mut Script,
    world: &World<'_>,
    office: &Office,
    sketch: &Sketch,
    voices: Voices,
) -> Result<(), DemoError> {
    let (days, who) = (&sketch.days, sketch.specialist);
    let mut told = if sketch.track == Track::AssetLight || sketch.entry > Stage::Signed {
        None
    } else {
        Some(plan::before_start(script, world, office, sketch, voices)?)
    };
    if sketch.track.has(Stage::Permitting) && sketch.entry < Stage::Permitting {
        let recorded = at(working(days.permit), 330);
        advance(script, who, Stage::Permitting, (recorded, days.permit), days.start);
        helpers(script, office, sketch);
    }
    if sketch.track == Track::NewBuild && sketch.entry < Stage::Started {
        let on = told.as_ref().and_then(Told::land);
        let on = on.unwrap_or_else(|| plan::part_of_the_way(sketch, 55));
        let lag = script.some(0, 2);
        papers::land(script, who, sketch.facts.site, on, lag);
    }
    let mut started = None;
    if sketch.track.has(Stage::Started) && sketch.entry < Stage::Started {
        let granted = told.as_ref().and_then(|told| told.start);
        let gap = told.as_ref().is_some_and(|told| told.gap);
        started = Some(start(script, office, sketch, (granted, gap), voices.lag));
    }
    let (mut completed, mut granted) = (working(days.produce - Days::new(6)), None);
    if let Some(told) = &mut told {
        (completed, granted) =
            plan::before_production(script, world, office, sketch, (told, started, voices))?;
    }
    let on = days.produce.max(granted.map_or(days.produce, |granted| granted.on));
    let on = working(on.max(started.map_or(on, |day| later(day, 10))));
    if sketch.entry < Stage::Producing {
        if sketch.track.has(Stage::Started) {
            milestone(script, who, MilestoneKind::Completed, completed, None, 0);
        }
        let proven = milestone(script, who, MilestoneKind::Producing, on, None, 0);
        let known = granted.map_or(proven, |granted| granted.known_at.max(proven));
        let due = on + Days::new(180);
        advance(script, who, Stage::Producing, (minutes(known, 40), on), due);
    }
    Ok(())
}

/// The start, when all is granted that the law wants before it; or by a leader's decision.
fn start(
    script: &mut Script,
    office: &Office,
    sketch: &Sketch,
    (granted, gap): (Option<Granted>, bool),
    lag: u32,
) -> NaiveDate {
    let who = sketch.specialist;
    let on = granted.map_or(sketch.days.start, |granted| granted.on.max(sketch.days.start));
    let on = working(on);
    let works = papers::works(script, sketch.track);
    let lag = if on == sketch.days.start { lag } else { 0 };
    let proven = milestone(script, who, MilestoneKind::Started, on, Some(works), lag);
    let known = granted.map_or(proven, |granted| granted.known_at.max(proven));
    let recorded = minutes(known, 45);
    if gap {
        let visit = visit(script, (recorded, on), sketch.days.produce);
        let reason = "施工许可并联办理中, 基础工程先行开工";
        let command = Command::Advance { to: Some(Stage::Started), visit, with_gaps: true };
        script.add_with((recorded, on), office.manager, reason, Some(office.leader), command);
    } else {
        advance(script, who, Stage::Started, (recorded, on), sketch.days.produce);
    }
    let lag = script.some(0, 3);
    milestone(script, who, MilestoneKind::InStatistics, after(on, 12), None, lag);
    on
}

/// A colleague helps with the permits of some projects, and the head of the office supervises large ones.
fn helpers(script: &mut Script, office: &Office, sketch: &Sketch) {
    let entered = |beat: &Beat| match &beat.act {
        Act::Do(command) => match command.as_ref() {
            Command::Advance { to: Some(Stage::Permitting), visit, .. } => Some(visit.step),
            _ => None,
        },
        Act::Split(_) => None,
    };
    let Some(step) = script.beats.iter().rev().find_map(entered) else { return };
    let on = sketch.days.permit;
    let recorded = at(working(on), 345);
    let command = |officer, role| Command::AssignHelper { step, officer, role, remove: false };
    let colleague = office.specialists.iter().rev().copied().find(|officer| *officer != sketch.specialist);
    if script.chance(30)
        && let Some(colleague) = colleague
    {
        script.add(recorded, on, sketch.specialist, command(colleague, HelperRole::Assisting));
    }
    if sketch.labels.contains(&"重大项目") {
        script.add(recorded, on, office.manager, command(office.manager, HelperRole::Supervising));
    }
}

/// What befalls the project, over what was written so far.
pub(super) fn befall(script: &mut Script, office: &Office, sketch: &Sketch, now: DateTime<Utc>) {
    let (days, who, head) = (&sketch.days, sketch.specialist, office.manager);
    match sketch.course {
        Course::Plain | Course::WithGaps | Course::Phases => {}
        Course::Renamed => {
            let on = papers::registered_on(days.sign, 13);
            let name = format!("{}(一期)", sketch.name);
            let recorded = script.recorded(on, 1);
            script.add(recorded, on, who, Command::Update(vec![Change::Name(name)]));
        }
        Course::Returned => {
            let back = later(days.permit, 4);
            let again = later(back, 9);
            let reason = "选址用地手续未落实, 退回签约阶段重新论证选址";
            let recorded = script.recorded(back, 0);
            let visit_back = visit(script, (recorded, back), again);
            script.add_with((recorded, back), head, reason, None, Command::Return { visit: visit_back });
            let recorded = script.recorded(again, 0);
            advance(script, who, Stage::Permitting, (recorded, again), days.start);
        }
        Course::Paused | Course::Resumed => {
            let recent = later(shanghai_day(now) - Days::new(50), 0);
            let soon = later(days.sign, 5);
            let from = if sketch.course == Course::Paused { soon.max(recent) } else { soon };
            let until = working(from + Days::new(60));
            let recorded = script.recorded(from, 1);
            let pause = Command::Pause { until, ground: PauseGround::Funds };
            let reason = "投资方融资尚未到位, 申请暂停推进";
            script.add_with((recorded, from), who, reason, Some(office.leader), pause);
            if sketch.course == Course::Resumed {
                let on = later(from, 8);
                let recorded = script.recorded(on, 0);
                script.add_with((recorded, on), who, "资金已到位, 恢复推进", None, Command::Resume);
            }
        }
        Course::Withdrawn(on) => {
            let recorded = at(on, 400);
            script.forget(at(on, 399), DateTime::<Utc>::MAX_UTC);
            let reason = "投资方战略调整, 双方协商一致终止合作";
            script.add_with((recorded, on), head, reason, None, Command::Withdraw);
        }
        Course::Reopened => {
            let on = later(days.negotiation, 12);
            let again = later(on, 14);
            let reason = "企业决定暂不投资, 终止跟踪";
            let (left, taken_up) = (at(on, 420), at(again, 30));
            script.forget(minutes(left, -1), taken_up);
            script.add_with((left, on), who, reason, None, Command::Withdraw);
            let reopen = Command::Reopen { substitute: None };
            script.add_with((taken_up, again), head, "企业重新确认投资意向", None, reopen);
        }
    }
}
