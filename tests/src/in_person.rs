//! What nobody does for another, and what is decided by another's right while that right is taken away.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::projects::HandOver;
use luodi_app::registry::{AgencyPatch, NewAbsence, NewRecorder, OfficerPatch, PostPatch};
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::actor::{Authority, Instrument, PostRole};
use luodi_domain::command::Command;
use luodi_domain::ids::{AbsenceId, EnterpriseId, OfficerId, PostId, RecorderId};
use luodi_domain::private::Private;
use luodi_domain::profile::Change;
use luodi_domain::refusal::Rule;
use luodi_domain::registry::{Enterprise, Post};
use luodi_store::db::{Stmt, StoreError};
use luodi_store::{administration, history, params};
use tokio::sync::Notify;

use crate::world::{World, call, on_both_databases, refused};

on_both_databases!(
    a_deputy_changes_nothing_of_people_and_posts,
    whoever_records_for_a_leader_says_so,
    a_recorder_who_is_not_to_be_seen_is_not_there,
    a_right_lasts_until_what_it_decides_is_written,
);

/// How long something is watched that must not end.
const A_WHILE: Duration = Duration::from_millis(300);

async fn stood_in_for(world: &World, officer: OfficerId, deputy: OfficerId) -> AbsenceId {
    let (id, today) = (AbsenceId::from_uuid(world.app.new_id()), world.app.today());
    let absence = NewAbsence { id, officer, deputy, from: today, until: today };
    world.app.record_absence(call(world.office.administrator, "recordAbsence"), absence).await.unwrap();
    id
}

async fn appointed(world: &World, leader: OfficerId, officer: OfficerId) -> RecorderId {
    let id = RecorderId::from_uuid(world.app.new_id());
    world
        .app
        .appoint_recorder(call(leader, "appointRecorder"), NewRecorder { id, leader, officer })
        .await
        .unwrap();
    id
}

fn deputised(officer: OfficerId, deputy: OfficerId, operation: &'static str) -> Call {
    Call { deputy: Some(deputy), ..call(officer, operation) }
}

/// A call on a leader's authority, recorded for him or not.
fn authorised(world: &World, caller: OfficerId, leader: OfficerId, as_recorder: bool) -> Call {
    let authority = Authority {
        officer: leader,
        instrument: Instrument::Instruction,
        number: as_recorder.then(|| Private::new("批〔2024〕7号")),
        on: world.app.today(),
    };
    Call { authority: Some(authority), as_recorder, ..call(caller, "updateProject") }
}

fn renamed(name: &str) -> Command {
    Command::Update(vec![Change::Name(name.to_owned())])
}

fn enterprise(world: &World, code: &str) -> Enterprise {
    let id = EnterpriseId::from_uuid(world.app.new_id());
    let credit_code = Some(luodi_domain::codes::CreditCode::parse(code).unwrap());
    let name = "宁夏思思食品有限公司".to_owned();
    Enterprise { id, name, former_names: [].into(), credit_code, registered_at: None, version: 1 }
}

/// Something that is done to people, by whoever the call says.
type Deed = for<'a> fn(&'a World, Call, OfficerId) -> BoxFuture<'a, Result<Outcome, AppError>>;

/// The last is the officer whom it is about.
const DEEDS: [(&str, Deed); 8] = [
    ("createPost", |world, by, _| {
        let id = PostId::from_uuid(world.app.new_id());
        let role = PostRole::Manager;
        let post = Post { id, agency: world.office.agency, title: "负责人".to_owned(), role, version: 1 };
        world.app.create_post(by, post).boxed()
    }),
    ("updatePost", |world, by, _| {
        let patch = PostPatch { role: Some(PostRole::Manager), ..PostPatch::default() };
        world.app.update_post(by, world.office.specialists, patch).boxed()
    }),
    ("updateOfficer", |world, by, officer| {
        async move {
            let post = world.app.officers(&[world.office.manager]).await?[&world.office.manager].post;
            let patch = OfficerPatch { post: Some(post), ..OfficerPatch::default() };
            world.app.update_officer(by, officer, patch).await
        }
        .boxed()
    }),
    ("updateOfficer", |world, by, officer| {
        let patch = OfficerPatch { phone: Some(Some("0951-100".to_owned())), ..OfficerPatch::default() };
        world.app.update_officer(by, officer, patch).boxed()
    }),
    ("updateOfficer", |world, by, _| {
        let patch = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
        world.app.update_officer(by, world.office.manager, patch).boxed()
    }),
    ("updateOfficer", |world, by, officer| {
        let patch = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
        world.app.update_officer(by, officer, patch).boxed()
    }),
    ("updateAgency", |world, by, _| {
        let patch = AgencyPatch { name: Some("另一个中心".to_owned()), ..AgencyPatch::default() };
        world.app.update_agency(by, world.office.agency, patch).boxed()
    }),
    ("handOverOfficer", |world, by, from| {
        let hand_over = HandOver { from, to: world.office.colleague, deactivate: true };
        world.app.hand_over_officer(by, hand_over).boxed()
    }),
];

