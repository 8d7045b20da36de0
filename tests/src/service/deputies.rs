//! Deputies over HTTP: they act with the rights of who is absent, and no more, under both names; nobody else does, and
//! nothing tells why not; it ends at once.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::Client;
use super::follow::{Heard, Socket};
use super::home::{Home, in_both_homes};
use super::office::Office;
use super::sign_in::{CHOSEN, signed_in};

in_both_homes!(
    a_deputy_acts_for_the_absent_under_both_names,
    a_deputy_has_the_rights_of_the_absent_and_no_more,
    nobody_else_is_let_in_and_nothing_tells_why,
    an_account_stays_ones_own,
    a_socket_ends_with_the_absence,
);

/// How long a socket may outlive what it was let in by.
const SECONDS: Duration = Duration::from_secs(10);

fn today(client: &Client) -> String {
    client.query("{ viewer { today } }", &Value::Null)["viewer"]["today"].as_str().unwrap().to_owned()
}

/// Has an officer be absent today; the absence's id.
pub(super) fn absent(who: &Client, officer: &str, deputy: &str) -> String {
    let today = today(who);
    let input = json!({ "officerId": officer, "deputyId": deputy, "from": today, "until": today });
    who.made("recordAbsence", &input, "absence")
}

/// A client of the colleague.
pub(super) fn colleague(office: &Office<'_>) -> Client {
    office.manager.with_token(&office.token("colleague"))
}

fn a_deputy_acts_for_the_absent_under_both_names(home: &Home) {
    let office = Office::found(home);
    let (manager, deputy, project) = (office.id("manager"), office.id("colleague"), office.id("project"));
    let own = colleague(&office);
    office.specialist.done("advanceProject", &json!({ "projectId": project }), "");
    let back = json!({ "projectId": project, "reason": "条件未成熟" });
    let post = json!({ "agencyId": office.id("agency"), "title": "内勤", "role": "CLERK" });
    for (field, input) in [("returnProject", &back), ("createPost", &post)] {
        assert_eq!(own.mutate(field, input, "").unwrap().summary(), "ROLE_NOT_ALLOWED input");
    }
    let absence = absent(&office.manager, manager, deputy);

    // Who it is: for the service, for himself, and for whoever wants to call the absent one.
    let standing = own.on_behalf_of(manager);
    let who = "{ viewer { role officer { id } deputy { id } standsInFor { id officer { id } inForce } } }";
    let told = json!([{ "id": absence, "officer": { "id": manager }, "inForce": true }]);
    assert_eq!(
        standing.query(who, &Value::Null)["viewer"],
        json!({ "role": "MANAGER", "officer": { "id": manager }, "deputy": { "id": deputy }, "standsInFor": told })
    );
    assert_eq!(
        own.query(who, &Value::Null)["viewer"],
        json!({ "role": "SPECIALIST", "officer": { "id": deputy }, "deputy": null, "standsInFor": told })
    );
    let call = "query($id: ID!) { node(id: $id) { ... on Officer { absence { deputy { id } } absences { id endedOn } } } }";
    assert_eq!(
        office.specialist.query(call, &json!({ "id": manager }))["node"],
        json!({ "absence": { "deputy": { "id": deputy } }, "absences": [{ "id": absence, "endedOn": null }] })
    );

    // What he does says so.
    standing.done("returnProject", &back, "");
    let history =
        "query($id: ID!) { project(by: { id: $id }) { history(first: 50) { nodes { command actor { id }
        deputy { id } canonical } } } }";
    let history = office.manager.query(history, &json!({ "id": project }));
    let rows = history["project"]["history"]["nodes"].as_array().unwrap().clone();
    assert!(rows.iter().any(|row| row["command"] == "RETURN"));
    for row in rows {
        let back = row["command"] == "RETURN";
        assert_eq!(row["deputy"], if back { json!({ "id": deputy }) } else { Value::Null }, "{row}");
        assert_eq!(row["actor"]["id"] == manager, back, "{row}");
        let hashed = row["canonical"].as_str().unwrap();
        assert_eq!(hashed.contains(&format!(r#""deputy":"{deputy}""#)), back, "{hashed}");
    }
    // People and posts are kept in person.
    let before = office.state();
    assert_eq!(standing.mutate("createPost", &post, "").unwrap().summary(), "NOT_ON_BEHALF input");
    assert_eq!(office.state(), before);
    let about = json!({ "id": absence });
    let record =
        "query($id: ID!) { administration(first: 3, about: $id) { nodes { command subject actor { id }
        changes { field } } } }";
    let record = &office.administrator.query(record, &about)["administration"]["nodes"];
    let fields = ["deputy", "from", "officer", "recorded_by", "until"].map(|field| json!({ "field": field }));
    assert_eq!(
        *record,
        json!([{ "command": "recordAbsence", "subject": "ABSENCE", "actor": { "id": manager },
            "changes": fields }])
    );

    // Rights pass once: he says nothing of who stands in for whom, also not that it is over.
    let before = office.state();
    let input = json!({ "absenceId": absence });
    assert_eq!(standing.mutate("endAbsence", &input, "").unwrap().summary(), "NOT_ON_BEHALF input");
    assert_eq!(own.mutate("endAbsence", &input, "").unwrap().summary(), "ROLE_NOT_ALLOWED input");
    assert_eq!(office.state(), before);
    let ended = office.manager.done("endAbsence", &input, "absence { inForce endedOn version }");
    let expected = json!({ "inForce": false, "endedOn": today(&own), "version": 2 });
    assert_eq!(ended["absence"], expected);
    assert_eq!(standing.mutate("returnProject", &back, "").unwrap().summary(), "403 FORBIDDEN");
    assert_eq!(
        office.manager.mutate("endAbsence", &input, "").unwrap().summary(),
        "ALREADY_ENDED input.absenceId"
    );
    assert_eq!(office.state(), before);
    office.close();
    assert!(home.ran(&["verify-history"]).contains("1 projects"));
}

