//! Days off, and what they make of limits.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::RegionId;
use luodi_domain::registry::AgencyKind;

use super::*;
use crate::language::Language;

const YEAR: &str = "year { year version sources off worked }";

/// A city, with an administrator of its province.
async fn world() -> World {
    let mut world = World::new().await;
    let province = RegionId::parse(&world.id("province")).unwrap();
    let agency = world.agency("top", province, AgencyKind::LandingOffice).await;
    world.officer("TOP", agency, PostRole::Administrator).await;
    world
}

fn next_year() -> Value {
    json!({ "year": 2027, "sources": ["国办发明电〔2026〕7号"], "off": off(&["2027-01-01", "2026-12-31"]),
        "worked": ["2026-12-26"] })
}

/// These days, and what more a notice for 2027 has at least.
pub(super) fn off(days: &[&str]) -> Vec<String> {
    let runs = [("2027-02-06", 7), ("2027-05-01", 1), ("2027-10-01", 7)];
    let more = runs.iter().flat_map(|(first, days)| {
        let first: chrono::NaiveDate = first.parse().unwrap();
        first.iter_days().take(*days).map(|day| day.to_string())
    });
    days.iter().map(ToString::to_string).chain(more).collect()
}

fn with(change: &Value) -> Value {
    let mut input = next_year();
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    input
}

/// So many of these days, from the end.
fn most(days: &[String], count: usize) -> Vec<&str> {
    let mut kept: Vec<&str> = vec!["2027-01-01"];
    kept.extend(days.iter().rev().take(count - 1).map(String::as_str));
    kept
}

async fn asked(world: &World, who: &str, question: &str) -> Value {
    world.run(who, Language::En, &format!("{{ {question} }}"), Value::Null).await
}

#[tokio::test]
async fn a_year_is_published_and_read_by_everybody() {
    let world = world().await;
    let due =
        r#"deadline(from: "2026-12-23", days: 6, unit: WORKING) { on provisional workingDays daysOff }"#;
    let before = json!({ "on": "2026-12-31", "provisional": true, "workingDays": 6, "daysOff": 2 });
    assert_eq!(asked(&world, "CLERK", due).await["deadline"], before);
    let input = with(&json!({ "idempotencyKey": "k" }));
    let first = world.done("TOP", "publishDaysOff", YEAR, input.clone()).await;
    assert_eq!(world.done("TOP", "publishDaysOff", YEAR, input).await, first);
    let expected = json!({ "year": 2027, "version": 1, "sources": ["国办发明电〔2026〕7号"],
        "off": off(&["2026-12-31", "2027-01-01"]), "worked": ["2026-12-26"] });
    assert_eq!(first["year"], expected);
    let after = json!({ "on": "2026-12-30", "provisional": false, "workingDays": 6, "daysOff": 1 });
    assert_eq!(asked(&world, "CLERK", due).await["deadline"], after);
    let calendar =
        asked(&world, "CLERK", "workCalendar { coveredFrom coveredUntil years { year version } }").await;
    let calendar = &calendar["workCalendar"];
    assert_eq!(
        (&calendar["coveredFrom"], &calendar["coveredUntil"]),
        (&json!("2016-01-01"), &json!("2027-12-24"))
    );
    assert_eq!(calendar["years"][10], json!({ "year": 2026, "version": 0 }));
    assert_eq!(calendar["years"][11], json!({ "year": 2027, "version": 1 }));
    let record = "administration(first: 1) { nodes { subject command changes { field value } } }";
    let told = &asked(&world, "TOP", record).await["administration"]["nodes"][0];
    assert_eq!((&told["subject"], &told["command"]), (&json!("DAYS_OFF"), &json!("publishDaysOff")));
    assert_eq!(
        told["changes"][0],
        json!({ "field": "off", "value": off(&["2026-12-31", "2027-01-01"]).join(", ") })
    );

    let replaced = with(&json!({ "worked": [], "expectedVersion": 1 }));
    let payload = world.done("TOP", "publishDaysOff", YEAR, replaced).await;
    assert_eq!((&payload["year"]["version"], &payload["year"]["worked"]), (&json!(2), &json!([])));
    let stale = world.mutate("TOP", "publishDaysOff", YEAR, with(&json!({ "expectedVersion": 1 }))).await;
    assert_eq!(world::summary(&stale), "VERSION_CONFLICT input.expectedVersion");
    assert_eq!(stale["year"], payload["year"], "as it is now");
}

