//! Duty rules, as the API takes and tells them.

use super::*;
use crate::language::Language;

const RULE: &str = "dutyRule { id version region { name } officer { name } stage typeCode agency { name } department level phase
    validFrom validTo inForce setBy { name } setAt endedReason endedBy { name } endedAt }";

async fn asked(world: &World, who: &str, question: &str) -> Value {
    world.run(who, Language::En, &format!("{{ {question} }}"), Value::Null).await
}

fn rule(world: &World, officer: &str, more: &Value) -> Value {
    let mut input = json!({ "regionId": world.id("city"), "officerId": world.id(officer) });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

async fn set(world: &World, officer: &str, more: &Value) -> Value {
    world.done("MANAGER", "setDutyRule", RULE, rule(world, officer, more)).await["dutyRule"].take()
}

/// A project in the city that uses much energy.
async fn project(world: &World) -> String {
    let project = world.project("用能大户").await;
    let place = json!({ "projectId": project, "place": { "cityId": world.id("city") } });
    world.done("SPECIALIST", "updateProject", "", place).await;
    project
}

fn energy() -> Value {
    json!([{ "key": "energy_tce", "value": { "number": "10400" } }, { "key": "energy_exempt", "value": { "bool": false } }])
}

fn review(changes: &Value) -> Value {
    let changes = changes.as_array().unwrap();
    changes.iter().find(|change| change["typeCode"] == "energy_review").unwrap().clone()
}

#[tokio::test]
async fn a_rule_is_entered_used_handed_over_and_ended() {
    let world = World::new().await;
    let entered =
        set(&world, "COLLEAGUE", &json!({ "typeCode": "energy_review", "level": "PROVINCIAL" })).await;
    let expected = json!({ "id": entered["id"], "version": 1, "region": { "name": "city" }, "officer": { "name": "COLLEAGUE" },
        "stage": null, "typeCode": "energy_review", "agency": null, "department": null, "level": "PROVINCIAL", "phase": null,
        "validFrom": world::TODAY, "validTo": null, "inForce": true, "setBy": { "name": "MANAGER" },
        "setAt": "2024-06-03T04:00:00Z", "endedReason": null, "endedBy": null, "endedAt": null });
    assert_eq!(entered, expected);
    let signed = set(&world, "MANAGER", &json!({ "stage": "NEGOTIATION", "validTo": "2024-12-31" })).await;
    assert_eq!((&signed["stage"], &signed["validTo"]), (&json!("NEGOTIATION"), &json!("2024-12-31")));

    // A dry run shows by which rule, and it is drawn so; of what was carried out the record tells who.
    let project = project(&world).await;
    let select = "changes { typeCode responsible { name } byDuty { id officer { name } } } project { permits { typeCode
        step { responsible { name } } } }";
    let input = |dry_run: bool| json!({ "projectId": project, "attributes": energy(), "dryRun": dry_run });
    let shown = world.done("SPECIALIST", "planPermits", select, input(true)).await;
    let own = review(&shown["changes"]);
    assert_eq!(own["responsible"]["name"], "COLLEAGUE");
    assert_eq!(own["byDuty"], json!({ "id": entered["id"], "officer": { "name": "COLLEAGUE" } }));
    let others = shown["changes"].as_array().unwrap().iter().filter(|change| **change != own);
    let mut others = others.map(|change| (&change["responsible"]["name"], &change["byDuty"]));
    assert!(others.all(|other| other == (&json!("SPECIALIST"), &Value::Null)), "{shown}");
    let question = |task: &str| {
        format!("dutyOfficer(projectId: {project:?}, task: {task}) {{ officer {{ name }} byDuty {{ id }} }}")
    };
    let told = asked(&world, "SPECIALIST", &question("{ typeCode: \"energy_review\" }")).await;
    // Without its attributes nobody knows of the province.
    assert_eq!(told["dutyOfficer"], json!({ "officer": { "name": "SPECIALIST" }, "byDuty": null }));
    let drawn = world.done("SPECIALIST", "planPermits", select, input(false)).await;
    assert_eq!(
        (&review(&drawn["changes"])["responsible"], &review(&drawn["changes"])["byDuty"]),
        (&json!({ "name": "COLLEAGUE" }), &Value::Null)
    );
    let told = asked(&world, "SPECIALIST", &question("{ typeCode: \"energy_review\" }")).await;
    assert_eq!(
        told["dutyOfficer"],
        json!({ "officer": { "name": "COLLEAGUE" }, "byDuty": { "id": entered["id"] } })
    );
    let told = asked(&world, "SPECIALIST", &question("{ typeCode: \"nothing\" }")).await;
    assert_eq!(told["dutyOfficer"], Value::Null);
    let advanced = json!({ "projectId": project });
    let advanced = world
        .done("SPECIALIST", "advanceProject", "project { currentStep { responsible { name } } }", advanced)
        .await;
    assert_eq!(advanced["project"]["currentStep"]["responsible"]["name"], "MANAGER");

    let next = json!({ "dutyRuleId": entered["id"], "officerId": world.id("SPECIALIST"), "from": "2024-07-01",
        "reason": " 轮岗 ", "expectedVersion": 1, "idempotencyKey": "交接" });
    let follows = world.done("MANAGER", "updateDutyRule", RULE, next.clone()).await["dutyRule"].take();
    assert_eq!(
        (&follows["officer"]["name"], &follows["validFrom"]),
        (&json!("SPECIALIST"), &json!("2024-07-01"))
    );
    assert_eq!((&follows["inForce"], &follows["typeCode"]), (&json!(false), &json!("energy_review")));
    let again = world.done("MANAGER", "updateDutyRule", RULE, next).await["dutyRule"].take();
    assert_eq!(again, follows, "the same request is answered as the first");
    let all = "dutyRules(first: 10) { totalCount nodes { id validTo endedReason endedBy { name } } }";
    let listed = asked(&world, "CLERK", all).await["dutyRules"].take();
    assert_eq!(listed["totalCount"], 3);
    let handed = json!({ "id": entered["id"], "validTo": "2024-06-30", "endedReason": "轮岗", "endedBy": { "name": "MANAGER" } });
    assert_eq!(listed["nodes"][0], handed);
    let ended = json!({ "dutyRuleId": follows["id"], "lastDay": "2024-06-30" });
    let ended = world.done("ADMINISTRATOR", "endDutyRule", RULE, ended).await["dutyRule"].take();
    assert_eq!((&ended["validTo"], &ended["version"]), (&json!("2024-06-30"), &json!(2)));
    let record = "administration(first: 3) { nodes { subject command changes { field } } }";
    let told = asked(&world, "ADMINISTRATOR", record).await["administration"]["nodes"].take();
    let brief = |entry: &Value| {
        let fields: Vec<&str> = entry["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["field"].as_str().unwrap())
            .collect();
        format!(
            "{} {}: {}",
            entry["subject"].as_str().unwrap(),
            entry["command"].as_str().unwrap(),
            fields.join(" ")
        )
    };
    let told: Vec<String> = told.as_array().unwrap().iter().map(brief).collect();
    assert_eq!(
        told,
        [
            "DUTY_RULE endDutyRule: ended_at ended_by until",
            "DUTY_RULE updateDutyRule: code from level officer region set_at set_by",
            "DUTY_RULE updateDutyRule: ended_at ended_by ended_reason until",
        ]
    );
}

