//! Elapsed time by holder.

use super::{case, d, short};
use crate::case::Case;
use crate::clock::{SpecialHolder, days_by_holder, held};
use crate::step::Turn;

#[track_caller]
fn check(turns: &[(&str, Turn)], cases: &[&str], special: SpecialHolder, today: &str, expected: &str) {
    let turns: Vec<_> = turns.iter().map(|&(day, turn)| (d(day), turn)).collect();
    let cases: Vec<Case> = cases.iter().map(|events| case(events)).collect();
    let held = held(&turns, &cases, special, &[], d(today));
    let shown: Vec<_> =
        held.iter().map(|held| format!("{}..{} {}", short(held.from), short(held.to), held.turn)).collect();
    assert_eq!(shown.join(", "), expected);
    // Nothing is counted twice and, while somebody has to move, nothing is left out.
    let days: u32 = days_by_holder(&held).values().sum();
    assert_eq!(days, held.iter().map(super::super::Held::days).sum::<u32>());
    assert!(held.windows(2).all(|pair| pair[0].to <= pair[1].from));
}

const NOBODY: SpecialHolder = SpecialHolder::Agency;

#[test]
fn preparation_is_told_by_people_and_the_case_by_its_events() {
    let prepared = [("01-05", Turn::Enterprise), ("01-20", Turn::Intermediary), ("02-10", Turn::Office)];
    check(
        &prepared,
        &[],
        NOBODY,
        "03-01",
        "01-05..01-20 ENTERPRISE, 01-20..02-10 INTERMEDIARY, 02-10..03-01 OFFICE",
    );
    check(
        &prepared[2..],
        &[
            "03-02 SUBMITTED, 03-04 SUPPLEMENT_STARTED, 03-09 SUPPLEMENT_ENDED, 03-10 ACCEPTED, 03-30 APPROVED",
        ],
        NOBODY,
        "05-20",
        "02-10..03-02 OFFICE, 03-02..03-04 AGENCY, 03-04..03-09 ENTERPRISE, 03-09..03-30 AGENCY",
    );
    check(
        &[],
        &[
            "03-02 ACCEPTED, 03-05 SUPPLEMENT_STARTED, 03-09 SUPPLEMENT_ENDED, 03-12 HANDED_ON, 03-16 PAUSE_STARTED",
        ],
        SpecialHolder::Intermediary,
        "03-20",
        "03-02..03-05 AGENCY, 03-05..03-09 ENTERPRISE, 03-09..03-12 AGENCY, 03-12..03-16 SUPERIOR, \
         03-16..03-20 INTERMEDIARY",
    );
    check(&[], &["03-02 ACCEPTED, 03-16 PAUSE_STARTED"], NOBODY, "03-20", "03-02..03-20 AGENCY");
    check(&[("01-05", Turn::Utility)], &[], NOBODY, "01-05", "");
    check(&[("01-05", Turn::Utility)], &[], NOBODY, "01-04", "");
}

#[test]
fn handing_on_while_papers_are_missing_leaves_it_with_the_enterprise() {
    check(
        &[],
        &["03-02 ACCEPTED, 03-05 SUPPLEMENT_STARTED, 03-09 HANDED_ON, 03-12 SUPPLEMENT_ENDED"],
        NOBODY,
        "03-20",
        "03-02..03-05 AGENCY, 03-05..03-12 ENTERPRISE, 03-12..03-20 SUPERIOR",
    );
}

#[test]
fn what_was_told_last_counts_and_of_one_day_the_case() {
    let accepted = "03-02 ACCEPTED";
    check(
        &[("03-10", Turn::Utility)],
        &[accepted],
        NOBODY,
        "03-20",
        "03-02..03-10 AGENCY, 03-10..03-20 UTILITY",
    );
    check(&[("03-02", Turn::Utility)], &[accepted], NOBODY, "03-20", "03-02..03-20 AGENCY");
    let turns = [("03-02", Turn::Utility), ("03-02", Turn::Office)];
    check(&turns, &[], NOBODY, "03-20", "03-02..03-20 OFFICE");
}

