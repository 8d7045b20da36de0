//! The clock of a case, as the API tells it.

use luodi_domain::actor::PostRole;
use luodi_domain::ids::RegionId;
use luodi_domain::registry::AgencyKind;

use super::*;
use crate::language::Language;

const RECKONED: &str =
    "{ days unit verified extendedBy used paused remaining overdue alert deadline { on provisional } }";

/// A case of a permit with these events and days.
async fn case(world: &World, item: Value, opened_on: &str, events: &[(&str, &str)]) -> String {
    let project = world.project(&item.to_string()).await;
    let input = json!({ "projectId": project, "item": item, "level": "COUNTY", "phase": "BEFORE_START",
        "occurredOn": "2024-03-01", "agencyId": world.id("office") });
    let payload = world.done("SPECIALIST", "addPermit", "permit { id }", input).await;
    let open = json!({ "permitId": payload["permit"]["id"], "occurredOn": opened_on });
    let payload = world.done("CLERK", "openCase", "case { id }", open).await;
    let case = payload["case"]["id"].as_str().unwrap().to_owned();
    tell(world, &case, events).await;
    case
}

async fn tell(world: &World, case: &str, events: &[(&str, &str)]) {
    for (kind, day) in events {
        let mut input =
            json!({ "caseId": case, "event": { "kind": kind }, "occurredOn": day, "opinion": kind });
        if *kind == "HANDED_ON" {
            let to = json!({ "leg": "DECISION", "agencyId": world.id("government"), "dueOn": "2024-06-20" });
            input["handover"] = to;
        }
        world.done("CLERK", "recordCaseEvent", "case { state }", input).await;
    }
}

async fn clock(world: &World, case: &str, selection: &str) -> Value {
    let document = format!("{{ node(id: \"{case}\") {{ ... on Case {{ clock {{ {selection} }} }} }} }}");
    world.run("CLERK", Language::Zh, &document, Value::Null).await["node"]["clock"].take()
}

/// `used 10 paused 5 left 0 over 5 OVERDUE 2024-05-27`, after the limit; a tilde before what is provisional or unverified.
fn reckoned(of: &Value) -> String {
    if of.is_null() {
        return "none".to_owned();
    }
    assert_eq!(of["extendedBy"], 0, "{of}");
    let mark = |certain: bool| if certain { "" } else { "~" };
    let by = match of["deadline"]["on"].as_str() {
        Some(on) => format!("{}{on}", mark(of["deadline"]["provisional"] == false)),
        None => "unknown".to_owned(),
    };
    format!(
        "{}{} {}: used {} paused {} left {} over {} {} by {by}",
        mark(of["verified"] == true),
        of["days"],
        of["unit"].as_str().unwrap(),
        of["used"],
        of["paused"],
        of["remaining"],
        of["overdue"],
        of["alert"].as_str().unwrap(),
    )
}

/// The state of a clock, what it says of the legal limit and of the promise, and by which of them is warned.
async fn check(world: &World, case: &str, expected: [&str; 3]) {
    let told =
        clock(world, case, &format!("state legal {RECKONED} promised {RECKONED} warnedBy {RECKONED}")).await;
    let [state, legal, promised] = expected;
    assert_eq!(told["state"], state);
    assert_eq!(reckoned(&told["legal"]), legal, "legal");
    assert_eq!(reckoned(&told["promised"]), promised, "promised");
    let warned_by = if told["promised"].is_null() { &told["legal"] } else { &told["promised"] };
    assert_eq!(&told["warnedBy"], warned_by);
}

fn catalogued(code: &str) -> Value {
    json!({ "typeCode": code })
}

