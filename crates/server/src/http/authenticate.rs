//! Callers by their bearer tokens.

use std::sync::Arc;

use axum::http::HeaderMap;
use luodi_app::App;
use luodi_app::access::Principal;
use luodi_domain::ids::TokenId;
use luodi_graphql::http::{AuthError, Authenticate, KeepWatch, bearer_token};

/// Looks tokens up in the database.
#[derive(Clone)]
pub(crate) struct Tokens(Arc<App>);

impl Tokens {
    pub(crate) fn new(app: App) -> Self {
        Self(Arc::new(app))
    }
}

impl Authenticate for Tokens {
    type Principal = Principal;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<Principal, AuthError> {
        let token = bearer_token(headers)?;
        match self.0.authenticate(token).await {
            Ok(Some(principal)) => Ok(principal),
            Ok(None) => Err(AuthError::Invalid),
            Err(error) => Err(AuthError::Unavailable(Arc::new(error))),
        }
    }
}

impl KeepWatch for Tokens {
    type Key = TokenId;

    fn key(principal: &Principal) -> TokenId {
        principal.token
    }

    async fn valid(&self, tokens: &[TokenId]) -> Result<Vec<TokenId>, AuthError> {
        let usable = self.0.usable_tokens(tokens).await;
        usable.map_err(|error| AuthError::Unavailable(Arc::new(error)))
    }
}
