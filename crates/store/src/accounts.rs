//! Accounts 账号: what an officer signs in with. Passwords come and stay as hashes; making and checking these is the
//! application's.

use chrono::{DateTime, Utc};
use luodi_domain::ids::OfficerId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, UniqueConstraint};
use crate::{facts, params};

/// No two accounts have one login.
pub const LOGIN_ONCE: UniqueConstraint =
    UniqueConstraint { name: "account_login_once", columns: "account.login" };
/// No officer has two accounts.
pub const ONE_EACH: UniqueConstraint =
    UniqueConstraint { name: "account_pkey", columns: "account.officer_id" };

/// The one row of tries at logins that do not exist.
const DECOY: i64 = 1;

/// An account with who it is for.
macro_rules! accounts {
    ($rest:literal) => {
        concat!(
            "select a.officer_id, a.login, a.password_hash, a.must_change, a.failures, a.locked_until, a.created_at,
            a.changed_at, a.version, o.active, o.name as officer, g.name as agency
            from account a join officer o on o.id = a.officer_id join post p on p.id = o.post_id
            join agency g on g.id = p.agency_id ",
            $rest
        )
    };
}

crate::statements! {
    /// The account of a login.
    BY_LOGIN = accounts!("where a.login = $1");
    /// The same, as it is until the transaction ends.
    HOLD_LOGIN = { sqlite: accounts!("where a.login = $1"), postgres: accounts!("where a.login = $1 for update of a") };
    /// An officer's account.
    BY_OFFICER = accounts!("where a.officer_id = $1");
    /// All of them.
    ALL_ACCOUNTS = accounts!("order by a.login");
    /// A new account.
    INSERT = "insert into account (officer_id, login, password_hash, must_change, failures, created_at, changed_at, version)
        values ($1, $2, $3, $4, 0, $5, $5, 1)";
    /// What tries have come to.
    SET_TRIES = "update account set failures = $2, locked_until = $3 where officer_id = $1";
    /// A try that belongs to no account, or to one that is locked. The row must change: SQLite writes no page that stays the
    /// same, and a commit without one takes milliseconds less.
    SET_DECOY = "update login_decoy set failures = failures + 1 where id = $1";
    /// A success of whoever knew this password.
    FORGIVE = "update account set failures = 0, locked_until = null
        where officer_id = $1 and version = $2 and created_at = $3";
    /// Another password.
    SET_PASSWORD = "update account set password_hash = $2, must_change = $3, failures = 0, locked_until = null,
        changed_at = $4, version = $5 + 1 where officer_id = $1 and version = $5 and created_at = $6";
    /// No account any more.
    REMOVE = "delete from account where officer_id = $1";
    /// Whether anybody could sign in.
    ANY_SERVING = "select exists (select 1 from account a join officer o on o.id = a.officer_id where o.active)";
    /// Administrators in service without an account.
    ADMINISTRATORS_WITHOUT = "select o.id from officer o join post p on p.id = o.post_id
        where p.role = 'ADMINISTRATOR' and o.active and not exists (select 1 from account a where a.officer_id = o.id)
        order by o.id";
}

/// An account, with who it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub officer: OfficerId,
    /// What is typed, in lower case.
    pub login: String,
    /// The password's hash in the PHC string format, with its salt and parameters.
    pub password_hash: String,
    /// Whether nothing but changing the password is possible.
    pub must_change: bool,
    /// What tries have come to.
    pub tries: Tries,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When the password was set.
    pub changed_at: DateTime<Utc>,
    /// How many passwords it has had.
    pub version: i64,
    /// Whether the officer is in service.
    pub active: bool,
    /// The officer's name.
    pub officer_name: String,
    /// The name of the officer's agency.
    pub agency_name: String,
}

impl Account {
    /// Which of all passwords that officers have had this is.
    pub const fn which_password(&self) -> WhichPassword {
        WhichPassword { created_at: self.created_at, version: self.version }
    }
}

/// One password of an account. An account that was removed and made again counts from one again, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhichPassword {
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// How many passwords it has had.
    pub version: i64,
}

/// What tries at signing in have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// Tries without a success since the last one.
    pub failures: i64,
    /// Until when no try counts.
    pub locked_until: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct Row {
    officer_id: Uuid,
    login: String,
    password_hash: String,
    must_change: bool,
    failures: i64,
    locked_until: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    version: i64,
    active: bool,
    officer: String,
    agency: String,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            officer: OfficerId::from_uuid(row.officer_id),
            login: row.login,
            password_hash: row.password_hash,
            must_change: row.must_change,
            tries: Tries { failures: row.failures, locked_until: row.locked_until },
            created_at: row.created_at,
            changed_at: row.changed_at,
            version: row.version,
            active: row.active,
            officer_name: row.officer,
            agency_name: row.agency,
        }
    }
}