#[tokio::test]
async fn a_supplement_and_a_special_procedure_stop_the_clock() {
    let world = World::new().await;
    let events = [
        ("SUBMITTED", "2024-05-10"),
        ("ACCEPTED", "2024-05-13"),
        ("SUPPLEMENT_STARTED", "2024-05-16"),
        ("SUPPLEMENT_ENDED", "2024-05-23"),
    ];
    let case = case(&world, catalogued("energy_review"), "2024-05-10", &events).await;
    let late = "5 WORKING: used 10 paused 5 left 0 over 5 OVERDUE by 2024-05-27";
    let running = "~20 WORKING: used 10 paused 5 left 10 over 0 NORMAL by 2024-06-18";
    check(&world, &case, ["RUNNING", running, late]).await;

    tell(&world, &case, &[("PAUSE_STARTED", "2024-05-30")]).await;
    // Nobody can know the day of what is open; what was late before that stays so.
    let stopped = "~20 WORKING: used 8 paused 7 left 12 over 0 NORMAL by unknown";
    check(&world, &case, ["PAUSED", stopped, late]).await;
    let told = clock(&world, &case, "acceptedOn pauses { kind from to event { kind opinion } }").await;
    assert_eq!(
        told,
        json!({ "acceptedOn": "2024-05-13", "pauses": [
            { "kind": "SUPPLEMENT", "from": "2024-05-16", "to": "2024-05-23",
                "event": { "kind": "SUPPLEMENT_STARTED", "opinion": "SUPPLEMENT_STARTED" } },
            { "kind": "SPECIAL_PROCEDURE", "from": "2024-05-30", "to": null,
                "event": { "kind": "PAUSE_STARTED", "opinion": "PAUSE_STARTED" } },
        ] })
    );
}

#[tokio::test]
async fn days_of_the_calendar_end_on_a_day_of_work_and_an_ended_case_stands() {
    let world = World::new().await;
    let permit = || catalogued("construction_permit");
    let saturday = [("ACCEPTED", "2024-05-25")];
    // The seventh day after is Saturday 1 June.
    let moved = case(&world, permit(), "2024-05-24", &saturday).await;
    let legal = "7 CALENDAR: used 9 paused 0 left 0 over 0 WARNING by 2024-06-03";
    let promised = "3 WORKING: used 6 paused 0 left 0 over 3 OVERDUE by 2024-05-29";
    check(&world, &moved, ["RUNNING", legal, promised]).await;
    let ended =
        case(&world, permit(), "2024-05-06", &[("ACCEPTED", "2024-05-06"), ("APPROVED", "2024-05-20")]).await;
    // Saturday 11 May is worked for the holiday.
    let legal = "7 CALENDAR: used 14 paused 0 left 0 over 7 OVERDUE by 2024-05-13";
    let promised = "3 WORKING: used 11 paused 0 left 0 over 8 OVERDUE by 2024-05-09";
    check(&world, &ended, ["ENDED", legal, promised]).await;
    world.day("2024-09-02");
    check(&world, &ended, ["ENDED", legal, promised]).await;
}

#[tokio::test]
async fn a_leg_is_late_by_the_limit_of_its_kind_or_the_day_given_with_it() {
    let world = World::new().await;
    let events = [("SUBMITTED", "2024-05-24"), ("ACCEPTED", "2024-05-27"), ("HANDED_ON", "2024-06-03")];
    let case = case(&world, catalogued("forest_land"), "2024-05-24", &events).await;
    let legal = "~20 WORKING: used 5 paused 0 left 15 over 0 NORMAL by 2024-06-25";
    check(&world, &case, ["RUNNING", legal, "none"]).await;
    let select = "legs { kind agency { name } sentOn due { on provisional } doneOn took paused late lateBy }";
    let second = |took: u32, late_by: u32| {
        json!({ "kind": "DECISION", "agency": { "name": "government" }, "sentOn": "2024-06-03",
            "due": { "on": "2024-06-20", "provisional": false }, "doneOn": null, "took": took, "paused": 0,
            "late": late_by > 0, "lateBy": late_by })
    };
    let first = json!({ "kind": "INITIAL_REVIEW", "agency": { "name": "office" }, "sentOn": "2024-05-24",
        "due": { "on": "2024-05-30", "provisional": false }, "doneOn": "2024-06-03", "took": 6, "paused": 0,
        "late": true, "lateBy": 2 });
    assert_eq!(clock(&world, &case, select).await, json!({ "legs": [first, second(0, 0)] }));
    world.day("2024-06-21");
    assert_eq!(clock(&world, &case, select).await, json!({ "legs": [first, second(13, 1)] }));
}

