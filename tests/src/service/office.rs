//! A running service with an office in it: one county, one enterprise, a project, and callers of two kinds.

use std::collections::BTreeMap;

use luodi_testkit::process::Service;
use serde_json::{Value, json};

use super::client::Client;
use super::home::Home;

/// The service and who calls it.
pub(super) struct Office<'a> {
    pub(super) home: &'a Home,
    pub(super) service: Service,
    /// Keeps regions, agencies, officers and enterprises.
    pub(super) administrator: Client,
    /// Works on projects.
    pub(super) specialist: Client,
    /// May do what needs rank.
    pub(super) manager: Client,
    ids: BTreeMap<&'static str, String>,
}

impl<'a> Office<'a> {
    /// Starts a service in an empty home and founds an office.
    pub(super) fn found(home: &'a Home) -> Self {
        let service = home.serve();
        let founded = home.ran(&[
            "init",
            "--province",
            "宁夏回族自治区",
            "--province-code",
            "640000",
            "--agency",
            "自治区招商落地办",
            "--officer",
            "管理员",
        ]);
        let told = |what: &str| {
            let line = founded.lines().find(|line| line.starts_with(what)).unwrap();
            line.split_whitespace().last().unwrap().to_owned()
        };
        let administrator = Client::new(&service.url(""), &told("token"));
        let mut office = Self {
            home,
            service,
            specialist: administrator.clone(),
            manager: administrator.clone(),
            administrator,
            ids: BTreeMap::from([("province", told("region")), ("administrator", told("officer"))]),
        };
        office.people();
        office.project();
        office
    }

    fn people(&mut self) {
        let city = json!({ "parentId": self.id("province"), "kind": "CITY", "name": "银川市" });
        self.make("city", "createRegion", &city, "region");
        let county = json!({ "parentId": self.id("city"), "kind": "COUNTY", "name": "贺兰县" });
        self.make("county", "createRegion", &county, "region");
        let agency =
            json!({ "regionId": self.id("county"), "kind": "LANDING_OFFICE", "name": "贺兰县招商落地办" });
        self.make("agency", "createAgency", &agency, "agency");
        for (post, role) in [("desk", "SPECIALIST"), ("head", "MANAGER")] {
            let input = json!({ "agencyId": self.id("agency"), "title": post, "role": role });
            self.make(post, "createPost", &input, "post");
        }
        for (officer, post) in
            [("specialist", "desk"), ("colleague", "desk"), ("gone", "desk"), ("manager", "head")]
        {
            let input = json!({ "postId": self.id(post), "name": officer });
            self.make(officer, "createOfficer", &input, "officer");
        }
        let leave = json!({ "officerId": self.id("gone"), "active": false });
        self.administrator.done("updateOfficer", &leave, "");
        self.make("enterprise", "createEnterprise", &json!({ "name": "宁夏思思食品有限公司" }), "enterprise");
        self.specialist = self.administrator.with_token(&self.token("specialist"));
        self.manager = self.administrator.with_token(&self.token("manager"));
    }

    /// A project at LEAD with a permit that has a case.
    fn project(&mut self) {
        let project = json!({ "name": "思思食品", "track": "NEW_BUILD", "landingSpecialistId": self.id("specialist"),
            "occurredOn": "2024-01-02" });
        let made = self.specialist.done("registerProject", &project, "project { id currentStep { id } }");
        let of = |value: &Value| value.as_str().unwrap().to_owned();
        self.ids.insert("project", of(&made["project"]["id"]));
        self.ids.insert("step", of(&made["project"]["currentStep"]["id"]));
        let permit = json!({ "projectId": self.id("project"), "item": { "name": "测试事项" }, "level": "COUNTY",
            "phase": "BEFORE_START", "agencyId": self.id("agency"), "occurredOn": "2024-01-03" });
        self.ids.insert("permit", self.specialist.made("addPermit", &permit, "permit"));
        let case = json!({ "permitId": self.id("permit"), "number": "640122-1", "occurredOn": "2024-01-04" });
        self.ids.insert("case", self.specialist.made("openCase", &case, "case"));
    }

    fn make(&mut self, name: &'static str, field: &str, input: &Value, object: &str) {
        let id = self.administrator.made(field, input, object);
        self.ids.insert(name, id);
    }

    /// The id of something by its name.
    #[track_caller]
    pub(super) fn id(&self, name: &str) -> &str {
        &self.ids[name]
    }

    /// A fresh token for an officer, as a person at the keyboard makes one.
    pub(super) fn token(&self, officer: &str) -> String {
        self.home.ran(&["token", "create", "--officer", self.id(officer)]).trim().to_owned()
    }

    /// All that a refused request must leave as it was.
    #[track_caller]
    pub(super) fn state(&self) -> Value {
        let document = "query($id: ID!) {
            project(by: { id: $id }) { version name stage standing track projectCode labels attributes { key value }
                otherNames { name } history(first: 1) { totalCount } parties { id until } agreements { id }
                milestones { id } steps { id closedOn responsible { id } assisting { id } supervising { id } }
                permits { id status level step { dueOn } cases { id state events { id } } } }
            projects(first: 1) { totalCount } officers(first: 1) { totalCount } agencies(first: 1) { totalCount }
            regions(first: 1) { totalCount } enterprises(first: 1) { totalCount } }";
        self.manager.query(document, &json!({ "id": self.id("project") }))
    }

    /// Ends the service: it must have said nothing of a fault of its own.
    #[track_caller]
    pub(super) fn close(self) {
        let (status, log) = self.service.stop().unwrap();
        assert!(status.success(), "{status}\n{log}");
        let faults: Vec<&str> =
            log.lines().filter(|line| line.contains("panicked") || line.contains(" ERROR ")).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}
