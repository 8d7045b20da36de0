//! Signing in with a password, signing out, and changing the password.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use luodi_domain::access::{login_name, password_length};
use luodi_domain::administration::WITHHELD;
use luodi_domain::ids::{OfficerId, SessionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::accounts::{self, Account, NewPassword};
use luodi_store::administration::Deed;
use luodi_store::sessions::{self, Session};

use super::account::note;
use super::password::Owner;
use super::{Password, secret, tries};
use crate::{App, AppError, Call};

/// What every session's secret begins with, so that scanners for leaked secrets can know it.
const PREFIX: &str = "luodi_session_";
/// On so many devices somebody can be signed in; the longest signed in gives way.
const MOST_DEVICES: u32 = 20;
/// So much is kept of what a device says it is.
const DEVICE: usize = 200;

/// Where somebody signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// What it says it is.
    pub name: String,
    /// Its network address.
    pub address: String,
    /// The session that it kept until now, if any: it ends, whoever signs in.
    pub session: Option<String>,
}

/// A session just begun. Its text is never shown again.
#[derive(Clone)]
pub struct SignedIn {
    /// Its id.
    pub session: SessionId,
    /// What the device keeps.
    pub text: String,
    /// When it began.
    pub begun_at: DateTime<Utc>,
    /// When it ends however much it is used.
    pub expires_at: DateTime<Utc>,
    /// Whether nothing but changing the password is possible.
    pub must_change: bool,
}

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
        match self.prove(login, password).await? {
            Some(account) => self.begin_session(&account, device).await,
            None => Ok(None),
        }
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

    /// Forgives the tries and begins a session, unless the password was changed or the officer left meanwhile.
    async fn begin_session(&self, account: &Account, device: Device) -> Result<Option<SignedIn>, AppError> {
        let now = self.system_now();
        let text = secret::opaque(&self.ids, PREFIX);
        let expires_at = now + self.session_terms.longest;
        let session = Session {
            id: SessionId::from_uuid(self.ids.next(now)),
            officer: account.officer,
            created_at: now,
            last_seen_at: now,
            idle_until: self.idle_until(now, expires_at),
            expires_at,
            revoked_at: None,
            device: shown(&device.name),
            address: shown(&device.address),
        };
        let (id, officer, version) = (session.id, account.officer, account.version);
        let (hash, left) = (secret::hash(&text), device.session.map(|text| secret::hash(&text)));
        let begun = self
            .db
            .write(move |tx| {
                let (session, hash, left) = (session.clone(), hash.clone(), left.clone());
                async move {
                    if !accounts::forgive(tx, officer, version).await? {
                        return Ok::<_, AppError>(false);
                    }
                    if let Some(left) = left {
                        sessions::revoke_hash(tx, &left, now).await?;
                    }
                    sessions::insert(tx, &session, &hash, MOST_DEVICES).await?;
                    Ok(true)
                }
                .boxed()
            })
            .await?;
        if !begun {
            tracing::warn!(%officer, "nobody signed in: the account was changed meanwhile");
            return Ok(None);
        }
        tracing::info!(session = %id, %officer, "signed in");
        let must_change = account.must_change;
        Ok(Some(SignedIn { session: id, text, begun_at: now, expires_at, must_change }))
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
        let (officer, version) = (account.officer, account.version);
        self.db
            .write(move |tx| {
                let (new, deed) = (new.clone(), deed.clone());
                async move {
                    let set = accounts::set_password(tx, officer, version, &new).await?;
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

/// What is kept of a text that a stranger's machine sends: no control characters, and not much.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(DEVICE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_device_says_is_cut_and_cleaned() {
        for (text, expected) in [
            ("Mozilla/5.0 (X11)", "Mozilla/5.0 (X11)".to_owned()),
            ("a\r\nset-cookie: b\0\u{1b}[31m", "aset-cookie: b[31m".to_owned()),
            (&"长".repeat(300), "长".repeat(200)),
        ] {
            assert_eq!(shown(text), expected);
        }
    }
}
