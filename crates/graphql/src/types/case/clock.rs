//! The legal clock of a case.

use async_graphql::{Context, Object, SimpleObject};
use luodi_domain::{
    calendar,
    case::{self, CaseView},
    catalogue::Condition,
    clock::{self, Clock},
};

use super::CaseEvent;
use crate::{
    codes::PublicError,
    page::page_cost,
    scalars::Date,
    schema::{loaders::Loaders, today},
    types::{
        Agency, Permit, SHORT,
        calendar::published,
        catalogue_of_project,
        enums::{ClockAlert, ClockPauseKind, ClockState, DayUnit, LegKind},
        fetch::Fetch,
    },
};

/// The legal clock of a case as of today: worked out from its events, the limits of its permit and the working-day calendar.
/// 办理时限
pub(super) struct CaseClock {
    attempt: case::Case,
    view: CaseView,
    clock: Clock,
    legal_verified: bool,
    promised_verified: bool,
}

impl CaseClock {
    /// Works it out, by the limits of the day of acceptance: what the catalogue says later is for later cases. One that has
    /// ended is measured by what was kept of it then.
    pub(super) async fn of(
        ctx: &Context<'_>,
        permit: &Permit,
        attempt: &case::Case,
        view: &CaseView,
    ) -> Result<Self, PublicError> {
        let today = today(ctx)?;
        let catalogue = catalogue_of_project(ctx, permit.project).await?;
        let entry = permit.permit.entry(Some(attempt), &catalogue, today);
        // Few limits depend on the project.
        let depends =
            entry.is_some_and(|entry| entry.legal.iter().any(|legal| legal.when != Condition::Always));
        let head = if depends { Loaders::of(ctx)?.one(permit.project).await? } else { None };
        let answers = head.map(|head| head.profile.attributes.clone()).unwrap_or_default();
        let limits = entry.map(|entry| entry.limits(&answers)).unwrap_or_default();
        let published = published(ctx).await?;
        let clock = attempt.clock(&limits, &published.calendar, today);
        // What was verified since is another limit than the one that was kept, where they differ.
        let same = |of: Option<clock::Reckoning>, limit| of.is_some_and(|of| Some(of.limit) == limit);
        let verified = |field| entry.is_some_and(|entry| entry.is_verified(field));
        Ok(Self {
            legal_verified: same(clock.legal, limits.legal)
                && entry.is_some_and(|entry| entry.is_legal_verified_for(&answers)),
            promised_verified: same(clock.promised, limits.promised) && verified("promised"),
            clock,
            attempt: attempt.clone(),
            view: view.clone(),
        })
    }

    fn legal_limit(&self) -> Option<ClockReckoning> {
        self.clock.legal.map(|of| ClockReckoning::new(of, self.legal_verified))
    }

    fn promised_limit(&self) -> Option<ClockReckoning> {
        self.clock.promised.map(|of| ClockReckoning::new(of, self.promised_verified))
    }
}

/// The legal clock of a case as of today: worked out from its events, the limits of its permit and the working-day calendar.
/// 办理时限
#[Object]
impl CaseClock {
    /// What it does. 计时状态
    async fn state(&self) -> ClockState {
        self.clock.state.into()
    }

    /// The day of acceptance, which does not count itself. 受理日期
    async fn accepted_on(&self) -> Option<Date> {
        self.clock.course.accepted_on.map(Date)
    }

    /// The day of receipt, where nobody ruled on the intake within five working days of it: by law (行政许可法第三十二条) that
    /// counts as acceptance on that day. It is shown, and nothing is reckoned from it. 逾期未告知视为受理日期
    async fn deemed_accepted_on(&self) -> Option<ClockDay> {
        self.clock.deemed_accepted_on.map(ClockDay::from)
    }

    /// The times after acceptance in which it stood, in their order. 暂停计时
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn pauses(&self) -> Vec<ClockPause> {
        let told_by = |pause: &clock::Pause| {
            let event = self.attempt.events.get(&pause.told_by?)?;
            Some(CaseEvent::of(event, &self.view))
        };
        let pauses = self.clock.course.pauses.iter();
        pauses.map(|pause| ClockPause { pause: *pause, event: told_by(pause) }).collect()
    }

    /// By the limit that the law sets; null before acceptance, and where the catalogue knows none. 法定时限
    async fn legal(&self) -> Option<ClockReckoning> {
        self.legal_limit()
    }

    /// By the limit that was promised; null before acceptance, and where none was. 承诺时限
    async fn promised(&self) -> Option<ClockReckoning> {
        self.promised_limit()
    }

    /// By the limit that is warned of: the promised one, and without one the legal one. 预警依据的时限
    async fn warned_by(&self) -> Option<ClockReckoning> {
        self.promised_limit().or_else(|| self.legal_limit())
    }

    /// The agencies it went through, each with its days. 环节时限
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn legs(&self) -> Vec<LegClock> {
        self.clock.legs.iter().copied().map(LegClock).collect()
    }

    /// The time to bring what was missing at acceptance or grant; null where nothing was. 容缺补齐
    async fn cure(&self) -> Option<CureClock> {
        self.clock.cure.map(CureClock::from)
    }
}

