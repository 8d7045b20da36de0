//! What regions say otherwise than the permit catalogue, on both databases: who enters it, what becomes of plans by it, what
//! the others learn, and what a refusal leaves.

use std::sync::Arc;

use chrono::NaiveDate;
use luodi_app::registry::{EndOfOverride, NewOverride};
use luodi_app::{App, AppError, Call, Outcome, StatementCounter};
use luodi_domain::actor::PostRole;
use luodi_domain::attribute::{Answer, Answers, Attribute, Quantity};
use luodi_domain::catalogue::{
    Adjustment, Before, Condition, Lift, PermitType, Prerequisite, PromisedLimit, RegionalRule, Ruling,
};
use luodi_domain::clock::Limit;
use luodi_domain::command::{Command, PlanPermits};
use luodi_domain::ids::{OfficerId, OverrideId, PermitId, ProjectId, RegionId, StepId};
use luodi_domain::permit::{Level, Permit};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::RegionKind;
use luodi_store::db::Stmt;
use luodi_store::{administration, overrides, params};
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use crate::races::at_once;
use crate::world::{World, call, keyed, on_both_databases, refused};

on_both_databases!(
    a_delegated_level_changes_plans_there_and_nowhere_else,
    an_item_is_taken_off_and_another_added,
    a_rule_ends_or_never_was,
    nobody_else_says_so_and_nothing_else_is_taken,
    what_a_province_says_fits_what_is_said_below,
    of_two_that_overlap_one_is_entered,
    an_edit_past_the_service_is_found,
);

const REVIEW: &str = "energy_review";
const SOURCE: &str = "宁政办〔2024〕1号";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What somebody says of an entry from a day on.
fn says(world: &World, region: RegionId, code: &str, from: &str, ruling: Ruling) -> NewOverride {
    let (code, valid_from) = (code.to_owned(), day(from));
    NewOverride {
        id: OverrideId::from_uuid(world.app.new_id()),
        rule: RegionalRule { region, code, valid_from, valid_to: None, ruling, source: SOURCE.to_owned() },
    }
}

fn adjusted(adjustment: Adjustment) -> Ruling {
    Ruling::Adjusted(adjustment)
}

/// The county decides whatever there is to decide.
fn delegated() -> Ruling {
    adjusted(Adjustment { level: Some(Level::County), lifts: Some(Vec::new()), promised: None })
}

/// A county's own permit, wanted of everybody.
fn extra(world: &World, requires: &[&str]) -> Ruling {
    let like = world.app.catalogue().entry("eco_redline_check", day("2024-10-31")).unwrap().clone();
    let group = |code: &&str| Prerequisite { hard: true, any_of: vec![Before::Permit((*code).to_owned())] };
    Ruling::Extra(Box::new(PermitType {
        zh: "园区准入评估".to_owned(),
        en: "Admission to the park".to_owned(),
        requires: requires.iter().map(group).collect(),
        unverified: [].into(),
        ..like
    }))
}

async fn enter(world: &World, officer: OfficerId, wanted: NewOverride) -> Result<OverrideId, AppError> {
    let outcome = world.app.override_permit_type(call(officer, "overridePermitType"), wanted).await?;
    Ok(OverrideId::from_uuid(outcome.object().unwrap()))
}

async fn end(
    world: &World,
    officer: OfficerId,
    id: OverrideId,
    last: &str,
    version: Option<i64>,
) -> Result<Outcome, AppError> {
    let call = Call { expected_version: version, ..call(officer, "endPermitTypeOverride") };
    let wanted = EndOfOverride { id, last: day(last), source: "宁政办〔2024〕9号".to_owned() };
    world.app.end_permit_type_override(call, wanted).await
}

/// A project at a county that uses much energy.
async fn project(world: &World, name: &str, county: RegionId) -> ProjectId {
    let mut registration = world.registration(name);
    registration.profile.place.county = Some(county);
    registration.profile.place.park = None;
    let energy = Attribute::EnergyTce;
    registration.profile.attributes =
        [(energy, Answer::Number(Quantity::whole(10_400))), (Attribute::EnergyExempt, Answer::Flag(false))]
            .into();
    let id = registration.id;
    world.app.register_project(call(world.office.specialist, "registerProject"), registration).await.unwrap();
    id
}

