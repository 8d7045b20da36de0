//! Which rule is chosen, whatever order rules come in, and what may be entered.

use chrono::{DateTime, Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::actor::{Actor, OfficerFacts, PostRole};
use crate::catalogue::fixture::entry;
use crate::catalogue::{Catalogue, Condition, PermitType, Referral};
use crate::context::{Context, Facts, RegionFacts};
use crate::profile::Place;
use crate::refusal::Refusal;
use crate::registry::RegionKind;

const CITY: u128 = 2;
const COUNTY: u128 = 3;
const PARK: u128 = 4;
const TODAY: &str = "2025-06-30";

fn region(n: u128) -> RegionId {
    RegionId::from_uuid(Uuid::from_u128(n))
}

fn officer(n: u128) -> OfficerId {
    OfficerId::from_uuid(Uuid::from_u128(n))
}

fn agency(n: u128) -> AgencyId {
    AgencyId::from_uuid(Uuid::from_u128(n))
}

fn rule_id(n: u128) -> DutyRuleId {
    DutyRuleId::from_uuid(Uuid::from_u128(n))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `stage=SIGNED`, or `code=.. agency=.. department=.. level=.. phase=..`, or nothing.
fn scope(text: &str) -> Scope {
    let (mut stage, mut permits) = (None, Permits::default());
    for part in text.split_whitespace() {
        match part.split_once('=').unwrap() {
            ("stage", value) => stage = Some(Stage::parse(value).unwrap()),
            ("code", value) => permits.code = Some(value.to_owned()),
            ("agency", value) => permits.agency = Some(agency(value.parse().unwrap())),
            ("department", value) => permits.department = Some(Department::parse(value).unwrap()),
            ("level", value) => permits.level = Some(Level::parse(value).unwrap()),
            ("phase", value) => permits.phase = Some(Phase::parse(value).unwrap()),
            (other, _) => panic!("{other}"),
        }
    }
    Scope::of(stage, permits).unwrap()
}

/// A rule whose number is that of its officer too.
fn rule(n: u128, at: u128, text: &str) -> DutyRule {
    DutyRule {
        id: rule_id(n),
        region: region(at),
        scope: scope(text),
        officer: officer(n),
        valid_from: day("2025-01-01"),
        valid_to: None,
        set_by: None,
        set_at: DateTime::UNIX_EPOCH,
        ended: None,
        version: 1,
    }
}

fn place() -> Place {
    Place {
        province: Some(region(1)),
        city: Some(region(CITY)),
        county: Some(region(COUNTY)),
        park: Some(region(PARK)),
    }
}

const PERMIT: Task<'static> = Task::Permit {
    code: Some("eia_form"),
    agency: Some(AgencyId::from_uuid(Uuid::from_u128(7))),
    department: Some(Department::Environment),
    level: Level::County,
    phase: Phase::BeforeStart,
};

/// The number of the rule chosen today where numbers 90 and above do not fit; 0 for none.
fn number(rules: &[DutyRule], task: &Task<'_>) -> u128 {
    let fit = |named: OfficerId| named < officer(90);
    chosen(rules, &place(), task, day(TODAY), fit).map_or(0, |rule| rule.id.uuid().as_u128())
}

#[test]
fn the_nearest_and_then_the_most_specific() {
    #[track_caller]
    fn check(rules: &[(u128, u128, &str)], task: &Task<'_>, expected: u128) {
        let rules: Vec<DutyRule> = rules.iter().map(|(n, at, text)| rule(*n, *at, text)).collect();
        assert_eq!(number(&rules, task), expected, "{rules:#?}");
    }
    let visit = Task::Visit(Stage::Signed);
    check(&[], &PERMIT, 0);
    check(&[(1, CITY, "code=eia_form"), (2, COUNTY, "")], &PERMIT, 2);
    check(&[(1, CITY, ""), (2, COUNTY, ""), (3, PARK, "")], &PERMIT, 3);
    // Of another place.
    check(&[(1, 8, "code=eia_form"), (2, CITY, "")], &PERMIT, 2);
    check(
        &[
            (1, COUNTY, "code=eia_form"),
            (2, COUNTY, "agency=7 department=ENVIRONMENT level=COUNTY phase=BEFORE_START"),
        ],
        &PERMIT,
        1,
    );
    check(
        &[(1, COUNTY, "agency=7"), (2, COUNTY, "department=ENVIRONMENT level=COUNTY phase=BEFORE_START")],
        &PERMIT,
        1,
    );
    check(
        &[(1, COUNTY, "department=ENVIRONMENT"), (2, COUNTY, "level=COUNTY phase=BEFORE_START")],
        &PERMIT,
        1,
    );
    check(&[(1, COUNTY, "level=COUNTY"), (2, COUNTY, "")], &PERMIT, 1);
    check(&[(1, COUNTY, "phase=BEFORE_START"), (2, COUNTY, "")], &PERMIT, 1);
    // More given wins, then the later.
    check(&[(2, COUNTY, "code=eia_form"), (1, COUNTY, "code=eia_form level=COUNTY")], &PERMIT, 1);
    check(&[(1, COUNTY, "level=COUNTY"), (2, COUNTY, "phase=BEFORE_START")], &PERMIT, 2);
    // All that is given must be so.
    for other in [
        "code=filing",
        "agency=8",
        "department=WATER",
        "level=CITY",
        "phase=AFTER",
        "code=eia_form level=CITY",
        "stage=SIGNED",
    ] {
        check(&[(1, COUNTY, other), (2, CITY, "")], &PERMIT, 2);
    }
    // Visits: of the stage, and whatever is there; no rule for permits.
    check(&[(1, COUNTY, "stage=SIGNED"), (2, COUNTY, "")], &visit, 1);
    check(&[(1, COUNTY, "stage=STARTED"), (2, COUNTY, "level=COUNTY"), (3, COUNTY, "")], &visit, 3);
    // What nobody knows is no more specific rule's.
    let unknown = Task::Permit {
        code: None,
        agency: None,
        department: None,
        level: Level::County,
        phase: Phase::After,
    };
    check(
        &[(1, COUNTY, "department=ENVIRONMENT"), (2, COUNTY, "agency=7"), (3, COUNTY, "level=COUNTY")],
        &unknown,
        3,
    );
    // Whoever cannot take it stands in nobody's way, of any region.
    check(&[(90, PARK, ""), (91, COUNTY, "code=eia_form"), (1, COUNTY, ""), (2, CITY, "")], &PERMIT, 1);
    check(&[(90, PARK, "")], &PERMIT, 0);
}

#[test]
fn rules_hold_for_their_days() {
    let spans = |from: &str, to: Option<&str>| DutyRule {
        valid_from: day(from),
        valid_to: to.map(day),
        ..rule(1, COUNTY, "")
    };
    for (from, to, holds, over) in [
        ("2025-06-30", None, true, false),
        ("2025-06-30", Some("2025-06-30"), true, false),
        ("2025-07-01", None, false, false),
        ("2025-01-01", Some("2025-06-29"), false, true),
        // It never held, and never will.
        ("2025-07-02", Some("2025-07-01"), false, true),
    ] {
        let rule = spans(from, to);
        assert_eq!((rule.holds_on(day(TODAY)), rule.is_over(day(TODAY))), (holds, over), "{from} {to:?}");
        assert_eq!(number(&[rule], &PERMIT), u128::from(holds), "{from} {to:?}");
    }
}

/// Any rule: of few regions and kinds, so that they meet, named by few officers of whom some do not fit.
fn any_rule() -> impl Strategy<Value = DutyRule> {
    let maybe = |texts: &'static [&'static str]| prop::option::of(prop::sample::select(texts));
    let permits = (
        maybe(&["code=eia_form", "code=filing"]),
        maybe(&["agency=7", "agency=8"]),
        maybe(&["department=ENVIRONMENT", "department=WATER"]),
        maybe(&["level=COUNTY", "level=CITY"]),
        maybe(&["phase=BEFORE_START", "phase=AFTER"]),
    );
    let text = prop_oneof![
        1 => Just("stage=SIGNED".to_owned()),
        6 => permits.prop_map(|(a, b, c, d, e)| {
            [a, b, c, d, e].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }),
    ];
    (any::<u128>(), 1_u128..7, text, 80_u128..100, 0_u64..6).prop_map(|(n, at, text, named, later)| {
        DutyRule {
            officer: officer(named),
            valid_from: day("2025-06-28").checked_add_days(Days::new(later)).unwrap(),
            ..rule(n, at, &text)
        }
    })
}

