//! Permits that stand for others, as the API tells of them.

use super::permit::added;
use super::*;

#[tokio::test]
async fn what_stands_for_others_is_told_on_both_sides() {
    let world = World::new().await;
    let (batch, other) = (world.project("批次").await, world.project("乙").await);
    let (of_batch, of_other) =
        (added(&world, &batch, "农用地转用").await, added(&world, &other, "农用地转用").await);
    let input = json!({ "permitId": of_batch, "permitIds": [of_other], "idempotencyKey": "批次一" });
    let select = "permit { id covered coversOthers covers { id project { id } } } project { id }";
    let first = world.done("SPECIALIST", "coverPermits", select, input.clone()).await;
    let covers = json!([{ "id": of_other, "project": { "id": other } }]);
    assert_eq!(
        first["permit"],
        json!({ "id": of_batch, "covered": false, "coversOthers": true, "covers": covers })
    );
    assert_eq!(first["project"]["id"], batch);
    assert_eq!(world.done("SPECIALIST", "coverPermits", select, input).await, first, "asked again");
    let shown = world
        .selected(&other, "permits { covered coverWithdrawn coveredBy { id } status canOpen: cases { id } }")
        .await;
    assert_eq!(
        shown["permits"],
        json!([{ "covered": true, "coverWithdrawn": false, "coveredBy": { "id": of_batch }, "status": "PREPARING", "canOpen": [] }])
    );
    let case = json!({ "permitId": of_other });
    world.refused("SPECIALIST", "openCase", case, &other, "PERMIT_COVERED input.permitId").await;
    let out = json!({ "permitId": of_batch, "reason": "不需要" });
    world.refused("SPECIALIST", "ruleOutPermit", out, &batch, "PERMIT_COVERS input.permitId").await;
    let again = json!({ "permitId": of_batch, "permitIds": [of_batch] });
    world.refused("SPECIALIST", "coverPermits", again, &batch, "COVER_UNLIKE input.permitIds.0").await;
    let wrong = json!({ "permitId": of_batch, "permitIds": [of_other, "x"] });
    world.refused("SPECIALIST", "coverPermits", wrong, &batch, "NOT_FOUND input.permitIds.1").await;
    let one = json!({ "permitId": of_other });
    world.refused("SPECIALIST", "uncoverPermit", one.clone(), &other, "REASON_REQUIRED input.reason").await;
    let lead = json!({ "permitId": of_batch, "reason": "单独报批" });
    world.refused("SPECIALIST", "uncoverPermit", lead, &batch, "PERMIT_NOT_COVERED input.permitId").await;
    let mut reasoned = one;
    reasoned["reason"] = json!("单独报批");
    let ended =
        world.done("SPECIALIST", "uncoverPermit", "permit { id covered coverWithdrawn }", reasoned).await;
    assert_eq!(ended["permit"], json!({ "id": of_other, "covered": false, "coverWithdrawn": null }));
    let told = world.selected(&other, "history(first: 20) { nodes { summary } }").await;
    let told: Vec<&str> = told["history"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|event| event["summary"].as_str())
        .filter(|summary| summary.contains("stands for") || summary.contains("own way"))
        .collect();
    assert_eq!(
        told,
        [
            "Permit “农用地转用” follows the one that stands for it",
            "Permit “农用地转用” goes its own way again"
        ]
    );
}
