//! Who calls: there is no anonymous GraphQL.

use std::{error::Error, future::Future, sync::Arc};

use axum::http::{HeaderMap, HeaderName, header::AUTHORIZATION};

/// Names the officer for whom a deputy 代理人 asks, by his global id.
pub const ON_BEHALF_OF: HeaderName = HeaderName::from_static("luodi-on-behalf-of");

/// Finds out who sent a request. The server implements it over its tokens and sessions.
pub trait Authenticate: Clone + Send + Sync + 'static {
    /// Who acts, as the resolvers need it.
    type Principal: Clone + Send + Sync + 'static;

    /// The caller by the request's headers.
    fn authenticate(
        &self,
        headers: &HeaderMap,
    ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;

    /// The caller as he stands in for whom the headers name, or himself when they name nobody.
    fn standing_in(
        &self,
        caller: Self::Principal,
        headers: &HeaderMap,
    ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send {
        let named = headers.contains_key(ON_BEHALF_OF);
        async move { if named { Err(AuthError::NotDeputy) } else { Ok(caller) } }
    }

    /// Whether this caller may run mutations at all.
    fn may_write(_principal: &Self::Principal) -> bool {
        true
    }
}

/// Why a caller is not let in. The first two answer alike, so that nothing is learned from trying.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AuthError {
    /// No token in the form `Bearer …`, and no session's cookie.
    #[error("no bearer token")]
    Missing,
    /// A token or session that is unknown, expired or revoked.
    #[error("the token or session is not valid")]
    Invalid,
    /// A session of somebody who has to change his password first.
    #[error("the password must be changed first")]
    MustChange,
    /// Not the deputy, today, of whom the request names, whoever that is, and whether there is such an officer.
    #[error("not a deputy of the officer named")]
    NotDeputy,
    /// A session's cookie that another site may have had sent.
    #[error("the cookie may have been sent by another site")]
    CrossSite,
    /// Too many attempts; ask again after so many seconds.
    #[error("too many attempts, retry after {0} s")]
    TooMany(u32),
    /// The tokens cannot be looked up at present.
    #[error("tokens cannot be looked up")]
    Unavailable(#[source] Arc<dyn Error + Send + Sync>),
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1).
///
/// # Errors
/// [`AuthError::Missing`] when there is no such header, more than one, or no token in it.
pub fn bearer_token(headers: &HeaderMap) -> Result<&str, AuthError> {
    let mut values = headers.get_all(AUTHORIZATION).into_iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(AuthError::Missing);
    };
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).unwrap_or_default();
    let token = token.trim_matches(' ');
    let printable = token.bytes().all(|byte| byte.is_ascii_graphic());
    if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && printable {
        Ok(token)
    } else {
        Err(AuthError::Missing)
    }
}

/// Whom the headers name to be stood in for; a name that cannot be read is nobody's.
pub fn on_behalf_of(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(ON_BEHALF_OF).into_iter();
    let first = values.next()?;
    let one = if values.next().is_some() { "" } else { first.to_str().unwrap_or_default() };
    Some(one)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(values: &[&[u8]], expected: Option<&str>) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
        }
        assert_eq!(bearer_token(&headers).ok(), expected);
    }

    #[test]
    fn one_bearer_token() {
        check(&[b"Bearer abc.DEF-1_~+/="], Some("abc.DEF-1_~+/="));
        check(&[b"bearer  abc "], Some("abc"));
        check(&[], None);
        check(&[b""], None);
        check(&[b"Bearer"], None);
        check(&[b"Bearer "], None);
        check(&[b"Basic abc"], None);
        check(&[b"Bearer a b"], None);
        check(&[b"Bearer \xe4\xb8\xad"], None);
        check(&[b"Bearer a", b"Bearer b"], None);
    }

    #[test]
    fn one_officer_to_stand_in_for() {
        let check = |values: &[&[u8]], expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(ON_BEHALF_OF, HeaderValue::from_bytes(value).unwrap());
            }
            assert_eq!(on_behalf_of(&headers), expected);
        };
        check(&[], None);
        check(&[b"off_1"], Some("off_1"));
        check(&[b""], Some(""));
        check(&[b"\xe4\xb8\xad"], Some(""));
        check(&[b"off_1", b"off_2"], Some(""));
    }
}
