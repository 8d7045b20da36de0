//! Rights that nobody can take for himself.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::RegionId;
use luodi_domain::registry::{AgencyKind, RegionKind};

use super::*;
use crate::language::Language;

/// The city of every test, with a bureau in it that has a manager, and another province with a leader and a specialist.
pub(super) async fn world() -> World {
    let mut world = World::new().await;
    let city = RegionId::parse(&world.id("city")).unwrap();
    let bureau = world.agency("bureau", city, AgencyKind::Department).await;
    world.officer("CHIEF", bureau, PostRole::Manager).await;
    world.officer("EXPERT", bureau, PostRole::Specialist).await;
    let abroad = world.region("abroad", None, RegionKind::Province).await;
    let far = world.agency("far", abroad, AgencyKind::LandingOffice).await;
    world.officer("FAR LEADER", far, PostRole::Leader).await;
    world.officer("FAR", far, PostRole::Specialist).await;
    world
}

/// Everything of the registry that a refused request must leave as it was.
async fn registry(world: &World) -> Value {
    let document =
        "{ agencies(first: 50) { nodes { id name kind version } } regions(first: 50) { nodes { id name } }
        officers(first: 50) { nodes { id version active post { id version agency { id } } } } }";
    world.run("ADMINISTRATOR", Language::En, document, Value::Null).await
}

#[tokio::test]
async fn nobody_makes_himself_a_landing_office() {
    let world = world().await;
    let office = |name: &str| json!({ "agencyId": world.id(name), "kind": "LANDING_OFFICE" });
    let new = |kind: &str| json!({ "regionId": world.id("city"), "kind": kind, "name": "新单位" });
    let into = |who: &str, place: &str| json!({ "officerId": world.id(who), "postId": world.post(place) });
    let rows = [
        ("CHIEF", "updateAgency", office("bureau"), "ROLE_NOT_ALLOWED input.kind"),
        ("MANAGER", "updateAgency", office("bureau"), "ROLE_NOT_ALLOWED input.kind"),
        ("MANAGER", "createAgency", new("LANDING_OFFICE"), "ROLE_NOT_ALLOWED input.kind"),
        (
            "MANAGER",
            "updateAgency",
            json!({ "agencyId": world.id("office"), "kind": "DEPARTMENT" }),
            "ROLE_NOT_ALLOWED input.kind",
        ),
        ("CHIEF", "updateOfficer", into("CHIEF", "MANAGER"), "OUTSIDE_JURISDICTION input"),
        ("CHIEF", "updateOfficer", into("SPECIALIST", "EXPERT"), "OUTSIDE_JURISDICTION input"),
        ("MANAGER", "updateOfficer", into("MANAGER", "FAR"), "OUTSIDE_JURISDICTION input"),
        (
            "CHIEF",
            "createPost",
            json!({ "agencyId": world.id("office"), "title": "新岗位", "role": "CLERK" }),
            "OUTSIDE_JURISDICTION input",
        ),
        ("CHIEF", "createAgency", new("DEPARTMENT"), "OUTSIDE_JURISDICTION input"),
        (
            "CHIEF",
            "updateRegion",
            json!({ "regionId": world.id("city"), "name": "新市" }),
            "OUTSIDE_JURISDICTION input",
        ),
        (
            "MANAGER",
            "updateRegion",
            json!({ "regionId": world.id("abroad"), "name": "新省" }),
            "OUTSIDE_JURISDICTION input",
        ),
    ];
    let before = registry(&world).await;
    for (who, field, input, expected) in rows {
        let payload = world.mutate(who, field, "", input.clone()).await;
        assert_eq!(world::summary(&payload), expected, "{who} {field} {input}");
        assert_eq!(registry(&world).await, before, "{who} {field} {input}");
    }
    for (who, field, input) in [
        ("CHIEF", "updateAgency", json!({ "agencyId": world.id("bureau"), "name": "自然资源局" })),
        ("CHIEF", "updateOfficer", into("EXPERT", "CHIEF")),
        ("MANAGER", "createAgency", new("DEPARTMENT")),
        ("MANAGER", "updateOfficer", into("EXPERT", "SPECIALIST")),
        ("ADMINISTRATOR", "updateAgency", office("bureau")),
    ] {
        world.done(who, field, "", input).await;
    }
}

