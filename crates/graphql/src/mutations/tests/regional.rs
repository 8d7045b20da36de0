//! What regions say otherwise than the permit catalogue, as the API takes and tells it.

use luodi_domain::actor::PostRole;
use luodi_domain::registry::AgencyKind;

use super::*;
use crate::language::Language;

const OVERRIDE: &str = "permitTypeOverride { id version typeCode kind level region { name } validFrom validTo inForce basis
    lifts { level condition when } promisedLimit { days unit source } recordedBy { name } recordedAt
    extra { code name validFrom level prerequisites { hard anyOf { code point } } } endedBasis endedBy { name } endedAt }";

async fn asked(world: &World, who: &str, question: &str) -> Value {
    world.run(who, Language::En, &format!("{{ {question} }}"), Value::Null).await
}

fn says(world: &World, code: &str, change: &Value) -> Value {
    json!({ "regionId": world.id("city"), "typeCode": code, "validFrom": "2024-05-01", "change": change,
        "basis": " 石政办〔2024〕1号 " })
}

fn extra(more: &Value) -> Value {
    let mut extra = json!({ "nameZh": "园区准入评估", "nameEn": "Admission to the park", "department": "DEVELOPMENT_REFORM",
        "stage": "S1", "phase": "BEFORE_START", "needed": "always", "level": "CITY", "promised": { "days": 4, "unit": "WORKING" } });
    extra.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "extra": extra })
}

async fn project(world: &World, name: &str, place: Value) -> String {
    let project = world.project(name).await;
    world.done("SPECIALIST", "updateProject", "", json!({ "projectId": project, "place": place })).await;
    project
}

