//! What can be filed, and what plans come to, as clients ask for it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use luodi_app::Call;
use luodi_domain::{
    attribute::{Answer, Answers, Attribute, Kind, Quantity},
    command::{AddPermit, Command, OpenCase, PlanPermits},
    ids::{CaseId, PermitId, ProjectId, StepId},
    permit::{Level, PermitItem, Phase, Preparation, PreparationKind},
    profile::Change,
    step::Turn,
};
use serde_json::{Value, json};

use super::city::City;
use crate::language::Language;

impl City {
    async fn does(&self, project: ProjectId, command: Command) {
        self.app.execute(Call::new(None, "test"), project, command).await.unwrap();
    }

    async fn draws(&self, project: ProjectId) {
        let id = || (PermitId::from_uuid(self.app.new_id()), StepId::from_uuid(self.app.new_id()));
        let ids = (0..100).map(|_| id()).collect();
        let plan = PlanPermits {
            answers: vec![(Attribute::Relics, Some(Answer::Flag(true)))],
            presumed: Answers::new(),
            ids,
        };
        self.does(project, Command::PlanPermits(plan)).await;
    }

    /// A permit that somebody names and that waits for nothing.
    async fn adds(&self, at: usize, agreed_on: Option<&str>) -> PermitId {
        let whole = &self.projects[at];
        let id = PermitId::from_uuid(self.app.new_id());
        let permit = AddPermit {
            id,
            step: StepId::from_uuid(self.app.new_id()),
            item: PermitItem::Named(format!("施工便道 {id}")),
            level: Level::County,
            phase: Phase::After,
            part: None,
            agency: Some(whole.agency),
            preparation: Preparation {
                kind: PreparationKind::Preparing,
                turn: Turn::Office,
                agreed_on: agreed_on.map(|day| day.parse::<NaiveDate>().unwrap()),
            },
            responsible: Some(whole.officer),
            due_on: None,
        };
        self.does(whole.project, Command::AddPermit(permit)).await;
        id
    }

    /// The projects that pass a condition on their plan, by their places.
    async fn with_plan(&self, condition: &str) -> String {
        let document = format!(
            "{{ projects(first: 50, filter: {{ plan: {condition} }}) {{ totalCount nodes {{ id }} }} }}"
        );
        let found = self.data(&document).await["projects"].take();
        let nodes = found["nodes"].as_array().unwrap();
        assert_eq!(found["totalCount"], nodes.len(), "{condition}");
        let place = |node: &Value| {
            let id = node["id"].as_str().unwrap();
            self.projects.iter().position(|whole| whole.project.to_string() == id).unwrap().to_string()
        };
        nodes.iter().map(place).collect::<Vec<_>>().join(" ")
    }

    async fn fileable(&self, arguments: &str) -> (Vec<String>, Value) {
        let document = format!(
            "{{ fileable{arguments} {{ totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ id }} }} }}"
        );
        let found = self.data(&document).await["fileable"].take();
        let nodes = found["nodes"].as_array().unwrap();
        (nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect(), found)
    }
}

#[tokio::test]
async fn projects_by_what_their_plans_come_to() {
    let city = City::with(3).await;
    let (first, second) = (city.projects[0].project, city.projects[1].project);
    // Each has a permit with a case under way, and nothing else; of each little is known.
    assert_eq!(city.with_plan("{ fileable: true }").await, "");
    assert_eq!(city.with_plan("{ drawn: false }").await, "0 1 2");
    assert_eq!(city.with_plan("{ undecided: true, missing: true }").await, "0 1 2");
    city.draws(first).await;
    city.adds(2, None).await;
    city.draws(second).await;
    for (condition, expected) in [
        ("{ drawn: true }", "0 1"),
        ("{ drawn: false }", "2"),
        ("{ fileable: true }", "0 1 2"),
        ("{ fileable: true, drawn: false }", "2"),
        ("{ outdated: true }", ""),
        ("{ outdated: false }", "0 1 2"),
        ("{ undecided: false }", ""),
        ("{ missing: false }", ""),
    ] {
        assert_eq!(city.with_plan(condition).await, expected, "{condition}");
    }
    let known = |attribute: &Attribute| (*attribute != Attribute::Relics).then_some(*attribute);
    let none = Change::Attribute(Attribute::Relics, Some(Answer::Flag(false)));
    city.does(second, Command::Update(vec![none])).await;
    assert_eq!(city.with_plan("{ outdated: true }").await, "1");
    // Once everything is answered nothing is left open.
    let answer = |attribute: Attribute| {
        let answer = match attribute.kind() {
            Kind::Flag => Answer::Flag(false),
            Kind::Number(_) => Answer::Number(Quantity::ZERO),
            Kind::Choice(choices) => Answer::Choice(&choices[0]),
        };
        Change::Attribute(attribute, Some(answer))
    };
    let all: Vec<Change> = Attribute::ALL.iter().filter_map(known).map(answer).collect();
    city.does(second, Command::Update(all)).await;
    assert_eq!(city.with_plan("{ undecided: false, missing: false }").await, "1");
}

