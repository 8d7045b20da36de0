//! Whom a duty rule 责任分工 makes responsible where nobody is named.

use super::checks;
use crate::access::{Action, Object, ProjectFacts, Viewer, can};
use crate::context::Context;
use crate::duty::{DutyRule, Task, chosen};
use crate::ids::OfficerId;
use crate::permit::Permit;
use crate::plan::{Plan, planned};
use crate::project::Project;

/// The rule by which somebody is responsible for this today, if any is: for what is told of an earlier day too, since it is
/// he who will do it. Whom it names can be responsible for a step, and of a lead or a negotiation he knows without being
/// given it: a rule makes nobody an insider.
pub fn on_duty<'c>(project: &Project, task: &Task<'_>, context: &'c Context) -> Option<&'c DutyRule> {
    let roster = &context.facts.roster;
    if roster.rules.is_empty() {
        return None;
    }
    let stage = match task {
        Task::Visit(stage) => *stage,
        Task::Permit { .. } => project.stage,
    };
    let facts = ProjectFacts::of(project, stage, roster.brought_from.clone());
    let knows = |officer| {
        let viewer = context.facts.officers.get(&officer).and_then(Viewer::of);
        viewer.is_some_and(|viewer| can(&viewer, Action::See, &Object::Project(&facts)))
    };
    chosen(&roster.rules, &project.profile.place, task, context.today, |officer| {
        checks::may_hold(officer, context) && (!facts.is_confidential() || knows(officer))
    })
}

/// Who is responsible for this where nobody is named, and by which rule: without one it is the landing specialist. Nothing
/// where he is none either, or cannot be.
pub fn answerable<'c>(
    project: &Project,
    task: &Task<'_>,
    context: &'c Context,
) -> Option<(OfficerId, Option<&'c DutyRule>)> {
    if let Some(rule) = on_duty(project, task, context) {
        return Some((rule.officer, Some(rule)));
    }
    let specialist = project.profile.landing_specialist;
    specialist.filter(|specialist| checks::may_hold(*specialist, context)).map(|officer| (officer, None))
}

/// What a permit is about, by what is known of it and what the catalogue says of its entry on the day of the command.
pub fn task_of<'a>(permit: &'a Permit, project: &Project, context: &Context) -> Task<'a> {
    let code = permit.item.code();
    let entry = code.and_then(|code| context.facts.catalogue.entry(code, context.occurred_on));
    let plan = Plan::new(entry, &project.profile.attributes);
    Task::Permit {
        code,
        agency: permit.agency,
        department: plan.items().next().and_then(|item| item.department),
        level: permit.level,
        phase: permit.phase,
    }
}

/// What a permit of an entry would be about, as a plan would have it today; nothing where the catalogue has no such entry.
pub fn task_of_entry<'a>(code: &'a str, project: &Project, context: &Context) -> Option<Task<'a>> {
    let entry = context.facts.catalogue.entry(code, context.occurred_on)?;
    let plan = Plan::new([entry], &project.profile.attributes);
    let item = plan.items().next()?;
    let planned = planned(item, project, &context.facts.offices);
    Some(Task::Permit {
        code: Some(code),
        agency: planned.agency,
        department: item.department,
        level: planned.level,
        phase: planned.phase,
    })
}
