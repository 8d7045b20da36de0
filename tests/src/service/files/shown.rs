//! Who is shown what is attached, where this is not all who see the project.

use serde_json::{Value, json};

use super::PNG;
use crate::service::client::Client;
use crate::service::home::{Home, in_both_homes};
use crate::service::office::Office;

in_both_homes!(files_of_agreements_are_for_those_who_know_the_terms, a_clerk_takes_back_what_he_attached);

/// Somebody of a role at an agency of the county, or of the whole province.
fn somebody(office: &Office<'_>, region: &str, kind: &str, role: &str) -> (Client, String) {
    let administrator = &office.administrator;
    let agency =
        json!({ "regionId": office.id(region), "kind": kind, "name": format!("{region}{kind}{role}") });
    let agency = administrator.made("createAgency", &agency, "agency");
    let post = json!({ "agencyId": agency, "title": role, "role": role });
    let post = administrator.made("createPost", &post, "post");
    let id = administrator.made("createOfficer", &json!({ "postId": post, "name": role }), "officer");
    let token = office.home.ran(&["token", "create", "--officer", &id]);
    (administrator.with_token(token.trim()), agency)
}

fn register(client: &Client, county: &str) -> String {
    let who = client.query("{ viewer { officer { id } } }", &Value::Null)["viewer"]["officer"]["id"].clone();
    let input = json!({ "name": "省里的项目", "track": "NEW_BUILD", "stage": "SIGNED", "place": { "countyId": county },
        "landingSpecialistId": who, "occurredOn": "2024-01-02", "reason": "台账转入" });
    client.made("registerProject", &input, "project")
}

/// The specialist of the county works on a project there that the province brought, and is not told what was offered.
fn files_of_agreements_are_for_those_who_know_the_terms(home: &Home) {
    let office = Office::found(home);
    let (bringing, _) = somebody(&office, "province", "LANDING_OFFICE", "SPECIALIST");
    let placed = &office.specialist;
    let project = register(&bringing, office.id("county"));
    let agreement = json!({ "projectId": project, "kind": "CONTRACT", "signedOn": "2024-01-05" });
    let agreement = bringing.made("recordAgreement", &agreement, "agreement");
    let subject = |file: &str, of: Value| json!({ "fileId": file, "subject": of });
    let paper = bringing.uploaded("每亩九万六.png", PNG);
    let paper_id =
        bringing.made("attachFile", &subject(&paper, json!({ "agreementId": agreement })), "attachment");
    let photo = bringing.uploaded("现场.png", PNG);
    bringing.done("attachFile", &subject(&photo, json!({ "projectId": project })), "");

    let asked = "query($id: ID!, $paper: ID!) { node(id: $paper) { id } project(by: { id: $id }) { attachments { name }
        agreements { attachments { name } } history(first: 50) { nodes { eventType summary canonical
        details { key } } } } }";
    let told = |client: &Client| client.query(asked, &json!({ "id": project, "paper": paper_id }));
    let all = told(&bringing);
    assert_eq!(all["node"]["id"], json!(paper_id));
    assert_eq!(all["project"]["attachments"], json!([{ "name": "每亩九万六.png" }, { "name": "现场.png" }]));
    assert!(all["project"]["history"].to_string().contains("每亩九万六"));
    let less = told(placed);
    assert_eq!(less["node"], Value::Null);
    assert_eq!(less["project"]["attachments"], json!([{ "name": "现场.png" }]));
    assert_eq!(less["project"]["agreements"], json!([{ "attachments": [] }]));
    assert!(!less.to_string().contains("九万六"), "{less}");
    let rows = less["project"]["history"]["nodes"].as_array().unwrap();
    let attached: Vec<&Value> = rows.iter().filter(|row| row["eventType"] == "FILE_ATTACHED").collect();
    assert_eq!(attached.len(), 2);
    assert_eq!(
        (&attached[0]["summary"], &attached[0]["canonical"]),
        (&json!("Attached a file"), &Value::Null)
    );
    assert_eq!(attached[0]["details"], json!([]));
    assert!(attached[1]["canonical"].is_string() && attached[1]["details"] != json!([]));
    let never = placed.get("/files/fil_00000000000000000000000001");
    let hidden = placed.get(&format!("/files/{paper}"));
    assert_eq!((hidden.status, hidden.bytes), (404, never.bytes));
    for (client, file) in [(&bringing, &paper), (&bringing, &photo), (placed, &photo)] {
        assert_eq!(client.get(&format!("/files/{file}")).bytes, PNG);
    }

    // Nor does he add to them or take them away.
    let version = "query($id: ID!) { project(by: { id: $id }) { version } }";
    let before = bringing.query(version, &json!({ "id": project }));
    let own = placed.uploaded("own.png", PNG);
    let input = subject(&own, json!({ "agreementId": agreement }));
    let refused = placed.mutate("attachFile", &input, "").unwrap();
    assert_eq!(refused.summary(), "OUTSIDE_JURISDICTION input");
    let input = json!({ "attachmentId": paper_id, "reason": "传错了文件" });
    let refused = placed.mutate("withdrawAttachment", &input, "").unwrap();
    assert_eq!(refused.summary(), "NOT_FOUND input.attachmentId");
    assert_eq!(bringing.query(version, &json!({ "id": project })), before);
    placed.done("attachFile", &subject(&own, json!({ "projectId": project })), "");
    bringing.done("withdrawAttachment", &input, "");
    office.close();
}

fn a_clerk_takes_back_what_he_attached(home: &Home) {
    let office = Office::found(home);
    let (clerk, bureau) = somebody(&office, "county", "DEPARTMENT", "CLERK");
    let project = register(&office.specialist, office.id("county"));
    let permit = json!({ "projectId": project, "item": { "name": "用地预审" }, "level": "COUNTY",
        "phase": "BEFORE_START", "agencyId": bureau, "occurredOn": "2024-01-03" });
    let permit = office.specialist.made("addPermit", &permit, "permit");
    let attach = |client: &Client| {
        let file = client.uploaded("批复.png", PNG);
        let input = json!({ "fileId": file, "subject": { "permitId": permit } });
        (client.made("attachFile", &input, "attachment"), format!("/files/{file}"))
    };
    let ((own, url), (others, _)) = (attach(&clerk), attach(&office.specialist));
    let withdraw = |id: &str| {
        let input = json!({ "attachmentId": id, "reason": "传错了文件" });
        clerk.mutate("withdrawAttachment", &input, "").unwrap().summary()
    };
    let left = || {
        let asked = "query($id: ID!) { project(by: { id: $id }) { attachments { id } version } }";
        office.specialist.query(asked, &json!({ "id": project }))["project"].clone()
    };
    let before = left();
    assert_eq!(withdraw(&others), "OUTSIDE_JURISDICTION input");
    assert_eq!(left(), before);
    assert_eq!(clerk.get(&url).status, 200);
    assert!(withdraw(&own).contains(r#""errors":[]"#));
    assert_eq!(left()["attachments"], json!([{ "id": others }]));
    assert_eq!(clerk.get(&url).status, 404);
    office.close();
}
