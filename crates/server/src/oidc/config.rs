//! What the settings say of the provider, looked through once.

use openidconnect::url::Url;
use openidconnect::{ClientId, ClientSecret, IssuerUrl, RedirectUrl, Scope};

use crate::outward::is_safe;
use crate::secret::{self, SecretFault};
use crate::settings::Oidc;

/// Below the issuer, where it tells its addresses (OpenID Connect Discovery 1.0 §4).
const DISCOVERY: &str = ".well-known/openid-configuration";
/// Where the provider sends browsers back.
pub(super) const CALLBACK: &str = "/session/oidc/callback";
/// What the button says unless somebody has another name for it.
const LABEL: &str = "统一身份认证登录";

/// What of the settings cannot work. Chinese first, English after it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcFault {
    /// A setting without which the others are of no use.
    #[error("已配置 oidc, 但缺少 oidc.{0} / there are settings of oidc, but oidc.{0} is missing")]
    Missing(&'static str),
    /// The secret is said twice, or cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretFault),
    /// An address that cannot be one, or would be spoken to in the clear.
    #[error(
        "oidc.{0} 应为 https:// 地址 (http:// 仅限本机), 不含用户名和 # / oidc.{0} must be an https:// address (http:// on loopback \
         only), without a user and without #"
    )]
    Address(&'static str),
    /// The base has something behind it.
    #[error(
        "oidc.redirect_base 应为 https://主机[:端口], 末尾不带斜杠; 未配置时取 public_origin / oidc.redirect_base, or else \
         public_origin, must be https://host[:port], without a slash at its end"
    )]
    Base,
}

/// Addresses that the settings name, so that discovery need not.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) authorization: Option<Url>,
    pub(super) token: Option<Url>,
    pub(super) keys: Option<Url>,
    pub(super) end_session: Option<Url>,
}

/// The provider, as far as it is known before it is asked.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) issuer: IssuerUrl,
    pub(super) client_id: ClientId,
    pub(super) client_secret: Option<ClientSecret>,
    pub(super) scopes: Vec<Scope>,
    pub(super) label: String,
    /// Where browsers find this service.
    pub(super) base: Url,
    pub(super) redirect: RedirectUrl,
    pub(super) discovery: Url,
    pub(super) named: Named,
}

impl Config {
    /// Looks the settings through; nothing when there is no provider.
    pub(super) fn read(oidc: &Oidc, public_origin: Option<&str>) -> Result<Option<Self>, OidcFault> {
        let Some(issuer) = &oidc.issuer else {
            // A client without a provider is a mistake, and no wish to have none.
            let client =
                oidc.client_id.is_some() || oidc.client_secret.is_some() || oidc.client_secret_file.is_some();
            return if client { Err(OidcFault::Missing("issuer")) } else { Ok(None) };
        };
        address(issuer, "issuer")?;
        let issuer = IssuerUrl::new(issuer.clone()).map_err(|_| OidcFault::Address("issuer"))?;
        let discovery = match &oidc.discovery_url {
            Some(url) => address(url, "discovery_url")?,
            None => issuer.join(DISCOVERY).map_err(|_| OidcFault::Address("issuer"))?,
        };
        let base =
            oidc.redirect_base.as_deref().or(public_origin).ok_or(OidcFault::Missing("redirect_base"))?;
        let base_address = address(base, "redirect_base").map_err(|_| OidcFault::Base)?;
        if base_address.origin().ascii_serialization() != base.to_ascii_lowercase() {
            return Err(OidcFault::Base);
        }
        let redirect = RedirectUrl::new(format!("{base}{CALLBACK}")).map_err(|_| OidcFault::Base)?;
        let maybe = |url: &Option<String>, name| url.as_deref().map(|url| address(url, name)).transpose();
        let named = Named {
            authorization: maybe(&oidc.authorization_endpoint, "authorization_endpoint")?,
            token: maybe(&oidc.token_endpoint, "token_endpoint")?,
            keys: maybe(&oidc.jwks_uri, "jwks_uri")?,
            end_session: maybe(&oidc.end_session_endpoint, "end_session_endpoint")?,
        };
        let scopes = oidc.scopes.as_deref().unwrap_or_default().split_whitespace();
        Ok(Some(Self {
            issuer,
            client_id: oidc.client_id.clone().map(ClientId::new).ok_or(OidcFault::Missing("client_id"))?,
            client_secret: secret(oidc)?.map(ClientSecret::new),
            scopes: scopes
                .filter(|scope| *scope != "openid")
                .map(|scope| Scope::new(scope.to_owned()))
                .collect(),
            label: oidc.label.clone().unwrap_or_else(|| LABEL.to_owned()),
            base: base_address,
            redirect,
            discovery,
            named,
        }))
    }

