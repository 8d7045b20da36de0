//! Registration and changes to the profile.

use std::collections::BTreeSet;

use super::checks::{self, NAME};
use super::draft::Draft;
use super::stage;
use crate::attribute::{Attribute, Contradiction, contradiction};
use crate::command::Register;
use crate::context::Context;
use crate::event::{Event, GateOutcome, Registered};
use crate::ids::{OfficerId, RegionId};
use crate::partial_date::PartialDate;
use crate::party::CreditRole;
use crate::profile::{Change, CodeStanding, Place, Profile};
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};
use crate::registry::RegionKind;
use crate::share::sum_exceeds_whole;
use crate::stage::Stage;

/// How many names, codes or labels a project may have, each.
const MANY: usize = 50;

pub(super) fn register(command: &Register, context: &Context) -> Result<Vec<Event>, Refusal> {
    let mut profile = tidied(&command.profile)?;
    profile.place = completed(profile.place, context);
    check(&profile, None, context)?;
    // Who brings a project has it to himself until it is signed, so one that nobody is said to have brought is the caller's.
    let own = context.actor.officer().map(|officer| officer.agency);
    profile.originating_agency = profile.originating_agency.or(own);
    if !profile.track.has(command.stage) {
        return Err(not_in_track(&profile, command.stage));
    }
    let first = Event::Registered(Box::new(Registered { profile, phase_of: command.phase_of }));
    let project = Project::born(command.id, first.clone()).map_err(|_| Refusal::new(Rule::Duplicate))?;
    let mut draft = Draft::born(project, first);
    let gate = if command.stage == Stage::Lead { GateOutcome::Met } else { GateOutcome::NotChecked };
    stage::enter(&mut draft, command.stage, None, gate, BTreeSet::new(), command.visit, context)?;
    Ok(draft.into_events())
}

fn not_in_track(profile: &Profile, stage: Stage) -> Refusal {
    Refusal::new(Rule::StageNotInTrack)
        .at("stage")
        .with("track", Fact::Term("track", profile.track.as_str()))
        .with("attempted", Fact::Term("stage", stage.as_str()))
}

pub(super) fn update(draft: &mut Draft, changes: &[Change], context: &Context) -> Result<(), Refusal> {
    if changes.is_empty() {
        return Err(Refusal::new(Rule::NothingToChange));
    }
    let before = draft.project.profile.clone();
    for change in changes {
        let change = match cleaned(change)? {
            Change::Place(place) => Change::Place(completed(place, context)),
            change => change,
        };
        there(&draft.project.profile, &change)?;
        if changes_something(&draft.project.profile, &change) {
            draft.push(Event::ProfileChanged(Box::new(change)))?;
        }
    }
    // What somebody says goes before what a template presumes.
    while let Some(attribute) = presumed_at_fault(&draft.project.profile) {
        draft.push(Event::ProfileChanged(Box::new(Change::Attribute(attribute, None))))?;
    }
    let project = &draft.project;
    check(&project.profile, Some(&before), context)?;
    if !project.profile.track.has(project.stage) {
        return Err(not_in_track(&project.profile, project.stage));
    }
    Ok(())
}

/// An answer that is only presumed and contradicts another.
fn presumed_at_fault(profile: &Profile) -> Option<Attribute> {
    let pair = match contradiction(&profile.attributes)? {
        Contradiction::NotWhole(attribute, _) => [attribute, attribute],
        Contradiction::Contrary((one, _), (other, _)) => [one, other],
    };
    pair.into_iter().find(|attribute| profile.presumed.contains(attribute))
}

/// Whether a change makes a profile another. Attributes come by the dozen, and need no copy of everything else.
fn changes_something(profile: &Profile, change: &Change) -> bool {
    let answer = |attribute| profile.attributes.get(attribute);
    match change {
        Change::Attribute(attribute, said) => {
            answer(attribute) != said.as_ref() || profile.presumed.contains(attribute)
        }
        Change::AttributePresumed(attribute, presumed) => {
            answer(attribute) != Some(presumed) || !profile.presumed.contains(attribute)
        }
        change => {
            let mut after = profile.clone();
            after.apply(change.clone());
            after != *profile
        }
    }
}

