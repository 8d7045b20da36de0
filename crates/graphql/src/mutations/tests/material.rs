//! Materials of permits.

use super::permit::added;
use super::*;

/// A material for one permit.
async fn listed(world: &World, project: &str, permit: &str, name: &str, more: Value) -> String {
    let mut input = json!({ "projectId": project, "name": name, "holder": "ENTERPRISE", "occurredOn": "2024-03-02",
        "permits": [{ "permitId": permit }] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let payload = world.done("SPECIALIST", "addMaterial", "material { id }", input).await;
    payload["material"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_material_is_listed_told_of_and_taken_off() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let (first, second) = (added(&world, &project, "环评").await, added(&world, &project, "用地").await);
    let select = "material { id name holder holderNote state stateSince listedOn dueOn overdue
        permits { permit { id } deferrable missing } attachments { id } project { id } }";
    let input = json!({ "projectId": project, "name": " 施工图设计文件 ", "holder": "INTERMEDIARY", "holderNote": "设计院张工",
        "dueOn": "2024-03-20", "occurredOn": "2024-03-02", "permits": [{ "permitId": first }] });
    let payload = world.done("SPECIALIST", "addMaterial", select, input.clone()).await;
    let material = payload["material"]["id"].clone();
    assert_eq!(
        payload["material"],
        json!({ "id": material, "name": "施工图设计文件", "holder": "INTERMEDIARY", "holderNote": "设计院张工",
            "state": "MISSING", "stateSince": "2024-03-02", "listedOn": "2024-03-02", "dueOn": "2024-03-20", "overdue": true,
            "permits": [{ "permit": { "id": first }, "deferrable": false, "missing": true }], "attachments": [],
            "project": { "id": project } })
    );
    let with = |change: Value| {
        let mut input = input.clone();
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    let elsewhere = added(&world, &world.project("乙").await, "别处").await;
    let rows = [
        ("addMaterial", with(json!({})), "DUPLICATE input.name"),
        ("addMaterial", with(json!({ "name": "图" })), "VALUE_INVALID input.name"),
        ("addMaterial", with(json!({ "name": "图纸", "permits": [] })), "REQUIRED input.permits"),
        (
            "addMaterial",
            with(json!({ "name": "图纸", "permits": [{ "permitId": first }, { "permitId": elsewhere }] })),
            "NOT_FOUND input.permits.1.permitId",
        ),
        (
            "addMaterial",
            with(json!({ "name": "图纸", "permits": [{ "permitId": "x" }] })),
            "NOT_FOUND input.permits.0.permitId",
        ),
        ("updateMaterial", json!({ "materialId": "mat_" }), "NOT_FOUND input.materialId"),
        (
            "updateMaterial",
            json!({ "materialId": material, "removePermits": [second, "x"] }),
            "NOT_FOUND input.removePermits.1",
        ),
        (
            "updateMaterial",
            json!({ "materialId": material, "removePermits": [first] }),
            "REQUIRED input.removePermits",
        ),
        (
            "updateMaterial",
            json!({ "materialId": material, "state": "READY", "occurredOn": "2024-03-01" }),
            "DATE_OUT_OF_ORDER input.occurredOn",
        ),
        (
            "updateMaterial",
            json!({ "materialId": material, "state": "READY", "expectedVersion": 1 }),
            "VERSION_CONFLICT input.expectedVersion",
        ),
        ("removeMaterial", json!({ "materialId": material }), "REASON_REQUIRED input.reason"),
    ];
    for (field, input, expected) in rows {
        world.refused("SPECIALIST", field, input, &project, expected).await;
    }
    let update = json!({ "materialId": material, "state": "FILED", "holderNote": null, "occurredOn": "2024-03-05",
        "addPermits": [{ "permitId": second, "deferrable": true }], "removePermits": [first] });
    let payload = world.done("SPECIALIST", "updateMaterial", select, update.clone()).await;
    let told = &payload["material"];
    assert_eq!((&told["state"], &told["stateSince"]), (&json!("FILED"), &json!("2024-03-05")));
    assert_eq!((&told["holderNote"], &told["overdue"]), (&Value::Null, &json!(false)));
    let needed = json!([{ "permit": { "id": second }, "deferrable": true, "missing": false }]);
    assert_eq!(told["permits"], needed);
    // Told again, it is so already: not even the version changes.
    let before = world.state(&project).await;
    world.done("SPECIALIST", "updateMaterial", select, update).await;
    assert_eq!(world.state(&project).await, before);
    let remove = json!({ "materialId": material, "reason": "列错" });
    world.refused("SPECIALIST", "removeMaterial", remove, &project, "MATERIAL_IN_USE input.materialId").await;
    let other = listed(&world, &project, &second, "授权书", json!({})).await;
    let remove = json!({ "materialId": other, "reason": "列错" });
    let payload = world.done("SPECIALIST", "removeMaterial", "material { id }", remove.clone()).await;
    assert_eq!(payload["material"], Value::Null);
    world.refused("SPECIALIST", "removeMaterial", remove, &project, "NOT_FOUND input.materialId").await;
    let history = "history(first: 100) { nodes { summary details { key value } } }";
    let history = world.selected(&project, history).await;
    let nodes = history["history"]["nodes"].as_array().unwrap();
    let told: Vec<&str> = nodes.iter().map(|node| node["summary"].as_str().unwrap()).collect();
    assert_eq!(
        told[told.len() - 4..],
        [
            "Listed the material “施工图设计文件”",
            "Updated the material “施工图设计文件”: handed in",
            "Listed the material “授权书”",
            "Took a material off the list",
        ]
    );
    let listed = nodes[nodes.len() - 4]["details"].as_array().unwrap();
    assert!(listed.contains(&json!({ "key": "facts.note", "value": "设计院张工" })), "{listed:?}");
}

#[tokio::test]
async fn once_with_a_key() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let permit = added(&world, &project, "环评").await;
    let key = json!({ "idempotencyKey": "一次" });
    let first = listed(&world, &project, &permit, "图纸", key.clone()).await;
    assert_eq!(listed(&world, &project, &permit, "图纸", key).await, first);
}

#[tokio::test]
async fn the_list_of_a_project_is_filtered_and_comes_in_pages() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let permit = added(&world, &project, "环评").await;
    for (name, more) in [
        ("无期", json!({ "holder": "AGENCY" })),
        ("将到", json!({ "dueOn": "2024-12-01", "state": "IN_PREPARATION" })),
        ("已过", json!({ "dueOn": "2024-03-03" })),
        ("同日", json!({ "dueOn": "2024-03-03", "state": "READY" })),
    ] {
        listed(&world, &project, &permit, name, more).await;
    }
    let names = async |arguments: &str| -> Vec<String> {
        let selection = format!("materials{arguments} {{ totalCount nodes {{ name }} }}");
        let found = world.selected(&project, &selection).await;
        let nodes = found["materials"]["nodes"].as_array().unwrap().clone();
        assert_eq!(found["materials"]["totalCount"], nodes.len(), "{arguments}");
        nodes.iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("").await, ["已过", "同日", "将到", "无期"]);
    assert_eq!(names("(filter: { state: [READY, IN_PREPARATION] })").await, ["同日", "将到"]);
    assert_eq!(names("(filter: { holder: [AGENCY] })").await, ["无期"]);
    assert_eq!(names("(filter: { overdue: true })").await, ["已过"]);
    assert_eq!(names("(filter: { overdue: false })").await, ["同日", "将到", "无期"]);
    assert_eq!(names("(filter: { overdue: true, state: [READY] })").await, [""; 0]);
    let (mut after, mut walked) = (String::new(), Vec::new());
    loop {
        let selection = format!(
            "materials(first: 1{after}) {{ totalCount nodes {{ name }} pageInfo {{ hasNextPage endCursor }} }}"
        );
        let page = world.selected(&project, &selection).await["materials"].take();
        assert_eq!(page["totalCount"], 4);
        walked.push(page["nodes"][0]["name"].as_str().unwrap().to_owned());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(walked, ["已过", "同日", "将到", "无期"]);
    let of_permit =
        world.selected(&project, "permits { materialsMissing materials { material { name } } }").await;
    assert_eq!(of_permit["permits"][0]["materialsMissing"], 3);
    assert_eq!(of_permit["permits"][0]["materials"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_permit_waits_for_what_is_missing_and_says_so() {
    let world = World::new().await;
    let project = world.project("风电").await;
    let attributes = json!([{ "key": "approval_mode", "value": { "choice": "FILING" } },
        { "key": "forest_ha", "value": { "number": "12.5" } }]);
    world
        .done("SPECIALIST", "planPermits", "", json!({ "projectId": project, "attributes": attributes }))
        .await;
    let select = "permits { id typeCode canFileToday waitsOn { hard anyOf { name typeCode point since expected { on atLeast }
            permits { id } material { id holder dueOn } } } }
        plan { criticalPath { name } items { typeCode canFileToday earliestFiling waitsOnMaterials { id } } }
        criticalPath { node { name } from by { on } permits { id } }";
    let found = async || world.selected(&project, select).await;
    let of = |found: &Value, code: &str| -> Value {
        let permits = found["permits"].as_array().unwrap();
        permits.iter().find(|permit| permit["typeCode"] == code).unwrap().clone()
    };
    let item = |found: &Value, code: &str| -> Value {
        let items = found["plan"]["items"].as_array().unwrap();
        items.iter().find(|item| item["typeCode"] == code).unwrap().clone()
    };
    let fileable = async || -> Vec<Value> {
        let document = "{ fileable(first: 100) { nodes { typeCode } } }";
        let found = world.run("MANAGER", crate::language::Language::En, document, Value::Null).await;
        let nodes = found["fileable"]["nodes"].as_array().unwrap().clone();
        nodes.into_iter().map(|node| node["typeCode"].clone()).collect()
    };
    let before = found().await;
    // The whole path, in order and with its days: what the plan has.
    let path = before["criticalPath"].as_array().unwrap();
    let names: Vec<&Value> = path.iter().map(|task| &task["node"]["name"]).collect();
    let planned = before["plan"]["criticalPath"].as_array().unwrap();
    assert_eq!(names, planned.iter().map(|node| &node["name"]).collect::<Vec<_>>());
    assert!(path.len() > 2 && path.iter().all(|task| task["from"].as_str() <= task["by"]["on"].as_str()));
    assert!(path.windows(2).all(|pair| pair[0]["by"]["on"].as_str() <= pair[1]["by"]["on"].as_str()));
    let forest = of(&before, "forest_land");
    assert_eq!(forest["canFileToday"], false);
    let waits = forest["waitsOn"][0]["anyOf"][0].clone();
    let filing = of(&before, "project_filing");
    assert_eq!(
        (&waits["typeCode"], &waits["permits"]),
        (&json!("project_filing"), &json!([{ "id": filing["id"] }]))
    );
    assert_eq!((&waits["since"], &waits["material"]), (&Value::Null, &Value::Null));
    assert!(waits["expected"]["on"].as_str() >= Some(world::TODAY));
    let redline = of(&before, "eco_redline_check");
    assert_eq!((&redline["canFileToday"], &redline["waitsOn"]), (&json!(true), &json!([])));
    assert!(fileable().await.contains(&json!("eco_redline_check")));

    let permit = redline["id"].as_str().unwrap();
    let more = json!({ "dueOn": "2024-12-02", "holder": "TOWNSHIP" });
    let material = listed(&world, &project, permit, "选址说明", more).await;
    let after = found().await;
    let redline = of(&after, "eco_redline_check");
    assert_eq!(redline["canFileToday"], false);
    assert_eq!(
        redline["waitsOn"],
        json!([{ "hard": true, "anyOf": [{ "name": "选址说明", "typeCode": null, "point": null, "since": "2024-03-02",
            "expected": { "on": "2024-12-02", "atLeast": false }, "permits": [],
            "material": { "id": material, "holder": "TOWNSHIP", "dueOn": "2024-12-02" } }] }])
    );
    let planned = item(&after, "eco_redline_check");
    assert_eq!(
        (&planned["canFileToday"], &planned["earliestFiling"], &planned["waitsOnMaterials"]),
        (&json!(false), &json!("2024-12-02"), &json!([{ "id": material }]))
    );
    assert!(!fileable().await.contains(&json!("eco_redline_check")));
    // A case is recorded all the same: then it waits for nothing.
    let opened = json!({ "permitId": permit, "occurredOn": "2024-03-03" });
    world.done("SPECIALIST", "openCase", "", opened).await;
    let opened = json!({ "permitId": filing["id"], "occurredOn": "2024-03-03" });
    world.done("SPECIALIST", "openCase", "", opened).await;
    let redline = of(&found().await, "eco_redline_check");
    assert_eq!((&redline["canFileToday"], &redline["waitsOn"]), (&json!(false), &json!([])));
    let forest = of(&found().await, "forest_land");
    assert_eq!(forest["waitsOn"][0]["anyOf"][0]["since"], "2024-03-03", "since its case was opened");
}

#[tokio::test]
async fn what_may_be_handed_in_later_is_not_waited_for() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let permit = added(&world, &project, "环评").await;
    let material = listed(&world, &project, &permit, "图纸", json!({})).await;
    let state =
        async || world.selected(&project, "permits { canFileToday materialsMissing waitsOn { hard } }").await;
    let waiting = json!([{ "canFileToday": false, "materialsMissing": 1, "waitsOn": [{ "hard": true }] }]);
    assert_eq!(state().await["permits"], waiting);
    let later = json!([{ "permitId": permit, "deferrable": true }]);
    let input = json!({ "materialId": material, "addPermits": later });
    world.done("SPECIALIST", "updateMaterial", "", input).await;
    let goes_on = json!([{ "canFileToday": true, "materialsMissing": 1, "waitsOn": [] }]);
    assert_eq!(state().await["permits"], goes_on);
    world.done("SPECIALIST", "withdrawProject", "", json!({ "projectId": project, "reason": "终止" })).await;
    assert_eq!(state().await["permits"][0]["canFileToday"], false, "nobody files for what was given up");
    let input = json!({ "materialId": material, "state": "READY" });
    world.refused("SPECIALIST", "updateMaterial", input, &project, "PROJECT_WITHDRAWN input").await;
}