#[tokio::test]
async fn what_a_region_says_is_read_there_and_below() {
    let world = World::new().await;
    let adjusted = json!({ "adjusted": { "level": "COUNTY", "promised": { "days": 2, "unit": "WORKING" },
        "lifts": [{ "level": "CITY", "when": "energy_tce >= 5000 and not in_park", "basis": "办法" }] } });
    let input = says(&world, "energy_review", &adjusted);
    let payload = world.done("ADMINISTRATOR", "overridePermitType", OVERRIDE, input).await;
    let entered = &payload["permitTypeOverride"];
    let expected = json!({ "id": entered["id"], "version": 1, "typeCode": "energy_review", "kind": "ADJUSTED",
        "level": "COUNTY", "region": { "name": "city" }, "validFrom": "2024-05-01", "validTo": null, "inForce": true,
        "basis": "石政办〔2024〕1号", "lifts": [{ "level": "CITY", "condition": "energy_tce >= 5000 and not in_park",
            "when": entered["lifts"][0]["when"] }],
        "promisedLimit": { "days": 2, "unit": "WORKING", "source": "石政办〔2024〕1号" },
        "recordedBy": { "name": "ADMINISTRATOR" }, "recordedAt": "2024-06-03T04:00:00Z", "extra": null,
        "endedBasis": null, "endedBy": null, "endedAt": null });
    assert_eq!(*entered, expected);
    let of = |region: &str| {
        let region =
            if region.is_empty() { String::new() } else { format!(", regionId: {:?}", world.id(region)) };
        format!(
            "permitType(code: \"energy_review\", on: \"2024-06-03\"{region}) {{ level levelVerified validFrom
            promisedLimit {{ days verified }} lifts {{ level verified }} }}
            permitCatalogue(first: 100, on: \"2024-06-03\", search: \"energy_review\"{region}) {{ nodes {{ level }} }}"
        )
    };
    let own = json!({ "level": "CITY", "levelVerified": false, "validFrom": "2023-06-01",
        "promisedLimit": { "days": 5, "verified": true }, "lifts": [{ "level": "PROVINCIAL", "verified": true }] });
    let there = json!({ "level": "COUNTY", "levelVerified": true, "validFrom": "2024-05-01",
        "promisedLimit": { "days": 2, "verified": true }, "lifts": [{ "level": "CITY", "verified": true }] });
    for (region, expected) in [("", &own), ("province", &own), ("city", &there), ("county", &there)] {
        let told = asked(&world, "CLERK", &of(region)).await;
        assert_eq!(told["permitType"], *expected, "{region:?}");
        assert_eq!(told["permitCatalogue"]["nodes"], json!([{ "level": expected["level"] }]), "{region:?}");
    }

    let ended = json!({ "overrideId": entered["id"], "lastDay": "2024-06-02", "basis": "石政办〔2024〕2号",
        "expectedVersion": 1 });
    let payload = world.done("ADMINISTRATOR", "endPermitTypeOverride", OVERRIDE, ended.clone()).await;
    let ended_now = &payload["permitTypeOverride"];
    assert_eq!((&ended_now["version"], &ended_now["validTo"]), (&json!(2), &json!("2024-06-02")));
    assert_eq!(
        (&ended_now["inForce"], &ended_now["endedBasis"]),
        (&json!(false), &json!("石政办〔2024〕2号"))
    );
    assert_eq!(ended_now["endedBy"]["name"], "ADMINISTRATOR");
    assert_eq!(asked(&world, "CLERK", &of("city")).await["permitType"]["level"], "CITY");
    let stale = world.mutate("ADMINISTRATOR", "endPermitTypeOverride", OVERRIDE, ended).await;
    assert_eq!(world::summary(&stale), "VERSION_CONFLICT input.expectedVersion");
    assert_eq!(stale["permitTypeOverride"], *ended_now, "as it is now");
    let record = "administration(first: 2) { nodes { subject command changes { field value } } }";
    let told = asked(&world, "ADMINISTRATOR", record).await["administration"]["nodes"].take();
    assert_eq!(
        (&told[0]["subject"], &told[0]["command"]),
        (&json!("PERMIT_OVERRIDE"), &json!("endPermitTypeOverride"))
    );
    let fields = |entry: &Value| -> Vec<String> {
        let changes = entry["changes"].as_array().unwrap().iter();
        changes.map(|change| change["field"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(fields(&told[0]), ["ended_at", "ended_by", "ended_source", "until"]);
    assert_eq!(fields(&told[1]), ["code", "from", "recorded_at", "recorded_by", "region", "says", "source"]);
}

/// What a county says of an entry that its province takes off a day later is kept, and changes nothing any more.
#[tokio::test]
async fn what_is_said_of_an_entry_taken_off_above_is_without_effect() {
    let mut world = World::new().await;
    let province = luodi_domain::ids::RegionId::parse(&world.id("province")).unwrap();
    let agency = world.agency("top", province, AgencyKind::LandingOffice).await;
    world.officer("TOP", agency, PostRole::Administrator).await;
    let enter = async |who: &str, region: &str, code: &str, from: &str, change: Value| {
        let input = json!({ "regionId": world.id(region), "typeCode": code, "validFrom": from, "change": change,
            "basis": "通知" });
        world.done(who, "overridePermitType", "permitTypeOverride { id }", input).await;
    };
    let adjusted = json!({ "adjusted": { "promised": { "days": 2, "unit": "WORKING" } } });
    enter("ADMINISTRATOR", "county", "energy_review", "2024-06-03", adjusted).await;
    enter("ADMINISTRATOR", "county", "forest_land", "2024-06-03", json!({ "takenOff": true })).await;
    enter("ADMINISTRATOR", "county", "park_admission", "2024-06-03", extra(&json!({ "level": "COUNTY" })))
        .await;
    enter("TOP", "province", "energy_review", "2024-06-04", json!({ "takenOff": true })).await;
    enter("TOP", "province", "forest_land", "2024-06-04", json!({ "takenOff": true })).await;
    let told = async || -> Vec<String> {
        let question = format!(
            "permitTypeOverrides(regionId: {:?}) {{ nodes {{ typeCode inForce inEffect region {{ name }} }} }}",
            world.id("county")
        );
        let listed = asked(&world, "CLERK", &question).await["permitTypeOverrides"]["nodes"].take();
        let line = |node: &Value| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let (region, code) = (text(&node["region"]["name"]), text(&node["typeCode"]));
            format!("{region} {code} {} {}", node["inForce"], node["inEffect"])
        };
        let mut lines: Vec<String> = listed.as_array().unwrap().iter().map(line).collect();
        lines.sort();
        lines
    };
    assert_eq!(
        told().await,
        [
            "county energy_review true true",
            "county forest_land true true",
            "county park_admission true true",
            "province energy_review false false",
            "province forest_land false false",
        ]
    );
    world.day("2024-06-04");
    assert_eq!(
        told().await,
        [
            "county energy_review true false",
            "county forest_land true false",
            "county park_admission true true",
            "province energy_review true true",
            "province forest_land true true",
        ]
    );
}

#[tokio::test]
async fn the_rules_of_a_place_come_in_pages() {
    let mut world = World::new().await;
    let province = luodi_domain::ids::RegionId::parse(&world.id("province")).unwrap();
    let agency = world.agency("top", province, AgencyKind::LandingOffice).await;
    world.officer("TOP", agency, PostRole::Administrator).await;
    let enter = async |who: &str, region: &str, code: &str, days: [Option<&str>; 2]| {
        let input = json!({ "regionId": world.id(region), "typeCode": code, "validFrom": days[0], "validTo": days[1],
            "change": { "takenOff": true }, "basis": "通知" });
        world.done(who, "overridePermitType", "permitTypeOverride { id }", input).await;
    };
    enter("ADMINISTRATOR", "county", "land_presite", [Some("2024-01-01"), Some("2024-01-31")]).await;
    enter("ADMINISTRATOR", "county", "forest_land", [Some("2024-01-01"), None]).await;
    enter("ADMINISTRATOR", "county", "land_presite", [Some("2024-03-01"), None]).await;
    enter("TOP", "province", "energy_review", [Some("2024-02-01"), None]).await;
    let list = async |arguments: &str| {
        let question = format!(
            "permitTypeOverrides(regionId: {:?}{arguments}) {{ totalCount pageInfo {{ hasNextPage endCursor }}
            nodes {{ typeCode validFrom region {{ name }} }} }}",
            world.id("county")
        );
        asked(&world, "CLERK", &question).await["permitTypeOverrides"].take()
    };
    let told = |page: &Value| -> Vec<String> {
        let line = |node: &Value| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            [&node["typeCode"], &node["validFrom"], &node["region"]["name"]].map(text).join(" ")
        };
        page["nodes"].as_array().unwrap().iter().map(line).collect()
    };
    let all = [
        "energy_review 2024-02-01 province",
        "forest_land 2024-01-01 county",
        "land_presite 2024-01-01 county",
        "land_presite 2024-03-01 county",
    ];
    let whole = list("").await;
    assert_eq!((told(&whole), &whole["totalCount"]), (all.map(str::to_owned).to_vec(), &json!(4)));
    let first = list(", first: 3").await;
    assert_eq!(
        (told(&first), &first["pageInfo"]["hasNextPage"]),
        (all[..3].iter().map(|&one| one.to_owned()).collect(), &json!(true))
    );
    let after = format!(", first: 3, after: {}", first["pageInfo"]["endCursor"]);
    assert_eq!(told(&list(&after).await), all[3..]);
    assert_eq!(told(&list(", on: \"2024-02-15\"").await), all[..2]);
    assert_eq!(told(&list(", code: \"land_presite\"").await), all[2..]);
    let nowhere = "permitTypeOverrides(regionId: \"reg_00000000000000000000000009\") { totalCount }";
    for question in [
        nowhere,
        "permitCatalogue(regionId: \"x\") { totalCount }",
        "permitType(code: \"x\", regionId: \"x\") { code }",
    ] {
        let response = world.respond("CLERK", Language::En, &format!("{{ {question} }}"), &Value::Null).await;
        assert_eq!(response.errors[0].message, "`regionId`: there is no such region.", "{question}");
    }
}

