//! Permits.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_app::projects::CoverPermits;
use luodi_domain::cover::MOST;
use luodi_domain::ids::PermitId;
use luodi_domain::refusal::{Refusal, Rule};

use super::payload::payloads;
use super::session::{About, Session, Settled, Stopped};
use crate::codes::PublicError;
use crate::inputs::Terms;
use crate::inputs::permit::{
    AddPermitInput, CoverPermitsInput, RuleOutPermitInput, UncoverPermitInput, UpdatePermitInput,
};
use crate::limits::mutation_cost;
use crate::types::{Permit, Project};

payloads! {
    /// What came of `addPermit`. 添加手续结果
    AddPermitPayload {
        /// The permit; null when it was refused. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `updatePermit`. 更新手续结果
    UpdatePermitPayload {
        /// The permit as it is now; null when there is none. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `coverPermits`. 设为共用手续结果
    CoverPermitsPayload {
        /// The permit that stands for the others, as it is now; null when there is none. 手续
        permit: Permit,
        /// Its project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `uncoverPermit`. 解除共用手续结果
    UncoverPermitPayload {
        /// The permit that goes its own way, as it is now; null when there is none. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `ruleOutPermit`. 注明不需办理结果
    RuleOutPermitPayload {
        /// The permit as it is now; null when there is none. 手续
        permit: Permit,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// The plan of permits.
#[derive(Default)]
pub(crate) struct PermitMutation;

#[Object]
impl PermitMutation {
    /// Puts a permit into a project's plan, with a responsible officer from its first instant. 添加手续
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn add_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for, at which level. 输入")] input: AddPermitInput,
    ) -> Result<Option<AddPermitPayload>, PublicError> {
        let done = Session::new(ctx, "addPermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(AddPermitPayload { permit, project, errors: done.errors }))
    }

    /// Changes what is known of a permit. 更新手续
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permit, and what changes. 输入")] input: UpdatePermitInput,
    ) -> Result<Option<UpdatePermitPayload>, PublicError> {
        let done = Session::new(ctx, "updatePermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(UpdatePermitPayload { permit, project, errors: done.errors }))
    }

    /// Has one permit stand for others, of its project and of others: what is filed once for many projects, such as a batch
    /// conversion of land, or accepted together. They follow it and are not counted beside it. Nothing joins a whole that is
    /// granted, and what was let go of while the whole was under way joins only the next attempt at it. What is granted
    /// already is taken over for a reason only, and so is anything once the plan of its project was locked. 设为共用手续
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn cover_permits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permit, and for which others. 输入")] input: CoverPermitsInput,
    ) -> Result<Option<CoverPermitsPayload>, PublicError> {
        let session = Session::new(ctx, "coverPermits")?;
        let done = cover(&session, input.read(), (&input.terms).into()).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(CoverPermitsPayload { permit, project, errors: done.errors }))
    }

    /// Has a permit go its own way again, with a reason: it is filed and decided by itself from then on. Whoever works on
    /// its project may say so, whatever became of the one that stands for it. 解除共用手续
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn uncover_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permit, and why. 输入")] input: UncoverPermitInput,
    ) -> Result<Option<UncoverPermitPayload>, PublicError> {
        let done = Session::new(ctx, "uncoverPermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(UncoverPermitPayload { permit, project, errors: done.errors }))
    }

    /// Records that a permit is not needed, with a reason. 注明不需办理
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn rule_out_permit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permit, and why. 输入")] input: RuleOutPermitInput,
    ) -> Result<Option<RuleOutPermitPayload>, PublicError> {
        let done = Session::new(ctx, "ruleOutPermit")?.execute(&input).await?;
        let (permit, project) = (done.object(ctx, PermitId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(RuleOutPermitPayload { permit, project, errors: done.errors }))
    }
}

/// A caller who may not see a permit is told as if there were none.
async fn cover(
    session: &Session<'_>,
    wanted: Result<CoverPermits, Refusal>,
    terms: Terms<'_>,
) -> Result<Settled, PublicError> {
    let (about, result) = match wanted {
        Ok(wanted) => match session.about_permit(terms, wanted.permit, seen_at_most(&wanted)).await {
            Ok((about, Some(place))) => {
                let unseen = Refusal::new(Rule::NotFound).within("permitIds", place);
                (about, Err(unseen.into()))
            }
            Ok((about, None)) => (about, carry(session, terms, wanted).await),
            Err(stopped) => (About::default(), Err(stopped)),
        },
        Err(refusal) => (About::default(), Err(refusal.into())),
    };
    session.settle(result, &[], about).await
}

/// Those that are looked for: of too many none, for they are refused.
fn seen_at_most(wanted: &CoverPermits) -> &[PermitId] {
    if wanted.others.len() > MOST { &[] } else { &wanted.others }
}

async fn carry(session: &Session<'_>, terms: Terms<'_>, wanted: CoverPermits) -> Result<Outcome, Stopped> {
    Ok(session.app.cover_permits(session.call(terms)?, wanted).await?)
}
