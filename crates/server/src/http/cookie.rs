//! The cookie that a session is known by, and the one of a browser that is at an identity provider.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use chrono::TimeDelta;
use luodi_graphql::http::AuthError;

/// What the cookie is called and where it goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionCookie {
    /// With TLS and without. The prefix has browsers take it by TLS only, from this host only and for all of its paths
    /// (RFC 6265bis §4.1.3.2), so that no neighbouring site can set another.
    names: [&'static str; 2],
    insecure: bool,
}

impl SessionCookie {
    /// For a service behind TLS; `insecure` for one that a browser reaches by plain HTTP on the same machine.
    pub(crate) const fn new(insecure: bool) -> Self {
        Self { names: ["__Host-luodi", "luodi"], insecure }
    }

    /// The one beside it that a browser keeps until it is back from an identity provider.
    pub(crate) const fn of_attempts(self) -> Self {
        Self { names: ["__Host-luodi-oidc", "luodi-oidc"], ..self }
    }

    const fn name(self) -> &'static str {
        let [secure, plain] = self.names;
        if self.insecure { plain } else { secure }
    }

    /// What a request's cookies say, if this one is among them.
    ///
    /// # Errors
    /// [`AuthError::Invalid`] when there are two of it: one of them is somebody else's doing.
    pub(crate) fn of(self, headers: &HeaderMap) -> Result<Option<&str>, AuthError> {
        let lines = headers.get_all(COOKIE).into_iter();
        let pairs = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
        let mut found = pairs
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.name())
            .map(|(_, value)| value);
        match (found.next(), found.next()) {
            (value, None) => Ok(value),
            _ => Err(AuthError::Invalid),
        }
    }

    /// Has a browser keep a session's secret for so long, out of its pages' reach.
    pub(crate) fn keep(self, text: &str, longest: TimeDelta) -> Option<HeaderValue> {
        self.set(text, longest.num_seconds())
    }

    /// Has a browser forget it.
    pub(crate) fn forget(self) -> Option<HeaderValue> {
        self.set("", 0)
    }

    fn set(self, text: &str, seconds: i64) -> Option<HeaderValue> {
        let secure = if self.insecure { "" } else { "; Secure" };
        let name = self.name();
        let cookie = format!("{name}={text}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        let mut value = HeaderValue::from_str(&cookie).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cookie_among_others() {
        #[track_caller]
        fn check(insecure: bool, lines: &[&str], expected: Result<Option<&str>, ()>) {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(COOKIE, line.parse().unwrap());
            }
            assert_eq!(SessionCookie::new(insecure).of(&headers).map_err(drop), expected, "{lines:?}");
        }
        check(false, &[], Ok(None));
        check(false, &["__Host-luodi=abc"], Ok(Some("abc")));
        check(false, &["a=b; __Host-luodi=abc;c=d"], Ok(Some("abc")));
        check(false, &["a=b", "__Host-luodi=abc"], Ok(Some("abc")));
        check(false, &["luodi=abc; x__Host-luodi=abc; __Host-Luodi=abc"], Ok(None));
        check(false, &["__Host-luodi=abc; __Host-luodi=abc"], Err(()));
        check(false, &["__Host-luodi=abc", "__Host-luodi=def"], Err(()));
        check(true, &["luodi=abc; __Host-luodi=def"], Ok(Some("abc")));
    }

    #[test]
    fn cookies_as_browsers_are_told_to_keep_them() {
        let (secure, insecure) = (SessionCookie::new(false), SessionCookie::new(true));
        for (value, expected) in [
            (
                secure.keep("abc", TimeDelta::days(7)),
                "__Host-luodi=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure",
            ),
            (
                secure.of_attempts().keep("abc", TimeDelta::minutes(10)),
                "__Host-luodi-oidc=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure",
            ),
            (secure.forget(), "__Host-luodi=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"),
            (
                insecure.keep("abc", TimeDelta::hours(1)),
                "luodi=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600",
            ),
        ] {
            assert_eq!(value.unwrap(), expected);
        }
        assert_eq!(secure.keep("a\nb", TimeDelta::hours(1)), None);
    }
}
