//! Parties, agreements, terms and milestones.

use async_graphql::{Context, Object};
use luodi_domain::ids::{AgreementId, MilestoneId, PartyId};

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::paper::{
    EndAgreementInput, EndPartyInput, RecordAgreementInput, RecordMilestoneInput, RecordPartyInput,
};
use crate::inputs::terms::RecordTermsInput;
use crate::limits::mutation_cost;
use crate::types::{Agreement, Milestone, Party, Project};

payloads! {
    /// What came of `recordParty`. 登记投资主体结果
    RecordPartyPayload {
        /// The entry; null when a new one was refused. 投资主体
        party: Party,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `endParty`. 终止投资主体结果
    EndPartyPayload {
        /// The entry as it is now; null when there is none. 投资主体
        party: Party,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `recordAgreement`. 登记协议结果
    RecordAgreementPayload {
        /// The paper; null when it was refused. 协议
        agreement: Agreement,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `endAgreement`. 解除协议结果
    EndAgreementPayload {
        /// The paper as it is now; null when there is none. 协议
        agreement: Agreement,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `recordTerms`. 登记谈判条件结果
    RecordTermsPayload {
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `recordMilestone`. 记录节点结果
    RecordMilestonePayload {
        /// The milestone; null when it was refused. 节点
        milestone: Milestone,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// Facts with papers.
#[derive(Default)]
pub(crate) struct PaperMutation;

#[Object]
impl PaperMutation {
    /// Records an enterprise's role in a project, or corrects an entry. 登记投资主体
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn record_party(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which enterprise, as what, since when. 输入")] input: RecordPartyInput,
    ) -> Result<Option<RecordPartyPayload>, PublicError> {
        let done = Session::new(ctx, "recordParty")?.execute(&input).await?;
        let (party, project) = (done.object(ctx, PartyId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RecordPartyPayload { party, project, errors: done.errors }))
    }

    /// Ends an enterprise's role in a project. 终止投资主体
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn end_party(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entry. 输入")] input: EndPartyInput,
    ) -> Result<Option<EndPartyPayload>, PublicError> {
        let done = Session::new(ctx, "endParty")?.execute(&input).await?;
        let (party, project) = (done.object(ctx, PartyId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(EndPartyPayload { party, project, errors: done.errors }))
    }

    /// Records a signed paper. It may supersede an earlier one. 登记协议
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn record_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was signed, and when. 输入")] input: RecordAgreementInput,
    ) -> Result<Option<RecordAgreementPayload>, PublicError> {
        let done = Session::new(ctx, "recordAgreement")?.execute(&input).await?;
        let (agreement, project) =
            (done.object(ctx, AgreementId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RecordAgreementPayload { agreement, project, errors: done.errors }))
    }

    /// Records that a signed paper was dissolved, with a reason. 解除协议
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn end_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which paper, and why. 输入")] input: EndAgreementInput,
    ) -> Result<Option<EndAgreementPayload>, PublicError> {
        let done = Session::new(ctx, "endAgreement")?.execute(&input).await?;
        let (agreement, project) =
            (done.object(ctx, AgreementId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(EndAgreementPayload { agreement, project, errors: done.errors }))
    }

    /// Says what a project is offered, as a whole. Only whoever may read its terms may set them. 登记谈判条件
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn record_terms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is offered. 输入")] input: RecordTermsInput,
    ) -> Result<Option<RecordTermsPayload>, PublicError> {
        let done = Session::new(ctx, "recordTerms")?.execute(&input).await?;
        let project = done.project(ctx).await?;
        Ok(Some(RecordTermsPayload { project, errors: done.errors }))
    }

    /// Records a dated fact with its evidence; what happened is always recordable. A project has one milestone of a kind:
    /// recording it again corrects it. 记录节点
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn record_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What happened, and what proves it. 输入")] input: RecordMilestoneInput,
    ) -> Result<Option<RecordMilestonePayload>, PublicError> {
        let done = Session::new(ctx, "recordMilestone")?.execute(&input).await?;
        let (milestone, project) =
            (done.object(ctx, MilestoneId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RecordMilestonePayload { milestone, project, errors: done.errors }))
    }
}
