//! Whether a request that a browser adds a cookie to was made by a page of this site.
//!
//! A foreign page can have a browser send one too; what it cannot do is name itself otherwise in `Origin`, or add a header
//! of its own without asking the service first, which never agrees.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use luodi_graphql::http::AuthError;

/// The header that foreign pages cannot send. Its value says nothing.
const CUSTOM: &str = "x-luodi";

/// Where the pages of this site come from.
#[derive(Debug, Clone)]
pub(crate) struct SameSite {
    public_origin: Option<String>,
    plain: bool,
}

impl SameSite {
    /// Pages come from the host that a request names, or from this origin, such as `https://luodi.example.gov.cn`, where a
    /// proxy names another host. Pages over plain HTTP, which anybody on the way can write, count where cookies may go that
    /// way, and on this machine.
    pub(crate) fn new(public_origin: Option<String>, plain: bool) -> Self {
        Self { public_origin, plain }
    }

    /// Refuses a request with a cookie but without the header of our own pages, or of another origin.
    pub(crate) fn request(&self, headers: &HeaderMap) -> Result<(), AuthError> {
        if headers.contains_key(CUSTOM) { self.origin(headers) } else { Err(AuthError::CrossSite) }
    }

    /// Refuses what comes from another origin; clients that are no browsers name none.
    pub(crate) fn origin(&self, headers: &HeaderMap) -> Result<(), AuthError> {
        if headers.contains_key(ORIGIN) { self.upgrade(headers) } else { Ok(()) }
    }

    /// Refuses what does not say that it comes from our own pages: browsers always do when they ask for a WebSocket, and let
    /// pages add no header to that.
    pub(crate) fn upgrade(&self, headers: &HeaderMap) -> Result<(), AuthError> {
        let mut origins = headers.get_all(ORIGIN).into_iter();
        let (Some(origin), None) = (origins.next(), origins.next()) else {
            return Err(AuthError::CrossSite);
        };
        let own = origin.to_str().is_ok_and(|origin| self.is_own(origin, headers));
        if own { Ok(()) } else { Err(AuthError::CrossSite) }
    }

    fn is_own(&self, origin: &str, headers: &HeaderMap) -> bool {
        if self.public_origin.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(origin)) {
            return true;
        }
        let mut hosts = headers.get_all(HOST).into_iter();
        let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else {
            return false;
        };
        let plain = || origin.strip_prefix("http://").filter(|from| self.plain || is_loopback(from));
        let from = origin.strip_prefix("https://").or_else(plain);
        from.is_some_and(|from| from.eq_ignore_ascii_case(host))
    }
}

/// Whether a host, with its port, is this machine, as browsers see it.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    /// What is let through: a request with a cookie, one without, an upgrade.
    #[track_caller]
    fn check(lines: &[(&'static str, &'static str)], expected: [bool; 3]) {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let site = SameSite::new(Some("https://luodi.example.cn".to_owned()), false);
        let found = [site.request(&headers), site.origin(&headers), site.upgrade(&headers)]
            .map(|found| found.is_ok());
        assert_eq!(found, expected, "{lines:?}");
    }

    #[test]
    fn only_our_own_pages_are_let_through() {
        let (host, custom) = (("host", "127.0.0.1:8080"), ("x-luodi", "1"));
        check(&[host], [false, true, false]);
        check(&[host, custom], [true, true, false]);
        check(&[host, custom, ("origin", "http://127.0.0.1:8080")], [true, true, true]);
        check(&[host, ("origin", "http://127.0.0.1:8080")], [false, true, true]);
        check(&[host, custom, ("origin", "https://luodi.example.cn")], [true, true, true]);
        check(&[("host", "Luodi.cn"), custom, ("origin", "https://luodi.CN")], [true, true, true]);
        for foreign in [
            "https://evil.example",
            "http://127.0.0.1",
            "http://127.0.0.1:8081",
            "http://127.0.0.1:8080.evil.example",
            "http://evil.example/127.0.0.1:8080",
            "ftp://127.0.0.1:8080",
            "null",
            "",
        ] {
            check(&[host, custom, ("origin", foreign)], [false; 3]);
        }
        check(&[custom, ("origin", "http://127.0.0.1:8080")], [false; 3]);
        check(
            &[host, custom, ("origin", "http://127.0.0.1:8080"), ("origin", "https://evil.example")],
            [false; 3],
        );
        // Pages that anybody on the way can write.
        for name in ["luodi.cn", "10.0.0.7:8080", "localhost.evil.example"] {
            let lines = [("host", name), custom, ("origin", format!("http://{name}").leak())];
            check(&lines, [false; 3]);
        }
        for name in ["localhost:8080", "[::1]:8080"] {
            check(&[("host", name), custom, ("origin", format!("http://{name}").leak())], [true; 3]);
        }
        // Anybody can send this one along.
        check(
            &[host, custom, ("x-forwarded-host", "evil.example"), ("origin", "https://evil.example")],
            [false; 3],
        );
    }
}
