//! Registering, changing, splitting.

use super::*;

#[tokio::test]
async fn a_project_is_registered_with_everything_known() {
    let world = World::new().await;
    let input = json!({
        "name": "思思食品", "aliases": ["食品项目"], "track": "NEW_BUILD", "stage": "SIGNED",
        "officerId": world.id("SPECIALIST"), "dueOn": "2024-12-31",
        "projectCode": "2505-330354-04-01-274607", "industry": "C14", "chain": "食品",
        "place": { "provinceId": world.id("province"), "cityId": world.id("city") },
        "originatingAgencyId": world.id("office"), "landingSpecialistId": world.id("SPECIALIST"),
        "leaderInChargeId": world.id("LEADER"),
        "credits": [{ "agencyId": world.id("office"), "role": "ORIGINATING", "percent": "33.33",
            "since": "2024-01-02" }],
        "labels": ["重大项目"], "agreedInvestment": "520000000.50",
        "plannedStart": { "code": "2024-Q3", "raw": "三季度" }, "plannedProduction": { "code": "2026" },
        "attributes": [
            { "key": "eia_class", "value": { "unknown": true } },
            { "key": "energy_tce", "value": { "number": "1200.50" } },
            { "key": "in_park", "value": { "bool": false } },
            { "key": "land_source", "value": { "choice": "AUCTION" } },
        ],
        "occurredOn": "2024-01-02",
    });
    let select = "project { version stage name projectCode plannedStart { code raw } agreedInvestment { amount } \
        credits { percent } attributes { key kind value text } currentStep { dueOn responsible { name } } }";
    let payload = world.done("SPECIALIST", "registerProject", select, input).await;
    assert_eq!(
        payload["project"],
        json!({
            "version": 2, "stage": "SIGNED", "name": "思思食品", "projectCode": "2505-330354-04-01-274607",
            "plannedStart": { "code": "2024-Q3", "raw": "三季度" },
            "agreedInvestment": { "amount": "520000000.50" },
            "credits": [{ "percent": "33.33" }],
            "attributes": [
                { "key": "in_park", "kind": "BOOLEAN", "value": "false", "text": "no" },
                { "key": "land_source", "kind": "CHOICE", "value": "AUCTION", "text": "public sale" },
                { "key": "energy_tce", "kind": "NUMBER", "value": "1200.5", "text": "1,200.5 tce" },
                { "key": "eia_class", "kind": "UNKNOWN", "value": null, "text": "unknown" },
            ],
            "currentStep": { "dueOn": "2024-12-31", "responsible": { "name": "SPECIALIST" } },
        })
    );
}

#[tokio::test]
async fn a_registration_is_refused_with_its_field() {
    let world = World::new().await;
    let check = async |who: &str, change: Value, expected: &str| {
        let mut input = json!({ "name": "项目", "track": "NEW_BUILD", "officerId": world.id("SPECIALIST") });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let payload = world.mutate(who, "registerProject", "project { id }", input).await;
        assert_eq!(world::summary(&payload), expected, "{change}");
        assert_eq!(payload["project"], Value::Null);
        assert_eq!(world.app.count_projects(&luodi_app::list::ProjectFilter::default()).await.unwrap(), 0);
    };
    let other = world.id("office");
    let rows = [
        (json!({ "name": " " }), "TEXT_EMPTY input.name"),
        (json!({ "name": "a\u{7}b" }), "TEXT_CONTROL_CHARACTER input.name"),
        (json!({ "projectCode": "2505-330354-04-01-274608" }), "PROJECT_CODE_INVALID input.projectCode"),
        (json!({ "projectCode": "1" }), "PROJECT_CODE_INVALID input.projectCode"),
        (
            json!({ "formerCodes": ["2505-330354-04-01-274607", "x"] }),
            "PROJECT_CODE_INVALID input.formerCodes.1",
        ),
        (json!({ "officerId": other }), "NOT_FOUND input.officerId"),
        (json!({ "officerId": "off_" }), "NOT_FOUND input.officerId"),
        (json!({ "officerId": "off_00000000000000000000000001" }), "NOT_FOUND input.officerId"),
        (json!({ "officerId": null }), "OFFICER_REQUIRED input.officerId"),
        (json!({ "occurredOn": "2024-06-04" }), "DATE_IN_FUTURE input.occurredOn"),
        (json!({ "occurredOn": "1977-12-31" }), "DATE_TOO_EARLY input.occurredOn"),
        (json!({ "agreedInvestment": "-1" }), "MONEY_INVALID input.agreedInvestment"),
        (json!({ "agreedInvestment": "0.001" }), "MONEY_INVALID input.agreedInvestment"),
        (json!({ "agreedInvestment": "10000000000000.01" }), "MONEY_INVALID input.agreedInvestment"),
        (json!({ "plannedStart": { "code": "2024-13" } }), "VALUE_INVALID input.plannedStart.code"),
        (json!({ "plannedStart": { "code": "2024", "raw": "" } }), "TEXT_EMPTY input.plannedStart.raw"),
        (json!({ "place": { "cityId": world.id("county") } }), "PLACE_INCONSISTENT input.place.cityId"),
        (json!({ "place": { "cityId": "x" } }), "NOT_FOUND input.place.cityId"),
        (
            json!({ "attributes": [{ "key": "In_Park", "value": { "bool": true } }] }),
            "VALUE_INVALID input.attributes.0.key",
        ),
        (
            json!({ "attributes": [{ "key": "in_park", "value": { "number": "1" } }] }),
            "ANSWER_INVALID input.attributes.0.value.number",
        ),
        (
            json!({ "attributes": [{ "key": "energy_tce", "value": { "number": "-1" } }] }),
            "ANSWER_INVALID input.attributes.0.value.number",
        ),
        (
            json!({ "attributes": [{ "key": "energy_tce", "value": { "number": "0.12345" } }] }),
            "ANSWER_INVALID input.attributes.0.value.number",
        ),
        (
            json!({ "attributes": [{ "key": "land_path", "value": { "choice": "AUCTION" } }] }),
            "ANSWER_INVALID input.attributes.0.value.choice",
        ),
        (
            json!({ "attributes": [{ "key": "hotel", "value": { "unknown": false } }] }),
            "ANSWER_INVALID input.attributes.0.value.unknown",
        ),
        (
            json!({ "attributes": [{ "key": "hotel", "value": { "bool": true } }, { "key": "hotel", "value": { "unknown": true } }] }),
            "DUPLICATE input.attributes.1.key",
        ),
        (
            json!({ "credits": [{ "agencyId": other, "role": "HOSTING", "percent": "100.01", "since": "2024-01-01" }] }),
            "VALUE_INVALID input.credits.0.percent",
        ),
        (
            json!({ "credits": [
                { "agencyId": other, "role": "HOSTING", "percent": "60", "since": "2024-01-01" },
                { "agencyId": other, "role": "HOSTING", "percent": "50", "since": "2024-01-01" }] }),
            "SHARES_EXCEED_WHOLE input.credits",
        ),
        (json!({ "track": "ASSET_LIGHT", "stage": "STARTED" }), "STAGE_NOT_IN_TRACK input.stage"),
        (
            json!({ "authority": { "officerId": "x", "instrument": "ORAL", "on": "2024-01-01" } }),
            "NOT_FOUND input.authority.officerId",
        ),
        (json!({ "idempotencyKey": "" }), "VALUE_INVALID input.idempotencyKey"),
    ];
    for (change, expected) in rows {
        check("SPECIALIST", change, expected).await;
    }
    check("CLERK", json!({}), "ROLE_NOT_ALLOWED input").await;
}

