//! Sessions 登录会话 of officers who signed in. Only hashes of what their devices keep are here.

use chrono::{DateTime, Utc};
use luodi_domain::access::Viewer;
use luodi_domain::ids::{IdentityId, OfficerId, PostId, SessionId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, Db, StoreError, Tx};
use crate::params;
use crate::viewers::{PostRow, UsableRow};

crate::statements! {
    /// The session of a hash, and whose it is. Without an account there is none.
    BY_HASH = "select s.id, s.officer_id, s.created_at, s.last_seen_at, s.idle_until, s.expires_at, s.revoked_at, s.device,
        s.address, s.identity_id, a.must_change, o.active, o.post_id, p.role, p.agency_id, u.kind as agency_kind, u.region_id
        from session s join account a on a.officer_id = s.officer_id join officer o on o.id = s.officer_id
        join post p on p.id = o.post_id join agency u on u.id = p.agency_id where s.hash = $1";
    /// An officer's sessions that are open, the newest first.
    OPEN = "select id, officer_id, created_at, last_seen_at, idle_until, expires_at, revoked_at, device, address, identity_id
        from session where officer_id = $1 and revoked_at is null and idle_until > $2 order by created_at desc, id desc";
    /// A session by its id.
    BY_ID = "select id, officer_id, created_at, last_seen_at, idle_until, expires_at, revoked_at, device, address, identity_id
        from session where id = $1";
    /// A new session.
    INSERT = "insert into session
        (id, hash, officer_id, created_at, last_seen_at, idle_until, expires_at, device, address, identity_id)
        values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9)";
    /// When it was last used, and so until when it may stay unused.
    TOUCH = "update session set last_seen_at = $2, idle_until = $3 where id = $1 and revoked_at is null and last_seen_at < $2";
    /// An officer's session is over.
    REVOKE = "update session set revoked_at = $3 where id = $1 and officer_id = $2 and revoked_at is null";
    /// The session of a hash is over.
    REVOKE_HASH = "update session set revoked_at = $2 where hash = $1 and revoked_at is null returning id";
    /// Holds an officer's account until the transaction ends: nobody signs in meanwhile.
    HOLD_ACCOUNT = {
        sqlite: "select officer_id from account where officer_id = $1",
        postgres: "select officer_id from account where officer_id = $1 for update",
    };
    /// The same of all who are in a post.
    HOLD_ACCOUNTS_OF_POST = {
        sqlite: "select officer_id from account where officer_id in (select id from officer where post_id = $1)",
        postgres: "select officer_id from account
            where officer_id in (select id from officer where post_id = $1) order by officer_id for update",
    };
    /// All sessions of an officer but one are over.
    REVOKE_OTHERS = "update session set revoked_at = $3 where officer_id = $1 and id <> $2 and revoked_at is null";
    /// All sessions of those in a post are over.
    REVOKE_OF_POST = "update session set revoked_at = $2
        where revoked_at is null and officer_id in (select id from officer where post_id = $1)";
    /// An officer's sessions are over, but for so many of the newest.
    REVOKE_OLDEST = "update session set revoked_at = $3 where id in (select id from session
        where officer_id = $1 and revoked_at is null order by created_at desc, id desc limit 1000 offset $2)";
    /// Which of some sessions are open, and whose they are. A password that somebody else knows is no matter to who came
    /// without one.
    list USABLE = "select s.id, s.officer_id, o.post_id, p.role, p.agency_id, u.kind as agency_kind, u.region_id
        from session s join account a on a.officer_id = s.officer_id join officer o on o.id = s.officer_id
        join post p on p.id = o.post_id join agency u on u.id = p.agency_id
        where o.active and (not a.must_change or s.identity_id is not null) and s.revoked_at is null
        and s.idle_until > $1 and s.id in ({ids})";
    /// Those that were over long ago.
    PURGE = "delete from session where idle_until < $1 or revoked_at < $1";
}

/// A session, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub officer: OfficerId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, roughly.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends if it stays unused; never after [`Self::expires_at`].
    pub idle_until: DateTime<Utc>,
    /// When it ends however much it is used.
    pub expires_at: DateTime<Utc>,
    /// When it was ended.
    pub revoked_at: Option<DateTime<Utc>>,
    /// What the device says it is.
    pub device: String,
    /// The network address it began from.
    pub address: String,
    /// The identity at a provider that it began by; nothing when that was a password.
    pub identity: Option<IdentityId>,
}

impl Session {
    /// Whether it is open at this moment, as far as the session itself goes.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.idle_until
    }
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    officer_id: Uuid,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    idle_until: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    device: String,
    address: String,
    identity_id: Option<Uuid>,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: SessionId::from_uuid(row.id),
            officer: OfficerId::from_uuid(row.officer_id),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            idle_until: row.idle_until,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            device: row.device,
            address: row.address,
            identity: row.identity_id.map(IdentityId::from_uuid),
        }
    }
}