fn any_task() -> impl Strategy<Value = Task<'static>> {
    prop_oneof![Just(PERMIT), Just(Task::Visit(Stage::Signed)), Just(Task::Visit(Stage::Started))]
}

proptest! {
    #[test]
    fn the_order_in_which_rules_come_does_not_matter(
        (rules, shuffled) in prop::collection::vec(any_rule(), 0..12)
            .prop_flat_map(|rules| (Just(rules.clone()), Just(rules).prop_shuffle())),
        task in any_task(),
    ) {
        prop_assert_eq!(number(&rules, &task), number(&shuffled, &task));
    }

    #[test]
    fn a_rule_of_another_region_or_permit_changes_nothing(
        rules in prop::collection::vec(any_rule(), 0..12),
        other in any_rule(),
        at in 0_usize..12,
        elsewhere: bool,
    ) {
        let other = if elsewhere {
            DutyRule { region: region(77), ..other }
        } else {
            DutyRule { scope: scope("code=filing"), ..other }
        };
        let mut more = rules.clone();
        more.insert(at.min(rules.len()), other);
        prop_assert_eq!(number(&rules, &PERMIT), number(&more, &PERMIT));
    }

    #[test]
    fn what_is_chosen_fits_and_none_that_fits_is_nearer(
        rules in prop::collection::vec(any_rule(), 0..12),
        task in any_task(),
    ) {
        let near = |rule: &DutyRule| place().nearest_first().position(|region| region == rule.region);
        let fits = |rule: &&DutyRule| {
            let alone = number(std::slice::from_ref(*rule), &task);
            alone != 0
        };
        let best = rules.iter().filter(fits).filter_map(near).min();
        let found = chosen(&rules, &place(), &task, day(TODAY), |named| named < officer(90));
        prop_assert_eq!(found.and_then(near), best);
    }
}

