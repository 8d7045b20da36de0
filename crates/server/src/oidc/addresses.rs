//! Where the provider is spoken to.

use openidconnect::core::CoreClientAuthMethod;
use openidconnect::http::header::ACCEPT;
use openidconnect::http::{HeaderValue, Request, StatusCode};
use openidconnect::url::Url;
use openidconnect::{AuthUrl, EndSessionUrl, JsonWebKeySetUrl, ProviderMetadataWithLogout, TokenUrl};

use super::Trouble;
use super::caller::Caller;
use super::config::{Config, Named};
use crate::outward::is_safe;

/// The addresses of the provider, and how it wants the client's secret.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    pub(super) authorization: AuthUrl,
    pub(super) token: TokenUrl,
    pub(super) keys: JsonWebKeySetUrl,
    pub(super) end_session: Option<EndSessionUrl>,
    /// The secret goes with the form and not in a header.
    pub(super) secret_in_body: bool,
}

impl Addresses {
    /// What the settings name counts; the rest the provider is asked for.
    pub(super) fn ask(config: &Config, caller: &Caller) -> Result<Self, Trouble> {
        let Named { authorization, token, keys, end_session } = &config.named;
        if let (Some(authorization), Some(token), Some(keys)) = (authorization, token, keys) {
            return Ok(Self {
                authorization: AuthUrl::from_url(authorization.clone()),
                token: TokenUrl::from_url(token.clone()),
                keys: JsonWebKeySetUrl::from_url(keys.clone()),
                end_session: end_session.clone().map(EndSessionUrl::from_url),
                secret_in_body: false,
            });
        }
        Self::told(config, &discover(config, caller)?)
    }

    /// What the provider tells, as far as the settings name nothing else.
    pub(super) fn told(config: &Config, told: &ProviderMetadataWithLogout) -> Result<Self, Trouble> {
        let Named { authorization, token, keys, end_session } = &config.named;
        if *told.issuer() != config.issuer {
            let (found, expected) = (told.issuer().as_str(), config.issuer.as_str());
            return Err(Trouble::Away(format!("it calls itself {found} and not {expected}")));
        }
        let token_told = told.token_endpoint().map(|url| url.url().clone());
        let token = token.clone().or(token_told);
        let token = token.ok_or_else(|| Trouble::Away("it tells no token endpoint".to_owned()))?;
        let keys = keys.clone().unwrap_or_else(|| told.jwks_uri().url().clone());
        let authorization =
            authorization.clone().unwrap_or_else(|| told.authorization_endpoint().url().clone());
        let end_told =
            || told.additional_metadata().end_session_endpoint.as_ref().map(|url| url.url().clone());
        let end_session = end_session.clone().or_else(end_told);
        for called in [&token, &keys] {
            if !config.names_origin_of(called) {
                return Err(Trouble::Away(format!("it tells of {called}, whose origin no setting names")));
            }
        }
        // The service does not go there itself.
        for sent in [Some(&authorization), end_session.as_ref()].into_iter().flatten() {
            if !is_safe(sent) {
                return Err(Trouble::Away(format!("it would have browsers sent to {sent}")));
            }
        }
        Ok(Self {
            authorization: AuthUrl::from_url(authorization),
            token: TokenUrl::from_url(token),
            keys: JsonWebKeySetUrl::from_url(keys),
            end_session: end_session.map(EndSessionUrl::from_url),
            secret_in_body: secret_in_body(told),
        })
    }
}

/// Only where it says so, and says nothing of the header, which is what counts where nothing is said (OpenID Connect
/// Discovery 1.0 §3).
fn secret_in_body(told: &ProviderMetadataWithLogout) -> bool {
    told.token_endpoint_auth_methods_supported().is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    })
}

fn discover(config: &Config, caller: &Caller) -> Result<ProviderMetadataWithLogout, Trouble> {
    let url: &Url = &config.discovery;
    let request = Request::get(url.as_str())
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .body(Vec::new())
        .map_err(|error| Trouble::away(&error))?;
    let answer = caller.call(request).map_err(|error| Trouble::away(&error))?;
    if answer.status() != StatusCode::OK {
        return Err(Trouble::Away(format!("{url} answers {}", answer.status())));
    }
    serde_json::from_slice(answer.body())
        .map_err(|error| Trouble::Away(format!("{url} is not discovery: {error}")))
}
