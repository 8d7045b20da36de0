//! 共用手续: one permit stands for others, which follow it.

use super::case;
use super::checks;
use super::draft::Draft;
use super::permit::find;
use crate::catalogue::Catalogue;
use crate::command::{BeCovered, Follow};
use crate::context::Context;
use crate::cover::{Cover, Covered, MOST};
use crate::event::Event;
use crate::ids::PermitId;
use crate::permit::{Permit, PermitItem};
use crate::refusal::{Refusal, Rule};

/// A permit stands for others from now on.
pub(super) fn cover(draft: &mut Draft, id: PermitId, others: &Covered) -> Result<(), Refusal> {
    let permit = find(draft, id)?;
    let refuse = |rule| Err(Refusal::new(rule).at("permitId"));
    if permit.ruled_out.is_some() {
        return refuse(Rule::PermitRuledOut);
    }
    if permit.covered_by.is_some() {
        return refuse(Rule::PermitCovered);
    }
    let mut covers = permit.covers.clone();
    covers.extend(others.iter().map(|(other, project)| (*other, *project)));
    if covers.len() > MOST {
        return Err(checks::too_many("permitIds", MOST));
    }
    if covers == permit.covers {
        return Ok(());
    }
    draft.push(Event::CoverSet { permit: id, covers })
}

/// Permits follow one that stands for them.
pub(super) fn be_covered(draft: &mut Draft, command: &BeCovered, context: &Context) -> Result<(), Refusal> {
    for (id, place) in &command.permits {
        join(draft, *id, command, context).map_err(|refusal| refusal.within("permitIds", *place))?;
        case::settle(draft, *id, context)?;
    }
    Ok(())
}

fn join(draft: &mut Draft, id: PermitId, command: &BeCovered, context: &Context) -> Result<(), Refusal> {
    let missing = || Refusal::new(Rule::NotFound).text("id", id.to_string());
    let permit = draft.project.permits.get(&id).ok_or_else(missing)?;
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

/// A permit goes its own way again, whatever became of the one that stood for it.
pub(super) fn uncover(draft: &mut Draft, id: PermitId, context: &Context) -> Result<(), Refusal> {
    if find(draft, id)?.covered_by.is_none() {
        return Err(Refusal::new(Rule::PermitNotCovered).at("permitId"));
    }
    checks::reason(context)?;
    draft.push(Event::CoverFollowed { permit: id, by: None })?;
    case::settle_again(draft, id, context)
}

/// What happened elsewhere to a permit that stands for some of this project's, or to one that this project's stood for.
pub(super) fn follow(draft: &mut Draft, follow: &Follow, context: &Context) -> Result<(), Refusal> {
    match follow {
        Follow::Stands(cover) => stand_like(draft, cover, context),
        Follow::Left { permit, other } => {
            let Some(mut covers) = draft.project.permits.get(permit).map(|permit| permit.covers.clone())
            else {
                return Ok(());
            };
            match covers.remove(other) {
                Some(_) => draft.push(Event::CoverSet { permit: *permit, covers }),
                None => Ok(()),
            }
        }
    }
}

fn stand_like(draft: &mut Draft, cover: &Cover, context: &Context) -> Result<(), Refusal> {
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
