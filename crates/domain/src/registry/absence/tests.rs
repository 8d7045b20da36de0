//! Who may record an absence, and which there can be.

use uuid::Uuid;

use super::*;
use crate::ids::{AgencyId, RegionId};

const MONDAY: &str = "2024-11-04";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u128) -> OfficerId {
    OfficerId::from_uuid(Uuid::from_u128(n))
}

/// Who there is: a number, the role, the agency (the tens) and the regions it belongs to.
const PEOPLE: [(u128, PostRole, &[u128]); 12] = [
    (11, PostRole::Specialist, &[2, 1]),
    (12, PostRole::Manager, &[2, 1]),
    (13, PostRole::Specialist, &[2, 1]),
    (14, PostRole::Administrator, &[2, 1]),
    (15, PostRole::Auditor, &[2, 1]),
    (16, PostRole::Integration, &[2, 1]),
    (21, PostRole::Leader, &[2, 1]),
    (22, PostRole::Leader, &[2, 1]),
    (31, PostRole::Clerk, &[2, 1]),
    (32, PostRole::Manager, &[2, 1]),
    (41, PostRole::Specialist, &[3, 1]),
    (42, PostRole::Manager, &[3, 1]),
];

/// Everybody in service but those.
fn context(caller: u128, gone: &[u128]) -> Context {
    let facts = |(n, role, regions): (u128, PostRole, &[u128])| OfficerFacts {
        id: id(n),
        active: !gone.contains(&n),
        agency_active: true,
        role,
        agency: AgencyId::from_uuid(Uuid::from_u128(n / 10)),
        landing_office: matches!(n / 10, 1 | 4),
        regions: regions.iter().map(|n| RegionId::from_uuid(Uuid::from_u128(*n))).collect(),
    };
    let officers: std::collections::BTreeMap<_, _> =
        PEOPLE.into_iter().map(facts).map(|facts| (facts.id, facts)).collect();
    let today = day(MONDAY);
    Context {
        today,
        actor: officers.get(&id(caller)).cloned().map_or(Actor::System, Actor::Officer),
        recorder: None,
        deputy: None,
        occurred_on: today,
        reason: None,
        authority: None,
        facts: crate::context::Facts { officers, ..crate::context::Facts::default() },
    }
}

fn absence(officer: u128, deputy: u128, from: &str, until: &str) -> Absence {
    let absence = AbsenceId::from_uuid(Uuid::from_u128(1));
    let (officer, deputy) = (id(officer), id(deputy));
    let (from, until) = (day(from), day(until));
    Absence { id: absence, officer, deputy, from, until, ended_on: None, recorded_by: None, version: 1 }
}

fn told(result: Result<(), Refusal>) -> String {
    result.map_or_else(|refusal| refusal.to_string(), |()| "yes".to_owned())
}

#[test]
fn who_may_record_it() {
    let check = |caller, officer, deputy, expected: &str| {
        let absence = absence(officer, deputy, MONDAY, MONDAY);
        let found = told(may_record_absence(&absence, &context(caller, &[15])));
        assert_eq!(found, expected, "{caller} for {officer} by {deputy}");
    };
    // One's own, by somebody of the own agency.
    check(11, 11, 13, "yes");
    check(31, 31, 32, "yes");
    check(21, 21, 22, "yes");
    check(11, 11, 31, "OUTSIDE_JURISDICTION .deputyId");
    check(21, 21, 41, "OUTSIDE_JURISDICTION .deputyId");
    // Somebody else's.
    check(11, 13, 11, "ROLE_NOT_ALLOWED role=SPECIALIST");
    check(31, 32, 31, "ROLE_NOT_ALLOWED role=CLERK");
    check(16, 11, 13, "ROLE_NOT_ALLOWED role=INTEGRATION");
    check(15, 11, 13, "OFFICER_INACTIVE");
    check(12, 11, 13, "yes");
    check(12, 31, 11, "yes");
    check(12, 12, 31, "yes");
    check(32, 31, 32, "yes");
    check(32, 31, 11, "OUTSIDE_JURISDICTION .deputyId");
    check(32, 11, 31, "OUTSIDE_JURISDICTION .officerId");
    check(42, 11, 41, "OUTSIDE_JURISDICTION .officerId");
    check(42, 41, 11, "OUTSIDE_JURISDICTION .deputyId");
    check(14, 11, 31, "yes");
    check(14, 41, 11, "OUTSIDE_JURISDICTION .officerId");
    // What a leader may do is given by leaders and administrators.
    check(12, 21, 12, "ROLE_NOT_ALLOWED role=MANAGER");
    check(22, 21, 12, "yes");
    check(14, 21, 12, "yes");
    // The service itself.
    check(0, 21, 41, "yes");
    check(12, 99, 11, &format!("NOT_FOUND .officerId id={}", id(99)));
    check(12, 11, 99, &format!("NOT_FOUND .deputyId id={}", id(99)));
}

