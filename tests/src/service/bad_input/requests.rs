//! Requests that are wrong before their document is read: method, media type, form, size.

use serde_json::json;
use ureq::http::{HeaderName, HeaderValue, Method, Uri};

use super::Table;
use crate::service::client::{Client, mutation};

/// A mutation that would be done if it were sent rightly.
fn tempting() -> String {
    let document = mutation("createEnterprise", "enterprise { id }");
    json!({ "query": document, "variables": { "input": { "name": "不应有此企业" } } }).to_string()
}

/// The same with other headers.
fn headed(table: &mut Table<'_>, name: &'static str, value: &str, expected: &str) {
    table.check(
        &format!("{name}: {value}"),
        |office| {
            let mut request = office.administrator.request(tempting());
            let value = HeaderValue::from_str(value).unwrap();
            request.headers_mut().insert(HeaderName::from_static(name), value);
            office.administrator.send(request).unwrap()
        },
        expected,
    );
}

/// The same way with another body.
fn bodied(table: &mut Table<'_>, body: impl Into<Vec<u8>>, expected: &str) {
    let body = body.into();
    let name = String::from_utf8_lossy(&body).chars().take(60).collect::<String>();
    table.check(
        &name,
        |office| office.administrator.send(office.administrator.request(body)).unwrap(),
        expected,
    );
}

pub(super) fn run(mut table: Table<'_>) {
    for kind in [
        "text/plain",
        "text/html",
        "application/graphql",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gbk",
        "",
    ] {
        headed(&mut table, "content-type", kind, "415 BAD_USER_INPUT");
    }
    for accept in ["text/html", "application/xml", "application/json; charset=gbk"] {
        headed(&mut table, "accept", accept, "406 BAD_USER_INPUT");
    }
    for body in [
        "",
        " ",
        "null",
        "1",
        "\"{ viewer { today } }\"",
        "{",
        "{\"query\":1}",
        "{\"query\":[]}",
        "{}",
        "query=%7Bviewer%7D",
    ] {
        bodied(&mut table, body, "400 BAD_USER_INPUT");
    }
    bodied(&mut table, format!("[{}]", tempting()), "400 BAD_USER_INPUT");
    bodied(&mut table, format!("[{0},{0}]", tempting()), "400 BAD_USER_INPUT");
    bodied(&mut table, "[]", "400 BAD_USER_INPUT");
    bodied(&mut table, "[".repeat(100_000), "400 BAD_USER_INPUT");
    bodied(&mut table, "{\"query\":\"{viewer{today}}\",\"variables\":[]}", "400 BAD_USER_INPUT");
    bodied(&mut table, b"{\"query\":\"\xff\xfe\"}".as_slice(), "400 BAD_USER_INPUT");
    bodied(&mut table, tempting() + "}", "400 BAD_USER_INPUT");
    // Ten mebibytes: of blanks behind a good request, and of one long name.
    bodied(&mut table, tempting() + &" ".repeat(10 << 20), "413 COMPLEXITY_LIMIT");
    bodied(&mut table, tempting().replace("不应", &"长".repeat((10 << 20) / 3)), "413 COMPLEXITY_LIMIT");
    methods(&mut table);
    table.end();
}

fn methods(table: &mut Table<'_>) {
    let encoded = "query=mutation%7BcreateEnterprise(input:%7Bname:%22x%22%7D)%7Berrors%7Bcode%7D%7D%7D";
    let path = format!("/graphql?{encoded}");
    table.check("a mutation by GET", |office| office.administrator.get(&path), "405 BAD_USER_INPUT");
    table.check("GET without a query", |office| office.administrator.get("/graphql"), "400 BAD_USER_INPUT");
    for method in [Method::PUT, Method::PATCH] {
        let name = method.to_string();
        table.check(&name, |office| with_method(&office.administrator, method), "405");
    }
    table.check(
        "a query in the address of a POST",
        |office| in_address(&office.administrator, encoded),
        "400 BAD_USER_INPUT",
    );
}

fn with_method(client: &Client, method: Method) -> super::Answer {
    let mut request = client.request(tempting());
    *request.method_mut() = method;
    client.send(request).unwrap()
}

fn in_address(client: &Client, query: &str) -> super::Answer {
    let mut request = client.request("{}");
    *request.uri_mut() = format!("{}?{query}", request.uri()).parse::<Uri>().unwrap();
    client.send(request).unwrap()
}
