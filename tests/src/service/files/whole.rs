//! The life of files, from the upload to the withdrawal.

use serde_json::{Value, json};
use ureq::http::HeaderMap;

use super::{PNG, jpeg, kept, pdf, place};
use crate::service::client::Client;
use crate::service::home::{Home, in_a_home_with_bucket, in_both_homes, in_both_homes_with_bucket};
use crate::service::office::Office;

in_both_homes!(files_are_attached_read_back_and_withdrawn, names_are_texts_and_nothing_else);
in_both_homes_with_bucket!(files_are_attached_read_back_and_withdrawn);
in_a_home_with_bucket!(names_are_texts_and_nothing_else);

#[track_caller]
fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).unwrap_or_else(|| panic!("{name}")).to_str().unwrap()
}

fn attachments(client: &Client, project: &str, of: &str) -> Value {
    let document = format!(
        "query($id: ID!) {{ project(by: {{ id: $id }}) {{ {of} {{ attachments {{ name }} }} attachments {{ id name erased
            mediaType size sha256 uploadedBy {{ name }} attachedOn url project {{ id }} permit {{ id }} milestone {{ id }}
            agreement {{ id }} }} }} }}"
    );
    client.query(&document, &json!({ "id": project }))["project"].clone()
}

fn files_are_attached_read_back_and_withdrawn(home: &Home) {
    let office = Office::found(home);
    let (client, project) = (&office.specialist, office.id("project"));
    let milestone = json!({ "projectId": project, "kind": "REGISTERED", "occurredOn": "2024-01-05" });
    let milestone = client.made("recordMilestone", &milestone, "milestone");
    let agreement = json!({ "projectId": project, "kind": "INTENT", "signedOn": "2024-01-05" });
    let agreement = client.made("recordAgreement", &agreement, "agreement");
    // Several parts of a folder, and of a bucket.
    let large = pdf((9 << 20) + 7);
    let files = [
        ("现场.png", PNG.to_vec(), "image/png", "projectId", project),
        ("照片.jpg", jpeg(), "image/jpeg", "milestoneId", milestone.as_str()),
        ("批复.pdf", large, "application/pdf", "permitId", office.id("permit")),
        ("意向书.pdf", pdf(0), "application/pdf", "agreementId", agreement.as_str()),
    ];
    let mut ids = Vec::new();
    for (name, bytes, media_type, key, of) in &files {
        let file = client.uploaded(name, bytes.clone());
        let url = format!("/files/{file}");
        // Nobody's but the uploader's while it waits.
        assert_eq!(client.get(&url).status, 200);
        assert_eq!(office.manager.get(&url).status, 404);
        let input = json!({ "fileId": file, "subject": { *key: of }, "occurredOn": "2024-01-06" });
        ids.push(client.made("attachFile", &input, "attachment"));
        let got = office.manager.get(&url);
        assert_eq!((got.status, &got.bytes), (200, bytes), "{name}");
        let headers = &got.headers;
        assert_eq!(header(headers, "content-type"), *media_type);
        assert_eq!(header(headers, "content-length"), bytes.len().to_string());
        assert_eq!(header(headers, "x-content-type-options"), "nosniff");
        assert_eq!(header(headers, "cache-control"), "private, no-store");
        assert!(header(headers, "content-security-policy").ends_with("; sandbox"));
        assert!(
            header(headers, "content-disposition").starts_with(&format!("attachment; filename=\"{file}."))
        );
    }
    let found = attachments(&office.manager, project, "permits");
    assert_eq!(found["permits"][0]["attachments"], json!([{ "name": "批复.pdf" }]));
    let all = found["attachments"].as_array().unwrap();
    assert_eq!(all.len(), files.len());
    for (((name, bytes, media_type, key, of), id), shown) in files.iter().zip(&ids).zip(all) {
        assert_eq!((&shown["id"], &shown["name"]), (&json!(id), &json!(name)));
        assert_eq!((&shown["mediaType"], &shown["size"]), (&json!(media_type), &json!(bytes.len())));
        assert_eq!(shown["sha256"].as_str().unwrap().len(), 64);
        assert_eq!(
            (&shown["uploadedBy"]["name"], &shown["attachedOn"]),
            (&json!("specialist"), &json!("2024-01-06"))
        );
        for (field, given) in
            [("milestone", "milestoneId"), ("permit", "permitId"), ("agreement", "agreementId")]
        {
            let expected = if given == *key { json!({ "id": of }) } else { Value::Null };
            assert_eq!(shown[field], expected, "{name} {field}");
        }
    }
    let of_papers = attachments(client, project, "agreements { id } milestones");
    assert_eq!(of_papers["milestones"][0]["attachments"], json!([{ "name": "照片.jpg" }]));
    assert!(home.ran(&["verify-history", "--files"]).contains("compared 4 attached files"));

    withdrawn(home, &office, &ids[2], all[2]["url"].as_str().unwrap());
    office.close();
}

