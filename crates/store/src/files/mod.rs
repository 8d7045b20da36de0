//! Files 文件: what was uploaded, and which of it waits to be attached. The bytes are kept elsewhere.

pub mod place;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use luodi_domain::attachment::{FileFacts, MediaType, Subject};
use luodi_domain::ids::{AttachmentId, FileId, OfficerId, ProjectId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::projects::subject;
use crate::stored::At;

crate::statements! {
    /// A file that waits to be attached.
    INSERT = "insert into file (id, uploaded_by, name, media_type, size, sha256, stored_at, attached, deputy_id)
        values ($1, $2, $3, $4, $5, $6, $7, false, $8)";
    /// How many bytes somebody brought since then, for himself and for others.
    BROUGHT = "select cast(coalesce(sum(size), 0) as bigint) from (
        select size from file where uploaded_by = $1 and deputy_id is null and stored_at > $2
        union all select size from file where deputy_id = $1 and stored_at > $2) as brought";
    /// How many files wait to be attached that somebody brought, for himself and for others.
    WAITING = "select cast(coalesce(sum(files), 0) as bigint) from (
        select count(*) as files from file where uploaded_by = $1 and deputy_id is null and not attached
        union all select count(*) from file where deputy_id = $1 and not attached) as brought";
    /// The officer's uploads, held until the transaction ends: of two at once the second counts the first. SQLite has one
    /// writer anyway.
    HOLD = {
        sqlite: "select id from officer where id = $1",
        postgres: "select id from officer where id = $1 for no key update",
    };
    /// A file as it waits, or as it is attached: then by its attachment alone, which the history covers.
    SELECT = "select f.id, f.uploaded_by, a.project_id, a.milestone_id, a.permit_id, a.agreement_id, a.material_id,
        case when a.id is null then f.name else a.name end as name,
        coalesce(a.media_type, f.media_type) as media_type, coalesce(a.size, f.size) as size,
        cast(case when a.withdrawn_on is null then 0 else 1 end as bigint) as withdrawn
        from file f left join attachment a on a.file_id = f.id where f.id = $1";
    /// Files that say of themselves what their attachments do not: that they are attached, or what they are.
    ASTRAY = "select f.id, a.id as attachment from file f left join attachment a on a.file_id = f.id
        where (f.attached and a.id is null) or (a.id is not null and (not f.attached or f.size <> a.size
            or f.media_type <> a.media_type or f.sha256 <> a.sha256 or f.uploaded_by <> a.uploaded_by)) order by f.id";
    /// Removes files that were not attached in time, some at once; the first to come are removed by one replica, the next
    /// by whoever is next. One that is being attached is not, nor one that only says that it waits.
    REMOVE = "delete from file where not attached and id in
        (select id from file where not attached and stored_at < $1
            and not exists (select 1 from attachment a where a.file_id = file.id)
            order by stored_at, id limit $2) returning id";
    /// Which of these there are.
    list KNOWN = "select id from file where id in ({ids})";
    /// All attachments of a project, as the record has them.
    RECORDED_OF = "select id, project_id, file_id, size, sha256 from attachment where project_id = $1 order by id";
    /// A page of all attachments.
    RECORDED = "select id, project_id, file_id, size, sha256 from attachment where id > $1 order by id limit $2";
}

/// A file that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its id.
    pub id: FileId,
    /// What is known of it.
    pub facts: FileFacts,
    /// Who brought it for its uploader, being his deputy.
    pub deputy: Option<OfficerId>,
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
    /// To a project, and what of it.
    Project(ProjectId, Subject),
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
    project_id: Option<Uuid>,
    milestone_id: Option<Uuid>,
    permit_id: Option<Uuid>,
    agreement_id: Option<Uuid>,
    material_id: Option<Uuid>,
    name: Option<String>,
    media_type: String,
    size: i64,
    withdrawn: i64,
}

/// How many files wait to be attached that an officer brought.
pub async fn waiting(conn: &mut Conn<'_>, officer: OfficerId) -> Result<i64, StoreError> {
    let (count,): (i64,) = conn.fetch_one(WAITING, params![officer]).await?;
    Ok(count)
}

/// How much of one officer's is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many files may wait.
    pub waiting: i64,
    /// From when on bytes count.
    pub since: DateTime<Utc>,
    /// How many of these there may be.
    pub bytes: i64,
}

