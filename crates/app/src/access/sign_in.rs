//! Signing in with a password, signing out, and changing the password.

use futures::FutureExt;
use luodi_domain::access::{login_name, password_length};
use luodi_domain::administration::WITHHELD;
use luodi_domain::ids::{OfficerId, SessionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::accounts::{self, Account, NewPassword};
use luodi_store::administration::Deed;
use luodi_store::sessions;

use super::account::note;
use super::begin::{Device, Proof, SignedIn};
use super::password::Owner;
use super::{Password, secret, tries};
use crate::{App, AppError, Call};

impl App {
    /// Signs somebody in on a device: a session of its own, whatever the device had before. Nobody when the login is not
    /// known, the password is wrong, the account is locked or the officer has left: which of these it was shows in the log
    /// only, and all of them take the same work.
    pub async fn sign_in(
        &self,
        login: &str,
        password: Password,
        device: Device,
    ) -> Result<Option<SignedIn>, AppError> {
        let login = login_name(login).unwrap_or_default();
        let Some(account) = self.prove(login, password).await? else { return Ok(None) };
        let proof = Proof::Password(account.which_password());
        let begun = self.begin_session(account.officer, proof, device).await?;
        Ok(begun.map(|begun| SignedIn { must_change: account.must_change, ..begun }))
    }

    /// The account of a login if the password is right and may be tried.
    async fn prove(&self, login: String, password: Password) -> Result<Option<Account>, AppError> {
        let now = self.system_now();
        let tried = self.db.write(move |tx| {
            let login = login.clone();
            async move {
                let account = accounts::hold(tx, &login).await?;
                let counted = account.as_ref().and_then(|account| tries::one_more(account.tries, now));
                match account.as_ref().zip(counted) {
                    Some((account, tries)) => accounts::set_tries(tx, account.officer, tries).await?,
                    None => accounts::set_nobodys_tries(tx).await?,
                }
                Ok::<_, AppError>((account, counted.is_some()))
            }
            .boxed()
        });
        let (account, counted) = tried.await?;
        let kept = account.as_ref().map(|account| account.password_hash.clone());
        let right = self.hasher.verify(password, kept).await?;
        let Some(account) = account else {
            // What was typed is not told: it may have been the password.
            tracing::info!("nobody signed in: no such login");
            return Ok(None);
        };
        let officer = account.officer;
        if right && counted && account.active {
            return Ok(Some(account));
        }
        tracing::warn!(%officer, right, locked = !counted, active = account.active, "nobody signed in");
        Ok(None)
    }

    /// Ends the session that a device keeps; false when it was over already.
    pub async fn sign_out(&self, text: &str) -> Result<bool, AppError> {
        let (hash, now) = (secret::hash(text), self.system_now());
        let ended = self
            .db
            .write(move |tx| {
                let hash = hash.clone();
                async move { sessions::revoke_hash(tx, &hash, now).await }.boxed()
            })
            .await?;
        if let Some(session) = ended {
            tracing::info!(%session, "signed out");
        }
        Ok(ended.is_some())
    }

    /// Changes the password of whoever is in this session, and ends all other sessions of his. A wrong present password
    /// counts as a failure to sign in does.
    ///
    /// # Errors
    /// Refused as [`Rule::PasswordWrong`] at `current`, as [`Rule::PasswordLength`] or [`Rule::PasswordWeak`] at `new`, and
    /// as [`Rule::NothingToChange`] when both are the same.
    pub async fn change_password(
        &self,
        officer: OfficerId,
        session: SessionId,
        current: Password,
        new: Password,
    ) -> Result<(), AppError> {
        let wrong = || AppError::from(Refusal::new(Rule::PasswordWrong).at("current"));
        password_length(new.reveal(), "new")?;
        if current == new {
            return Err(Refusal::new(Rule::NothingToChange).at("new").into());
        }
        let account = accounts::by_officer(&mut self.db.read().await?, officer).await?.ok_or_else(wrong)?;
        self.hasher.check(&new, &Owner::from(&account), "new").await?;
        let account = self.prove(account.login, current).await?.ok_or_else(wrong)?;
        let hash = self.hasher.hash(&self.ids, new).await?;
        let password = NewPassword { hash, must_change: false, now: self.system_now() };
        let deed = self.step(Call::new(Some(officer), "password change"), "password change").deed();
        if !self.set_password(&account, Some(session), password, deed).await? {
            return Err(wrong());
        }
        tracing::info!(%session, %officer, "password changed");
        Ok(())
    }

    /// Sets a password while it is the one of this account, and ends its sessions but one; false when it is another already.
    pub(super) async fn set_password(
        &self,
        account: &Account,
        keep: Option<SessionId>,
        new: NewPassword,
        deed: Deed,
    ) -> Result<bool, AppError> {
        let (officer, which) = (account.officer, account.which_password());
        self.db
            .write(move |tx| {
                let (new, deed) = (new.clone(), deed.clone());
                async move {
                    let set = accounts::set_password(tx, officer, which, &new).await?;
                    if set {
                        sessions::end_all(tx, officer, keep, new.now).await?;
                        let fields = [("password", Some(WITHHELD.to_owned()))].into();
                        note(tx, &deed, officer, fields).await?;
                    }
                    Ok::<_, AppError>(set)
                }
                .boxed()
            })
            .await
    }
}
