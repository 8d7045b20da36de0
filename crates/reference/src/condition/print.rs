//! Writing a condition, so that reading it again gives the same.

use luodi_domain::catalogue::{Condition, Test};

use super::COMPARISONS;

/// A condition as people write it.
pub fn written(condition: &Condition) -> String {
    match condition {
        Condition::Always => "always".to_owned(),
        Condition::Test(attribute, Test::Set) => attribute.to_string(),
        Condition::Test(attribute, Test::Is(choice)) => format!("{attribute} = {}", choice.code),
        Condition::Test(attribute, Test::Number(comparison, limit)) => {
            let sign = COMPARISONS.iter().find(|(_, other)| other == comparison).map_or("", |(sign, _)| sign);
            format!("{attribute} {sign} {limit}")
        }
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Test(attribute, Test::Is(choice)) => format!("{attribute} != {}", choice.code),
            inner => format!("not {}", within(inner, false)),
        },
        Condition::All(conditions) => joined(conditions, " and ", "always", false),
        Condition::Any(conditions) => joined(conditions, " or ", "not always", true),
    }
}

/// Several conditions, or what none of them amounts to.
fn joined(conditions: &[Condition], between: &str, none: &str, loose: bool) -> String {
    if conditions.is_empty() {
        return none.to_owned();
    }
    conditions.iter().map(|condition| within(condition, loose)).collect::<Vec<_>>().join(between)
}

/// A part of a condition, in parentheses where it would be read otherwise: only beside `or` does `and` need none.
fn within(condition: &Condition, loose: bool) -> String {
    let text = written(condition);
    match condition {
        Condition::Any(_) => format!("({text})"),
        Condition::All(_) if !loose => format!("({text})"),
        _ => text,
    }
}
