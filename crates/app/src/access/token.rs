//! Bearer tokens 令牌. A token is shown once; the database keeps its hash.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use luodi_domain::access::TokenScope;
use luodi_domain::administration::{Change, Subject};
use luodi_domain::ids::{OfficerId, TokenId};
use luodi_domain::registry::token_name;
use luodi_store::administration::{self, Noted};
use luodi_store::db::Tx;
use luodi_store::projects::Whose;
use luodi_store::tokens;
use luodi_store::tokens::Held;

use super::account::held_in_service;
use super::uses::Use;
use super::{Credential, Principal, secret};
use crate::registry::region_of_officer;
use crate::{App, AppError};

/// What every token begins with, so that scanners for leaked secrets can know it.
const PREFIX: &str = "luodi_";
/// The part of a token that is shown in lists.
const SHOWN: usize = 14;

/// A token just made. Its text is never shown again.
#[derive(Clone)]
pub struct NewToken {
    /// Its id.
    pub id: TokenId,
    /// What the caller sends after `Bearer`.
    pub text: String,
}

/// A token as lists show it.
#[derive(Debug, Clone)]
pub struct TokenSummary {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub officer: OfficerId,
    /// What it is for.
    pub name: String,
    /// How it begins.
    pub prefix: String,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, give or take a minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// What may be done with it.
    pub scope: TokenScope,
}

impl App {
    /// Makes a token for an officer in service.
    pub async fn create_token(
        &self,
        officer: OfficerId,
        name: String,
        scope: TokenScope,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<NewToken, AppError> {
        let name = token_name(&name)?;
        let text = secret::opaque(&self.ids, PREFIX);
        let now = self.system_now();
        let id = TokenId::from_uuid(self.ids.next(now));
        let row = tokens::Token {
            id,
            officer,
            name,
            prefix: text[..SHOWN].to_owned(),
            created_at: now,
            expires_at,
            revoked_at: None,
            last_used_at: None,
            scope,
        };
        let (hashed, deed) = (secret::hash(&text), self.deed("token create"));
        self.db
            .write(move |tx| {
                let (row, hashed, deed) = (row.clone(), hashed.clone(), deed.clone());
                async move {
                    held_in_service(tx, officer).await?;
                    tokens::insert(tx, &row, &hashed).await?;
                    let (change, region) = (entered(&row), region_of_officer(tx, officer).await?);
                    Ok::<_, AppError>(administration::append(tx, &deed, &[Noted { change, region }]).await?)
                }
                .boxed()
            })
            .await?;
        tracing::info!(token = %id, %officer, "token created");
        Ok(NewToken { id, text })
    }

    /// Takes a token back; false if there is none, or it was taken back before.
    pub async fn revoke_token(&self, id: TokenId) -> Result<bool, AppError> {
        let (now, deed) = (self.system_now(), self.deed("token revoke"));
        let revoked = self
            .db
            .write(move |tx| {
                let deed = deed.clone();
                async move {
                    let Some(officer) = tokens::revoke(tx, id, now).await? else { return Ok(false) };
                    let noted = taken_back(tx, vec![(id, officer)]).await?;
                    administration::append(tx, &deed, &noted).await?;
                    Ok::<_, AppError>(true)
                }
                .boxed()
            })
            .await?;
        tracing::info!(token = %id, revoked, "token revoked");
        Ok(revoked)
    }

    /// Every token, oldest first.
    pub async fn list_tokens(&self) -> Result<Vec<TokenSummary>, AppError> {
        let tokens = tokens::list(&mut self.db.read().await?).await?;
        Ok(tokens
            .into_iter()
            .map(|token| TokenSummary {
                id: token.id,
                officer: token.officer,
                name: token.name,
                prefix: token.prefix,
                expires_at: token.expires_at,
                revoked_at: token.revoked_at,
                last_used_at: token.last_used_at,
                scope: token.scope,
            })
            .collect())
    }

    /// Who a token stands for; nobody when it is unknown, expired, revoked, or its officer has left.
    ///
    /// The look-up is by hash, so how long it takes says nothing about how much of a guess was right.
    pub async fn authenticate(&self, text: &str) -> Result<Option<Principal>, AppError> {
        let now = self.system_now();
        let mut conn = self.db.read().await?;
        let found = tokens::by_hash(&mut conn, &secret::hash(text)).await?;
        drop(conn);
        let Some(Held { token, viewer, .. }) = found.filter(|held| held.token.is_usable(now) && held.active)
        else {
            return Ok(None);
        };
        self.note_use(Use::Token(token.id), token.last_used_at, now);
        let credential = Credential::Token(token.id);
        Ok(Some(Principal { viewer, deputy: None, credential, scope: token.scope }))
    }
}

/// Takes back the tokens of those who leave their post, as their sessions end: what one lets in to is what its officer may.
/// Returns what is to be recorded of it.
pub(crate) async fn take_back_tokens(
    tx: &mut Tx<'_>,
    whose: Whose,
    now: DateTime<Utc>,
) -> Result<Vec<Noted>, AppError> {
    let revoked = match whose {
        Whose::Officer(officer) => tokens::revoke_all(tx, officer, now).await?,
        Whose::Post(post) => tokens::revoke_of_post(tx, post, now).await?,
        // They come to nothing while it is closed.
        Whose::Agency(_) => Vec::new(),
    };
    taken_back(tx, revoked).await
}

async fn taken_back(tx: &mut Tx<'_>, tokens: Vec<(TokenId, OfficerId)>) -> Result<Vec<Noted>, AppError> {
    let mut noted = Vec::with_capacity(tokens.len());
    for (id, officer) in tokens {
        let fields = [("revoked", Some(true.to_string()))].into();
        let change = Change { subject: Subject::Token, object: id.uuid(), fields };
        noted.push(Noted { change, region: region_of_officer(tx, officer).await? });
    }
    Ok(noted)
}

/// What the record says of a new token.
fn entered(token: &tokens::Token) -> Change {
    let fields = [
        ("officer", Some(token.officer.to_string())),
        ("name", Some(token.name.clone())),
        ("scope", Some(token.scope.as_str().to_owned())),
        ("expires_at", token.expires_at.map(|at| at.to_rfc3339())),
    ];
    let fields = fields.into_iter().filter(|(_, value)| value.is_some()).collect();
    Change { subject: Subject::Token, object: token.id.uuid(), fields }
}
