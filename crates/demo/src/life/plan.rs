//! The permits of a project, wave after wave, between the plan and the start, and from there to production.

use chrono::{Days, NaiveDate};
use luodi_domain::command::Command;
use luodi_domain::permit::{Level, Phase};
use luodi_domain::profile::{Change, CodeStanding};
use luodi_domain::stage::Track;

use super::permits::{Granted, Voices, Window, permit};
use super::script::{Script, minutes};
use super::sketch::{Course, Sketch};
use crate::DemoError;
use crate::calendar::{later, working};
use crate::city::Office;
use crate::codes::project_code;
use crate::content::permits::{Needed, before_production, before_start};

/// The waves between plan and start, in hundredths of the time.
const WAVES: &[(i64, i64)] = &[(0, 10), (0, 45), (40, 62), (60, 80), (80, 100)];

/// The latest grants before the start and before production.
pub(super) struct Grants {
    pub(super) start: Option<Granted>,
    pub(super) production: Option<Granted>,
}

/// Which permits a project needs before its start.
fn needed(sketch: &Sketch) -> Vec<&'static Needed> {
    let of = |level, many| before_start(sketch.kind, level).iter().take(many);
    of(Level::County, sketch.needs.county)
        .chain(of(Level::City, sketch.needs.city))
        .chain(of(Level::Provincial, sketch.needs.provincial))
        .collect()
}

/// Writes the ways of all permits.
pub(super) fn permits(
    script: &mut Script,
    office: &Office,
    sketch: &Sketch,
    voices: Voices,
) -> Result<Grants, DemoError> {
    let days = &sketch.days;
    let mut grants = Grants { start: None, production: None };
    for item in needed(sketch) {
        let (first, last) = WAVES.get(item.wave).copied().unwrap_or((0, 100));
        let gap = sketch.course == Course::WithGaps && item.code == "construction_permit";
        let planned = planned_on(sketch, item);
        let window = if gap {
            Window { planned, from: later(days.start, 3), until: later(days.start, 16) }
        } else {
            let begin = part_of_the_way(sketch, first);
            let from = later(begin, u64::from(script.some(0, 2))).max(planned);
            let early = sketch.early_filing && item.wave == 0;
            let (from, until) =
                if early { (planned, later(planned, 20)) } else { (from, part_of_the_way(sketch, last)) };
            Window { planned, from, until }
        };
        let granted = permit(script, office, item, Phase::BeforeStart, window, voices);
        if item.code == "project_filing" {
            code(script, office, sketch, granted, voices)?;
        }
        if !gap {
            grants.start = Some(latest(grants.start, granted));
        }
    }
    for level in [Level::County, Level::City, Level::Provincial] {
        for item in before_production(sketch.kind, level) {
            let planned = working(days.start.max(days.permit) + Days::new(1));
            let from = later(days.produce, 0) - Days::new(30);
            let window = Window { planned, from: from.max(planned), until: days.produce };
            let granted = permit(script, office, item, Phase::BeforeProduction, window, voices);
            grants.production = Some(latest(grants.production, granted));
        }
    }
    Ok(grants)
}

/// The day so many hundredths of the way from the plan to the start. A start that lies far ahead does not make anybody
/// wait with the permits.
pub(super) fn part_of_the_way(sketch: &Sketch, hundredths: i64) -> NaiveDate {
    let span = (sketch.days.start - sketch.days.permit).num_days().clamp(20, 110) - 12;
    sketch.days.permit + Days::new(u64::try_from(span * hundredths / 100).unwrap_or(0))
}

/// Filing often precedes the signature by a few days; everything else is planned before the handling of permits begins.
fn planned_on(sketch: &Sketch, item: &Needed) -> NaiveDate {
    let days = &sketch.days;
    if item.wave == 0 && sketch.early_filing {
        later(days.negotiation, 20)
    } else if item.wave == 0 {
        days.sign
    } else {
        working(days.sign + Days::new(1)).min(days.permit)
    }
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