fn a_deputy_has_the_rights_of_the_absent_and_no_more(home: &Home) {
    let office = Office::found(home);
    let (administrator, project) = (&office.administrator, office.id("project"));
    let bureau = json!({ "regionId": office.id("county"), "kind": "DEPARTMENT", "name": "贺兰县自然资源局" });
    let bureau = administrator.made("createAgency", &bureau, "agency");
    let post = json!({ "agencyId": bureau, "title": "经办", "role": "CLERK" });
    let post = administrator.made("createPost", &post, "post");
    let clerk = administrator.made("createOfficer", &json!({ "postId": post, "name": "经办人" }), "officer");
    absent(administrator, &clerk, office.id("colleague"));
    let own = colleague(&office);
    let standing = own.on_behalf_of(&clerk);

    // A lead is not for clerks to know of.
    let seen = "query($id: ID!) { project(by: { id: $id }) { name } projects(first: 5) { totalCount } }";
    let asked = json!({ "id": project });
    let all = json!({ "project": { "name": "思思食品" }, "projects": { "totalCount": 1 } });
    assert_eq!(own.query(seen, &asked), all);
    let none = json!({ "project": null, "projects": { "totalCount": 0 } });
    assert_eq!(standing.query(seen, &asked), none);
    let before = office.state();
    let rename = json!({ "projectId": project, "name": "不应改名" });
    assert_eq!(standing.mutate("updateProject", &rename, "").unwrap().summary(), "NOT_FOUND input.projectId");
    let register = json!({ "name": "新项目", "track": "NEW_BUILD", "occurredOn": "2024-01-02" });
    assert_eq!(
        standing.mutate("registerProject", &register, "").unwrap().summary(),
        "ROLE_NOT_ALLOWED input"
    );
    // A token that may only read changes nothing for another either.
    let token = ["token", "create", "--officer", office.id("colleague"), "--scope", "read"];
    let reading = own.with_token(home.ran(&token).trim()).on_behalf_of(&clerk);
    assert_eq!(reading.query(seen, &asked), none);
    assert_eq!(reading.mutate("updateProject", &rename, "").unwrap().summary(), "403 FORBIDDEN");
    assert_eq!(office.state(), before);
    office.close();
}