#[tokio::test]
async fn a_deadline_beyond_the_notices_is_provisional_until_they_are_published() {
    let mut world = World::new().await;
    let province = RegionId::parse(&world.id("province")).unwrap();
    let agency = world.agency("top", province, AgencyKind::LandingOffice).await;
    world.officer("TOP", agency, PostRole::Administrator).await;
    world.day("2026-12-21");
    let case = case(&world, catalogued("energy_review"), "2026-12-14", &[("ACCEPTED", "2026-12-14")]).await;
    let promised = "5 WORKING: used 5 paused 0 left 0 over 0 WARNING by 2026-12-21";
    let legal = |by: &str| format!("~20 WORKING: used 5 paused 0 left 15 over 0 NORMAL by {by}");
    check(&world, &case, ["RUNNING", &legal("~2027-01-11"), promised]).await;
    let notice = json!({ "year": 2027, "sources": ["国办发明电〔2026〕7号"],
        "off": calendar::off(&["2027-01-01", "2026-12-31"]), "worked": ["2026-12-26"] });
    world.done("TOP", "publishDaysOff", "year { version }", notice).await;
    check(&world, &case, ["RUNNING", &legal("2027-01-12"), promised]).await;
}

#[tokio::test]
async fn silence_about_the_intake_is_told_and_starts_nothing() {
    let world = World::new().await;
    let case = case(&world, catalogued("energy_review"), "2024-05-20", &[("SUBMITTED", "2024-05-20")]).await;
    check(&world, &case, ["NOT_STARTED", "none", "none"]).await;
    let select = "acceptedOn deemedAcceptedOn { on provisional } pauses { from } cure { since }";
    let silent = json!({ "on": "2024-05-20", "provisional": false });
    let told =
        |deemed: Value| json!({ "acceptedOn": null, "deemedAcceptedOn": deemed, "pauses": [], "cure": null });
    assert_eq!(clock(&world, &case, select).await, told(silent));
    world.day("2024-05-27");
    assert_eq!(clock(&world, &case, select).await, told(Value::Null), "five working days are not over");
}

#[tokio::test]
async fn what_the_office_named_has_no_limit_and_the_cure_has_a_clock_of_its_own() {
    let world = World::new().await;
    let events = [("ACCEPTED_WITH_DEFECTS", "2024-05-27")];
    let case = case(&world, json!({ "name": "用水报装" }), "2024-05-24", &events).await;
    check(&world, &case, ["RUNNING", "none", "none"]).await;
    let select = "cure { since due { on } curedOn givenUpOn late lateBy }";
    let cure = |cured_on: Value, given_up_on: Value| {
        json!({ "cure": { "since": "2024-05-27", "due": null, "curedOn": cured_on, "givenUpOn": given_up_on,
            "late": false, "lateBy": 0 } })
    };
    assert_eq!(clock(&world, &case, select).await, cure(Value::Null, Value::Null));
    tell(&world, &case, &[("DEFECTS_CURED", "2024-05-31")]).await;
    assert_eq!(clock(&world, &case, select).await, cure(json!("2024-05-31"), Value::Null));
}

