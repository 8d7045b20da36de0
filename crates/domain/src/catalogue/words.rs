//! Conditions and findings for people: what the catalogue asks of a project, and what was found of an attribute.

use super::Node;
use super::condition::{Comparison, Condition, Finding, Test, Truth};
use crate::attribute::{Answer, Attribute};
use crate::words::Words;

impl Comparison {
    /// How it is written, or its opposite.
    const fn sign(self, holds: bool) -> &'static str {
        match (self, holds) {
            (Self::Less, true) | (Self::AtLeast, false) => "<",
            (Self::AtMost, true) | (Self::More, false) => "≤",
            (Self::AtLeast, true) | (Self::Less, false) => "≥",
            (Self::More, true) | (Self::AtMost, false) => ">",
        }
    }
}

impl Node {
    /// What it is called.
    pub fn words(self) -> Words {
        match self {
            Self::Start => Words::new("开工", "start of works"),
            Self::Completion => Words::new("竣工", "completion"),
            Self::TrialProduction => Words::new("试生产", "trial production"),
            Self::Production => Words::new("投产", "production"),
        }
    }
}

impl Finding {
    /// In one line: `年综合能源消费量 10,400吨标准煤 ≥ 10,000`.
    pub fn words(&self) -> Words {
        let (zh, en) = (self.attribute.zh(), self.attribute.en());
        let found = self.attribute.answered(self.answer);
        let plain = || Words::new(format!("{zh}：{}", found.zh), format!("{en}: {}", found.en));
        match (self.test, self.truth) {
            (Test::Number(comparison, limit), Truth::Yes | Truth::No) => {
                let sign = comparison.sign(self.truth == Truth::Yes);
                let limit = limit.grouped();
                Words::new(
                    format!("{zh} {} {sign} {limit}", found.zh),
                    format!("{en} {} {sign} {limit}", found.en),
                )
            }
            (Test::Number(..) | Test::Set | Test::Is(_), _) => plain(),
        }
    }
}

impl Condition {
    /// In one line: `年综合能源消费量 ≥ 1,000吨标准煤，且非“列入节能审查豁免目录”`.
    pub fn words(&self) -> Words {
        match self {
            Self::Always => Words::new("所有项目", "every project"),
            Self::Test(attribute, test) => test.words(*attribute, true),
            Self::Not(inner) => match inner.as_ref() {
                Self::Test(attribute, test) => test.words(*attribute, false),
                Self::Always => Words::new("不适用于任何项目", "no project"),
                Self::Not(twice) => twice.words(),
                inner @ (Self::All(_) | Self::Any(_)) => {
                    let inner = inner.words();
                    Words::new(format!("非（{}）", inner.zh), format!("not ({})", inner.en))
                }
            },
            Self::All(conditions) if conditions.is_empty() => Self::Always.words(),
            Self::Any(conditions) if conditions.is_empty() => Self::Not(Box::new(Self::Always)).words(),
            Self::All(conditions) => joined(conditions, "，且", " and "),
            Self::Any(conditions) => joined(conditions, "，或", " or "),
        }
    }
}

/// Several conditions. Those that are several themselves stand in parentheses: nobody need know which word binds closer.
fn joined(conditions: &[Condition], zh: &str, en: &str) -> Words {
    let several = conditions.len() > 1;
    let parts: Vec<Words> = conditions
        .iter()
        .map(|condition| {
            let words = condition.words();
            match condition {
                Condition::All(inner) | Condition::Any(inner) if several && inner.len() > 1 => {
                    Words::new(format!("（{}）", words.zh), format!("({})", words.en))
                }
                _ => words,
            }
        })
        .collect();
    let join = |text: fn(&Words) -> &str, with| parts.iter().map(text).collect::<Vec<_>>().join(with);
    Words::new(join(|words| &words.zh, zh), join(|words| &words.en, en))
}

impl Test {
    /// What is asked of an attribute, or the opposite.
    fn words(self, attribute: Attribute, holds: bool) -> Words {
        let (zh, en) = (attribute.zh(), attribute.en());
        match self {
            Self::Set if holds => Words::new(zh, en),
            Self::Set => Words::new(format!("非“{zh}”"), format!("not \"{en}\"")),
            Self::Is(choice) => {
                let (is_zh, is_en) = if holds { ("为", ":") } else { ("不为", ": other than") };
                Words::new(format!("{zh}{is_zh}“{}”", choice.zh), format!("{en}{is_en} {}", choice.en))
            }
            Self::Number(comparison, limit) => {
                let (sign, limit) = (comparison.sign(holds), attribute.answered(Answer::Number(limit)));
                Words::new(format!("{zh} {sign} {}", limit.zh), format!("{en} {sign} {}", limit.en))
            }
        }
    }
}
