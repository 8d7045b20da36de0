//! When tokens and sessions were last used, noted beside the request and not in its way.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use luodi_domain::ids::{SessionId, TokenId};
use luodi_store::{sessions, tokens};

use super::Credential;
use crate::App;

/// How stale "last used" may be: writing it on every request would make every read a write.
const GRAIN: TimeDelta = TimeDelta::minutes(1);
/// Beyond so many, those are forgotten that are old enough to be written again anyway.
const MANY: usize = 10_000;

/// The uses noted by this process, at most one for each token and session.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<HashMap<Credential, DateTime<Utc>>>);

impl Uses {
    /// Whether this use is to be written: the last one written, here or by anybody, is a minute old.
    fn is_due(&self, used: Credential, written: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = noted.get(&used).copied().max(written);
        let due = last.is_none_or(|last| now - last >= GRAIN);
        if due {
            if noted.len() >= MANY {
                noted.retain(|_, at| now - *at < GRAIN);
            }
            noted.insert(used, now);
        }
        due
    }
}

/// What was used.
#[derive(Debug, Clone, Copy)]
pub(super) enum Use {
    /// A token.
    Token(TokenId),
    /// A session, which its use keeps open.
    Session {
        /// Which one.
        id: SessionId,
        /// Until when it may stay unused now.
        idle_until: DateTime<Utc>,
    },
}

impl Use {
    const fn credential(self) -> Credential {
        match self {
            Self::Token(id) => Credential::Token(id),
            Self::Session { id, .. } => Credential::Session(id),
        }
    }
}

impl App {
    /// Has a use written by a task of its own: a writer with much to do must not keep a reader waiting, and a use that
    /// could not be written is no reason to refuse him.
    pub(super) fn note_use(&self, used: Use, written: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        let credential = used.credential();
        if !self.uses.is_due(credential, written, now) {
            return;
        }
        let db = self.db.clone();
        tokio::spawn(async move {
            let noted = match used {
                Use::Token(id) => tokens::touch(&db, id, now).await,
                Use::Session { id, idle_until } => sessions::touch(&db, id, now, idle_until).await,
            };
            if let Err(error) = noted {
                tracing::warn!(%credential, %error, "a use was not written");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_730_336_400 + seconds, 0).unwrap()
    }

    #[test]
    fn a_use_is_written_once_a_minute() {
        let [one, two] = [1, 2].map(|n| Credential::Token(TokenId::from_uuid(Uuid::from_u128(n))));
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
        for (used, written, now, due) in rows {
            assert_eq!(uses.is_due(used, written.map(at), at(now)), due, "{used} at {now}");
        }
    }

    #[test]
    fn what_is_noted_does_not_grow_without_end() {
        let uses = Uses::default();
        let session = |n| Credential::Session(SessionId::from_uuid(Uuid::from_u128(n)));
        for n in 0..MANY as u128 {
            assert!(uses.is_due(session(n), None, at(0)));
        }
        assert!(uses.is_due(session(u128::MAX), None, at(61)));
        assert_eq!(uses.0.lock().unwrap().len(), 1);
    }
}
