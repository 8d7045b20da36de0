//! Parties, agreements, milestones.

use super::*;

async fn enterprise(world: &World, name: &str) -> String {
    let payload =
        world.done("SPECIALIST", "createEnterprise", "enterprise { id }", json!({ "name": name })).await;
    payload["enterprise"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_party_comes_is_corrected_and_goes() {
    let world = World::new().await;
    let (project, other) = (world.project("甲").await, world.project("乙").await);
    let enterprise = enterprise(&world, "思思食品有限公司").await;
    let input = json!({ "projectId": project, "enterpriseId": enterprise, "role": "SIGNATORY", "since": "2024-02-01",
        "contact": { "name": "王某", "phone": "0951-1" } });
    let select = "party { id since until contact { name } enterprise { name } } project { version }";
    let payload = world.done("SPECIALIST", "recordParty", select, input.clone()).await;
    let party = payload["party"]["id"].clone();
    assert_eq!(
        payload["party"],
        json!({ "id": party, "since": "2024-02-01", "until": null, "contact": { "name": "王某" },
            "enterprise": { "name": "思思食品有限公司" } })
    );
    let with = |change: Value| {
        let mut input = input.clone();
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    let rows = [
        (with(json!({})), "DUPLICATE input.role"),
        (with(json!({ "enterpriseId": "ent_00000000000000000000000001" })), "NOT_FOUND input.enterpriseId"),
        (with(json!({ "since": "2024-06-04" })), "DATE_IN_FUTURE input.since"),
        (with(json!({ "role": "CONTROLLER", "contact": { "name": "" } })), "TEXT_EMPTY input.contact.name"),
        (with(json!({ "partyId": "pty_00000000000000000000000001" })), "NOT_FOUND input.partyId"),
        (with(json!({ "partyId": party, "projectId": other })), "NOT_FOUND input.partyId"),
        (with(json!({ "projectId": "" })), "NOT_FOUND input.projectId"),
    ];
    for (input, expected) in rows {
        world.refused("SPECIALIST", "recordParty", input, &project, expected).await;
    }
    let corrected = with(json!({ "partyId": party, "since": "2024-01-15" }));
    let payload = world.done("SPECIALIST", "recordParty", "party { id since }", corrected).await;
    assert_eq!(payload["party"], json!({ "id": party, "since": "2024-01-15" }));
    let end = json!({ "partyId": party, "occurredOn": "2024-01-01" });
    world.refused("SPECIALIST", "endParty", end, &project, "DATE_OUT_OF_ORDER input.occurredOn").await;
    let end = json!({ "partyId": party, "occurredOn": "2024-05-01" });
    let payload = world.done("SPECIALIST", "endParty", "party { until }", end.clone()).await;
    assert_eq!(payload["party"]["until"], "2024-05-01");
    world.refused("SPECIALIST", "endParty", end, &project, "ALREADY_ENDED input.partyId").await;
}

#[tokio::test]
async fn an_agreement_is_signed_superseded_and_dissolved() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let input = json!({ "projectId": project, "kind": "INTENT", "signedOn": "2024-02-01", "amount": "100.50",
        "title": "投资意向书", "number": "1号", "event": "兰洽会" });
    let select = "agreement { id kind amount { amount } supersedes { id } endedOn }";
    let first = world.done("SPECIALIST", "recordAgreement", select, input.clone()).await;
    let intent = first["agreement"]["id"].clone();
    let with = |change: Value| {
        let mut input = input.clone();
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    let contract = with(json!({ "kind": "CONTRACT", "supersedesId": intent, "signedOn": "2024-03-01" }));
    let second = world.done("SPECIALIST", "recordAgreement", select, contract.clone()).await;
    let agreement = second["agreement"]["id"].clone();
    assert_eq!(
        second["agreement"],
        json!({ "id": agreement, "kind": "CONTRACT", "amount": { "amount": "100.50" },
            "supersedes": { "id": intent }, "endedOn": null })
    );
    let query = "id inForce supersededBy { id }";
    let papers = world.selected(&project, &format!("agreements {{ {query} }}")).await;
    assert_eq!(
        papers["agreements"],
        json!([{ "id": intent, "inForce": false, "supersededBy": { "id": agreement } },
            { "id": agreement, "inForce": true, "supersededBy": null }])
    );
    let rows = [
        ("recordAgreement", contract, "SUPERSEDES_WRONG input.supersedesId"),
        ("recordAgreement", with(json!({ "supersedesId": "agr_x" })), "NOT_FOUND input.supersedesId"),
        ("recordAgreement", with(json!({ "amount": "-0.01" })), "MONEY_INVALID input.amount"),
        ("recordAgreement", with(json!({ "amount": "1.005" })), "MONEY_INVALID input.amount"),
        ("recordAgreement", with(json!({ "amount": "10000000000000.01" })), "MONEY_INVALID input.amount"),
        ("recordAgreement", with(json!({ "signedOn": "2024-06-04" })), "DATE_IN_FUTURE input.signedOn"),
        ("endAgreement", json!({ "agreementId": agreement }), "REASON_REQUIRED input.reason"),
        ("endAgreement", json!({ "agreementId": "agr_", "reason": "解约" }), "NOT_FOUND input.agreementId"),
    ];
    for (field, input, expected) in rows {
        world.refused("SPECIALIST", field, input, &project, expected).await;
    }
    let end = json!({ "agreementId": agreement, "reason": "解约", "occurredOn": "2024-05-01" });
    let payload =
        world.done("SPECIALIST", "endAgreement", "agreement { endedOn inForce }", end.clone()).await;
    assert_eq!(payload["agreement"], json!({ "endedOn": "2024-05-01", "inForce": false }));
    world.refused("SPECIALIST", "endAgreement", end, &project, "ALREADY_ENDED input.agreementId").await;
}

#[tokio::test]
async fn a_milestone_is_recorded_and_corrected() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let input = |works: Value, reference: &str| {
        json!({ "projectId": project, "kind": "STARTED", "works": works, "occurredOn": "2024-04-01",
            "evidence": [{ "kind": "PHOTO", "reference": reference, "note": "桩机进场" }] })
    };
    let select = "milestone { id occurredOn works evidence { kind reference } }";
    let first = world.done("SPECIALIST", "recordMilestone", select, input(json!("PILES"), "a.jpg")).await;
    let correction = input(json!("FOUNDATION"), "b.jpg");
    world
        .refused(
            "SPECIALIST",
            "recordMilestone",
            correction.clone(),
            &project,
            "REASON_REQUIRED input.reason",
        )
        .await;
    let mut reasoned = correction;
    reasoned["reason"] = json!("照片有误");
    let second = world.done("SPECIALIST", "recordMilestone", select, reasoned).await;
    assert_eq!(first["milestone"]["id"], second["milestone"]["id"]);
    assert_eq!(second["milestone"]["works"], "FOUNDATION");
    let rows = [
        (input(Value::Null, "c.jpg"), "REQUIRED input.works"),
        (input(json!("PILES"), " "), "TEXT_EMPTY input.evidence.0.reference"),
        (json!({ "projectId": project, "kind": "COMPLETED", "works": "PILES" }), "VALUE_INVALID input.works"),
        (
            json!({ "projectId": project, "kind": "COMPLETED", "occurredOn": "2025-01-01" }),
            "DATE_IN_FUTURE input.occurredOn",
        ),
    ];
    for (input, expected) in rows {
        world.refused("SPECIALIST", "recordMilestone", input, &project, expected).await;
    }
}
