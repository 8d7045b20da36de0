//! Materials 申请材料: listing what permits need, saying how far it is, and taking it off the list.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::checks::{self, LINE};
use super::draft::Draft;
use crate::attachment::Subject;
use crate::command::{AddMaterial, ForPermit, UpdateMaterial};
use crate::context::Context;
use crate::event::{Event, MaterialTold};
use crate::ids::{MaterialId, PermitId};
use crate::material::{
    LONGEST_NAME, MOST_OF_PERMIT, MOST_OF_PROJECT, MOST_REMOVED, Material, MaterialFacts, SHORTEST_NAME,
    folded,
};
use crate::private::Private;
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};

pub(super) fn add(draft: &mut Draft, command: &AddMaterial, context: &Context) -> Result<(), Refusal> {
    let project = &draft.project;
    let facts = MaterialFacts {
        name: name(&command.name)?,
        holder: command.holder,
        note: note(command.note.as_ref())?,
        state: command.state,
        due_on: command.due_on,
        permits: BTreeMap::new(),
    };
    unlike_others(project, None, &facts.name)?;
    if project.materials.values().filter(|material| material.is_listed()).count() >= MOST_OF_PROJECT {
        return Err(checks::too_many("projectId", MOST_OF_PROJECT));
    }
    agreed(facts.due_on, context.occurred_on, context)?;
    if command.permits.is_empty() {
        return Err(Refusal::new(Rule::Required).at("permits").with("min", Fact::Number(1)));
    }
    let permits = needed(project, &BTreeMap::new(), &command.permits, "permits")?;
    let facts = MaterialFacts { permits, ..facts };
    let told = MaterialTold { material: command.id, facts, on: context.occurred_on };
    draft.push(Event::MaterialListed(Box::new(told)))
}

pub(super) fn update(draft: &mut Draft, command: &UpdateMaterial, context: &Context) -> Result<(), Refusal> {
    let project = &draft.project;
    let material = find(project, command.material)?;
    let before = &material.facts;
    let name = command.name.as_deref().map(name).transpose()?;
    if let Some(name) = &name {
        unlike_others(project, Some(material.id), name)?;
    }
    let told = command.note.as_ref();
    let due_on = command.due_on.unwrap_or(before.due_on);
    if command.due_on.is_some() {
        agreed(due_on, material.listed_on, context)?;
    }
    let both = |id: &PermitId| command.add.iter().any(|added| added.permit == *id);
    if let Some(index) = command.remove.iter().position(both) {
        let mut refusal = Refusal::new(Rule::Duplicate).at("removePermits");
        refusal.at.push(crate::refusal::Segment::Index(index));
        return Err(refusal);
    }
    let kept = without(project, &before.permits, &command.remove)?;
    let facts = MaterialFacts {
        name: name.unwrap_or_else(|| before.name.clone()),
        holder: command.holder.unwrap_or(before.holder),
        note: told.map_or_else(|| Ok(before.note.clone()), |told| note(told.as_ref()))?,
        state: command.state.unwrap_or(before.state),
        due_on,
        permits: needed(project, &kept, &command.add, "addPermits")?,
    };
    if facts.permits.is_empty() {
        return Err(Refusal::new(Rule::Required).at("removePermits").with("min", Fact::Number(1)));
    }
    // How far it is, is told in the order in which it went.
    let earliest = if facts.state == before.state { material.listed_on } else { material.since };
    checks::in_order(earliest, context.occurred_on, "occurredOn")?;
    if facts == *before {
        return Ok(());
    }
    let told = MaterialTold { material: material.id, facts, on: context.occurred_on };
    draft.push(Event::MaterialUpdated(Box::new(told)))
}

