//! Agencies and posts.

use async_graphql::{Context, Object};
use luodi_app::Outcome;
use luodi_domain::ids::{AgencyId, PostId};

use super::about;
use crate::codes::PublicError;
use crate::inputs::registry::{CreateAgencyInput, CreatePostInput, UpdateAgencyInput, UpdatePostInput};
use crate::limits::mutation_cost;
use crate::mutations::payload::payloads;
use crate::mutations::session::{About, Session, Stopped};
use crate::types::{Agency, Post};

payloads! {
    /// What came of `createAgency`. 新建单位结果
    CreateAgencyPayload {
        /// The entry; null when it was refused. 单位
        agency: Agency,
    }
    /// What came of `updateAgency`. 更新单位结果
    UpdateAgencyPayload {
        /// The entry as it is now; null when there is none. 单位
        agency: Agency,
    }
    /// What came of `createPost`. 新建岗位结果
    CreatePostPayload {
        /// The entry; null when it was refused. 岗位
        post: Post,
    }
    /// What came of `updatePost`. 更新岗位结果
    UpdatePostPayload {
        /// The entry as it is now; null when there is none. 岗位
        post: Post,
    }
}

/// Agencies and posts.
#[derive(Default)]
pub(crate) struct AgencyMutation;

#[Object]
impl AgencyMutation {
    /// Enters an agency. 新建单位
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn create_agency(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new entry. 输入")] input: CreateAgencyInput,
    ) -> Result<Option<CreateAgencyPayload>, PublicError> {
        let session = Session::new(ctx, "createAgency")?;
        let done = session.settle(create_agency(&session, &input).await, &[], About::default()).await?;
        let agency = done.object(ctx, AgencyId::from_uuid).await?;
        Ok(Some(CreateAgencyPayload { agency, errors: done.errors }))
    }

    /// Changes an agency. 更新单位
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_agency(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entry, and what changes. 输入")] input: UpdateAgencyInput,
    ) -> Result<Option<UpdateAgencyPayload>, PublicError> {
        let session = Session::new(ctx, "updateAgency")?;
        let about = about(&input.id(), AgencyId::uuid);
        let done = session.settle(update_agency(&session, &input).await, &[], about).await?;
        let agency = done.object(ctx, AgencyId::from_uuid).await?;
        Ok(Some(UpdateAgencyPayload { agency, errors: done.errors }))
    }

    /// Enters a post of an agency. 新建岗位
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn create_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new entry. 输入")] input: CreatePostInput,
    ) -> Result<Option<CreatePostPayload>, PublicError> {
        let session = Session::new(ctx, "createPost")?;
        let done = session.settle(create_post(&session, &input).await, &[], About::default()).await?;
        let post = done.object(ctx, PostId::from_uuid).await?;
        Ok(Some(CreatePostPayload { post, errors: done.errors }))
    }

    /// Changes a post. 更新岗位
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn update_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entry, and what changes. 输入")] input: UpdatePostInput,
    ) -> Result<Option<UpdatePostPayload>, PublicError> {
        let session = Session::new(ctx, "updatePost")?;
        let about = about(&input.id(), PostId::uuid);
        let done = session.settle(update_post(&session, &input).await, &[], about).await?;
        let post = done.object(ctx, PostId::from_uuid).await?;
        Ok(Some(UpdatePostPayload { post, errors: done.errors }))
    }
}

async fn create_agency(session: &Session<'_>, input: &CreateAgencyInput) -> Result<Outcome, Stopped> {
    let entry = input.read(AgencyId::from_uuid(session.app.new_id()))?;
    Ok(session.app.create_agency(session.call((&input.terms).into())?, entry).await?)
}

async fn update_agency(session: &Session<'_>, input: &UpdateAgencyInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.update_agency(call, input.id()?, input.patch()).await?)
}

async fn create_post(session: &Session<'_>, input: &CreatePostInput) -> Result<Outcome, Stopped> {
    let entry = input.read(PostId::from_uuid(session.app.new_id()))?;
    Ok(session.app.create_post(session.call((&input.terms).into())?, entry).await?)
}

async fn update_post(session: &Session<'_>, input: &UpdatePostInput) -> Result<Outcome, Stopped> {
    let call = session.call((&input.terms).into())?;
    Ok(session.app.update_post(call, input.id()?, input.patch()).await?)
}
