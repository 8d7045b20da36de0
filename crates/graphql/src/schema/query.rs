//! The query root.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject};
use futures::future::try_join_all;
use luodi_app::first_plan;
use luodi_app::list::{Direction, DuplicateKey, FileableKey, HistoryPaging, Order, PermitTerm};
use luodi_app::record::AdministeredBy;
use luodi_app::sight::DutyFilter;
use luodi_domain::{
    codes::ProjectCode,
    duty,
    ids::{
        AbsenceId, AgencyId, DaysOffId, DuplicateId, DutyRuleId, IdError, OfficerId, OverrideId, PostId,
        ProjectId, RecorderId, RegionId, TokenId,
    },
    registry,
};
use uuid::Uuid;

use super::catalogue::{CatalogueFilter, catalogue_in, catalogue_place, no_region, region};
use super::lists::{bad_input, limit, other_list, paging, place, placed};
use super::{caller, commands, failed, language, node::Node, notices, sight, today};
use crate::{
    codes::{ErrorCode, PublicError},
    filters::{
        AgencyFilter, DateFilter, DuplicateFilter, EnterpriseFilter, EntryOrder, HistoryFilter,
        OfficerFilter, OrderDirection, PermitListFilter, PermitOrder, ProjectFilter, ProjectOrder, Reader,
        fileable_by,
    },
    inputs::registry::DutyTaskInput,
    page::{Cursor, MAX_PAGE, PageArgs, list_cost, page_cost, summary_cost},
    scalars::Date,
    types::{
        AdministrationEntry, Agency, AttributeType, Deadline, DuplicateSuspicion, DutyOfficer, DutyRule,
        Enterprise, HistoryEntry, Officer, Permit, PermitList, PermitSummary, PermitType, PermitTypeOverride,
        Pipeline, PlanQuestion, Project, ProjectTemplate, Region, RegionLevel, Replanning, Viewer,
        WorkCalendar, change_cursor,
        connection::Connection,
        enums::{DayUnit, Department, ExchangeStage, PermitLevel},
        fetch::Fetch,
        place_of_region,
    },
};

/// Most ids in one `nodes`.
const MAX_NODES: usize = 100;

/// Names one project, by exactly one of its fields. 指定项目
#[derive(OneofObject)]
pub enum ProjectBy {
    /// Its global id. 标识
    Id(ID),
    /// One of its investment project codes, present or former (GB/T 40058-2021). 项目代码
    ProjectCode(String),
}

/// What can be asked. 查询
#[derive(Debug, Clone, Copy)]
pub struct Query;

/// What can be asked. 查询
#[Object]
impl Query {
    /// The caller. 当前用户
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer, PublicError> {
        Viewer::new(ctx, caller(ctx)?).await
    }

