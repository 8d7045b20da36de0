//! Secrets that the service makes: what is shown once, and the hash that is kept.

use base16ct::lower::encode_string;
use rand::Rng;
use sha2::{Digest, Sha256};

use crate::Ids;

/// The digits of a one-time password: none is easily taken for another when it is read aloud or typed.
const DIGITS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
/// How many of them, in groups of [`GROUP`]: 100 bits.
const LENGTH: usize = 20;
const GROUP: usize = 5;

/// A text of 256 random bits behind a prefix, by which scanners for leaked secrets can know it.
pub(super) fn opaque(ids: &Ids, prefix: &str) -> String {
    let mut secret = [0_u8; 32];
    ids.fork().fill_bytes(&mut secret);
    format!("{prefix}{}", encode_string(&secret))
}

/// What is kept of it. So much randomness needs no salt and no slow hash.
pub(super) fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// The hash of something that the record names without telling it, in hexadecimal.
pub(super) fn digest(text: &str) -> String {
    encode_string(&hash(text))
}

/// A password to be told to somebody: `k3v7p-…`.
pub(super) fn one_time_password(ids: &Ids) -> String {
    let mut secret = [0_u8; LENGTH];
    ids.fork().fill_bytes(&mut secret);
    let mut text = String::new();
    for (place, byte) in secret.into_iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(DIGITS[usize::from(byte % 32)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn digits_are_all_there_and_different() {
        assert_eq!(DIGITS.iter().collect::<BTreeSet<_>>().len(), 32);
    }

    #[test]
    fn no_two_secrets_are_the_same() {
        let ids = Ids::seeded(1);
        let made: BTreeSet<String> =
            (0..100).flat_map(|_| [opaque(&ids, "luodi_"), one_time_password(&ids)]).collect();
        assert_eq!(made.len(), 200);
        for text in made {
            let length = if text.starts_with("luodi_") { 6 + 64 } else { LENGTH + LENGTH / GROUP - 1 };
            assert_eq!(text.len(), length, "{text}");
        }
    }
}
