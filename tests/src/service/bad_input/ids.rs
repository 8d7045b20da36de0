//! Ids that are unknown, of another kind, or no ids at all; page sizes and cursors.

use serde_json::json;

use super::Table;

/// What follows a prefix in the id of something that was never made.
const NOBODY: &str = "06dddddddddddddddddddddddd";

/// Texts that are no ids.
const GARBAGE: [&str; 9] =
    ["", " ", "1", "prj", "prj_", "prj_xyz", "prj_' or 1=1 --", "PRJ_06dddddddddddddddddddddddd", "项目"];

pub(super) fn run(mut table: Table<'_>) {
    queries(&mut table);
    mutations(&mut table);
    pages(&mut table);
    table.end();
}

fn queries(table: &mut Table<'_>) {
    let node = "query($id: ID!) { node(id: $id) { id } }";
    let project = "query($id: ID!) { project(by: { id: $id }) { id } }";
    let nodes = "query($id: ID!) { nodes(ids: [$id]) { id } }";
    let officer = table.office.id("specialist").to_owned();
    for text in GARBAGE {
        let id = json!({ "id": text });
        table.query(node, &id, r#"{"node":null}"#);
        table.query(project, &id, "200 BAD_USER_INPUT");
        table.query(nodes, &id, r#"{"nodes":[null]}"#);
    }
    for prefix in ["prj", "off", "agy", "reg", "ent", "pst", "pmt", "cas", "stp", "tok", "cmd"] {
        table.query(node, &json!({ "id": format!("{prefix}_{NOBODY}") }), r#"{"node":null}"#);
    }
    table.query(project, &json!({ "id": officer }), "200 BAD_USER_INPUT");
    table.query(project, &json!({ "id": format!("prj_{NOBODY}") }), r#"{"project":null}"#);
    table.query(node, &json!({ "id": "prj_".repeat(100_000) }), r#"{"node":null}"#);
    let by_code = "query($code: String!) { project(by: { projectCode: $code }) { id } }";
    // The first is well formed, with a wrong check digit.
    for code in ["2209-640122-04-01-000000", "'; drop table project", ""] {
        table.query(by_code, &json!({ "code": code }), "200 BAD_USER_INPUT");
    }
    table.query(by_code, &json!({ "code": "2209-640122-04-01-000002" }), r#"{"project":null}"#);
    table.query("{ project(by: {}) { id } }", &json!({}), "400 BAD_USER_INPUT");
    table.query(
        "{ project(by: { id: \"a\", projectCode: \"b\" }) { id } }",
        &json!({}),
        "400 BAD_USER_INPUT",
    );
    let many = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    table.query(many, &json!({ "ids": vec![officer; 251] }), "400 BAD_USER_INPUT");
}

fn mutations(table: &mut Table<'_>) {
    let project = table.office.id("project").to_owned();
    let officer = table.office.id("specialist").to_owned();
    let unknown = |prefix: &str| format!("{prefix}_{NOBODY}");
    let day = "2024-02-01";
    for bad in GARBAGE.into_iter().map(str::to_owned).chain([unknown("prj"), officer.clone()]) {
        let input = json!({ "projectId": bad, "occurredOn": day });
        table.refused("advanceProject", &input, "NOT_FOUND input.projectId");
    }
    for bad in [unknown("ent"), project.clone(), "x".to_owned()] {
        let input = json!({ "projectId": project, "enterpriseId": bad, "role": "SIGNATORY", "since": day });
        table.refused("recordParty", &input, "NOT_FOUND input.enterpriseId");
    }
    for bad in [unknown("off"), project.clone(), "x".to_owned()] {
        let input = json!({ "stepId": table.office.id("step"), "officerId": bad, "role": "RESPONSIBLE" });
        table.refused("assignOfficer", &input, "NOT_FOUND input.officerId");
        let input = json!({ "name": "新项目", "track": "LEASED", "landingSpecialistId": bad });
        table.refused("registerProject", &input, "NOT_FOUND input.landingSpecialistId");
    }
    for bad in [unknown("pmt"), project.clone(), unknown("cas")] {
        table.refused("openCase", &json!({ "permitId": bad, "occurredOn": day }), "NOT_FOUND input.permitId");
        let input = json!({ "caseId": bad, "event": { "kind": "SUBMITTED" }, "occurredOn": day });
        table.refused("recordCaseEvent", &input, "NOT_FOUND input.caseId");
        let input = json!({ "stepId": bad, "officerId": officer, "role": "ASSISTING" });
        table.refused("assignOfficer", &input, "NOT_FOUND input.stepId");
    }
    for bad in [unknown("agy"), project.clone(), officer] {
        let input = json!({ "projectId": project, "item": { "name": "别的事项" }, "level": "CITY", "phase": "AFTER",
            "agencyId": bad });
        table.refused("addPermit", &input, "NOT_FOUND input.agencyId");
        let input = json!({ "agencyId": bad, "title": "岗", "role": "CLERK" });
        table.refused_administrator("createPost", &input, "NOT_FOUND input.agencyId");
    }
    let input = json!({ "parentId": unknown("reg"), "kind": "CITY", "name": "某市" });
    table.refused_administrator("createRegion", &input, "NOT_FOUND input.parentId");
    let input = json!({ "projectId": project, "place": { "countyId": unknown("reg") } });
    table.refused("updateProject", &input, "NOT_FOUND input.place.countyId");
}

fn pages(table: &mut Table<'_>) {
    for list in ["projects", "officers", "agencies", "regions", "enterprises"] {
        let document =
            format!("query($n: Int, $c: String) {{ {list}(first: $n, after: $c) {{ nodes {{ id }} }} }}");
        for first in [0, -1, 101, 1_000_000, i64::from(i32::MAX), i64::from(i32::MIN)] {
            table.query(&document, &json!({ "n": first }), "200 BAD_USER_INPUT");
        }
        for first in [i64::from(i32::MAX) + 1, i64::MIN] {
            table.query(&document, &json!({ "n": first }), "400 BAD_USER_INPUT");
        }
        for cursor in ["", "garbage!", "AAAA", "prj_06dddddddddddddddddddddddd", "é", &"A".repeat(10_000)] {
            table.query(&document, &json!({ "c": cursor }), "200 BAD_USER_INPUT");
        }
    }
    let history =
        "query($id: ID!, $n: Int) { project(by: { id: $id }) { history(first: $n) { nodes { sequence } } } }";
    for first in [0, -1, 101] {
        let variables = json!({ "id": table.office.id("project"), "n": first });
        table.query(history, &variables, "200 BAD_USER_INPUT");
    }
}
