//! One permit that stands for others, of several projects, on both databases: what becomes of it becomes of them, at once or
//! not at all.

mod races;

use luodi_app::list::{Filter, PermitTerm, ProjectFilter, ProjectTerm};
use luodi_app::projects::CoverPermits;
use luodi_app::read::{Entry, Envelope};
use luodi_app::{AppError, Call, Outcome, StatementCounter};
use luodi_domain::actor::{Authority, Instrument, PostRole};
use luodi_domain::case::{CaseEventKind, EventSource};
use luodi_domain::command::{AddPermit, Command, OpenCase, RecordCaseEvent, UpdatePermit};
use luodi_domain::ids::{CaseEventId, CaseId, OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::permit::{Level, Permit, PermitItem, PermitStatus, Phase, Preparation, PreparationKind};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::RegionKind;
use luodi_domain::step::Turn;

use crate::world::{World, call, keyed, on_both_databases};

on_both_databases!(
    what_is_granted_once_is_granted_to_all,
    what_is_not_to_be_had_changes_nothing,
    nothing_of_why_goes_along,
    one_of_the_same_project_follows_in_the_same_breath,
    who_may_edit_the_one_that_follows_lets_it_go,
    what_is_withdrawn_is_known_to_those_that_follow,
    asked_again_it_is_answered_as_before,
    each_that_follows_costs_the_same,
);

const BATCH: &str = "农用地转用批次";

/// A permit of this name in a new project.
pub(crate) async fn permit(world: &World, project: &str, name: &str) -> (ProjectId, PermitId) {
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
) -> Result<Outcome, AppError> {
    let call = Call { reason: Some("批次用地".to_owned()), ..call(officer, "coverPermits") };
    world.app.cover_permits(call, CoverPermits { permit, others: others.to_vec() }).await
}

async fn uncover(
    world: &World,
    officer: OfficerId,
    project: ProjectId,
    permit: PermitId,
) -> Result<Outcome, AppError> {
    let call = Call { reason: Some("单独报批".to_owned()), ..call(officer, "uncoverPermit") };
    world.app.execute(call, project, Command::Uncover(permit)).await
}

pub(crate) async fn opened(world: &World, project: ProjectId, permit: PermitId) -> CaseId {
    let id = CaseId::from_uuid(world.app.new_id());
    let open = OpenCase { id, permit, number: None, agency: None, first_leg_due: None, handler: None };
    let by = call(world.office.specialist, "openCase");
    world.app.execute(by, project, Command::OpenCase(open)).await.unwrap();
    id
}

pub(crate) fn event(world: &World, case: CaseId, kind: CaseEventKind) -> Command {
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

async fn told_so(world: &World, project: ProjectId, case: CaseId, kind: CaseEventKind) {
    let by = call(world.office.specialist, "recordCaseEvent");
    world.app.execute(by, project, event(world, case, kind)).await.unwrap();
}

async fn granted(world: &World, project: ProjectId, permit: PermitId) {
    let case = opened(world, project, permit).await;
    for kind in [CaseEventKind::Accepted, CaseEventKind::Approved] {
        told_so(world, project, case, kind).await;
    }
}

async fn stands(world: &World, project: ProjectId, permit: PermitId) -> Permit {
    let permits = world.app.permits(&[project]).await.unwrap().remove(&project).unwrap();
    permits[&permit].clone()
}

/// How many permits there are, by level and status, counted once each.
async fn counts(world: &World) -> Vec<(Level, PermitStatus, i64)> {
    counts_in(world, &ProjectFilter::All(Vec::new())).await
}

async fn counts_in(world: &World, projects: &ProjectFilter) -> Vec<(Level, PermitStatus, i64)> {
    let which: Filter<PermitTerm> = Filter::All(Vec::new());
    let counts = world.app.permit_counts(projects, &which).await.unwrap();
    counts.permits.into_iter().map(|((level, status), count)| (level, status, count)).collect()
}

/// What a project's history says from this sequence on: the command, the event, why and on whose authority.
async fn told(world: &World, project: ProjectId, after: i64) -> Vec<String> {
    let entries = world.app.history_page(project, after, 100).await.unwrap();
    let line = |entry: Entry| {
        let Envelope { origin, .. } = entry.envelope;
        let reason = origin.reason.as_ref().and_then(|reason| reason.text()).unwrap_or("-").to_owned();
        let authority = if origin.authority.is_some() { " with authority" } else { "" };
        format!("{} {} {reason}{authority}", origin.command, entry.event_type)
    };
    entries.into_iter().map(line).collect()
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
    // The city decides the whole, and each county its own: it is one at the level of the whole.
    let city = UpdatePermit {
        permit: batch,
        level: Some(Level::City),
        phase: None,
        agency: None,
        preparation: None,
        due_on: None,
    };
    world.app.execute(call(specialist, "updatePermit"), a, Command::UpdatePermit(city)).await.unwrap();
    let done = cover(&world, specialist, batch, &[of_c, of_b, of_b]).await.unwrap();
    assert_eq!(done.projects().next(), Some(a));
    assert_eq!(
        counts(&world).await,
        [(Level::City, PermitStatus::Preparing, 1)],
        "three permits that are one"
    );
    let status = async |project, permit| stands(&world, project, permit).await.status();
    assert_eq!(status(b, of_b).await, PermitStatus::Preparing);
    let case = opened(&world, a, batch).await;
    assert_eq!(status(b, of_b).await, PermitStatus::InCase);
    told_so(&world, a, case, CaseEventKind::Accepted).await;
    told_so(&world, a, case, CaseEventKind::Approved).await;
    for (project, permit) in [(b, of_b), (c, of_c)] {
        let permit = stands(&world, project, permit).await;
        assert_eq!((permit.status(), permit.decided_on()), (PermitStatus::Granted, Some(world.app.today())));
        assert!(permit.cases.is_empty(), "it has no case of its own");
    }
    assert_eq!(counts(&world).await, [(Level::City, PermitStatus::Granted, 1)]);
    // Where the one that stands for them is not looked at they are one all the same.
    for project in [b, c] {
        world.label(call(specialist, "updateProject"), project, "共用").await.unwrap();
    }
    let labelled = ProjectFilter::Term(ProjectTerm::Label(vec!["共用".to_owned()]));
    assert_eq!(counts_in(&world, &labelled).await, [(Level::County, PermitStatus::Granted, 1)]);
    // One of them goes its own way, and is open again; the others stay.
    uncover(&world, specialist, b, of_b).await.unwrap();
    assert_eq!(status(b, of_b).await, PermitStatus::Preparing);
    assert_eq!(status(c, of_c).await, PermitStatus::Granted);
    assert_eq!(
        counts(&world).await,
        [(Level::City, PermitStatus::Granted, 1), (Level::County, PermitStatus::Preparing, 1)]
    );
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
        let refused = refusal(cover(&world, officer, permit, &others).await);
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
    let refused = refusal(cover(&world, specialist, batch, &others).await);
    assert_eq!(refused.to_string(), "NOT_FOUND .permitIds[1]");
    assert_eq!(versions().await, before);
    world.assert_all_whole().await;
}

async fn nothing_of_why_goes_along(world: World) {
    let (a, batch) = permit(&world, "批次", BATCH).await;
    let (b, of_b) = permit(&world, "乙", BATCH).await;
    cover(&world, world.office.specialist, batch, &[of_b]).await.unwrap();
    let before = world.events(b).await;
    let case = opened(&world, a, batch).await;
    told_so(&world, a, case, CaseEventKind::Accepted).await;
    let leader = world.new_leader("县长").await;
    let authority =
        Authority { officer: leader, instrument: Instrument::Oral, number: None, on: world.app.today() };
    let by = Call {
        reason: Some("甲项目的秘密".to_owned()),
        authority: Some(authority),
        ..call(world.office.specialist, "recordCaseEvent")
    };
    world.app.execute(by, a, event(&world, case, CaseEventKind::Approved)).await.unwrap();
    assert_eq!(
        told(&world, b, before).await,
        [
            "FOLLOW_COVER COVER_FOLLOWED -",
            "FOLLOW_COVER COVER_FOLLOWED -",
            "FOLLOW_COVER COVER_FOLLOWED -",
            "FOLLOW_COVER STEP_CLOSED -"
        ]
    );
    let after = world.events(a).await;
    uncover(&world, world.office.specialist, b, of_b).await.unwrap();
    assert_eq!(told(&world, a, after).await, ["FOLLOW_COVER COVER_SET -"]);
    world.assert_all_whole().await;
}

/// One command, one entry in the outbox, one version more than its events.
async fn one_of_the_same_project_follows_in_the_same_breath(world: World) {
    let (a, batch) = permit(&world, "批次", BATCH).await;
    let specialist = world.office.specialist;
    let beside = AddPermit {
        id: PermitId::from_uuid(world.app.new_id()),
        step: StepId::from_uuid(world.app.new_id()),
        item: PermitItem::Named(BATCH.to_owned()),
        level: Level::County,
        phase: Phase::BeforeStart,
        part: Some("东区".to_owned()),
        agency: None,
        preparation: Preparation { kind: PreparationKind::Preparing, turn: Turn::Office, agreed_on: None },
        responsible: None,
        due_on: None,
    };
    let (add, beside) = (Command::AddPermit(beside.clone()), beside.id);
    world.app.execute(call(specialist, "addPermit"), a, add).await.unwrap();
    cover(&world, specialist, batch, &[beside]).await.unwrap();
    let case = opened(&world, a, batch).await;
    told_so(&world, a, case, CaseEventKind::Accepted).await;
    let by = call(specialist, "recordCaseEvent");
    let done = world.app.execute(by, a, event(&world, case, CaseEventKind::Approved)).await.unwrap();
    let told = world.app.told(&done).await.unwrap().unwrap();
    assert_eq!(told.after.version, world.events(a).await);
    assert_eq!(stands(&world, a, beside).await.status(), PermitStatus::Granted);
    uncover(&world, specialist, a, beside).await.unwrap();
    assert_eq!(stands(&world, a, beside).await.status(), PermitStatus::Preparing);
    assert!(stands(&world, a, batch).await.covers.is_empty());
    world.assert_all_whole().await;
}

/// Somebody's of the county above, who sees both, has his permit stand for one of ours. We see nothing of his, and let go.
async fn who_may_edit_the_one_that_follows_lets_it_go(world: World) {
    let (own, of_own) = permit(&world, "乙", BATCH).await;
    let above = world.office_above().await;
    let elsewhere = world.region(world.office.place.city, RegionKind::County, "永宁县").await;
    let office = world.landing_office(elsewhere, "永宁县招商局").await;
    let stranger = world.officer_at(office, PostRole::Specialist, "外人").await;
    let mut registration = world.registration("永宁的");
    registration.profile.place.county = Some(elsewhere);
    registration.profile.place.park = None;
    registration.profile.originating_agency = Some(office);
    registration.profile.landing_specialist = Some(stranger);
    registration.visit.responsible = Some(stranger);
    let theirs = registration.id;
    world.app.register_project(call(stranger, "registerProject"), registration).await.unwrap();
    let lead = world.add_permit(call(stranger, "addPermit"), theirs, BATCH, None).await.unwrap();
    let lead = PermitId::from_uuid(lead.object().unwrap());
    cover(&world, above, lead, &[of_own]).await.unwrap();
    // He whose permit stands for it has no say over ours.
    let before = (world.events(own).await, world.events(theirs).await);
    let refused = refusal(uncover(&world, stranger, own, of_own).await);
    assert_eq!(refused.to_string(), format!("NOT_FOUND .projectId id={own}"));
    assert_eq!((world.events(own).await, world.events(theirs).await), before);
    uncover(&world, world.office.specialist, own, of_own).await.unwrap();
    assert!(stands(&world, theirs, lead).await.covers.is_empty());
    assert_eq!(stands(&world, own, of_own).await.covered_by, None);
    world.assert_all_whole().await;
}

async fn what_is_withdrawn_is_known_to_those_that_follow(world: World) {
    let (a, batch) = permit(&world, "批次", BATCH).await;
    let (b, of_b) = permit(&world, "乙", BATCH).await;
    let (c, of_c) = permit(&world, "丙", BATCH).await;
    let specialist = world.office.specialist;
    cover(&world, specialist, batch, &[of_b, of_c]).await.unwrap();
    let gone = async |project, permit| {
        stands(&world, project, permit).await.covered_by.map(|cover| cover.stands.withdrawn)
    };
    let leader = world.new_leader("县长").await;
    let authority =
        Authority { officer: leader, instrument: Instrument::Oral, number: None, on: world.app.today() };
    let with_word = |operation| Call {
        reason: Some("投资方撤资".to_owned()),
        authority: Some(authority.clone()),
        ..call(specialist, operation)
    };
    world.app.execute(with_word("withdrawProject"), a, Command::Withdraw).await.unwrap();
    assert_eq!((gone(b, of_b).await, gone(c, of_c).await), (Some(true), Some(true)));
    // Each can go its own way, also when it was withdrawn itself.
    uncover(&world, specialist, b, of_b).await.unwrap();
    world.app.execute(with_word("withdrawProject"), c, Command::Withdraw).await.unwrap();
    let reopen = Command::Reopen { substitute: None };
    world.app.execute(with_word("reopenProject"), a, reopen).await.unwrap();
    assert_eq!((gone(b, of_b).await, gone(c, of_c).await), (None, Some(false)));
    uncover(&world, specialist, c, of_c).await.unwrap();
    assert!(stands(&world, a, batch).await.covers.is_empty());
    world.assert_all_whole().await;
}

async fn asked_again_it_is_answered_as_before(world: World) {
    let (a, batch) = permit(&world, "批次", BATCH).await;
    let (b, of_b) = permit(&world, "乙", BATCH).await;
    let specialist = world.office.specialist;
    let (of_a, of_other) = (world.events(a).await, world.events(b).await);
    let at = |version, key: &str| {
        let call = Call { expected_version: Some(version), ..call(specialist, "coverPermits") };
        let wanted = CoverPermits { permit: batch, others: vec![of_b] };
        world.app.cover_permits(keyed(call, key, "一"), wanted)
    };
    // The version is that of the project whose permit stands for the other.
    let refused = refusal(at(of_a + 1, "一").await);
    assert_eq!(refused.rule, Rule::VersionConflict);
    assert_eq!((world.events(a).await, world.events(b).await), (of_a, of_other));
    let first = at(of_a, "二").await.unwrap();
    let again = at(of_a, "二").await.unwrap();
    assert_eq!(again, first);
    assert_eq!((world.events(a).await, world.events(b).await), (of_a + 1, of_other + 1));
    world.assert_all_whole().await;
}

/// What follows is read together; of each that is written there is no more than of a command on it alone.
async fn each_that_follows_costs_the_same(world: World) {
    let mut counts = Vec::new();
    for many in [1, 2, 12] {
        let name = format!("土地{many}");
        let (a, lead) = permit(&world, &format!("甲{many}"), &name).await;
        let mut others = Vec::new();
        for n in 0..many {
            others.push(permit(&world, &format!("乙{many}之{n}"), &name).await.1);
        }
        cover(&world, world.office.specialist, lead, &others).await.unwrap();
        let case = opened(&world, a, lead).await;
        told_so(&world, a, case, CaseEventKind::Accepted).await;
        let counter = StatementCounter::default();
        counter.scope(Box::pin(told_so(&world, a, case, CaseEventKind::Approved))).await;
        counts.push(counter.names().len());
    }
    let each = counts[1] - counts[0];
    assert_eq!(counts[2] - counts[1], 10 * each, "{counts:?}");
    assert!(each <= 12, "{each} statements for each that follows");
}