#[tokio::test]
async fn what_is_refused_leaves_the_rules_as_they_are() {
    let world = World::new().await;
    let own = set(&world, "COLLEAGUE", &json!({ "phase": "BEFORE_START" })).await;
    let all = "dutyRules(first: 10) { nodes { id version validTo } } administration(first: 1) { totalCount }";
    let before = asked(&world, "ADMINISTRATOR", all).await;
    for (field, input, expected) in [
        (
            "setDutyRule",
            rule(&world, "COLLEAGUE", &json!({ "stage": "SIGNED", "level": "CITY" })),
            "VALUE_INVALID input.stage",
        ),
        (
            "setDutyRule",
            rule(&world, "COLLEAGUE", &json!({ "typeCode": "nothing" })),
            "VALUE_INVALID input.typeCode",
        ),
        ("setDutyRule", rule(&world, "CLERK", &json!({})), "OFFICER_NOT_OURS input.officerId"),
        (
            "setDutyRule",
            rule(&world, "SPECIALIST", &json!({ "phase": "BEFORE_START" })),
            "DUTY_OVERLAPS input",
        ),
        (
            "setDutyRule",
            rule(&world, "SPECIALIST", &json!({ "validTo": "2024-06-02" })),
            "DATE_OUT_OF_ORDER input.validTo",
        ),
        (
            "updateDutyRule",
            json!({ "dutyRuleId": own["id"], "officerId": world.id("CLERK") }),
            "OFFICER_NOT_OURS input.officerId",
        ),
        (
            "updateDutyRule",
            json!({ "dutyRuleId": own["id"], "officerId": world.id("SPECIALIST"), "expectedVersion": 9 }),
            "VERSION_CONFLICT input.expectedVersion",
        ),
        (
            "updateDutyRule",
            json!({ "dutyRuleId": "dty_1", "officerId": world.id("SPECIALIST") }),
            "NOT_FOUND input.dutyRuleId",
        ),
        (
            "endDutyRule",
            json!({ "dutyRuleId": own["id"], "lastDay": "2024-06-01" }),
            "DATE_OUT_OF_ORDER input.lastDay",
        ),
        (
            "endDutyRule",
            json!({ "dutyRuleId": own["id"], "reason": "\u{7}" }),
            "TEXT_CONTROL_CHARACTER input.reason",
        ),
    ] {
        let payload = world.mutate("MANAGER", field, RULE, input.clone()).await;
        assert_eq!(world::summary(&payload), expected, "{input}");
        let shown = &payload["dutyRule"]["id"];
        assert_eq!(
            *shown == own["id"],
            field != "setDutyRule" && input["dutyRuleId"] == own["id"],
            "as it is"
        );
    }
    for who in ["SPECIALIST", "LEADER", "CLERK"] {
        let payload = world.mutate(who, "setDutyRule", RULE, rule(&world, "SPECIALIST", &json!({}))).await;
        assert_eq!(world::summary(&payload), "ROLE_NOT_ALLOWED input");
    }
    assert_eq!(asked(&world, "ADMINISTRATOR", all).await, before);
}