#[tokio::test]
async fn an_extra_item_is_planned_with_its_name_where_it_is_asked_for() {
    let world = World::new().await;
    let here = project(&world, "此处", json!({ "countyId": world.id("county") })).await;
    let there = project(&world, "别处", json!({ "provinceId": world.id("province") })).await;
    let change = extra(
        &json!({ "prerequisites": [{ "hard": true, "anyOf": [{ "typeCode": "project_filing" }] }],
        "noteZh": "仅限本市", "noteEn": "In this city only", "lifts": [{ "level": "PROVINCIAL", "when": "energy_tce > 0" }],
        "legal": { "days": 20, "unit": "WORKING", "extension": 10 }, "stops": ["EXPERT_REVIEW"],
        "validity": { "months": 24, "lapse": "VOID" }, "before": ["COMPLETION"], "basis": ["办法"],
        "legs": [{ "kind": "INITIAL_REVIEW", "level": "COUNTY", "limit": { "days": 3, "unit": "WORKING" } }, { "kind": "DECISION" }] }),
    );
    let payload = world
        .done("ADMINISTRATOR", "overridePermitType", OVERRIDE, says(&world, "park_admission", &change))
        .await;
    let told = &payload["permitTypeOverride"];
    let expected = json!({ "code": "park_admission", "name": "Admission to the park", "validFrom": "2024-05-01", "level": "CITY",
        "prerequisites": [{ "hard": true, "anyOf": [{ "code": "project_filing", "point": null }] }] });
    assert_eq!((&told["kind"], &told["extra"], &told["level"]), (&json!("EXTRA"), &expected, &Value::Null));
    let select = "changes { typeCode name } project { permits { id typeCode name type { name legalLimit { days } } }
        plan { items { typeCode name type { nameZh } promisedLimit { days } earliestGrant { on } prerequisites { anyOf { typeCode } } } } }";
    let attributes = json!([{ "key": "approval_mode", "value": { "choice": "FILING" } }]);
    let plan = async |project: &str| {
        let input = json!({ "projectId": project, "attributes": attributes });
        world.done("SPECIALIST", "planPermits", select, input).await
    };
    let of = |list: &Value| {
        list.as_array().unwrap().iter().find(|one| one["typeCode"] == "park_admission").cloned()
    };
    let drawn = plan(&here).await;
    assert_eq!(of(&drawn["changes"]).unwrap()["name"], "Admission to the park");
    let permit = of(&drawn["project"]["permits"]).unwrap();
    assert_eq!(permit["name"], "Admission to the park");
    let item = of(&drawn["project"]["plan"]["items"]).unwrap();
    assert_eq!(
        (&item["name"], &item["type"]["nameZh"]),
        (&json!("Admission to the park"), &json!("园区准入评估"))
    );
    assert_eq!(item["prerequisites"], json!([{ "anyOf": [{ "typeCode": "project_filing" }] }]));
    assert_eq!(of(&plan(&there).await["changes"]), None);
    // Taken off it goes, but for what was begun.
    let off = world
        .done(
            "ADMINISTRATOR",
            "overridePermitType",
            "permitTypeOverride { id }",
            says(&world, "eco_redline_check", &json!({ "takenOff": true })),
        )
        .await;
    let select = "changes { kind typeCode name reason } project { plan { items { typeCode } } }";
    let redrawn = world.done("SPECIALIST", "planPermits", select, json!({ "projectId": here })).await;
    let gone = json!([{ "kind": "TAKEN_OFF", "typeCode": "eco_redline_check", "name": "Zoning check",
        "reason": "the permit catalogue has no such entry there on that day" }]);
    assert_eq!(redrawn["changes"], gone);
    assert!(!redrawn["project"]["plan"].to_string().contains("eco_redline_check"));
    assert!(off["permitTypeOverride"]["id"].is_string());
    // Put in by hand: there, and not elsewhere.
    let by_hand = |project: &str, part: &str| {
        json!({ "projectId": project, "item": { "typeCode": "park_admission" }, "part": part,
        "level": "CITY", "phase": "BEFORE_START" })
    };
    let added =
        world.done("SPECIALIST", "addPermit", "permit { name type { code } }", by_hand(&here, "二期")).await;
    assert_eq!(
        added["permit"],
        json!({ "name": "Admission to the park", "type": { "code": "park_admission" } })
    );
    world
        .refused(
            "SPECIALIST",
            "addPermit",
            by_hand(&there, "二期"),
            &there,
            "VALUE_INVALID input.item.typeCode",
        )
        .await;
}

