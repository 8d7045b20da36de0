//! The `Node` interface: any object by its global id.

use async_graphql::{Context, Interface};

use crate::{
    codes::PublicError,
    ids::NodeId,
    types::{
        Agency, Agreement, Attachment, Case, Enterprise, Material, Milestone, Officer, Party, Permit, Post,
        Project, Region, Step, fetch::Fetch,
    },
};

/// An object with an id of its own (Relay's Global Object Identification). 可按标识查询的对象
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "async_graphql::ID",
    desc = "The global id; its prefix tells the kind. 标识"
))]
pub(super) enum Node {
    /// A project.
    Project(Project),
    /// A step.
    Step(Step),
    /// A permit.
    Permit(Permit),
    /// A case.
    Case(Case),
    /// A party.
    Party(Party),
    /// An agreement.
    Agreement(Agreement),
    /// A milestone.
    Milestone(Milestone),
    /// An attachment.
    Attachment(Attachment),
    /// A region.
    Region(Region),
    /// An agency.
    Agency(Agency),
    /// A post.
    Post(Post),
    /// An officer.
    Officer(Officer),
    /// An enterprise.
    Enterprise(Enterprise),
    /// A material.
    Material(Material),
}

impl Node {
    /// The object with this id; nothing for an unknown id and for a text that is no id.
    pub(super) async fn find(ctx: &Context<'_>, id: &str) -> Result<Option<Self>, PublicError> {
        async fn find<T: Fetch + Into<Node>>(
            ctx: &Context<'_>,
            id: T::Id,
        ) -> Result<Option<Node>, PublicError> {
            Ok(T::fetch(ctx, id).await?.map(Into::into))
        }
        match NodeId::parse(id) {
            Some(NodeId::Project(id)) => find::<Project>(ctx, id).await,
            Some(NodeId::Step(id)) => find::<Step>(ctx, id).await,
            Some(NodeId::Permit(id)) => find::<Permit>(ctx, id).await,
            Some(NodeId::Case(id)) => find::<Case>(ctx, id).await,
            Some(NodeId::Party(id)) => find::<Party>(ctx, id).await,
            Some(NodeId::Agreement(id)) => find::<Agreement>(ctx, id).await,
            Some(NodeId::Milestone(id)) => find::<Milestone>(ctx, id).await,
            Some(NodeId::Attachment(id)) => find::<Attachment>(ctx, id).await,
            Some(NodeId::Region(id)) => find::<Region>(ctx, id).await,
            Some(NodeId::Agency(id)) => find::<Agency>(ctx, id).await,
            Some(NodeId::Post(id)) => find::<Post>(ctx, id).await,
            Some(NodeId::Officer(id)) => find::<Officer>(ctx, id).await,
            Some(NodeId::Material(id)) => find::<Material>(ctx, id).await,
            Some(NodeId::Enterprise(id)) => find::<Enterprise>(ctx, id).await,
            None => Ok(None),
        }
    }
}
