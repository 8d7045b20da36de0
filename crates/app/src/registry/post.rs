//! Posts.

use futures::FutureExt;
use luodi_domain::actor::PostRole;
use luodi_domain::decide::{may_change_role, may_grant_role, may_keep_registry};
use luodi_domain::ids::PostId;
use luodi_domain::registry::Post;
use luodi_store::projects::Whose;
use luodi_store::registry::{agencies, officers, posts};
use luodi_store::sessions;

use super::absence::cut_short;
use super::administrators::Remaining;
use super::change::{FIRST_VERSION, expect};
use super::duties;
use super::note::{Changed, region_of};
use super::reach::keeps_of;
use crate::access::take_back_tokens;
use crate::{App, AppError, Call, Outcome};

/// What to change of a post; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct PostPatch {
    /// How it is called.
    pub title: Option<String>,
    /// What it is for. Its holders must be able to keep what they hold: else hand over first.
    pub role: Option<PostRole>,
}

impl App {
    /// Enters a post.
    pub async fn create_post(&self, call: Call, post: Post) -> Result<Outcome, AppError> {
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let post = Post { version: FIRST_VERSION, ..post.clone() };
            async move {
                if agencies::by_ids(tx, &[post.agency]).await?.is_empty() {
                    return Err(AppError::not_found("agencyId", &post.agency));
                }
                keeps_of(tx, &context, post.agency).await?;
                may_grant_role(None, post.role, &context)?;
                let post = post.checked()?;
                posts::insert(tx, &post).await?;
                Ok(Changed::between(None, &post, region_of(tx, post.agency).await?))
            }
            .boxed()
        })
        .await
    }

    /// Changes a post.
    pub async fn update_post(&self, call: Call, id: PostId, patch: PostPatch) -> Result<Outcome, AppError> {
        let (caller, now, today) = (call.clone(), self.system_now(), self.today());
        self.change_registry(call, may_keep_registry, move |tx, context| {
            let (call, patch) = (caller.clone(), patch.clone());
            async move {
                let found = posts::by_ids(tx, &[id]).await?.into_iter().next();
                let before = found.ok_or_else(|| AppError::not_found("postId", &id))?;
                keeps_of(tx, &context, before.agency).await?;
                expect(&call, before.version)?;
                let title = patch.title.unwrap_or_else(|| before.title.clone());
                let after = Post { title, role: patch.role.unwrap_or(before.role), ..before.clone() };
                may_grant_role(Some(before.role), after.role, &context)?;
                let caller = context.actor.officer().map(|officer| officer.id);
                let own =
                    officers::by_ids(tx, caller.as_slice()).await?.iter().any(|officer| officer.post == id);
                may_change_role(own, before.role, after.role, "role", &context)?;
                let after = after.checked()?;
                let administrators = Remaining::before(tx, before.role, after.role != before.role).await?;
                if after != before {
                    posts::update(tx, &after, before.version).await?;
                }
                let mut cut = Vec::new();
                if after.role != before.role {
                    duties::keep(tx, Whose::Post(id), today, "role", |held| held.fit(after.role)).await?;
                    sessions::end_of_post(tx, id, now).await?;
                    cut = cut_short(tx, Whose::Post(id), today).await?;
                    cut.extend(take_back_tokens(tx, Whose::Post(id), now).await?);
                }
                administrators.after(tx, "role").await?;
                Ok(Changed::between(Some(&before), &after, region_of(tx, after.agency).await?).with(cut))
            }
            .boxed()
        })
        .await
    }
}
