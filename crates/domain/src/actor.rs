//! Who acts, and on whose authority.

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::ids::{AgencyId, OfficerId, RegionId};
use crate::private::Private;

coded_enum! {
    /// What a post is for. It decides what its holder may do.
    pub enum PostRole {
        /// 落地专员.
        Specialist = "SPECIALIST",
        /// 落地办负责人.
        Manager = "MANAGER",
        /// 部门经办人: clerk of an agency.
        Clerk = "CLERK",
        /// 领导.
        Leader = "LEADER",
        /// 系统管理员: manages people and data, decides no project.
        Administrator = "ADMINISTRATOR",
        /// 审计: reads only.
        Auditor = "AUDITOR",
        /// 系统对接: an approval system's account.
        Integration = "INTEGRATION",
    }
}

impl PostRole {
    /// How high the role stands among those who decide; higher approves lower.
    const fn rank(self) -> u8 {
        match self {
            Self::Leader => 3,
            Self::Manager => 2,
            Self::Specialist | Self::Clerk => 1,
            Self::Administrator | Self::Auditor | Self::Integration => 0,
        }
    }

    /// Whether the role may send projects back, split them, and pass a gate with gaps.
    pub const fn manages(self) -> bool {
        matches!(self, Self::Manager | Self::Leader)
    }

    /// Whether the role works on projects at all.
    pub const fn works_on_projects(self) -> bool {
        matches!(self, Self::Specialist | Self::Manager | Self::Leader)
    }

    /// Whether the role may record what happens to cases.
    pub const fn records_cases(self) -> bool {
        self.works_on_projects() || matches!(self, Self::Clerk | Self::Integration)
    }

    /// Whether the role may pass on what somebody holds.
    pub const fn hands_over(self) -> bool {
        self.manages() || self.keeps_registry()
    }

    /// Whether what the role may do passes to a deputy, and whether its holder may be one 代理: what administrators, auditors
    /// and machines may do is not to come together with what others may.
    pub const fn is_deputised(self) -> bool {
        self.works_on_projects() || matches!(self, Self::Clerk)
    }

    /// Whether somebody of this role may record what a leader decides 代录.
    pub const fn records_for_leaders(self) -> bool {
        matches!(self, Self::Specialist | Self::Manager | Self::Clerk)
    }

    /// Whether the role may keep regions, agencies, posts, officers and enterprises.
    pub const fn keeps_registry(self) -> bool {
        matches!(self, Self::Administrator | Self::Manager)
    }
}

/// What a rule needs to know of an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerFacts {
    /// Who.
    pub id: OfficerId,
    /// Whether the officer is in service.
    pub active: bool,
    /// Whether the agency of the post works.
    pub agency_active: bool,
    /// What the post is for.
    pub role: PostRole,
    /// The agency of the post.
    pub agency: AgencyId,
    /// Whether that is a landing office 落地办.
    pub landing_office: bool,
    /// The agency's region and all regions above it, nearest first.
    pub regions: Vec<RegionId>,
}

impl OfficerFacts {
    /// Whether something new may be given to the officer: in service, at an agency that works.
    pub const fn serves(&self) -> bool {
        self.active && self.agency_active
    }

    /// Whether this officer stands one level up or more: in a region above the other's, or higher in the same region.
    pub fn outranks(&self, other: &Self) -> bool {
        let (Some(own), Some(others)) = (self.regions.first(), other.regions.first()) else { return false };
        if own == others {
            self.role.rank() > other.role.rank()
        } else {
            self.role.rank() >= 2 && other.regions.contains(own)
        }
    }
}

/// What an officer holds in projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "duties are independent: an officer may hold any of them")]
pub struct Duties {
    /// Responsible for an open step.
    pub responsible: bool,
    /// Assists or supervises at an open step.
    pub helper: bool,
    /// The landing specialist of a project.
    pub specialist: bool,
    /// The leader in charge of a project.
    pub leader: bool,
    /// Named by a duty rule that is not over.
    pub on_duty: bool,
}

impl Duties {
    /// Whether the officer holds nothing.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Whether somebody of this role may go on holding them: the rules are those by which they are given.
    pub const fn fit(self, role: PostRole) -> bool {
        let works = role.works_on_projects() || !(self.responsible || self.specialist || self.on_duty);
        let leads = matches!(role, PostRole::Leader) || !self.leader;
        works && leads
    }
}

/// Who gives a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// An officer.
    Officer(OfficerFacts),
    /// The service itself, or whoever runs its commands on the machine.
    System,
}

impl Actor {
    /// The officer, if it is one.
    pub const fn officer(&self) -> Option<&OfficerFacts> {
        match self {
            Self::Officer(officer) => Some(officer),
            Self::System => None,
        }
    }
}

coded_enum! {
    /// By what a leader's decision was given.
    pub enum Instrument {
        /// 批示.
        Instruction = "INSTRUCTION",
        /// 会议纪要.
        Minutes = "MINUTES",
        /// 正式文件.
        Document = "DOCUMENT",
        /// 口头.
        Oral = "ORAL",
    }
}

/// On whose authority a command is given. Leaders seldom sign in themselves: what they decide carries who decided, by
/// what, and stays apart from who recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Who decided.
    pub officer: OfficerId,
    /// By what.
    pub instrument: Instrument,
    /// The number of the instruction, minutes or document. A line that anybody fills in: names stand in it, too.
    pub number: Option<Private>,
    /// The day of the decision.
    pub on: NaiveDate,
}
