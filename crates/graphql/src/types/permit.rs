//! Permits 手续, what precedes their first case, and gaps.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use futures::future::try_join_all;
use luodi_app::list::{FileableTerm, Filter, PermitTerm};
use luodi_app::read::Steps;
use luodi_domain::{
    attachment::Subject,
    clock::{self, SpecialHolder},
    gap,
    ids::{PermitId, ProjectId},
    permit::{self, PermitItem},
};

use super::{
    Agency, Attachment, Case, MANY, PermitMaterial, PermitType, PermitWait, Project, SHORT, Standing, Step,
    case::CaseDocument,
    catalogue_naming, catalogue_of_project,
    connection::Listed,
    enums::{PermitLevel, PermitPhase, PermitResponseKind, PermitStatus, PreparationKind, Stage, Turn},
    fetch::Fetch,
    shared,
};
use crate::{
    codes::PublicError,
    ids::global,
    page::page_cost,
    scalars::Date,
    schema::{
        failed,
        failure::Missing,
        language,
        loaders::{Loaders, PermitsOf, StepsOf, TurnsOf},
        sight, today,
    },
};

/// One thing that a project needs, at a deciding level. 手续
#[derive(Clone)]
pub struct Permit {
    pub(super) project: ProjectId,
    pub(super) permit: Arc<permit::Permit>,
}

impl Permit {
    /// The permits of a project, in the order in which they were added.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        let permits = Loaders::of(ctx)?.one(PermitsOf(project)).await?.unwrap_or_default();
        Ok(permits.values().map(|permit| Self { project, permit: Arc::clone(permit) }).collect())
    }

    /// The permit of a project with this id.
    pub(super) async fn in_project(
        ctx: &Context<'_>,
        project: ProjectId,
        id: PermitId,
    ) -> Result<Option<Self>, PublicError> {
        let permits = Loaders::of(ctx)?.one(PermitsOf(project)).await?.unwrap_or_default();
        Ok(permits.get(&id).map(|permit| Self { project, permit: Arc::clone(permit) }))
    }

    /// How it stands in the plan of its project; nothing for those who may not read all of that.
    async fn standing(&self, ctx: &Context<'_>) -> Result<Option<Standing>, PublicError> {
        // Who knows only some of the permits would be told of others.
        if !sight(ctx)?.may_read_all(self.project).await.map_err(failed(ctx))? {
            return Ok(None);
        }
        let head = Project::named(ctx, self.project).await?;
        let worked = shared(ctx, &head.0).await?;
        Ok(Some(worked.standings.get(&self.permit.id).cloned().unwrap_or_default()))
    }

    /// The gap, given the steps of its project.
    fn gap_among(&self, steps: &Steps) -> Option<PermitGap> {
        gap::of(&self.permit, &steps.steps, &steps.visits).map(|gap| PermitGap { permit: self.clone(), gap })
    }
}

impl Fetch for Permit {
    type Id = PermitId;

    async fn fetch(ctx: &Context<'_>, id: PermitId) -> Result<Option<Self>, PublicError> {
        match Loaders::of(ctx)?.one(id).await? {
            Some(project) => Self::in_project(ctx, project, id).await,
            None => Ok(None),
        }
    }
}

/// Which list of permits.
pub(crate) enum PermitList {
    /// Those that pass a filter.
    All(Filter<PermitTerm>),
    /// Those of which this holds and that can be filed.
    Fileable(Filter<FileableTerm>),
}

impl Listed for Permit {
    const CONNECTION: &'static str = "PermitConnection";
    const EDGE: &'static str = "PermitEdge";
    type List = PermitList;

    async fn total(ctx: &Context<'_>, list: &PermitList) -> Result<i64, PublicError> {
        let sight = sight(ctx)?;
        match list {
            PermitList::All(filter) => sight.count_permits(filter).await,
            PermitList::Fileable(filter) => sight.count_fileable(filter).await,
        }
        .map_err(failed(ctx))
    }
}

/// One thing that a project needs, at a deciding level. 手续
#[Object]
impl Permit {
    /// Its global id. 标识
    pub(crate) async fn id(&self) -> ID {
        global(self.permit.id)
    }

    /// The project that needs it. 所属项目
    async fn project(&self, ctx: &Context<'_>) -> Result<Project, PublicError> {
        Project::named(ctx, self.project).await
    }

