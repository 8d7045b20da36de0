//! Permits 手续: one thing the project needs from an agency, and where it stands.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::case::{Case, CaseState, Document};
use crate::catalogue::{Catalogue, PermitType};
use crate::coded::coded_enum;
use crate::cover::{Cover, Covered};
use crate::ids::{AgencyId, CaseEventId, CaseId, PermitId, StepId};
use crate::private::Private;
use crate::stage::Stage;
use crate::step::Turn;

coded_enum! {
    /// The level at which a permit is decided (GB/T 39046-2020 A.2 knows the same levels).
    pub enum Level {
        /// 国家级.
        National = "NATIONAL",
        /// 省级.
        Provincial = "PROVINCIAL",
        /// 市级.
        City = "CITY",
        /// 县级.
        County = "COUNTY",
        /// 乡镇级.
        Township = "TOWNSHIP",
        /// 企业自主: own acceptance or self-commissioned.
        SelfHeld = "SELF",
    }
}

coded_enum! {
    /// Before which point of the project the law wants the permit.
    pub enum Phase {
        /// 开工前.
        BeforeStart = "BEFORE_START",
        /// 投产前.
        BeforeProduction = "BEFORE_PRODUCTION",
        /// 投产后.
        After = "AFTER",
    }
}

impl Phase {
    /// Whether a permit of this phase must be in hand when a project enters the stage.
    pub fn needed_for(self, stage: Stage) -> bool {
        match self {
            Self::BeforeStart => stage >= Stage::Started,
            Self::BeforeProduction => stage >= Stage::Producing,
            Self::After => false,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PermitItem {
    /// 事项: a code of the permit catalogue, such as `construction_permit`.
    Catalogued(String),
    /// A name as the office writes it.
    Named(String),
}

impl PermitItem {
    /// Its code in the permit catalogue; nothing of what was named freely.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Catalogued(code) => Some(code),
            Self::Named(_) => None,
        }
    }
}

coded_enum! {
    /// Where a permit stands before its first case; most of the time is lost there.
    pub enum PreparationKind {
        /// 准备材料.
        Preparing = "PREPARING",
        /// 预审.
        PreReview = "PRE_REVIEW",
    }
}

/// Where a permit stands before its first case, whose turn it is and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preparation {
    /// What is going on.
    pub kind: PreparationKind,
    /// Who must move.
    pub turn: Turn,
    /// The day agreed for it.
    pub agreed_on: Option<NaiveDate>,
}

/// What the plan 手续办理计划 says of a permit, from the catalogue and what is known of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// Who decides, by level.
    pub level: Level,
    /// Before which point it is needed.
    pub phase: Phase,
    /// The agency that decides, where exactly one does in the project's regions.
    pub agency: Option<AgencyId>,
}

coded_enum! {
    /// What the department that decides a permit says to its being in the plan 部门意见.
    pub enum ResponseKind {
        /// 已确认: it is needed, at that level, and that department decides it.
        Confirmed = "CONFIRMED",
        /// 有异议.
        Objected = "OBJECTED",
    }
}

/// What the department said to a permit of the plan, last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// What it said.
    pub kind: ResponseKind,
    /// The day.
    pub on: NaiveDate,
    /// What it objects to.
    pub reason: Option<Private>,
    /// The first day on which it objected to the attempt, whether it took that back since or not.
    pub objected_from: Option<NaiveDate>,
}

impl Response {
    /// Whether the department objected on a day: from the first objection on until it agreed for good.
    pub fn objected_on(&self, day: NaiveDate) -> bool {
        let begun = self.objected_from.is_some_and(|from| from <= day);
        match self.kind {
            ResponseKind::Objected => begun,
            ResponseKind::Confirmed => begun && day < self.on,
        }
    }
}

/// A permit found not to be needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuledOut {
    /// The day.
    pub on: NaiveDate,
    /// Why it is not needed.
    pub reason: Private,
    /// Whether the plan said so, and may say otherwise again.
    pub by_plan: bool,
}

