//! Duty rules, on both databases: who keeps them, whom they make responsible, what becomes of them when somebody leaves or
//! moves, and what a refusal leaves.

mod leaving;

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::projects::HandOver;
use luodi_app::registry::{AgencyPatch, DutyHandover, NewAbsence, OfficerPatch, PostPatch};
use luodi_app::sight::{Asked, DutyFilter};
use luodi_app::{App, AppError, Call, Outcome, StatementCounter};
use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::attribute::{Answer, Answers, Attribute, Quantity};
use luodi_domain::catalogue::Department;
use luodi_domain::command::{Command, PlanPermits};
use luodi_domain::duty::{DutyRule, EndOfDuty, NewDuty, Permits, Scope};
use luodi_domain::ids::{AbsenceId, DutyRuleId, OfficerId, PermitId, ProjectId, RegionId, StepId};
use luodi_domain::project::Project;
use luodi_domain::refusal::Rule;
use luodi_domain::registry::RegionKind;
use luodi_domain::stage::Stage;
use luodi_store::db::{Stmt, StoreError};
use luodi_store::{administration, duties, facts, params, projects};
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use crate::races::at_once;
use crate::world::{World, call, keyed, on_both_databases, refused};

on_both_databases!(
    a_rule_supplies_the_officer_and_people_have_the_last_word,
    a_plan_shows_by_which_rule_and_is_drawn_so,
    those_who_keep_a_region_keep_its_rules_in_person,
    a_rule_is_handed_over_and_ended_and_stays_on_record,
    rules_are_listed_by_what_is_asked,
    of_two_for_the_same_one_is_entered,
    an_edit_past_the_service_is_found,
    no_rule_in_force_names_somebody_out_of_service,
);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn county(world: &World) -> RegionId {
    world.office.place.county.unwrap()
}

fn wanted(world: &World, region: RegionId, scope: Scope, officer: OfficerId) -> NewDuty {
    let id = DutyRuleId::from_uuid(world.app.new_id());
    NewDuty { id, region, scope, officer, from: None, until: None }
}

async fn set(world: &World, by: OfficerId, wanted: NewDuty) -> Result<DutyRuleId, AppError> {
    let outcome = world.app.set_duty_rule(call(by, "setDutyRule"), wanted).await?;
    Ok(DutyRuleId::from_uuid(outcome.object().unwrap()))
}

/// A rule by the manager of the county.
async fn rule(world: &World, region: RegionId, scope: Scope, officer: OfficerId) -> DutyRuleId {
    set(world, world.office.manager, wanted(world, region, scope, officer)).await.unwrap()
}

async fn pass_on(
    world: &World,
    by: OfficerId,
    id: DutyRuleId,
    officer: OfficerId,
    from: Option<&str>,
) -> Result<Outcome, AppError> {
    let successor = DutyRuleId::from_uuid(world.app.new_id());
    let wanted = DutyHandover { id, successor, officer, from: from.map(day), reason: None };
    world.app.update_duty_rule(call(by, "updateDutyRule"), wanted).await
}

async fn end(world: &World, by: OfficerId, id: DutyRuleId, last: Option<&str>) -> Result<Outcome, AppError> {
    let wanted = EndOfDuty { last: last.map(day), reason: Some("机构调整".to_owned()) };
    world.app.end_duty_rule(call(by, "endDutyRule"), id, wanted).await
}

async fn kept(world: &World) -> Vec<DutyRule> {
    duties::all(&mut world.app.db().read().await.unwrap()).await.unwrap()
}

/// Whom rules name on which days, in the order of entry.
async fn spans(world: &World) -> Vec<(OfficerId, String)> {
    let span = |rule: DutyRule| {
        let end = rule.valid_to.map(|day| day.to_string()).unwrap_or_default();
        (rule.officer, format!("{}..{end}", rule.valid_from))
    };
    kept(world).await.into_iter().map(span).collect()
}

