//! Use cases that are about one table or none; those on projects are tried with the whole service.

use chrono::{DateTime, TimeDelta};
use futures::FutureExt;
use luodi_domain::access::TokenScope;
use luodi_domain::actor::PostRole;
use luodi_domain::command::{AddPermit, Command, NewVisit, Register};
use luodi_domain::event::Event;
use luodi_domain::ids::{OfficerId, PermitId, PostId, ProjectId, StepId, TokenId};
use luodi_domain::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::private::Private;
use luodi_domain::profile::{Place, Profile};
use luodi_domain::refusal::Rule;
use luodi_domain::registry::{Officer, Post};
use luodi_domain::stage::{Stage, Track};
use luodi_domain::step::Turn;
use luodi_store::idempotency::{self, Key, Stored};
use uuid::Uuid;

use crate::access::{Admitted, Credential, Office, OfficeFounded};
use crate::list::Filter;
use crate::projects::HandOver;
use crate::record::{ErasePerson, PersonText};
use crate::registry::{OfficerPatch, PostPatch};
use crate::{
    App, AppError, Call, Clocks, Db, DbConfig, FixedClock, Idempotency, Ids, StatementCounter, StoreError,
    Target,
};

struct World {
    app: App,
    clock: FixedClock,
    founded: OfficeFounded,
    _folder: tempfile::TempDir,
}

fn office() -> Office {
    let [province, agency, officer] = ["甘肃省", "招商局", "管理员"].map(str::to_owned);
    Office { province, province_code: None, agency, officer }
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(DbConfig::new(Target::Sqlite(folder.path().join("luodi.db")))).await.unwrap();
    db.migrate().await.unwrap();
    let clock = FixedClock::at(DateTime::from_timestamp(1_730_336_400, 0).unwrap());
    let app = App::new(db, Clocks::both(clock.clone()), Ids::seeded(7)).unwrap();
    let founded = app.found_office(office()).await.unwrap();
    World { app, clock, founded, _folder: folder }
}

impl World {
    fn post(&self, role: PostRole) -> Post {
        let id = PostId::from_uuid(self.app.new_id());
        Post { id, agency: self.founded.agency, title: "岗位".to_owned(), role, version: 1 }
    }

    async fn officer(&self, role: PostRole, phone: Option<&str>) -> OfficerId {
        let post = self.post(role);
        self.app.create_post(Call::new(None, "createPost"), post.clone()).await.unwrap();
        let id = OfficerId::from_uuid(self.app.new_id());
        let phone = phone.map(|phone| Private::new(phone.to_owned()));
        let (post, name) = (post.id, "王五".to_owned());
        let officer = Officer { id, post, name, phone, email: None, active: true, version: 1 };
        self.app.create_officer(Call::new(None, "createOfficer"), officer).await.unwrap();
        id
    }

    /// A project whose first step this officer holds.
    async fn project(&self, officer: OfficerId) -> ProjectId {
        let (id, step) = (ProjectId::from_uuid(self.app.new_id()), StepId::from_uuid(self.app.new_id()));
        let visit = NewVisit { step, responsible: Some(officer), due_on: None };
        let register = Register { id, profile: profile(), phase_of: None, stage: Stage::Lead, visit };
        self.app.register_project(Call::new(None, "registerProject"), register).await.unwrap();
        id
    }
}

fn refused<T>(outcome: Result<T, AppError>) -> Option<(Rule, String)> {
    let error = outcome.err()?;
    let refusal = error.refusal().expect("a refusal");
    Some((refusal.rule, format!("{:?}", refusal.at)))
}

#[tokio::test]
async fn an_office_is_founded_once_and_as_a_whole() {
    let world = world().await;
    let again = refused(world.app.found_office(office()).await);
    assert_eq!(again.map(|(rule, _)| rule), Some(Rule::Duplicate));
    assert_eq!(world.app.region_count().await.unwrap(), 1);
    let officers = world.app.count_officers(&Filter::default()).await.unwrap();
    assert_eq!(officers, 1);
}

