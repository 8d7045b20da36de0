//! Codes, dates, amounts and texts that cannot be; people who cannot answer for anything.

use serde_json::{Value, json};

use super::Table;

pub(super) fn run(mut table: Table<'_>) {
    codes(&mut table);
    dates(&mut table);
    texts(&mut table);
    people(&mut table);
    shapes(&mut table);
    table.end();
}

fn codes(table: &mut Table<'_>) {
    let project = table.office.id("project").to_owned();
    // The last is well formed, with a wrong check digit.
    for code in [
        "",
        "1",
        "2209-640122-04-01",
        "xxxx-640122-04-01-123456",
        "2213-640122-04-01-123456",
        "2209-640122-04-01-000000",
    ] {
        let input = json!({ "projectId": project, "projectCode": code });
        table.refused("updateProject", &input, "PROJECT_CODE_INVALID input.projectCode");
    }
    // No I, O, Z, S or V; 18 places; the last is a check character.
    for code in ["", "1", "91350100M000100Y4I", "91350100M000100Y44", "91350100M000100Y433"] {
        let input = json!({ "name": "某公司", "creditCode": code });
        table.refused_administrator("createEnterprise", &input, "CREDIT_CODE_INVALID input.creditCode");
    }
    for code in ["", "6401", "64010x", "000000", "6401220"] {
        let input = json!({ "parentId": table.office.id("city"), "kind": "COUNTY", "name": "永宁县", "codes": [{ "code": code }] });
        table.refused_administrator("createRegion", &input, "REGION_CODE_INVALID input.codes.0.code");
    }
    for amount in ["-1", "0.001"] {
        let input = json!({ "projectId": project, "agreedInvestment": amount });
        table.refused("updateProject", &input, "MONEY_INVALID input.agreedInvestment");
    }
    let document = "mutation($i: UpdateProjectInput!) { updateProject(input: $i) { errors { code path } } }";
    for amount in [
        json!("99999999999999999999"),
        json!("1e400"),
        json!("NaN"),
        json!("∞"),
        json!("1,000"),
        json!({ "yuan": 1 }),
    ] {
        let variables = json!({ "i": { "projectId": project, "agreedInvestment": amount } });
        table.query(document, &variables, "400 BAD_USER_INPUT");
    }
    for status in [-1, 99, 2_000_000] {
        let input = json!({ "caseId": table.office.id("case"), "event": { "nationalStatus": status } });
        table.refused("recordCaseEvent", &input, "VALUE_INVALID input.event.nationalStatus");
    }
    for code in ["2022-13", "22-1", "2022-H3", "明年", ""] {
        let input = json!({ "projectId": project, "plannedStart": { "code": code } });
        table.refused("updateProject", &input, "VALUE_INVALID input.plannedStart.code");
    }
}

fn dates(table: &mut Table<'_>) {
    let project = table.office.id("project").to_owned();
    for day in [
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "2024-1-1",
        "20240101",
        "今天",
        "",
        "2024-01-01T00:00:00Z",
    ] {
        let input = json!({ "projectId": project, "occurredOn": day });
        table.refused("advanceProject", &input, "400 BAD_USER_INPUT");
    }
    for day in ["2999-01-01", "9999-12-31"] {
        let input = json!({ "projectId": project, "occurredOn": day });
        table.refused("advanceProject", &input, "DATE_IN_FUTURE input.occurredOn");
        let input = json!({ "projectId": project, "kind": "CONTRACT", "signedOn": day });
        table.refused("recordAgreement", &input, "DATE_IN_FUTURE input.signedOn");
    }
    for day in ["0001-01-01", "1899-12-31"] {
        let input = json!({ "projectId": project, "occurredOn": day });
        table.refused("advanceProject", &input, "DATE_TOO_EARLY input.occurredOn");
    }
    let input = json!({ "projectId": project, "occurredOn": "2024-01-01" });
    table.refused("advanceProject", &input, "DATE_OUT_OF_ORDER input.occurredOn");
    for time in ["25:00:00", "24:00:01", "12", "noon", "-1:00:00"] {
        let input = json!({ "caseId": table.office.id("case"), "event": { "kind": "SUBMITTED" }, "occurredOn": "2024-01-05",
            "occurredAt": time });
        table.refused("recordCaseEvent", &input, "VALUE_INVALID input.occurredAt");
    }
}