#[tokio::test]
async fn rules_come_in_pages_and_with_the_officers_whom_they_name() {
    let world = World::new().await;
    let phases = ["BEFORE_START", "BEFORE_PRODUCTION", "AFTER"];
    let mut ids = Vec::new();
    for phase in phases {
        ids.push(set(&world, "COLLEAGUE", &json!({ "phase": phase })).await["id"].take());
    }
    ids.push(set(&world, "SPECIALIST", &json!({ "typeCode": "energy_review", "validFrom": "2024-07-01" })).await["id"].take());
    let page = async |arguments: String| {
        asked(
            &world,
            "CLERK",
            &format!(
                "dutyRules({arguments}) {{ totalCount nodes {{ id }}
        pageInfo {{ hasNextPage endCursor }} }}"
            ),
        )
        .await["dutyRules"]
            .take()
    };
    let first = page("first: 3".to_owned()).await;
    assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(4), &json!(true)));
    let rest = page(format!("first: 3, after: {}", first["pageInfo"]["endCursor"])).await;
    let listed: Vec<Value> = [&first, &rest]
        .into_iter()
        .flat_map(|page| page["nodes"].as_array().unwrap())
        .map(|node| node["id"].clone())
        .collect();
    assert_eq!(listed, ids);
    for (arguments, expected) in [
        (format!("regionId: {:?}", world.id("county")), 4),
        (format!("regionId: {:?}", world.id("province")), 0),
        (format!("officerId: {:?}", world.id("COLLEAGUE")), 3),
        ("permitCode: \"energy_review\"".to_owned(), 1),
        ("onDate: \"2024-06-30\"".to_owned(), 3),
        ("onDate: \"2024-07-01\"".to_owned(), 4),
    ] {
        assert_eq!(page(arguments.clone()).await["totalCount"], expected, "{arguments}");
    }
    let officers = asked(&world, "CLERK", "officers(first: 50) { nodes { name dutyRules { id } } }").await;
    let of = |name: &str| {
        let all = officers["officers"]["nodes"].as_array().unwrap();
        all.iter().find(|officer| officer["name"] == name).unwrap()["dutyRules"].as_array().unwrap().len()
    };
    assert_eq!((of("COLLEAGUE"), of("SPECIALIST"), of("MANAGER")), (3, 1, 0));
}
