//! Methods, media types, tokens and the form of a request.

use std::sync::atomic::Ordering;

use super::*;

/// A change to a good request.
enum But {
    Header(&'static str, &'static str),
    Without(&'static str),
    Body(Vec<u8>),
}
use But::{Body as Sent, Header, Without};

#[track_caller]
fn check(changes: Vec<But>, expected: &str) -> impl Future<Output = Answer> {
    let mut request = post(&json!({ "query": "{ hello }" }));
    for change in changes {
        match change {
            Header(name, value) => drop(request.headers_mut().insert(name, value.parse().unwrap())),
            Without(name) => drop(request.headers_mut().remove(name)),
            Sent(body) => *request.body_mut() = Body::from(body),
        }
    }
    run(request, expected.to_owned())
}

async fn run(request: Request<Body>, expected: String) -> Answer {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let said = format!("{:?} {:?}", head.headers, body.slice(..body.len().min(200)));
    let answer = Service::new().send(Request::from_parts(head, Body::from(body))).await;
    assert_eq!(answer.summary(), expected, "{said}");
    answer
}

const HELLO: &str = "200 {\"hello\":\"world\"}";

#[tokio::test]
async fn media_types() {
    const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";
    const JSON: &str = "application/json; charset=utf-8";
    let rows = [
        (vec![], HELLO, GRAPHQL),
        (vec![Without("accept")], HELLO, JSON),
        (vec![Header("accept", "*/*")], HELLO, JSON),
        (vec![Header("accept", "application/json")], HELLO, JSON),
        (vec![Header("accept", "text/html")], "406 BAD_USER_INPUT", JSON),
        (vec![Header("accept", "application/json; charset=gbk")], "406 BAD_USER_INPUT", JSON),
        (vec![Header("content-type", "application/json; charset=utf-8")], HELLO, GRAPHQL),
        (vec![Header("content-type", "Application/JSON;charset=\"UTF-8\"")], HELLO, GRAPHQL),
        (vec![Header("content-type", "application/json; charset=gbk")], "415 BAD_USER_INPUT", GRAPHQL),
        (vec![Header("content-type", "application/jsonp")], "415 BAD_USER_INPUT", GRAPHQL),
        (vec![Header("content-type", "application/graphql")], "415 BAD_USER_INPUT", GRAPHQL),
        (vec![Header("content-type", "text/plain")], "415 BAD_USER_INPUT", GRAPHQL),
        (vec![Header("content-type", "application/x-www-form-urlencoded")], "415 BAD_USER_INPUT", GRAPHQL),
        (vec![Header("content-type", "multipart/form-data; boundary=x")], "415 BAD_USER_INPUT", GRAPHQL),
        (vec![Header("content-type", "")], "415 BAD_USER_INPUT", GRAPHQL),
        (vec![Without("content-type")], "415 BAD_USER_INPUT", GRAPHQL),
    ];
    for (changes, expected, content_type) in rows {
        let answer = check(changes, expected).await;
        assert_eq!(answer.header("content-type"), Some(content_type));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn no_anonymous_graphql() {
    let invalid = "Bearer error=\"invalid_token\"";
    let rows = [
        (vec![Without("authorization")], "401 UNAUTHENTICATED", "www-authenticate", "Bearer"),
        (vec![Header("authorization", "Basic c2Vj")], "401 UNAUTHENTICATED", "www-authenticate", "Bearer"),
        (vec![Header("authorization", "Bearer wrong")], "401 UNAUTHENTICATED", "www-authenticate", invalid),
        (vec![Header("authorization", "Bearer often")], "429 RATE_LIMITED", "retry-after", "30"),
        (vec![Header("authorization", "Bearer broken")], "503 UNAVAILABLE", "retry-after", "1"),
        // The token is asked for before anything is said about the rest of the request.
        (
            vec![Without("authorization"), Without("content-type"), Sent(b"{".to_vec())],
            "401 UNAUTHENTICATED",
            "www-authenticate",
            "Bearer",
        ),
    ];
    for (changes, expected, header, value) in rows {
        let answer = check(changes, expected).await;
        assert_eq!(answer.header(header), Some(value));
        assert!(!answer.body.to_string().contains("hunter2"), "{}", answer.body);
    }
    check(vec![Header("authorization", "Bearer panic")], "500 INTERNAL").await;
    check(vec![Header("authorization", "Bearer foreign")], "403 CROSS_SITE").await;
    check(vec![Header("authorization", "Bearer unsettled")], "403 PASSWORD_CHANGE_REQUIRED").await;
}

#[tokio::test]
async fn who_may_only_read_runs_no_mutation() {
    let service = Service::new();
    for (query, expected) in [("mutation { count }", "403 FORBIDDEN"), ("{ hello }", HELLO)] {
        let mut request = post(&json!({ "query": query }));
        request.headers_mut().insert("authorization", "Bearer reader".parse().unwrap());
        assert_eq!(service.send(request).await.summary(), expected, "{query}");
    }
    assert_eq!(service.query("mutation { count }").await.summary(), r#"200 {"count":1}"#, "the first one");
}

#[tokio::test]
async fn methods() {
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"] {
        let mut request = post(&json!({ "query": "{ hello }" }));
        *request.method_mut() = method.parse().unwrap();
        let answer = run(request, "405 BAD_USER_INPUT".to_owned()).await;
        assert_eq!(answer.header("allow"), Some("GET, POST"));
    }
}

async fn get(service: &Service, query_string: &str) -> Answer {
    let mut request = post(&"");
    *request.method_mut() = "GET".parse().unwrap();
    *request.uri_mut() = format!("/graphql?{query_string}").parse().unwrap();
    request.headers_mut().remove("content-type");
    service.send(request).await
}

#[tokio::test]
async fn get_runs_queries_only() {
    let service = Service::new();
    let rows = [
        ("query=%7Bhello%7D", HELLO),
        ("query=%7B+hello%20%7D&operationName=&variables=&extensions=%7B%7D&unknown=1", HELLO),
        ("query=query+A%7Bhello%7Dmutation+B%7Bcount%7D&operationName=A", HELLO),
        (
            "query=query(%24t:String!)%7Becho(text:%24t)%7D&variables=%7B%22t%22:%22%E4%B8%AD%22%7D",
            "200 {\"echo\":\"中\"}",
        ),
        ("query=mutation%7Bcount%7D", "405 BAD_USER_INPUT"),
        ("query=query+A%7Bhello%7Dmutation+B%7Bcount%7D&operationName=B", "405 BAD_USER_INPUT"),
        ("", "400 BAD_USER_INPUT"),
        ("query=", "400 BAD_USER_INPUT"),
        ("query=%7Bhello%7D&query=%7Bhello%7D", "400 BAD_USER_INPUT"),
        ("query=%7Bhello%7D&variables=1", "400 BAD_USER_INPUT"),
        ("query=%7Bhello%7D&variables=%7B", "400 BAD_USER_INPUT"),
        ("query=%7Bhello%7D&extensions=%5B%5D", "400 BAD_USER_INPUT"),
        ("query=%7Bhello%7D%FF", "400 BAD_USER_INPUT"),
        ("query=%7Bhello%7D%00", "400 BAD_USER_INPUT"),
    ];
    for (query_string, expected) in rows {
        let answer = get(&service, query_string).await;
        assert_eq!(answer.summary(), expected, "{query_string}");
        let allow = if answer.status == 405 { Some("POST") } else { None };
        assert_eq!(answer.header("allow"), allow);
    }
    assert_eq!(service.state.done.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn bodies() {
    const BAD: &str = "400 BAD_USER_INPUT";
    let hello = |rest: &str| format!("{{\"query\":\"{{ hello }}\"{rest}}}").into_bytes();
    let deep = format!(",\"variables\":{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200));
    let rows: Vec<(Vec<u8>, &str)> = vec![
        (hello(""), HELLO),
        (hello(",\"unknown\":1"), HELLO),
        (hello(",\"operationName\":null,\"variables\":null,\"extensions\":null"), HELLO),
        (hello(",\"operationName\":\"\",\"variables\":{},\"extensions\":{\"a\":1}"), HELLO),
        (hello(",\"operationName\":1"), BAD),
        (hello(",\"operationName\":\"Other\""), BAD),
        (hello(",\"variables\":[]"), BAD),
        (hello(",\"variables\":\"{}\""), BAD),
        (hello(",\"extensions\":\"\""), BAD),
        (hello(",\"query\":\"{ hello }\""), BAD),
        (hello(&deep), "400 COMPLEXITY_LIMIT"),
        (hello(",\"variables\":{\"a\":\"\\ud800\"}"), BAD),
        (b"{}".to_vec(), BAD),
        (b"{\"query\":null}".to_vec(), BAD),
        (b"{\"query\":[\"{hello}\"]}".to_vec(), BAD),
        (b"".to_vec(), BAD),
        (b"   ".to_vec(), BAD),
        (b"null".to_vec(), BAD),
        (b"1".to_vec(), BAD),
        (b"\"{ hello }\"".to_vec(), BAD),
        (b"{\"query\":\"{ hello }\"".to_vec(), BAD),
        (b"{\"query\":\"{ hello }\"} x".to_vec(), BAD),
        (b"[]".to_vec(), BAD),
        (b"[{\"query\":\"{ hello }\"}]".to_vec(), BAD),
        (b" \n[{\"query\":\"{ hello }\"},{\"query\":\"{ hello }\"}]".to_vec(), BAD),
        // serde reads a struct from an array of its members, so this one is not only a batch.
        (b"[\"{ hello }\",null,null,null]".to_vec(), BAD),
        (b"{\"query\":\"{ hello }\",\"x\":\"\xff\"}".to_vec(), BAD),
        (b"\xef\xbb\xbf{\"query\":\"{ hello }\"}".to_vec(), BAD),
        (b"query=%7Bhello%7D".to_vec(), BAD),
    ];
    for (body, expected) in rows {
        let said = String::from_utf8_lossy(&body).into_owned();
        // What is not well sent is a 400 for either media type, unlike a document that is refused.
        let answer = check(vec![Sent(body)], expected).await;
        assert_eq!(answer.status == 200, answer.body.get("data").is_some(), "{said}");
    }
}

#[tokio::test]
async fn nul_is_refused_everywhere() {
    let rows = [
        json!({ "query": "{ echo(text: \"a\0b\") }" }),
        json!({ "query": "{ echo(text: \"a\\u0000b\") }" }),
        json!({ "query": "{ echo(text: \"\"\"a\0b\"\"\") }" }),
        json!({ "query": "{ hello } # \0" }),
        json!({ "query": "{ hello }", "operationName": "\0" }),
        json!({ "query": "query($t:String!) { echo(text:$t) }", "variables": { "t": "\0" } }),
        json!({ "query": "{ hello }", "variables": { "t": [{ "a": ["x\0"] }] } }),
        json!({ "query": "{ hello }", "variables": { "t": { "a\0": 1 } } }),
        json!({ "query": "{ hello }", "variables": { "\0": 1 } }),
    ];
    for row in rows {
        for accept in ["application/json", "application/graphql-response+json"] {
            let body = Sent(row.to_string().into_bytes());
            let answer = check(vec![body, Header("accept", accept)], "400 BAD_USER_INPUT").await;
            assert!(answer.message().contains("NUL"), "{row}");
        }
    }
}

#[tokio::test]
async fn a_refused_document_has_no_data_and_the_status_of_its_media_type() {
    let rows = [
        json!({ "query": "{" }),
        json!({ "query": "" }),
        json!({ "query": "fragment A on Query { hello }" }),
        json!({ "query": "{ nothing }" }),
        json!({ "query": "query A { hello } query B { hello }" }),
        json!({ "query": "query A { hello } query B { hello }", "operationName": "C" }),
        json!({ "query": "query($t:String!) { echo(text:$t) }", "variables": { "t": null } }),
        json!({ "query": "query($t:String!) { echo(text:$t) }", "variables": { "t": 1 } }),
        json!({ "query": "query($t:String!) { echo(text:$t) }" }),
        json!({ "query": "query($t:String) { echo(text:$t) }" }),
        json!({ "query": "query($t:String!=null) { echo(text:$t) }" }),
        json!({ "query": "query($b:Boolean) { hello @skip(if:$b) }" }),
        json!({ "query": "query($d:Date!) { day(date:$d) }", "variables": { "d": "2024-13-01" } }),
        json!({ "query": "{ day(date: \"2024-02-30\") }" }),
        json!({ "query": "subscription { hello }" }),
        json!({ "query": "{ hello @unknown }" }),
        json!({ "query": "{ hello @skip(if:true) @skip(if:true) }" }),
    ];
    for row in rows {
        for (accept, status) in [("application/json", 200), ("application/graphql-response+json", 400)] {
            let body = Sent(row.to_string().into_bytes());
            let expected = format!("{status} BAD_USER_INPUT");
            check(vec![body, Header("accept", accept)], &expected).await;
        }
    }
}

#[tokio::test]
async fn an_absent_variable_stays_absent() {
    let input = "query($t:String, $n:Int) { filter(filter:{any:[1,$n], text:$t}) ...F } \
                 fragment F on Query { number(n:$n) }";
    let whole = "query($f:Filter=null) { filter(filter:{text:\"a\"}) number }";
    let rows = [
        (input, json!({ "n": 1 }), "200 {\"filter\":\"2 Undefined\",\"number\":1}"),
        (input, json!({ "n": 1, "t": null }), "200 {\"filter\":\"2 Null\",\"number\":1}"),
        (input, json!({ "n": 1, "t": "a" }), "200 {\"filter\":\"2 Value(\\\"a\\\")\",\"number\":1}"),
        // In a list of numbers that cannot be null, absent means null.
        (input, json!({}), "400 BAD_USER_INPUT"),
        (whole, json!({}), "400 BAD_USER_INPUT"),
    ];
    for (query, variables, expected) in rows {
        run(post(&json!({ "query": query, "variables": variables })), expected.to_owned()).await;
    }
}

#[tokio::test]
async fn the_resolvers_know_caller_and_language() {
    for (accept_language, expected) in [("en", "En"), ("en;q=0.1, zh", "Zh"), ("fr", "Zh")] {
        let body = Sent(json!({ "query": "{ me }" }).to_string().into_bytes());
        let expected = format!("200 {{\"me\":\"tester {expected} {expected}\"}}");
        check(vec![body, Header("accept-language", accept_language)], &expected).await;
    }
}

#[tokio::test]
async fn a_refusal_speaks_the_callers_language() {
    let body = || Sent(b"[]".to_vec());
    let zh = check(vec![body()], "400 BAD_USER_INPUT").await;
    assert_eq!(zh.message(), "不接受批量请求。");
    let en = check(vec![body(), Header("accept-language", "en")], "400 BAD_USER_INPUT").await;
    assert_eq!(en.message(), "Batches are not accepted; send one operation.");
}

#[tokio::test]
async fn the_quoted_line_of_a_syntax_error_is_cut() {
    let answer = Service::new().query(&format!("{{ {} ! }}", "界".repeat(1000))).await;
    assert_eq!(answer.summary(), "400 BAD_USER_INPUT");
    assert!(answer.message().chars().count() < 600, "{}", answer.message());
    assert_eq!(answer.body["errors"][0]["locations"][0]["line"], 1);
}
