//! Moving between stages, and entering at one.

use super::commands::*;
use super::fixture::*;
use super::life::{Ask, Life, new_build_at, on, project_at, registration};
use crate::actor::{Authority, Instrument};
use crate::command::{Command, NewVisit, Register};
use crate::decide::decide;
use crate::event::GateOutcome;
use crate::ids::OfficerId;
use crate::stage::{Stage, Track};
use crate::step::CloseReason;

#[test]
fn a_stage_is_entered_from_its_neighbour_only() {
    use Stage::{Lead, Negotiation, Permitting, Producing, Signed, Started};
    let check = |track: Track, from: Stage, to: Stage, expected: &str| {
        let mut life = project_at(track, from);
        let answer = life.answer(&advance_to(90, to), &on("2025-06-10"));
        assert_eq!(answer.split(" from=").next(), Some(expected), "{track} {from} {to}");
        assert!(answer == "ok" || answer.ends_with(&format!("from={from} attempted={to}")), "{answer}");
    };
    check(Track::NewBuild, Lead, Negotiation, "ok");
    check(Track::NewBuild, Lead, Signed, "STAGE_OUT_OF_ORDER .to next=NEGOTIATION");
    check(Track::NewBuild, Lead, Producing, "STAGE_OUT_OF_ORDER .to next=NEGOTIATION");
    check(Track::NewBuild, Signed, Lead, "STAGE_REACHED .to");
    check(Track::NewBuild, Signed, Signed, "STAGE_REACHED .to");
    check(Track::NewBuild, Producing, Producing, "STAGE_REACHED .to");
    check(Track::AssetLight, Signed, Permitting, "STAGE_NOT_IN_TRACK .to track=ASSET_LIGHT");
    check(Track::AssetLight, Signed, Producing, "GATE_NO_MILESTONE milestone=PRODUCING");
    check(Track::Acquisition, Permitting, Started, "STAGE_NOT_IN_TRACK .to track=ACQUISITION");
}

#[test]
fn every_track_goes_through_its_own_stages() {
    for &track in Track::ALL {
        let life = project_at(track, Stage::Producing);
        let visited: Vec<Stage> = life.project.visits.values().map(|visit| visit.stage).collect();
        assert_eq!(visited, track.stages());
    }
}

#[test]
fn the_way_back_is_one_stage_by_a_manager_with_a_reason() {
    let check = |track: Track, from: Stage, ask: Ask, expected: &str| {
        let mut life = project_at(track, from);
        let answer = life.answer(&go_back(90), &ask);
        let shown = if answer == "ok" { format!("→ {}", life.project.stage) } else { answer };
        assert_eq!(shown, expected, "{track} {from} {ask:?}");
    };
    let manager = || on("2025-06-10");
    check(Track::NewBuild, Stage::Started, manager(), "→ PERMITTING");
    check(Track::NewBuild, Stage::Started, manager().by(CITY_LEADER), "→ PERMITTING");
    check(Track::NewBuild, Stage::Started, manager().by(SPECIALIST), "ROLE_NOT_ALLOWED role=SPECIALIST");
    check(Track::NewBuild, Stage::Started, manager().without_reason(), "REASON_REQUIRED .reason");
    check(Track::AssetLight, Stage::Producing, manager(), "→ SIGNED");
    check(Track::Acquisition, Stage::Producing, manager(), "→ PERMITTING");
    check(Track::NewBuild, Stage::Lead, manager(), "STAGE_AT_END from=LEAD");
    // Back in time it cannot go: the stage began on 04-15.
    check(
        Track::NewBuild,
        Stage::Started,
        on("2025-04-14"),
        "DATE_OUT_OF_ORDER .occurredOn date=2025-04-14 notBefore=2025-04-15",
    );
}

