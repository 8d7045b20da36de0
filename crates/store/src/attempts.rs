//! Sign-ins under way at an identity provider. What the browser and the provider are given to bring back is here as hashes.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::db::{StoreError, Tx};
use crate::params;

crate::statements! {
    /// Somebody is sent to the provider.
    INSERT = "insert into sign_in_attempt (state_hash, browser_hash, nonce, verifier, return_to, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    /// He is back, once, in the same browser.
    TAKE = "delete from sign_in_attempt where state_hash = $1 and browser_hash = $2
        returning nonce, verifier, return_to, expires_at";
    /// Those who did not come back in time.
    PURGE = "delete from sign_in_attempt where expires_at <= $1";
}

/// What has to fit together when somebody comes back.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Attempt {
    /// What the provider's token must repeat.
    pub nonce: String,
    /// What the code is exchanged with.
    pub verifier: String,
    /// The path of our own to go on to.
    pub return_to: String,
    /// Until when he may come back.
    pub expires_at: DateTime<Utc>,
}

/// Notes that somebody is sent, and forgets all who did not come back in time.
pub async fn insert(
    tx: &mut Tx<'_>,
    state_hash: &[u8],
    browser_hash: &[u8],
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.execute(PURGE, params![now]).await?;
    let Attempt { nonce, verifier, return_to, expires_at } = attempt;
    let values =
        params![state_hash, browser_hash, nonce.as_str(), verifier.as_str(), return_to.as_str(), *expires_at];
    tx.execute(INSERT, values).await.map(drop)
}

/// The attempt of this state in this browser, which is over with that; nothing when there is none, or it came too late.
pub async fn take(
    tx: &mut Tx<'_>,
    state_hash: &[u8],
    browser_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Attempt>, StoreError> {
    let found: Option<Attempt> = tx.fetch_optional(TAKE, params![state_hash, browser_hash]).await?;
    Ok(found.filter(|attempt| now < attempt.expires_at))
}