#[tokio::test]
async fn a_manager_gives_no_role_above_him_and_changes_none() {
    let world = world().await;
    let manager = world.officer(PostRole::Manager, None).await;
    let administrator = world.founded.officer;
    let clerks = world.post(PostRole::Clerk);
    world.app.create_post(Call::new(Some(manager), "createPost"), clerks.clone()).await.unwrap();
    for role in [PostRole::Leader, PostRole::Administrator, PostRole::Auditor] {
        let by = |officer| world.app.create_post(Call::new(Some(officer), "createPost"), world.post(role));
        assert_eq!(refused(by(manager).await).map(|(rule, _)| rule), Some(Rule::RoleNotAllowed), "{role:?}");
        assert!(by(administrator).await.is_ok(), "{role:?}");
    }
    let patch = |role| PostPatch { title: Some("科员".to_owned()), role: Some(role) };
    let change =
        |officer, role| world.app.update_post(Call::new(Some(officer), "updatePost"), clerks.id, patch(role));
    assert!(change(manager, PostRole::Clerk).await.is_ok(), "the role it has");
    let (rule, path) = refused(change(manager, PostRole::Specialist).await).expect("another role");
    assert_eq!(rule, Rule::RoleNotAllowed);
    assert!(path.contains("role"), "{path}");
    assert!(change(administrator, PostRole::Specialist).await.is_ok());
}

#[tokio::test]
async fn a_manager_puts_nobody_into_a_post_above_him_and_takes_nobody_out() {
    let world = world().await;
    let (manager, clerk) =
        (world.officer(PostRole::Manager, None).await, world.officer(PostRole::Clerk, None).await);
    let administrator = world.founded.officer;
    let post_of = async |officer| world.app.officers(&[officer]).await.unwrap()[&officer].post;
    let (administrators, clerks) = (post_of(administrator).await, post_of(clerk).await);
    let move_to = async |by, officer, post| {
        let patch = OfficerPatch { post: Some(post), ..OfficerPatch::default() };
        refused(world.app.update_officer(Call::new(Some(by), "updateOfficer"), officer, patch).await)
    };
    let above = Some((Rule::RoleNotAllowed, "[Field(\"postId\")]".to_owned()));
    assert_eq!(move_to(manager, manager, administrators).await, above);
    let above_officer = Some((Rule::RoleNotAllowed, "[Field(\"officerId\")]".to_owned()));
    assert_eq!(move_to(manager, administrator, clerks).await, above_officer);
    let retire = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
    let call = Call::new(Some(manager), "updateOfficer");
    assert_eq!(refused(world.app.update_officer(call, administrator, retire).await), above_officer);
    let hand_over = HandOver { from: administrator, to: manager, deactivate: true };
    let call = Call::new(Some(manager), "handOverOfficer");
    let above_leaver = Some((Rule::RoleNotAllowed, "[Field(\"deactivate\")]".to_owned()));
    assert_eq!(refused(world.app.hand_over_officer(call, hand_over).await), above_leaver);
    assert!(world.app.officers(&[administrator]).await.unwrap()[&administrator].active);
    let officer = Officer {
        id: OfficerId::from_uuid(world.app.new_id()),
        post: administrators,
        name: "李四".to_owned(),
        phone: None,
        email: None,
        active: true,
        version: 1,
    };
    let create = |by| world.app.create_officer(Call::new(Some(by), "createOfficer"), officer.clone());
    assert_eq!(refused(create(manager).await), above);
    assert_eq!(
        (
            post_of(manager).await == administrators,
            world.app.count_officers(&Filter::default()).await.unwrap()
        ),
        (false, 3)
    );
    assert!(create(administrator).await.is_ok());
    assert_eq!(move_to(administrator, clerk, administrators).await, None);
}