/// Takes off the list what came there by mistake. What an agency has had, or files are kept of, is part of what happened:
/// it may turn out not to be needed.
pub(super) fn remove(draft: &mut Draft, id: MaterialId, context: &Context) -> Result<(), Refusal> {
    let project = &draft.project;
    let material = find(project, id)?;
    let subject = Subject::Material(id);
    let has_files = project
        .attachments
        .values()
        .any(|attachment| attachment.subject == subject && attachment.withdrawn.is_none());
    if material.filed || has_files {
        return Err(Refusal::new(Rule::MaterialInUse).at("materialId"));
    }
    if project.materials.values().filter(|material| !material.is_listed()).count() >= MOST_REMOVED {
        return Err(checks::too_many("materialId", MOST_REMOVED));
    }
    checks::in_order(material.since, context.occurred_on, "occurredOn")?;
    let reason = checks::reason(context)?;
    draft.push(Event::MaterialRemoved { material: id, on: context.occurred_on, reason })
}

/// A material that is on the list. What was taken off it is answered as what never was.
fn find(project: &Project, id: MaterialId) -> Result<&Material, Refusal> {
    project.material(id).ok_or_else(|| checks::unknown("materialId", id.to_string()))
}

fn name(text: &str) -> Result<String, Refusal> {
    let name = checks::line(text, LONGEST_NAME, "name")?;
    if name.chars().count() < SHORTEST_NAME {
        return Err(Refusal::new(Rule::ValueInvalid).at("name").text("value", name));
    }
    Ok(name)
}

fn note(text: Option<&String>) -> Result<Option<Private>, Refusal> {
    Ok(checks::maybe_line(text, LINE, "holderNote")?.map(Private::new))
}

/// Two of one name could not be told apart: one serves all permits that need it.
fn unlike_others(project: &Project, own: Option<MaterialId>, name: &str) -> Result<(), Refusal> {
    let key = folded(name);
    let others = project.materials.values().filter(|other| other.is_listed() && Some(other.id) != own);
    match others.into_iter().find(|other| folded(&other.facts.name) == key) {
        None => Ok(()),
        Some(twin) => Err(Refusal::new(Rule::Duplicate).at("name").text("material", twin.id.to_string())),
    }
}

/// A day is agreed for something that is on the list.
fn agreed(due_on: Option<NaiveDate>, listed_on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    let Some(due_on) = due_on else { return Ok(()) };
    checks::planned(due_on, context, "dueOn")?;
    checks::in_order(listed_on, due_on, "dueOn")
}

/// The permits that need it, those with these: permits of the project that stand in its plan.
fn needed(
    project: &Project,
    before: &BTreeMap<PermitId, bool>,
    more: &[ForPermit],
    field: &'static str,
) -> Result<BTreeMap<PermitId, bool>, Refusal> {
    let mut permits = before.clone();
    let mut named = BTreeSet::new();
    for (index, ForPermit { permit: id, deferrable }) in more.iter().enumerate() {
        let place = |refusal: Refusal| refusal.within(field, index);
        let permit = project.permits.get(id);
        let permit = permit.ok_or_else(|| place(checks::unknown("permitId", id.to_string())))?;
        if permit.ruled_out.is_some() {
            return Err(place(Refusal::new(Rule::PermitRuledOut).at("permitId")));
        }
        if !named.insert(*id) {
            return Err(place(Refusal::new(Rule::Duplicate).at("permitId")));
        }
        let taken = project.materials.values().filter(|material| material.serves(*id)).count();
        if permits.insert(*id, *deferrable).is_none() && taken >= MOST_OF_PERMIT {
            return Err(place(checks::too_many("permitId", MOST_OF_PERMIT)));
        }
    }
    Ok(permits)
}

/// The permits that go on needing it. One that does not need it anyway may be named: what is asked for is so.
fn without(
    project: &Project,
    before: &BTreeMap<PermitId, bool>,
    gone: &[PermitId],
) -> Result<BTreeMap<PermitId, bool>, Refusal> {
    let mut kept = before.clone();
    for (index, id) in gone.iter().enumerate() {
        if !project.permits.contains_key(id) {
            let mut refusal = checks::unknown("removePermits", id.to_string());
            refusal.at.push(crate::refusal::Segment::Index(index));
            return Err(refusal);
        }
        kept.remove(id);
    }
    Ok(kept)
}
