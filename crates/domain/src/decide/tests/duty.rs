//! Duty rules: whom they make responsible, and whom they leave alone.

use std::sync::Arc;

use chrono::DateTime;

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on, registration};
use super::plan::{NOW, life as planned_life, plan, set};
use crate::attribute::Attribute;
use crate::command::{AddPermit, Command};
use crate::decide::{on_duty, register, task_of};
use crate::duty::{DutyRule, Permits, Roster, Scope};
use crate::ids::{AgencyId, DutyRuleId, OfficerId, RegionId};
use crate::permit::{Level, PermitItem, Phase};
use crate::profile::Change;
use crate::project::Project;
use crate::refusal::Refusal;
use crate::stage::{Stage, Track};

fn rule(n: u128, region: RegionId, scope: Scope, officer: OfficerId) -> DutyRule {
    DutyRule {
        id: DutyRuleId::from_uuid(uuid(n)),
        region,
        scope,
        officer,
        valid_from: day("2025-06-01"),
        valid_to: None,
        set_by: None,
        set_at: DateTime::UNIX_EPOCH,
        ended: None,
        version: 1,
    }
}

fn of_code(code: &str) -> Scope {
    Scope::Permits(Permits { code: Some(code.to_owned()), ..Permits::default() })
}

fn follow(life: &mut Life, rules: Vec<DutyRule>) {
    life.facts.roster = Arc::new(Roster { rules, brought_from: vec![COUNTY, CITY, PROVINCE] });
}

/// Who answers for what, by the names of entries.
fn shown(life: &Life) -> Vec<(String, OfficerId)> {
    let permits = life.project.permits.values();
    let of = |permit: &crate::permit::Permit| {
        let name = match &permit.item {
            PermitItem::Catalogued(name) | PermitItem::Named(name) => name.clone(),
        };
        (name, life.project.steps[&permit.step].responsible)
    };
    permits.map(of).collect()
}

#[test]
fn a_stage_is_taken_by_whom_a_rule_names() {
    let check = |rules: Vec<DutyRule>, command: Command, expected: &str| {
        let mut life = new_build_at(Stage::Started);
        life.prepare(Stage::Producing);
        follow(&mut life, rules);
        let before = life.clone();
        let answer = life.answer(&command, &on("2025-06-10"));
        let responsible = life.project.current_visit().unwrap().responsible;
        let who = if responsible == COLLEAGUE { "the colleague" } else { "the specialist" };
        let found = if answer == "ok" { who.to_owned() } else { answer };
        assert_eq!(found, expected, "{command:?}");
        if expected.contains('_') {
            assert_eq!((life.project, life.history), (before.project, before.history));
        }
    };
    let stage = |stage| rule(1, COUNTY, Scope::Stage(stage), COLLEAGUE);
    check(vec![], advance(90), "the specialist");
    check(vec![stage(Stage::Producing)], advance(90), "the colleague");
    check(vec![stage(Stage::Signed)], advance(90), "the specialist");
    check(vec![rule(1, CITY, Scope::Everything, COLLEAGUE)], advance(90), "the colleague");
    // Of another place, from tomorrow on, or out of service: the next rule, or the landing specialist.
    check(vec![rule(1, OTHER_COUNTY, Scope::Everything, COLLEAGUE)], advance(90), "the specialist");
    let later = DutyRule { valid_from: day("2025-07-01"), ..stage(Stage::Producing) };
    check(vec![later], advance(90), "the specialist");
    let retired = rule(2, COUNTY, Scope::Stage(Stage::Producing), RETIRED);
    check(vec![retired.clone(), rule(1, CITY, Scope::Everything, COLLEAGUE)], advance(90), "the colleague");
    check(vec![retired, rule(1, COUNTY, Scope::Everything, CLERK)], advance(90), "the specialist");
    // Back, and where somebody is named.
    check(vec![stage(Stage::Permitting)], go_back(90), "the colleague");
    let named = |mut command: Command| {
        if let Command::Advance { visit, .. } = &mut command {
            visit.responsible = Some(SPECIALIST);
        }
        command
    };
    check(vec![stage(Stage::Producing)], named(advance(90)), "the specialist");
}

#[test]
fn without_a_rule_and_a_specialist_nothing_is_entered() {
    let mut life = new_build_at(Stage::Started);
    life.prepare(Stage::Producing);
    life.does(&Command::Update(vec![Change::LandingSpecialist(None)]), &on("2025-06-09"));
    let before = life.clone();
    assert_eq!(life.answer(&advance(90), &on("2025-06-10")), "OFFICER_REQUIRED .officerId");
    assert_eq!((&life.project, &life.history), (&before.project, &before.history));
    follow(&mut life, vec![rule(1, COUNTY, Scope::Everything, COLLEAGUE)]);
    assert_eq!(life.answer(&advance(90), &on("2025-06-10")), "ok");
}

