//! No N+1: a page of projects takes the same statements however many projects there are.

use std::collections::BTreeMap;
use std::future::pending;
use std::time::Duration;

use futures::StreamExt;
use luodi_app::registry::NewOverride;
use luodi_app::{Call, StatementCounter};
use luodi_domain::catalogue::{RegionalRule, Ruling};
use luodi_domain::ids::OverrideId;
use tokio::time::timeout;

use super::city::{City, Whole};
use crate::types::change_cursor;

/// What the overview of an office shows, and everything a project page has, within the limit on complexity.
const DOCUMENTS: [(&str, &str); 13] = [
    (
        "steps",
        "{ projects(first: 14) { nodes { name stageSince currentStep { dueOn responsible { name } }
            steps { kind project { name } responsible { name } supervising { name } } } } }",
    ),
    (
        "people and places",
        "{ projects(first: 14) { totalCount nodes { province { name } city { name parent { name } }
            originatingAgency { name region { name } } landingSpecialist { name post { title agency { name } } }
            leaderInCharge { name } } } }",
    ),
    (
        "permits",
        "{ projects(first: 14) { nodes { permits { name status agency { name } step { responsible { name } } } } } }",
    ),
    (
        "types of permits",
        "{ projects(first: 14) { nodes { permits { name type { name level prerequisites { anyOf { code permitType { name } } } } } } } }",
    ),
    (
        "cases",
        "{ projects(first: 14) { nodes { permits { currentCase { state legs { agency { name } } } } } } }",
    ),
    (
        "clocks",
        "{ projects(first: 14) { nodes { permits { cases { clock { state warnedBy { alert deadline { on } }
            pauses { from to } legs { agency { name } lateBy } } } } } } }",
    ),
    ("elapsed", "{ projects(first: 14) { nodes { permits { elapsed { holder days } } } } }"),
    (
        "papers",
        "{ projects(first: 14) { nodes { parties { enterprise { name } } agreements { title supersedes { id } }
            milestones { kind evidence { note } } permitGaps { since } stageVisits { step { firstReceiver { name } } } } } }",
    ),
    (
        "what permits wait for",
        "{ projects(first: 14) { nodes { permits { canFileToday waitsOn { hard anyOf { name since } } } } } }",
    ),
    (
        "materials",
        "{ projects(first: 14) { nodes { criticalPath { node { name } by { on } } materials(first: 3) { totalCount nodes { name
            permits { deferrable permit { name } } attachments { id } } } permits { materialsMissing } } } }",
    ),
    (
        "history",
        "{ projects(first: 14) { nodes { history(first: 5) { totalCount nodes { summary hash actor { name } } } } } }",
    ),
    ("history of all", "{ history(first: 14) { nodes { summary project { name } actor { name } } } }"),
    ("children", "{ regions(first: 14) { nodes { ancestors { name } children { name } } } }"),
];

/// A document costs many projects the same statements as few, each as often.
async fn check(name: &str, few: (&City, &str), many: (&City, &str)) {
    let (of_few, of_many) = (few.0.statements(few.1).await, many.0.statements(many.1).await);
    assert!(!of_few.is_empty(), "{name}: statements are counted");
    assert_eq!(of_few, of_many, "{name}");
}

#[tokio::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_projects() {
    let (few, many) = (City::with(2).await, City::with(14).await);
    for (name, document) in DOCUMENTS {
        check(name, (&few, document), (&many, document)).await;
    }
}

#[tokio::test]
async fn nodes_are_read_together() {
    let (few, many) = (City::with(2).await, City::with(14).await);
    let document = |city: &City| {
        let ids =
            |whole: &Whole| [whole.project.to_string(), whole.permit.to_string(), whole.case.to_string()];
        let ids: Vec<String> = city.projects.iter().flat_map(ids).collect();
        format!("{{ nodes(ids: {}) {{ id }} }}", serde_json::json!(ids))
    };
    check("nodes", (&few, &document(&few)), (&many, &document(&many))).await;
}

#[tokio::test]
async fn the_calendar_is_asked_about_once_in_a_request() {
    let city = City::with(2).await;
    let deadline =
        |n: usize| format!("d{n}: deadline(from: \"2026-02-13\", days: {n}, unit: WORKING) {{ on }}");
    let document = |count| {
        format!("{{ workCalendar {{ years {{ off }} }} {} }}", (0..count).map(deadline).collect::<String>())
    };
    let first: Vec<(&str, usize)> = city.statements(&document(1)).await.into_iter().collect();
    // The years themselves were read when the first case of the city ended.
    assert_eq!(first, [("CHANGES", 1)]);
    let later: Vec<(&str, usize)> = city.statements(&document(30)).await.into_iter().collect();
    assert_eq!(later, [("CHANGES", 1)], "what is known is not read again");
}

