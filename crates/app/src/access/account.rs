//! Accounts as whoever runs the service on its machine keeps them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use luodi_domain::access::login_name;
use luodi_domain::administration::{Change, Subject, WITHHELD};
use luodi_domain::context::References;
use luodi_domain::ids::OfficerId;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::accounts::{self, Account, NewPassword, Tries};
use luodi_store::administration::{self, Deed, Noted};
use luodi_store::db::Tx;
use luodi_store::{facts, identities, sessions};

use super::password::Owner;
use super::{Password, secret};
use crate::registry::region_of_officer;
use crate::{App, AppError};

/// Where a password comes from.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// Somebody chose it, and it stays.
    Given(Password),
    /// The service makes one, to be changed before anything else is done.
    OneTime,
    /// The service makes one that stays.
    Made,
    /// The service makes one that stays and tells nobody: the officer signs in by an identity provider.
    Unknown,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Who it is for.
    pub officer: OfficerId,
    /// What is typed, in whatever case.
    pub login: String,
    /// Its password.
    pub password: Chosen,
}

/// An account as lists show it.
#[derive(Debug, Clone)]
pub struct AccountSummary {
    /// Whose it is.
    pub officer: OfficerId,
    /// The officer's name.
    pub name: String,
    /// What is typed.
    pub login: String,
    /// Whether the officer is in service.
    pub active: bool,
    /// Whether the password must be changed first.
    pub must_change: bool,
    /// Until when it is locked, if it is.
    pub locked_until: Option<DateTime<Utc>>,
    /// When the password was set.
    pub changed_at: DateTime<Utc>,
}

impl App {
    /// Makes an account for an officer in service; answers the password if the service made it.
    pub async fn create_account(&self, new: NewAccount) -> Result<Option<Password>, AppError> {
        let NewAccount { officer, login, password } = new;
        let login = login_name(&login)?;
        let owner = self.owner(officer, &login).await?;
        let must_change = matches!(password, Chosen::OneTime);
        let (password, made) = match password {
            Chosen::Given(password) => {
                self.hasher.check(&password, &owner, "password").await?;
                (password, None)
            }
            Chosen::OneTime | Chosen::Made => {
                let password = Password::from(secret::one_time_password(&self.ids));
                (password.clone(), Some(password))
            }
            Chosen::Unknown => (Password::from(secret::one_time_password(&self.ids)), None),
        };
        let password_hash = self.hasher.hash(&self.ids, password).await?;
        let now = self.system_now();
        let fields = [("login", Some(login.clone())), ("password", Some(WITHHELD.to_owned()))].into();
        let row = accounts::NewAccount { officer, login, password_hash, must_change, now };
        let deed = self.deed("user add");
        self.db
            .write(move |tx| {
                let (row, deed, fields) = (row.clone(), deed.clone(), BTreeMap::clone(&fields));
                async move {
                    // He may have left since he was looked at; from here on he waits.
                    held_in_service(tx, officer).await?;
                    accounts::insert(tx, &row).await.map_err(taken)?;
                    note(tx, &deed, officer, fields).await
                }
                .boxed()
            })
            .await?;
        tracing::info!(%officer, "account created");
        Ok(made)
    }

    /// Who a password is for.
    async fn owner(&self, officer: OfficerId, login: &str) -> Result<Owner, AppError> {
        let found = self.officers(&[officer]).await?.remove(&officer);
        let found = found.ok_or_else(|| AppError::not_found("officer", &officer))?;
        let post = self.posts(&[found.post]).await?.remove(&found.post);
        let agency = match post {
            Some(post) => self.agencies(&[post.agency]).await?.remove(&post.agency),
            None => None,
        };
        let agency = agency.map(|agency| agency.name).unwrap_or_default();
        Ok(Owner { login: login.to_owned(), officer: found.name, agency })
    }

    /// Every account, by login.
    pub async fn list_accounts(&self) -> Result<Vec<AccountSummary>, AppError> {
        let now = self.system_now();
        let found = accounts::list(&mut self.db.read().await?).await?;
        let summary = |account: Account| AccountSummary {
            officer: account.officer,
            name: account.officer_name,
            login: account.login,
            active: account.active,
            must_change: account.must_change,
            locked_until: account.tries.locked_until.filter(|until| now < *until),
            changed_at: account.changed_at,
        };
        Ok(found.into_iter().map(summary).collect())
    }

