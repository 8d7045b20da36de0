//! The identity provider 统一身份认证, by OpenID Connect: people are sent there and come back with a code, which is
//! exchanged for a token that says who they are. The library checks the token; what fits together with what was sent is the
//! application's, and who may be linked with whom the administrators'.
//!
//! Whoever asks here waits: calls block their thread, and have little time.

mod addresses;
mod caller;
mod config;
#[cfg(test)]
mod tests;
mod token;

use chrono::{DateTime, Utc};
use luodi_app::access::{Attempt, Dispatch};
use luodi_domain::access::Identity;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreJsonWebKeySet};
use openidconnect::url::Url;
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, CsrfToken, EndpointNotSet, EndpointSet,
    LogoutRequest, Nonce, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, RequestTokenError,
    TokenResponse as _,
};

use crate::outward;
use crate::settings::Settings;
use addresses::Addresses;
use caller::Caller;
use config::Config;
pub(crate) use config::OidcFault;

/// A client that can send people to the provider and exchange what they bring back.
type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// The provider that the settings name.
#[derive(Debug)]
pub(crate) struct Provider {
    config: Config,
    caller: Caller,
}

/// Why the provider was of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// It does not answer, or not as OpenID Connect has it.
    #[error("the identity provider does not answer as it should: {0}")]
    Away(String),
    /// It does not exchange the code.
    #[error("the identity provider does not take the code: {0}")]
    Code(String),
    /// Its token is not for us, not for now, or not its own.
    #[error("the identity provider's token does not hold: {0}")]
    Token(#[from] ClaimsVerificationError),
}

impl Provider {
    /// The provider that the settings name, if any. It is not asked anything yet: it may be away when the service starts.
    pub(crate) fn of(settings: &Settings) -> Result<Option<Self>, OidcFault> {
        let config = Config::read(&settings.oidc, settings.public_origin.as_deref())?;
        Ok(config.map(|config| Self { config, caller: Caller::default() }))
    }

    /// What the button to sign in says.
    pub(crate) fn label(&self) -> &str {
        &self.config.label
    }

    /// What its tokens call it.
    pub(crate) fn issuer(&self) -> &str {
        self.config.issuer.as_str()
    }

    /// Where browsers find this service.
    pub(crate) const fn base(&self) -> &Url {
        &self.config.base
    }

    /// Its addresses as it tells them now.
    pub(crate) fn addresses(&self) -> Result<Addresses, Trouble> {
        Addresses::ask(&self.config, &self.caller)
    }

    /// Where somebody is sent.
    pub(crate) fn sign_in_url(&self, addresses: &Addresses, dispatch: &Dispatch) -> Url {
        let (state, nonce) = (dispatch.state.clone(), dispatch.attempt.nonce.clone());
        let verifier = PkceCodeVerifier::new(dispatch.attempt.verifier.clone());
        let client = self.client(addresses);
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let request = client.authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let (url, ..) =
            request.add_scopes(self.config.scopes.iter().cloned()).set_pkce_challenge(challenge).url();
        url
    }

    /// Who came back with this code, at this moment.
    pub(crate) fn identity(
        &self,
        code: String,
        attempt: &Attempt,
        now: DateTime<Utc>,
    ) -> Result<Identity, Trouble> {
        let addresses = self.addresses()?;
        let call = |request| self.caller.call(request);
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let client = self.client(&addresses);
        let exchange = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
        let answer = exchange.request(&call).map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) => Trouble::Code(refusal.to_string()),
            error => Trouble::away(&error),
        })?;
        let missing = || Trouble::Away("no ID token came with the access token".to_owned());
        let token = answer.id_token().ok_or_else(missing)?;
        let keys = CoreJsonWebKeySet::fetch(&addresses.keys, &call).map_err(|error| Trouble::away(&error))?;
        let nonce = Nonce::new(attempt.nonce.clone());
        let subject = token::subject(&self.config, keys, token, &nonce, now)?;
        Ok(Identity { issuer: self.issuer().to_owned(), subject })
    }

    /// Where somebody signs out of the provider too, if it has such an address (OpenID Connect RP-Initiated Logout 1.0).
    pub(crate) fn sign_out_url(&self) -> Result<Option<Url>, Trouble> {
        let back = PostLogoutRedirectUrl::from_url(self.config.base.clone());
        let url = |end| {
            let request = LogoutRequest::from(end).set_client_id(self.config.client_id.clone());
            request.set_post_logout_redirect_uri(back).http_get_url()
        };
        Ok(self.addresses()?.end_session.map(url))
    }

    fn client(&self, addresses: &Addresses) -> Client {
        let Config { client_id, client_secret, issuer, redirect, .. } = &self.config;
        // The keys come later, when there is a token.
        let mut client = CoreClient::new(client_id.clone(), issuer.clone(), CoreJsonWebKeySet::default());
        if let Some(secret) = client_secret {
            client = client.set_client_secret(secret.clone());
        }
        let auth_type = if addresses.secret_in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        client
            .set_auth_type(auth_type)
            .set_redirect_uri(redirect.clone())
            .set_auth_uri(addresses.authorization.clone())
            .set_token_uri(addresses.token.clone())
    }
}

impl Trouble {
    /// An error with its causes, of which the library's own texts tell nothing.
    fn away(error: &(dyn std::error::Error + 'static)) -> Self {
        Self::Away(outward::told(error))
    }
}
