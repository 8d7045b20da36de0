//! Plans of permits.

use async_graphql::Response;

use super::*;
use crate::language::Language;

const CHANGES: &str = "changes { kind typeCode name level levelBefore agency { name } reason }";

/// What a wind farm on forest land knows of itself.
fn wind_farm() -> Value {
    json!([
        { "key": "approval_mode", "value": { "choice": "VERIFICATION" } },
        { "key": "forest_ha", "value": { "number": "12.5" } },
        { "key": "forest_class", "value": { "choice": "PROTECTION" } },
        { "key": "energy_tce", "value": { "number": "10400" } },
        { "key": "energy_exempt", "value": { "bool": false } },
    ])
}

fn codes<'a>(changes: &'a Value, kind: &str) -> Vec<&'a str> {
    let changes = changes.as_array().unwrap().iter().filter(|change| change["kind"] == kind);
    changes.map(|change| change["typeCode"].as_str().unwrap()).collect()
}

fn change<'a>(changes: &'a Value, code: &str) -> &'a Value {
    changes.as_array().unwrap().iter().find(|change| change["typeCode"] == code).unwrap()
}

#[tokio::test]
async fn a_plan_is_shown_before_it_is_drawn_and_then_drawn_as_shown() {
    let world = World::new().await;
    let project = world.project("风电").await;
    let place = json!({ "projectId": project, "place": { "cityId": world.id("city") } });
    world.done("SPECIALIST", "updateProject", "", place).await;
    let select = format!("{CHANGES} project {{ version permits {{ id }} plan {{ drawnOn }} }}");
    let input = json!({ "projectId": project, "attributes": wind_farm(), "dryRun": true });
    let shown = world.done("SPECIALIST", "planPermits", &select, input).await;
    assert_eq!(shown["project"]["permits"], json!([]), "nothing was drawn");
    assert_eq!(shown["project"]["plan"]["drawnOn"], Value::Null);
    let review = change(&shown["changes"], "energy_review");
    assert_eq!((&review["kind"], &review["level"]), (&json!("ADDED"), &json!("PROVINCIAL")));
    assert_eq!(review["reason"], "energy a year 10,400 tce ≥ 10,000");
    let forest = change(&shown["changes"], "forest_land");
    assert_eq!(forest["level"], "NATIONAL", "protection forest from 10 ha on");

    let input = json!({ "projectId": project, "attributes": wind_farm() });
    let drawn = world.done("SPECIALIST", "planPermits", &select, input).await;
    assert_eq!(drawn["changes"], shown["changes"]);
    let added = codes(&drawn["changes"], "ADDED").len();
    assert_eq!(drawn["project"]["permits"].as_array().unwrap().len(), added);
    assert_eq!(drawn["project"]["plan"]["drawnOn"], world::TODAY);

    // Drawn again nothing changes, not even the version; with less forest the level does.
    let again = world.done("SPECIALIST", "planPermits", &select, json!({ "projectId": project })).await;
    assert_eq!((&again["changes"], &again["project"]["version"]), (&json!([]), &drawn["project"]["version"]));
    let less = json!({ "projectId": project, "attributes": [
        { "key": "forest_ha", "value": { "number": "9" } }, { "key": "energy_tce", "value": { "number": "900" } },
        { "key": "power_mwh", "value": { "number": "0" } } ] });
    let changed = world.done("SPECIALIST", "planPermits", &select, less).await;
    let forest = change(&changed["changes"], "forest_land");
    assert_eq!(
        (&forest["kind"], &forest["levelBefore"], &forest["level"]),
        (&json!("CHANGED"), &json!("NATIONAL"), &json!("PROVINCIAL"))
    );
    assert_eq!(codes(&changed["changes"], "TAKEN_OFF"), ["energy_review"]);
    // What nobody can tell any more is told, once, and with whom to ask.
    assert_eq!(codes(&changed["changes"], "UNDECIDED"), [""; 0]);
    let unknown = |dry: bool| {
        json!({ "projectId": project, "dryRun": dry, "attributes": [
            { "key": "energy_tce", "value": { "number": "10400" } },
            { "key": "energy_exempt", "value": { "unknown": true } } ] })
    };
    let select = format!("{select} changes {{ responsible {{ name }} }}");
    let shown = world.done("SPECIALIST", "planPermits", &select, unknown(true)).await;
    assert_eq!(codes(&shown["changes"], "UNDECIDED"), ["energy_review"]);
    let review = change(&shown["changes"], "energy_review");
    assert_eq!(review["reason"], "on the list exempt from energy review: unknown");
    assert_eq!(review["responsible"]["name"], "SPECIALIST");
    let drawn = world.done("SPECIALIST", "planPermits", &select, unknown(false)).await;
    assert_eq!(drawn["changes"], shown["changes"]);
    let again = world.done("SPECIALIST", "planPermits", &select, unknown(true)).await;
    assert_eq!(again["changes"], json!([]));
}

