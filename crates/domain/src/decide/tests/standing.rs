//! Pausing, resuming, withdrawing, reopening.

use super::commands::*;
use super::fixture::*;
use super::life::{Ask, Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::command::Command;
use crate::ids::{OfficerId, StepId};
use crate::permit::Phase;
use crate::stage::Stage;
use crate::standing::Standing;
use crate::step::CloseReason;

fn pause(until: &str) -> Command {
    pause_until(day(until))
}

#[test]
fn a_pause_lasts_three_months_at_most() {
    let check = |from: &str, until: &str, expected: &str| {
        let mut life = new_build_at(Stage::Negotiation);
        assert_eq!(life.answer(&pause(until), &on(from)), expected, "{from} to {until}");
    };
    check("2025-02-15", "2025-05-15", "ok");
    check("2025-02-15", "2025-05-16", "PAUSE_TOO_LONG .until latest=2025-05-15");
    check("2025-02-15", "2025-02-15", "ok");
    check("2025-02-15", "2025-02-14", "DATE_OUT_OF_ORDER .until date=2025-02-14 notBefore=2025-02-15");
    // The end of a month: three months later is the last day of that month.
    check("2025-01-31", "2025-04-30", "ok");
    check("2025-01-31", "2025-05-01", "PAUSE_TOO_LONG .until latest=2025-04-30");
    check("2025-03-31", "2025-06-30", "ok");
    check("2025-03-31", "2025-07-01", "PAUSE_TOO_LONG .until latest=2025-06-30");
    check("2025-07-01", "2025-07-02", "DATE_IN_FUTURE .occurredOn date=2025-07-01 today=2025-06-30");
}

#[test]
fn over_the_end_of_february() {
    let check = |from: &str, until: &str, expected: &str| {
        let mut life = new_build_at(Stage::Lead);
        let ask = Ask { today: day("2028-06-30"), ..on(from) };
        assert_eq!(life.answer(&pause(until), &ask), expected, "{from} to {until}");
    };
    check("2026-11-30", "2027-02-28", "ok");
    check("2026-11-30", "2027-03-01", "PAUSE_TOO_LONG .until latest=2027-02-28");
    check("2027-11-30", "2028-02-29", "ok");
    check("2027-11-30", "2028-03-01", "PAUSE_TOO_LONG .until latest=2028-02-29");
}

#[test]
fn a_pause_is_renewed_twice_from_where_it_ends() {
    let check = |renewals: &[(&str, &str)], expected: &str| {
        let mut life = new_build_at(Stage::Negotiation);
        life.does(&pause("2025-03-15"), &on("2025-01-15"));
        let mut answer = String::new();
        for (from, until) in renewals {
            answer = life.answer(&pause(until), &on(from));
        }
        assert_eq!(answer, expected, "{renewals:?}");
    };
    check(&[("2025-03-10", "2025-06-15")], "ok");
    check(&[("2025-03-10", "2025-06-16")], "PAUSE_TOO_LONG .until latest=2025-06-15");
    check(&[("2025-03-10", "2025-03-14")], "DATE_OUT_OF_ORDER .until date=2025-03-14 notBefore=2025-03-15");
    check(
        &[("2025-01-14", "2025-04-15")],
        "DATE_OUT_OF_ORDER .occurredOn date=2025-01-14 notBefore=2025-01-15",
    );
    // Renewed after it ran out: counted from the renewal.
    check(&[("2025-04-01", "2025-07-01")], "ok");
    check(&[("2025-04-01", "2025-07-02")], "PAUSE_TOO_LONG .until latest=2025-07-01");
    let twice = [("2025-03-10", "2025-06-15"), ("2025-06-10", "2025-09-15")];
    check(&twice, "ok");
    check(&[&twice[..], &[("2025-06-20", "2025-12-15")]].concat(), "PAUSE_RENEWED_TOO_OFTEN max=2");
}

#[test]
fn resuming_for_a_while_is_no_way_around_the_limit() {
    let paused_until = |until: &str| (pause(until), "ok".to_owned());
    let mut life = new_build_at(Stage::Negotiation);
    let too_often = "PAUSE_RENEWED_TOO_OFTEN max=2".to_owned();
    for (command, date, expected) in [
        (paused_until("2025-03-15"), "2025-01-15"),
        ((Command::Resume, "ok".into()), "2025-03-01"),
        (paused_until("2025-05-15"), "2025-03-02"),
        (paused_until("2025-06-15"), "2025-05-10"),
        ((Command::Resume, "ok".into()), "2025-06-01"),
        ((pause("2025-07-01"), too_often), "2025-06-02"),
    ]
    .map(|((command, expected), date)| (command, date, expected))
    {
        assert_eq!(life.answer(&command, &on(date)), expected, "{date}");
    }
    // Given up and taken up again, it is still the same stay; in another stage it begins anew.
    life.does(&Command::Withdraw, &on("2025-06-03"));
    life.does(&reopen(), &on("2025-06-04"));
    assert_eq!(life.answer(&pause("2025-07-01"), &on("2025-06-05")), "PAUSE_RENEWED_TOO_OFTEN max=2");
    life.does(&go_back(80), &on("2025-06-06"));
    life.does(&pause("2025-07-01"), &on("2025-06-07"));
    let Standing::Paused(running) = life.project.standing else { panic!("{:?}", life.project.standing) };
    assert_eq!((running.since, running.renewals), (day("2025-06-07"), 0));
}

#[test]
fn a_pause_is_approved_one_level_up() {
    let check = |by: OfficerId, authority: Option<OfficerId>, expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        let ask = on("2025-05-02").by(by).with_authority(authority);
        let too_low = authority.map(|officer| format!("AUTHORITY_TOO_LOW .authority officer={officer}"));
        let expected = if expected == "too low" { too_low.unwrap() } else { expected.into() };
        assert_eq!(life.answer(&pause("2025-06-01"), &ask), expected, "{by} {authority:?}");
    };
    check(SPECIALIST, None, "AUTHORITY_REQUIRED .authority");
    check(SPECIALIST, Some(MANAGER), "ok");
    check(SPECIALIST, Some(COUNTY_LEADER), "ok");
    check(SPECIALIST, Some(CITY_LEADER), "ok");
    check(SPECIALIST, Some(SPECIALIST), "too low");
    check(SPECIALIST, Some(COLLEAGUE), "too low");
    // Above in the tree of regions, but decides nothing there.
    check(SPECIALIST, Some(CITY_SPECIALIST), "too low");
    check(SPECIALIST, Some(CLERK), "too low");
    check(SPECIALIST, Some(ADMINISTRATOR), "too low");
    // High, but of another city.
    check(SPECIALIST, Some(OTHER_LEADER), "too low");
    check(MANAGER, Some(MANAGER), "too low");
    check(MANAGER, Some(COUNTY_LEADER), "ok");
    check(COUNTY_LEADER, Some(MANAGER), "too low");
    check(COUNTY_LEADER, Some(COUNTY_LEADER), "too low");
    check(COUNTY_LEADER, Some(CITY_LEADER), "ok");
    check(CITY_LEADER, Some(COUNTY_LEADER), "too low");
    check(SPECIALIST, Some(STRANGER), &format!("NOT_FOUND .authority .officerId id={STRANGER}"));
}

