//! Several permits of one entry, one for each part of the works; and points that are planned.

use super::ground::{day, entries, permits, scheduled, shown};
use super::*;

const WORKS: &str = "
    filing: 3/3 start
    permit: 5/7 start ← filing
    road: 3/20 production ← permit
";

#[track_caller]
fn check(catalogue: &str, plan: &str, expected: &str) {
    let catalogue = entries(catalogue);
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let schedule = scheduled(&catalogue, &permits(plan, &catalogue), PlannedDays::default());
    assert_eq!(shown(&schedule), expected.join("\n"));
}

#[test]
fn what_needs_a_permit_needs_all_of_its_parts() {
    check(
        WORKS,
        "filing#1 granted 02-27 \n permit#2:pit granted 02-27 \n permit#3:main case 02-27 \n permit#4:tower \n road#5",
        "
        filing: ..02-27 (02-27)
        permit: ..03-09 (03-11) waits on permit#3, permit#4
        road: 03-09..03-12 (04-08) waits on permit
        permit#2: ..02-27 (02-27)
        permit#3: ..03-06 (03-10)
        permit#4: 03-02..03-09 (03-11) can file
        03-09: permit#4 @START
        ≥03-12: permit#4 road @PRODUCTION
        ",
    );
    // All parts there, it is there since the last of them.
    check(
        WORKS,
        "filing#1 granted 02-20 \n permit#2:pit granted 02-24 \n permit#3:main granted 02-27",
        "
        filing: ..02-20 (02-20)
        permit: ..02-27 (02-27)
        road: 03-02..03-05 (03-30) can file
        permit#2: ..02-24 (02-24)
        permit#3: ..02-27 (02-27)
        03-02: @START
        ≥03-05: road @PRODUCTION
        ",
    );
}

#[test]
fn each_part_leads_up_to_its_own_point() {
    // The tower is needed only before production, as a manager found: the start does not wait for it.
    check(
        WORKS,
        "filing#1 granted 02-20 \n permit#2:pit granted 02-24 \n permit#3:tower production \n road#4",
        "
        filing: ..02-20 (02-20)
        permit: ..03-09 (03-11) waits on permit#3
        road: 03-09..03-12 (04-08) waits on permit
        permit#2: ..02-24 (02-24)
        permit#3: 03-02..03-09 (03-11) can file
        03-02: @START
        ≥03-12: permit#3 road @PRODUCTION
        ",
    );
}

#[test]
fn what_is_set_before_a_point_it_waits_for_stands_where_the_catalogue_has_it() {
    let catalogue = "fire: 10/15 production ← @COMPLETION \n filing: 1/1 start";
    let expected = "
        filing: 03-02..03-03 (03-03) can file
        fire: 03-03..≥03-17 (≥03-24) waits on @COMPLETION
        03-03: filing @START
        ≥03-17: filing @START @COMPLETION fire @PRODUCTION
    ";
    check(catalogue, "fire#1", expected);
    check(catalogue, "fire#1 start", expected);
}

#[test]
fn a_point_is_planned_for_a_day_and_comes_no_sooner() {
    #[track_caller]
    fn check(planned: [Option<&str>; 3], expected: &str) {
        let catalogue = entries("filing: 3/3 start \n fire: 5/5 production ← @COMPLETION");
        let [start, completion, production] = planned.map(|planned| planned.map(day));
        let planned = PlannedDays { start, completion, production };
        let schedule = scheduled(&catalogue, &BTreeMap::new(), planned);
        let shown = schedule.outlooks.iter().map(|outlook| {
            let bound = if outlook.promised.at_least { "≥" } else { "" };
            format!("{bound}{}", outlook.promised.on)
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }
    check([None, None, None], "2026-03-05 ≥2026-03-12");
    check([Some("04-01"), None, None], "2026-04-01 ≥2026-04-08");
    // Too early a day is no promise that it can be kept.
    check([Some("02-01"), None, None], "2026-03-05 ≥2026-03-12");
    check([None, Some("06-01"), None], "2026-03-05 2026-06-08");
    check([None, Some("03-03"), None], "2026-03-05 ≥2026-03-12");
    check([None, Some("06-01"), Some("09-01")], "2026-03-05 2026-09-01");
}

#[test]
fn what_the_catalogue_has_no_more_is_still_waited_for() {
    let before = entries("filing: 3/3 start \n felling: 5/7 start \n road: 3/20 production");
    let permits = permits("filing#1 granted 02-27 \n felling#2 case 02-27 \n road#3", &before);
    let [filing, felling, road] = before.as_slice() else { panic!("three entries") };
    // The one under way is measured by what held when it was accepted.
    let gone = PermitType { valid_to: Some(day("03-01")), ..felling.clone() };
    let catalogue = Catalogue::new([filing.clone(), gone, road.clone()]);
    let around = Surroundings {
        permits: &permits,
        papers: &BTreeMap::new(),
        milestones: &[],
        planned: PlannedDays::default(),
        catalogue: &catalogue,
        answers: &Answers::new(),
        calendar: &WorkCalendar::default(),
        today: day("03-02"),
        supposed: None,
    };
    let schedule = Plan::new(catalogue.on(day("03-02")), &Answers::new()).schedule(around).unwrap();
    let start = schedule.outlook(Key::Point(Node::Start)).unwrap();
    let id = permits.values().find(|permit| permit.item.code() == Some("felling")).unwrap().id;
    assert_eq!(start.critical_path, [Key::Permit(id), Key::Point(Node::Start)]);
    assert_eq!(start.promised.on, day("03-06"));
}
