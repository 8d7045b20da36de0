//! Attachments 附件.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::attachment::{Attachment, MediaType, Subject, Withdrawal};
use luodi_domain::ids::{
    AgreementId, AttachmentId, FileId, MaterialId, MilestoneId, OfficerId, PermitId, ProjectId,
};
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All attachments of these projects.
    list SELECT = "select id, project_id, file_id, milestone_id, permit_id, agreement_id, material_id, name, media_type,
        size, sha256, uploaded_by, attached_on, withdrawn_on, withdrawn_reason
        from attachment where project_id in ({ids})";
    /// An attachment.
    INSERT = "insert into attachment (id, project_id, file_id, milestone_id, permit_id, agreement_id, name, media_type,
        size, sha256, uploaded_by, attached_on, withdrawn_on, withdrawn_reason, material_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    /// Its end.
    UPDATE = "update attachment set file_id = $3, milestone_id = $4, permit_id = $5, agreement_id = $6, name = $7,
        media_type = $8, size = $9, sha256 = $10, uploaded_by = $11, attached_on = $12, withdrawn_on = $13,
        withdrawn_reason = $14, material_id = $15 where id = $1 and project_id = $2";
    /// The file waits no more; the attachment has its name. One that was attached or removed meanwhile is not found.
    TAKE = "update file set attached = true, name = null where id = $1 and not attached";
}

const ATTACHMENTS: Table =
    Table { name: "attachment", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };

/// What something is attached to, by the columns for it; nothing where these contradict one another.
pub(crate) fn subject(
    milestone: Option<Uuid>,
    permit: Option<Uuid>,
    agreement: Option<Uuid>,
    material: Option<Uuid>,
) -> Option<Subject> {
    match (milestone, permit, agreement, material) {
        (None, None, None, None) => Some(Subject::Project),
        (Some(id), None, None, None) => Some(Subject::Milestone(MilestoneId::from_uuid(id))),
        (None, Some(id), None, None) => Some(Subject::Permit(PermitId::from_uuid(id))),
        (None, None, Some(id), None) => Some(Subject::Agreement(AgreementId::from_uuid(id))),
        (None, None, None, Some(id)) => Some(Subject::Material(MaterialId::from_uuid(id))),
        _ => None,
    }
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    file_id: Uuid,
    milestone_id: Option<Uuid>,
    permit_id: Option<Uuid>,
    agreement_id: Option<Uuid>,
    material_id: Option<Uuid>,
    name: Option<String>,
    media_type: String,
    size: i64,
    sha256: String,
    uploaded_by: Uuid,
    attached_on: NaiveDate,
    withdrawn_on: Option<NaiveDate>,
    withdrawn_reason: Option<String>,
}

impl Row {
    fn into_attachment(self) -> Result<Attachment, StoreError> {
        let id = AttachmentId::from_uuid(self.id);
        let at = At { table: "attachment", row: id };
        let subject = subject(self.milestone_id, self.permit_id, self.agreement_id, self.material_id);
        let subject = subject.ok_or_else(|| at.wrong("attached to several things"))?;
        let withdrawn = match (self.withdrawn_on, self.withdrawn_reason) {
            (None, None) => None,
            (Some(on), reason) => Some(Withdrawal { on, reason: Private::from_stored(reason) }),
            (None, Some(_)) => return Err(at.wrong("a reason for withdrawing without a day")),
        };
        Ok(Attachment {
            id,
            file: FileId::from_uuid(self.file_id),
            subject,
            name: Private::from_stored(self.name),
            media_type: at.coded("media_type", &self.media_type, MediaType::parse)?,
            size: self.size,
            sha256: self.sha256,
            uploaded_by: OfficerId::from_uuid(self.uploaded_by),
            on: self.attached_on,
            withdrawn,
        })
    }
}

/// The attachments of these projects; a project without any has no entry. One statement.
pub async fn attachments(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, BTreeMap<AttachmentId, Attachment>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut attachments: HashMap<ProjectId, BTreeMap<AttachmentId, Attachment>> = HashMap::new();
    for row in rows {
        let project = ProjectId::from_uuid(row.project_id);
        let attachment = row.into_attachment()?;
        attachments.entry(project).or_default().insert(attachment.id, attachment);
    }
    Ok(attachments)
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.attachments);
    let changes = Changes::between(old, &after.attachments, |_, attachment| row(after.id, attachment));
    for attachment in after.attachments.values().filter(|attachment| !old.contains_key(&attachment.id)) {
        tx.execute_guarded(TAKE, params![attachment.file]).await?;
    }
    changes.write(tx, ATTACHMENTS).await
}

fn row(project: ProjectId, attachment: &Attachment) -> Vec<Value> {
    let (milestone, permit, agreement, material) = match attachment.subject {
        Subject::Project => (None, None, None, None),
        Subject::Milestone(id) => (Some(id), None, None, None),
        Subject::Permit(id) => (None, Some(id), None, None),
        Subject::Agreement(id) => (None, None, Some(id), None),
        Subject::Material(id) => (None, None, None, Some(id)),
    };
    let withdrawn = attachment.withdrawn.as_ref();
    params![
        attachment.id,
        project,
        attachment.file,
        milestone,
        permit,
        agreement,
        attachment.name.text(),
        attachment.media_type.as_str(),
        attachment.size,
        attachment.sha256.as_str(),
        attachment.uploaded_by,
        attachment.on,
        withdrawn.map(|withdrawn| withdrawn.on),
        withdrawn.and_then(|withdrawn| withdrawn.reason.text()),
        material,
    ]
}
