//! Who does what.

use super::*;

#[tokio::test]
async fn officers_are_put_on_a_step_and_taken_off() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let step = world.state(&project).await["steps"][0]["id"].clone();
    let assign = |officer: &str, role: &str, remove: bool| json!({ "stepId": step, "officerId": world.id(officer), "role": role, "remove": remove });
    let select = "step { responsible { name } assisting { name } supervising { name } }";
    let name = |name: &str| json!({ "name": name });
    let rows = [
        (assign("COLLEAGUE", "RESPONSIBLE", false), json!([name("COLLEAGUE"), [], []])),
        (assign("SPECIALIST", "ASSISTING", false), json!([name("COLLEAGUE"), [name("SPECIALIST")], []])),
        (
            assign("LEADER", "SUPERVISING", false),
            json!([name("COLLEAGUE"), [name("SPECIALIST")], [name("LEADER")]]),
        ),
        (assign("SPECIALIST", "ASSISTING", true), json!([name("COLLEAGUE"), [], [name("LEADER")]])),
    ];
    for (input, expected) in rows {
        let payload = world.done("MANAGER", "assignOfficer", select, input).await;
        let step = &payload["step"];
        assert_eq!(json!([step["responsible"], step["assisting"], step["supervising"]]), expected);
    }
    let refused = [
        (assign("SPECIALIST", "ASSISTING", true), "NOT_FOUND input.officerId"),
        (assign("COLLEAGUE", "RESPONSIBLE", true), "OFFICER_RESPONSIBLE input.remove"),
        (
            json!({ "stepId": "stp_", "officerId": world.id("LEADER"), "role": "ASSISTING" }),
            "NOT_FOUND input.stepId",
        ),
        (json!({ "stepId": step, "officerId": "off_", "role": "ASSISTING" }), "NOT_FOUND input.officerId"),
    ];
    for (input, expected) in refused {
        world.refused("MANAGER", "assignOfficer", input, &project, expected).await;
    }
}

#[tokio::test]
async fn everything_of_an_officer_goes_to_another() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let (from, to) = (world.id("SPECIALIST"), world.id("COLLEAGUE"));
    let hand = |from: &str, to: &str| json!({ "fromOfficerId": from, "toOfficerId": to, "deactivate": true });
    let rows = [
        ("MANAGER", hand(&from, &from), "SAME_OFFICER input.toOfficerId"),
        ("MANAGER", hand("off_", &to), "NOT_FOUND input.fromOfficerId"),
        ("MANAGER", hand("off_00000000000000000000000001", &to), "NOT_FOUND input.fromOfficerId"),
        ("MANAGER", hand(&from, "off_00000000000000000000000001"), "NOT_FOUND input.toOfficerId"),
        ("SPECIALIST", hand(&from, &to), "ROLE_NOT_ALLOWED input"),
    ];
    for (who, input, expected) in rows {
        world.refused(who, "handOverOfficer", input, &project, expected).await;
    }
    let select = "fromOfficer { active } toOfficer { active } projectCount projects { id \
        landingSpecialist { name } currentStep { responsible { name } } }";
    let mut input = hand(&from, &to);
    input["expectedVersion"] = json!(1);
    let payload = world.done("MANAGER", "handOverOfficer", select, input).await;
    let name = json!({ "name": "COLLEAGUE" });
    assert_eq!(
        payload,
        json!({
            "errors": [], "fromOfficer": { "active": false }, "toOfficer": { "active": true }, "projectCount": 1,
            "projects": [{ "id": project, "landingSpecialist": name, "currentStep": { "responsible": name } }],
        })
    );
    let back = hand(&to, &from);
    world.refused("MANAGER", "handOverOfficer", back, &project, "OFFICER_INACTIVE input.toOfficerId").await;
}