#[test]
fn both_visits_of_a_stage_stay_on_record() {
    let mut life = new_build_at(Stage::Started);
    life.does(&go_back(90), &on("2025-05-01"));
    life.does(&advance(91), &on("2025-05-20"));
    let left =
        |step: u128| life.project.steps[&visit_step(step)].closed.map(|closing| (closing.reason, closing.on));
    assert_eq!(left(5), Some((CloseReason::Returned, day("2025-05-01"))));
    assert_eq!(left(90), Some((CloseReason::Done, day("2025-05-20"))));
    assert_eq!(left(91), None);
    assert_eq!(life.project.visits[&visit_step(90)].gate, GateOutcome::NotChecked);
    assert_eq!(life.project.visits[&visit_step(91)].gate, GateOutcome::Met);
}

#[test]
fn a_visit_has_an_officer_in_service_from_its_first_instant() {
    let check = |named: Option<OfficerId>, specialist_serves: bool, expected: Result<OfficerId, &str>| {
        let mut life = new_build_at(Stage::Lead);
        life.is_in_service(SPECIALIST, specialist_serves);
        let visit = NewVisit { responsible: named, ..visit(90) };
        let command = Command::Advance { to: None, visit, with_gaps: false };
        let answer = life.answer(&command, &on("2025-02-01"));
        match expected {
            Ok(officer) => {
                assert_eq!(answer, "ok");
                let step = life.project.current_visit().unwrap();
                assert_eq!((step.responsible, step.first_receiver), (officer, officer));
            }
            Err(refusal) => assert_eq!(answer, refusal),
        }
    };
    check(Some(COLLEAGUE), true, Ok(COLLEAGUE));
    check(None, true, Ok(SPECIALIST));
    check(None, false, Err("OFFICER_REQUIRED .officerId"));
    let retired = format!("OFFICER_INACTIVE .officerId officer={RETIRED}");
    check(Some(RETIRED), true, Err(&retired));
    let stranger = format!("NOT_FOUND .officerId id={STRANGER}");
    check(Some(STRANGER), true, Err(&stranger));
}

#[test]
fn days_lie_between_the_last_transition_and_today() {
    let check = |date: &str, due: Option<&str>, expected: &str| {
        let mut life: Life = new_build_at(Stage::Lead);
        let visit = NewVisit { due_on: due.map(day), ..visit(90) };
        let command = Command::Advance { to: None, visit, with_gaps: false };
        assert_eq!(life.answer(&command, &on(date)), expected, "{date} {due:?}");
    };
    check("2025-01-02", None, "ok");
    check("2025-06-30", None, "ok");
    check("2025-07-01", None, "DATE_IN_FUTURE .occurredOn date=2025-07-01 today=2025-06-30");
    check("2025-01-01", None, "DATE_OUT_OF_ORDER .occurredOn date=2025-01-01 notBefore=2025-01-02");
    check("1977-12-31", None, "DATE_TOO_EARLY .occurredOn date=1977-12-31 earliest=1978-01-01");
    check("2025-02-01", Some("2025-02-01"), "ok");
    check("2025-02-01", Some("2026-02-01"), "ok");
    check("2025-02-01", Some("2025-01-31"), "DATE_OUT_OF_ORDER .dueOn date=2025-01-31 notBefore=2025-02-01");
    check("2025-02-01", Some("2125-07-01"), "DATE_IN_FUTURE .dueOn date=2125-07-01 today=2025-06-30");
}

