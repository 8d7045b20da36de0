//! Inputs for the terms of a negotiation.

use async_graphql::{ID, InputObject};
use luodi_domain::command::{Command, NewSubsidy, RecordTerms};
use luodi_domain::ids::ProjectId;
use luodi_domain::refusal::Refusal;

use super::{NewId, OnProject, ProjectInput, Target, Terms, read};
use crate::scalars::Decimal;
use crate::types::enums::SubsidyKind;

/// Says what a project is offered 登记谈判条件, as a whole: what is left out is no longer offered.
#[derive(Debug, InputObject)]
pub(crate) struct RecordTermsInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// The price of land per mu 亩, in yuan. 地价（元/亩）
    pub(crate) land_price: Option<Decimal>,
    /// What is offered, each purpose at most once. 补贴
    #[graphql(default)]
    pub(crate) subsidies: Vec<SubsidyInput>,
    /// Everything else. 其他条件
    pub(crate) note: Option<String>,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

/// What is offered for one purpose 补贴.
#[derive(Debug, InputObject)]
pub(crate) struct SubsidyInput {
    /// For what. 用途
    pub(crate) kind: SubsidyKind,
    /// How much at most in all, in yuan. 金额上限（元）
    pub(crate) amount: Option<Decimal>,
    /// On what condition. 兑现条件
    pub(crate) condition: Option<String>,
}

impl SubsidyInput {
    fn read(&self) -> Result<NewSubsidy, Refusal> {
        Ok(NewSubsidy {
            kind: self.kind.into(),
            amount: self.amount.as_ref().map(|amount| read::money(amount, "amount")).transpose()?,
            condition: self.condition.clone(),
        })
    }
}

impl ProjectInput for RecordTermsInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.project_id, "projectId", ProjectId::parse).map(Target::Project)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        let subsidies = self.subsidies.iter().enumerate();
        let subsidies =
            subsidies.map(|(index, line)| line.read().map_err(|refusal| refusal.within("subsidies", index)));
        Ok(Command::RecordTerms(RecordTerms {
            land_price: self.land_price.as_ref().map(|price| read::money(price, "landPrice")).transpose()?,
            subsidies: subsidies.collect::<Result<_, _>>()?,
            note: self.note.clone(),
        }))
    }
}
