//! The table of case states and events, and the fold of events in any order.

use std::fmt::Write as _;

use super::{CaseEventKind, CaseState, Effect, NationalStatus};

/// Short headers for the table, in the order of the codes: the national ones by their number.
fn header(kind: CaseEventKind) -> String {
    let national = (1..=16).find(|&code| NationalStatus::new(code).unwrap().event() == kind);
    national.map_or_else(
        || {
            match kind {
                CaseEventKind::HandedOn => "HO",
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
        cells.iter().for_each(|cell| write!(line, "{cell:>3}").unwrap());
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
    → state  = repeat  · stay  ✗      1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 HO GC DC AM EX
    Op OPENED                        Rc Wd Ac Ri Na Sb  ✗  ✗  ✗  ✗  ✗  ✗ Na  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Rc RECEIVED                       = Wd Ac Ri Na Sb  ✗  ✗  ✗  ✗  ✗  ✗ Na  ✗  ✗ Wr  ·  ✗  ✗  ✗  ✗
    Sb SUPPLEMENT_BEFORE_ACCEPTANCE   ✗ Wd Ac Ri Na  = Rc  ✗  ✗  ✗  ✗  ✗ Na  ✗  ✗ Wr  ·  ✗  ✗  ✗  ✗
    Ac ACCEPTED                       ✗ Wd  =  ✗  ✗ Su  ✗ Rv Sp  ✗ Ap Ad De  ✗  ✗ Wr  · Gc  ✗  ✗  ✗
    Rv IN_REVIEW                      ✗ Wd  =  ✗  ✗ Su  ✗  = Sp  = Ap Ad De  ✗  ✗ Wr  · Gc  ✗  ✗  ✗
    Su SUPPLEMENT                     ✗ Wd  ✗  ✗  ✗  = Rv  ✗  ✗  ✗ Ap Ad De  ✗  ✗ Wr  · Gc  ✗  ✗  ✗
    Sp SPECIAL_PROCEDURE              ✗ Wd  ✗  ✗  ✗  ✗  ✗  ✗  = Rv Ap Ad De  ✗  ✗ Wr  · Gc  ✗  ✗  ✗
    Wr WITHDRAW_REQUESTED             ✗ Wd  ✗  ✗  ✗  ✗  ✗ Rv  ✗  ✗ Ap Ad De  ✗  ✗  =  · Gc  ✗  ✗  ✗
    Wd WITHDRAWN                      ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Ri REJECTED_INTAKE                ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Na NOT_ADMITTED                   ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    De DENIED                         ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Ap APPROVED                       ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗ Rl Rk  ✗  ✗  ✗  ✗  · Ex
    Ad APPROVED_WITH_DEFECTS          ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗ Rl Rk  ✗  ✗  ✗ Ap  · Ex
    Gc GRANTED_ON_COMMITMENT          ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗ Rl Rk  ✗  ✗  =  ✗  · Ex
    Rl RECALLED                       ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗  ✗
    Rk REVOKED                        ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =  ✗  ✗  ✗  ✗  ✗  ✗
    Ex EXPIRED                        ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  =

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