    /// Any object by its global id; null when there is none. 按标识查询
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A global id. 标识")] id: ID,
    ) -> Result<Option<Node>, PublicError> {
        Node::find(ctx, &id).await
    }

    /// Any objects by their global ids, in the order of the ids; null where there is none. 按标识批量查询
    #[graphql(complexity = "page_cost(i32::try_from(ids.len()).ok(), None, child_complexity)")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids, at most 100. 标识")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, PublicError> {
        if ids.len() > MAX_NODES {
            let text = language(ctx).pick(
                format!("一次最多查询 {MAX_NODES} 个标识，收到 {} 个。", ids.len()),
                format!("At most {MAX_NODES} ids at a time, got {}.", ids.len()),
            );
            return Err(PublicError::new(ErrorCode::BadUserInput, text));
        }
        try_join_all(ids.iter().map(|id| Node::find(ctx, id))).await
    }

    /// One project; null when there is none. 查询项目
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one. 指定项目")] by: ProjectBy,
    ) -> Result<Option<Project>, PublicError> {
        let id = match by {
            ProjectBy::Id(id) => Some(ProjectId::parse(&id).map_err(|error| bad_id(ctx, &error))?),
            ProjectBy::ProjectCode(code) => {
                let code = ProjectCode::parse(&code).map_err(|error| {
                    let zh = "不是有效的投资项目代码（GB/T 40058-2021），请核对每一位数字。".to_owned();
                    bad_input(ctx, zh, format!("Not an investment project code: {error}."))
                })?;
                sight(ctx)?.project_by_code(&code).await.map_err(failed(ctx))?
            }
        };
        match id {
            Some(id) => Project::fetch(ctx, id).await,
            None => Ok(None),
        }
    }

    /// The projects that pass a filter, sorted. 项目列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which projects; all when not said. 筛选条件")] filter: Option<ProjectFilter>,
        #[graphql(
            desc = "How they are sorted, by at most three fields; in the order of registration when not said. 排序"
        )]
        order_by: Option<Vec<ProjectOrder>>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Project>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)))?;
        let paging = paging(ctx, &page, order_by.unwrap_or_default())?;
        let found = sight(ctx)?.list_projects(&filter, &paging).await.map_err(failed(ctx))?;
        Ok(Connection::new(filter, &page, placed(ctx, found).await?))
    }

    /// The present end of the feed of changes: a client that asks for it, then loads a list, and then subscribes to
    /// `projectChanged` after it misses no change of what it has loaded. 变动游标
    async fn change_cursor(&self, ctx: &Context<'_>) -> Result<String, PublicError> {
        sight(ctx)?.change_head().await.map(change_cursor).map_err(failed(ctx))
    }

    /// How many projects have come how far, by region. 项目进度汇总
    #[graphql(complexity = "summary_cost(child_complexity)")]
    async fn pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which projects; all when not said. 筛选条件")] filter: Option<ProjectFilter>,
        #[graphql(desc = "Which regions are told apart. 汇总层级", default_with = "RegionLevel::County")]
        by: RegionLevel,
    ) -> Result<Pipeline, PublicError> {
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)))?;
        sight(ctx)?.pipeline(&filter, by.into()).await.map(Pipeline).map_err(failed(ctx))
    }

    /// What the permits of projects amount to, by deciding level and outcome. 手续汇总
    #[graphql(complexity = "summary_cost(child_complexity)")]
    async fn permit_summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose permits; all when not said. 项目筛选条件")] projects: Option<ProjectFilter>,
        #[graphql(
            desc = "Only permits decided in this period; those not decided yet are left out then. 办结时段"
        )]
        period: Option<DateFilter>,
    ) -> Result<PermitSummary, PublicError> {
        let reader = &mut Reader::new(language(ctx));
        let filter = projects.unwrap_or_default().read(reader)?;
        let period = reader.days(period)?.into_iter().map(PermitTerm::DecidedOn).collect::<Vec<_>>();
        sight(ctx)?.permit_counts(&filter, &period.into()).await.map(PermitSummary).map_err(failed(ctx))
    }

    /// All regions, in the order in which they were entered. 行政区划列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn regions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Region>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let after = place(ctx, &page, RegionId::parse)?;
        let rows = sight(ctx)?.region_page(after, limit(&page)).await.map_err(failed(ctx))?;
        let placed = |row: registry::Region| {
            let place = row.id.to_string();
            (Region(Arc::new(row)), place)
        };
        Ok(Connection::new((), &page, rows.into_iter().map(placed).collect()))
    }

    /// The agencies that pass a filter, sorted. 单位列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn agencies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which agencies; all when not said. 筛选条件")] filter: Option<AgencyFilter>,
        #[graphql(desc = "How they are sorted; in the order of entry when not said. 排序")] order_by: Option<
            Vec<EntryOrder>,
        >,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Agency>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)))?;
        let paging = paging(ctx, &page, order_by.unwrap_or_default())?;
        let found = sight(ctx)?.list_agencies(&filter, &paging).await.map_err(failed(ctx))?;
        Ok(Connection::new(filter, &page, placed(ctx, found).await?))
    }

    /// What happened to all projects, in the order in which it was recorded. 全部留痕
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which entries; all when not said. 筛选条件")] filter: Option<HistoryFilter>,
        #[graphql(
            desc = "From the earliest or the latest. 排序方向",
            default_with = "OrderDirection::Ascending"
        )]
        direction: OrderDirection,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<HistoryEntry>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)))?;
        let after = page.after.as_ref().map(Cursor::key);
        let paging = HistoryPaging::new(direction.into(), after, limit(&page));
        let paging = paging.map_err(|_| other_list(ctx))?;
        HistoryEntry::list(ctx, filter, &page, &paging).await
    }

    /// What was changed of the registry and of who may come in, in the caller's region and below, the newest first: for
    /// administrators and auditors; for others there is none. 管理留痕
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn administration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of what was changed; anything when not said. 对象标识")]
        about: Option<ID>,
        #[graphql(desc = "The officer who did it; anybody when not said. 操作人标识")] by: Option<ID>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<AdministrationEntry>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let before = page.after.as_ref().map(|cursor| cursor.key().parse::<i64>()).transpose();
        let before = before.map_err(|_| other_list(ctx))?;
        let object = about.map(|id| administered(&id)).transpose().map_err(|error| bad_id(ctx, &error))?;
        let actor = by.map(|id| OfficerId::parse(&id)).transpose().map_err(|error| bad_id(ctx, &error))?;
        AdministrationEntry::page(ctx, AdministeredBy { object, actor, before }, &page).await
    }

    /// Pairs of projects that look the same, the latest first: those of which the caller stands above both. 疑似重复列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn duplicate_suspicions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which pairs; all when not said. 筛选条件")] filter: Option<DuplicateFilter>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<DuplicateSuspicion>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)), today(ctx)?)?;
        let latest = Order { key: DuplicateKey::Found, direction: Direction::Descending };
        let paging = paging(ctx, &page, vec![latest])?;
        let found = sight(ctx)?.list_duplicates(&filter, &paging).await.map_err(failed(ctx))?;
        let ids: Vec<DuplicateId> = found.rows.iter().map(|(id, _)| *id).collect();
        let pairs = DuplicateSuspicion::all(ctx, &ids).await?.into_iter();
        let places: HashMap<DuplicateId, String> = found.rows.into_iter().collect();
        let placed = |pair: DuplicateSuspicion| Some((places.get(&pair.key())?.clone(), pair));
        let rows = pairs.filter_map(placed).map(|(place, pair)| (pair, place)).collect();
        Ok(Connection::new(filter, &page, rows))
    }

    /// The last day of a limit that begins with the day of acceptance, which does not count. A limit in calendar days whose
    /// last day is a day off ends on the next working day. 期限试算
    async fn deadline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day of acceptance. 受理日")] from: Date,
        #[graphql(desc = "How many days, 0 to 3,660. 天数")] days: i32,
        #[graphql(desc = "What days. 时限单位")] unit: DayUnit,
    ) -> Result<Deadline, PublicError> {
        Deadline::of(ctx, from.0, days, unit).await
    }

    /// The working-day calendar. 工作日历
    async fn work_calendar(&self, ctx: &Context<'_>) -> Result<WorkCalendar, PublicError> {
        WorkCalendar::of(ctx).await
    }

    /// The permits that pass a filter, of all projects, sorted. 手续列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn permits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which permits; all when not said. 筛选条件")] filter: Option<PermitListFilter>,
        #[graphql(desc = "How they are sorted; in the order in which they were added when not said. 排序")]
        order_by: Option<Vec<PermitOrder>>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Permit>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)))?;
        let paging = paging(ctx, &page, order_by.unwrap_or_default())?;
        let found = sight(ctx)?.list_permits(&filter, &paging).await.map_err(failed(ctx))?;
        Ok(Connection::new(PermitList::All(filter), &page, placed(ctx, found).await?))
    }

    /// The permits that can be filed today, as `canFileToday` of a plan says it. Of projects
    /// of which the caller may read all; those first whose preparation was agreed for the earliest day, then those added
    /// first. 今天可报手续
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn fileable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of which this officer is responsible. 主办责任人标识")]
        officer_id: Option<ID>,
        #[graphql(desc = "Only those that this agency decides. 审批单位标识")] agency_id: Option<ID>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Permit>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = fileable_by(&Reader::new(language(ctx)), officer_id, agency_id)?;
        let earliest = Order { key: FileableKey::AgreedOn, direction: Direction::Ascending };
        let paging = paging(ctx, &page, vec![earliest])?;
        let found = sight(ctx)?.list_fileable(&filter, &paging).await.map_err(failed(ctx))?;
        Ok(Connection::new(PermitList::Fileable(filter), &page, placed(ctx, found).await?))
    }

    /// How far working out anew what plans come to has come, or had when it ended, for administrators; null for others, and
    /// where there never was anything to. 重新推算进度
    async fn replanning(&self, ctx: &Context<'_>) -> Result<Option<Replanning>, PublicError> {
        Replanning::of(ctx).await
    }

    /// The permit catalogue as it holds on a day, by stage and code. 手续目录
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "a resolver: each is an argument of the field")]
    async fn permit_catalogue(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "As it stands in this region; without what regions say otherwise when not said. 行政区划"
        )]
        region_id: Option<ID>,
        #[graphql(desc = "The day; today when not said. 日期")] on: Option<Date>,
        #[graphql(desc = "Only those of this stage. 审批阶段")] stage: Option<ExchangeStage>,
        #[graphql(desc = "Only those that this kind of department usually decides. 部门类别")]
        department: Option<Department>,
        #[graphql(desc = "Only those that are usually decided at this level. 审批层级")] level: Option<
            PermitLevel,
        >,
        #[graphql(desc = "Only those with this text in their code or one of their names. 检索文本")]
        search: Option<String>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<PermitType>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let after = page.after.as_ref().map(|cursor| catalogue_place(ctx, cursor)).transpose()?;
        let app = commands(ctx)?;
        let asked = CatalogueFilter {
            stage: stage.map(Into::into),
            department: department.map(Into::into),
            level: level.map(Into::into),
            search: search.map(|text| text.trim().to_lowercase()),
        };
        let catalogue = catalogue_in(ctx, region_id.as_ref()).await?;
        let mut all = PermitType::all(&catalogue, on.map_or_else(|| app.today(), |on| on.0));
        all.retain(|one| asked.lets_pass(one.entry()));
        let total = all.len();
        let rows = all.into_iter().map(|one| (one.key(), one));
        let rows = rows.filter(|(key, _)| after.as_ref().is_none_or(|after| after < key));
        let rows = rows.map(|((stage, code), one)| (one, format!("{stage} {code}"))).collect();
        Ok(Connection::new(total, &page, rows))
    }

    /// One entry of the permit catalogue; null when it does not hold on that day. 查询事项
    async fn permit_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its code. 事项编码")] code: String,
        #[graphql(
            desc = "As it stands in this region; without what regions say otherwise when not said. 行政区划"
        )]
        region_id: Option<ID>,
        #[graphql(desc = "The day; today when not said. 日期")] on: Option<Date>,
    ) -> Result<Option<PermitType>, PublicError> {
        let on = on.map_or_else(|| today(ctx), |on| Ok(on.0))?;
        Ok(PermitType::find(&catalogue_in(ctx, region_id.as_ref()).await?, &code, on))
    }

    /// What a region and those above it say otherwise than the permit catalogue, by code and first day; with what is over,
    /// and what never held. 地方调整列表
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    async fn permit_type_overrides(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The region. 行政区划")] region_id: ID,
        #[graphql(desc = "Only those of this entry. 事项编码")] code: Option<String>,
        #[graphql(desc = "Only those that hold on this day. 日期")] on: Option<Date>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<PermitTypeOverride>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let after = place(ctx, &page, OverrideId::parse)?;
        let regions = place_of_region(ctx, region(ctx, &region_id)?).await?;
        let regions = regions.ok_or_else(|| no_region(ctx))?;
        let overrides = notices(ctx).await?.overrides;
        let asked = overrides.of_regions(&regions).filter(|one| {
            let of_code = code.as_ref().is_none_or(|code| *code == one.kept.code);
            of_code && on.is_none_or(|on| one.rule.holds_on(on.0))
        });
        let all: Vec<_> = asked.collect();
        let begin = match after {
            None => 0,
            Some(id) => 1 + all.iter().position(|one| one.kept.id == id).ok_or_else(|| other_list(ctx))?,
        };
        let rows =
            all.iter().skip(begin).map(|one| (PermitTypeOverride(Arc::clone(one)), one.kept.id.to_string()));
        Ok(Connection::new(all.len(), &page, rows.collect()))
    }

    /// Who of ours is responsible for what where nobody is named, in the order of entry; with what is over, and what never
    /// held. 责任分工列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "a resolver: each is an argument of the field")]
    async fn duty_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this region and of those above it, which hold there too. 行政区划")]
        region_id: Option<ID>,
        #[graphql(desc = "Only those that name this officer. 责任人")] officer_id: Option<ID>,
        #[graphql(desc = "Only those for this entry of the permit catalogue. 事项编码")] permit_code: Option<
            String,
        >,
        #[graphql(desc = "Only those that hold on this day. 日期")] on_date: Option<Date>,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<DutyRule>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let after = place(ctx, &page, DutyRuleId::parse)?;
        let filter = DutyFilter {
            region: region_id.map(|id| region(ctx, &id)).transpose()?,
            officer: officer_id
                .map(|id| OfficerId::parse(&id))
                .transpose()
                .map_err(|error| bad_id(ctx, &error))?,
            code: permit_code,
            on: on_date.map(|on| on.0),
        };
        let rows = sight(ctx)?.duty_rules(&filter, after, limit(&page)).await.map_err(failed(ctx))?;
        let placed = |rule: duty::DutyRule| {
            let place = rule.id.to_string();
            (DutyRule(Arc::new(rule)), place)
        };
        Ok(Connection::new(filter, &page, rows.into_iter().map(placed).collect()))
    }

    /// Who would be responsible for something in a project today if nobody were named; null where the caller may not read
    /// all of the project, and of a permit or an entry that is not there. 默认责任人
    async fn duty_officer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which project. 项目")] project_id: ID,
        #[graphql(desc = "For what. 责任事项")] task: DutyTaskInput,
    ) -> Result<Option<DutyOfficer>, PublicError> {
        let id = ProjectId::parse(&project_id).map_err(|error| bad_id(ctx, &error))?;
        // An id of something else is none of the project's.
        let Ok(asked) = task.read() else { return Ok(None) };
        let found = sight(ctx)?.on_duty(id, &asked).await.map_err(failed(ctx))?;
        Ok(found.map(DutyOfficer))
    }

    /// The attributes of projects that conditions of the permit catalogue ask for, in the order in which they are asked.
    /// 项目属性目录
    #[graphql(complexity = "page_cost(Some(MAX_PAGE), None, child_complexity)")]
    #[expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]
    async fn attribute_types(&self, ctx: &Context<'_>) -> Result<Vec<AttributeType>, PublicError> {
        let app = commands(ctx)?;
        Ok(AttributeType::all(&app.catalogue(), app.today()))
    }

    /// Templates per kind of project, for a first plan. 项目模板列表
    #[graphql(complexity = "page_cost(Some(10), None, child_complexity)")]
    async fn project_templates(&self) -> Vec<ProjectTemplate> {
        first_plan::templates().iter().map(ProjectTemplate).collect()
    }

    /// The questions of the first meeting; every attribute belongs to one. 首次对接的问题列表
    #[graphql(complexity = "page_cost(Some(10), None, child_complexity)")]
    async fn plan_questions(&self) -> Vec<PlanQuestion> {
        first_plan::questions().iter().map(PlanQuestion).collect()
    }

    /// The officers that pass a filter, sorted. 责任人列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn officers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which officers; all when not said. 筛选条件")] filter: Option<OfficerFilter>,
        #[graphql(desc = "How they are sorted; in the order of entry when not said. 排序")] order_by: Option<
            Vec<EntryOrder>,
        >,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Officer>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)))?;
        let paging = paging(ctx, &page, order_by.unwrap_or_default())?;
        let found = sight(ctx)?.list_officers(&filter, &paging).await.map_err(failed(ctx))?;
        Ok(Connection::new(filter, &page, placed(ctx, found).await?))
    }

    /// The enterprises that pass a filter, sorted. 企业列表
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn enterprises(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which enterprises; all when not said. 筛选条件")] filter: Option<EnterpriseFilter>,
        #[graphql(desc = "How they are sorted; in the order of entry when not said. 排序")] order_by: Option<
            Vec<EntryOrder>,
        >,
        #[graphql(desc = "How many entries, 1 to 100; 20 when not said. 条数")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins. 起始游标")] after: Option<String>,
    ) -> Result<Connection<Enterprise>, PublicError> {
        let page = PageArgs::parse(first, after.as_deref(), language(ctx))?;
        let filter = filter.unwrap_or_default().read(&mut Reader::new(language(ctx)))?;
        let paging = paging(ctx, &page, order_by.unwrap_or_default())?;
        let found = sight(ctx)?.list_enterprises(&filter, &paging).await.map_err(failed(ctx))?;
        Ok(Connection::new(filter, &page, placed(ctx, found).await?))
    }
}

