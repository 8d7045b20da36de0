//! Words for summaries that the catalogues of messages do not have.

use luodi_domain::{
    agreement::AgreementKind,
    case::LegKind,
    duplicate::RulingKind,
    event::GateOutcome,
    material::MaterialState,
    standing::PauseGround,
    step::{CloseReason, HelperRole},
};

use crate::language::Language;

/// Something that has a word in each language.
pub(super) trait Word {
    /// The word.
    fn word(self, language: Language) -> &'static str;
}

impl Word for AgreementKind {
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::Contract => language.pick("合同", "contract"),
            Self::Agreement => language.pick("协议", "agreement"),
            Self::Intent => language.pick("意向书", "letter of intent"),
            Self::Framework => language.pick("框架协议", "framework agreement"),
        }
    }
}

impl Word for RulingKind {
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::KeepApart => language.pick("单独推进", "goes on by itself"),
            Self::FirstContactStands => language.pick("首谈有效", "the first contact stands"),
            Self::Merge => language.pick("合并", "merged"),
        }
    }
}

impl Word for MaterialState {
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::Missing => language.pick("缺", "missing"),
            Self::InPreparation => language.pick("编制中", "being made"),
            Self::Ready => language.pick("已备齐", "ready"),
            Self::Filed => language.pick("已提交", "handed in"),
            Self::ToCorrect => language.pick("需补正", "to be corrected"),
            Self::NotNeeded => language.pick("不需要", "not needed"),
        }
    }
}

impl Word for LegKind {
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::InitialReview => language.pick("初审", "initial review"),
            Self::Forwarding => language.pick("转报", "forwarding"),
            Self::Decision => language.pick("决定", "decision"),
        }
    }
}

impl Word for GateOutcome {
    /// Said only where it is worth saying.
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::Met => "",
            Self::WithGaps => language.pick("，带手续缺口", ", with permit gaps"),
            Self::NotChecked => language.pick("，准入条件未核查", ", gate not checked"),
        }
    }
}

impl Word for HelperRole {
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::Assisting => language.pick("协办", "assists"),
            Self::Supervising => language.pick("督办", "supervises"),
        }
    }
}

impl Word for PauseGround {
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::Market => language.pick("市场变化", "market"),
            Self::Funds => language.pick("资金", "funds"),
            Self::Lawsuit => language.pick("诉讼", "lawsuit"),
            Self::ForceMajeure => language.pick("不可抗力", "force majeure"),
            Self::Other => language.pick("其他", "other"),
        }
    }
}

impl Word for CloseReason {
    fn word(self, language: Language) -> &'static str {
        match self {
            Self::Done => language.pick("完成", "done"),
            Self::Returned => language.pick("退回", "returned"),
            Self::RuledOut => language.pick("不需办理", "ruled out"),
            Self::Split => language.pick("分期", "split into phases"),
            Self::Withdrawn => language.pick("项目终止", "project withdrawn"),
        }
    }
}
