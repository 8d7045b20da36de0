//! Whether a token says who somebody is.

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Alg,
};
use openidconnect::{ClaimsVerificationError, Nonce};

use super::config::Config;

/// Signatures that only the provider can make. Those by a shared secret are left out, which both sides can make, and
/// `none`, which anybody can.
const SIGNATURES: [Alg; 9] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

/// The subject of a token that this issuer signed for this client alone, for what was begun with this nonce, and that holds
/// now (OpenID Connect Core 1.0 §3.1.3.7).
pub(super) fn subject(
    config: &Config,
    keys: CoreJsonWebKeySet,
    token: &CoreIdToken,
    nonce: &Nonce,
    now: DateTime<Utc>,
) -> Result<String, ClaimsVerificationError> {
    let (client, issuer) = (config.client_id.clone(), config.issuer.clone());
    let verifier = CoreIdTokenVerifier::new_public_client(client, issuer, keys)
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || now);
    let claims = token.claims(&verifier, nonce)?;
    // The library leaves this one to its callers.
    if let Some(party) = claims.authorized_party().filter(|party| ***party != *config.client_id.as_str()) {
        return Err(ClaimsVerificationError::InvalidAudience(format!(
            "it was made for `{}`",
            party.as_str()
        )));
    }
    Ok(claims.subject().as_str().to_owned())
}
