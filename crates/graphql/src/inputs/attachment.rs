//! Inputs for attachments.

use async_graphql::{ID, InputObject, OneofObject};
use luodi_domain::attachment::Subject;
use luodi_domain::command::{Attach, Command};
use luodi_domain::ids::{AgreementId, AttachmentId, FileId, MaterialId, MilestoneId, PermitId, ProjectId};
use luodi_domain::refusal::Refusal;

use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Renamed, Target, Terms, read};

/// Attaches a file that was uploaded by `POST /files` 附加文件. A file is attached once, by whoever uploaded it or records for
/// a leader, within a day.
#[derive(Debug, InputObject)]
pub(crate) struct AttachFileInput {
    /// Which file. 文件
    pub(crate) file_id: ID,
    /// To what. 附于
    pub(crate) subject: SubjectInput,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

/// What a file is attached to: exactly one of these 附件所属对象.
#[derive(Debug, OneofObject)]
pub(crate) enum SubjectInput {
    /// A project as a whole. 项目
    #[graphql(name = "projectId")]
    Project(ID),
    /// A milestone, which it proves. 节点
    #[graphql(name = "milestoneId")]
    Milestone(ID),
    /// A permit. 手续
    #[graphql(name = "permitId")]
    Permit(ID),
    /// An agreement. 协议
    #[graphql(name = "agreementId")]
    Agreement(ID),
    /// A material that permits need. 申请材料
    #[graphql(name = "materialId")]
    Material(ID),
}

impl ProjectInput for AttachFileInput {
    const RENAMED: &'static [Renamed] = &[
        ("projectId", &["subject", "projectId"]),
        ("milestoneId", &["subject", "milestoneId"]),
        ("permitId", &["subject", "permitId"]),
        ("agreementId", &["subject", "agreementId"]),
        ("materialId", &["subject", "materialId"]),
    ];

    fn target(&self) -> Result<Target, Refusal> {
        Ok(match &self.subject {
            SubjectInput::Project(id) => Target::Project(read::id(id, "projectId", ProjectId::parse)?),
            SubjectInput::Milestone(id) => {
                Target::Milestone(read::id(id, "milestoneId", MilestoneId::parse)?)
            }
            SubjectInput::Permit(id) => Target::Permit(read::id(id, "permitId", PermitId::parse)?),
            SubjectInput::Agreement(id) => {
                Target::Agreement(read::id(id, "agreementId", AgreementId::parse)?)
            }
            SubjectInput::Material(id) => Target::Material(read::id(id, "materialId", MaterialId::parse)?),
        })
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let subject = match self.target()? {
            Target::Milestone(id) => Subject::Milestone(id),
            Target::Permit(id) => Subject::Permit(id),
            Target::Agreement(id) => Subject::Agreement(id),
            Target::Material(id) => Subject::Material(id),
            _ => Subject::Project,
        };
        let file = read::id(&self.file_id, "fileId", FileId::parse)?;
        Ok(Command::Attach(Attach { id: AttachmentId::from_uuid(new_id()), file, subject }))
    }
}

/// Withdraws an attachment 撤回附件, with a reason. The record keeps that it was there, and the file to hold it against;
/// nobody is shown it any more.
#[derive(Debug, InputObject)]
pub(crate) struct WithdrawAttachmentInput {
    /// Which. 附件
    pub(crate) attachment_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl WithdrawAttachmentInput {
    fn attachment(&self) -> Result<AttachmentId, Refusal> {
        read::id(&self.attachment_id, "attachmentId", AttachmentId::parse)
    }
}

impl ProjectInput for WithdrawAttachmentInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.attachment().map(Target::Attachment)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        self.attachment().map(Command::WithdrawAttachment)
    }
}
