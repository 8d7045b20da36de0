//! Who may give which command to which project.

use super::{Action, Object, ProjectFacts, Viewer, can};
use crate::actor::OfficerFacts;
use crate::attachment::Subject;
use crate::command::{Attach, Command};
use crate::ids::{AttachmentId, MaterialId, PermitId};
use crate::project::Project;
use crate::refusal::{Refusal, Rule};

/// Whether the viewer may give this command to this project, as far as it depends on whose the project is: what does not
/// exist for him is not found, and what lies outside his jurisdiction is refused. Which roles may give which command at all
/// is [`crate::decide`]'s to say. A gate is passed with gaps on the `authority` of a leader who stands over the project.
pub fn admit(
    viewer: &Viewer,
    project: &Project,
    facts: &ProjectFacts,
    command: &Command,
    authority: Option<&OfficerFacts>,
) -> Result<(), Refusal> {
    if !can(viewer, Action::See, &Object::Project(facts)) {
        return Err(unseen(project));
    }
    let role = viewer.role;
    let (admitted, by_role) = match command {
        // What somebody holds is passed on whole, whoever may see what of it: the right is one over the person.
        // What follows a permit elsewhere was admitted there.
        Command::HandOver { .. } | Command::FollowCover(_) => return Ok(()),
        Command::OpenCase(case) => {
            return on_permit(viewer, project, facts, Some(case.permit), "permitId");
        }
        Command::RecordCaseEvent(event) => {
            return on_permit(viewer, project, facts, permit_of(project, event.case), "caseId");
        }
        Command::InvalidateCaseEvent { case, .. } => {
            return on_permit(viewer, project, facts, permit_of(project, *case), "caseId");
        }
        Command::Respond { permit, .. } | Command::Attach(Attach { subject: Subject::Permit(permit), .. }) => {
            return on_permit(viewer, project, facts, Some(*permit), "permitId");
        }
        // Files of agreements state the terms.
        Command::Attach(Attach { subject: Subject::Agreement(_), .. }) => {
            (Action::SeeTerms, role.works_on_projects())
        }
        Command::WithdrawAttachment(id) if !role.works_on_projects() => {
            return on_own_attachment(viewer, project, facts, *id);
        }
        Command::WithdrawAttachment(id) => {
            attachment_exists(viewer, project, facts, *id)?;
            (Action::Work, true)
        }
        Command::Return { .. }
        | Command::Split { .. }
        | Command::Advance { with_gaps: true, .. }
        | Command::LockPlan { with_gaps: true }
        // Who stands above both projects is asked of the pair.
        | Command::RuleOnDuplicate { .. } => {
            (Action::Manage, role.manages())
        }
        // Who may not know them does not set them either.
        Command::RecordTerms(_) => (Action::SeeTerms, role.works_on_projects()),
        Command::Update(_)
        | Command::RecordParty(_)
        | Command::EndParty(_)
        | Command::RecordAgreement(_)
        | Command::EndAgreement(_)
        | Command::RecordMilestone(_)
        | Command::Attach(_)
        | Command::Advance { with_gaps: false, .. }
        | Command::Pause { .. }
        | Command::Resume
        | Command::Withdraw
        | Command::Reopen { .. }
        | Command::PlanPermits(_)
        | Command::LockPlan { with_gaps: false }
        | Command::AddPermit(_)
        | Command::UpdatePermit(_)
        | Command::RuleOutPermit(_)
        | Command::Cover { .. }
        | Command::BeCovered(_)
        | Command::Uncover(_)
        | Command::AddMaterial(_)
        | Command::UpdateMaterial(_)
        | Command::RemoveMaterial(_)
        | Command::AssignResponsible { .. }
        | Command::AssignHelper { .. } => (Action::Work, role.works_on_projects()),
    };
    if by_role && !can(viewer, admitted, &Object::Project(facts)) {
        return Err(Refusal::new(Rule::OutsideJurisdiction));
    }
    match (command, authority) {
        (Command::Advance { with_gaps: true, .. }, Some(leader)) => overrides(leader, facts),
        _ => Ok(()),
    }
}

/// Whether somebody may let this project pass a gate with gaps.
fn overrides(leader: &OfficerFacts, facts: &ProjectFacts) -> Result<(), Refusal> {
    let may = |leader: Viewer| can(&leader, Action::Override, &Object::Project(facts));
    if Viewer::of(leader).is_some_and(may) {
        return Ok(());
    }
    Err(Refusal::new(Rule::AuthorityTooLow).at("authority").text("officer", leader.id.to_string()))
}

