//! Findings for people: what was found of an attribute, and how it stands to what the catalogue asks.

use super::Node;
use super::condition::{Comparison, Finding, Test, Truth};
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