/// Draws the plan at one of the processes; what it has of an entry.
async fn planned(world: &World, app: &App, project: ProjectId, code: &str) -> Option<Permit> {
    let ids = std::iter::repeat_with(|| {
        (PermitId::from_uuid(world.app.new_id()), StepId::from_uuid(world.app.new_id()))
    });
    let plan = PlanPermits { answers: Vec::new(), presumed: Answers::new(), ids: ids.take(300).collect() };
    let call = call(world.office.specialist, "planPermits");
    let shown = app.preview(call.clone(), project, &Command::PlanPermits(plan.clone())).await.unwrap();
    app.execute(call, project, Command::PlanPermits(plan)).await.unwrap();
    let permits = app.permits(&[project]).await.unwrap().remove(&project).unwrap_or_default();
    let of_code = |permit: &&Permit| permit.item.code() == Some(code) && permit.ruled_out.is_none();
    let found = permits.values().find(of_code).cloned();
    let foreseen = shown.after.permits.values().find(of_code).map(|permit| permit.level);
    assert_eq!(found.as_ref().map(|permit| permit.level), foreseen, "drawn as it was shown");
    found
}

async fn level(world: &World, app: &App, project: ProjectId) -> Option<Level> {
    planned(world, app, project, REVIEW).await.map(|permit| permit.level)
}

async fn neighbour(world: &World) -> RegionId {
    world.region(world.office.place.city, RegionKind::County, "永宁县").await
}

/// An administrator of the whole province.
async fn top(world: &World) -> OfficerId {
    let agency = world.landing_office(world.office.place.province.unwrap(), "自治区招商局").await;
    world.officer_at(agency, PostRole::Administrator, "省管理员").await
}

async fn rows(world: &World) -> i64 {
    administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap().rows
}

async fn findings(world: &World) -> Vec<String> {
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    verified.findings.iter().map(ToString::to_string).collect()
}

async fn a_delegated_level_changes_plans_there_and_nowhere_else(world: World) {
    let (county, administrator) = (world.office.place.county.unwrap(), world.office.administrator);
    let (here, there) =
        (project(&world, "此处", county).await, project(&world, "别处", neighbour(&world).await).await);
    let other = world.another_process(2).await;
    for app in [&world.app, &other] {
        assert_eq!(level(&world, app, here).await, Some(Level::Provincial));
    }
    let wanted = says(&world, county, REVIEW, "2024-01-01", delegated());
    let enter = || keyed(call(administrator, "overridePermitType"), "k", "delegated");
    let first = world.app.override_permit_type(enter(), wanted.clone()).await.unwrap();
    assert_eq!(
        world.app.override_permit_type(enter(), wanted).await.unwrap(),
        first,
        "answered as the first"
    );
    // Another process learns of it, and of what it knows it is only asked.
    assert_eq!(level(&world, &other, here).await, Some(Level::County));
    let counter = StatementCounter::default();
    let place = [county, world.office.place.city.unwrap()];
    let catalogue = counter.scope(other.catalogue_of(place)).await.unwrap();
    assert_eq!(counter.names(), ["CHANGES"]);
    assert_eq!(catalogue.entry(REVIEW, day("2024-10-31")).unwrap().level, Level::County);
    assert_eq!(catalogue.entry(REVIEW, day("2023-12-31")).unwrap().level, Level::City, "as it was before");
    assert!(Arc::ptr_eq(&other.catalogue_of(place).await.unwrap(), &catalogue), "laid once");
    let elsewhere = other.catalogue_of([world.office.place.city.unwrap()]).await.unwrap();
    assert!(
        Arc::ptr_eq(&elsewhere, &other.catalogue()),
        "where nobody says anything it is the product's own"
    );
    for app in [&world.app, &other] {
        assert_eq!(level(&world, app, here).await, Some(Level::County));
        assert_eq!(level(&world, app, there).await, Some(Level::Provincial));
    }
    assert_eq!(findings(&world).await, [""; 0]);
    world.assert_all_whole().await;
}

async fn an_item_is_taken_off_and_another_added(world: World) {
    let (county, administrator) = (world.office.place.county.unwrap(), world.office.administrator);
    let here = project(&world, "此处", county).await;
    assert!(level(&world, &world.app, here).await.is_some());
    enter(&world, administrator, says(&world, county, REVIEW, "2024-10-01", Ruling::TakenOff)).await.unwrap();
    enter(&world, administrator, says(&world, county, "park_admission", "2024-10-01", extra(&world, &[])))
        .await
        .unwrap();
    assert_eq!(level(&world, &world.app, here).await, None, "nobody has begun it, so it goes");
    let added = planned(&world, &world.app, here, "park_admission").await.unwrap();
    assert_eq!(added.level, Level::County);
    assert_eq!(findings(&world).await, [""; 0]);
    world.assert_all_whole().await;
}