/// It is shown to nobody any more, the record tells of it, and its bytes are kept for the record.
fn withdrawn(home: &Home, office: &Office<'_>, id: &str, url: &str) {
    let (client, project) = (&office.specialist, office.id("project"));
    let input = json!({ "attachmentId": id, "occurredOn": "2024-01-07" });
    let before = office.state();
    let answer = client.mutate("withdrawAttachment", &input, "").unwrap();
    assert_eq!(answer.summary(), "REASON_REQUIRED input.reason");
    assert_eq!(office.state(), before);
    let mut input = input;
    input["reason"] = json!("传错了文件");
    client.done("withdrawAttachment", &input, "attachment { id }");
    let after = office.state();
    assert_eq!(
        client.mutate("withdrawAttachment", &input, "").unwrap().summary(),
        "NOT_FOUND input.attachmentId"
    );
    assert_eq!(office.state(), after);
    let never = client.get("/files/fil_00000000000000000000000001");
    for who in [client, &office.manager] {
        let gone = who.get(url);
        assert_eq!((gone.status, gone.bytes), (404, never.bytes.clone()));
    }
    let left = attachments(client, project, "permits");
    assert_eq!(left["permits"][0]["attachments"], json!([]));
    assert_eq!(left["attachments"].as_array().unwrap().len(), 3);
    let history =
        "query($id: ID!) { project(by: { id: $id }) { history(first: 100) { nodes { summary reason } } } }";
    let told = client.query(history, &json!({ "id": project }))["project"]["history"]["nodes"].to_string();
    assert!(told.contains("Attached a file “批复.pdf”"), "{told}");
    assert!(told.contains("Withdrew an attachment") && told.contains("传错了文件"), "{told}");
    let file = url.strip_prefix("/files/").unwrap();
    assert!(kept(home).contains(&place(file)));
    assert!(home.ran(&["verify-history", "--files"]).contains("compared 4 attached files"));
}

fn names_are_texts_and_nothing_else(home: &Home) {
    let office = Office::found(home);
    let (client, project) = (&office.specialist, office.id("project"));
    for (name, encoded) in [
        ("../../x", "..%2F..%2Fx"),
        ("/etc/passwd", "%2Fetc%2Fpasswd"),
        ("C:\\x", "C%3A%5Cx"),
        ("a\"; filename=\"b", "a%22%3B%20filename%3D%22b"),
        ("..", ".."),
        ("%2e%2e%2f", "%252e%252e%252f"),
        ("fil_00000000000000000000000001#1", "fil_00000000000000000000000001%231"),
    ] {
        let file = client.uploaded(name, PNG);
        assert!(kept(home).contains(&place(&file)), "{name}");
        let input = json!({ "fileId": file, "subject": { "projectId": project } });
        let done = client.done("attachFile", &input, "attachment { name url }");
        assert_eq!(done["attachment"]["name"], name);
        let got = client.get(done["attachment"]["url"].as_str().unwrap());
        let expected = format!("attachment; filename=\"{file}.png\"; filename*=UTF-8''{encoded}");
        assert_eq!(header(&got.headers, "content-disposition"), expected);
    }
    assert_eq!(kept(home).len(), 7, "one file each, where its id says: {:?}", kept(home));
    let log = office.service.log();
    assert!(!log.contains("passwd") && !log.contains("2e%2e"), "{log}");
    office.close();
}
