//! Telling a small office's past and entering it; the demo city does so on both databases.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::actor::PostRole;
use luodi_domain::catalogue::Department;
use luodi_domain::command::{Command, NewVisit, Register};
use luodi_domain::ids::{AgencyId, CommandId, OfficerId, PostId, ProjectId, RegionId, StepId};
use luodi_domain::profile::{Place, Profile};
use luodi_domain::refusal::Rule;
use luodi_domain::registry::{Agency, AgencyKind, Officer, Post, Region, RegionKind};
use luodi_domain::stage::{Stage, Track};
use luodi_store::outlook;
use uuid::Uuid;

use super::{Chronicle, Moment, Registry, Story, Teller};
use crate::{App, AppError, Call, Clocks, Db, DbConfig, FixedClock, Ids, Target};

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

const WANG: OfficerId = OfficerId::from_uuid(id(4));
const LI: OfficerId = OfficerId::from_uuid(id(5));
const HEAD: OfficerId = OfficerId::from_uuid(id(6));

/// One county office with two specialists and their head.
fn registry() -> Registry {
    let (region, agency) = (RegionId::from_uuid(id(1)), AgencyId::from_uuid(id(2)));
    let post = |n, role, title: &str| Post {
        id: PostId::from_uuid(id(n)),
        agency,
        title: title.to_owned(),
        role,
        version: 1,
    };
    let (desk, head) = (post(3, PostRole::Specialist, "专员"), post(7, PostRole::Manager, "主任"));
    let officer = |id, post, name: &str| Officer {
        id,
        post,
        name: name.to_owned(),
        phone: None,
        email: None,
        active: true,
        version: 1,
    };
    Registry {
        officers: vec![
            officer(WANG, desk.id, "王"),
            officer(LI, desk.id, "李"),
            officer(HEAD, head.id, "赵"),
        ],
        posts: vec![desk, head],
        agencies: vec![Agency {
            id: agency,
            region,
            kind: AgencyKind::LandingOffice,
            name: "落地办".to_owned(),
            short_name: None,
            departments: [].into(),
            active: true,
            version: 1,
        }],
        regions: vec![Region {
            id: region,
            parent: None,
            kind: RegionKind::Province,
            name: "甘肃省".to_owned(),
            codes: Vec::new(),
            version: 1,
        }],
        enterprises: Vec::new(),
    }
}

fn profile() -> Profile {
    Profile {
        name: "智算中心".to_owned(),
        other_names: [].into(),
        track: Track::NewBuild,
        codes: [].into(),
        industry: None,
        chain: None,
        place: Place { province: Some(RegionId::from_uuid(id(1))), ..Place::default() },
        originating_agency: None,
        landing_specialist: Some(WANG),
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

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}T02:00:00Z").parse().unwrap()
}

fn moment(command: u128, actor: OfficerId, on: &str) -> Moment {
    Moment {
        command: CommandId::from_uuid(id(command)),
        actor: Some(actor),
        recorded_at: at(on),
        occurred_on: day(on),
        reason: None,
        authority: None,
    }
}

fn visit(n: u128) -> NewVisit {
    NewVisit { step: StepId::from_uuid(id(n)), responsible: None, due_on: None }
}

fn begun(teller: &mut Teller) -> Story {
    let command = Register {
        id: ProjectId::from_uuid(id(10)),
        profile: profile(),
        phase_of: None,
        stage: Stage::Lead,
        visit: visit(11),
    };
    teller.register(&moment(20, WANG, "2024-03-01"), &command).unwrap()
}

async fn app() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(DbConfig::new(Target::Sqlite(folder.path().join("luodi.db")))).await.unwrap();
    db.migrate().await.unwrap();
    let clock = FixedClock::at(at("2024-10-31"));
    (App::new(db, Clocks::both(clock), Ids::seeded(7)).unwrap(), folder)
}

