//! Stages and standing.

use super::*;

#[tokio::test]
async fn a_project_goes_forward_and_back() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let select = "project { stage currentStep { dueOn responsible { name } } }";
    let input = json!({ "projectId": project, "officerId": world.id("COLLEAGUE"), "dueOn": "2024-12-31" });
    let payload = world.done("SPECIALIST", "advanceProject", select, input).await;
    let step = json!({ "dueOn": "2024-12-31", "responsible": { "name": "COLLEAGUE" } });
    assert_eq!(payload["project"], json!({ "stage": "NEGOTIATION", "currentStep": step }));
    let input = json!({ "projectId": project, "reason": "谈崩了" });
    let payload = world.done("MANAGER", "returnProject", select, input).await;
    let step = json!({ "dueOn": null, "responsible": { "name": "SPECIALIST" } });
    assert_eq!(payload["project"], json!({ "stage": "LEAD", "currentStep": step }));
}

#[tokio::test]
async fn a_refused_move_changes_nothing() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let rows = [
        ("SPECIALIST", "advanceProject", json!({ "to": "SIGNED" }), "STAGE_OUT_OF_ORDER input.to"),
        ("SPECIALIST", "advanceProject", json!({ "withGaps": true }), "ROLE_NOT_ALLOWED input"),
        ("CLERK", "advanceProject", json!({}), "ROLE_NOT_ALLOWED input"),
        ("SPECIALIST", "advanceProject", json!({ "dueOn": "2023-01-01" }), "DATE_OUT_OF_ORDER input.dueOn"),
        (
            "SPECIALIST",
            "advanceProject",
            json!({ "occurredOn": "2024-01-01" }),
            "DATE_OUT_OF_ORDER input.occurredOn",
        ),
        (
            "SPECIALIST",
            "advanceProject",
            json!({ "expectedVersion": 1 }),
            "VERSION_CONFLICT input.expectedVersion",
        ),
        ("SPECIALIST", "advanceProject", json!({ "officerId": "nobody" }), "NOT_FOUND input.officerId"),
        ("MANAGER", "returnProject", json!({ "reason": "错" }), "STAGE_AT_END input"),
        ("SPECIALIST", "returnProject", json!({ "reason": "错" }), "ROLE_NOT_ALLOWED input"),
        (
            "SPECIALIST",
            "pauseProject",
            json!({ "until": "2024-08-01", "ground": "FUNDS" }),
            "REASON_REQUIRED input.reason",
        ),
        (
            "SPECIALIST",
            "pauseProject",
            json!({ "until": "2024-08-01", "ground": "FUNDS", "reason": "资金未到位" }),
            "AUTHORITY_REQUIRED input.authority",
        ),
        ("SPECIALIST", "resumeProject", json!({}), "PROJECT_ACTIVE input"),
        ("SPECIALIST", "withdrawProject", json!({}), "REASON_REQUIRED input.reason"),
        ("SPECIALIST", "reopenProject", json!({ "reason": "再来" }), "PROJECT_ACTIVE input"),
    ];
    for (who, field, change, expected) in rows {
        let mut input = json!({ "projectId": project });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        world.refused(who, field, input, &project, expected).await;
    }
    let authority =
        |who: &str| json!({ "officerId": world.id(who), "instrument": "MINUTES", "on": "2024-06-01" });
    let pause = |who: &str, until: &str| {
        json!({ "projectId": project, "until": until, "ground": "FUNDS", "reason": "资金未到位",
            "authority": authority(who) })
    };
    let too_low = pause("COLLEAGUE", "2024-08-01");
    world.refused("SPECIALIST", "pauseProject", too_low, &project, "AUTHORITY_TOO_LOW input.authority").await;
    let too_long = pause("LEADER", "2025-08-01");
    world.refused("SPECIALIST", "pauseProject", too_long, &project, "PAUSE_TOO_LONG input.until").await;
}

