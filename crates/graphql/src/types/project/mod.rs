//! Projects 招商项目.

mod phases;
mod profile;

pub use profile::Attribute;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_app::list::ProjectFilter;
use luodi_app::read::Head;
use luodi_domain::{
    ids::ProjectId,
    project::Lineage,
    standing::{Pause, Standing as Stands},
};

use self::{
    phases::{PhaseProgress, Phases},
    profile::{Credit, OtherName, ProjectCode},
};
use super::{
    Agency, Agreement, Attachment, CriticalTask, LONG, Material, Milestone, Money, NegotiationTerms, Officer,
    PartialDate, Party, Permit, PermitGap, PermitPlan, Region, SHORT, StageVisit, Step, WhatIf,
    connection::{Connection, Listed},
    enums::{PauseGround, Stage, Standing, Track},
    fetch::Fetch,
    history::HistoryEntry,
    shared,
};
use crate::{
    codes::PublicError,
    filters::MaterialFilter,
    ids::global,
    inputs::plan::WhatIfInput,
    page::page_cost,
    scalars::{Date, DateTime},
    schema::{
        failed,
        loaders::{Loaders, StepsOf},
        sight,
    },
};

/// One investment project, from lead to production. 招商项目
pub struct Project(pub(crate) Arc<Head>);

impl Fetch for Project {
    type Id = ProjectId;

    async fn fetch(ctx: &Context<'_>, id: ProjectId) -> Result<Option<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.one(id).await?.map(Self))
    }
}

impl Listed for Project {
    const CONNECTION: &'static str = "ProjectConnection";
    const EDGE: &'static str = "ProjectEdge";
    type List = ProjectFilter;

    async fn total(ctx: &Context<'_>, filter: &ProjectFilter) -> Result<i64, PublicError> {
        sight(ctx)?.count_projects(filter).await.map_err(failed(ctx))
    }
}

impl Project {
    /// The projects with these ids, in their order.
    pub(crate) async fn all(ctx: &Context<'_>, ids: &[ProjectId]) -> Result<Vec<Self>, PublicError> {
        Ok(Loaders::of(ctx)?.many(ids.iter().copied()).await?.into_iter().map(Self).collect())
    }

    /// The phases of an umbrella; nothing for any other project.
    async fn split(&self, ctx: &Context<'_>) -> Result<Option<Phases>, PublicError> {
        match &self.0.lineage {
            Lineage::Umbrella(ids) => Ok(Some(Phases(Loaders::of(ctx)?.many(ids.iter().copied()).await?))),
            Lineage::Single | Lineage::PhaseOf(_) => Ok(None),
        }
    }
}