#[test]
fn every_change_of_standing_but_resuming_needs_a_reason() {
    let check = |life: &Life, command: &Command, expected: &str| {
        let ask = on("2025-06-10").without_reason();
        assert_eq!(life.clone().answer(command, &ask), expected, "{}", command.name());
    };
    let active = new_build_at(Stage::Permitting);
    check(&active, &pause("2025-08-01"), "REASON_REQUIRED .reason");
    check(&active, &Command::Withdraw, "REASON_REQUIRED .reason");
    let mut paused = active.clone();
    paused.does(&pause("2025-08-01"), &on("2025-06-01"));
    check(&paused, &Command::Resume, "ok");
    let mut withdrawn = active;
    withdrawn.does(&Command::Withdraw, &on("2025-06-01"));
    check(&withdrawn, &reopen(), "REASON_REQUIRED .reason");
}

#[test]
fn standings_follow_one_another_in_time() {
    let check = |story: &[(Command, &str)], expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        let (last, first) = story.split_last().unwrap();
        for (command, date) in first {
            life.does(command, &on(date));
        }
        assert_eq!(life.answer(&last.0, &on(last.1)), expected, "{story:?}");
    };
    let paused = (pause("2025-06-15"), "2025-05-15");
    check(
        &[paused.clone(), (Command::Resume, "2025-05-14")],
        "DATE_OUT_OF_ORDER .occurredOn date=2025-05-14 notBefore=2025-05-15",
    );
    check(&[paused, (Command::Resume, "2025-05-15")], "ok");
    // The stage began on 03-01.
    check(
        &[(Command::Withdraw, "2025-02-28")],
        "DATE_OUT_OF_ORDER .occurredOn date=2025-02-28 notBefore=2025-03-01",
    );
    check(
        &[(Command::Withdraw, "2025-05-15"), (reopen(), "2025-05-14")],
        "DATE_OUT_OF_ORDER .occurredOn date=2025-05-14 notBefore=2025-05-15",
    );
    check(&[(Command::Withdraw, "2025-05-15"), (reopen(), "2025-05-15")], "ok");
}

