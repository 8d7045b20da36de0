//! Terms 谈判条件.

use super::commands::*;
use super::life::{Ask, new_build_at, on};
use crate::command::{Command, NewSubsidy, RecordTerms};
use crate::stage::Stage;
use crate::terms::{SubsidyKind, Terms};

const NOW: &str = "2025-06-10";

fn ask() -> Ask {
    on(NOW)
}

#[test]
fn terms_are_recorded_as_a_whole() {
    let mut life = new_build_at(Stage::Negotiation);
    let version = life.project.version;
    let both = [(SubsidyKind::Energy, "300000"), (SubsidyKind::Land, "0.01")];
    life.does(&terms("150000", &both), &ask());
    let offered = &life.project.terms;
    assert_eq!(offered.land_price, Some(yuan("150000")));
    let kinds: Vec<SubsidyKind> = offered.subsidies.keys().copied().collect();
    assert_eq!(kinds, [SubsidyKind::Land, SubsidyKind::Energy]);
    // The same again is no event; what is left out is no longer offered.
    life.does(&terms("150000", &both), &ask());
    assert_eq!(life.project.version, version + 1);
    life.does(&terms("150000", &both[..1]), &ask());
    assert_eq!(life.project.terms.subsidies.len(), 1);
    life.does(&Command::RecordTerms(RecordTerms { land_price: None, subsidies: vec![], note: None }), &ask());
    assert_eq!(life.project.terms, Terms::default());
    assert!(life.project.terms.is_empty());
}

#[test]
fn what_cannot_be_offered_is_refused() {
    let mut life = new_build_at(Stage::Negotiation);
    let mut check = |command: &Command, expected: &str| assert_eq!(life.answer(command, &ask()), expected);
    let with = |condition: &str| {
        let amount = Some(yuan("1"));
        let subsidy = NewSubsidy { kind: SubsidyKind::Other, amount, condition: Some(condition.into()) };
        Command::RecordTerms(RecordTerms { land_price: None, subsidies: vec![subsidy], note: None })
    };
    let noted = |note: &str| {
        Command::RecordTerms(RecordTerms { land_price: None, subsidies: vec![], note: Some(note.into()) })
    };
    let energy = (SubsidyKind::Energy, "1");
    check(&terms("0", &[]), "ok");
    check(&terms("-0.01", &[]), "MONEY_INVALID .landPrice value=-0.01");
    check(&terms("10000000000000.01", &[]), "MONEY_INVALID .landPrice value=10000000000000.01");
    check(&terms("1", &[(SubsidyKind::Energy, "-1")]), "MONEY_INVALID .subsidies[0] .amount value=-1.00");
    check(&terms("1", &[energy, energy]), "DUPLICATE .subsidies[1] .kind");
    check(&with("二期开工\n后兑现"), "ok");
    check(&with(" "), "TEXT_EMPTY .subsidies[0] .condition");
    check(&with("a\u{0}"), "TEXT_CONTROL_CHARACTER .subsidies[0] .condition position=2");
    check(&noted("水电价格另议"), "ok");
    check(&noted(""), "TEXT_EMPTY .note");
}
