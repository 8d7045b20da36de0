//! Events of a case, and the national status codes they come from.

use chrono::{NaiveDate, NaiveTime};

use super::fold::LegKind;
use crate::calendar::DayUnit;
use crate::coded::coded_enum;
use crate::ids::{AgencyId, CaseEventId};
use crate::private::Private;

coded_enum! {
    /// What happened to a case. The first sixteen are the national exchange's BLZT codes 1–16, the rest are ours.
    pub enum CaseEventKind {
        /// 1 接件.
        Submitted = "SUBMITTED",
        /// 2 撤件: withdrawn by the applicant.
        Withdrawn = "WITHDRAWN",
        /// 3 受理: the clock starts.
        Accepted = "ACCEPTED",
        /// 4 不受理: not in form.
        RejectedIntake = "REJECTED_INTAKE",
        /// 5 不予受理: not admissible.
        NotAdmitted = "NOT_ADMITTED",
        /// 6 补正开始.
        SupplementStarted = "SUPPLEMENT_STARTED",
        /// 7 补正结束.
        SupplementEnded = "SUPPLEMENT_ENDED",
        /// 8 部门开始办理.
        InProgress = "IN_PROGRESS",
        /// 9 特别程序开始.
        PauseStarted = "PAUSE_STARTED",
        /// 10 特别程序结束.
        PauseEnded = "PAUSE_ENDED",
        /// 11 办结(通过).
        Approved = "APPROVED",
        /// 12 办结(容缺通过).
        ApprovedWithDefects = "APPROVED_WITH_DEFECTS",
        /// 13 办结(不通过).
        Denied = "DENIED",
        /// 14 撤回: the authority takes its decision back lawfully.
        Recalled = "RECALLED",
        /// 15 撤销: the decision is annulled.
        Revoked = "REVOKED",
        /// 16 撤件待确认.
        WithdrawRequested = "WITHDRAW_REQUESTED",
        /// 转报/流转: handed on to the next leg.
        HandedOn = "HANDED_ON",
        /// 延长审批: the head of the agency allows more days. GB/T 39046 A.7 has it as a kind of special procedure.
        Extended = "EXTENDED",
        /// 容缺受理: accepted although something is missing; the clock starts, and so does the time to cure it.
        AcceptedWithDefects = "ACCEPTED_WITH_DEFECTS",
        /// 告知承诺办结: granted on commitment.
        GrantedOnCommitment = "GRANTED_ON_COMMITMENT",
        /// 容缺补齐: the defect is cured.
        DefectsCured = "DEFECTS_CURED",
        /// 变更: the granted permit was amended.
        Amended = "AMENDED",
        /// 到期失效: its validity ran out.
        Expired = "EXPIRED",
    }
}

impl CaseEventKind {
    /// The order among events of one day whose times are not all known: the order in which they can follow one another.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Submitted => 1,
            Self::RejectedIntake => 2,
            Self::NotAdmitted => 3,
            Self::Accepted => 4,
            Self::AcceptedWithDefects => 5,
            Self::SupplementStarted => 6,
            Self::SupplementEnded => 7,
            Self::InProgress => 8,
            Self::PauseStarted => 9,
            Self::PauseEnded => 10,
            Self::Extended => 11,
            Self::HandedOn => 12,
            Self::WithdrawRequested => 13,
            Self::Withdrawn => 14,
            Self::Denied => 15,
            Self::ApprovedWithDefects => 16,
            Self::GrantedOnCommitment => 17,
            Self::Approved => 18,
            Self::DefectsCured => 19,
            Self::Amended => 20,
            Self::Recalled => 21,
            Self::Revoked => 22,
            Self::Expired => 23,
        }
    }
}

impl CaseEventKind {
    /// Whether something is missing by it 容缺.
    pub const fn is_with_defects(self) -> bool {
        matches!(self, Self::AcceptedWithDefects | Self::ApprovedWithDefects)
    }
}

/// A status code BLZT of the national exchange (工程建设项目审批管理系统数据共享交换标准), 1–16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NationalStatus(u8);

impl NationalStatus {
    /// The code, if the standard knows it.
    pub const fn new(code: u8) -> Option<Self> {
        if matches!(code, 1..=16) { Some(Self(code)) } else { None }
    }

