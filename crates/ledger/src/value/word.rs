//! Words for stages and kinds of paper.

use luodi_domain::agreement::AgreementKind;
use luodi_domain::stage::Stage;

use super::text::half_width;
use super::{Mistake, is_nothing};

/// Words of each stage, the later ones first: 竣工投产 is no start, 签约未开工 no start either.
const STAGES: [(Stage, &[&str]); 6] = [
    (Stage::Producing, &["投产", "投运", "投用", "运营", "达产", "试生产", "营业", "producing"]),
    (Stage::Started, &["开工", "在建", "建设中", "施工", "装修", "设备安装", "started"]),
    (Stage::Permitting, &["手续", "前期", "审批", "报批", "permitting"]),
    (Stage::Signed, &["签约", "签订", "签署", "落地", "signed"]),
    (Stage::Negotiation, &["在谈", "洽谈", "谈判", "对接", "negotiation"]),
    (Stage::Lead, &["线索", "意向", "储备", "lead"]),
];
/// What takes back the word behind it.
const NOT_YET: [&str; 6] = ["未", "待", "拟", "尚未", "即将", "准备"];

/// Reads a stage; nothing where nothing is said. Of several the furthest counts, but not what is still to come.
///
/// # Errors
/// A word of no stage.
pub fn stage(text: &str) -> Result<Option<Stage>, Mistake> {
    let plain = half_width(text).to_lowercase();
    if is_nothing(&plain) {
        return Ok(None);
    }
    let reached = |words: &[&str]| {
        words.iter().any(|word| {
            plain.match_indices(word).any(|(at, _)| !NOT_YET.iter().any(|not| plain[..at].ends_with(not)))
        })
    };
    let found = STAGES.iter().find(|(_, words)| reached(words)).map(|(stage, _)| *stage);
    found.map(Some).ok_or_else(|| Mistake::StageUnknown(half_width(text)))
}

/// Reads a kind of paper; nothing where nothing is said.
///
/// # Errors
/// A word of no kind.
pub fn agreement(text: &str) -> Result<Option<AgreementKind>, Mistake> {
    let plain = half_width(text);
    if is_nothing(&plain) {
        return Ok(None);
    }
    // A framework agreement 框架协议 is a framework, a letter of intent 意向协议 an intent.
    let kinds = [
        ("框架", AgreementKind::Framework),
        ("意向", AgreementKind::Intent),
        ("备忘录", AgreementKind::Intent),
        ("合同", AgreementKind::Contract),
        ("协议", AgreementKind::Agreement),
    ];
    let found = kinds.iter().find(|(word, _)| plain.contains(word)).map(|(_, kind)| *kind);
    found.map(Some).ok_or(Mistake::AgreementUnknown(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let told = stage(text).map(|stage| stage.map_or("-", Stage::as_str));
            assert_eq!(told.unwrap_or("?"), expected, "{text}");
        }
        check("在谈", "NEGOTIATION");
        check("已签约", "SIGNED");
        check("签约未开工", "SIGNED");
        check("手续办理中", "PERMITTING");
        check("前期手续办理", "PERMITTING");
        check("已开工", "STARTED");
        check("在建", "STARTED");
        check("竣工待投产", "?");
        check("已投产", "PRODUCING");
        check("建成投产", "PRODUCING");
        check("意向", "LEAD");
        check("", "-");
        check("良好", "?");
    }

    #[test]
    fn kinds_of_paper_are_read() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let told = agreement(text).map(|kind| kind.map_or("-", AgreementKind::as_str));
            assert_eq!(told.unwrap_or("?"), expected, "{text}");
        }
        check("合同", "CONTRACT");
        check("投资协议", "AGREEMENT");
        check("框架协议", "FRAMEWORK");
        check("意向协议", "INTENT");
        check("-", "-");
        check("口头", "?");
    }
}
