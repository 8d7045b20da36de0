//! Identities 身份关联: who officers with an account are at an identity provider.

use chrono::{DateTime, Utc};
use luodi_domain::access::Identity;
use luodi_domain::ids::{IdentityId, OfficerId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, UniqueConstraint};
use crate::{facts, params, sessions};

/// No identity is two officers'.
pub const ONCE: UniqueConstraint =
    UniqueConstraint { name: "identity_once", columns: "identity.issuer, identity.subject" };

crate::statements! {
    /// An identity by what the provider says.
    BY_SUBJECT = "select id, officer_id, issuer, subject, linked_at from identity where issuer = $1 and subject = $2";
    /// An identity by its id.
    BY_ID = "select id, officer_id, issuer, subject, linked_at from identity where id = $1";
    /// All of them.
    ALL_LINKS = "select id, officer_id, issuer, subject, linked_at from identity order by linked_at, id";
    /// An officer's.
    OF_OFFICER = "select id, officer_id, issuer, subject, linked_at from identity where officer_id = $1 order by linked_at, id";
    /// A new one.
    INSERT = "insert into identity (id, officer_id, issuer, subject, linked_at) values ($1, $2, $3, $4, $5)";
    /// Whether it is still the officer's.
    STILL = "select exists (select 1 from identity where id = $1 and officer_id = $2)";
    /// Ends the sessions that came from it, which name it no more.
    END_SESSIONS = "update session set revoked_at = coalesce(revoked_at, $2), identity_id = null where identity_id = $1";
    /// Nobody's any more.
    REMOVE = "delete from identity where id = $1";
    /// The same with all of an officer's, whose sessions end by themselves with his account.
    FORGET_OF_OFFICER = "update session set identity_id = null
        where identity_id in (select id from identity where officer_id = $1)";
    /// None is the officer's any more.
    REMOVE_OF_OFFICER = "delete from identity where officer_id = $1";
}

/// An identity and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: IdentityId,
    /// Whose it is.
    pub officer: OfficerId,
    /// Who that is at the provider.
    pub identity: Identity,
    /// Since when.
    pub linked_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    officer_id: Uuid,
    issuer: String,
    subject: String,
    linked_at: DateTime<Utc>,
}

impl From<Row> for Link {
    fn from(row: Row) -> Self {
        Self {
            id: IdentityId::from_uuid(row.id),
            officer: OfficerId::from_uuid(row.officer_id),
            identity: Identity { issuer: row.issuer, subject: row.subject },
            linked_at: row.linked_at,
        }
    }
}

/// Whose an identity is.
pub async fn by_subject(conn: &mut Conn<'_>, identity: &Identity) -> Result<Option<Link>, StoreError> {
    let values = params![identity.issuer.as_str(), identity.subject.as_str()];
    let row: Option<Row> = conn.fetch_optional(BY_SUBJECT, values).await?;
    Ok(row.map(Link::from))
}

/// An identity by its id.
pub async fn by_id(conn: &mut Conn<'_>, id: IdentityId) -> Result<Option<Link>, StoreError> {
    let row: Option<Row> = conn.fetch_optional(BY_ID, params![id]).await?;
    Ok(row.map(Link::from))
}

/// All of them, the oldest first.
pub async fn list(conn: &mut Conn<'_>) -> Result<Vec<Link>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(ALL_LINKS, params![]).await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

/// An officer's, the oldest first.
pub async fn of_officer(conn: &mut Conn<'_>, officer: OfficerId) -> Result<Vec<Link>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(OF_OFFICER, params![officer]).await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

/// Makes an identity an officer's who has an account.
///
/// # Errors
/// [`StoreError::Unique`] by [`ONCE`]; [`StoreError::ForeignKey`] when the officer has no account.
pub async fn insert(tx: &mut Tx<'_>, link: &Link) -> Result<(), StoreError> {
    let Link { id, officer, identity, linked_at } = link;
    let values = params![*id, *officer, identity.issuer.as_str(), identity.subject.as_str(), *linked_at];
    tx.execute(INSERT, values).await.map(drop)
}

/// Whether an identity is still that of this officer, who is in service. His account is held until the transaction ends, so
/// that whoever ends its sessions sees what is made of this.
pub async fn still(tx: &mut Tx<'_>, id: IdentityId, officer: OfficerId) -> Result<bool, StoreError> {
    sessions::hold_account(tx, officer).await?;
    let (linked,) = tx.fetch_one(STILL, params![id, officer]).await?;
    // After the account is held: an officer who leaves is written first, and then waits for it.
    Ok(linked && facts::officer(tx, officer).await?.is_some_and(|facts| facts.active))
}

/// Takes an identity from an officer and ends the sessions that came from it; also one that is just beginning, which this
/// waits for. False when it was not his.
pub async fn remove(
    tx: &mut Tx<'_>,
    id: IdentityId,
    officer: OfficerId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    sessions::hold_account(tx, officer).await?;
    let (linked,) = tx.fetch_one(STILL, params![id, officer]).await?;
    if linked {
        tx.execute(END_SESSIONS, params![id, now]).await?;
        tx.execute(REMOVE, params![id]).await?;
    }
    Ok(linked)
}

/// Takes all identities from an officer whose account goes, and whose sessions have ended.
pub async fn remove_all(tx: &mut Tx<'_>, officer: OfficerId) -> Result<(), StoreError> {
    tx.execute(FORGET_OF_OFFICER, params![officer]).await?;
    tx.execute(REMOVE_OF_OFFICER, params![officer]).await.map(drop)
}