#[tokio::test]
async fn what_can_be_filed_by_officer_and_agency_in_the_order_agreed() {
    let city = City::with(2).await;
    assert_eq!(city.fileable("").await.0, [""; 0]);
    let (late, none) = (city.adds(0, Some("2024-08-01")).await, city.adds(0, None).await);
    let (early, other) = (city.adds(0, Some("2024-07-01")).await, city.adds(1, Some("2024-07-15")).await);
    let ids = |permits: &[PermitId]| permits.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(city.fileable("").await.0, ids(&[early, other, late, none]));
    let (officer, agency) = (city.projects[0].officer.to_string(), city.projects[1].agency.to_string());
    assert_eq!(city.fileable(&format!("(officerId: {})", json!(officer))).await.0, ids(&[early, late, none]));
    assert_eq!(city.fileable(&format!("(agencyId: {})", json!(agency))).await.0, ids(&[other]));
    let both = format!("(officerId: {}, agencyId: {})", json!(officer), json!(agency));
    assert_eq!(city.fileable(&both).await.0, [""; 0]);
    // A page at a time, across those without a day.
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let (page, whole) = city.fileable(&format!("(first: 1{after})")).await;
        assert_eq!(whole["totalCount"], 4);
        found.extend(page);
        if whole["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", whole["pageInfo"]["endCursor"]);
    }
    assert_eq!(found, ids(&[early, other, late, none]));
    // What is filed for is not to be filed.
    let case = OpenCase {
        id: CaseId::from_uuid(city.app.new_id()),
        permit: early,
        number: None,
        agency: None,
        handler: None,
        first_leg_due: None,
    };
    city.does(city.projects[0].project, Command::OpenCase(case)).await;
    let left: BTreeSet<String> = city.fileable("").await.0.into_iter().collect();
    assert!(!left.contains(&early.to_string()) && left.len() == 3, "{left:?}");

    for (arguments, expected) in [
        ("(officerId: \"prj_1\")", "officerId"),
        ("(agencyId: \"x\")", "agencyId"),
        ("(first: 0)", "first"),
        ("(after: \"AWFiYw\")", "after"),
    ] {
        let refused = city.run(Language::En, &format!("{{ fileable{arguments} {{ totalCount }} }}")).await;
        let told = refused.errors.first().map(|error| error.message.clone()).unwrap_or_default();
        assert!(told.contains(expected), "{arguments}: {told}");
    }
}

#[tokio::test]
async fn a_page_of_what_can_be_filed_takes_as_many_statements_as_one_of_permits() {
    let city = City::with(3).await;
    for at in 0..3 {
        city.adds(at, Some("2024-07-01")).await;
    }
    let page =
        |of: &str| format!("{{ {of}(first: 50) {{ nodes {{ name step {{ responsible {{ name }} }} }} }} }}");
    let names = async |of: &str| {
        let counts = city.statements(&page(of)).await;
        counts.into_iter().filter(|(name, _)| !name.starts_with("LIST_")).collect::<Vec<_>>()
    };
    assert_eq!(names("fileable").await, names("permits").await);
    let lists = city.statements(&page("fileable")).await;
    // Those agreed on, and those that are not.
    assert_eq!(lists["LIST_FILEABLE"], 2);
}
