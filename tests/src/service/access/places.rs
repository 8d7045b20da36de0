//! Two provinces, three cities and a county, with an office each, and projects full of texts that give them away.

use std::collections::BTreeMap;

use luodi_testkit::process::Service;
use serde_json::{Value, json};

use super::level::{Class, ROLES, SPOTS, canary};
use crate::service::client::Client;
use crate::service::files::PNG;
use crate::service::home::Home;
use crate::service::office::Office;

/// Where a project lies, whose office brings it, and how far it has come.
const PROJECTS: [(&str, &str, &str, &str); 9] = [
    // Past a gate that asks for its permit: it has a gap.
    ("own", "city", "city", "STARTED"),
    ("ancestor", "province", "province", "SIGNED"),
    ("descendant", "county", "county", "SIGNED"),
    ("sibling", "sibling", "sibling", "SIGNED"),
    ("foreign", "abroad", "abroad", "SIGNED"),
    ("secret", "city", "abroad", "NEGOTIATION"),
    ("negotiated", "city", "city", "LEAD"),
    ("decided", "sibling", "sibling", "SIGNED"),
    ("credited", "sibling", "sibling", "SIGNED"),
];

/// The regions beside those of the office: what is above each, and its kind.
const REGIONS: [(&str, Option<&str>, &str); 3] =
    [("sibling", Some("province"), "CITY"), ("far", None, "PROVINCE"), ("abroad", Some("far"), "CITY")];

/// What is attached to what, and what its name and its bytes belong to.
const ATTACHMENTS: [(&str, &str, &str, Class); 7] = [
    ("attachment", "project", "projectId", Class::Whole),
    ("milestone attachment", "milestone", "milestoneId", Class::Whole),
    ("agreement attachment", "agreement", "agreementId", Class::Terms),
    ("permit attachment", "permit", "permitId", Class::Permit),
    ("own permit attachment", "own permit", "permitId", Class::Own),
    ("material attachment", "material", "materialId", Class::Permit),
    ("own material attachment", "own material", "materialId", Class::Own),
];

/// The service, who asks, and what there is of each project.
pub(super) struct Places<'a> {
    office: Office<'a>,
    callers: BTreeMap<&'static str, Client>,
    tokens: BTreeMap<&'static str, String>,
    /// The specialist of each region's office.
    specialists: BTreeMap<String, Client>,
    pub(super) objects: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
    /// Where the files are that are attached, by the attachments' names.
    pub(super) files: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
    ids: BTreeMap<String, String>,
}

impl<'a> Places<'a> {
    pub(super) fn settled(home: &'a Home) -> Self {
        let office = Office::found(home);
        let mut places = Self {
            office,
            callers: BTreeMap::new(),
            tokens: BTreeMap::new(),
            specialists: BTreeMap::new(),
            objects: BTreeMap::new(),
            files: BTreeMap::new(),
            ids: BTreeMap::new(),
        };
        for region in ["province", "city", "county"] {
            let id = places.office.id(region).to_owned();
            places.ids.insert(region.to_owned(), id);
        }
        for (name, above, kind) in REGIONS {
            let parent = above.map(|above| places.id(above).to_owned());
            let input = json!({ "parentId": parent, "kind": kind, "name": format!("区划{name}") });
            places.make(name, "createRegion", &input, "region");
        }
        for region in ["province", "city", "county", "sibling", "abroad"] {
            places.staff(region);
        }
        places.ask_from_the_city();
        for (spot, region, office, stage) in PROJECTS {
            places.project(spot, region, office, stage);
        }
        places.shared();
        let pairs = places.callers["MANAGER"]
            .query("{ duplicateSuspicions(first: 2) { nodes { id } } }", &Value::Null);
        let pairs = pairs["duplicateSuspicions"]["nodes"].as_array().unwrap().clone();
        assert_eq!(pairs.len(), 1, "those of one code");
        places.says_otherwise();
        places.ids.insert("pair".to_owned(), pairs[0]["id"].as_str().unwrap().to_owned());
        places
    }