/// What is to be taken off is there: else somebody mistyped it and would believe it gone.
fn there(profile: &Profile, change: &Change) -> Result<(), Refusal> {
    let (there, field, value) = match change {
        Change::OtherNameRemoved(name) => {
            (profile.other_names.contains_key(name), "removeAliases", name.as_str())
        }
        Change::LabelRemoved(label) => (profile.labels.contains(label), "removeLabels", label.as_str()),
        Change::Attribute(attribute, None) => {
            (profile.attributes.contains_key(attribute), "removeAttributes", attribute.as_str())
        }
        _ => return Ok(()),
    };
    if there { Ok(()) } else { Err(Refusal::new(Rule::NotFound).at(field).text("value", value)) }
}

/// A new profile with its texts cleaned in the way in which changes are.
fn tidied(profile: &Profile) -> Result<Profile, Refusal> {
    let mut profile = profile.clone();
    profile.name = checks::line(&profile.name, NAME, "name")?;
    let mut changes = vec![Change::Industry(profile.industry.take()), Change::Chain(profile.chain.take())];
    let names = std::mem::take(&mut profile.other_names);
    changes.extend(names.into_iter().map(|(name, kind)| Change::OtherNameAdded(name, kind)));
    changes.extend(std::mem::take(&mut profile.labels).into_iter().map(Change::LabelAdded));
    for change in &changes {
        profile.apply(cleaned(change)?);
    }
    Ok(profile)
}

fn cleaned(change: &Change) -> Result<Change, Refusal> {
    Ok(match change {
        Change::Name(name) => Change::Name(checks::line(name, NAME, "name")?),
        Change::OtherNameAdded(name, kind) => {
            Change::OtherNameAdded(checks::line(name, NAME, "aliases")?, *kind)
        }
        Change::LabelAdded(label) => Change::LabelAdded(checks::line(label, 40, "labels")?),
        Change::Industry(text) => Change::Industry(checks::maybe_line(text.as_ref(), 40, "industry")?),
        Change::Chain(text) => Change::Chain(checks::maybe_line(text.as_ref(), NAME, "chain")?),
        other => other.clone(),
    })
}

/// What any profile must keep to, however it came about. An agency that it named before may have closed since.
fn check(profile: &Profile, before: Option<&Profile>, context: &Context) -> Result<(), Refusal> {
    let texts = profile.other_names.keys().map(|name| (name, NAME, "aliases"));
    let texts = texts.chain(profile.labels.iter().map(|label| (label, 40, "labels")));
    let texts = texts.chain(profile.industry.iter().map(|text| (text, 40, "industry")));
    let texts = texts.chain(profile.chain.iter().map(|text| (text, NAME, "chain")));
    for (text, max, field) in texts {
        checks::line(text, max, field)?;
    }
    let present = profile.codes.values().filter(|standing| **standing == CodeStanding::Present).count();
    if present > 1 {
        return Err(Refusal::new(Rule::TooMany).at("projectCode").with("max", Fact::Number(1)));
    }
    let counts = [
        (profile.other_names.len(), "aliases"),
        (profile.codes.len(), "projectCode"),
        (profile.labels.len(), "labels"),
        (profile.credits.len(), "credits"),
    ];
    if let Some((_, field)) = counts.into_iter().find(|(count, _)| *count > MANY) {
        return Err(Refusal::new(Rule::TooMany).at(field).with("max", Fact::Number(50)));
    }
    checks::amount(profile.agreed_investment, "agreedInvestment")?;
    attributes(profile, before)?;
    credits(profile, before, context)?;
    place(&profile.place, context)?;
    if before.is_none_or(|before| before.originating_agency != profile.originating_agency) {
        checks::agency_works(profile.originating_agency, context, "originatingAgencyId")?;
    }
    people(profile, before, context)?;
    let dates =
        [(&profile.planned_start, "plannedStart"), (&profile.planned_production, "plannedProduction")];
    for (date, field) in dates {
        if let Some(date) = date {
            checks::planned(date.first_day(), context, field)?;
        }
    }
    if let (Some(start), Some(production)) = (&profile.planned_start, &profile.planned_production) {
        rough_order(start, production)?;
    }
    Ok(())
}

/// Whoever is put in charge anew serves: as landing specialist one of ours, as leader in charge a leader.
fn people(profile: &Profile, before: Option<&Profile>, context: &Context) -> Result<(), Refusal> {
    let new = |officer: fn(&Profile) -> Option<OfficerId>| {
        officer(profile).filter(|_| before.is_none_or(|before| officer(before) != officer(profile)))
    };
    if let Some(specialist) = new(|profile| profile.landing_specialist) {
        checks::can_be_responsible(specialist, context, "landingSpecialistId")?;
    }
    if let Some(leader) = new(|profile| profile.leader_in_charge) {
        checks::can_lead(leader, context, "leaderInChargeId")?;
    }
    Ok(())
}

