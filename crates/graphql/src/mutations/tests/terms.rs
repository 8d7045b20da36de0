//! Terms 谈判条件, which not everybody knows who reads the project.

use super::rights::world;
use super::*;
use crate::language::Language;

const SELECT: &str = "project { version terms { landPrice { amount } note
    subsidies { kind amount { amount } condition } } }";

#[tokio::test]
async fn what_is_offered_is_recorded_as_a_whole_and_refused_as_one() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let offer = |subsidies: Value| json!({ "projectId": project, "landPrice": "150000.5", "note": "水电另议", "subsidies": subsidies });
    let energy = json!({ "kind": "ENERGY", "amount": "300000", "condition": "按用量兑现" });
    let payload = world.done("SPECIALIST", "recordTerms", SELECT, offer(json!([energy]))).await;
    assert_eq!(
        payload["project"]["terms"],
        json!({ "landPrice": { "amount": "150000.50" }, "note": "水电另议", "subsidies":
            [{ "kind": "ENERGY", "amount": { "amount": "300000.00" }, "condition": "按用量兑现" }] })
    );
    let rows = [
        (offer(json!([energy, energy])), "DUPLICATE input.subsidies.1.kind"),
        (offer(json!([{ "kind": "LAND", "amount": "-1" }])), "MONEY_INVALID input.subsidies.0.amount"),
        (offer(json!([{ "kind": "LAND", "condition": " " }])), "TEXT_EMPTY input.subsidies.0.condition"),
        (json!({ "projectId": project, "landPrice": "0.001" }), "MONEY_INVALID input.landPrice"),
        (json!({ "projectId": project, "note": "a\u{1}" }), "TEXT_CONTROL_CHARACTER input.note"),
        (json!({ "projectId": project, "expectedVersion": 1 }), "VERSION_CONFLICT input.expectedVersion"),
        (json!({ "projectId": "prj_x" }), "NOT_FOUND input.projectId"),
    ];
    for (input, expected) in rows {
        world.refused("SPECIALIST", "recordTerms", input, &project, expected).await;
    }
    // The same again does nothing; nothing at all is an offer withdrawn.
    let again = world.done("SPECIALIST", "recordTerms", SELECT, offer(json!([energy]))).await;
    assert_eq!(again, payload);
    let payload = world.done("SPECIALIST", "recordTerms", SELECT, json!({ "projectId": project })).await;
    assert_eq!(payload["project"]["terms"], Value::Null);
}

#[tokio::test]
async fn what_is_offered_is_known_to_those_who_talk_and_those_above_them() {
    let world = world().await;
    let input = json!({ "name": "甲", "track": "NEW_BUILD", "stage": "SIGNED", "occurredOn": "2024-01-02",
        "landingSpecialistId": world.id("SPECIALIST"), "place": { "cityId": world.id("city") } });
    let payload = world.done("SPECIALIST", "registerProject", "project { id }", input).await;
    let project = payload["project"]["id"].as_str().unwrap();
    let offer = json!({ "projectId": project, "landPrice": "777", "note": "雀", "reason": "雀",
        "subsidies": [{ "kind": "OTHER", "condition": "雀" }] });
    world.done("SPECIALIST", "recordTerms", "", offer.clone()).await;
    let document = format!(
        "{{ project(by: {{ id: \"{project}\" }}) {{ terms {{ landPrice {{ amount }} note subsidies {{ condition }} }}
            history(first: 20) {{ nodes {{ eventType summary reason canonical details {{ key value }} }} }} }} }}"
    );
    let told = async |who: &str| {
        let found = world.run(who, Language::Zh, &document, Value::Null).await["project"].take();
        let history = found["history"]["nodes"].as_array().unwrap().clone();
        let entry = history.into_iter().find(|one| one["eventType"] == "TERMS_RECORDED");
        (found["terms"].clone(), entry)
    };
    let every = ["SPECIALIST", "MANAGER", "COLLEAGUE", "LEADER"];
    for who in every {
        let (terms, entry) = told(who).await;
        assert_eq!(terms["note"], "雀", "{who}");
        let entry = entry.unwrap();
        assert_eq!(entry["reason"], "雀", "{who}");
        assert!(entry["canonical"].as_str().unwrap().contains("77700"), "{who}: {entry}");
        assert!(entry["details"].as_array().unwrap().len() > 3, "{who}: {entry}");
    }
    // They work in the place, or keep it, and read all else of the project: that something was said, and no more.
    for who in ["EXPERT", "CHIEF", "ADMINISTRATOR"] {
        let (terms, entry) = told(who).await;
        let silent = json!({ "eventType": "TERMS_RECORDED", "summary": "登记谈判条件", "reason": null,
            "canonical": null, "details": [] });
        assert_eq!((terms, entry), (Value::Null, Some(silent)), "{who}");
    }
    for (who, expected) in [
        ("EXPERT", "OUTSIDE_JURISDICTION input"),
        ("CHIEF", "OUTSIDE_JURISDICTION input"),
        ("ADMINISTRATOR", "ROLE_NOT_ALLOWED input"),
        ("FAR", "NOT_FOUND input.projectId"),
    ] {
        world.refused(who, "recordTerms", offer.clone(), project, expected).await;
    }
}
