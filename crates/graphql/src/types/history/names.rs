//! Names of what an event mentions by id, as they are today.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::Context;
use luodi_domain::{
    event::Event,
    ids::{AgencyId, AgreementId, EnterpriseId, OfficerId, PartyId, PermitId, ProjectId, StepId},
    private::Private,
    profile::Change,
    registry::{Agency, Enterprise, Officer},
    stage::Stage,
    step::StepKind,
};

use crate::{
    codes::PublicError,
    schema::loaders::{AgreementsOf, Loaders, PartiesOf, PermitsOf, StepsOf},
    types::permit_called,
};

/// Names for one event's summary.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) officers: BTreeMap<OfficerId, String>,
    pub(super) agencies: BTreeMap<AgencyId, String>,
    pub(super) enterprises: BTreeMap<EnterpriseId, String>,
    pub(super) permits: BTreeMap<PermitId, String>,
    pub(super) parties: BTreeMap<PartyId, EnterpriseId>,
    pub(super) agreements: BTreeMap<AgreementId, String>,
    pub(super) steps: BTreeMap<StepId, StepName>,
}

/// What a step is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum StepName {
    /// A stay in a stage.
    Stage(Stage),
    /// A permit.
    Permit(PermitId),
}

/// What an event mentions.
#[derive(Debug, Default)]
struct Mentions {
    officers: Vec<OfficerId>,
    agency: Option<AgencyId>,
    enterprise: Option<EnterpriseId>,
    permit: Option<PermitId>,
    party: Option<PartyId>,
    agreement: Option<AgreementId>,
    step: Option<StepId>,
}

impl Names {
    /// Loads what the event mentions; all entries of a page share the batches.
    pub(super) async fn load(
        ctx: &Context<'_>,
        project: ProjectId,
        event: &Event,
    ) -> Result<Self, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let mentions = mentions(event);
        let mut names = Self::default();
        if let Event::PermitAdded(added) = event {
            let name = permit_called(ctx, project, &added.permit).await?;
            names.permits.insert(added.permit.id, name);
        }
        if let Some(step) = mentions.step {
            let steps = loaders.one(StepsOf(project)).await?.unwrap_or_default();
            let name = steps.steps.get(&step).map(|step| match step.kind {
                StepKind::StageVisit(stage) => StepName::Stage(stage),
                StepKind::Permit(permit) => StepName::Permit(permit),
            });
            names.steps.extend(name.map(|name| (step, name)));
        }
        let of_step = names.steps.values().find_map(|step| match *step {
            StepName::Permit(permit) => Some(permit),
            StepName::Stage(_) => None,
        });
        if let Some(id) = mentions.permit.or(of_step) {
            let permits = loaders.one(PermitsOf(project)).await?.unwrap_or_default();
            if let Some(permit) = permits.get(&id) {
                names.permits.insert(id, permit_called(ctx, project, permit).await?);
            }
        }
        let mut enterprise = mentions.enterprise;
        if let Some(id) = mentions.party {
            let parties = loaders.one(PartiesOf(project)).await?.unwrap_or_default();
            names.parties.extend(parties.get(&id).map(|party| (id, party.enterprise)));
            enterprise = enterprise.or(names.parties.get(&id).copied());
        }
        if let Some(id) = mentions.agreement {
            let papers = loaders.one(AgreementsOf(project)).await?.unwrap_or_default();
            let paper = papers.get(&id);
            let title = paper.and_then(|paper| {
                paper.title.as_ref().and_then(Private::text).or(paper.number.as_deref()).map(str::to_owned)
            });
            names.agreements.extend(title.map(|title| (id, title)));
        }
        let officers: Vec<Arc<Officer>> = loaders.many(mentions.officers).await?;
        names.officers = officers.iter().map(|officer| (officer.id, officer.name.clone())).collect();
        let agencies: Vec<Arc<Agency>> = loaders.many(mentions.agency).await?;
        names.agencies = agencies.iter().map(|agency| (agency.id, agency.name.clone())).collect();
        let enterprises: Vec<Arc<Enterprise>> = loaders.many(enterprise).await?;
        names.enterprises = enterprises.iter().map(|entry| (entry.id, entry.name.clone())).collect();
        Ok(names)
    }
}

fn mentions(event: &Event) -> Mentions {
    let none = Mentions::default;
    match event {
        Event::ProfileChanged(change) => match &**change {
            Change::OriginatingAgency(agency) => Mentions { agency: *agency, ..none() },
            Change::LandingSpecialist(officer) | Change::LeaderInCharge(officer) => {
                Mentions { officers: officer.iter().copied().collect(), ..none() }
            }
            _ => none(),
        },
        Event::PartyRecorded(party) => Mentions { enterprise: Some(party.enterprise), ..none() },
        Event::PartyEnded { party, .. } => Mentions { party: Some(*party), ..none() },
        Event::AgreementEnded { agreement, .. } => Mentions { agreement: Some(*agreement), ..none() },
        Event::StageEntered(entered) => Mentions { officers: vec![entered.responsible], ..none() },
        Event::StepClosed { step, .. } => Mentions { step: Some(*step), ..none() },
        Event::StepReopened { step, responsible, .. } => {
            Mentions { step: Some(*step), officers: vec![*responsible], ..none() }
        }
        Event::ResponsibleChanged { step, from, to, .. } => {
            Mentions { step: Some(*step), officers: vec![*from, *to], ..none() }
        }
        Event::HelperAdded { step, officer, .. } | Event::HelperRemoved { step, officer, .. } => {
            Mentions { step: Some(*step), officers: vec![*officer], ..none() }
        }
        Event::HandedOver(handed) => Mentions { officers: vec![handed.from, handed.to], ..none() },
        Event::PermitAdded(added) => Mentions { officers: vec![added.responsible], ..none() },
        Event::PermitUpdated(updated) => Mentions { permit: Some(updated.permit), ..none() },
        Event::PermitReplanned(replanned) => Mentions { permit: Some(replanned.permit), ..none() },
        Event::PermitRuledOut { permit, .. }
        | Event::PermitResponded { permit, .. }
        | Event::CaseEventInvalidated { permit, .. }
        | Event::CoverSet { permit, .. }
        | Event::CoverFollowed { permit, .. }
        | Event::CaseMeasured { permit, .. } => Mentions { permit: Some(*permit), ..none() },
        Event::CaseOpened { permit, case } => {
            Mentions { permit: Some(*permit), agency: case.agency, ..none() }
        }
        Event::CaseEventRecorded { permit, event, .. } => {
            let agency = event.handover.map(|handover| handover.agency);
            Mentions { permit: Some(*permit), agency, ..none() }
        }
        Event::Registered(_)
        | Event::SplitIntoPhases { .. }
        | Event::AgreementRecorded(_)
        | Event::TermsRecorded(_)
        | Event::MilestoneRecorded(_)
        | Event::FileAttached(_)
        | Event::AttachmentWithdrawn { .. }
        | Event::MaterialListed(_)
        | Event::MaterialUpdated(_)
        | Event::MaterialRemoved { .. }
        | Event::Paused { .. }
        | Event::Resumed { .. }
        | Event::Withdrawn { .. }
        | Event::Reopened { .. }
        | Event::PlanDrawn { .. }
        | Event::PlanLocked(_)
        | Event::DuplicateRuled { .. } => none(),
    }
}
