//! Who officers are at an identity provider, and signing in by that. Nobody is linked by himself, by his address, or by his
//! name: an administrator says who he is.

use futures::FutureExt;
use luodi_domain::access::Identity;
use luodi_domain::ids::{IdentityId, OfficerId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::StoreError;
use luodi_store::identities::{self, Link};

use super::account::note;
use super::begin::{Device, Proof, SignedIn};
use super::secret;
use crate::{App, AppError};

impl App {
    /// Signs in whoever is this to the provider. Nobody when no officer in service with an account is: which of these it was
    /// shows in the log only.
    pub async fn sign_in_by_identity(
        &self,
        identity: &Identity,
        device: Device,
    ) -> Result<Option<SignedIn>, AppError> {
        let found = identities::by_subject(&mut self.db.read().await?, identity).await?;
        let Some(Link { id, officer, .. }) = found else {
            // Whoever it is, he is none of ours: nothing of him is told.
            tracing::info!("nobody signed in: no officer is linked to the identity");
            return Ok(None);
        };
        self.begin_session(officer, Proof::Identity(id), device).await
    }

    /// Links the officer of a login with who he is at a provider.
    ///
    /// # Errors
    /// [`Rule::NotFound`] at `login`; [`Rule::Duplicate`] at `subject` when it is somebody already.
    pub async fn link_login(&self, login: &str, identity: Identity) -> Result<IdentityId, AppError> {
        let officer = self.account(login).await?.officer;
        self.link(officer, identity).await
    }

    /// Makes an identity the officer's.
    async fn link(&self, officer: OfficerId, identity: Identity) -> Result<IdentityId, AppError> {
        let now = self.system_now();
        let id = IdentityId::from_uuid(self.ids.next(now));
        let (link, deed) = (Link { id, officer, identity, linked_at: now }, self.deed("user link"));
        self.db
            .write(move |tx| {
                let (link, deed) = (link.clone(), deed.clone());
                async move {
                    identities::insert(tx, &link).await.map_err(unlinkable)?;
                    let Identity { issuer, subject } = &link.identity;
                    let said = [
                        ("linked", Some(id.to_string())),
                        ("issuer", Some(issuer.clone())),
                        ("subject_sha256", Some(secret::digest(subject))),
                    ];
                    note(tx, &deed, officer, said.into()).await
                }
                .boxed()
            })
            .await?;
        tracing::info!(identity = %id, %officer, "identity linked");
        Ok(id)
    }

    /// Takes an identity from the officer of a login, and ends the sessions that came from it.
    ///
    /// # Errors
    /// [`Rule::NotFound`] at `login`, or at `subject` when it is not his.
    pub async fn unlink_login(&self, login: &str, identity: &Identity) -> Result<(), AppError> {
        let officer = self.account(login).await?.officer;
        let found = identities::by_subject(&mut self.db.read().await?, identity).await?;
        let link = found.filter(|link| link.officer == officer);
        let id = link.ok_or_else(|| Refusal::new(Rule::NotFound).at("subject"))?.id;
        let (now, deed) = (self.system_now(), self.deed("user unlink"));
        self.db
            .write(move |tx| {
                let deed = deed.clone();
                async move {
                    if identities::remove(tx, id, officer, now).await? {
                        note(tx, &deed, officer, [("unlinked", Some(id.to_string()))].into()).await?;
                    }
                    Ok::<_, AppError>(())
                }
                .boxed()
            })
            .await?;
        tracing::info!(identity = %id, %officer, "identity unlinked");
        Ok(())
    }

    /// Every identity that is somebody's, the oldest first.
    pub async fn list_identities(&self) -> Result<Vec<Link>, AppError> {
        Ok(identities::list(&mut self.db.read().await?).await?)
    }
}

/// It is somebody's already, or the officer has no account.
fn unlinkable(error: StoreError) -> AppError {
    match error {
        StoreError::ForeignKey { .. } => Refusal::new(Rule::NotFound).at("login").into(),
        error => crate::registry::duplicate(error, &[(identities::ONCE, "subject")]),
    }
}
