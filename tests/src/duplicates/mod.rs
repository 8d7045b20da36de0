//! The same project found by two agencies: kept from both, told to those above both, and decided by them.

mod decided;
mod found;
mod hidden;
mod races;

use std::collections::BTreeSet;
use std::sync::Arc;

use luodi_app::list::{Direction, DuplicateKey, DuplicateTerm, Order, Paging};
use luodi_app::sight::Sight;
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::access::TokenScope;
use luodi_domain::actor::PostRole;
use luodi_domain::codes::{CreditCode, ProjectCode};
use luodi_domain::command::{Command, RecordParty, Register};
use luodi_domain::duplicate::Suspicion;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, PartyId, ProjectId};
use luodi_domain::party::PartyRole;
use luodi_domain::profile::{CodeStanding, Place};
use luodi_domain::registry::{Enterprise, RegionKind};

use crate::world::{World, call};

/// Valid project codes.
const CODES: [&str; 2] = ["2505-330354-04-01-274607", "2206-640122-04-05-102038"];

/// An agency and where it brings projects to.
#[derive(Debug, Clone, Copy)]
struct Desk {
    agency: AgencyId,
    place: Place,
    /// Who registers.
    specialist: OfficerId,
    manager: OfficerId,
}

/// Two counties of one city that know nothing of each other, one of another city, and those above.
struct Cast {
    world: Arc<World>,
    one: Desk,
    other: Desk,
    /// In another city of the province.
    away: Desk,
    /// The landing office of the city.
    city: Desk,
    /// A leader of the city.
    leader: OfficerId,
}

impl Cast {
    async fn in_world(world: World) -> Self {
        let place = world.office.place;
        let other = world.region(place.city, RegionKind::County, "永宁县").await;
        let far = world.region(place.province, RegionKind::City, "石嘴山市").await;
        let county = |county| Place { county: Some(county), park: None, ..place };
        let city = Place { county: None, park: None, ..place };
        let one = desk(&world, county(place.county.unwrap()), "贺兰招商局").await;
        let other = desk(&world, county(other), "永宁招商局").await;
        let away = desk(&world, Place { city: Some(far), ..city }, "石嘴山招商局").await;
        let city = desk(&world, city, "银川招商局").await;
        let leader = world.officer_at(city.agency, PostRole::Leader, "市领导").await;
        Self { world: Arc::new(world), one, other, away, city, leader }
    }

    /// A registration by an agency, in its own place.
    fn registration(&self, desk: Desk, name: &str) -> Register {
        let mut registration = self.world.registration(name);
        registration.profile.place = desk.place;
        registration.profile.originating_agency = Some(desk.agency);
        registration.profile.landing_specialist = Some(desk.specialist);
        registration.visit.responsible = Some(desk.specialist);
        registration
    }

    async fn registered(&self, desk: Desk, registration: Register) -> Result<ProjectId, AppError> {
        let id = registration.id;
        let call = call(desk.specialist, "registerProject");
        self.world.app.register_project(call, registration).await.map(|_| id)
    }

    /// A project of an agency under this name.
    async fn brings(&self, desk: Desk, name: &str) -> ProjectId {
        self.registered(desk, self.registration(desk, name)).await.unwrap()
    }

    /// Gives a command by the agency's manager.
    async fn does(&self, desk: Desk, project: ProjectId, command: Command) -> Result<Outcome, AppError> {
        self.world.app.execute(because(desk.manager, "command"), project, command).await
    }

    /// Records that an enterprise invests.
    async fn invests(&self, desk: Desk, project: ProjectId, enterprise: EnterpriseId) {
        let party = RecordParty {
            id: PartyId::from_uuid(self.world.app.new_id()),
            enterprise,
            role: PartyRole::Signatory,
            since: "2024-10-01".parse().unwrap(),
            contact: None,
        };
        self.does(desk, project, Command::RecordParty(party)).await.unwrap();
    }

    /// An enterprise as an agency enters it. One that another has entered under the same code is the same.
    async fn enters(&self, desk: Desk) -> EnterpriseId {
        let enterprise = Enterprise {
            id: EnterpriseId::from_uuid(self.world.app.new_id()),
            name: "思思投资".to_owned(),
            former_names: BTreeSet::new(),
            credit_code: Some(CreditCode::parse("91110108551385082Q").unwrap()),
            registered_at: None,
            version: 1,
        };
        let call = call(desk.manager, "createEnterprise");
        let outcome = Box::pin(self.world.app.create_enterprise(call, enterprise)).await;
        EnterpriseId::from_uuid(outcome.unwrap().object().unwrap())
    }

    /// What an officer sees.
    async fn sight(&self, officer: OfficerId) -> Sight {
        let app = &self.world.app;
        let token = app.create_token(officer, "手机".to_owned(), TokenScope::Write, None).await.unwrap();
        app.seen_by(app.authenticate(&token.text).await.unwrap().unwrap().viewer)
    }

    /// The pairs of which a project is one, as an officer sees them.
    async fn pairs(&self, officer: OfficerId, project: ProjectId) -> Vec<Suspicion> {
        let sight = self.sight(officer).await;
        let filter = vec![DuplicateTerm::Project(vec![project])].into();
        let order = [Order { key: DuplicateKey::Found, direction: Direction::Descending }];
        let page = sight.list_duplicates(&filter, &Paging::new(&order, None, 50).unwrap()).await.unwrap();
        let ids: Vec<_> = page.rows.into_iter().map(|(id, _)| id).collect();
        assert_eq!(sight.count_duplicates(&filter).await.unwrap(), i64::try_from(ids.len()).unwrap());
        let mut pairs = sight.duplicates(&ids).await.unwrap();
        ids.iter().map(|id| pairs.remove(id).expect("what is listed is there")).collect()
    }
}

async fn desk(world: &World, place: Place, name: &str) -> Desk {
    let region = place.county.or(place.city).unwrap();
    let agency = world.landing_office(region, name).await;
    Desk {
        agency,
        place,
        specialist: world.officer_at(agency, PostRole::Specialist, "专员").await,
        manager: world.officer_at(agency, PostRole::Manager, "主任").await,
    }
}

/// A call with a reason.
fn because(officer: OfficerId, operation: &'static str) -> Call {
    Call { reason: Some("经核实".to_owned()), ..call(officer, operation) }
}

fn code(number: usize) -> ProjectCode {
    ProjectCode::parse(CODES[number]).unwrap()
}

/// The registration with a code in use.
fn with_code(mut registration: Register, number: usize) -> Register {
    registration.profile.codes.insert(code(number), CodeStanding::Present);
    registration
}