#[tokio::test]
async fn a_plan_says_why_what_before_and_when() {
    let world = World::new().await;
    let project = world.project("风电").await;
    let input = json!({ "projectId": project, "attributes": wind_farm() });
    let select = "project { plan { missing { key name owner { name } } expectedStart { on provisional atLeast } latestStart { on }
        expectedProduction { atLeast } criticalPath { typeCode point name undecided } criticalNodes { typeCode point }
        items { typeCode name need reason level levelPerhaps levelReason levelBasis department departmentName shared
            legalLimit { days unit } promisedLimit { days unit } prerequisites { hard anyOf { typeCode point name } }
            waitsOn { hard anyOf { typeCode point } } customarilyFirst { anyOf { typeCode } } parts { part } permits { id status } canFileToday earliestFiling earliestGrant { on }
            latestGrant { on } slackDays critical } } }";
    let payload = world.done("SPECIALIST", "planPermits", select, input).await;
    let plan = &payload["project"]["plan"];
    let item = |code: &str| {
        let items = plan["items"].as_array().unwrap();
        items
            .iter()
            .find(|item| item["typeCode"] == code)
            .unwrap_or_else(|| panic!("{code} in {items:#?}"))
            .clone()
    };
    let forest = item("forest_land");
    assert_eq!((&forest["need"], &forest["canFileToday"]), (&json!("NEEDED"), &json!(false)));
    assert_eq!(forest["reason"], "forest land 12.5 ha > 0");
    let waits: Vec<&Value> =
        forest["waitsOn"].as_array().unwrap().iter().map(|group| &group["anyOf"]).collect();
    assert_eq!(waits, [&json!([{ "typeCode": "project_verification", "point": null }])]);
    assert_eq!(forest["permits"].as_array().unwrap().len(), 1);
    let energy = item("energy_review");
    let verification = json!([{ "typeCode": "project_verification", "point": null }]);
    assert_eq!(
        (&energy["waitsOn"], &energy["customarilyFirst"], &energy["canFileToday"]),
        (&json!([{ "hard": false, "anyOf": verification }]), &json!([]), &json!(false)),
        "no law has it wait; but the verification usually comes first, and cannot be filed yet"
    );
    assert_eq!(item("eco_redline_check")["canFileToday"], true);
    let hygiene = item("public_hygiene");
    assert_eq!(
        hygiene["waitsOn"],
        json!([{ "hard": false, "anyOf": [{ "typeCode": null, "point": "COMPLETION" }] }])
    );
    let undecided = item("fire_design_review");
    assert_eq!((&undecided["need"], &undecided["permits"]), (&json!("UNDECIDED"), &json!([])));
    let missing = plan["missing"].as_array().unwrap();
    assert!(missing.iter().any(|missing| missing["key"] == "fire_special"), "{missing:?}");
    assert!(missing.iter().all(|missing| missing["owner"]["name"] == "SPECIALIST"));
    let path = plan["criticalPath"].as_array().unwrap();
    assert_eq!(path.last().unwrap()["point"], "START");
    assert!(path.len() > 2, "{path:?}");
    let undecided =
        |node: &Value| node["typeCode"].as_str().is_some_and(|code| item(code)["need"] == "UNDECIDED");
    assert!(path.iter().all(|node| node["undecided"] == undecided(node)), "{path:?}");
    let critical = plan["criticalNodes"].as_array().unwrap();
    for item in plan["items"].as_array().unwrap() {
        let listed = critical.iter().any(|node| node["typeCode"] == item["typeCode"]);
        assert_eq!(item["critical"], listed, "{item}");
    }
    assert!(plan["expectedStart"]["on"].as_str() > Some(world::TODAY));
    assert!(plan["latestStart"]["on"].as_str() >= plan["expectedStart"]["on"].as_str());
    assert_eq!(plan["expectedProduction"]["atLeast"], true, "nobody knows how long building takes");
}