/// Whether there is room for another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// There is.
    Enough,
    /// As many files wait as may.
    Waiting,
    /// As many bytes came as may.
    Daily,
}

/// Whether there is room for another file of an officer's, of so many bytes; they count for whoever brings them. Two
/// statements.
pub async fn room(
    conn: &mut Conn<'_>,
    officer: OfficerId,
    deputy: Option<OfficerId>,
    size: i64,
    quota: Quota,
) -> Result<Room, StoreError> {
    let brings = deputy.unwrap_or(officer);
    if waiting(conn, brings).await? >= quota.waiting {
        return Ok(Room::Waiting);
    }
    let (brought,): (i64,) = conn.fetch_one(BROUGHT, params![brings, quota.since]).await?;
    Ok(if brought.saturating_add(size) > quota.bytes { Room::Daily } else { Room::Enough })
}

/// Adds a file, if there is room for it; whether there was.
pub async fn insert(tx: &mut Tx<'_>, file: &NewFile, quota: Quota) -> Result<Room, StoreError> {
    let NewFile { id, facts, deputy, stored_at } = file;
    // In one order, so that two who stand in for one another do not wait for each other.
    let held: BTreeSet<OfficerId> = deputy.iter().copied().chain([facts.uploaded_by]).collect();
    for officer in held {
        let _: Option<(Uuid,)> = tx.fetch_optional(HOLD, params![officer]).await?;
    }
    let room = room(tx, facts.uploaded_by, *deputy, facts.size, quota).await?;
    if room != Room::Enough {
        return Ok(room);
    }
    let values = params![
        *id,
        facts.uploaded_by,
        facts.name.as_deref(),
        facts.media_type.as_str(),
        facts.size,
        facts.sha256.as_str(),
        *stored_at,
        *deputy,
    ];
    tx.execute(INSERT, values).await?;
    Ok(Room::Enough)
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
        let whose = match self.project_id.map(ProjectId::from_uuid) {
            None => Whose::Uploader(OfficerId::from_uuid(self.uploaded_by)),
            Some(_) if self.withdrawn != 0 => Whose::Withdrawn,
            Some(project) => {
                let subject = subject(self.milestone_id, self.permit_id, self.agreement_id, self.material_id);
                Whose::Project(project, subject.ok_or_else(|| at.wrong("attached to several things"))?)
            }
        };
        Ok(Kept {
            id,
            name: self.name,
            media_type: at.coded("media_type", &self.media_type, MediaType::parse)?,
            size: self.size,
            whose,
        })
    }
}

/// A file of which its own row and the record say different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Astray {
    /// It is said to be attached, and is not.
    #[error("{0} is said to be attached, and no attachment is of it")]
    Unattached(FileId),
    /// It is attached, and its row says otherwise of what it is, or that it waits.
    #[error("the row of {0} contradicts {1}, which is of it")]
    Contradicts(FileId, AttachmentId),
}

/// Files whose rows and attachments contradict one another. What is handed out goes by the attachment.
pub async fn astray(conn: &mut Conn<'_>) -> Result<Vec<Astray>, StoreError> {
    let rows: Vec<(Uuid, Option<Uuid>)> = conn.fetch_all(ASTRAY, params![]).await?;
    let astray = |(id, attachment): (Uuid, Option<Uuid>)| match attachment {
        None => Astray::Unattached(FileId::from_uuid(id)),
        Some(of) => Astray::Contradicts(FileId::from_uuid(id), AttachmentId::from_uuid(of)),
    };
    Ok(rows.into_iter().map(astray).collect())
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
    let rows: Vec<RecordedRow> = conn.fetch_all(RECORDED, params![after, limit]).await?;
    Ok(rows.into_iter().map(Recorded::from).collect())
}

/// All attachments of a project, those that were withdrawn included.
pub async fn recorded_of(conn: &mut Conn<'_>, project: ProjectId) -> Result<Vec<Recorded>, StoreError> {
    let rows: Vec<RecordedRow> = conn.fetch_all(RECORDED_OF, params![project]).await?;
    Ok(rows.into_iter().map(Recorded::from).collect())
}

type RecordedRow = (Uuid, Uuid, Uuid, i64, String);

impl From<RecordedRow> for Recorded {
    fn from((id, project, file, size, sha256): RecordedRow) -> Self {
        Self {
            attachment: AttachmentId::from_uuid(id),
            project: ProjectId::from_uuid(project),
            file: FileId::from_uuid(file),
            size,
            sha256,
        }
    }
}