/// Whether the viewer may change what decides who sees the project: only whoever may say who brought it says so, and nobody
/// puts it where he could not have registered it.
pub fn admit_change(viewer: &Viewer, before: &ProjectFacts, after: &ProjectFacts) -> Result<(), Refusal> {
    let origin = |facts: &ProjectFacts| facts.origin.as_ref().map(|origin| origin.agency);
    let attributes = can(viewer, Action::Attribute, &Object::Project(before));
    if origin(before) != origin(after) && !attributes {
        return Err(Refusal::new(Rule::OutsideJurisdiction).at("originatingAgencyId"));
    }
    if !can(viewer, Action::Work, &Object::Project(after)) {
        return Err(Refusal::new(Rule::OutsideJurisdiction));
    }
    Ok(())
}

/// A project that does not exist for the caller, or not at all.
fn unseen(project: &Project) -> Refusal {
    Refusal::new(Rule::NotFound).at("projectId").text("id", project.id.to_string())
}

fn permit_of(project: &Project, case: crate::ids::CaseId) -> Option<PermitId> {
    project.permits.values().find(|permit| permit.cases.contains_key(&case)).map(|permit| permit.id)
}

fn on_permit(
    viewer: &Viewer,
    project: &Project,
    facts: &ProjectFacts,
    permit: Option<PermitId>,
    field: &'static str,
) -> Result<(), Refusal> {
    // One that is not there is refused by the decision.
    let Some(permit) = permit.and_then(|id| project.permits.get(&id)) else { return Ok(()) };
    let object = Object::Permit {
        project: facts,
        agency: permit.agency,
        responsible: project.steps.get(&permit.step).map(|step| step.responsible),
    };
    if !can(viewer, Action::See, &object) {
        return Err(Refusal::new(Rule::NotFound).at(field));
    }
    if viewer.role.records_cases() && !can(viewer, Action::RecordCase, &object) {
        return Err(Refusal::new(Rule::OutsideJurisdiction));
    }
    Ok(())
}

/// Whether an attachment that is of no permit exists for the viewer: of an agreement, for those who may read the terms.
fn attachment_exists(
    viewer: &Viewer,
    project: &Project,
    facts: &ProjectFacts,
    id: AttachmentId,
) -> Result<(), Refusal> {
    // One that is not there is refused by the decision.
    let Some(attachment) = project.attachments.get(&id) else { return Ok(()) };
    let sees = match attachment.subject {
        Subject::Agreement(_) => Action::SeeTerms,
        Subject::Project | Subject::Milestone(_) => Action::SeeWhole,
        Subject::Permit(_) => return Ok(()),
        Subject::Material(id) => return material_exists(viewer, project, facts, id, "attachmentId"),
    };
    if can(viewer, sees, &Object::Project(facts)) {
        Ok(())
    } else {
        Err(Refusal::new(Rule::NotFound).at("attachmentId"))
    }
}

/// Whether a material exists for the viewer: one of the permits that need it does.
fn material_exists(
    viewer: &Viewer,
    project: &Project,
    facts: &ProjectFacts,
    id: MaterialId,
    field: &'static str,
) -> Result<(), Refusal> {
    // One that is not there is refused by the decision.
    let Some(material) = project.material(id) else { return Ok(()) };
    let sees = |permit: &PermitId| {
        let Some(permit) = project.permits.get(permit) else { return false };
        let responsible = project.steps.get(&permit.step).map(|step| step.responsible);
        can(viewer, Action::See, &Object::Permit { project: facts, agency: permit.agency, responsible })
    };
    if material.facts.permits.keys().any(sees) { Ok(()) } else { Err(Refusal::new(Rule::NotFound).at(field)) }
}

/// Whoever records cases and does not work on projects takes back what he himself attached to a permit, and nothing else.
fn on_own_attachment(
    viewer: &Viewer,
    project: &Project,
    facts: &ProjectFacts,
    id: AttachmentId,
) -> Result<(), Refusal> {
    // One that is not there is refused by the decision.
    let Some(attachment) = project.attachments.get(&id) else { return Ok(()) };
    match attachment.subject {
        Subject::Permit(permit) => on_permit(viewer, project, facts, Some(permit), "attachmentId")?,
        _ => attachment_exists(viewer, project, facts, id)?,
    }
    let own = attachment.uploaded_by == viewer.officer && matches!(attachment.subject, Subject::Permit(_));
    if viewer.role.records_cases() && !own {
        return Err(Refusal::new(Rule::OutsideJurisdiction));
    }
    Ok(())
}