    /// Its code in the permit catalogue; null when the office named it freely. 事项编码
    async fn type_code(&self) -> Option<&str> {
        match &self.permit.item {
            PermitItem::Catalogued(code) => Some(code),
            PermitItem::Named(_) => None,
        }
    }

    /// Its entry in the permit catalogue where the project is: of a permit whose case was accepted as it held on that
    /// day, else as it holds today; null when the office named it freely, or the catalogue had no such entry. 事项
    #[graphql(name = "type")]
    async fn permit_type(&self, ctx: &Context<'_>) -> Result<Option<PermitType>, PublicError> {
        let PermitItem::Catalogued(code) = &self.permit.item else { return Ok(None) };
        let on = self.permit.catalogue_day(today(ctx)?);
        Ok(PermitType::find(&catalogue_of_project(ctx, self.project).await?, code, on))
    }

    /// Its name as the office wrote it, or else as the catalogue has it, in the caller's language; null when neither does.
    /// 手续名称
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, PublicError> {
        let code = match &self.permit.item {
            PermitItem::Catalogued(code) => code,
            PermitItem::Named(name) => return Ok(Some(name.clone())),
        };
        let on = self.permit.catalogue_day(today(ctx)?);
        let name = catalogue_naming(ctx, self.project, &self.permit).await?.name(code, on);
        Ok(name.map(|name| language(ctx).words(name)))
    }

    /// Who decides, by level. 审批层级
    async fn level(&self) -> PermitLevel {
        self.permit.level.into()
    }

    /// Before which point of the project the law wants it. 办理时点
    async fn phase(&self) -> PermitPhase {
        self.permit.phase.into()
    }

    /// The part of the works it is for: an engineering code, or a scope such as 基坑 or 主体. 工程代码或范围
    async fn part(&self) -> Option<&str> {
        self.permit.part.as_deref()
    }

