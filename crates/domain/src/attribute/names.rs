//! The attributes an office may answer, from the predicates of the permit catalogue.

use super::{Choice, Kind, Unit};

macro_rules! kind {
    (flag) => {
        Kind::Flag
    };
    (number $zh:literal $en:literal) => {
        Kind::Number(Unit { zh: $zh, en: $en })
    };
    (choice $($code:ident $zh:literal $en:literal),+) => {
        Kind::Choice(&[$(Choice { code: stringify!($code), zh: $zh, en: $en },)+])
    };
}

macro_rules! attributes {
    ($($variant:ident $code:literal $zh:literal $en:literal { $($kind:tt)+ })+) => {
        /// A fact of a project that decides which permits it needs, or who decides them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Attribute { $(#[doc = $zh] $variant,)+ }

        impl Attribute {
            /// Every attribute, in the order in which they are asked.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code under which it is stored and named in conditions.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The attribute with this code, or nothing.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// What it is called in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// What it is called in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }

            /// What kind of answer it takes.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => kind!($($kind)+),)+ }
            }
        }
    };
}

attributes! {
    // The project and whoever builds it.
    ApprovalMode "approval_mode" "立项方式" "approval mode" {
        choice FILING "备案" "filing", VERIFICATION "核准" "verification", APPROVAL "审批" "approval" }
    ConstructionKind "construction_kind" "建设类型" "kind of construction" {
        choice CAPITAL "基本建设" "capital construction", UPGRADE "技术改造" "technical upgrade",
        PURCHASE "单纯购置" "purchase only", INFORMATION "信息化" "information system", OTHER "其他" "other" }
    Funds "funds" "资金性质" "funds" {
        choice PRIVATE "民间投资" "private", FOREIGN "外商投资" "foreign", GOVERNMENT "政府投资" "government" }
    NewCompany "new_company" "新设本地企业" "a new local company" { flag }
    SensitiveSector "sensitive_sector" "涉及外资安全审查领域" "a sector of the foreign-investment security review" { flag }
    CrossRegion "cross_region" "跨行政区" "across regions" {
        choice NONE "不跨区" "no", COUNTY "跨县" "across counties", CITY "跨市" "across cities", PROVINCE "跨省" "across provinces" }
    ProvincialList "provincial_list" "列入省级项目目录" "on the province's list of projects" { flag }
    NationalList "national_list" "列入国家级项目目录" "on the State's list of projects" { flag }
    Cost10k "cost_10k" "工程造价" "cost of the works" { number "万元" "wan yuan" }

    // Its land.
    InPark "in_park" "位于园区" "in a park" { flag }
    RegionalAssessmentDone "regional_assessment_done" "所在区域已完成区域评估" "regional assessment done" { flag }
    LandWithScheme "land_with_scheme" "带设计方案出让" "land sold with its design scheme" { flag }
    LandSource "land_source" "用地取得方式" "source of the land" {
        choice AUCTION "招拍挂出让" "public sale", ALLOCATION "划拨" "allocation",
        LEASED "租赁厂房" "leased premises", EXISTING "自有存量用地" "land already held",
        FACILITY_FARM "设施农业用地" "facility farmland" }
    LandPath "land_path" "农转用路径" "path of the land's conversion" {
        choice BATCH "批次用地" "by batch", SINGLE "单独选址" "single site" }
    NewLandHa "new_land_ha" "新增建设用地" "new construction land" { number "公顷" "ha" }
    FarmlandHa "farmland_ha" "占用农用地" "farmland of all kinds" { number "公顷" "ha" }
    CultivatedHa "cultivated_ha" "其中耕地" "cultivated land" { number "公顷" "ha" }
    PermanentBasicFarmlandHa "permanent_basic_farmland_ha" "其中永久基本农田" "permanent basic farmland" { number "公顷" "ha" }
    OtherLandHa "other_land_ha" "其他土地" "other land" { number "公顷" "ha" }
    CollectiveHa "collective_ha" "征收集体土地" "collective land to be taken" { number "公顷" "ha" }
    EcologicalRedLine "ecological_red_line" "涉及生态保护红线" "in the ecological red line" { flag }
    PlanningArea "planning_area" "位于城镇规划区" "in an urban planning area" { flag }
    VillageLand "village_land" "使用乡、村庄规划区土地" "on land of a village plan" { flag }
    TemporaryLandHa "temporary_land_ha" "临时用地" "temporary land" { number "公顷" "ha" }
    TemporaryFarmland "temporary_farmland" "临时用地占用耕地或永久基本农田" "temporary land on cultivated or permanent basic farmland" { flag }
    ForestHa "forest_ha" "使用林地" "forest land" { number "公顷" "ha" }
    ForestClass "forest_class" "林地类别" "class of the forest" {
        choice PROTECTION "防护林或特种用途林" "protection or special-use forest",
        COMMERCIAL "用材林、经济林或薪炭林" "timber, economic or fuel forest", OTHER "其他林地" "other forest land" }
    TemporaryForestHa "temporary_forest_ha" "临时使用林地" "forest land used for a time" { number "公顷" "ha" }
    FellsTrees "fells_trees" "采伐林木" "fells forest trees" { flag }
    CityTrees "city_trees" "移伐城市树木" "moved or felled in the city" { number "株" "trees" }
    GrassHa "grass_ha" "占用草原" "grassland" { number "公顷" "ha" }
    Wetland "wetland" "占用湿地" "wetland" {
        choice NONE "不占用" "none", GENERAL "一般湿地" "general", PROVINCIAL "省级重要湿地" "provincially important",
        NATIONAL "国家重要湿地" "nationally important" }
    ProtectedArea "protected_area" "位于风景名胜区或自然保护地" "in a scenic or protected area" {
        choice NONE "不涉及" "no", LOCAL "省级及以下" "provincial or below", NATIONAL "国家级" "national" }
    Relics "relics" "涉及文物或大型用地考古" "relics, or a site large enough for archaeology" { flag }
    MineralArea "mineral_area" "可能压覆重要矿产" "may lie over important minerals" { flag }
    GeoHazard "geo_hazard" "位于地质灾害易发区" "in an area prone to geological hazards" { flag }
    SeismicMajor "seismic_major" "重大或生命线工程" "major or life-line works" { flag }
    StabilityRisk "stability_risk" "需作社会稳定风险评估" "needs a social-stability assessment" { flag }

    // Energy, environment, water.
    EnergyTce "energy_tce" "年综合能源消费量" "energy a year" { number "吨标准煤" "tce" }
    PowerMwh "power_mwh" "年用电量" "electricity a year" { number "兆瓦时" "MWh" }
    EnergyExempt "energy_exempt" "列入节能审查豁免目录" "on the list exempt from energy review" { flag }
    EnergyNational "energy_national" "由国家发展改革委节能审查" "energy review by the national commission" { flag }
    EiaClass "eia_class" "环评类别" "class of environmental assessment" {
        choice REPORT "报告书" "report", FORM "报告表" "form", TABLE "登记表" "registration", NONE "不纳入" "none" }
    EiaList "eia_list" "环评审批权限" "who decides the environmental assessment" {
        choice CITY "市级" "city", PROVINCE "省级目录" "the province's list", NATIONAL "国家目录" "the ministry's list" }
    EmitsQuota "emits_quota" "排放总量控制污染物" "emits pollutants under quota" { flag }
    PollutantClass "pollutant_class" "排污许可类别" "class of pollutant permit" {
        choice KEY "重点管理" "key", SIMPLIFIED "简化管理" "simplified", REGISTRATION "登记管理" "registration",
        NONE "不纳入" "none" }
    SiteAreaHa "site_area_ha" "征占地面积" "area of the site" { number "公顷" "ha" }
    EarthworkM3 "earthwork_m3" "挖填土石方总量" "earthwork" { number "立方米" "m³" }
    WaterM3Day "water_m3_day" "自备水源取水量" "water drawn from an own source" { number "立方米/日" "m³/day" }
    Groundwater "groundwater" "取用地下水" "draws groundwater" { flag }
    WaterAcrossCities "water_across_cities" "跨市取水或流域管控水源" "draws water across cities, or where a basin commission controls it" { flag }
    RiverZone "river_zone" "位于河道管理范围或蓄滞洪区" "in a river zone or flood area" {
        choice NONE "不涉及" "no", COUNTY "县管河道" "a river of the county", CITY "市管河道" "a river of the city",
        PROVINCE "省管河道" "a river of the province" }
    SewerDischarge "sewer_discharge" "污水排入城镇管网" "discharges into a town's sewers" { flag }

    // Safety.
    Hazchem "hazchem" "危险化学品建设项目" "hazardous chemicals" { flag }
    KeyProcess "key_process" "涉及重点监管工艺或重大危险源" "key processes or heavy hazards" { flag }
    MajorHazard "major_hazard" "构成重大危险源" "is a major hazard source" { flag }
    Mine "mine" "矿山" "a mine" { flag }
    Smelting "smelting" "金属冶炼" "metal smelting" { flag }
    LightningClass "lightning_class" "属雷电防护许可范围" "in the scope of lightning protection permits" { flag }
    SpecialEquipment "special_equipment" "使用特种设备" "uses special equipment" { flag }

    // What is built.
    NewBuilding "new_building" "新建、改建、扩建房屋" "builds or enlarges buildings" { flag }
    BuildingAreaM2 "building_area_m2" "建筑面积" "floor area" { number "平方米" "m²" }
    CivilBuilding "civil_building" "含民用建筑" "civil buildings" { flag }
    FireSpecial "fire_special" "特殊建设工程(消防)" "special works for fire safety" { flag }
    OverlimitBuilding "overlimit_building" "超限高层建筑" "a building over the seismic limits" { flag }
    SecurityControlZone "security_control_zone" "位于国家安全控制区域" "in a state-security control zone" { flag }
    TallStructure "tall_structure" "高大构筑物(净空)" "tall structures near an airport" { flag }
    TenderRequired "tender_required" "依法必须招标" "a tender is required" { flag }
    SectorWorks "sector_works" "公路、水运或水利工程" "highway, waterway or water works" { flag }
    RoadCut "road_cut" "占用、挖掘城市道路" "cuts city roads" { flag }
    HighwayAccess "highway_access" "涉路施工" "works on highways" {
        choice NONE "不涉及" "no", HIGHWAY "普通公路" "a highway", EXPRESSWAY "高速公路" "an expressway" }
    TrafficImpact "traffic_impact" "施工影响交通安全" "works affect traffic" { flag }
    PipelineZone "pipeline_zone" "位于油气管道保护范围" "in a pipeline protection zone" { flag }
    Excavation "excavation" "产生建筑垃圾" "construction waste" { flag }

    // What it does.
    Technology "technology" "发电类型" "technology" {
        choice NONE "非发电项目" "not a power plant", WIND "风电" "wind", SOLAR "光伏" "solar", HYDRO "水电" "hydro",
        THERMAL "火电" "thermal", STORAGE "储能" "storage" }
    CapacityMw "capacity_mw" "装机容量" "installed capacity" { number "兆瓦" "MW" }
    PowerSupply "power_supply" "需高压用电报装" "needs a high-voltage connection" { flag }
    Utilities "utilities" "需水、气、热、通信报装" "needs water, gas, heat or telecommunications" { flag }
    EnergyQuota "energy_quota" "需能耗、煤炭替代或水权指标" "needs a quota of energy, coal or water" { flag }
    Racks "racks" "数据中心机架数" "size of the data centre" { number "架" "racks" }
    TelecomService "telecom_service" "经营增值电信业务" "sells telecommunication services" { flag }
    CrossProvinceTelecom "cross_province_telecom" "跨省经营" "across provinces" { flag }
    FoodClass "food_class" "食品生产类别" "class of food" {
        choice NONE "非食品" "no food", GENERAL "一般食品" "general", SPECIAL "乳制品或特殊食品" "dairy or special food" }
    AnimalFarm "animal_farm" "养殖或屠宰" "a farm or slaughterhouse" { flag }
    BreedingStock "breeding_stock" "种畜禽" "breeding stock" { flag }
    PublicPlace "public_place" "公共场所" "a public place" { flag }
    Hotel "hotel" "旅馆" "a hotel" { flag }
}

impl std::fmt::Display for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
