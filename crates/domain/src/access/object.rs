//! What is looked at, and what is asked of it.

use super::ProjectFacts;
use crate::actor::OfficerFacts;
use crate::ids::{AgencyId, OfficerId, RegionId};

/// What somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// To know that it is there, and what everybody who knows of it may read.
    See,
    /// To read all of it: its papers, every permit, and what happened to it.
    SeeWhole,
    /// To read the terms of the negotiation 谈判条件: the price of land, subsidies.
    SeeTerms,
    /// To read which permits are missing 手续缺口.
    SeeGaps,
    /// To change what it is, to move it on, to keep its steps, papers and permits.
    Work,
    /// To send it back, to split it, to take part of its life back.
    Manage,
    /// To say which agency brought it 首谈单位, and so who sees it.
    Attribute,
    /// To let it pass a gate although something is missing.
    Override,
    /// To record what happens to the cases of a permit.
    RecordCase,
    /// To read how somebody is reached 电话、邮箱.
    SeeContact,
    /// To keep entries of the registry.
    Keep,
    /// To pass what somebody holds to another 移交.
    HandOver,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::See,
        Self::SeeWhole,
        Self::SeeTerms,
        Self::SeeGaps,
        Self::Work,
        Self::Manage,
        Self::Attribute,
        Self::Override,
        Self::RecordCase,
        Self::SeeContact,
        Self::Keep,
        Self::HandOver,
    ];
}

/// What it is wanted of.
#[derive(Debug, Clone, Copy)]
pub enum Object<'a> {
    /// A project with its papers, stages and history.
    Project(&'a ProjectFacts),
    /// A permit with its cases.
    Permit {
        /// Of which project.
        project: &'a ProjectFacts,
        /// The agency that decides.
        agency: Option<AgencyId>,
        /// The officer responsible for its step.
        responsible: Option<OfficerId>,
    },
    /// An officer.
    Person(&'a PersonFacts),
    /// An enterprise.
    Enterprise {
        /// Whether a project that exists for the viewer names it.
        named: bool,
        /// Who entered it.
        entered_by: &'a [Entered],
    },
    /// Entries about agencies and posts of a region, or the region itself.
    Registry {
        /// The agency whose entries they are; a region is nobody's.
        agency: Option<AgencyId>,
        /// The region, and all above it.
        regions: &'a [RegionId],
    },
}

/// Who entered an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Who.
    pub officer: OfficerId,
    /// For which agency; for everybody when none is named.
    pub agency: Option<AgencyId>,
    /// Whether nobody had entered it before.
    pub first: bool,
    /// The agency's region, and all above it.
    pub regions: Vec<RegionId>,
}

/// What of an officer decides who may read and change the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    /// Who.
    pub officer: OfficerId,
    /// The agency of the post.
    pub agency: AgencyId,
    /// The agency's region, and all above it.
    pub regions: Vec<RegionId>,
}

impl PersonFacts {
    /// Of an officer.
    pub fn of(facts: &OfficerFacts) -> Self {
        Self { officer: facts.id, agency: facts.agency, regions: facts.regions.clone() }
    }
}
