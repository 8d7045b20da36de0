//! Settings of the identity provider, in the section `[oidc]` of the file.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::section::Section;
use crate::secret::Secret;

/// Where they stand among all settings.
pub(super) const SECTION: Section = Section {
    name: "oidc",
    keys: &[
        "issuer",
        "client_id",
        "client_secret",
        "client_secret_file",
        "redirect_base",
        "scopes",
        "label",
        "discovery_url",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "end_session_endpoint",
    ],
};

/// An identity provider by OpenID Connect; without an issuer there is none.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Oidc {
    /// The provider, as its tokens name it.
    pub(crate) issuer: Option<String>,
    /// What the provider knows this service by.
    pub(crate) client_id: Option<String>,
    /// What this service proves that by; none for a public client.
    pub(crate) client_secret: Option<Secret>,
    /// A file that holds it instead.
    pub(crate) client_secret_file: Option<PathBuf>,
    /// Where browsers find this service; `public_origin` if not said.
    pub(crate) redirect_base: Option<String>,
    /// What is asked for beside `openid`, with spaces between.
    pub(crate) scopes: Option<String>,
    /// What the button to sign in says.
    pub(crate) label: Option<String>,
    /// Where the provider tells its addresses, if that is not below its issuer.
    pub(crate) discovery_url: Option<String>,
    /// Where people sign in. With this, the next and the one after it, nothing is asked of discovery.
    pub(crate) authorization_endpoint: Option<String>,
    /// Where codes are exchanged.
    pub(crate) token_endpoint: Option<String>,
    /// Where the keys of its tokens are.
    pub(crate) jwks_uri: Option<String>,
    /// Where people sign out of the provider.
    pub(crate) end_session_endpoint: Option<String>,
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::{Format as _, Toml};

    use super::*;

    #[test]
    fn every_setting_can_come_from_the_environment() {
        SECTION.assert_has_every_key_of(Oidc::default());
    }

    #[test]
    fn the_file_says_it_in_a_section_and_misspells_nothing() {
        let read = |text: &str| Figment::from(Toml::string(text)).extract::<Oidc>().map_err(Box::new);
        let oidc = read("issuer = 'https://id.example.cn'\nclient_id = '0017'").unwrap();
        assert_eq!(oidc.issuer.as_deref(), Some("https://id.example.cn"));
        assert_eq!(oidc.client_id.as_deref(), Some("0017"));
        assert!(read("isuer = 'https://id.example.cn'").is_err());
    }

    #[test]
    fn secrets_are_not_printed() {
        let oidc = Oidc { client_secret: Some("hunter2".to_owned().into()), ..Oidc::default() };
        let printed = format!("{oidc:?}");
        assert!(printed.contains("client_secret") && !printed.contains("hunter2"), "{printed}");
    }
}
