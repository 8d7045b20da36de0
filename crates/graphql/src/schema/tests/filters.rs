//! What a filter may hold: enough for every question, and never so much that a statement grows without bound.

use serde_json::json;

use super::city::City;
use crate::{codes::PublicError, language::Language};

const TOO_FAR: &str = "A filter holds at most 20 conditions on permits, labels, officers, agencies, days of stages and words of \
    searches, all together.";
const TOO_MANY: &str = "A filter holds at most 500 conditions and values.";

/// What is said of a filter on projects, if it is refused.
async fn check(city: &City, filter: &str, refused: Option<&str>) {
    let response =
        city.run(Language::En, &format!("{{ projects(filter: {filter}) {{ nodes {{ id }} }} }}")).await;
    let said =
        response.errors.first().map(|error| error.source::<PublicError>().unwrap().public_text(Language::En));
    assert_eq!(said, refused, "{}", filter.chars().take(100).collect::<String>());
}

#[tokio::test]
async fn a_filter_is_bounded_in_all_its_parts() {
    let city = City::with(1).await;
    let officer = json!(city.projects[0].officer.to_string());
    let many = |part: &str, count: usize| vec![part; count].join(" ");
    let officers = |count: usize| many(&officer.to_string(), count);
    for (filter, refused) in [
        ("{}".to_owned(), None),
        (format!("{{ or: [{}] }}", many("{}", 100)), None),
        (format!("{{ label: [{}] }}", many("\"重大项目\"", 200)), None),
        (format!("{{ or: [{}] }}", many("{ entered: [{ stage: LEAD, on: {} }] }", 20)), None),
        (format!("{{ or: [{}] }}", many("{ entered: [{ stage: LEAD, on: {} }] }", 21)), Some(TOO_FAR)),
        (format!("{{ entered: [{}] }}", many("{ stage: LEAD, on: {} }", 21)), Some(TOO_FAR)),
        (format!("{{ and: [{}] }}", many("{ label: [\"重大项目\"] }", 21)), Some(TOO_FAR)),
        (format!("{{ and: [{}] }}", many("{ permit: {}, noPermit: {} }", 10)), None),
        (format!("{{ and: [{}] }}", many("{ permit: {}, noPermit: {} }", 11)), Some(TOO_FAR)),
        (format!("{{ and: [{}] }}", many("{ text: \"光伏 电池\" }", 11)), Some(TOO_FAR)),
        (
            format!("{{ or: [{}] }}", many(&format!("{{ officer: {{ in: [{officer}] }} }}"), 21)),
            Some(TOO_FAR),
        ),
        (format!("{{ and: [{0}], or: [{0}], not: {{}} }}", many("{}", 249)), None),
        (
            format!("{{ and: [{0}], or: [{0}], not: {{ track: {{ eq: LEASED }} }} }}", many("{}", 249)),
            Some(TOO_MANY),
        ),
        (
            format!("{{ officer: {{ in: [{}], roles: [{}] }} }}", officers(100), many("RESPONSIBLE", 100)),
            None,
        ),
        (
            format!(
                "{{ officer: {{ in: [{}], roles: [RESPONSIBLE, ASSISTING, SUPERVISING] }} }}",
                officers(150)
            ),
            Some(TOO_MANY),
        ),
        (format!("{{ officer: {{ in: [{}] }} }}", officers(80)), None),
        (format!("{{ officer: {{ in: [{}] }} }}", officers(150)), Some(TOO_MANY)),
    ] {
        check(&city, &filter, refused).await;
    }
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_place_in_the_filter() {
    let city = City::with(1).await;
    let bad = r#"["x"]"#;
    for (list, filter, place) in [
        ("projects", format!("{{ region: {bad} }}"), "region"),
        ("projects", format!("{{ permit: {{ agency: {{ in: {bad} }} }} }}"), "permit.agency"),
        (
            "projects",
            format!("{{ not: {{ noPermit: {{ agency: {{ in: {bad} }} }} }} }}"),
            "not.noPermit.agency",
        ),
        ("projects", format!("{{ or: [{{ officer: {{ in: {bad} }} }}] }}"), "or.0.officer.in"),
        (
            "projects",
            r#"{ and: [{ agreedInvestment: { gte: "0.001" } }] }"#.to_owned(),
            "and.0.agreedInvestment",
        ),
        ("agencies", r#"{ text: "。" }"#.to_owned(), "text"),
        ("permits", format!("{{ agency: {{ in: {bad} }} }}"), "agency"),
        ("permits", format!("{{ project: {{ phaseOf: {bad} }} }}"), "project.phaseOf"),
        ("history", format!("{{ projects: {{ region: {bad} }} }}"), "projects.region"),
    ] {
        let asked = format!("{{ {list}(filter: {filter}) {{ nodes {{ __typename }} }} }}");
        for (language, expected) in
            [(Language::Zh, format!("筛选条件 {place} ")), (Language::En, format!("filter.{place}: "))]
        {
            let response = city.run(language, &asked).await;
            let error = response.errors.first().and_then(|error| error.source::<PublicError>());
            let said = error.map(|error| error.public_text(language)).unwrap_or_default();
            assert!(said.starts_with(&expected), "{asked}: {said}");
        }
    }
}

#[tokio::test]
async fn a_search_has_words() {
    const NO_WORDS: &str = "a search has 1 to 8 words, each with a character, letter or digit in it.";
    let city = City::with(1).await;
    for (text, refused) in [
        ("项目", None),
        ("a b c d e f g h", None),
        ("a b c d e f g h i", Some(NO_WORDS)),
        ("", Some(NO_WORDS)),
        ("（）", Some(NO_WORDS)),
    ] {
        let said = |field: &str| refused.map(|rule| format!("filter.{field}: {rule}"));
        check(&city, &format!("{{ text: {} }}", json!(text)), said("text").as_deref()).await;
        check(&city, &format!("{{ not: {{ text: {} }} }}", json!(text)), said("not.text").as_deref()).await;
    }
}