#[tokio::test]
async fn an_update_changes_what_is_given_and_clears_what_is_null() {
    let world = World::new().await;
    let project = world.project("旧名").await;
    let select = "project { version name projectCode industry chain labels otherNames { name kind } \
        codes { code standing } credits { percent } attributes { key } place: city { name } }";
    let done = async |change: Value| {
        let mut input = json!({ "projectId": project });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        world.done("SPECIALIST", "updateProject", select, input).await["project"].take()
    };
    let credit = json!([{ "agencyId": world.id("office"), "role": "HOSTING", "percent": "40", "since": "2024-01-01" }]);
    let first = done(json!({
        "name": "新名", "addAliases": ["别名"], "addLabels": ["甲", "乙"], "industry": "C14", "chain": "食品",
        "projectCode": "2505-330354-04-01-274607", "credits": credit, "expectedVersion": 2,
        "place": { "provinceId": world.id("province"), "cityId": world.id("city") },
        "attributes": [{ "key": "hotel", "value": { "bool": true } }],
    }))
    .await;
    assert_eq!(
        first,
        json!({
            "version": 12, "name": "新名", "projectCode": "2505-330354-04-01-274607", "industry": "C14",
            "chain": "食品", "labels": ["乙", "甲"],
            "otherNames": [{ "name": "别名", "kind": "ALIAS" }, { "name": "旧名", "kind": "FORMER" }],
            "codes": [{ "code": "2505-330354-04-01-274607", "standing": "PRESENT" }],
            "credits": [{ "percent": "40.00" }], "attributes": [{ "key": "hotel" }], "place": { "name": "city" },
        })
    );
    // The same credits again are the same credits, and a field left out stays.
    assert_eq!(done(json!({ "credits": credit })).await, first);
    let second = done(json!({
        "industry": null, "projectCode": null, "place": null, "credits": [], "removeLabels": ["甲"],
        "removeAliases": ["别名"], "removeAttributes": ["hotel"],
    }))
    .await;
    assert_eq!(
        second,
        json!({
            "version": 19, "name": "新名", "projectCode": null, "industry": null, "chain": "食品",
            "labels": ["乙"], "otherNames": [{ "name": "旧名", "kind": "FORMER" }],
            "codes": [{ "code": "2505-330354-04-01-274607", "standing": "FORMER" }],
            "credits": [], "attributes": [], "place": null,
        })
    );
}