#[tokio::test]
async fn what_somebody_holds_goes_to_nobody_elsewhere() {
    let world = world().await;
    let project = world.project("甲").await;
    let from = |from: &str, to: &str| json!({ "fromOfficerId": world.id(from), "toOfficerId": world.id(to) });
    let rows = [
        ("CHIEF", from("SPECIALIST", "CHIEF"), "OUTSIDE_JURISDICTION input.fromOfficerId"),
        ("CHIEF", from("EXPERT", "SPECIALIST"), "OUTSIDE_JURISDICTION input.toOfficerId"),
        ("MANAGER", from("SPECIALIST", "FAR"), "OUTSIDE_JURISDICTION input.toOfficerId"),
        ("LEADER", from("SPECIALIST", "FAR"), "OUTSIDE_JURISDICTION input.toOfficerId"),
        ("FAR LEADER", from("SPECIALIST", "FAR"), "OUTSIDE_JURISDICTION input.fromOfficerId"),
    ];
    for (who, input, expected) in rows {
        world.refused(who, "handOverOfficer", input, &project, expected).await;
    }
    world.done("CHIEF", "handOverOfficer", "", from("EXPERT", "CHIEF")).await;
    world.done("MANAGER", "handOverOfficer", "", from("SPECIALIST", "COLLEAGUE")).await;
}

#[tokio::test]
async fn nobody_gives_himself_another_role() {
    let world = world().await;
    // Not even one of several administrators, to whom no lead is known.
    let post = json!({ "agencyId": world.id("office"), "title": "另一管理员", "role": "ADMINISTRATOR" });
    let made = world.done("ADMINISTRATOR", "createPost", "post { id }", post).await;
    let officer = json!({ "postId": made["post"]["id"], "name": "另一管理员" });
    world.done("ADMINISTRATOR", "createOfficer", "", officer).await;
    let leader = json!({ "agencyId": world.id("office"), "title": "领导", "role": "LEADER" });
    let leader = world.done("ADMINISTRATOR", "createPost", "post { id }", leader).await["post"]["id"].take();
    let before = registry(&world).await;
    let rows = [
        (
            "updatePost",
            json!({ "postId": world.post("ADMINISTRATOR"), "role": "LEADER" }),
            "ROLE_NOT_ALLOWED input.role",
        ),
        (
            "updateOfficer",
            json!({ "officerId": world.id("ADMINISTRATOR"), "postId": leader }),
            "ROLE_NOT_ALLOWED input.postId",
        ),
    ];
    for (field, input, expected) in rows {
        let payload = world.mutate("ADMINISTRATOR", field, "", input).await;
        assert_eq!(world::summary(&payload), expected, "{field}");
    }
    assert_eq!(registry(&world).await, before);
    // What is no other role he may take, and others he appoints as before.
    let title = json!({ "postId": world.post("ADMINISTRATOR"), "title": "系统管理员" });
    world.done("ADMINISTRATOR", "updatePost", "", title).await;
    let other = json!({ "officerId": world.id("COLLEAGUE"), "postId": leader });
    world.done("ADMINISTRATOR", "updateOfficer", "", other).await;
}

