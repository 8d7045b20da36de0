//! Filters and orders of projects.

use async_graphql::{Enum, ID, InputObject};
use luodi_app::list::{
    self, AgencyRole, Direction, Filter, OfficerRole, OutlookPart, ProjectKey, ProjectTerm,
};
use luodi_domain::ids::{AgencyId, OfficerId, ProjectId, RegionId};

use super::{
    AmountFilter, CodeFilter, DateFilter, DateTimeFilter, LineageFilter, PermitFilter, Reader, StageFilter,
    StandingFilter, TrackFilter,
};
use crate::{codes::PublicError, types::enums::Stage};

/// Which projects; all that is given must hold. Stage, standing and investment of a project in phases are those it shows,
/// which its phases amount to; everything else is its own. 项目筛选条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct ProjectFilter {
    #[graphql(flatten)]
    own: ProjectCondition,
    /// All of these hold too. 同时满足
    and: Option<Vec<ProjectCondition>>,
    /// At least one of these holds too. 满足其一
    or: Option<Vec<ProjectCondition>>,
    /// This does not hold. 不满足
    not: Option<ProjectCondition>,
}

/// What is asked of a project; all that is given must hold. 项目条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct ProjectCondition {
    /// How far it has come. 阶段
    stage: Option<StageFilter>,
    /// Whether it is being pushed forward. 状态
    standing: Option<StandingFilter>,
    /// Its kind. 类型
    track: Option<TrackFilter>,
    /// Whether it stands alone, was split into phases, or is a phase. 是否分期
    lineage: Option<LineageFilter>,
    /// It is a phase of one of these. 所属总项目
    phase_of: Option<Vec<ID>>,
    /// It lies in one of these regions or below: province, city, county or park. 行政区划
    region: Option<Vec<ID>>,
    /// Its industrial chain. 产业链
    chain: Option<CodeFilter>,
    /// Its industry by GB/T 4754. 行业
    industry: Option<CodeFilter>,
    /// It has one of these labels. 标签
    label: Option<Vec<String>>,
    /// It has a permit of which all of this holds. 有此手续
    permit: Option<PermitFilter>,
    /// It has no permit of which all of this holds. 无此手续
    no_permit: Option<PermitFilter>,
    /// What its plan of permits comes to today; it holds of no project of which the caller may not read all. 手续计划
    plan: Option<PlanCondition>,
    /// One of these officers is in charge. 责任人
    officer: Option<OfficerCondition>,
    /// One of these agencies has to do with it. 单位
    agency: Option<AgencyCondition>,
    /// Its names, former names or codes hold each of these words: any characters, pinyin, or initials. 文字搜索
    text: Option<String>,
    /// The agreed investment in yuan; of a project in phases its own, or else the sum of its phases. 协议投资额
    agreed_investment: Option<AmountFilter>,
    /// The first day that the planned start can mean. 计划开工
    planned_start: Option<DateFilter>,
    /// The first day that the planned production can mean. 计划投产
    planned_production: Option<DateFilter>,
    /// It entered a stage on such a day. 进入阶段
    entered: Option<Vec<EnteredCondition>>,
    /// When it was first written down here. 登记时间
    created_at: Option<DateTimeFilter>,
    /// When anything was last written down about it. 更新时间
    updated_at: Option<DateTimeFilter>,
}

/// Who is in charge, and how. 责任人条件
#[derive(InputObject, Debug, Clone)]
pub(crate) struct OfficerCondition {
    /// One of these officers. 责任人
    #[graphql(name = "in")]
    officers: Vec<ID>,
    /// In one of these ways; any when not said. 方式
    roles: Option<Vec<ProjectOfficerRole>>,
}

/// Which agency has to do with it, and how. 单位条件
#[derive(InputObject, Debug, Clone)]
pub(crate) struct AgencyCondition {
    /// One of these agencies. 单位
    #[graphql(name = "in")]
    agencies: Vec<ID>,
    /// In one of these ways; any when not said. 方式
    roles: Option<Vec<ProjectAgencyRole>>,
}