#[test]
fn a_rule_makes_nobody_an_insider_of_a_lead() {
    // Of an agency beside the one that brought the project, and no landing office.
    let stranger = |life: &mut Life| {
        let facts = life.facts.officers.get_mut(&COLLEAGUE).unwrap();
        (facts.agency, facts.landing_office) = (CITY_PLANNING, false);
        facts.regions = vec![COUNTY, CITY, PROVINCE];
        follow(life, vec![rule(1, COUNTY, Scope::Everything, COLLEAGUE)]);
    };
    let who = |life: &Life| life.project.current_visit().unwrap().responsible;
    let mut life = new_build_at(Stage::Lead);
    stranger(&mut life);
    life.does(&advance(90), &on("2025-06-01"));
    assert_eq!(who(&life), SPECIALIST, "a negotiation is not his to know");
    life.does(&unnamed(add_permit(1, Phase::BeforeStart)), &on("2025-06-01"));
    assert_eq!(shown(&life)[0].1, SPECIALIST);
    life.prepare(Stage::Signed);
    life.does(&advance(91), &on("2025-06-02"));
    assert_eq!(who(&life), COLLEAGUE, "what is signed is known there");
    life.does(&go_back(92), &on("2025-06-03"));
    assert_eq!(who(&life), SPECIALIST, "and no more once it is not");
    // Whom something of it was given knows it: then it is his by the rule, too.
    let helper = Command::AssignHelper {
        step: life.project.current_visit().unwrap().id,
        officer: COLLEAGUE,
        role: crate::step::HelperRole::Assisting,
        remove: false,
    };
    life.does(&helper, &on("2025-06-04"));
    let mut add = add_permit(2, Phase::BeforeStart);
    if let Command::AddPermit(permit) = &mut add {
        permit.item = PermitItem::Named("环评".into());
    }
    life.does(&unnamed(add), &on("2025-06-04"));
    assert_eq!(shown(&life)[1].1, COLLEAGUE);
}

/// The command with nobody named.
fn unnamed(command: Command) -> Command {
    match command {
        Command::AddPermit(permit) => Command::AddPermit(AddPermit { responsible: None, ..permit }),
        other => other,
    }
}

#[test]
fn whoever_registers_leaves_the_stage_to_a_rule() {
    let born = |rules: Vec<DutyRule>, brought_from: Vec<RegionId>| -> Result<OfficerId, Refusal> {
        let mut facts = world();
        facts.roster = Arc::new(Roster { rules, brought_from });
        let mut command = registration(Track::NewBuild, Stage::Lead);
        (command.visit.responsible, command.profile.landing_specialist) = (None, None);
        let events = register(&command, &on("2025-06-10").context(&facts))?.events;
        Ok(Project::fold(command.id, events).unwrap().current_visit().unwrap().responsible)
    };
    let rules = || vec![rule(1, PARK, Scope::Stage(Stage::Lead), CITY_SPECIALIST)];
    assert_eq!(born(rules(), vec![COUNTY, CITY, PROVINCE]).unwrap(), CITY_SPECIALIST);
    // Brought from elsewhere, the city's landing office stands over nobody there.
    let elsewhere = born(rules(), vec![OTHER_COUNTY, OTHER_CITY, PROVINCE]).unwrap_err();
    assert_eq!(elsewhere.to_string(), "OFFICER_REQUIRED .officerId");
    assert_eq!(born(vec![], vec![]).unwrap_err().to_string(), "OFFICER_REQUIRED .officerId");
}