/// Refuses only what no reading of two rough dates could make true: the latest day of the one before the first of the other.
fn rough_order(start: &PartialDate, production: &PartialDate) -> Result<(), Refusal> {
    checks::in_order(start.first_day(), production.last_day(), "plannedProduction")
}

/// Every answer is of the kind that its attribute takes, and none contradicts another. Answers that stood before may, for
/// whoever changes something else need not know of them.
fn attributes(profile: &Profile, before: Option<&Profile>) -> Result<(), Refusal> {
    if let Some((attribute, _)) =
        profile.attributes.iter().find(|(attribute, answer)| !attribute.takes(**answer))
    {
        return Err(Refusal::new(Rule::ValueInvalid).at("attributes").text("key", attribute.as_str()));
    }
    match contradiction(&profile.attributes) {
        Some(found) if before.is_none_or(|before| before.attributes != profile.attributes) => {
            Err(found.refusal().at("attributes"))
        }
        _ => Ok(()),
    }
}

/// Shares of a role may add up to the whole at most on any day; a day on which a share begins is where a sum can be highest.
fn credits(profile: &Profile, before: Option<&Profile>, context: &Context) -> Result<(), Refusal> {
    for credit in profile.credits.values() {
        let named_before =
            |before: &Profile| before.credits.values().any(|other| other.agency == credit.agency);
        if !before.is_some_and(named_before) {
            checks::agency_works(Some(credit.agency), context, "credits")?;
        }
        checks::past(credit.since, context, "credits")?;
        if let Some(until) = credit.until {
            checks::in_order(credit.since, until, "credits")?;
        }
    }
    for &role in CreditRole::ALL {
        let of_role = || profile.credits.values().filter(move |credit| credit.role == role);
        for day in of_role().map(|credit| credit.since) {
            if sum_exceeds_whole(of_role().filter(|credit| credit.holds_on(day)).map(|credit| credit.share)) {
                let role = Fact::Term("creditRole", role.as_str());
                return Err(Refusal::new(Rule::SharesExceedWhole)
                    .at("credits")
                    .with("role", role)
                    .with("date", Fact::Date(day)));
            }
        }
    }
    Ok(())
}

/// A place with the levels above the lowest one named, where they are left out: whoever says the county has said the city.
fn completed(mut place: Place, context: &Context) -> Place {
    let lowest = place.park.or(place.county).or(place.city);
    let Some(facts) = lowest.and_then(|region| context.facts.regions.get(&region)) else { return place };
    let named = [place.province, place.city, place.county];
    if named.into_iter().flatten().any(|upper| Some(upper) != lowest && !facts.above.contains(&upper)) {
        return place;
    }
    for upper in &facts.above {
        let slot = match context.facts.regions.get(upper).map(|facts| facts.kind) {
            Some(RegionKind::Province) => &mut place.province,
            Some(RegionKind::City) => &mut place.city,
            Some(RegionKind::County) => &mut place.county,
            Some(RegionKind::Park | RegionKind::Township) | None => continue,
        };
        slot.get_or_insert(*upper);
    }
    place
}

/// Each region of a place is of its level and lies within those above it.
fn place(place: &Place, context: &Context) -> Result<(), Refusal> {
    let levels = [
        (place.province, RegionKind::Province, "provinceId"),
        (place.city, RegionKind::City, "cityId"),
        (place.county, RegionKind::County, "countyId"),
        (place.park, RegionKind::Park, "parkId"),
    ];
    let mut above: Vec<RegionId> = Vec::new();
    for (region, kind, field) in levels {
        let Some(region) = region else { continue };
        let facts =
            context.facts.regions.get(&region).ok_or_else(|| checks::unknown(field, region.to_string()))?;
        if facts.kind != kind {
            let found = Fact::Term("regionKind", facts.kind.as_str());
            return Err(Refusal::new(Rule::PlaceInconsistent).at(field).with("found", found));
        }
        if above.iter().any(|upper| !facts.above.contains(upper)) {
            return Err(Refusal::new(Rule::PlaceInconsistent).at(field));
        }
        above.push(region);
    }
    Ok(())
}
