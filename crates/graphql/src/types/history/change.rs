//! What changed of a profile, in one line for people.

use std::fmt::Display;

use luodi_domain::money::Money;
use luodi_domain::profile::{Change, CodeStanding};

use super::{names::Names, summary::name};
use crate::{language::Language, messages::term};

/// Fen in 1万元.
const FEN_OF_A_WAN: u64 = 1_000_000;

/// One line about a change.
pub(super) fn of(change: &Change, names: &Names, language: Language) -> String {
    let set = |zh: &str, en: &str, value: Option<String>| match value {
        Some(value) => language.pick(format!("{zh}改为“{value}”"), format!("{en} set to “{value}”")),
        None => language.pick(format!("{zh}清空"), format!("{en} cleared")),
    };
    match change {
        Change::Name(name) => set("名称", "Name", Some(name.clone())),
        Change::OtherNameAdded(name, _) => {
            language.pick(format!("增加别名“{name}”"), format!("Other name “{name}” added"))
        }
        Change::OtherNameRemoved(name) => {
            language.pick(format!("删去别名“{name}”"), format!("Other name “{name}” removed"))
        }
        Change::Track(track) => {
            set("类型", "Track", Some(term(language, "track", track.as_str()).to_owned()))
        }
        Change::Code(code, CodeStanding::Present) => {
            language.pick(format!("项目代码 {code} 启用"), format!("Project code {code} in use"))
        }
        Change::Code(code, CodeStanding::Former) => {
            language.pick(format!("项目代码 {code} 停用"), format!("Project code {code} no longer in use"))
        }
        Change::Industry(industry) => set("行业", "Industry", industry.clone()),
        Change::Chain(chain) => set("产业链", "Industry chain", chain.clone()),
        Change::Place(_) => language.pick("所在地变更", "Place changed").to_owned(),
        Change::OriginatingAgency(agency) => {
            set("引资单位", "Originating agency", agency.map(|agency| name(&names.agencies, agency)))
        }
        Change::LandingSpecialist(officer) => {
            set("落地专员", "Landing specialist", officer.map(|officer| name(&names.officers, officer)))
        }
        Change::LeaderInCharge(officer) => {
            set("包抓领导", "Leader in charge", officer.map(|officer| name(&names.officers, officer)))
        }
        Change::Credits(credits) => language.pick(
            format!("认定归属改为 {} 项", credits.len()),
            format!("Credits set, {} entries", credits.len()),
        ),
        Change::LabelAdded(label) => {
            language.pick(format!("增加标签“{label}”"), format!("Label “{label}” added"))
        }
        Change::LabelRemoved(label) => {
            language.pick(format!("删去标签“{label}”"), format!("Label “{label}” removed"))
        }
        Change::AgreedInvestment(amount) => {
            let amount = amount.map(|amount| language.pick(yuan(amount), format!("CNY {amount}")));
            set("协议投资额", "Agreed investment", amount)
        }
        Change::PlannedStart(date) => set("计划开工", "Planned start", date.as_ref().map(text)),
        Change::PlannedProduction(date) => set("计划投产", "Planned production", date.as_ref().map(text)),
        Change::Attribute(attribute, answer) => {
            let answer = answer.map(|answer| language.words(attribute.answered(answer)));
            set(attribute.zh(), attribute.en(), answer)
        }
        Change::AttributePresumed(attribute, answer) => {
            let answer = language.words(attribute.answered(*answer));
            let answer = language.pick(format!("{answer}（推定）"), format!("{answer} (presumed)"));
            set(attribute.zh(), attribute.en(), Some(answer))
        }
    }
}

/// In 万元 where that says something: 5 yuan are not 0.00万元.
fn yuan(amount: Money) -> String {
    if amount.fen().unsigned_abs() < FEN_OF_A_WAN { format!("{amount}元") } else { amount.format_wan() }
}

fn text(value: impl Display) -> String {
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_amounts_are_told_in_yuan() {
        for (fen, expected) in [
            (0, "0.00元"),
            (500, "5.00元"),
            (999_999, "9999.99元"),
            (1_000_000, "1.00万元"),
            (52_000_000_050, "52000.00万元"),
        ] {
            assert_eq!(yuan(Money::from_fen(fen)), expected, "{fen}");
        }
    }
}
