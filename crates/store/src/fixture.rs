//! A small world for the store's tests: a province with a city, a county and a park, an office, a bureau, officers and
//! enterprises.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::actor::{Actor, Authority, Instrument, PostRole};
use luodi_domain::attachment::{FileFacts, MediaType};
use luodi_domain::catalogue::{Catalogue, Condition, Department, ExchangeStage, PermitType};
use luodi_domain::codes::{CreditCode, RegionCode};
use luodi_domain::command::{Command, NewVisit, Register};
use luodi_domain::context::{Context, Facts, References};
use luodi_domain::decide::{decide, register};
use luodi_domain::ids::{AgencyId, EnterpriseId, FileId, OfficerId, PostId, ProjectId, RegionId, StepId};
use luodi_domain::permit::{Level, Phase};
use luodi_domain::private::Private;
use luodi_domain::profile::{Place, Profile};
use luodi_domain::project::Project;
use luodi_domain::registry::{Agency, AgencyKind, DatedCode, Enterprise, Officer, Post, Region, RegionKind};
use luodi_domain::stage::{Stage, Track};
use uuid::Uuid;

use crate::db::{Db, StoreError, Tx};
use crate::files::{self, NewFile, Quota};
use crate::{facts, projects, registry};

pub(crate) const PROVINCE: RegionId = RegionId::from_uuid(Uuid::from_u128(0x11));
pub(crate) const CITY: RegionId = RegionId::from_uuid(Uuid::from_u128(0x12));
pub(crate) const COUNTY: RegionId = RegionId::from_uuid(Uuid::from_u128(0x13));
pub(crate) const PARK: RegionId = RegionId::from_uuid(Uuid::from_u128(0x14));
pub(crate) const OFFICE: AgencyId = AgencyId::from_uuid(Uuid::from_u128(0x21));
pub(crate) const BUREAU: AgencyId = AgencyId::from_uuid(Uuid::from_u128(0x22));
pub(crate) const CLOSED: AgencyId = AgencyId::from_uuid(Uuid::from_u128(0x23));
pub(crate) const WANG: OfficerId = OfficerId::from_uuid(Uuid::from_u128(0x41));
pub(crate) const LI: OfficerId = OfficerId::from_uuid(Uuid::from_u128(0x42));
pub(crate) const LEADER: OfficerId = OfficerId::from_uuid(Uuid::from_u128(0x43));
pub(crate) const SISI: EnterpriseId = EnterpriseId::from_uuid(Uuid::from_u128(0x51));
pub(crate) const BUILDER: EnterpriseId = EnterpriseId::from_uuid(Uuid::from_u128(0x52));

/// How many files wait to be attached, uploaded by Wang. The last is called after somebody.
pub(crate) const FILES: u128 = 8;

/// The n-th file that waits, from 1.
pub(crate) const fn file(n: u128) -> FileId {
    FileId::from_uuid(Uuid::from_u128(0x60 + n))
}

/// Room for everything.
pub(crate) const QUOTA: Quota = Quota { waiting: 50, since: DateTime::UNIX_EPOCH, bytes: i64::MAX };

/// A file that waits to be attached.
pub(crate) fn new_file(id: FileId) -> NewFile {
    let facts = FileFacts {
        uploaded_by: WANG,
        name: Some(if id == file(FILES) { "张三在现场.jpg" } else { "现场.jpg" }.to_owned()),
        media_type: MediaType::Jpeg,
        size: 1_234,
        sha256: "0f".repeat(32),
        attached: false,
    };
    NewFile { id, facts, deputy: None, stored_at: now() }
}

/// An id of a test's own; small numbers are taken by the world.
pub(crate) fn id<T>(make: fn(Uuid) -> T, n: u128) -> T {
    make(Uuid::from_u128(0x1_0000 + n))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// When everything in these tests is written.
pub(crate) fn now() -> DateTime<Utc> {
    instant("2024-10-31T01:00:00.123456Z")
}

/// A write job of a test, which takes what it needs by value.
pub(crate) async fn write<T: Send + 'static>(
    db: &Db,
    job: impl for<'a, 'c> FnMut(&'a mut Tx<'c>) -> futures::future::BoxFuture<'a, Result<T, StoreError>>
    + Send
    + 'static,
) -> Result<T, StoreError> {
    db.write(job).await
}

