//! A small city in a database of its own: regions, agencies, and an officer for every kind of post.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Request, Response, Variables};
use chrono::DateTime;
use luodi_app::access::{Credential, Principal};
use luodi_app::{App, Call, Clocks, Db, DbConfig, FixedClock, Ids, Target};
use luodi_domain::access::{TokenScope, Viewer};
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, OfficerId, PostId, RegionId, TokenId};
use luodi_domain::registry::{Agency, AgencyKind, Officer, Post, Region, RegionKind};
use serde_json::{Value, json};

use crate::http::RequestContext;
use crate::language::Language;
use crate::limits::Guarded;
use crate::schema::{loaders::Loaders, schema};

/// The business day of the tests.
pub(super) const TODAY: &str = "2024-06-03";

/// What is known of a project, to see whether anything changed.
const STATE: &str = "version name stage standing projectCode labels history(first: 1) { totalCount } \
    steps { id closedOn dueOn responsible { id } assisting { id } supervising { id } } \
    permits { id status level } parties { id until } agreements { id endedOn } \
    milestones { id occurredOn evidence { reference } }";

/// A service with a city in it.
pub(super) struct World {
    schema: Guarded,
    pub(super) app: App,
    clock: FixedClock,
    ids: BTreeMap<&'static str, String>,
    posts: BTreeMap<&'static str, String>,
    principals: BTreeMap<&'static str, Principal>,
    _folder: tempfile::TempDir,
}

