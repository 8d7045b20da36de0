//! Attachments 附件.

use async_graphql::{Context, ID, Object};
use luodi_domain::{
    attachment::{self, Subject},
    ids::{AttachmentId, ProjectId},
    private::Private,
};

use super::{Agreement, Material, Milestone, Officer, Permit, Project, fetch::Fetch};
use crate::{
    codes::PublicError,
    ids::global,
    scalars::Date,
    schema::loaders::{AttachmentsOf, Loaders},
};

/// A file that stands for evidence: a photograph or a document. 附件
pub struct Attachment {
    project: ProjectId,
    attachment: attachment::Attachment,
}

impl Attachment {
    /// What is attached to a project or to something of it that this lets through, the first attached first.
    pub(super) async fn of(
        ctx: &Context<'_>,
        project: ProjectId,
        of: impl Fn(Subject) -> bool,
    ) -> Result<Vec<Self>, PublicError> {
        let attachments = Loaders::of(ctx)?.one(AttachmentsOf(project)).await?.unwrap_or_default();
        let wanted = attachments.values().filter(|attachment| of(attachment.subject));
        Ok(wanted.map(|attachment| Self { project, attachment: attachment.clone() }).collect())
    }
}

impl Fetch for Attachment {
    type Id = AttachmentId;

    async fn fetch(ctx: &Context<'_>, id: AttachmentId) -> Result<Option<Self>, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let Some(project) = loaders.one(id).await? else { return Ok(None) };
        let attachments = loaders.one(AttachmentsOf(project)).await?.unwrap_or_default();
        Ok(attachments.get(&id).map(|attachment| Self { project, attachment: attachment.clone() }))
    }
}

/// A file that stands for evidence: a photograph or a document. 附件
#[Object]
impl Attachment {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.attachment.id)
    }

    /// The project that it belongs to. 所属项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.project).await
    }

    /// The milestone that it proves, if it is attached to one. 所属节点
    async fn milestone(&self, ctx: &Context<'_>) -> Result<Option<Milestone>, PublicError> {
        match self.attachment.subject {
            Subject::Milestone(id) => Milestone::named(ctx, id).await.map(Some),
            _ => Ok(None),
        }
    }

    /// The permit that it is attached to, if it is. 所属手续
    async fn permit(&self, ctx: &Context<'_>) -> Result<Option<Permit>, PublicError> {
        match self.attachment.subject {
            Subject::Permit(id) => Permit::in_project(ctx, self.project, id).await,
            _ => Ok(None),
        }
    }

    /// The material that it is attached to, if it is. 所属材料
    async fn material(&self, ctx: &Context<'_>) -> Result<Option<Material>, PublicError> {
        match self.attachment.subject {
            Subject::Material(id) => Ok(Material::among(ctx, self.project, &[id]).await?.pop()),
            _ => Ok(None),
        }
    }

    /// The agreement that it is attached to, if it is. 所属协议
    async fn agreement(&self, ctx: &Context<'_>) -> Result<Option<Agreement>, PublicError> {
        match self.attachment.subject {
            Subject::Agreement(id) => Agreement::named(ctx, id).await.map(Some),
            _ => Ok(None),
        }
    }

    /// What the file was called; null once erased. 文件名
    async fn name(&self) -> Option<&str> {
        self.attachment.name.text()
    }

    /// Whether the name was erased on request (个人信息保护法). 是否已删除
    async fn erased(&self) -> bool {
        Private::is_erased(&self.attachment.name)
    }

    /// What it is, by its first bytes: `image/jpeg`, `image/png`, `image/webp`, `image/heic` or `application/pdf`. 文件类型
    async fn media_type(&self) -> &str {
        self.attachment.media_type.mime()
    }

    /// How many bytes it has. 大小（字节）
    async fn size(&self) -> i64 {
        self.attachment.size
    }

    /// What its bytes hash to by SHA-256, in hexadecimal digits. 校验值
    async fn sha256(&self) -> &str {
        &self.attachment.sha256
    }

    /// Who uploaded it, or for whom his deputy did. 上传人
    async fn uploaded_by(&self, ctx: &Context<'_>) -> Result<Officer, PublicError> {
        Officer::named(ctx, self.attachment.uploaded_by).await
    }

    /// The day on which it was attached. 附加日期
    async fn attached_on(&self) -> Date {
        Date(self.attachment.on)
    }

    /// Where to get it with GET, with the same token or cookie as here. 下载地址
    async fn url(&self) -> String {
        format!("/files/{}", self.attachment.file)
    }
}