#[tokio::test]
async fn who_brought_a_project_is_for_those_to_say_who_stand_over_it() {
    let world = world().await;
    let project = world.project("甲").await;
    let brought = |by: &str| json!({ "projectId": project, "originatingAgencyId": world.id(by) });
    let expected = "OUTSIDE_JURISDICTION input.originatingAgencyId";
    world.refused("SPECIALIST", "updateProject", brought("bureau"), &project, expected).await;
    // Given away altogether, it would be nobody's here any more.
    world.refused("MANAGER", "updateProject", brought("far"), &project, "OUTSIDE_JURISDICTION input").await;
    world.done("MANAGER", "updateProject", "", brought("bureau")).await;
    // The bureau's own manager stands over it now, and may not give it away either; the office above may.
    world.refused("CHIEF", "updateProject", brought("office"), &project, "OUTSIDE_JURISDICTION input").await;
    world.done("LEADER", "updateProject", "", brought("office")).await;
    world.refused("CHIEF", "updateProject", brought("bureau"), &project, "NOT_FOUND input.projectId").await;
    // Whoever is credited with a project that is no secret any more sees it, and keeps his hands off it.
    let credits = json!([{ "agencyId": world.id("far"), "role": "ORIGINATING", "percent": "50", "since": "2024-01-02" }]);
    let input = json!({ "name": "乙", "track": "NEW_BUILD", "stage": "SIGNED", "occurredOn": "2024-01-02",
        "landingSpecialistId": world.id("SPECIALIST"), "credits": credits });
    let payload = world.done("SPECIALIST", "registerProject", "project { id }", input).await;
    let project = payload["project"]["id"].as_str().unwrap();
    for (who, field, expected) in [
        ("FAR", "updateProject", "OUTSIDE_JURISDICTION input"),
        ("FAR LEADER", "withdrawProject", "OUTSIDE_JURISDICTION input"),
        ("EXPERT", "updateProject", "NOT_FOUND input.projectId"),
    ] {
        let input = json!({ "projectId": project, "reason": "试一试" });
        world.refused(who, field, input, project, expected).await;
    }
}

#[tokio::test]
async fn a_gate_is_passed_with_gaps_on_the_word_of_a_leader_of_the_place() {
    let world = world().await;
    let specialist = world.id("SPECIALIST");
    let input = json!({ "name": "甲", "track": "LEASED", "stage": "PERMITTING", "officerId": specialist,
        "occurredOn": "2024-01-02", "landingSpecialistId": specialist });
    let payload = world.done("SPECIALIST", "registerProject", "project { id }", input).await;
    let project = payload["project"]["id"].as_str().unwrap();
    let permit = json!({ "projectId": project, "item": { "name": "施工许可证" }, "level": "COUNTY",
        "phase": "BEFORE_START" });
    world.done("SPECIALIST", "addPermit", "", permit).await;
    let start = json!({ "projectId": project, "kind": "STARTED", "works": "FIT_OUT",
        "evidence": [{ "kind": "PHOTO", "reference": "a.jpg" }] });
    world.done("SPECIALIST", "recordMilestone", "", start).await;
    let by = |leader: &str| {
        json!({ "projectId": project, "withGaps": true, "reason": "先建后验", "officerId": specialist,
            "authority": { "officerId": world.id(leader), "instrument": "MINUTES", "number": "会议纪要〔2024〕9号",
                "on": "2024-06-01" } })
    };
    for leader in ["FAR LEADER", "MANAGER", "SPECIALIST"] {
        let expected = "AUTHORITY_TOO_LOW input.authority";
        world.refused("MANAGER", "advanceProject", by(leader), project, expected).await;
    }
    let select = "project { stage currentStep { ... on Step { id } } }";
    let payload = world.done("MANAGER", "advanceProject", select, by("LEADER")).await;
    assert_eq!(payload["project"]["stage"], "STARTED");
    // Whoever may not know what is missing is not told that something was.
    let told = "{ projects(first: 1) { nodes { stageVisits { gate } permitGaps { permit { id } }
        history(first: 20) { nodes { eventType canonical summary details { key } } } } } }";
    let told = async |who: &str| {
        let mut found = world.run(who, Language::Zh, told, Value::Null).await["projects"]["nodes"][0].take();
        let history = found["history"]["nodes"].take();
        let entered = history.as_array().unwrap().iter().rfind(|one| one["eventType"] == "STAGE_ENTERED");
        let entered = entered.unwrap().clone();
        let keys = entered["details"].as_array().unwrap();
        let tells = keys.iter().any(|one| one["key"] == "gate" || one["key"] == "gaps[0]");
        let visit = found["stageVisits"].as_array().unwrap().last().unwrap()["gate"].clone();
        let summary = entered["summary"].as_str().unwrap().contains("缺口");
        (
            visit,
            found["permitGaps"].as_array().unwrap().len(),
            entered["canonical"].is_string(),
            tells,
            summary,
        )
    };
    assert_eq!(told("MANAGER").await, (json!("WITH_GAPS"), 1, true, true, true));
    assert_eq!(told("CLERK").await, (Value::Null, 0, false, false, false));
    // Only with gaps it takes a reason and an authority, and every event of the command has them.
    let why =
        "{ projects(first: 1) { nodes { history(first: 20) { nodes { command reason erased canonical hash
        authority { officer { name } } } } } } }";
    let why = async |who: &str| {
        let mut found = world.run(who, Language::Zh, why, Value::Null).await;
        let entries = found["projects"]["nodes"][0]["history"]["nodes"].take();
        let advance = |one: &&Value| one["command"] == "ADVANCE";
        let advance: Vec<Value> = entries.as_array().unwrap().iter().filter(advance).cloned().collect();
        assert!(advance.len() > 1, "{advance:?}");
        let tells = |one: &Value| {
            one["reason"].is_string() || one["authority"].is_object() || one["canonical"].is_string()
        };
        (advance.iter().all(tells), advance.iter().any(tells))
    };
    assert_eq!(why("MANAGER").await, (true, true));
    assert_eq!(why("CLERK").await, (false, false));
}

