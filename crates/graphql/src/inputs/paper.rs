//! Inputs for parties, agreements and milestones.

use async_graphql::{ID, InputObject};
use luodi_domain::command::{
    Command, NewContact, NewEvidence, RecordAgreement, RecordMilestone, RecordParty,
};
use luodi_domain::ids::{AgreementId, EnterpriseId, MilestoneId, PartyId, ProjectId};
use luodi_domain::refusal::Refusal;

use super::value::ContactInput;
use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Target, Terms, read};
use crate::scalars::{Date, Decimal};
use crate::types::enums::{AgreementKind, EvidenceKind, MilestoneKind, PartyRole, Works};

/// Records an enterprise's role in a project 登记投资主体, or corrects an entry.
#[derive(Debug, InputObject)]
pub(crate) struct RecordPartyInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// The entry to correct; left out, a new one is made. 投资主体
    pub(crate) party_id: Option<ID>,
    /// Which enterprise. 企业
    pub(crate) enterprise_id: ID,
    /// What it is to the project. The signatory is often not the project company. 角色
    pub(crate) role: PartyRole,
    /// From which day on. 起始日期
    pub(crate) since: Date,
    /// Whom to call there. 联系人
    pub(crate) contact: Option<ContactInput>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for RecordPartyInput {
    fn target(&self) -> Result<Target, Refusal> {
        match read::maybe_id(self.party_id.as_ref(), "partyId", PartyId::parse)? {
            Some(party) => Ok(Target::Party(party)),
            None => read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project),
        }
    }

    fn project(&self) -> Result<Option<ProjectId>, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Some)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let known = read::maybe_id(self.party_id.as_ref(), "partyId", PartyId::parse)?;
        Ok(Command::RecordParty(RecordParty {
            id: known.unwrap_or_else(|| PartyId::from_uuid(new_id())),
            enterprise: read::id(&self.enterprise_id, "enterpriseId", EnterpriseId::parse)?,
            role: self.role.into(),
            since: self.since.0,
            contact: self.contact.as_ref().map(NewContact::from),
        }))
    }
}

/// Ends an enterprise's role in a project 终止投资主体.
#[derive(Debug, InputObject)]
pub(crate) struct EndPartyInput {
    /// Which entry; `occurredOn` is its last day. 投资主体
    pub(crate) party_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl EndPartyInput {
    fn party(&self) -> Result<PartyId, Refusal> {
        read::id(&self.party_id, "partyId", PartyId::parse)
    }
}

impl ProjectInput for EndPartyInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.party().map(Target::Party)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        self.party().map(Command::EndParty)
    }
}

/// Records a signed paper 登记协议.
#[derive(Debug, InputObject)]
pub(crate) struct RecordAgreementInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// What was signed. Only a contract or an agreement carries a project to SIGNED. 协议类别
    pub(crate) kind: AgreementKind,
    /// Its title. 标题
    pub(crate) title: Option<String>,
    /// Its number. 文号
    pub(crate) number: Option<String>,
    /// The amount promised, in yuan. 金额（元）
    pub(crate) amount: Option<Decimal>,
    /// The day of the signature. 签订日期
    pub(crate) signed_on: Date,
    /// The event at which it was signed, such as 兰洽会. 签约活动
    pub(crate) event: Option<String>,
    /// The earlier paper that it replaces. 被取代的协议
    pub(crate) supersedes_id: Option<ID>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for RecordAgreementInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::RecordAgreement(RecordAgreement {
            id: AgreementId::from_uuid(new_id()),
            kind: self.kind.into(),
            title: self.title.clone(),
            number: self.number.clone(),
            amount: self.amount.as_ref().map(|amount| read::money(amount, "amount")).transpose()?,
            signed_on: self.signed_on.0,
            event: self.event.clone(),
            supersedes: read::maybe_id(self.supersedes_id.as_ref(), "supersedesId", AgreementId::parse)?,
        }))
    }
}

/// Records that a signed paper was dissolved 解除协议, with a reason.
#[derive(Debug, InputObject)]
pub(crate) struct EndAgreementInput {
    /// Which paper; `occurredOn` is the day on which it ended. 协议
    pub(crate) agreement_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl EndAgreementInput {
    fn agreement(&self) -> Result<AgreementId, Refusal> {
        read::id(&self.agreement_id, "agreementId", AgreementId::parse)
    }
}

impl ProjectInput for EndAgreementInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.agreement().map(Target::Agreement)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        self.agreement().map(Command::EndAgreement)
    }
}

/// Records a dated fact with its evidence 记录节点; `occurredOn` is its day. Recording a kind again corrects it.
#[derive(Debug, InputObject)]
pub(crate) struct RecordMilestoneInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// What happened. 节点类别
    pub(crate) kind: MilestoneKind,
    /// What was seen on site: with STARTED and only with it. 现场工程
    pub(crate) works: Option<Works>,
    /// What proves it, at most 20 entries. A gate takes no milestone without evidence. 佐证材料
    #[graphql(default)]
    pub(crate) evidence: Vec<EvidenceInput>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

/// One proof of a milestone 佐证材料.
#[derive(Debug, InputObject)]
pub(crate) struct EvidenceInput {
    /// What it is. 材料类别
    pub(crate) kind: EvidenceKind,
    /// Where to find it: a document number, a file name, an address. 出处
    pub(crate) reference: String,
    /// What it shows. 说明
    pub(crate) note: Option<String>,
}

impl ProjectInput for RecordMilestoneInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let proof = |proof: &EvidenceInput| NewEvidence {
            kind: proof.kind.into(),
            reference: proof.reference.clone(),
            note: proof.note.clone(),
        };
        Ok(Command::RecordMilestone(RecordMilestone {
            id: MilestoneId::from_uuid(new_id()),
            kind: self.kind.into(),
            works: self.works.map(Into::into),
            evidence: self.evidence.iter().map(proof).collect(),
        }))
    }
}
