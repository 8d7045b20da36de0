//! Officers.

use futures::FutureExt;
use luodi_domain::decide::may_keep_registry;
use luodi_domain::ids::{OfficerId, PostId};
use luodi_domain::private::Private;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::Officer;
use luodi_store::db::{StoreError, Tx};
use luodi_store::projects;
use luodi_store::registry::{officers, posts};

use super::change::{FIRST_VERSION, expect};
use crate::{App, AppError, Call, Outcome};

/// What to change of an officer; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct OfficerPatch {
    /// The post held.
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
        self.change_registry(call, may_keep_registry, move |tx| {
            let officer = Officer { version: FIRST_VERSION, ..officer.clone() };
            async move {
                let officer = officer.checked()?;
                post_exists(tx, officer.post).await?;
                officers::insert(tx, &officer).await?;
                Ok(officer.id.uuid())
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
        let caller = call.clone();
        self.change_registry(call, may_keep_registry, move |tx| {
            let (call, patch) = (caller.clone(), patch.clone());
            async move {
                let found = officers::by_ids(tx, &[id]).await?.into_iter().next();
                let before = found.ok_or_else(|| AppError::not_found("officerId", &id))?;
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
                post_exists(tx, after.post).await?;
                let mut version = before.version;
                if (Officer { active: before.active, ..after.clone() }) != before {
                    officers::update(tx, &after, version).await?;
                    version += 1;
                }
                if after.active != before.active {
                    officers::set_active(tx, id, after.active, version).await.map_err(holds_steps)?;
                    // The key holds whoever is responsible; helpers, specialists and leaders in charge are looked up.
                    if !after.active && !projects::held_by(tx, id).await?.is_empty() {
                        return Err(Refusal::new(Rule::OfficerHoldsSteps).at("active").into());
                    }
                }
                Ok(id.uuid())
            }
            .boxed()
        })
        .await
    }
}

async fn post_exists(tx: &mut Tx<'_>, post: PostId) -> Result<(), AppError> {
    if posts::by_ids(tx, &[post]).await?.is_empty() {
        Err(AppError::not_found("postId", &post))
    } else {
        Ok(())
    }
}

/// The only thing that points at an officer's activity is the rule of open steps.
fn holds_steps(error: StoreError) -> AppError {
    match error {
        StoreError::ForeignKey { .. } => Refusal::new(Rule::OfficerHoldsSteps).at("active").into(),
        error => error.into(),
    }
}