#[tokio::test]
async fn all_the_time_is_split_by_who_had_to_move() {
    let world = World::new().await;
    let project = world.project("甲").await;
    let turn = |turn: &str| json!({ "kind": "PREPARING", "turn": turn });
    let input = json!({ "projectId": project, "item": catalogued("energy_review"), "level": "COUNTY",
        "phase": "BEFORE_START", "preparation": turn("ENTERPRISE"), "occurredOn": "2024-03-01",
        "agencyId": world.id("office") });
    let payload = world.done("SPECIALIST", "addPermit", "permit { id }", input).await;
    let permit = payload["permit"]["id"].as_str().unwrap().to_owned();
    let changed = async |what: Value, day: &str| {
        let mut input = json!({ "permitId": permit, "occurredOn": day });
        input.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        world.done("SPECIALIST", "updatePermit", "permit { id }", input).await;
    };
    let elapsed = async |permit: &str| {
        let document =
            format!("{{ node(id: \"{permit}\") {{ ... on Permit {{ elapsed {{ holder days }} }} }} }}");
        let told = world.run("CLERK", Language::Zh, &document, Value::Null).await;
        let told = told["node"]["elapsed"].as_array().unwrap().iter();
        let shown = told.map(|one| format!("{} {}", one["holder"].as_str().unwrap(), one["days"]));
        shown.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(elapsed(&permit).await, "ENTERPRISE 94", "from 1 March to 3 June");
    // Told late, and it counts from its day.
    changed(json!({ "preparation": turn("OFFICE") }), "2024-04-20").await;
    changed(json!({ "level": "PROVINCIAL" }), "2024-05-02").await;
    assert_eq!(elapsed(&permit).await, "OFFICE 44, ENTERPRISE 50");
    changed(json!({ "preparation": turn("INTERMEDIARY") }), "2024-05-05").await;

    let open = json!({ "permitId": permit, "occurredOn": "2024-05-08" });
    let payload = world.done("CLERK", "openCase", "case { id }", open).await;
    let events = [
        ("SUBMITTED", "2024-05-10"),
        ("ACCEPTED", "2024-05-13"),
        ("SUPPLEMENT_STARTED", "2024-05-16"),
        ("SUPPLEMENT_ENDED", "2024-05-23"),
        ("PAUSE_STARTED", "2024-05-30"),
    ];
    tell(&world, payload["case"]["id"].as_str().unwrap(), &events).await;
    // The experts hold it from 30 May on.
    assert_eq!(elapsed(&permit).await, "OFFICE 15, AGENCY 13, ENTERPRISE 57, INTERMEDIARY 9");

    // It came to the intermediary ten days before the day that was told first.
    let again =
        json!({ "permitId": permit, "preparation": turn("INTERMEDIARY"), "occurredOn": "2024-04-25" });
    world.done("SPECIALIST", "updatePermit", "permit { id }", again).await;
    assert_eq!(elapsed(&permit).await, "OFFICE 5, AGENCY 13, ENTERPRISE 57, INTERMEDIARY 19");

    let other = permit::added(&world, &project, "用水报装").await;
    let out = json!({ "permitId": other, "reason": "不需要", "occurredOn": "2024-03-11" });
    let before = elapsed(&other).await;
    world.done("SPECIALIST", "ruleOutPermit", "permit { status }", out).await;
    let after = elapsed(&other).await;
    assert_eq!((before.as_str(), after.as_str()), ("OFFICE 94", "OFFICE 10"));
    // Nobody has to move for a project that is withdrawn, whatever its cases do meanwhile.
    let away = json!({ "projectId": project, "reason": "投资方放弃", "occurredOn": "2024-05-20" });
    world.done("MANAGER", "withdrawProject", "project { standing }", away).await;
    assert_eq!(elapsed(&permit).await, "OFFICE 5, AGENCY 6, ENTERPRISE 54, INTERMEDIARY 15");
}

#[tokio::test]
async fn more_days_are_the_offices_to_decide_within_the_law() {
    let world = World::new().await;
    let accepted = [("ACCEPTED", "2024-05-13")];
    let case_of = async |code| case(&world, catalogued(code), "2024-05-10", &accepted).await;
    let (report, eia) = (case_of("soil_water_report").await, case_of("eia_form").await);
    let told = |case: &str, change: Value| {
        let mut input = json!({ "caseId": case, "event": { "kind": "EXTENDED" }, "occurredOn": "2024-05-20",
            "extension": 10, "opinion": "情况复杂，经批准延长", "document": { "number": "水审〔2024〕8号" } });
        let change = change.as_object().unwrap().clone();
        input.as_object_mut().unwrap().extend(change.into_iter().filter(|(_, value)| !value.is_null()));
        input
    };
    let lacking = |fields: &[&str]| {
        let mut input = told(&report, json!({}));
        input.as_object_mut().unwrap().retain(|name, _| !fields.contains(&name.as_str()));
        input
    };
    let without = |field: &str| lacking(&[field]);
    let select = "state legal { days extendedBy remaining deadline { on } }";
    let before = clock(&world, &report, select).await;
    for (input, expected) in [
        (without("extension"), "REQUIRED input.extension"),
        (without("opinion"), "REQUIRED input.opinion"),
        (without("document"), "REQUIRED input.document"),
        (told(&report, json!({ "extension": 11 })), "EXTENSION_TOO_LONG input.extension"),
        (told(&report, json!({ "extension": 0 })), "VALUE_INVALID input.extension"),
        (told(&report, json!({ "extension": -1 })), "VALUE_INVALID input.extension"),
        (told(&report, json!({ "event": { "kind": "IN_PROGRESS" } })), "VALUE_INVALID input.extension"),
        (told(&eia, json!({})), "EXTENSION_NOT_ALLOWED input.extension"),
    ] {
        let payload = world.mutate("CLERK", "recordCaseEvent", "case { state }", input.clone()).await;
        assert_eq!(world::summary(&payload), expected, "{input}");
    }
    let all = lacking(&["extension", "opinion", "document"]);
    let payload = world.mutate("CLERK", "recordCaseEvent", "case { state }", all).await;
    let error = &payload["errors"][0];
    assert_eq!(world::summary(&payload), "REQUIRED input.extension");
    let all_at_once = "Days more is required, and so are: Opinion, Document. Please fill it in.";
    assert_eq!(error["message"], all_at_once);
    let others = json!([{ "name": "others", "value": "opinion" }, { "name": "others", "value": "document" }]);
    assert_eq!(error["params"], others);
    assert_eq!(clock(&world, &report, select).await, before, "nothing has changed");
    // By the exchange it is a kind of special procedure, and no stop.
    let by_code = told(&report, json!({ "event": { "nationalStatus": 9 } }));
    world.done("CLERK", "recordCaseEvent", "case { state }", by_code).await;
    let extended = clock(&world, &report, select).await;
    let legal = json!({ "days": 10, "extendedBy": 10, "remaining": 5, "deadline": { "on": "2024-06-11" } });
    assert_eq!(extended, json!({ "state": "RUNNING", "legal": legal }));
    let again = world
        .mutate("CLERK", "recordCaseEvent", "case { state }", told(&report, json!({ "extension": 5 })))
        .await;
    assert_eq!(world::summary(&again), "EXTENDED_ALREADY input.extension");
}

#[tokio::test]
async fn what_is_missing_has_the_day_that_was_agreed() {
    let world = World::new().await;
    let case = case(&world, catalogued("energy_review"), "2024-05-10", &[("ACCEPTED", "2024-05-13")]).await;
    let granted = |by: &str| json!({ "caseId": case, "event": { "kind": "APPROVED_WITH_DEFECTS" }, "occurredOn": "2024-05-20", "cureBy": by });
    let early = world.mutate("CLERK", "recordCaseEvent", "case { state }", granted("2024-05-17")).await;
    assert_eq!(world::summary(&early), "DATE_OUT_OF_ORDER input.cureBy");
    let elsewhere = json!({ "caseId": case, "event": { "kind": "IN_PROGRESS" }, "occurredOn": "2024-05-20",
        "cureBy": "2024-06-05" });
    let elsewhere = world.mutate("CLERK", "recordCaseEvent", "case { state }", elsewhere).await;
    assert_eq!(world::summary(&elsewhere), "VALUE_INVALID input.cureBy");
    world.done("CLERK", "recordCaseEvent", "case { state events { cureBy } }", granted("2024-06-05")).await;
    let select = "cure { since due { on } remaining late lateBy curedOn }";
    let cure = |remaining: Value, late_by: u32, cured_on: Value| {
        json!({ "cure": { "since": "2024-05-20", "due": { "on": "2024-06-05" }, "remaining": remaining,
            "late": late_by > 0, "lateBy": late_by, "curedOn": cured_on } })
    };
    assert_eq!(clock(&world, &case, select).await, cure(json!(2), 0, Value::Null));
    world.day("2024-06-07");
    assert_eq!(clock(&world, &case, select).await, cure(json!(0), 2, Value::Null));
    tell(&world, &case, &[("DEFECTS_CURED", "2024-06-06")]).await;
    assert_eq!(clock(&world, &case, select).await, cure(Value::Null, 1, json!("2024-06-06")));
}
