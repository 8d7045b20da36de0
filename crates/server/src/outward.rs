//! Calls to others: to the identity provider, and to the store of files.

use std::error::Error;

use openidconnect::url::{Host, Url};
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::AgentScope;

/// A client of HTTP that goes where it is sent and nowhere else. How long it may take says whoever makes one.
pub(crate) fn client() -> ConfigBuilder<AgentScope> {
    // Authorities that the machine trusts: an office may have one of its own.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Agent::config_builder()
        .tls_config(tls)
        // An answer must not choose whom the service calls (server-side request forgery).
        .max_redirects(0)
        // It is the library that says what a status means.
        .http_status_as_error(false)
}

/// Whether nobody on the way can read what is said there.
pub(crate) fn is_safe(url: &Url) -> bool {
    let on_this_machine = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let encrypted = url.scheme() == "https" && url.host().is_some();
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    plain && (encrypted || (url.scheme() == "http" && on_this_machine))
}

/// An error with its causes, of which a library's own text may tell nothing.
pub(crate) fn told(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
