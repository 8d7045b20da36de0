//! What is told of an earlier day must not contradict what is recorded of a later one.

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use crate::actor::{Authority, Instrument};
use crate::command::{Command, UpdatePermit};
use crate::context::{Circumstances, Context};
use crate::decide::{Decision, decide};
use crate::event::Event;
use crate::ids::{OfficerId, StepId};
use crate::private::Private;
use crate::stage::Stage;
use crate::step::HelperRole::{self, Assisting, Supervising};

const VISIT: StepId = visit_step(4);

const fn assign(officer: OfficerId) -> Command {
    Command::AssignResponsible { step: VISIT, officer }
}

const fn helps(officer: OfficerId, role: HelperRole) -> Command {
    Command::AssignHelper { step: VISIT, officer, role, remove: false }
}

const fn helps_no_more(officer: OfficerId, role: HelperRole) -> Command {
    Command::AssignHelper { step: VISIT, officer, role, remove: true }
}

const fn hand_over(from: OfficerId, to: OfficerId) -> Command {
    Command::HandOver { from, to }
}

/// A project in PERMITTING since 03-01 after these commands; then the last one is tried. A refusal changes nothing.
#[track_caller]
fn check(recorded: &[(Command, &str)], (command, date): (Command, &str), not_before: Option<&str>) {
    let mut life: Life = new_build_at(Stage::Permitting);
    for (command, date) in recorded {
        life.does(command, &on(date));
    }
    let before = life.clone();
    let answer = life.answer(&command, &on(date));
    match not_before {
        None => assert_eq!(answer, "ok", "{} on {date}", command.name()),
        Some(day) => {
            let expected = format!("DATE_OUT_OF_ORDER .occurredOn date={date} notBefore={day}");
            assert_eq!(answer, expected, "{} on {date}", command.name());
            assert_eq!((&life.project, &life.history), (&before.project, &before.history));
        }
    }
}

#[test]
fn who_is_responsible_changes_forwards() {
    let assigned = (assign(COLLEAGUE), "2025-05-05");
    check(std::slice::from_ref(&assigned), (assign(MANAGER), "2025-05-01"), Some("2025-05-05"));
    check(std::slice::from_ref(&assigned), (assign(MANAGER), "2025-05-05"), None);
    // He is responsible already: there is nothing to contradict.
    check(std::slice::from_ref(&assigned), (assign(COLLEAGUE), "2025-05-01"), None);
    // Another step of the same project has days of its own.
    let of_permit = Command::AssignResponsible { step: permit_step(1), officer: MANAGER };
    check(std::slice::from_ref(&assigned), (of_permit, "2025-05-01"), None);
    check(&[], (assign(COLLEAGUE), "2025-02-28"), Some("2025-03-01"));
    let handed = (hand_over(SPECIALIST, COLLEAGUE), "2025-05-05");
    check(std::slice::from_ref(&handed), (assign(MANAGER), "2025-05-04"), Some("2025-05-05"));
    check(std::slice::from_ref(&handed), (hand_over(COLLEAGUE, MANAGER), "2025-05-04"), Some("2025-05-05"));
    check(std::slice::from_ref(&assigned), (hand_over(COLLEAGUE, MANAGER), "2025-05-04"), Some("2025-05-05"));
    // What he held all along he may have handed over before.
    check(std::slice::from_ref(&assigned), (hand_over(SPECIALIST, MANAGER), "2025-05-04"), None);
    let restored = [(Command::Withdraw, "2025-05-05"), (reopen(), "2025-05-10")];
    check(&restored, (assign(COLLEAGUE), "2025-05-09"), Some("2025-05-10"));
}

#[test]
fn a_permit_is_not_due_before_it_was_begun() {
    let mut life = new_build_at(Stage::Permitting);
    let due = |day_due: &str| {
        let (permit, due_on) = (permit_id(1), Some(Some(day(day_due))));
        let untouched =
            UpdatePermit { permit, level: None, phase: None, agency: None, preparation: None, due_on };
        Command::UpdatePermit(untouched)
    };
    let before = life.clone();
    let expected = "DATE_OUT_OF_ORDER .dueOn date=2025-02-19 notBefore=2025-02-20";
    assert_eq!(life.answer(&due("2025-02-19"), &on("2025-05-01")), expected);
    assert_eq!((&life.project, &life.history), (&before.project, &before.history));
    assert_eq!(life.answer(&due("2025-02-20"), &on("2025-05-01")), "ok");
}