/// The open steps with their officers.
fn holders(life: &Life) -> Vec<(StepId, OfficerId)> {
    let open = life.project.steps.values().filter(|step| step.is_open());
    open.map(|step| (step.id, step.responsible)).collect()
}

/// A project whose stage is COLLEAGUE's and whose permits 1 and 2 are SPECIALIST's and MANAGER's.
fn with_three_officers() -> Life {
    let mut life = new_build_at(Stage::Permitting);
    let ask = on("2025-05-02");
    life.does(&add_permit(2, Phase::After), &ask);
    life.does(&Command::AssignResponsible { step: visit_step(4), officer: COLLEAGUE }, &ask);
    life.does(&Command::AssignResponsible { step: permit_step(2), officer: MANAGER }, &ask);
    life
}

#[test]
fn reopening_restores_the_steps_of_officers_in_service() {
    let check =
        |gone: &[OfficerId], substitute: Option<OfficerId>, expected: Result<[OfficerId; 3], &str>| {
            let mut life = with_three_officers();
            let before = holders(&life);
            life.does(&Command::Withdraw, &on("2025-05-10"));
            assert_eq!(holders(&life), []);
            for &officer in gone {
                life.is_in_service(officer, false);
            }
            let ask = on("2025-06-01").by(CITY_LEADER);
            let answer = life.answer(&Command::Reopen { substitute }, &ask);
            match expected {
                Ok(officers) => {
                    assert_eq!(answer, "ok");
                    let expected: Vec<_> = before.iter().map(|(step, _)| *step).zip(officers).collect();
                    assert_eq!(holders(&life), expected, "{gone:?}");
                    let first = life.project.steps.values().map(|step| step.first_receiver);
                    assert!(first.eq([SPECIALIST; 6]), "the first receivers stay on record");
                    assert_eq!(life.project.standing, Standing::Active);
                }
                Err(refusal) => assert_eq!(answer, refusal, "{gone:?}"),
            }
        };
    check(&[], None, Ok([COLLEAGUE, SPECIALIST, MANAGER]));
    check(&[], Some(COUNTY_LEADER), Ok([COLLEAGUE, SPECIALIST, MANAGER]));
    check(&[COLLEAGUE], Some(COUNTY_LEADER), Ok([COUNTY_LEADER, SPECIALIST, MANAGER]));
    check(&[COLLEAGUE, MANAGER], Some(COUNTY_LEADER), Ok([COUNTY_LEADER, SPECIALIST, COUNTY_LEADER]));
    // Nobody named: the landing specialist takes over, if in service.
    check(&[COLLEAGUE], None, Ok([SPECIALIST, SPECIALIST, MANAGER]));
    check(&[SPECIALIST], None, Err("OFFICER_REQUIRED .officerId"));
    check(&[SPECIALIST], Some(MANAGER), Ok([COLLEAGUE, MANAGER, MANAGER]));
    let retired = format!("OFFICER_INACTIVE .officerId officer={RETIRED}");
    check(&[COLLEAGUE], Some(RETIRED), Err(&retired));
    let stranger = format!("NOT_FOUND .officerId id={STRANGER}");
    check(&[], Some(STRANGER), Err(&stranger));
}

#[test]
fn what_was_done_stays_done_and_what_happened_meanwhile_is_settled() {
    let mut life = with_three_officers();
    let ask = on("2025-05-02");
    life.does(&open_case(1, 1), &ask);
    life.does(&record(1, 1, E::Accepted), &ask);
    life.does(&Command::Withdraw, &on("2025-05-10"));
    life.does(&sent(2, 1, E::Approved), &on("2025-05-20"));
    let closing = life.project.steps[&permit_step(1)].closed.unwrap();
    assert_eq!((closing.reason, closing.on), (CloseReason::Withdrawn, day("2025-05-10")));
    life.does(&reopen(), &on("2025-06-01"));
    let closing = life.project.steps[&permit_step(1)].closed.unwrap();
    assert_eq!((closing.reason, closing.on), (CloseReason::Done, day("2025-05-20")));
    assert_eq!(holders(&life).len(), 2);
    // The visits left long ago are not opened again.
    assert!((1..4).all(|visit| !life.project.steps[&visit_step(visit)].is_open()));
}

#[test]
fn a_permit_lost_meanwhile_is_to_be_done_again() {
    let mut life = new_build_at(Stage::Started);
    life.does(&Command::Withdraw, &on("2025-05-10"));
    life.does(&sent(9, 1, E::Revoked), &on("2025-05-20"));
    assert_eq!(holders(&life), []);
    life.is_in_service(SPECIALIST, false);
    life.does(&Command::Reopen { substitute: Some(MANAGER) }, &on("2025-06-01"));
    assert_eq!(holders(&life), [(visit_step(5), MANAGER), (permit_step(1), MANAGER)]);
}
