//! The working-day calendar on both databases: who publishes days off, what the others learn, and what a refusal leaves.

use std::sync::Arc;

use chrono::NaiveDate;
use luodi_app::{App, AppError, Call, Outcome, StatementCounter};
use luodi_domain::actor::PostRole;
use luodi_domain::calendar::{DayUnit, DaysOff};
use luodi_domain::case::{CaseEventKind, EventSource};
use luodi_domain::clock::{Limit, Limits};
use luodi_domain::command::{AddPermit, Command, OpenCase, RecordCaseEvent};
use luodi_domain::ids::{CaseEventId, CaseId, OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::step::Turn;
use luodi_store::db::{Stmt, StoreError};
use luodi_store::{administration, days_off};
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use crate::races::at_once;
use crate::world::{World, call, keyed, on_both_databases, refused};

on_both_databases!(
    a_new_year_is_known_to_everybody_at_once,
    nobody_else_publishes_and_nothing_else_is_taken,
    a_year_is_replaced_by_whoever_read_it,
    of_two_that_contradict_each_other_one_is_published,
    an_edit_past_the_service_is_found,
    a_case_that_has_ended_keeps_its_days_and_an_open_one_is_worked_out_again,
);

fn days(text: &str) -> Vec<NaiveDate> {
    text.split_whitespace().map(|day| day.parse().unwrap()).collect()
}

/// These days, and what more a notice has at least.
fn year(year: i32, off: &str, worked: &str) -> DaysOff {
    let mut off = days(off);
    for (first, count) in [("02-10", 7), ("05-01", 1), ("10-01", 7)] {
        let first: NaiveDate = format!("{year}-{first}").parse().unwrap();
        let more: Vec<_> = first.iter_days().take(count).filter(|day| !off.contains(day)).collect();
        off.extend(more);
    }
    DaysOff { year, sources: vec!["国办发明电〔2026〕7号".to_owned()], off, worked: days(worked) }
}

fn next_year() -> DaysOff {
    year(2027, "2027-01-01 2026-12-31", "2026-12-26")
}

/// An administrator of the whole province.
async fn top(world: &World) -> OfficerId {
    let agency = world.landing_office(world.office.place.province.unwrap(), "自治区招商局").await;
    world.officer_at(agency, PostRole::Administrator, "省管理员").await
}

fn by(officer: OfficerId, expected_version: Option<i64>) -> Call {
    Call { expected_version, ..call(officer, "publishDaysOff") }
}

/// The last day of a limit in working days from 2026-12-23, with `?` where it is provisional.
async fn due(app: &App, days: u32) -> String {
    let published = app.work_calendar().await.unwrap();
    let found = published.calendar.deadline("2026-12-23".parse().unwrap(), days, DayUnit::Working);
    format!("{}{}", found.on, if found.provisional { "?" } else { "" })
}

async fn rows(world: &World) -> i64 {
    administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap().rows
}

async fn assert_record_whole(world: &World) {
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    assert_eq!(verified.findings, [], "the record of administration");
}

async fn a_new_year_is_known_to_everybody_at_once(world: World) {
    let (top, other) = (top(&world).await, world.another_process(2).await);
    for app in [&world.app, &other] {
        assert_eq!((due(app, 1).await, due(app, 3).await), ("2026-12-24".into(), "2026-12-28?".into()));
    }
    let first = world.app.publish_days_off(keyed(by(top, None), "k", "2027"), next_year()).await.unwrap();
    let again = world.app.publish_days_off(keyed(by(top, None), "k", "2027"), next_year()).await.unwrap();
    assert_eq!(first, again, "a repeated request is answered as the first");
    for app in [&world.app, &other] {
        // 26 December is a Saturday to make up for the 31st.
        assert_eq!((due(app, 3).await, due(app, 6).await), ("2026-12-26".into(), "2026-12-30".into()));
        assert_eq!(due(app, 7).await, "2027-01-04");
        let published = app.work_calendar().await.unwrap();
        assert_eq!(published.version(2027), 1);
        assert_eq!(published.calendar.covered_until(), Some("2027-12-24".parse().unwrap()));
        let counter = StatementCounter::default();
        counter.scope(app.work_calendar()).await.unwrap();
        assert_eq!(counter.names(), ["CHANGES"], "what is known is only asked about");
    }
    // At the machine itself too, where the product's own year is replaced.
    let fewer = year(2026, "2026-01-01", "");
    let refusal = other.add_days_off(fewer.clone(), false).await.unwrap_err();
    assert_eq!(refusal.to_string(), "refused: REQUIRED .expectedVersion");
    other.add_days_off(fewer, true).await.unwrap();
    let published = world.app.work_calendar().await.unwrap();
    assert!(published.calendar.is_working_day("2026-05-04".parse().unwrap()));
    assert_eq!((published.version(2026), published.version(2025)), (1, 0));
    assert_record_whole(&world).await;
    world.assert_all_whole().await;
}

async fn nobody_else_publishes_and_nothing_else_is_taken(world: World) {
    let top = top(&world).await;
    let office = world.office;
    let (before, recorded) = (world.app.work_calendar().await.unwrap(), rows(&world).await);
    let check = async |call: Call, days_off: DaysOff, expected: &str| {
        let refusal = world.app.publish_days_off(call, days_off).await.unwrap_err();
        let told = refusal.refusal().map(Refusal::to_string).unwrap_or_default();
        assert_eq!(told, expected);
    };
    for (officer, expected) in [
        (office.specialist, "ROLE_NOT_ALLOWED role=SPECIALIST"),
        (office.manager, "ROLE_NOT_ALLOWED role=MANAGER"),
        (office.leader, "ROLE_NOT_ALLOWED role=LEADER"),
        // A county's.
        (office.administrator, "OUTSIDE_JURISDICTION"),
    ] {
        check(by(officer, None), next_year(), expected).await;
    }
    let deputised = Call { deputy: Some(office.colleague), ..by(top, None) };
    check(deputised, next_year(), "NOT_ON_BEHALF").await;
    // Of a year that is not there, and of one that came with the product.
    check(by(top, Some(1)), next_year(), "VERSION_CONFLICT .expectedVersion expected=1 found=0").await;
    check(by(top, None), year(2026, "2026-01-01", ""), "REQUIRED .expectedVersion").await;
    check(
        by(top, Some(2)),
        year(2026, "2026-01-01", ""),
        "VERSION_CONFLICT .expectedVersion expected=2 found=0",
    )
    .await;
    check(by(top, None), DaysOff { off: Vec::new(), ..year(2027, "", "") }, "REQUIRED .off").await;
    check(by(top, None), year(2027, "2027-01-02", ""), "HOLIDAY_MISSING .off date=2027-01-01").await;
    let few = DaysOff { off: days("2027-01-01 2027-05-01 2027-10-01 2027-10-02 2027-10-03"), ..next_year() };
    check(by(top, None), few, "DAYS_OFF_TOO_FEW .off found=5 min=15").await;
    let unnamed = DaysOff { sources: vec!["国务院办公厅通知".to_owned()], ..next_year() };
    check(by(top, None), unnamed, "SOURCE_NOT_A_NOTICE .sources").await;
    check(by(top, None), year(2027, "2027-01-01 2027-01-01", ""), "DAY_REPEATED .off[1] date=2027-01-01")
        .await;
    // What the notice for 2026 says is worked, whatever stands first in the list.
    check(by(top, None), year(2025, "2025-01-01 2026-01-04 2025-01-02", ""), "REQUIRED .expectedVersion")
        .await;
    check(
        by(top, Some(0)),
        year(2025, "2025-01-01 2026-01-04 2025-01-02", ""),
        "DAY_OFF_AND_WORKED .off date=2026-01-04 year=2026",
    )
    .await;
    assert_eq!(world.app.work_calendar().await.unwrap(), before);
    assert_eq!(days_off::all(&mut world.app.db().read().await.unwrap()).await.unwrap(), []);
    assert_eq!(rows(&world).await, recorded);
}

async fn a_year_is_replaced_by_whoever_read_it(world: World) {
    let top = top(&world).await;
    world.app.publish_days_off(by(top, None), next_year()).await.unwrap();
    let recorded = rows(&world).await;
    let mut other = year(2027, "2027-01-01", "");
    other.off.sort_unstable();
    for expected in [None, Some(0), Some(2)] {
        let outcome = world.app.publish_days_off(by(top, expected), other.clone()).await;
        let rule = if expected.is_none() { Rule::Required } else { Rule::VersionConflict };
        assert_eq!(refused(&outcome), Some(rule), "{expected:?}");
        assert_eq!(world.app.work_calendar().await.unwrap().year(2027).unwrap().off.len(), 17);
    }
    assert_eq!(rows(&world).await, recorded);
    // The same again changes nothing, and stays the version it is.
    world.app.publish_days_off(by(top, Some(1)), next_year()).await.unwrap();
    assert_eq!(world.app.work_calendar().await.unwrap().version(2027), 1);
    assert_eq!(rows(&world).await, recorded);
    world.app.publish_days_off(by(top, Some(1)), other.clone()).await.unwrap();
    let published = world.app.work_calendar().await.unwrap();
    assert_eq!((published.version(2027), published.year(2027)), (2, Some(&other)));
    assert_eq!(rows(&world).await, recorded + 1);
    assert_record_whole(&world).await;
}

/// A Saturday: off by the notice for the one year, worked by that for the next.
async fn of_two_that_contradict_each_other_one_is_published(world: World) {
    let top = top(&world).await;
    let mut random = Random::new(*seed());
    let apps = [world.another_process(2).await, world.another_process(3).await];
    let world = Arc::new(world);
    for round in 0..i32::try_from(size("CALENDAR_RACES", 8, 35)).unwrap() {
        let first = 2027 + 2 * round;
        let (one, two) = (format!("{first}-01-01"), format!("{}-01-01", first + 1));
        let saturday = saturday(first);
        let years =
            [year(first, &format!("{one} {saturday}"), ""), year(first + 1, &two, &saturday.to_string())];
        let racers = years.into_iter().zip(&apps).map(|(days_off, app)| {
            let app = app.clone();
            async move { app.publish_days_off(by(top, None), days_off).await }
        });
        let outcomes: Vec<Result<Outcome, AppError>> = at_once(&mut random, racers.collect()).await;
        let mut rules: Vec<Option<Rule>> = outcomes.iter().map(refused).collect();
        rules.sort();
        assert_eq!(rules, [None, Some(Rule::DayOffAndWorked)], "{first}");
        // The calendar is still one.
        for app in &apps {
            app.work_calendar().await.unwrap();
        }
    }
    assert_record_whole(&world).await;
}

/// The last Saturday of a year.
fn saturday(year: i32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
    last.week(chrono::Weekday::Sat).first_day()
}

const FORGE: Stmt = Stmt::new("FORGE", "update days_off set days_off = '2027-01-01' where year = 2027");
const BREAK: Stmt = Stmt::new("BREAK", "update days_off set days_off = '1 January' where year = 2027");

async fn an_edit_past_the_service_is_found(world: World) {
    let top = top(&world).await;
    let outcome = world.app.publish_days_off(by(top, None), next_year()).await.unwrap();
    let id = luodi_domain::ids::DaysOffId::from_uuid(outcome.object().unwrap());
    assert_record_whole(&world).await;
    forge(&world, FORGE).await;
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    let told: Vec<String> = verified.findings.iter().map(ToString::to_string).collect();
    assert_eq!(told, [format!("administration {id}: off is not what was recorded last")]);
    // What cannot be read is an error that names the row, and no calendar.
    forge(&world, BREAK).await;
    let other = world.another_process(2).await;
    let error = other.work_calendar().await.unwrap_err();
    assert!(matches!(error, AppError::Store(StoreError::Inconsistent { table: "days_off", .. })), "{error}");
}

async fn forge(world: &World, statement: Stmt) {
    world.app.db().execute_now(statement, luodi_store::params![]).await.unwrap();
}

/// A case of a permit whose legal limit is twenty working days, accepted on 2024-05-06.
async fn accepted(world: &World, project: ProjectId, code: &str) -> CaseId {
    let (permit, case) = (PermitId::from_uuid(world.app.new_id()), CaseId::from_uuid(world.app.new_id()));
    let preparation = Preparation { kind: PreparationKind::Preparing, turn: Turn::Agency, agreed_on: None };
    let add = AddPermit {
        id: permit,
        step: StepId::from_uuid(world.app.new_id()),
        item: PermitItem::Catalogued(code.to_owned()),
        level: Level::City,
        phase: Phase::After,
        part: None,
        agency: None,
        preparation,
        responsible: None,
        due_on: None,
    };
    done(world, project, "2024-05-06", Command::AddPermit(add)).await;
    let open = OpenCase { id: case, permit, number: None, agency: None, first_leg_due: None, handler: None };
    done(world, project, "2024-05-06", Command::OpenCase(open)).await;
    happened(world, project, case, "2024-05-06", CaseEventKind::Accepted).await;
    case
}

async fn happened(
    world: &World,
    project: ProjectId,
    case: CaseId,
    day: &str,
    kind: CaseEventKind,
) -> CaseEventId {
    let id = CaseEventId::from_uuid(world.app.new_id());
    let event = RecordCaseEvent {
        id,
        case,
        kind,
        occurred_at: None,
        source: EventSource::Officer,
        handover: None,
        document: None,
        extension: None,
        cure_by: None,
        opinion: None,
    };
    done(world, project, day, Command::RecordCaseEvent(event)).await;
    id
}

async fn done(world: &World, project: ProjectId, day: &str, command: Command) {
    let call = Call {
        occurred_on: Some(day.parse().unwrap()),
        reason: Some("依据批复".to_owned()),
        ..call(world.office.manager, "case")
    };
    world.app.execute(call, project, command).await.unwrap();
}

/// The last day of twenty working days for a case, and how many were used.
async fn due_of(world: &World, project: ProjectId, case: CaseId) -> (String, u32) {
    let permits = world.app.permits(&[project]).await.unwrap().remove(&project).unwrap();
    let case = permits.values().find_map(|permit| permit.cases.get(&case)).unwrap();
    let limits = Limits { legal: Some(Limit::working(20)), ..Limits::default() };
    let published = world.app.work_calendar().await.unwrap();
    let legal = case.clock(&limits, &published.calendar, "2024-05-30".parse().unwrap()).legal.unwrap();
    (legal.deadline.unwrap().on.to_string(), legal.used)
}

async fn a_case_that_has_ended_keeps_its_days_and_an_open_one_is_worked_out_again(world: World) {
    let top = top(&world).await;
    let (project, _) = world.register("办结的项目").await;
    let open = accepted(&world, project, "energy_review").await;
    let ended = accepted(&world, project, "forest_land").await;
    let approved = happened(&world, project, ended, "2024-05-20", CaseEventKind::Approved).await;
    // Saturday 11 May is worked.
    assert_eq!(due_of(&world, project, open).await, ("2024-05-31".to_owned(), 19));
    assert_eq!(due_of(&world, project, ended).await, ("2024-05-31".to_owned(), 11));

    // Two days off more, and no make-up day: whatever is open is due three working days later.
    let other = year(2024, "2024-01-01 2024-05-13 2024-05-14", "");
    world.app.publish_days_off(by(top, Some(0)), other).await.unwrap();
    assert_eq!(due_of(&world, project, ended).await, ("2024-05-31".to_owned(), 11));
    assert_eq!(due_of(&world, project, open).await, ("2024-06-05".to_owned(), 16));

    // Told late, it is measured by the days that were kept: the clock stood for the working days until Saturday 11 May.
    happened(&world, project, ended, "2024-05-08", CaseEventKind::PauseStarted).await;
    happened(&world, project, ended, "2024-05-13", CaseEventKind::PauseEnded).await;
    assert_eq!(due_of(&world, project, ended).await.1, 7);
    world.assert_all_whole().await;

    // Without its end it goes on, by what holds now.
    let take_back = Command::InvalidateCaseEvent { case: ended, event: approved };
    done(&world, project, "2024-05-30", take_back).await;
    assert_eq!(due_of(&world, project, ended).await.1, 16 - 2);
    world.assert_all_whole().await;
}