/// Only who asks for clocks has the calendar asked about, once for all of them.
#[tokio::test]
async fn the_clocks_of_a_page_take_one_statement_more() {
    let city = City::with(5).await;
    let page = |of_case: &str| {
        format!("{{ projects(first: 5) {{ nodes {{ permits {{ cases {{ state {of_case} }} }} }} }} }}")
    };
    let clock = "clock { state legal { deadline { on } } pauses { from } cure { late } }";
    let mut without = city.statements(&page("")).await;
    city.statements(&page(clock)).await;
    assert_eq!(without.insert("CHANGES", 1), None);
    assert_eq!(city.statements(&page(clock)).await, without);
}

/// Where regions say nothing, nobody is asked where a project lies; else what the projects of a page are is read once, by
/// two statements.
#[tokio::test]
async fn what_regions_say_has_the_projects_of_a_page_read_once() {
    let city = City::with(5).await;
    let page = "{ permits(first: 5) { nodes { name type { level } elapsed { days } currentCase { clock { state } } } } }";
    city.statements(page).await;
    let before = city.statements(page).await;
    assert_eq!(before.get("CHANGES"), Some(&1));
    let rule = RegionalRule {
        region: city.province(),
        code: "construction_permit".to_owned(),
        valid_from: "2024-01-01".parse().unwrap(),
        valid_to: None,
        ruling: Ruling::TakenOff,
        source: "通知".to_owned(),
    };
    let wanted = NewOverride { id: OverrideId::from_uuid(city.app.new_id()), rule };
    city.app.override_permit_type(Call::new(None, "test"), wanted).await.unwrap();
    assert_eq!(city.statements(page).await.get("RULES"), Some(&1));
    let (after, sum) =
        (city.statements(page).await, |counts: &BTreeMap<&str, usize>| counts.values().sum::<usize>());
    assert_eq!(after.get("RULES"), None, "what is known is not read again");
    assert_eq!(sum(&after), sum(&before) + 2, "{before:?} {after:?}");
}

/// What many paths lead to is read once, after all of them.
#[tokio::test]
async fn a_page_with_everything_beside_it_takes_one_statement_of_each_kind() {
    let city = City::with(5).await;
    let counts = city
        .statements(
            "{ projects(first: 5) { nodes {
                name stage currentStep { responsible { name post { agency { name } } } }
                landingSpecialist { name post { agency { name } } } originatingAgency { name }
                permits { name status agency { name } step { responsible { name post { agency { name } } } } }
            } } }",
        )
        .await;
    let counts: Vec<(&str, usize)> = counts.into_iter().collect();
    assert_eq!(counts, [("LIST_PROJECTS", 1), ("PROJECT_RIGHTS", 1), ("SELECT", 9)]);
}

/// The end of the feed is asked for once, the changes up to there are at hand, and their projects are read together. What an
/// event shows beside its project is read at the first event of that project, by the same statements for each, and at no
/// later one.
#[tokio::test]
async fn only_the_first_event_of_each_project_takes_statements_and_each_the_same() {
    let city = City::with(3).await;
    let app = city.app.clone();
    let feed = tokio::spawn(async move { app.run_feed(pending()).await });
    let document = format!(
        "subscription {{ projectChanged(after: {:?}) {{ version project {{ id version
            landingSpecialist {{ name post {{ agency {{ name }} }} }} }} }} }}",
        change_cursor(0)
    );
    let mut events = city.follow(&document);
    let mut firsts = Vec::new();
    for (number, whole) in city.projects.iter().enumerate() {
        let (mut of_project, mut last) = (Vec::new(), false);
        while !last {
            let counter = StatementCounter::default();
            let event =
                timeout(Duration::from_secs(20), counter.scope(events.next())).await.unwrap().unwrap();
            assert!(event.errors.is_empty(), "{:?}", event.errors);
            let change = event.data.into_json().unwrap()["projectChanged"].take();
            assert_eq!(change["project"]["id"], whole.project.to_string());
            assert_eq!(change["project"]["landingSpecialist"]["name"], format!("责任人{number}"));
            last = change["version"] == change["project"]["version"];
            of_project.push(counter.names());
        }
        let later = of_project.split_off(1);
        assert!(later.len() > 5 && later.iter().all(Vec::is_empty), "of project {number}: {later:?}");
        firsts.append(&mut of_project);
    }
    // How far the feed reaches, which of the three projects exist for the caller, and they by two statements; then who is in
    // charge of one, the post and the agency.
    let of_one = ["SELECT"; 3];
    let projects = ["PEEK", "PROJECTS_AMONG", "PROJECT_RIGHTS", "SELECT", "SELECT"];
    assert_eq!(firsts, [[&projects, &of_one[..]].concat(), of_one.into(), of_one.into()]);
    feed.abort();
}