async fn a_rule_ends_or_never_was(world: World) {
    let (county, administrator) = (world.office.place.county.unwrap(), world.office.administrator);
    let here = project(&world, "此处", county).await;
    let id =
        enter(&world, administrator, says(&world, county, REVIEW, "2024-10-01", delegated())).await.unwrap();
    assert_eq!(level(&world, &world.app, here).await, Some(Level::County));
    end(&world, administrator, id, "2024-10-30", Some(1)).await.unwrap();
    assert_eq!(level(&world, &world.app, here).await, Some(Level::Provincial), "as of today");
    let kept = overrides::all(&mut world.app.db().read().await.unwrap()).await.unwrap().remove(0);
    assert_eq!((kept.version, kept.valid_to), (2, Some(day("2024-10-30"))));
    assert_eq!((kept.recorded_by, kept.ended.unwrap().by), (Some(administrator), Some(administrator)));
    let recorded = rows(&world).await;
    for (last, version, expected) in [
        ("2024-10-29", Some(1), "VERSION_CONFLICT .expectedVersion expected=1 found=2"),
        ("2024-10-30", None, "NOTHING_TO_CHANGE .lastDay date=2024-10-30"),
        ("2024-12-31", None, "NOTHING_TO_CHANGE .lastDay date=2024-10-30"),
        ("2024-09-29", None, "DATE_OUT_OF_ORDER .lastDay date=2024-09-29 notBefore=2024-09-30"),
    ] {
        let refusal = end(&world, administrator, id, last, version).await.unwrap_err();
        assert_eq!(refusal.refusal().unwrap().to_string(), expected);
    }
    assert_eq!(rows(&world).await, recorded);
    // It was entered by mistake: no day is left of it, and another may be said of all its days.
    end(&world, administrator, id, "2024-09-30", None).await.unwrap();
    let again = end(&world, administrator, id, "2024-09-30", None).await;
    assert_eq!(refused(&again), Some(Rule::AlreadyEnded));
    enter(&world, administrator, says(&world, county, REVIEW, "2024-10-01", Ruling::TakenOff)).await.unwrap();
    assert_eq!(level(&world, &world.app, here).await, None);
    assert_eq!(findings(&world).await, [""; 0]);
}

