//! Conditions on attributes as people write them, in the catalogue and in what administrators type for a region:
//!
//! ```text
//! always
//! eia_class = REPORT or eia_class = FORM
//! (energy_tce >= 1000 or power_mwh >= 5000) and not energy_exempt
//! ```
//!
//! A flag stands alone; a choice takes `=` or `!=`; a quantity takes `<`, `<=`, `>=` or `>`. `and` binds closer than `or`.

mod error;
mod print;
mod words;

#[cfg(test)]
mod tests;

use luodi_domain::attribute::{Attribute, Kind, Quantity};
use luodi_domain::catalogue::{Comparison, Condition, Test};

pub use error::{ConditionError, Expected, Mistake};
pub use print::written;
use words::{Word, WordKind, words};

/// How deep parentheses and `not` may stand in one another: a reader is lost long before.
const DEEPEST: usize = 20;

/// Reads a condition.
pub fn parse(text: &str) -> Result<Condition, ConditionError> {
    let words = words(text)?;
    let mut reader = Reader { words: &words, next: 0, end: text.chars().count() + 1, depth: 0 };
    let condition = reader.any()?;
    match reader.words.get(reader.next) {
        None => Ok(condition),
        Some(word) => Err(word.unexpected(Expected::End)),
    }
}

struct Reader<'a> {
    words: &'a [Word<'a>],
    next: usize,
    /// The column behind the last one.
    end: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn any(&mut self) -> Result<Condition, ConditionError> {
        let first = self.all()?;
        let mut conditions = vec![first];
        while self.take(WordKind::Or) {
            conditions.push(self.all()?);
        }
        Ok(one_or(conditions, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, ConditionError> {
        let first = self.single()?;
        let mut conditions = vec![first];
        while self.take(WordKind::And) {
            conditions.push(self.single()?);
        }
        Ok(one_or(conditions, Condition::All))
    }

    fn single(&mut self) -> Result<Condition, ConditionError> {
        let word = self.word(Expected::Condition)?;
        match word.kind {
            WordKind::Not => self.deeper(word, |reader| Ok(Condition::Not(Box::new(reader.single()?)))),
            WordKind::Open => self.deeper(word, |reader| {
                let inner = reader.any()?;
                let close = reader.word(Expected::Close)?;
                if close.kind == WordKind::Close { Ok(inner) } else { Err(close.unexpected(Expected::Close)) }
            }),
            WordKind::Always => Ok(Condition::Always),
            WordKind::Name => self.test(word),
            _ => Err(word.unexpected(Expected::Condition)),
        }
    }

    fn test(&mut self, name: &Word<'_>) -> Result<Condition, ConditionError> {
        let attribute = Attribute::parse(name.text)
            .ok_or_else(|| name.mistake(Mistake::UnknownAttribute(name.text.to_owned())))?;
        match attribute.kind() {
            Kind::Flag => match self.words.get(self.next) {
                Some(word) if word.kind.compares() => Err(word.mistake(Mistake::Flag(attribute))),
                _ => Ok(Condition::Test(attribute, Test::Set)),
            },
            Kind::Choice(_) => {
                let sign = self.word(Expected::Sign(attribute))?;
                let equal = match sign.kind {
                    WordKind::Equal => true,
                    WordKind::Unequal => false,
                    _ => return Err(sign.unexpected(Expected::Sign(attribute))),
                };
                let value = self.word(Expected::Choice(attribute))?;
                let choice = attribute
                    .choice(value.text)
                    .ok_or_else(|| value.mistake(Mistake::UnknownChoice(attribute, value.text.to_owned())))?;
                let test = Condition::Test(attribute, Test::Is(choice));
                Ok(if equal { test } else { Condition::Not(Box::new(test)) })
            }
            Kind::Number(_) => {
                let sign = self.word(Expected::Sign(attribute))?;
                let WordKind::Compares(comparison) = sign.kind else {
                    return Err(sign.unexpected(Expected::Sign(attribute)));
                };
                let value = self.word(Expected::Number(attribute))?;
                let quantity = Quantity::parse(value.text)
                    .ok()
                    .filter(|_| value.kind == WordKind::Number)
                    .ok_or_else(|| value.unexpected(Expected::Number(attribute)))?;
                Ok(Condition::Test(attribute, Test::Number(comparison, quantity)))
            }
        }
    }

    fn deeper(
        &mut self,
        word: &Word<'_>,
        inner: impl FnOnce(&mut Self) -> Result<Condition, ConditionError>,
    ) -> Result<Condition, ConditionError> {
        if self.depth == DEEPEST {
            return Err(word.mistake(Mistake::TooDeep(DEEPEST)));
        }
        self.depth += 1;
        let found = inner(self);
        self.depth -= 1;
        found
    }

    /// The next word, which has to be there.
    fn word(&mut self, expected: Expected) -> Result<&'a Word<'a>, ConditionError> {
        let word = self.words.get(self.next);
        self.next += 1;
        word.ok_or(ConditionError { column: self.end, mistake: Mistake::Ends(expected) })
    }

    fn take(&mut self, kind: WordKind) -> bool {
        let found = self.words.get(self.next).is_some_and(|word| word.kind == kind);
        if found {
            self.next += 1;
        }
        found
    }
}

/// The condition itself where there is only one.
fn one_or(mut conditions: Vec<Condition>, several: fn(Vec<Condition>) -> Condition) -> Condition {
    match conditions.pop() {
        Some(only) if conditions.is_empty() => only,
        last => {
            conditions.extend(last);
            several(conditions)
        }
    }
}

/// The comparisons of quantities and how they are written.
const COMPARISONS: [(&str, Comparison); 4] = [
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::More),
];