/// The manager of the county, a specialist there, in the city, in the park and in another county; a clerk; one who left.
fn context() -> Context {
    let regions = [
        (1, RegionKind::Province, vec![]),
        (CITY, RegionKind::City, vec![1]),
        (COUNTY, RegionKind::County, vec![CITY, 1]),
        (PARK, RegionKind::Park, vec![COUNTY, CITY, 1]),
        (8, RegionKind::County, vec![CITY, 1]),
        (9, RegionKind::Township, vec![COUNTY, CITY, 1]),
    ];
    let people = [
        (1, PostRole::Manager, COUNTY),
        (2, PostRole::Specialist, COUNTY),
        (3, PostRole::Specialist, CITY),
        (4, PostRole::Specialist, PARK),
        (5, PostRole::Specialist, 8),
        (6, PostRole::Clerk, COUNTY),
        (7, PostRole::Specialist, COUNTY),
    ];
    let above = |at: u128| -> Vec<RegionId> {
        let found = regions.iter().find(|(n, _, _)| *n == at).unwrap();
        std::iter::once(at).chain(found.2.clone()).map(region).collect()
    };
    let facts = |(n, role, at): (u128, PostRole, u128)| OfficerFacts {
        id: officer(n),
        active: n != 7,
        agency_active: true,
        role,
        agency: agency(at),
        landing_office: true,
        regions: above(at),
    };
    let officers: BTreeMap<_, _> = people.map(facts).into_iter().map(|facts| (facts.id, facts)).collect();
    let kinds = regions
        .iter()
        .map(|(n, kind, _)| (region(*n), RegionFacts { kind: *kind, above: above(*n)[1..].to_vec() }));
    Context {
        today: day(TODAY),
        actor: Actor::Officer(officers[&officer(1)].clone()),
        recorder: None,
        deputy: None,
        occurred_on: day(TODAY),
        reason: None,
        authority: None,
        facts: Facts { regions: kinds.collect(), agencies: [agency(7)].into(), officers, ..Facts::default() },
    }
}

fn wanted(n: u128, at: u128, text: &str, from: Option<&str>, until: Option<&str>) -> NewDuty {
    NewDuty {
        id: rule_id(99),
        region: region(at),
        scope: scope(text),
        officer: officer(n),
        from: from.map(day),
        until: until.map(day),
    }
}

fn entered(wanted: &NewDuty, others: &[DutyRule]) -> Result<DutyRule, Refusal> {
    // The department changes with the version, and may be another where an attribute says so.
    let version = |department, from, to| PermitType {
        department,
        valid_from: Some(day(from)),
        valid_to: to,
        ..entry("eia_form", Condition::Always)
    };
    let referrals = vec![Referral { to: Department::Water, when: Condition::Always }];
    let catalogue = Catalogue::new([
        PermitType { referrals, ..version(Department::Environment, "1979-01-01", Some(day("2026-12-31"))) },
        version(Department::Reform, "2027-01-01", None),
    ]);
    let deciding = |code: &str, from, to| catalogue.departments(code, from, to);
    DutyRule::entered(wanted, others, deciding, DateTime::UNIX_EPOCH, &context())
}

fn told(result: Result<DutyRule, Refusal>) -> String {
    let end = |rule: &DutyRule| rule.valid_to.map(|day| day.to_string()).unwrap_or_default();
    result.map_or_else(|refusal| refusal.to_string(), |rule| format!("{}..{}", rule.valid_from, end(&rule)))
}