    /// Of two permits each stands for one of the other's project, of which most of those who ask know nothing.
    fn shared(&mut self) {
        let leader = self.callers["LEADER"].clone();
        for (name, lead, led) in [("共用甲", "own", "secret"), ("共用乙", "secret", "own")] {
            let [leading, led_by] = [lead, led].map(|spot| {
                let permit = json!({ "projectId": self.objects[spot]["project"], "item": { "name": name }, "level": "CITY",
                    "phase": "AFTER", "occurredOn": "2024-01-05" });
                leader.made("addPermit", &permit, "permit")
            });
            let cover = json!({ "permitId": leading, "permitIds": [led_by], "reason": canary("secret", Class::Whole),
                "occurredOn": "2024-01-06" });
            leader.done("coverPermits", &cover, "");
            for (spot, name, id) in [(lead, "lead permit", leading), (led, "led permit", led_by)] {
                self.objects.get_mut(spot).unwrap().insert(name, id);
            }
        }
    }

    /// An entry of the city's own, so that what becomes of the catalogue there is asked for.
    fn says_otherwise(&mut self) {
        let extra = json!({ "nameZh": "园区准入评估", "nameEn": "Admission to the park", "department": "DEVELOPMENT_REFORM",
            "stage": "S1", "phase": "BEFORE_START", "needed": "hotel", "level": "CITY" });
        let input = json!({ "regionId": self.id("city"), "typeCode": "park_admission", "validFrom": "2024-01-02",
            "change": { "extra": extra }, "basis": "银政办〔2024〕1号" });
        let made = self.office.administrator.made("overridePermitType", &input, "permitTypeOverride");
        self.ids.insert("override".to_owned(), made);
        let input = json!({ "regionId": self.id("city"), "officerId": self.id("city specialist"), "stage": "PRODUCING" });
        let made = self.office.administrator.made("setDutyRule", &input, "dutyRule");
        self.ids.insert("duty".to_owned(), made);
    }

    /// A landing office with a specialist who can be called, unless the foundation made one.
    fn staff(&mut self, region: &str) {
        let input = json!({ "regionId": self.id(region), "kind": "LANDING_OFFICE", "name": format!("{region}落地办公室") });
        let office = format!("{region} office");
        self.make(&office, "createAgency", &input, "agency");
        let spots: Vec<String> =
            PROJECTS.iter().filter(|one| one.2 == region).map(|one| phone(one.0)).collect();
        let officer = format!("{region} specialist");
        self.officer(&officer, &office, "SPECIALIST", &spots.join(" "));
        let token = self.token(&officer);
        let specialist = self.office.administrator.with_token(&token);
        // Who is going to be absent; none of those who ask stands in for him.
        let colleague = format!("{region} colleague");
        self.officer(&colleague, &office, "SPECIALIST", "");
        let input = json!({ "officerId": self.id(&officer), "deputyId": self.id(&colleague), "from": "2099-01-01",
            "until": "2099-01-02" });
        let absence = specialist.made("recordAbsence", &input, "absence");
        self.ids.insert(format!("{region} absence"), absence);
        self.specialists.insert(region.to_owned(), specialist);
    }

    /// The callers: everybody at the landing office of the city, but the leader and the clerk.
    fn ask_from_the_city(&mut self) {
        for (agency, kind) in [("government", "GOVERNMENT"), ("bureau", "DEPARTMENT")] {
            let input = json!({ "regionId": self.id("city"), "kind": kind, "name": format!("银川{agency}") });
            self.make(agency, "createAgency", &input, "agency");
        }
        for role in ROLES {
            let agency = match role {
                "LEADER" => "government",
                "CLERK" => "bureau",
                _ => "city office",
            };
            self.officer(role, agency, role, "");
            let token = self.token(role);
            self.callers.insert(role, self.office.administrator.with_token(&token));
            self.tokens.insert(role, token);
        }
    }

