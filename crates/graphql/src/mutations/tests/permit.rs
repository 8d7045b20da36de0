//! Permits.

use super::*;

/// A permit in the plan of a project.
pub(super) async fn added(world: &World, project: &str, name: &str) -> String {
    let input = json!({ "projectId": project, "item": { "name": name }, "level": "COUNTY", "phase": "BEFORE_START",
        "occurredOn": "2024-03-01", "agencyId": world.id("office") });
    let payload = world.done("SPECIALIST", "addPermit", "permit { id }", input).await;
    payload["permit"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_permit_is_added_changed_and_ruled_out() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let input = json!({ "projectId": project, "item": { "typeCode": "construction_permit" }, "level": "SELF",
        "phase": "BEFORE_START", "part": "主体", "agencyId": world.id("office"), "dueOn": "2024-12-31",
        "preparation": { "kind": "PRE_REVIEW", "turn": "AGENCY", "agreedOn": "2024-07-01" },
        "officerId": world.id("COLLEAGUE"), "occurredOn": "2024-03-01" });
    let select = "permit { id typeCode level part status agency { name } preparation { kind turn agreedOn } \
        step { dueOn responsible { name } closedOn } }";
    let payload = world.done("SPECIALIST", "addPermit", select, input.clone()).await;
    let permit = payload["permit"]["id"].clone();
    assert_eq!(
        payload["permit"],
        json!({ "id": permit, "typeCode": "construction_permit", "level": "SELF", "part": "主体",
            "status": "PRE_REVIEW", "agency": { "name": "office" },
            "preparation": { "kind": "PRE_REVIEW", "turn": "AGENCY", "agreedOn": "2024-07-01" },
            "step": { "dueOn": "2024-12-31", "responsible": { "name": "COLLEAGUE" }, "closedOn": null } })
    );
    let with = |change: Value| {
        let mut input = input.clone();
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    let late = json!({ "kind": "PREPARING", "turn": "OFFICE", "agreedOn": "3000-01-01" });
    let rows = [
        ("addPermit", with(json!({})), "PERMIT_DUPLICATE input"),
        ("addPermit", with(json!({ "item": { "typeCode": "A B" } })), "VALUE_INVALID input.item.typeCode"),
        ("addPermit", with(json!({ "item": { "name": "" } })), "TEXT_EMPTY input.item.name"),
        ("addPermit", with(json!({ "part": "二", "agencyId": "x" })), "NOT_FOUND input.agencyId"),
        (
            "addPermit",
            with(json!({ "part": "二", "preparation": late })),
            "DATE_IN_FUTURE input.preparation.agreedOn",
        ),
        ("updatePermit", json!({ "permitId": "pmt_" }), "NOT_FOUND input.permitId"),
        ("updatePermit", json!({ "permitId": permit, "agencyId": project }), "NOT_FOUND input.agencyId"),
        ("ruleOutPermit", json!({ "permitId": permit }), "REASON_REQUIRED input.reason"),
    ];
    for (field, input, expected) in rows {
        world.refused("SPECIALIST", field, input, &project, expected).await;
    }
    let update = json!({ "permitId": permit, "level": "PROVINCIAL", "agencyId": null, "dueOn": null });
    let payload = world.done("SPECIALIST", "updatePermit", select, update).await;
    assert_eq!(payload["permit"]["level"], "PROVINCIAL");
    assert_eq!(payload["permit"]["agency"], Value::Null);
    assert_eq!(payload["permit"]["step"]["dueOn"], Value::Null);
    assert_eq!(payload["permit"]["preparation"]["kind"], "PRE_REVIEW");
    let out = json!({ "permitId": permit, "reason": "改为备案" });
    let payload = world.done("SPECIALIST", "ruleOutPermit", select, out.clone()).await;
    assert_eq!(payload["permit"]["status"], "RULED_OUT");
    assert_eq!(payload["permit"]["step"]["closedOn"], world::TODAY);
    world.refused("SPECIALIST", "ruleOutPermit", out, &project, "PERMIT_RULED_OUT input.permitId").await;
}
