//! Requests that come twice, and languages.

use super::*;
use crate::language::Language;

#[tokio::test]
async fn the_same_key_answers_the_first_attempt() {
    let world = World::new().await;
    let input = json!({ "name": "甲", "track": "NEW_BUILD", "officerId": world.id("SPECIALIST"),
        "idempotencyKey": "k1" });
    let first = world.done("SPECIALIST", "registerProject", "project { id }", input.clone()).await;
    assert_eq!(world.done("SPECIALIST", "registerProject", "project { id }", input.clone()).await, first);
    assert_eq!(world.app.count_projects(&luodi_app::list::ProjectFilter::default()).await.unwrap(), 1);
    let project = first["project"]["id"].as_str().unwrap();
    // Another input under the same key is refused; an absent field and a null are not the same input.
    let mut other = input.clone();
    other["name"] = json!("乙");
    let expected = "IDEMPOTENCY_KEY_REUSED input.idempotencyKey";
    world.refused("SPECIALIST", "registerProject", other, project, expected).await;
    let mut null = input.clone();
    null["industry"] = Value::Null;
    world.refused("SPECIALIST", "registerProject", null, project, expected).await;
    // Keys are the caller's own, and the operation's.
    world.done("COLLEAGUE", "registerProject", "", input).await;
    let advance =
        json!({ "projectId": project, "officerId": world.id("SPECIALIST"), "idempotencyKey": "k1" });
    let moved =
        world.done("SPECIALIST", "advanceProject", "project { version stage }", advance.clone()).await;
    assert_eq!(world.done("SPECIALIST", "advanceProject", "project { version stage }", advance).await, moved);
    assert_eq!(moved["project"]["stage"], "NEGOTIATION");
}

#[tokio::test]
async fn how_a_request_is_written_does_not_count() {
    let world = World::new().await;
    let officer = world.id("SPECIALIST");
    let literal = format!(
        "mutation {{ registerProject(input: {{ track: NEW_BUILD, idempotencyKey: \"k\", officerId: \"{officer}\", \
         name: \"甲\" }}) {{ errors {{ code }} project {{ id }} }} }}"
    );
    let first = world.run("SPECIALIST", Language::En, &literal, Value::Null).await;
    let input = json!({ "officerId": officer, "name": "甲", "track": "NEW_BUILD", "idempotencyKey": "k" });
    let second = world.done("SPECIALIST", "registerProject", "project { id }", input).await;
    assert_eq!(first["registerProject"], second);
}

#[tokio::test]
async fn two_mutations_of_one_request_see_one_another() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let document = format!(
        "mutation {{ a: updateProject(input: {{ projectId: \"{project}\", name: \"乙\" }}) {{ project {{ name }} }} \
         b: updateProject(input: {{ projectId: \"{project}\", name: \"丙\" }}) {{ project {{ name }} }} }}"
    );
    let data = world.run("SPECIALIST", Language::En, &document, Value::Null).await;
    assert_eq!(data, json!({ "a": { "project": { "name": "乙" } }, "b": { "project": { "name": "丙" } } }));
}

#[tokio::test]
async fn errors_speak_the_callers_language() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let document =
        "mutation($input: AdvanceProjectInput!) { advanceProject(input: $input) { errors { message } } }";
    let check = async |language, expected: &str| {
        let input = json!({ "projectId": project, "to": "PRODUCING" });
        let data = world.run("SPECIALIST", language, document, input).await;
        assert_eq!(data["advanceProject"]["errors"][0]["message"], expected);
    };
    check(Language::Zh, "项目现处“线索”阶段，不能直接转入“投产”，请先转入“在谈”。").await;
    check(
        Language::En,
        "The project stands at lead and cannot go straight to producing. Please go to negotiation first.",
    )
    .await;
}