    /// The agency that decides, where known. 审批单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.permit.agency).await
    }

    /// Where it stands, in one word. 手续状态
    async fn status(&self) -> PermitStatus {
        self.permit.status().into()
    }

    /// Where it stands, or stood, before its first case. 准备情形
    async fn preparation(&self) -> Preparation {
        self.permit.preparation.into()
    }

    /// The attempts at it, in the order in which they were opened. 历次办件
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn cases(&self) -> Vec<Case> {
        self.permit.cases.values().map(|case| Case::new(self, case)).collect()
    }

    /// The attempt that counts: the one granted or under way, else the latest. 当前办件
    async fn current_case(&self) -> Option<Case> {
        self.permit.current_case().map(|case| Case::new(self, case))
    }

    /// The latest document of the attempt that counts. 批文
    async fn document(&self) -> Option<CaseDocument> {
        self.permit.document().map(CaseDocument::from)
    }

    /// Set when it turned out not to be needed. 不需办理
    async fn ruled_out(&self) -> Option<RuledOut> {
        self.permit.ruled_out.as_ref().map(RuledOut::from)
    }

    /// What the department that decides it says to its place in the plan, last; null while it has said nothing, or the plan
    /// or somebody has changed its level, point of need or agency since. Of what is accepted together with a permit that
    /// leads: what it says of its part, in the attempt under way 并联审批意见. 部门意见
    async fn response(&self) -> Option<PermitResponse> {
        self.permit.response.as_ref().map(PermitResponse::from)
    }

    /// The day by which it was expected when the plan was locked; null where it was not, or came later. 基线日期
    async fn baseline_on(&self) -> Option<Date> {
        self.permit.baseline_on.map(Date)
    }

    /// Set while it is missing although the project is past the gate that asks for it, for those who may know what is
    /// missing. 手续缺口
    async fn gap(&self, ctx: &Context<'_>) -> Result<Option<PermitGap>, PublicError> {
        if !sight(ctx)?.may_read_gaps(self.project).await.map_err(failed(ctx))? {
            return Ok(None);
        }
        let steps = Loaders::of(ctx)?.one(StepsOf(self.project)).await?.unwrap_or_default();
        Ok(self.gap_among(&steps))
    }

    /// Its step, with the officer who is responsible and the day it is due. 环节
    async fn step(&self, ctx: &Context<'_>) -> Result<Step, PublicError> {
        let step = Step::in_project(ctx, self.project, self.permit.step).await?;
        Ok(step.ok_or_else(|| Missing::Object(self.permit.step.to_string()))?)
    }

    /// All the time it has taken so far, from the first day of its preparation to the grant, in days of the calendar and
    /// split by who had to move: what no legal clock tells. Who never had to is left out; while the project is withdrawn
    /// nobody has to, and while another permit stands for it the days are that one's. 全流程用时
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn elapsed(&self, ctx: &Context<'_>) -> Result<Vec<HeldDays>, PublicError> {
        let today = today(ctx)?;
        let permit = &self.permit;
        let turns = Loaders::of(ctx)?.one(TurnsOf(self.project)).await?.unwrap_or_default();
        let told = turns.told.get(&permit.id).map_or(&[][..], Vec::as_slice);
        let catalogue = catalogue_of_project(ctx, self.project).await?;
        let entry = permit.entry(permit.current_case(), &catalogue, today);
        let special = entry.map_or(SpecialHolder::Agency, |entry| SpecialHolder::by(&entry.stops));
        // Nobody has to do anything for what is not needed.
        let until = permit.ruled_out.as_ref().map_or(today, |ruled_out| ruled_out.on.min(today));
        let elsewhere = turns.covered.get(&permit.id).map_or(&[][..], Vec::as_slice);
        let away = [&turns.withdrawn, elsewhere].concat();
        let held = clock::held(told, permit.cases.values(), special, &away, until);
        let days = clock::days_by_holder(&held).into_iter();
        Ok(days.map(|(holder, days)| HeldDays { holder: holder.into(), days }).collect())
    }

    /// Whether another permit stands for it: it is filed and decided there, once for all, and this one follows. 是否共用办理
    async fn covered(&self) -> bool {
        self.permit.covered_by.is_some()
    }

    /// Whether the project of the permit that stands for it was withdrawn, so that nobody goes on with it there: then it is
    /// better to go one's own way. Null where none does. 共用手续所在项目是否已终止
    async fn cover_withdrawn(&self) -> Option<bool> {
        self.permit.covered_by.map(|cover| cover.stands.withdrawn)
    }

    /// The permit that stands for it; null where none does, and for who may not see it. 共用手续
    async fn covered_by(&self, ctx: &Context<'_>) -> Result<Option<Self>, PublicError> {
        match self.permit.covered_by {
            Some(cover) => Self::fetch(ctx, cover.permit).await,
            None => Ok(None),
        }
    }

    /// The permits it stands for, as far as the caller may see them. 被共用的手续
    #[graphql(complexity = "page_cost(MANY, None, child_complexity)")]
    async fn covers(&self, ctx: &Context<'_>) -> Result<Vec<Self>, PublicError> {
        let fetched = self.permit.covers.keys().map(|permit| Self::fetch(ctx, *permit));
        Ok(try_join_all(fetched).await?.into_iter().flatten().collect())
    }

    /// Whether it stands for others, whoever may see them. 是否共用手续
    async fn covers_others(&self) -> bool {
        !self.permit.covers.is_empty()
    }

    /// Whether it is accepted together with one that leads, which is under way, and its department has not said yet what it
    /// says of its part 并联审批意见. 待反馈意见
    async fn awaits_opinion(&self, ctx: &Context<'_>) -> Result<bool, PublicError> {
        let Some(cover) = self.permit.covered_by.filter(|cover| cover.project == self.project) else {
            return Ok(false);
        };
        let permits = Loaders::of(ctx)?.one(PermitsOf(self.project)).await?.unwrap_or_default();
        Ok(permits.get(&cover.permit).is_some_and(|lead| self.permit.awaits_opinion(lead)))
    }

    /// What has to be handed in for it. 申请材料
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn materials(&self, ctx: &Context<'_>) -> Result<Vec<PermitMaterial>, PublicError> {
        PermitMaterial::of(ctx, self.project, self.permit.id).await
    }

    /// How many of its materials are not at hand, those that may be handed in later included. 缺件数
    async fn materials_missing(&self, ctx: &Context<'_>) -> Result<i64, PublicError> {
        let materials = PermitMaterial::of(ctx, self.project, self.permit.id).await?;
        let missing = materials.iter().filter(|material| material.is_missing()).count();
        Ok(i64::try_from(missing).unwrap_or(i64::MAX))
    }

    /// Whether it can be filed today, as the plan of the project has it: nobody has, and it waits for nothing (`waitsOn`);
    /// null for those who may not read all of the project. 今天可报
    #[graphql(complexity = 10)]
    async fn can_file_today(&self, ctx: &Context<'_>) -> Result<Option<bool>, PublicError> {
        Ok(self.standing(ctx).await?.map(|standing| standing.fileable))
    }

    /// What it waits for today, as the plan of the project has it: permits, points of the project and materials, each
    /// of which (or one of several) must be there before it can be filed. Empty once it was filed or ruled out; null for
    /// those who may not read all of the project. 在等
    #[graphql(complexity = "10 + page_cost(SHORT, None, child_complexity)")]
    async fn waits_on(&self, ctx: &Context<'_>) -> Result<Option<Vec<PermitWait>>, PublicError> {
        let Some(standing) = self.standing(ctx).await? else { return Ok(None) };
        let wait = |wait| PermitWait { project: self.project, wait };
        Ok(Some(standing.waits_on.into_iter().map(wait).collect()))
    }

    /// Files attached to it. 附件
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<Attachment>, PublicError> {
        Attachment::of(ctx, self.project, |subject| subject == Subject::Permit(self.permit.id)).await
    }
}

