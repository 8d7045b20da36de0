//! Recorders on both databases: what they may record, what is written of it, and when it ends.

use luodi_app::registry::{NewRecorder, OfficerPatch, PostPatch};
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::actor::{Authority, Instrument, PostRole};
use luodi_domain::command::Command;
use luodi_domain::ids::{OfficerId, ProjectId, RecorderId};
use luodi_domain::private::Private;
use luodi_domain::refusal::Rule;
use luodi_domain::registry::Recorder;
use luodi_domain::stage::Stage;
use luodi_store::{administration, history, recorders};

use crate::world::{World, call, on_both_databases, refused};

on_both_databases!(
    a_recorder_records_what_the_leader_decides_and_nothing_else,
    it_ends_when_either_leaves_his_post,
    nobody_is_appointed_twice_and_an_edit_is_found,
);

/// The number of a leader's instruction.
const NUMBER: Option<&str> = Some("批〔2024〕7号");

async fn appointed(world: &World, leader: OfficerId, officer: OfficerId) -> Result<RecorderId, AppError> {
    let id = RecorderId::from_uuid(world.app.new_id());
    let recorder = NewRecorder { id, leader, officer };
    world.app.appoint_recorder(call(leader, "appointRecorder"), recorder).await.map(|_| id)
}

async fn as_it_is(world: &World, id: RecorderId) -> Recorder {
    recorders::by_ids(&mut world.app.db().read().await.unwrap(), &[id]).await.unwrap().pop().unwrap()
}

async fn assert_record_whole(world: &World) {
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    assert_eq!(verified.findings, [], "the record of administration");
}

/// A call on the authority of a leader.
fn authorised(world: &World, caller: OfficerId, leader: OfficerId, number: Option<&str>) -> Call {
    let authority = Authority {
        officer: leader,
        instrument: Instrument::Instruction,
        number: number.map(Private::new),
        on: world.app.today(),
    };
    let reason = Some("按批示办理".to_owned());
    Call { authority: Some(authority), as_recorder: true, reason, ..call(caller, "returnProject") }
}

/// A project that may be sent back.
async fn signed(world: &World) -> ProjectId {
    let mut registration = world.registration("思思食品");
    registration.stage = Stage::Signed;
    let id = registration.id;
    world.app.register_project(call(world.office.manager, "registerProject"), registration).await.unwrap();
    id
}

async fn sent_back(world: &World, call: Call, project: ProjectId) -> Result<Outcome, AppError> {
    let visit = world.visit(None);
    world.app.execute(call, project, Command::Return { visit }).await
}

async fn a_recorder_records_what_the_leader_decides_and_nothing_else(world: World) {
    let (specialist, leader) = (world.office.specialist, world.office.leader);
    let other = world.new_leader("孙丽").await;
    let project = signed(&world).await;
    let ask = |leader, number| authorised(&world, specialist, leader, number);
    let refuse = async |call: Call, rule: Rule| {
        let before = world.events(project).await;
        assert_eq!(refused(&sent_back(&world, call, project).await), Some(rule));
        assert_eq!(world.events(project).await, before);
    };
    // Whoever records for nobody, or for another, records nothing.
    refuse(ask(leader, NUMBER), Rule::NotRecorder).await;
    let id = appointed(&world, leader, specialist).await.unwrap();
    refuse(ask(other, NUMBER), Rule::NotRecorder).await;
    refuse(Call { as_recorder: false, ..ask(leader, NUMBER) }, Rule::RoleNotAllowed).await;
    refuse(ask(leader, None), Rule::AuthorityNumberRequired).await;
    refuse(Call { authority: None, as_recorder: false, ..ask(leader, NUMBER) }, Rule::RoleNotAllowed).await;
    let colleague = authorised(&world, world.office.colleague, leader, NUMBER);
    refuse(colleague, Rule::NotRecorder).await;

    let before = world.events(project).await;
    sent_back(&world, ask(leader, NUMBER), project).await.unwrap();
    let mut conn = world.app.db().read().await.unwrap();
    let entries = history::page(&mut conn, project, before, 10).await.unwrap();
    assert!(!entries.is_empty());
    for entry in entries {
        let origin = entry.envelope.origin;
        let authority = origin.authority.unwrap();
        assert_eq!((origin.actor, origin.deputy, authority.officer), (Some(specialist), None, leader));
        assert_eq!(authority.number.unwrap().text(), NUMBER);
    }
    drop(conn);
    // By word of mouth there is no number.
    let mut oral = ask(leader, None);
    oral.authority.as_mut().unwrap().instrument = Instrument::Oral;
    sent_back(&world, oral, project).await.unwrap();

    // A leader who stands over another place lets nothing be done here by his recorder either.
    let abroad = world.region(None, luodi_domain::registry::RegionKind::Province, "甘肃省").await;
    let far = world.landing_office(abroad, "甘肃省招商局").await;
    let far_leader = world.officer_at(far, PostRole::Leader, "厅长").await;
    let far_recorder = world.officer_at(far, PostRole::Specialist, "秘书").await;
    appointed(&world, far_leader, far_recorder).await.unwrap();
    refuse(authorised(&world, far_recorder, far_leader, NUMBER), Rule::NotFound).await;
    let misfit = appointed(&world, leader, far_recorder).await.unwrap_err();
    assert_eq!(misfit.refusal().unwrap().rule, Rule::OutsideJurisdiction);

    // Dismissed, he has his own rights again.
    let outcome = world.app.dismiss_recorder(call(specialist, "dismissRecorder"), id).await;
    assert_eq!(refused(&outcome), Some(Rule::RoleNotAllowed));
    assert_eq!(as_it_is(&world, id).await.ended_on, None);
    world.app.dismiss_recorder(call(leader, "dismissRecorder"), id).await.unwrap();
    let again = world.app.dismiss_recorder(call(leader, "dismissRecorder"), id).await;
    assert_eq!(refused(&again), Some(Rule::AlreadyEnded));
    refuse(ask(leader, NUMBER), Rule::NotRecorder).await;
    assert_record_whole(&world).await;
    world.assert_all_whole().await;
}

