//! A province with projects that share nothing: each has a city, an agency, an officer and an enterprise of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::{Request, Response};
use chrono::{DateTime, NaiveDate};
use futures::stream::BoxStream;
use luodi_app::{
    App, Call, Clocks, Db, DbConfig, FixedClock, Ids, StatementCounter, Target,
    access::{Credential, Principal},
};
use luodi_domain::{
    access::{TokenScope, Viewer},
    actor::PostRole,
    agreement::AgreementKind,
    attribute::{Answer, Answers, Attribute, Quantity},
    case::{CaseEventKind, EventSource},
    command::{
        AddPermit, Command, NewContact, NewEvidence, NewVisit, OpenCase, RecordAgreement, RecordCaseEvent,
        RecordMilestone, RecordParty, Register,
    },
    ids::{
        AgencyId, AgreementId, CaseEventId, CaseId, EnterpriseId, MilestoneId, OfficerId, PartyId, PermitId,
        PostId, ProjectId, RegionId, StepId, TokenId,
    },
    milestone::{EvidenceKind, MilestoneKind},
    money::Money,
    partial_date::PartialDate,
    party::PartyRole,
    permit::{Level, PermitItem, Phase, Preparation, PreparationKind},
    private::Private,
    profile::{NameKind, Place, Profile},
    registry::{Agency, AgencyKind, Enterprise, Officer, Post, Region, RegionKind},
    stage::{Stage, Track},
    step::{HelperRole, Turn},
};
use serde_json::Value;

use crate::limits::cost::Progress;
use crate::{
    http::RequestContext,
    language::Language,
    limits::Guarded,
    schema::{loaders::Loaders, schema},
};

/// The business day of the tests.
pub(super) const TODAY: &str = "2024-06-03";

/// A service with a province in it.
pub(super) struct City {
    schema: Guarded,
    pub(super) app: App,
    pub(super) clock: FixedClock,
    province: RegionId,
    principal: Principal,
    pub(super) projects: Vec<Whole>,
    _folder: tempfile::TempDir,
}

/// A project with one of everything.
pub(super) struct Whole {
    pub(super) project: ProjectId,
    pub(super) visit: StepId,
    pub(super) permit: PermitId,
    pub(super) case: CaseId,
    pub(super) party: PartyId,
    pub(super) agreement: AgreementId,
    pub(super) milestone: MilestoneId,
    pub(super) region: RegionId,
    pub(super) agency: AgencyId,
    pub(super) post: PostId,
    pub(super) officer: OfficerId,
    pub(super) leader: OfficerId,
    pub(super) enterprise: EnterpriseId,
}