async fn nobody_else_says_so_and_nothing_else_is_taken(world: World) {
    let office = world.office;
    let county = office.place.county.unwrap();
    let administrator = office.administrator;
    let id =
        enter(&world, administrator, says(&world, county, REVIEW, "2024-10-01", delegated())).await.unwrap();
    let (recorded, before) = (rows(&world).await, kept(&world).await);
    let told = |error: AppError| error.refusal().map(Refusal::to_string).unwrap_or_default();
    let another = || says(&world, county, "forest_land", "2024-01-01", Ruling::TakenOff);
    for (officer, expected) in [
        (office.specialist, "ROLE_NOT_ALLOWED role=SPECIALIST"),
        (office.manager, "ROLE_NOT_ALLOWED role=MANAGER"),
        (office.leader, "ROLE_NOT_ALLOWED role=LEADER"),
    ] {
        assert_eq!(told(enter(&world, officer, another()).await.unwrap_err()), expected);
        assert_eq!(told(end(&world, officer, id, "2024-10-30", None).await.unwrap_err()), expected);
    }
    let deputised = Call { deputy: Some(office.colleague), ..call(administrator, "overridePermitType") };
    let refusal = world.app.override_permit_type(deputised, another()).await.unwrap_err();
    assert_eq!(told(refusal), "NOT_ON_BEHALF");
    let nowhere = RegionId::from_uuid(world.app.new_id());
    let lift = |to| Lift { to, when: Condition::Always, basis: None };
    let lifted = |lifts| adjusted(Adjustment { lifts: Some(lifts), ..Adjustment::default() });
    let promised = |days| {
        let source = SOURCE.to_owned();
        adjusted(Adjustment {
            promised: Some(PromisedLimit { limit: Limit::working(days), source }),
            ..Adjustment::default()
        })
    };
    let long =
        NewOverride { rule: RegionalRule { source: "长".repeat(301), ..another().rule }, ..another() };
    let ends_first = NewOverride {
        rule: RegionalRule { valid_to: Some(day("2023-12-31")), ..another().rule },
        ..another()
    };
    let of = |code: &str, ruling| says(&world, county, code, "2024-10-01", ruling);
    for (wanted, expected) in [
        (
            says(&world, office.place.city.unwrap(), REVIEW, "2024-01-01", Ruling::TakenOff),
            "OUTSIDE_JURISDICTION".to_owned(),
        ),
        (
            says(&world, nowhere, REVIEW, "2024-01-01", Ruling::TakenOff),
            format!("NOT_FOUND .regionId id={nowhere}"),
        ),
        (
            says(&world, county, REVIEW, "2024-01-01", Ruling::TakenOff),
            "OVERRIDE_OVERLAPS .validFrom date=2024-10-01".to_owned(),
        ),
        (
            says(&world, county, "forest_land", "1977-12-31", Ruling::TakenOff),
            "DATE_TOO_EARLY .validFrom date=1977-12-31 earliest=1978-01-01".to_owned(),
        ),
        (ends_first, "DATE_OUT_OF_ORDER .validTo date=2023-12-31 notBefore=2024-01-01".to_owned()),
        (long, "TEXT_TOO_LONG .basis max=300 found=301".to_owned()),
        (of("nothing", Ruling::TakenOff), "VALUE_INVALID .typeCode value=nothing".to_owned()),
        (of("Nothing here", Ruling::TakenOff), "VALUE_INVALID .typeCode value=Nothing here".to_owned()),
        (of("forest_land", extra(&world, &[])), "DUPLICATE .typeCode".to_owned()),
        (of("forest_land", adjusted(Adjustment::default())), "REQUIRED .change .adjusted".to_owned()),
        (
            of("construction_permit", lifted(vec![lift(Level::County)])),
            "LIFT_MISPLACED .change .adjusted .lifts[0]".to_owned(),
        ),
        (
            of("project_verification", promised(21)),
            "PROMISE_TOO_LONG .change .adjusted .promised found=21 max=20".to_owned(),
        ),
        (
            of("construction_permit", promised(0)),
            "VALUE_INVALID .change .adjusted .promised .days value=0".to_owned(),
        ),
        (
            of("park_admission", extra(&world, &["nothing"])),
            "PREREQUISITE_UNKNOWN .change .extra .prerequisites value=nothing".to_owned(),
        ),
        (
            of("park_admission", extra(&world, &["park_admission"])),
            "PREREQUISITE_CYCLE .change .extra .prerequisites value=Admission to the park → Admission to the park"
                .to_owned(),
        ),
    ] {
        assert_eq!(told(enter(&world, administrator, wanted).await.unwrap_err()), expected);
    }
    let unknown = OverrideId::from_uuid(world.app.new_id());
    let refusal = end(&world, administrator, unknown, "2024-10-30", None).await.unwrap_err();
    assert_eq!(told(refusal), format!("NOT_FOUND .overrideId id={unknown}"));
    assert_eq!((rows(&world).await, kept(&world).await), (recorded, before));
}

async fn kept(world: &World) -> Vec<luodi_domain::catalogue::KeptRule> {
    overrides::all(&mut world.app.db().read().await.unwrap()).await.unwrap()
}

