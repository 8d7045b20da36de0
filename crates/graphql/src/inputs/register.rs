//! Inputs that bring projects into being.

use std::collections::BTreeMap;

use async_graphql::{ID, InputObject};
use luodi_app::projects::{NewPhase, Split};
use luodi_domain::command::Register;
use luodi_domain::ids::{AgencyId, OfficerId, ProjectId, StepId};
use luodi_domain::profile::{CodeStanding, NameKind, Place, Profile};
use luodi_domain::refusal::Refusal;

use super::circumstances::Circumstances;
use super::profile::{PLACE, PlaceInput, codes};
use super::value::{self, AttributeInput, CreditInput, PartialDateInput};
use super::{NewId, OnProjectOnce, Renamed, Terms, life, read};
use crate::scalars::{Date, Decimal};
use crate::types::enums::{Stage, Track};

/// Registers a project 登记项目.
#[derive(Debug, InputObject)]
pub(crate) struct RegisterProjectInput {
    /// The name it goes by, at most 200 characters. 项目名称
    pub(crate) name: String,
    /// Other names it is known by; all are found by search. 别名
    #[graphql(default)]
    pub(crate) aliases: Vec<String>,
    /// Its kind, which decides its stages. 项目类型
    pub(crate) track: Track,
    /// The stage it enters at. Anything after LEAD is taken over from a ledger: its gates are not checked, and its history
    /// says so. 登记阶段
    #[graphql(default_with = "Stage::Lead")]
    pub(crate) stage: Stage,
    /// Who is responsible for the stage from its first instant; if left out whom a duty rule names, else the
    /// landing specialist. 主办
    pub(crate) officer_id: Option<ID>,
    /// By when the stage is to be left. 办结期限
    pub(crate) due_on: Option<Date>,
    /// The investment project code in use (GB/T 40058-2021). 项目代码
    pub(crate) project_code: Option<String>,
    /// Codes it had before; they stay found. 曾用项目代码
    #[graphql(default)]
    pub(crate) former_codes: Vec<String>,
    /// Class of the industry by GB/T 4754-2017, as given. 行业
    pub(crate) industry: Option<String>,
    /// The industry chain it belongs to. 产业链
    pub(crate) chain: Option<String>,
    /// Where it is. 所在地
    pub(crate) place: Option<PlaceInput>,
    /// The agency that brought it. 引资单位
    pub(crate) originating_agency_id: Option<ID>,
    /// Who receives a step when nobody else is named. 落地专员
    pub(crate) landing_specialist_id: Option<ID>,
    /// The leader in charge. 包抓领导
    pub(crate) leader_in_charge_id: Option<ID>,
    /// The units credited with it. 认定归属
    #[graphql(default)]
    pub(crate) credits: Vec<CreditInput>,
    /// Labels such as 重大项目, at most 40 characters each. 标签
    #[graphql(default)]
    pub(crate) labels: Vec<String>,
    /// The investment promised, in yuan. 协议投资额（元）
    pub(crate) agreed_investment: Option<Decimal>,
    /// When works are to start. 计划开工
    pub(crate) planned_start: Option<PartialDateInput>,
    /// When production is to begin. 计划投产
    pub(crate) planned_production: Option<PartialDateInput>,
    /// Further facts that decide which permits are needed. 属性
    #[graphql(default)]
    pub(crate) attributes: Vec<AttributeInput>,
    #[graphql(flatten)]
    pub(crate) circumstances: Circumstances,
    /// At most 64 characters, chosen by the caller. The same key with the same input answers what the first request did
    /// and does nothing again, for seven days; with another input it is refused with IDEMPOTENCY_KEY_REUSED. 幂等键
    pub(crate) idempotency_key: Option<String>,
}

