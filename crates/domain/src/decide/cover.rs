//! 共用手续: one permit stands for others, which follow it.

use super::case;
use super::checks;
use super::draft::Draft;
use super::permit::find;
use crate::catalogue::Catalogue;
use crate::command::BeCovered;
use crate::context::Context;
use crate::cover::{Cover, Covered, MOST};
use crate::event::Event;
use crate::ids::PermitId;
use crate::permit::{Permit, PermitItem};
use crate::refusal::{Fact, Refusal, Rule};

/// A permit stands for others from now on, or no longer does.
pub(super) fn cover(
    draft: &mut Draft,
    id: PermitId,
    others: &Covered,
    ends: bool,
    context: &Context,
) -> Result<(), Refusal> {
    let permit = find(draft, id)?;
    let refuse = |rule| Err(Refusal::new(rule).at("permitId"));
    if permit.ruled_out.is_some() {
        return refuse(Rule::PermitRuledOut);
    }
    if permit.covered_by.is_some() {
        return refuse(Rule::PermitCovered);
    }
    let mut covers = permit.covers.clone();
    if ends {
        checks::reason(context)?;
        covers.retain(|other, _| !others.contains_key(other));
    } else {
        covers.extend(others.iter().map(|(other, project)| (*other, *project)));
    }
    if covers.len() > MOST {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        return Err(Refusal::new(Rule::TooMany).at("permitIds").with("max", Fact::Number(most)));
    }
    if covers == permit.covers {
        return Ok(());
    }
    draft.push(Event::CoverSet { permit: id, covers })
}

/// Permits follow one that stands for them, or go their own way again.
pub(super) fn be_covered(draft: &mut Draft, command: &BeCovered, context: &Context) -> Result<(), Refusal> {
    for (id, place) in &command.permits {
        let at = |refusal: Refusal| refusal.within("permitIds", *place);
        if command.ends {
            leave(draft, *id, command.by.permit).map_err(at)?;
        } else {
            join(draft, *id, command, context).map_err(at)?;
        }
        case::settle(draft, *id, context)?;
    }
    Ok(())
}

fn join(draft: &mut Draft, id: PermitId, command: &BeCovered, context: &Context) -> Result<(), Refusal> {
    let permit = find_listed(draft, id)?;
    if permit.covered_by.is_some_and(|cover| cover.permit == command.by.permit) {
        return Ok(());
    }
    if id == command.by.permit {
        return Err(Refusal::new(Rule::CoverUnlike));
    }
    goes_no_way_of_its_own(permit)?;
    let together = command.by.project == draft.project.id
        && leads(&command.item, &permit.item, &context.facts.catalogue, context);
    if permit.item != command.item && !together {
        return Err(Refusal::new(Rule::CoverUnlike));
    }
    draft.push(Event::CoverFollowed { permit: id, by: Some(command.by) })
}

fn leave(draft: &mut Draft, id: PermitId, from: PermitId) -> Result<(), Refusal> {
    let permit = find_listed(draft, id)?;
    if permit.covered_by.is_none_or(|cover| cover.permit != from) {
        return Err(Refusal::new(Rule::NotFound).text("id", id.to_string()));
    }
    draft.push(Event::CoverFollowed { permit: id, by: None })
}

/// What became of a permit that stands for some of this project's.
pub(super) fn follow(draft: &mut Draft, cover: &Cover, context: &Context) -> Result<(), Refusal> {
    let behind = |permit: &&Permit| {
        permit.covered_by.is_some_and(|own| own.permit == cover.permit && own.stands != cover.stands)
    };
    let following: Vec<PermitId> =
        draft.project.permits.values().filter(behind).map(|permit| permit.id).collect();
    for id in following {
        draft.push(Event::CoverFollowed { permit: id, by: Some(*cover) })?;
        case::settle(draft, id, context)?;
    }
    Ok(())
}

/// Nobody has filed it by itself, ruled it out, or had it stand for others.
fn goes_no_way_of_its_own(permit: &Permit) -> Result<(), Refusal> {
    let state = permit.current_case().map(crate::case::Case::state);
    let rule = if permit.ruled_out.is_some() {
        Rule::PermitRuledOut
    } else if permit.covered_by.is_some() {
        Rule::PermitCovered
    } else if !permit.covers.is_empty() {
        Rule::PermitCovers
    } else if state.is_some_and(crate::case::CaseState::is_granted) {
        Rule::PermitGranted
    } else if state.is_some_and(crate::case::CaseState::is_live) {
        Rule::CaseUnderWay
    } else {
        return Ok(());
    };
    Err(Refusal::new(rule))
}

/// Whether an entry leads the parallel group 并联 in which another is accepted.
fn leads(lead: &PermitItem, other: &PermitItem, catalogue: &Catalogue, context: &Context) -> bool {
    let entry = |item: &PermitItem| catalogue.entry(item.code()?, context.today);
    let group = entry(lead).filter(|entry| entry.leads_group).and_then(|entry| entry.parallel_group.as_ref());
    group.is_some() && entry(other).and_then(|entry| entry.parallel_group.as_ref()) == group
}

/// The permit, or a refusal that says which of a list is not there.
fn find_listed(draft: &Draft, id: PermitId) -> Result<&Permit, Refusal> {
    draft.project.permits.get(&id).ok_or_else(|| Refusal::new(Rule::NotFound).text("id", id.to_string()))
}
