//! Every limit, at it and one above, and that a refusal is quick.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use async_graphql::parser::parse_query;
use axum::body::Bytes;
use futures::{StreamExt as _, stream};

use super::*;
use crate::limits::*;

/// Generous, for a debug build on a busy machine; what a bomb would take is minutes or the whole stack.
const QUICK: Duration = Duration::from_secs(2);

const TOO_MUCH: &str = "400 COMPLEXITY_LIMIT";
const BAD: &str = "400 BAD_USER_INPUT";

async fn check(query: &str, variables: Value, expected: &str) -> Answer {
    let request = post(&json!({ "query": query, "variables": variables }));
    let service = Service::new();
    let start = Instant::now();
    let answer = service.send(request).await;
    let said: String = query.chars().take(120).collect();
    let summary = answer.summary();
    if expected == "200" {
        assert!(summary.starts_with("200 {") && answer.body.get("errors").is_none(), "{said}: {summary}");
    } else {
        assert!(summary.starts_with(expected), "{said}: {summary}");
    }
    assert!(start.elapsed() < QUICK, "{said}: {:?}", start.elapsed());
    answer
}

#[test]
fn the_limits_as_promised() {
    let limits = [MAX_DEPTH, MAX_COMPLEXITY, MAX_RECURSION, MAX_DIRECTIVES, MAX_BODY, MAX_INPUT_LIST];
    assert_eq!(limits, [12, 10_000, 32, 20, 1_048_576, 250]);
    assert_eq!((crate::page::DEFAULT_PAGE, crate::page::MAX_PAGE), (20, 100));
}

/// `item` so many levels deep, and a name below the last.
fn nested(levels: usize) -> String {
    format!("{{{}name{}}}", "item{".repeat(levels), "}".repeat(levels))
}

#[tokio::test]
async fn depth() {
    check(&nested(11), Value::Null, "200").await;
    let answer = check(&nested(12), Value::Null, TOO_MUCH).await;
    assert_eq!(answer.message(), "字段嵌套层数超过上限 12。");
    for levels in [40, 100, 2_000, 80_000] {
        check(&nested(levels), Value::Null, TOO_MUCH).await;
    }
    // Through a fragment, the levels add up.
    let through = format!("query {{ item {{ ...F }} }} fragment F on Item {}", nested(11));
    check(&through, Value::Null, TOO_MUCH).await;
    // Brackets of every kind, unclosed too.
    for open in ["{item", "[", "(", "{echo(text:{a:"] {
        check(&open.repeat(50_000), Value::Null, TOO_MUCH).await;
    }
    check("[[[[", Value::Null, BAD).await;
}

