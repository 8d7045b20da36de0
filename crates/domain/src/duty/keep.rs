//! Entering rules, handing them over, and ending them.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{DutyRule, Ending, Scope};
use crate::actor::OfficerFacts;
use crate::catalogue::Department;
use crate::context::Context;
use crate::decide::checks::{can_be_responsible, in_order, maybe_line, planned, unknown};
use crate::decide::{LINE, may_keep_registry};
use crate::ids::{DutyRuleId, OfficerId, RegionId};
use crate::refusal::{Fact, Refusal, Rule};
use crate::registry::RegionKind;

/// The version of a new rule.
const FIRST_VERSION: i64 = 1;

/// A rule as it is asked for.
#[derive(Debug, Clone)]
pub struct NewDuty {
    /// The new id.
    pub id: DutyRuleId,
    /// Where.
    pub region: RegionId,
    /// For what.
    pub scope: Scope,
    /// Who.
    pub officer: OfficerId,
    /// From which day on; from today when not said.
    pub from: Option<NaiveDate>,
    /// The last day, where it is known.
    pub until: Option<NaiveDate>,
}

/// That a rule is to end.
#[derive(Debug, Clone, Default)]
pub struct EndOfDuty {
    /// Its last day; today when not said.
    pub last: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
}

impl EndOfDuty {
    /// As the reason of a whole hand-over has it; of a long one as much as a rule keeps.
    pub fn with_hand_over(reason: Option<&str>) -> Self {
        let words = reason.map(|reason| reason.split_whitespace().collect::<Vec<_>>().join(" "));
        Self { last: None, reason: words.map(|words| words.chars().take(LINE).collect()) }
    }

    /// By whom, when and why, the text cleaned.
    pub fn ending(&self, at: DateTime<Utc>, context: &Context) -> Result<Ending, Refusal> {
        let reason = maybe_line(self.reason.as_ref(), LINE, "reason")?;
        Ok(Ending { reason, by: context.actor.officer().map(|officer| officer.id), at })
    }
}

/// Decides whether the caller may keep duty rules at all: whoever keeps the registry does, in person.
pub fn may_keep_duties(context: &Context) -> Result<(), Refusal> {
    may_keep_registry(context)
}

/// Whether somebody can have a rule of a region, which lies below the `above`: one of ours, of an agency of the region, of
/// one below it or of one above it. What a rule of one region gives is not for people of another.
pub fn suits(officer: &OfficerFacts, region: RegionId, above: &[RegionId]) -> bool {
    let works = officer.serves() && officer.role.works_on_projects();
    let own = officer.regions.first();
    works && (officer.regions.contains(&region) || own.is_some_and(|own| above.contains(own)))
}

fn can_have(rule: &DutyRule, context: &Context) -> Result<(), Refusal> {
    can_be_responsible(rule.officer, context, "officerId")?;
    let above = context.facts.regions.get(&rule.region).map_or(&[][..], |facts| &facts.above);
    match context.facts.officers.get(&rule.officer) {
        Some(facts) if !suits(facts, rule.region, above) => Err(Refusal::new(Rule::DutyOutsideRegion)
            .at("officerId")
            .text("officer", rule.officer.to_string())),
        _ => Ok(()),
    }
}

