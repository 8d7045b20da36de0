//! When tokens were last used, noted beside the request and not in its way.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use luodi_domain::ids::TokenId;
use luodi_store::tokens;

use crate::App;

/// How stale "last used" may be: writing it on every request would make every read a write.
const GRAIN: TimeDelta = TimeDelta::minutes(1);

/// The uses noted by this process, at most one for each token.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<HashMap<TokenId, DateTime<Utc>>>);

impl Uses {
    /// Whether this use is to be written: the last one written, here or by anybody, is a minute old.
    fn is_due(&self, token: TokenId, written: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = noted.get(&token).copied().max(written);
        let due = last.is_none_or(|last| now - last >= GRAIN);
        if due {
            noted.insert(token, now);
        }
        due
    }
}

impl App {
    /// Has a use written by a task of its own: a writer with much to do must not keep a reader waiting, and a use that
    /// could not be written is no reason to refuse him.
    pub(super) fn note_use(&self, token: TokenId, written: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        if !self.uses.is_due(token, written, now) {
            return;
        }
        let db = self.db.clone();
        tokio::spawn(async move {
            if let Err(error) = tokens::touch(&db, token, now).await {
                tracing::warn!(%token, %error, "the use of a token was not written");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_use_is_written_once_a_minute() {
        let at = |seconds: i64| DateTime::from_timestamp(1_730_336_400 + seconds, 0).unwrap();
        let [one, two] = [1, 2].map(|n| TokenId::from_uuid(Uuid::from_u128(n)));
        let uses = Uses::default();
        // Token, what the database says, now, whether to write.
        let rows = [
            (one, None, 0, true),
            (one, None, 59, false),
            (one, Some(59), 60, false),
            (two, Some(0), 60, true),
            (one, Some(0), 119, true),
            (one, None, 120, false),
        ];
        for (token, written, now, due) in rows {
            assert_eq!(uses.is_due(token, written.map(at), at(now)), due, "{token} at {now}");
        }
    }
}
