//! Conditions as tables.

use super::*;
use crate::attribute::{Answer, Answers, Attribute, Quantity};

fn flag(attribute: Attribute) -> Condition {
    Condition::Test(attribute, Test::Set)
}

fn at_least(attribute: Attribute, limit: u32) -> Condition {
    Condition::Test(attribute, Test::Number(Comparison::AtLeast, Quantity::whole(limit)))
}

fn known() -> Answers {
    Answers::from([
        (Attribute::InPark, Answer::Flag(true)),
        (Attribute::Hazchem, Answer::Flag(false)),
        (Attribute::EnergyTce, Answer::Number(Quantity::whole(10_400))),
        (Attribute::PowerMwh, Answer::Unknown),
    ])
}

#[test]
fn three_answers() {
    #[track_caller]
    fn check(condition: &Condition, truth: Truth, by: &[Attribute]) {
        let verdict = condition.judge(&known());
        let found: Vec<_> = verdict.findings.iter().map(|finding| finding.attribute).collect();
        assert_eq!((verdict.truth, found.as_slice()), (truth, by), "{condition:?}");
    }
    let park = || flag(Attribute::InPark);
    let hazchem = || flag(Attribute::Hazchem);
    let energy = |limit| at_least(Attribute::EnergyTce, limit);
    let power = || at_least(Attribute::PowerMwh, 5_000);
    let (yes, no, unknown) = (Truth::Yes, Truth::No, Truth::Unknown);
    check(&Condition::Always, yes, &[]);
    check(&park(), yes, &[Attribute::InPark]);
    check(&hazchem(), no, &[Attribute::Hazchem]);
    check(&energy(10_400), yes, &[Attribute::EnergyTce]);
    check(&energy(10_401), no, &[Attribute::EnergyTce]);
    check(&power(), unknown, &[Attribute::PowerMwh]);
    check(&flag(Attribute::Relics), unknown, &[Attribute::Relics]);
    check(&Condition::Not(Box::new(hazchem())), yes, &[Attribute::Hazchem]);
    check(&Condition::Not(Box::new(power())), unknown, &[Attribute::PowerMwh]);
    // One that decides decides alone, whatever is unknown beside it.
    check(&Condition::Any(vec![power(), energy(1_000)]), yes, &[Attribute::EnergyTce]);
    check(&Condition::Any(vec![hazchem(), power()]), unknown, &[Attribute::PowerMwh]);
    check(&Condition::Any(vec![hazchem(), energy(20_000)]), no, &[Attribute::Hazchem, Attribute::EnergyTce]);
    check(&Condition::All(vec![power(), hazchem()]), no, &[Attribute::Hazchem]);
    check(&Condition::All(vec![park(), power()]), unknown, &[Attribute::PowerMwh]);
    check(&Condition::All(vec![park(), energy(1)]), yes, &[Attribute::InPark, Attribute::EnergyTce]);
    check(&Condition::All(vec![]), yes, &[]);
    check(&Condition::Any(vec![]), no, &[]);
}

#[test]
fn a_number_stands_to_a_limit() {
    use Comparison::{AtLeast, AtMost, Less, More};
    fn check(comparison: Comparison, below: bool, same: bool, above: bool) {
        let limit = Quantity::whole(5);
        let found = ["4.9999", "5", "5.0001"].map(|text| Quantity::parse(text).unwrap());
        assert_eq!(found.map(|found| comparison.holds(found, limit)), [below, same, above], "{comparison:?}");
    }
    check(Less, true, false, false);
    check(AtMost, true, true, false);
    check(AtLeast, false, true, true);
    check(More, false, false, true);
}

#[test]
fn a_test_suits_attributes_of_its_kind() {
    fn check(test: Test, attribute: Attribute, suits: bool) {
        assert_eq!(test.suits(attribute), suits, "{test:?} {attribute}");
    }
    let batch = Attribute::LandPath.choice("BATCH").unwrap();
    check(Test::Set, Attribute::InPark, true);
    check(Test::Set, Attribute::ForestHa, false);
    check(Test::Is(batch), Attribute::LandPath, true);
    check(Test::Is(batch), Attribute::LandSource, false);
    check(Test::Number(Comparison::Less, Quantity::ZERO), Attribute::ForestHa, true);
    check(Test::Number(Comparison::Less, Quantity::ZERO), Attribute::InPark, false);
}

