//! The chain: each row's hash covers the row before it, so that no row can be changed, taken out or put in unseen.

use base16ct::lower::encode_string;
use sha2::{Digest, Sha256};

/// What stands before a project's first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the previous row's hash (its 64 hex digits), a line feed, and the canonical text; in hex.
///
/// Anybody can compute it: `printf '%s\n%s' "$previous" "$canonical" | sha256sum`.
pub fn link(previous: &str, canonical: &str) -> String {
    encode_string(&Sha256::new().chain_update(previous).chain_update("\n").chain_update(canonical).finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_what_the_documented_command_prints() {
        // printf '%s\n%s' "$(printf '0%.0s' $(seq 64))" '{"a":1}' | sha256sum
        let expected = "f21735afd2cd6af4fc5804b0045cebfd545aef8396d29d030c39cb8880b45b7f";
        assert_eq!(link(GENESIS, r#"{"a":1}"#), expected);
    }
}
