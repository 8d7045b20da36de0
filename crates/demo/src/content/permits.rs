//! Which permits the projects of the demo need: codes, levels and departments of the catalogue, and the order in which they
//! are asked for. Only what the usual split by level says; the catalogue with its limits is not repeated here.

use luodi_domain::permit::Level;

use super::products::Kind;
use luodi_domain::catalogue::Department as D;

/// A permit that some projects need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needed {
    pub(crate) code: &'static str,
    pub(crate) level: Level,
    pub(crate) department: D,
    /// Which part of the way to the start it belongs to, from 0 (project and filing) to 4 (construction permit).
    pub(crate) wave: usize,
    /// How many working days the office usually takes.
    pub(crate) days: u32,
}

const fn needed(code: &'static str, level: Level, department: D, wave: usize, days: u32) -> Needed {
    Needed { code, level, department, wave, days }
}

use Level::{City, County, Provincial};

/// County permits of what is built, the first ones needed by everybody.
const BUILDING: &[Needed] = &[
    needed("project_filing", County, D::Reform, 0, 1),
    needed("construction_permit", County, D::Housing, 4, 3),
    needed("construction_planning_permit", County, D::NaturalResources, 3, 5),
    needed("land_use_planning_permit", County, D::NaturalResources, 2, 4),
    needed("soil_water_form", County, D::Water, 1, 3),
    needed("land_title", County, D::NaturalResources, 2, 4),
    needed("design_scheme", County, D::NaturalResources, 2, 6),
    needed("quality_safety_supervision", County, D::Housing, 4, 2),
    needed("drawing_review", County, D::Housing, 3, 7),
    needed("planning_conditions", County, D::NaturalResources, 1, 4),
];

/// County permits of a workshop that is there.
const FITTING: &[Needed] = &[
    needed("project_filing", County, D::Reform, 0, 1),
    needed("construction_permit", County, D::Housing, 4, 3),
    needed("drawing_review", County, D::Housing, 3, 5),
    needed("water_gas_heat_telecom", County, D::Utilities, 2, 3),
    needed("power_connection", County, D::Grid, 2, 8),
    needed("quality_safety_supervision", County, D::Housing, 4, 2),
    needed("eia_registration", County, D::Reform, 1, 1),
    needed("construction_waste", County, D::Housing, 3, 3),
];

const CITY_CHEMICAL: &[Needed] = &[
    needed("hazchem_safety_conditions", City, D::Emergency, 1, 15),
    needed("eia_report", City, D::Environment, 1, 15),
];
const CITY_WORKSHOP: &[Needed] = &[needed("eia_form", City, D::Environment, 1, 7)];
const CITY_BUILDING: &[Needed] =
    &[needed("eia_form", City, D::Environment, 1, 7), needed("fire_design_review", City, D::Housing, 3, 8)];

const FOREST: &[Needed] = &[needed("forest_land", Provincial, D::Forestry, 1, 18)];
const ENERGY_REVIEW: &[Needed] = &[needed("energy_review", Provincial, D::Reform, 1, 16)];
const RELICS: &[Needed] = &[needed("cultural_relics", Provincial, D::CulturalRelics, 1, 15)];
const MINERALS: &[Needed] = &[needed("mineral_overlay", Provincial, D::NaturalResources, 1, 15)];
const FARMLAND: &[Needed] = &[needed("farmland_conversion", Provincial, D::NaturalResources, 1, 18)];

/// What a project needs before its start, by level and in the order of need.
pub(crate) const fn before_start(kind: Kind, level: Level) -> &'static [Needed] {
    match (level, kind) {
        (County, Kind::Workshop) => FITTING,
        (
            County,
            Kind::Plant | Kind::Energy | Kind::Chemical | Kind::DataCentre | Kind::Farm | Kind::Tourism,
        ) => BUILDING,
        (City, Kind::Chemical) => CITY_CHEMICAL,
        (City, Kind::Workshop | Kind::Light) => CITY_WORKSHOP,
        (City, _) => CITY_BUILDING,
        (Provincial, Kind::Energy) => FOREST,
        (Provincial, Kind::DataCentre) => ENERGY_REVIEW,
        (Provincial, Kind::Tourism) => RELICS,
        (Provincial, Kind::Chemical) => MINERALS,
        (Provincial, Kind::Plant | Kind::Farm) => FARMLAND,
        _ => &[],
    }
}

const COMPLETING: &[Needed] = &[
    needed("joint_acceptance", County, D::Housing, 5, 8),
    needed("completion_filing", County, D::Housing, 5, 3),
];
const FARMING: &[Needed] = &[
    needed("joint_acceptance", County, D::Housing, 5, 8),
    needed("animal_epidemic", County, D::Agriculture, 5, 8),
];
const DISCHARGE: &[Needed] = &[needed("pollutant_permit", City, D::Environment, 5, 10)];
const SAFETY: &[Needed] = &[needed("safety_production", Provincial, D::Emergency, 5, 20)];
const HOSTING: &[Needed] = &[needed("telecom_idc", Provincial, D::Telecom, 5, 25)];

/// What a project needs before production, by level.
pub(crate) const fn before_production(kind: Kind, level: Level) -> &'static [Needed] {
    match (level, kind) {
        (County, Kind::Farm) => FARMING,
        (
            County,
            Kind::Plant | Kind::Energy | Kind::Chemical | Kind::DataCentre | Kind::Tourism | Kind::Workshop,
        ) => COMPLETING,
        (City, Kind::Plant | Kind::Chemical | Kind::Workshop) => DISCHARGE,
        (Provincial, Kind::Chemical) => SAFETY,
        (Provincial, Kind::DataCentre) => HOSTING,
        _ => &[],
    }
}
