//! Attachments and files.

use std::collections::{BTreeMap, HashMap, HashSet};

use luodi_domain::attachment::{Attachment, Subject};
use luodi_domain::ids::{AttachmentId, FileId, MaterialId, PermitId, ProjectId};
use luodi_store::files::{self, Kept, Whose};
use luodi_store::list::Rights;
use uuid::Uuid;

use super::Sight;
use super::parts::Found;
use crate::AppError;

impl Sight {
    /// What is attached to these projects and not withdrawn: all, or what is attached to permits that concern the caller and
    /// to what these need; to agreements, which state the terms 谈判条件, where he may read these.
    pub async fn attachments(
        &self,
        ids: &[ProjectId],
    ) -> Result<HashMap<ProjectId, BTreeMap<AttachmentId, Attachment>>, AppError> {
        let rights: HashMap<ProjectId, Rights> = self.rights(ids).await?.into_iter().collect();
        let seen: Vec<ProjectId> = ids.iter().copied().filter(|id| rights.contains_key(id)).collect();
        let mut attachments = self.app.attachments(&seen).await?;
        let partly: Vec<ProjectId> = seen.into_iter().filter(|id| !rights[id].whole).collect();
        let of_partly = partly.iter().filter_map(|id| attachments.get(id)).flat_map(BTreeMap::values);
        let subjects: Vec<Subject> = of_partly.map(|attachment| attachment.subject).collect();
        let concern = self.concern(&partly, &subjects).await?;
        for (id, attachments) in &mut attachments {
            let Some(rights) = rights.get(id) else { continue };
            attachments.retain(|_, attachment| shown(*rights, attachment.subject, &concern));
        }
        Ok(attachments)
    }

    /// Which projects these belong to, where they exist for the caller.
    pub async fn project_of_attachment(&self, ids: &[AttachmentId]) -> Found<AttachmentId, ProjectId> {
        let mut owners = self.app.project_of_attachment(ids).await?;
        let projects = Vec::from_iter(owners.values().copied().collect::<HashSet<_>>());
        let rights: HashMap<ProjectId, Rights> = self.rights(&projects).await?.into_iter().collect();
        owners.retain(|_, project| rights.contains_key(project));
        let partly = |(_, rights): &(&ProjectId, &Rights)| !(rights.whole && rights.terms);
        let partly: Vec<ProjectId> = rights.iter().filter(partly).map(|(id, _)| *id).collect();
        if !partly.is_empty() {
            let shown = self.attachments(&partly).await?;
            let is_shown = |id: &AttachmentId, project: &ProjectId| {
                shown.get(project).is_some_and(|shown| shown.contains_key(id))
            };
            owners.retain(|id, project| !partly.contains(project) || is_shown(id, project));
        }
        Ok(owners)
    }

    /// A file, if it exists for the caller. One that does not is looked for by the same statements as one that never was.
    pub(crate) async fn file(&self, id: FileId) -> Result<Option<Kept>, AppError> {
        let kept = files::by_id(&mut self.app.db.read().await?, id).await?;
        let nowhere = ProjectId::from_uuid(Uuid::nil());
        let (project, subject) = match kept.as_ref().map(|kept| kept.whose) {
            Some(Whose::Project(project, subject)) => (project, Some(subject)),
            Some(Whose::Uploader(_) | Whose::Withdrawn) | None => (nowhere, None),
        };
        let rights = self.rights(&[project]).await?.pop().map(|(_, rights)| rights);
        let Some(kept) = kept else { return Ok(None) };
        let seen = match (kept.whose, subject.zip(rights)) {
            (Whose::Uploader(officer), _) => officer == self.viewer.officer,
            (Whose::Withdrawn, _) | (Whose::Project(..), None) => false,
            (Whose::Project(..), Some((subject, rights))) => {
                let partly: &[ProjectId] = if rights.whole { &[] } else { &[project] };
                shown(rights, subject, &self.concern(partly, &[subject]).await?)
            }
        };
        Ok(seen.then_some(kept))
    }

    /// What concerns the caller of projects of which he may not read all, as far as it decides about these subjects.
    async fn concern(&self, partly: &[ProjectId], subjects: &[Subject]) -> Result<Concern, AppError> {
        let permits = self.concerning(partly).await?;
        let mut materials = HashSet::new();
        if !partly.is_empty() && subjects.iter().any(|subject| matches!(subject, Subject::Material(_))) {
            let found = self.app.materials(partly).await?;
            let serves =
                |permits_of: &BTreeMap<PermitId, bool>| permits_of.keys().any(|id| permits.contains(id));
            let found = found.into_values().flat_map(BTreeMap::into_values);
            materials
                .extend(found.filter(|material| serves(&material.facts.permits)).map(|material| material.id));
        }
        Ok(Concern { permits, materials })
    }
}

/// What concerns somebody who may not read all of a project.
struct Concern {
    permits: HashSet<PermitId>,
    materials: HashSet<MaterialId>,
}

/// Whether what is attached to this is shown to somebody with these rights, whom this concerns.
fn shown(rights: Rights, subject: Subject, concern: &Concern) -> bool {
    match subject {
        Subject::Agreement(_) => rights.whole && rights.terms,
        Subject::Project | Subject::Milestone(_) => rights.whole,
        Subject::Permit(permit) => rights.whole || concern.permits.contains(&permit),
        Subject::Material(material) => rights.whole || concern.materials.contains(&material),
    }
}
