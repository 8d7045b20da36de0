//! Answers to attributes in the caller's language.

use luodi_domain::attribute::{Answer, Attribute, Kind};

use crate::language::Language;

/// An answer for people, with its unit.
pub(crate) fn text(attribute: Attribute, answer: Answer, language: Language) -> String {
    match (answer, attribute.kind()) {
        (Answer::Unknown, _) => language.pick("未知", "unknown").to_owned(),
        (Answer::Flag(true), _) => language.pick("是", "yes").to_owned(),
        (Answer::Flag(false), _) => language.pick("否", "no").to_owned(),
        (Answer::Choice(choice), _) => language.pick(choice.zh, choice.en).to_owned(),
        (Answer::Number(quantity), Kind::Number(unit)) => language.pick(
            format!("{}{}", quantity.grouped(), unit.zh),
            format!("{} {}", quantity.grouped(), unit.en),
        ),
        (Answer::Number(quantity), _) => quantity.grouped(),
    }
}
