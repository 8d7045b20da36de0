//! Reading, always for many at once: one call is a constant number of statements whatever the number of ids.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use luodi_domain::agreement::Agreement;
use luodi_domain::attachment::Attachment;
use luodi_domain::codes::ProjectCode;
use luodi_domain::ids::{
    AgencyId, AgreementId, AttachmentId, CaseId, EnterpriseId, MaterialId, MilestoneId, OfficerId, PartyId,
    PermitId, PostId, ProjectId, RegionId, StepId,
};
use luodi_domain::material::Material;
use luodi_domain::milestone::Milestone;
use luodi_domain::party::Party;
use luodi_domain::permit::Permit;
use luodi_domain::registry::{Agency, Enterprise, Officer, Post, Region};
use luodi_domain::terms::Terms;
use uuid::Uuid;

use luodi_store::registry::{agencies, enterprises, officers, posts, regions};
use luodi_store::{history, projects};

pub use luodi_store::history::{Entry, Envelope, Turns};
use luodi_store::projects::Part;
pub use luodi_store::projects::{Head, Steps};

use crate::{App, AppError};

type Found<K, V> = Result<HashMap<K, V>, AppError>;

/// By id.
fn by<K: Eq + Hash, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, V> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

impl App {
    /// A new id.
    pub fn new_id(&self) -> Uuid {
        self.ids.next(self.system_now())
    }

    /// What projects are, without what hangs on them.
    pub async fn heads(&self, ids: &[ProjectId]) -> Found<ProjectId, Arc<Head>> {
        let heads = projects::heads(&mut self.db.read().await?, ids).await?;
        Ok(heads.into_iter().map(|head| (head.id, Arc::new(head))).collect())
    }

