//! 共用手续: one permit stands for others, which follow it.

use chrono::NaiveDate;

use super::case;
use super::checks;
use super::draft::Draft;
use super::permit::{after_a_lock, find};
use crate::catalogue::Catalogue;
use crate::command::{BeCovered, Follow};
use crate::context::Context;
use crate::cover::{Cover, Covered, MOST};
use crate::event::Event;
use crate::ids::PermitId;
use crate::permit::{Permit, PermitItem};
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};

/// A permit stands for others from now on.
pub(super) fn cover(
    draft: &mut Draft,
    id: PermitId,
    others: &Covered,
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
    covers.extend(others.iter().map(|(other, project)| (*other, *project)));
    if covers.len() > MOST {
        return Err(checks::too_many("permitIds", MOST));
    }
    if covers == permit.covers {
        return Ok(());
    }
    let opened_on = draft.project.steps.get(&permit.step).map(|step| step.opened_on);
    follows_since(opened_on, context).map_err(|refusal| refusal.at("occurredOn"))?;
    draft.push(Event::CoverSet { permit: id, covers })
}

/// Permits follow one that stands for them. What departments confirmed changes for a reason only, and so does what is
/// there at once because another has it.
pub(super) fn be_covered(draft: &mut Draft, command: &BeCovered, context: &Context) -> Result<(), Refusal> {
    for (id, place) in &command.permits {
        let permit = joining(&draft.project, *id, command, context);
        let permit = permit.map_err(|refusal| refusal.within("permitIds", *place))?;
        if !permit.follows(command.by.permit) {
            after_a_lock(&draft.project, context)?;
            if command.by.stands.is_granted() {
                checks::reason(context)?;
            }
            let opened_on = draft.project.steps.get(&permit.step).map(|step| step.opened_on);
            let since = follows_since(opened_on.max(permit.cover_changed_on), context);
            since.map_err(|refusal| refusal.within("permitIds", *place))?;
            let by = Some(command.by);
            draft.push(Event::CoverFollowed { permit: *id, by, on: context.occurred_on })?;
        }
        case::settle(draft, *id, context)?;
    }
    Ok(())
}

/// The permit that is to follow another, if it can or does so already.
fn joining<'p>(
    project: &'p Project,
    id: PermitId,
    command: &BeCovered,
    context: &Context,
) -> Result<&'p Permit, Refusal> {
    let missing = || Refusal::new(Rule::NotFound).text("id", id.to_string());
    let permit = project.permits.get(&id).ok_or_else(missing)?;
    if permit.follows(command.by.permit) {
        return Ok(permit);
    }
    if id == command.by.permit {
        return Err(Refusal::new(Rule::CoverUnlike));
    }
    goes_no_way_of_its_own(permit)?;
    if permit.item != command.item {
        let own = command.by.project == project.id;
        if !own || !leads(&command.item, &permit.item, &context.facts.catalogue, context) {
            return Err(Refusal::new(Rule::CoverUnlike));
        }
        can_still_join(project, permit, command.by.permit)?;
    }
    Ok(permit)
}

/// What is accepted together is granted together: nothing joins a whole that is granted, and what was let go of while it was
/// under way joins only the next attempt. Else a part whose department objects could be let go until the whole is granted.
fn can_still_join(project: &Project, part: &Permit, lead: PermitId) -> Result<(), Refusal> {
    let Some(case) = project.permits.get(&lead).and_then(Permit::current_case) else { return Ok(()) };
    let state = case.state();
    if state.is_granted() {
        return Err(Refusal::new(Rule::CoverClosed));
    }
    let left = part.cover_changed_on.is_some_and(|left| case.opened_on <= left);
    if state.is_live() && left {
        return Err(Refusal::new(Rule::CoverClosed));
    }
    Ok(())
}

/// The day of the command is not before what it changes was so: the permit was there, began or ceased to follow another, or
/// its department spoke of its part.
fn follows_since(since: Option<NaiveDate>, context: &Context) -> Result<(), Refusal> {
    match since.filter(|since| context.occurred_on < *since) {
        Some(since) => {
            let refusal = Refusal::new(Rule::DateOutOfOrder).with("date", Fact::Date(context.occurred_on));
            Err(refusal.with("notBefore", Fact::Date(since)))
        }
        None => Ok(()),
    }
}

/// A permit goes its own way again, whatever became of the one that stood for it.
pub(super) fn uncover(draft: &mut Draft, id: PermitId, context: &Context) -> Result<(), Refusal> {
    let permit = find(draft, id)?;
    if permit.covered_by.is_none() {
        return Err(Refusal::new(Rule::PermitNotCovered).at("permitId"));
    }
    checks::reason(context)?;
    let said_on = permit.response.as_ref().map(|said| said.on);
    follows_since(permit.cover_changed_on.max(said_on), context)
        .map_err(|refusal| refusal.at("occurredOn"))?;
    draft.push(Event::CoverFollowed { permit: id, by: None, on: context.occurred_on })?;
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
        draft.push(Event::CoverFollowed { permit: id, by: Some(*cover), on: context.occurred_on })?;
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