#[tokio::test]
async fn a_shorter_promise_moves_the_schedule_and_the_clock() {
    let world = World::new().await;
    let here = project(&world, "此处", json!({ "countyId": world.id("county") })).await;
    let there = project(&world, "别处", json!({ "provinceId": world.id("province") })).await;
    let planned = async |project: &str| {
        let question = format!(
            "project(by: {{ id: {project:?} }}) {{ plan {{ expectedStart {{ on }}
            items {{ typeCode promisedLimit {{ days }} earliestGrant {{ on }} }} }} }}"
        );
        let plan = asked(&world, "SPECIALIST", &question).await["project"]["plan"].take();
        let items = plan["items"].as_array().unwrap();
        let review = items.iter().find(|item| item["typeCode"] == "eco_redline_check").unwrap();
        (review["promisedLimit"]["days"].clone(), review["earliestGrant"]["on"].clone())
    };
    let mut cases = Vec::new();
    for project in [&here, &there] {
        let input = json!({ "projectId": project, "item": { "typeCode": "eco_redline_check" }, "level": "COUNTY",
            "phase": "BEFORE_START", "occurredOn": "2024-03-01", "agencyId": world.id("office") });
        let permit =
            world.done("SPECIALIST", "addPermit", "permit { id }", input).await["permit"]["id"].take();
        let open = json!({ "permitId": permit, "occurredOn": "2024-05-27" });
        let case = world.done("CLERK", "openCase", "case { id }", open).await["case"]["id"].take();
        let event = json!({ "caseId": case, "event": { "kind": "ACCEPTED" }, "occurredOn": "2024-06-03" });
        world.done("CLERK", "recordCaseEvent", "case { state }", event).await;
        cases.push(case);
    }
    let clock = async |case: &Value| {
        let question = format!(
            "node(id: {case}) {{ ... on Case {{ clock {{ promised {{ days verified deadline {{ on }} }} }} }} }}"
        );
        asked(&world, "CLERK", &question).await["node"]["clock"]["promised"].take()
    };
    let usual = json!({ "days": 5, "verified": false, "deadline": { "on": "2024-06-11" } });
    let before = planned(&here).await;
    assert_eq!((&before, clock(&cases[0]).await), (&planned(&there).await, usual.clone()));
    let promise = json!({ "adjusted": { "promised": { "days": 2, "unit": "WORKING" } } });
    world.done("ADMINISTRATOR", "overridePermitType", "", says(&world, "eco_redline_check", &promise)).await;
    let after = planned(&here).await;
    assert_eq!((&after.0, planned(&there).await), (&json!(2), before.clone()));
    assert!(after.1.as_str() < before.1.as_str(), "{after:?} {before:?}");
    let shorter = json!({ "days": 2, "verified": true, "deadline": { "on": "2024-06-05" } });
    assert_eq!((clock(&cases[0]).await, clock(&cases[1]).await), (shorter, usual));
}

