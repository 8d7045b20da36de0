//! What commands name: whose facts a decision may need.

use super::{Command, Register};
use crate::context::References;
use crate::profile::{Change, Profile};

fn profile_references(profile: &Profile, references: &mut References) {
    references.agencies.extend(profile.originating_agency);
    references.agencies.extend(profile.credits.values().map(|credit| credit.agency));
    references.officers.extend(profile.landing_specialist);
    references.officers.extend(profile.leader_in_charge);
    references.regions.extend(profile.place.regions());
}

impl Register {
    /// What the command names.
    pub fn references(&self) -> References {
        let mut references = References::default();
        profile_references(&self.profile, &mut references);
        references.officers.extend(self.visit.responsible);
        references
    }
}

impl Command {
    /// What the command names besides the project. What the project names is added by the application.
    pub fn references(&self) -> References {
        let mut references = References::default();
        match self {
            Self::Update(changes) => {
                for change in changes {
                    change_references(change, &mut references);
                }
            }
            Self::RecordParty(party) => references.enterprises.extend([party.enterprise]),
            Self::Attach(attach) => references.files.extend([attach.file]),
            Self::Advance { visit, .. } | Self::Return { visit } => {
                references.officers.extend(visit.responsible);
            }
            Self::Reopen { substitute } => references.officers.extend(*substitute),
            Self::AddPermit(permit) => {
                references.officers.extend(permit.responsible);
                references.agencies.extend(permit.agency);
            }
            Self::UpdatePermit(update) => references.agencies.extend(update.agency.flatten()),
            Self::OpenCase(case) => references.agencies.extend(case.agency),
            Self::RecordCaseEvent(event) => {
                references.agencies.extend(event.handover.map(|handover| handover.agency));
            }
            Self::AssignResponsible { officer, .. } | Self::AssignHelper { officer, .. } => {
                references.officers.extend([*officer]);
            }
            Self::HandOver { from, to } => references.officers.extend([*from, *to]),
            Self::Split { .. }
            | Self::EndParty(_)
            | Self::RecordAgreement(_)
            | Self::RecordTerms(_)
            | Self::EndAgreement(_)
            | Self::RecordMilestone(_)
            | Self::WithdrawAttachment(_)
            | Self::Pause { .. }
            | Self::Resume
            | Self::Withdraw
            | Self::InvalidateCaseEvent { .. }
            | Self::PlanPermits(_)
            | Self::Respond { .. }
            | Self::LockPlan { .. }
            | Self::RuleOutPermit(_)
            | Self::Cover { .. }
            | Self::BeCovered(_)
            | Self::Uncover(_)
            | Self::FollowCover(_)
            | Self::AddMaterial(_)
            | Self::UpdateMaterial(_)
            | Self::RemoveMaterial(_)
            | Self::RuleOnDuplicate { .. } => {}
        }
        references
    }
}

fn change_references(change: &Change, references: &mut References) {
    match change {
        Change::OriginatingAgency(agency) => references.agencies.extend(*agency),
        Change::LandingSpecialist(officer) | Change::LeaderInCharge(officer) => {
            references.officers.extend(*officer);
        }
        Change::Credits(credits) => references.agencies.extend(credits.values().map(|credit| credit.agency)),
        Change::Place(place) => {
            references.regions.extend(place.regions());
        }
        Change::Name(_)
        | Change::OtherNameAdded(..)
        | Change::OtherNameRemoved(_)
        | Change::Track(_)
        | Change::Code(..)
        | Change::Industry(_)
        | Change::Chain(_)
        | Change::LabelAdded(_)
        | Change::LabelRemoved(_)
        | Change::AgreedInvestment(_)
        | Change::PlannedStart(_)
        | Change::PlannedProduction(_)
        | Change::Attribute(..)
        | Change::AttributePresumed(..) => {}
    }
}