/// What a plan of permits comes to today, by the permit catalogue and what is known of the project; all that is given must
/// hold. 手续计划条件
#[derive(InputObject, Debug, Clone, Default)]
pub(crate) struct PlanCondition {
    /// Whether it was ever drawn by `planPermits`. 是否已编制
    drawn: Option<bool>,
    /// Whether a permit can be filed today. 是否有今天可报手续
    fileable: Option<bool>,
    /// Whether there are permits of which nobody can say whether it needs them. 是否有待定事项
    undecided: Option<bool>,
    /// Whether attributes are missing that the plan waits for. 是否有待补属性
    missing: Option<bool>,
    /// Whether it was drawn and drawing it again would change a permit: `planPermits(dryRun: true)` shows what. 计划是否待更新
    outdated: Option<bool>,
}

impl PlanCondition {
    fn terms(&self) -> impl Iterator<Item = ProjectTerm> {
        let parts = [
            (OutlookPart::Fileable, self.fileable),
            (OutlookPart::Undecided, self.undecided),
            (OutlookPart::Missing, self.missing),
            (OutlookPart::Outdated, self.outdated),
        ];
        let kept = parts.into_iter().filter_map(|(part, some)| Some(ProjectTerm::Outlook(part, some?)));
        kept.chain(self.drawn.map(ProjectTerm::Planned))
    }
}

/// When it entered a stage. 进入阶段条件
#[derive(InputObject, Debug, Clone)]
pub(crate) struct EnteredCondition {
    /// The stage. 阶段
    stage: Stage,
    /// The day. 日期
    on: DateFilter,
}

/// How an officer is in charge of a project. 责任方式
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "OfficerRole")]
pub(crate) enum ProjectOfficerRole {
    /// Responsible for an open step. 主办
    Responsible,
    /// Assists with an open step. 协办
    Assisting,
    /// Supervises an open step. 督办
    Supervising,
    /// Its landing specialist. 落地专员
    LandingSpecialist,
    /// Its leader in charge. 包抓领导
    LeaderInCharge,
}

/// What an agency has to do with a project. 单位关系
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "AgencyRole")]
pub(crate) enum ProjectAgencyRole {
    /// It brought the project. 首谈单位
    Originating,
    /// It has a credit for it, now or before. 认定归属
    Credited,
    /// It decides one of its permits. 审批单位
    Deciding,
}

/// What projects are sorted by. Pages go on behind the last row's value: a project whose value changes while pages are
/// turned moves to its new place, and may come twice or not at all; all others come once. REGISTERED never changes.
/// 排序字段
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "ProjectKey")]
pub(crate) enum ProjectOrderField {
    /// The order in which they were registered. 登记顺序
    Registered,
    /// The name, by its pinyin. 名称
    Name,
    /// How far they have come. 阶段
    Stage,
    /// The agreed investment. 协议投资额
    AgreedInvestment,
    /// The planned start. 计划开工
    PlannedStart,
    /// The planned production. 计划投产
    PlannedProduction,
    /// When anything was last written down about them. 更新时间
    Updated,
}

/// Which way a list runs; what has no value stands last either way. 排序方向
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Direction")]
pub(crate) enum OrderDirection {
    /// From the smallest, or earliest. 升序
    Ascending,
    /// From the largest, or latest. 降序
    Descending,
}

/// How projects are sorted; what is equal stands in the order of registration. 排序
#[derive(InputObject, Debug, Clone, Copy)]
pub(crate) struct ProjectOrder {
    /// By what. 字段
    field: ProjectOrderField,
    /// Which way. 方向
    #[graphql(default_with = "OrderDirection::Ascending")]
    direction: OrderDirection,
}

impl From<ProjectOrder> for list::Order<ProjectKey> {
    fn from(order: ProjectOrder) -> Self {
        Self { key: order.field.into(), direction: Direction::from(order.direction) }
    }
}

impl ProjectFilter {
    /// As the store understands it.
    pub(crate) fn read(self, reader: &mut Reader) -> Result<list::ProjectFilter, PublicError> {
        let mut all = vec![self.own.read(reader)?];
        for (at, one) in self.and.unwrap_or_default().into_iter().enumerate() {
            all.push(reader.within(&format!("and.{at}"), |reader| one.read(reader))?);
        }
        if let Some(either) = self.or {
            let either = either
                .into_iter()
                .enumerate()
                .map(|(at, one)| reader.within(&format!("or.{at}"), |reader| one.read(reader)));
            all.push(Filter::Any(either.collect::<Result<_, _>>()?));
        }
        if let Some(not) = self.not {
            let not = reader.within("not", |reader| not.read(reader))?;
            all.push(Filter::Not(Box::new(not)));
        }
        Ok(Filter::All(all))
    }
}