fn nobody_else_is_let_in_and_nothing_tells_why(home: &Home) {
    let office = Office::found(home);
    let own = colleague(&office);
    let (manager, specialist) = (office.id("manager"), office.id("specialist"));
    let absence = absent(&office.manager, manager, office.id("colleague"));
    office.manager.done("endAbsence", &json!({ "absenceId": absence }), "");
    let later = json!({ "officerId": specialist, "deputyId": office.id("colleague"), "from": "2199-01-01",
        "until": "2199-01-02" });
    assert_eq!(
        office.specialist.mutate("recordAbsence", &later, "").unwrap().summary(),
        "DATE_IN_FUTURE input.from"
    );
    let tomorrow = today(&own).parse::<chrono::NaiveDate>().unwrap().succ_opt().unwrap();
    let later = json!({ "officerId": specialist, "deputyId": office.id("colleague"), "from": tomorrow,
        "until": tomorrow });
    office.specialist.done("recordAbsence", &later, "");
    let unknown = format!("off_{}", "0".repeat(26));
    let before = office.state();
    let mut told = Vec::new();
    for asked in [manager, specialist, office.id("colleague"), office.id("gone"), &unknown, "off_1", "", "x"]
    {
        let standing = own.on_behalf_of(asked);
        for document in ["{ viewer { role } }", "{ __typename }", "nonsense"] {
            let answer = standing.post(document, &Value::Null).unwrap();
            assert_eq!((answer.status, answer.summary().as_str()), (403, "403 FORBIDDEN"), "{asked}");
            assert_eq!(answer.body.get("data"), None);
            let mut error = answer.body["errors"][0].clone();
            error["extensions"].as_object_mut().unwrap().remove("requestId");
            told.push(error);
        }
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    // Nor who is not let in at all.
    let nobody = own.with_token("luodi_x").on_behalf_of(manager);
    assert_eq!(nobody.post("{ viewer { role } }", &Value::Null).unwrap().status, 401);
    assert_eq!(office.state(), before);
    office.close();
}

fn an_account_stays_ones_own(home: &Home) {
    let office = Office::found(home);
    let manager = office.id("manager");
    absent(&office.manager, manager, office.id("colleague"));
    let boss = signed_in(&office, "manager", "boss");
    let mut here = signed_in(&office, "colleague", "colleague");
    let ask = |document: &str, variables: &Value| {
        let mut request = here.request("/graphql", &json!({ "query": document, "variables": variables }));
        request.headers_mut().insert("luodi-on-behalf-of", manager.parse().unwrap());
        here.try_send(request)
    };
    // The devices are the deputy's.
    let sessions = "{ viewer { role sessions { id current } } }";
    let theirs = boss.ask(sessions, &Value::Null).body["data"]["viewer"]["sessions"].clone();
    let told = ask(sessions, &Value::Null).body["data"]["viewer"].clone();
    assert_eq!(told["role"], "MANAGER");
    let current = |sessions: &Value| {
        let all = sessions.as_array().unwrap();
        all.iter().filter(|one| one["current"] == true).count()
    };
    assert_eq!((current(&told["sessions"]), current(&theirs)), (1, 1));
    for session in theirs.as_array().unwrap() {
        let revoke =
            "mutation($input: RevokeSessionInput!) { revokeSession(input: $input) { errors { code path } } }";
        let refused = ask(revoke, &json!({ "input": { "sessionId": session["id"] } }));
        assert_eq!(refused.summary(), "NOT_FOUND input.sessionId");
        assert!(!told["sessions"].as_array().unwrap().iter().any(|own| own["id"] == session["id"]));
    }
    assert_eq!(boss.who(), r#"{"viewer":{"role":"MANAGER"}}"#);

    // So is the password, whomever the header names.
    let change = json!({ "current": CHOSEN, "new": "another good one 42" });
    let mut request = here.request("/password", &change);
    request.headers_mut().insert("luodi-on-behalf-of", manager.parse().unwrap());
    assert_eq!(here.try_send(request).status, 204);
    here.sign_in("colleague", "another good one 42");
    assert_eq!(here.who(), r#"{"viewer":{"role":"SPECIALIST"}}"#);
    office.close();
}

/// Opens a socket whose payload says so.
fn open(office: &Office<'_>, payload: &Value) -> Result<Socket, Heard> {
    let mut socket = Socket::silent(office.service.address());
    socket.say(&json!({ "type": "connection_init", "payload": payload }));
    match socket.hear() {
        Heard::Said(ack) if ack == json!({ "type": "connection_ack" }) => Ok(socket),
        other => Err(other),
    }
}

fn a_socket_ends_with_the_absence(home: &Home) {
    let office = Office::found(home);
    let (manager, colleague) = (office.id("manager"), office.id("colleague"));
    let token = office.token("colleague");
    let bearer = format!("Bearer {token}");
    let payload = |officer: &str| json!({ "authorization": bearer, "onBehalfOf": officer });
    assert_eq!(open(&office, &payload(manager)).err(), Some(Heard::Closed(4403)));
    let absence = absent(&office.manager, manager, colleague);
    let headers = [("sec-websocket-protocol", "graphql-transport-ws"), ("authorization", &*bearer)];
    let mut all = vec![open(&office, &payload(manager)).unwrap()];
    // By a header of the upgrade, and by a payload after the upgrade has said who it is.
    for (header, payload) in [(Some(manager), json!({})), (None, json!({ "onBehalfOf": manager }))] {
        let mut headers = headers.to_vec();
        headers.extend(header.map(|officer| ("luodi-on-behalf-of", officer)));
        let mut socket = Socket::open(office.service.address(), &headers).unwrap();
        socket.say(&json!({ "type": "connection_init", "payload": payload }));
        assert_eq!(socket.hear(), Heard::Said(json!({ "type": "connection_ack" })));
        all.push(socket);
    }
    for officer in [office.id("specialist"), colleague, "off_1", ""] {
        assert_eq!(open(&office, &payload(officer)).err(), Some(Heard::Closed(4403)), "{officer}");
        let refused = [headers[0], headers[1], ("luodi-on-behalf-of", officer)];
        assert_eq!(Socket::open(office.service.address(), &refused).err(), Some(403), "{officer}");
    }
    assert_eq!(
        open(&office, &json!({ "authorization": bearer, "onBehalfOf": null })).err(),
        Some(Heard::Closed(4403))
    );
    let refused = [headers[0], ("luodi-on-behalf-of", manager)];
    assert_eq!(Socket::open(office.service.address(), &refused).err(), Some(403));

    let mut own = open(&office, &json!({ "authorization": bearer })).unwrap();
    let after = super::follow::founded(&office);
    for socket in all.iter_mut().chain([&mut own]) {
        socket.follow(&Value::Null, Some(&after));
    }
    let label = |text: &str| {
        let input = json!({ "projectId": office.id("project"), "addLabels": [text] });
        office.specialist.done("updateProject", &input, "");
    };
    label("一");
    for socket in all.iter_mut().chain([&mut own]) {
        assert_eq!(socket.change().unwrap()["command"], "UPDATE");
    }
    office.manager.done("endAbsence", &json!({ "absenceId": absence }), "");
    let since = Instant::now();
    for socket in &mut all {
        assert_eq!(socket.hear(), Heard::Closed(4401));
        assert!(since.elapsed() < SECONDS, "{:?}", since.elapsed());
    }
    label("二");
    assert_eq!(own.change().unwrap()["command"], "UPDATE");
    office.close();
}
