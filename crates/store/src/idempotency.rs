//! Answers kept for requests that may come twice, scoped to actor and operation.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Conflict, Conn, StoreError, Tx, UniqueConstraint};
use crate::params;

const ONCE: UniqueConstraint = UniqueConstraint {
    name: "idempotency_once",
    columns: "idempotency.actor_id, idempotency.operation, idempotency.key",
};

crate::statements! {
    /// What was answered.
    FIND = "select request_hash, result from idempotency where actor_id = $1 and operation = $2 and key = $3";
    /// What is being answered.
    INSERT = "insert into idempotency (actor_id, operation, key, request_hash, result, recorded_at)
        values ($1, $2, $3, $4, $5, $6)";
    /// The oldest of the answers too old to be asked for again.
    PURGE = "delete from idempotency where (actor_id, operation, key) in
        (select actor_id, operation, key from idempotency where recorded_at < $1 order by recorded_at limit $2)";
}

/// What a request is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key<'a> {
    /// Who asks; the nil id when the service itself does.
    pub actor: Uuid,
    /// What is asked, such as `registerProject`.
    pub operation: &'a str,
    /// The key that came with the request.
    pub key: &'a str,
}

/// What a request was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Hash of the request: the same key with another request is a mistake of the caller.
    pub request_hash: String,
    /// Ids and versions, from which the answer is rendered again.
    pub result: String,
}

/// What this request was answered before, if it was.
pub async fn find(conn: &mut Conn<'_>, key: Key<'_>) -> Result<Option<Stored>, StoreError> {
    let values = params![key.actor, key.operation, key.key];
    let row: Option<(String, String)> = conn.fetch_optional(FIND, values).await?;
    Ok(row.map(|(request_hash, result)| Stored { request_hash, result }))
}

/// Keeps the answer, in the transaction of the change.
///
/// # Errors
/// [`Conflict::Idempotency`] when another attempt of the same request was first: the job decides again and finds that
/// attempt's answer.
pub async fn insert(
    tx: &mut Tx<'_>,
    key: Key<'_>,
    stored: &Stored,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let values = params![
        key.actor,
        key.operation,
        key.key,
        stored.request_hash.as_str(),
        stored.result.as_str(),
        now,
    ];
    match tx.execute(INSERT, values).await {
        Ok(_) => Ok(()),
        Err(error) => Err(error.unique_as_conflict(ONCE, Conflict::Idempotency)),
    }
}

/// Forgets at most so many answers recorded before this moment, the oldest first; returns how many went.
pub async fn purge(tx: &mut Tx<'_>, before: DateTime<Utc>, at_most: u32) -> Result<u64, StoreError> {
    tx.execute(PURGE, params![before, at_most]).await
}
