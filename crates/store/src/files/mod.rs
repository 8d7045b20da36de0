//! Files 文件: what was uploaded, and which of it waits to be attached. The bytes are kept elsewhere.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use luodi_domain::attachment::{FileFacts, MediaType};
use luodi_domain::ids::{AttachmentId, FileId, OfficerId, PermitId, ProjectId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// A file that waits to be attached.
    INSERT = "insert into file (id, uploaded_by, name, media_type, size, sha256, stored_at, attached)
        values ($1, $2, $3, $4, $5, $6, $7, false)";
    /// How many files of an officer wait to be attached.
    WAITING = "select count(*) from file where uploaded_by = $1 and not attached";
    /// The officer's uploads, held until the transaction ends: of two at once the second counts the first. SQLite has one
    /// writer anyway.
    HOLD = {
        sqlite: "select id from officer where id = $1",
        postgres: "select id from officer where id = $1 for no key update",
    };
    /// A file with what it is attached to.
    SELECT = "select f.id, f.uploaded_by, f.name, f.media_type, f.size, f.attached, a.project_id, a.permit_id,
        a.name as attached_name, cast(case when a.withdrawn_on is null then 0 else 1 end as bigint) as withdrawn
        from file f left join attachment a on a.file_id = f.id where f.id = $1";
    /// Removes files that were not attached in time, some at once; the first to come are removed by one replica, the next
    /// by whoever is next. One that is being attached is not.
    REMOVE = "delete from file where not attached and id in
        (select id from file where not attached and stored_at < $1 order by stored_at, id limit $2) returning id";
    /// Which of these there are.
    list KNOWN = "select id from file where id in ({ids})";
    /// A page of all attachments, as the record has them.
    RECORDED = "select id, project_id, file_id, size, sha256 from attachment where id > $1 order by id limit $2";
}

/// A file that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its id.
    pub id: FileId,
    /// What is known of it.
    pub facts: FileFacts,
    /// When it was stored.
    pub stored_at: DateTime<Utc>,
}

/// A file, as far as it matters for handing it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: FileId,
    /// What it is called, unless that was erased.
    pub name: Option<String>,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: i64,
    /// Where it belongs.
    pub whose: Whose,
}

/// Where a file belongs, which decides who may have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// It waits to be attached: to whoever uploaded it.
    Uploader(OfficerId),
    /// To a project, or to a permit of it.
    Project(ProjectId, Option<PermitId>),
    /// To nobody any more: its attachment was withdrawn.
    Withdrawn,
}

/// An attachment as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The attachment.
    pub attachment: AttachmentId,
    /// Of which project.
    pub project: ProjectId,
    /// Which file.
    pub file: FileId,
    /// How many bytes it has.
    pub size: i64,
    /// What they hash to.
    pub sha256: String,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    uploaded_by: Uuid,
    name: Option<String>,
    media_type: String,
    size: i64,
    attached: bool,
    project_id: Option<Uuid>,
    permit_id: Option<Uuid>,
    attached_name: Option<String>,
    withdrawn: i64,
}

/// How many files of an officer wait to be attached.
pub async fn waiting(conn: &mut Conn<'_>, officer: OfficerId) -> Result<i64, StoreError> {
    let (count,): (i64,) = conn.fetch_one(WAITING, params![officer]).await?;
    Ok(count)
}

/// Adds a file, unless as many of the officer's wait as may; whether it was.
pub async fn insert(tx: &mut Tx<'_>, file: &NewFile, most_waiting: i64) -> Result<bool, StoreError> {
    let NewFile { id, facts, stored_at } = file;
    let _: Option<(Uuid,)> = tx.fetch_optional(HOLD, params![facts.uploaded_by]).await?;
    if waiting(tx, facts.uploaded_by).await? >= most_waiting {
        return Ok(false);
    }
    let values = params![
        *id,
        facts.uploaded_by,
        facts.name.as_deref(),
        facts.media_type.as_str(),
        facts.size,
        facts.sha256.as_str(),
        *stored_at,
    ];
    tx.execute(INSERT, values).await?;
    Ok(true)
}

/// A file and where it belongs. One statement.
pub async fn by_id(conn: &mut Conn<'_>, id: FileId) -> Result<Option<Kept>, StoreError> {
    let row: Option<Row> = conn.fetch_optional(SELECT, params![id]).await?;
    row.map(Row::into_kept).transpose()
}

impl Row {
    fn into_kept(self) -> Result<Kept, StoreError> {
        let id = FileId::from_uuid(self.id);
        let at = At { table: "file", row: id };
        let whose = match (self.attached, self.project_id) {
            (false, None) => Whose::Uploader(OfficerId::from_uuid(self.uploaded_by)),
            (true, Some(_)) if self.withdrawn != 0 => Whose::Withdrawn,
            (true, Some(project)) => {
                Whose::Project(ProjectId::from_uuid(project), self.permit_id.map(PermitId::from_uuid))
            }
            (attached, project) => {
                return Err(at.wrong(format!("attached {attached}, but to {project:?}")));
            }
        };
        Ok(Kept {
            id,
            name: self.attached_name.or(self.name),
            media_type: at.coded("media_type", &self.media_type, MediaType::parse)?,
            size: self.size,
            whose,
        })
    }
}

/// Removes files that were stored before this and not attached since, at most `limit`; those that are gone.
pub async fn remove_waiting(
    tx: &mut Tx<'_>,
    before: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<FileId>, StoreError> {
    let rows: Vec<(Uuid,)> =
        tx.fetch_all(REMOVE, params![before, i64::try_from(limit).unwrap_or(i64::MAX)]).await?;
    Ok(rows.into_iter().map(|(id,)| FileId::from_uuid(id)).collect())
}

/// Which of these there are, attached or not.
pub async fn known(conn: &mut Conn<'_>, ids: &[FileId]) -> Result<Vec<FileId>, StoreError> {
    let rows: Vec<(Uuid,)> = conn.fetch_list(KNOWN, params![], ids).await?;
    Ok(rows.into_iter().map(|(id,)| FileId::from_uuid(id)).collect())
}

/// A page of all attachments, those that were withdrawn included, in the order of their ids.
pub async fn recorded(
    conn: &mut Conn<'_>,
    after: Option<AttachmentId>,
    limit: i64,
) -> Result<Vec<Recorded>, StoreError> {
    let after = after.map_or(Uuid::nil(), AttachmentId::uuid);
    let rows: Vec<(Uuid, Uuid, Uuid, i64, String)> = conn.fetch_all(RECORDED, params![after, limit]).await?;
    let recorded = |(id, project, file, size, sha256)| Recorded {
        attachment: AttachmentId::from_uuid(id),
        project: ProjectId::from_uuid(project),
        file: FileId::from_uuid(file),
        size,
        sha256,
    };
    Ok(rows.into_iter().map(recorded).collect())
}
