//! Connections: pages follow one another without gap or overlap, and wrong arguments are refused.

use std::collections::BTreeSet;

use luodi_app::Call;
use luodi_domain::{decide::NAME, ids::EnterpriseId, registry::Enterprise};
use serde_json::Value;

use super::city::City;
use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
    page::Cursor,
};

const LISTS: [&str; 5] = ["projects", "regions", "agencies", "officers", "enterprises"];

/// All ids of a list, page by page.
async fn walk(city: &City, list: &str, first: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let document = format!(
            "{{ {list}(first: {first}, after: {after}) {{ nodes {{ id }} edges {{ cursor node {{ id }} }}
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} totalCount }} }}"
        );
        let page = city.data(&document).await[list].take();
        let ids =
            |of: &Value| of.as_array().unwrap().iter().map(|node| text(&node["id"])).collect::<Vec<_>>();
        let nodes = ids(&page["nodes"]);
        let edges = page["edges"].as_array().unwrap();
        assert_eq!(edges.iter().map(|edge| text(&edge["node"]["id"])).collect::<Vec<_>>(), nodes);
        let info = &page["pageInfo"];
        assert_eq!(info["hasPreviousPage"], !after.is_null(), "{list}");
        assert_eq!(info["startCursor"], edges[0]["cursor"], "{list}");
        assert_eq!(info["endCursor"], edges[edges.len() - 1]["cursor"], "{list}");
        let more = info["hasNextPage"] == true;
        found.extend(nodes);
        assert_eq!(
            more,
            found.len() < usize::try_from(page["totalCount"].as_u64().unwrap()).unwrap(),
            "{list}"
        );
        if !more {
            return found;
        }
        assert_eq!(edges.len(), first, "{list}: a page that others follow is full");
        after = info["endCursor"].clone();
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn pages_follow_one_another() {
    let city = City::with(5).await;
    for list in LISTS {
        let all = walk(&city, list, 50).await;
        let expected = match list {
            "projects" | "enterprises" => 5,
            "officers" => 11,
            _ => 6,
        };
        assert_eq!(all.len(), expected, "{list}");
        assert!(all.is_sorted(), "{list} come in the order in which they were made");
        for first in [1, 2, 3, 5] {
            assert_eq!(walk(&city, list, first).await, all, "{list} by {first}");
        }
    }
}

#[tokio::test]
async fn an_empty_list_is_a_page_too() {
    let city = City::new().await;
    let data = city
        .data("{ projects { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }")
        .await;
    let expected = r#"{"nodes":[],"pageInfo":{"endCursor":null,"hasNextPage":false,"hasPreviousPage":false,"startCursor":null},"totalCount":0}"#;
    assert_eq!(data["projects"].to_string(), expected);
}

#[tokio::test]
async fn wrong_arguments_are_refused() {
    let city = City::with(1).await;
    let cursor = |key: &str| Cursor::new(key).encode();
    let arguments = [
        "first: 0".to_owned(),
        "first: -1".to_owned(),
        "first: 101".to_owned(),
        "first: -2147483648".to_owned(),
        "after: \"\"".to_owned(),
        "after: \"garbage\"".to_owned(),
        format!("after: \"{}\"", cursor("garbage")),
    ];
    let id = city.projects[0].project;
    for arguments in &arguments {
        let mut documents: Vec<String> =
            LISTS.iter().map(|list| format!("{{ {list}({arguments}) {{ nodes {{ id }} }} }}")).collect();
        documents.push(format!(
            "{{ project(by: {{ id: \"{id}\" }}) {{ history({arguments}) {{ totalCount }} }} }}"
        ));
        for document in documents {
            let response = city.run(Language::En, &document).await;
            let codes: Vec<_> =
                response.errors.iter().map(|error| error.source::<PublicError>().unwrap().code()).collect();
            assert_eq!(codes, [ErrorCode::BadUserInput], "{document}");
        }
    }
}

/// The cursor of the first row of every list is refused by every other.
#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let city = City::with(1).await;
    let own = format!("project(by: {{ id: \"{}\" }}) {{ history", city.projects[0].project);
    let mut lists: Vec<(&str, &str)> = LISTS.iter().map(|list| (*list, "")).collect();
    lists.extend([("permits", ""), ("history", ""), (own.as_str(), "}")]);
    let document = |(list, end): (&str, &str), after: &str| {
        format!("{{ {list}(first: 1, after: {after}) {{ pageInfo {{ endCursor }} }} {end} }}")
    };
    for &list in &lists {
        let data = city.data(&document(list, "null")).await;
        let page = data.as_object().unwrap().values().next().unwrap();
        let page = if page["history"].is_null() { page } else { &page["history"] };
        let cursor = page["pageInfo"]["endCursor"].to_string();
        for &other in &lists {
            let document = document(other, &cursor);
            let response = city.run(Language::En, &document).await;
            let codes: Vec<_> =
                response.errors.iter().map(|error| error.source::<PublicError>().unwrap().code()).collect();
            let expected = if other == list { vec![] } else { vec![ErrorCode::BadUserInput] };
            assert_eq!(codes, expected, "{document} with a cursor of {}", list.0);
        }
    }
}

/// The sort key of a name is its pinyin and the name itself, and the longest of them fits into a cursor.
#[tokio::test]
async fn pages_by_name_go_on_after_the_longest_names() {
    let city = City::new().await;
    for last in ["甲", "乙", "丙"] {
        let enterprise = Enterprise {
            id: EnterpriseId::from_uuid(city.app.new_id()),
            name: "窗".repeat(NAME - 1) + last,
            former_names: BTreeSet::new(),
            credit_code: None,
            registered_at: None,
            version: 1,
        };
        Box::pin(city.app.create_enterprise(Call::new(Some(city.manager()), "test"), enterprise))
            .await
            .unwrap();
    }
    let mut found = String::new();
    let mut after = Value::Null;
    for _ in 0..3 {
        let document = format!(
            "{{ enterprises(first: 1, after: {after}, orderBy: [{{ field: NAME }}])
                {{ nodes {{ name }} pageInfo {{ endCursor }} }} }}"
        );
        let page = city.data(&document).await["enterprises"].take();
        found.extend(text(&page["nodes"][0]["name"]).chars().last());
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(found, "丙甲乙");
}
