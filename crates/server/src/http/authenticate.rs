//! Callers by their bearer tokens, or by the cookies of their sessions.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use luodi_app::App;
use luodi_app::access::{Admitted, Principal, Visitor};
use luodi_domain::access::TokenScope;
use luodi_graphql::http::{AuthError, Authenticate, KeepWatch, bearer_token, on_behalf_of};
use luodi_graphql::limits::budget::Budget;

use super::budgets::{Budgets, Purse, spender};
use super::cookie::SessionCookie;
use super::same_site::SameSite;
use crate::settings::Settings;

/// Looks callers up in the database.
#[derive(Clone)]
pub(crate) struct Callers {
    app: Arc<App>,
    /// What a session is kept in.
    pub(super) cookie: SessionCookie,
    /// Where our own pages come from.
    pub(super) same_site: Arc<SameSite>,
    /// What callers have asked of late.
    budgets: Arc<Budgets>,
}

impl Callers {
    /// Those whom the application knows.
    pub(crate) fn new(app: App, settings: &Settings) -> Self {
        let cookie = SessionCookie::new(settings.insecure_cookies);
        let same_site = Arc::new(SameSite::new(settings.public_origin.clone(), settings.insecure_cookies));
        let budgets = Arc::new(Budgets::new(settings));
        Self { app: Arc::new(app), cookie, same_site, budgets }
    }

    /// The secret of a session, if one came with a request that only our own pages can make.
    pub(super) fn cookie_of_ours<'h>(&self, headers: &'h HeaderMap) -> Result<Option<&'h str>, AuthError> {
        let text = self.cookie.of(headers)?;
        if text.is_some() {
            self.same_site.request(headers)?;
        }
        Ok(text)
    }

    /// Who is in the session of a request, also if he has to change his password first.
    pub(super) async fn visitor(&self, headers: &HeaderMap) -> Result<Visitor, AuthError> {
        self.look_up(self.cookie_of_ours(headers)?.ok_or(AuthError::Missing)?).await
    }

    /// What a caller may spend on what his queries cost.
    pub(super) fn budget(&self, principal: &Principal) -> Budget {
        Box::new(Purse { budgets: Arc::clone(&self.budgets), caller: spender(principal) })
    }

    /// Lets in whoever does not ask too often.
    fn counted(&self, principal: Principal) -> Result<Principal, AuthError> {
        self.budgets.request(spender(&principal)).map_err(AuthError::TooMany)?;
        Ok(principal)
    }

    async fn look_up(&self, text: &str) -> Result<Visitor, AuthError> {
        match self.app.visitor(text).await {
            Ok(visitor) => visitor.ok_or(AuthError::Invalid),
            Err(error) => Err(AuthError::Unavailable(Arc::new(error))),
        }
    }

    async fn by_token(&self, headers: &HeaderMap) -> Result<Principal, AuthError> {
        match self.app.authenticate(bearer_token(headers)?).await {
            Ok(principal) => principal.ok_or(AuthError::Invalid),
            Err(error) => Err(AuthError::Unavailable(Arc::new(error))),
        }
    }
}

/// Nothing else is possible before a password that somebody else knows is changed.
fn settled(visitor: Visitor) -> Result<Principal, AuthError> {
    if visitor.must_change { Err(AuthError::MustChange) } else { Ok(visitor.principal) }
}

impl Authenticate for Callers {
    type Principal = Principal;

    /// A token counts before a cookie: no page can have it sent that does not know it.
    async fn authenticate(&self, headers: &HeaderMap) -> Result<Principal, AuthError> {
        if headers.contains_key(AUTHORIZATION) {
            return self.counted(self.by_token(headers).await?);
        }
        self.counted(settled(self.visitor(headers).await?)?)
    }

    async fn standing_in(&self, caller: Principal, headers: &HeaderMap) -> Result<Principal, AuthError> {
        let Some(officer) = on_behalf_of(headers) else { return Ok(caller) };
        match self.app.standing_in(caller, officer).await {
            Ok(principal) => principal.ok_or(AuthError::NotDeputy),
            Err(error) => Err(AuthError::Unavailable(Arc::new(error))),
        }
    }

    fn may_write(principal: &Principal) -> bool {
        principal.scope == TokenScope::Write
    }
}

impl KeepWatch for Callers {
    type Key = Admitted;

    async fn named(&self, headers: &HeaderMap) -> Result<Option<Principal>, AuthError> {
        if headers.contains_key(AUTHORIZATION) {
            return self.counted(self.by_token(headers).await?).map(Some);
        }
        let Some(text) = self.cookie.of(headers)? else { return Ok(None) };
        self.same_site.upgrade(headers)?;
        self.counted(settled(self.look_up(text).await?)?).map(Some)
    }

    fn key(principal: &Principal) -> Admitted {
        principal.admitted()
    }

    async fn valid(&self, admitted: &[Admitted]) -> Result<Vec<Admitted>, AuthError> {
        let still = self.app.still_admitted(admitted).await;
        still.map_err(|error| AuthError::Unavailable(Arc::new(error)))
    }
}
