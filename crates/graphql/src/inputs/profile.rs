//! The input that changes what a project is.

use std::collections::BTreeMap;

use async_graphql::{ID, InputObject, MaybeUndefined};
use luodi_domain::codes::ProjectCode;
use luodi_domain::ids::{AgencyId, CreditId, OfficerId, RegionId};
use luodi_domain::party::Credit;
use luodi_domain::profile::{Change, CodeStanding, NameKind, Place, Profile};
use luodi_domain::refusal::{Refusal, Segment};

use super::value::{self, AttributeInput, CreditInput, PartialDateInput};
use super::{NewId, OnProject, Renamed, read};
use crate::scalars::Decimal;
use crate::types::enums::Track;

/// The way to a region of a place.
pub(super) const PLACE: [Renamed; 4] = [
    ("provinceId", &["place", "provinceId"]),
    ("cityId", &["place", "cityId"]),
    ("countyId", &["place", "countyId"]),
    ("parkId", &["place", "parkId"]),
];

/// Where a project is, on each level of the region tree 所在地. Each region lies within those above it.
#[derive(Debug, InputObject)]
#[expect(clippy::struct_field_names, reason = "the names are the API's")]
pub(crate) struct PlaceInput {
    /// The province. 省
    pub(crate) province_id: Option<ID>,
    /// The city. 市
    pub(crate) city_id: Option<ID>,
    /// The county. 县
    pub(crate) county_id: Option<ID>,
    /// The park. 园区
    pub(crate) park_id: Option<ID>,
}

impl PlaceInput {
    pub(super) fn read(&self) -> Result<Place, Refusal> {
        let region = |id: &Option<ID>, field| read::maybe_id(id.as_ref(), field, RegionId::parse);
        Ok(Place {
            province: region(&self.province_id, "provinceId")?,
            city: region(&self.city_id, "cityId")?,
            county: region(&self.county_id, "countyId")?,
            park: region(&self.park_id, "parkId")?,
        })
    }
}

/// Reads former project codes.
pub(super) fn codes(texts: &[String]) -> Result<Vec<ProjectCode>, Refusal> {
    let read = |(index, text): (usize, &String)| {
        read::project_code(text, "formerCodes").map_err(|mut refusal| {
            refusal.at.push(Segment::Index(index));
            refusal
        })
    };
    texts.iter().enumerate().map(read).collect()
}

/// Changes what a project is 更新项目信息. A field left out stays as it is; where null is allowed to mean something, it
/// clears the field.
#[derive(Debug, InputObject)]
pub(crate) struct UpdateProjectInput {
    /// Which project. 项目
    pub(crate) project_id: ID,
    /// A new name; the old one is kept as a former name. 项目名称
    pub(crate) name: Option<String>,
    /// Other names to add. 新增别名
    #[graphql(default)]
    pub(crate) add_aliases: Vec<String>,
    /// Other names, present or former, to take off because they were wrong. 删除别名
    #[graphql(default)]
    pub(crate) remove_aliases: Vec<String>,
    /// Another track; refused if it lacks the stage where the project stands. 项目类型
    pub(crate) track: Option<Track>,
    /// The project code in use; the one before is kept as a former code. Null: it has none any more. 项目代码
    pub(crate) project_code: MaybeUndefined<String>,
    /// Codes it had before, to add. 曾用项目代码
    #[graphql(default)]
    pub(crate) former_codes: Vec<String>,
    /// Class of the industry by GB/T 4754-2017, as given; null clears it. 行业
    pub(crate) industry: MaybeUndefined<String>,
    /// The industry chain; null clears it. 产业链
    pub(crate) chain: MaybeUndefined<String>,
    /// The place, replaced as a whole; null clears it. 所在地
    pub(crate) place: MaybeUndefined<PlaceInput>,
    /// The agency that brought it; null clears it. 引资单位
    pub(crate) originating_agency_id: MaybeUndefined<ID>,
    /// The landing specialist; null clears it. 落地专员
    pub(crate) landing_specialist_id: MaybeUndefined<ID>,
    /// The leader in charge; null clears it. 包抓领导
    pub(crate) leader_in_charge_id: MaybeUndefined<ID>,
    /// All credits, replaced as a whole so that shares can be checked; an empty list clears them. 认定归属
    pub(crate) credits: Option<Vec<CreditInput>>,
    /// Labels to put on. 新增标签
    #[graphql(default)]
    pub(crate) add_labels: Vec<String>,
    /// Labels to take off. 删除标签
    #[graphql(default)]
    pub(crate) remove_labels: Vec<String>,
    /// The investment promised, in yuan; null clears it. 协议投资额（元）
    pub(crate) agreed_investment: MaybeUndefined<Decimal>,
    /// When works are to start; null clears it. 计划开工
    pub(crate) planned_start: MaybeUndefined<PartialDateInput>,
    /// When production is to begin; null clears it. 计划投产
    pub(crate) planned_production: MaybeUndefined<PartialDateInput>,
    /// Attributes to add or give a new value. 属性
    #[graphql(default)]
    pub(crate) attributes: Vec<AttributeInput>,
    /// Keys of attributes to take off. 删除属性
    #[graphql(default)]
    pub(crate) remove_attributes: Vec<String>,
    #[graphql(flatten)]
    pub(crate) terms: OnProject,
}