async fn it_ends_when_either_leaves_his_post(world: World) {
    let (app, agency, administrator) = (&world.app, world.office.agency, world.office.administrator);
    for leaver_leads in [true, false] {
        for way in ["leaves", "moves", "post"] {
            let leader = world.officer_at(agency, PostRole::Leader, "孙丽").await;
            let officer = world.officer_at(agency, PostRole::Clerk, "周敏").await;
            let id = appointed(&world, leader, officer).await.unwrap();
            let apart = appointed(&world, world.office.leader, officer).await.unwrap();
            let leaver = if leaver_leads { leader } else { officer };
            let moved = OfficerPatch {
                post: Some(world.post(agency, PostRole::Manager).await),
                ..OfficerPatch::default()
            };
            let left = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
            let patch = if way == "leaves" { left } else { moved };
            if way == "post" {
                let post = app.officers(&[leaver]).await.unwrap()[&leaver].post;
                let patch = PostPatch { role: Some(PostRole::Manager), ..PostPatch::default() };
                app.update_post(call(administrator, "updatePost"), post, patch).await.unwrap();
            } else {
                app.update_officer(call(administrator, "updateOfficer"), leaver, patch).await.unwrap();
            }
            assert_eq!(as_it_is(&world, id).await.ended_on, Some(app.today()), "{way}");
            assert_eq!(as_it_is(&world, apart).await.ended_on.is_some(), !leaver_leads, "{way}");
        }
    }
    assert_record_whole(&world).await;
}

async fn nobody_is_appointed_twice_and_an_edit_is_found(world: World) {
    let (specialist, leader) = (world.office.specialist, world.office.leader);
    let id = appointed(&world, leader, specialist).await.unwrap();
    let twice = appointed(&world, leader, specialist).await.unwrap_err();
    assert_eq!(twice.refusal().unwrap().rule, Rule::Duplicate);
    world.app.dismiss_recorder(call(world.office.administrator, "dismissRecorder"), id).await.unwrap();
    let again = appointed(&world, leader, specialist).await.unwrap();
    assert_record_whole(&world).await;
    let forge =
        luodi_store::db::Stmt::new("FORGE", "update recorder set officer_id = $1 where ended_on is null");
    let values = luodi_store::params![world.office.colleague];
    world.app.db().execute_now(forge, values).await.unwrap();
    let verified = administration::verify(&mut world.app.db().read().await.unwrap()).await.unwrap();
    let told: Vec<String> = verified.findings.iter().map(ToString::to_string).collect();
    assert_eq!(told, [format!("administration {again}: officer is not what was recorded last")]);
}
