//! Answers for people.

use super::{Answer, Attribute, Kind};
use crate::words::Words;

impl Attribute {
    /// What it is called.
    pub fn words(self) -> Words {
        Words::new(self.zh(), self.en())
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