#[tokio::test]
async fn a_project_that_does_not_exist_cannot_be_checked() {
    let world = world().await;
    let unknown = ProjectId::from_uuid(world.app.new_id());
    let checked = world.app.verify_history(Some(unknown), |finding| panic!("{finding}")).await;
    assert_eq!(refused(checked).map(|(rule, _)| rule), Some(Rule::NotFound));
}

#[tokio::test]
async fn the_number_of_an_officer_is_erased_unless_one_project_is_meant() {
    let world = world().await;
    let officer = world.officer(PostRole::Clerk, Some("13800000000")).await;
    let unknown = ProjectId::from_uuid(world.app.new_id());
    let erase = async |only| {
        let person = ErasePerson { text: "13800000000".parse().unwrap(), only, free_texts: true };
        world.app.erase_person(&person).await
    };
    let not_found = Some((Rule::NotFound, "[Field(\"project\")]".to_owned()));
    assert_eq!(refused(erase(Some(unknown)).await), not_found);
    let kept = world.app.officers(&[officer]).await.unwrap().remove(&officer).unwrap();
    assert_eq!((kept.version, kept.phone.is_some_and(|phone| phone.is_erased())), (1, false));
    let specialist = world.officer(PostRole::Specialist, None).await;
    let known = world.project(specialist).await;
    assert_eq!(erase(Some(known)).await.unwrap().places, 0);
    let kept = world.app.officers(&[officer]).await.unwrap().remove(&officer).unwrap();
    assert_eq!((kept.version, kept.phone.is_some_and(|phone| phone.is_erased())), (1, false));
    assert_eq!(erase(None).await.unwrap().places, 1);
    let found = world.app.officers(&[officer]).await.unwrap().remove(&officer).unwrap();
    assert!(found.phone.is_some_and(|phone| phone.is_erased()));
    assert_eq!(found.version, 2);
}

#[test]
fn a_single_character_is_nobodys_name() {
    for (text, expected) in [("", false), ("王", false), (" 王 ", false), ("王五", true), (" 13 ", true)]
    {
        assert_eq!(text.parse::<PersonText>().is_ok(), expected, "{text:?}");
    }
}