    fn officer(&mut self, name: &str, agency: &str, role: &str, phone: &str) {
        let post = json!({ "agencyId": self.id(agency), "title": name, "role": role });
        self.make(&format!("{name} post"), "createPost", &post, "post");
        let mut officer = json!({ "postId": self.id(&format!("{name} post")), "name": name });
        if !phone.is_empty() {
            officer["phone"] = phone.into();
        }
        self.make(name, "createOfficer", &officer, "officer");
    }

    fn project(&mut self, spot: &'static str, region: &str, office: &str, stage: &str) {
        let text = |class| canary(spot, class);
        let (head, whole, offer) = (text(Class::Head), text(Class::Whole), text(Class::Terms));
        let who = self.specialists[office].clone();
        let place = match region {
            "province" => json!({ "provinceId": self.id(region) }),
            "county" => json!({ "countyId": self.id(region) }),
            city => json!({ "cityId": self.id(city) }),
        };
        let credits = match spot {
            "credited" => {
                json!([{ "agencyId": self.id("city office"), "role": "HOSTING", "percent": "50", "since": "2024-01-02" }])
            }
            _ => json!([]),
        };
        // Two offices of one city bring the same project, and neither knows.
        let code = matches!(spot, "own" | "descendant").then_some("2206-640122-04-05-102038");
        let register = json!({ "name": format!("{head}项目"), "aliases": [format!("{head}别名")], "track": "NEW_BUILD",
            "place": place, "stage": stage, "chain": head, "labels": [head], "credits": credits, "projectCode": code, "industry": "1439",
            "attributes": [{ "key": "hotel", "value": { "bool": true } }], "reason": whole,
            "landingSpecialistId": self.id(&format!("{office} specialist")), "occurredOn": "2024-01-02" });
        let made = who.done("registerProject", &register, "project { id currentStep { id } }");
        let project = made["project"]["id"].as_str().unwrap().to_owned();
        let mut objects = BTreeMap::from([
            ("step", made["project"]["currentStep"]["id"].as_str().unwrap().to_owned()),
            ("officer", self.id(&format!("{office} specialist")).to_owned()),
            ("agency", self.id(&format!("{office} office")).to_owned()),
            ("post", self.id(&format!("{office} specialist post")).to_owned()),
            ("region", self.id(region).to_owned()),
        ]);
        let enterprise =
            who.made("createEnterprise", &json!({ "name": format!("{head}公司") }), "enterprise");
        let party = json!({ "projectId": project, "enterpriseId": enterprise, "role": "SIGNATORY", "since": "2024-01-02",
            "contact": { "name": whole, "phone": whole } });
        objects.insert("party", who.made("recordParty", &party, "party"));
        let agreement = json!({ "projectId": project, "kind": "CONTRACT", "title": whole, "signedOn": "2024-01-02",
            "number": whole });
        objects.insert("agreement", who.made("recordAgreement", &agreement, "agreement"));
        let terms = json!({ "projectId": project, "landPrice": "1", "note": offer, "reason": offer,
            "subsidies": [{ "kind": "OTHER", "condition": offer, "amount": OFFERED }] });
        who.done("recordTerms", &terms, "");
        let milestone = json!({ "projectId": project, "kind": "REGISTERED", "occurredOn": "2024-01-03",
            "evidence": [{ "kind": "DOCUMENT", "reference": head }] });
        objects.insert("milestone", who.made("recordMilestone", &milestone, "milestone"));
        let mut permit = |name: &'static str, class: Class, agency: Option<&str>| {
            let text = text(class);
            let permit = json!({ "projectId": project, "item": { "name": text }, "part": text, "level": "CITY",
                "phase": "BEFORE_START", "agencyId": agency, "occurredOn": "2024-01-03" });
            let permit = who.made("addPermit", &permit, "permit");
            let case = json!({ "permitId": permit, "number": format!("{text}-1"), "occurredOn": "2024-01-04",
                "handler": { "name": text } });
            let case = who.made("openCase", &case, "case");
            let event = json!({ "caseId": case, "event": { "kind": "SUBMITTED" }, "opinion": text, "occurredOn": "2024-01-04" });
            let event = who.done("recordCaseEvent", &event, "case { events { id } }");
            let event = event["case"]["events"][0]["id"].as_str().unwrap().to_owned();
            objects.extend([(name, permit)]);
            if class == Class::Permit {
                objects.extend([("case", case), ("event", event)]);
            }
        };
        let bureau = self.ids["bureau"].clone();
        permit("permit", Class::Permit, None);
        if spot == "decided" {
            permit("own permit", Class::Own, Some(&bureau));
        }
        let (permit, own) = (objects["permit"].clone(), objects.get("own permit").cloned());
        let mut material = |name: &'static str, class: Class, permits: &[&String]| {
            let permits: Vec<Value> = permits.iter().map(|permit| json!({ "permitId": permit })).collect();
            let material = json!({ "projectId": project, "name": text(class), "holder": "INTERMEDIARY",
                "holderNote": whole, "dueOn": "2024-01-09", "permits": permits, "occurredOn": "2024-01-03" });
            let material = who.made("addMaterial", &material, "material");
            objects.insert(name, material);
        };
        material("material", Class::Permit, &[&permit]);
        if let Some(own) = &own {
            // What several permits need is seen by whoever sees one of them, and tells of no other.
            material("own material", Class::Own, &[own, &permit]);
        }
        objects.insert("enterprise", enterprise);
        objects.insert("project", project);
        let absence = self.ids[&format!("{office} absence")].clone();
        self.ids.insert(format!("absence at {spot}"), absence);
        let mut files = BTreeMap::new();
        for (name, of, key, class) in ATTACHMENTS {
            let Some(of) = objects.get(of) else { continue };
            let text = canary(spot, class);
            let file = who.uploaded(&format!("{text}.png"), [PNG, text.as_bytes()].concat());
            let input = json!({ "fileId": file, "subject": { key: of } });
            let done = who.done("attachFile", &input, "attachment { id url }");
            let told = |field: &str| done["attachment"][field].as_str().unwrap().to_owned();
            files.insert(name, told("url"));
            objects.insert(name, told("id"));
        }
        self.files.insert(spot, files);
        self.objects.insert(spot, objects);
    }

    fn make(&mut self, name: &str, field: &str, input: &Value, object: &str) {
        let id = self.office.administrator.made(field, input, object);
        self.ids.insert(name.to_owned(), id);
    }

    fn token(&self, officer: &str) -> String {
        self.office.home.ran(&["token", "create", "--officer", self.id(officer)]).trim().to_owned()
    }

    /// The id of something by its name.
    #[track_caller]
    pub(super) fn id(&self, name: &str) -> &str {
        self.ids.get(name).unwrap_or_else(|| panic!("{name}"))
    }

    /// Somebody of this role at work in the city.
    pub(super) fn caller(&self, role: &str) -> &Client {
        &self.callers[role]
    }

    /// The token of the same.
    pub(super) fn token_of(&self, role: &str) -> &str {
        &self.tokens[role]
    }

    /// Who works on the project at a spot.
    pub(super) fn specialist(&self, spot: &str) -> &Client {
        let (_, _, office, _) = PROJECTS.iter().find(|one| one.0 == spot).unwrap();
        &self.specialists[*office]
    }

    /// What there is of the project at a spot.
    #[track_caller]
    pub(super) fn object(&self, spot: &str, name: &str) -> &str {
        &self.objects[spot][name]
    }

    pub(super) fn service(&self) -> &Service {
        &self.office.service
    }

    /// Ends the service, whose log must not have told anything.
    #[track_caller]
    pub(super) fn close(self) {
        let log = self.office.service.log();
        for spot in SPOTS {
            for class in Class::ALL {
                assert!(!log.contains(&canary(spot, class)), "the log tells of {spot}");
            }
        }
        self.office.close();
    }
}

/// The sum that every project is offered.
pub(super) const OFFERED: &str = "70707.07";

/// The telephone number that gives away who is to be called about a project.
pub(super) fn phone(spot: &str) -> String {
    let place = SPOTS.iter().position(|one| *one == spot).unwrap();
    format!("1390000000{place}")
}
