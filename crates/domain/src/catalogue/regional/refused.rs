//! What to tell whoever enters a rule that cannot be.

use super::check::RegionalError;
use super::clean::shown;
use super::{RegionalRule, Ruling};
use crate::ids::RegionId;
use crate::refusal::{Fact, Refusal, Rule};
use crate::words::Words;

impl RegionalError {
    /// What to tell whoever enters this rule. Of another region and of entries the caller says what they are called.
    pub fn refusal(
        &self,
        rule: &RegionalRule,
        name: impl FnOnce(RegionId) -> String,
        called: impl Fn(&str) -> Words,
    ) -> Refusal {
        let within = |refusal: Refusal| match rule.ruling {
            Ruling::TakenOff => refusal,
            Ruling::Adjusted(_) => refusal.under("adjusted").under("change"),
            Ruling::Extra(_) => refusal.under("extra").under("change"),
        };
        match self {
            Self::EndsFirst => Refusal::new(Rule::DateOutOfOrder)
                .at("validTo")
                .with("date", Fact::Date(rule.valid_to.unwrap_or(rule.valid_from)))
                .with("notBefore", Fact::Date(rule.valid_from)),
            Self::Overlap { from, .. } => {
                Refusal::new(Rule::OverrideOverlaps).at("validFrom").with("date", Fact::Date(*from))
            }
            Self::UnknownCode(code) => {
                Refusal::new(Rule::ValueInvalid).at("typeCode").text("value", shown(code))
            }
            Self::CodeTaken(_) => Refusal::new(Rule::Duplicate).at("typeCode"),
            Self::SaysNothing => Refusal::new(Rule::Required).at("adjusted").under("change"),
            Self::NotAbove { index, .. } | Self::LiftOrder { index, .. } => {
                within(Refusal::new(Rule::LiftMisplaced).within("lifts", *index))
            }
            Self::PromiseTooLong { promised, legal } => within(
                Refusal::new(Rule::PromiseTooLong)
                    .at("promised")
                    .with("found", Fact::Number(promised.days.into()))
                    .with("max", Fact::Number(legal.days.into())),
            ),
            Self::UnknownPrerequisite(code) => {
                within(Refusal::new(Rule::PrerequisiteUnknown).at("prerequisites").text("value", shown(code)))
            }
            Self::Cycle(ring) => within(Refusal::new(Rule::PrerequisiteCycle).at("prerequisites"))
                .with("value", Fact::Words(in_turn(ring.iter().map(|code| called(code))))),
            Self::Above { region, code } | Self::Below { region, code, .. } => {
                let refusal = Refusal::new(Rule::OverrideCollides)
                    .text("region", name(*region))
                    .with("value", Fact::Words(called(code)));
                match self.awaited() {
                    Some(awaited) => refusal.with("awaited", Fact::Words(called(awaited))),
                    None => refusal,
                }
            }
        }
    }

    /// What an entry below would wait for in vain.
    fn awaited(&self) -> Option<&str> {
        match self {
            Self::Below { why, .. } => match why.as_ref() {
                Self::UnknownPrerequisite(awaited) => Some(awaited),
                _ => None,
            },
            _ => None,
        }
    }
}

/// One after the other.
fn in_turn(names: impl Iterator<Item = Words>) -> Words {
    let (zh, en): (Vec<String>, Vec<String>) = names.map(|Words { zh, en }| (zh, en)).unzip();
    Words::new(zh.join(" → "), en.join(" → "))
}
