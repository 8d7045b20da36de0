//! What is accepted together, and the limit counted once.

use chrono::NaiveDate;

use proptest::prelude::*;

use super::ground::{TODAY, day, entries, permits, scheduled, shown};
use super::*;
use crate::schedule::{self, Known, Papers, Task};

/// A joint acceptance with two parts, each of which needs something else.
const JOINT: &str = "
    drawings: 4/4 start
    quality: 6/6 start
    fire: 10/15 production [JOINT] ← drawings
    archive: 5/? production [JOINT] ← quality
    joint: 9/? production [JOINT!] ← fire, archive
    filing: 5/? production ← joint, fire
";

#[track_caller]
fn check(catalogue: &str, plan: &str, expected: &str) {
    let catalogue = entries(catalogue);
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let schedule = scheduled(&catalogue, &permits(plan, &catalogue), PlannedDays::default());
    assert_eq!(shown(&schedule), expected.join("\n"));
}

#[test]
fn all_are_filed_on_one_day_and_the_limit_is_counted_once() {
    // Nine days after the later of both, and by law the longest that one of them may take.
    check(
        JOINT,
        "",
        "
        archive: 03-10..03-23 (03-31) waits on quality, drawings
        drawings: 03-02..03-06 (03-06) can file
        filing: 03-23..03-30 (≥04-07) waits on joint, fire
        fire: 03-10..03-23 (03-31) waits on quality, drawings
        joint: 03-10..03-23 (03-31) waits on quality, drawings
        quality: 03-02..03-10 (03-10) can file
        03-10: quality @START
        ≥03-30: quality joint filing @PRODUCTION
        ",
    );
}

#[test]
fn what_was_filed_alone_goes_its_own_way_and_the_rest_is_decided_with_the_lead() {
    // The archive alone is under way, and holds nobody up.
    check(
        JOINT,
        "drawings#1 granted 02-20 \n quality#2 \n fire#3 \n archive#4 case 02-27 \n joint#5 \n filing#6",
        "
        archive: ..03-06 (≥03-06)
        drawings: ..02-20 (02-20)
        filing: 03-13..03-20 (≥03-30) waits on joint, fire
        fire: 03-02..03-13 (03-23) can file
        joint: 03-02..03-13 (03-23) can file
        quality: 03-02..03-10 (03-10) can file
        03-10: quality @START
        ≥03-20: joint filing @PRODUCTION
        ",
    );
    // The joint acceptance is under way: the fire acceptance is due with it, and nobody files it alone.
    check(
        JOINT,
        "drawings#1 granted 02-20 \n quality#2 granted 02-20 \n fire#3 \n archive#4 granted 02-27 \n joint#5 case 02-27 \n filing#6",
        "
        archive: ..02-27 (02-27)
        drawings: ..02-20 (02-20)
        filing: 03-12..03-19 (≥03-19) waits on joint, fire
        fire: ..03-12 (≥03-12)
        joint: ..03-12 (≥03-12)
        quality: ..02-20 (02-20)
        03-02: @START
        ≥03-19: joint filing @PRODUCTION
        ",
    );
    // It was granted: the opinion on fire is still to be written down, any day now.
    check(
        JOINT,
        "drawings#1 granted 02-20 \n quality#2 granted 02-20 \n fire#3 \n archive#4 granted 02-27 \n joint#5 granted 02-27 \n filing#6",
        "
        archive: ..02-27 (02-27)
        drawings: ..02-20 (02-20)
        filing: 03-02..≥03-09 (≥03-09) waits on fire
        fire: ..≥03-02 (≥03-02)
        joint: ..02-27 (02-27)
        quality: ..02-20 (02-20)
        03-02: @START
        ≥03-09: fire filing @PRODUCTION
        ",
    );
}

#[test]
fn what_is_not_among_those_that_follow_is_filed_by_itself() {
    // The archive follows; the fire acceptance came into the plan once the whole was under way.
    check(
        JOINT,
        "drawings#1 granted 02-20 \n quality#2 granted 02-20 \n fire#3 \n archive#4 by 5 \n joint#5 case 02-27 \n filing#6",
        "
        archive: ..03-12 (≥03-12)
        drawings: ..02-20 (02-20)
        filing: 03-16..03-23 (≥03-30) waits on joint, fire
        fire: 03-02..03-16 (03-23) can file
        joint: ..03-12 (≥03-12)
        quality: ..02-20 (02-20)
        03-02: @START
        ≥03-23: fire filing @PRODUCTION
        ",
    );
}

