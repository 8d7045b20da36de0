//! Stages 阶段 and which of them a track 类型 has.

use crate::coded::coded_enum;

coded_enum! {
    /// How far a project has come. The order of declaration is the order of life.
    pub enum Stage {
        /// 线索: a named investor, a first contact.
        Lead = "LEAD",
        /// 在谈: terms are being talked over.
        Negotiation = "NEGOTIATION",
        /// 签约: a contract or agreement is in force.
        Signed = "SIGNED",
        /// 手续办理: permits are being obtained according to a plan.
        Permitting = "PERMITTING",
        /// 开工: permanent works have begun.
        Started = "STARTED",
        /// 投产: the equipment runs and the first product is out.
        Producing = "PRODUCING",
    }
}

coded_enum! {
    /// The kind of project, which decides the stages and the evidence of a start that apply.
    pub enum Track {
        /// 新建: new buildings on land of its own.
        NewBuild = "NEW_BUILD",
        /// 租赁厂房: moves into a leased workshop; the start is fit-out or equipment.
        Leased = "LEASED",
        /// 技改: an existing plant is upgraded.
        Upgrade = "UPGRADE",
        /// 轻资产: no works and no permits before the start; signed, then producing.
        AssetLight = "ASSET_LIGHT",
        /// 并购: an existing enterprise changes hands; permits, but no works.
        Acquisition = "ACQUISITION",
    }
}

impl Track {
    /// The stages a project of this track goes through, in order. It never stands in any other.
    pub const fn stages(self) -> &'static [Stage] {
        use Stage::{Lead, Negotiation, Permitting, Producing, Signed, Started};
        match self {
            Self::NewBuild | Self::Leased | Self::Upgrade => {
                &[Lead, Negotiation, Signed, Permitting, Started, Producing]
            }
            Self::AssetLight => &[Lead, Negotiation, Signed, Producing],
            Self::Acquisition => &[Lead, Negotiation, Signed, Permitting, Producing],
        }
    }

    /// Whether the track has this stage.
    pub fn has(self, stage: Stage) -> bool {
        self.stages().contains(&stage)
    }

    /// The stage after this one, if there is one.
    pub fn next(self, stage: Stage) -> Option<Stage> {
        self.stages().iter().copied().find(|&later| later > stage)
    }

    /// The stage before this one, if there is one.
    pub fn previous(self, stage: Stage) -> Option<Stage> {
        self.stages().iter().rev().copied().find(|&earlier| earlier < stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_follow_the_track() {
        let check = |track: Track, stage: Stage, previous: Option<Stage>, next: Option<Stage>| {
            assert_eq!((track.previous(stage), track.next(stage)), (previous, next), "{track} {stage}");
        };
        check(Track::NewBuild, Stage::Lead, None, Some(Stage::Negotiation));
        check(Track::NewBuild, Stage::Permitting, Some(Stage::Signed), Some(Stage::Started));
        check(Track::NewBuild, Stage::Producing, Some(Stage::Started), None);
        check(Track::AssetLight, Stage::Signed, Some(Stage::Negotiation), Some(Stage::Producing));
        check(Track::Acquisition, Stage::Permitting, Some(Stage::Signed), Some(Stage::Producing));
    }

    #[test]
    fn codes_round_trip() {
        for &stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.as_str()), Some(stage));
        }
        assert_eq!(Track::parse("new_build"), None);
    }
}
