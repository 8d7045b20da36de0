//! Who is on a step, who may do what, and what happens when somebody leaves.

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::command::Command;
use crate::duplicate::Ruling;
use crate::ids::{OfficerId, StepId};
use crate::permit::Phase;
use crate::profile::Change;
use crate::stage::Stage;
use crate::step::HelperRole;

const NOW: &str = "2025-06-10";

fn assign(step: StepId, officer: OfficerId) -> Command {
    Command::AssignResponsible { step, officer }
}

fn helper(step: StepId, officer: OfficerId, role: HelperRole, remove: bool) -> Command {
    Command::AssignHelper { step, officer, role, remove }
}

#[test]
fn who_may_do_what() {
    let check = |command: &Command, allowed: &[OfficerId]| {
        let mut life = new_build_at(Stage::Permitting);
        life.does(&open_case(1, 1), &on("2025-03-05"));
        life.does(&record(1, 1, E::Submitted), &on("2025-03-05"));
        for officer in [SPECIALIST, MANAGER, CITY_LEADER, CLERK, INTEGRATION, ADMINISTRATOR, AUDITOR] {
            let role = life.facts.officers[&officer].role;
            let answer = life.clone().answer(command, &on(NOW).by(officer));
            let refused = answer == format!("ROLE_NOT_ALLOWED role={role}");
            assert_eq!(!refused, allowed.contains(&officer), "{} by {role}: {answer}", command.name());
        }
        let answer = life.answer(command, &on(NOW).by(RETIRED));
        assert_eq!(answer, "OFFICER_INACTIVE", "{}", command.name());
    };
    let office = [SPECIALIST, MANAGER, CITY_LEADER];
    let managers = [MANAGER, CITY_LEADER];
    let recorders = [SPECIALIST, MANAGER, CITY_LEADER, CLERK, INTEGRATION];
    check(&Command::Update(vec![Change::LabelAdded("重大".into())]), &office);
    check(&add_permit(2, Phase::After), &office);
    check(&contract(2, day(NOW)), &office);
    check(&advance(90), &office);
    check(&Command::Withdraw, &office);
    check(&assign(visit_step(4), COLLEAGUE), &office);
    check(&advance_with_gaps(90), &managers);
    check(&go_back(90), &managers);
    check(&split([]), &managers);
    check(&open_case(2, 1), &recorders);
    check(&record(2, 1, E::Accepted), &recorders);
    check(&take_back(1, 1), &recorders);
    check(&rule_on_duplicate(Ruling::KeepApart, false), &managers);
    check(&Command::HandOver { from: SPECIALIST, to: COLLEAGUE }, &[MANAGER, CITY_LEADER, ADMINISTRATOR]);
}

#[test]
fn an_open_step_goes_to_officers_in_service() {
    let check = |step: StepId, officer: OfficerId, expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        assert_eq!(life.answer(&assign(step, officer), &on(NOW)), expected);
        if expected == "ok" {
            let step = &life.project.steps[&step];
            assert_eq!((step.responsible, step.first_receiver), (officer, SPECIALIST));
        }
    };
    let open = visit_step(4);
    check(open, COLLEAGUE, "ok");
    check(permit_step(1), MANAGER, "ok");
    check(open, RETIRED, &format!("OFFICER_INACTIVE .officerId officer={RETIRED}"));
    for (officer, role) in [(CLERK, "CLERK"), (AUDITOR, "AUDITOR"), (INTEGRATION, "INTEGRATION")] {
        check(open, officer, &format!("OFFICER_NOT_OURS .officerId officer={officer} role={role}"));
    }
    check(open, STRANGER, &format!("NOT_FOUND .officerId id={STRANGER}"));
    check(visit_step(3), COLLEAGUE, "STEP_CLOSED .stepId");
    check(visit_step(77), COLLEAGUE, &format!("NOT_FOUND .stepId id={}", visit_step(77)));
}