/// The id of something of which changes are recorded.
fn administered(id: &str) -> Result<Uuid, IdError> {
    match id.split('_').next().unwrap_or_default() {
        RegionId::PREFIX => RegionId::parse(id).map(RegionId::uuid),
        AgencyId::PREFIX => AgencyId::parse(id).map(AgencyId::uuid),
        PostId::PREFIX => PostId::parse(id).map(PostId::uuid),
        AbsenceId::PREFIX => AbsenceId::parse(id).map(AbsenceId::uuid),
        RecorderId::PREFIX => RecorderId::parse(id).map(RecorderId::uuid),
        DutyRuleId::PREFIX => DutyRuleId::parse(id).map(DutyRuleId::uuid),
        DaysOffId::PREFIX => DaysOffId::parse(id).map(DaysOffId::uuid),
        OverrideId::PREFIX => OverrideId::parse(id).map(OverrideId::uuid),
        TokenId::PREFIX => TokenId::parse(id).map(TokenId::uuid),
        _ => OfficerId::parse(id).map(OfficerId::uuid),
    }
}

fn bad_id(ctx: &Context<'_>, error: &IdError) -> PublicError {
    bad_input(
        ctx,
        format!("不是项目标识，应为 {}_ 加 26 位编码。", ProjectId::PREFIX),
        format!("Not a project: {error}."),
    )
}