    /// Gives an account a one-time password, ends its sessions and unlocks it.
    pub async fn reset_password(&self, login: &str) -> Result<Password, AppError> {
        let account = self.account(login).await?;
        let password = Password::from(secret::one_time_password(&self.ids));
        let hash = self.hasher.hash(&self.ids, password.clone()).await?;
        let new = NewPassword { hash, must_change: true, now: self.system_now() };
        if !self.set_password(&account, None, new, self.deed("user reset")).await? {
            return Err(not_found(login));
        }
        tracing::info!(officer = %account.officer, "password reset");
        Ok(password)
    }

    /// Lets an account try again at once.
    pub async fn unlock_account(&self, login: &str) -> Result<(), AppError> {
        let (officer, deed) = (self.account(login).await?.officer, self.deed("user unlock"));
        self.db
            .write(move |tx| {
                let deed = deed.clone();
                async move {
                    accounts::set_tries(tx, officer, Tries::default()).await?;
                    note(tx, &deed, officer, [("unlocked", Some(true.to_string()))].into()).await
                }
                .boxed()
            })
            .await?;
        tracing::info!(%officer, "account unlocked");
        Ok(())
    }

    /// Removes an account with its identities and ends its sessions; the officer stays.
    pub async fn remove_account(&self, login: &str) -> Result<(), AppError> {
        let (officer, now) = (self.account(login).await?.officer, self.system_now());
        let deed = self.deed("user remove");
        self.db
            .write(move |tx| {
                let deed = deed.clone();
                async move {
                    sessions::end_all(tx, officer, None, now).await?;
                    let unlinked = identities::of_officer(tx, officer).await?;
                    identities::remove_all(tx, officer).await?;
                    if !accounts::remove(tx, officer).await? {
                        return Ok(());
                    }
                    note(tx, &deed, officer, [("login", None), ("password", None)].into()).await?;
                    for link in unlinked {
                        let said = [("unlinked", Some(link.id.to_string()))];
                        note(tx, &deed, officer, said.into()).await?;
                    }
                    Ok::<_, AppError>(())
                }
                .boxed()
            })
            .await?;
        tracing::info!(%officer, "account removed");
        Ok(())
    }

    /// The administrators in service who have no account yet.
    pub async fn administrators_without_account(&self) -> Result<Vec<OfficerId>, AppError> {
        Ok(accounts::administrators_without(&mut self.db.read().await?).await?)
    }

    /// The account of a login.
    pub(super) async fn account(&self, login: &str) -> Result<Account, AppError> {
        let found = accounts::by_login(&mut self.db.read().await?, &login_name(login)?).await?;
        found.ok_or_else(|| not_found(login))
    }
}

/// Refuses an officer who is not in service; until the transaction ends he stays in it, and in his post.
pub(super) async fn held_in_service(tx: &mut Tx<'_>, officer: OfficerId) -> Result<(), AppError> {
    let named = References { officers: [officer].into(), ..References::default() };
    match facts::load_held(tx, &named).await?.officers.get(&officer) {
        None => Err(AppError::not_found("officer", &officer)),
        Some(facts) if !facts.active => Err(Refusal::new(Rule::OfficerInactive).at("officer").into()),
        Some(_) => Ok(()),
    }
}

fn not_found(login: &str) -> AppError {
    Refusal::new(Rule::NotFound).at("login").text("value", login).into()
}

/// Another has the login, or the officer has another.
fn taken(error: luodi_store::db::StoreError) -> AppError {
    let taken = [(accounts::LOGIN_ONCE, "login"), (accounts::ONE_EACH, "officer")];
    crate::registry::duplicate(error, &taken)
}

/// Records what became of an account.
pub(super) async fn note(
    tx: &mut Tx<'_>,
    deed: &Deed,
    officer: OfficerId,
    fields: BTreeMap<&'static str, Option<String>>,
) -> Result<(), AppError> {
    let change = Change { subject: Subject::Account, object: officer.uuid(), fields };
    let region = region_of_officer(tx, officer).await?;
    Ok(administration::append(tx, deed, &[Noted { change, region }]).await?)
}
