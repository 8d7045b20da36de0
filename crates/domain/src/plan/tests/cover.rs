//! How a plan goes on while another permit stands for one of its own.

use super::ground::{TODAY, day, entries, key, permits, scheduled, scheduled_lacking, shown};
use super::*;
use crate::schedule::Papers;

/// Land by batch needs a survey, and the building permit needs the land.
const LAND: &str = "
    survey: 2/4 start
    land: 10/20 start ← survey
    building: 5/5 start ← land
";

fn lines(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_another_project_files_is_there_when_that_one_is() {
    let catalogue = entries(LAND);
    let check = |land: &str, expected: &str| {
        let plan = format!("survey#1 granted 02-20 \n land#2 {land} \n building#3");
        let schedule = scheduled(&catalogue, &permits(&plan, &catalogue), PlannedDays::default());
        let told = shown(&schedule);
        let told: Vec<&str> = told
            .lines()
            .filter(|line| !line.starts_with("survey") && !line.contains("@PRODUCTION"))
            .collect();
        assert_eq!(told.join("\n"), lines(expected), "{land}");
    };
    // By itself it could be filed today.
    check(
        "",
        "building: 03-16..03-23 (04-06) waits on land
         land: 03-02..03-16 (03-30) can file
         03-23: land building @START",
    );
    // Not begun there: as long as it takes here at least, and not before the day for which it is planned there.
    for status in ["PREPARING", "PRE_REVIEW", "REFUSED", "LAPSED"] {
        check(
            &format!("elsewhere {status} 04-20"),
            "building: 04-20..04-27 (04-27) waits on land
             land: 03-02..04-20 (04-20)
             04-27: land building @START",
        );
    }
    check(
        "elsewhere PREPARING 03-06",
        "building: 03-16..03-23 (04-06) waits on land
         land: 03-02..03-16 (03-30)
         03-23: land building @START",
    );
    // Nobody has planned it, or the day has passed.
    for unknown in ["elsewhere PREPARING", "elsewhere PREPARING 02-27"] {
        check(
            unknown,
            "building: 03-16..≥03-23 (≥04-06) waits on land
             land: 03-02..≥03-16 (≥03-30)
             ≥03-23: land building @START",
        );
    }
    // Filed there, and not accepted yet: the limit runs from today at the earliest, as where it was filed.
    for unaccepted in ["elsewhere IN_CASE", "elsewhere IN_CASE 03-11"] {
        check(
            unaccepted,
            "building: 03-16..≥03-23 (≥04-06) waits on land
             land: ..≥03-16 (≥03-30)
             ≥03-23: land building @START",
        );
    }
    // Accepted there: the limit runs from that day, and for longer where it was stopped or extended.
    check(
        "elsewhere IN_CASE 04-20 accepted 02-25",
        "building: 03-11..03-18 (04-01) waits on land
         land: ..03-11 (03-25)
         03-18: land building @START",
    );
    check(
        "elsewhere IN_CASE accepted 02-25 longer",
        "building: 03-11..≥03-18 (≥04-01) waits on land
         land: ..≥03-11 (≥03-25)
         ≥03-18: land building @START",
    );
    // That project was withdrawn: nobody goes on with it there.
    check(
        "elsewhere IN_CASE 03-11 gone",
        "building: 03-16..≥03-23 (≥04-06) waits on land
         land: 03-02..≥03-16 (≥03-30)
         ≥03-23: land building @START",
    );
    for status in ["GRANTED", "GRANTED_WITH_DEFECTS"] {
        check(
            &format!("elsewhere {status} 02-25"),
            "building: 03-02..03-09 (03-09) can file
             land: ..02-25 (02-25)
             03-09: building @START",
        );
    }
}

#[test]
fn what_comes_before_it_here_holds_it_up_too() {
    let catalogue = entries(LAND);
    let plan = "survey#1 \n land#2 elsewhere PREPARING 03-12 \n building#3";
    let schedule = scheduled(&catalogue, &permits(plan, &catalogue), PlannedDays::default());
    assert_eq!(shown(&schedule).lines().nth(1), Some("land: 03-04..03-18 (04-03) waits on survey"),);
    // What is planned there for later decides alone.
    let plan = plan.replace("03-12", "05-06");
    let schedule = scheduled(&catalogue, &permits(&plan, &catalogue), PlannedDays::default());
    let start = shown(&schedule).lines().find(|line| line.contains("@START")).map(str::to_owned);
    assert_eq!(start.as_deref(), Some("05-13: land building @START"));
}

/// A joint acceptance with two parts, each of which needs something else; the one that leads stands for both.
const JOINT: &str = "
    drawings: 4/4 start
    quality: 6/6 start
    fire: 10/15 production [JOINT] ← drawings
    archive: 5/? production [JOINT] ← quality
    joint: 9/? production [JOINT!] ← fire, archive
";

#[test]
fn what_is_accepted_together_still_holds_the_joint_filing_back() {
    let catalogue = entries(JOINT);
    let told = |plan: &str, lacking: &[(u128, &str)]| {
        let papers = lacking.iter().map(|&(number, by)| {
            let missing = Papers::Missing { by: Some(day(by)), at_least: false };
            (PermitId::from_uuid(uuid::Uuid::from_u128(number)), missing)
        });
        let permits = permits(plan, &catalogue);
        let schedule = scheduled_lacking(&catalogue, &permits, PlannedDays::default(), &papers.collect());
        let told = shown(&schedule);
        let told: Vec<&str> = told
            .lines()
            .filter(|line| ["fire", "archive", "joint"].iter().any(|code| line.starts_with(code)))
            .collect();
        told.join("\n")
    };
    let before = "drawings#1 granted 02-20 \n quality#2 granted 02-20";
    let follows = |joint: &str| format!("{before} \n fire#3 by 5 \n archive#4 by 5 \n joint#5{joint}");
    // Only the one that leads is filed.
    let joint = "archive: 03-02..03-13 (03-23)
                 fire: 03-02..03-13 (03-23)
                 joint: 03-02..03-13 (03-23) can file";
    assert_eq!(told(&follows(""), &[]), lines(joint));
    let joint = "archive: 03-09..03-20 (03-30)
                 fire: 03-09..03-20 (03-30)
                 joint: 03-09..03-20 (03-30)";
    assert_eq!(told(&follows(""), &[(3, "03-09")]), lines(joint), "the papers of one are missing");
    let waits = follows("").replace("drawings#1 granted 02-20", "drawings#1");
    let joint = "archive: 03-06..03-19 (03-27) waits on drawings
                 fire: 03-06..03-19 (03-27) waits on drawings
                 joint: 03-06..03-19 (03-27) waits on drawings";
    assert_eq!(told(&waits, &[]), lines(joint));
    // They are decided with the one that leads.
    let joint = "archive: ..03-12 (≥03-12)
                 fire: ..03-12 (≥03-12)
                 joint: ..03-12 (≥03-12)";
    assert_eq!(told(&follows(" case 02-27"), &[]), lines(joint));
    let joint = "archive: ..02-27 (02-27)
                 fire: ..02-27 (02-27)
                 joint: ..02-27 (02-27)";
    assert_eq!(told(&follows(" granted 02-27"), &[]), lines(joint));
}

/// Supposing that the one that leads is granted supposes it of those it stands for.
#[test]
fn what_follows_moves_with_what_is_supposed_of_the_one_that_leads() {
    let catalogue = entries("land: 10/20 start");
    let permits =
        permits("land#1:east \n land#2:west by 1 \n land#3:north elsewhere GRANTED 02-20", &catalogue);
    let catalogue = Catalogue::new(catalogue);
    let id = |number: u128| PermitId::from_uuid(uuid::Uuid::from_u128(number));
    let weigh = |number: u128| {
        let supposition = Supposition {
            granted: vec![(Granted::Permit(id(number)), day("03-04"))],
            ..Supposition::default()
        };
        let outcome = supposition.weigh(Ground {
            catalogue: &catalogue,
            answers: &Answers::new(),
            permits: &permits,
            papers: &BTreeMap::new(),
            idle: &[].into(),
            milestones: &[],
            planned: PlannedDays::default(),
            calendar: &WorkCalendar::default(),
            today: day(TODAY),
        });
        match outcome {
            Ok(outcome) => {
                let moved =
                    outcome.moved.iter().map(|moved| format!("{} {}", key(&moved.key), moved.after.on));
                moved.collect::<Vec<_>>().join(", ")
            }
            Err(error) => format!("{error:?}"),
        }
    };
    assert_eq!(weigh(1), "land 2026-03-04, land#1 2026-03-04, land#2 2026-03-04");
    assert!(weigh(3).contains("PermitGranted"), "it was granted elsewhere: {}", weigh(3));
}
