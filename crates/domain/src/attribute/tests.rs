//! Attributes and quantities as tables.

use proptest::prelude::*;

use super::*;

#[test]
fn quantities() {
    fn check(text: &str, plain: &str, grouped: &str) {
        let quantity = Quantity::parse(text).unwrap();
        assert_eq!((quantity.to_string().as_str(), quantity.grouped().as_str()), (plain, grouped), "{text}");
    }
    check("0", "0", "0");
    check("10400", "10400", "10,400");
    check("0.50", "0.5", "0.5");
    check("1234567.0001", "1234567.0001", "1,234,567.0001");
    check("-1200", "-1200", "-1,200");
    check("999", "999", "999");
}

#[test]
fn more_than_four_decimals_are_refused() {
    let refused = Quantity::parse("0.12345").unwrap_err();
    assert_eq!(refused.to_string(), "not a quantity: at most 4 decimals are kept, found 5");
}

#[test]
fn an_attribute_takes_answers_of_its_kind() {
    fn check(attribute: Attribute, answer: Answer, taken: bool) {
        assert_eq!(attribute.takes(answer), taken, "{attribute} {answer:?}");
    }
    let leased = Attribute::LandSource.choice("LEASED").unwrap();
    let batch = Attribute::LandPath.choice("BATCH").unwrap();
    check(Attribute::InPark, Answer::Flag(true), true);
    check(Attribute::InPark, Answer::Unknown, true);
    check(Attribute::InPark, Answer::Number(Quantity::ZERO), false);
    check(Attribute::ForestHa, Answer::Number(Quantity::parse("1.5").unwrap()), true);
    check(Attribute::ForestHa, Answer::Number(Quantity::parse("-1").unwrap()), false);
    check(Attribute::LandSource, Answer::Choice(leased), true);
    check(Attribute::LandSource, Answer::Choice(batch), false);
}

#[test]
fn codes_names_and_choices_tell_attributes_apart() {
    let mut codes = std::collections::BTreeSet::new();
    let mut names = std::collections::BTreeSet::new();
    for &attribute in Attribute::ALL {
        assert_eq!(Attribute::parse(attribute.as_str()), Some(attribute));
        assert!(codes.insert(attribute.as_str()), "{attribute}");
        assert!(names.insert(attribute.zh()) && names.insert(attribute.en()), "{attribute}");
        if let Kind::Choice(choices) = attribute.kind() {
            let distinct: std::collections::BTreeSet<_> = choices.iter().map(|choice| choice.code).collect();
            assert!(distinct.len() == choices.len() && choices.len() > 1, "{attribute}");
        }
    }
}

proptest! {
    #[test]
    fn a_quantity_reads_what_it_writes(text in "-?[0-9]{1,12}(\\.[0-9]{1,4})?") {
        let quantity = Quantity::parse(&text).unwrap();
        prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        prop_assert_eq!(quantity.grouped().replace(',', ""), quantity.to_string());
    }
}

#[test]
fn answers_that_cannot_both_be_so() {
    use Attribute::{
        AnimalFarm, BreedingStock, CapacityMw, CityTrees, CrossProvinceTelecom, CultivatedHa, EnergyExempt,
        EnergyNational, FarmlandHa, Groundwater, KeyProcess, LandSource, LandWithScheme, MajorHazard,
        PermanentBasicFarmlandHa, Racks, Technology, TelecomService, TemporaryFarmland, TemporaryLandHa,
        WaterAcrossCities, WaterM3Day,
    };
    #[track_caller]
    fn check(answers: &[(Attribute, Answer)], expected: Option<&str>) {
        let answers = answers.iter().copied().collect();
        let found = contradiction(&answers).map(|found| found.refusal().to_string());
        assert_eq!(found.as_deref(), expected, "{answers:?}");
    }
    let number = |text: &str| Answer::Number(Quantity::parse(text).unwrap());
    let (yes, no) = (Answer::Flag(true), Answer::Flag(false));
    check(&[], None);
    check(&[(CultivatedHa, number("10")), (FarmlandHa, number("10"))], None);
    check(
        &[(CultivatedHa, number("10.5")), (FarmlandHa, number("10"))],
        Some(
            "ATTRIBUTES_CONTRARY key=cultivated_ha attribute=cultivated land found=10.5 ha otherKey=farmland_ha \
             other=farmland of all kinds limit=10 ha",
        ),
    );
    // What is unknown contradicts nothing.
    check(&[(CultivatedHa, number("10.5")), (FarmlandHa, Answer::Unknown)], None);
    check(&[(PermanentBasicFarmlandHa, number("1")), (FarmlandHa, number("1"))], None);
    check(&[(Racks, number("5000")), (CityTrees, number("3"))], None);
    check(
        &[(CityTrees, number("3.5"))],
        Some("NOT_WHOLE key=city_trees attribute=moved or felled in the city value=3.5"),
    );
    for (set, some) in
        [(TemporaryFarmland, TemporaryLandHa), (Groundwater, WaterM3Day), (WaterAcrossCities, WaterM3Day)]
    {
        check(&[(set, yes), (some, number("0.5"))], None);
        check(&[(set, no), (some, number("0"))], None);
        let contrary = [(set, yes), (some, number("0"))].into();
        assert_eq!(contradiction(&contrary), Some(Contradiction::Contrary((set, yes), (some, number("0")))));
    }
    for (set, with) in [
        (CrossProvinceTelecom, TelecomService),
        (BreedingStock, AnimalFarm),
        (MajorHazard, KeyProcess),
        (Attribute::OverlimitBuilding, Attribute::NewBuilding),
        (Attribute::Hotel, Attribute::PublicPlace),
    ] {
        check(&[(set, yes), (with, yes)], None);
        check(&[(set, no), (with, no)], None);
        check(&[(set, no), (with, yes)], None);
        let contrary = [(set, yes), (with, no)].into();
        assert_eq!(contradiction(&contrary), Some(Contradiction::Contrary((set, yes), (with, no))));
    }
    check(&[(EnergyNational, yes), (EnergyExempt, no)], None);
    check(
        &[(EnergyNational, yes), (EnergyExempt, yes)],
        Some(
            "ATTRIBUTES_CONTRARY key=energy_national attribute=energy review by the national commission found=yes \
             otherKey=energy_exempt other=on the list exempt from energy review limit=yes",
        ),
    );
    let source = |code: &str| Answer::Choice(LandSource.choice(code).unwrap());
    check(&[(LandWithScheme, yes), (LandSource, source("AUCTION"))], None);
    check(&[(LandWithScheme, no), (LandSource, source("LEASED"))], None);
    check(
        &[(LandWithScheme, yes), (LandSource, source("LEASED"))],
        Some(
            "ATTRIBUTES_CONTRARY key=land_with_scheme attribute=land sold with its design scheme found=yes \
             otherKey=land_source other=source of the land limit=leased premises",
        ),
    );
    let plant = |technology, capacity| {
        [(CapacityMw, number(capacity)), (Technology, Answer::Choice(Technology.choice(technology).unwrap()))]
    };
    check(&plant("WIND", "50"), None);
    check(&plant("NONE", "0"), None);
    for (technology, capacity) in [("NONE", "50"), ("WIND", "0")] {
        let contrary = plant(technology, capacity);
        let found = contradiction(&contrary.into());
        assert_eq!(found, Some(Contradiction::Contrary(contrary[0], contrary[1])), "{technology}");
    }
}
