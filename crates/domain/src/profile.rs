//! What a project is: the facts that an office keeps about it and may change.

use std::collections::{BTreeMap, BTreeSet};

use crate::attribute::{Answer, Answers, Attribute};
use crate::coded::coded_enum;
use crate::codes::ProjectCode;
use crate::ids::{AgencyId, CreditId, OfficerId, RegionId};
use crate::money::Money;
use crate::partial_date::PartialDate;
use crate::party::Credit;
use crate::stage::Track;

/// What a project is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The name it goes by now.
    pub name: String,
    /// Other names it is or was known by; all are found by search.
    pub other_names: BTreeMap<String, NameKind>,
    /// Its kind, which decides its stages.
    pub track: Track,
    /// Investment project codes 项目代码, present and former.
    pub codes: BTreeMap<ProjectCode, CodeStanding>,
    /// GB/T 4754-2017 class of the industry, as given.
    pub industry: Option<String>,
    /// The industry chain 产业链 it belongs to.
    pub chain: Option<String>,
    /// Where it is.
    pub place: Place,
    /// 引资单位: the agency that brought it.
    pub originating_agency: Option<AgencyId>,
    /// 落地专员: who receives a step when nobody else is named.
    pub landing_specialist: Option<OfficerId>,
    /// 包抓领导: the leader in charge.
    pub leader_in_charge: Option<OfficerId>,
    /// Which units are credited with it.
    pub credits: BTreeMap<CreditId, Credit>,
    /// Labels 标签, such as 重大项目.
    pub labels: BTreeSet<String>,
    /// 协议投资额: the amount promised.
    pub agreed_investment: Option<Money>,
    /// 计划开工.
    pub planned_start: Option<PartialDate>,
    /// 计划投产.
    pub planned_production: Option<PartialDate>,
    /// What is known of the facts that decide which permits are needed.
    pub attributes: Answers,
    /// Of these, those whose answer a template presumes and nobody has said yet.
    pub presumed: BTreeSet<Attribute>,
}

coded_enum! {
    /// Why a project has another name.
    pub enum NameKind {
        /// 别名, 简称.
        Alias = "ALIAS",
        /// 曾用名.
        Former = "FORMER",
    }
}

coded_enum! {
    /// Whether a project code is in use.
    pub enum CodeStanding {
        /// 现用.
        Present = "PRESENT",
        /// 曾用: replaced, still found.
        Former = "FORMER",
    }
}

/// Where a project is, on each level of the region tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// 省.
    pub province: Option<RegionId>,
    /// 市.
    pub city: Option<RegionId>,
    /// 县.
    pub county: Option<RegionId>,
    /// 园区.
    pub park: Option<RegionId>,
}

impl Place {
    /// Its regions, the widest first.
    pub fn regions(&self) -> impl Iterator<Item = RegionId> + use<> {
        [self.province, self.city, self.county, self.park].into_iter().flatten()
    }

    /// Its regions, the nearest first, as they are asked what they say otherwise than the permit catalogue.
    pub fn nearest_first(&self) -> impl Iterator<Item = RegionId> + use<> {
        [self.park, self.county, self.city, self.province].into_iter().flatten()
    }
}

/// One field of a profile given a new value. The history holds one event per change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new name; the old one is kept as [`NameKind::Former`].
    Name(String),
    /// Another name was added.
    OtherNameAdded(String, NameKind),
    /// Another name was wrong and is taken off.
    OtherNameRemoved(String),
    /// The track.
    Track(Track),
    /// A code was added, or its standing changed.
    Code(ProjectCode, CodeStanding),
    /// The industry class.
    Industry(Option<String>),
    /// The industry chain.
    Chain(Option<String>),
    /// The place.
    Place(Place),
    /// The originating agency.
    OriginatingAgency(Option<AgencyId>),
    /// The landing specialist.
    LandingSpecialist(Option<OfficerId>),
    /// The leader in charge.
    LeaderInCharge(Option<OfficerId>),
    /// All credits, replaced as a whole so that shares can be checked.
    Credits(BTreeMap<CreditId, Credit>),
    /// A label was put on.
    LabelAdded(String),
    /// A label was taken off.
    LabelRemoved(String),
    /// The agreed investment.
    AgreedInvestment(Option<Money>),
    /// The planned start.
    PlannedStart(Option<PartialDate>),
    /// The planned production.
    PlannedProduction(Option<PartialDate>),
    /// An attribute's answer, as somebody said it; `None` takes it off, as if it had not been asked.
    Attribute(Attribute, Option<Answer>),
    /// An attribute's answer as the template of the first plan presumes it, until somebody says it.
    AttributePresumed(Attribute, Answer),
}

impl Profile {
    /// Carries out one change.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Name(name) if name == self.name => {}
            Change::Name(name) => {
                let former = std::mem::replace(&mut self.name, name);
                self.other_names.remove(&self.name);
                self.other_names.insert(former, NameKind::Former);
            }
            Change::OtherNameAdded(name, kind) => {
                self.other_names.insert(name, kind);
            }
            Change::OtherNameRemoved(name) => {
                self.other_names.remove(&name);
            }
            Change::Track(track) => self.track = track,
            Change::Code(code, standing) => {
                self.codes.insert(code, standing);
            }
            Change::Industry(industry) => self.industry = industry,
            Change::Chain(chain) => self.chain = chain,
            Change::Place(place) => self.place = place,
            Change::OriginatingAgency(agency) => self.originating_agency = agency,
            Change::LandingSpecialist(officer) => self.landing_specialist = officer,
            Change::LeaderInCharge(officer) => self.leader_in_charge = officer,
            Change::Credits(credits) => self.credits = credits,
            Change::LabelAdded(label) => {
                self.labels.insert(label);
            }
            Change::LabelRemoved(label) => {
                self.labels.remove(&label);
            }
            Change::AgreedInvestment(amount) => self.agreed_investment = amount,
            Change::PlannedStart(date) => self.planned_start = date,
            Change::PlannedProduction(date) => self.planned_production = date,
            Change::Attribute(attribute, Some(answer)) => {
                self.attributes.insert(attribute, answer);
                self.presumed.remove(&attribute);
            }
            Change::Attribute(attribute, None) => {
                self.attributes.remove(&attribute);
                self.presumed.remove(&attribute);
            }
            Change::AttributePresumed(attribute, answer) => {
                self.attributes.insert(attribute, answer);
                self.presumed.insert(attribute);
            }
        }
    }

    /// The code in use, if the project has one.
    pub fn present_code(&self) -> Option<&ProjectCode> {
        self.codes.iter().find(|(_, standing)| **standing == CodeStanding::Present).map(|(code, _)| code)
    }
}
