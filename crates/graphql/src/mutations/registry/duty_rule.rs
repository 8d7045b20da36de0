//! Duty rules.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::DutyRuleId;

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{EndDutyRuleInput, SetDutyRuleInput, UpdateDutyRuleInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::DutyRule;

payloads! {
    /// What came of `setDutyRule`. 设定责任分工结果
    SetDutyRulePayload {
        /// The rule; null when it was refused. 责任分工
        duty_rule: DutyRule,
    }
    /// What came of `updateDutyRule`. 移交责任分工结果
    UpdateDutyRulePayload {
        /// The rule that follows; the one named, as it is, when it was refused; null when there is none. 责任分工
        duty_rule: DutyRule,
    }
    /// What came of `endDutyRule`. 终止责任分工结果
    EndDutyRulePayload {
        /// The rule as it is now; null when there is none. 责任分工
        duty_rule: DutyRule,
    }
}

/// Duty rules.
#[derive(Default)]
pub(crate) struct DutyRuleMutation;

#[Object]
impl DutyRuleMutation {
    /// Enters who of ours is responsible for what in a region where nobody is named: a manager or an administrator who keeps
    /// its registry, in person. It holds for what is begun from then on; what people hold stays theirs. 设定责任分工
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn set_duty_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, for what, and who. 输入")] input: SetDutyRuleInput,
    ) -> Result<Option<SetDutyRulePayload>, PublicError> {
        let session = Session::new(ctx, "setDutyRule")?;
        let done = session.settle(set(&session, &input).await, &[], About::default()).await?;
        let duty_rule = done.object(ctx, DutyRuleId::from_uuid).await?;
        Ok(Some(SetDutyRulePayload { duty_rule, errors: done.errors }))
    }

    /// Gives a duty rule to another officer from a day on. 移交责任分工
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_duty_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which rule, and who has it from when on. 输入")] input: UpdateDutyRuleInput,
    ) -> Result<Option<UpdateDutyRulePayload>, PublicError> {
        let session = Session::new(ctx, "updateDutyRule")?;
        let about = about(&input.id(), DutyRuleId::uuid);
        let done = session.settle(pass_on(&session, &input).await, &[], about).await?;
        let duty_rule = done.object(ctx, DutyRuleId::from_uuid).await?;
        Ok(Some(UpdateDutyRulePayload { duty_rule, errors: done.errors }))
    }

    /// Ends a duty rule: sets its last day, or says that it was entered by mistake. 终止责任分工
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn end_duty_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which rule, and when. 输入")] input: EndDutyRuleInput,
    ) -> Result<Option<EndDutyRulePayload>, PublicError> {
        let session = Session::new(ctx, "endDutyRule")?;
        let about = about(&input.id(), DutyRuleId::uuid);
        let done = session.settle(end(&session, &input).await, &[], about).await?;
        let duty_rule = done.object(ctx, DutyRuleId::from_uuid).await?;
        Ok(Some(EndDutyRulePayload { duty_rule, errors: done.errors }))
    }
}

async fn set(session: &Session<'_>, input: &SetDutyRuleInput) -> Result<Outcome, Stopped> {
    let wanted = input.read(DutyRuleId::from_uuid(session.app.new_id()))?;
    Ok(session.app.set_duty_rule(session.call((&input.terms).into())?, wanted).await?)
}

async fn pass_on(session: &Session<'_>, input: &UpdateDutyRuleInput) -> Result<Outcome, Stopped> {
    let wanted = input.read(DutyRuleId::from_uuid(session.app.new_id()))?;
    Ok(session.app.update_duty_rule(session.call(input.terms())?, wanted).await?)
}

async fn end(session: &Session<'_>, input: &EndDutyRuleInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.end_duty_rule(call, input.id()?, input.read()).await?)
}