#[tokio::test]
async fn a_plan_is_refused_with_its_field_and_changes_nothing() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let with = |attributes: Value| json!({ "projectId": project, "attributes": attributes });
    let rows = [
        (with(json!([{ "key": "x", "value": { "bool": true } }])), "VALUE_INVALID input.attributes.0.key"),
        (
            with(json!([{ "key": "hotel", "value": { "number": "1" } }])),
            "ANSWER_INVALID input.attributes.0.value.number",
        ),
        (json!({ "projectId": project, "removeAttributes": ["hotel"] }), "NOT_FOUND input.removeAttributes"),
        (json!({ "projectId": project, "expectedVersion": 1 }), "VERSION_CONFLICT input.expectedVersion"),
        (
            json!({ "projectId": project, "expectedVersion": 1, "dryRun": true }),
            "VERSION_CONFLICT input.expectedVersion",
        ),
    ];
    for (input, expected) in rows {
        world.refused("SPECIALIST", "planPermits", input, &project, expected).await;
    }
    world
        .refused("CLERK", "planPermits", json!({ "projectId": project }), &project, "ROLE_NOT_ALLOWED input")
        .await;
}

#[tokio::test]
async fn the_same_request_draws_once_and_tells_the_same() {
    let world = World::new().await;
    let project = world.project("风电").await;
    let select = format!("{CHANGES} project {{ version permits {{ id }} }}");
    let input = json!({ "projectId": project, "attributes": wind_farm(), "idempotencyKey": "计划一" });
    let first = world.done("SPECIALIST", "planPermits", &select, input.clone()).await;
    assert!(!codes(&first["changes"], "ADDED").is_empty());
    let second = world.done("SPECIALIST", "planPermits", &select, input).await;
    assert_eq!(first, second);
    // Also after the project has moved on.
    let permit = first["project"]["permits"][0]["id"].clone();
    let out = json!({ "permitId": permit, "reason": "经研究不需办理" });
    world.done("SPECIALIST", "ruleOutPermit", "permit { status }", out).await;
    let input = json!({ "projectId": project, "attributes": wind_farm(), "idempotencyKey": "计划一" });
    let third = world.done("SPECIALIST", "planPermits", &select, input).await;
    assert_eq!(first["changes"], third["changes"]);
    let other = json!({ "projectId": project, "idempotencyKey": "计划一" });
    let reused = "IDEMPOTENCY_KEY_REUSED input.idempotencyKey";
    world.refused("SPECIALIST", "planPermits", other.clone(), &project, reused).await;
    // A dry run is told what it would be, and keeps nothing under its key.
    let dry = |key: &str| json!({ "projectId": project, "idempotencyKey": key, "dryRun": true });
    world.refused("SPECIALIST", "planPermits", dry("计划一"), &project, reused).await;
    let invalid = "VALUE_INVALID input.idempotencyKey";
    world.refused("SPECIALIST", "planPermits", dry(""), &project, invalid).await;
    world.done("SPECIALIST", "planPermits", "", dry("计划二")).await;
    let drawn = json!({ "projectId": project, "idempotencyKey": "计划二" });
    world.done("SPECIALIST", "planPermits", "", drawn).await;
}