async fn a_deputy_changes_nothing_of_people_and_posts(world: World) {
    let (manager, deputy) = (world.office.manager, world.new_officer("孙丽").await);
    stood_in_for(&world, manager, deputy).await;
    let head = async || administration::head(&mut world.app.db().read().await.unwrap()).await.unwrap();
    for (operation, deed) in DEEDS {
        let before = head().await;
        let refusal = deed(&world, deputised(manager, deputy, operation), deputy).await;
        assert_eq!(refused(&refusal), Some(Rule::NotOnBehalf), "{operation}");
        assert_eq!(head().await, before, "{operation}");
        let officers = world.app.officers(&[manager, deputy]).await.unwrap();
        assert!(officers.values().all(|officer| officer.active && officer.version == 1), "{operation}");
    }
    // What the officer holds goes to another on behalf of the manager all the same: he stays in service.
    world.register("思思食品").await;
    let hand_over = HandOver { from: world.office.specialist, to: deputy, deactivate: false };
    world.app.hand_over_officer(deputised(manager, deputy, "handOverOfficer"), hand_over).await.unwrap();
    world.assert_all_whole().await;
}

async fn whoever_records_for_a_leader_says_so(world: World) {
    let (officer, leader) = (world.office.specialist, world.office.leader);
    let (project, _) = world.register("思思食品").await;
    let last = async || {
        let mut conn = world.app.db().read().await.unwrap();
        let events = history::page(&mut conn, project, 0, 100).await.unwrap();
        let entry = events.into_iter().next_back().unwrap();
        let origin = entry.envelope.origin;
        (entry.envelope.sequence, origin.as_recorder, origin.authority.map(|authority| authority.officer))
    };
    let before = last().await;
    // Nobody records who was not appointed, whoever there is of that name.
    for unknown in [leader, world.office.manager, OfficerId::from_uuid(world.app.new_id())] {
        let asked = authorised(&world, officer, unknown, true);
        let outcome = world.app.execute(asked, project, renamed("二厂")).await;
        assert_eq!(refused(&outcome), Some(Rule::NotRecorder));
    }
    assert_eq!(last().await, before);
    appointed(&world, leader, officer).await;
    // Who only refers to what a leader said does it by his own right, and needs no number for that.
    let asked = authorised(&world, officer, leader, false);
    world.app.execute(asked, project, renamed("二厂")).await.unwrap();
    assert_eq!(last().await, (before.0 + 1, false, Some(leader)));
    world.app.execute(authorised(&world, officer, leader, true), project, renamed("三厂")).await.unwrap();
    assert_eq!(last().await, (before.0 + 2, true, Some(leader)));

    // He hands over by the leader's right, and has nobody leave by it.
    let from = world.new_officer("孙丽").await;
    let retire = |deactivate| HandOver { from, to: world.office.colleague, deactivate };
    let outcome = world.app.hand_over_officer(authorised(&world, officer, leader, true), retire(true)).await;
    assert_eq!(refused(&outcome), Some(Rule::NotOnBehalf));
    assert!(world.app.officers(&[from]).await.unwrap()[&from].active);
    world.app.hand_over_officer(authorised(&world, officer, leader, true), retire(false)).await.unwrap();
    world.assert_all_whole().await;
}

