//! A city in which everything differs from something else of its kind, so that a filter finds the one and not the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use luodi_app::{
    Call,
    list::Paging,
    projects::{DecideDuplicate, NewPhase, Split},
};
use luodi_domain::{
    actor::PostRole,
    codes::{CreditCode, ProjectCode},
    command::{AddPermit, Command, NewVisit, Register},
    duplicate::Ruling,
    ids::{
        AgencyId, CreditId, DuplicateId, EnterpriseId, OfficerId, PermitId, PostId, ProjectId, RegionId,
        StepId,
    },
    money::Money,
    partial_date::PartialDate,
    party::{Credit, CreditRole},
    permit::{Level, PermitItem, Phase, Preparation, PreparationKind},
    profile::{Change, CodeStanding, Place, Profile},
    registry::{Agency, AgencyKind, Enterprise, Officer, Post, RegionKind},
    share::Share,
    stage::{Stage, Track},
    step::{HelperRole, Turn},
};

use super::city::{City, region};

/// The city, and what its things are called in the tests.
pub(super) struct Contrast {
    pub(super) city: City,
    pub(super) named: Vec<(&'static str, String)>,
}

impl Contrast {
    /// `p0` is the project of [`City::with`], with a permit that was granted a day before that was recorded; `p1` and `u`,
    /// with its phases `u1` and `u2`, came on the day after.
    pub(super) async fn new() -> Self {
        let city = City::with(1).await;
        let whole = &city.projects[0];
        let named = vec![
            ("r0", whole.region.to_string()),
            ("a0", whole.agency.to_string()),
            ("o0", whole.officer.to_string()),
            ("l0", whole.leader.to_string()),
            ("e0", whole.enterprise.to_string()),
            ("p0", whole.project.to_string()),
            ("m0", whole.permit.to_string()),
            ("am", city.agency().to_string()),
            ("om", city.manager().to_string()),
        ];
        let mut contrast = Self { city, named };
        contrast.city.clock.advance(TimeDelta::days(2));
        contrast.city.grant(Some("2024-06-04".parse().unwrap())).await;
        contrast.city.clock.advance(TimeDelta::days(1));
        let (county, agency, officer) = contrast.registry().await;
        contrast.leased(county, agency, officer).await;
        contrast.split(agency, officer).await;
        contrast
    }

    fn name(&mut self, name: &'static str, id: &impl ToString) {
        self.named.push((name, id.to_string()));
    }

    /// A county with an office and a specialist, an office that was closed, an officer out of service, and an enterprise.
    async fn registry(&mut self) -> (RegionId, AgencyId, OfficerId) {
        let app = self.city.app.clone();
        let call = || Call::new(None, "test");
        let county = region(&app, "环县", Some(self.city.projects[0].region), RegionKind::County).await;
        let (open, closed) = (AgencyId::from_uuid(app.new_id()), AgencyId::from_uuid(app.new_id()));
        for (id, kind, name, short_name, active) in [
            (open, AgencyKind::Department, "环县数据局", Some("环数"), true),
            (closed, AgencyKind::Other, "环县经合局", None, false),
        ] {
            let (name, short_name) = (name.to_owned(), short_name.map(str::to_owned));
            let agency = Agency {
                id,
                region: county,
                kind,
                name,
                short_name,
                departments: [].into(),
                active,
                version: 1,
            };
            app.create_agency(call(), agency).await.unwrap();
        }
        let post = PostId::from_uuid(app.new_id());
        let specialist =
            Post {
                id: post, agency: open, title: "专员".to_owned(), role: PostRole::Specialist, version: 1
            };
        app.create_post(call(), specialist).await.unwrap();
        let (serving, left) = (OfficerId::from_uuid(app.new_id()), OfficerId::from_uuid(app.new_id()));
        for (id, name, active) in [(serving, "周航", true), (left, "吴越", false)] {
            let name = name.to_owned();
            let officer = Officer { id, post, name, phone: None, email: None, active, version: 1 };
            app.create_officer(call(), officer).await.unwrap();
        }
        let enterprise = EnterpriseId::from_uuid(app.new_id());
        let firm = Enterprise {
            id: enterprise,
            name: "庆阳绿能".to_owned(),
            former_names: BTreeSet::from(["长庆风电".to_owned()]),
            credit_code: Some(CreditCode::parse("91110108551385082Q").unwrap()),
            registered_at: None,
            version: 1,
        };
        Box::pin(app.create_enterprise(Call::new(Some(serving), "test"), firm)).await.unwrap();
        self.name("r1", &county);
        self.name("a1", &open);
        self.name("a2", &closed);
        self.name("o1", &serving);
        self.name("o2", &left);
        self.name("e1", &enterprise);
        (county, open, serving)
    }

