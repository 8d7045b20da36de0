//! From which network address a request comes.

use std::net::IpAddr;

use axum::http::{Extensions, HeaderMap};

/// The address at the other end of the connection, as the server that took it knows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The header in which proxies add the address that they see.
const FORWARDED: &str = "x-forwarded-for";

/// The client's address. What a header says counts only when the connection is the trusted proxy's, and of that only the
/// last entry, which the proxy itself has added: a client can write all others.
pub(crate) fn address(
    extensions: &Extensions,
    headers: &HeaderMap,
    trusted_proxy: Option<IpAddr>,
) -> Option<IpAddr> {
    let peer = extensions.get::<Peer>().map(|Peer(address)| address.to_canonical())?;
    if trusted_proxy.map(|proxy| proxy.to_canonical()) != Some(peer) {
        return Some(peer);
    }
    let last = headers.get_all(FORWARDED).into_iter().next_back().and_then(|line| line.to_str().ok());
    let added = last.and_then(|line| line.rsplit(',').next()).and_then(|entry| entry.trim().parse().ok());
    Some(added.map_or(peer, |address: IpAddr| address.to_canonical()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_proxy_is_believed() {
        #[track_caller]
        fn check(peer: &str, proxy: Option<&str>, lines: &[&str], expected: &str) {
            let (mut extensions, mut headers) = (Extensions::new(), HeaderMap::new());
            extensions.insert(Peer(peer.parse().unwrap()));
            for line in lines {
                headers.append(FORWARDED, line.parse().unwrap());
            }
            let found = address(&extensions, &headers, proxy.map(|proxy| proxy.parse().unwrap()));
            assert_eq!(found, Some(expected.parse().unwrap()), "{peer} {proxy:?} {lines:?}");
        }
        check("10.0.0.9", None, &[], "10.0.0.9");
        check("::ffff:10.0.0.9", None, &[], "10.0.0.9");
        check("10.0.0.9", None, &["1.2.3.4"], "10.0.0.9");
        check("10.0.0.9", Some("10.0.0.1"), &["1.2.3.4"], "10.0.0.9");
        check("10.0.0.1", Some("10.0.0.1"), &["1.2.3.4"], "1.2.3.4");
        check("::ffff:10.0.0.1", Some("10.0.0.1"), &["8.8.8.8, 1.2.3.4"], "1.2.3.4");
        check("10.0.0.1", Some("10.0.0.1"), &["8.8.8.8", "1.2.3.4"], "1.2.3.4");
        check("10.0.0.1", Some("10.0.0.1"), &["1.2.3.4, unknown"], "10.0.0.1");
        check("10.0.0.1", Some("10.0.0.1"), &[], "10.0.0.1");
    }

    #[test]
    fn without_a_connection_there_is_no_address() {
        assert_eq!(address(&Extensions::new(), &HeaderMap::new(), None), None);
    }
}
