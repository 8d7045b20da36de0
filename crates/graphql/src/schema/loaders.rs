//! Batch loaders: whatever a request asks for, the rows of one kind come in one constant number of statements.
//!
//! They live as long as one request, so that nobody is answered from another's cache and nothing grows stale.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache, Loader},
};
use luodi_app::{
    App,
    access::Principal,
    notices::Notices,
    read::{Entry, Head, Steps, Turns},
    sight::Sight,
};
use luodi_domain::{
    agreement::Agreement,
    attachment::Attachment,
    duplicate::Suspicion,
    duty::DutyRule,
    ids::{
        AgencyId, AgreementId, AttachmentId, CaseId, CommandId, DuplicateId, EnterpriseId, MaterialId,
        MilestoneId, OfficerId, PartyId, PermitId, PostId, ProjectId, RegionId, StepId,
    },
    material::Material,
    milestone::Milestone,
    party::Party,
    permit::Permit,
    registry::{Absence, Agency, Enterprise, Officer, Post, Recorder, Region},
    terms::Terms,
};

use super::failure::{Missing, failure};
use super::rounds::{Rank, Rounds, meet};
use crate::{codes::PublicError, http::RequestContext, language::Language, types::Plans};

/// Reads what the caller sees.
pub struct Reader {
    sight: Sight,
    language: Language,
}

/// The loaders of one request, in its data: one for each rank of keys, since a loader keeps kinds of keys apart by itself
/// but has one way of beginning their batches.
pub struct Loaders {
    sight: Sight,
    ranks: [DataLoader<Reader, HashMapCache>; Rank::ALL.len()],
    rounds: Rounds,
    plans: Arc<Plans>,
}

/// A key whose batches are read in the round of a rank.
pub(crate) trait Ranked: Send + Sync + Hash + Eq + Clone + 'static {
    /// The round.
    const RANK: Rank;
}

impl Loaders {
    /// Fresh loaders of what the caller sees, with empty caches.
    pub fn new(app: &App, context: &RequestContext<Principal>) -> Self {
        let (sight, language) = (app.seen_as(&context.principal), context.language);
        let rounds = Rounds::default();
        let ranks = Rank::ALL.map(|rank| {
            let rounds = rounds.clone();
            let hold = move |batch| rounds.hold(rank, batch);
            // The round closes the batch.
            DataLoader::with_cache(Reader { sight: sight.clone(), language }, hold, HashMapCache::default())
                .delay(Duration::ZERO)
        });
        Self { sight, ranks, rounds, plans: Arc::default() }
    }

    /// The loaders of the request that is being answered.
    pub(crate) fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self, PublicError> {
        Ok(ctx.data_opt::<Self>().ok_or(Missing::Data("loaders"))?)
    }

    /// What the caller sees.
    pub(crate) const fn sight(&self) -> &Sight {
        &self.sight
    }

    /// The plans that were worked out.
    pub(crate) const fn plans(&self) -> &Arc<Plans> {
        &self.plans
    }

    /// When batches are read.
    pub(super) const fn rounds(&self) -> &Rounds {
        &self.rounds
    }

    /// One thing, if it exists.
    pub(crate) async fn one<K: Ranked, V>(&self, key: K) -> Result<Option<V>, PublicError>
    where
        Reader: Loader<K, Value = V, Error = PublicError>,
    {
        self.rank::<K>().load_one(key).await
    }

    /// Those that exist, in the order asked for.
    pub(crate) async fn many<K: Ranked, V>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Vec<V>, PublicError>
    where
        Reader: Loader<K, Value = V, Error = PublicError>,
        V: Clone,
    {
        let keys: Vec<K> = keys.into_iter().collect();
        let found = self.rank::<K>().load_many(keys.clone()).await?;
        Ok(keys.iter().filter_map(|key| found.get(key).cloned()).collect())
    }

    fn rank<K: Ranked>(&self) -> &DataLoader<Reader, HashMapCache> {
        let [project, officer, post, agency, region] = &self.ranks;
        match K::RANK {
            Rank::Project => project,
            Rank::Officer => officer,
            Rank::Post => post,
            Rank::Agency => agency,
            Rank::Region => region,
        }
    }
}

