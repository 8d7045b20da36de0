//! Texts of an event that may be erased, by where they stand in its canonical form.

use std::collections::BTreeMap;

use luodi_domain::{
    event::Event,
    private::{Contact, Private},
};

/// The private texts of an event by their paths below `data`.
///
/// The canonical form has a digest at each of these paths; the text itself came with the event.
pub(super) fn texts(event: &Event) -> BTreeMap<String, &Private> {
    let mut texts = BTreeMap::new();
    match event {
        Event::PartyRecorded(party) => contact(&mut texts, "contact", party.contact.as_ref()),
        Event::MilestoneRecorded(milestone) => {
            for (index, evidence) in milestone.evidence.iter().enumerate() {
                texts.insert(format!("evidence[{index}].reference"), &evidence.reference);
                texts.extend(evidence.note.as_ref().map(|note| (format!("evidence[{index}].note"), note)));
            }
        }
        Event::AgreementRecorded(agreement) => {
            texts.extend(agreement.title.as_ref().map(|title| ("title".to_owned(), title)));
        }
        Event::TermsRecorded(terms) => {
            texts.extend(terms.note.as_ref().map(|note| ("note".to_owned(), note)));
            for (index, subsidy) in terms.subsidies.values().enumerate() {
                let condition = subsidy.condition.as_ref();
                texts.extend(condition.map(|text| (format!("subsidies[{index}].condition"), text)));
            }
        }
        Event::FileAttached(attachment) => {
            texts.insert("name".to_owned(), &attachment.name);
        }
        Event::MaterialListed(told) | Event::MaterialUpdated(told) => {
            texts.extend(told.facts.note.as_ref().map(|note| ("facts.note".to_owned(), note)));
        }
        Event::PermitRuledOut { reason, .. }
        | Event::AttachmentWithdrawn { reason, .. }
        | Event::MaterialRemoved { reason, .. } => {
            texts.insert("reason".to_owned(), reason);
        }
        Event::PermitResponded { response, .. } => {
            texts.extend(response.reason.as_ref().map(|reason| ("response.reason".to_owned(), reason)));
        }
        Event::CaseOpened { case, .. } => contact(&mut texts, "case.handler", case.handler.as_ref()),
        Event::CaseEventRecorded { event, .. } => {
            texts.extend(event.opinion.as_ref().map(|opinion| ("event.opinion".to_owned(), opinion)));
        }
        Event::Registered(_)
        | Event::ProfileChanged(_)
        | Event::SplitIntoPhases { .. }
        | Event::PartyEnded { .. }
        | Event::AgreementEnded { .. }
        | Event::StageEntered(_)
        | Event::StepClosed { .. }
        | Event::StepReopened { .. }
        | Event::ResponsibleChanged { .. }
        | Event::HelperAdded { .. }
        | Event::HelperRemoved { .. }
        | Event::HandedOver(_)
        | Event::Paused { .. }
        | Event::Resumed { .. }
        | Event::Withdrawn { .. }
        | Event::Reopened { .. }
        | Event::PermitAdded(_)
        | Event::PermitUpdated(_)
        | Event::PermitReplanned(_)
        | Event::PlanLocked(_)
        | Event::PlanDrawn { .. }
        | Event::CaseEventInvalidated { .. }
        | Event::CaseMeasured { .. }
        | Event::DuplicateRuled { .. } => {}
    }
    texts
}

fn contact<'a>(texts: &mut BTreeMap<String, &'a Private>, path: &str, contact: Option<&'a Contact>) {
    let Some(contact) = contact else { return };
    texts.insert(format!("{path}.name"), &contact.name);
    texts.extend(contact.phone.as_ref().map(|phone| (format!("{path}.phone"), phone)));
}
