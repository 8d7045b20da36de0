//! The table of case states and events, and the fold of events in any order.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Case, CaseEvent, CaseEventKind, CaseState, CaseView, Defects, Effect, EventSource, Handover, LegKind,
    NationalStatus,
};
use crate::ids::{AgencyId, CaseEventId, CaseId};

/// Short headers for the table, in the order of the codes: the national ones by their number.
fn header(kind: CaseEventKind) -> String {
    let national = (1..=16).find(|&code| NationalStatus::new(code).unwrap().event() == kind);
    national.map_or_else(
        || {
            match kind {
                CaseEventKind::HandedOn => "HO",
                CaseEventKind::Extended => "XT",
                CaseEventKind::AcceptedWithDefects => "AD",
                CaseEventKind::GrantedOnCommitment => "GC",
                CaseEventKind::DefectsCured => "DC",
                CaseEventKind::Amended => "AM",
                CaseEventKind::Expired => "EX",
                other => panic!("{other} has neither a national code nor a header of its own"),
            }
            .to_owned()
        },
        |code| code.to_string(),
    )
}

fn short(state: CaseState) -> &'static str {
    match state {
        CaseState::Opened => "Op",
        CaseState::Received => "Rc",
        CaseState::SupplementBeforeAcceptance => "Sb",
        CaseState::Accepted => "Ac",
        CaseState::InReview => "Rv",
        CaseState::Supplement => "Su",
        CaseState::SpecialProcedure => "Sp",
        CaseState::WithdrawRequested => "Wr",
        CaseState::Withdrawn => "Wd",
        CaseState::RejectedIntake => "Ri",
        CaseState::NotAdmitted => "Na",
        CaseState::Denied => "De",
        CaseState::Approved => "Ap",
        CaseState::ApprovedWithDefects => "Ad",
        CaseState::GrantedOnCommitment => "Gc",
        CaseState::Recalled => "Rl",
        CaseState::Revoked => "Rk",
        CaseState::Expired => "Ex",
    }
}

#[test]
fn every_event_in_every_state() {
    let mut text = String::new();
    let mut line = |label: String, cells: Vec<String>| {
        let mut line = format!("{label:<32}");
        for cell in cells {
            write!(line, "{cell:>3}").unwrap();
        }
        writeln!(text, "{}", line.trim_end()).unwrap();
    };
    line("→ state  = repeat  · stay  ✗".into(), CaseEventKind::ALL.iter().copied().map(header).collect());
    for &state in CaseState::ALL {
        let cell = |&kind: &CaseEventKind| match state.on(kind) {
            Effect::To(next) => short(next).to_owned(),
            Effect::Stay => "·".into(),
            Effect::Repeat => "=".into(),
            Effect::Illegal => "✗".into(),
        };
        line(format!("{} {state}", short(state)), CaseEventKind::ALL.iter().map(cell).collect());
    }
    writeln!(text).unwrap();
    for code in 1..=16 {
        writeln!(text, "{code:>2} {}", NationalStatus::new(code).unwrap().event()).unwrap();
    }
    for &kind in &CaseEventKind::ALL[16..] {
        writeln!(text, "{} {kind}", header(kind)).unwrap();
    }
    insta::assert_snapshot!(text, @r"
    → state  = repeat  · stay  ✗      1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 HO XT AD GC DC AM EX
    Op OPENED                        Rc Wd Ac Ri Na Sb  ✗  ✗  ✗  ✗  ✗  ✗ Na  ✗  ✗  ✗  ✗  ✗ Ac  ✗  ✗  ✗  ✗
    Rc RECEIVED                       = Wd Ac Ri Na Sb  =  ✗  ✗  ✗  ✗  ✗ Na  ✗  ✗  ·  ·  ✗ Ac  ✗  ✗  ✗  ✗
    Sb SUPPLEMENT_BEFORE_ACCEPTANCE   ✗ Wd Ac Ri Na  = Rc  ✗  ✗  ✗  ✗  ✗ Na  ✗  ✗  ·  ·  ✗ Ac  ✗  ✗  ✗  ✗
    Ac ACCEPTED                       ✗ Wd  =  ✗  ✗ Su  ✗ Rv Sp  ✗ Ap Ad De  ✗  ✗ Wr  ·  ·  · Gc  ·  ✗  ✗
    Rv IN_REVIEW                      ✗ Wd  =  ✗  ✗ Su  =  = Sp  = Ap Ad De  ✗  ✗ Wr  ·  ·  · Gc  ·  ✗  ✗
    Su SUPPLEMENT                     ✗ Wd  ✗  ✗  ✗  = Rv  ✗  ✗  ✗ Ap Ad De  ✗  ✗ Wr  ·  ·  ✗ Gc  ·  ✗  ✗
    Sp SPECIAL_PROCEDURE              ✗ Wd  ✗  ✗  ✗  ✗  ✗  ✗  = Rv Ap Ad De  ✗  ✗ Wr  ·  ·  ✗ Gc  ·  ✗  ✗
    Wr WITHDRAW_REQUESTED             ✗ Wd  ✗  ✗  ✗  ✗  ✗ Rv  ✗  ✗ Ap Ad De  ✗  ✗  =  ·  ·  ✗ Gc  ·  ✗  ✗
    Wd WITHDRAWN                      ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Ri REJECTED_INTAKE                ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Na NOT_ADMITTED                   ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    De DENIED                         ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Ap APPROVED                       ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗ Rl Rk  ✗  ✗  ✗  ✗  ✗  ✗  · Ex
    Ad APPROVED_WITH_DEFECTS          ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗ Ap  =  ✗ Rl Rk  ✗  ✗  ✗  ✗  ✗ Ap  · Ex
    Gc GRANTED_ON_COMMITMENT          ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗ Rl Rk  ✗  ✗  ✗  ✗  =  ✗  · Ex
    Rl RECALLED                       ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Rk REVOKED                        ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Ex EXPIRED                        ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =

     1 SUBMITTED
     2 WITHDRAWN
     3 ACCEPTED
     4 REJECTED_INTAKE
     5 NOT_ADMITTED
     6 SUPPLEMENT_STARTED
     7 SUPPLEMENT_ENDED
     8 IN_PROGRESS
     9 PAUSE_STARTED
    10 PAUSE_ENDED
    11 APPROVED
    12 APPROVED_WITH_DEFECTS
    13 DENIED
    14 RECALLED
    15 REVOKED
    16 WITHDRAW_REQUESTED
    HO HANDED_ON
    XT EXTENDED
    AD ACCEPTED_WITH_DEFECTS
    GC GRANTED_ON_COMMITMENT
    DC DEFECTS_CURED
    AM AMENDED
    EX EXPIRED
    ");
}

#[test]
fn the_standard_has_sixteen_codes() {
    let known: Vec<u8> = (0..=u8::MAX).filter_map(NationalStatus::new).map(NationalStatus::code).collect();
    assert_eq!(known, (1..=16).collect::<Vec<_>>());
}

/// An event as the world knows it, before we gave it an id: two that are equal are the same thing told twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    day: u32,
    hour: Option<u32>,
    kind: CaseEventKind,
    /// The system's key; an officer has none.
    key: Option<u32>,
    valid: bool,
}