    /// A project of a leased workshop, with a permit that was ruled out.
    async fn leased(&mut self, county: RegionId, agency: AgencyId, officer: OfficerId) {
        let app = self.city.app.clone();
        let id = ProjectId::from_uuid(app.new_id());
        let credit = Credit {
            id: CreditId::from_uuid(app.new_id()),
            agency: self.city.agency(),
            role: CreditRole::Hosting,
            share: Share::from_basis_points(10_000).unwrap(),
            since: "2024-06-01".parse().unwrap(),
            until: None,
        };
        let place = Place { county: Some(county), ..Place::default() };
        let profile = Profile {
            industry: Some("4415".to_owned()),
            credits: BTreeMap::from([(credit.id, credit)]),
            planned_production: Some(PartialDate::parse_code("2026-06").unwrap()),
            ..profile("庆阳风电", place, agency, officer)
        };
        let visit = NewVisit { step: StepId::from_uuid(app.new_id()), responsible: None, due_on: None };
        let register = Register { id, profile, phase_of: None, stage: Stage::Signed, visit };
        let call = || Call { reason: Some("不需要".to_owned()), ..Call::new(Some(officer), "test") };
        app.register_project(call(), register).await.unwrap();
        let permit = AddPermit {
            id: PermitId::from_uuid(app.new_id()),
            step: StepId::from_uuid(app.new_id()),
            item: PermitItem::Catalogued("construction_permit".to_owned()),
            level: Level::Provincial,
            phase: Phase::BeforeProduction,
            part: None,
            agency: Some(agency),
            preparation: Preparation {
                kind: PreparationKind::Preparing,
                turn: Turn::Enterprise,
                agreed_on: None,
            },
            responsible: None,
            due_on: None,
        };
        let ruled_out = permit.id;
        app.execute(call(), id, Command::AddPermit(permit)).await.unwrap();
        app.execute(call(), id, Command::RuleOutPermit(ruled_out)).await.unwrap();
        self.name("p1", &id);
        self.name("m1", &ruled_out);
    }

    /// `d0` are `p0` and `p1`, which come to be called the same; `d1` are `p1` and `u` with one code, which are kept apart.
    pub(super) async fn duplicates(&mut self) {
        let code = ProjectCode::parse("2505-330354-04-01-274607").unwrap();
        let coded = |standing| Change::Code(code.clone(), standing);
        let of = |name: &str| {
            let (_, id) = self.named.iter().find(|(known, _)| *known == name).unwrap();
            ProjectId::parse(id).unwrap()
        };
        let [p0, p1, u] = ["p0", "p1", "u"].map(of);
        let reason = Some("经核实".to_owned());
        let call = || Call { reason: reason.clone(), ..Call::new(Some(self.city.manager()), "test") };
        let app = self.city.app.clone();
        let mut found: Vec<DuplicateId> = Vec::new();
        for (project, change) in [
            (p1, Change::Name(app.heads(&[p0]).await.unwrap()[&p0].profile.name.clone())),
            (p1, coded(CodeStanding::Former)),
            (u, coded(CodeStanding::Present)),
        ] {
            // Of two found at one moment neither is the later.
            self.city.clock.advance(TimeDelta::minutes(1));
            app.execute(call(), project, Command::Update(vec![change])).await.unwrap();
            let sight = app.seen_by(self.city.viewer());
            let paging = Paging::new(&[], None, 50).unwrap();
            let page = sight.list_duplicates(&Vec::new().into(), &paging).await.unwrap();
            found.extend(
                page.rows.iter().map(|(id, _)| *id).filter(|id| !found.contains(id)).collect::<Vec<_>>(),
            );
        }
        let [named, coded] = found[..] else { panic!("{found:?}") };
        let decide = DecideDuplicate { duplicate: coded, ruling: Ruling::KeepApart };
        app.decide_duplicate(call(), decide).await.unwrap();
        self.name("d0", &named);
        self.name("d1", &coded);
    }

    /// A project in two phases, of which one was withdrawn.
    async fn split(&mut self, agency: AgencyId, officer: OfficerId) {
        let app = self.city.app.clone();
        let id = ProjectId::from_uuid(app.new_id());
        let place = Place { province: Some(self.city.province()), ..Place::default() };
        let visit = NewVisit { step: StepId::from_uuid(app.new_id()), responsible: None, due_on: None };
        let profile = profile("西安数据中心", place, agency, officer);
        let register = Register { id, profile, phase_of: None, stage: Stage::Negotiation, visit };
        let call = || Call {
            reason: Some("不再投资".to_owned()),
            ..Call::new(Some(self.city.manager()), "test")
        };
        app.register_project(call(), register).await.unwrap();
        let phases: Vec<NewPhase> = ["西安数据中心一期", "西安数据中心二期"]
            .map(|name| NewPhase {
                id: ProjectId::from_uuid(app.new_id()),
                step: StepId::from_uuid(app.new_id()),
                name: name.to_owned(),
                agreed_investment: None,
                planned_start: None,
                planned_production: None,
                responsible: None,
            })
            .into();
        let [first, second] = [phases[0].id, phases[1].id];
        let assist = Command::AssignHelper {
            step: phases[0].step,
            officer: self.city.manager(),
            role: HelperRole::Assisting,
            remove: false,
        };
        app.split_project(call(), Split { project: id, phases }).await.unwrap();
        app.execute(call(), second, Command::Withdraw).await.unwrap();
        app.execute(call(), first, assist).await.unwrap();
        self.name("u", &id);
        self.name("u1", &first);
        self.name("u2", &second);
    }
}

/// A project that shares nothing with [`City`]'s own.
fn profile(name: &str, place: Place, agency: AgencyId, officer: OfficerId) -> Profile {
    Profile {
        name: name.to_owned(),
        other_names: BTreeMap::new(),
        track: Track::Leased,
        codes: BTreeMap::new(),
        industry: None,
        chain: Some("风电".to_owned()),
        place,
        originating_agency: Some(agency),
        landing_specialist: Some(officer),
        leader_in_charge: None,
        credits: BTreeMap::new(),
        labels: BTreeSet::from(["省重点".to_owned()]),
        agreed_investment: Some(Money::from_yi("9").unwrap()),
        planned_start: Some(PartialDate::parse_code("2025-03").unwrap()),
        planned_production: None,
        attributes: BTreeMap::new(),
        presumed: [].into(),
    }
}