#[tokio::test]
async fn what_was_told_is_a_whole_record_and_goes_on() {
    let registry = registry();
    let mut teller = Teller::new(registry.facts());
    let mut story = begun(&mut teller);
    let negotiate = Command::Advance { to: None, visit: visit(12), with_gaps: false };
    teller.tell(&mut story, &moment(21, WANG, "2024-04-01"), &negotiate).unwrap();
    teller.hand_over(&mut story, &moment(22, HEAD, "2024-05-06"), WANG, LI).unwrap();
    let project = story.project().clone();
    let (app, _folder) = app().await;
    assert!(app.holds_nothing().await.unwrap());
    let chronicle = Chronicle { registry, stories: vec![story], left: vec![WANG] };
    app.enter_chronicle(chronicle, 1).await.unwrap();

    assert_eq!(app.last_recorded_at().await.unwrap(), Some(at("2024-05-06")));
    assert!(!app.officers(&[WANG]).await.unwrap()[&WANG].active);
    let checked = app.verify_history(None, |finding| panic!("{finding}")).await.unwrap();
    assert_eq!((checked.projects, checked.rows), (1, project.version));
    let head = app.heads(&[project.id]).await.unwrap().remove(&project.id).unwrap();
    assert_eq!((head.created_at, head.stage), (at("2024-03-01"), Stage::Negotiation));
    assert_eq!(head.profile.landing_specialist, Some(LI));
    let withdraw = Call { reason: Some("不投了".to_owned()), ..Call::new(Some(LI), "withdrawProject") };
    assert!(app.execute(withdraw, project.id, Command::Withdraw).await.is_ok());
}

#[tokio::test]
async fn a_chronicle_that_cannot_be_whole_leaves_nothing() {
    let registry = registry();
    let mut teller = Teller::new(registry.facts());
    let story = begun(&mut teller);
    let (app, _folder) = app().await;
    // He is said to have left, and holds a step.
    let chronicle = Chronicle { registry, stories: vec![story], left: vec![WANG] };
    assert!(app.enter_chronicle(chronicle, 1).await.is_err());
    assert!(app.holds_nothing().await.unwrap());
}

/// What plans come to was kept as of the registry that was entered with them, and of the day of the clock.
#[tokio::test]
async fn what_was_entered_is_not_worked_out_anew() {
    let mut registry = registry();
    registry.agencies[0].departments = [Department::Reform].into();
    let story = begun(&mut Teller::new(registry.facts()));
    let (app, _folder) = app().await;
    let chronicle = Chronicle { registry, stories: vec![story], left: Vec::new() };
    app.enter_chronicle(chronicle, 1).await.unwrap();
    let clocks = Clocks::both(FixedClock::at(at("2024-10-31")));
    let next = App::new(app.db().clone(), clocks, Ids::seeded(8)).unwrap();
    next.know_around().await.unwrap();
    let revision = next.planner().revision;
    assert_eq!(outlook::left(&mut next.db().read().await.unwrap(), &revision).await.unwrap(), 0);
    app.know_around().await.unwrap();
    assert_eq!(app.planner().revision, revision);
}

#[test]
fn what_a_rule_refuses_is_not_told() {
    let mut teller = Teller::new(registry().facts());
    let mut story = begun(&mut teller);
    let before = story.project().clone();
    let mut refused = |moment: &Moment, command: &Command| {
        let error = teller.tell(&mut story, moment, command).unwrap_err();
        error.refusal().map(|refusal| refusal.rule)
    };
    let april = moment(21, WANG, "2024-04-01");
    let sign = Command::Advance { to: Some(Stage::Signed), visit: visit(12), with_gaps: false };
    assert_eq!(refused(&april, &sign), Some(Rule::StageOutOfOrder));
    let ahead = Moment { occurred_on: day("2024-04-02"), ..april.clone() };
    let negotiate = Command::Advance { to: None, visit: visit(12), with_gaps: false };
    assert_eq!(refused(&ahead, &negotiate), Some(Rule::DateInFuture));
    let back = Command::Return { visit: visit(12) };
    assert_eq!(refused(&april, &back), Some(Rule::RoleNotAllowed));
    assert_eq!(story.project(), &before);
    teller.in_service(WANG, false);
    let told: Result<(), AppError> = teller.tell(&mut story, &april, &negotiate);
    assert_eq!(told.unwrap_err().refusal().map(|refusal| refusal.rule), Some(Rule::OfficerInactive));
}
