//! A leader's recorder over HTTP: what he records for the leader he does by the leader's right, also on what is not shown to
//! him, and what he does without that by his own.

use serde_json::{Value, json};

use super::home::{Home, in_both_homes};
use super::office::Office;

in_both_homes!(a_recorder_acts_by_the_leaders_right);

fn a_recorder_acts_by_the_leaders_right(home: &Home) {
    let office = Office::found(home);
    let (administrator, project) = (&office.administrator, office.id("project"));
    let make = |post: &str, role: &str, agency: &str| {
        let input = json!({ "agencyId": agency, "title": post, "role": role });
        let post_id = administrator.made("createPost", &input, "post");
        administrator.made("createOfficer", &json!({ "postId": post_id, "name": post }), "officer")
    };
    let bureau = json!({ "regionId": office.id("county"), "kind": "DEPARTMENT", "name": "贺兰县政府办公室" });
    let bureau = administrator.made("createAgency", &bureau, "agency");
    let (leader, clerk) = (make("副县长", "LEADER", &bureau), make("秘书", "CLERK", &bureau));
    let client =
        |officer: &str| administrator.with_token(home.ran(&["token", "create", "--officer", officer]).trim());
    let (leading, recording) = (client(&leader), client(&clerk));
    let today = recording.query("{ viewer { today } }", &Value::Null)["viewer"]["today"].clone();
    let authority = |officer: &str, instrument: &str, number: Option<&str>| {
        json!({ "projectId": project, "addLabels": ["县领导包抓"],
            "authority": { "officerId": officer, "instrument": instrument, "number": number, "on": today,
                "asRecorder": true } })
    };
    let written = authority(&leader, "INSTRUCTION", Some("批〔2024〕7号"));
    let unseen = "NOT_FOUND input.projectId";
    let before = office.state();
    let refuse = |input: &Value, expected: &str| {
        assert_eq!(recording.mutate("updateProject", input, "").unwrap().summary(), expected, "{input}");
        assert_eq!(office.state(), before);
    };

    // A lead is not for clerks to know of, whomever they name.
    let none = "NOT_RECORDER input.authority.officerId";
    refuse(&written, none);
    let appoint = json!({ "leaderId": leader, "officerId": clerk });
    for (who, expected) in [
        (&recording, "ROLE_NOT_ALLOWED input"),
        (&office.manager, "ROLE_NOT_ALLOWED input"),
        (&office.specialist, "ROLE_NOT_ALLOWED input"),
    ] {
        assert_eq!(who.mutate("appointRecorder", &appoint, "").unwrap().summary(), expected);
    }
    let recorder = leading.made("appointRecorder", &appoint, "recorder");
    refuse(&json!({ "projectId": project, "addLabels": ["县领导包抓"] }), unseen);
    refuse(&authority(&leader, "MINUTES", None), "AUTHORITY_NUMBER_REQUIRED input.authority.number");
    refuse(&authority(office.id("manager"), "ORAL", None), none);
    let mut referring = written.clone();
    referring["authority"]["asRecorder"] = false.into();
    refuse(&referring, unseen);

    // Done, and not shown to him.
    let done = recording.done("updateProject", &written, "project { id }");
    assert_eq!(done["project"], Value::Null);
    let history = "query($id: ID!) { project(by: { id: $id }) { labels history(first: 50) { nodes { command actor { id }
        authority { officer { id } instrument number asRecorder } deputy { id } } } } }";
    let told = leading.query(history, &json!({ "id": project }))["project"].clone();
    assert_eq!(told["labels"], json!(["县领导包抓"]));
    let rows = told["history"]["nodes"].as_array().unwrap();
    let row = rows.iter().find(|row| row["command"] == "UPDATE").unwrap();
    assert_eq!(
        *row,
        json!({ "command": "UPDATE", "actor": { "id": clerk }, "deputy": null,
            "authority": { "officer": { "id": leader }, "instrument": "INSTRUCTION", "number": "批〔2024〕7号",
                "asRecorder": true } })
    );
    let seen = "query($id: ID!) { project(by: { id: $id }) { name } viewer { recordsFor { leader { id } endedOn } } }";
    let expected = json!({ "project": null, "viewer": { "recordsFor": [{ "leader": { "id": leader }, "endedOn": null }] } });
    assert_eq!(recording.query(seen, &json!({ "id": project })), expected);
    let called = "query($id: ID!) { node(id: $id) { ... on Officer { recorders { id officer { id } } } } }";
    let called = leading.query(called, &json!({ "id": leader }))["node"].clone();
    assert_eq!(called, json!({ "recorders": [{ "id": recorder, "officer": { "id": clerk } }] }));
    let record =
        "query($id: ID!) { administration(first: 9, about: $id) { nodes { command subject actor { id } } } }";
    let record = administrator.query(record, &json!({ "id": recorder }))["administration"]["nodes"].clone();
    assert_eq!(
        record,
        json!([{ "command": "appointRecorder", "subject": "RECORDER", "actor": { "id": leader } }])
    );

    // A deputy of the recorder's records for nobody: rights pass once. Nor does a deputy say who records.
    let absent = |officer: &str, deputy: &str| {
        let input = json!({ "officerId": officer, "deputyId": deputy, "from": today, "until": today });
        administrator.made("recordAbsence", &input, "absence");
    };
    absent(&clerk, office.id("colleague"));
    let standing = client(office.id("colleague")).on_behalf_of(&clerk);
    let before = office.state();
    assert_eq!(standing.mutate("updateProject", &written, "").unwrap().summary(), unseen);
    absent(&leader, office.id("specialist"));
    let standing = office.specialist.on_behalf_of(&leader);
    for (field, input) in [
        ("appointRecorder", json!({ "leaderId": leader, "officerId": office.id("colleague") })),
        ("dismissRecorder", json!({ "recorderId": recorder })),
    ] {
        assert_eq!(standing.mutate(field, &input, "").unwrap().summary(), "NOT_ON_BEHALF input");
    }
    leading.done("dismissRecorder", &json!({ "recorderId": recorder }), "recorder { endedOn }");
    let again = recording.mutate("updateProject", &written, "").unwrap();
    assert_eq!(again.summary(), none);
    assert_eq!(office.state(), before);
    office.close();
}