fn told() -> impl Strategy<Value = Told> {
    let kind = prop_oneof![
        2 => prop::sample::select(&[CaseEventKind::Submitted, CaseEventKind::Accepted][..]),
        3 => prop::sample::select(CaseEventKind::ALL),
    ];
    (1_u32..5, prop::option::of(8_u32..11), kind, prop::option::of(0_u32..20), prop::bool::weighted(0.85))
        .prop_map(|(day, hour, kind, key, valid)| Told { day, hour, kind, key, valid })
}

impl Told {
    fn event(&self, id: u128) -> CaseEvent {
        let source =
            |key: u32| EventSource::System { name: "省审批系统".into(), reference: key.to_string() };
        let agency = AgencyId::from_uuid(Uuid::from_u128(self.key.map_or(99, u128::from)));
        let handed = self.kind == CaseEventKind::HandedOn;
        CaseEvent {
            id: CaseEventId::from_uuid(Uuid::from_u128(id)),
            kind: self.kind,
            occurred_on: NaiveDate::from_ymd_opt(2025, 3, self.day).unwrap(),
            occurred_at: self.hour.map(|hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap()),
            source: self.key.map_or(EventSource::Officer, source),
            handover: handed.then_some(Handover { leg: LegKind::Decision, agency, due_on: None }),
            document: None,
            extension: None,
            cure_by: None,
            opinion: None,
            valid: self.valid,
        }
    }
}

/// The view of a case that was told these things in this order, with the ids it gave them taken out again.
fn view(told: &[Told]) -> (CaseView, [Vec<Told>; 4]) {
    let events: BTreeMap<_, _> =
        told.iter().zip(1_u128..).map(|(told, id)| told.event(id)).map(|event| (event.id, event)).collect();
    let case = Case {
        id: CaseId::from_uuid(Uuid::from_u128(1)),
        number: None,
        agency: None,
        opened_on: NaiveDate::from_ymd_opt(2025, 3, 1).unwrap(),
        first_leg_due: None,
        handler: None,
        measured: None,
        events,
    };
    let CaseView { order, flagged, repeated, moves, .. } = case.view();
    let moved_by = moves.iter().map(|moved| moved.by).collect();
    let facts = CaseView { order: vec![], flagged: vec![], repeated: vec![], moves: vec![], ..case.view() };
    let back = |ids: Vec<CaseEventId>| {
        ids.iter().map(|id| told[usize::try_from(id.uuid().as_u128()).unwrap() - 1].clone()).collect()
    };
    (facts, [order, flagged, repeated, moved_by].map(back))
}