impl UpdateProjectInput {
    /// Fields that the domain calls otherwise.
    pub(crate) const RENAMED: &'static [Renamed] =
        &[PLACE[0], PLACE[1], PLACE[2], PLACE[3], ("aliases", &["addAliases"]), ("labels", &["addLabels"])];

    /// The changes to what the project is now. Those that change nothing are dropped by the domain.
    pub(crate) fn changes(&self, before: &Profile, new_id: NewId<'_>) -> Result<Vec<Change>, Refusal> {
        read::lines(&self.add_aliases, value::ALIAS, "addAliases")?;
        read::lines(&self.add_labels, value::LABEL, "addLabels")?;
        let mut changes = Vec::new();
        changes.extend(self.name.clone().map(Change::Name));
        let alias = |name: &String| Change::OtherNameAdded(name.clone(), NameKind::Alias);
        changes
            .extend(self.remove_aliases.iter().map(|name| Change::OtherNameRemoved(name.trim().to_owned())));
        changes.extend(self.add_aliases.iter().map(alias));
        changes.extend(self.track.map(|track| Change::Track(track.into())));
        changes.extend(self.codes(before)?);
        changes.extend(read::edited_text(&self.industry).map(Change::Industry));
        changes.extend(read::edited_text(&self.chain).map(Change::Chain));
        let place = read::edit(&self.place, PlaceInput::read)?;
        changes.extend(place.map(|place| Change::Place(place.unwrap_or_default())));
        let agency = read::edit(&self.originating_agency_id, |id| {
            read::id(id, "originatingAgencyId", AgencyId::parse)
        })?;
        changes.extend(agency.map(Change::OriginatingAgency));
        let officer =
            |id: &MaybeUndefined<ID>, field| read::edit(id, |id| read::id(id, field, OfficerId::parse));
        let specialist = officer(&self.landing_specialist_id, "landingSpecialistId")?;
        changes.extend(specialist.map(Change::LandingSpecialist));
        changes.extend(officer(&self.leader_in_charge_id, "leaderInChargeId")?.map(Change::LeaderInCharge));
        if let Some(credits) = &self.credits {
            changes.push(Change::Credits(known(value::credits(credits, new_id)?, &before.credits)));
        }
        changes.extend(self.remove_labels.iter().map(|label| Change::LabelRemoved(label.trim().to_owned())));
        changes.extend(self.add_labels.iter().cloned().map(Change::LabelAdded));
        let amount = read::edit(&self.agreed_investment, |amount| read::money(amount, "agreedInvestment"))?;
        changes.extend(amount.map(Change::AgreedInvestment));
        let start = read::edit(&self.planned_start, |date| date.read("plannedStart"))?;
        changes.extend(start.map(Change::PlannedStart));
        let production = read::edit(&self.planned_production, |date| date.read("plannedProduction"))?;
        changes.extend(production.map(Change::PlannedProduction));
        for key in &self.remove_attributes {
            let attribute = value::attribute(key, "removeAttributes");
            changes.push(Change::Attribute(attribute?, None));
        }
        let attributes = value::attributes(&self.attributes)?.into_iter();
        changes.extend(attributes.map(|(name, value)| Change::Attribute(name, Some(value))));
        Ok(changes)
    }

    /// A project has one code in use at the most: the one before steps back.
    fn codes(&self, before: &Profile) -> Result<Vec<Change>, Refusal> {
        let former = codes(&self.former_codes)?;
        let mut changes: Vec<Change> =
            former.into_iter().map(|code| Change::Code(code, CodeStanding::Former)).collect();
        if let Some(code) = read::edit(&self.project_code, |code| read::project_code(code, "projectCode"))? {
            let replaced = before.present_code().filter(|present| Some(*present) != code.as_ref());
            changes.extend(replaced.map(|present| Change::Code(present.clone(), CodeStanding::Former)));
            changes.extend(code.map(|code| Change::Code(code, CodeStanding::Present)));
        }
        Ok(changes)
    }
}

/// The credits given, under the ids they already have: a unit in a role from a day on is the same credit.
fn known(
    given: BTreeMap<CreditId, Credit>,
    before: &BTreeMap<CreditId, Credit>,
) -> BTreeMap<CreditId, Credit> {
    let mut credits = BTreeMap::new();
    for credit in given.into_values() {
        let same = |old: &&Credit| {
            (old.agency, old.role, old.since) == (credit.agency, credit.role, credit.since)
                && !credits.contains_key(&old.id)
        };
        let id = before.values().find(same).map_or(credit.id, |old| old.id);
        credits.insert(id, Credit { id, ..credit });
    }
    credits
}
