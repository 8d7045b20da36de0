//! What regions say, written and read back.

use luodi_domain::catalogue::{Adjustment, Lift, PermitType, PromisedLimit, Ruling};
use luodi_domain::clock::Limit;
use luodi_domain::permit::Level;

use super::super::{built_in, read_ruling, written_ruling};
use crate::condition;

fn lift(to: Level, when: &str, basis: Option<&str>) -> Lift {
    Lift { to, when: condition::parse(when).unwrap(), basis: basis.map(str::to_owned) }
}

#[test]
fn what_is_written_is_read_back() {
    let entries = built_in().unwrap().versions();
    let extras = entries.map(|entry| {
        Ruling::Extra(Box::new(PermitType { valid_from: None, valid_to: None, ..entry.clone() }))
    });
    let lifts = vec![
        lift(Level::Provincial, "energy_tce >= 5000", Some("“节能”\\办法\"")),
        lift(Level::City, "always", None),
    ];
    let promised =
        PromisedLimit { limit: Limit::working(3), source: "冀政办〔2024〕1号\u{1}".to_owned() };
    let adjusted = [
        Adjustment { level: Some(Level::County), ..Adjustment::default() },
        Adjustment { lifts: Some(Vec::new()), ..Adjustment::default() },
        Adjustment { level: None, lifts: Some(lifts), promised: Some(promised) },
    ];
    let all: Vec<Ruling> = extras.chain(adjusted.map(Ruling::Adjusted)).chain([Ruling::TakenOff]).collect();
    assert!(all.len() > 90);
    for ruling in all {
        let text = written_ruling(&ruling);
        assert_eq!(read_ruling("ovr", &text).as_ref(), Ok(&ruling), "{text}");
    }
}

#[test]
fn a_ruling_reads_as_the_catalogue_does() {
    let lifts = vec![lift(Level::City, "energy_tce >= 5000 and not in_park", Some("办法"))];
    let promised = PromisedLimit { limit: Limit::working(3), source: "冀政办〔2024〕1号".to_owned() };
    let ruling = Ruling::Adjusted(Adjustment {
        level: Some(Level::County),
        lifts: Some(lifts),
        promised: Some(promised),
    });
    insta::assert_snapshot!(written_ruling(&ruling), @r#"
    ruling = "ADJUSTED"
    level = "COUNTY"
    lifts = [{ to = "CITY", when = "energy_tce >= 5000 and not in_park", basis = "办法" }]
    promised = { days = 3, unit = "WORKING", source = "冀政办〔2024〕1号" }
    "#);
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    for (text, expected) in [
        ("", "ovr:1: ruling is missing"),
        ("ruling = \"GONE\"", "ovr:1: ruling: there is no \"GONE\""),
        ("ruling = \"TAKEN_OFF\"\nlevel = \"CITY\"", "ovr:2: level is no key of the form"),
        ("ruling = \"EXTRA\"", "ovr:1: permit is missing"),
        (
            "ruling = \"ADJUSTED\"\nlifts = [{ to = \"CITY\", when = \"nothing\" }]",
            "ovr:2: lifts[0].when, column 1: there is no attribute \"nothing\"",
        ),
        (
            "ruling = \"ADJUSTED\"\nno_lifts = true\nlifts = [{ to = \"CITY\", when = \"always\" }]",
            "ovr:1: lifts and no_lifts exclude one another",
        ),
    ] {
        let faults = read_ruling("ovr", text).unwrap_err();
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(told, [expected], "{text}");
    }
}