/// What was read, once all of the round has been.
async fn together<T>(read: impl Future<Output = T>) -> T {
    let found = read.await;
    meet().await;
    found
}

/// What hangs on a project, as one key per kind of thing.
macro_rules! parts {
    ($($(#[$meta:meta])* $key:ident, $read:ident => $value:ty, $wrap:expr;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub(crate) ProjectId);

        impl Ranked for $key {
            const RANK: Rank = Rank::Project;
        }

        impl Loader<$key> for Reader {
            type Value = Arc<$value>;
            type Error = PublicError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, Self::Value>, PublicError> {
                let ids: Vec<ProjectId> = keys.iter().map(|key| key.0).collect();
                let found = together(self.sight.$read(&ids)).await.map_err(|error| failure(error, self.language))?;
                Ok(found.into_iter().map(|(id, part)| ($key(id), Arc::new($wrap(part)))).collect())
            }
        }
    )+};
}

/// Permits are handed to their cases too, and materials to their permits, so each is shared.
fn shared<K: Ord, V>(map: BTreeMap<K, V>) -> BTreeMap<K, Arc<V>> {
    map.into_iter().map(|(key, value)| (key, Arc::new(value))).collect()
}

parts! {
    /// The parties of a project.
    PartiesOf, parties => BTreeMap<PartyId, Party>, std::convert::identity;
    /// The agreements of a project.
    AgreementsOf, agreements => BTreeMap<AgreementId, Agreement>, std::convert::identity;
    /// The terms of a project, if it offers anything.
    TermsOf, terms => Terms, std::convert::identity;
    /// The milestones of a project.
    MilestonesOf, milestones => BTreeMap<MilestoneId, Milestone>, std::convert::identity;
    /// What is attached to a project.
    AttachmentsOf, attachments => BTreeMap<AttachmentId, Attachment>, std::convert::identity;
    /// The steps and stage visits of a project.
    StepsOf, steps => Steps, std::convert::identity;
    /// The permits of a project, with their cases.
    PermitsOf, permits => BTreeMap<PermitId, Arc<Permit>>, shared;
    /// The materials of a project, on the list.
    MaterialsOf, materials => BTreeMap<MaterialId, Arc<Material>>, shared;
    /// Whose turn the preparation of a project's permits was.
    TurnsOf, turns => Turns, std::convert::identity;
}

/// Things with an id of their own.
macro_rules! entries {
    ($($rank:ident $id:ty, $read:ident => $value:ty, $wrap:expr;)+) => {$(
        impl Ranked for $id {
            const RANK: Rank = Rank::$rank;
        }

        impl Loader<$id> for Reader {
            type Value = $value;
            type Error = PublicError;

            async fn load(&self, ids: &[$id]) -> Result<HashMap<$id, $value>, PublicError> {
                let found = together(self.sight.$read(ids)).await.map_err(|error| failure(error, self.language))?;
                Ok(found.into_iter().map(|(id, entry)| (id, $wrap(entry))).collect())
            }
        }
    )+};
}

entries! {
    Project ProjectId, heads => Arc<Head>, std::convert::identity;
    Region RegionId, regions => Arc<Region>, Arc::new;
    Agency AgencyId, agencies => Arc<Agency>, Arc::new;
    Post PostId, posts => Arc<Post>, Arc::new;
    Officer OfficerId, officers => Arc<Officer>, Arc::new;
    Agency EnterpriseId, enterprises => Arc<Enterprise>, Arc::new;
    Project StepId, project_of_step => ProjectId, std::convert::identity;
    Project PermitId, project_of_permit => ProjectId, std::convert::identity;
    Project CaseId, project_of_case => ProjectId, std::convert::identity;
    Project PartyId, project_of_party => ProjectId, std::convert::identity;
    Project AgreementId, project_of_agreement => ProjectId, std::convert::identity;
    Project MilestoneId, project_of_milestone => ProjectId, std::convert::identity;
    Project AttachmentId, project_of_attachment => ProjectId, std::convert::identity;
    Project MaterialId, project_of_material => ProjectId, std::convert::identity;
    Project DuplicateId, duplicates => Arc<Suspicion>, Arc::new;
    Project CommandId, duplicates_ruled => Arc<Suspicion>, Arc::new;
}

/// Whether the caller may know of every permit that a command named in the history of a project as standing for
/// others of it, or as following them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CoversKnown(pub(crate) ProjectId, pub(crate) CommandId);

impl Ranked for CoversKnown {
    const RANK: Rank = Rank::Project;
}

impl Loader<CoversKnown> for Reader {
    type Value = ();
    type Error = PublicError;

    async fn load(&self, keys: &[CoversKnown]) -> Result<HashMap<CoversKnown, ()>, PublicError> {
        let asked: Vec<(ProjectId, CommandId)> = keys.iter().map(|key| (key.0, key.1)).collect();
        let found = together(self.sight.covers_known(&asked)).await;
        let found = found.map_err(|error| failure(error, self.language))?;
        Ok(found.into_keys().map(|(project, command)| (CoversKnown(project, command), ())).collect())
    }
}

/// Whether the caller may read how an officer is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ContactOf(pub(crate) OfficerId);

impl Ranked for ContactOf {
    const RANK: Rank = Rank::Officer;
}

impl Loader<ContactOf> for Reader {
    type Value = ();
    type Error = PublicError;

    async fn load(&self, keys: &[ContactOf]) -> Result<HashMap<ContactOf, ()>, PublicError> {
        let ids: Vec<OfficerId> = keys.iter().map(|key| key.0).collect();
        let found =
            together(self.sight.contacts(&ids)).await.map_err(|error| failure(error, self.language))?;
        Ok(found.into_keys().map(|id| (ContactOf(id), ())).collect())
    }
}

/// The absences of an officer that are not over, as far as the caller may know of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AbsencesOf(pub(crate) OfficerId);

impl Ranked for AbsencesOf {
    const RANK: Rank = Rank::Officer;
}

impl Loader<AbsencesOf> for Reader {
    type Value = Arc<Vec<Arc<Absence>>>;
    type Error = PublicError;

    async fn load(&self, keys: &[AbsencesOf]) -> Result<HashMap<AbsencesOf, Self::Value>, PublicError> {
        let ids: Vec<OfficerId> = keys.iter().map(|key| key.0).collect();
        let found =
            together(self.sight.absences(&ids)).await.map_err(|error| failure(error, self.language))?;
        let shared = |absences: Vec<Absence>| Arc::new(absences.into_iter().map(Arc::new).collect());
        Ok(found.into_iter().map(|(id, absences)| (AbsencesOf(id), shared(absences))).collect())
    }
}

/// Who records for a leader, as far as the caller may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RecordersOf(pub(crate) OfficerId);

impl Ranked for RecordersOf {
    const RANK: Rank = Rank::Officer;
}

impl Loader<RecordersOf> for Reader {
    type Value = Arc<Vec<Arc<Recorder>>>;
    type Error = PublicError;

    async fn load(&self, keys: &[RecordersOf]) -> Result<HashMap<RecordersOf, Self::Value>, PublicError> {
        let ids: Vec<OfficerId> = keys.iter().map(|key| key.0).collect();
        let found =
            together(self.sight.recorders(&ids)).await.map_err(|error| failure(error, self.language))?;
        let shared = |recorders: Vec<Recorder>| Arc::new(recorders.into_iter().map(Arc::new).collect());
        Ok(found.into_iter().map(|(id, recorders)| (RecordersOf(id), shared(recorders))).collect())
    }
}

/// The duty rules that name an officer and are not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct DutyRulesOf(pub(crate) OfficerId);

impl Ranked for DutyRulesOf {
    const RANK: Rank = Rank::Officer;
}

impl Loader<DutyRulesOf> for Reader {
    type Value = Arc<Vec<Arc<DutyRule>>>;
    type Error = PublicError;

    async fn load(&self, keys: &[DutyRulesOf]) -> Result<HashMap<DutyRulesOf, Self::Value>, PublicError> {
        let ids: Vec<OfficerId> = keys.iter().map(|key| key.0).collect();
        let found =
            together(self.sight.duty_rules_of(&ids)).await.map_err(|error| failure(error, self.language))?;
        let shared = |rules: Vec<DutyRule>| Arc::new(rules.into_iter().map(Arc::new).collect());
        Ok(found.into_iter().map(|(id, rules)| (DutyRulesOf(id), shared(rules))).collect())
    }
}

/// What is published for everybody: the working-day calendar, and what regions say otherwise than the permit catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Published;

impl Ranked for Published {
    const RANK: Rank = Rank::Region;
}

impl Loader<Published> for Reader {
    type Value = Notices;
    type Error = PublicError;

    async fn load(&self, _: &[Published]) -> Result<HashMap<Published, Self::Value>, PublicError> {
        let found = together(self.sight.notices()).await.map_err(|error| failure(error, self.language))?;
        Ok(HashMap::from([(Published, found)]))
    }
}

/// The neighbours of a region in the tree.
macro_rules! neighbours {
    ($($(#[$meta:meta])* $key:ident, $read:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub(crate) RegionId);

        impl Ranked for $key {
            const RANK: Rank = Rank::Region;
        }

        impl Loader<$key> for Reader {
            type Value = Arc<Vec<RegionId>>;
            type Error = PublicError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, Self::Value>, PublicError> {
                let ids: Vec<RegionId> = keys.iter().map(|key| key.0).collect();
                let found = together(self.sight.$read(&ids)).await.map_err(|error| failure(error, self.language))?;
                Ok(found.into_iter().map(|(id, others)| ($key(id), Arc::new(others))).collect())
            }
        }
    )+};
}

neighbours! {
    /// The regions right below a region.
    ChildrenOf, region_children;
    /// The regions above a region, nearest first.
    AncestorsOf, region_ancestors;
}

impl Loaders {
    /// Forgets what was read. A mutation calls it after its write: the next one of the same request must see it.
    pub async fn clear(&self) {
        self.sight.forget().await;
        self.plans.clear();
        macro_rules! clear {
            ($($key:ty),+) => {$( self.rank::<$key>().clear::<$key>(); )+};
        }
        clear!(
            ProjectId,
            PartiesOf,
            AgreementsOf,
            TermsOf,
            MilestonesOf,
            AttachmentsOf,
            StepsOf,
            PermitsOf,
            MaterialsOf,
            TurnsOf
        );
        clear!(
            HistoryOf,
            RegionId,
            ChildrenOf,
            AncestorsOf,
            AgencyId,
            PostId,
            OfficerId,
            ContactOf,
            AbsencesOf,
            RecordersOf,
            DutyRulesOf,
            Published
        );
        clear!(
            EnterpriseId,
            StepId,
            PermitId,
            CaseId,
            PartyId,
            AgreementId,
            MilestoneId,
            AttachmentId,
            MaterialId,
            DuplicateId,
            CommandId
        );
    }
}

/// A page of the history of a project: the entries after a place, so many at the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct HistoryOf {
    pub(crate) project: ProjectId,
    pub(crate) after: i64,
    pub(crate) limit: i64,
}

impl Ranked for HistoryOf {
    const RANK: Rank = Rank::Project;
}

impl Loader<HistoryOf> for Reader {
    type Value = Arc<Vec<Arc<Entry>>>;
    type Error = PublicError;

    async fn load(&self, keys: &[HistoryOf]) -> Result<HashMap<HistoryOf, Self::Value>, PublicError> {
        // A document names few different pages, and asks each of many projects.
        let mut spans: BTreeMap<(i64, i64), Vec<ProjectId>> = BTreeMap::new();
        for &HistoryOf { project, after, limit } in keys {
            spans.entry((after, limit)).or_default().push(project);
        }
        let mut pages = HashMap::with_capacity(keys.len());
        for ((after, limit), projects) in spans {
            let found = self.sight.history_pages(&projects, after, limit).await;
            let found = found.map_err(|error| failure(error, self.language))?;
            pages.extend(found.into_iter().map(|(project, page)| {
                let page = page.into_iter().map(Arc::new).collect();
                (HistoryOf { project, after, limit }, Arc::new(page))
            }));
        }
        meet().await;
        Ok(pages)
    }
}
