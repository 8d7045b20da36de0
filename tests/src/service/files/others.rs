//! Files brought for somebody else: by a deputy as the absent officer's, by a recorder as his own.

use serde_json::{Value, json};

use super::{PNG, kept};
use crate::service::client::Client;
use crate::service::deputies::{absent, colleague};
use crate::service::home::{Home, in_both_homes, wait_for};
use crate::service::office::Office;
use crate::service::tables::Tables;

in_both_homes!(a_deputy_brings_the_absent_officers_files, a_recorder_brings_what_a_leader_has_attached);

fn attach(file: &str, office: &Office<'_>) -> Value {
    json!({ "fileId": file, "subject": { "projectId": office.id("project") } })
}

fn uploads(client: &Client) -> String {
    client.send(client.file("?name=a.png", PNG)).unwrap().summary()
}

fn a_deputy_brings_the_absent_officers_files(home: &Home) {
    let office = Office::found(home);
    let (manager, own) = (office.id("manager"), colleague(&office));
    let standing = own.on_behalf_of(manager);
    let own_file = own.uploaded("own.png", PNG);
    let url = |file: &str| format!("/files/{file}");
    // Not his deputy, or nobody's: one answer, and nothing is kept.
    let (before, unknown) = (kept(home), format!("off_{}", "0".repeat(26)));
    let mut told = Vec::new();
    for asked in [manager, office.id("specialist"), &unknown, "", "x"] {
        let other = own.on_behalf_of(asked);
        assert_eq!(uploads(&other), "403 FORBIDDEN", "{asked}");
        told.push(other.send(other.file("?name=a.png", PNG)).unwrap().text);
        let answer = other.get(&url(&own_file));
        assert_eq!(answer.status, 403, "{}", answer.text);
    }
    told.dedup();
    assert_eq!((told.len(), kept(home)), (1, before));
    assert!(told[0].contains("You do not stand in for that officer today."), "{told:?}");

    let absence = absent(&office.manager, manager, office.id("colleague"));
    // As the absent officer he has that one's files, and not his own.
    let (first, second) = (standing.uploaded("a.png", PNG), standing.uploaded("b.png", PNG));
    for (client, file, status) in [
        (&standing, &first, 200),
        (&office.manager, &first, 200),
        (&own, &first, 404),
        (&own, &own_file, 200),
        (&standing, &own_file, 404),
    ] {
        assert_eq!(client.get(&url(file)).status, status);
    }
    let unknown = |client: &Client, file: &str| {
        let before = office.state();
        let answer = client.mutate("attachFile", &attach(file, &office), "").unwrap();
        assert_eq!(answer.summary(), "NOT_FOUND input.fileId");
        assert_eq!(office.state(), before);
    };
    unknown(&standing, &own_file);
    unknown(&own, &first);
    let done = standing.done("attachFile", &attach(&first, &office), "attachment { uploadedBy { id } url }");
    assert_eq!(done["attachment"], json!({ "uploadedBy": { "id": manager }, "url": url(&first) }));
    let history =
        "query($id: ID!) { project(by: { id: $id }) { history(first: 50) { nodes { eventType actor { id }
        deputy { id } } } } }";
    let told = office.manager.query(history, &json!({ "id": office.id("project") }));
    let rows = told["project"]["history"]["nodes"].as_array().unwrap();
    let row = rows.iter().find(|row| row["eventType"] == "FILE_ATTACHED").unwrap();
    let both = json!({ "eventType": "FILE_ATTACHED", "actor": { "id": manager },
        "deputy": { "id": office.id("colleague") } });
    assert_eq!(*row, both);

    // When it is over, what waits is the officer's, who is back.
    office.manager.done("endAbsence", &json!({ "absenceId": absence }), "");
    assert_eq!(uploads(&standing), "403 FORBIDDEN");
    unknown(&own, &second);
    office.manager.done("attachFile", &attach(&second, &office), "");
    own.done("attachFile", &attach(&own_file, &office), "");
    office.close();
    let brought = "select 'x' from file where deputy_id is not null and deputy_id <> uploaded_by";
    assert_eq!(wait_for(async { Tables::open(home).await.texts(brought).await }).len(), 2);
    assert!(home.ran(&["verify-history", "--files"]).contains("compared 3 attached files"));
}

fn a_recorder_brings_what_a_leader_has_attached(home: &Home) {
    let office = Office::found(home);
    let administrator = &office.administrator;
    let bureau = json!({ "regionId": office.id("county"), "kind": "DEPARTMENT", "name": "贺兰县政府办公室" });
    let bureau = administrator.made("createAgency", &bureau, "agency");
    let [(leader, leading), (clerk, recording)] =
        [("副县长", "LEADER"), ("秘书", "CLERK")].map(|(name, role)| {
            let post = json!({ "agencyId": bureau, "title": name, "role": role });
            let post = administrator.made("createPost", &post, "post");
            let id = administrator.made("createOfficer", &json!({ "postId": post, "name": name }), "officer");
            let token = home.ran(&["token", "create", "--officer", &id]);
            (id, administrator.with_token(token.trim()))
        });
    leading.done("appointRecorder", &json!({ "leaderId": leader, "officerId": clerk }), "");
    let today = recording.query("{ viewer { today } }", &Value::Null)["viewer"]["today"].clone();
    let by_leader = |file: &str| {
        let mut input = attach(file, &office);
        input["authority"] = json!({ "officerId": leader, "instrument": "ORAL", "on": today,
            "asRecorder": true });
        input
    };
    let (file, others) = (recording.uploaded("批示.png", PNG), office.specialist.uploaded("b.png", PNG));
    let before = office.state();
    for (input, expected) in [
        (attach(&file, &office), "NOT_FOUND input.subject.projectId"),
        (by_leader(&others), "NOT_FOUND input.fileId"),
    ] {
        assert_eq!(recording.mutate("attachFile", &input, "").unwrap().summary(), expected, "{input}");
        assert_eq!(office.state(), before);
    }
    // Attached by the leader's right, and not shown to him afterwards.
    let done = recording.done("attachFile", &by_leader(&file), "attachment { id }");
    assert_eq!(done["attachment"], Value::Null);
    assert_eq!(recording.get(&format!("/files/{file}")).status, 404);
    assert_eq!(leading.get(&format!("/files/{file}")).bytes, PNG);
    office.close();
}
