//! Officers.

use futures::FutureExt;
use luodi_domain::actor::{Duties, PostRole};
use luodi_domain::context::Context;
use luodi_domain::decide::{may_change_role, may_fill_post, may_keep_registry};
use luodi_domain::ids::{AgencyId, OfficerId, PostId};
use luodi_domain::private::Private;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::Officer;
use luodi_store::db::{StoreError, Tx};
use luodi_store::projects::Whose;
use luodi_store::registry::{officers, posts};
use luodi_store::sessions;

use super::absence::cut_short;
use super::administrators::Remaining;
use super::change::{FIRST_VERSION, expect};
use super::duties;
use super::note::{Changed, region_of_post};
use super::reach::keeps_post;
use crate::access::take_back_tokens;
use crate::{App, AppError, Call, Outcome};

/// What to change of an officer; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct OfficerPatch {
    /// The post held. It must be one in which everything held can be kept: else hand over first.
    pub post: Option<PostId>,
    /// The name.
    pub name: Option<String>,
    /// The telephone number; an inner nothing clears it.
    pub phone: Option<Option<String>>,
    /// The e-mail address; an inner nothing clears it.
    pub email: Option<Option<String>>,
    /// Whether the officer is in service. Leaving it with open steps or standing duties is refused: hand over first.
    pub active: Option<bool>,
}

impl App {
    /// Enters an officer.
    pub async fn create_officer(&self, call: Call, officer: Officer) -> Result<Outcome, AppError> {
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let officer = Officer { version: FIRST_VERSION, ..officer.clone() };
            async move {
                let (role, _) = held_post(tx, officer.post).await?;
                keeps_post(tx, &context, officer.post).await?;
                may_fill_post(role, "postId", &context)?;
                let officer = officer.checked()?;
                officers::insert(tx, &officer).await?;
                let region = region_of_post(tx, officer.post).await?;
                Ok(Changed::between(None, &officer, region))
            }
            .boxed()
        })
        .await
    }

    /// Changes an officer.
    pub async fn update_officer(
        &self,
        call: Call,
        id: OfficerId,
        patch: OfficerPatch,
    ) -> Result<Outcome, AppError> {
        let (caller, now, today) = (call.clone(), self.system_now(), self.today());
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let (call, patch) = (caller.clone(), patch.clone());
            async move {
                let found = officers::by_ids(tx, &[id]).await?.into_iter().next();
                let before = found.ok_or_else(|| AppError::not_found("officerId", &id))?;
                keeps_post(tx, &context, before.post).await?;
                expect(&call, before.version)?;
                let private = |text: Option<String>| text.map(Private::new);
                let after = Officer {
                    post: patch.post.unwrap_or(before.post),
                    name: patch.name.unwrap_or_else(|| before.name.clone()),
                    phone: patch.phone.map_or_else(|| before.phone.clone(), private),
                    email: patch.email.map_or_else(|| before.email.clone(), private),
                    active: patch.active.unwrap_or(before.active),
                    ..before.clone()
                };
                let after = after.checked()?;
                // Also who stays in his post is the business of those who may fill it: retiring somebody empties it.
                let (role, _) = held_post(tx, before.post).await?;
                may_fill_post(role, "officerId", &context)?;
                let had = role;
                let mut place = None;
                if after.post != before.post {
                    let (role, works) = held_post(tx, after.post).await?;
                    keeps_post(tx, &context, after.post).await?;
                    may_fill_post(role, "postId", &context)?;
                    may_change_role(is_caller(&context, id), had, role, "postId", &context)?;
                    place = Some((role, works));
                }
                let leaves = before.active && (place.is_some() || !after.active);
                let administrators = Remaining::before(tx, role, leaves).await?;
                let mut version = before.version;
                if (Officer { active: before.active, ..after.clone() }) != before {
                    officers::update(tx, &after, version).await?;
                    version += 1;
                }
                if let Some((role, works)) = place {
                    let fit = |held: Duties| held.fit(role) && (works || held.is_none());
                    duties::keep(tx, Whose::Officer(id), today, "postId", fit).await?;
                    duties::keep_rules(tx, id, "postId").await?;
                }
                if after.active != before.active {
                    luodi_store::duties::close_over(tx, Whose::Officer(id), today).await?;
                    officers::set_active(tx, id, after.active, version).await.map_err(holds_steps)?;
                    // The key holds whoever is responsible; helpers, specialists and leaders in charge are looked up.
                    if !after.active {
                        duties::keep(tx, Whose::Officer(id), today, "active", Duties::is_none).await?;
                    }
                }
                // Whoever has another post, or none, says once more who he is.
                let mut cut = Vec::new();
                if leaves {
                    sessions::end_all(tx, id, None, now).await?;
                    cut = cut_short(tx, Whose::Officer(id), today).await?;
                    cut.extend(take_back_tokens(tx, Whose::Officer(id), now).await?);
                }
                administrators.after(tx, if after.active { "postId" } else { "active" }).await?;
                let region = region_of_post(tx, after.post).await?;
                Ok(Changed::between(Some(&before), &after, region).with(cut))
            }
            .boxed()
        })
        .await
    }
}

/// Whether this is who asks.
fn is_caller(context: &Context, id: OfficerId) -> bool {
    context.actor.officer().is_some_and(|officer| officer.id == id)
}

/// Whose post it is.
pub(crate) async fn agency_of(tx: &mut Tx<'_>, post: PostId) -> Result<AgencyId, AppError> {
    let found = posts::by_ids(tx, &[post]).await?.into_iter().next();
    found.map(|post| post.agency).ok_or_else(|| AppError::not_found("postId", &post))
}

/// What a post is for and whether its agency works, held until the transaction ends.
pub(crate) async fn held_post(tx: &mut Tx<'_>, id: PostId) -> Result<(PostRole, bool), AppError> {
    posts::held(tx, id).await?.ok_or_else(|| AppError::not_found("postId", &id))
}

/// The only thing that points at an officer's activity is the rule of open steps.
fn holds_steps(error: StoreError) -> AppError {
    match error {
        StoreError::ForeignKey { .. } => Refusal::new(Rule::OfficerHoldsSteps).at("active").into(),
        error => error.into(),
    }
}