#[tokio::test]
async fn departments_answer_and_then_the_plan_is_locked() {
    let world = World::new().await;
    let project = world.project("风电").await;
    let select = "project { permits { id typeCode } }";
    let input = json!({ "projectId": project, "attributes": wind_farm() });
    let drawn = world.done("SPECIALIST", "planPermits", select, input).await;
    let permits = drawn["project"]["permits"].as_array().unwrap();
    let lock = json!({ "projectId": project });
    let silent = "PLAN_UNANSWERED input";
    world.refused("SPECIALIST", "lockPlan", lock.clone(), &project, silent).await;
    let first = json!({ "permitId": permits[0]["id"], "response": "OBJECTED" });
    let bare = "REASON_REQUIRED input.reason";
    world.refused("SPECIALIST", "respondToPermit", first.clone(), &project, bare).await;
    let said = "permit { response { kind on reason erased } baselineOn }";
    let objection = json!({ "permitId": permits[0]["id"], "response": "OBJECTED", "reason": "不属本部门" });
    let answered = world.done("SPECIALIST", "respondToPermit", said, objection).await;
    assert_eq!(
        answered["permit"],
        json!({ "response": { "kind": "OBJECTED", "on": world::TODAY, "reason": "不属本部门", "erased": false },
            "baselineOn": null })
    );
    let gaps = json!({ "projectId": project, "withGaps": true, "reason": "其余部门未反馈，视为同意" });
    world.refused("MANAGER", "lockPlan", gaps.clone(), &project, "PLAN_OBJECTED input").await;
    world.refused("SPECIALIST", "lockPlan", gaps.clone(), &project, "ROLE_NOT_ALLOWED input").await;
    let confirmed = json!({ "permitId": permits[0]["id"], "response": "CONFIRMED" });
    world.refused("SPECIALIST", "respondToPermit", confirmed, &project, "REASON_REQUIRED input.reason").await;
    let confirmed = json!({ "permitId": permits[0]["id"], "response": "CONFIRMED", "reason": "已沟通" });
    world.done("SPECIALIST", "respondToPermit", said, confirmed).await;
    let select = "permits { baselineOn } plan { expectedStart { on } expectedProduction { on }
        baseline { lockedOn expectedStart { on } expectedProduction { on } startDaysLost productionDaysLost }
        items { baselineGrant daysLost } }";
    let mut gaps = gaps;
    gaps["idempotencyKey"] = json!("锁定");
    let payload = world.done("MANAGER", "lockPlan", &format!("project {{ {select} }}"), gaps.clone()).await;
    // The same request is answered as the first, and locks nothing again.
    let again = world.done("MANAGER", "lockPlan", &format!("project {{ {select} }}"), gaps.clone()).await;
    assert_eq!(again, payload);
    gaps["reason"] = json!("另一理由");
    let reused = "IDEMPOTENCY_KEY_REUSED input.idempotencyKey";
    world.refused("MANAGER", "lockPlan", gaps, &project, reused).await;
    let plan = &payload["project"]["plan"];
    assert_eq!(
        plan["baseline"],
        json!({ "lockedOn": world::TODAY, "expectedStart": plan["expectedStart"],
            "expectedProduction": plan["expectedProduction"], "startDaysLost": 0, "productionDaysLost": 0 })
    );
    let permits = payload["project"]["permits"].as_array().unwrap();
    assert!(permits.iter().all(|permit| permit["baselineOn"].is_string()), "{permits:?}");
    let needed = |plan: &Value| {
        plan["items"].as_array().unwrap().iter().filter(|item| item["daysLost"].is_i64()).count()
    };
    assert_eq!(needed(plan), permits.len());
    // A preview needs no reason, what it previews does.
    let less = json!([{ "key": "forest_ha", "value": { "number": "9" } }]);
    let preview = json!({ "projectId": project, "attributes": less, "dryRun": true });
    let shown = world.done("SPECIALIST", "planPermits", CHANGES, preview).await;
    assert_eq!(codes(&shown["changes"], "CHANGED"), ["forest_land"]);
    let bare = json!({ "projectId": project, "attributes": less });
    world.refused("SPECIALIST", "planPermits", bare, &project, "REASON_REQUIRED input.reason").await;
    // A working week in which nobody filed anything is lost.
    world.day("2024-06-12");
    let later = world.selected(&project, select).await;
    assert_eq!(later["plan"]["baseline"]["startDaysLost"], 6, "the 10th was a day off");
}

const SHIFT: &str = "{ before { on } after { on } workingDays }";