#[test]
fn a_project_may_enter_at_any_stage_of_its_track() {
    let check = |track: Track, stage: Stage, expected: &str| {
        let begun = Life::begin(&registration(track, stage), &on("2025-01-02"));
        let shown = match begun {
            Ok(life) => {
                assert_eq!(life.project.stage, stage);
                life.project.visits[&visit_step(1)].gate.to_string()
            }
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(shown, expected, "{track} {stage}");
    };
    check(Track::NewBuild, Stage::Lead, "MET");
    check(Track::NewBuild, Stage::Negotiation, "NOT_CHECKED");
    check(Track::NewBuild, Stage::Producing, "NOT_CHECKED");
    check(Track::AssetLight, Stage::Producing, "NOT_CHECKED");
    check(Track::AssetLight, Stage::Started, "STAGE_NOT_IN_TRACK .stage track=ASSET_LIGHT attempted=STARTED");
}

#[test]
fn registering_needs_an_officer_of_ours_and_a_past_day() {
    let check = |command: &Register, ask: &Ask, expected: &str| {
        let answer = Life::begin(command, ask).map_or_else(|refusal| refusal.to_string(), |_| "ok".into());
        assert_eq!(answer, expected, "{ask:?}");
    };
    let lead = registration(Track::NewBuild, Stage::Lead);
    check(&lead, &on("2025-06-30"), "ok");
    check(&lead, &on("2025-07-01"), "DATE_IN_FUTURE .occurredOn date=2025-07-01 today=2025-06-30");
    for (officer, expected) in [
        (SPECIALIST, "ok"),
        (CITY_LEADER, "ok"),
        (CLERK, "ROLE_NOT_ALLOWED role=CLERK"),
        (AUDITOR, "ROLE_NOT_ALLOWED role=AUDITOR"),
        (ADMINISTRATOR, "ROLE_NOT_ALLOWED role=ADMINISTRATOR"),
        (INTEGRATION, "ROLE_NOT_ALLOWED role=INTEGRATION"),
        (RETIRED, "OFFICER_INACTIVE"),
    ] {
        check(&lead, &on("2025-06-01").by(officer), expected);
    }
    let mut orphan = lead.clone();
    orphan.profile.landing_specialist = None;
    check(&orphan, &on("2025-06-01"), "OFFICER_REQUIRED .officerId");
    let named = Register { visit: visit_of(1, COLLEAGUE), ..orphan };
    check(&named, &on("2025-06-01"), "ok");
}

#[test]
fn passing_with_gaps_is_a_leaders_decision() {
    let check = |authority: Option<OfficerId>, expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        life.does(&start(crate::milestone::Works::Foundation), &on("2025-05-01"));
        let answer = life.answer(&advance_with_gaps(90), &on("2025-06-01").with_authority(authority));
        assert_eq!(answer, expected, "{authority:?}");
    };
    check(Some(COUNTY_LEADER), "ok");
    check(Some(CITY_LEADER), "ok");
    let from_to = "from=PERMITTING attempted=STARTED";
    // By what is written it is found; what he decides himself needs no paper, and a word of mouth has none.
    for (by, instrument, deputised, expected) in [
        (
            MANAGER,
            Instrument::Minutes,
            false,
            format!("AUTHORITY_NUMBER_REQUIRED .authority .number {from_to}"),
        ),
        (MANAGER, Instrument::Oral, false, "ok".to_owned()),
        (
            CITY_LEADER,
            Instrument::Minutes,
            false,
            format!("AUTHORITY_NUMBER_REQUIRED .authority .number {from_to}"),
        ),
        (COUNTY_LEADER, Instrument::Minutes, false, "ok".to_owned()),
        (
            COUNTY_LEADER,
            Instrument::Minutes,
            true,
            format!("AUTHORITY_NUMBER_REQUIRED .authority .number {from_to}"),
        ),
    ] {
        let mut life = new_build_at(Stage::Permitting);
        life.does(&start(crate::milestone::Works::Foundation), &on("2025-05-01"));
        let mut context = on("2025-06-01").by(by).with_authority(Some(COUNTY_LEADER)).context(&life.facts);
        let authority = context.authority.take().unwrap();
        context.deputy = (by == COUNTY_LEADER && deputised).then_some(SPECIALIST);
        context.authority = Some(Authority { number: None, instrument, ..authority });
        let answer = decide(&life.project, &advance_with_gaps(90), &context);
        assert_eq!(
            answer.map_or_else(|refusal| refusal.to_string(), |_| "ok".to_owned()),
            expected,
            "{by} {instrument}"
        );
    }
    check(None, &format!("AUTHORITY_REQUIRED .authority {from_to}"));
    for officer in [CLERK, SPECIALIST, MANAGER] {
        check(Some(officer), &format!("AUTHORITY_TOO_LOW .authority officer={officer} {from_to}"));
    }
}
