//! Absences 请假: days on which a deputy 代理人 acts for an officer, with that officer's rights and under both names.
//!
//! Rights pass once. Whoever is absent stands in for nobody, and a deputy is not absent himself.

#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

use crate::access::{Action, Object, PersonFacts, Viewer, can};
use crate::actor::{Actor, OfficerFacts, PostRole};
use crate::context::Context;
use crate::decide::checks::{in_order, officer_exists, officer_serves, planned, too_many};
use crate::ids::{AbsenceId, OfficerId};
use crate::refusal::{Fact, Refusal, Rule};

/// The longest absence, in days.
const LONGEST: u64 = 366;
/// How many an officer may have before him, and in how many he may be the deputy, the present one with them.
const MOST_AHEAD: usize = 20;

/// An absence. What it is for is nobody's business here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// The id.
    pub id: AbsenceId,
    /// Who is absent.
    pub officer: OfficerId,
    /// Who acts for him.
    pub deputy: OfficerId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, as it was planned.
    pub until: NaiveDate,
    /// From which day on it is over, where it was ended before.
    pub ended_on: Option<NaiveDate>,
    /// Who recorded it; nobody when it was done at the machine itself.
    pub recorded_by: Option<OfficerId>,
    /// Counts the changes.
    pub version: i64,
}

impl Absence {
    /// Whether the deputy acts on this day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until && self.ended_on.is_none_or(|ended| day < ended)
    }

    /// Whether there is no day of it from this one on.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.until < today || self.ended_on.is_some_and(|ended| ended <= today || ended <= self.from)
    }

    /// Whether the two have a day in common, this one or a later.
    fn meets(&self, other: &Self, today: NaiveDate) -> bool {
        let last = |absence: &Self| {
            let ended = absence.ended_on.and_then(|ended| ended.pred_opt());
            ended.map_or(absence.until, |ended| ended.min(absence.until))
        };
        let first = self.from.max(other.from).max(today);
        first <= last(self).min(last(other))
    }

    /// Ends it from a day on, today or later: what a deputy did before stays right.
    pub fn ended(self, on: NaiveDate, today: NaiveDate) -> Result<Self, Refusal> {
        if self.is_over(today) {
            return Err(Refusal::new(Rule::AlreadyEnded).at("absenceId"));
        }
        in_order(today, on, "on")?;
        let before = self.ended_on.unwrap_or(NaiveDate::MAX);
        if on > self.until || on >= before {
            return Err(Refusal::new(Rule::NothingToChange).at("on"));
        }
        Ok(Self { ended_on: Some(on), ..self })
    }

    /// The same, over from today on, because one of the two is in his post no longer; nothing when it is over anyway.
    pub fn cut_short(self, today: NaiveDate) -> Option<Self> {
        (!self.is_over(today)).then_some(Self { ended_on: Some(today), ..self })
    }
}

/// Whether the caller may record this absence: his own, with a deputy of his own agency; or somebody's whose things he may
/// hand over, to somebody to whom he may. What a leader may do is not a manager's to give.
pub fn may_record_absence(absence: &Absence, context: &Context) -> Result<(), Refusal> {
    officer_exists(absence.officer, context, "officerId")?;
    officer_exists(absence.deputy, context, "deputyId")?;
    let Actor::Officer(caller) = &context.actor else { return Ok(()) };
    if !caller.active {
        return Err(Refusal::new(Rule::OfficerInactive));
    }
    let role = |officer| context.facts.officers.get(&officer).map(|facts: &OfficerFacts| facts.role);
    let agency = |officer| context.facts.officers.get(&officer).map(|facts: &OfficerFacts| facts.agency);
    let own = caller.id == absence.officer;
    if own && agency(absence.deputy) == Some(caller.agency) {
        return Ok(());
    }
    let above = caller.role == PostRole::Manager && role(absence.officer) == Some(PostRole::Leader);
    if !caller.role.hands_over() || above {
        return Err(if own {
            Refusal::new(Rule::OutsideJurisdiction).at("deputyId")
        } else {
            Refusal::new(Rule::RoleNotAllowed).with("role", Fact::Term("role", caller.role.as_str()))
        });
    }
    let viewer = Viewer::of(caller).ok_or_else(|| Refusal::new(Rule::OutsideJurisdiction))?;
    for (officer, field) in [(absence.officer, "officerId"), (absence.deputy, "deputyId")] {
        let facts = context.facts.officers.get(&officer);
        let may = facts
            .is_some_and(|facts| can(&viewer, Action::HandOver, &Object::Person(&PersonFacts::of(facts))));
        if !may {
            return Err(Refusal::new(Rule::OutsideJurisdiction).at(field));
        }
    }
    Ok(())
}

/// Whether there can be this absence beside the `others` of the two officers that are not over.
pub fn record_absence(absence: &Absence, others: &[Absence], context: &Context) -> Result<(), Refusal> {
    let Absence { officer, deputy, from, until, .. } = *absence;
    if officer == deputy {
        return Err(Refusal::new(Rule::SameOfficer).at("deputyId"));
    }
    planned(from, context, "from")?;
    in_order(from, until, "until")?;
    in_order(context.today, until, "until")?;
    let latest = from.checked_add_days(Days::new(LONGEST - 1)).unwrap_or(NaiveDate::MAX);
    if until > latest {
        return Err(Refusal::new(Rule::AbsenceTooLong).at("until").with("latest", Fact::Date(latest)));
    }
    for (who, field) in [(officer, "officerId"), (deputy, "deputyId")] {
        officer_serves(who, context, field)?;
        if let Some(facts) = context.facts.officers.get(&who)
            && !facts.role.is_deputised()
        {
            let role = Fact::Term("role", facts.role.as_str());
            return Err(Refusal::new(Rule::RoleNotDeputised).at(field).with("role", role));
        }
    }
    for other in others.iter().filter(|other| other.meets(absence, context.today)) {
        let (rule, field) = if other.officer == officer {
            (Rule::AbsenceOverlaps, "from")
        } else if other.officer == deputy {
            (Rule::DeputyAbsent, "deputyId")
        } else if other.deputy == officer {
            (Rule::OfficerStandsIn, "officerId")
        } else {
            continue;
        };
        return Err(Refusal::new(rule).at(field));
    }
    let absent = others.iter().filter(|other| other.officer == officer).count();
    let stands_in = others.iter().filter(|other| other.deputy == deputy).count();
    for (count, field) in [(absent, "officerId"), (stands_in, "deputyId")] {
        if count >= MOST_AHEAD {
            return Err(too_many(field, MOST_AHEAD));
        }
    }
    Ok(())
}

/// Whether the caller may end an absence: the absent officer, whoever recorded it, and whoever might record it.
pub fn may_end_absence(absence: &Absence, context: &Context) -> Result<(), Refusal> {
    match &context.actor {
        Actor::Officer(caller) if !caller.active => Err(Refusal::new(Rule::OfficerInactive)),
        Actor::Officer(caller) if caller.id == absence.officer || Some(caller.id) == absence.recorded_by => {
            Ok(())
        }
        _ => may_record_absence(absence, context).map_err(|refusal| Refusal { at: Vec::new(), ..refusal }),
    }
}