#[tokio::test]
async fn several_permits_of_a_type_have_their_own_days() {
    let world = World::new().await;
    let project = world.project("基坑先行").await;
    for part in ["基坑", "主体"] {
        let input = json!({ "projectId": project, "item": { "typeCode": "construction_permit" }, "part": part,
            "level": "COUNTY", "phase": "BEFORE_START" });
        world.done("SPECIALIST", "addPermit", "", input).await;
    }
    let select = "project { plan { items(need: [NEEDED, UNDECIDED, NOT_NEEDED]) { typeCode earliestGrant { on } canFileToday
        parts { part permit { part status } canFileToday earliestGrant { on } latestGrant { on } } } } }";
    let payload = world.done("SPECIALIST", "planPermits", select, json!({ "projectId": project })).await;
    let items = payload["project"]["plan"]["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["typeCode"] == "construction_permit").unwrap();
    let parts = item["parts"].as_array().unwrap();
    let names: Vec<&Value> = parts.iter().map(|part| &part["part"]).collect();
    assert_eq!(names, ["基坑", "主体"]);
    for part in parts {
        assert_eq!(part["permit"]["part"], part["part"]);
        assert_eq!(part["earliestGrant"], item["earliestGrant"], "nothing tells them apart yet");
    }
    let single = items.iter().filter(|item| item["typeCode"] != "construction_permit");
    assert!(single.clone().count() > 10);
    assert!(single.into_iter().all(|item| item["parts"] == json!([])), "one permit is the type's");
}

#[tokio::test]
async fn what_would_become_of_a_plan_is_told_and_not_kept() {
    let world = World::new().await;
    let project = world.project("风电").await;
    world
        .done("SPECIALIST", "planPermits", "", json!({ "projectId": project, "attributes": wind_farm() }))
        .await;
    let before = world.state(&project).await;
    let ask = |input: Value| {
        let document = format!(
            "query($input: WhatIfInput!) {{ project(by: {{ id: \"{project}\" }}) {{ whatIf(input: $input) {{
                expectedStart {SHIFT} latestStart {SHIFT} expectedProduction {SHIFT} latestProduction {SHIFT}
                criticalPath {{ typeCode point }} moved {{ node {{ typeCode }} shift {SHIFT} }}
                needs {{ typeCode name before after reason stays }} }} }} }}"
        );
        let world = &world;
        async move { world.respond("SPECIALIST", Language::En, &document, &input).await }
    };
    let told = |answer: &Response| {
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        answer.data.clone().into_json().unwrap()["project"]["whatIf"].take()
    };
    let nothing = told(&ask(json!({})).await);
    assert_eq!((&nothing["moved"], &nothing["needs"]), (&json!([]), &json!([])));
    assert_eq!(nothing["expectedStart"]["workingDays"], 0);

    let late = json!({ "startOn": "2030-06-03" });
    let late = told(&ask(late).await);
    assert_eq!(late["expectedStart"]["after"]["on"], "2030-06-03");
    assert_eq!(late["criticalPath"], json!([{ "typeCode": null, "point": "START" }]));

    let slow = told(&ask(json!({ "promised": [{ "typeCode": "forest_land", "days": 300 }] })).await);
    assert!(slow["expectedStart"]["workingDays"].as_i64() > Some(100), "{slow}");
    assert!(slow["criticalPath"].as_array().unwrap().iter().any(|node| node["typeCode"] == "forest_land"));
    let there = told(
        &ask(json!({ "granted": [{ "what": { "typeCode": "forest_land" }, "on": world::TODAY }] })).await,
    );
    let moved = there["moved"].as_array().unwrap();
    assert!(moved.iter().any(|moved| moved["node"]["typeCode"] == "forest_land"), "{there}");
    assert!(moved.iter().all(|moved| moved["shift"]["workingDays"].as_i64() < Some(0)), "{there}");

    let bare = json!([{ "key": "forest_ha", "value": { "number": "0" } }]);
    let bare = told(&ask(json!({ "attributes": bare })).await);
    let forest =
        bare["needs"].as_array().unwrap().iter().find(|change| change["typeCode"] == "forest_land").unwrap();
    assert_eq!((&forest["before"], &forest["after"]), (&json!("NEEDED"), &json!("NOT_NEEDED")));
    assert_eq!((&forest["stays"], &forest["reason"]), (&json!(false), &json!("forest land 0 ha ≤ 0")));

    for (input, expected) in [
        (json!({ "promised": [{ "typeCode": "x", "days": 3 }] }), "input.promised.0.typeCode: "),
        (json!({ "promised": [{ "typeCode": "forest_land", "days": 0 }] }), "input.promised.0.days: "),
        (json!({ "promised": [{ "typeCode": "forest_land", "days": 1001 }] }), "input.promised.0.days: "),
        (
            json!({ "granted": [{ "what": { "permitId": "x" }, "on": world::TODAY }] }),
            "input.granted.0.permitId: ",
        ),
        (
            json!({ "granted": [{ "what": { "typeCode": "forest_land" }, "on": "2100-01-01" }] }),
            "input.granted.0.on: ",
        ),
        (json!({ "startOn": "2000-01-03" }), "input.startOn: "),
        (json!({ "startOn": "2030-06-03", "completeOn": "2030-06-02" }), "input.completeOn: "),
        (json!({ "attributes": [{ "key": "racks", "value": { "number": "0.5" } }] }), "input.attributes: "),
        (json!({ "removeAttributes": ["hotel"] }), "input.removeAttributes: "),
    ] {
        let answer = ask(input.clone()).await;
        let error = answer.errors.first().unwrap();
        assert!(error.message.starts_with(expected), "{input}: {error:?}");
    }
    assert_eq!(world.state(&project).await, before, "nothing was kept");
}

