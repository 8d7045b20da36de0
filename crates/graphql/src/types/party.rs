//! Parties 投资主体.

use async_graphql::{Context, ID, Object};
use luodi_domain::{
    ids::{PartyId, ProjectId},
    party,
};

use super::{Contact, Enterprise, Project, enums::PartyRole, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    scalars::Date,
    schema::loaders::{Loaders, PartiesOf},
};

/// An enterprise in a role in a project, for a time. 投资主体
pub struct Party {
    pub(super) project: ProjectId,
    pub(super) party: party::Party,
}

impl Party {
    /// The parties of a project, as they were recorded.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        let parties = Loaders::of(ctx)?.one(PartiesOf(project)).await?.unwrap_or_default();
        Ok(parties.values().map(|party| Self { project, party: party.clone() }).collect())
    }
}

impl Fetch for Party {
    type Id = PartyId;

    async fn fetch(ctx: &Context<'_>, id: PartyId) -> Result<Option<Self>, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let Some(project) = loaders.one(id).await? else { return Ok(None) };
        let parties = loaders.one(PartiesOf(project)).await?.unwrap_or_default();
        Ok(parties.get(&id).map(|party| Self { project, party: party.clone() }))
    }
}

/// An enterprise in a role in a project, for a time. 投资主体
#[Object]
impl Party {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.party.id)
    }

    /// The project it has its role in. 所属项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.project).await
    }

    /// Who. 企业
    async fn enterprise(&self, ctx: &Context<'_>) -> Result<Enterprise, PublicError> {
        Enterprise::named(ctx, self.party.enterprise).await
    }

    /// As what. 主体类别
    async fn role(&self) -> PartyRole {
        self.party.role.into()
    }

    /// From which day on. 起始日期
    async fn since(&self) -> Date {
        Date(self.party.since)
    }

    /// The last day, once it ended. 截止日期
    async fn until(&self) -> Option<Date> {
        self.party.until.map(Date)
    }

    /// Whom to call there. 联系人
    async fn contact(&self) -> Option<Contact> {
        self.party.contact.as_ref().map(Contact::from)
    }
}
