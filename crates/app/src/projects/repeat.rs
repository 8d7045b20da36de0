//! Requests that may come twice: the second gets the first one's answer.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use luodi_domain::ids::OfficerId;
use luodi_domain::refusal::{Fact, Refusal, Rule};
use luodi_store::db::{Conn, StoreError, Tx};
use luodi_store::idempotency::{self, Key, Stored};
use uuid::Uuid;

use crate::{App, AppError, Call, Idempotency, Outcome};

/// The longest key a caller may choose, in characters.
const LONGEST_KEY: usize = 64;
/// How often the answer of an attempt whose outcome is not known is looked for.
const LOOK_UPS: u32 = 3;
/// Old keys forgotten in one transaction.
const PURGED_AT_ONCE: u32 = 1_000;

impl App {
    /// What a request that may come twice is answered, given what became of this attempt.
    ///
    /// On PostgreSQL a retry can look for the first attempt's answer before that is committed, then wait for its locks,
    /// and be refused for what the first attempt itself has done: the project has moved on, the code is taken. So a
    /// refusal stands only if there is still no answer when it is made. The same goes for an attempt that gave up after
    /// many conflicts, and for one whose commit was never answered: what is kept tells whether it took effect.
    pub(crate) async fn settle(
        &self,
        call: &Call,
        outcome: Result<Outcome, AppError>,
    ) -> Result<Outcome, AppError> {
        let Err(error) = &outcome else { return outcome };
        let in_doubt =
            matches!(error, AppError::Store(StoreError::Uncertain { .. } | StoreError::Conflict(_)));
        if call.idempotency.is_none() || !(in_doubt || matches!(error, AppError::Refused(_))) {
            return outcome;
        }
        // What broke this connection may have broken others of the pool, which tell when they are used.
        let mut attempts = if in_doubt { LOOK_UPS } else { 1 };
        loop {
            let kept = async { first_answer(&mut self.db.read().await?, call).await }.await;
            attempts -= 1;
            match kept {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => return outcome,
                Err(AppError::Store(_)) if attempts > 0 => {}
                // The first failure says more than that of looking it up.
                Err(_) if in_doubt => return outcome,
                Err(error) => return Err(error),
            }
        }
    }
}

impl App {
    /// Forgets answers that were kept longer ago than this, by the system clock; returns how many. In many short jobs, so
    /// that nobody waits long for SQLite's one writer.
    pub async fn purge_old_keys(&self, older_than: TimeDelta) -> Result<u64, AppError> {
        let before = self.system_now() - older_than;
        let mut purged = 0;
        loop {
            let gone = self
                .db
                .write(move |tx| async move { idempotency::purge(tx, before, PURGED_AT_ONCE).await }.boxed())
                .await?;
            purged += gone;
            if gone < u64::from(PURGED_AT_ONCE) {
                break;
            }
        }
        if purged > 0 {
            tracing::info!(purged, "old idempotency keys forgotten");
        }
        Ok(purged)
    }
}

/// The answer to the first request with this key, if there was one.
///
/// Looked up in the transaction of the command. Two attempts at once meet at the key's unique constraint, where the
/// loser starts over and finds the winner's answer here.
pub(crate) async fn first_answer(conn: &mut Conn<'_>, call: &Call) -> Result<Option<Outcome>, AppError> {
    let Some(wanted) = &call.idempotency else { return Ok(None) };
    let length = wanted.key.chars().count();
    if length == 0 || length > LONGEST_KEY || wanted.key.chars().any(char::is_control) {
        let refusal = Refusal::new(Rule::ValueInvalid).at("idempotencyKey");
        return Err(refusal.with("max", Fact::Number(64)).into());
    }
    let operation = operation(call);
    let Some(stored) = idempotency::find(conn, key(call, wanted, &operation)).await? else { return Ok(None) };
    if stored.request_hash != wanted.request_hash {
        return Err(Refusal::new(Rule::IdempotencyKeyReused).at("idempotencyKey").into());
    }
    serde_json::from_str(&stored.result)
        .map(Some)
        .map_err(|error| StoreError::inconsistent("idempotency", &wanted.key, error.to_string()).into())
}

/// Keeps the answer for the next request with this key, dated by the system clock.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    call: &Call,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let Some(wanted) = &call.idempotency else { return Ok(()) };
    let result = serde_json::to_string(outcome)
        .map_err(|error| StoreError::inconsistent("idempotency", &wanted.key, error.to_string()))?;
    let stored = Stored { request_hash: wanted.request_hash.clone(), result };
    idempotency::insert(tx, key(call, wanted, &operation(call)), &stored, now).await?;
    Ok(())
}

/// Keys are the caller's own, also those of a deputy; the service itself is the nil actor.
fn key<'a>(call: &Call, wanted: &'a Idempotency, operation: &'a str) -> Key<'a> {
    let actor = call.deputy.or(call.officer).map_or(Uuid::nil(), OfficerId::uuid);
    Key { actor, operation, key: &wanted.key }
}

/// What is asked, and for whom, where that is another: the same key for each of them is another request.
fn operation(call: &Call) -> Cow<'static, str> {
    match (call.officer, call.deputy) {
        (Some(officer), Some(_)) => Cow::Owned(format!("{} for {officer}", call.operation)),
        _ => Cow::Borrowed(call.operation),
    }
}
