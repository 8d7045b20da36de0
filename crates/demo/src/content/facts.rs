//! What decides the permits of the demo's projects: what is built, on which land, and how large. What nobody would look up
//! is made up; templates of the product fill in what is nearly always so.

use luodi_domain::attribute::{Answer, Answers, Attribute, Quantity};
use luodi_domain::money::Money;

use super::answers::read;
use super::products::Kind;
use crate::DemoError;

/// What is so unless something else is said: nothing special on the land and about the works.
const USUAL: &str = "approval_mode FILING; construction_kind CAPITAL; funds PRIVATE; new_company yes; \
    sensitive_sector no; cross_region NONE; provincial_list no; national_list no; tender_required no; \
    land_with_scheme no; land_path BATCH; new_land_ha 0; farmland_ha 0; cultivated_ha 0; \
    permanent_basic_farmland_ha 0; other_land_ha 0; collective_ha 0; ecological_red_line no; planning_area yes; \
    village_land no; temporary_land_ha 0; temporary_farmland no; forest_ha 0; temporary_forest_ha 0; \
    fells_trees no; city_trees 0; grass_ha 0; wetland NONE; protected_area NONE; relics no; mineral_area no; \
    geo_hazard no; seismic_major no; stability_risk no; energy_tce 600; power_mwh 2000; energy_exempt no; \
    energy_national no; eia_class FORM; eia_list CITY; emits_quota no; pollutant_class REGISTRATION; \
    water_m3_day 0; groundwater no; water_across_cities no; river_zone NONE; sewer_discharge yes; hazchem no; \
    key_process no; major_hazard no; mine no; smelting no; lightning_class no; special_equipment no; \
    new_building yes; civil_building no; fire_special no; overlimit_building no; security_control_zone no; \
    tall_structure no; sector_works no; road_cut no; highway_access NONE; traffic_impact no; pipeline_zone no; \
    excavation yes; technology NONE; capacity_mw 0; power_supply yes; utilities yes; energy_quota no; racks 0; \
    telecom_service no; cross_province_telecom no; food_class NONE; animal_farm no; breeding_stock no; \
    public_place no; hotel no";

/// Which land a project is built on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    /// The enterprise holds it already 自有存量用地.
    Held,
    /// Sold with its design scheme 标准地, everything before done by the government.
    Standard,
    /// Sold in public 招拍挂, newly used for building.
    Sold,
    /// Farmland that is converted and taken first 农转用.
    Farmland,
    /// Allocated for a station outside the town 划拨.
    Allocated,
    /// Waste land on which nothing is built that is a building.
    Open,
    /// Facility farmland 设施农业用地.
    Facility,
    /// Premises that are there.
    Premises,
}

impl Site {
    const fn text(self) -> &'static str {
        match self {
            Self::Held => "land_source EXISTING",
            Self::Standard => "land_source AUCTION; land_with_scheme yes",
            Self::Sold | Self::Farmland => "land_source AUCTION",
            Self::Allocated => {
                "land_source ALLOCATION; land_path SINGLE; planning_area no; village_land yes; new_land_ha 1.2"
            }
            Self::Open => "land_source EXISTING; planning_area no; new_building no; building_area_m2 0",
            Self::Facility => {
                "land_source FACILITY_FARM; planning_area no; new_building no; building_area_m2 0"
            }
            Self::Premises => {
                "land_source LEASED; new_building no; building_area_m2 0; site_area_ha 0; earthwork_m3 0; excavation no"
            }
        }
    }
}

/// What is known of a project, text upon text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    /// The template 项目模板 with which its first plan is drawn.
    pub(crate) template: Option<&'static str>,
    /// What is produced there: what is so with its kind, and with this product.
    pub(crate) product: [&'static str; 2],
    /// On which land.
    pub(crate) site: Site,
    /// What is otherwise about this one.
    pub(crate) more: &'static str,
}

impl Facts {
    /// What is said at the first meeting: what is to be made, and on which land.
    pub(crate) fn first(&self) -> Result<Answers, DemoError> {
        let mut answers = Answers::new();
        for text in self.product.into_iter().chain([self.site.text(), self.more]) {
            read(&mut answers, text)?;
        }
        Ok(answers)
    }

    /// Everything that is known once the site was looked at, `presumed` by the template what nobody said otherwise.
    pub(crate) fn surveyed(
        &self,
        presumed: &Answers,
        in_park: bool,
        amount: Option<Money>,
    ) -> Result<Answers, DemoError> {
        let mut answers = Answers::new();
        read(&mut answers, USUAL)?;
        let size = Size::of(amount);
        size.tell(&mut answers)?;
        if self.template == Some("SOLAR_FARM") {
            size.tell_power(&mut answers)?;
        }
        answers.extend(presumed);
        match self.site {
            Site::Sold => size.land(&mut answers, false)?,
            Site::Farmland => size.land(&mut answers, true)?,
            _ => {}
        }
        answers.extend(self.first()?);
        // Parks of the demo have their region assessed 区域评估.
        for attribute in [Attribute::InPark, Attribute::RegionalAssessmentDone] {
            answers.insert(attribute, Answer::Flag(in_park));
        }
        Ok(answers)
    }
}

/// How large the works are, from what is invested.
struct Size {
    /// In tenths of a hectare.
    site: i64,
    /// Money in 万元.
    invested: i64,
}

impl Size {
    /// Two million yuan a mu, or 3,000万元 a hectare.
    fn of(amount: Option<Money>) -> Self {
        let invested = amount.map_or(12_000, |amount| amount.fen() / 1_000_000);
        Self { site: (invested / 300).clamp(8, 400), invested }
    }

