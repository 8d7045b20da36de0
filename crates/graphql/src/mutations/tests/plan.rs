//! Plans of permits.

use super::*;

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
}

#[tokio::test]
async fn a_plan_says_why_what_before_and_when() {
    let world = World::new().await;
    let project = world.project("风电").await;
    let input = json!({ "projectId": project, "attributes": wind_farm() });
    let select = "project { plan { missing { key name owner { name } } expectedStart { on provisional atLeast } latestStart { on }
        expectedProduction { atLeast } criticalPath { typeCode point name }
        items { typeCode name need reason level levelPerhaps levelReason levelBasis department departmentName shared
            legalLimit { days unit } promisedLimit { days unit } prerequisites { hard anyOf { typeCode point name } }
            waitsOn { anyOf { typeCode } } permits { id status } canFileToday earliestFiling earliestGrant { on }
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
    assert_eq!(waits, [&json!([{ "typeCode": "project_verification" }])]);
    assert_eq!(forest["permits"].as_array().unwrap().len(), 1);
    assert_eq!(
        item("energy_review")["canFileToday"],
        true,
        "the verification comes before it by custom only"
    );
    let undecided = item("fire_design_review");
    assert_eq!((&undecided["need"], &undecided["permits"]), (&json!("UNDECIDED"), &json!([])));
    let missing = plan["missing"].as_array().unwrap();
    assert!(missing.iter().any(|missing| missing["key"] == "fire_special"), "{missing:?}");
    assert!(missing.iter().all(|missing| missing["owner"]["name"] == "SPECIALIST"));
    let path = plan["criticalPath"].as_array().unwrap();
    assert_eq!(path.last().unwrap()["point"], "START");
    assert!(path.len() > 2, "{path:?}");
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
            "VALUE_INVALID input.attributes.0.value.number",
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
    world.refused("SPECIALIST", "planPermits", other, &project, reused).await;
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
    world.done("SPECIALIST", "respondToPermit", said, confirmed).await;
    let select = "permits { baselineOn } plan { expectedStart { on } expectedProduction { on }
        baseline { lockedOn expectedStart { on } expectedProduction { on } startDaysLost productionDaysLost }
        items { baselineGrant daysLost } }";
    let payload = world.done("MANAGER", "lockPlan", &format!("project {{ {select} }}"), gaps).await;
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
    // A working week in which nobody filed anything is lost.
    world.day("2024-06-12");
    let later = world.selected(&project, select).await;
    assert_eq!(later["plan"]["baseline"]["startDaysLost"], 6, "the 10th was a day off");
}
