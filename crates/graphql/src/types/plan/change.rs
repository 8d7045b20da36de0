//! What drawing a plan changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use luodi_app::projects::Preview;
use luodi_domain::duty;
use luodi_domain::event::Event;
use luodi_domain::ids::{AgencyId, OfficerId, PermitId};
use luodi_domain::permit::{Level, Permit};
use luodi_domain::plan::{Item, LevelVerdict, Need, Plan, gone};
use luodi_domain::words::Words;

use crate::{
    codes::PublicError,
    schema::language,
    types::{
        Agency, DutyRule, Officer,
        enums::{PermitLevel, PlanChangeKind},
        fetch::Fetch,
    },
};

/// A permit that drawing the plan adds, changes, takes off, or keeps although it is no longer needed, or of which nobody can
/// say any more whether it is needed. 计划变化
pub(crate) struct PlanChange {
    kind: PlanChangeKind,
    code: String,
    name: Words,
    level: Level,
    level_before: Option<Level>,
    agency: Option<AgencyId>,
    agency_before: Option<AgencyId>,
    reason: Words,
    responsible: Option<OfficerId>,
    by_duty: Option<Arc<duty::DutyRule>>,
}

impl PlanChange {
    /// What a plan that was decided on changes.
    pub(crate) fn all(preview: &Preview) -> Vec<Self> {
        let day = preview.after.plan.map_or(NaiveDate::MIN, |plan| plan.drawn_on);
        let plan = Plan::new(preview.catalogue.on(day), &preview.after.profile.attributes);
        let changes = Changes { preview, plan: &plan, day };
        let told = preview.events.iter().filter_map(|event| changes.of(event));
        told.chain(changes.kept()).chain(changes.undecided()).collect()
    }
}

struct Changes<'a> {
    preview: &'a Preview,
    plan: &'a Plan<'a>,
    day: NaiveDate,
}

impl Changes<'_> {
    fn of(&self, event: &Event) -> Option<PlanChange> {
        match event {
            Event::PermitAdded(added) => self.change(PlanChangeKind::Added, added.permit.id),
            Event::PermitReplanned(replanned) => self.change(PlanChangeKind::Changed, replanned.permit),
            Event::PermitRuledOut { permit, .. } => self.change(PlanChangeKind::TakenOff, *permit),
            _ => None,
        }
    }

    /// Permits of the plan that are no longer needed, or perhaps not, or decided elsewhere by now, and stay as they are:
    /// somebody has begun or changed them, or nobody can tell yet.
    fn kept(&self) -> Vec<PlanChange> {
        let standing = |permit: &&Permit| permit.planned.is_some() && permit.ruled_out.is_none();
        let otherwise = |permit: &&Permit| {
            // What the catalogue has no more there is not needed either.
            let Some(item) = permit.item.code().and_then(|code| self.plan.item(code)) else { return true };
            match (item.need, &item.level) {
                (Need::NotNeeded | Need::Covered | Need::Undecided, _) => true,
                (Need::Needed, LevelVerdict::Decided { level, .. }) => *level != permit.level,
                (Need::Needed, LevelVerdict::Open { .. }) => false,
            }
        };
        let kept = self.preview.after.permits.values().filter(standing).filter(otherwise);
        kept.filter_map(|permit| self.change(PlanChangeKind::Kept, permit.id)).collect()
    }

    /// What nobody can tell of now, and could before, or was not asked before. What stands in the plan is among those kept.
    fn undecided(&self) -> Vec<PlanChange> {
        let Preview { before, after, catalogue, .. } = self.preview;
        let earlier =
            before.plan.map(|plan| Plan::new(catalogue.on(plan.drawn_on), &before.profile.attributes));
        let was_open: BTreeSet<&str> = earlier
            .iter()
            .flat_map(|plan| plan.open(&before.permits))
            .map(|item| item.entry.code.as_str())
            .collect();
        let open = self.plan.open(&after.permits);
        let new = open.filter(|item| !was_open.contains(item.entry.code.as_str()));
        new.map(|item| PlanChange {
            kind: PlanChangeKind::Undecided,
            code: item.entry.code.clone(),
            name: Words::new(&item.entry.zh, &item.entry.en),
            level: item.level.level(),
            level_before: None,
            agency: None,
            agency_before: None,
            reason: item.reason(),
            responsible: after.profile.landing_specialist,
            by_duty: None,
        })
        .collect()
    }

    fn change(&self, kind: PlanChangeKind, id: PermitId) -> Option<PlanChange> {
        let permit = self.preview.after.permits.get(&id)?;
        let before = self.preview.before.permits.get(&id);
        let code = permit.item.code()?;
        let item = self.plan.item(code);
        let reason = item.map(|item| match (&item.level, kind) {
            (
                LevelVerdict::Decided { by: Some(_), why, .. } | LevelVerdict::Open { why, .. },
                PlanChangeKind::Added | PlanChangeKind::Changed,
            ) => super::work::words(why),
            _ => item.reason(),
        });
        let step = self.preview.after.steps.get(&permit.step);
        Some(PlanChange {
            kind,
            code: code.to_owned(),
            name: self.name(code, item),
            level: permit.level,
            level_before: before.map(|before| before.level),
            agency: permit.agency,
            agency_before: before.and_then(|before| before.agency),
            reason: reason.unwrap_or_else(gone),
            responsible: step.map(|step| step.responsible),
            by_duty: self.preview.by_duty.get(&id).cloned().map(Arc::new),
        })
    }

    /// What an entry is called, or was called last.
    fn name(&self, code: &str, item: Option<&Item<'_>>) -> Words {
        let known = item.map(|item| Words::new(&item.entry.zh, &item.entry.en));
        let last = || known.or_else(|| self.preview.catalogue.name(code, self.day));
        last().unwrap_or_else(|| Words::new(code, code))
    }
}

/// A permit that drawing the plan adds, changes, takes off, or keeps although it is no longer needed, or of which nobody can
/// say any more whether it is needed. 计划变化
#[Object]
impl PlanChange {
    /// What becomes of it. 变化类别
    async fn kind(&self) -> PlanChangeKind {
        self.kind
    }

    /// Its code in the permit catalogue. 事项编码
    async fn type_code(&self) -> &str {
        &self.code
    }

    /// What it is called, in the caller's language. 事项名称
    async fn name(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.name.clone())
    }

    /// Who decides it then, by level. 审批层级
    async fn level(&self) -> PermitLevel {
        self.level.into()
    }

    /// Who decided it until now; null of what is added. 原审批层级
    async fn level_before(&self) -> Option<PermitLevel> {
        self.level_before.map(Into::into)
    }

    /// The agency that decides it then, where exactly one does. 审批单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.agency).await
    }

    /// The agency that decided it until now. 原审批单位
    async fn agency_before(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.agency_before).await
    }

    /// Who is responsible for it then; of what is undecided, who is to find out. 主办
    async fn responsible(&self, ctx: &Context<'_>) -> Result<Option<Officer>, PublicError> {
        Officer::maybe(ctx, self.responsible).await
    }

    /// The duty rule that names him, where a dry run adds it; null where it is the landing specialist, or somebody holds it
    /// already, and of what was carried out. 责任分工
    async fn by_duty(&self) -> Option<DutyRule> {
        self.by_duty.clone().map(DutyRule)
    }

    /// Why, by the attributes that decided, in the caller's language. 理由
    async fn reason(&self, ctx: &Context<'_>) -> String {
        language(ctx).words(self.reason.clone())
    }
}
