//! Bearer tokens of officers. Only hashes are kept; making and hashing a token is the application's.

use chrono::{DateTime, Utc};
use luodi_domain::access::{TokenScope, Viewer};
use luodi_domain::ids::{OfficerId, PostId, TokenId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, Db, StoreError, Tx, UniqueConstraint};
use crate::params;
use crate::stored::At;
use crate::viewers::{PostRow, UsableRow};

/// No two tokens have one hash.
pub const HASH_ONCE: UniqueConstraint = UniqueConstraint { name: "token_hash_once", columns: "token.hash" };

crate::statements! {
    /// The token of a hash, and whose it is.
    BY_HASH = "select t.id, t.officer_id, t.name, t.prefix, t.created_at, t.expires_at, t.revoked_at, t.last_used_at,
        t.scope, o.active, o.post_id, p.role, p.agency_id, a.kind as agency_kind, a.region_id
        from token t join officer o on o.id = t.officer_id join post p on p.id = o.post_id
        join agency a on a.id = p.agency_id where t.hash = $1";
    /// All tokens of officers, the oldest first.
    ALL_TOKENS = "select id, officer_id, name, prefix, created_at, expires_at, revoked_at, last_used_at, scope
        from token order by created_at, id";
    /// A new token.
    INSERT = "insert into token (id, officer_id, name, prefix, hash, created_at, expires_at, scope)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// When it was last used.
    TOUCH = "update token set last_used_at = $2 where id = $1";
    /// No longer valid.
    REVOKE = "update token set revoked_at = $2 where id = $1 and revoked_at is null returning officer_id";
    /// An officer's are no longer valid.
    REVOKE_OF_OFFICER = "update token set revoked_at = $2 where officer_id = $1 and revoked_at is null
        returning id, officer_id";
    /// Neither are those of everybody in a post.
    REVOKE_OF_POST = "update token set revoked_at = $2
        where officer_id in (select id from officer where post_id = $1) and revoked_at is null returning id, officer_id";
    /// Which of some tokens could be used, and whose they are.
    list USABLE = "select t.id, t.officer_id, o.post_id, p.role, p.agency_id, a.kind as agency_kind, a.region_id
        from token t join officer o on o.id = t.officer_id join post p on p.id = o.post_id
        join agency a on a.id = p.agency_id
        where o.active and t.revoked_at is null and (t.expires_at is null or t.expires_at > $1) and t.id in ({ids})";
    /// Whether anybody could sign in.
    ANY_USABLE = "select exists (select 1 from token t join officer o on o.id = t.officer_id
        where o.active and t.revoked_at is null and (t.expires_at is null or t.expires_at > $1))";
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub officer: OfficerId,
    /// What it is for, in the words of who made it.
    pub name: String,
    /// The first characters of the secret, to tell tokens apart.
    pub prefix: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it is no longer valid.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, roughly.
    pub last_used_at: Option<DateTime<Utc>>,
    /// What may be done with it.
    pub scope: TokenScope,
}

impl Token {
    /// Whether it opens the door at this moment, as far as the token itself goes.
    pub fn is_usable(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|expires| now < expires)
    }
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    officer_id: Uuid,
    name: String,
    prefix: String,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    scope: String,
}

impl Row {
    fn into_token(self) -> Result<Token, StoreError> {
        let id = TokenId::from_uuid(self.id);
        let scope = At { table: "token", row: id }.coded("scope", &self.scope, TokenScope::parse)?;
        Ok(Token {
            id,
            officer: OfficerId::from_uuid(self.officer_id),
            name: self.name,
            prefix: self.prefix,
            created_at: self.created_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
            last_used_at: self.last_used_at,
            scope,
        })
    }
}

/// Adds a token with the hash of its secret.
pub async fn insert(tx: &mut Tx<'_>, token: &Token, hash: &[u8]) -> Result<(), StoreError> {
    let values = params![
        token.id,
        token.officer,
        token.name.as_str(),
        token.prefix.as_str(),
        hash,
        token.created_at,
        token.expires_at,
        token.scope.as_str(),
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// A token and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The token.
    pub token: Token,
    /// Whether its officer is in service.
    pub active: bool,
    /// Whose it is.
    pub viewer: Viewer,
}

#[derive(FromRow)]
struct HeldRow {
    #[sqlx(flatten)]
    token: Row,
    active: bool,
    #[sqlx(flatten)]
    post: PostRow,
}

/// The token of this hash and whose it is; whether it is usable is the caller's to ask. One statement.
pub async fn by_hash(conn: &mut Conn<'_>, hash: &[u8]) -> Result<Option<Held>, StoreError> {
    let row: Option<HeldRow> = conn.fetch_optional(BY_HASH, params![hash]).await?;
    let held = |row: HeldRow| {
        let token = row.token.into_token()?;
        let viewer = row.post.held_by(token.officer)?;
        Ok(Held { token, active: row.active, viewer })
    };
    row.map(held).transpose()
}

/// Notes that a token was used; in a transaction of its own, since it belongs to no decision.
pub async fn touch(db: &Db, id: TokenId, now: DateTime<Utc>) -> Result<(), StoreError> {
    db.execute_now(TOUCH, params![id, now]).await.map(drop)
}

/// Takes a token back; whose it was, unless there is none, or it was taken back before.
pub async fn revoke(
    tx: &mut Tx<'_>,
    id: TokenId,
    now: DateTime<Utc>,
) -> Result<Option<OfficerId>, StoreError> {
    let row: Option<(Uuid,)> = tx.fetch_optional(REVOKE, params![id, now]).await?;
    Ok(row.map(|(officer,)| OfficerId::from_uuid(officer)))
}

/// Takes back all tokens of an officer; which these were, in the order of their ids.
pub async fn revoke_all(
    tx: &mut Tx<'_>,
    officer: OfficerId,
    now: DateTime<Utc>,
) -> Result<Vec<(TokenId, OfficerId)>, StoreError> {
    tx.fetch_all(REVOKE_OF_OFFICER, params![officer, now]).await.map(revoked)
}

/// The same of everybody in a post.
pub async fn revoke_of_post(
    tx: &mut Tx<'_>,
    post: PostId,
    now: DateTime<Utc>,
) -> Result<Vec<(TokenId, OfficerId)>, StoreError> {
    tx.fetch_all(REVOKE_OF_POST, params![post, now]).await.map(revoked)
}

fn revoked(mut rows: Vec<(Uuid, Uuid)>) -> Vec<(TokenId, OfficerId)> {
    rows.sort_unstable();
    rows.into_iter().map(|(id, officer)| (TokenId::from_uuid(id), OfficerId::from_uuid(officer))).collect()
}

/// All tokens, the oldest first.
pub async fn list(conn: &mut Conn<'_>) -> Result<Vec<Token>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(ALL_TOKENS, params![]).await?;
    rows.into_iter().map(Row::into_token).collect()
}

/// Which of these tokens are usable at this moment, and by which officers in service.
pub async fn usable(
    conn: &mut Conn<'_>,
    ids: &[TokenId],
    now: DateTime<Utc>,
) -> Result<Vec<(TokenId, Viewer)>, StoreError> {
    let rows: Vec<UsableRow> = conn.fetch_list(USABLE, params![now], ids).await?;
    rows.into_iter().map(|row| Ok((TokenId::from_uuid(row.id), row.viewer()?))).collect()
}

/// Whether any token is usable by an officer in service at this moment.
pub async fn any_usable(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let (any,) = conn.fetch_one(ANY_USABLE, params![now]).await?;
    Ok(any)
}
