//! What six projects know of themselves: a template each, and further answers.

use luodi_domain::attribute::{Answer, Answers, Attribute, Quantity, contradiction};

use crate::first_plan;

/// A template with further answers, one a line: `forest_ha 12.5`, `in_park yes`, `land_source AUCTION`.
fn answers(template: &str, more: &str) -> Answers {
    let first = first_plan::built_in().unwrap();
    let found = first.templates.iter().find(|found| found.code == template).unwrap();
    let mut answers = found.answers.clone();
    for line in more.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once(' ').unwrap();
        let attribute = Attribute::parse(key).unwrap_or_else(|| panic!("{key}"));
        let answer = match value {
            "yes" => Answer::Flag(true),
            "no" => Answer::Flag(false),
            code if attribute.choice(code).is_some() => Answer::Choice(attribute.choice(code).unwrap()),
            number => Answer::Number(Quantity::parse(number).unwrap()),
        };
        assert!(attribute.takes(answer), "{line}");
        answers.insert(attribute, answer);
    }
    assert_eq!(contradiction(&answers), None);
    answers
}

pub(super) fn wind_farm_on_forest_land() -> Answers {
    answers(
        "WIND_FARM",
        "funds PRIVATE
        capacity_mw 100
        new_land_ha 3
        land_source ALLOCATION
        farmland_ha 0
        cultivated_ha 0
        permanent_basic_farmland_ha 0
        collective_ha 3
        other_land_ha 3
        forest_ha 12.5
        forest_class PROTECTION
        temporary_forest_ha 8
        fells_trees yes
        grass_ha 0
        wetland NONE
        protected_area NONE
        river_zone NONE
        ecological_red_line no
        temporary_land_ha 20
        temporary_farmland no
        site_area_ha 25
        earthwork_m3 300000
        stability_risk yes
        relics no
        mineral_area yes
        geo_hazard yes
        in_park no
        regional_assessment_done no
        national_list no
        provincial_list yes
        building_area_m2 3000
        cost_10k 60000
        fire_special no
        overlimit_building no
        security_control_zone no
        highway_access HIGHWAY
        pipeline_zone no
        excavation no
        seismic_major no
        special_equipment no
        eia_list CITY
        energy_exempt yes
        energy_quota no
        power_supply no
        city_trees 0
        road_cut no
        traffic_impact no",
    )
}

pub(super) fn data_centre() -> Answers {
    answers(
        "DATA_CENTRE",
        "funds PRIVATE
        in_park yes
        regional_assessment_done yes
        land_path BATCH
        new_land_ha 10
        farmland_ha 0
        cultivated_ha 0
        permanent_basic_farmland_ha 0
        collective_ha 0
        planning_area yes
        village_land no
        energy_tce 42000
        power_mwh 340000
        energy_national no
        energy_quota yes
        racks 5000
        cross_province_telecom yes
        site_area_ha 10
        earthwork_m3 60000
        building_area_m2 60000
        cost_10k 90000
        overlimit_building no
        eia_list CITY
        water_m3_day 0
        forest_ha 0
        grass_ha 0
        wetland NONE
        relics no
        mineral_area no
        excavation yes
        road_cut yes
        traffic_impact no
        special_equipment yes",
    )
}

pub(super) fn food_plant_in_a_park() -> Answers {
    answers(
        "FOOD_PLANT",
        "funds PRIVATE
        in_park yes
        regional_assessment_done yes
        land_path BATCH
        land_with_scheme yes
        new_land_ha 4
        farmland_ha 0
        cultivated_ha 0
        permanent_basic_farmland_ha 0
        collective_ha 0
        planning_area yes
        village_land no
        energy_tce 1800
        power_mwh 6000
        energy_national no
        pollutant_class SIMPLIFIED
        emits_quota yes
        eia_list CITY
        site_area_ha 4
        earthwork_m3 20000
        building_area_m2 18000
        cost_10k 6000
        fire_special no
        special_equipment yes
        water_m3_day 0
        forest_ha 0",
    )
}

pub(super) fn chemical_plant() -> Answers {
    answers(
        "CHEMICAL_PLANT",
        "funds FOREIGN
        sensitive_sector no
        regional_assessment_done no
        land_path BATCH
        new_land_ha 20
        farmland_ha 20
        cultivated_ha 12
        permanent_basic_farmland_ha 0
        collective_ha 20
        planning_area yes
        village_land no
        key_process yes
        major_hazard yes
        energy_tce 10400
        power_mwh 30000
        energy_national no
        eia_list PROVINCE
        water_m3_day 800
        groundwater no
        water_across_cities no
        site_area_ha 20
        earthwork_m3 150000
        building_area_m2 50000
        cost_10k 80000
        relics yes
        mineral_area no
        forest_ha 0
        river_zone CITY",
    )
}

pub(super) fn farm() -> Answers {
    answers(
        "FARM",
        "funds PRIVATE
        in_park no
        breeding_stock yes
        energy_tce 100
        power_mwh 300
        eia_class FORM
        eia_list CITY
        pollutant_class REGISTRATION
        emits_quota no
        water_m3_day 120
        groundwater yes
        water_across_cities no
        site_area_ha 4
        earthwork_m3 8000
        village_land yes
        forest_ha 0
        grass_ha 0
        wetland NONE
        protected_area NONE
        relics no",
    )
}

pub(super) fn hotel() -> Answers {
    answers(
        "HOTEL",
        "funds PRIVATE
        in_park no
        land_path BATCH
        new_land_ha 2
        farmland_ha 0
        cultivated_ha 0
        permanent_basic_farmland_ha 0
        collective_ha 0
        village_land no
        energy_tce 900
        power_mwh 4000
        eia_class TABLE
        site_area_ha 2
        earthwork_m3 30000
        building_area_m2 35000
        cost_10k 30000
        protected_area LOCAL
        overlimit_building no
        relics no
        city_trees 20
        road_cut yes
        excavation yes
        water_m3_day 0
        forest_ha 0",
    )
}
