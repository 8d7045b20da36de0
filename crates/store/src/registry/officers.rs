//! Officers 责任人.

use luodi_domain::ids::{OfficerId, PostId, RegionId};
use luodi_domain::private::Private;
use luodi_domain::registry::Officer;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::search::{self, Searched};
use crate::stored::At;

crate::statements! {
    /// Officers by their ids.
    list SELECT = "select id, post_id, name, phone, phone_erased, email, email_erased, active, version
        from officer where id in ({ids})";
    /// Whether there is any.
    ANY = "select exists (select 1 from officer)";
    /// A new officer.
    INSERT = "insert into officer (id, post_id, name, phone, phone_erased, email, email_erased, version, name_key, active)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// A changed officer; whether in service is not touched.
    UPDATE = "update officer set post_id = $2, name = $3, phone = $4, phone_erased = $5, email = $6,
        email_erased = $7, version = $8 + 1, name_key = $9 where id = $1 and version = $8";
    /// Administrators in service; none can leave before the transaction ends.
    ADMINISTRATORS = {
        sqlite: "select o.id from officer o join post p on p.id = o.post_id
            where p.role = 'ADMINISTRATOR' and o.active order by o.id",
        postgres: "select o.id from officer o join post p on p.id = o.post_id
            where p.role = 'ADMINISTRATOR' and o.active order by o.id for update of o, p",
    };
    /// Whether somewhere in a region an administrator is in service.
    ADMINISTERED = "select exists (select 1 from officer o join post p on p.id = o.post_id
        join agency a on a.id = p.agency_id join region_closure c on c.descendant_id = a.region_id
        where c.ancestor_id = $1 and p.role = 'ADMINISTRATOR' and o.active)";
    /// Nobody else adds, changes or holds an officer before the transaction ends. SQLite's writer is alone anyway.
    HOLD_ALL = { sqlite: "select 1", postgres: "lock table officer in share row exclusive mode" };
    /// Officers as they are until the transaction ends, whom nobody else holds so; others may still refer to them.
    list HOLD = {
        sqlite: "select id from officer where id in ({ids}) order by id",
        postgres: "select id from officer where id in ({ids}) order by id for no key update",
    };
    /// In or out of service.
    SET_ACTIVE = "update officer set active = $2, version = $3 + 1 where id = $1 and version = $3";
    /// Telephone numbers that are exactly this text go; so nobody writes back what was read before.
    ERASE_PHONE = "update officer set phone = null, phone_erased = true, version = version + 1 where phone = $1";
    /// The same for e-mail addresses.
    ERASE_EMAIL = "update officer set email = null, email_erased = true, version = version + 1 where email = $1";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    post_id: Uuid,
    name: String,
    phone: Option<String>,
    phone_erased: bool,
    email: Option<String>,
    email_erased: bool,
    active: bool,
    version: i64,
}

impl Row {
    fn into_officer(self) -> Result<Officer, StoreError> {
        let id = OfficerId::from_uuid(self.id);
        let at = At { table: "officer", row: id };
        let given = |text: &Option<String>, erased: bool| text.is_some() || erased;
        Ok(Officer {
            id,
            post: PostId::from_uuid(self.post_id),
            name: self.name,
            phone: at.private("phone", given(&self.phone, self.phone_erased), self.phone)?,
            email: at.private("email", given(&self.email, self.email_erased), self.email)?,
            active: self.active,
            version: self.version,
        })
    }
}

fn columns(officer: &Officer, version: i64) -> Vec<Value> {
    let text = |private: &Option<Private>| private.as_ref().and_then(Private::text).map(str::to_owned);
    let erased = |private: &Option<Private>| private.as_ref().is_some_and(Private::is_erased);
    params![
        officer.id,
        officer.post,
        officer.name.as_str(),
        text(&officer.phone),
        erased(&officer.phone),
        text(&officer.email),
        erased(&officer.email),
        version,
        search::sort_key(&officer.name),
    ]
}

/// These officers; those that do not exist are left out.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[OfficerId]) -> Result<Vec<Officer>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    rows.into_iter().map(Row::into_officer).collect()
}

/// The administrators in service, held until the transaction ends: of two who take one another out, the second waits
/// here and sees what the first has done.
pub async fn administrators(tx: &mut Tx<'_>) -> Result<Vec<OfficerId>, StoreError> {
    let rows: Vec<(Uuid,)> = tx.fetch_all(ADMINISTRATORS, params![]).await?;
    Ok(rows.into_iter().map(|(id,)| OfficerId::from_uuid(id)).collect())
}

/// Whether somewhere in the region, or below, an administrator is in service.
pub async fn administered(conn: &mut Conn<'_>, region: RegionId) -> Result<bool, StoreError> {
    let (any,) = conn.fetch_one(ADMINISTERED, params![region]).await?;
    Ok(any)
}

/// Keeps everybody else from adding officers until the transaction ends, so that what [`any`] says after this stays true.
pub async fn hold_all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(HOLD_ALL, params![]).await.map(drop)
}

/// Holds officers until the transaction ends, in the order of their ids: what is decided about any of them waits here.
pub async fn hold(tx: &mut Tx<'_>, ids: &[OfficerId]) -> Result<(), StoreError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    let _: Vec<(Uuid,)> = tx.fetch_list(HOLD, params![], &ids).await?;
    Ok(())
}

/// Whether there is any, in service or not.
pub async fn any(conn: &mut Conn<'_>) -> Result<bool, StoreError> {
    let (any,) = conn.fetch_one(ANY, params![]).await?;
    Ok(any)
}

/// Adds an officer.
pub async fn insert(tx: &mut Tx<'_>, officer: &Officer) -> Result<(), StoreError> {
    let mut values = columns(officer, officer.version);
    values.push(officer.active.into());
    tx.execute(INSERT, values).await?;
    search::save_names(tx, Searched::Officer, officer.id.uuid(), [officer.name.as_str()]).await
}

/// Rewrites an officer who is still at this version, but for [`Officer::active`], which only [`set_active`] changes.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn update(tx: &mut Tx<'_>, officer: &Officer, expected_version: i64) -> Result<(), StoreError> {
    tx.execute_guarded(UPDATE, columns(officer, expected_version)).await?;
    search::save_names(tx, Searched::Officer, officer.id.uuid(), [officer.name.as_str()]).await
}

/// Takes an officer out of service, or back into it; the version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`]. [`StoreError::ForeignKey`] when the officer is responsible for an open step: the
/// database holds that, so it is also refused when the step was given to the officer a moment ago.
pub async fn set_active(
    tx: &mut Tx<'_>,
    id: OfficerId,
    active: bool,
    expected_version: i64,
) -> Result<(), StoreError> {
    tx.execute_guarded(SET_ACTIVE, params![id, active, expected_version]).await
}

/// Erases telephone numbers and e-mail addresses of officers that are exactly this text; returns how many went. Names
/// stay: who did what in office is part of the record.
pub async fn erase(tx: &mut Tx<'_>, text: &str) -> Result<u64, StoreError> {
    let phones = tx.execute(ERASE_PHONE, params![text]).await?;
    Ok(phones + tx.execute(ERASE_EMAIL, params![text]).await?)
}
