//! Inputs for cases and their events.

use async_graphql::{ID, InputObject, OneofObject};
use luodi_domain::actor::PostRole;
use luodi_domain::case::{self, Document, EventSource, Handover, NationalStatus};
use luodi_domain::command::{Command, NewContact, OpenCase, RecordCaseEvent};
use luodi_domain::ids::{AgencyId, CaseEventId, CaseId, PermitId};
use luodi_domain::refusal::{Fact, Refusal, Rule};

use super::value::ContactInput;
use super::{NewId, OnProject, OnProjectOnce, ProjectInput, Target, Terms, day, read};
use crate::scalars::Date;
use crate::types::enums::{CaseEventKind, LegKind};

/// Opens an attempt at a permit 新开办件. A re-filing is a new case.
#[derive(Debug, InputObject)]
pub(crate) struct OpenCaseInput {
    /// For which permit. 手续
    pub(crate) permit_id: ID,
    /// The number the approval system gave it. 办件编号
    pub(crate) number: Option<String>,
    /// The agency that receives it; the permit's if left out. 接件单位
    pub(crate) agency_id: Option<ID>,
    /// By when the first leg is to be done. 首个环节期限
    pub(crate) first_leg_due: Option<Date>,
    /// The clerk who handles it: a contact, never the responsible officer. 经办人
    pub(crate) handler: Option<ContactInput>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl ProjectInput for OpenCaseInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.permit_id, "permitId", PermitId::parse).map(Target::Permit)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::OpenCase(OpenCase {
            id: CaseId::from_uuid(new_id()),
            permit: read::id(&self.permit_id, "permitId", PermitId::parse)?,
            number: self.number.clone(),
            agency: read::maybe_id(self.agency_id.as_ref(), "agencyId", AgencyId::parse)?,
            first_leg_due: day(self.first_leg_due),
            handler: self.handler.as_ref().map(NewContact::from),
        }))
    }
}

/// What happened to a case: exactly one of these 办件事项.
#[derive(Debug, OneofObject)]
pub(crate) enum CaseEventInput {
    /// One of our own kinds of event. 办件事项
    Kind(CaseEventKind),
    /// A status code of the national exchange, 1 to 16; 9 with `extension` is 延长审批 (GB/T 39046-2020 A.7). 办理状态（BLZT）
    NationalStatus(i32),
}

impl CaseEventInput {
    /// The kind of event. More days are a kind of special procedure by GB/T 39046-2020 A.7, so that code 9 with days more is
    /// no stop but an extension.
    fn read(&self, extended: bool) -> Result<case::CaseEventKind, Refusal> {
        match self {
            Self::NationalStatus(9) if extended => Ok(case::CaseEventKind::Extended),
            Self::Kind(kind) => Ok((*kind).into()),
            Self::NationalStatus(code) => {
                let status = u8::try_from(*code).ok().and_then(NationalStatus::new);
                let wrong = || read::invalid(&code.to_string(), "nationalStatus").under("event");
                status.map(NationalStatus::event).ok_or_else(wrong)
            }
        }
    }
}

/// The system that an event came from, and its own key of it 来源系统.
#[derive(Debug, InputObject)]
pub(crate) struct EventSourceInput {
    /// The system's name. 系统名称
    pub(crate) name: String,
    /// The system's own key of the event. 系统内标识
    pub(crate) reference: String,
}

/// Where a case is handed on to 转报去向.
#[derive(Debug, InputObject)]
pub(crate) struct HandoverInput {
    /// Which leg begins. 环节
    pub(crate) leg: LegKind,
    /// The agency that receives the case. 接收单位
    pub(crate) agency_id: ID,
    /// By when that leg is to be done. 环节期限
    pub(crate) due_on: Option<Date>,
}

/// The document that came with an event 文书.
#[derive(Debug, InputObject)]
pub(crate) struct DocumentInput {
    /// Its number. 文号
    pub(crate) number: String,
    /// The last day it is valid. 有效期至
    pub(crate) valid_until: Option<Date>,
}