    /// The number.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// What it means here: one event per code.
    pub const fn event(self) -> CaseEventKind {
        match self.0 {
            1 => CaseEventKind::Submitted,
            2 => CaseEventKind::Withdrawn,
            3 => CaseEventKind::Accepted,
            4 => CaseEventKind::RejectedIntake,
            5 => CaseEventKind::NotAdmitted,
            6 => CaseEventKind::SupplementStarted,
            7 => CaseEventKind::SupplementEnded,
            8 => CaseEventKind::InProgress,
            9 => CaseEventKind::PauseStarted,
            10 => CaseEventKind::PauseEnded,
            11 => CaseEventKind::Approved,
            12 => CaseEventKind::ApprovedWithDefects,
            13 => CaseEventKind::Denied,
            14 => CaseEventKind::Recalled,
            15 => CaseEventKind::Revoked,
            _ => CaseEventKind::WithdrawRequested,
        }
    }
}

/// Who told us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventSource {
    /// An officer recorded it.
    Officer,
    /// An approval system sent it; such an event is kept even when it does not fit, and flagged.
    System {
        /// The system's name.
        name: String,
        /// The system's own key of the event.
        reference: String,
    },
}

/// The document that came with an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// 文号.
    pub number: String,
    /// 有效期至: the last day it is valid.
    pub valid_until: Option<NaiveDate>,
}

/// Where a case is handed on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// Which leg begins.
    pub leg: LegKind,
    /// The agency that receives it.
    pub agency: AgencyId,
    /// By when that leg is to be done.
    pub due_on: Option<NaiveDate>,
}

/// More days 延长, as they were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// How many.
    pub days: u32,
    /// What counts as one: as of the legal limit.
    pub unit: DayUnit,
    /// How many the law allowed of this case when it was told; nothing where it allows none, or nobody knows. What goes
    /// beyond it is kept, flagged and without effect, so that the events alone say what counts.
    pub most: Option<u32>,
}

impl Extension {
    /// Whether the law allows it.
    pub fn is_lawful(self) -> bool {
        self.most.is_some_and(|most| self.days <= most)
    }
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// Its id.
    pub id: CaseEventId,
    /// What happened.
    pub kind: CaseEventKind,
    /// The day it happened.
    pub occurred_on: NaiveDate,
    /// The time of day in Asia/Shanghai, if known.
    pub occurred_at: Option<NaiveTime>,
    /// Who told us.
    pub source: EventSource,
    /// Where it was handed on to; given with [`CaseEventKind::HandedOn`] and only with it.
    pub handover: Option<Handover>,
    /// The decision's document.
    pub document: Option<Document>,
    /// More days; given with [`CaseEventKind::Extended`] and only with it.
    pub extension: Option<Extension>,
    /// 补齐期限: the day by which what is missing is to be there, as agreed with the applicant; only where something is
    /// missing ([`CaseEventKind::is_with_defects`]).
    pub cure_by: Option<NaiveDate>,
    /// 意见: what the office wrote.
    pub opinion: Option<Private>,
    /// Cleared when the event was taken back (a row with "valid = 0", or an officer's correction).
    pub valid: bool,
}

impl CaseEvent {
    /// Whether a system sent the same thing again, to the letter. What differs in anything is an event of its own, kept
    /// like any other. Only an opinion that was erased is not missed: it must not come back.
    pub fn tells_the_same(&self, other: &Self) -> bool {
        let erased = self.opinion.as_ref().is_some_and(Private::is_erased);
        self.moves_the_same(other) && (erased || self.opinion == other.opinion)
    }

    /// Whether a system said the same of the case: its own key, what happened, when, where to and by which document. A word
    /// added to the opinion does not make it happen twice.
    ///
    /// The key alone does not say so: systems use the key of a row again when the row goes on to the next status. What
    /// comes under a known key and tells something else counts like any other event, and is flagged if it does not fit.
    pub(super) fn moves_the_same(&self, other: &Self) -> bool {
        let when = |event: &Self| (event.kind, event.occurred_on, event.occurred_at);
        matches!(self.source, EventSource::System { .. })
            && self.source == other.source
            && when(self) == when(other)
            && (self.handover, &self.document) == (other.handover, &other.document)
            // How many days the law allowed is our own word.
            && self.extension.map(|extension| extension.days) == other.extension.map(|extension| extension.days)
            && self.cure_by == other.cure_by
    }
}