/// One thing the project needs, at a deciding level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    /// Its id.
    pub id: PermitId,
    /// Its step, which holds the responsible officer and the due day.
    pub step: StepId,
    /// What is asked for.
    pub item: PermitItem,
    /// Who decides, by level.
    pub level: Level,
    /// Before which point it is needed.
    pub phase: Phase,
    /// The part of the works it is for: an engineering code 工程代码 or a scope such as 基坑 or 主体.
    pub part: Option<String>,
    /// The agency that decides.
    pub agency: Option<AgencyId>,
    /// What the plan says of it; nothing where somebody added it by hand.
    pub planned: Option<Planned>,
    /// What its department says to that; of what the plan or somebody changed since, nothing. Where another of the project
    /// leads those accepted together, what it says of its part.
    pub response: Option<Response>,
    /// 基线日期: the day by which it was expected when the plan was locked; nothing while it was not, and of what came later.
    pub baseline_on: Option<NaiveDate>,
    /// Where it stands before its first case.
    pub preparation: Preparation,
    /// The attempts.
    pub cases: BTreeMap<CaseId, Case>,
    /// Set when it turned out not to be needed.
    pub ruled_out: Option<RuledOut>,
    /// The permits it stands for 共用.
    pub covers: Covered,
    /// The permit that stands for it: it is filed and decided there, and this one follows.
    pub covered_by: Option<Cover>,
    /// The day on which another last began to stand for it, or ceased to.
    pub cover_changed_on: Option<NaiveDate>,
}

coded_enum! {
    /// Where a permit stands, in one word.
    pub enum PermitStatus {
        /// 准备材料: no case yet.
        Preparing = "PREPARING",
        /// 预审: no case yet.
        PreReview = "PRE_REVIEW",
        /// 办理中: a case is under way.
        InCase = "IN_CASE",
        /// 已取得: approved, or granted on commitment.
        Granted = "GRANTED",
        /// 容缺取得: granted; the defect is still to be cured.
        GrantedWithDefects = "GRANTED_WITH_DEFECTS",
        /// 未通过: the last case ended without a grant, a new one is needed.
        Refused = "REFUSED",
        /// 失效: it was granted and is no longer valid.
        Lapsed = "LAPSED",
        /// 不需办理.
        RuledOut = "RULED_OUT",
    }
}

impl Permit {
    /// The attempt that counts: the one granted or under way, else the latest. How old an attempt is says the day it was
    /// opened, not its id: ledgers enter old ones late.
    pub fn current_case(&self) -> Option<&Case> {
        let standing = |case: &Case| {
            let state = case.state();
            (state.is_granted(), state.is_live())
        };
        self.cases.values().max_by_key(|case| (standing(case), case.opened_on, case.id))
    }

