//! Sessions: who a device's cookie stands for, on which devices somebody is signed in, and ending that.

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use luodi_domain::access::TokenScope;
use luodi_domain::ids::{OfficerId, SessionId};
use luodi_store::sessions::{self, Held, Session};

use super::uses::Use;
use super::{Credential, Principal, secret};
use crate::{App, AppError, Call, Outcome};

/// How long it is remembered that a session was there.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTerms {
    /// How long one may stay unused.
    pub idle: TimeDelta,
    /// How long one lasts however much it is used.
    pub longest: TimeDelta,
}

impl Default for SessionTerms {
    /// A working day unused, a week in all.
    fn default() -> Self {
        Self { idle: TimeDelta::hours(8), longest: TimeDelta::days(7) }
    }
}

/// Who an open session stands for.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who it is.
    pub principal: Principal,
    /// The session.
    pub session: SessionId,
    /// Whether nothing but changing the password is possible.
    pub must_change: bool,
}

impl App {
    /// Who a session stands for; nobody when it is unknown, over, or its officer has left or lost the account.
    ///
    /// The look-up is by hash, so how long it takes says nothing about how much of a guess was right.
    pub async fn visitor(&self, text: &str) -> Result<Option<Visitor>, AppError> {
        let now = self.system_now();
        let found = sessions::by_hash(&mut self.db.read().await?, &secret::hash(text)).await?;
        let Some(Held { session, must_change, viewer, .. }) =
            found.filter(|held| held.session.is_open(now) && held.active)
        else {
            return Ok(None);
        };
        let idle_until = self.idle_until(now, session.expires_at);
        self.note_use(Use::Session { id: session.id, idle_until }, Some(session.last_seen_at), now);
        let credential = Credential::Session(session.id);
        let principal = Principal { viewer, deputy: None, credential, scope: TokenScope::Write };
        Ok(Some(Visitor { principal, session: session.id, must_change }))
    }

    /// Until when a session used now may stay unused.
    pub(super) fn idle_until(&self, now: DateTime<Utc>, expires_at: DateTime<Utc>) -> DateTime<Utc> {
        expires_at.min(now + self.session_terms.idle)
    }

    /// The officer's open sessions, the newest first.
    pub async fn open_sessions(&self, officer: OfficerId) -> Result<Vec<Session>, AppError> {
        Ok(sessions::open(&mut self.db.read().await?, officer, self.system_now()).await?)
    }

    /// Some session of the officer, open or not.
    pub async fn session(&self, officer: OfficerId, id: SessionId) -> Result<Option<Session>, AppError> {
        let found = sessions::by_id(&mut self.db.read().await?, id).await?;
        Ok(found.filter(|session| session.officer == officer))
    }

    /// Ends a session of the caller's own, whose id the outcome names; one that is over already stays as it is.
    ///
    /// # Errors
    /// [`luodi_domain::refusal::Rule::NotFound`] for a session of somebody else, as for one that never was.
    pub async fn revoke_session(&self, call: Call, id: SessionId) -> Result<Outcome, AppError> {
        let not_found = || AppError::not_found("sessionId", &id);
        // A deputy has his own devices, and none of those of whom he stands in for.
        let officer = call.deputy.or(call.officer).ok_or_else(not_found)?;
        if self.session(officer, id).await?.is_none() {
            return Err(not_found());
        }
        let now = self.system_now();
        let revoked = self.db.write(move |tx| sessions::revoke(tx, id, officer, now).boxed()).await?;
        tracing::info!(session = %id, %officer, revoked, "session revoked");
        Ok(Outcome::of_object(id.uuid()))
    }

    /// Forgets sessions that were over a month ago; returns how many went.
    pub async fn purge_old_sessions(&self) -> Result<u64, AppError> {
        let before = self.system_now() - REMEMBERED;
        Ok(self.db.write(move |tx| sessions::purge(tx, before).boxed()).await?)
    }
}
