//! One permit that stands for others, of several projects, on both databases: what becomes of it becomes of them, at once or
//! not at all.

use luodi_app::list::{Filter, PermitTerm, ProjectFilter};
use luodi_app::projects::CoverPermits;
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::actor::PostRole;
use luodi_domain::case::{CaseEventKind, EventSource};
use luodi_domain::command::{Command, OpenCase, RecordCaseEvent};
use luodi_domain::ids::{CaseEventId, CaseId, OfficerId, PermitId, ProjectId};
use luodi_domain::permit::{Level, Permit, PermitStatus};
use luodi_domain::refusal::Refusal;
use luodi_domain::registry::RegionKind;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use crate::races::at_once;
use crate::world::{World, call, on_both_databases};

on_both_databases!(
    what_is_granted_once_is_granted_to_all,
    what_is_not_to_be_had_changes_nothing,
    permits_that_stand_for_one_another_s_projects_are_decided_at_once,
);

const BATCH: &str = "农用地转用批次";

/// A permit of this name in a new project.
async fn permit(world: &World, project: &str, name: &str) -> (ProjectId, PermitId) {
    let (id, _) = world.register(project).await;
    (id, added(world, id, name).await)
}

async fn added(world: &World, project: ProjectId, name: &str) -> PermitId {
    let by = call(world.office.specialist, "addPermit");
    let outcome = world.add_permit(by, project, name, None).await.unwrap();
    PermitId::from_uuid(outcome.object().unwrap())
}

async fn cover(
    world: &World,
    officer: OfficerId,
    permit: PermitId,
    others: &[PermitId],
    ends: bool,
) -> Result<Outcome, AppError> {
    let call = Call { reason: Some("批次用地".to_owned()), ..call(officer, "coverPermits") };
    world.app.cover_permits(call, CoverPermits { permit, others: others.to_vec(), ends }).await
}

async fn opened(world: &World, project: ProjectId, permit: PermitId) -> CaseId {
    let id = CaseId::from_uuid(world.app.new_id());
    let open = OpenCase { id, permit, number: None, agency: None, first_leg_due: None, handler: None };
    let by = call(world.office.specialist, "openCase");
    world.app.execute(by, project, Command::OpenCase(open)).await.unwrap();
    id
}

fn event(world: &World, case: CaseId, kind: CaseEventKind) -> Command {
    Command::RecordCaseEvent(RecordCaseEvent {
        id: CaseEventId::from_uuid(world.app.new_id()),
        case,
        kind,
        occurred_at: None,
        source: EventSource::Officer,
        handover: None,
        document: None,
        extension: None,
        cure_by: None,
        opinion: None,
    })
}

async fn told(world: &World, project: ProjectId, case: CaseId, kind: CaseEventKind) {
    let by = call(world.office.specialist, "recordCaseEvent");
    world.app.execute(by, project, event(world, case, kind)).await.unwrap();
}

async fn granted(world: &World, project: ProjectId, permit: PermitId) {
    let case = opened(world, project, permit).await;
    for kind in [CaseEventKind::Accepted, CaseEventKind::Approved] {
        told(world, project, case, kind).await;
    }
}

async fn stands(world: &World, project: ProjectId, permit: PermitId) -> Permit {
    let permits = world.app.permits(&[project]).await.unwrap().remove(&project).unwrap();
    permits[&permit].clone()
}

/// How many county permits are there, by status, counted once each.
async fn counts(world: &World) -> Vec<(PermitStatus, i64)> {
    let which: Filter<PermitTerm> = Filter::All(Vec::new());
    let counts = world.app.permit_counts(&ProjectFilter::All(Vec::new()), &which).await.unwrap();
    counts
        .permits
        .into_iter()
        .filter(|((level, _), _)| *level == Level::County)
        .map(|((_, status), count)| (status, count))
        .collect()
}

#[track_caller]
fn refusal(outcome: Result<Outcome, AppError>) -> Refusal {
    match outcome {
        Err(AppError::Refused(refusal)) => *refusal,
        other => panic!("{other:?} was not refused"),
    }
}

async fn what_is_granted_once_is_granted_to_all(world: World) {
    let (a, batch) = permit(&world, "批次", BATCH).await;
    let (b, of_b) = permit(&world, "乙", BATCH).await;
    let (c, of_c) = permit(&world, "丙", BATCH).await;
    let specialist = world.office.specialist;
    let done = cover(&world, specialist, batch, &[of_c, of_b, of_b], false).await.unwrap();
    assert_eq!(done.projects().next(), Some(a));
    assert_eq!(counts(&world).await, [(PermitStatus::Preparing, 1)], "three permits that are one");
    let status = async |project, permit| stands(&world, project, permit).await.status();
    assert_eq!(status(b, of_b).await, PermitStatus::Preparing);
    let case = opened(&world, a, batch).await;
    assert_eq!(status(b, of_b).await, PermitStatus::InCase);
    told(&world, a, case, CaseEventKind::Accepted).await;
    told(&world, a, case, CaseEventKind::Approved).await;
    for (project, permit) in [(b, of_b), (c, of_c)] {
        let permit = stands(&world, project, permit).await;
        assert_eq!((permit.status(), permit.decided_on()), (PermitStatus::Granted, Some(world.app.today())));
        assert!(permit.cases.is_empty(), "it has no case of its own");
    }
    assert_eq!(counts(&world).await, [(PermitStatus::Granted, 1)]);
    // One of them goes its own way, and is open again; the others stay.
    cover(&world, specialist, batch, &[of_b], true).await.unwrap();
    assert_eq!(status(b, of_b).await, PermitStatus::Preparing);
    assert_eq!(status(c, of_c).await, PermitStatus::Granted);
    assert_eq!(counts(&world).await, [(PermitStatus::Preparing, 1), (PermitStatus::Granted, 1)]);
    granted(&world, b, of_b).await;
    assert_eq!(status(b, of_b).await, PermitStatus::Granted);
    world.assert_all_whole().await;
}