#[tokio::test]
async fn an_update_is_refused_with_its_field() {
    let world = World::new().await;
    let project = world.project("甲").await;
    world
        .done(
            "SPECIALIST",
            "registerProject",
            "",
            json!({ "name": "乙", "track": "LEASED",
        "officerId": world.id("SPECIALIST"), "projectCode": "2505-330354-04-01-274607" }),
        )
        .await;
    let rows = [
        (json!({ "name": "" }), "TEXT_EMPTY input.name"),
        (json!({ "addAliases": ["\u{202e}"] }), "TEXT_CONTROL_CHARACTER input.addAliases.0"),
        (json!({ "addLabels": ["好", " "] }), "TEXT_EMPTY input.addLabels.1"),
        (json!({ "addAliases": ["好", "a\u{202e}b"] }), "TEXT_CONTROL_CHARACTER input.addAliases.1"),
        (
            json!({ "attributes": [{ "key": "hotel", "value": { "bool": true } }, { "key": "b", "value": { "bool": true } }] }),
            "VALUE_INVALID input.attributes.1.key",
        ),
        (json!({ "removeAttributes": ["b"] }), "VALUE_INVALID input.removeAttributes"),
        (json!({ "removeAttributes": ["hotel"] }), "NOT_FOUND input.removeAttributes"),
        (json!({ "addLabels": ["长".repeat(41)] }), "TEXT_TOO_LONG input.addLabels.0"),
        (json!({ "projectCode": "2505-330354-04-01-274607" }), "DUPLICATE input.projectCode"),
        (json!({ "projectCode": "2505-330354-04-01-274600" }), "PROJECT_CODE_INVALID input.projectCode"),
        (json!({ "landingSpecialistId": "prj_x" }), "NOT_FOUND input.landingSpecialistId"),
        (json!({ "place": { "countyId": world.id("city") } }), "PLACE_INCONSISTENT input.place.countyId"),
        (json!({ "plannedProduction": { "code": "soon" } }), "VALUE_INVALID input.plannedProduction.code"),
        (json!({ "name": "丙", "expectedVersion": 1 }), "VERSION_CONFLICT input.expectedVersion"),
    ];
    for (change, expected) in rows {
        let mut input = json!({ "projectId": project });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        world.refused("SPECIALIST", "updateProject", input, &project, expected).await;
    }
    for id in ["", "prj_", "prj_00000000000000000000000001", world.id("office").as_str()] {
        let input = json!({ "projectId": id, "name": "丙" });
        world.refused("SPECIALIST", "updateProject", input, &project, "NOT_FOUND input.projectId").await;
    }
}

#[tokio::test]
async fn a_conflict_comes_with_the_project_as_it_is() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let input = json!({ "projectId": project, "name": "乙", "expectedVersion": 9 });
    let payload = world.mutate("SPECIALIST", "updateProject", "project { name version }", input).await;
    assert_eq!(world::summary(&payload), "VERSION_CONFLICT input.expectedVersion");
    assert_eq!(payload["project"], json!({ "name": "甲", "version": 2 }));
    let facts = json!([{ "name": "expected", "value": "9" }, { "name": "found", "value": "2" }]);
    assert_eq!(payload["errors"][0]["params"], facts);
}

#[tokio::test]
async fn a_project_is_split() {
    let world = World::new().await;
    let project = world.project("总").await;
    let phase =
        |name: &str| json!({ "name": name, "agreedInvestment": "100", "plannedStart": { "code": "2025" } });
    let rows = [
        ("MANAGER", json!([phase("一期")]), "REQUIRED input.phases"),
        ("MANAGER", json!([phase("一期"), phase("")]), "TEXT_EMPTY input.phases.1.name"),
        ("MANAGER", json!([phase("一期"), phase("二期"), phase(" 一期")]), "DUPLICATE input.phases.2.name"),
        (
            "MANAGER",
            json!([phase("一期"), { "name": "二期", "officerId": "x" }]),
            "NOT_FOUND input.phases.1.officerId",
        ),
        ("SPECIALIST", json!([phase("一期"), phase("二期")]), "ROLE_NOT_ALLOWED input"),
    ];
    for (who, phases, expected) in rows {
        let input = json!({ "projectId": project, "phases": phases });
        world.refused(who, "splitIntoPhases", input, &project, expected).await;
    }
    let input =
        json!({ "projectId": project, "phases": [phase("一期"), phase("二期")], "idempotencyKey": "k" });
    let select = "project { phases { name } } phases { id name phaseOf { name } stage }";
    let first = world.done("MANAGER", "splitIntoPhases", select, input.clone()).await;
    assert_eq!(first["project"], json!({ "phases": [{ "name": "一期" }, { "name": "二期" }] }));
    let phases = first["phases"].as_array().unwrap();
    let shown: Vec<_> = phases.iter().map(|phase| (&phase["name"], &phase["phaseOf"]["name"])).collect();
    assert_eq!(shown, [(&json!("一期"), &json!("总")), (&json!("二期"), &json!("总"))]);
    // The same request again answers the same phases.
    assert_eq!(world.done("MANAGER", "splitIntoPhases", select, input).await, first);
    let again = json!({ "projectId": project, "phases": [phase("三期"), phase("四期")] });
    world.refused("MANAGER", "splitIntoPhases", again, &project, "PROJECT_IS_UMBRELLA input").await;
}
