//! What would become of a plan if things were otherwise. Nothing is kept.

use std::collections::BTreeSet;

use async_graphql::{Context, Object, SimpleObject};
use luodi_app::read::Head;
use luodi_domain::{
    catalogue::Node,
    ids::PermitId,
    milestone::Milestone,
    permit::Permit,
    plan::{Ground, Key, Moved, NeedChange, Outcome, PlannedDays, SupposeError, is_idle},
    refusal::{Refusal, Segment},
    schedule::{Estimate, Schedule, working_days},
    words::Words,
};

use super::names::Namer;
use super::point::{PlanDate, PlanNode};
use super::work::{self, Found, outlook};
use crate::{
    codes::{ErrorCode, PublicError},
    inputs::plan::WhatIfInput,
    messages::{self, PermitNames},
    page::page_cost,
    schema::{
        failure::Missing,
        language,
        loaders::{AttachmentsOf, Loaders, StepsOf},
    },
    types::{LONG, enums::PlanNeed},
};

/// What would become of a plan if things were otherwise. 假设推演结果
pub struct WhatIf {
    points: [Shift; 4],
    path: Vec<PlanNode>,
    moved: Vec<PlanMove>,
    needs: Vec<Need>,
}

/// A day as it is and as it would be.
#[derive(Debug, Clone, Copy)]
struct Shift {
    before: Estimate,
    after: Estimate,
    days: i64,
}

#[derive(Clone)]
struct Need {
    code: String,
    name: Words,
    before: luodi_domain::plan::Need,
    after: luodi_domain::plan::Need,
    why: Words,
    stays: bool,
}

impl WhatIf {
    /// What would become of the plan of a project as of today.
    pub(crate) async fn of(ctx: &Context<'_>, head: &Head, input: &WhatIfInput) -> Result<Self, PublicError> {
        let supposition = input.read().map_err(|refusal| refused(ctx, &refusal))?;
        let loaders = Loaders::of(ctx)?;
        let (found, steps, attachments) = futures::future::try_join3(
            Found::of(ctx, head),
            async { loaders.one(StepsOf(head.id)).await },
            async { loaders.one(AttachmentsOf(head.id)).await },
        )
        .await?;
        let (steps, attachments) = (steps.unwrap_or_default(), attachments.unwrap_or_default());
        let idle = |permit: &&Permit| {
            let materials = found.materials.values().map(AsRef::as_ref);
            is_idle(permit, steps.steps.get(&permit.step), attachments.values(), materials)
        };
        let idle: BTreeSet<PermitId> = found.permits.values().filter(idle).map(|permit| permit.id).collect();
        let milestones: Vec<&Milestone> = found.milestones.values().collect();
        let ground = Ground {
            catalogue: &found.catalogue,
            answers: &head.profile.attributes,
            permits: &found.permits,
            papers: &found.papers,
            idle: &idle,
            milestones: &milestones,
            planned: PlannedDays::of(&head.profile),
            calendar: &found.published.calendar,
            today: found.today,
        };
        let outcome = supposition.weigh(ground).map_err(|error| match error {
            SupposeError::Refused(refusal) => refused(ctx, &refusal),
            SupposeError::NoSchedule(_) => Missing::Data("schedule").into(),
        })?;
        Self::told(&outcome, &found)
    }

    fn told(outcome: &Outcome<'_>, found: &Found) -> Result<Self, PublicError> {
        let namer = Namer::new(&found.catalogue, &found.permits, found.today, &outcome.plan);
        let day = |schedule: &Schedule<Key<'_>>, node, late: bool| {
            let outlook = schedule.outlook(Key::Point(node)).ok_or(Missing::Data("outlook"))?;
            Ok::<_, PublicError>(if late { outlook.pessimistic } else { outlook.promised })
        };
        let shift = |node, late| {
            let (before, after) = (day(&outcome.before, node, late)?, day(&outcome.after, node, late)?);
            let days = working_days(&found.published.calendar, before.on, after.on);
            Ok::<_, PublicError>(Shift { before, after, days })
        };
        let moved = |moved: &Moved<'_>| PlanMove {
            node: namer.node(moved.key),
            shift: Shift { before: moved.before, after: moved.after, days: moved.days }.into(),
        };
        let need = |change: &NeedChange<'_>| Need {
            code: change.entry.code.clone(),
            name: Words::new(&change.entry.zh, &change.entry.en),
            before: change.before,
            after: change.after,
            why: work::words(&change.why),
            stays: change.stays,
        };
        Ok(Self {
            points: [
                shift(Node::Start, false)?,
                shift(Node::Start, true)?,
                shift(Node::Production, false)?,
                shift(Node::Production, true)?,
            ],
            path: outlook(&outcome.after, Node::Start, &namer)?.critical_path,
            moved: outcome.moved.iter().map(moved).collect(),
            needs: outcome.needs.iter().map(need).collect(),
        })
    }
}