#[tokio::test]
async fn an_enterprise_is_known_to_those_who_entered_it() {
    let world = world().await;
    let select = "enterprise { id name }";
    let code = "91350100M000100Y43";
    let input = json!({ "name": "思思食品", "creditCode": code });
    let there = async |who: &str| {
        let found =
            world.run(who, Language::En, "{ enterprises(first: 9) { nodes { id } } }", Value::Null).await;
        found["enterprises"]["nodes"].as_array().unwrap().len()
    };
    let first = world.done("EXPERT", "createEnterprise", select, input.clone()).await;
    let id = first["enterprise"]["id"].clone();
    for (who, seen) in [
        ("EXPERT", 1),
        ("CHIEF", 1),
        ("SPECIALIST", 1),
        ("LEADER", 1),
        ("FAR", 0),
        ("ADMINISTRATOR", 0),
        ("CLERK", 0),
    ] {
        assert_eq!(there(who).await, seen, "{who}");
    }
    for (who, expected) in [
        ("CHIEF", "DUPLICATE input.creditCode"),
        ("SPECIALIST", "DUPLICATE input.creditCode"),
        ("CLERK", "ROLE_NOT_ALLOWED input"),
    ] {
        let payload = world.mutate(who, "createEnterprise", select, input.clone()).await;
        assert_eq!(world::summary(&payload), expected, "{who}");
    }
    let edit = json!({ "enterpriseId": id, "name": "新思思" });
    let payload = world.mutate("FAR", "updateEnterprise", "", edit.clone()).await;
    assert_eq!(world::summary(&payload), "NOT_FOUND input.enterpriseId");
    // Who knows the code is told the rest, and may name it from then on.
    let again = json!({ "name": "思思", "creditCode": code });
    let second = world.done("FAR", "createEnterprise", select, again).await;
    assert_eq!(second, first);
    assert_eq!(there("FAR").await, 1);
    assert_eq!(there("CLERK").await, 0);
    // He changes nothing of it: a code is known to anybody. Those who entered it, and the office above them, do.
    let payload = world.mutate("FAR", "updateEnterprise", "", edit.clone()).await;
    assert_eq!(world::summary(&payload), "OUTSIDE_JURISDICTION input");
    world.done("CHIEF", "updateEnterprise", "", edit).await;
    world.done("SPECIALIST", "updateEnterprise", "", json!({ "enterpriseId": id, "name": "思思" })).await;
}