    /// What the catalogue says of it. What has not begun is read as of today, a case as of the day of its acceptance
    /// ([`Case::catalogue_day`]).
    pub fn entry<'c>(
        &self,
        case: Option<&Case>,
        catalogue: &'c Catalogue,
        today: NaiveDate,
    ) -> Option<&'c PermitType> {
        let day = case.map_or(today, |case| case.catalogue_day(today));
        catalogue.entry(self.item.code()?, day)
    }

    /// The day as of which the catalogue is read for it: that of the acceptance of the attempt that counts, or else today.
    pub fn catalogue_day(&self, today: NaiveDate) -> NaiveDate {
        self.current_case().map_or(today, |case| case.catalogue_day(today))
    }

    /// Whether somebody found that it is not needed; what the plan ruled out it may put in again.
    pub fn is_ruled_out_by_hand(&self) -> bool {
        self.ruled_out.as_ref().is_some_and(|ruled_out| !ruled_out.by_plan)
    }

    /// Whether nobody has begun it: no case, and still being prepared as the plan put it in, with no day agreed.
    pub fn is_untouched(&self) -> bool {
        let Preparation { kind, agreed_on, turn: _ } = self.preparation;
        let alone = self.covers.is_empty() && self.covered_by.is_none();
        alone && self.cases.is_empty() && kind == PreparationKind::Preparing && agreed_on.is_none()
    }

    /// Whether its department is still to say whether it has its place in the plan rightly. Where a case was opened it has
    /// taken the permit up; who decides for himself, or elsewhere, is asked by nobody.
    pub fn awaits_response(&self) -> bool {
        let asked = self.planned.is_some() && self.ruled_out.is_none() && self.level != Level::SelfHeld;
        asked && self.covered_by.is_none() && self.cases.is_empty() && self.response.is_none()
    }

    /// Whether its department objects to it, and nobody has opened a case since, here or elsewhere.
    pub fn is_objected_to(&self) -> bool {
        let objected = self.response.as_ref().is_some_and(|said| said.kind == ResponseKind::Objected);
        objected && self.ruled_out.is_none() && self.covered_by.is_none() && self.cases.is_empty()
    }

    /// Whether another stood for it and it was let go of since: it goes its own way.
    pub const fn was_let_go(&self) -> bool {
        self.covered_by.is_none() && self.cover_changed_on.is_some()
    }

    /// Whether that permit stands for it.
    pub fn follows(&self, lead: PermitId) -> bool {
        self.covered_by.is_some_and(|cover| cover.permit == lead)
    }

    /// Whether that one of its project is under way, and its department has still to say what it says of its part of it. One
    /// of the same entry has the same department.
    pub fn awaits_opinion(&self, lead: &Self) -> bool {
        let under_way = lead.status() == PermitStatus::InCase;
        under_way && self.follows(lead.id) && self.item != lead.item && self.response.is_none()
    }

    /// Whether it is accepted with another that leads, and its department objects to the whole 并联审批意见.
    pub fn objects_to_the_whole(&self) -> bool {
        let objected = self.response.as_ref().is_some_and(|said| said.kind == ResponseKind::Objected);
        objected && self.covered_by.is_some()
    }

    /// Where it stands.
    pub fn status(&self) -> PermitStatus {
        if self.ruled_out.is_some() {
            return PermitStatus::RuledOut;
        }
        if let Some(cover) = &self.covered_by {
            return cover.stands.status;
        }
        match self.current_case().map(Case::state) {
            None => match self.preparation.kind {
                PreparationKind::Preparing => PermitStatus::Preparing,
                PreparationKind::PreReview => PermitStatus::PreReview,
            },
            Some(CaseState::Approved | CaseState::GrantedOnCommitment) => PermitStatus::Granted,
            Some(CaseState::ApprovedWithDefects) => PermitStatus::GrantedWithDefects,
            Some(CaseState::Recalled | CaseState::Revoked | CaseState::Expired) => PermitStatus::Lapsed,
            Some(state) if state.is_live() => PermitStatus::InCase,
            Some(_) => PermitStatus::Refused,
        }
    }

    /// The day on which it was decided as it stands: granted, refused, or ruled out; nothing while that is open. A grant
    /// lost since keeps the day of the grant.
    pub fn decided_on(&self) -> Option<NaiveDate> {
        match &self.ruled_out {
            Some(ruled_out) => Some(ruled_out.on),
            None => match &self.covered_by {
                Some(cover) => cover.stands.decided_on,
                None => self.current_case()?.view().decided_on,
            },
        }
    }

    /// The latest document 批文 of the attempt that counts, by the day of its event; nothing before there is one.
    pub fn document(&self) -> Option<&Document> {
        let case = self.current_case()?;
        let view = case.view();
        let counts = |event: &&CaseEventId| !view.flagged.contains(event);
        view.order.iter().rev().filter(counts).find_map(|event| case.events.get(event)?.document.as_ref())
    }

    /// Whether nothing is left to do: granted for good, or ruled out. A grant with defects still waits for its cure.
    pub fn is_settled(&self) -> bool {
        matches!(self.status(), PermitStatus::Granted | PermitStatus::RuledOut)
    }

    /// Whether the law is content on a day: granted, granted with defects 容缺 or on commitment 告知承诺, or ruled out, by
    /// facts that happened on or before that day. Where another stands for it, that one alone says so.
    pub fn is_satisfied_on(&self, day: NaiveDate) -> bool {
        if self.ruled_out.as_ref().is_some_and(|ruled_out| ruled_out.on <= day) {
            return true;
        }
        match &self.covered_by {
            // What another was granted before it stood for this one was granted to that one alone.
            Some(cover) => {
                cover.stands.is_granted_on(day) && self.cover_changed_on.is_none_or(|since| since <= day)
            }
            None => self.cases.values().any(|case| case.state_on(day).is_granted()),
        }
    }
}
