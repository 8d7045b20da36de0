//! The place where files lie: whose it is, and what lies there that no row is of.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use luodi_domain::ids::{FileId, InstallationId};
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;

crate::statements! {
    /// Which installation this database is of.
    INSTALLATION = "select id from installation where number = 1";
    /// Makes it one, unless it is: of several replicas the first does.
    INSTALL = "insert into installation (number, id) values (1, $1) on conflict (number) do nothing";
    /// What was seen of which there is no row.
    UNKNOWN = "select id, seen_at from file_unknown";
    /// The same of one more; what is known already stays as it is.
    NOTE = "insert into file_unknown (id, seen_at) values ($1, $2) on conflict (id) do nothing";
    /// It is gone, or there is a row of it.
    FORGET = "delete from file_unknown where id = $1";
}

/// Which installation this database is of; none before its first use.
pub async fn installation(conn: &mut Conn<'_>) -> Result<Option<InstallationId>, StoreError> {
    let row: Option<(Uuid,)> = conn.fetch_optional(INSTALLATION, params![]).await?;
    Ok(row.map(|(id,)| InstallationId::from_uuid(id)))
}

/// Makes it this installation, unless it is one already; which it is.
pub async fn install(tx: &mut Tx<'_>, id: InstallationId) -> Result<InstallationId, StoreError> {
    tx.execute(INSTALL, params![id]).await?;
    Ok(installation(tx).await?.unwrap_or(id))
}

/// Files that were seen and are of no row, and since when.
pub async fn unknown(conn: &mut Conn<'_>) -> Result<HashMap<FileId, DateTime<Utc>>, StoreError> {
    let rows: Vec<(Uuid, DateTime<Utc>)> = conn.fetch_all(UNKNOWN, params![]).await?;
    Ok(rows.into_iter().map(|(id, seen_at)| (FileId::from_uuid(id), seen_at)).collect())
}

/// Notes files of which there is no row, and forgets others.
pub async fn note_unknown(
    tx: &mut Tx<'_>,
    seen: &[FileId],
    at: DateTime<Utc>,
    forgotten: &[FileId],
) -> Result<(), StoreError> {
    for id in seen {
        tx.execute(NOTE, params![*id, at]).await?;
    }
    for id in forgotten {
        tx.execute(FORGET, params![*id]).await?;
    }
    Ok(())
}
