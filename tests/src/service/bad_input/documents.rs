//! Documents that are too deep, too wide, or none at all; NUL anywhere.

use serde_json::json;

use super::Table;

const TOO_MUCH: &str = "400 COMPLEXITY_LIMIT";
const BAD: &str = "400 BAD_USER_INPUT";

pub(super) fn run(mut table: Table<'_>) {
    let nested = |levels: usize| {
        format!("{{ regions {{ nodes {{ {}id{} }} }} }}", "parent { ".repeat(levels), "}".repeat(levels))
    };
    for levels in [11, 40, 2_000, 30_000] {
        table.query(&nested(levels), &json!({}), TOO_MUCH);
    }
    for open in ["{ viewer ", "[", "(", "{a:["] {
        table.query(&open.repeat(2_000), &json!({}), TOO_MUCH);
    }
    for aliases in [5_001, 20_000] {
        let fields: Vec<String> =
            (0..aliases).map(|n| format!("a{n}:__typename v{n}: viewer {{ today }}")).collect();
        table.query(&format!("{{ {} }}", fields.join(" ")), &json!({}), TOO_MUCH);
    }
    // Mutations by the thousand in one document.
    let many: Vec<String> = (0..2_001)
        .map(|n| format!("m{n}: createEnterprise(input: {{ name: \"企业{n}\" }}) {{ errors {{ code }} }}"))
        .collect();
    table.query(&format!("mutation {{ {} }}", many.join(" ")), &json!({}), TOO_MUCH);
    let page = "{ projects(first: 100) { nodes { permits { cases { events { id } } } history(first: 100) { nodes { summary } } } } }";
    table.query(page, &json!({}), TOO_MUCH);
    table.query(
        &format!("{{ viewer {{ today {} }} }}", "@skip(if: false)".repeat(2_000)),
        &json!({}),
        TOO_MUCH,
    );
    let fragments: Vec<String> =
        (0..28).map(|n| format!("fragment F{n} on Query {{ ...F{m} ...F{m} }}", m = n + 1)).collect();
    let bomb = format!("{{ ...F0 }} {} fragment F28 on Query {{ viewer {{ today }} }}", fragments.join(" "));
    table.query(&bomb, &json!({}), TOO_MUCH);
    for document in [
        "",
        " ",
        "{",
        "}",
        "{ }",
        "思思食品",
        "{ noSuchField }",
        "{ viewer }",
        "{ viewer { today { day } } }",
        "subscription { viewer { today } }",
        "query A { viewer { today } } query B { viewer { today } }",
        "{ ...F } fragment F on Query { ...F }",
        "query($id: ID!) { node(id: $id) { id } }",
        "mutation { registerProject { errors { code } } }",
        "{ viewer { today } } # \u{0}",
    ] {
        table.query(document, &json!({}), BAD);
    }
    nul(&mut table);
    table.end();
}

/// PostgreSQL stores no NUL, so that it must not get so far.
fn nul(table: &mut Table<'_>) {
    let project = table.office.id("project").to_owned();
    let rows = [
        ("registerProject", json!({ "name": "思\u{0}思", "track": "NEW_BUILD" })),
        ("registerProject", json!({ "name": "思思", "track": "NEW_BUILD", "aliases": ["\u{0}"] })),
        ("advanceProject", json!({ "projectId": format!("{project}\u{0}") })),
        ("updateProject", json!({ "projectId": project, "name": "新名", "reason": "\u{0}" })),
        (
            "updateProject",
            json!({ "projectId": project, "attributes": [{ "key": "eia_class", "value": { "choice": "\u{0}" } }] }),
        ),
    ];
    for (field, input) in rows {
        table.refused(field, &input, BAD);
    }
    let literal = format!(
        "mutation {{ updateProject(input: {{ projectId: \"{project}\", name: \"a\\u0000b\" }}) {{ errors {{ code }} }} }}"
    );
    table.query(&literal, &json!({}), BAD);
    table.query("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": "prj_\u{0}" }), BAD);
    table.query("{ viewer { today } }", &json!({ "unused\u{0}": 1 }), BAD);
}