#[test]
fn who_can_have_a_rule_of_which_region() {
    let outside = |n| format!("DUTY_OUTSIDE_REGION .officerId officer={}", officer(n));
    for (n, at, expected) in [
        (2, COUNTY, "2025-06-30..".to_owned()),
        // From above, and from below.
        (3, COUNTY, "2025-06-30..".to_owned()),
        (4, COUNTY, "2025-06-30..".to_owned()),
        (2, PARK, "2025-06-30..".to_owned()),
        (5, COUNTY, outside(5)),
        (4, 8, outside(4)),
        (6, COUNTY, format!("OFFICER_NOT_OURS .officerId officer={} role=CLERK", officer(6))),
        (7, COUNTY, format!("OFFICER_INACTIVE .officerId officer={}", officer(7))),
        (42, COUNTY, format!("NOT_FOUND .officerId id={}", officer(42))),
        (2, 42, format!("NOT_FOUND .regionId id={}", region(42))),
        (2, 9, "VALUE_INVALID .regionId".to_owned()),
    ] {
        assert_eq!(told(entered(&wanted(n, at, "", None, None), &[])), expected, "{n} {at}");
    }
}

#[test]
fn what_a_rule_can_be_for_and_when() {
    for (text, from, until, expected) in [
        ("code=eia_form", Some("2024-01-01"), Some("2025-12-31"), "2024-01-01..2025-12-31".to_owned()),
        ("code=nothing", None, None, "VALUE_INVALID .typeCode value=nothing".to_owned()),
        ("code=eia_form department=ENVIRONMENT", None, None, "2025-06-30..".to_owned()),
        ("code=eia_form department=WATER", None, None, "2025-06-30..".to_owned()),
        // It decides later on, or did before.
        ("code=eia_form department=DEVELOPMENT_REFORM", None, None, "2025-06-30..".to_owned()),
        (
            "code=eia_form department=DEVELOPMENT_REFORM",
            None,
            Some("2026-12-31"),
            "DUTY_NEVER_FITS .department value=eia_form".to_owned(),
        ),
        (
            "code=eia_form department=ENVIRONMENT",
            Some("2027-01-01"),
            None,
            "DUTY_NEVER_FITS .department value=eia_form".to_owned(),
        ),
        (
            "code=eia_form department=EMERGENCY",
            None,
            None,
            "DUTY_NEVER_FITS .department value=eia_form".to_owned(),
        ),
        ("agency=7", None, None, "2025-06-30..".to_owned()),
        ("agency=8", None, None, format!("NOT_FOUND .agencyId id={}", agency(8))),
        (
            "",
            Some("1977-12-31"),
            None,
            "DATE_TOO_EARLY .validFrom date=1977-12-31 earliest=1978-01-01".to_owned(),
        ),
        (
            "",
            Some("2125-07-01"),
            None,
            "DATE_IN_FUTURE .validFrom date=2125-07-01 today=2025-06-30".to_owned(),
        ),
        (
            "",
            None,
            Some("2025-06-29"),
            "DATE_OUT_OF_ORDER .validTo date=2025-06-29 notBefore=2025-06-30".to_owned(),
        ),
    ] {
        assert_eq!(told(entered(&wanted(2, COUNTY, text, from, until), &[])), expected, "{text} {from:?}");
    }
    assert_eq!(Scope::of(Some(Stage::Signed), scope("level=CITY").permits()), None);
}

#[test]
fn the_same_is_one_officers_on_one_day() {
    let with_end = |end: &str| DutyRule { valid_to: Some(day(end)), ..rule(1, COUNTY, "level=CITY") };
    let overlaps = format!("DUTY_OVERLAPS date=2025-01-01 dutyRule={}", rule_id(1));
    for (others, text, from, expected) in [
        (vec![rule(1, COUNTY, "level=CITY")], "level=CITY", "2030-01-01", &*overlaps),
        (vec![with_end("2030-01-01")], "level=CITY", "2030-01-01", &overlaps),
        (vec![with_end("2030-01-01")], "level=CITY", "2030-01-02", "2030-01-02.."),
        // It never held.
        (vec![with_end("2024-12-31")], "level=CITY", "2024-12-31", "2024-12-31.."),
        (vec![rule(1, COUNTY, "level=CITY")], "level=CITY phase=AFTER", "2030-01-01", "2030-01-01.."),
        (vec![rule(1, COUNTY, "level=CITY")], "", "2030-01-01", "2030-01-01.."),
        (vec![rule(1, CITY, "level=CITY")], "level=CITY", "2030-01-01", "2030-01-01.."),
    ] {
        assert_eq!(
            told(entered(&wanted(2, COUNTY, text, Some(from), None), &others)),
            expected,
            "{others:?}"
        );
    }
    // Before one that begins later.
    let before = wanted(2, COUNTY, "level=CITY", Some("2024-01-01"), Some("2024-12-31"));
    assert_eq!(told(entered(&before, &[rule(1, COUNTY, "level=CITY")])), "2024-01-01..2024-12-31");
}