/// The account of a login.
pub async fn by_login(conn: &mut Conn<'_>, login: &str) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = conn.fetch_optional(BY_LOGIN, params![login]).await?;
    Ok(row.map(Account::from))
}

/// The account of a login, which nobody else changes before the transaction ends.
pub async fn hold(tx: &mut Tx<'_>, login: &str) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = tx.fetch_optional(HOLD_LOGIN, params![login]).await?;
    Ok(row.map(Account::from))
}

/// An officer's account.
pub async fn by_officer(conn: &mut Conn<'_>, officer: OfficerId) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = conn.fetch_optional(BY_OFFICER, params![officer]).await?;
    Ok(row.map(Account::from))
}

/// All accounts, by their logins.
pub async fn list(conn: &mut Conn<'_>) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<Row> = conn.fetch_all(ALL_ACCOUNTS, params![]).await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// What an account begins with.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Whose it is.
    pub officer: OfficerId,
    /// The login in lower case.
    pub login: String,
    /// The password's hash.
    pub password_hash: String,
    /// Whether the password is to be changed first.
    pub must_change: bool,
    /// When it is made.
    pub now: DateTime<Utc>,
}

/// Adds an account.
///
/// # Errors
/// [`StoreError::Unique`] by [`LOGIN_ONCE`] or [`ONE_EACH`].
pub async fn insert(tx: &mut Tx<'_>, new: &NewAccount) -> Result<(), StoreError> {
    let values =
        params![new.officer, new.login.as_str(), new.password_hash.as_str(), new.must_change, new.now];
    tx.execute(INSERT, values).await.map(drop)
}

/// Writes what tries have come to.
pub async fn set_tries(tx: &mut Tx<'_>, officer: OfficerId, tries: Tries) -> Result<(), StoreError> {
    tx.execute(SET_TRIES, params![officer, tries.failures, tries.locked_until]).await.map(drop)
}

/// Takes as long as [`set_tries`], for a try that belongs to no account or does not count.
pub async fn set_nobodys_tries(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(SET_DECOY, params![DECOY]).await.map(drop)
}

/// Forgets the tries of an officer in service whose password is still this one; false when it is not, or the officer has
/// left. The account is held until the transaction ends, so that whoever ends its sessions sees what is
/// made of this.
pub async fn forgive(tx: &mut Tx<'_>, officer: OfficerId, which: WhichPassword) -> Result<bool, StoreError> {
    if tx.execute(FORGIVE, params![officer, which.version, which.created_at]).await? == 0 {
        return Ok(false);
    }
    // After the account is held: an officer who leaves is written first, and then waits for it.
    Ok(facts::officer(tx, officer).await?.is_some_and(|facts| facts.active))
}

/// A password's hash and whether it must be changed first.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// The hash.
    pub hash: String,
    /// Whether somebody else knows it.
    pub must_change: bool,
    /// When it is set.
    pub now: DateTime<Utc>,
}

/// Sets another password while it is still this one, and forgets all tries; false when it is another already.
pub async fn set_password(
    tx: &mut Tx<'_>,
    officer: OfficerId,
    which: WhichPassword,
    new: &NewPassword,
) -> Result<bool, StoreError> {
    let WhichPassword { created_at, version } = which;
    let values = params![officer, new.hash.as_str(), new.must_change, new.now, version, created_at];
    Ok(tx.execute(SET_PASSWORD, values).await? > 0)
}

/// Removes an officer's account; false when there is none.
pub async fn remove(tx: &mut Tx<'_>, officer: OfficerId) -> Result<bool, StoreError> {
    Ok(tx.execute(REMOVE, params![officer]).await? > 0)
}

/// Whether there is an account of an officer in service.
pub async fn any_serving(conn: &mut Conn<'_>) -> Result<bool, StoreError> {
    let (any,) = conn.fetch_one(ANY_SERVING, params![]).await?;
    Ok(any)
}

/// The administrators in service who have no account.
pub async fn administrators_without(conn: &mut Conn<'_>) -> Result<Vec<OfficerId>, StoreError> {
    let rows: Vec<(Uuid,)> = conn.fetch_all(ADMINISTRATORS_WITHOUT, params![]).await?;
    Ok(rows.into_iter().map(|(id,)| OfficerId::from_uuid(id)).collect())
}