pub(crate) fn regions() -> Vec<Region> {
    let region = |id, parent, kind, name: &str, code: &str| Region {
        id,
        parent,
        kind,
        name: name.to_owned(),
        codes: vec![DatedCode { code: RegionCode::parse(code).unwrap(), since: None, until: None }],
        version: 1,
    };
    vec![
        region(PROVINCE, None, RegionKind::Province, "宁夏", "640000"),
        region(CITY, Some(PROVINCE), RegionKind::City, "银川", "640100"),
        region(COUNTY, Some(CITY), RegionKind::County, "贺兰", "640122"),
        Region {
            codes: Vec::new(), ..region(PARK, Some(COUNTY), RegionKind::Park, "德胜园区", "640122")
        },
    ]
}

pub(crate) fn agencies() -> Vec<Agency> {
    let agency = |id, region, kind, name: &str, active: bool| Agency {
        id,
        region,
        kind,
        name: name.to_owned(),
        short_name: active.then(|| name.chars().take(2).collect()),
        departments: if kind == AgencyKind::LandingOffice {
            [].into()
        } else {
            [Department::Reform, Department::Water].into()
        },
        active,
        version: 1,
    };
    vec![
        agency(OFFICE, COUNTY, AgencyKind::LandingOffice, "贺兰县招商落地办", true),
        agency(BUREAU, CITY, AgencyKind::Department, "银川市审批局", true),
        agency(CLOSED, CITY, AgencyKind::Other, "银川市经合局", false),
    ]
}

pub(crate) fn posts() -> Vec<Post> {
    let post = |n, agency, role, title: &str| Post {
        id: PostId::from_uuid(Uuid::from_u128(n)),
        agency,
        title: title.to_owned(),
        role,
        version: 1,
    };
    vec![post(0x31, OFFICE, PostRole::Specialist, "落地专员"), post(0x32, BUREAU, PostRole::Leader, "副市长")]
}

pub(crate) fn officers() -> Vec<Officer> {
    let officer = |id, post, name: &str, phone, email| Officer {
        id,
        post: PostId::from_uuid(Uuid::from_u128(post)),
        name: name.to_owned(),
        phone,
        email,
        active: true,
        version: 1,
    };
    vec![
        officer(WANG, 0x31, "王晓", Some(Private::new("0951-1234567")), Some(Private::erased())),
        officer(LI, 0x31, "李明", None, Some(Private::new("li@example.cn"))),
        officer(LEADER, 0x32, "赵市长", None, None),
    ]
}

pub(crate) fn enterprises() -> Vec<Enterprise> {
    vec![
        Enterprise {
            id: SISI,
            name: "宁夏思思食品".to_owned(),
            former_names: ["思思粮油".to_owned(), "思思".to_owned()].into(),
            credit_code: Some(CreditCode::parse("91110108551385082Q").unwrap()),
            registered_at: Some("贺兰县".to_owned()),
            version: 1,
        },
        Enterprise {
            id: BUILDER,
            name: "某建".to_owned(),
            former_names: [].into(),
            credit_code: None,
            registered_at: None,
            version: 1,
        },
    ]
}