#[test]
fn a_rule_ends_once_and_no_later_than_it_did() {
    let end = |rule: DutyRule, last: Option<&str>| {
        let end = EndOfDuty { last: last.map(day), reason: Some(" 调整分工 ".to_owned()) };
        rule.ended(&end, DateTime::UNIX_EPOCH, &context())
    };
    let ending = DutyRule { valid_to: Some(day("2025-12-31")), ..rule(2, COUNTY, "") };
    for (rule, last, expected) in [
        (rule(2, COUNTY, ""), None, "2025-01-01..2025-06-30"),
        (rule(2, COUNTY, ""), Some("2026-01-01"), "2025-01-01..2026-01-01"),
        (rule(2, COUNTY, ""), Some("2024-12-31"), "2025-01-01..2024-12-31"),
        (
            rule(2, COUNTY, ""),
            Some("2024-12-30"),
            "DATE_OUT_OF_ORDER .lastDay date=2024-12-30 notBefore=2024-12-31",
        ),
        (ending.clone(), Some("2025-12-31"), "NOTHING_TO_CHANGE .lastDay date=2025-12-31"),
        (ending.clone(), Some("2025-11-30"), "2025-01-01..2025-11-30"),
        (DutyRule { valid_to: Some(day("2024-12-31")), ..ending }, None, "ALREADY_ENDED .dutyRuleId"),
    ] {
        assert_eq!(told(end(rule.clone(), last)), expected, "{rule:?} {last:?}");
    }
    let ended = end(rule(2, COUNTY, ""), None).unwrap().ended.unwrap();
    assert_eq!((ended.reason.as_deref(), ended.by), (Some("调整分工"), Some(officer(1))));
}

#[test]
fn handed_over_it_goes_on_as_it_was() {
    let ending = || Ending { reason: None, by: Some(officer(1)), at: DateTime::UNIX_EPOCH };
    let hand = |rule: DutyRule, to: u128, from: Option<&str>| {
        rule.handed_over((rule_id(99), officer(to)), from.map(day), ending(), &context())
    };
    let shown = |result: Result<(DutyRule, DutyRule), Refusal>| match result {
        Ok((ended, next)) => format!("{} then {}", told(Ok(ended)), told(Ok(next))),
        Err(refusal) => refusal.to_string(),
    };
    let own = || DutyRule { officer: officer(3), ..rule(90, COUNTY, "level=CITY") };
    let until = |day_: &str| DutyRule { valid_to: Some(day(day_)), ..own() };
    let later = DutyRule { valid_from: day("2026-01-01"), ..own() };
    for (rule, to, from, expected) in [
        (own(), 2, None, "2025-01-01..2025-06-29 then 2025-06-30..".to_owned()),
        (own(), 2, Some("2025-08-01"), "2025-01-01..2025-07-31 then 2025-08-01..".to_owned()),
        (until("2025-12-31"), 2, None, "2025-01-01..2025-06-29 then 2025-06-30..2025-12-31".to_owned()),
        // What has not begun is the other's from the start.
        (later, 2, None, "2026-01-01..2025-12-31 then 2026-01-01..".to_owned()),
        (
            own(),
            2,
            Some("2024-12-31"),
            "DATE_OUT_OF_ORDER .from date=2024-12-31 notBefore=2025-01-01".to_owned(),
        ),
        (until("2025-06-29"), 2, None, "ALREADY_ENDED .dutyRuleId".to_owned()),
        (own(), 3, None, "SAME_OFFICER .officerId".to_owned()),
        (own(), 5, None, format!("DUTY_OUTSIDE_REGION .officerId officer={}", officer(5))),
        (own(), 6, None, format!("OFFICER_NOT_OURS .officerId officer={} role=CLERK", officer(6))),
        (own(), 7, None, format!("OFFICER_INACTIVE .officerId officer={}", officer(7))),
    ] {
        assert_eq!(shown(hand(rule, to, from)), expected, "{to} {from:?}");
    }
    let (ended, next) = hand(own(), 2, None).unwrap();
    assert_eq!((next.officer, &next.scope, next.region), (officer(2), &ended.scope, ended.region));
    assert!(!ended.meets(&next), "one officer is responsible on one day");
}