    /// Their parties.
    pub async fn parties(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<PartyId, Party>> {
        Ok(projects::parties(&mut self.db.read().await?, ids).await?)
    }

    /// Their agreements.
    pub async fn agreements(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<AgreementId, Agreement>> {
        Ok(projects::agreements(&mut self.db.read().await?, ids).await?)
    }

    /// Their terms 谈判条件; nothing of a project that offers none.
    pub async fn terms(&self, ids: &[ProjectId]) -> Found<ProjectId, Terms> {
        Ok(projects::terms(&mut self.db.read().await?, ids).await?)
    }

    /// Their milestones.
    pub async fn milestones(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<MilestoneId, Milestone>> {
        Ok(projects::milestones(&mut self.db.read().await?, ids).await?)
    }

    /// What is attached to them and not withdrawn.
    pub async fn attachments(
        &self,
        ids: &[ProjectId],
    ) -> Found<ProjectId, BTreeMap<AttachmentId, Attachment>> {
        let mut found = projects::attachments(&mut self.db.read().await?, ids).await?;
        for attachments in found.values_mut() {
            attachments.retain(|_, attachment| attachment.withdrawn.is_none());
        }
        Ok(found)
    }

    /// Their permits with cases and events.
    pub async fn permits(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<PermitId, Permit>> {
        Ok(projects::permits(&mut self.db.snapshot().await?, ids).await?)
    }

    /// What has to be handed in for their permits, on the list.
    pub async fn materials(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<MaterialId, Material>> {
        let mut found = projects::materials(&mut self.db.read().await?, ids).await?;
        for materials in found.values_mut() {
            materials.retain(|_, material| material.is_listed());
        }
        Ok(found)
    }

    /// Their steps and stage visits.
    pub async fn steps(&self, ids: &[ProjectId]) -> Found<ProjectId, Steps> {
        Ok(projects::steps(&mut self.db.snapshot().await?, ids).await?)
    }

    /// The projects that have this code, those that use it at present first, then those that had it.
    pub async fn projects_by_code(&self, code: &ProjectCode) -> Result<Vec<ProjectId>, AppError> {
        let mut found =
            projects::ids_by_code(&mut self.db.read().await?, &[code.as_str().to_owned()]).await?;
        found.sort_by_key(|held| (held.standing, held.project));
        Ok(found.into_iter().map(|held| held.project).collect())
    }

    /// What happened to a project after a place in its history.
    pub async fn history_page(&self, id: ProjectId, after: i64, limit: i64) -> Result<Vec<Entry>, AppError> {
        Ok(history::page(&mut self.db.read().await?, id, after, limit).await?)
    }

    /// What happened to projects after the same place in the history of each, at most `limit` entries each.
    pub async fn history_pages(
        &self,
        ids: &[ProjectId],
        after: i64,
        limit: i64,
    ) -> Found<ProjectId, Vec<Entry>> {
        Ok(history::pages(&mut self.db.read().await?, ids, after, limit).await?)
    }

    /// Whose turn the preparation of their permits was, from day to day.
    pub async fn turns(&self, ids: &[ProjectId]) -> Found<ProjectId, Turns> {
        Ok(history::turns(&mut self.db.read().await?, ids).await?)
    }

    /// The regions right below.
    pub async fn region_children(&self, ids: &[RegionId]) -> Found<RegionId, Vec<RegionId>> {
        let children = regions::children_of(&mut self.db.read().await?, ids).await?;
        Ok(children
            .into_iter()
            .map(|(id, below)| (id, below.into_iter().map(|region| region.id).collect()))
            .collect())
    }

    /// The regions above, nearest first.
    pub async fn region_ancestors(&self, ids: &[RegionId]) -> Found<RegionId, Vec<RegionId>> {
        Ok(regions::ancestors(&mut self.db.read().await?, ids).await?)
    }

    /// A page of all regions.
    pub async fn region_page(&self, after: Option<RegionId>, limit: u32) -> Result<Vec<Region>, AppError> {
        Ok(regions::page(&mut self.db.read().await?, after, limit).await?)
    }

    /// How many regions there are.
    pub async fn region_count(&self) -> Result<i64, AppError> {
        Ok(regions::count(&mut self.db.read().await?).await?)
    }

    /// Whether there is any officer: without one no office was founded here.
    pub async fn has_officers(&self) -> Result<bool, AppError> {
        Ok(officers::any(&mut self.db.read().await?).await?)
    }

    /// A page of all projects, for walks over everything.
    pub async fn project_page(
        &self,
        after: Option<ProjectId>,
        limit: u32,
    ) -> Result<Vec<ProjectId>, AppError> {
        Ok(projects::page(&mut self.db.read().await?, after, limit).await?)
    }
}

/// By ids, of one kind of registry entry.
macro_rules! registry_reads {
    ($($module:ident, $id:ty, $entry:ty;)+) => {
        impl App {$(
            #[doc = concat!("The ", stringify!($module), " with these ids.")]
            pub async fn $module(&self, ids: &[$id]) -> Found<$id, $entry> {
                Ok(by($module::by_ids(&mut self.db.read().await?, ids).await?, |entry| entry.id))
            }
        )+}
    };
}

registry_reads! {
    regions, RegionId, Region;
    agencies, AgencyId, Agency;
    posts, PostId, Post;
    officers, OfficerId, Officer;
    enterprises, EnterpriseId, Enterprise;
}

/// Which project an object inside a project belongs to.
macro_rules! owners {
    ($($name:ident, $part:ident, $id:ty;)+) => {
        impl App {$(
            /// Which projects these belong to.
            pub async fn $name(&self, ids: &[$id]) -> Found<$id, ProjectId> {
                let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
                let found = projects::projects_of(&mut self.db.read().await?, Part::$part, &uuids).await?;
                Ok(found.into_iter().map(|(id, project)| (<$id>::from_uuid(id), project)).collect())
            }
        )+}
    };
}

owners! {
    project_of_step, Step, StepId;
    project_of_permit, Permit, PermitId;
    project_of_case, Case, CaseId;
    project_of_party, Party, PartyId;
    project_of_agreement, Agreement, AgreementId;
    project_of_milestone, Milestone, MilestoneId;
    project_of_attachment, Attachment, AttachmentId;
    project_of_material, Material, MaterialId;
}
