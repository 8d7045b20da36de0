//! Blanking in the current rows what was erased from the history.

use luodi_domain::agreement::Agreement;
use luodi_domain::attachment::Attachment;
use luodi_domain::case::Case;
use luodi_domain::ids::{MilestoneId, ProjectId};
use luodi_domain::material::Material;
use luodi_domain::milestone::Milestone;
use luodi_domain::party::Party;
use luodi_domain::permit::Permit;
use luodi_domain::private::{Contact, Private};
use luodi_domain::project::{FoldError, Project};
use luodi_domain::terms::Terms;

use super::append::row;
use super::read::page;
use crate::db::{Stmt, StoreError, Tx, Value};
use crate::params;

/// History rows held in memory at a time.
const PAGE: i64 = 256;

crate::statements! {
    /// The name of a party's contact.
    PARTY_NAME = "update party set contact_name = null where id = $1 and contact_name is not null";
    /// The number of a party's contact.
    PARTY_PHONE = "update party set contact_phone = null where id = $1 and contact_phone is not null";
    /// The title of an agreement.
    TITLE = "update agreement set title = null where id = $1 and title is not null";
    /// What is offered besides.
    TERMS_NOTE = "update terms set note = null where project_id = $1 and note is not null";
    /// On what condition something is offered.
    CONDITION = "update subsidy set condition = null where project_id = $1 and kind = $2 and condition is not null";
    /// Where to find a milestone's n-th proof, counted from 0.
    REFERENCE = "update milestone_evidence set reference = null
        where milestone_id = $1 and reference is not null and position =
            (select position from milestone_evidence where milestone_id = $1 order by position limit 1 offset $2)";
    /// What a milestone's n-th proof shows, counted from 0.
    NOTE = "update milestone_evidence set note = null where milestone_id = $1 and note is not null and position =
            (select position from milestone_evidence where milestone_id = $1 order by position limit 1 offset $2)";
    /// Why a permit is not needed.
    RULED_OUT_REASON =
        "update permit set ruled_out_reason = null where id = $1 and ruled_out_reason is not null";
    /// What a department objects to.
    RESPONSE_REASON =
        "update permit set response_reason = null where id = $1 and response_reason is not null";
    /// The name of a case's handler.
    HANDLER_NAME = "update permit_case set handler_name = null where id = $1 and handler_name is not null";
    /// The number of a case's handler.
    HANDLER_PHONE = "update permit_case set handler_phone = null where id = $1 and handler_phone is not null";
    /// What a file was called.
    FILE_NAME = "update attachment set name = null where id = $1 and name is not null";
    /// Why an attachment was withdrawn.
    WITHDRAWN_REASON =
        "update attachment set withdrawn_reason = null where id = $1 and withdrawn_reason is not null";
    /// Who exactly has a material.
    HOLDER_NOTE = "update material set note = null where id = $1 and note is not null";
    /// Why a material was taken off the list.
    REMOVED_REASON = "update material set removed_reason = null where id = $1 and removed_reason is not null";
    /// What the office wrote.
    OPINION = "update case_event set opinion = null where id = $1 and opinion is not null";
}

/// Blanks what the history of a project no longer tells; returns how many texts went.
///
/// What to blank is found by folding the history rather than by comparing texts, so that the current rows stay exactly
/// what the history amounts to, whichever of several equal texts was erased. [`StoreError::Inconsistent`] when the history
/// cannot be folded.
pub async fn blank_current(tx: &mut Tx<'_>, project: ProjectId) -> Result<u64, StoreError> {
    let Some(folded) = fold(tx, project).await? else { return Ok(0) };
    let mut blanked = 0;
    for (statement, values) in erased(&folded) {
        blanked += tx.execute(statement, values).await?;
    }
    Ok(blanked)
}

async fn fold(tx: &mut Tx<'_>, project: ProjectId) -> Result<Option<Project>, StoreError> {
    let mut folded: Option<Project> = None;
    loop {
        let after = folded.as_ref().map_or(0, |folded| folded.version);
        let entries = page(tx, project, after, PAGE).await?;
        if entries.is_empty() {
            return Ok(folded);
        }
        for entry in entries {
            let wrong = |error: FoldError| {
                let place = row(project, entry.envelope.sequence);
                StoreError::inconsistent("history", place, error.to_string())
            };
            match &mut folded {
                None => folded = Some(Project::born(project, entry.event).map_err(wrong)?),
                Some(folded) => folded.apply(entry.event).map_err(wrong)?,
            }
        }
    }
}

