//! What waits for papers.

use super::ground::{day, entries, permits, scheduled_lacking, shown};
use super::*;
use crate::schedule::Papers;

const CATALOGUE: &str = "
    filing: 3/3 start
    review: 5/7 start ← ~filing
    land: 5/7 start ← filing
    quality: 2/2 production [JOINT]
    joint: 9/9 production [JOINT!] ← quality
";

const PLAN: &str = "filing#1 \n review#2 \n land#3 \n quality#4 \n joint#5";

/// A permit, and by when its papers are there: "?" if nobody knows.
#[track_caller]
fn check(plan: &str, lacking: &[(u128, &str)], expected: &str) {
    let catalogue = entries(CATALOGUE);
    let papers = lacking.iter().map(|(number, by)| {
        let by = (*by != "?").then(|| day(by));
        (PermitId::from_uuid(uuid::Uuid::from_u128(*number)), Papers::Missing { by, at_least: by.is_none() })
    });
    let papers = papers.collect();
    let schedule = scheduled_lacking(&catalogue, &permits(plan, &catalogue), PlannedDays::default(), &papers);
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(shown(&schedule), expected.join("\n"));
}

#[test]
fn it_is_filed_once_they_are_there_and_what_usually_follows_waits_too() {
    check(
        PLAN,
        &[(1, "03-10")],
        "
        filing: 03-10..03-13 (03-13)
        joint: 03-02..03-13 (03-13) can file
        land: 03-13..03-20 (03-24) waits on filing
        quality: 03-02..03-13 (03-13) can file
        review: 03-13..03-20 (03-24) waits on filing
        03-20: filing land @START
        ≥03-20: filing land @START @COMPLETION @TRIAL_PRODUCTION @PRODUCTION
        ",
    );
}

#[test]
fn nobody_knows_when_where_no_day_was_agreed_or_it_has_passed() {
    for by in ["?", "02-20"] {
        check(
            PLAN,
            &[(2, by)],
            "
            filing: 03-02..03-05 (03-05) can file
            joint: 03-02..03-13 (03-13) can file
            land: 03-05..03-12 (03-16) waits on filing
            quality: 03-02..03-13 (03-13) can file
            review: 03-05..≥03-12 (≥03-16)
            ≥03-12: filing land @START
            ≥03-13: joint @PRODUCTION
            ",
        );
    }
}

#[test]
fn what_is_accepted_together_waits_for_the_papers_of_all() {
    check(
        PLAN,
        &[(4, "03-10")],
        "
        filing: 03-02..03-05 (03-05) can file
        joint: 03-10..03-23 (03-23)
        land: 03-05..03-12 (03-16) waits on filing
        quality: 03-10..03-23 (03-23)
        review: 03-05..03-12 (03-16) can file
        03-12: filing land @START
        ≥03-23: joint @PRODUCTION
        ",
    );
}

#[test]
fn what_was_filed_waits_for_nothing() {
    check(
        "filing#1 granted 02-27 \n review#2 case 02-27 \n land#3 \n quality#4 \n joint#5",
        &[(1, "?"), (2, "?")],
        "
        filing: ..02-27 (02-27)
        joint: 03-02..03-13 (03-13) can file
        land: 03-02..03-09 (03-11) can file
        quality: 03-02..03-13 (03-13) can file
        review: ..03-06 (03-10)
        03-09: land @START
        ≥03-13: joint @PRODUCTION
        ",
    );
}
