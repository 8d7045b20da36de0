//! What regions say, laid over a small catalogue.

use std::slice;

use uuid::Uuid;

use super::*;
use crate::attribute::{Attribute, Quantity};
use crate::catalogue::fixture::entry;
use crate::catalogue::{Before, Comparison, Condition, LegalLimit, Node, Prerequisite, Test};
use crate::clock::Limit;

fn region(n: u128) -> RegionId {
    RegionId::from_uuid(Uuid::from_u128(n))
}

/// A county (3) in a city (2) of a province (1).
fn place() -> [RegionId; 3] {
    [3, 2, 1].map(region)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn energy(limit: u32) -> Condition {
    Condition::Test(Attribute::EnergyTce, Test::Number(Comparison::AtLeast, Quantity::whole(limit)))
}

fn lift(to: Level, limit: u32) -> Lift {
    Lift { to, when: energy(limit), basis: None }
}

fn promise(days: u32) -> PromisedLimit {
    PromisedLimit { limit: Limit::working(days), source: "甘政办〔2024〕1号".to_owned() }
}

fn hard(code: &str) -> Prerequisite {
    Prerequisite { hard: true, any_of: vec![Before::Permit(code.to_owned())] }
}

/// Two entries; the review has a second version from 2024-07-01 on.
fn catalogue() -> Catalogue {
    let review = PermitType {
        level: Level::City,
        lifts: vec![lift(Level::Provincial, 5_000)],
        legal: vec![LegalLimit { when: Condition::Always, limit: Limit::working(20), extension: None }],
        promised: Some(promise(15)),
        unverified: ["level", "lifts[0]", "promised", "legal"].map(str::to_owned).into(),
        ..entry("review", Condition::Always)
    };
    let later = PermitType {
        valid_from: Some(day("2024-07-01")),
        lifts: vec![lift(Level::Provincial, 10_000)],
        ..review.clone()
    };
    let review = PermitType { valid_to: Some(day("2024-06-30")), ..review };
    let permit = PermitType { requires: vec![hard("review")], ..entry("permit", Condition::Always) };
    Catalogue::new([review, later, permit])
}

fn rule(at: u128, code: &str, from: &str, to: Option<&str>, ruling: Ruling) -> RegionalRule {
    let (valid_from, valid_to) = (day(from), to.map(day));
    let source = format!("文〔{at}〕");
    RegionalRule { region: region(at), code: code.to_owned(), valid_from, valid_to, ruling, source }
}

fn adjusted(level: Option<Level>, lifts: Option<Vec<Lift>>, promised: Option<u32>) -> Ruling {
    Ruling::Adjusted(Adjustment { level, lifts, promised: promised.map(promise) })
}

fn extra(requires: &[&str]) -> Ruling {
    let requires = requires.iter().map(|code| hard(code)).collect();
    Ruling::Extra(Box::new(PermitType { requires, ..entry("local", Condition::Always) }))
}

/// The versions of an entry in the county: days, level, where it is lifted to, promise.
fn told(code: &str, rules: &[RegionalRule]) -> String {
    let found = catalogue().in_place(&place(), rules);
    let open = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let line = |entry: &PermitType| {
        let lifts: Vec<&str> = entry.lifts.iter().map(|lift| lift.to.as_str()).collect();
        let promised = entry.promised.as_ref().map_or(0, |promised| promised.limit.days);
        let unverified: Vec<&str> = entry.unverified.iter().map(String::as_str).collect();
        format!(
            "{}..{} {} [{}] {promised} ({})",
            open(entry.valid_from),
            open(entry.valid_to),
            entry.level,
            lifts.join(" "),
            unverified.join(" ")
        )
    };
    let lines = found.versions().filter(|entry| entry.code == code).map(line);
    lines.collect::<Vec<_>>().join("\n")
}

const AS_IT_IS: &str = "..2024-06-30 CITY [PROVINCIAL] 15 (legal level lifts[0] promised)
2024-07-01.. CITY [PROVINCIAL] 15 (legal level lifts[0] promised)";

#[test]
fn what_other_places_say_is_passed_over() {
    let elsewhere = rule(9, "review", "2024-01-01", None, Ruling::TakenOff);
    assert_eq!(catalogue().in_place(&place(), slice::from_ref(&elsewhere)), catalogue());
    assert_eq!(told("review", &[elsewhere]), AS_IT_IS);
    assert_eq!(
        catalogue().in_place(&[], &[rule(1, "review", "2024-01-01", None, Ruling::TakenOff)]),
        catalogue()
    );
}

#[test]
fn an_entry_is_otherwise_for_a_time() {
    let delegated = rule(
        1,
        "review",
        "2024-03-01",
        Some("2024-08-31"),
        adjusted(Some(Level::County), Some(vec![]), Some(5)),
    );
    let expected = "..2024-02-29 CITY [PROVINCIAL] 15 (legal level lifts[0] promised)
2024-03-01..2024-06-30 COUNTY [] 5 (legal)
2024-07-01..2024-08-31 COUNTY [] 5 (legal)
2024-09-01.. CITY [PROVINCIAL] 15 (legal level lifts[0] promised)";
    // Of a law that changed only in what the region replaces nothing is left to tell the two versions apart.
    let merged = expected.replace("2024-06-30 COUNTY [] 5 (legal)\n2024-07-01..", "");
    assert_eq!(told("review", &[delegated]), merged);
}

#[test]
fn what_a_region_says_rests_on_its_document() {
    let from = "2024-07-01";
    let rules = [
        rule(1, "review", from, None, adjusted(Some(Level::County), None, None)),
        rule(2, "review", from, None, adjusted(None, Some(vec![lift(Level::City, 50)]), None)),
        rule(3, "local", from, None, extra(&[])),
        rule(3, "permit", from, None, adjusted(None, None, Some(3))),
    ];
    let there = catalogue().in_place(&place(), &rules);
    let entry = |code: &str| there.entry(code, day(from)).unwrap();
    assert_eq!(entry("review").level_basis.as_deref(), Some("文〔1〕"));
    assert_eq!(entry("review").lifts[0].basis.as_deref(), Some("文〔2〕"));
    assert_eq!(entry("local").basis, ["文〔3〕"]);
    assert_eq!(entry("permit").level_basis, None);
}

#[test]
fn the_nearest_region_goes_first_field_by_field() {
    let from = "2024-07-01";
    let province = rule(1, "review", from, None, adjusted(Some(Level::County), None, Some(10)));
    let city = rule(2, "review", from, None, adjusted(None, Some(vec![lift(Level::City, 50)]), None));
    let county = rule(3, "review", from, None, adjusted(None, None, Some(3)));
    let now = |rules: &[RegionalRule]| told("review", rules).lines().last().unwrap().to_owned();
    assert_eq!(now(slice::from_ref(&province)), "2024-07-01.. COUNTY [PROVINCIAL] 10 (legal lifts[0])");
    let all = "2024-07-01.. COUNTY [CITY] 3 (legal)";
    assert_eq!(now(&[county.clone(), city.clone(), province.clone()]), all);
    assert_eq!(now(&[province, county, city]), all);
}

#[test]
fn a_level_that_was_raised_is_not_lowered_by_a_lift() {
    let raised = rule(1, "review", "2024-07-01", None, adjusted(Some(Level::Provincial), None, None));
    assert_eq!(
        told("review", &[raised]).lines().last(),
        Some("2024-07-01.. PROVINCIAL [] 15 (legal lifts[0] promised)")
    );
}

#[test]
fn an_item_is_taken_off_or_added_for_a_time() {
    let off = rule(2, "review", "2024-07-01", Some("2024-12-31"), Ruling::TakenOff);
    let expected = "..2024-06-30 CITY [PROVINCIAL] 15 (legal level lifts[0] promised)
2025-01-01.. CITY [PROVINCIAL] 15 (legal level lifts[0] promised)";
    assert_eq!(told("review", slice::from_ref(&off)), expected);
    // What is not asked for has nothing that could be otherwise.
    let promised = rule(3, "review", "2024-07-01", Some("2024-12-31"), adjusted(None, None, Some(3)));
    assert_eq!(told("review", &[off, promised]), expected);
    let added = rule(3, "local", "2024-07-01", None, extra(&["review"]));
    assert_eq!(told("local", slice::from_ref(&added)), "2024-07-01.. COUNTY [] 0 ()");
    assert_eq!(told("review", &[added]), AS_IT_IS);
    let never = rule(1, "permit", "0001-01-01", None, Ruling::TakenOff);
    let gone = Catalogue::new([entry("permit", Condition::Always)]);
    assert_eq!(gone.in_place(&place(), &[never]).entry("permit", day("2024-01-01")), None);
}

#[test]
fn what_a_region_cannot_say() {
    use RegionalError as E;
    #[track_caller]
    fn check(others: &[RegionalRule], said: &RegionalRule, expected: &Result<(), E>) {
        assert_eq!(said.check(&catalogue(), &place(), others), *expected, "{said:?}");
    }
    let others = [
        rule(3, "review", "2024-07-01", Some("2024-12-31"), adjusted(None, None, Some(3))),
        rule(2, "gone", "2024-01-01", None, extra(&[])),
        rule(1, "permit", "2025-01-01", None, Ruling::TakenOff),
    ];
    let off = || Ruling::TakenOff;
    let (overlap, review) = (|from| E::Overlap { code: "review".into(), from: day(from) }, "review");
    check(&others, &rule(3, review, "2024-01-01", Some("2024-06-30"), off()), &Ok(()));
    check(&others, &rule(3, review, "2025-01-01", None, off()), &Ok(()));
    check(&others, &rule(2, review, "2024-07-01", None, off()), &Ok(()));
    check(&others, &rule(3, review, "2024-01-01", Some("2024-07-01"), off()), &Err(overlap("2024-07-01")));
    check(&others, &rule(3, review, "2024-12-31", None, off()), &Err(overlap("2024-07-01")));
    check(&others, &rule(3, review, "2024-01-01", None, off()), &Err(overlap("2024-07-01")));
    check(&others, &rule(3, review, "2026-02-01", Some("2026-01-31"), off()), &Err(E::EndsFirst));
    check(&others, &rule(3, review, "2026-02-01", Some("2026-02-01"), off()), &Ok(()));
    check(&others, &rule(3, "nothing", "2024-01-01", None, off()), &Err(E::UnknownCode("nothing".into())));
    // A province took it off before.
    let late = rule(3, "permit", "2025-01-01", None, adjusted(Some(Level::City), None, None));
    let above = |n, code: &str| Err(E::Above { region: region(n), code: code.to_owned() });
    check(&others, &late, &above(1, "permit"));
    check(&others, &rule(3, "permit", "2025-01-01", None, off()), &above(1, "permit"));
    // A city added it before; a county may say more of it, and not add it once more.
    check(&others, &rule(3, "gone", "2025-01-01", None, extra(&[])), &above(2, "gone"));
    check(&others, &rule(3, "gone", "2024-02-01", None, off()), &Ok(()));
    check(&others, &rule(3, review, "2025-01-01", None, adjusted(None, None, None)), &Err(E::SaysNothing));
    let limit = Limit::working;
    check(&others, &rule(3, review, "2025-01-01", None, adjusted(None, None, Some(20))), &Ok(()));
    let long = Err(E::PromiseTooLong { promised: limit(21), legal: limit(20) });
    check(&others, &rule(3, review, "2025-01-01", None, adjusted(None, None, Some(21))), &long);
    let lifted = |level, lifts| rule(3, review, "2025-01-01", None, adjusted(level, Some(lifts), None));
    let to = |level| lift(level, 1);
    check(&others, &lifted(None, vec![to(Level::National), to(Level::Provincial)]), &Ok(()));
    let same = Err(E::NotAbove { index: 0, to: Level::City, level: Level::City });
    check(&others, &lifted(None, vec![to(Level::City)]), &same);
    let low = Err(E::NotAbove { index: 0, to: Level::City, level: Level::Provincial });
    check(&others, &lifted(Some(Level::Provincial), vec![to(Level::City)]), &low);
    let order = Err(E::LiftOrder { index: 1, to: Level::National, after: Level::Provincial });
    check(&others, &lifted(None, vec![to(Level::Provincial), to(Level::National)]), &order);
}

#[test]
fn an_extra_item_that_cannot_be() {
    use RegionalError as E;
    #[track_caller]
    fn check(said: &RegionalRule, expected: &Result<(), E>) {
        assert_eq!(said.check(&catalogue(), &place(), &[]), *expected, "{said:?}");
    }
    let local = |ruling| rule(3, "local", "2024-07-01", None, ruling);
    check(&local(extra(&["review"])), &Ok(()));
    check(&rule(3, "permit", "2024-07-01", None, extra(&[])), &Err(E::CodeTaken("permit".into())));
    check(&local(extra(&["nothing"])), &Err(E::UnknownPrerequisite("nothing".into())));
    check(&local(extra(&["local"])), &Err(E::Cycle(vec!["local".into(), "local".into()])));
    // What is wanted first is there on the first day and gone before the last.
    let passing = Catalogue::new([
        PermitType { valid_to: Some(day("2024-12-31")), ..entry("passing", Condition::Always) },
        PermitType {
            valid_from: Some(day("2025-02-01")),
            valid_to: Some(day("2025-12-31")),
            ..entry("passing", Condition::Always)
        },
    ]);
    for (to, fits) in [(Some("2024-12-31"), true), (Some("2025-01-01"), false), (None, false)] {
        let said = rule(3, "local", "2024-07-01", to, extra(&["passing"]));
        let missing = Err(E::UnknownPrerequisite("passing".into()));
        assert_eq!(said.check(&passing, &place(), &[]), if fits { Ok(()) } else { missing }, "{to:?}");
    }
    // It is wanted before the start and waits for it.
    let waiting = Prerequisite { hard: true, any_of: vec![Before::Node(Node::Start)] };
    let local_waiting = PermitType { requires: vec![waiting], ..entry("local", Condition::Always) };
    let ring = ["local", "@START", "local"].map(str::to_owned).to_vec();
    check(&local(Ruling::Extra(Box::new(local_waiting))), &Err(E::Cycle(ring)));
}

#[test]
fn an_extra_item_has_versions_and_is_not_pulled_out_from_under_another() {
    use RegionalError as E;
    let first = rule(3, "local", "2024-01-01", Some("2024-06-30"), extra(&[]));
    let second = rule(3, "local", "2024-07-01", None, extra(&["review"]));
    assert_eq!(second.check(&catalogue(), &place(), slice::from_ref(&first)), Ok(()));
    let told = told("local", &[first, second.clone()]);
    assert_eq!(
        told,
        "2024-01-01..2024-06-30 COUNTY [] 0 ()
2024-07-01.. COUNTY [] 0 ()"
    );
    let other = PermitType { requires: vec![hard("local")], ..entry("other", Condition::Always) };
    let other = rule(3, "other", "2024-08-01", Some("2025-06-30"), Ruling::Extra(Box::new(other)));
    let ending = |last: &str| RegionalRule { valid_to: Some(day(last)), ..second.clone() };
    let check = |last: &str, expected: &Result<(), E>| {
        assert_eq!(
            ending(last).check_below(&catalogue(), &place(), slice::from_ref(&other)),
            *expected,
            "{last}"
        );
    };
    let why = Box::new(E::UnknownPrerequisite("local".into()));
    let below = Err(E::Below { region: region(3), code: "other".to_owned(), why });
    check("2025-06-30", &Ok(()));
    check("2025-06-29", &below);
    check("2024-06-30", &below);
}

#[test]
fn what_is_said_above_fits_what_is_said_below() {
    use RegionalError as E;
    #[track_caller]
    fn check(others: &[RegionalRule], said: &RegionalRule, expected: &Result<(), E>) {
        assert_eq!(said.check_below(&catalogue(), &place(), others), *expected, "{said:?}");
    }
    let below =
        |code: &str, why| Err(E::Below { region: region(3), code: code.to_owned(), why: Box::new(why) });
    let off = || Ruling::TakenOff;
    let from = "2024-07-01";
    let local = rule(3, "local", from, Some("2025-06-30"), extra(&["review"]));
    let local = slice::from_ref(&local);
    let taken = below("local", E::CodeTaken("local".into()));
    check(local, &rule(1, "local", "2025-06-30", None, extra(&[])), &taken);
    check(local, &rule(1, "local", "2025-07-01", None, extra(&[])), &Ok(()));
    let missing = || below("local", E::UnknownPrerequisite("review".into()));
    check(local, &rule(1, "review", "2024-01-01", None, off()), &missing());
    check(local, &rule(2, "review", "2025-06-30", None, off()), &missing());
    check(local, &rule(3, "review", "2025-01-01", Some("2025-01-01"), off()), &missing());
    check(local, &rule(2, "review", "2025-07-01", None, off()), &Ok(()));
    check(local, &rule(2, "permit", "2024-01-01", None, off()), &Ok(()));
    check(local, &rule(9, "local", from, None, extra(&[])), &Ok(()));
    // What never held stands in nobody's way, and is in nobody's.
    let never = rule(3, "local", from, Some("2024-06-30"), extra(&["review"]));
    check(slice::from_ref(&never), &rule(1, "review", "2024-01-01", None, off()), &Ok(()));
    check(local, &rule(1, "review", from, Some("2024-06-30"), off()), &Ok(()));
    assert_eq!(rule(3, "local", from, None, extra(&[])).check(&catalogue(), &place(), &[never]), Ok(()));
    // A lift rests on the level that a region above sets, from whichever day on.
    let lifted = rule(
        3,
        "review",
        "2024-01-01",
        None,
        adjusted(None, Some(vec![lift(Level::Provincial, 1)]), Some(12)),
    );
    let lifted = slice::from_ref(&lifted);
    let raised = |level| rule(1, "review", "2026-01-01", None, adjusted(Some(level), None, None));
    let high = E::NotAbove { index: 0, to: Level::Provincial, level: Level::Provincial };
    check(lifted, &raised(Level::Provincial), &below("review", high));
    check(lifted, &raised(Level::County), &Ok(()));
    // Nothing is left that could be otherwise.
    check(lifted, &rule(1, "review", "2024-01-01", None, off()), &Ok(()));
    // Entries of two regions would wait for one another.
    let waits = rule(3, "local", from, None, extra(&["other"]));
    let ring = ["local", "other", "local"].map(str::to_owned).to_vec();
    let other = PermitType { requires: vec![hard("local")], ..entry("other", Condition::Always) };
    let other = rule(1, "other", from, None, Ruling::Extra(Box::new(other)));
    check(&[waits], &other, &Err(E::Cycle(ring)));
}

#[test]
fn a_promise_fits_every_law_of_its_time() {
    let own = catalogue();
    let mut entries: Vec<PermitType> = own.versions().cloned().collect();
    for entry in entries.iter_mut().filter(|entry| entry.valid_from.is_some()) {
        entry.legal =
            vec![LegalLimit { when: Condition::Always, limit: Limit::working(10), extension: None }];
    }
    let shorter_by_law = Catalogue::new(entries);
    let said = |to| rule(3, "review", "2024-01-01", to, adjusted(None, None, Some(12)));
    let long = RegionalError::PromiseTooLong { promised: Limit::working(12), legal: Limit::working(10) };
    assert_eq!(said(None).check(&shorter_by_law, &place(), &[]), Err(long));
    assert_eq!(said(Some("2024-06-30")).check(&shorter_by_law, &place(), &[]), Ok(()));
}

#[test]
fn a_rule_ends_once_and_never_later_than_before() {
    let kept = |to: Option<&str>| KeptRule {
        id: crate::ids::OverrideId::from_uuid(Uuid::from_u128(1)),
        region: region(3),
        code: "review".to_owned(),
        valid_from: day("2024-05-01"),
        valid_to: to.map(day),
        says: "ruling = \"TAKEN_OFF\"".to_owned(),
        source: "通知".to_owned(),
        recorded_by: None,
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        ended: None,
        version: 1,
    };
    let check = |to: Option<&str>, last: &str, expected: &str| {
        let found = match kept(to).ended(day(last), (" 文号 ", None, chrono::DateTime::UNIX_EPOCH)) {
            Ok(kept) => format!("{} {}", kept.valid_to.unwrap(), kept.ended.unwrap().source),
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(found, expected, "{to:?} {last}");
    };
    check(None, "2024-06-01", "2024-06-01 文号");
    check(None, "2024-05-01", "2024-05-01 文号");
    check(None, "2024-04-30", "2024-04-30 文号");
    check(None, "2024-04-29", "DATE_OUT_OF_ORDER .lastDay date=2024-04-29 notBefore=2024-04-30");
    check(Some("2024-12-31"), "2024-12-30", "2024-12-30 文号");
    check(Some("2024-12-31"), "2024-12-31", "NOTHING_TO_CHANGE .lastDay date=2024-12-31");
    check(Some("2024-12-31"), "2025-01-01", "NOTHING_TO_CHANGE .lastDay date=2024-12-31");
    check(Some("2024-04-30"), "2024-04-30", "ALREADY_ENDED .overrideId");
}
