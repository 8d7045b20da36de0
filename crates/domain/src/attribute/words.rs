//! Answers for people.

use super::{Answer, Attribute, Kind};
use crate::words::Words;

impl Attribute {
    /// What it is called.
    pub fn words(self) -> Words {
        Words::new(self.zh(), self.en())
    }

    /// The answers it takes, for people, as the API spells them. `unknown` goes with every attribute.
    pub fn takes_words(self) -> Words {
        match self.kind() {
            Kind::Flag => Words::new("是或否（bool）", "yes or no (bool)"),
            Kind::Number(unit) => Words::new(
                format!("不小于0、至多4位小数的数，单位{}（number）", unit.zh),
                format!("a number of {}, not below 0, of at most 4 decimals (number)", unit.en),
            ),
            Kind::Choice(choices) => {
                let listed = |one: fn(&super::Choice) -> String, with: &str| {
                    choices.iter().map(one).collect::<Vec<_>>().join(with)
                };
                let zh = listed(|choice| format!("{}（{}）", choice.code, choice.zh), "、");
                let en = listed(|choice| format!("{} ({})", choice.code, choice.en), ", ");
                Words::new(format!("{zh}之一（choice）"), format!("one of {en} (choice)"))
            }
        }
    }

    /// An answer to it for people, with its unit.
    pub fn answered(self, answer: Answer) -> Words {
        match (answer, self.kind()) {
            (Answer::Unknown, _) => Words::new("未知", "unknown"),
            (Answer::Flag(true), _) => Words::new("是", "yes"),
            (Answer::Flag(false), _) => Words::new("否", "no"),
            (Answer::Choice(choice), _) => Words::new(choice.zh, choice.en),
            (Answer::Number(quantity), Kind::Number(unit)) => {
                let number = quantity.grouped();
                Words::new(format!("{number}{}", unit.zh), format!("{number} {}", unit.en))
            }
            (Answer::Number(quantity), Kind::Flag | Kind::Choice(_)) => {
                Words::new(quantity.grouped(), quantity.grouped())
            }
        }
    }
}
