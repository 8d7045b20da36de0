//! What a token and a provider's own word are held against. That a real provider is understood is shown in `tests`.

use std::str::FromStr as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet,
    CoreJwsSigningAlgorithm as Alg,
};
use openidconnect::{
    Audience, ClientId, EmptyAdditionalClaims, IssuerUrl, JsonWebKeyId, Nonce, PrivateSigningKey as _,
    StandardClaims, SubjectIdentifier,
};
use serde_json::{Value, json};

use super::*;
use crate::settings::Oidc;

const ISSUER: &str = "https://id.example.cn";

fn config(change: impl FnOnce(&mut Oidc)) -> Config {
    let text = |text: &str| Some(text.to_owned());
    let mut oidc = Oidc {
        issuer: text(ISSUER),
        client_id: text("luodi"),
        client_secret: Some("a-secret-between-the-two-of-them".to_owned().into()),
        redirect_base: text("https://luodi.example.cn"),
        ..Oidc::default()
    };
    change(&mut oidc);
    Config::read(&oidc, None).unwrap().unwrap()
}

/// A key of Ed25519 (RFC 8410 §7) of our own making.
fn key(seed: u8, id: &str) -> CoreEdDsaPrivateSigningKey {
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([seed; 32]);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(id.to_owned()))).unwrap()
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_730_336_400, 0).unwrap()
}

/// A good token's claims.
fn claims() -> CoreIdTokenClaims {
    let subject = StandardClaims::new(SubjectIdentifier::new("ma".to_owned()));
    let (issuer, audience) =
        (IssuerUrl::new(ISSUER.to_owned()).unwrap(), vec![Audience::new("luodi".to_owned())]);
    let span = (now() + TimeDelta::minutes(5), now() - TimeDelta::seconds(2));
    CoreIdTokenClaims::new(issuer, audience, span.0, span.1, subject, EmptyAdditionalClaims {})
        .set_nonce(Some(Nonce::new("nonce".to_owned())))
}

fn signed(claims: CoreIdTokenClaims) -> CoreIdToken {
    CoreIdToken::new(claims, &key(1, "one"), Alg::EdDsa, None, None).unwrap()
}

/// Whom the token stands for, or why for nobody.
fn read(token: &CoreIdToken) -> Result<String, String> {
    let keys = CoreJsonWebKeySet::new(vec![
        key(1, "one").as_verification_key(),
        key(2, "two").as_verification_key(),
    ]);
    let nonce = Nonce::new("nonce".to_owned());
    token::subject(&config(|_| ()), keys, token, &nonce, now()).map_err(|error| {
        let text = Trouble::from(error.clone()).to_string();
        match std::error::Error::source(&error) {
            Some(cause) => format!("{text}: {cause}"),
            None => text,
        }
    })
}

#[test]
fn only_a_token_for_us_now_and_for_this_sign_in_holds() {
    #[track_caller]
    fn check(change: impl FnOnce(CoreIdTokenClaims) -> CoreIdTokenClaims, expected: Result<&str, &str>) {
        let found = read(&signed(change(claims())));
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => panic!("{found:?}, not {expected:?}"),
        }
    }
    let audience =
        |names: &[&str]| names.iter().map(|name| Audience::new((*name).to_owned())).collect::<Vec<_>>();
    let party = |name: &str| Some(ClientId::new(name.to_owned()));
    let issuer = |text: &str| IssuerUrl::new(text.to_owned()).unwrap();
    check(|claims| claims, Ok("ma"));
    check(|claims| claims.set_authorized_party(party("luodi")), Ok("ma"));
    check(|claims| claims.set_authorized_party(party("other")), Err("Invalid audiences"));
    check(|claims| claims.set_audiences(audience(&["other"])), Err("Invalid audiences"));
    check(|claims| claims.set_audiences(audience(&[])), Err("Invalid audiences"));
    check(|claims| claims.set_audiences(audience(&["luodi", "other"])), Err("Invalid audiences"));
    check(|claims| claims.set_issuer(issuer("https://id.example.cn/")), Err("Invalid issuer"));
    check(|claims| claims.set_issuer(issuer("https://evil.example")), Err("Invalid issuer"));
    check(|claims| claims.set_expiration(now()), Err("Expired"));
    check(|claims| claims.set_expiration(now() + TimeDelta::seconds(1)), Ok("ma"));
    check(|claims| claims.set_nonce(None), Err("Invalid nonce"));
    check(|claims| claims.set_nonce(Some(Nonce::new("another".to_owned()))), Err("Invalid nonce"));
}

