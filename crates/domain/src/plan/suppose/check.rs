//! What cannot be supposed.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{Granted, Ground, Supposed, Supposition};
use crate::attribute::{Answers, contradiction};
use crate::clock::Limit;
use crate::decide::checks::{EARLIEST, in_order};
use crate::ids::PermitId;
use crate::milestone::MilestoneKind;
use crate::permit::{Permit, PermitStatus};
use crate::refusal::{Fact, Refusal, Rule};

/// The longest limit that can be supposed, in days.
const LONGEST: i64 = 1_000;
/// How far ahead a day can be supposed, in months: further than any plan goes.
const AHEAD: Months = Months::new(240);

impl Supposition {
    /// The answers as they would be, and what the schedule is to look up.
    pub(super) fn read(&self, ground: Ground<'_, '_>) -> Result<(Answers, Supposed), Refusal> {
        let answers = self.answers(ground)?;
        let promised = self.promises(ground)?;
        let granted = self.grants(ground)?;
        self.points(ground)?;
        Ok((answers, Supposed { promised, granted }))
    }

    fn answers(&self, ground: Ground<'_, '_>) -> Result<Answers, Refusal> {
        let mut answers = ground.answers.clone();
        for (attribute, answer) in &self.answers {
            match answer {
                Some(answer) => {
                    answers.insert(*attribute, *answer);
                }
                None if answers.remove(attribute).is_some() => {}
                None => {
                    let refusal = Refusal::new(Rule::NotFound).at("removeAttributes");
                    return Err(refusal.text("value", attribute.as_str()));
                }
            }
        }
        // What is on record already may contradict itself; what is supposed may not.
        match contradiction(&answers) {
            Some(found) if answers != *ground.answers => Err(found.refusal().at("attributes")),
            _ => Ok(answers),
        }
    }

    fn promises(&self, ground: Ground<'_, '_>) -> Result<BTreeMap<String, Limit>, Refusal> {
        let mut promised = BTreeMap::new();
        for (index, (code, found, unit)) in self.promised.iter().enumerate() {
            let within = |refusal: Refusal| refusal.within("promised", index);
            known(code, ground).map_err(within)?;
            let days = u32::try_from(*found).ok().filter(|_| (1..=LONGEST).contains(found));
            let days = days.ok_or_else(|| within(out_of_range(*found)))?;
            if promised.insert(code.clone(), Limit { days, unit: *unit }).is_some() {
                return Err(within(Refusal::new(Rule::Duplicate).at("typeCode")));
            }
        }
        Ok(promised)
    }

    fn grants(&self, ground: Ground<'_, '_>) -> Result<BTreeMap<Granted, NaiveDate>, Refusal> {
        let mut granted = BTreeMap::new();
        for (index, (what, on)) in self.granted.iter().enumerate() {
            let within = |refusal: Refusal| refusal.within("granted", index);
            let field = match what {
                Granted::Type(_) => "typeCode",
                Granted::Permit(_) => "permitId",
            };
            grantable(what, ground).map_err(|refusal| within(refusal.at(field)))?;
            if *on < EARLIEST {
                let refusal = Refusal::new(Rule::DateTooEarly).at("on").with("date", Fact::Date(*on));
                return Err(within(refusal.with("earliest", Fact::Date(EARLIEST))));
            }
            not_far(*on, ground.today, "on").map_err(within)?;
            // A permit and all of its type: one of them is not meant.
            let type_of = |id: &PermitId| ground.permits.get(id).and_then(|permit| permit.item.code());
            let same = |other: &Granted| match (other, what) {
                (Granted::Type(code), Granted::Permit(id)) | (Granted::Permit(id), Granted::Type(code)) => {
                    type_of(id) == Some(code)
                }
                _ => false,
            };
            if granted.keys().any(same) || granted.insert(what.clone(), *on).is_some() {
                return Err(within(Refusal::new(Rule::Duplicate).at(field)));
            }
        }
        Ok(granted)
    }

    /// A point that was reached is not planned any more, and none is planned for a day gone by.
    fn points(&self, ground: Ground<'_, '_>) -> Result<(), Refusal> {
        use MilestoneKind::{Completed, Producing, Started};
        let points: [(_, _, &[MilestoneKind]); 2] = [
            (self.start_on, "startOn", &[Started, Completed, Producing]),
            (self.complete_on, "completeOn", &[Completed, Producing]),
        ];
        for (day, field, reached) in points {
            let Some(day) = day else { continue };
            if ground.milestones.iter().any(|milestone| reached.contains(&milestone.kind)) {
                return Err(Refusal::new(Rule::PointReached).at(field));
            }
            in_order(ground.today, day, field)?;
            not_far(day, ground.today, field)?;
        }
        match (self.start_on, self.complete_on) {
            (Some(start), Some(complete)) => in_order(start, complete, "completeOn"),
            _ => Ok(()),
        }
    }
}

fn known(code: &str, ground: Ground<'_, '_>) -> Result<(), Refusal> {
    if ground.catalogue.entry(code, ground.today).is_some() {
        return Ok(());
    }
    let shown: String = code.chars().filter(|character| !character.is_control()).take(60).collect();
    Err(Refusal::new(Rule::NotFound).at("typeCode").text("value", shown))
}

/// Whether it can still be granted.
fn grantable(what: &Granted, ground: Ground<'_, '_>) -> Result<(), Refusal> {
    let is_granted =
        |permit: &Permit| matches!(permit.status(), PermitStatus::Granted | PermitStatus::GrantedWithDefects);
    match what {
        Granted::Permit(id) => {
            let permit = ground.permits.get(id).ok_or(Refusal::new(Rule::NotFound))?;
            match permit {
                permit if permit.ruled_out.is_some() => Err(Refusal::new(Rule::PermitRuledOut)),
                permit if is_granted(permit) => Err(Refusal::new(Rule::PermitGranted)),
                _ => Ok(()),
            }
        }
        Granted::Type(code) => {
            known(code, ground).map_err(|refusal| Refusal { at: Vec::new(), ..refusal })?;
            let of_type = |permit: &&Permit| permit.item.code() == Some(code) && permit.ruled_out.is_none();
            let mut standing = ground.permits.values().filter(of_type).peekable();
            if standing.peek().is_some() && standing.all(is_granted) {
                return Err(Refusal::new(Rule::PermitGranted));
            }
            Ok(())
        }
    }
}

fn not_far(day: NaiveDate, today: NaiveDate, field: &'static str) -> Result<(), Refusal> {
    let latest = today.checked_add_months(AHEAD).unwrap_or(NaiveDate::MAX);
    if day <= latest {
        return Ok(());
    }
    let refusal = Refusal::new(Rule::DateInFuture).at(field).with("date", Fact::Date(day));
    Err(refusal.with("today", Fact::Date(today)))
}

fn out_of_range(days: i64) -> Refusal {
    let refusal = Refusal::new(Rule::NumberOutOfRange).at("days").with("found", Fact::Number(days));
    refusal.with("min", Fact::Number(1)).with("max", Fact::Number(LONGEST))
}