async fn a_recorder_who_is_not_to_be_seen_is_not_there(world: World) {
    let id = appointed(&world, world.office.leader, world.office.specialist).await;
    let abroad = world.region(None, luodi_domain::registry::RegionKind::Province, "甘肃省").await;
    let far = world.landing_office(abroad, "甘肃省招商局").await;
    let unknown = RecorderId::from_uuid(world.app.new_id());
    for role in [PostRole::Administrator, PostRole::Leader, PostRole::Manager, PostRole::Clerk] {
        let stranger = world.officer_at(far, role, "外地").await;
        for recorder in [id, unknown] {
            let outcome = world.app.dismiss_recorder(call(stranger, "dismissRecorder"), recorder).await;
            assert_eq!(refused(&outcome), Some(Rule::NotFound), "{role}");
        }
    }
    world.app.dismiss_recorder(call(world.office.leader, "dismissRecorder"), id).await.unwrap();
}

/// A lock that somebody else holds, so that a command stands still after it was let in and before it is written.
struct Gate {
    open: Arc<Notify>,
    held: tokio::task::JoinHandle<Result<(), StoreError>>,
}

impl Gate {
    /// Held already when this returns.
    async fn closed(world: &World, lock: Stmt, values: Vec<luodi_store::db::Value>) -> Self {
        let (open, closed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (inside, begun, db) = (Arc::clone(&open), Arc::clone(&closed), world.app.db().clone());
        let held = tokio::spawn(async move {
            db.write(move |tx| {
                let (open, closed, values) = (Arc::clone(&inside), Arc::clone(&begun), values.clone());
                async move {
                    tx.execute(lock, values).await?;
                    closed.notify_one();
                    open.notified().await;
                    // What was done for the lock's sake is undone.
                    Err::<(), _>(StoreError::inconsistent("gate", "it", "opened"))
                }
                .boxed()
            })
            .await
        });
        closed.notified().await;
        Self { open, held }
    }

    async fn opens(self) {
        self.open.notify_one();
        assert!(self.held.await.unwrap().is_err());
    }
}

/// By an absence, on a project and on the registry; and by being a leader's recorder. On SQLite commands come one after the
/// other anyway.
async fn a_right_lasts_until_what_it_decides_is_written(world: World) {
    let (officer, deputy, leader) = (world.office.specialist, world.office.colleague, world.office.leader);
    let (project, _) = world.register("思思食品").await;
    let world = Arc::new(world);
    for way in ["deputy on a project", "deputy on an enterprise", "recorder"] {
        let absence = stood_in_for(&world, officer, deputy).await;
        let recorder = appointed(&world, leader, deputy).await;
        let code = "91640122MA700000XM";
        let gate = if way == "deputy on an enterprise" {
            // The same code in a transaction that is not over.
            let insert = "insert into enterprise (id, name, name_key, credit_code, version) values ($1, $2, $2, $3, 1)";
            let values = params![world.app.new_id(), "同码企业", code];
            Gate::closed(&world, Stmt::new("INSERT", insert), values).await
        } else {
            // Whoever renames a project looks for those that look the same.
            Gate::closed(&world, Stmt::new("HOLD", "update duplicate_watch set id = 1"), params![]).await
        };
        let asking = {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                match way {
                    "deputy on a project" => {
                        let by = deputised(officer, deputy, "updateProject");
                        world.app.execute(by, project, renamed("二厂")).await
                    }
                    "recorder" => {
                        let by = authorised(&world, deputy, leader, true);
                        world.app.execute(by, project, renamed("三厂")).await
                    }
                    _ => {
                        let by = deputised(officer, deputy, "createEnterprise");
                        Box::pin(world.app.create_enterprise(by, enterprise(&world, code))).await
                    }
                }
            })
        };
        tokio::time::sleep(A_WHILE).await;
        let ending = {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                world.app.end_absence(call(officer, "endAbsence"), absence, None).await?;
                world.app.dismiss_recorder(call(leader, "dismissRecorder"), recorder).await
            })
        };
        tokio::time::sleep(A_WHILE).await;
        assert!(!asking.is_finished() && !ending.is_finished(), "{way}: the one waits for the other");
        gate.opens().await;
        asking.await.unwrap().unwrap_or_else(|error| panic!("{way}: {error}"));
        ending.await.unwrap().unwrap();
    }
    world.assert_all_whole().await;
}
