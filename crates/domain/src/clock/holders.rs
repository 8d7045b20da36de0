//! Total elapsed time 全流程用时, split by who had to move: what no legal clock tells, for that starts at acceptance and stops
//! whenever somebody else is asked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::case::{Case, CaseState, CaseView};
use crate::catalogue::StopKind;
use crate::step::Turn;

/// A time during which one side had to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Who.
    pub turn: Turn,
    /// The day it became his.
    pub from: NaiveDate,
    /// The day it became another's, or all ended; today while it goes on.
    pub to: NaiveDate,
}

impl Held {
    /// How many days.
    pub fn days(&self) -> u32 {
        u32::try_from((self.to - self.from).num_days()).unwrap_or(0)
    }

    /// What is left of it without the days from the one until the other.
    fn without(self, from: NaiveDate, until: NaiveDate) -> impl Iterator<Item = Self> {
        let before = Self { to: self.to.min(from), ..self };
        let after = Self { from: self.from.max(until), ..self };
        [before, after].into_iter().filter(|held| held.from < held.to)
    }
}

/// Who holds a special procedure: events do not tell an expert's report from a hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialHolder {
    /// 中介机构: an appraisal, a test, an archaeological survey.
    Intermediary,
    /// 审批部门: a hearing, a public notice, a tender.
    Agency,
}

impl SpecialHolder {
    /// Who holds it where these are what stops the clock: an intermediary where all that may be asked for is made by one,
    /// else the agency, which has to arrange it.
    pub fn by(stops: &BTreeSet<StopKind>) -> Self {
        let mut procedures = stops.iter().filter_map(|stop| match stop {
            StopKind::Inspection | StopKind::ExpertReview | StopKind::SiteSurvey => Some(true),
            StopKind::Hearing | StopKind::Tender | StopKind::PublicNotice | StopKind::QuotaTrade => {
                Some(false)
            }
            // These are supplements: the applicant's.
            StopKind::Supplement | StopKind::Rectification => None,
        });
        match procedures.next() {
            Some(true) if procedures.all(|by_intermediary| by_intermediary) => Self::Intermediary,
            _ => Self::Agency,
        }
    }
}

/// What there is to say from a day on.
#[derive(Debug, Clone, Copy)]
struct Change {
    on: NaiveDate,
    /// The holder by the case; nothing when the case has ended, and what was told counts again.
    told: Told,
}

#[derive(Debug, Clone, Copy)]
enum Told {
    /// Somebody said whose turn it is.
    ByPeople(Turn),
    /// A case says so.
    ByCase(Turn),
    /// A case has ended without a grant.
    CaseOver,
    /// The permit is or was in hand: nobody's turn.
    Granted,
}

/// Who had to move from when to when: from the first of the turns that were told, or the first word of a case, to the grant,
/// or to today. The turns of preparation and the moves of the cases are one story: whatever was told last counts, and of one
/// day what the case says. After a case that ended without a grant the last told turn counts again. From the first day of
/// each time away, such as a withdrawal of the project, until its last, nobody has to move.
pub fn held<'a>(
    turns: &[(NaiveDate, Turn)],
    cases: impl IntoIterator<Item = &'a Case>,
    special: SpecialHolder,
    away: &[(NaiveDate, Option<NaiveDate>)],
    today: NaiveDate,
) -> Vec<Held> {
    let people = turns.iter().map(|&(on, turn)| Change { on, told: Told::ByPeople(turn) });
    let mut changes: Vec<Change> = people.filter(|change| change.on <= today).collect();
    let mut cases: Vec<&Case> = cases.into_iter().collect();
    cases.sort_by_key(|case| (case.opened_on, case.id));
    for case in cases {
        by_case(&case.view_on(today), special, &mut changes);
    }
    // Stable: the story of one day is told by people first, then by the cases, each in its own order.
    changes.sort_by_key(|change| (change.on, !matches!(change.told, Told::ByPeople(_))));

    let mut story = Story::default();
    for change in changes {
        story.hear(change);
    }
    let mut held = story.until(today);
    for &(from, until) in away {
        held =
            held.into_iter().flat_map(|held| held.without(from, until.unwrap_or(NaiveDate::MAX))).collect();
    }
    held
}

/// How many days each held it; all together they are the elapsed time.
pub fn days_by_holder(held: &[Held]) -> BTreeMap<Turn, u32> {
    let mut days = BTreeMap::new();
    for time in held {
        *days.entry(time.turn).or_default() += time.days();
    }
    days
}

#[derive(Default)]
struct Story {
    told: Vec<Held>,
    now: Option<(Turn, NaiveDate)>,
    last_by_people: Option<Turn>,
}

impl Story {
    fn hear(&mut self, change: Change) {
        let turn = match change.told {
            Told::ByPeople(turn) => {
                self.last_by_people = Some(turn);
                Some(turn)
            }
            Told::ByCase(turn) => Some(turn),
            Told::CaseOver => self.last_by_people.or(Some(Turn::Enterprise)),
            Told::Granted => None,
        };
        if self.now.map(|(holder, _)| holder) != turn {
            self.close(change.on);
            self.now = turn.map(|turn| (turn, change.on));
        }
    }

    fn close(&mut self, to: NaiveDate) {
        if let Some((turn, from)) = self.now.take().filter(|(_, from)| *from < to) {
            match self.told.last_mut() {
                Some(last) if last.turn == turn && last.to == from => last.to = to,
                _ => self.told.push(Held { turn, from, to }),
            }
        }
    }

    fn until(mut self, today: NaiveDate) -> Vec<Held> {
        self.close(today);
        self.told
    }
}

/// What the moves and legs of a case say of whose turn it is.
fn by_case(view: &CaseView, special: SpecialHolder, changes: &mut Vec<Change>) {
    // Whoever got it handed on is above who received it: 转报 goes upwards.
    let handed_on = view.legs.get(1).map(|leg| leg.sent_on);
    let office = |on: NaiveDate| {
        if handed_on.is_some_and(|handed| handed <= on) { Turn::Superior } else { Turn::Agency }
    };
    for moved in &view.moves {
        changes.push(Change { on: moved.on, told: holder(moved.to, special, || office(moved.on)) });
    }
    let Some(on) = handed_on else { return };
    let before = view.moves.iter().take_while(|moved| moved.on <= on).last();
    let state = before.map_or(CaseState::Opened, |moved| moved.to);
    if state.is_live() {
        changes.push(Change { on, told: holder(state, special, || Turn::Superior) });
    }
}

fn holder(state: CaseState, special: SpecialHolder, office: impl Fn() -> Turn) -> Told {
    match state {
        CaseState::Opened
        | CaseState::Received
        | CaseState::Accepted
        | CaseState::InReview
        | CaseState::WithdrawRequested => Told::ByCase(office()),
        // What was missing at the grant is the applicant's to bring.
        CaseState::SupplementBeforeAcceptance | CaseState::Supplement | CaseState::ApprovedWithDefects => {
            Told::ByCase(Turn::Enterprise)
        }
        CaseState::SpecialProcedure => Told::ByCase(match special {
            SpecialHolder::Intermediary => Turn::Intermediary,
            SpecialHolder::Agency => office(),
        }),
        CaseState::Approved | CaseState::GrantedOnCommitment | CaseState::Expired => Told::Granted,
        CaseState::Withdrawn
        | CaseState::RejectedIntake
        | CaseState::NotAdmitted
        | CaseState::Denied
        | CaseState::Recalled
        | CaseState::Revoked => Told::CaseOver,
    }
}