#[test]
fn which_there_can_be() {
    let check = |officer, deputy, from, until, expected: &str| {
        let gone = context(0, &[13]);
        let found = told(record_absence(&absence(officer, deputy, from, until), &[], &gone));
        assert_eq!(found, expected, "{officer} by {deputy} {from} to {until}");
    };
    check(11, 12, MONDAY, MONDAY, "yes");
    check(11, 12, "2024-10-01", MONDAY, "yes");
    check(11, 12, "2025-01-01", "2026-01-01", "yes");
    check(11, 12, "2024-01-01", "2024-12-31", "yes");
    check(11, 12, "2025-01-01", "2026-01-02", "ABSENCE_TOO_LONG .until latest=2026-01-01");
    check(11, 12, "2024-11-05", MONDAY, "DATE_OUT_OF_ORDER .until date=2024-11-04 notBefore=2024-11-05");
    check(
        11,
        12,
        "2024-11-01",
        "2024-11-03",
        "DATE_OUT_OF_ORDER .until date=2024-11-03 notBefore=2024-11-04",
    );
    check(11, 11, MONDAY, MONDAY, "SAME_OFFICER .deputyId");
    check(13, 11, MONDAY, MONDAY, &format!("OFFICER_INACTIVE .officerId officer={}", id(13)));
    check(11, 13, MONDAY, MONDAY, &format!("OFFICER_INACTIVE .deputyId officer={}", id(13)));
    for (n, role, _) in PEOPLE {
        let passes = matches!(n, 11..=13 | 21.. );
        let (expected, asked) = if passes { ("yes", n) } else { ("ROLE_NOT_DEPUTISED", n) };
        if n != 12 && n != 13 {
            let found = told(record_absence(&absence(asked, 12, MONDAY, MONDAY), &[], &context(0, &[])));
            assert!(found.starts_with(expected), "{role}: {found}");
            let found = told(record_absence(&absence(12, asked, MONDAY, MONDAY), &[], &context(0, &[])));
            assert!(found.starts_with(expected), "by {role}: {found}");
        }
    }
}

