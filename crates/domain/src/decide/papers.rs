//! Parties, agreements and milestones: facts with papers.

use super::checks::{self, LINE, NAME};
use super::draft::Draft;
use crate::agreement::Agreement;
use crate::command::{RecordAgreement, RecordMilestone, RecordParty};
use crate::context::Context;
use crate::event::Event;
use crate::ids::{AgreementId, PartyId};
use crate::milestone::{Evidence, Milestone, MilestoneKind};
use crate::party::Party;
use crate::private::Private;
use crate::refusal::{Fact, Refusal, Rule};

/// How many proofs a milestone may have.
const MANY_PROOFS: usize = 20;

pub(super) fn record_party(
    draft: &mut Draft,
    command: &RecordParty,
    context: &Context,
) -> Result<(), Refusal> {
    if !context.facts.enterprises.contains(&command.enterprise) {
        return Err(checks::unknown("enterpriseId", command.enterprise.to_string()));
    }
    checks::past(command.since, context, "since")?;
    let contact = command
        .contact
        .as_ref()
        .map(checks::contact)
        .transpose()
        .map_err(|refusal| refusal.under("contact"))?;
    let existing = draft.project.parties.get(&command.id);
    if existing.is_some_and(|party| party.until.is_some()) {
        return Err(Refusal::new(Rule::AlreadyEnded).at("partyId"));
    }
    let same_role = draft.project.parties.values().find(|party| {
        party.id != command.id
            && party.until.is_none()
            && party.role == command.role
            && party.enterprise == command.enterprise
    });
    if same_role.is_some() {
        let role = Fact::Term("partyRole", command.role.as_str());
        return Err(Refusal::new(Rule::Duplicate).at("role").with("role", role));
    }
    let party = Party {
        id: command.id,
        enterprise: command.enterprise,
        role: command.role,
        since: command.since,
        until: None,
        contact,
    };
    if existing == Some(&party) {
        return Ok(());
    }
    draft.push(Event::PartyRecorded(party))
}

pub(super) fn end_party(draft: &mut Draft, id: PartyId, context: &Context) -> Result<(), Refusal> {
    let party = draft.project.parties.get(&id).ok_or_else(|| checks::unknown("partyId", id.to_string()))?;
    if party.until.is_some() {
        return Err(Refusal::new(Rule::AlreadyEnded).at("partyId"));
    }
    checks::in_order(party.since, context.occurred_on, "occurredOn")?;
    draft.push(Event::PartyEnded { party: id, on: context.occurred_on })
}

pub(super) fn record_agreement(
    draft: &mut Draft,
    command: &RecordAgreement,
    context: &Context,
) -> Result<(), Refusal> {
    checks::past(command.signed_on, context, "signedOn")?;
    checks::amount(command.amount, "amount")?;
    if let Some(old) = command.supersedes {
        let agreements = &draft.project.agreements;
        let paper = agreements.get(&old).ok_or_else(|| checks::unknown("supersedesId", old.to_string()))?;
        if agreements.values().any(|other| other.supersedes == Some(old)) {
            return Err(Refusal::new(Rule::SupersedesWrong).at("supersedesId"));
        }
        checks::in_order(paper.signed_on, command.signed_on, "signedOn")?;
    }
    draft.push(Event::AgreementRecorded(Agreement {
        id: command.id,
        kind: command.kind,
        title: checks::maybe_line(command.title.as_ref(), LINE, "title")?.map(Private::new),
        number: checks::maybe_line(command.number.as_ref(), NAME, "number")?,
        amount: command.amount,
        signed_on: command.signed_on,
        event: checks::maybe_line(command.event.as_ref(), NAME, "event")?,
        supersedes: command.supersedes,
        ended_on: None,
    }))
}

pub(super) fn end_agreement(draft: &mut Draft, id: AgreementId, context: &Context) -> Result<(), Refusal> {
    checks::reason(context)?;
    let agreements = &draft.project.agreements;
    let paper = agreements.get(&id).ok_or_else(|| checks::unknown("agreementId", id.to_string()))?;
    if paper.ended_on.is_some() {
        return Err(Refusal::new(Rule::AlreadyEnded).at("agreementId"));
    }
    checks::in_order(paper.signed_on, context.occurred_on, "occurredOn")?;
    draft.push(Event::AgreementEnded { agreement: id, on: context.occurred_on })
}

pub(super) fn record_milestone(
    draft: &mut Draft,
    command: &RecordMilestone,
    context: &Context,
) -> Result<(), Refusal> {
    let needs_works = command.kind == MilestoneKind::Started;
    if needs_works != command.works.is_some() {
        let rule = if needs_works { Rule::Required } else { Rule::ValueInvalid };
        let milestone = Fact::Term("milestone", command.kind.as_str());
        return Err(Refusal::new(rule).at("works").with("milestone", milestone));
    }
    if command.evidence.len() > MANY_PROOFS {
        return Err(Refusal::new(Rule::TooMany).at("evidence").with("max", Fact::Number(20)));
    }
    let mut evidence = Vec::with_capacity(command.evidence.len());
    for (index, proof) in command.evidence.iter().enumerate() {
        let place = |refusal: Refusal| refusal.within("evidence", index);
        let reference = checks::line(&proof.reference, LINE, "reference").map(Private::new).map_err(place)?;
        let note = proof.note.as_ref().map(|note| checks::block(note, "note")).transpose().map_err(place)?;
        evidence.push(Evidence { kind: proof.kind, reference, note });
    }
    let existing = draft.project.milestone(command.kind);
    let milestone = Milestone {
        id: existing.map_or(command.id, |milestone| milestone.id),
        kind: command.kind,
        occurred_on: context.occurred_on,
        works: command.works,
        evidence,
    };
    if existing == Some(&milestone) {
        return Ok(());
    }
    // A gate may have rested on what is about to be replaced.
    if let Some(existing) = existing {
        checks::reason(context).map_err(|refusal| match refusal.rule {
            Rule::ReasonRequired => refusal
                .with("milestone", Fact::Term("milestone", existing.kind.as_str()))
                .with("date", Fact::Date(existing.occurred_on)),
            _ => refusal,
        })?;
    }
    draft.push(Event::MilestoneRecorded(milestone))
}