#[test]
fn a_step_does_not_end_before_its_last_officer_took_it_up() {
    let assigned = (assign(COLLEAGUE), "2025-05-05");
    for (recorded, command) in [
        (vec![assigned.clone()], go_back(90)),
        (vec![assigned.clone()], Command::Withdraw),
        (vec![assigned, (rule_out(1), "2025-05-02")], split([91, 92])),
        (
            vec![(Command::AssignResponsible { step: permit_step(1), officer: COLLEAGUE }, "2025-05-05")],
            rule_out(1),
        ),
    ] {
        check(&recorded, (command.clone(), "2025-05-04"), Some("2025-05-05"));
        check(&recorded, (command, "2025-05-05"), None);
    }
}

#[test]
fn a_step_does_not_end_before_its_helpers_came_and_went() {
    let helped = |step| Command::AssignHelper { step, officer: COLLEAGUE, role: Assisting, remove: false };
    let came = |step| (helped(step), "2025-05-05");
    for (recorded, command) in [
        (vec![came(VISIT)], go_back(90)),
        (vec![came(VISIT)], Command::Withdraw),
        (vec![came(permit_step(1))], Command::Withdraw),
        (vec![came(VISIT), (rule_out(1), "2025-05-02")], split([91, 92])),
        (vec![came(permit_step(1))], rule_out(1)),
    ] {
        check(&recorded, (command.clone(), "2025-05-04"), Some("2025-05-05"));
        check(&recorded, (command, "2025-05-05"), None);
    }
    let gone = [came(VISIT), (helps_no_more(COLLEAGUE, Assisting), "2025-05-10")];
    check(&gone, (go_back(90), "2025-05-09"), Some("2025-05-10"));
    // What stands open no longer is not helped at until it does again.
    let restored = [(Command::Withdraw, "2025-05-05"), (reopen(), "2025-05-10")];
    check(&restored, (helps(COLLEAGUE, Assisting), "2025-05-09"), Some("2025-05-10"));
    check(&restored, (helps(COLLEAGUE, Assisting), "2025-05-10"), None);
}

#[test]
fn nobody_is_responsible_while_he_helps() {
    let came = (helps(COLLEAGUE, Assisting), "2025-05-05");
    let went = (helps_no_more(COLLEAGUE, Assisting), "2025-05-10");
    let take_up = || [assign(COLLEAGUE), hand_over(SPECIALIST, COLLEAGUE)];
    for command in take_up() {
        check(std::slice::from_ref(&came), (command.clone(), "2025-05-04"), Some("2025-05-05"));
        check(std::slice::from_ref(&came), (command.clone(), "2025-05-05"), None);
        let both = [came.clone(), went.clone()];
        check(&both, (command.clone(), "2025-05-09"), Some("2025-05-10"));
        check(&both, (command, "2025-05-10"), None);
    }
    // Another's help is no hindrance.
    check(std::slice::from_ref(&came), (assign(MANAGER), "2025-05-01"), None);
    check(std::slice::from_ref(&came), (hand_over(SPECIALIST, MANAGER), "2025-05-01"), None);
    // Whoever helps instead of another does not do so before he ceased to.
    let other = (helps(MANAGER, Assisting), "2025-05-01");
    let all = [other, came, went];
    check(&all, (hand_over(MANAGER, COLLEAGUE), "2025-05-09"), Some("2025-05-10"));
    check(&all, (hand_over(MANAGER, COLLEAGUE), "2025-05-10"), None);
    check(&all, (hand_over(MANAGER, SPECIALIST), "2025-05-09"), None);
}

#[test]
fn each_helper_comes_and_goes_forwards() {
    let came = (helps(COLLEAGUE, Assisting), "2025-05-05");
    let went = (helps_no_more(COLLEAGUE, Assisting), "2025-05-10");
    check(
        std::slice::from_ref(&came),
        (helps_no_more(COLLEAGUE, Assisting), "2025-05-04"),
        Some("2025-05-05"),
    );
    check(std::slice::from_ref(&came), (helps_no_more(COLLEAGUE, Assisting), "2025-05-05"), None);
    let both = [came.clone(), went];
    check(&both, (helps(COLLEAGUE, Assisting), "2025-05-09"), Some("2025-05-10"));
    check(&both, (helps(COLLEAGUE, Assisting), "2025-05-10"), None);
    // Another part, or another officer, has days of its own.
    check(&both, (helps(COLLEAGUE, Supervising), "2025-05-01"), None);
    check(&both, (helps(MANAGER, Assisting), "2025-05-01"), None);
    check(&[], (helps(MANAGER, Assisting), "2025-02-28"), Some("2025-03-01"));
    check(std::slice::from_ref(&came), (hand_over(COLLEAGUE, MANAGER), "2025-05-04"), Some("2025-05-05"));
    check(&both, (hand_over(COLLEAGUE, MANAGER), "2025-05-04"), None);
}