#[test]
fn nothing_new_is_no_event() {
    let life = new_build_at(Stage::Permitting);
    for command in [
        assign(visit_step(4), SPECIALIST),
        Command::HandOver { from: COLLEAGUE, to: MANAGER },
        Command::Update(vec![Change::Chain(None)]),
    ] {
        assert_eq!(life.clone().tries(&command, &on(NOW)), Ok(vec![]), "{command:?}");
    }
}

#[test]
fn helpers_come_and_go() {
    use HelperRole::{Assisting, Supervising};
    let step = visit_step(4);
    let mut life = new_build_at(Stage::Permitting);
    let unknown = format!("NOT_FOUND .officerId id={COLLEAGUE}");
    let retired = format!("OFFICER_INACTIVE .officerId officer={RETIRED}");
    let story = [
        (helper(step, COLLEAGUE, Assisting, true), unknown.as_str(), 0, 0),
        (helper(step, COLLEAGUE, Assisting, false), "ok", 1, 0),
        (helper(step, COLLEAGUE, Assisting, false), "ok", 1, 0),
        (helper(step, COLLEAGUE, Supervising, true), unknown.as_str(), 1, 0),
        (helper(step, COUNTY_LEADER, Supervising, false), "ok", 1, 1),
        (helper(step, RETIRED, Supervising, false), retired.as_str(), 1, 1),
        (helper(step, COLLEAGUE, Assisting, true), "ok", 0, 1),
        (helper(visit_step(1), COLLEAGUE, Assisting, false), "STEP_CLOSED .stepId", 0, 1),
    ];
    for (command, expected, assisting, supervising) in story {
        assert_eq!(life.answer(&command, &on(NOW)), expected, "{command:?}");
        let now = &life.project.steps[&step];
        let helping = [Assisting, Supervising].map(|role| now.helping(role).count());
        assert_eq!(helping, [assisting, supervising], "{command:?}");
    }
}

#[test]
fn whoever_is_responsible_has_no_other_part_in_the_step() {
    use HelperRole::{Assisting, Supervising};
    let step = visit_step(4);
    let help = |officer, role| helper(step, officer, role, false);
    let check = |commands: &[Command], expected: (OfficerId, Vec<OfficerId>, Vec<OfficerId>)| {
        let mut life = new_build_at(Stage::Permitting);
        for command in commands {
            life.does(command, &on(NOW));
        }
        let now = &life.project.steps[&step];
        let [assisting, supervising] = [Assisting, Supervising].map(|role| now.helping(role).collect());
        assert_eq!((now.responsible, assisting, supervising), expected, "{commands:?}");
    };
    check(
        &[help(COLLEAGUE, Assisting), help(COLLEAGUE, Supervising), assign(step, COLLEAGUE)],
        (COLLEAGUE, vec![], vec![]),
    );
    check(
        &[help(COLLEAGUE, Assisting), help(MANAGER, Supervising), assign(step, COLLEAGUE)],
        (COLLEAGUE, vec![], vec![MANAGER]),
    );
    let to_colleague = Command::HandOver { from: SPECIALIST, to: COLLEAGUE };
    check(&[help(COLLEAGUE, Assisting), to_colleague], (COLLEAGUE, vec![], vec![]));
    let to_specialist = Command::HandOver { from: COLLEAGUE, to: SPECIALIST };
    check(&[help(COLLEAGUE, Supervising), to_specialist], (SPECIALIST, vec![], vec![]));

    let mut life = new_build_at(Stage::Permitting);
    for role in [Assisting, Supervising] {
        assert_eq!(life.answer(&help(SPECIALIST, role), &on(NOW)), "OFFICER_RESPONSIBLE .officerId");
    }
    // Who left while the project was withdrawn is followed by a helper, who then helps no more.
    life.does(&help(COLLEAGUE, Assisting), &on(NOW));
    life.does(&Command::Withdraw, &on(NOW));
    life.is_in_service(SPECIALIST, false);
    life.does(&Command::Reopen { substitute: Some(COLLEAGUE) }, &on(NOW));
    let now = &life.project.steps[&step];
    assert_eq!((now.responsible, now.helping(Assisting).count()), (COLLEAGUE, 0));
}