#[test]
fn a_plan_follows_the_rules_and_a_rule_changes_nothing_that_is_there() {
    let mut life = planned_life();
    let grid = Permits { department: Some(crate::catalogue::Department::Grid), ..Permits::default() };
    follow(
        &mut life,
        vec![rule(1, COUNTY, of_code("filing"), COLLEAGUE), rule(2, CITY, Scope::Permits(grid), MANAGER)],
    );
    let all = [
        set(Attribute::PowerSupply, true),
        set(Attribute::Relics, true),
        set(Attribute::RegionalAssessmentDone, false),
    ];
    life.does(&plan(1, &all), &on(NOW));
    let named = |name: &str, officer| (name.to_owned(), officer);
    let drawn = vec![named("filing", COLLEAGUE), named("power", MANAGER), named("relics", SPECIALIST)];
    assert_eq!(shown(&life), drawn);
    // What would be said of each of them is what was done.
    let context = on(NOW).context(&life.facts);
    for permit in life.project.permits.values() {
        let rule = on_duty(&life.project, &task_of(permit, &life.project, &context), &context);
        let by = rule.map_or(SPECIALIST, |rule| rule.officer);
        assert_eq!(by, life.project.steps[&permit.step].responsible, "{:?}", permit.item);
    }
    // Another rule, and none any more: what is there stays where it is.
    let steps: Vec<_> = life.project.permits.values().map(|permit| permit.step).collect();
    let given = Command::AssignResponsible { step: steps[2], officer: COUNTY_LEADER };
    life.does(&given, &on(NOW));
    let by_hand = vec![named("filing", COLLEAGUE), named("power", MANAGER), named("relics", COUNTY_LEADER)];
    for rules in [
        vec![
            rule(3, PARK, Scope::Everything, CITY_SPECIALIST),
            rule(4, COUNTY, Scope::Everything, CITY_LEADER),
        ],
        vec![],
    ] {
        follow(&mut life, rules);
        life.does(&plan(2, &[]), &on(NOW));
        assert_eq!(shown(&life), by_hand);
    }
    // Without a landing specialist a plan is drawn whole or not at all.
    let mut life = planned_life();
    life.does(&Command::Update(vec![Change::LandingSpecialist(None)]), &on(NOW));
    follow(&mut life, vec![rule(1, COUNTY, of_code("filing"), COLLEAGUE)]);
    let before = life.clone();
    assert_eq!(life.answer(&plan(1, &all), &on(NOW)), "OFFICER_REQUIRED");
    assert_eq!((&life.project, &life.history), (&before.project, &before.history));
    assert_eq!(life.answer(&plan(1, &[]), &on(NOW)), "ok", "what the rule covers needs nobody else");
}

#[test]
fn a_permit_added_by_hand_is_narrowed_by_what_is_said_of_it() {
    let agency = |agency| Scope::Permits(Permits { agency: Some(agency), ..Permits::default() });
    let level = Scope::Permits(Permits { level: Some(Level::County), ..Permits::default() });
    let check = |scope: Scope, change: &dyn Fn(&mut AddPermit), expected: OfficerId| {
        let mut life = planned_life();
        follow(&mut life, vec![rule(1, COUNTY, scope, COLLEAGUE)]);
        let Command::AddPermit(mut permit) = unnamed(add_permit(1, Phase::BeforeStart)) else { panic!() };
        change(&mut permit);
        life.does(&Command::AddPermit(permit), &on(NOW));
        assert_eq!(shown(&life)[0].1, expected);
    };
    let by = |by: Option<AgencyId>| move |permit: &mut AddPermit| permit.agency = by;
    check(agency(CITY_PLANNING), &by(Some(CITY_PLANNING)), COLLEAGUE);
    check(agency(CITY_PLANNING), &by(Some(PROVINCE_PLANNING)), SPECIALIST);
    check(agency(CITY_PLANNING), &by(None), SPECIALIST);
    let at = |level: Level| move |permit: &mut AddPermit| permit.level = level;
    check(level.clone(), &at(Level::County), COLLEAGUE);
    check(level, &at(Level::City), SPECIALIST);
    // By its entry the catalogue knows the department; a name that somebody wrote has none.
    let grid = Permits { department: Some(crate::catalogue::Department::Grid), ..Permits::default() };
    let power = |permit: &mut AddPermit| permit.item = PermitItem::Catalogued("power".into());
    check(Scope::Permits(grid.clone()), &power, COLLEAGUE);
    check(Scope::Permits(grid), &|_| {}, SPECIALIST);
    check(of_code("power"), &power, COLLEAGUE);
    check(Scope::Stage(Stage::Lead), &power, SPECIALIST);
    check(Scope::Everything, &|permit| permit.responsible = Some(MANAGER), MANAGER);
}

#[test]
fn what_is_taken_up_again_without_its_officer_goes_by_the_rules() {
    let mut life = new_build_at(Stage::Permitting);
    life.facts.catalogue = Arc::new(super::plan::catalogue());
    life.does(&Command::Withdraw, &on("2025-06-05"));
    life.is_in_service(SPECIALIST, false);
    let reopen = Command::Reopen { substitute: None };
    assert_eq!(life.answer(&reopen, &on("2025-06-10")), "OFFICER_REQUIRED .officerId");
    let permits = Permits { phase: Some(Phase::BeforeStart), ..Permits::default() };
    follow(
        &mut life,
        vec![
            rule(1, COUNTY, Scope::Stage(Stage::Permitting), COLLEAGUE),
            rule(2, COUNTY, Scope::Permits(permits), MANAGER),
        ],
    );
    life.does(&reopen, &on("2025-06-10"));
    assert_eq!(life.project.current_visit().unwrap().responsible, COLLEAGUE);
    assert_eq!(shown(&life)[0].1, MANAGER);
}
