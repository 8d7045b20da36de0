//! What can be wrong with a condition.

use std::fmt;

use luodi_domain::attribute::{Attribute, Kind};
use luodi_domain::words::Words;
use thiserror::Error;

/// A condition that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("column {column}: {mistake}")]
pub struct ConditionError {
    /// Where in the condition, in characters from 1.
    pub column: usize,
    /// What is wrong there.
    pub mistake: Mistake,
}

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Mistake {
    /// A character that conditions do not have.
    #[error("{0:?} is nothing that conditions have")]
    Character(char),
    /// No attribute has this name.
    #[error("there is no attribute {0:?}")]
    UnknownAttribute(String),
    /// The attribute has no such choice.
    #[error("{0} has no choice {1:?}, it has {choices}", choices = choices(*.0))]
    UnknownChoice(Attribute, String),
    /// A flag is compared.
    #[error("{0} is yes or no: write it alone, or `not {0}`")]
    Flag(Attribute),
    /// Something else should stand here.
    #[error("{0:?} stands where {1} should")]
    Unexpected(String, Expected),
    /// The condition ends too early.
    #[error("it ends where {0} should stand")]
    Ends(Expected),
    /// Too many parentheses.
    #[error("more than {0} parentheses or `not` in one another")]
    TooDeep(usize),
}

/// What should stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// An attribute, `always`, `not` or a parenthesis.
    Condition,
    /// A closing parenthesis.
    Close,
    /// A sign that compares the attribute.
    Sign(Attribute),
    /// A choice of the attribute.
    Choice(Attribute),
    /// A number of the attribute's unit.
    Number(Attribute),
    /// `and`, `or` or nothing more.
    End,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition => f.write_str("an attribute"),
            Self::Close => f.write_str("`)`"),
            Self::Sign(attribute) => match attribute.kind() {
                Kind::Number(_) => write!(f, "`<`, `<=`, `>=` or `>` for {attribute}"),
                Kind::Choice(_) | Kind::Flag => write!(f, "`=` or `!=` for {attribute}"),
            },
            Self::Choice(attribute) => write!(f, "one of {}", choices(*attribute)),
            Self::Number(attribute) => match attribute.kind() {
                Kind::Number(unit) => write!(f, "a number of {} with at most four decimals", unit.en),
                Kind::Choice(_) | Kind::Flag => f.write_str("a number"),
            },
            Self::End => f.write_str("`and`, `or` or nothing"),
        }
    }
}

fn choices(attribute: Attribute) -> String {
    match attribute.kind() {
        Kind::Choice(choices) => choices.iter().map(|choice| choice.code).collect::<Vec<_>>().join(", "),
        Kind::Flag | Kind::Number(_) => String::new(),
    }
}

impl ConditionError {
    /// For people, in both languages.
    pub fn words(&self) -> Words {
        let zh = match &self.mistake {
            Mistake::Character(character) => format!("条件中不能有“{character}”"),
            Mistake::UnknownAttribute(name) => format!("没有属性“{name}”"),
            Mistake::UnknownChoice(attribute, choice) => {
                format!("属性“{}”没有选项“{choice}”，只有 {}", attribute.zh(), choices_zh(*attribute))
            }
            Mistake::Flag(attribute) => {
                format!("属性“{}”只有是与否，应单独写 {attribute} 或 not {attribute}", attribute.zh())
            }
            Mistake::Unexpected(found, expected) => format!("“{found}”处应为{}", expected.zh()),
            Mistake::Ends(expected) => format!("条件不完整，后面应有{}", expected.zh()),
            Mistake::TooDeep(most) => format!("括号或 not 嵌套超过{most}层"),
        };
        Words::new(format!("第{}个字符：{zh}", self.column), self.to_string())
    }
}

impl Expected {
    fn zh(self) -> String {
        match self {
            Self::Condition => "属性".to_owned(),
            Self::Close => "右括号".to_owned(),
            Self::Sign(attribute) => match attribute.kind() {
                Kind::Number(_) => format!("比较符号 <、<=、>= 或 >（属性“{}”）", attribute.zh()),
                Kind::Choice(_) | Kind::Flag => format!("= 或 !=（属性“{}”）", attribute.zh()),
            },
            Self::Choice(attribute) => format!("以下选项之一：{}", choices_zh(attribute)),
            Self::Number(attribute) => match attribute.kind() {
                Kind::Number(unit) => format!("最多四位小数的数字（单位：{}）", unit.zh),
                Kind::Choice(_) | Kind::Flag => "数字".to_owned(),
            },
            Self::End => " and、or 或结束".to_owned(),
        }
    }
}

fn choices_zh(attribute: Attribute) -> String {
    match attribute.kind() {
        Kind::Choice(choices) => {
            let named = choices.iter().map(|choice| format!("{}（{}）", choice.code, choice.zh));
            named.collect::<Vec<_>>().join("、")
        }
        Kind::Flag | Kind::Number(_) => String::new(),
    }
}