impl World {
    /// A city with its landing office; every kind of post has an officer, called by the role.
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::Sqlite(folder.path().join("luodi.db"));
        let db = Db::connect(DbConfig::new(target)).await.unwrap();
        db.migrate().await.unwrap();
        let noon = DateTime::parse_from_rfc3339(&format!("{TODAY}T12:00:00+08:00")).unwrap();
        let clock = FixedClock::at(noon.to_utc());
        let app = App::new(db, Clocks::both(clock.clone()), Ids::seeded(7)).unwrap();
        let mut world = Self {
            schema: schema(app.clone()),
            app,
            clock,
            ids: BTreeMap::new(),
            posts: BTreeMap::new(),
            principals: BTreeMap::new(),
            _folder: folder,
        };
        let province = world.region("province", None, RegionKind::Province).await;
        let city = world.region("city", Some(province), RegionKind::City).await;
        world.region("county", Some(city), RegionKind::County).await;
        let office = world.agency("office", city, AgencyKind::LandingOffice).await;
        let government = world.agency("government", province, AgencyKind::Government).await;
        for role in [PostRole::Specialist, PostRole::Manager, PostRole::Clerk, PostRole::Administrator] {
            world.officer(role.as_str(), office, role).await;
        }
        world.officer(PostRole::Integration.as_str(), office, PostRole::Integration).await;
        world.officer("COLLEAGUE", office, PostRole::Specialist).await;
        world.officer(PostRole::Leader.as_str(), government, PostRole::Leader).await;
        world
    }

    /// Makes it noon of another day.
    pub(super) fn day(&self, day: &str) {
        let noon = DateTime::parse_from_rfc3339(&format!("{day}T12:00:00+08:00")).unwrap();
        self.clock.set(noon.to_utc());
    }

    fn call() -> Call {
        Call::new(None, "test")
    }

    pub(super) async fn region(
        &mut self,
        name: &'static str,
        parent: Option<RegionId>,
        kind: RegionKind,
    ) -> RegionId {
        let id = RegionId::from_uuid(self.app.new_id());
        let region = Region { id, parent, kind, name: name.to_owned(), codes: Vec::new(), version: 1 };
        self.app.create_region(Self::call(), region).await.unwrap();
        self.ids.insert(name, id.to_string());
        id
    }

    pub(super) async fn agency(
        &mut self,
        name: &'static str,
        region: RegionId,
        kind: AgencyKind,
    ) -> AgencyId {
        let id = AgencyId::from_uuid(self.app.new_id());
        let (name_given, short_name) = (name.to_owned(), None);
        let agency = Agency {
            id,
            region,
            kind,
            name: name_given,
            short_name,
            departments: [].into(),
            active: true,
            version: 1,
        };
        self.app.create_agency(Self::call(), agency).await.unwrap();
        self.ids.insert(name, id.to_string());
        id
    }

    pub(super) async fn officer(&mut self, name: &'static str, agency: AgencyId, role: PostRole) {
        let post = PostId::from_uuid(self.app.new_id());
        let title = name.to_owned();
        self.app.create_post(Self::call(), Post { id: post, agency, title, role, version: 1 }).await.unwrap();
        let id = OfficerId::from_uuid(self.app.new_id());
        let given = name.to_owned();
        let officer = Officer { id, post, name: given, phone: None, email: None, active: true, version: 1 };
        self.app.create_officer(Self::call(), officer).await.unwrap();
        self.ids.insert(name, id.to_string());
        self.posts.insert(name, post.to_string());
        let credential = Credential::Token(TokenId::from_uuid(self.app.new_id()));
        let scope = TokenScope::Write;
        let unit = self.app.agencies(&[agency]).await.unwrap().remove(&agency).unwrap();
        let landing_office = unit.kind == AgencyKind::LandingOffice;
        let viewer = Viewer { officer: id, role, agency, landing_office, region: unit.region };
        self.principals.insert(name, Principal { viewer, deputy: None, credential, scope });
    }

    /// The id of something by its name.
    #[track_caller]
    pub(super) fn id(&self, name: &str) -> String {
        self.ids.get(name).unwrap_or_else(|| panic!("{name}")).clone()
    }

    /// The id of an officer's post by his name.
    pub(super) fn post(&self, name: &str) -> String {
        self.posts[name].clone()
    }

    /// Runs a document as somebody; top-level errors fail the test.
    pub(super) async fn run(&self, who: &str, language: Language, document: &str, input: Value) -> Value {
        let response = self.respond(who, language, document, &input).await;
        assert!(response.errors.is_empty(), "{document} {input}: {:?}", response.errors);
        response.data.into_json().unwrap()
    }

    /// What the schema answers, also when it is an error.
    pub(super) async fn respond(
        &self,
        who: &str,
        language: Language,
        document: &str,
        input: &Value,
    ) -> Response {
        let context = RequestContext {
            principal: self.principals[who].clone(),
            request_id: Arc::from("test"),
            language,
        };
        let loaders = Loaders::new(&self.app, &context);
        let request = Request::new(document)
            .variables(Variables::from_json(json!({ "input": input })))
            .data(context)
            .data(loaders);
        self.schema.execute(request).await
    }

    /// One mutation: its payload with `errors` and what was selected.
    pub(super) async fn mutate(&self, who: &str, field: &str, select: &str, input: Value) -> Value {
        let mut kind = field[..1].to_uppercase();
        kind.push_str(&field[1..]);
        let document = format!(
            "mutation($input: {kind}Input!) {{ {field}(input: $input) {{ \
             errors {{ code path message params {{ name value }} }} {select} }} }}"
        );
        self.run(who, Language::En, &document, input).await[field].take()
    }

    /// One mutation that must be done.
    pub(super) async fn done(&self, who: &str, field: &str, select: &str, input: Value) -> Value {
        let payload = self.mutate(who, field, select, input).await;
        assert_eq!(payload["errors"], json!([]), "{field}");
        payload
    }

    /// What is known of a project.
    pub(super) async fn state(&self, project: &str) -> Value {
        self.selected(project, STATE).await
    }

    /// What a selection on a project gives.
    pub(super) async fn selected(&self, project: &str, selection: &str) -> Value {
        let document = format!("{{ project(by: {{ id: \"{project}\" }}) {{ {selection} }} }}");
        self.run("MANAGER", Language::En, &document, Value::Null).await["project"].take()
    }

    /// One mutation that must be refused with this code at this path, nothing changed.
    pub(super) async fn refused(&self, who: &str, field: &str, input: Value, project: &str, expected: &str) {
        let before = self.state(project).await;
        let payload = self.mutate(who, field, "", input.clone()).await;
        assert_eq!(summary(&payload), expected, "{field} {input}");
        assert_eq!(self.state(project).await, before, "{field} {input}");
    }

    /// A project at LEAD with a landing specialist.
    pub(super) async fn project(&self, name: &str) -> String {
        let input = json!({ "name": name, "track": "NEW_BUILD", "landingSpecialistId": self.id("SPECIALIST"),
            "occurredOn": "2024-01-02" });
        let payload = self.done("SPECIALIST", "registerProject", "project { id }", input).await;
        payload["project"]["id"].as_str().unwrap().to_owned()
    }
}

/// `CODE input.path` of the only error. Its message must be whole.
#[track_caller]
pub(super) fn summary(payload: &Value) -> String {
    let errors = payload["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{payload}");
    let message = errors[0]["message"].as_str().unwrap();
    assert!(message.len() > 20 && !message.contains(['{', '[', '—']), "{message}");
    let path: Vec<&str> =
        errors[0]["path"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
    format!("{} {}", errors[0]["code"].as_str().unwrap(), path.join("."))
}
