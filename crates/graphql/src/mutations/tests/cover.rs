//! Permits that stand for others, as the API tells of them.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::RegionId;
use luodi_domain::registry::{AgencyKind, RegionKind};

use super::permit::added;
use super::*;
use crate::language::Language;

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

/// A permit of an entry of the catalogue.
async fn catalogued(world: &World, project: &str, code: &str) -> String {
    let input = json!({ "projectId": project, "item": { "typeCode": code }, "level": "COUNTY",
        "phase": "BEFORE_PRODUCTION", "occurredOn": "2024-03-01", "agencyId": world.id("office") });
    let payload = world.done("SPECIALIST", "addPermit", "permit { id }", input).await;
    payload["permit"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_joint_acceptance_collects_the_opinions_of_its_parts() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let lead = catalogued(&world, &project, "joint_acceptance").await;
    let fire = catalogued(&world, &project, "fire_acceptance").await;
    let archive = catalogued(&world, &project, "archive_acceptance").await;
    let joined = json!({ "permitId": lead, "permitIds": [fire, archive] });
    world.done("SPECIALIST", "coverPermits", "permit { coversOthers }", joined).await;
    let says = |permit: &str, response: &str, on: &str, reason: Option<&str>| json!({ "permitId": permit, "response": response, "occurredOn": on, "reason": reason });
    let early = says(&fire, "CONFIRMED", "2024-05-06", None);
    world.refused("SPECIALIST", "respondToPermit", early, &project, "LEAD_NOT_ACCEPTED input.permitId").await;
    let open = json!({ "permitId": lead, "occurredOn": "2024-05-06" });
    let case = world.done("SPECIALIST", "openCase", "case { id }", open).await["case"]["id"].clone();
    let tell = |kind: &str, on: &str| json!({ "caseId": case, "event": { "kind": kind }, "occurredOn": on });
    world.done("SPECIALIST", "recordCaseEvent", "case { id }", tell("ACCEPTED", "2024-05-07")).await;
    let awaited = async || -> Vec<String> {
        let shown = world.selected(&project, "permits { id awaitsOpinion }").await;
        let permits = shown["permits"].as_array().unwrap().iter();
        let awaiting = permits.filter(|permit| permit["awaitsOpinion"] == true);
        awaiting.map(|permit| permit["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(awaited().await, [fire.clone(), archive.clone()]);
    let agrees = says(&archive, "CONFIRMED", "2024-05-08", None);
    world.done("SPECIALIST", "respondToPermit", "permit { response { kind on } }", agrees).await;
    let objects = says(&fire, "OBJECTED", "2024-05-08", Some("消防车道不足"));
    let said = "permit { response { kind on reason } }";
    let objected = world.done("SPECIALIST", "respondToPermit", said, objects).await;
    assert_eq!(
        objected["permit"]["response"],
        json!({ "kind": "OBJECTED", "on": "2024-05-08", "reason": "消防车道不足" })
    );
    assert_eq!(awaited().await, [""; 0]);
    let grant = tell("APPROVED", "2024-05-20");
    world
        .refused("SPECIALIST", "recordCaseEvent", grant.clone(), &project, "OPINION_OBJECTS input.event")
        .await;
    let mended = says(&fire, "CONFIRMED", "2024-05-17", Some("已整改"));
    world.done("SPECIALIST", "respondToPermit", said, mended).await;
    world.done("SPECIALIST", "recordCaseEvent", "case { id }", grant).await;
    let shown = world.selected(&project, "permits { id status }").await;
    let granted = shown["permits"].as_array().unwrap().iter().filter(|permit| permit["status"] == "GRANTED");
    assert_eq!(granted.count(), 3);
}

/// What of a project's history its reader is told, and why: the entries of `coverPermits`.
async fn covering(world: &World, who: &str, project: &str) -> Vec<Value> {
    let document = format!(
        "{{ project(by: {{ id: \"{project}\" }}) {{ history(first: 50) {{ nodes {{ command eventType reason canonical }} }} }} }}"
    );
    let mut answer = world.run(who, Language::En, &document, Value::Null).await;
    let Value::Array(nodes) = answer["project"]["history"]["nodes"].take() else { panic!("{answer}") };
    let told = |mut node: Value| {
        assert_eq!(node["reason"].is_null(), node["canonical"].is_null(), "{node}");
        json!([node["eventType"].take(), node["reason"].take()])
    };
    nodes.into_iter().filter(|node| node["command"] == "COVER_PERMITS").map(told).collect()
}

/// A permit that was granted stands for others from then on, whose steps are closed at once. Why is told of all of it to who
/// sees both projects, and of nothing to who sees one of them.
#[tokio::test]
async fn what_follows_at_once_is_told_with_its_reason_to_who_sees_both() {
    let mut world = World::new().await;
    let city = RegionId::parse(&world.id("city")).unwrap();
    let mut places = Vec::new();
    for (county, office, specialist) in [("甲县", "甲招商局", "甲专员"), ("乙县", "乙招商局", "乙专员")]
    {
        let region = world.region(county, Some(city), RegionKind::County).await;
        let agency = world.agency(office, region, AgencyKind::LandingOffice).await;
        world.officer(specialist, agency, PostRole::Specialist).await;
        let input = json!({ "name": county, "track": "NEW_BUILD", "landingSpecialistId": world.id(specialist),
            "originatingAgencyId": agency.to_string(), "occurredOn": "2024-01-02",
            "place": { "provinceId": world.id("province"), "cityId": world.id("city"), "countyId": world.id(county) } });
        let made = world.done(specialist, "registerProject", "project { id }", input).await;
        places.push((specialist, made["project"]["id"].as_str().unwrap().to_owned()));
    }
    let [(one, leading), (other, following)] = <[_; 2]>::try_from(places).unwrap();
    let add = async |who: &str, project: &str, part: &str| {
        let input = json!({ "projectId": project, "item": { "name": "农用地转用" }, "level": "COUNTY", "phase": "BEFORE_START",
            "occurredOn": "2024-03-01", "part": part });
        world.done(who, "addPermit", "permit { id }", input).await["permit"]["id"].clone()
    };
    let lead = add(one, &leading, "一期").await;
    let (beside, follows) = (add(one, &leading, "二期").await, add(other, &following, "一期").await);
    let case =
        world.done(one, "openCase", "case { id }", json!({ "permitId": lead })).await["case"]["id"].clone();
    for kind in ["ACCEPTED", "APPROVED"] {
        let input = json!({ "caseId": case, "event": { "kind": kind } });
        world.done(one, "recordCaseEvent", "case { id }", input).await;
    }
    let why = "两县合并报批";
    let input = json!({ "permitId": lead, "permitIds": [beside, follows], "reason": why });
    world.done("LEADER", "coverPermits", "", input).await;

    let of = |told: Option<&str>| {
        let lead = ["COVER_SET", "COVER_FOLLOWED", "STEP_CLOSED"].map(|event| json!([event, told]));
        (lead.to_vec(), lead[1..].to_vec())
    };
    let (in_lead, in_other) = of(Some(why));
    assert_eq!(covering(&world, "LEADER", &leading).await, in_lead);
    assert_eq!(covering(&world, "LEADER", &following).await, in_other);
    let (in_lead, in_other) = of(None);
    assert_eq!(covering(&world, one, &leading).await, in_lead);
    assert_eq!(covering(&world, other, &following).await, in_other);
}