#[tokio::test]
async fn what_cannot_be_said_is_named_with_its_place() {
    let world = World::new().await;
    let list = format!(
        "permitTypeOverrides(regionId: {:?}) {{ totalCount }} administration(first: 1) {{ totalCount }}",
        world.id("county")
    );
    let before = asked(&world, "ADMINISTRATOR", &list).await;
    let lift =
        |level: &str, when: &str| json!({ "adjusted": { "lifts": [{ "level": level, "when": when }] } });
    let energy = |change: Value| says(&world, "energy_review", &change);
    let local = |more: Value| says(&world, "park_admission", &extra(&more));
    for (input, expected) in [
        (energy(json!({ "takenOff": false })), "VALUE_INVALID input.change.takenOff"),
        (energy(json!({ "adjusted": {} })), "REQUIRED input.change.adjusted"),
        (energy(lift("NATIONAL", "energy >= 1")), "CONDITION_INVALID input.change.adjusted.lifts.0.when"),
        (energy(lift("NATIONAL", "")), "CONDITION_INVALID input.change.adjusted.lifts.0.when"),
        (energy(lift("NATIONAL", &"(".repeat(2_001))), "TEXT_TOO_LONG input.change.adjusted.lifts.0.when"),
        (energy(lift("COUNTY", "always")), "LIFT_MISPLACED input.change.adjusted.lifts.0"),
        (
            energy(json!({ "adjusted": { "promised": { "days": -1, "unit": "WORKING" } } })),
            "VALUE_INVALID input.change.adjusted.promised.days",
        ),
        (
            energy(json!({ "adjusted": { "promised": { "days": 21, "unit": "WORKING" } } })),
            "PROMISE_TOO_LONG input.change.adjusted.promised",
        ),
        (local(json!({ "nameEn": " " })), "TEXT_EMPTY input.change.extra.nameEn"),
        (local(json!({ "needed": "in_park = YES" })), "CONDITION_INVALID input.change.extra.needed"),
        (local(json!({ "covered": "no" })), "CONDITION_INVALID input.change.extra.covered"),
        (
            local(json!({ "referrals": [{ "department": "WATER", "when": "no" }] })),
            "CONDITION_INVALID input.change.extra.referrals.0.when",
        ),
        (local(json!({ "legs": [{ "kind": "INITIAL_REVIEW" }] })), "VALUE_INVALID input.change.extra.legs"),
        (
            local(json!({ "legs": [{ "kind": "DECISION", "limit": { "days": 367, "unit": "WORKING" } }] })),
            "VALUE_INVALID input.change.extra.legs.0.limit.days",
        ),
        (
            local(json!({ "legal": { "days": 1, "unit": "WORKING", "extension": 0 } })),
            "VALUE_INVALID input.change.extra.legal.extension",
        ),
        (
            local(json!({ "legal": { "days": 3, "unit": "WORKING" } })),
            "PROMISE_TOO_LONG input.change.extra.promised",
        ),
        (
            local(json!({ "validity": { "months": 601, "lapse": "VOID" } })),
            "VALUE_INVALID input.change.extra.validity.months",
        ),
        (local(json!({ "basis": ["a", "\u{7f}"] })), "TEXT_CONTROL_CHARACTER input.change.extra.basis.1"),
        (local(json!({ "basis": ["办法", "办法 "] })), "DUPLICATE input.change.extra.basis.1"),
        (
            local(json!({ "prerequisites": [{ "hard": true, "anyOf": [{ "typeCode": "energy_review" },
                { "typeCode": "energy_review" }] }] })),
            "DUPLICATE input.change.extra.prerequisites.0.anyOf.1",
        ),
        (
            energy(json!({ "adjusted": { "promised": { "days": 29, "unit": "CALENDAR" } } })),
            "PROMISE_TOO_LONG input.change.adjusted.promised",
        ),
        (local(json!({ "basis": vec!["a"; 31] })), "TOO_MANY input.change.extra.basis"),
        (
            local(json!({ "prerequisites": [{ "hard": true, "anyOf": [] }] })),
            "REQUIRED input.change.extra.prerequisites.0.anyOf",
        ),
        (
            local(json!({ "prerequisites": [{ "hard": true, "anyOf": [{ "typeCode": "no" }] }] })),
            "PREREQUISITE_UNKNOWN input.change.extra.prerequisites",
        ),
        (
            local(json!({ "prerequisites": [{ "hard": true, "anyOf": [{ "point": "START" }] }] })),
            "PREREQUISITE_CYCLE input.change.extra.prerequisites",
        ),
        (local(json!({ "noteZh": "仅中文" })), "REQUIRED input.change.extra.noteEn"),
        (says(&world, "energy_review", &extra(&json!({}))), "DUPLICATE input.typeCode"),
        (says(&world, "Energy", &json!({ "takenOff": true })), "VALUE_INVALID input.typeCode"),
    ] {
        let payload = world.mutate("ADMINISTRATOR", "overridePermitType", OVERRIDE, input.clone()).await;
        assert_eq!(world::summary(&payload), expected, "{input}");
        assert_eq!(payload["permitTypeOverride"], Value::Null, "{input}");
    }
    assert_eq!(asked(&world, "ADMINISTRATOR", &list).await, before);
    let document = "mutation($input: OverridePermitTypeInput!) { overridePermitType(input: $input) { errors { message params { name value } } } }";
    for (language, expected) in [
        (
            Language::Zh,
            "调整内容·调整·提级情形第1项·条件：第12个字符：“=”处应为比较符号 <、<=、>= 或 >（属性“年综合能源消费量”），请更正。",
        ),
        (
            Language::En,
            "What it says · Adjustment · Lifts 1 · Condition, column 12: \"=\" stands where `<`, `<=`, `>=` or `>` for energy_tce should. Please correct it.",
        ),
    ] {
        let told =
            world.run("ADMINISTRATOR", language, document, energy(lift("NATIONAL", "energy_tce = 1"))).await;
        let error = &told["overridePermitType"]["errors"][0];
        assert_eq!(error["message"], expected);
        assert!(expected.contains(error["params"][0]["value"].as_str().unwrap()), "{error}");
    }
}