#[tokio::test]
async fn many_old_answers_are_forgotten_a_few_at_a_time() {
    let world = world().await;
    let kept_at = world.app.system_now();
    let many = 2_001;
    let fill: Result<(), AppError> = world
        .app
        .db()
        .write(move |tx| {
            async move {
                for number in 0..many {
                    let key = Key { actor: Uuid::nil(), operation: "test", key: &number.to_string() };
                    let stored = Stored { request_hash: String::new(), result: String::new() };
                    idempotency::insert(tx, key, &stored, kept_at).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await;
    fill.unwrap();
    world.clock.advance(TimeDelta::hours(1));
    let counter = StatementCounter::default();
    assert_eq!(counter.scope(world.app.purge_old_keys(TimeDelta::zero())).await.unwrap(), many);
    assert_eq!(counter.names(), ["PURGE"; 3]);
    assert_eq!(world.app.purge_old_keys(TimeDelta::zero()).await.unwrap(), 0);
}

/// Whether the commit took effect is told by what is kept under the key; nothing kept, nothing known.
#[tokio::test]
async fn a_commit_that_was_never_answered_is_settled_by_its_key() {
    let world = world().await;
    let call = |key: &str, request: &str| Call {
        idempotency: Some(Idempotency { key: key.to_owned(), request_hash: request.to_owned() }),
        ..Call::new(None, "createPost")
    };
    let done = world.app.create_post(call("1", "a"), world.post(PostRole::Clerk)).await.unwrap();
    let lost = || -> AppError { StoreError::Uncertain { detail: "lost".to_owned() }.into() };
    let settled = world.app.settle(&call("1", "a"), Err(lost())).await.unwrap();
    assert_eq!(settled, done);
    let open = [call("2", "a"), call("1", "another request"), Call::new(None, "createPost")];
    for call in open {
        let answer = world.app.settle(&call, Err(lost())).await;
        assert!(matches!(answer, Err(AppError::Store(StoreError::Uncertain { .. }))), "{answer:?}");
    }
}

#[tokio::test]
async fn an_answer_is_kept_for_as_long_as_asked() {
    let world = world().await;
    let call = || Call {
        idempotency: Some(Idempotency { key: "1".to_owned(), request_hash: "a".to_owned() }),
        ..Call::new(None, "createPost")
    };
    let first = world.app.create_post(call(), world.post(PostRole::Clerk)).await.unwrap();
    world.clock.advance(TimeDelta::hours(24));
    assert_eq!(world.app.purge_old_keys(TimeDelta::hours(24)).await.unwrap(), 0);
    assert_eq!(world.app.create_post(call(), world.post(PostRole::Clerk)).await.unwrap(), first);
    world.clock.advance(TimeDelta::seconds(1));
    assert_eq!(world.app.purge_old_keys(TimeDelta::hours(24)).await.unwrap(), 1);
    assert_ne!(world.app.create_post(call(), world.post(PostRole::Clerk)).await.unwrap(), first);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let world = world().await;
    let first = world.founded.officer;
    let manager = world.officer(PostRole::Manager, None).await;
    let post_of = async |officer| world.app.officers(&[officer]).await.unwrap()[&officer].post;
    let (administrators, managers) = (post_of(first).await, post_of(manager).await);
    let call = |operation| Call::new(Some(first), operation);
    let change = async |patch| refused(world.app.update_officer(call("updateOfficer"), first, patch).await);
    let last = |field: &str| Some((Rule::LastAdministrator, format!("[Field(\"{field}\")]")));
    let retired = || OfficerPatch { active: Some(false), ..OfficerPatch::default() };
    assert_eq!(change(retired()).await, last("active"));
    let moved = || OfficerPatch { post: Some(managers), ..OfficerPatch::default() };
    // Nobody gives himself another role; whoever runs the service's commands on the machine does not get around the rule.
    let own = |field: &str| Some((Rule::RoleNotAllowed, format!("[Field(\"{field}\")]")));
    assert_eq!(change(moved()).await, own("postId"));
    let here = |operation| Call::new(None, operation);
    let by_system = world.app.update_officer(here("updateOfficer"), first, moved()).await;
    assert_eq!(refused(by_system), last("postId"));
    let hand_over = HandOver { from: first, to: manager, deactivate: true };
    let handed = world.app.hand_over_officer(call("handOverOfficer"), hand_over).await;
    assert_eq!(refused(handed), last("deactivate"));
    let demoted = || PostPatch { title: None, role: Some(PostRole::Manager) };
    let by_himself = world.app.update_post(call("updatePost"), administrators, demoted()).await;
    assert_eq!(refused(by_himself), own("role"));
    let by_system = world.app.update_post(here("updatePost"), administrators, demoted()).await;
    assert_eq!(refused(by_system), last("role"));
    let unchanged = world.app.officers(&[first]).await.unwrap()[&first].clone();
    assert_eq!((unchanged.post, unchanged.active, unchanged.version), (administrators, true, 1));
    // With a second one the first may go.
    world.officer(PostRole::Administrator, None).await;
    assert_eq!(change(retired()).await, None);
}

/// The reason stands beside every row of the command and in the event itself: cleaned, and the same everywhere.
#[tokio::test]
async fn a_reason_is_stored_as_it_was_cleaned() {
    let world = world().await;
    let officer = world.officer(PostRole::Manager, None).await;
    let project = world.project(officer).await;
    let permit = PermitId::from_uuid(world.app.new_id());
    let add = AddPermit {
        id: permit,
        step: StepId::from_uuid(world.app.new_id()),
        item: PermitItem::Named("施工许可".to_owned()),
        level: Level::County,
        phase: Phase::BeforeStart,
        part: None,
        agency: None,
        preparation: Preparation {
            kind: PreparationKind::Preparing,
            turn: Turn::Enterprise,
            agreed_on: None,
        },
        responsible: Some(officer),
        due_on: None,
    };
    let call = Call::new(None, "addPermit");
    world.app.execute(call, project, Command::AddPermit(add)).await.unwrap();
    let reason = Some("  不需要\r\n见附件 ".to_owned());
    let call = Call { reason, ..Call::new(None, "ruleOutPermit") };
    world.app.execute(call, project, Command::RuleOutPermit(permit)).await.unwrap();
    let rows = world.app.history_page(project, 3, 9).await.unwrap();
    let mut texts: Vec<_> = rows.iter().map(|row| row.envelope.origin.reason.clone()).collect();
    texts.extend(rows.iter().filter_map(|row| match &row.event {
        Event::PermitRuledOut { reason, .. } => Some(Some(reason.clone())),
        _ => None,
    }));
    assert_eq!(texts, vec![Some(Private::new("不需要\n见附件")); 3]);
}

fn profile() -> Profile {
    Profile {
        name: "食品产业园".to_owned(),
        other_names: [].into(),
        track: Track::NewBuild,
        codes: [].into(),
        industry: None,
        chain: None,
        place: Place::default(),
        originating_agency: None,
        landing_specialist: None,
        leader_in_charge: None,
        credits: [].into(),
        labels: [].into(),
        agreed_investment: None,
        planned_start: None,
        planned_production: None,
        attributes: [].into(),
        presumed: [].into(),
    }
}

#[tokio::test]
async fn whom_some_tokens_still_let_in() {
    let world = world().await;
    let (staying, leaving) =
        (world.officer(PostRole::Clerk, None).await, world.officer(PostRole::Clerk, None).await);
    let moving = world.officer(PostRole::Clerk, None).await;
    let soon = world.app.system_now() + TimeDelta::hours(1);
    let token = async |officer, expires| {
        let made =
            world.app.create_token(officer, "手机".to_owned(), TokenScope::Write, expires).await.unwrap();
        world.app.authenticate(&made.text).await.unwrap().unwrap().admitted()
    };
    let (lasting, ending) = (token(staying, None).await, token(staying, Some(soon)).await);
    let (revoked, orphaned) = (token(staying, None).await, token(leaving, None).await);
    let moved = token(moving, None).await;
    let unknown = Credential::Token(TokenId::from_uuid(Uuid::nil()));
    let unknown = Admitted { credential: unknown, ..lasting.clone() };
    let asked = [&lasting, &ending, &revoked, &orphaned, &moved, &unknown].map(Clone::clone);
    let check = async |expected: &[&Admitted]| {
        let counter = StatementCounter::default();
        let still = counter.scope(world.app.still_admitted(&asked)).await.unwrap();
        assert_eq!(still.iter().collect::<Vec<_>>(), expected);
        assert_eq!(counter.names().len(), 1);
    };
    check(&[&lasting, &ending, &revoked, &orphaned, &moved]).await;
    let Credential::Token(id) = revoked.credential else { panic!("{revoked:?}") };
    assert!(world.app.revoke_token(id).await.unwrap());
    check(&[&lasting, &ending, &orphaned, &moved]).await;
    let retired = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
    world.app.update_officer(Call::new(None, "updateOfficer"), leaving, retired).await.unwrap();
    check(&[&lasting, &ending, &moved]).await;
    // As somebody else: what he followed as a clerk is over.
    let post = world.post(PostRole::Specialist);
    world.app.create_post(Call::new(None, "createPost"), post.clone()).await.unwrap();
    let promoted = OfficerPatch { post: Some(post.id), ..OfficerPatch::default() };
    world.app.update_officer(Call::new(None, "updateOfficer"), moving, promoted).await.unwrap();
    check(&[&lasting, &ending]).await;
    world.clock.advance(TimeDelta::hours(1));
    check(&[&lasting]).await;
}
