//! Attachments and files.

use std::collections::{BTreeMap, HashMap};

use luodi_domain::attachment::{Attachment, Subject};
use luodi_domain::ids::{AttachmentId, FileId, ProjectId};
use luodi_store::files::{self, Kept, Whose};
use uuid::Uuid;

use super::Sight;
use crate::AppError;

impl Sight {
    /// What is attached to these projects and not withdrawn: all, or what is attached to permits that concern the caller.
    pub async fn attachments(
        &self,
        ids: &[ProjectId],
    ) -> Result<HashMap<ProjectId, BTreeMap<AttachmentId, Attachment>>, AppError> {
        let mut attachments = self.app.attachments(&self.seen(ids).await?).await?;
        let partly = self.partly(ids).await?;
        let concern = self.concerning(&partly).await?;
        for id in partly {
            if let Some(attachments) = attachments.get_mut(&id) {
                attachments.retain(|_, attachment| match attachment.subject {
                    Subject::Permit(permit) => concern.contains(&permit),
                    Subject::Project | Subject::Milestone(_) | Subject::Agreement(_) => false,
                });
            }
        }
        Ok(attachments)
    }

    /// A file, if it exists for the caller. One that does not is looked for by the same statements as one that never was.
    pub(crate) async fn file(&self, id: FileId) -> Result<Option<Kept>, AppError> {
        let kept = files::by_id(&mut self.app.db.read().await?, id).await?;
        let nowhere = ProjectId::from_uuid(Uuid::nil());
        let (project, permit) = match kept.as_ref().map(|kept| kept.whose) {
            Some(Whose::Project(project, permit)) => (project, permit),
            Some(Whose::Uploader(_) | Whose::Withdrawn) | None => (nowhere, None),
        };
        let rights = self.rights(&[project]).await?.pop().map(|(_, rights)| rights);
        let Some(kept) = kept else { return Ok(None) };
        let seen = match (kept.whose, rights) {
            (Whose::Uploader(officer), _) => officer == self.viewer.officer,
            (Whose::Withdrawn, _) | (Whose::Project(..), None) => false,
            (Whose::Project(..), Some(rights)) if rights.whole => true,
            (Whose::Project(project, _), Some(_)) => match permit {
                Some(permit) => self.concerning(&[project]).await?.contains(&permit),
                None => false,
            },
        };
        Ok(seen.then_some(kept))
    }
}