/// A session and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The session.
    pub session: Session,
    /// Whether nothing but changing the password is possible.
    pub must_change: bool,
    /// Whether its officer is in service.
    pub active: bool,
    /// Whose it is.
    pub viewer: Viewer,
}

#[derive(FromRow)]
struct HeldRow {
    #[sqlx(flatten)]
    session: Row,
    must_change: bool,
    active: bool,
    #[sqlx(flatten)]
    post: PostRow,
}

/// The session of this hash and whose it is; whether it is open is the caller's to ask. One statement.
pub async fn by_hash(conn: &mut Conn<'_>, hash: &[u8]) -> Result<Option<Held>, StoreError> {
    let row: Option<HeldRow> = conn.fetch_optional(BY_HASH, params![hash]).await?;
    let held = |row: HeldRow| {
        let session = Session::from(row.session);
        let viewer = row.post.held_by(session.officer)?;
        // Whoever came without a password is not asked for another one.
        let must_change = row.must_change && session.identity.is_none();
        Ok(Held { session, must_change, active: row.active, viewer })
    };
    row.map(held).transpose()
}

/// An officer's sessions that are open at this moment, the newest first.
pub async fn open(
    conn: &mut Conn<'_>,
    officer: OfficerId,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(OPEN, params![officer, now]).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// A session, open or not.
pub async fn by_id(conn: &mut Conn<'_>, id: SessionId) -> Result<Option<Session>, StoreError> {
    let row: Option<Row> = conn.fetch_optional(BY_ID, params![id]).await?;
    Ok(row.map(Session::from))
}

/// Adds a session with the hash of its secret, and ends the oldest of its officer beyond `at_most`.
pub async fn insert(tx: &mut Tx<'_>, session: &Session, hash: &[u8], at_most: u32) -> Result<(), StoreError> {
    let values = params![
        session.id,
        hash,
        session.officer,
        session.created_at,
        session.idle_until,
        session.expires_at,
        session.device.as_str(),
        session.address.as_str(),
        session.identity,
    ];
    tx.execute(INSERT, values).await?;
    tx.execute(REVOKE_OLDEST, params![session.officer, at_most, session.created_at]).await.map(drop)
}

/// Notes that a session was used; in a transaction of its own, since it belongs to no decision.
pub async fn touch(
    db: &Db,
    id: SessionId,
    now: DateTime<Utc>,
    idle_until: DateTime<Utc>,
) -> Result<(), StoreError> {
    db.execute_now(TOUCH, params![id, now, idle_until]).await.map(drop)
}

/// Ends an officer's session; false when there is none, or it was ended before.
pub async fn revoke(
    tx: &mut Tx<'_>,
    id: SessionId,
    officer: OfficerId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(tx.execute(REVOKE, params![id, officer, now]).await? > 0)
}

/// Ends the session of a hash, and says which one it was; nothing when there is none, or it was ended before.
pub async fn revoke_hash(
    tx: &mut Tx<'_>,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<SessionId>, StoreError> {
    let row: Option<(Uuid,)> = tx.fetch_optional(REVOKE_HASH, params![hash, now]).await?;
    Ok(row.map(|(id,)| SessionId::from_uuid(id)))
}

/// Holds an officer's account until the transaction ends: nobody signs in with it meanwhile.
pub(crate) async fn hold_account(tx: &mut Tx<'_>, officer: OfficerId) -> Result<(), StoreError> {
    tx.execute(HOLD_ACCOUNT, params![officer]).await.map(drop)
}

/// Ends all sessions of an officer but the one to keep; also one that is just beginning, which this waits for.
pub async fn end_all(
    tx: &mut Tx<'_>,
    officer: OfficerId,
    keep: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    hold_account(tx, officer).await?;
    let keep = keep.map_or(Uuid::nil(), SessionId::uuid);
    tx.execute(REVOKE_OTHERS, params![officer, keep, now]).await
}

/// Ends all sessions of those who hold a post.
pub async fn end_of_post(tx: &mut Tx<'_>, post: PostId, now: DateTime<Utc>) -> Result<u64, StoreError> {
    tx.execute(HOLD_ACCOUNTS_OF_POST, params![post]).await?;
    tx.execute(REVOKE_OF_POST, params![post, now]).await
}

/// Which of these sessions are open at this moment, and of which officers in service who have nothing else to do first.
pub async fn usable(
    conn: &mut Conn<'_>,
    ids: &[SessionId],
    now: DateTime<Utc>,
) -> Result<Vec<(SessionId, Viewer)>, StoreError> {
    let rows: Vec<UsableRow> = conn.fetch_list(USABLE, params![now], ids).await?;
    rows.into_iter().map(|row| Ok((SessionId::from_uuid(row.id), row.viewer()?))).collect()
}

/// Forgets the sessions that were over before this moment; returns how many went.
pub async fn purge(tx: &mut Tx<'_>, before: DateTime<Utc>) -> Result<u64, StoreError> {
    tx.execute(PURGE, params![before]).await
}
