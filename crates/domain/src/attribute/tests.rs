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
