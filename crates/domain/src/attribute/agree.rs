//! 属性之间的一致: answers that cannot both be so, and counts that are no whole number.

use super::{Answer, Answers, Attribute, Quantity};
use crate::refusal::{Fact, Refusal, Rule};

/// Quantities that are counted one by one.
const COUNTED: [Attribute; 2] = [Attribute::Racks, Attribute::CityTrees];

/// A part and what it is part of: 耕地 is farmland, 永久基本农田 is cultivated.
const PARTS: [(Attribute, Attribute); 2] = [
    (Attribute::CultivatedHa, Attribute::FarmlandHa),
    (Attribute::PermanentBasicFarmlandHa, Attribute::CultivatedHa),
];

/// A yes, and what then cannot be none: whoever draws groundwater draws water.
const SOME: [(Attribute, Attribute); 3] = [
    (Attribute::TemporaryFarmland, Attribute::TemporaryLandHa),
    (Attribute::Groundwater, Attribute::WaterM3Day),
    (Attribute::WaterAcrossCities, Attribute::WaterM3Day),
];

/// A yes that another yes goes with. A hotel is a public place: 公共场所卫生管理条例 §2.
const BOTH: [(Attribute, Attribute); 5] = [
    (Attribute::CrossProvinceTelecom, Attribute::TelecomService),
    (Attribute::BreedingStock, Attribute::AnimalFarm),
    (Attribute::MajorHazard, Attribute::KeyProcess),
    (Attribute::OverlimitBuilding, Attribute::NewBuilding),
    (Attribute::Hotel, Attribute::PublicPlace),
];

/// A yes that another yes rules out: the national commission reviews nothing that is exempt.
const EITHER: [(Attribute, Attribute); 1] = [(Attribute::EnergyNational, Attribute::EnergyExempt)];

/// A yes, and the one choice that goes with it: only land that is sold is sold with its scheme.
const CHOSEN: [(Attribute, Attribute, &str); 1] =
    [(Attribute::LandWithScheme, Attribute::LandSource, "AUCTION")];

/// A quantity, and the choice by which there is none of it; by any other there is some.
const NONE_OF: [(Attribute, Attribute, &str); 1] = [(Attribute::CapacityMw, Attribute::Technology, "NONE")];

/// What is wrong with answers taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// Something is counted and not whole.
    NotWhole(Attribute, Quantity),
    /// Both cannot be so.
    Contrary((Attribute, Answer), (Attribute, Answer)),
}

/// The first thing wrong with answers taken together. What is unknown contradicts nothing.
pub fn contradiction(answers: &Answers) -> Option<Contradiction> {
    let number = |attribute: Attribute| match answers.get(&attribute) {
        Some(Answer::Number(quantity)) => Some(*quantity),
        _ => None,
    };
    let flag = |attribute: Attribute, expected: bool| {
        answers.get(&attribute).filter(|answer| **answer == Answer::Flag(expected)).copied()
    };
    let counted = COUNTED.into_iter().filter_map(|attribute| Some((attribute, number(attribute)?)));
    let broken = counted.into_iter().find(|(_, quantity)| !quantity.is_whole());
    let larger = PARTS.into_iter().filter_map(|(part, whole)| {
        let (found, limit) = (number(part)?, number(whole)?);
        (found > limit).then_some(((part, Answer::Number(found)), (whole, Answer::Number(limit))))
    });
    let none = SOME.into_iter().filter_map(|(set, some)| {
        let found = flag(set, true)?;
        let limit = number(some).filter(|quantity| *quantity == Quantity::ZERO)?;
        Some(((set, found), (some, Answer::Number(limit))))
    });
    let both = BOTH.into_iter().map(|(set, with)| (set, with, false));
    let either = EITHER.into_iter().map(|(set, other)| (set, other, true));
    let alone = both.chain(either);
    let alone =
        alone.filter_map(|(set, with, answer)| Some(((set, flag(set, true)?), (with, flag(with, answer)?))));
    let choice = |attribute: Attribute| match answers.get(&attribute) {
        Some(Answer::Choice(choice)) => Some(*choice),
        _ => None,
    };
    let chosen = CHOSEN.into_iter().filter_map(|(set, of, wanted)| {
        let (found, choice) = (flag(set, true)?, choice(of).filter(|choice| choice.code != wanted)?);
        Some(((set, found), (of, Answer::Choice(choice))))
    });
    let none_of = NONE_OF.into_iter().filter_map(|(counted, of, without)| {
        let (quantity, choice) = (number(counted)?, choice(of)?);
        let is_none = quantity == Quantity::ZERO;
        (is_none != (choice.code == without))
            .then_some(((counted, Answer::Number(quantity)), (of, Answer::Choice(choice))))
    });
    let mut contrary = larger.chain(none).chain(alone).chain(chosen).chain(none_of);
    broken
        .map(|(attribute, quantity)| Contradiction::NotWhole(attribute, quantity))
        .or_else(|| contrary.next().map(|(one, other)| Contradiction::Contrary(one, other)))
}

impl Contradiction {
    /// The refusal of answers in which it is found.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::NotWhole(attribute, quantity) => Refusal::new(Rule::NotWhole)
                .text("key", attribute.as_str())
                .with("attribute", Fact::Words(attribute.words()))
                .text("value", quantity.to_string()),
            Self::Contrary((one, answer), (other, limit)) => Refusal::new(Rule::AttributesContrary)
                .text("key", one.as_str())
                .with("attribute", Fact::Words(one.words()))
                .with("found", Fact::Words(one.answered(answer)))
                .text("otherKey", other.as_str())
                .with("other", Fact::Words(other.words()))
                .with("limit", Fact::Words(other.answered(limit))),
        }
    }
}