/// One investment project, from lead to production. 招商项目
#[Object]
impl Project {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.0.id)
    }

    /// The number of its events; the `expectedVersion` of an edit. 版本
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The name it goes by now. 项目名称
    async fn name(&self) -> &str {
        &self.0.profile.name
    }

    /// Other names it is or was known by. 别名和曾用名
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn other_names(&self) -> Vec<OtherName> {
        self.0.profile.other_names.iter().map(OtherName::from).collect()
    }

    /// Its kind, which decides its stages. 类型
    async fn track(&self) -> Track {
        self.0.profile.track.into()
    }

    /// How far it has come. That of a project in phases is the stage which all phases not withdrawn have reached. 阶段
    async fn stage(&self) -> Stage {
        self.0.shown.stage.into()
    }

    /// Since when it is in its stage; null for a project in phases. 进入当前阶段日期
    async fn stage_since(&self, ctx: &Context<'_>) -> Result<Option<Date>, PublicError> {
        if matches!(self.0.lineage, Lineage::Umbrella(_)) {
            return Ok(None);
        }
        let steps = Loaders::of(ctx)?.one(StepsOf(self.0.id)).await?.unwrap_or_default();
        let visits = steps.visits.iter().filter(|(_, visit)| visit.stage == self.0.stage);
        let entered = visits.filter_map(|(id, _)| steps.steps.get(id)).map(|step| step.opened_on).max();
        Ok(entered.map(Date))
    }

    /// Whether it is being pushed forward. A project in phases is ACTIVE while one of them is, PAUSED when all not
    /// withdrawn are, WITHDRAWN when all were given up. 状态
    async fn standing(&self) -> Standing {
        self.0.shown.standing.into()
    }

    /// The pause that is running; null unless it is PAUSED, and for a project in phases. 暂停情况
    async fn pause(&self) -> Option<PauseDetails> {
        match &self.0.standing {
            Stands::Paused(pause) => Some(pause.into()),
            Stands::Active | Stands::Withdrawn { .. } => None,
        }
    }

    /// The day on which it was given up; null unless it is WITHDRAWN, and for a project in phases. 终止日期
    async fn withdrawn_on(&self) -> Option<Date> {
        match self.0.standing {
            Stands::Withdrawn { on } => Some(Date(on)),
            Stands::Active | Stands::Paused(_) => None,
        }
    }

    /// The investment project code in use (GB/T 40058-2021). 现用项目代码
    async fn project_code(&self) -> Option<&str> {
        self.0.profile.present_code().map(luodi_domain::codes::ProjectCode::as_str)
    }

    /// Its investment project codes, present and former. 历次项目代码
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn codes(&self) -> Vec<ProjectCode> {
        self.0.profile.codes.iter().map(ProjectCode::from).collect()
    }

    /// The class of its industry (GB/T 4754-2017), as given. 行业
    async fn industry(&self) -> Option<&str> {
        self.0.profile.industry.as_deref()
    }

    /// The industry chain it belongs to. 产业链
    async fn chain(&self) -> Option<&str> {
        self.0.profile.chain.as_deref()
    }

    /// The province it is in. 省
    async fn province(&self, ctx: &Context<'_>) -> Result<Option<Region>, PublicError> {
        Region::maybe(ctx, self.0.profile.place.province).await
    }

    /// The city it is in. 市
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<Region>, PublicError> {
        Region::maybe(ctx, self.0.profile.place.city).await
    }

    /// The county it is in. 县
    async fn county(&self, ctx: &Context<'_>) -> Result<Option<Region>, PublicError> {
        Region::maybe(ctx, self.0.profile.place.county).await
    }

    /// The park it is in. 园区
    async fn park(&self, ctx: &Context<'_>) -> Result<Option<Region>, PublicError> {
        Region::maybe(ctx, self.0.profile.place.park).await
    }

    /// The agency that brought it. 引资单位
    async fn originating_agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.0.profile.originating_agency).await
    }

    /// Who receives a step when nobody else is named. 落地专员
    async fn landing_specialist(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.profile.landing_specialist).await
    }

    /// The leader in charge. 包抓领导
    async fn leader_in_charge(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.0.profile.leader_in_charge).await
    }

    /// Which units are credited with it. 认定归属
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn credits(&self) -> Vec<Credit> {
        self.0.profile.credits.values().copied().map(Credit).collect()
    }

    /// Labels such as 重大项目. 标签
    async fn labels(&self) -> Vec<&str> {
        self.0.profile.labels.iter().map(String::as_str).collect()
    }

    /// The amount promised. For a project in phases without an amount of its own, the sum over the phases not
    /// withdrawn. 协议投资额
    async fn agreed_investment(&self) -> Option<Money> {
        self.0.shown.agreed_investment.map(Money)
    }

    /// When works are to begin. 计划开工
    async fn planned_start(&self) -> Option<PartialDate> {
        self.0.profile.planned_start.clone().map(PartialDate)
    }

    /// When production is to begin. 计划投产
    async fn planned_production(&self) -> Option<PartialDate> {
        self.0.profile.planned_production.clone().map(PartialDate)
    }

    /// Further facts that decide which permits are needed. 属性
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn attributes(&self) -> Vec<Attribute> {
        Attribute::of(&self.0.profile)
    }

    /// The project it is a phase of; null also when that does not exist for the caller. 所属总项目
    async fn phase_of(&self, ctx: &Context<'_>) -> Result<Option<Self>, PublicError> {
        match self.0.lineage {
            // The whole may be no concern of who works on a phase.
            Lineage::PhaseOf(umbrella) => Self::fetch(ctx, umbrella).await,
            Lineage::Single | Lineage::Umbrella(_) => Ok(None),
        }
    }

    /// Its phases, in their order; empty unless it was split. 分期项目
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn phases(&self, ctx: &Context<'_>) -> Result<Vec<Self>, PublicError> {
        let phases = self.split(ctx).await?.map(|phases| phases.0).unwrap_or_default();
        Ok(phases.into_iter().map(Self).collect())
    }

    /// How far its phases have come; null unless it was split. 分期进度
    async fn phase_progress(&self, ctx: &Context<'_>) -> Result<Option<PhaseProgress>, PublicError> {
        Ok(self.split(ctx).await?.and_then(|phases| phases.progress()))
    }

    /// Everything somebody must do or had to, in the order in which it was opened. 环节
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn steps(&self, ctx: &Context<'_>) -> Result<Vec<Step>, PublicError> {
        Step::of(ctx, self.0.id).await
    }

    /// Its stays in stages, in their order. 阶段经历
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn stage_visits(&self, ctx: &Context<'_>) -> Result<Vec<StageVisit>, PublicError> {
        StageVisit::of(ctx, self.0.id).await
    }

    /// The step of the stage it is in; null while it is withdrawn, and for a project in phases. 当前环节
    async fn current_step(&self, ctx: &Context<'_>) -> Result<Option<Step>, PublicError> {
        let steps = Loaders::of(ctx)?.one(StepsOf(self.0.id)).await?.unwrap_or_default();
        let open = steps.visits.keys().rev().filter_map(|id| steps.steps.get(id)).find(|step| step.is_open());
        Ok(open.map(|step| Step { project: self.0.id, step: step.clone() }))
    }

    /// What it needs from agencies. 手续
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn permits(&self, ctx: &Context<'_>) -> Result<Vec<Permit>, PublicError> {
        Permit::of(ctx, self.0.id).await
    }

    /// Which permits it needs by the catalogue and its attributes, at which level and why, and when they can be had, as of
    /// today; null for those who may not read all of it. 手续办理计划
    #[graphql(complexity = "50 + child_complexity")]
    async fn plan(&self, ctx: &Context<'_>) -> Result<Option<PermitPlan>, PublicError> {
        // Who knows only some of the permits would be told wrong dates, and of permits that do not exist for him.
        if !sight(ctx)?.may_read_all(self.0.id).await.map_err(failed(ctx))? {
            return Ok(None);
        }
        PermitPlan::of(ctx, &self.0).await.map(Some)
    }

    /// What decides the day of its start, in order and with the days expected; once it was started, that of its production.
    /// What is there already is not on it; null for those who may not read all of the project. 关键路径
    #[graphql(complexity = "50 + page_cost(LONG, None, child_complexity)")]
    async fn critical_path(&self, ctx: &Context<'_>) -> Result<Option<Vec<CriticalTask>>, PublicError> {
        if !sight(ctx)?.may_read_all(self.0.id).await.map_err(failed(ctx))? {
            return Ok(None);
        }
        let worked = shared(ctx, &self.0).await?;
        let task = |stretch| CriticalTask { project: self.0.id, stretch };
        Ok(Some(worked.critical_path.iter().cloned().map(task).collect()))
    }

    /// What has to be handed in for its permits, with who has it: those with the earliest agreed day first. 申请材料
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    async fn materials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them; all when not said. 筛选条件")] filter: Option<MaterialFilter>,
        #[graphql(desc = "How many materials, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Material>, PublicError> {
        Material::page(ctx, self.0.id, filter.unwrap_or_default(), first, after).await
    }

    /// What would become of its plan if things were otherwise: nothing of it is kept. Null for those who may not read all of
    /// it. 假设推演
    #[graphql(complexity = "100 + child_complexity")]
    async fn what_if(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is supposed, all of it at once. 假设")] input: WhatIfInput,
    ) -> Result<Option<WhatIf>, PublicError> {
        if !sight(ctx)?.may_read_all(self.0.id).await.map_err(failed(ctx))? {
            return Ok(None);
        }
        WhatIf::of(ctx, &self.0, &input).await.map(Some)
    }

    /// Permits that are missing although it is past the gate that asks for them. 手续缺口
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn permit_gaps(&self, ctx: &Context<'_>) -> Result<Vec<PermitGap>, PublicError> {
        PermitGap::of(ctx, self.0.id).await
    }

    /// Signed papers. 协议
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn agreements(&self, ctx: &Context<'_>) -> Result<Vec<Agreement>, PublicError> {
        Agreement::of(ctx, self.0.id).await
    }

    /// What it is offered; null when nothing is, and for those who may not know it. 谈判条件
    #[graphql(complexity = "1 + child_complexity")]
    async fn terms(&self, ctx: &Context<'_>) -> Result<Option<NegotiationTerms>, PublicError> {
        NegotiationTerms::of(ctx, self.0.id).await
    }

    /// Enterprises in roles. 投资主体
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn parties(&self, ctx: &Context<'_>) -> Result<Vec<Party>, PublicError> {
        Party::of(ctx, self.0.id).await
    }

    /// Dated facts with evidence, in the order in which they happened. 节点
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn milestones(&self, ctx: &Context<'_>) -> Result<Vec<Milestone>, PublicError> {
        Milestone::of(ctx, self.0.id).await
    }

    /// Files attached to it, and to its milestones, permits and agreements, as far as the caller may read these. 附件
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<Attachment>, PublicError> {
        Attachment::of(ctx, self.0.id, |_| true).await
    }

    /// Everything that happened to it, from the beginning. 留痕
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<HistoryEntry>, PublicError> {
        HistoryEntry::page(ctx, &self.0, first, after).await
    }

    /// When it was first written down here. 登记时间
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When anything was last written down about it. 更新时间
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// A pause that is running. 暂停情况
#[derive(SimpleObject)]
#[graphql(name = "Pause")]
struct PauseDetails {
    /// The day it began. 起始日期
    since: Date,
    /// The last day approved. 截止日期
    until: Date,
    /// How often it was renewed. 延期次数
    renewals: i64,
    /// The justified reason. 正当理由
    ground: PauseGround,
}

impl From<&Pause> for PauseDetails {
    fn from(pause: &Pause) -> Self {
        Self {
            since: Date(pause.since),
            until: Date(pause.until),
            renewals: pause.renewals,
            ground: pause.ground.into(),
        }
    }
}