/// What a case amounts to that was told these things on days of March 2025, without times of day.
fn told_of(told: &[(u32, CaseEventKind)]) -> CaseView {
    let events = told.iter().zip(1_u128..).map(|(&(day, kind), id)| {
        let event = Told { day, hour: None, kind, key: None, valid: true }.event(id);
        (event.id, event)
    });
    Case {
        id: CaseId::from_uuid(Uuid::from_u128(1)),
        number: None,
        agency: None,
        opened_on: NaiveDate::from_ymd_opt(2025, 3, 1).unwrap(),
        first_leg_due: None,
        handler: None,
        measured: None,
        events: events.collect(),
    }
    .view()
}

#[test]
fn what_is_open_when_a_day_begins_ends_before_anything_else_happens_on_it() {
    use CaseEventKind as E;
    use CaseState as S;
    #[track_caller]
    fn check(told: &[(u32, CaseEventKind)], state: CaseState) {
        let view = told_of(told);
        assert_eq!((view.state, view.flagged, view.repeated), (state, vec![], vec![]), "{told:?}");
    }
    let accepted = [(1, E::Submitted), (1, E::Accepted)];
    let check_accepted = |told: &[(u32, CaseEventKind)], state| check(&[&accepted[..], told].concat(), state);
    // One ends and the next begins.
    check_accepted(&[(2, E::PauseStarted), (4, E::PauseEnded), (4, E::PauseStarted)], S::SpecialProcedure);
    check_accepted(
        &[(2, E::SupplementStarted), (4, E::SupplementStarted), (4, E::SupplementEnded)],
        S::Supplement,
    );
    check_accepted(&[(2, E::PauseStarted), (4, E::SupplementStarted), (4, E::PauseEnded)], S::Supplement);
    // One that begins and ends within the day.
    check_accepted(&[(2, E::PauseStarted), (2, E::PauseEnded)], S::InReview);
    // Completed and accepted on one day.
    check(&[(1, E::SupplementStarted), (3, E::SupplementEnded), (3, E::Accepted)], S::Accepted);
}

#[test]
fn defects_run_from_the_first_word_of_them_until_they_are_cured() {
    use CaseEventKind as E;
    #[track_caller]
    fn check(told: &[(u32, CaseEventKind)], state: CaseState, since: u32, cured: Option<u32>) {
        let day = |day| NaiveDate::from_ymd_opt(2025, 3, day).unwrap();
        let view = told_of(told);
        let defects = Some(Defects { since: day(since), due_on: None, cured_on: cured.map(day) });
        assert_eq!((view.state, view.defects, view.flagged), (state, defects, vec![]), "{told:?}");
    }
    let accepted = (1, E::AcceptedWithDefects);
    check(&[accepted], CaseState::Accepted, 1, None);
    check(&[(1, E::Accepted), (2, E::AcceptedWithDefects)], CaseState::Accepted, 2, None);
    check(&[accepted, (3, E::DefectsCured)], CaseState::Accepted, 1, Some(3));
    check(&[accepted, (3, E::DefectsCured), (5, E::Approved)], CaseState::Approved, 1, Some(3));
    // The certificate says that nothing is missing any more.
    check(&[accepted, (5, E::Approved)], CaseState::Approved, 1, Some(5));
    check(&[accepted, (5, E::ApprovedWithDefects)], CaseState::ApprovedWithDefects, 1, None);
    check(&[accepted, (5, E::Denied)], CaseState::Denied, 1, None);
    check(
        &[(1, E::Accepted), (4, E::ApprovedWithDefects), (9, E::DefectsCured)],
        CaseState::Approved,
        4,
        Some(9),
    );

    let cured_without = told_of(&[(1, E::Accepted), (2, E::DefectsCured)]);
    assert_eq!((cured_without.defects, cured_without.flagged.len()), (None, 1));
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(
        (first, then) in prop::collection::vec(told(), 0..14)
            .prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle()))
    ) {
        prop_assert_eq!(view(&first), view(&then));
    }

    #[test]
    fn what_a_system_sends_twice_counts_once(
        (once, twice) in prop::collection::vec(told(), 1..14).prop_flat_map(|told| {
            let sent: Vec<Told> = told.iter().filter(|told| told.key.is_some()).cloned().collect();
            let doubles = prop::sample::subsequence(sent.clone(), 0..=sent.len());
            (Just(told.clone()), doubles.prop_map(move |doubles| [&told[..], &doubles[..]].concat()).prop_shuffle())
        })
    ) {
        let (facts, [_, mut flagged, _, moved_by]) = view(&once);
        let (facts_twice, [_, mut flagged_twice, _, moved_by_twice]) = view(&twice);
        prop_assert_eq!(facts, facts_twice);
        prop_assert_eq!(moved_by, moved_by_twice);
        // A misfit told twice may be flagged once or twice, but nothing else is.
        flagged.dedup();
        flagged_twice.dedup();
        prop_assert_eq!(flagged, flagged_twice);
    }
}
