//! What happened to a case.

use async_graphql::{Context, ID, Object, SimpleObject};
use luodi_domain::case::{self, CaseView, EventSource};

use crate::{
    codes::PublicError,
    ids::global,
    scalars::Date,
    types::{
        Agency,
        enums::{CaseEventKind, LegKind},
        fetch::Fetch,
        value::{is_erased, text},
    },
};

/// Something that happened to a case. 办件事件
pub struct CaseEvent {
    event: case::CaseEvent,
    flagged: bool,
    repeated: bool,
}

impl CaseEvent {
    /// The events of a case: the valid ones in the order in which they count, then the others by day.
    pub(super) fn all(case: &case::Case, view: &CaseView) -> Vec<Self> {
        let valid = view.order.iter().filter_map(|id| case.events.get(id));
        let mut others: Vec<_> = case.events.values().filter(|event| !event.valid).collect();
        others.sort_by_key(|event| (event.occurred_on, event.id));
        valid.chain(others).map(|event| Self::of(event, view)).collect()
    }

    /// One of the events of a case.
    pub(super) fn of(event: &case::CaseEvent, view: &CaseView) -> Self {
        Self {
            event: event.clone(),
            flagged: view.flagged.contains(&event.id),
            repeated: view.repeated.contains(&event.id),
        }
    }
}

/// Something that happened to a case. 办件事件
#[Object]
impl CaseEvent {
    /// Its global id, to take it back by. 标识
    async fn id(&self) -> ID {
        global(self.event.id)
    }

    /// What happened. 事件类别
    async fn kind(&self) -> CaseEventKind {
        self.event.kind.into()
    }

    /// The day it happened. 发生日期
    async fn occurred_on(&self) -> Date {
        Date(self.event.occurred_on)
    }

    /// The time of day in Asia/Shanghai as `HH:MM:SS`, if known. 发生时刻
    async fn occurred_at(&self) -> Option<String> {
        self.event.occurred_at.map(|time| time.format("%H:%M:%S").to_string())
    }

    /// The system that sent it; null when an officer recorded it. 来源系统
    async fn source(&self) -> Option<CaseEventSource> {
        match &self.event.source {
            EventSource::Officer => None,
            EventSource::System { name, reference } => {
                Some(CaseEventSource { system: name.clone(), reference: reference.clone() })
            }
        }
    }

    /// Where it was handed on to; given with HANDED_ON and only with it. 转往
    async fn handover(&self) -> Option<CaseHandover> {
        self.event.handover.map(CaseHandover)
    }

    /// The decision's document. 批文
    async fn document(&self) -> Option<CaseDocument> {
        self.event.document.as_ref().map(CaseDocument::from)
    }

    /// How many days more were allowed, in days of the legal limit; given with EXTENDED and only with it. 延长日数
    async fn extension(&self) -> Option<u32> {
        self.event.extension.map(|extension| extension.days)
    }

    /// The day by which what is missing is to be there, as agreed with the applicant. 补齐期限
    async fn cure_by(&self) -> Option<Date> {
        self.event.cure_by.map(Date)
    }

    /// What the office wrote; null when it wrote nothing or it was erased. 意见
    async fn opinion(&self) -> Option<String> {
        text(self.event.opinion.as_ref())
    }

    /// Whether the opinion was erased on request (个人信息保护法). 意见是否已删除
    async fn erased(&self) -> bool {
        is_erased(self.event.opinion.as_ref())
    }

    /// False once it was taken back; it then counts for nothing. 是否有效
    async fn valid(&self) -> bool {
        self.event.valid
    }

    /// Whether it cannot follow what came before it: kept, without effect. 是否存疑
    async fn flagged(&self) -> bool {
        self.flagged
    }

    /// Whether it says what was already so: kept, without effect. 是否重复
    async fn repeated(&self) -> bool {
        self.repeated
    }
}

/// The approval system that sent an event of a case. 来源系统
#[derive(SimpleObject)]
struct CaseEventSource {
    /// The system's name. 系统名称
    system: String,
    /// The system's own key of the event. 系统内编号
    reference: String,
}

/// The document that came with an event of a case. 批文
#[derive(SimpleObject)]
pub(in crate::types) struct CaseDocument {
    /// Its number. 文号
    number: String,
    /// The last day on which it is valid. 有效期至
    valid_until: Option<Date>,
}

impl From<&case::Document> for CaseDocument {
    fn from(document: &case::Document) -> Self {
        Self { number: document.number.clone(), valid_until: document.valid_until.map(Date) }
    }
}

/// Where a case was handed on to. 转报/流转
struct CaseHandover(case::Handover);

/// Where a case was handed on to. 转报/流转
#[Object]
impl CaseHandover {
    /// Which leg begins. 流转环节
    async fn leg(&self) -> LegKind {
        self.0.leg.into()
    }

    /// The agency that receives it. 接收单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Agency, PublicError> {
        Agency::named(ctx, self.0.agency).await
    }

    /// By when that leg is to be done. 时限
    async fn due_on(&self) -> Option<Date> {
        self.0.due_on.map(Date)
    }
}