#[test]
fn what_was_let_go_of_is_filed_by_itself() {
    // However the whole stands, the fire acceptance is nobody's part any more.
    let check = |joint: &str, expected: &str| {
        let begun = "drawings#1 granted 02-20 \n quality#2 granted 02-20 \n archive#4 \n filing#6";
        check(JOINT, &format!("{begun} \n joint#5 {joint} \n fire#3 alone 02-27"), expected);
    };
    check(
        "",
        "
        archive: 03-02..03-13 (≥03-13) can file
        drawings: ..02-20 (02-20)
        filing: 03-16..03-23 (≥03-30) waits on joint, fire
        fire: 03-02..03-16 (03-23) can file
        joint: 03-02..03-13 (≥03-13) can file
        quality: ..02-20 (02-20)
        03-02: @START
        ≥03-23: fire filing @PRODUCTION
        ",
    );
    check(
        "case 02-27",
        "
        archive: ..03-12 (≥03-12)
        drawings: ..02-20 (02-20)
        filing: 03-16..03-23 (≥03-30) waits on joint, fire
        fire: 03-02..03-16 (03-23) can file
        joint: ..03-12 (≥03-12)
        quality: ..02-20 (02-20)
        03-02: @START
        ≥03-23: fire filing @PRODUCTION
        ",
    );
    check(
        "granted 02-27",
        "
        archive: ..≥03-02 (≥03-02)
        drawings: ..02-20 (02-20)
        filing: 03-16..03-23 (≥03-30) waits on fire
        fire: 03-02..03-16 (03-23) can file
        joint: ..02-27 (02-27)
        quality: ..02-20 (02-20)
        03-02: @START
        ≥03-23: fire filing @PRODUCTION
        ",
    );
}

#[test]
fn without_its_lead_each_goes_its_own_way() {
    let alone: Vec<&str> = JOINT.lines().filter(|line| !line.contains("joint:")).collect();
    let alone = alone.join("\n");
    let plan = "drawings#1 granted 02-20 \n quality#2";
    check(
        &alone,
        plan,
        "
        archive: 03-10..03-17 (≥03-17) waits on quality
        drawings: ..02-20 (02-20)
        filing: 03-16..03-23 (≥03-30) waits on fire
        fire: 03-02..03-16 (03-23) can file
        quality: 03-02..03-10 (03-10) can file
        03-10: quality @START
        ≥03-23: fire filing @PRODUCTION
        ",
    );
    // Where nobody knows whether it is needed, the days suppose that it is.
    check(
        &JOINT.replace("joint: 9/? ", "joint: 9/? if hotel "),
        plan,
        "
        archive: 03-10..03-23 (03-31) waits on quality
        drawings: ..02-20 (02-20)
        filing: 03-23..03-30 (≥04-07) waits on joint, fire
        fire: 03-10..03-23 (03-31) waits on quality
        joint: 03-10..03-23 (03-31) waits on quality
        quality: 03-02..03-10 (03-10) can file
        03-10: quality @START
        ≥03-30: quality joint filing @PRODUCTION
        ",
    );
}

#[test]
fn each_part_of_the_works_is_accepted_with_its_own_lead() {
    check(
        "fire: 10/15 production [JOINT] \n joint: 9/? production [JOINT!] ← fire",
        "fire#1:east \n fire#2:west \n joint#3:east case 02-27 \n joint#4:west",
        "
        fire: ..03-13 (≥03-23) waits on fire#1, fire#2
        joint: ..03-13 (≥03-23) waits on joint#3, joint#4
        fire#1: ..03-12 (≥03-12)
        fire#2: 03-02..03-13 (03-23) can file
        joint#3: ..03-12 (≥03-12)
        joint#4: 03-02..03-13 (03-23) can file
        03-02: @START
        ≥03-13: fire#2 @PRODUCTION
        ",
    );
}