impl City {
    /// A province without projects, and a manager who asks.
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::connect(DbConfig::new(Target::Sqlite(folder.path().join("luodi.db")))).await.unwrap();
        db.migrate().await.unwrap();
        let noon = DateTime::parse_from_rfc3339(&format!("{TODAY}T12:00:00+08:00")).unwrap();
        let clock = FixedClock::at(noon.to_utc());
        let app = App::new(db, Clocks::both(clock.clone()), Ids::seeded(7)).unwrap();
        let province = region(&app, "甘肃省", None, RegionKind::Province).await;
        let (agency, _, officer) = staff(&app, province, "管理员", PostRole::Manager).await;
        let credential = Credential::Token(TokenId::from_uuid(app.new_id()));
        let viewer =
            Viewer { officer, role: PostRole::Manager, agency, landing_office: true, region: province };
        let principal = Principal { viewer, deputy: None, credential, scope: TokenScope::Write };
        let schema = schema(app.clone());
        Self { schema, app, clock, province, principal, projects: Vec::new(), _folder: folder }
    }

    /// The same with so many projects.
    pub(super) async fn with(projects: usize) -> Self {
        let mut city = Self::new().await;
        for number in 0..projects {
            Box::pin(city.add(number)).await;
        }
        city
    }

    async fn add(&mut self, number: usize) {
        let app = self.app.clone();
        let region = region(&app, &format!("市{number}"), Some(self.province), RegionKind::City).await;
        let (agency, post, officer) =
            staff(&app, region, &format!("责任人{number}"), PostRole::Specialist).await;
        let (_, leader) = person(&app, agency, &format!("领导{number}"), PostRole::Leader).await;
        let enterprise = EnterpriseId::from_uuid(app.new_id());
        let firm = Enterprise {
            id: enterprise,
            name: format!("企业{number}"),
            former_names: BTreeSet::new(),
            credit_code: None,
            registered_at: None,
            version: 1,
        };
        Box::pin(app.create_enterprise(Call::new(Some(officer), "test"), firm)).await.unwrap();
        let whole = Whole {
            project: ProjectId::from_uuid(app.new_id()),
            visit: StepId::from_uuid(app.new_id()),
            permit: PermitId::from_uuid(app.new_id()),
            case: CaseId::from_uuid(app.new_id()),
            party: PartyId::from_uuid(app.new_id()),
            agreement: AgreementId::from_uuid(app.new_id()),
            milestone: MilestoneId::from_uuid(app.new_id()),
            region,
            agency,
            post,
            officer,
            leader,
            enterprise,
        };
        let call = || Call::new(Some(officer), "test");
        let register = Register {
            id: whole.project,
            profile: self.profile(number, &whole),
            phase_of: None,
            stage: Stage::Lead,
            visit: NewVisit { step: whole.visit, responsible: None, due_on: None },
        };
        app.register_project(call(), register).await.unwrap();
        for command in commands(&app, &whole) {
            app.execute(call(), whole.project, command).await.unwrap();
        }
        self.projects.push(whole);
    }

    fn profile(&self, number: usize, whole: &Whole) -> Profile {
        Profile {
            name: format!("项目{number}"),
            other_names: BTreeMap::from([(format!("简称{number}"), NameKind::Alias)]),
            track: Track::NewBuild,
            codes: BTreeMap::new(),
            industry: None,
            chain: Some("光伏".to_owned()),
            place: Place {
                province: Some(self.province),
                city: Some(whole.region),
                county: None,
                park: None,
            },
            originating_agency: Some(whole.agency),
            landing_specialist: Some(whole.officer),
            leader_in_charge: Some(whole.leader),
            credits: BTreeMap::new(),
            labels: BTreeSet::from(["重大项目".to_owned()]),
            agreed_investment: Some(Money::from_yi("5.2").unwrap()),
            planned_start: Some(PartialDate::parse_code("2024-Q4").unwrap()),
            planned_production: None,
            presumed: [].into(),
            attributes: Answers::from([(
                Attribute::NewLandHa,
                Answer::Number(Quantity::parse("120.5").unwrap()),
            )]),
        }
    }

    /// Has the permit of the first project approved on this day, or today.
    pub(super) async fn grant(&self, occurred_on: Option<NaiveDate>) {
        let whole = &self.projects[0];
        let approved = case_event(&self.app, whole.case, CaseEventKind::Approved, None);
        let call = Call { occurred_on, ..Call::new(Some(whole.officer), "test") };
        self.app.execute(call, whole.project, approved).await.unwrap();
    }

    /// The province.
    pub(super) fn province(&self) -> RegionId {
        self.province
    }

    /// The manager's agency.
    pub(super) fn agency(&self) -> AgencyId {
        self.principal.viewer.agency
    }

    /// The manager.
    pub(super) fn manager(&self) -> OfficerId {
        self.principal.viewer.officer
    }

    /// The same as somebody who looks.
    pub(super) fn viewer(&self) -> Viewer {
        self.principal.viewer.clone()
    }

    /// What the manager asks in.
    pub(super) fn context(&self, language: Language) -> RequestContext<Principal> {
        RequestContext { principal: self.principal.clone(), request_id: Arc::from("test"), language }
    }

    /// Runs a request as it is.
    pub(super) async fn execute(&self, request: Request) -> Response {
        self.schema.execute(request).await
    }

    /// Runs a document as the manager, in Chinese or English.
    pub(super) async fn run(&self, language: Language, document: &str) -> Response {
        let context = self.context(language);
        let loaders = Loaders::new(&self.app, &context);
        let request = Request::new(document).data(context).data(loaders);
        self.schema.execute(request).await
    }

    /// The same in English, with what the HTTP handler watches it by.
    pub(super) async fn run_with(&self, document: &str, progress: Arc<Progress>) -> Response {
        let (principal, request_id) = (self.principal.clone(), Arc::from("test"));
        let context = RequestContext { principal, request_id, language: Language::En };
        let loaders = Loaders::new(&self.app, &context);
        let request = Request::new(document).data(context).data(loaders).data(progress);
        self.schema.execute(request).await
    }

    /// The events of a subscription.
    pub(super) fn follow(&self, document: &str) -> BoxStream<'static, Response> {
        let (principal, request_id) = (self.principal.clone(), Arc::from("test"));
        let context = RequestContext { principal, request_id, language: Language::En };
        let loaders = Loaders::new(&self.app, &context);
        self.schema.subscribe(Request::new(document).data(context).data(loaders))
    }

    /// The data of a document that must succeed.
    pub(super) async fn data(&self, document: &str) -> Value {
        let response = self.run(Language::En, document).await;
        assert!(response.errors.is_empty(), "{document}: {:?}", response.errors);
        response.data.into_json().unwrap()
    }

    /// How often each statement is sent for a document that must succeed.
    pub(super) async fn statements(&self, document: &str) -> BTreeMap<&'static str, usize> {
        let counter = StatementCounter::default();
        counter.scope(self.data(document)).await;
        let mut counts = BTreeMap::new();
        for name in counter.names() {
            *counts.entry(name).or_default() += 1;
        }
        counts
    }
}

