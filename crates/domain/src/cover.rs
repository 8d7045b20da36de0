//! 共用手续: one permit that stands for others. A government files one batch conversion of land 批次农转用 for many projects;
//! what is accepted together 联合验收 is decided by the permit that leads. It has the case, the limit and the decision, once;
//! those it stands for follow it and are not counted beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::case::{Case, CaseState};
use crate::ids::{PermitId, ProjectId};
use crate::permit::{Permit, PermitStatus};
use crate::project::Project;
use crate::standing::StandingKind;

/// The permits that one stands for, each with its project.
pub type Covered = BTreeMap<PermitId, ProjectId>;

/// For how many others a permit can stand.
pub const MOST: usize = 200;

/// The permit that stands for another, and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// Its project.
    pub project: ProjectId,
    /// Which permit.
    pub permit: PermitId,
    /// How it stands.
    pub stands: Stands,
}

impl Cover {
    /// What a permit of a project is to those it stands for; nothing if the project has no such permit.
    pub fn by(project: &Project, id: PermitId) -> Option<Self> {
        let permit = project.permits.get(&id)?;
        Some(Self { project: project.id, permit: id, stands: Stands::of(project, permit) })
    }
}

/// How a permit stands, as far as those it stands for follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// Where it stands, in one word.
    pub status: PermitStatus,
    /// The day on which it was decided as it stands; of a grant lost since, the day of the grant.
    pub decided_on: Option<NaiveDate>,
    /// Since when it is so: granted, refused, lost; nothing while it is not decided.
    pub since: Option<NaiveDate>,
    /// When it was last in hand, whatever is tried since; nothing where it never was.
    pub in_hand: Option<InHand>,
    /// How the case goes that is under way; nothing where none is, or none was accepted yet.
    pub runs: Option<Runs>,
    /// The day by which it is to be in hand.
    pub due_on: Option<NaiveDate>,
    /// Whether its project was withdrawn: nobody goes on with it there.
    pub withdrawn: bool,
}

/// From which day to which a permit was in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InHand {
    /// The day of the grant.
    pub from: NaiveDate,
    /// The day on which it was lost; nothing while it holds.
    pub lost_on: Option<NaiveDate>,
}

/// How a case under way runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// The day of acceptance.
    pub accepted_on: NaiveDate,
    /// Whether it was stopped since, or its limit extended: then it takes longer than the limit, nobody knows here how much.
    pub longer: bool,
}

impl InHand {
    /// When a permit was last in hand by its own cases.
    fn of(permit: &Permit) -> Option<Self> {
        let span = |case: &Case| {
            let view = case.view();
            let lost = matches!(view.state, CaseState::Recalled | CaseState::Revoked | CaseState::Expired);
            let from = view.decided_on.filter(|_| lost || view.state.is_granted())?;
            Some(Self { from, lost_on: view.since.filter(|_| lost) })
        };
        permit
            .cases
            .values()
            .filter_map(span)
            .max_by_key(|span| (span.lost_on.is_none(), span.lost_on, span.from))
    }
}

impl Runs {
    fn of(case: &Case) -> Option<Self> {
        let view = case.view();
        let accepted_on = view.accepted_on.filter(|_| view.state.is_live())?;
        let stops = |to| matches!(to, CaseState::Supplement | CaseState::SpecialProcedure);
        let stopped = view.moves.iter().any(|moved| stops(moved.to));
        Some(Self { accepted_on, longer: stopped || view.extension.is_some() })
    }
}

impl Stands {
    /// How a permit of a project stands.
    pub fn of(project: &Project, permit: &Permit) -> Self {
        let status = permit.status();
        let since = || permit.current_case().map(Case::view).and_then(|view| view.since);
        Self {
            status,
            decided_on: permit.decided_on(),
            // How far a case is that goes on is nothing to those that wait for its end.
            since: is_over(status).then(since).flatten(),
            in_hand: InHand::of(permit),
            runs: permit.current_case().and_then(Runs::of),
            due_on: project.steps.get(&permit.step).and_then(|step| step.due_on),
            withdrawn: project.standing.kind() == StandingKind::Withdrawn,
        }
    }

    /// Whether it is granted, for good or with defects.
    pub const fn is_granted(&self) -> bool {
        matches!(self.status, PermitStatus::Granted | PermitStatus::GrantedWithDefects)
    }

    /// The day on which the last grant was lost, whatever is tried since; nothing where none was, or it is in hand again.
    pub fn lost_on(&self) -> Option<NaiveDate> {
        self.in_hand.and_then(|in_hand| in_hand.lost_on)
    }

    /// Whether it was in hand on a day, as far as what is known of it reaches back.
    pub fn is_granted_on(&self, day: NaiveDate) -> bool {
        let held = |in_hand: InHand| in_hand.from <= day && in_hand.lost_on.is_none_or(|lost| day < lost);
        self.in_hand.is_some_and(held)
    }
}

/// Whether a decision was made that stands, or was lost.
const fn is_over(status: PermitStatus) -> bool {
    match status {
        PermitStatus::Granted
        | PermitStatus::GrantedWithDefects
        | PermitStatus::Refused
        | PermitStatus::Lapsed => true,
        PermitStatus::Preparing | PermitStatus::PreReview | PermitStatus::InCase | PermitStatus::RuledOut => {
            false
        }
    }
}