/// Up to seven entries, each requiring some of those before it; and a group of some of them, led by one more.
fn catalogues() -> impl Strategy<Value = Vec<PermitType>> {
    let any_of = prop::collection::vec(any::<prop::sample::Index>(), 1..3);
    let found = (1_u32..15, prop::collection::vec(any_of, 0..3), any::<bool>(), prop::bool::weighted(0.4));
    (prop::collection::vec(found, 2..8), 1_u32..15).prop_map(|(found, limit)| {
        let mut catalogue: Vec<PermitType> = Vec::new();
        let promised = |days| Some(PromisedLimit { limit: Limit::working(days), source: String::new() });
        let mut members: Vec<String> = Vec::new();
        // What is behind a member, so that nothing within waits for the group.
        let mut behind: BTreeSet<String> = BTreeSet::new();
        for (number, (days, groups, hard, joins)) in found.into_iter().enumerate() {
            let code = format!("p{number}");
            let mut requires = Vec::new();
            for members in groups.into_iter().filter(|_| number > 0) {
                let of = members.into_iter().map(|member| format!("p{}", member.index(number)));
                requires.push(Prerequisite { hard, any_of: of.map(Before::Permit).collect() });
            }
            let needed = requires.iter().flat_map(|group| &group.any_of).map(ToString::to_string);
            let waits = needed.clone().any(|code| behind.contains(&code));
            let joins = joins && !waits;
            if joins {
                members.push(code.clone());
            }
            if joins || waits {
                behind.insert(code.clone());
            }
            let parallel_group = joins.then(|| "G".to_owned());
            let entry = entry(&code, Condition::Always);
            catalogue.push(PermitType { promised: promised(days), requires, parallel_group, ..entry });
        }
        let collects = members
            .iter()
            .map(|code| Prerequisite { hard: true, any_of: vec![Before::Permit(code.clone())] });
        catalogue.push(PermitType {
            promised: promised(limit),
            requires: collects.collect(),
            parallel_group: Some("G".to_owned()),
            leads_group: true,
            ..entry("lead", Condition::Always)
        });
        catalogue
    })
}

/// The days by a graph in which the group is one task, that needs whatever any of it needs.
fn by_one_task(catalogue: &[PermitType]) -> BTreeMap<String, NaiveDate> {
    let in_group =
        |code: &str| catalogue.iter().any(|entry| entry.code == code && entry.parallel_group.is_some());
    let name = |code: &str| if in_group(code) { "lead".to_owned() } else { code.to_owned() };
    let mut codes: Vec<String> = catalogue.iter().map(|entry| name(&entry.code)).collect();
    codes.sort();
    codes.dedup();
    let number = |code: &str| codes.binary_search(&name(code)).unwrap();
    let mut tasks: Vec<Task<usize>> = Vec::new();
    for (key, code) in codes.iter().enumerate() {
        let of: Vec<&PermitType> = catalogue.iter().filter(|entry| name(&entry.code) == *code).collect();
        let promised =
            catalogue.iter().find(|entry| entry.code == *code).unwrap().limits(&Answers::new()).promised;
        let groups = of.iter().flat_map(|entry| &entry.requires);
        let needs = groups.map(|group| schedule::Need {
            any_of: group.any_of.iter().map(|before| number(&before.to_string())).collect(),
            hard: group.hard,
        });
        let needs = needs.filter(|need| !need.any_of.contains(&key)).collect();
        tasks.push(Task {
            key,
            known: Known::NotBegun { prepared_on: None, papers: Papers::Complete, promised, legal: None },
            needs,
        });
    }
    let done = schedule::schedule(&tasks, &[], &WorkCalendar::default(), day(TODAY)).unwrap();
    let finish =
        |entry: &PermitType| (entry.code.clone(), done.entries[&number(&entry.code)].promised.finish.on);
    catalogue.iter().map(finish).collect()
}

proptest! {
    #[test]
    fn a_group_takes_as_long_as_one_task(catalogue in catalogues()) {
        let schedule = scheduled(&catalogue, &BTreeMap::new(), PlannedDays::default());
        let found: BTreeMap<String, NaiveDate> = catalogue
            .iter()
            .map(|entry| (entry.code.clone(), schedule.entries[&Key::Type(&entry.code)].promised.finish.on))
            .collect();
        prop_assert_eq!(found, by_one_task(&catalogue));
    }
}