#[tokio::test]
async fn what_cannot_be_published_is_named() {
    let world = world().await;
    let question = "workCalendar { years { year version off worked } }";
    let before = asked(&world, "TOP", question).await;
    let many = |first: &str, count: usize| -> Value {
        let first: chrono::NaiveDate = first.parse().unwrap();
        first.iter_days().take(count).map(|day| json!(day.to_string())).collect()
    };
    for (change, expected) in [
        (json!({ "year": 1999 }), "YEAR_OUT_OF_RANGE input.year"),
        (json!({ "year": -2_147_483_648i64 }), "YEAR_OUT_OF_RANGE input.year"),
        (json!({ "sources": [] }), "REQUIRED input.sources"),
        (json!({ "sources": ["a", "\u{7f}"] }), "TEXT_CONTROL_CHARACTER input.sources.1"),
        (json!({ "sources": ["长".repeat(301)] }), "TEXT_TOO_LONG input.sources.0"),
        (json!({ "sources": ["a", "b", "c", "d", "e", "f"] }), "TOO_MANY input.sources"),
        (json!({ "off": [] }), "REQUIRED input.off"),
        (json!({ "off": ["2026-12-31"] }), "REQUIRED input.off"),
        (json!({ "off": many("2027-01-01", 81) }), "TOO_MANY input.off"),
        (json!({ "worked": many("2027-01-01", 31) }), "TOO_MANY input.worked"),
        (json!({ "off": ["2027-01-01", "2026-11-30"] }), "DAY_OUTSIDE_YEAR input.off.1"),
        (json!({ "worked": ["2028-02-05"] }), "DAY_OUTSIDE_YEAR input.worked.0"),
        (json!({ "off": ["2027-01-01", "2027-01-01"] }), "DAY_REPEATED input.off.1"),
        (json!({ "worked": ["2026-12-26", "2026-12-26"] }), "DAY_REPEATED input.worked.1"),
        (json!({ "worked": ["2026-12-31"] }), "DAY_OFF_AND_WORKED input.worked.0"),
        (json!({ "worked": ["2027-01-04"] }), "DAY_WORKED_ANYWAY input.worked.0"),
        (json!({ "sources": ["通知", "https://gov.cn.example.org/1"] }), "SOURCE_NOT_A_NOTICE input.sources"),
        (json!({ "off": ["2027-01-01"] }), "HOLIDAY_MISSING input.off"),
        (json!({ "off": off(&["2027-01-02"]) }), "HOLIDAY_MISSING input.off"),
        (json!({ "off": most(&off(&["2027-01-01"]), 14) }), "DAYS_OFF_TOO_FEW input.off"),
        (json!({ "year": 2026 }), "REQUIRED input.expectedVersion"),
        (json!({ "expectedVersion": 1 }), "VERSION_CONFLICT input.expectedVersion"),
    ] {
        // The neighbouring days of the example are those of 2027.
        let input = match change.get("year").and_then(Value::as_i64) {
            Some(2026) => json!({ "year": 2026, "sources": ["国办发明电〔2025〕7号"],
                "off": off(&[]).iter().chain(&["2027-01-01".to_owned()]).map(|day| day.replace("2027", "2026")).collect::<Vec<_>>(), "worked": [] }),
            _ => with(&change),
        };
        let payload = world.mutate("TOP", "publishDaysOff", YEAR, input.clone()).await;
        assert_eq!(world::summary(&payload), expected, "{input}");
        assert_eq!(payload["year"].is_null(), input["year"] != 2026, "{input}");
    }
    for (who, expected) in [
        ("ADMINISTRATOR", "OUTSIDE_JURISDICTION input"),
        ("LEADER", "ROLE_NOT_ALLOWED input"),
        ("MANAGER", "ROLE_NOT_ALLOWED input"),
    ] {
        let payload = world.mutate(who, "publishDaysOff", YEAR, next_year()).await;
        assert_eq!(world::summary(&payload), expected, "{who}");
    }
    assert_eq!(asked(&world, "TOP", question).await, before);
    let document =
        "mutation($input: PublishDaysOffInput!) { publishDaysOff(input: $input) { errors { message } } }";
    for (language, expected) in [
        (Language::Zh, "调休上班日第1项：2027年1月4日不是周六或周日，本来就上班，请核对通知原文。"),
        (
            Language::En,
            "Make-up working days 1: 2027-01-04 is neither a Saturday nor a Sunday and worked anyway. Please check it against the notice.",
        ),
    ] {
        let input = with(&json!({ "worked": ["2027-01-04"] }));
        let told = world.run("TOP", language, document, input).await;
        assert_eq!(told["publishDaysOff"]["errors"][0]["message"], expected);
    }
}

#[tokio::test]
async fn a_limit_is_previewed() {
    let world = World::new().await;
    for (from, days, unit, expected) in [
        (
            "2026-02-13",
            1,
            "WORKING",
            json!({ "on": "2026-02-14", "provisional": false, "workingDays": 1, "daysOff": 0 }),
        ),
        (
            "2026-09-30",
            10,
            "WORKING",
            json!({ "on": "2026-10-20", "provisional": false, "workingDays": 10, "daysOff": 10 }),
        ),
        (
            "2026-08-02",
            60,
            "CALENDAR",
            json!({ "on": "2026-10-08", "provisional": false, "workingDays": 44, "daysOff": 23 }),
        ),
        (
            "2026-12-31",
            0,
            "WORKING",
            json!({ "on": "2026-12-31", "provisional": false, "workingDays": 0, "daysOff": 0 }),
        ),
        (
            "2026-12-30",
            2,
            "WORKING",
            json!({ "on": "2027-01-01", "provisional": true, "workingDays": 2, "daysOff": 0 }),
        ),
    ] {
        let question = format!(
            "deadline(from: {from:?}, days: {days}, unit: {unit}) {{ on provisional workingDays daysOff }}"
        );
        assert_eq!(asked(&world, "SPECIALIST", &question).await["deadline"], expected, "{question}");
    }
    for (from, days, expected) in [
        ("2026-02-13", -1, "`days` must be 0 to 3660, got -1."),
        ("2026-02-13", 3661, "`days` must be 0 to 3660, got 3661."),
        ("1977-12-31", 1, "`from` must lie in 1978 to 2199, got 1977-12-31."),
        ("9999-12-31", 1, "`from` must lie in 1978 to 2199, got 9999-12-31."),
    ] {
        let document = format!("{{ deadline(from: {from:?}, days: {days}, unit: WORKING) {{ on }} }}");
        let response = world.respond("SPECIALIST", Language::En, &document, &Value::Null).await;
        assert_eq!(response.errors[0].message, expected, "{document}");
    }
}
