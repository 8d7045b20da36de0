//! Attachments.

use async_graphql::{Context, Object};
use luodi_domain::ids::AttachmentId;

use super::payload::payloads;
use super::session::Session;
use crate::codes::PublicError;
use crate::inputs::attachment::{AttachFileInput, WithdrawAttachmentInput};
use crate::limits::mutation_cost;
use crate::types::{Attachment, Project};

payloads! {
    /// What came of `attachFile`. 附加文件结果
    AttachFilePayload {
        /// The attachment; null when it was refused. 附件
        attachment: Attachment,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
    /// What came of `withdrawAttachment`. 撤回附件结果
    WithdrawAttachmentPayload {
        /// The attachment as it is when it was not withdrawn; else null. 附件
        attachment: Attachment,
        /// The project as it is now; null when there is none. 项目
        project: Project,
    }
}

/// Files as evidence.
#[derive(Default)]
pub(crate) struct AttachmentMutation;

#[Object]
impl AttachmentMutation {
    /// Attaches a file that was uploaded by `POST /files`. 附加文件
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn attach_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file, and to what. 输入")] input: AttachFileInput,
    ) -> Result<Option<AttachFilePayload>, PublicError> {
        let done = Session::new(ctx, "attachFile")?.execute(&input).await?;
        let (attachment, project) =
            (done.object(ctx, AttachmentId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(AttachFilePayload { attachment, project, errors: done.errors }))
    }

    /// Withdraws an attachment, with a reason. 撤回附件
    #[graphql(complexity = "mutation_cost(child_complexity)")]
    async fn withdraw_attachment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which attachment, and why. 输入")] input: WithdrawAttachmentInput,
    ) -> Result<Option<WithdrawAttachmentPayload>, PublicError> {
        let done = Session::new(ctx, "withdrawAttachment")?.execute(&input).await?;
        let (attachment, project) =
            (done.object(ctx, AttachmentId::from_uuid).await?, done.project(ctx).await?);
        Ok(Some(WithdrawAttachmentPayload { attachment, project, errors: done.errors }))
    }
}