/// What cannot be supposed, with its field.
fn refused(ctx: &Context<'_>, refusal: &Refusal) -> PublicError {
    let text = messages::refusal(language(ctx), refusal, &refusal.at, &PermitNames::new());
    let steps = refusal.at.iter().map(|segment| match segment {
        Segment::Field(name) => format!(".{name}"),
        Segment::Index(index) => format!(".{index}"),
    });
    let path: String = std::iter::once("input".to_owned()).chain(steps).collect();
    PublicError::new(ErrorCode::BadUserInput, format!("{path}{}{text}", language(ctx).pick("：", ": ")))
}

/// What would become of a plan if things were otherwise. 假设推演结果
#[Object]
impl WhatIf {
    /// When the project is expected to start. 预计开工
    async fn expected_start(&self) -> PlanShift {
        self.points[0].into()
    }

    /// When it can start if every office takes the time that the law gives it. 最迟开工
    async fn latest_start(&self) -> PlanShift {
        self.points[1].into()
    }

    /// When it is expected to produce. 预计投产
    async fn expected_production(&self) -> PlanShift {
        self.points[2].into()
    }

    /// When it can produce if every office takes the time that the law gives it. 最迟投产
    async fn latest_production(&self) -> PlanShift {
        self.points[3].into()
    }

    /// What would decide the day of the start, in order. 关键路径
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn critical_path(&self) -> Vec<PlanNode> {
        self.path.clone()
    }

    /// The permits whose day moves, of those that there are now and would be then. 日期变动
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn moved(&self) -> Vec<PlanMove> {
        self.moved.clone()
    }

    /// The entries of the catalogue that would be needed, or fall away, or become undecided. 事项增减
    #[graphql(complexity = "page_cost(LONG, None, child_complexity)")]
    async fn needs(&self) -> Vec<PlanNeedChange> {
        self.needs.iter().cloned().map(PlanNeedChange).collect()
    }
}

/// A day of a plan as it is, and as it would be. 日期前后对比
#[derive(Clone, Copy, SimpleObject)]
pub(crate) struct PlanShift {
    /// As it is. 现计划
    before: PlanDate,
    /// As it would be. 假设后
    after: PlanDate,
    /// How many working days later; fewer than none if sooner. 推迟工作日数
    working_days: i64,
}

impl From<Shift> for PlanShift {
    fn from(shift: Shift) -> Self {
        Self { before: shift.before.into(), after: shift.after.into(), working_days: shift.days }
    }
}

/// A permit whose day would move. 日期变动
#[derive(Clone, SimpleObject)]
pub(crate) struct PlanMove {
    /// Which. 节点
    node: PlanNode,
    /// When it can be had. 最早取得日期
    shift: PlanShift,
}

/// An entry of the catalogue that would be needed, or fall away, or become undecided. 事项增减
pub(crate) struct PlanNeedChange(Need);

/// An entry of the catalogue that would be needed, or fall away, or become undecided. 事项增减
#[Object]
impl PlanNeedChange {
    /// Its code in the permit catalogue. 事项编码
    async fn type_code(&self) -> &str {
        &self.0.code
    }

    /// What it is called, in the caller's language. 事项名称
    async fn name(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.name.clone())
    }

    /// Whether the project needs it as it is. 现是否需办理
    async fn before(&self) -> PlanNeed {
        self.0.before.into()
    }

    /// Whether it would need it. 假设后是否需办理
    async fn after(&self) -> PlanNeed {
        self.0.after.into()
    }

    /// Why, by the attributes that decide, in the caller's language. 理由
    async fn reason(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.0.why.clone())
    }

    /// Whether it stands in the plan and would stay there: somebody has begun it or added it. 是否保留
    async fn stays(&self) -> bool {
        self.0.stays
    }
}