#[tokio::test]
async fn a_project_is_paused_resumed_withdrawn_and_reopened() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let authority = json!({ "officerId": world.id("LEADER"), "instrument": "MINUTES", "number": "〔2024〕1号",
        "on": "2024-06-01" });
    let pause = json!({ "projectId": project, "until": "2024-08-01", "ground": "FUNDS", "reason": "资金未到位",
        "authority": authority });
    let plain = json!({ "projectId": project });
    let reason = json!({ "projectId": project, "reason": "企业来函" });
    let rows = [
        ("pauseProject", pause, "PAUSED", Some(("advanceProject", "PROJECT_PAUSED input"))),
        ("resumeProject", plain.clone(), "ACTIVE", Some(("resumeProject", "PROJECT_ACTIVE input"))),
        ("withdrawProject", reason.clone(), "WITHDRAWN", Some(("advanceProject", "PROJECT_WITHDRAWN input"))),
        ("reopenProject", reason, "ACTIVE", None),
    ];
    for (field, input, standing, then) in rows {
        let payload = world.done("SPECIALIST", field, "project { standing }", input).await;
        assert_eq!(payload["project"]["standing"], standing, "{field}");
        if let Some((next, expected)) = then {
            world.refused("SPECIALIST", next, plain.clone(), &project, expected).await;
        }
    }
    let state = world.state(&project).await;
    assert_eq!(state["steps"][0]["closedOn"], Value::Null, "{state}");
    let select = "history(first: 3) { nodes { authority { number erased } } }";
    let authority = world.selected(&project, select).await["history"]["nodes"][2]["authority"].clone();
    assert_eq!(authority, json!({ "number": "〔2024〕1号", "erased": false }));
}

#[tokio::test]
async fn a_gate_is_passed_with_gaps_by_a_manager_only() {
    let world = World::new().await;
    let specialist = world.id("SPECIALIST");
    let input = json!({ "name": "甲", "track": "LEASED", "stage": "PERMITTING", "officerId": specialist,
        "occurredOn": "2024-01-02", "landingSpecialistId": specialist });
    let payload = world.done("SPECIALIST", "registerProject", "project { id }", input).await;
    let project = payload["project"]["id"].as_str().unwrap();
    let permit = json!({ "projectId": project, "item": { "name": "施工许可证" }, "level": "COUNTY",
        "phase": "BEFORE_START" });
    let payload = world.done("SPECIALIST", "addPermit", "permit { id }", permit).await;
    let permit = payload["permit"]["id"].clone();
    let plain = json!({ "projectId": project });
    world.refused("SPECIALIST", "advanceProject", plain.clone(), project, "GATE_NO_MILESTONE input").await;
    let start = json!({ "projectId": project, "kind": "STARTED", "works": "FIT_OUT",
        "evidence": [{ "kind": "PHOTO", "reference": "a.jpg" }] });
    world.done("SPECIALIST", "recordMilestone", "", start).await;
    let before = world.state(project).await;
    let payload = world.mutate("SPECIALIST", "advanceProject", "project { version }", plain).await;
    assert_eq!(world::summary(&payload), "GATE_PERMITS_MISSING input");
    assert_eq!(
        payload["errors"][0]["params"],
        json!([
            { "name": "permits", "value": permit },
            { "name": "from", "value": "PERMITTING" },
            { "name": "attempted", "value": "STARTED" },
        ])
    );
    let message = payload["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("施工许可证"), "{message}");
    assert_eq!(world.state(project).await, before);
    let mut input = json!({ "projectId": project, "withGaps": true, "reason": "先建后验",
        "officerId": world.id("SPECIALIST") });
    let expected = "AUTHORITY_REQUIRED input.authority";
    world.refused("MANAGER", "advanceProject", input.clone(), project, expected).await;
    input["authority"] =
        json!({ "officerId": world.id("LEADER"), "instrument": "MINUTES", "on": "2024-06-01" });
    // Minutes have a number, and it is more than the manager could do by himself.
    let expected = "AUTHORITY_NUMBER_REQUIRED input.authority.number";
    world.refused("MANAGER", "advanceProject", input.clone(), project, expected).await;
    input["authority"]["number"] = "会议纪要〔2024〕9号".into();
    let select = "project { stage permitGaps { permit { id } } }";
    let payload = world.done("MANAGER", "advanceProject", select, input).await;
    assert_eq!(
        payload["project"],
        json!({ "stage": "STARTED", "permitGaps": [{ "permit": { "id": permit } }] })
    );
}