/// Records what happened to a case 记录办件经过; `occurredOn` is its day.
///
/// An officer's event that cannot follow what happened before is refused; that of a connected system is kept and flagged.
#[derive(Debug, InputObject)]
pub(crate) struct RecordCaseEventInput {
    /// Which case. 办件
    pub(crate) case_id: ID,
    /// What happened. 办件事项
    pub(crate) event: CaseEventInput,
    /// The time of day in Asia/Shanghai, `14:30` or `14:30:05`, if known. 时间
    pub(crate) occurred_at: Option<String>,
    /// For callers with the role INTEGRATION, who must give it, and only for them: the system it came from. 来源系统
    pub(crate) source: Option<EventSourceInput>,
    /// Where the case is handed on to: with HANDED_ON and only with it. 转报去向
    pub(crate) handover: Option<HandoverInput>,
    /// The decision's document. 文书
    pub(crate) document: Option<DocumentInput>,
    /// How many days more the head of the agency allowed, in days of the legal limit: with EXTENDED and only with it. An
    /// officer says why in `opinion` and by which `document`, and goes no further than the law. 延长日数
    pub(crate) extension: Option<i32>,
    /// The day by which what is missing is to be there, as agreed with the applicant: with ACCEPTED_WITH_DEFECTS and
    /// APPROVED_WITH_DEFECTS only. 补齐期限
    pub(crate) cure_by: Option<Date>,
    /// What the office wrote. 意见
    pub(crate) opinion: Option<String>,
    #[graphql(flatten)]
    pub(crate) terms: OnProjectOnce,
}

impl RecordCaseEventInput {
    fn case(&self) -> Result<CaseId, Refusal> {
        read::id(&self.case_id, "caseId", CaseId::parse)
    }
}

impl ProjectInput for RecordCaseEventInput {
    fn target(&self) -> Result<Target, Refusal> {
        self.case().map(Target::Case)
    }

    /// A system's event is kept even when it does not fit, so only a connected system may say that it sent one.
    fn admits(&self, role: PostRole) -> Result<(), Refusal> {
        match (&self.source, role) {
            (Some(_), PostRole::Integration) => Ok(()),
            (None, PostRole::Integration) => Err(Refusal::new(Rule::Required).at("source")),
            (Some(_), role) => {
                let role = Fact::Term("role", role.as_str());
                Err(Refusal::new(Rule::RoleNotAllowed).at("source").with("role", role))
            }
            (None, _) => Ok(()),
        }
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, new_id: NewId<'_>) -> Result<Command, Refusal> {
        let source = |source: &EventSourceInput| EventSource::System {
            name: source.name.clone(),
            reference: source.reference.clone(),
        };
        let document = |document: &DocumentInput| Document {
            number: document.number.clone(),
            valid_until: day(document.valid_until),
        };
        let at = self.occurred_at.as_ref().map(|time| read::time(time, "occurredAt")).transpose()?;
        Ok(Command::RecordCaseEvent(RecordCaseEvent {
            id: CaseEventId::from_uuid(new_id()),
            case: self.case()?,
            kind: self.event.read(self.extension.is_some())?,
            occurred_at: at,
            source: self.source.as_ref().map_or(EventSource::Officer, source),
            handover: self.handover.as_ref().map(HandoverInput::read).transpose()?,
            document: self.document.as_ref().map(document),
            extension: self.extension.map(extension).transpose()?,
            cure_by: day(self.cure_by),
            opinion: self.opinion.clone(),
        }))
    }
}

/// A number of days that may be a limit's.
fn extension(days: i32) -> Result<u32, Refusal> {
    u32::try_from(days).map_err(|_| read::invalid(&days.to_string(), "extension"))
}

impl HandoverInput {
    fn read(&self) -> Result<Handover, Refusal> {
        let agency = read::id(&self.agency_id, "agencyId", AgencyId::parse);
        Ok(Handover {
            leg: self.leg.into(),
            agency: agency.map_err(|refusal| refusal.under("handover"))?,
            due_on: day(self.due_on),
        })
    }
}

/// Takes back an event of a case that was wrong 作废办件经过, with a reason. It stays in the history.
#[derive(Debug, InputObject)]
pub(crate) struct InvalidateCaseEventInput {
    /// Which case. 办件
    pub(crate) case_id: ID,
    /// Which of its events. 办件经过
    pub(crate) event_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl ProjectInput for InvalidateCaseEventInput {
    fn target(&self) -> Result<Target, Refusal> {
        read::id(&self.case_id, "caseId", CaseId::parse).map(Target::Case)
    }

    fn terms(&self) -> Terms<'_> {
        (&self.terms).into()
    }

    fn command(&self, _: NewId<'_>) -> Result<Command, Refusal> {
        Ok(Command::InvalidateCaseEvent {
            case: read::id(&self.case_id, "caseId", CaseId::parse)?,
            event: read::id(&self.event_id, "eventId", CaseEventId::parse)?,
        })
    }
}