#[test]
fn rights_pass_once_and_to_one() {
    let check = |other: &Absence, from, until, expected: &str| {
        let wanted = absence(11, 12, from, until);
        let found = told(record_absence(&wanted, std::slice::from_ref(other), &context(0, &[])));
        assert_eq!(found, expected, "{from} to {until} beside {other:?}");
    };
    let own = absence(11, 31, "2024-11-10", "2024-11-20");
    check(&own, "2024-11-20", "2024-11-30", "ABSENCE_OVERLAPS .from");
    check(&own, "2024-11-05", "2024-11-10", "ABSENCE_OVERLAPS .from");
    check(&own, "2024-11-12", "2024-11-13", "ABSENCE_OVERLAPS .from");
    check(&own, "2024-11-21", "2024-11-30", "yes");
    check(&own, "2024-11-05", "2024-11-09", "yes");
    let ended = Absence { ended_on: Some(day("2024-11-12")), ..own.clone() };
    check(&ended, "2024-11-12", "2024-11-30", "yes");
    check(&ended, "2024-11-11", "2024-11-30", "ABSENCE_OVERLAPS .from");
    let never = Absence { ended_on: Some(day("2024-11-05")), ..own };
    check(&never, "2024-11-10", "2024-11-20", "yes");
    let of_deputy = absence(12, 31, "2024-11-10", "2024-11-20");
    check(&of_deputy, "2024-11-01", "2024-11-10", "DEPUTY_ABSENT .deputyId");
    check(&of_deputy, "2024-11-01", "2024-11-09", "yes");
    let by_officer = absence(31, 11, "2024-11-10", "2024-11-20");
    check(&by_officer, "2024-11-20", "2024-11-21", "OFFICER_STANDS_IN .officerId");
    check(&by_officer, "2024-11-21", "2024-11-21", "yes");
    // One may stand in for several.
    check(&absence(31, 12, "2024-11-01", "2024-11-30"), "2024-11-10", "2024-11-11", "yes");
    // What lies behind is no matter.
    check(&absence(12, 31, "2024-11-01", "2024-11-03"), "2024-11-01", MONDAY, "yes");
    let many = vec![absence(11, 31, "2025-01-01", "2025-01-01"); 20];
    let found = told(record_absence(&absence(11, 12, MONDAY, MONDAY), &many, &context(0, &[])));
    assert_eq!(found, "TOO_MANY .officerId max=20");
    let many = vec![absence(31, 12, "2025-01-01", "2025-01-01"); 20];
    let found = told(record_absence(&absence(11, 12, MONDAY, MONDAY), &many, &context(0, &[])));
    assert_eq!(found, "TOO_MANY .deputyId max=20");
}

#[test]
fn it_is_ended_from_today_on_and_only_once() {
    let check = |planned: &Absence, on: &str, expected: &str| {
        let found = planned.clone().ended(day(on), day(MONDAY));
        let found = found.map_or_else(
            |refusal| refusal.to_string(),
            |ended| {
                assert!(!ended.covers(day(on)));
                format!("{:?} {}", ended.ended_on.unwrap(), ended.is_over(day(MONDAY)))
            },
        );
        assert_eq!(found, expected, "{on}");
    };
    let running = absence(11, 12, "2024-11-01", "2024-11-30");
    check(&running, MONDAY, "2024-11-04 true");
    check(&running, "2024-11-30", "2024-11-30 false");
    check(&running, "2024-12-01", "NOTHING_TO_CHANGE .on");
    check(&running, "2024-11-03", "DATE_OUT_OF_ORDER .on date=2024-11-03 notBefore=2024-11-04");
    let ended = running.ended(day("2024-11-10"), day(MONDAY)).unwrap();
    check(&ended, "2024-11-10", "NOTHING_TO_CHANGE .on");
    check(&ended, "2024-11-09", "2024-11-09 false");
    let planned = absence(11, 12, "2024-12-01", "2024-12-24");
    check(&planned, "2024-11-20", "2024-11-20 true");
    check(&absence(11, 12, "2024-11-01", "2024-11-03"), MONDAY, "ALREADY_ENDED .absenceId");
    assert_eq!(planned.clone().cut_short(day(MONDAY)).unwrap().ended_on, Some(day(MONDAY)));
    assert_eq!(planned.cut_short(day("2024-12-25")), None);
}

#[test]
fn who_may_end_it() {
    let recorded = Absence { recorded_by: Some(id(32)), ..absence(31, 11, MONDAY, MONDAY) };
    for (caller, expected) in [
        (31, "yes"),
        (32, "yes"),
        (12, "yes"),
        (14, "yes"),
        (11, "ROLE_NOT_ALLOWED role=SPECIALIST"),
        (42, "OUTSIDE_JURISDICTION"),
        (0, "yes"),
    ] {
        assert_eq!(told(may_end_absence(&recorded, &context(caller, &[]))), expected, "{caller}");
    }
}