pub(super) async fn region(app: &App, name: &str, parent: Option<RegionId>, kind: RegionKind) -> RegionId {
    let id = RegionId::from_uuid(app.new_id());
    let region = Region { id, parent, kind, name: name.to_owned(), codes: Vec::new(), version: 1 };
    app.create_region(Call::new(None, "test"), region).await.unwrap();
    id
}

async fn staff(app: &App, region: RegionId, name: &str, role: PostRole) -> (AgencyId, PostId, OfficerId) {
    let call = || Call::new(None, "test");
    let agency = AgencyId::from_uuid(app.new_id());
    let unit = Agency {
        id: agency,
        region,
        kind: AgencyKind::LandingOffice,
        name: format!("{name}的单位"),
        short_name: None,
        departments: [].into(),
        active: true,
        version: 1,
    };
    app.create_agency(call(), unit).await.unwrap();
    let (post, officer) = person(app, agency, name, role).await;
    (agency, post, officer)
}

async fn person(app: &App, agency: AgencyId, name: &str, role: PostRole) -> (PostId, OfficerId) {
    let call = || Call::new(None, "test");
    let post = PostId::from_uuid(app.new_id());
    app.create_post(call(), Post { id: post, agency, title: "专员".to_owned(), role, version: 1 })
        .await
        .unwrap();
    let id = OfficerId::from_uuid(app.new_id());
    let phone = Some(Private::new("13800000000"));
    let officer = Officer { id, post, name: name.to_owned(), phone, email: None, active: true, version: 1 };
    app.create_officer(call(), officer).await.unwrap();
    (post, id)
}

/// What happens in a case, entered by an officer.
fn case_event(app: &App, case: CaseId, kind: CaseEventKind, opinion: Option<&str>) -> Command {
    Command::RecordCaseEvent(RecordCaseEvent {
        id: CaseEventId::from_uuid(app.new_id()),
        case,
        kind,
        occurred_at: None,
        source: EventSource::Officer,
        handover: None,
        document: None,
        extension: None,
        cure_by: None,
        opinion: opinion.map(str::to_owned),
    })
}

fn commands(app: &App, whole: &Whole) -> Vec<Command> {
    let day: NaiveDate = TODAY.parse().unwrap();
    let event = |kind| case_event(app, whole.case, kind, Some("材料齐全"));
    vec![
        Command::RecordParty(RecordParty {
            id: whole.party,
            enterprise: whole.enterprise,
            role: PartyRole::Signatory,
            since: day,
            contact: Some(NewContact { name: "张三".to_owned(), phone: None }),
        }),
        Command::RecordAgreement(RecordAgreement {
            id: whole.agreement,
            kind: AgreementKind::Contract,
            title: Some("投资合同".to_owned()),
            number: None,
            amount: None,
            signed_on: day,
            event: None,
            supersedes: None,
        }),
        Command::RecordMilestone(RecordMilestone {
            id: whole.milestone,
            kind: MilestoneKind::Registered,
            works: None,
            evidence: vec![NewEvidence {
                kind: EvidenceKind::Document,
                reference: "营业执照".to_owned(),
                note: Some("已核对".to_owned()),
            }],
        }),
        Command::AddPermit(AddPermit {
            id: whole.permit,
            step: StepId::from_uuid(app.new_id()),
            item: PermitItem::Named("施工许可".to_owned()),
            level: Level::County,
            phase: Phase::BeforeStart,
            part: None,
            agency: Some(whole.agency),
            preparation: Preparation {
                kind: PreparationKind::Preparing,
                turn: Turn::Enterprise,
                agreed_on: None,
            },
            responsible: None,
            due_on: None,
        }),
        Command::OpenCase(OpenCase {
            id: whole.case,
            permit: whole.permit,
            number: Some("办2024-17".to_owned()),
            agency: None,
            first_leg_due: None,
            handler: Some(NewContact { name: "李四".to_owned(), phone: Some("0931-1".to_owned()) }),
        }),
        event(CaseEventKind::Submitted),
        event(CaseEventKind::Accepted),
        Command::AssignHelper {
            step: whole.visit,
            officer: whole.leader,
            role: HelperRole::Supervising,
            remove: false,
        },
    ]
}