impl DutyRule {
    /// A rule as it is entered, beside the `others` of its region. The context knows its region, its officer and its
    /// agency; who may decide its entry from a day on, up to its last, is asked of `deciding`: nobody where the
    /// catalogue has no such entry on the first.
    pub fn entered(
        wanted: &NewDuty,
        others: &[Self],
        deciding: impl FnOnce(&str, NaiveDate, Option<NaiveDate>) -> BTreeSet<Department>,
        at: DateTime<Utc>,
        context: &Context,
    ) -> Result<Self, Refusal> {
        let rule = Self {
            id: wanted.id,
            region: wanted.region,
            scope: wanted.scope.clone(),
            officer: wanted.officer,
            valid_from: wanted.from.unwrap_or(context.today),
            valid_to: wanted.until,
            set_by: context.actor.officer().map(|officer| officer.id),
            set_at: at,
            ended: None,
            version: FIRST_VERSION,
        };
        let region = context.facts.regions.get(&rule.region);
        let region = region.ok_or_else(|| unknown("regionId", rule.region.to_string()))?;
        // Projects lie in provinces, cities, counties and parks: a township's rule would never be asked.
        if region.kind == RegionKind::Township {
            return Err(Refusal::new(Rule::ValueInvalid).at("regionId"));
        }
        planned(rule.valid_from, context, "validFrom")?;
        if let Some(last) = rule.valid_to {
            planned(last, context, "validTo")?;
            in_order(rule.valid_from, last, "validTo")?;
        }
        let permits = rule.scope.permits();
        if let Some(agency) = permits.agency.filter(|agency| !context.facts.agencies.contains(agency)) {
            return Err(unknown("agencyId", agency.to_string()));
        }
        if let Some(code) = permits.code {
            let deciding = deciding(&code, rule.valid_from, rule.valid_to);
            if deciding.is_empty() {
                let value = code.chars().take(60).collect::<String>();
                return Err(Refusal::new(Rule::ValueInvalid).at("typeCode").text("value", value));
            }
            // Level, phase and agency of a permit are anybody's to choose; its department is the catalogue's word.
            if permits.department.is_some_and(|department| !deciding.contains(&department)) {
                return Err(Refusal::new(Rule::DutyNeverFits).at("department").text("value", code));
            }
        }
        can_have(&rule, context)?;
        rule.alone_among(others)?;
        Ok(rule)
    }

    /// Refuses the same twice at once in one region.
    fn alone_among(&self, others: &[Self]) -> Result<(), Refusal> {
        let same =
            |other: &&Self| other.id != self.id && other.region == self.region && other.scope == self.scope;
        match others.iter().filter(same).find(|other| self.meets(other)) {
            Some(other) => {
                let refusal = Refusal::new(Rule::DutyOverlaps).with("date", Fact::Date(other.valid_from));
                Err(refusal.text("dutyRule", other.id.to_string()))
            }
            None => Ok(()),
        }
    }

    /// The same, over after a day. A rule that was entered by mistake ends the day before its first: it never held.
    pub fn ended(self, end: &EndOfDuty, at: DateTime<Utc>, context: &Context) -> Result<Self, Refusal> {
        let ending = end.ending(at, context)?;
        self.over_after(end.last.unwrap_or(context.today), ending)
    }

    fn over_after(self, last: NaiveDate, ending: Ending) -> Result<Self, Refusal> {
        if self.valid_to.is_some_and(|to| to < self.valid_from) {
            return Err(Refusal::new(Rule::AlreadyEnded).at("dutyRuleId"));
        }
        in_order(before(self.valid_from), last, "lastDay")?;
        // What was ended holds no longer again: that is another rule, which is looked at as one.
        if self.valid_to.is_some_and(|to| to <= last) {
            let refusal = Refusal::new(Rule::NothingToChange).at("lastDay");
            return Err(self
                .valid_to
                .into_iter()
                .fold(refusal, |refusal, to| refusal.with("date", Fact::Date(to))));
        }
        Ok(Self { valid_to: Some(last), ended: Some(ending), ..self })
    }

    /// The same up to the day before one, and from that day on another's: what it is for, and until when, stays. Handed over
    /// from its first day on or before, it never held.
    ///
    /// # Errors
    /// The refusal is at `officerId` or `from`.
    pub fn handed_over(
        self,
        (successor, to): (DutyRuleId, OfficerId),
        from: Option<NaiveDate>,
        ending: Ending,
        context: &Context,
    ) -> Result<(Self, Self), Refusal> {
        if self.officer == to {
            return Err(Refusal::new(Rule::SameOfficer).at("officerId"));
        }
        let day = from.unwrap_or_else(|| context.today.max(self.valid_from));
        planned(day, context, "from")?;
        in_order(self.valid_from, day, "from")?;
        if self.is_over(day) {
            return Err(Refusal::new(Rule::AlreadyEnded).at("dutyRuleId"));
        }
        let next = Self {
            id: successor,
            officer: to,
            valid_from: day,
            set_by: ending.by,
            set_at: ending.at,
            ended: None,
            version: FIRST_VERSION,
            ..self.clone()
        };
        can_have(&next, context)?;
        let ended = self.over_after(before(day), ending)?;
        Ok((ended, next))
    }
}

fn before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}