#[tokio::test]
async fn what_a_template_presumes_is_marked_until_somebody_says_it() {
    let world = World::new().await;
    let project = world.project("酒店").await;
    let marked = async || {
        let found = world.selected(&project, "attributes { key presumed }").await;
        let found = found["attributes"].as_array().unwrap().iter();
        let line = |one: &Value| {
            let mark = if one["presumed"] == true { "~" } else { "" };
            format!("{mark}{}", one["key"].as_str().unwrap())
        };
        found.map(line).collect::<Vec<_>>()
    };
    let drawn = json!({ "projectId": project, "template": "HOTEL",
        "attributes": [{ "key": "relics", "value": { "bool": false } }] });
    world.done("SPECIALIST", "planPermits", "changes { kind }", drawn).await;
    let known = marked().await;
    assert!(known.contains(&"~hotel".to_owned()) && known.contains(&"relics".to_owned()), "{known:?}");
    let said = json!({ "projectId": project, "attributes": [{ "key": "hotel", "value": { "bool": true } }] });
    world.done("SPECIALIST", "updateProject", "", said).await;
    assert!(marked().await.contains(&"hotel".to_owned()), "the same answer, said");
    let history = world.selected(&project, "history(first: 100) { nodes { summary } }").await;
    let told: Vec<&str> = history["history"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|event| event["summary"].as_str())
        .filter(|summary| summary.contains("旅馆") || summary.contains("hotel"))
        .collect();
    assert_eq!(told, ["a hotel set to “yes (presumed)”", "a hotel set to “yes”"]);
    // It was no hotel: what the other template does not presume goes, what was said stays.
    let farm = json!({ "projectId": project, "template": "WIND_FARM" });
    world.done("SPECIALIST", "planPermits", "changes { kind }", farm).await;
    let known = marked().await;
    assert!(
        known.contains(&"hotel".to_owned()) && !known.contains(&"~special_equipment".to_owned()),
        "{known:?}"
    );
}

#[tokio::test]
async fn attributes_that_cannot_both_be_so_are_refused() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let attributes = json!([
        { "key": "farmland_ha", "value": { "number": "10" } },
        { "key": "cultivated_ha", "value": { "number": "12" } },
    ]);
    let racks = json!([{ "key": "racks", "value": { "number": "0.5" } }]);
    for (attributes, expected) in
        [(attributes, "ATTRIBUTES_CONTRARY input.attributes"), (racks, "NOT_WHOLE input.attributes")]
    {
        let input = json!({ "projectId": project, "attributes": attributes });
        world.refused("SPECIALIST", "planPermits", input.clone(), &project, expected).await;
        world.refused("SPECIALIST", "updateProject", input, &project, expected).await;
    }
}
