//! Milestones 节点 and what proves them.

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_domain::{
    attachment::Subject,
    ids::{MilestoneId, ProjectId},
    milestone,
};

use super::{
    Attachment, Project, SHORT,
    enums::{EvidenceKind, MilestoneKind, Works},
    fetch::Fetch,
    value::{is_erased, text},
};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    scalars::Date,
    schema::loaders::{Loaders, MilestonesOf},
};

/// A dated fact with evidence; a project has at most one of each kind. 节点
pub struct Milestone {
    pub(super) project: ProjectId,
    pub(super) milestone: milestone::Milestone,
}

impl Milestone {
    /// The milestones of a project, in the order in which they happened.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        let milestones = Loaders::of(ctx)?.one(MilestonesOf(project)).await?.unwrap_or_default();
        let mut milestones: Vec<Self> =
            milestones.values().map(|milestone| Self { project, milestone: milestone.clone() }).collect();
        milestones.sort_by_key(|entry| (entry.milestone.occurred_on, entry.milestone.kind));
        Ok(milestones)
    }
}

impl Fetch for Milestone {
    type Id = MilestoneId;

    async fn fetch(ctx: &Context<'_>, id: MilestoneId) -> Result<Option<Self>, PublicError> {
        let loaders = Loaders::of(ctx)?;
        let Some(project) = loaders.one(id).await? else { return Ok(None) };
        let milestones = loaders.one(MilestonesOf(project)).await?.unwrap_or_default();
        Ok(milestones.get(&id).map(|milestone| Self { project, milestone: milestone.clone() }))
    }
}

/// A dated fact with evidence; a project has at most one of each kind. 节点
#[Object]
impl Milestone {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.milestone.id)
    }

    /// The project it happened to. 所属项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.project).await
    }

    /// What happened. 节点类别
    async fn kind(&self) -> MilestoneKind {
        self.milestone.kind.into()
    }

    /// The day it happened. 发生日期
    async fn occurred_on(&self) -> Date {
        Date(self.milestone.occurred_on)
    }

    /// What was seen on site; given with STARTED and only with it. 开工形态
    async fn works(&self) -> Option<Works> {
        self.milestone.works.map(Into::into)
    }

    /// What proves it. 佐证
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn evidence(&self) -> Vec<Evidence> {
        self.milestone.evidence.iter().map(Evidence::from).collect()
    }

    /// Files that prove it, for those who read the whole project. 附件
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<Attachment>, PublicError> {
        Attachment::of(ctx, self.project, |subject| subject == Subject::Milestone(self.milestone.id)).await
    }
}

/// One proof of a milestone. 佐证
#[derive(SimpleObject)]
struct Evidence {
    /// What it is. 佐证类别
    kind: EvidenceKind,
    /// Where to find it: a document number, a file name, an address; null once erased. 文号或位置
    reference: Option<String>,
    /// What it shows; null when nothing was said or it was erased. 说明
    note: Option<String>,
    /// Whether the reference or the note was erased on request (个人信息保护法). 是否已删除
    erased: bool,
}

impl From<&milestone::Evidence> for Evidence {
    fn from(evidence: &milestone::Evidence) -> Self {
        Self {
            kind: evidence.kind.into(),
            reference: text(Some(&evidence.reference)),
            note: text(evidence.note.as_ref()),
            erased: evidence.reference.is_erased() || is_erased(evidence.note.as_ref()),
        }
    }
}
