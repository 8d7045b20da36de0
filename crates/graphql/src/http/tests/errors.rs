//! What a client learns of a failure inside, and what the log does.

use std::{
    io,
    sync::{Arc, LazyLock, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

use super::*;

/// A log kept in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What all tests of this binary log. A subscriber of one thread would do only while no other thread meets one of its events
/// first: that one, without a subscriber, has it noted that nobody wants them.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    log
});

impl Log {
    /// The lines about a request.
    fn of_request(&self, id: &str) -> String {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().filter(|line| line.contains(id)).collect::<Vec<_>>().join("\n")
    }
}

async fn check(query: &str, expected: &str) {
    LazyLock::force(&LOG);
    let service = Service::new();
    let answer = service.query(query).await;
    assert_eq!(answer.summary(), expected, "{query}");
    assert!(!answer.body.to_string().contains("hunter2"), "{query}: {}", answer.body);
    let request_id = answer.body["errors"][0]["extensions"]["requestId"].as_str().unwrap();
    let logged = LOG.of_request(request_id);
    assert!(logged.contains("hunter2"), "{query}: {logged}");
    // The service goes on.
    assert_eq!(service.query("{ hello }").await.summary(), "200 {\"hello\":\"world\"}");
}

#[tokio::test]
async fn internals_are_logged_and_never_shown() {
    let rows = [
        ("{ forbidden }", "200 {\"forbidden\":null} FORBIDDEN"),
        ("{ internal }", "200 {\"internal\":null} INTERNAL"),
        ("{ leaky }", "200 {\"leaky\":null} INTERNAL"),
        ("{ leakyText }", "200 {\"leakyText\":null} INTERNAL"),
        ("{ leakyBare }", "200 {\"leakyBare\":null} INTERNAL"),
        // A code that a resolver sets by hand is not one of ours.
        ("{ leakyCode }", "200 {\"leakyCode\":null} INTERNAL"),
        ("{ leakyNotNull }", "200 null INTERNAL"),
        ("{ panics }", "500 INTERNAL"),
        ("mutation { panics }", "500 INTERNAL"),
    ];
    for (query, expected) in rows {
        check(query, expected).await;
    }
}

#[tokio::test]
async fn a_panic_before_execution_is_caught_too() {
    let answer = Service::new().query("{ panicsWhenPriced(first: -1) { name } }").await;
    assert_eq!(answer.summary(), "500 INTERNAL");
}

#[tokio::test]
async fn one_failed_field_leaves_the_others() {
    let answer = Service::new().query("{ hello internal }").await;
    assert_eq!(answer.summary(), "200 {\"hello\":\"world\",\"internal\":null} INTERNAL");
    assert_eq!(answer.body["errors"][0]["path"], json!(["internal"]));
}

#[tokio::test]
async fn a_null_goes_up_to_where_one_may_stand() {
    let rows = [
        (
            "{ optionalItems { maybe } }",
            r#"200 {"optionalItems":[{"maybe":"fine"},{"maybe":null},{"maybe":"fine"}]} INTERNAL"#,
        ),
        ("{ hello optionalItems { surely } }", r#"200 {"hello":"world","optionalItems":null} INTERNAL"#),
        (
            "{ hello optionalItems { item { surely } } }",
            r#"200 {"hello":"world","optionalItems":null} INTERNAL"#,
        ),
        ("{ grid { surely } }", r#"200 {"grid":[[{"surely":"fine"},null,null]]} INTERNAL"#),
        (
            "{ grid { a: surely b: surely item { surely } } }",
            "200 {\"grid\":[[{\"a\":\"fine\",\"b\":\"fine\",\"item\":{\"surely\":\"fine\"}},null,null]]} INTERNAL INTERNAL INTERNAL",
        ),
        ("{ hello items(first: 2) { surely } }", "200 null INTERNAL"),
        ("{ hello leakyNotNull }", "200 null INTERNAL"),
    ];
    for (query, expected) in rows {
        assert_eq!(Service::new().query(query).await.summary(), expected, "{query}");
    }
}

#[tokio::test]
async fn what_is_not_selected_leaves_an_empty_object() {
    let rows = [
        ("{ hello @skip(if: true) }", "200 {}"),
        ("query($b: Boolean!) { hello @include(if: $b) ... @include(if: $b) { hello } }", "200 {}"),
        ("{ hello item { name @skip(if: true) } }", r#"200 {"hello":"world","item":{}}"#),
        ("{ item { item { name @skip(if: true) } } }", r#"200 {"item":{"item":{}}}"#),
        ("{ items(first: 2) { name @skip(if: true) } }", r#"200 {"items":[{},{}]}"#),
        ("mutation { count @skip(if: true) }", "200 {}"),
        // A null that stands for a failure stays one.
        ("{ leakyNotNull }", "200 null INTERNAL"),
        ("{ optionalItems { item { surely } } }", r#"200 {"optionalItems":null} INTERNAL"#),
        ("{ number }", r#"200 {"number":null}"#),
    ];
    for (query, expected) in rows {
        let request = post(&json!({ "query": query, "variables": { "b": false } }));
        assert_eq!(Service::new().send(request).await.summary(), expected, "{query}");
    }
}

#[tokio::test]
async fn what_the_library_says_is_introduced_in_the_callers_language() {
    let service = Service::new();
    for document in ["{ nothing }", "{ hello", "{ hello { a } }", "{ hello @nothing }"] {
        let mut said = Vec::new();
        for language in ["zh", "en"] {
            let mut request = post(&json!({ "query": document }));
            request.headers_mut().insert("accept-language", language.parse().unwrap());
            let answer = service.send(request).await;
            assert_eq!(answer.summary().split(' ').next(), Some("400"), "{document}: {}", answer.body);
            said.push(answer.message().to_owned());
        }
        let detail =
            said[1].strip_prefix("The document is not valid: ").unwrap_or_else(|| panic!("{said:?}"));
        assert_eq!(said[0], format!("查询语句有误：{detail}"), "{document}");
    }
}

#[tokio::test]
async fn an_argument_that_cannot_be_read_is_the_callers_fault() {
    let rows = [
        ("{ number(n: 2147483648) }", "400 BAD_USER_INPUT"),
        ("{ number(n: \"1\") }", "400 BAD_USER_INPUT"),
        ("{ echo }", "400 BAD_USER_INPUT"),
    ];
    for (query, expected) in rows {
        assert_eq!(Service::new().query(query).await.summary(), expected, "{query}");
    }
}

#[tokio::test]
async fn generic_text_in_the_callers_language() {
    for (language, expected) in [("zh", "服务内部错误"), ("en", "Internal error")] {
        for query in ["{ internal }", "{ leaky }", "{ panics }"] {
            let mut request = post(&json!({ "query": query }));
            request.headers_mut().insert("accept-language", language.parse().unwrap());
            let answer = Service::new().send(request).await;
            assert!(answer.message().starts_with(expected), "{query}: {}", answer.message());
        }
    }
}