#[test]
fn whoever_leaves_hands_over_everything() {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&assign(permit_step(1), MANAGER), &on(NOW));
    life.does(&helper(permit_step(1), SPECIALIST, HelperRole::Assisting, false), &on(NOW));
    let before = life.project.steps[&visit_step(1)].clone();
    life.does(&Command::HandOver { from: SPECIALIST, to: COLLEAGUE }, &on(NOW));
    let steps = &life.project.steps;
    assert_eq!(steps[&visit_step(4)].responsible, COLLEAGUE);
    assert_eq!(steps[&permit_step(1)].responsible, MANAGER);
    assert!(steps[&permit_step(1)].helping(HelperRole::Assisting).eq([COLLEAGUE]));
    assert_eq!(life.project.profile.landing_specialist, Some(COLLEAGUE));
    assert_eq!(life.project.profile.leader_in_charge, Some(COUNTY_LEADER));
    assert_eq!(steps[&visit_step(1)], before, "what is closed stays his on record");
    life.does(&Command::HandOver { from: COUNTY_LEADER, to: CITY_LEADER }, &on(NOW));
    assert_eq!(life.project.profile.leader_in_charge, Some(CITY_LEADER));
}

#[test]
fn a_receiver_is_another_officer_in_service() {
    let check = |life: &Life, to: OfficerId, expected: &str| {
        let command = Command::HandOver { from: SPECIALIST, to };
        assert_eq!(life.clone().answer(&command, &on(NOW)), expected);
    };
    let mut life = new_build_at(Stage::Permitting);
    check(&life, SPECIALIST, "SAME_OFFICER .toOfficerId");
    check(&life, RETIRED, &format!("OFFICER_INACTIVE .toOfficerId officer={RETIRED}"));
    check(&life, STRANGER, &format!("NOT_FOUND .toOfficerId id={STRANGER}"));
    // The giver may have left already, and the project may be withdrawn.
    life.does(&Command::Withdraw, &on(NOW));
    life.is_in_service(SPECIALIST, false);
    check(&life, COLLEAGUE, "ok");
}

#[test]
fn helpers_who_left_while_a_project_was_withdrawn_do_not_come_back() {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&helper(visit_step(4), COLLEAGUE, HelperRole::Assisting, false), &on(NOW));
    life.does(&helper(visit_step(4), CLERK, HelperRole::Supervising, false), &on(NOW));
    life.does(&Command::Withdraw, &on(NOW));
    life.is_in_service(COLLEAGUE, false);
    life.does(&Command::Reopen { substitute: None }, &on(NOW));
    let step = &life.project.steps[&visit_step(4)];
    assert_eq!(step.helping(HelperRole::Assisting).count(), 0);
    assert!(step.helping(HelperRole::Supervising).eq([CLERK]));
}

#[test]
fn who_holds_steps_hands_them_to_somebody_who_may_hold_them() {
    let mut life = new_build_at(Stage::Permitting);
    let answer = life.answer(&Command::HandOver { from: SPECIALIST, to: CLERK }, &on(NOW));
    assert_eq!(answer, format!("OFFICER_NOT_OURS .toOfficerId officer={CLERK} role=CLERK"));
}

#[test]
fn what_a_leader_is_in_charge_of_goes_to_a_leader() {
    let mut life = new_build_at(Stage::Permitting);
    let answer = life.answer(&Command::HandOver { from: COUNTY_LEADER, to: MANAGER }, &on(NOW));
    assert_eq!(answer, format!("OFFICER_NOT_OURS .toOfficerId officer={MANAGER} role=MANAGER"));
    assert_eq!(life.project.profile.leader_in_charge, Some(COUNTY_LEADER));
}