async fn load(world: &World, id: ProjectId) -> Project {
    projects::load_one(&mut world.app.db().read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn rows(world: &World) -> i64 {
    administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap().rows
}

async fn findings(world: &World) -> Vec<String> {
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    verified.findings.iter().map(ToString::to_string).collect()
}

fn told<T>(result: Result<T, AppError>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(AppError::Refused(refusal)) => refusal.to_string(),
        Err(error) => panic!("{error}"),
    }
}

async fn responsible(world: &World, project: ProjectId) -> OfficerId {
    load(world, project).await.current_visit().unwrap().responsible
}

async fn a_rule_supplies_the_officer_and_people_have_the_last_word(world: World) {
    let office = &world.office;
    let by = || call(office.specialist, "test");
    let register = async |name: &str, named: Option<OfficerId>| {
        let mut registration = world.registration(name);
        registration.visit.responsible = named;
        let id = registration.id;
        world.app.register_project(by(), registration).await.unwrap();
        id
    };
    let before = register("甲", None).await;
    assert_eq!(responsible(&world, before).await, office.specialist, "the landing specialist");
    rule(&world, county(&world), Scope::Stage(Stage::Lead), office.colleague).await;
    let negotiated =
        rule(&world, office.place.park.unwrap(), Scope::Stage(Stage::Negotiation), office.leader).await;
    assert_eq!(responsible(&world, before).await, office.specialist, "a rule changes nothing that is there");
    let (by_rule, named) = (register("乙", None).await, register("丙", Some(office.specialist)).await);
    assert_eq!(responsible(&world, by_rule).await, office.colleague);
    assert_eq!(responsible(&world, named).await, office.specialist);
    // The place was given by its county alone: the levels above are found, and their rules.
    let mut registration = world.registration("丁");
    (registration.visit.responsible, registration.profile.landing_specialist) = (None, None);
    registration.profile.place =
        luodi_domain::profile::Place { county: office.place.county, ..Default::default() };
    let top = world.office_above().await;
    let city = wanted(&world, office.place.city.unwrap(), Scope::Everything, office.manager);
    set(&world, top, city).await.unwrap();
    let completed = registration.id;
    world.app.register_project(by(), registration.clone()).await.unwrap();
    assert_eq!(responsible(&world, completed).await, office.colleague, "the county goes before the city");
    world.advance(by(), before, None).await.unwrap();
    assert_eq!(responsible(&world, before).await, office.leader);
    world.advance(by(), named, Some(office.specialist)).await.unwrap();
    assert_eq!(responsible(&world, named).await, office.specialist);
    end(&world, office.manager, negotiated, Some("2024-10-30")).await.unwrap();
    world.advance(by(), by_rule, None).await.unwrap();
    assert_eq!(responsible(&world, by_rule).await, office.manager, "the city's");
    // The history says who it is.
    let page = world.app.history_page(by_rule, 0, 100).await.unwrap();
    let named = page.iter().filter_map(|entry| match &entry.event {
        luodi_domain::event::Event::StageEntered(entered) => Some(entered.responsible),
        _ => None,
    });
    assert_eq!(named.collect::<Vec<_>>(), [office.colleague, office.manager]);
    world.assert_all_whole().await;
    assert_eq!(findings(&world).await, [""; 0]);
}

fn plan(world: &World) -> Command {
    let ids = std::iter::repeat_with(|| {
        (PermitId::from_uuid(world.app.new_id()), StepId::from_uuid(world.app.new_id()))
    });
    Command::PlanPermits(PlanPermits {
        answers: Vec::new(),
        presumed: Answers::new(),
        ids: ids.take(300).collect(),
    })
}

/// Who answers for the permit of an entry.
fn of_code(project: &Project, code: &str) -> Option<OfficerId> {
    let permit = project.permits.values().find(|permit| permit.item.code() == Some(code))?;
    Some(project.steps[&permit.step].responsible)
}

async fn a_plan_shows_by_which_rule_and_is_drawn_so(world: World) {
    let office = &world.office;
    let mut registration = world.registration("用能大户");
    let energy = Attribute::EnergyTce;
    registration.profile.attributes =
        [(energy, Answer::Number(Quantity::whole(10_400))), (Attribute::EnergyExempt, Answer::Flag(false))]
            .into();
    let id = registration.id;
    let by = || call(office.specialist, "planPermits");
    world.app.register_project(by(), registration).await.unwrap();
    let counter = StatementCounter::default();
    counter.scope(Box::pin(world.app.preview(by(), id, &plan(&world)))).await.unwrap();
    let without = counter.names();
    assert_eq!(without.iter().filter(|name| **name == "IN_FORCE").count(), 1, "{without:?}");
    let code = Scope::Permits(Permits { code: Some("energy_review".to_owned()), ..Permits::default() });
    let department = Department::Reform;
    let reform = Scope::Permits(Permits { department: Some(department), ..Permits::default() });
    let review = rule(&world, county(&world), code, office.colleague).await;
    rule(&world, county(&world), reform, office.manager).await;
    let shown = world.app.preview(by(), id, &plan(&world)).await.unwrap();
    let added = shown.after.permits.values().filter(|permit| permit.item.code() == Some("energy_review"));
    let foreseen: Vec<_> = added.map(|permit| shown.by_duty.get(&permit.id).map(|rule| rule.id)).collect();
    assert_eq!(foreseen, [Some(review)]);
    let mut by_rule = 0;
    for permit in shown.after.permits.values() {
        let entry =
            permit.item.code().and_then(|code| world.app.catalogue().entry(code, world.app.today()).cloned());
        let of_reform =
            entry.is_some_and(|entry| entry.department == department && entry.referrals.is_empty());
        let is_named = shown.by_duty.contains_key(&permit.id);
        assert!(is_named || !of_reform, "{:?}", permit.item);
        by_rule += usize::from(is_named);
    }
    assert!(by_rule < shown.after.permits.len(), "what no rule is for is nobody's");
    assert!(load(&world, id).await.permits.is_empty(), "a dry run writes nothing");
    let sight = world.app.seen_by(viewer(&world, office.specialist).await);
    let asked = sight.on_duty(id, &Asked::Entry("energy_review".to_owned())).await.unwrap().unwrap();
    assert_eq!((asked.officer, asked.rule.map(|rule| rule.id)), (Some(office.colleague), Some(review)));
    world.app.execute(by(), id, plan(&world)).await.unwrap();
    let drawn = load(&world, id).await;
    assert_eq!(of_code(&drawn, "energy_review"), Some(office.colleague));
    for permit in drawn.permits.values() {
        let foreseen = shown.after.permits.values().find(|other| other.item == permit.item).unwrap();
        let by = |project: &Project, step: StepId| project.steps[&step].responsible;
        assert_eq!(by(&drawn, permit.step), by(&shown.after, foreseen.step), "drawn as it was shown");
        let asked = sight.on_duty(id, &Asked::Permit(permit.id)).await.unwrap().unwrap();
        assert_eq!(asked.officer, Some(by(&drawn, permit.step)));
    }
    // Whatever rules say later, and however often it is drawn: what is there stays where it is.
    pass_on(&world, office.manager, review, office.leader, None).await.unwrap();
    world.app.execute(by(), id, plan(&world)).await.unwrap();
    assert_eq!(of_code(&load(&world, id).await, "energy_review"), Some(office.colleague));
    // Asked for by those who read all of the project, and by nobody else.
    let stage = sight.on_duty(id, &Asked::Stage(Stage::Signed)).await.unwrap().unwrap();
    assert_eq!((stage.officer, stage.rule), (Some(office.specialist), None));
    assert_eq!(sight.on_duty(id, &Asked::Entry("nothing".to_owned())).await.unwrap(), None);
    let elsewhere = world.region(office.place.city, RegionKind::County, "永宁县").await;
    let other_office = world.landing_office(elsewhere, "永宁县招商局").await;
    let stranger = world.officer_at(other_office, PostRole::Specialist, "外县专员").await;
    let sight = world.app.seen_by(viewer(&world, stranger).await);
    assert_eq!(sight.on_duty(id, &Asked::Stage(Stage::Signed)).await.unwrap(), None);
    world.assert_all_whole().await;
}

async fn viewer(world: &World, officer: OfficerId) -> Viewer {
    let facts = facts::officer(&mut world.app.db().read().await.unwrap(), officer).await.unwrap();
    Viewer::of(&facts.unwrap()).unwrap()
}

async fn those_who_keep_a_region_keep_its_rules_in_person(world: World) {
    let office = &world.office;
    let elsewhere = world.region(office.place.city, RegionKind::County, "永宁县").await;
    let other_office = world.landing_office(elsewhere, "永宁县招商局").await;
    let other_manager = world.officer_at(other_office, PostRole::Manager, "主任").await;
    let top = world.office_above().await;
    let township = world.region(office.place.county, RegionKind::Township, "金贵镇").await;
    let scope = || Scope::Stage(Stage::Signed);
    let own = rule(&world, county(&world), scope(), office.colleague).await;
    let (before, recorded) = (kept(&world).await, rows(&world).await);
    let at = |region, officer| wanted(&world, region, Scope::Everything, officer);
    let outside = "OUTSIDE_JURISDICTION";
    for (by, wanted, expected) in [
        (
            office.specialist,
            at(county(&world), office.specialist),
            "ROLE_NOT_ALLOWED role=SPECIALIST".to_owned(),
        ),
        (office.leader, at(county(&world), office.specialist), "ROLE_NOT_ALLOWED role=LEADER".to_owned()),
        (office.manager, at(office.place.city.unwrap(), office.specialist), outside.to_owned()),
        (other_manager, at(county(&world), office.specialist), outside.to_owned()),
        (office.manager, at(elsewhere, office.specialist), outside.to_owned()),
        (
            top,
            at(elsewhere, office.specialist),
            format!("DUTY_OUTSIDE_REGION .officerId officer={}", office.specialist),
        ),
        (
            top,
            at(county(&world), office.administrator),
            format!("OFFICER_NOT_OURS .officerId officer={} role=ADMINISTRATOR", office.administrator),
        ),
        (office.manager, at(township, office.specialist), "VALUE_INVALID .regionId".to_owned()),
        (
            office.manager,
            wanted(&world, county(&world), scope(), office.specialist),
            format!("DUTY_OVERLAPS date=2024-10-31 dutyRule={own} officer=李建国"),
        ),
        (
            office.manager,
            at(RegionId::from_uuid(own.uuid()), office.specialist),
            format!("NOT_FOUND .regionId id={}", RegionId::from_uuid(own.uuid())),
        ),
    ] {
        assert_eq!(told(set(&world, by, wanted.clone()).await), expected, "{wanted:?}");
    }
    for by in [office.specialist, office.leader] {
        assert!(told(end(&world, by, own, None).await).starts_with("ROLE_NOT_ALLOWED"));
    }
    assert_eq!(told(end(&world, other_manager, own, None).await), outside);
    assert_eq!(told(pass_on(&world, other_manager, own, office.specialist, None).await), outside);
    let unknown = DutyRuleId::from_uuid(world.app.new_id());
    assert_eq!(told(end(&world, top, unknown, None).await), format!("NOT_FOUND .dutyRuleId id={unknown}"));
    // A deputy is not asked, whatever the manager may.
    let (id, today) = (AbsenceId::from_uuid(world.app.new_id()), world.app.today());
    let absence =
        NewAbsence { id, officer: office.manager, deputy: office.colleague, from: today, until: today };
    world.app.record_absence(call(office.administrator, "recordAbsence"), absence).await.unwrap();
    let recorded = recorded + 1;
    let deputised = || Call { deputy: Some(office.colleague), ..call(office.manager, "setDutyRule") };
    let denied = world.app.set_duty_rule(deputised(), at(county(&world), office.specialist)).await;
    assert_eq!(told(denied), "NOT_ON_BEHALF");
    assert_eq!(told(world.app.end_duty_rule(deputised(), own, EndOfDuty::default()).await), "NOT_ON_BEHALF");
    assert_eq!((kept(&world).await, rows(&world).await), (before, recorded), "nothing has changed");
    // Those above keep it too, and administrators.
    set(&world, top, at(county(&world), office.colleague)).await.unwrap();
    set(&world, office.administrator, at(office.place.park.unwrap(), office.colleague)).await.unwrap();
    assert_eq!(findings(&world).await, [""; 0]);
}

async fn a_rule_is_handed_over_and_ended_and_stays_on_record(world: World) {
    let office = &world.office;
    let first = rule(&world, county(&world), Scope::Everything, office.specialist).await;
    let stale = Call { expected_version: Some(9), ..call(office.manager, "endDutyRule") };
    let stale = world.app.end_duty_rule(stale, first, EndOfDuty::default()).await;
    assert_eq!(told(stale), "VERSION_CONFLICT .expectedVersion expected=9 found=1");
    assert_eq!(
        told(pass_on(&world, office.manager, first, office.specialist, None).await),
        "SAME_OFFICER .officerId"
    );
    // The same request twice is done once.
    let successor = DutyRuleId::from_uuid(world.app.new_id());
    let handover = DutyHandover {
        id: first,
        successor,
        officer: office.colleague,
        from: Some(day("2024-12-01")),
        reason: Some("轮岗".to_owned()),
    };
    let once = || keyed(call(office.manager, "updateDutyRule"), "k", "pass on");
    let done = world.app.update_duty_rule(once(), handover.clone()).await.unwrap();
    let again =
        world.app.update_duty_rule(once(), DutyHandover { successor: first, ..handover }).await.unwrap();
    assert_eq!((done.object(), again.object()), (Some(successor.uuid()), Some(successor.uuid())));
    let expected = vec![
        (office.specialist, "2024-10-31..2024-11-30".to_owned()),
        (office.colleague, "2024-12-01..".to_owned()),
    ];
    assert_eq!(spans(&world).await, expected);
    end(&world, office.manager, successor, Some("2025-06-30")).await.unwrap();
    assert_eq!(
        told(end(&world, office.manager, successor, Some("2025-06-30")).await),
        "NOTHING_TO_CHANGE .lastDay date=2025-06-30"
    );
    let rules = kept(&world).await;
    let reasons: Vec<_> = rules.iter().map(|rule| rule.ended.as_ref().unwrap().reason.as_deref()).collect();
    assert_eq!(reasons, [Some("轮岗"), Some("机构调整")]);
    assert!(rules.iter().all(|rule| rule.ended.as_ref().unwrap().by == Some(office.manager)));
    // Two rows for the first, one for what follows, one for its end.
    assert_eq!(findings(&world).await, [""; 0]);
    // On its days another is refused, and after them not.
    let later = |from: &str| NewDuty {
        from: Some(day(from)),
        ..wanted(&world, county(&world), Scope::Everything, office.leader)
    };
    assert!(told(set(&world, office.manager, later("2025-06-30")).await).starts_with("DUTY_OVERLAPS"));
    set(&world, office.manager, later("2025-07-01")).await.unwrap();
}

async fn rules_are_listed_by_what_is_asked(world: World) {
    let office = &world.office;
    let sight = world.app.seen_by(viewer(&world, office.specialist).await);
    let code = Permits { code: Some("energy_review".to_owned()), ..Permits::default() };
    let park = office.place.park.unwrap();
    let one = rule(&world, county(&world), Scope::Everything, office.colleague).await;
    let two = rule(&world, park, Scope::Permits(code), office.manager).await;
    let past = NewDuty {
        from: Some(day("2024-01-01")),
        until: Some(day("2024-06-30")),
        ..wanted(&world, park, Scope::Stage(Stage::Lead), office.colleague)
    };
    let three = set(&world, office.manager, past).await.unwrap();
    let any = DutyFilter::default();
    for (filter, expected) in [
        (any.clone(), vec![one, two, three]),
        (DutyFilter { region: Some(park), ..any.clone() }, vec![one, two, three]),
        (DutyFilter { region: Some(county(&world)), ..any.clone() }, vec![one]),
        (DutyFilter { officer: Some(office.colleague), ..any.clone() }, vec![one, three]),
        (DutyFilter { code: Some("energy_review".to_owned()), ..any.clone() }, vec![two]),
        (DutyFilter { on: Some(day("2024-06-30")), ..any.clone() }, vec![three]),
        (DutyFilter { on: Some(day("2024-10-31")), ..any.clone() }, vec![one, two]),
        (
            DutyFilter {
                on: Some(day("2024-10-31")),
                officer: Some(office.colleague),
                region: Some(park),
                code: None,
            },
            vec![one],
        ),
    ] {
        let found = sight.duty_rules(&filter, None, 100).await.unwrap();
        assert_eq!(found.iter().map(|rule| rule.id).collect::<Vec<_>>(), expected, "{filter:?}");
        assert_eq!(sight.count_duty_rules(&filter).await.unwrap(), i64::try_from(expected.len()).unwrap());
    }
    let second = sight.duty_rules(&any, Some(one), 1).await.unwrap();
    assert_eq!(second.iter().map(|rule| rule.id).collect::<Vec<_>>(), [two]);
    let of = sight.duty_rules_of(&[office.colleague, office.leader]).await.unwrap();
    let of: Vec<_> = of.into_iter().map(|(officer, rules)| (officer, rules.len())).collect();
    assert_eq!(of, [(office.colleague, 1)], "what is over is left out");
}

async fn of_two_for_the_same_one_is_entered(world: World) {
    let (region, office) = (county(&world), world.office);
    let mut random = Random::new(*seed());
    let apps = [world.another_process(2).await, world.another_process(3).await];
    let world = Arc::new(world);
    for round in 0..size("DUTY_RACES", 8, 35) {
        let from = day("2030-01-01") + Days::new(400 * u64::try_from(round).unwrap());
        let racers = apps.iter().zip([office.specialist, office.colleague]).map(|(app, officer)| {
            let until = Some(from + Days::new(300));
            let wanted =
                NewDuty { from: Some(from), until, ..wanted(&world, region, Scope::Everything, officer) };
            let app = app.clone();
            async move { app.set_duty_rule(call(office.manager, "setDutyRule"), wanted).await }
        });
        let outcomes: Vec<Result<Outcome, AppError>> = at_once(&mut random, racers.collect()).await;
        let mut rules: Vec<Option<Rule>> = outcomes.iter().map(refused).collect();
        rules.sort();
        assert_eq!(rules, [None, Some(Rule::DutyOverlaps)], "{from}");
    }
    assert_eq!(findings(&world).await, [""; 0]);
}

const FORGE: Stmt = Stmt::new("FORGE", "update duty_rule set phase = 'AFTER'");
const REMOVE: Stmt = Stmt::new("REMOVE", "delete from duty_rule");

async fn an_edit_past_the_service_is_found(world: World) {
    let id = rule(&world, county(&world), Scope::Everything, world.office.specialist).await;
    world.app.db().execute_now(FORGE, params![]).await.unwrap();
    assert_eq!(findings(&world).await, [format!("administration {id}: phase is not what was recorded last")]);
    world.app.db().execute_now(REMOVE, params![]).await.unwrap();
    let found = findings(&world).await;
    assert!(found.len() == 1 && found[0].contains(&id.to_string()), "{found:?}");
}

const LEAVE: Stmt = Stmt::new("LEAVE", "update officer set active = $2 where id = $1");
const OPEN: Stmt = Stmt::new("OPEN", "update duty_rule set open_guard = null");

/// The rule of the database itself, whatever the code does.
async fn no_rule_in_force_names_somebody_out_of_service(world: World) {
    let office = &world.office;
    rule(&world, county(&world), Scope::Everything, office.colleague).await;
    let leave = world.app.db().execute_now(LEAVE, params![office.colleague, false]).await;
    assert!(matches!(leave, Err(StoreError::ForeignKey { .. })), "{leave:?}");
    let opened = world.app.db().execute_now(OPEN, params![]).await;
    assert!(matches!(opened, Err(StoreError::Check { .. })), "{opened:?}");
}
