//! Objects by their ids.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use luodi_domain::agreement::Agreement;
use luodi_domain::codes::ProjectCode;
use luodi_domain::ids::{
    AgencyId, AgreementId, CaseId, CommandId, EnterpriseId, MaterialId, MilestoneId, OfficerId, PartyId,
    PermitId, PostId, ProjectId, RegionId, SessionId, StepId,
};
use luodi_domain::material::Material;
use luodi_domain::milestone::Milestone;
use luodi_domain::party::Party;
use luodi_domain::permit::Permit;
use luodi_domain::registry::{Agency, Enterprise, Officer, Post, Region};
use luodi_domain::step::StepKind;
use luodi_domain::terms::Terms;
use luodi_store::{history, list};

use super::Sight;
use crate::AppError;
use crate::access::Session;
use crate::read::{Entry, Head, Steps, Turns};

pub(super) type Found<K, V> = Result<HashMap<K, V>, AppError>;

impl Sight {
    /// What projects are, without what hangs on them.
    pub async fn heads(&self, ids: &[ProjectId]) -> Found<ProjectId, Arc<Head>> {
        self.app.heads(&self.seen(ids).await?).await
    }

    /// Their parties; contacts of those of which he may read all.
    pub async fn parties(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<PartyId, Party>> {
        let mut parties = self.app.parties(&self.seen(ids).await?).await?;
        for id in self.partly(ids).await? {
            for party in parties.get_mut(&id).into_iter().flat_map(BTreeMap::values_mut) {
                party.contact = None;
            }
        }
        Ok(parties)
    }

    /// Their agreements, where he may read all.
    pub async fn agreements(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<AgreementId, Agreement>> {
        self.app.agreements(&self.whole(ids).await?).await
    }

    /// Their terms 谈判条件, where he may read them.
    pub async fn terms(&self, ids: &[ProjectId]) -> Found<ProjectId, Terms> {
        let rights = self.rights(ids).await?;
        let readable: Vec<_> =
            rights.into_iter().filter(|(_, rights)| rights.terms).map(|(id, _)| id).collect();
        self.app.terms(&readable).await
    }

    /// Their milestones.
    pub async fn milestones(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<MilestoneId, Milestone>> {
        self.app.milestones(&self.seen(ids).await?).await
    }

    /// Their permits with cases and events: all, or those that concern the caller.
    pub async fn permits(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<PermitId, Permit>> {
        let mut permits = self.app.permits(&self.seen(ids).await?).await?;
        let partly = self.partly(ids).await?;
        let concern = self.concerning(&partly).await?;
        for id in partly {
            if let Some(permits) = permits.get_mut(&id) {
                permits.retain(|permit, _| concern.contains(permit));
            }
        }
        Ok(permits)
    }

    /// What has to be handed in for their permits: all, or what permits that concern the caller need, and of that only these
    /// permits, not who exactly has it.
    pub async fn materials(&self, ids: &[ProjectId]) -> Found<ProjectId, BTreeMap<MaterialId, Material>> {
        let mut materials = self.app.materials(&self.seen(ids).await?).await?;
        let partly = self.partly(ids).await?;
        let concern = self.concerning(&partly).await?;
        for id in partly {
            let Some(materials) = materials.get_mut(&id) else { continue };
            for material in materials.values_mut() {
                material.facts.permits.retain(|permit, _| concern.contains(permit));
                material.facts.note = None;
            }
            materials.retain(|_, material| !material.facts.permits.is_empty());
        }
        Ok(materials)
    }

    /// Whose turn the preparation of their permits was, from day to day, of permits that exist for the caller.
    pub async fn turns(&self, ids: &[ProjectId]) -> Found<ProjectId, Turns> {
        let mut turns = self.app.turns(&self.seen(ids).await?).await?;
        let partly = self.partly(ids).await?;
        let concern = self.concerning(&partly).await?;
        for id in partly {
            if let Some(turns) = turns.get_mut(&id) {
                turns.told.retain(|permit, _| concern.contains(permit));
            }
        }
        Ok(turns)
    }

    /// Their steps and stage visits, without those of permits that do not exist for the caller.
    pub async fn steps(&self, ids: &[ProjectId]) -> Found<ProjectId, Steps> {
        let mut steps = self.app.steps(&self.seen(ids).await?).await?;
        let partly = self.partly(ids).await?;
        let concern = self.concerning(&partly).await?;
        for id in partly {
            if let Some(steps) = steps.get_mut(&id) {
                steps.steps.retain(|_, step| match step.kind {
                    StepKind::Permit(permit) => concern.contains(&permit),
                    StepKind::StageVisit(_) => true,
                });
            }
        }
        Ok(steps)
    }

    /// The permits of these projects that exist for the caller.
    pub(super) async fn concerning(&self, ids: &[ProjectId]) -> Result<HashSet<PermitId>, AppError> {
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let found = list::permits_seen(&mut self.app.db.read().await?, &self.viewer, ids).await?;
        Ok(found.into_iter().collect())
    }

    /// The project that has this code, or had it: of several the first that exists for the caller.
    pub async fn project_by_code(&self, code: &ProjectCode) -> Result<Option<ProjectId>, AppError> {
        let found = self.app.projects_by_code(code).await?;
        Ok(self.seen(&found).await?.first().copied())
    }

    /// What happened to projects after the same place in the history of each, at most `limit` entries each; of those
    /// of which he may read all.
    pub async fn history_pages(
        &self,
        ids: &[ProjectId],
        after: i64,
        limit: i64,
    ) -> Found<ProjectId, Vec<Entry>> {
        self.app.history_pages(&self.whole(ids).await?, after, limit).await
    }

    /// These history rows, of projects of which he may read all.
    pub async fn history_at(&self, places: &[(ProjectId, i64)]) -> Result<Vec<Entry>, AppError> {
        let projects: HashSet<ProjectId> = places.iter().map(|(project, _)| *project).collect();
        let whole = self.whole(&Vec::from_iter(projects)).await?;
        let places: Vec<_> = places.iter().copied().filter(|(project, _)| whole.contains(project)).collect();
        self.app.history_at(&places).await
    }

    /// Of the commands of which projects tell that permits stand for others 共用手续 or follow one, those of which every permit
    /// that the project's history names exists for the caller.
    pub async fn covers_known(&self, keys: &[(ProjectId, CommandId)]) -> Found<(ProjectId, CommandId), ()> {
        let commands: BTreeSet<CommandId> = keys.iter().map(|(_, command)| *command).collect();
        let commands = Vec::from_iter(commands);
        let named = history::covers_named(&mut self.app.db.read().await?, &commands).await?;
        let asked = |key| named.get(key).into_iter().flatten().copied();
        let permits: BTreeSet<PermitId> = keys.iter().flat_map(asked).collect();
        let known = self.project_of_permit(&Vec::from_iter(permits)).await?;
        let all = |key: &&_| {
            let permits = named.get(*key);
            permits.is_some_and(|permits| permits.iter().all(|permit| known.contains_key(permit)))
        };
        Ok(keys.iter().filter(all).map(|key| (*key, ())).collect())
    }

    /// These enterprises, where they exist for the caller.
    pub async fn enterprises(&self, ids: &[EnterpriseId]) -> Found<EnterpriseId, Enterprise> {
        let seen = list::enterprises_seen(&mut self.app.db.read().await?, &self.viewer, ids).await?;
        self.app.enterprises(&seen).await
    }

    /// Whose telephone numbers and addresses the caller may read; those he may not are left out.
    pub async fn contacts(&self, ids: &[OfficerId]) -> Found<OfficerId, ()> {
        let seen = list::contacts_seen(&mut self.app.db.read().await?, &self.viewer, ids).await?;
        Ok(seen.into_iter().map(|id| (id, ())).collect())
    }

    /// The caller's open sessions, the newest first.
    pub async fn sessions(&self) -> Result<Vec<Session>, AppError> {
        self.app.open_sessions(self.person).await
    }

    /// Some session of the caller's own, open or not.
    pub async fn session(&self, id: SessionId) -> Result<Option<Session>, AppError> {
        self.app.session(self.person, id).await
    }

    /// The regions right below.
    pub async fn region_children(&self, ids: &[RegionId]) -> Found<RegionId, Vec<RegionId>> {
        self.app.region_children(ids).await
    }

    /// The regions above, nearest first.
    pub async fn region_ancestors(&self, ids: &[RegionId]) -> Found<RegionId, Vec<RegionId>> {
        self.app.region_ancestors(ids).await
    }

    /// A page of all regions.
    pub async fn region_page(&self, after: Option<RegionId>, limit: u32) -> Result<Vec<Region>, AppError> {
        self.app.region_page(after, limit).await
    }

    /// How many regions there are.
    pub async fn region_count(&self) -> Result<i64, AppError> {
        self.app.region_count().await
    }
}

/// What everybody sees who may call at all: who there is, where, and for what.
macro_rules! open {
    ($($read:ident, $id:ty => $entry:ty;)+) => {
        impl Sight {$(
            #[doc = concat!("The ", stringify!($read), " with these ids.")]
            pub async fn $read(&self, ids: &[$id]) -> Found<$id, $entry> {
                self.app.$read(ids).await
            }
        )+}
    };
}

open! {
    regions, RegionId => Region;
    agencies, AgencyId => Agency;
    posts, PostId => Post;
    officers, OfficerId => Officer;
}

/// Which project an object inside a project belongs to, where it exists for the caller. Of a project of which he may
/// not read all it is among what is shown of it, or is not there.
macro_rules! owners {
    ($($name:ident, $id:ty, |$sight:ident, $project:ident| $shown:expr;)+) => {
        impl Sight {$(
            /// Which projects these belong to.
            pub async fn $name(&self, ids: &[$id]) -> Found<$id, ProjectId> {
                let mut owners = self.app.$name(ids).await?;
                let projects = Vec::from_iter(owners.values().copied().collect::<HashSet<_>>());
                let seen = self.seen(&projects).await?;
                owners.retain(|_, project| seen.contains(project));
                for $project in self.partly(&projects).await? {
                    let $sight = self;
                    let shown: HashSet<$id> = $shown;
                    owners.retain(|id, project| *project != $project || shown.contains(id));
                }
                Ok(owners)
            }
        )+}
    };
}

/// What a project has of one kind, by id.
fn keys<K: Copy + Eq + Hash, V>(mut found: HashMap<ProjectId, BTreeMap<K, V>>, id: ProjectId) -> HashSet<K> {
    found.remove(&id).into_iter().flatten().map(|(key, _)| key).collect()
}

owners! {
    project_of_step, StepId, |sight, id| {
        sight.steps(&[id]).await?.remove(&id).into_iter().flat_map(|steps| steps.steps.into_keys()).collect()
    };
    project_of_permit, PermitId, |sight, id| keys(sight.permits(&[id]).await?, id);
    project_of_case, CaseId, |sight, id| {
        let permits = sight.permits(&[id]).await?.remove(&id).unwrap_or_default();
        permits.into_values().flat_map(|permit| permit.cases.into_keys()).collect()
    };
    project_of_party, PartyId, |sight, id| keys(sight.parties(&[id]).await?, id);
    project_of_agreement, AgreementId, |sight, id| keys(sight.agreements(&[id]).await?, id);
    project_of_milestone, MilestoneId, |sight, id| keys(sight.milestones(&[id]).await?, id);
    project_of_material, MaterialId, |sight, id| keys(sight.materials(&[id]).await?, id);
}
