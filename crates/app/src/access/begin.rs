//! The beginning of a session, whatever somebody was let in by.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use luodi_domain::ids::{IdentityId, OfficerId, SessionId};
use luodi_store::accounts::{self, WhichPassword};
use luodi_store::db::Tx;
use luodi_store::identities;
use luodi_store::sessions::{self, Session};

use super::secret;
use crate::{App, AppError};

/// What every session's secret begins with, so that scanners for leaked secrets can know it.
const PREFIX: &str = "luodi_session_";
/// On so many devices somebody can be signed in; the longest signed in gives way.
const MOST_DEVICES: u32 = 20;
/// So much is kept of what a device says it is.
const DEVICE: usize = 200;

/// Where somebody signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// What it says it is.
    pub name: String,
    /// Its network address.
    pub address: String,
    /// The session that it kept until now, if any: it ends, whoever signs in.
    pub session: Option<String>,
}

/// A session just begun. Its text is never shown again.
#[derive(Clone)]
pub struct SignedIn {
    /// Its id.
    pub session: SessionId,
    /// What the device keeps.
    pub text: String,
    /// When it began.
    pub begun_at: DateTime<Utc>,
    /// When it ends however much it is used.
    pub expires_at: DateTime<Utc>,
    /// Whether nothing but changing the password is possible.
    pub must_change: bool,
}

/// What an officer was let in by. It is looked at once more when the session begins: it may have been taken away meanwhile.
#[derive(Debug, Clone, Copy)]
pub(super) enum Proof {
    /// A password, which forgives the tries.
    Password(WhichPassword),
    /// Who he is at an identity provider. It says nothing of who guesses at the password, so no try is forgiven.
    Identity(IdentityId),
}

impl Proof {
    /// Whether it still holds, for an officer in service, whose account is held until the transaction ends.
    async fn holds(self, tx: &mut Tx<'_>, officer: OfficerId) -> Result<bool, AppError> {
        Ok(match self {
            Self::Password(which) => accounts::forgive(tx, officer, which).await?,
            Self::Identity(id) => identities::still(tx, id, officer).await?,
        })
    }

    const fn identity(self) -> Option<IdentityId> {
        match self {
            Self::Password(_) => None,
            Self::Identity(id) => Some(id),
        }
    }
}

impl App {
    /// Begins a session, unless what the officer was let in by does not hold any more, or he has left.
    pub(super) async fn begin_session(
        &self,
        officer: OfficerId,
        proof: Proof,
        device: Device,
    ) -> Result<Option<SignedIn>, AppError> {
        let now = self.system_now();
        let text = secret::opaque(&self.ids, PREFIX);
        let expires_at = now + self.session_terms.longest;
        let session = Session {
            id: SessionId::from_uuid(self.ids.next(now)),
            officer,
            created_at: now,
            last_seen_at: now,
            idle_until: self.idle_until(now, expires_at),
            expires_at,
            revoked_at: None,
            device: shown(&device.name),
            address: shown(&device.address),
            identity: proof.identity(),
        };
        let id = session.id;
        let (hash, left) = (secret::hash(&text), device.session.map(|text| secret::hash(&text)));
        let begun = self
            .db
            .write(move |tx| {
                let (session, hash, left) = (session.clone(), hash.clone(), left.clone());
                async move {
                    if !proof.holds(tx, officer).await? {
                        return Ok::<_, AppError>(false);
                    }
                    if let Some(left) = left {
                        sessions::revoke_hash(tx, &left, now).await?;
                    }
                    sessions::insert(tx, &session, &hash, MOST_DEVICES).await?;
                    Ok(true)
                }
                .boxed()
            })
            .await?;
        if !begun {
            tracing::warn!(%officer, "nobody signed in: the account was changed meanwhile");
            return Ok(None);
        }
        tracing::info!(session = %id, %officer, "signed in");
        Ok(Some(SignedIn { session: id, text, begun_at: now, expires_at, must_change: false }))
    }
}

/// What is kept of a text that a stranger's machine sends: no control characters, and not much.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(DEVICE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_device_says_is_cut_and_cleaned() {
        for (text, expected) in [
            ("Mozilla/5.0 (X11)", "Mozilla/5.0 (X11)".to_owned()),
            ("a\r\nset-cookie: b\0\u{1b}[31m", "aset-cookie: b[31m".to_owned()),
            (&"长".repeat(300), "长".repeat(200)),
        ] {
            assert_eq!(shown(text), expected);
        }
    }
}