#[test]
fn an_end_without_a_grant_gives_it_back_and_a_grant_ends_it() {
    let refused = "03-02 ACCEPTED, 03-10 DENIED";
    check(
        &[("02-02", Turn::Office)],
        &[refused],
        NOBODY,
        "03-20",
        "02-02..03-02 OFFICE, 03-02..03-10 AGENCY, 03-10..03-20 OFFICE",
    );
    check(&[], &[refused], NOBODY, "03-20", "03-02..03-10 AGENCY, 03-10..03-20 ENTERPRISE");
    // Received and sent back within a day, twice told of one day, then filed again.
    check(
        &[("02-02", Turn::Office)],
        &["03-02 SUBMITTED, 03-02 REJECTED_INTAKE", "03-06 ACCEPTED, 03-10 APPROVED"],
        NOBODY,
        "03-20",
        "02-02..03-06 OFFICE, 03-06..03-10 AGENCY",
    );
    // The defect is the applicant's, and until it is cured the permit is not had for good.
    check(
        &[],
        &["03-02 ACCEPTED, 03-10 APPROVED_WITH_DEFECTS, 03-16 DEFECTS_CURED"],
        NOBODY,
        "03-20",
        "03-02..03-10 AGENCY, 03-10..03-16 ENTERPRISE",
    );
    check(
        &[("02-02", Turn::Office)],
        &["03-02 ACCEPTED, 03-10 APPROVED, 03-16 REVOKED"],
        NOBODY,
        "03-20",
        "02-02..03-02 OFFICE, 03-02..03-10 AGENCY, 03-16..03-20 OFFICE",
    );
}

#[test]
fn who_holds_a_special_procedure_is_who_makes_all_that_may_be_asked_for() {
    use crate::catalogue::StopKind::{
        ExpertReview, Hearing, Inspection, PublicNotice, Rectification, Supplement,
    };
    use SpecialHolder::{Agency, Intermediary};
    let check = |stops: &[_], expected| {
        assert_eq!(SpecialHolder::by(&stops.iter().copied().collect()), expected, "{stops:?}");
    };
    check(&[], Agency);
    check(&[ExpertReview], Intermediary);
    check(&[Supplement, Inspection, ExpertReview, Rectification], Intermediary);
    check(&[ExpertReview, PublicNotice], Agency);
    check(&[Hearing], Agency);
    check(&[Supplement], Agency);
}

#[test]
fn while_the_project_is_withdrawn_nobody_has_to_move() {
    let check = |away: &[(&str, Option<&str>)], expected: &str| {
        let away: Vec<_> = away.iter().map(|&(from, until)| (d(from), until.map(d))).collect();
        let cases = [case("03-02 ACCEPTED, 03-16 SUPPLEMENT_STARTED")];
        let held = held(&[(d("02-02"), Turn::Office)], &cases, NOBODY, &away, d("04-01"));
        let shown: Vec<_> = held
            .iter()
            .map(|held| format!("{}..{} {}", short(held.from), short(held.to), held.turn))
            .collect();
        assert_eq!(shown.join(", "), expected, "{away:?}");
    };
    check(&[], "02-02..03-02 OFFICE, 03-02..03-16 AGENCY, 03-16..04-01 ENTERPRISE");
    check(&[("03-10", None)], "02-02..03-02 OFFICE, 03-02..03-10 AGENCY");
    check(&[("02-20", Some("03-10"))], "02-02..02-20 OFFICE, 03-10..03-16 AGENCY, 03-16..04-01 ENTERPRISE");
    let twice = [("02-20", Some("02-25")), ("03-20", Some("03-20")), ("03-30", None)];
    let expected = "02-02..02-20 OFFICE, 02-25..03-02 OFFICE, 03-02..03-16 AGENCY, 03-16..03-20 ENTERPRISE, \
        03-20..03-30 ENTERPRISE";
    check(&twice, expected);
    check(&[("01-01", None)], "");
}