/// A migrated database with the whole registry.
pub(crate) async fn settle(db: &Db) {
    db.migrate().await.unwrap();
    write(db, |tx| {
        Box::pin(async move {
            for region in regions() {
                registry::regions::insert(tx, &region).await?;
            }
            for agency in agencies() {
                registry::agencies::insert(tx, &agency).await?;
            }
            for post in posts() {
                registry::posts::insert(tx, &post).await?;
            }
            for officer in officers() {
                registry::officers::insert(tx, &officer).await?;
            }
            for enterprise in enterprises() {
                registry::enterprises::insert(tx, &enterprise).await?;
            }
            for n in 1..=FILES {
                files::insert(tx, &new_file(file(n)), QUOTA).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
}

/// The facts about everybody and everything in the registry.
pub(crate) async fn all_facts(db: &Db) -> Facts {
    let references = References {
        officers: [WANG, LI, LEADER].into(),
        agencies: [OFFICE, BUREAU, CLOSED].into(),
        enterprises: [SISI, BUILDER].into(),
        regions: [PROVINCE, CITY, COUNTY, PARK].into(),
        files: (1..=FILES).map(file).collect(),
    };
    let facts = facts::load(&mut db.read().await.unwrap(), &references).await.unwrap();
    Facts { catalogue: Arc::new(Catalogue::new(CODES.map(entry))), ..facts }
}

/// The codes of the catalogue, which the store keeps whatever they mean.
const CODES: [&str; 5] = ["construction_permit", "eia", "filing", "fire_review", "land_use"];

fn entry(code: &str) -> PermitType {
    PermitType {
        code: code.to_owned(),
        zh: code.to_owned(),
        en: code.to_owned(),
        department: Department::Reform,
        referrals: Vec::new(),
        stage: ExchangeStage::Parallel,
        milestone: false,
        phase: Phase::BeforeStart,
        valid_from: None,
        valid_to: None,
        needed: Condition::Always,
        covered: None,
        shared: None,
        level: Level::County,
        level_basis: None,
        lifts: Vec::new(),
        legs: Vec::new(),
        legal: Vec::new(),
        promised: None,
        validity: None,
        basis: Vec::new(),
        stops: [].into(),
        requires: Vec::new(),
        before: [].into(),
        parallel_group: None,
        leads_group: false,
        core: false,
        unverified: [].into(),
        note_zh: None,
        note_en: None,
    }
}

/// The service itself acts, with a reason and on the leader's authority, so that no rule of rank is in the way.
pub(crate) fn context(facts: &Facts, occurred_on: &str) -> Context {
    Context {
        today: day("2024-10-31"),
        actor: Actor::System,
        recorder: None,
        deputy: None,
        occurred_on: day(occurred_on),
        reason: Some("按会议纪要".to_owned()),
        authority: Some(Authority {
            officer: LEADER,
            instrument: Instrument::Minutes,
            number: Some(Private::new("纪要〔2024〕1号")),
            on: day("2024-01-02"),
        }),
        facts: facts.clone(),
    }
}

pub(crate) fn plain_profile(name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        other_names: [].into(),
        track: Track::NewBuild,
        codes: [].into(),
        industry: None,
        chain: None,
        place: Place { province: Some(PROVINCE), city: Some(CITY), county: Some(COUNTY), park: None },
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

/// A registered project, not yet stored. Wang is responsible for its first step, which has the project's number too.
pub(crate) fn registered(facts: &Facts, n: u128, profile: Profile, phase_of: Option<ProjectId>) -> Project {
    let visit = NewVisit { step: id(StepId::from_uuid, n), responsible: Some(WANG), due_on: None };
    let command = Register { id: id(ProjectId::from_uuid, n), profile, phase_of, stage: Stage::Lead, visit };
    let mut events = register(&command, &context(facts, "2024-01-02")).unwrap().events.into_iter();
    let mut project = Project::born(command.id, events.next().unwrap()).unwrap();
    events.for_each(|event| project.apply(event).unwrap());
    project
}

/// The project after a command.
pub(crate) fn after(project: &Project, command: &Command, context: &Context) -> Project {
    let mut project = project.clone();
    for event in decide(&project, command, context).unwrap().events {
        project.apply(event).unwrap();
    }
    project
}

/// Saves in a job of its own.
pub(crate) async fn save(db: &Db, before: Option<&Project>, after: &Project) -> Result<(), StoreError> {
    let (before, after) = (before.cloned(), after.clone());
    write(db, move |tx| {
        let (before, after) = (before.clone(), after.clone());
        Box::pin(async move { projects::save(tx, before.as_ref(), &after, now()).await })
    })
    .await
}

/// The stored project.
pub(crate) async fn load(db: &Db, id: ProjectId) -> Result<Option<Project>, StoreError> {
    projects::load_one(&mut db.read().await?, id).await
}