#[tokio::test]
async fn what_was_decided_of_two_tells_neither_agency_of_the_other() {
    let mut world = world().await;
    let city = RegionId::parse(&world.id("city")).unwrap();
    let other = world.agency("other bureau", city, AgencyKind::Department).await;
    world.officer("RIVAL", other, PostRole::Specialist).await;
    let (mut projects, mut permits) = (Vec::new(), Vec::new());
    for who in ["EXPERT", "RIVAL"] {
        let input = json!({ "name": "乳品深加工", "track": "NEW_BUILD", "landingSpecialistId": world.id(who),
            "occurredOn": "2024-01-02", "place": { "cityId": world.id("city") } });
        let payload = world.done(who, "registerProject", "project { id }", input).await;
        let project = payload["project"]["id"].as_str().unwrap().to_owned();
        let add = json!({ "projectId": project, "item": { "name": "农用地转用" }, "level": "CITY", "phase": "BEFORE_START" });
        let added = world.done(who, "addPermit", "permit { id }", add).await;
        permits.push(added["permit"]["id"].as_str().unwrap().to_owned());
        projects.push(project);
    }
    // The later one leads, so that its end is told to the earlier one.
    let covers = json!({ "permitId": permits[1], "permitIds": [permits[0]], "reason": "合并报批" });
    world.done("MANAGER", "coverPermits", "", covers).await;
    let pairs = "{ duplicateSuspicions(first: 9) { nodes { id } } }";
    let pairs = async |who: &str| {
        let mut found = world.run(who, Language::Zh, pairs, Value::Null).await;
        found["duplicateSuspicions"]["nodes"].take().as_array().unwrap().clone()
    };
    assert_eq!(pairs("EXPERT").await, Vec::<Value>::new());
    let pair = pairs("MANAGER").await[0]["id"].clone();
    let decide = json!({ "duplicateId": pair, "ruling": "MERGE", "reason": "与另一单位的项目相同" });
    world.done("MANAGER", "decideDuplicate", "", decide).await;
    let told = async |who: &str, project: &str| {
        let document = format!(
            "{{ project(by: {{ id: \"{project}\" }}) {{ history(first: 50) {{ nodes {{ command reason canonical summary
                details {{ key value }} }} }} }} }}"
        );
        let mut found = world.run(who, Language::Zh, &document, Value::Null).await;
        let entries = found["project"]["history"]["nodes"].take();
        entries.as_array().unwrap().clone()
    };
    let ruled = |entries: &[Value]| -> Vec<Value> {
        entries.iter().filter(|one| one["command"] == "RULE_ON_DUPLICATE").cloned().collect()
    };
    for (who, own, other) in [("EXPERT", 0, 1), ("RIVAL", 1, 0)] {
        let entries = told(who, &projects[own]).await;
        for entry in &entries {
            let text = entry.to_string();
            assert!(!text.contains(&projects[other]) && !text.contains(&permits[other]), "{who}: {entry}");
        }
        let entries = ruled(&entries);
        assert!(!entries.is_empty(), "{who}");
        let pair = pair.as_str().unwrap();
        for entry in &entries {
            assert_eq!(
                (&entry["reason"], &entry["canonical"]),
                (&Value::Null, &Value::Null),
                "{who}: {entry}"
            );
            assert!(!entry.to_string().contains(pair), "{who}: {entry}");
        }
    }
    // Who knows of the pair reads all of it, why the later one ended too.
    for (project, events) in projects.iter().zip([2, 4]) {
        let entries = ruled(&told("MANAGER", project).await);
        assert_eq!(entries.len(), events, "{entries:?}");
        for entry in &entries {
            assert_eq!(entry["reason"], "与另一单位的项目相同", "{entry}");
            assert!(entry["canonical"].is_string(), "{entry}");
        }
        assert!(entries.iter().any(|one| one.to_string().contains(pair.as_str().unwrap())), "{entries:?}");
    }
}
