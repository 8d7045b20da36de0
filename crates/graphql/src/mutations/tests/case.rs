//! Cases and their events.

use super::*;

#[tokio::test]
async fn a_case_goes_through_agencies_to_its_grant() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let permit = permit::added(&world, &project, "施工许可证").await;
    let open = json!({ "permitId": permit, "number": "2024-1", "firstLegDue": "2024-04-30",
        "handler": { "name": "李某" }, "occurredOn": "2024-03-02" });
    let payload = world
        .done("CLERK", "openCase", "case { id state agency { name } handler { name } }", open.clone())
        .await;
    let case = payload["case"]["id"].clone();
    assert_eq!(
        payload["case"],
        json!({ "id": case, "state": "OPENED", "agency": { "name": "office" }, "handler": { "name": "李某" } })
    );
    world.refused("CLERK", "openCase", open, &project, "CASE_UNDER_WAY input.permitId").await;
    let event = |change: Value| {
        let mut input = json!({ "caseId": case });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    let handover = json!({ "leg": "DECISION", "agencyId": world.id("government"), "dueOn": "2024-05-31" });
    let rows = [
        (
            json!({ "event": { "nationalStatus": 1 }, "occurredOn": "2024-03-03", "occurredAt": "09:30" }),
            "RECEIVED",
        ),
        (json!({ "event": { "kind": "ACCEPTED" }, "occurredOn": "2024-03-04" }), "ACCEPTED"),
        (
            json!({ "event": { "kind": "HANDED_ON" }, "occurredOn": "2024-03-10", "handover": handover }),
            "ACCEPTED",
        ),
        (
            json!({ "event": { "nationalStatus": 11 }, "occurredOn": "2024-05-01", "opinion": "同意",
                "document": { "number": "许〔2024〕1号", "validUntil": "2026-05-01" } }),
            "APPROVED",
        ),
    ];
    for (change, state) in rows {
        let payload = world.done("CLERK", "recordCaseEvent", "case { state }", event(change)).await;
        assert_eq!(payload["case"]["state"], state);
    }
    let state = world.state(&project).await;
    assert_eq!(state["permits"][0]["status"], "GRANTED");
    let permits = world.selected(&project, "permits { document { number validUntil } }").await;
    assert_eq!(
        permits["permits"][0]["document"],
        json!({ "number": "许〔2024〕1号", "validUntil": "2026-05-01" })
    );
}

#[tokio::test]
async fn a_refused_event_changes_nothing() {
    let world = World::new().await;
    let register = json!({ "name": "甲", "track": "NEW_BUILD", "stage": "PERMITTING", "place": { "cityId": world.id("city") },
        "landingSpecialistId": world.id("SPECIALIST"), "occurredOn": "2024-01-02" });
    let payload = world.done("SPECIALIST", "registerProject", "project { id }", register).await;
    let project = payload["project"]["id"].as_str().unwrap().to_owned();
    let permit = permit::added(&world, &project, "施工许可证").await;
    let open = json!({ "permitId": permit, "occurredOn": "2024-03-02" });
    let payload = world.done("SPECIALIST", "openCase", "case { id }", open).await;
    let case = payload["case"]["id"].clone();
    let system = json!({ "name": "工改系统", "reference": "1" });
    let rows = [
        ("CLERK", json!({ "event": { "kind": "APPROVED" } }), "CASE_EVENT_OUT_OF_ORDER input.event"),
        ("CLERK", json!({ "event": { "nationalStatus": 0 } }), "VALUE_INVALID input.event.nationalStatus"),
        ("CLERK", json!({ "event": { "nationalStatus": 17 } }), "VALUE_INVALID input.event.nationalStatus"),
        ("CLERK", json!({ "event": { "kind": "HANDED_ON" } }), "REQUIRED input.handover"),
        (
            "CLERK",
            json!({ "event": { "kind": "SUBMITTED" }, "handover": { "leg": "DECISION", "agencyId": "x" } }),
            "NOT_FOUND input.handover.agencyId",
        ),
        (
            "CLERK",
            json!({ "event": { "kind": "SUBMITTED" }, "occurredAt": "9:30" }),
            "VALUE_INVALID input.occurredAt",
        ),
        (
            "CLERK",
            json!({ "event": { "kind": "SUBMITTED" }, "occurredAt": "24:00" }),
            "VALUE_INVALID input.occurredAt",
        ),
        (
            "CLERK",
            json!({ "event": { "kind": "SUBMITTED" }, "source": system }),
            "ROLE_NOT_ALLOWED input.source",
        ),
        ("INTEGRATION", json!({ "event": { "kind": "SUBMITTED" } }), "REQUIRED input.source"),
        ("ADMINISTRATOR", json!({ "event": { "kind": "SUBMITTED" } }), "ROLE_NOT_ALLOWED input"),
    ];
    for (who, change, expected) in rows {
        let mut input = json!({ "caseId": case });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        world.refused(who, "recordCaseEvent", input, &project, expected).await;
    }
    let input = json!({ "caseId": "cas_00000000000000000000000001", "event": { "kind": "SUBMITTED" } });
    world.refused("CLERK", "recordCaseEvent", input, &project, "NOT_FOUND input.caseId").await;
    // What a system sends is kept and flagged.
    let input = json!({ "caseId": case, "event": { "kind": "APPROVED" }, "source": system });
    let payload =
        world.done("INTEGRATION", "recordCaseEvent", "case { state events { flagged } }", input).await;
    assert_eq!(payload["case"], json!({ "state": "OPENED", "events": [{ "flagged": true }] }));
}

#[tokio::test]
async fn an_event_is_taken_back() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let permit = permit::added(&world, &project, "施工许可证").await;
    let open = json!({ "permitId": permit, "occurredOn": "2024-03-02" });
    let payload = world.done("SPECIALIST", "openCase", "case { id }", open).await;
    let case = payload["case"]["id"].clone();
    let input = json!({ "caseId": case, "event": { "kind": "SUBMITTED" } });
    let payload = world.done("CLERK", "recordCaseEvent", "case { events { id } }", input).await;
    let event = payload["case"]["events"][0]["id"].clone();
    let rows = [
        (json!({ "caseId": case, "eventId": event }), "REASON_REQUIRED input.reason"),
        (json!({ "caseId": case, "eventId": "cev_x", "reason": "录错" }), "NOT_FOUND input.eventId"),
    ];
    for (input, expected) in rows {
        world.refused("CLERK", "invalidateCaseEvent", input, &project, expected).await;
    }
    let input = json!({ "caseId": case, "eventId": event, "reason": "录错" });
    let payload =
        world.done("CLERK", "invalidateCaseEvent", "case { state events { valid } }", input.clone()).await;
    assert_eq!(payload["case"], json!({ "state": "OPENED", "events": [{ "valid": false }] }));
    world.refused("CLERK", "invalidateCaseEvent", input, &project, "CASE_EVENT_INVALID input.eventId").await;
}