    /// Whether the settings name the origin of an address. The service itself calls no other.
    pub(super) fn names_origin_of(&self, url: &Url) -> bool {
        let Named { authorization, token, keys, end_session } = &self.named;
        let named = [authorization, token, keys, end_session].into_iter().flatten();
        let mut all = named.chain([self.issuer.url(), &self.discovery]);
        all.any(|known| known.origin() == url.origin())
    }
}

fn secret(oidc: &Oidc) -> Result<Option<String>, SecretFault> {
    secret::given(
        oidc.client_secret.as_ref(),
        oidc.client_secret_file.as_deref(),
        ["oidc.client_secret", "oidc.client_secret_file"],
    )
}

fn address(text: &str, setting: &'static str) -> Result<Url, OidcFault> {
    Url::parse(text).ok().filter(is_safe).ok_or(OidcFault::Address(setting))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn good() -> Oidc {
        let text = |text: &str| Some(text.to_owned());
        Oidc {
            issuer: text("https://id.example.cn/realms/a"),
            client_id: text("luodi"),
            redirect_base: text("https://luodi.example.cn"),
            ..Oidc::default()
        }
    }

    #[test]
    fn what_cannot_work_is_named() {
        #[track_caller]
        fn check(change: impl FnOnce(&mut Oidc), expected: &str) {
            let mut oidc = good();
            change(&mut oidc);
            let found = Config::read(&oidc, None);
            let told = found.err().map(|fault| fault.to_string()).unwrap_or_default();
            assert!(told.contains(expected) && told.is_empty() == expected.is_empty(), "{told}");
        }
        let text = |text: &str| Some(text.to_owned());
        check(|_| (), "");
        check(|oidc| oidc.issuer = None, "oidc.issuer is missing");
        check(|oidc| oidc.client_id = None, "oidc.client_id is missing");
        check(|oidc| oidc.redirect_base = None, "oidc.redirect_base is missing");
        for wrong in [
            "id.example.cn",
            "http://id.example.cn",
            "https://a:b@id.example.cn",
            "https://id.example.cn/#a",
            "file:///a",
        ] {
            check(|oidc| oidc.issuer = text(wrong), "oidc.issuer must be");
            check(|oidc| oidc.token_endpoint = text(wrong), "oidc.token_endpoint must be");
        }
        for wrong in
            ["https://luodi.example.cn/", "https://luodi.example.cn/a", "http://luodi.example.cn", "luodi"]
        {
            check(|oidc| oidc.redirect_base = text(wrong), "without a slash");
        }
        for local in ["http://127.0.0.1:9000", "http://[::1]:9000", "http://localhost:9000"] {
            check(|oidc| oidc.issuer = text(local), "");
            check(|oidc| oidc.redirect_base = text(local), "");
        }
        check(|oidc| oidc.client_secret_file = Some("/nowhere".into()), "oidc.client_secret_file /nowhere");
        let both = |oidc: &mut Oidc| {
            oidc.client_secret_file = Some("/nowhere".into());
            oidc.client_secret = Some("a".to_owned().into());
        };
        check(both, "set one of");
    }

    #[test]
    fn no_setting_no_provider_and_the_public_origin_will_do() {
        assert!(Config::read(&Oidc::default(), Some("https://luodi.example.cn")).unwrap().is_none());
        let without = Oidc { redirect_base: None, ..good() };
        let config = Config::read(&without, Some("https://luodi.example.cn:8443")).unwrap().unwrap();
        assert_eq!(config.redirect.as_str(), "https://luodi.example.cn:8443/session/oidc/callback");
        assert_eq!(
            config.discovery.as_str(),
            "https://id.example.cn/realms/a/.well-known/openid-configuration"
        );
    }

    #[test]
    fn a_secret_can_come_from_a_file() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let oidc = Oidc { client_secret_file: Some(file.path().to_owned()), ..good() };
        assert!(Config::read(&oidc, None).is_err(), "nothing is in it");
        writeln!(file, " s3cret ").unwrap();
        let config = Config::read(&oidc, None).unwrap().unwrap();
        assert_eq!(config.client_secret.as_ref().map(|secret| &**secret.secret()), Some("s3cret"));
        assert!(!format!("{config:?}").contains("s3cret"));
    }

    #[test]
    fn no_origin_but_those_that_are_named() {
        let oidc = Oidc { token_endpoint: Some("https://token.example.cn/t".to_owned()), ..good() };
        let config = Config::read(&oidc, None).unwrap().unwrap();
        for (url, expected) in [
            ("https://id.example.cn/keys", true),
            ("https://token.example.cn/", true),
            ("https://id.example.cn:8443/keys", false),
            ("http://id.example.cn/keys", false),
            ("https://169.254.169.254/latest", false),
            ("https://luodi.example.cn/", false),
        ] {
            assert_eq!(config.names_origin_of(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