/// A statement for every erased text of a project.
fn erased(project: &Project) -> Vec<(Stmt, Vec<Value>)> {
    let parties = project.parties.values().flat_map(of_party);
    let milestones = project.milestones.values().flat_map(of_milestone);
    let permits = project.permits.values().flat_map(of_permit);
    let agreements = project.agreements.values().filter_map(of_agreement);
    let terms = of_terms(project.id, &project.terms);
    let attachments = project.attachments.values().flat_map(of_attachment);
    let materials = project.materials.values().flat_map(of_material);
    let papers = parties.chain(agreements).chain(terms).chain(milestones);
    papers.chain(permits).chain(materials).chain(attachments).collect()
}

fn of_agreement(agreement: &Agreement) -> Option<(Stmt, Vec<Value>)> {
    let title = agreement.title.as_ref().filter(|title| title.is_erased());
    title.map(|_| (TITLE, params![agreement.id]))
}

fn of_terms(project: ProjectId, terms: &Terms) -> Vec<(Stmt, Vec<Value>)> {
    let gone = |text: &Option<Private>| text.as_ref().is_some_and(Private::is_erased);
    let note = gone(&terms.note).then(|| (TERMS_NOTE, params![project]));
    let conditions = terms.subsidies.iter().filter(|(_, subsidy)| gone(&subsidy.condition));
    let conditions = conditions.map(|(kind, _)| (CONDITION, params![project, kind.as_str()]));
    note.into_iter().chain(conditions).collect()
}

fn of_party(party: &Party) -> Vec<(Stmt, Vec<Value>)> {
    of_contact(party.contact.as_ref(), PARTY_NAME, PARTY_PHONE, &party.id.into())
}

fn of_contact(contact: Option<&Contact>, name: Stmt, phone: Stmt, id: &Value) -> Vec<(Stmt, Vec<Value>)> {
    let gone = |text: Option<&Private>| text.is_some_and(Private::is_erased);
    let name_gone = gone(contact.map(|contact| &contact.name));
    let phone_gone = gone(contact.and_then(|contact| contact.phone.as_ref()));
    [(name_gone, name), (phone_gone, phone)]
        .into_iter()
        .filter(|(gone, _)| *gone)
        .map(|(_, statement)| (statement, params![id]))
        .collect()
}

fn of_milestone(milestone: &Milestone) -> Vec<(Stmt, Vec<Value>)> {
    let id: MilestoneId = milestone.id;
    (0_i64..)
        .zip(&milestone.evidence)
        .flat_map(|(position, evidence)| {
            let note = evidence.note.as_ref().is_some_and(Private::is_erased);
            let gone = [(evidence.reference.is_erased(), REFERENCE), (note, NOTE)];
            gone.into_iter()
                .filter(|(gone, _)| *gone)
                .map(move |(_, statement)| (statement, params![id, position]))
        })
        .collect()
}

fn of_permit(permit: &Permit) -> Vec<(Stmt, Vec<Value>)> {
    let reason = permit.ruled_out.as_ref().filter(|ruled_out| ruled_out.reason.is_erased());
    let reason = reason.map(|_| (RULED_OUT_REASON, params![permit.id]));
    let objection = permit.response.as_ref().and_then(|said| said.reason.as_ref());
    let objection = objection.filter(|reason| reason.is_erased());
    let objection = objection.map(|_| (RESPONSE_REASON, params![permit.id]));
    reason.into_iter().chain(objection).chain(permit.cases.values().flat_map(of_case)).collect()
}

fn of_material(material: &Material) -> impl Iterator<Item = (Stmt, Vec<Value>)> {
    let note = material.facts.note.as_ref().is_some_and(Private::is_erased);
    let reason = material.removed.as_ref().is_some_and(|removed| removed.reason.is_erased());
    let id = material.id;
    let gone = [(note, HOLDER_NOTE), (reason, REMOVED_REASON)];
    gone.into_iter().filter(|(gone, _)| *gone).map(move |(_, statement)| (statement, params![id]))
}

fn of_attachment(attachment: &Attachment) -> impl Iterator<Item = (Stmt, Vec<Value>)> {
    let reason = attachment.withdrawn.as_ref().is_some_and(|withdrawn| withdrawn.reason.is_erased());
    let gone = [(attachment.name.is_erased(), FILE_NAME), (reason, WITHDRAWN_REASON)];
    let id = attachment.id;
    gone.into_iter().filter(|(gone, _)| *gone).map(move |(_, statement)| (statement, params![id]))
}

fn of_case(case: &Case) -> Vec<(Stmt, Vec<Value>)> {
    let mut statements = of_contact(case.handler.as_ref(), HANDLER_NAME, HANDLER_PHONE, &case.id.into());
    let opinions =
        case.events.values().filter(|event| event.opinion.as_ref().is_some_and(Private::is_erased));
    statements.extend(opinions.map(|event| (OPINION, params![event.id])));
    statements
}