async fn what_is_not_to_be_had_changes_nothing(world: World) {
    let (a, batch) = permit(&world, "批次", BATCH).await;
    let (b, of_b) = permit(&world, "乙", BATCH).await;
    let (c, of_c) = permit(&world, "丙", "别的手续").await;
    let specialist = world.office.specialist;
    // Somebody's of another county, who sees nothing here.
    let elsewhere = world.region(world.office.place.city, RegionKind::County, "永宁县").await;
    let office = world.landing_office(elsewhere, "永宁县招商局").await;
    let stranger = world.officer_at(office, PostRole::Specialist, "外人").await;
    let versions = async || {
        let mut events = Vec::new();
        for project in [a, b, c] {
            events.push(world.events(project).await);
        }
        events
    };
    let before = versions().await;
    let unknown = PermitId::from_uuid(world.app.new_id());
    for (officer, permit, others, expected) in [
        (specialist, batch, vec![of_b, of_c], "COVER_UNLIKE .permitIds[1]"),
        (specialist, batch, vec![of_b, unknown], "NOT_FOUND .permitIds[1]"),
        (specialist, unknown, vec![of_b], "NOT_FOUND .permitId"),
        (specialist, batch, vec![], "REQUIRED .permitIds"),
        (specialist, batch, vec![of_b; 201], "TOO_MANY .permitIds max=200"),
        (stranger, batch, vec![of_b], "NOT_FOUND .permitId"),
    ] {
        let refused = refusal(cover(&world, officer, permit, &others, false).await);
        assert_eq!(refused.to_string(), expected);
        assert_eq!(versions().await, before);
    }
    // What does not exist for the caller is told by its place in the list alone.
    let mut registration = world.registration("永宁的");
    registration.profile.place.county = Some(elsewhere);
    registration.profile.place.park = None;
    registration.profile.originating_agency = Some(office);
    registration.profile.landing_specialist = Some(stranger);
    registration.visit.responsible = Some(stranger);
    let hidden = registration.id;
    world.app.register_project(call(stranger, "registerProject"), registration).await.unwrap();
    let by = call(stranger, "addPermit");
    let of_hidden = world.add_permit(by, hidden, BATCH, None).await.unwrap().object().unwrap();
    let others = [of_b, PermitId::from_uuid(of_hidden)];
    let refused = refusal(cover(&world, specialist, batch, &others, false).await);
    assert_eq!(refused.to_string(), "NOT_FOUND .permitIds[1]");
    assert_eq!(versions().await, before);
    world.assert_all_whole().await;
}

/// Each of two projects has a permit that stands for one of the other's: who decides both at once locks them in opposite
/// orders.
async fn permits_that_stand_for_one_another_s_projects_are_decided_at_once(world: World) {
    let mut random = Random::new(*seed());
    for round in 0..size("covers", 5, 100) {
        let names = ["土地", "水保"].map(|name| format!("{name}{round}"));
        let (a, land) = permit(&world, &format!("甲{round}"), &names[0]).await;
        let (b, water) = permit(&world, &format!("乙{round}"), &names[1]).await;
        let (water_of_a, land_of_b) = (added(&world, a, &names[1]).await, added(&world, b, &names[0]).await);
        let specialist = world.office.specialist;
        cover(&world, specialist, land, &[land_of_b], false).await.unwrap();
        cover(&world, specialist, water, &[water_of_a], false).await.unwrap();
        let mut racers = Vec::new();
        for (project, permit) in [(a, land), (b, water)] {
            let case = opened(&world, project, permit).await;
            told(&world, project, case, CaseEventKind::Accepted).await;
            let (app, command) = (world.app.clone(), event(&world, case, CaseEventKind::Approved));
            racers.push(
                async move { app.execute(call(specialist, "recordCaseEvent"), project, command).await },
            );
        }
        for outcome in at_once(&mut random, racers).await {
            outcome.unwrap();
        }
        for (project, permit) in [(a, land), (a, water_of_a), (b, water), (b, land_of_b)] {
            assert_eq!(
                stands(&world, project, permit).await.status(),
                PermitStatus::Granted,
                "round {round}"
            );
        }
    }
    world.assert_all_whole().await;
}
