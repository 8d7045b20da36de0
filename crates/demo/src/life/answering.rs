//! What departments say to a plan, and its lock.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use luodi_domain::command::Command;
use luodi_domain::ids::{AgencyId, PermitId};
use luodi_domain::permit::{Level, ResponseKind};

use super::drawing::Drawn;
use super::papers::registered_on;
use super::script::{Script, minutes};
use super::sketch::Sketch;
use super::telling::World;
use crate::DemoError;
use crate::calendar::{after, at};
use crate::city::Office;

/// How departments answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// All confirm.
    Prompt,
    /// Some say nothing.
    Slow,
    /// One objects, and is talked with.
    Talked,
    /// One objects, and it is left at that so far.
    Against,
}

const OBJECTION: &str = "上报用地范围与国土空间规划图斑不一致, 请复核后再列入计划";
const TALKED: &str = "现场会商后已核对图斑, 同意列入计划";
const SILENT: &str = "个别部门逾期未反馈, 视为同意; 待定事项待报告出具后补入";

/// Departments answer within a week, then the plan is locked; most of the time.
pub(super) fn answer(
    script: &mut Script,
    world: &World<'_>,
    office: &Office,
    sketch: &Sketch,
    drawn: &Drawn,
) -> Result<(), DemoError> {
    let key = sketch.labels.contains(&"重大项目");
    // Not every plan is sent round.
    if !drawn.surveyed || !key && script.chance(26) {
        return Ok(());
    }
    let mood = match script.some(0, 99) {
        _ if key => Mood::Prompt,
        0..=59 => Mood::Prompt,
        60..=84 => Mood::Slow,
        85..=94 => Mood::Talked,
        _ => Mood::Against,
    };
    let mut of_agency: BTreeMap<Option<AgencyId>, Vec<PermitId>> = BTreeMap::new();
    // Nobody asks the enterprise about what it decides itself, and of the company's registration there is a case by then.
    let asked = |code: &str, level| level != Level::SelfHeld && code != "enterprise_registration";
    for needed in drawn.needs.iter().filter(|needed| asked(&needed.code, needed.level)) {
        of_agency.entry(needed.agency).or_default().push(drawn.permit(&needed.code)?);
    }
    let mut against = mood == Mood::Talked || mood == Mood::Against;
    let mut silent = false;
    for (agency, permits) in of_agency {
        if mood == Mood::Slow && script.chance(30) {
            silent = true;
            continue;
        }
        // Where no agency is known the specialist writes down what he was told.
        let clerk = agency.and_then(|agency| world.city.clerks.get(&agency)).copied();
        let who = clerk.unwrap_or(sketch.specialist);
        let on = after(drawn.on, script.some(1, 4));
        let recorded = script.recorded(on, 0);
        for (place, permit) in (1..).zip(permits) {
            let recorded = minutes(recorded, place);
            if clerk.is_some() && std::mem::take(&mut against) {
                objects(script, (recorded, on), who, permit, mood);
            } else {
                let command = Command::Respond { permit, kind: ResponseKind::Confirmed };
                script.add(recorded, on, who, command);
            }
        }
    }
    // By then the company is registered.
    let locked_on = after(drawn.on, 6).max(after(registered_on(sketch.days.sign, 12), 1));
    let lock = |script: &mut Script, with_gaps: bool| {
        // At the end of the day, when everybody has answered.
        let (moment, command) = ((at(locked_on, 500), locked_on), Command::LockPlan { with_gaps });
        if with_gaps {
            script.add_with(moment, office.manager, SILENT, None, command);
        } else {
            script.add(moment.0, locked_on, sketch.specialist, command);
        }
    };
    match (mood, silent || !drawn.complete) {
        (Mood::Against, _) => {}
        (_, false) => lock(script, false),
        (_, true) if script.chance(50) => lock(script, true),
        (_, true) => {}
    }
    Ok(())
}

fn objects(
    script: &mut Script,
    moment: (chrono::DateTime<chrono::Utc>, NaiveDate),
    who: luodi_domain::ids::OfficerId,
    permit: PermitId,
    mood: Mood,
) {
    let say = |kind| Command::Respond { permit, kind };
    script.add_with(moment, who, OBJECTION, None, say(ResponseKind::Objected));
    if mood == Mood::Talked {
        let on = after(moment.1, 1);
        let recorded = script.recorded(on, 0);
        script.add_with((recorded, on), who, TALKED, None, say(ResponseKind::Confirmed));
    }
}