fn texts(table: &mut Table<'_>) {
    let register = |name: &str| json!({ "name": name, "track": "NEW_BUILD" });
    for blank in ["", " ", "\u{3000}\u{3000}", "\u{a0}"] {
        table.refused("registerProject", &register(blank), "TEXT_EMPTY input.name");
    }
    // Controls, a line break in a name, and what shows a name in another order than it is written.
    for control in [
        "\u{1}",
        "\u{7}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\n",
        "\u{2028}",
        "\u{202e}",
        "\u{2066}",
        "\u{2069}",
    ] {
        table.refused(
            "registerProject",
            &register(&format!("思思{control}食品")),
            "TEXT_CONTROL_CHARACTER input.name",
        );
    }
    table.refused("registerProject", &register(&"长".repeat(10_000)), "TEXT_TOO_LONG input.name");
    table.refused("registerProject", &register(&"长".repeat(300_000)), "TEXT_TOO_LONG input.name");
    let project = table.office.id("project").to_owned();
    for (label, expected) in [
        ("", "TEXT_EMPTY"),
        ("a\u{202e}b", "TEXT_CONTROL_CHARACTER"),
        (&*"签".repeat(5_000), "TEXT_TOO_LONG"),
    ] {
        let input = json!({ "projectId": project, "addLabels": ["好标签", label] });
        table.refused("updateProject", &input, &format!("{expected} input.addLabels"));
    }
    let labels: Vec<String> = (0..250).map(|n| format!("标签{n}")).collect();
    table.refused(
        "updateProject",
        &json!({ "projectId": project, "addLabels": labels }),
        "TOO_MANY input.addLabels",
    );
    let labels: Vec<String> = (0..251).map(|n| format!("标签{n}")).collect();
    table.refused(
        "updateProject",
        &json!({ "projectId": project, "addLabels": labels }),
        "400 BAD_USER_INPUT",
    );
    let input = json!({ "projectId": project, "name": "新名", "reason": "由".repeat(100_000) });
    table.refused("updateProject", &input, "TEXT_TOO_LONG input.reason");
    for key in ["", "k\n", &"k".repeat(65)] {
        let mut input = register("有键的项目");
        input["idempotencyKey"] = json!(key);
        table.refused("registerProject", &input, "VALUE_INVALID input.idempotencyKey");
    }
    for name in ["", "\u{202e}某", &"名".repeat(5_000)] {
        let input = json!({ "postId": table.office.id("desk"), "name": name });
        table.refused_administrator("createOfficer", &input, "TEXT_");
    }
}

fn people(table: &mut Table<'_>) {
    let office = &table.office;
    let (project, gone, colleague) =
        (office.id("project").to_owned(), office.id("gone").to_owned(), office.id("colleague").to_owned());
    let (step, administrator) = (office.id("step").to_owned(), office.id("administrator").to_owned());
    let assign = |officer: &str| json!({ "stepId": step, "officerId": officer, "role": "RESPONSIBLE" });
    let advance =
        |officer: &str| json!({ "projectId": project, "occurredOn": "2024-02-01", "officerId": officer });
    table.refused("assignOfficer", &assign(&gone), "OFFICER_INACTIVE input.officerId");
    table.refused("assignOfficer", &assign(&administrator), "OFFICER_NOT_OURS input.officerId");
    table.refused("advanceProject", &advance(&gone), "OFFICER_INACTIVE input.officerId");
    table.refused("advanceProject", &advance(&administrator), "OFFICER_NOT_OURS input.officerId");
    let register = json!({ "name": "新项目", "track": "LEASED", "landingSpecialistId": gone });
    table.refused("registerProject", &register, "OFFICER_INACTIVE input.landingSpecialistId");
    let specialist = table.office.id("specialist").to_owned();
    let hand_over =
        |to: &str| json!({ "fromOfficerId": specialist, "toOfficerId": to, "reason": "岗位调整" });
    let send = |input: Value| {
        move |office: &super::Office<'_>| office.manager.mutate("handOverOfficer", &input, "").unwrap()
    };
    table.check("hand over to one who left", send(hand_over(&gone)), "OFFICER_INACTIVE input.toOfficerId");
    table.check("hand over to himself", send(hand_over(&specialist)), "SAME_OFFICER input.toOfficerId");
    let leave = json!({ "officerId": specialist, "active": false });
    table.refused_administrator("updateOfficer", &leave, "OFFICER_HOLDS_STEPS input.active");
    // A specialist keeps no registry.
    let officer = json!({ "postId": table.office.id("desk"), "name": "新人" });
    table.refused("createOfficer", &officer, "ROLE_NOT_ALLOWED");
    table.refused("updateOfficer", &json!({ "officerId": colleague, "active": false }), "ROLE_NOT_ALLOWED");
}

/// Inputs of the wrong shape never reach a rule.
fn shapes(table: &mut Table<'_>) {
    let project = table.office.id("project").to_owned();
    let rows = [
        ("registerProject", json!({ "track": "NEW_BUILD" })),
        ("registerProject", json!({ "name": null, "track": "NEW_BUILD" })),
        ("registerProject", json!({ "name": 7, "track": "NEW_BUILD" })),
        ("registerProject", json!({ "name": ["思思"], "track": "NEW_BUILD" })),
        ("registerProject", json!({ "name": "思思", "track": "SIDEWAYS" })),
        ("registerProject", json!({ "name": "思思", "track": "NEW_BUILD", "colour": "red" })),
        ("advanceProject", json!({ "projectId": project, "expectedVersion": "one" })),
        ("advanceProject", json!({ "projectId": project, "withGaps": null })),
        ("addPermit", json!({ "projectId": project, "item": {}, "level": "CITY", "phase": "AFTER" })),
        (
            "addPermit",
            json!({ "projectId": project, "item": { "name": "a", "typeCode": "b" }, "level": "CITY", "phase": "AFTER" }),
        ),
        ("advanceProject", Value::Null),
    ];
    for (field, input) in rows {
        table.refused(field, &input, "400 BAD_USER_INPUT");
    }
    for input in [json!([]), json!("prj"), json!(1), json!(true)] {
        table.refused("advanceProject", &input, "400 BAD_USER_INPUT");
    }
}