/// Where a permit stands before its first case, whose turn it is and by when. 准备情形
#[derive(SimpleObject)]
struct Preparation {
    /// What goes on. 准备情形
    kind: PreparationKind,
    /// Who must move next. 轮到谁
    turn: Turn,
    /// The day agreed for it. 约定日期
    agreed_on: Option<Date>,
}

impl From<permit::Preparation> for Preparation {
    fn from(preparation: permit::Preparation) -> Self {
        Self {
            kind: preparation.kind.into(),
            turn: preparation.turn.into(),
            agreed_on: preparation.agreed_on.map(Date),
        }
    }
}

/// How long somebody had to move. 各方用时
#[derive(SimpleObject)]
struct HeldDays {
    /// Who. 轮到谁
    holder: Turn,
    /// How many days of the calendar. 日数
    days: u32,
}

/// What a department says to a permit's place in the plan. 部门意见
#[derive(SimpleObject)]
struct PermitResponse {
    /// What it says. 意见
    kind: PermitResponseKind,
    /// The day. 日期
    on: Date,
    /// What it objects to; null of a confirmation, and once erased. 理由
    reason: Option<String>,
    /// Whether the reason was erased on request (个人信息保护法). 是否已删除
    erased: bool,
}

impl From<&permit::Response> for PermitResponse {
    fn from(said: &permit::Response) -> Self {
        let reason = said.reason.as_ref();
        Self {
            kind: said.kind.into(),
            on: Date(said.on),
            reason: reason.and_then(|reason| reason.text()).map(str::to_owned),
            erased: reason.is_some_and(luodi_domain::private::Private::is_erased),
        }
    }
}

/// Why a permit is not needed. 不需办理
#[derive(SimpleObject)]
struct RuledOut {
    /// The day it was found. 认定日期
    on: Date,
    /// Why; null once erased. 理由
    reason: Option<String>,
    /// Whether the reason was erased on request (个人信息保护法). 是否已删除
    erased: bool,
}

impl From<&permit::RuledOut> for RuledOut {
    fn from(ruled_out: &permit::RuledOut) -> Self {
        let reason = &ruled_out.reason;
        Self { on: Date(ruled_out.on), reason: reason.text().map(str::to_owned), erased: reason.is_erased() }
    }
}

/// A permit that is missing although the project passed the gate that asks for it. 手续缺口
pub struct PermitGap {
    permit: Permit,
    gap: gap::Gap,
}

impl PermitGap {
    /// The gaps of a project, in the order in which the permits were added.
    pub(super) async fn of(ctx: &Context<'_>, project: ProjectId) -> Result<Vec<Self>, PublicError> {
        if !sight(ctx)?.may_read_gaps(project).await.map_err(failed(ctx))? {
            return Ok(Vec::new());
        }
        let permits = Permit::of(ctx, project).await?;
        let steps = Loaders::of(ctx)?.one(StepsOf(project)).await?.unwrap_or_default();
        Ok(permits.iter().filter_map(|permit| permit.gap_among(&steps)).collect())
    }
}

/// A permit that is missing although the project passed the gate that asks for it. 手续缺口
#[Object]
impl PermitGap {
    /// The permit that is missing. 手续
    async fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The stage entered whose gate asks for it. 进入的阶段
    async fn stage(&self) -> Stage {
        self.gap.stage.into()
    }

    /// Since when it is missing there: the day that stage was entered, or the day the permit was lost since. 缺口起始日期
    async fn since(&self) -> Date {
        Date(self.gap.since)
    }
}