    fn tell(&self, answers: &mut Answers) -> Result<(), DemoError> {
        let Self { site, invested } = self;
        for (attribute, number) in [
            (Attribute::SiteAreaHa, tenths(*site)),
            (Attribute::EarthworkM3, (site * 450).to_string()),
            (Attribute::BuildingAreaM2, (site * 520).to_string()),
            (Attribute::Cost10k, (invested * 45 / 100).to_string()),
        ] {
            answers.insert(attribute, quantity(&number)?);
        }
        Ok(())
    }

    /// Four million yuan a megawatt, which takes some two hectares.
    fn tell_power(&self, answers: &mut Answers) -> Result<(), DemoError> {
        let capacity = (self.invested / 400).clamp(8, 400);
        answers.insert(Attribute::CapacityMw, quantity(&capacity.to_string())?);
        answers.insert(Attribute::SiteAreaHa, quantity(&tenths(capacity * 18))?);
        Ok(())
    }

    /// The land is new for building; of farmland a little more than half is cultivated.
    fn land(&self, answers: &mut Answers, farmland: bool) -> Result<(), DemoError> {
        let site = quantity(&tenths(self.site))?;
        answers.insert(Attribute::NewLandHa, site);
        if farmland {
            answers.insert(Attribute::FarmlandHa, site);
            answers.insert(Attribute::CollectiveHa, site);
            answers.insert(Attribute::CultivatedHa, quantity(&tenths(self.site * 6 / 10))?);
        }
        Ok(())
    }
}

fn tenths(number: i64) -> String {
    format!("{}.{}", number / 10, number % 10)
}

fn quantity(number: &str) -> Result<Answer, DemoError> {
    Quantity::parse(number).map(Answer::Number).map_err(|_| DemoError::Content("a quantity"))
}

/// What is asked of projects of a kind: the template, if there is one, and the answers.
const fn of_kind(kind: Kind) -> (Option<&'static str>, &'static str) {
    match kind {
        Kind::Plant => (
            None,
            "new_building yes; planning_area yes; utilities yes; power_supply yes; eia_class FORM; \
             pollutant_class SIMPLIFIED; special_equipment yes",
        ),
        Kind::Energy => (
            Some("SOLAR_FARM"),
            "earthwork_m3 90000; pollutant_class NONE; sewer_discharge no; utilities no; power_supply no; \
             excavation no",
        ),
        Kind::Chemical => (Some("CHEMICAL_PLANT"), "key_process yes; energy_tce 6000; power_mwh 20000"),
        Kind::DataCentre => {
            (Some("DATA_CENTRE"), "racks 5000; eia_class TABLE; energy_tce 42000; power_mwh 300000")
        }
        Kind::Farm => (
            Some("FARM"),
            "eia_class FORM; sewer_discharge no; utilities no; power_supply no; energy_tce 120; power_mwh 300",
        ),
        Kind::Tourism => (Some("HOTEL"), "eia_class TABLE; pollutant_class NONE"),
        Kind::Workshop | Kind::Light => (Some("LEASED_WORKSHOP"), "eia_class FORM"),
    }
}

const FOOD: &str = "food_class GENERAL; eia_class TABLE";

/// What is so with a product beside what is so with its kind, and its own template if it has another.
const PRODUCTS: &[(&str, Option<&str>, &str)] = &[
    ("100兆瓦光伏发电", None, "capacity_mw 100; site_area_ha 180"),
    (
        "共享储能电站",
        None,
        "technology STORAGE; village_land no; site_area_ha 2.5; earthwork_m3 6000; eia_class TABLE",
    ),
    ("云计算数据中心", None, "racks 1200; energy_tce 9000; power_mwh 70000"),
    ("风电塔筒制造", None, "eia_class TABLE; pollutant_class REGISTRATION; sewer_discharge no"),
    (
        "再生铝加工",
        None,
        "eia_class REPORT; emits_quota yes; pollutant_class KEY; energy_tce 4200; power_mwh 12000",
    ),
    ("储能设备制造", None, "eia_class TABLE; pollutant_class REGISTRATION"),
    ("黄花菜加工", Some("FOOD_PLANT"), FOOD),
    ("食品", Some("FOOD_PLANT"), FOOD),
    ("啤酒", Some("FOOD_PLANT"), FOOD),
    (
        "苹果冷链分选中心",
        None,
        "animal_farm no; eia_class TABLE; utilities yes; power_supply yes; energy_tce 480; power_mwh 3600",
    ),
    ("设施蔬菜产业园", None, "animal_farm no; eia_class TABLE; pollutant_class NONE; utilities yes"),
    ("农业现代示范园", None, "animal_farm no; eia_class TABLE; pollutant_class NONE"),
    ("菌业产业园", None, "animal_farm no; eia_class TABLE; pollutant_class NONE"),
    (
        "窑洞民宿集群",
        None,
        "civil_building no; fire_special no; special_equipment no; sewer_discharge no; power_supply no",
    ),
    ("石油钻采装备技改", None, UPGRADED),
    ("油田化学助剂扩能", None, UPGRADED),
    ("污水处理设备并购重组", None, "construction_kind PURCHASE; new_company no; eia_class NONE"),
];

/// What is upgraded is there already, and so is the company.
const UPGRADED: &str = "construction_kind UPGRADE; new_company no";

/// What is asked of a project of this name and kind: the template, and the answers.
pub(crate) fn asked(name: &str, kind: Kind) -> (Option<&'static str>, [&'static str; 2]) {
    let (template, usual) = of_kind(kind);
    match PRODUCTS.iter().find(|(product, ..)| name.contains(product)) {
        Some(&(_, own, product)) => (own.or(template), [usual, product]),
        None => (template, [usual, ""]),
    }
}
