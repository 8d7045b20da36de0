//! `node`, `nodes` and `project`: every kind is found, and no text is ever a fault.

use serde_json::{Value, json};

use super::city::City;
use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
};

#[tokio::test]
async fn every_kind_is_found_by_its_id() {
    let city = City::with(2).await;
    let whole = &city.projects[1];
    let material = city.lists(1, "施工图").await;
    let expected = [
        ("Project", whole.project.to_string()),
        ("Step", whole.visit.to_string()),
        ("Permit", whole.permit.to_string()),
        ("Case", whole.case.to_string()),
        ("Party", whole.party.to_string()),
        ("Agreement", whole.agreement.to_string()),
        ("Milestone", whole.milestone.to_string()),
        ("Region", whole.region.to_string()),
        ("Agency", whole.agency.to_string()),
        ("Post", whole.post.to_string()),
        ("Officer", whole.officer.to_string()),
        ("Enterprise", whole.enterprise.to_string()),
        ("Material", material.to_string()),
    ];
    let ids: Vec<&str> = expected.iter().map(|(_, id)| id.as_str()).collect();
    let data = city.data(&format!("{{ nodes(ids: {}) {{ __typename id }} }}", json!(ids))).await;
    let found: Vec<Value> =
        expected.iter().map(|(kind, id)| json!({ "__typename": kind, "id": id })).collect();
    assert_eq!(data["nodes"], json!(found));
    for (kind, id) in &expected {
        let data = city.data(&format!("{{ node(id: \"{id}\") {{ __typename id }} }}")).await;
        assert_eq!(data["node"], json!({ "__typename": kind, "id": id }));
    }
}

#[tokio::test]
async fn what_is_no_node_is_null() {
    let city = City::with(1).await;
    let digits = "0".repeat(25);
    let foreign = city.projects[0].project.to_string().replace("prj_", "stp_");
    let mut texts: Vec<String> =
        ["reg", "agy", "pst", "off", "ent", "prj", "pty", "agr", "mls", "pmt", "cas", "stp", "mat"]
            .iter()
            .map(|prefix| format!("{prefix}_{digits}1"))
            .collect();
    texts.extend(
        ["", "_", "prj_", "prj_中文", "prj_'; drop table project; --", "cev_x", "xyz_1"].map(str::to_owned),
    );
    texts.extend([foreign, format!("tok_{digits}1"), format!("PRJ_{digits}1"), "9".repeat(5000)]);
    let data = city.data(&format!("{{ nodes(ids: {}) {{ id }} }}", json!(texts))).await;
    assert_eq!(data["nodes"], json!(vec![Value::Null; texts.len()]));
    for text in &texts {
        let data = city.data(&format!("{{ node(id: {}) {{ id }} }}", json!(text))).await;
        assert_eq!(data["node"], Value::Null, "{text}");
    }
}

/// `CODE message` of the only error, in English.
async fn refusal(city: &City, document: &str) -> String {
    let response = city.run(Language::En, document).await;
    assert_eq!(response.errors.len(), 1, "{document}: {:?}", response.errors);
    match response.errors[0].source::<PublicError>() {
        Some(error) => format!("{} {}", error.code(), error.public_text(Language::En)),
        None => response.errors[0].message.clone(),
    }
}

#[tokio::test]
async fn at_most_a_hundred_nodes() {
    let city = City::new().await;
    let ids = |count: usize| json!(vec!["x"; count]);
    let data = city.data(&format!("{{ nodes(ids: {}) {{ id }} }}", ids(100))).await;
    assert_eq!(data["nodes"].as_array().unwrap().len(), 100);
    let text = refusal(&city, &format!("{{ nodes(ids: {}) {{ id }} }}", ids(101))).await;
    assert_eq!(text, "BAD_USER_INPUT At most 100 ids at a time, got 101.");
}

#[tokio::test]
async fn a_project_is_named_by_exactly_one_of_its_names() {
    let city = City::with(1).await;
    let id = city.projects[0].project.to_string();
    let data = city.data(&format!("{{ project(by: {{ id: \"{id}\" }}) {{ id name }} }}")).await;
    assert_eq!(data["project"], json!({ "id": id, "name": "项目0" }));
    let unknown = format!("prj_{}", "1".repeat(26));
    for by in [format!("id: \"{unknown}\""), "projectCode: \"2206-640122-04-05-102038\"".to_owned()] {
        let data = city.data(&format!("{{ project(by: {{ {by} }}) {{ id }} }}")).await;
        assert_eq!(data["project"], Value::Null, "{by}");
    }
    for (by, expected) in [
        ("id: \"off_00000000000000000000000001\"", "Not a project: expected an id that begins with prj_."),
        ("id: \"prj_1\"", "Not a project: the part after prj_ is not a valid id."),
        ("projectCode: \"123\"", "Not an investment project code: "),
    ] {
        let text = refusal(&city, &format!("{{ project(by: {{ {by} }}) {{ id }} }}")).await;
        assert!(text.starts_with(&format!("{} {expected}", ErrorCode::BadUserInput)), "{by}: {text}");
    }
    for by in ["", "id: \"x\", projectCode: \"y\"", "id: null"] {
        let response = city.run(Language::En, &format!("{{ project(by: {{ {by} }}) {{ id }} }}")).await;
        assert_eq!(response.errors.len(), 1, "{by}");
        let said = response.errors[0].source::<PublicError>().map(|error| error.public_text(Language::Zh));
        let one = said.is_some_and(|text| text == "by：须恰好填写其中一个字段。");
        assert!(one && response.data == async_graphql::Value::Null, "{by}: {said:?}");
    }
}