#[test]
fn findings_for_people() {
    let found = |condition: &Condition| {
        let words = condition.judge(&known()).findings.iter().map(Finding::words).collect::<Vec<_>>();
        let words = Words::list(&words);
        format!("{} / {}", words.zh, words.en)
    };
    let energy = |comparison, limit| {
        Condition::Test(Attribute::EnergyTce, Test::Number(comparison, Quantity::whole(limit)))
    };
    let lines = [
        found(&flag(Attribute::InPark)),
        found(&flag(Attribute::Hazchem)),
        found(&flag(Attribute::Relics)),
        found(&energy(Comparison::AtLeast, 10_000)),
        found(&energy(Comparison::Less, 10_400)),
        found(&energy(Comparison::More, 20_000)),
        found(&energy(Comparison::AtMost, 5_000)),
        found(&Condition::All(vec![flag(Attribute::InPark), energy(Comparison::AtLeast, 1_000)])),
        found(&at_least(Attribute::PowerMwh, 5_000)),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r"
    位于园区：是 / in a park: yes
    危险化学品建设项目：否 / hazardous chemicals: no
    涉及文物或大型用地考古：未知 / relics, or a site large enough for archaeology: unknown
    年综合能源消费量 10,400吨标准煤 ≥ 10,000 / energy a year 10,400 tce ≥ 10,000
    年综合能源消费量 10,400吨标准煤 ≥ 10,400 / energy a year 10,400 tce ≥ 10,400
    年综合能源消费量 10,400吨标准煤 ≤ 20,000 / energy a year 10,400 tce ≤ 20,000
    年综合能源消费量 10,400吨标准煤 > 5,000 / energy a year 10,400 tce > 5,000
    位于园区：是；年综合能源消费量 10,400吨标准煤 ≥ 1,000 / in a park: yes; energy a year 10,400 tce ≥ 1,000
    年用电量：未知 / electricity a year: unknown
    ");
}

#[test]
fn conditions_for_people() {
    let said = |condition: &Condition| {
        let words = condition.words();
        format!("{} / {}", words.zh, words.en)
    };
    let not = |condition| Condition::Not(Box::new(condition));
    let batch =
        || Condition::Test(Attribute::LandPath, Test::Is(Attribute::LandPath.choice("BATCH").unwrap()));
    let energy = || at_least(Attribute::EnergyTce, 1_000);
    let (park, exempt) = (|| flag(Attribute::InPark), || flag(Attribute::EnergyExempt));
    let lines = [
        said(&Condition::Always),
        said(&not(Condition::Always)),
        said(&Condition::All(vec![])),
        said(&Condition::Any(vec![])),
        said(&park()),
        said(&not(park())),
        said(&not(not(park()))),
        said(&batch()),
        said(&not(batch())),
        said(&energy()),
        said(&not(energy())),
        said(&Condition::All(vec![energy(), not(exempt())])),
        said(&Condition::Any(vec![Condition::All(vec![park(), energy()]), batch()])),
        said(&Condition::All(vec![Condition::Any(vec![park(), energy()]), batch()])),
        said(&not(Condition::All(vec![park(), batch()]))),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r#"
    所有项目 / every project
    不适用于任何项目 / no project
    所有项目 / every project
    不适用于任何项目 / no project
    位于园区 / in a park
    非“位于园区” / not "in a park"
    位于园区 / in a park
    农转用路径为“批次用地” / path of the land's conversion: by batch
    农转用路径不为“批次用地” / path of the land's conversion: other than by batch
    年综合能源消费量 ≥ 1,000吨标准煤 / energy a year ≥ 1,000 tce
    年综合能源消费量 < 1,000吨标准煤 / energy a year < 1,000 tce
    年综合能源消费量 ≥ 1,000吨标准煤，且非“列入节能审查豁免目录” / energy a year ≥ 1,000 tce and not "on the list exempt from energy review"
    （位于园区，且年综合能源消费量 ≥ 1,000吨标准煤），或农转用路径为“批次用地” / (in a park and energy a year ≥ 1,000 tce) or path of the land's conversion: by batch
    （位于园区，或年综合能源消费量 ≥ 1,000吨标准煤），且农转用路径为“批次用地” / (in a park or energy a year ≥ 1,000 tce) and path of the land's conversion: by batch
    非（位于园区，且农转用路径为“批次用地”） / not (in a park and path of the land's conversion: by batch)
    "#);
}

#[test]
fn an_entry_is_called_as_on_the_day() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let version = |zh: &str, from: &str, to: &str| PermitType {
        zh: zh.to_owned(),
        valid_from: Some(day(from)),
        valid_to: Some(day(to)),
        ..fixture::entry("energy_review", Condition::Always)
    };
    let catalogue = Catalogue::new([
        version("能评", "2010-11-01", "2016-12-31"),
        version("节能审查", "2017-01-01", "2025-08-31"),
        version("节能审查和碳排放评价", "2025-09-01", "2030-12-31"),
    ]);
    for (on, name) in [
        ("2010-10-31", "能评"),
        ("2016-12-31", "能评"),
        ("2017-01-01", "节能审查"),
        ("2025-08-31", "节能审查"),
        ("2025-09-01", "节能审查和碳排放评价"),
        ("2031-01-01", "节能审查和碳排放评价"),
    ] {
        assert_eq!(catalogue.name("energy_review", day(on)).unwrap().zh, name, "{on}");
    }
    assert_eq!(catalogue.name("unheard_of", day("2020-01-01")), None);
}