#[tokio::test]
async fn nesting_of_variables() {
    // The request's own brackets and those of the variables count too.
    let nested = |levels: usize| {
        format!(
            r#"{{"query":"{{ hello }}","variables":{{"a":{}1{},"b":"[[\"["}}}}"#,
            "[".repeat(levels - 2),
            "]".repeat(levels - 2)
        )
    };
    let service = Service::new();
    assert_eq!(service.send(post(&nested(64))).await.summary(), r#"200 {"hello":"world"}"#);
    for levels in [65, 128, 129, 100_000] {
        let answer = service.send(post(&nested(levels))).await;
        assert_eq!((answer.summary().as_str(), answer.message()), (TOO_MUCH, "括号嵌套层数超过上限 64。"));
    }
    // Brackets within a text are no nesting.
    let text = json!({ "query": "{ hello }", "variables": { "a": format!("\"\\{}", "[{".repeat(1_000)) } });
    assert_eq!(service.send(post(&text)).await.summary(), r#"200 {"hello":"world"}"#);
}

#[tokio::test]
async fn aliases_and_repeated_fields() {
    let aliases = |count: usize| {
        let fields: Vec<_> = (0..count).map(|n| format!("a{n}:hello")).collect();
        format!("{{{}}}", fields.join(" "))
    };
    let answer = check(&aliases(4_000), Value::Null, "200").await;
    assert_eq!(answer.body["extensions"]["cost"], json!({ "complexity": 4_000, "limit": 10_000 }));
    for count in [5_001, 6_000, 20_000] {
        check(&aliases(count), Value::Null, TOO_MUCH).await;
    }
    check(&format!("{{{}}}", "hello ".repeat(5_001)), Value::Null, TOO_MUCH).await;
    // Several operations are priced together.
    let operations: Vec<_> = (0..1_700).map(|n| format!("query Q{n}{{hello hello hello}}")).collect();
    check(&operations.join(" "), Value::Null, TOO_MUCH).await;
}

#[tokio::test]
async fn list_sizes_multiply() {
    let rows = [
        ("{items{name}}", 21),
        ("{items(first:100){name}}", 101),
        ("{items(last:5){name}}", 6),
        ("{a:items{name} b:items{name item{name}}}", 21 + 61),
        ("{items(first:100){name item{name item{name item{name item{name item{name item{name}}}}}}}}", 1_301),
    ];
    for (query, cost) in rows {
        let answer = check(query, Value::Null, "200").await;
        assert_eq!(answer.body["extensions"]["cost"]["complexity"], cost, "{query}");
    }
    let hundred_fields: Vec<_> = (0..100).map(|n| format!("a{n}:name")).collect();
    let big = format!("{{items(first:100){{{}}}}}", hundred_fields.join(" "));
    let answer = check(&big, Value::Null, TOO_MUCH).await;
    assert_eq!(answer.message(), "查询复杂度为 10001，超过上限 10000。");
}

#[tokio::test]
async fn page_sizes() {
    let by_variable = "query($n:Int){items(first:$n){name}}";
    for first in [0, -1, 101, 1_000_000, i32::MAX, i32::MIN] {
        let refused = "200 null BAD_USER_INPUT";
        check(&format!("{{items(first:{first}){{name}}}}"), Value::Null, refused).await;
        check(by_variable, json!({ "n": first }), refused).await;
    }
    check(by_variable, json!({ "n": 2_147_483_648_i64 }), BAD).await;
    check(by_variable, json!({ "n": 3 }), "200").await;
    // Absent and null mean the default, and absent must not fail while it is priced.
    for variables in [json!({}), json!({ "n": null })] {
        let answer = check(by_variable, variables, "200").await;
        assert_eq!(answer.body["data"]["items"].as_array().unwrap().len(), 20);
    }
    check("query($n:Int=3){items(first:$n){name}}", json!({}), "200").await;
    check("query($c:String){items(after:$c){name}}", json!({ "c": "garbage!" }), "200 null BAD").await;
}

#[tokio::test]
async fn directives() {
    let skips = |count: usize| "@skip(if:false)".repeat(count);
    check(&format!("{{hello {}}}", skips(1)), Value::Null, "200").await;
    check(&format!("{{hello {}}}", skips(20)), Value::Null, BAD).await;
    for count in [21, 2_000, 10_000] {
        let rows = [
            format!("{{hello {}}}", skips(count)),
            format!("query {} {{hello}}", skips(count)),
            format!("{{... {} {{hello}}}}", skips(count)),
            format!("{{...F {}}} fragment F on Query {{hello}}", skips(count)),
            format!("{{...F}} fragment F on Query {} {{hello}}", skips(count)),
            format!("query($a:Int {}) {{hello}}", "@a".repeat(count)),
        ];
        for query in rows {
            check(&query, Value::Null, TOO_MUCH).await;
        }
    }
    check("{hello @unknown}", Value::Null, BAD).await;
}

/// So many fragments, each of which spreads the next so often.
fn chain(fragments: usize, times: usize, last: &str) -> String {
    let links = (0..fragments).map(|n| {
        let spreads = format!("...F{} ", n + 1).repeat(times);
        format!("fragment F{n} on Query {{{spreads}}}")
    });
    let text = links.collect::<Vec<_>>().join(" ");
    format!("{{...F0}} {text} fragment F{fragments} on Query {{{last}}}")
}

#[tokio::test]
async fn fragments() {
    check(&chain(9, 1, "hello"), Value::Null, "200").await;
    // 2^28 fields, and as many spreads of a fragment that does not exist.
    check(&chain(28, 2, "hello"), Value::Null, TOO_MUCH).await;
    check(&chain(28, 2, "...Missing"), Value::Null, TOO_MUCH).await;
    // The same where no operation uses them.
    check(&chain(28, 2, "hello").replace("{...F0}", "{hello}"), Value::Null, TOO_MUCH).await;
    check(&chain(33, 1, "hello"), Value::Null, TOO_MUCH).await;
    check(&chain(1_000, 1, "hello"), Value::Null, TOO_MUCH).await;
    check(&chain(1, 400, "hello hello hello"), Value::Null, "200").await;
    check("{...F} fragment F on Query {...F}", Value::Null, BAD).await;
    check("{...F} fragment F on Query {...G ...G} fragment G on Query {...F ...F}", Value::Null, BAD).await;
    check("{...F ...F} fragment F on Query {...on Query{...F}}", Value::Null, BAD).await;
    check("{hello} fragment F on Query {...F}", Value::Null, BAD).await;
}

#[tokio::test]
async fn input_lists() {
    let list = |count: usize| vec![1; count];
    let literal = |count: usize| format!("{{filter(filter:{{any:{:?}}})}}", list(count));
    let by_variable = "query($f:Filter!){filter(filter:$f)}";
    check(&literal(250), Value::Null, "200").await;
    check(&literal(251), Value::Null, BAD).await;
    check(by_variable, json!({ "f": { "any": list(250) } }), "200").await;
    check(by_variable, json!({ "f": { "any": list(251) } }), BAD).await;
    check(by_variable, json!({ "f": { "any": list(100_000) } }), BAD).await;
}

const INTROSPECTION: &str = include_str!("introspection.graphql");

#[test]
fn what_graphql_js_asks_of_introspection() {
    let size = document::measure(&parse_query(INTROSPECTION).unwrap()).unwrap();
    assert_eq!((size.introspection_fields, size.introspection_depth, size.fields), (230, 15, 0));
}

#[tokio::test]
async fn tools_can_introspect() {
    let answer = check(INTROSPECTION, Value::Null, "200").await;
    assert_eq!(answer.body["data"]["__schema"]["queryType"]["name"], "Query");
    assert_eq!(answer.body["extensions"]["cost"]["complexity"], 0);
    // Beside data, each is held to its own limit.
    let both = INTROSPECTION.replacen("__schema {", "items(first: 100) { name } __schema {", 1);
    let answer = check(&both, Value::Null, "200").await;
    assert_eq!(answer.body["extensions"]["cost"]["complexity"], 101);
    let deep = INTROSPECTION.replacen("__schema {", &format!("...on Query {} __schema {{", nested(12)), 1);
    check(&deep, Value::Null, TOO_MUCH).await;
}

#[tokio::test]
async fn introspection_is_no_way_around() {
    let loops = "{__schema{types{fields{type{fields{name}}}}}}";
    check(loops, Value::Null, "200").await;
    let loops = "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}";
    check(loops, Value::Null, TOO_MUCH).await;
    let loops = "{__type(name:\"Item\"){...F}} fragment F on __Type{fields{type{...G}}}
        fragment G on __Type{fields{type{interfaces{name}}}}";
    check(loops, Value::Null, TOO_MUCH).await;
    let deep = format!("{{__type(name:\"Item\"){{{}name{}}}}}", "ofType{".repeat(19), "}".repeat(19));
    check(&deep, Value::Null, TOO_MUCH).await;
    let wide: Vec<_> = (0..251).map(|n| format!("a{n}:__type(name:\"Item\"){{name}}")).collect();
    check(&format!("{{{}}}", wide.join(" ")), Value::Null, TOO_MUCH).await;
}

/// A body of so many bytes in chunks, and how many of them were taken.
fn stream_of(bytes: usize) -> (Body, Arc<AtomicUsize>) {
    const CHUNK: usize = 64 << 10;
    let taken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&taken);
    let chunks = stream::iter(0..bytes / CHUNK).map(move |_| {
        counter.fetch_add(CHUNK, Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from(vec![b' '; CHUNK]))
    });
    (Body::from_stream(chunks), taken)
}

#[tokio::test]
async fn bodies_up_to_a_mebibyte() {
    let hello = |length: usize| {
        let body = json!({ "query": "{ hello }" }).to_string();
        let padding = " ".repeat(length - body.len());
        post(&(body + &padding))
    };
    assert_eq!(Service::new().send(hello(MAX_BODY)).await.summary(), "200 {\"hello\":\"world\"}");
    assert_eq!(Service::new().send(hello(MAX_BODY + 1)).await.summary(), "413 COMPLEXITY_LIMIT");
    // 10 MiB are read to their end, so that the client gets its answer; of 1 GiB the most is never taken.
    for (sent, at_most) in [(10 << 20, 10 << 20), (1 << 30, 18 << 20)] {
        let (body, taken) = stream_of(sent);
        let mut request = post(&"");
        *request.body_mut() = body;
        assert_eq!(Service::new().send(request).await.summary(), "413 COMPLEXITY_LIMIT");
        assert!(taken.load(Ordering::SeqCst) <= at_most);
    }
    let broken = stream::iter([Ok("{\"query\":"), Err(std::io::Error::other("reset"))]);
    let mut request = post(&"");
    *request.body_mut() = Body::from_stream(broken);
    assert_eq!(Service::new().send(request).await.summary(), BAD);
}

#[tokio::test]
async fn a_document_wrong_in_many_places_gets_a_short_answer() {
    let wrong: Vec<_> = (0..1_900).map(|n| format!("wrong{n}")).collect();
    let answer = check(&format!("{{{}}}", wrong.join(" ")), Value::Null, BAD).await;
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 50);
}