impl RegisterProjectInput {
    /// Fields that the domain calls otherwise.
    pub(crate) const RENAMED: &'static [Renamed] = &PLACE;

    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms {
            circumstances: Some(&self.circumstances),
            expected_version: None,
            idempotency_key: self.idempotency_key.as_deref(),
        }
    }

    pub(crate) fn read(&self, new_id: NewId<'_>) -> Result<Register, Refusal> {
        Ok(Register {
            id: ProjectId::from_uuid(new_id()),
            profile: self.profile(new_id)?,
            phase_of: None,
            stage: self.stage.into(),
            visit: life::visit(self.officer_id.as_ref(), self.due_on, new_id)?,
        })
    }

    fn profile(&self, new_id: NewId<'_>) -> Result<Profile, Refusal> {
        read::lines(&self.aliases, value::ALIAS, "aliases")?;
        read::lines(&self.labels, value::LABEL, "labels")?;
        let former = codes(&self.former_codes)?;
        let mut codes: BTreeMap<_, _> = former.into_iter().map(|code| (code, CodeStanding::Former)).collect();
        if let Some(code) = &self.project_code {
            codes.insert(read::project_code(code, "projectCode")?, CodeStanding::Present);
        }
        let officer = |id: &Option<ID>, field| read::maybe_id(id.as_ref(), field, OfficerId::parse);
        let date =
            |date: &Option<PartialDateInput>, field| date.as_ref().map(|date| date.read(field)).transpose();
        let amount = self.agreed_investment.as_ref();
        Ok(Profile {
            name: self.name.clone(),
            other_names: self.aliases.iter().map(|name| (name.clone(), NameKind::Alias)).collect(),
            track: self.track.into(),
            codes,
            industry: self.industry.clone(),
            chain: self.chain.clone(),
            place: self.place.as_ref().map_or(Ok(Place::default()), PlaceInput::read)?,
            originating_agency: read::maybe_id(
                self.originating_agency_id.as_ref(),
                "originatingAgencyId",
                AgencyId::parse,
            )?,
            landing_specialist: officer(&self.landing_specialist_id, "landingSpecialistId")?,
            leader_in_charge: officer(&self.leader_in_charge_id, "leaderInChargeId")?,
            credits: value::credits(&self.credits, new_id)?,
            labels: self.labels.iter().cloned().collect(),
            agreed_investment: amount.map(|amount| read::money(amount, "agreedInvestment")).transpose()?,
            planned_start: date(&self.planned_start, "plannedStart")?,
            planned_production: date(&self.planned_production, "plannedProduction")?,
            attributes: value::attributes(&self.attributes)?,
            presumed: [].into(),
        })
    }
}

/// Splits a project into phases 分期: it becomes an umbrella whose phases are projects of their own. By a manager, one
/// level only, all or nothing.
#[derive(Debug, InputObject)]
pub(crate) struct SplitIntoPhasesInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// Its phases, two at least. 各期
    pub(crate) phases: Vec<PhaseInput>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

/// A phase about to be registered 分期项目. It takes over the umbrella's stage, track, place and people, but not its
/// codes, names, credits and labels.
#[derive(Debug, InputObject)]
pub(crate) struct PhaseInput {
    /// Its name. 名称
    pub(crate) name: String,
    /// Its part of the investment promised, in yuan. 协议投资额（元）
    pub(crate) agreed_investment: Option<Decimal>,
    /// When its works are to start. 计划开工
    pub(crate) planned_start: Option<PartialDateInput>,
    /// When its production is to begin. 计划投产
    pub(crate) planned_production: Option<PartialDateInput>,
    /// Who is responsible for its stage; whoever is for the umbrella's if left out. 主办
    pub(crate) officer_id: Option<ID>,
}

impl SplitIntoPhasesInput {
    pub(crate) fn read(&self, new_id: NewId<'_>) -> Result<Split, Refusal> {
        let project = read::id(&self.project_id, "projectId", ProjectId::parse)?;
        let phases = self
            .phases
            .iter()
            .enumerate()
            .map(|(index, phase)| phase.read(new_id).map_err(|refusal| refusal.within("phases", index)));
        Ok(Split { project, phases: phases.collect::<Result<_, _>>()? })
    }
}

impl PhaseInput {
    fn read(&self, new_id: NewId<'_>) -> Result<NewPhase, Refusal> {
        let date =
            |date: &Option<PartialDateInput>, field| date.as_ref().map(|date| date.read(field)).transpose();
        let amount = self.agreed_investment.as_ref();
        Ok(NewPhase {
            id: ProjectId::from_uuid(new_id()),
            step: StepId::from_uuid(new_id()),
            name: self.name.clone(),
            agreed_investment: amount.map(|amount| read::money(amount, "agreedInvestment")).transpose()?,
            planned_start: date(&self.planned_start, "plannedStart")?,
            planned_production: date(&self.planned_production, "plannedProduction")?,
            responsible: read::maybe_id(self.officer_id.as_ref(), "officerId", OfficerId::parse)?,
        })
    }
}