/// A province speaks after its counties have.
async fn what_a_province_says_fits_what_is_said_below(world: World) {
    let (province, county) = (world.office.place.province.unwrap(), world.office.place.county.unwrap());
    let (top, administrator) = (top(&world).await, world.office.administrator);
    let local = enter(
        &world,
        administrator,
        says(&world, county, "park_admission", "2024-10-01", extra(&world, &["forest_land"])),
    )
    .await
    .unwrap();
    let lifts = Some(vec![Lift { to: Level::City, when: Condition::Always, basis: None }]);
    let city = adjusted(Adjustment { level: Some(Level::County), lifts, promised: None });
    enter(&world, administrator, says(&world, county, REVIEW, "2024-10-01", city)).await.unwrap();
    let recorded = rows(&world).await;
    let collides = |entry: &str| format!("OVERRIDE_COLLIDES region=贺兰县 value={entry}");
    let admission = "Admission to the park";
    for (code, ruling, expected) in [
        ("park_admission", extra(&world, &[]), collides(admission)),
        // From a later day on too, while the county's holds.
        ("forest_land", Ruling::TakenOff, collides(&format!("{admission} awaited=Use of forest land"))),
    ] {
        let refusal =
            enter(&world, top, says(&world, province, code, "2025-01-01", ruling)).await.unwrap_err();
        assert_eq!(refusal.refusal().unwrap().to_string(), expected, "{code}");
    }
    assert_eq!(rows(&world).await, recorded);
    // What is taken off has nothing that a county could have otherwise.
    let off =
        enter(&world, top, says(&world, province, REVIEW, "2024-10-01", Ruling::TakenOff)).await.unwrap();
    let here = project(&world, "此处", county).await;
    assert_eq!(level(&world, &world.app, here).await, None);
    end(&world, top, off, "2024-09-30", None).await.unwrap();
    assert_eq!(level(&world, &world.app, here).await, Some(Level::City));
    // A province delegates, and what the county lifts rests on it.
    let verification = "project_verification";
    let county_decides = adjusted(Adjustment { level: Some(Level::County), ..Adjustment::default() });
    let lifts = Some(vec![Lift { to: Level::City, when: Condition::Always, basis: None }]);
    let lifted = adjusted(Adjustment { lifts, ..Adjustment::default() });
    let from = "2024-10-01";
    let alone = enter(&world, administrator, says(&world, county, verification, from, lifted.clone())).await;
    assert_eq!(alone.unwrap_err().refusal().unwrap().rule, Rule::LiftMisplaced);
    let given = enter(&world, top, says(&world, province, verification, from, county_decides)).await.unwrap();
    enter(&world, administrator, says(&world, county, verification, from, lifted)).await.unwrap();
    let refusal = end(&world, top, given, "2024-12-31", None).await.unwrap_err();
    assert_eq!(refusal.refusal().unwrap().to_string(), collides("Project verification"));
    end(&world, administrator, local, "2024-09-30", None).await.unwrap();
    enter(&world, top, says(&world, province, "forest_land", "2025-01-01", Ruling::TakenOff)).await.unwrap();
    assert_eq!(findings(&world).await, [""; 0]);
}

async fn of_two_that_overlap_one_is_entered(world: World) {
    let (county, administrator) = (world.office.place.county.unwrap(), world.office.administrator);
    let mut random = Random::new(*seed());
    let apps = [world.another_process(2).await, world.another_process(3).await];
    let world = Arc::new(world);
    for round in 0..size("OVERRIDE_RACES", 8, 35) {
        let from = format!("{}-01-01", 2030 + 2 * round);
        let racers = apps.iter().map(|app| {
            let mut wanted = says(&world, county, REVIEW, &from, Ruling::TakenOff);
            wanted.rule.valid_to = wanted.rule.valid_from.checked_add_days(chrono::Days::new(300));
            let app = app.clone();
            async move { app.override_permit_type(call(administrator, "overridePermitType"), wanted).await }
        });
        let outcomes: Vec<Result<Outcome, AppError>> = at_once(&mut random, racers.collect()).await;
        let mut rules: Vec<Option<Rule>> = outcomes.iter().map(refused).collect();
        rules.sort();
        assert_eq!(rules, [None, Some(Rule::OverrideOverlaps)], "{from}");
    }
    assert_eq!(findings(&world).await, [""; 0]);
}

const FORGE: Stmt = Stmt::new("FORGE", "update permit_override set says = 'ruling = \"TAKEN_OFF\"'");
const BREAK: Stmt = Stmt::new("BREAK", "update permit_override set says = 'ruling = \"GONE\"'");

async fn an_edit_past_the_service_is_found(world: World) {
    let (county, administrator) = (world.office.place.county.unwrap(), world.office.administrator);
    let id =
        enter(&world, administrator, says(&world, county, REVIEW, "2024-10-01", delegated())).await.unwrap();
    assert_eq!(findings(&world).await, [""; 0]);
    world.app.db().execute_now(FORGE, params![]).await.unwrap();
    assert_eq!(findings(&world).await, [format!("administration {id}: says is not what was recorded last")]);
    // What cannot be read stands in nobody's way: the place has the catalogue as it is.
    world.app.db().execute_now(BREAK, params![]).await.unwrap();
    let other = world.another_process(2).await;
    assert!(*other.catalogue_of([county]).await.unwrap() == *other.catalogue());
    assert_eq!(findings(&world).await, [format!("administration {id}: says is not what was recorded last")]);
}