impl ProjectCondition {
    fn read(self, reader: &mut Reader) -> Result<list::ProjectFilter, PublicError> {
        let mut terms = Vec::new();
        reader.compare(&mut terms, self.stage, |_, value| Ok(value.into()), ProjectTerm::Stage)?;
        reader.compare(&mut terms, self.standing, |_, value| Ok(value.into()), ProjectTerm::Standing)?;
        reader.compare(&mut terms, self.track, |_, value| Ok(value.into()), ProjectTerm::Track)?;
        reader.compare(&mut terms, self.lineage, |_, value| Ok(value.into()), ProjectTerm::Lineage)?;
        if let Some(umbrellas) = self.phase_of {
            terms.push(ProjectTerm::PhaseOf(reader.ids(&umbrellas, "phaseOf", ProjectId::parse)?));
        }
        if let Some(regions) = self.region {
            terms.push(ProjectTerm::Region(reader.ids(&regions, "region", RegionId::parse)?));
        }
        reader.compare(&mut terms, self.chain, |_, value| Ok(value), ProjectTerm::Chain)?;
        reader.compare(&mut terms, self.industry, |_, value| Ok(value), ProjectTerm::Industry)?;
        if let Some(labels) = self.label {
            reader.count(labels.len())?;
            reader.join(1)?;
            terms.push(ProjectTerm::Label(labels));
        }
        reader.join(usize::from(self.permit.is_some()) + usize::from(self.no_permit.is_some()))?;
        if let Some(permit) = self.permit {
            terms.push(ProjectTerm::Permit(reader.within("permit", |reader| permit.read(reader))?));
        }
        let absent = self.no_permit.map(|permit| reader.within("noPermit", |reader| permit.read(reader)));
        let absent = absent.transpose()?;
        if let Some(plan) = self.plan {
            let asked: Vec<ProjectTerm> = plan.terms().collect();
            reader.join(asked.len())?;
            terms.extend(asked);
        }
        reader.join(usize::from(self.officer.is_some()) + usize::from(self.agency.is_some()))?;
        if let Some(officer) = self.officer {
            let roles = reader.roles(officer.roles, &OfficerRole::ALL, officer.officers.len())?;
            let officers = reader.ids(&officer.officers, "officer.in", OfficerId::parse)?;
            terms.push(ProjectTerm::Officer { officers, roles });
        }
        if let Some(agency) = self.agency {
            let roles = reader.roles(agency.roles, &AgencyRole::ALL, agency.agencies.len())?;
            let agencies = reader.ids(&agency.agencies, "agency.in", AgencyId::parse)?;
            terms.push(ProjectTerm::Agency { agencies, roles });
        }
        terms.extend(reader.words(self.text.as_deref())?.map(ProjectTerm::Text));
        let money = |reader: &Reader, amount| reader.money(amount, "agreedInvestment");
        reader.compare(&mut terms, self.agreed_investment, money, ProjectTerm::AgreedInvestment)?;
        reader.compare(&mut terms, self.planned_start, |_, day| Ok(day.0), ProjectTerm::PlannedStart)?;
        reader.compare(
            &mut terms,
            self.planned_production,
            |_, day| Ok(day.0),
            ProjectTerm::PlannedProduction,
        )?;
        for entered in self.entered.unwrap_or_default() {
            reader.join(1)?;
            let on = reader.days(Some(entered.on))?;
            terms.push(ProjectTerm::Entered { stage: entered.stage.into(), on });
        }
        reader.compare(&mut terms, self.created_at, |_, at| Ok(at.0), ProjectTerm::Registered)?;
        reader.compare(&mut terms, self.updated_at, |_, at| Ok(at.0), ProjectTerm::Updated)?;
        // A condition without terms is a part of the statement too.
        reader.count(1 + terms.len() + usize::from(absent.is_some()))?;
        let held = Filter::from(terms);
        Ok(match absent {
            None => held,
            Some(absent) => {
                Filter::All(vec![held, Filter::Not(Box::new(Filter::Term(ProjectTerm::Permit(absent))))])
            }
        })
    }
}