/// A day on a clock. 时限日期
#[derive(SimpleObject)]
struct ClockDay {
    /// The day. 日期
    on: Date,
    /// Whether it depends on days of which no notice says yet whether they are worked: it may change when one does. 是否暂定
    provisional: bool,
}

impl From<calendar::Deadline> for ClockDay {
    fn from(day: calendar::Deadline) -> Self {
        Self { on: Date(day.on), provisional: day.provisional }
    }
}

/// A case measured by one limit, all days in the unit of that. 时限用时
#[derive(SimpleObject)]
struct ClockReckoning {
    /// The limit, without what was added. 时限
    days: u32,
    /// What its days are. 时限单位
    unit: DayUnit,
    /// Whether somebody has verified the limit in the permit catalogue. 时限是否核实
    verified: bool,
    /// How many days an extension added. 延长日数
    extended_by: u32,
    /// The last day to decide on time; null while the clock stands that stopped before it, for then nobody can know it. 到期日
    deadline: Option<ClockDay>,
    /// How many days of it went by, until the end of the case. 已用日数
    used: u32,
    /// How many days the clock stood. 暂停日数
    paused: u32,
    /// How many days are left; known also while the clock stands. 剩余日数
    remaining: u32,
    /// How many days went by since the deadline, until the end of the case. 超期日数
    overdue: u32,
    /// What to say of it. 时限状态
    alert: ClockAlert,
}

impl ClockReckoning {
    fn new(of: clock::Reckoning, verified: bool) -> Self {
        Self {
            days: of.limit.days,
            unit: of.limit.unit.into(),
            verified,
            extended_by: of.extended_by,
            deadline: of.deadline.map(ClockDay::from),
            used: of.used,
            paused: of.paused,
            remaining: of.remaining,
            overdue: of.overdue,
            alert: of.alert.into(),
        }
    }
}

/// A stop of the clock. 暂停计时
struct ClockPause {
    pause: clock::Pause,
    event: Option<CaseEvent>,
}

/// A stop of the clock. 暂停计时
#[Object]
impl ClockPause {
    /// Why. 暂停事由
    async fn kind(&self) -> ClockPauseKind {
        self.pause.kind.into()
    }

    /// The day it began, which still counts. 起始日期
    async fn from(&self) -> Date {
        Date(self.pause.from)
    }

    /// The day it ended, which does not count; null while it goes on. 截止日期
    async fn to(&self) -> Option<Date> {
        self.pause.to.map(Date)
    }

    /// The event that began it, with its opinion and document. 起因事件
    async fn event(&self) -> Option<&CaseEvent> {
        self.event.as_ref()
    }
}

/// The days of a leg, in working days. 环节时限
struct LegClock(clock::LegClock);

/// The days of a leg, in working days. 环节时限
#[Object]
impl LegClock {
    /// Which part of the way; the first is known only once the case is handed on. 流转环节
    async fn kind(&self) -> Option<LegKind> {
        self.0.kind.map(Into::into)
    }

    /// Who has or had it. 单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.0.agency).await
    }

    /// The day it was sent there. 送达日期
    async fn sent_on(&self) -> Date {
        Date(self.0.sent_on)
    }

    /// By when it is to be done: the day given with it, else by the catalogue's limit for this part of the way, which counts
    /// from acceptance on and stands while the case does; null where neither is known. 环节期限
    async fn due(&self) -> Option<ClockDay> {
        self.0.due.map(ClockDay::from)
    }

    /// The day it was done; null while it is there. 完成日期
    async fn done_on(&self) -> Option<Date> {
        self.0.done_on.map(Date)
    }

    /// How many days it took, or has taken. 用时
    async fn took(&self) -> u32 {
        self.0.took
    }

    /// How many of these the clock stood. 暂停日数
    async fn paused(&self) -> u32 {
        self.0.paused
    }

    /// Whether it was done after its day, or is not done and the day has passed. 是否逾期
    async fn late(&self) -> bool {
        self.0.late
    }

    /// By how many working days: late by a weekend is late by none. 逾期日数
    async fn late_by(&self) -> u32 {
        self.0.late_by
    }
}

/// The time to bring what was missing: it is the applicant's, and no supplement stops it. 容缺补齐
#[derive(SimpleObject)]
struct CureClock {
    /// Since when something is missing. 容缺起始日期
    since: Date,
    /// By when it is to be there: the day agreed with the applicant; null where none is known. 补齐期限
    due: Option<ClockDay>,
    /// The day it was cured. 补齐日期
    cured_on: Option<Date>,
    /// The day on which the case or the grant ended uncured. 未补齐终止日期
    given_up_on: Option<Date>,
    /// How many working days are left; null once it is over, and where no day is known. 剩余日数
    remaining: Option<u32>,
    /// Whether the day passed before either. 是否逾期
    late: bool,
    /// By how many working days. 逾期日数
    late_by: u32,
}

impl From<clock::Cure> for CureClock {
    fn from(cure: clock::Cure) -> Self {
        Self {
            since: Date(cure.since),
            due: cure.due.map(ClockDay::from),
            cured_on: cure.cured_on.map(Date),
            given_up_on: cure.given_up_on.map(Date),
            remaining: cure.remaining,
            late: cure.late,
            late_by: cure.late_by,
        }
    }
}
