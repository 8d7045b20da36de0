//! Values of the wrong form: refused before anything runs, with their place and what is expected there.

use super::*;

async fn refused(document: &str, variables: Value, expected: [&str; 2]) {
    for (language, expected) in ["zh", "en"].into_iter().zip(expected) {
        let mut request = post(&json!({ "query": document, "variables": variables }));
        request.headers_mut().insert("accept-language", language.parse().unwrap());
        let answer = Service::new().send(request).await;
        assert_eq!(answer.summary(), "400 BAD_USER_INPUT", "{document} {variables}: {}", answer.body);
        assert_eq!(answer.message(), expected, "{document} {variables}");
        assert!(answer.body["errors"][0]["locations"][0]["line"].is_u64(), "{}", answer.body);
    }
}

#[tokio::test]
async fn variables_that_cannot_be_read() {
    let filter = "query($f: Filter!) { filter(filter: $f) }";
    for value in [json!("a"), json!([]), json!([{}]), json!(1), json!(true)] {
        refused(filter, json!({ "f": value }), ["$f：须为对象。", "$f: expected an object."]).await;
    }
    refused(
        filter,
        json!({ "f": { "all": 1 } }),
        ["$f.all：没有这个字段。", "$f.all: there is no such field."],
    )
    .await;
    let text = ["$f.text：须为文本。", "$f.text: expected text."];
    refused(filter, json!({ "f": { "text": 1 } }), text).await;
    let int = ["$f.any.1：须为 32 位以内的整数。", "$f.any.1: expected an integer of at most 32 bits."];
    for number in
        [json!(2_147_483_648_i64), json!(-2_147_483_649_i64), json!(u64::MAX), json!(1e30), json!(1.5)]
    {
        refused(filter, json!({ "f": { "any": [1, number] } }), int).await;
    }
    let null = ["$f.any.0：必须提供，且不得为 null。", "$f.any.0: required and must not be null."];
    refused(filter, json!({ "f": { "any": [null] } }), null).await;
    let day = ["$d：须为存在的日期，形如 2024-10-31。", "$d: expected an existing day such as 2024-10-31."];
    refused("query($d: Date!) { day(date: $d) }", json!({ "d": "2024-02-30" }), day).await;
}

#[tokio::test]
async fn defaults_that_cannot_be_read() {
    for document in [
        "query($f: Filter! = []) { filter(filter: $f) }",
        "query($f: Filter! = [{ any: [1] }]) { filter(filter: $f) }",
    ] {
        refused(document, Value::Null, ["$f：须为对象。", "$f: expected an object."]).await;
    }
    let int = ["$n：须为 32 位以内的整数。", "$n: expected an integer of at most 32 bits."];
    refused("query($n: Int = 2147483648) { number(n: $n) }", Value::Null, int).await;
    let day = ["$d：须为存在的日期，形如 2024-10-31。", "$d: expected an existing day such as 2024-10-31."];
    refused("query($d: Date! = \"2024-02-30\") { day(date: $d) }", json!({}), day).await;
}

#[tokio::test]
async fn literals_that_cannot_be_read() {
    let int = ["n：须为 32 位以内的整数。", "n: expected an integer of at most 32 bits."];
    for document in [
        "{ number(n: 2147483648) }",
        "{ ...F } fragment F on Query { number(n: \"1\") }",
        "{ ... { number(n: 1.5) } }",
        "{ ... on Query { hello number(n: {}) } }",
    ] {
        refused(document, Value::Null, int).await;
    }
    let object = ["filter：须为对象。", "filter: expected an object."];
    refused("{ filter(filter: []) }", Value::Null, object).await;
    let missing = ["text：必须提供，且不得为 null。", "text: required and must not be null."];
    refused("{ echo }", Value::Null, missing).await;
    let day =
        ["date：须为存在的日期，形如 2024-10-31。", "date: expected an existing day such as 2024-10-31."];
    refused("{ day(date: \"31.10.2024\") }", Value::Null, day).await;
}

/// A text is an enum's value in JSON, and nowhere else.
#[tokio::test]
async fn enums_are_names_in_documents() {
    for (document, variables, place) in [
        ("{ colour(colour: \"RED\") }", Value::Null, "colour"),
        ("{ colour(colour: GREEN) }", Value::Null, "colour"),
        ("{ colour(colour: RED, others: [BLUE, \"BLUE\"]) }", Value::Null, "others.1"),
        ("query($c: Colour! = \"RED\") { colour(colour: $c) }", Value::Null, "$c"),
        ("query($c: Colour!) { colour(colour: $c) }", json!({ "c": "GREEN" }), "$c"),
    ] {
        let (zh, en) = ("须为下列之一：RED, BLUE。", "expected one of RED, BLUE.");
        refused(document, variables, [&format!("{place}：{zh}"), &format!("{place}: {en}")]).await;
    }
}

#[tokio::test]
async fn arguments_of_directives_that_cannot_be_read() {
    let wrong = ["@skip.if：须为 true 或 false。", "@skip.if: expected true or false."];
    for document in [
        "{ hello @skip(if: \"yes\") }",
        "{ ... @skip(if: 1) { hello } }",
        "{ ...F @skip(if: RED) } fragment F on Query { hello }",
    ] {
        refused(document, Value::Null, wrong).await;
    }
    let missing = ["@include.if：必须提供，且不得为 null。", "@include.if: required and must not be null."];
    for document in ["{ hello @include }", "{ hello @include(if: null) }"] {
        refused(document, Value::Null, missing).await;
    }
}

#[tokio::test]
async fn what_can_be_read_passes() {
    let service = Service::new();
    for (document, variables) in [
        ("query($n: Int) { number(n: $n) }", json!({ "n": i32::MIN })),
        ("query($n: Int!) { filter(filter: { any: [$n, 2] }) }", json!({ "n": 1 })),
        ("query($f: Filter!) { filter(filter: $f) }", json!({ "f": { "any": 1, "text": null } })),
        ("{ colour(colour: RED, others: BLUE) }", Value::Null),
        (
            "query($c: Colour!, $o: [Colour!] = [RED]) { colour(colour: $c, others: $o) }",
            json!({ "c": "RED" }),
        ),
        ("query A($n: Int) { number(n: $n) }", json!({ "n": null, "unused": { "a": [] } })),
    ] {
        let answer = service.send(post(&json!({ "query": document, "variables": variables }))).await;
        assert!(answer.summary().starts_with("200 {"), "{document}: {}", answer.body);
    }
}