#[test]
fn only_the_providers_own_signature_holds() {
    let good = signed(claims()).to_string();
    assert_eq!(read(&CoreIdToken::from_str(&good).unwrap()), Ok("ma".to_owned()));
    let parts: Vec<&str> = good.split('.').collect();
    let header = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    let other = URL_SAFE_NO_PAD.encode(payload.replace("\"ma\"", "\"wang\""));
    let by_another = CoreIdToken::new(claims(), &key(3, "one"), Alg::EdDsa, None, None).unwrap().to_string();
    let of_no_key = CoreIdToken::new(claims(), &key(1, "three"), Alg::EdDsa, None, None).unwrap().to_string();
    let secret = CoreHmacKey::new("a-secret-between-the-two-of-them");
    let by_secret = CoreIdToken::new(claims(), &secret, Alg::HmacSha256, None, None).unwrap().to_string();
    for (text, expected) in [
        (format!("{}.{other}.{}", parts[0], parts[2]), "Crypto error"),
        (by_another, "Crypto error"),
        (of_no_key, "No matching key found"),
        (by_secret, "Disallowed signature algorithm"),
        (format!("{}.{}.", header(r#"{"alg":"none"}"#), parts[1]), "No signature found"),
        (
            format!("{}.{}.{}", header(r#"{"alg":"RS256","kid":"one"}"#), parts[1], parts[2]),
            "No matching key found",
        ),
        (
            format!("{}.{}.{}", header(r#"{"alg":"EdDSA","kid":"one","crit":["a"]}"#), parts[1], parts[2]),
            "Unsupported",
        ),
    ] {
        let found =
            CoreIdToken::from_str(&text).map_err(|error| error.to_string()).and_then(|token| read(&token));
        let told = found.unwrap_err();
        assert!(told.contains(expected), "{text}: {told}");
    }
}

#[test]
fn a_provider_is_believed_about_its_own_addresses_only() {
    let told = |more: Value| {
        let mut all = json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://id.example.cn/auth",
            "token_endpoint": "https://id.example.cn/token",
            "jwks_uri": "https://id.example.cn/jwks",
            "end_session_endpoint": "https://id.example.cn/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
        });
        all.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        serde_json::from_value(all).unwrap()
    };
    let check = |more: Value, named: Option<&str>, expected: &str| {
        let config = config(|oidc| oidc.token_endpoint = named.map(str::to_owned));
        let found = match Addresses::told(&config, &told(more)) {
            Ok(Addresses { authorization, token, keys, end_session, secret_in_body }) => {
                let end = end_session.as_ref().map_or("-", |url| url.as_str());
                let how = if secret_in_body { "body" } else { "header" };
                format!("{} {} {} {end} {how}", authorization.as_str(), token.as_str(), keys.as_str())
            }
            Err(trouble) => trouble.to_string(),
        };
        assert!(found.contains(expected), "{found}");
    };
    let all = "https://id.example.cn/auth https://id.example.cn/token https://id.example.cn/jwks https://id.example.cn/end header";
    check(json!({}), None, all);
    check(json!({ "issuer": "https://id.example.cn/" }), None, "it calls itself https://id.example.cn/");
    // Nothing has the service call somebody else.
    for inner in [
        "http://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://id.example.cn:8443/token",
        "http://id.example.cn/token",
    ] {
        check(json!({ "token_endpoint": inner }), None, "whose origin no setting names");
        check(json!({ "jwks_uri": inner }), None, "whose origin no setting names");
    }
    check(
        json!({ "token_endpoint": "http://10.0.0.1/" }),
        Some("https://token.example.cn/t"),
        "https://token.example.cn/t",
    );
    check(
        json!({ "authorization_endpoint": "http://evil.example/" }),
        None,
        "browsers sent to http://evil.example/",
    );
    check(
        json!({ "end_session_endpoint": "http://evil.example/" }),
        None,
        "browsers sent to http://evil.example/",
    );
    let body = json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"] });
    check(body, None, " body");
    let both =
        json!({ "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"] });
    check(both, None, " header");
}