#[test]
fn the_standing_changes_forwards() {
    let pause = || pause_until(day("2025-06-30"));
    let paused = (pause(), "2025-05-05");
    let resumed = [paused.clone(), (Command::Resume, "2025-05-10")];
    let renewed = [paused.clone(), (pause_until(day("2025-07-30")), "2025-05-10")];
    let withdrawn = [(Command::Withdraw, "2025-05-05")];
    let reopened = [withdrawn[0].clone(), (reopen(), "2025-05-10")];
    check(&[], (Command::Withdraw, "2025-02-28"), Some("2025-03-01"));
    check(std::slice::from_ref(&paused), (Command::Resume, "2025-05-04"), Some("2025-05-05"));
    check(std::slice::from_ref(&paused), (Command::Withdraw, "2025-05-04"), Some("2025-05-05"));
    check(std::slice::from_ref(&paused), (pause(), "2025-05-04"), Some("2025-05-05"));
    check(&renewed, (Command::Resume, "2025-05-09"), Some("2025-05-10"));
    check(&renewed, (Command::Resume, "2025-05-10"), None);
    for command in [pause(), Command::Withdraw, go_back(90)] {
        check(&resumed, (command.clone(), "2025-05-09"), Some("2025-05-10"));
        check(&resumed, (command.clone(), "2025-05-10"), None);
        check(&reopened, (command, "2025-05-09"), Some("2025-05-10"));
    }
    check(&withdrawn, (reopen(), "2025-05-04"), Some("2025-05-05"));
    // What happened meanwhile and says nothing of the standing is told as before.
    check(&resumed, (contract(8, day("2025-05-01")), "2025-05-01"), None);
    check(&resumed, (assign(COLLEAGUE), "2025-05-06"), None);
}

#[test]
fn an_authority_is_somebodys_of_a_day_that_has_come() {
    let check = |authority: Authority, expected: &str| {
        let life = new_build_at(Stage::Permitting);
        let context = Context { authority: Some(authority.clone()), ..on("2025-05-05").context(&life.facts) };
        let answer = decide(&life.project, &pause_until(day("2025-06-30")), &context);
        let answer = answer.map_or_else(|refusal| refusal.to_string(), |_| "ok".into());
        assert_eq!(answer, expected, "{authority:?}");
    };
    let minutes = || Authority {
        officer: COUNTY_LEADER,
        instrument: Instrument::Minutes,
        number: None,
        on: day(TODAY),
    };
    check(minutes(), "ok");
    check(Authority { number: Some(Private::new("纪要〔2025〕5号")), ..minutes() }, "ok");
    check(Authority { number: Some(Private::new(" ")), ..minutes() }, "TEXT_EMPTY .authority .number");
    check(
        Authority { on: day("2025-07-01"), ..minutes() },
        "DATE_IN_FUTURE .authority .on date=2025-07-01 today=2025-06-30",
    );
    check(
        Authority { officer: STRANGER, ..minutes() },
        &format!("NOT_FOUND .authority .officerId id={STRANGER}"),
    );
}

/// What is recorded of a command is cleaned like every text in its events, so that one reason reads alike wherever it
/// stands.
#[test]
fn the_circumstances_are_recorded_as_they_were_cleaned() {
    let life = new_build_at(Stage::Permitting);
    let authority = Authority {
        officer: COUNTY_LEADER,
        instrument: Instrument::Minutes,
        number: Some(Private::new(" 纪要〔2025〕5号 ")),
        on: day("2025-05-04"),
    };
    let context = Context {
        reason: Some("  不需要\r\n见附件 ".into()),
        authority: Some(authority.clone()),
        ..on("2025-05-05").context(&life.facts)
    };
    let Decision { events, circumstances } = decide(&life.project, &rule_out(1), &context).unwrap();
    let reason = Private::new("不需要\n见附件");
    let authority = Authority { number: Some(Private::new("纪要〔2025〕5号")), ..authority };
    let expected = Circumstances {
        occurred_on: day("2025-05-05"),
        reason: Some(reason.clone()),
        authority: Some(authority),
    };
    assert_eq!(circumstances, expected);
    assert!(matches!(&events[0], Event::PermitRuledOut { reason: recorded, .. } if *recorded == reason));
}
