//! What the catalogue that comes with the product holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use luodi_domain::attribute::Attribute;
use luodi_domain::catalogue::{Before, Catalogue, Condition, PermitType};

use crate::catalogue::built_in;
use crate::condition::written;

fn catalogue() -> &'static Catalogue {
    built_in().unwrap_or_else(|faults| {
        let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", shown.join("\n"))
    })
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The entries as they hold on a day after the last change known.
fn present() -> impl Iterator<Item = &'static PermitType> {
    catalogue().on(day("2026-11-01"))
}

#[test]
fn it_has_the_91_entries() {
    let codes: Vec<&str> = present().map(|entry| entry.code.as_str()).collect();
    insta::assert_snapshot!(wrapped(&codes), @r"
    airport_clearance animal_epidemic archive_acceptance bidding breeding_licence building_title
    civil_defence civil_defence_acceptance completion_filing construction_permit construction_planning_permit construction_waste
    cultural_relics data_centre_guidance design_scheme drainage_permit drawing_review eco_redline_check
    eia_form eia_registration eia_report energy_acceptance energy_quota energy_review
    energy_saving_building enterprise_registration env_self_acceptance facility_farm_land farmland_conversion fire_acceptance
    fire_design_review fire_filing fire_venue_check flood_impact food_production foreign_security_review
    forest_land forest_temp geo_hazard_assessment grassland greening grid_connection
    hazchem_safety_conditions hazchem_safety_design highway_crossing highway_start hotel_security joint_acceptance
    land_allocation land_expropriation land_presite land_supply land_title land_use_planning_permit
    lightning_acceptance lightning_design major_hazard_filing mine_metal_safety_design mineral_overlay national_security_item
    overlimit_seismic pipeline_protection planning_conditions planning_verification pollutant_permit pollutant_quota
    power_connection power_licence project_filing project_verification protected_area public_hygiene
    quality_safety_supervision renewable_quota road_occupation rural_planning_permit safety_acceptance safety_production
    seismic_safety soil_water_acceptance soil_water_form soil_water_report special_equipment stability_risk
    telecom_idc temporary_land traffic_occupation tree_felling water_gas_heat_telecom water_intake
    wetland
    ");
    assert_eq!(codes.len(), 91);
    let all: BTreeSet<&str> = catalogue().versions().map(|entry| entry.code.as_str()).collect();
    assert_eq!(all.len(), 91);
}

#[test]
fn the_core_are_60() {
    let others: Vec<&str> = present().filter(|entry| !entry.core).map(|entry| entry.code.as_str()).collect();
    insta::assert_snapshot!(wrapped(&others), @r"
    airport_clearance archive_acceptance bidding breeding_licence construction_waste data_centre_guidance
    eco_redline_check energy_acceptance energy_quota energy_saving_building foreign_security_review forest_temp
    geo_hazard_assessment highway_start hotel_security land_allocation major_hazard_filing mine_metal_safety_design
    national_security_item overlimit_seismic pipeline_protection protected_area public_hygiene renewable_quota
    safety_acceptance seismic_safety special_equipment stability_risk traffic_occupation tree_felling
    wetland
    ");
    assert_eq!(others.len(), 31);
}

#[test]
fn stages_and_milestones() {
    let mut stages: BTreeMap<String, (usize, Vec<&str>)> = BTreeMap::new();
    for entry in present() {
        let (number, milestones) = stages.entry(entry.stage.to_string()).or_default();
        *number += 1;
        milestones.extend(entry.milestone.then_some(entry.code.as_str()));
    }
    let lines: Vec<String> = stages
        .iter()
        .map(|(stage, (number, milestones))| {
            format!("{stage:<3}{number:>3} {}", milestones.concat()).trim_end().to_owned()
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    O   12
    S0   2
    S1  25 land_use_planning_permit
    S2   6 construction_planning_permit
    S3  10 construction_permit
    S4  14 completion_filing
    S5  16
    U    6
    ");
}

#[test]
fn the_graph_of_what_waits_for_what() {
    let (mut waiting, mut hard, mut soft, mut nodes) = (BTreeSet::new(), 0, 0, 0);
    for entry in present() {
        for group in &entry.requires {
            for member in &group.any_of {
                match member {
                    Before::Permit(code) => {
                        waiting.extend([code.as_str(), entry.code.as_str()]);
                        *(if group.hard { &mut hard } else { &mut soft }) += 1;
                    }
                    Before::Node(_) => nodes += 1,
                }
            }
        }
    }
    insta::assert_snapshot!(
        format!("{} of 91 entries wait or are waited for: {hard} by law, {soft} by custom; {nodes} wait for a point of the project", waiting.len()),
        @"72 of 91 entries wait or are waited for: 86 by law, 55 by custom; 20 wait for a point of the project"
    );
}

#[test]
fn what_nobody_has_verified() {
    let mut lines = Vec::new();
    for entry in catalogue().versions() {
        let from = entry.valid_from.map(|day| format!(" {day}")).unwrap_or_default();
        let fields: Vec<&str> = entry.unverified.iter().map(String::as_str).collect();
        lines.push(format!("{:<36}{}", format!("{}{from}", entry.code), fields.join(" ")));
    }
    insta::assert_snapshot!(lines.join("\n"), @r"
    airport_clearance                   legal level
    animal_epidemic                     legal level phase promised requires
    archive_acceptance                  level needed promised
    bidding                             level
    breeding_licence                    level phase requires
    building_title                      legal level phase promised
    civil_defence                       legal level needed promised
    civil_defence_acceptance            level needed promised
    completion_filing                   level
    construction_permit                 level needed
    construction_planning_permit        legal level
    construction_waste                  legal level phase
    cultural_relics                     level
    cultural_relics 2025-03-01          legal level
    data_centre_guidance                level needed phase
    design_scheme                       level promised requires
    drainage_permit                     legal level needed phase requires validity
    drawing_review                      legal level requires
    eco_redline_check                   level phase promised
    eia_form                            level phase validity
    eia_registration                    phase promised
    eia_report                          level lifts[0] lifts[1] phase validity
    energy_acceptance 2025-09-01        
    energy_quota                        level needed phase
    energy_review                       legal level needed validity
    energy_review 2023-06-01            legal level validity
    energy_review 2025-09-01            legal level lifts[0] validity
    energy_saving_building              level needed
    enterprise_registration             legal level promised
    env_self_acceptance                 phase
    facility_farm_land                  level promised
    farmland_conversion                 level lifts[0]
    fire_acceptance                     legal level
    fire_design_review                  level
    fire_filing                         legal level promised
    fire_venue_check                    legal level promised
    flood_impact                        legal level lifts[0] lifts[1] phase
    food_production                     legal level lifts[0] promised requires
    foreign_security_review             legal level
    forest_land                         legal legs[0].level
    forest_temp                         legal level phase promised requires validity
    geo_hazard_assessment               
    grassland                           legal level lifts[0] promised
    greening                            legal level phase
    grid_connection                     level needed phase requires
    hazchem_safety_conditions           legal level lifts[0] lifts[1]
    hazchem_safety_design               legal level lifts[0] lifts[1]
    highway_crossing                    legal level lifts[0] phase promised requires
    highway_start                       legal level lifts[0] lifts[1] lifts[2]
    hotel_security                      legal level phase promised requires
    joint_acceptance                    level
    land_allocation                     legal level
    land_expropriation                  requires shared stops
    land_presite                        legal level lifts[0] lifts[1] lifts[2] validity
    land_supply                         level
    land_title                          legal level needed phase promised requires[0]
    land_use_planning_permit            legal level
    lightning_acceptance                level needed promised
    lightning_acceptance 2021-01-01     legal level promised
    lightning_design                    level needed promised requires
    lightning_design 2021-01-01         level promised requires
    major_hazard_filing                 level needed phase promised requires
    mine_metal_safety_design            legal level promised
    mineral_overlay                     legs[0].level needed requires
    mineral_overlay 2025-07-01          legal legs[0].level needed requires
    national_security_item              basis legal level promised
    overlimit_seismic                   legal level requires
    pipeline_protection                 legal level phase
    planning_conditions                 level promised
    planning_verification               legal level
    pollutant_permit                    level promised
    pollutant_quota                     level phase promised
    power_connection                    level needed phase requires
    power_licence                       legal level needed phase promised requires
    project_filing                      level lifts[0] lifts[1]
    project_verification                legal level lifts[0] lifts[1] requires validity
    protected_area                      legal level lifts[0]
    public_hygiene                      legal level phase promised requires
    quality_safety_supervision          level requires
    renewable_quota                     level needed phase
    road_occupation                     legal level phase
    rural_planning_permit               legal level requires
    safety_acceptance                   phase
    safety_production                   legal level promised
    seismic_safety                      legal level
    soil_water_acceptance               phase
    soil_water_form                     level needed phase promised
    soil_water_form 2023-03-01          level phase promised
    soil_water_report                   level lifts[0] lifts[1] lifts[2] needed phase
    soil_water_report 2023-03-01        level lifts[0] lifts[1] lifts[2] phase
    special_equipment                   level phase promised requires
    stability_risk                      level lifts[0] lifts[1] lifts[2]
    telecom_idc                         legal level lifts[0] phase promised
    temporary_land                      legal level lifts[0] phase promised validity
    traffic_occupation                  level needed phase
    tree_felling                        legal level phase promised
    water_gas_heat_telecom              level needed phase requires
    water_intake                        legal level lifts[1] phase
    wetland                             legal level lifts[0] lifts[1]
    ");
}

/// A promise is a fact where it names the place that made it; other figures are what somebody thinks is usual.
#[test]
fn a_promise_of_nowhere_is_unverified() {
    for entry in catalogue().versions() {
        let Some(promised) = &entry.promised else { continue };
        let place = ["唐山2019", "广东", "赣州"].iter().any(|place| promised.source.contains(place));
        // Tangshan's two days are for the supervision that goes before.
        let place = place && entry.code != "civil_defence_acceptance";
        assert_eq!(entry.is_verified("promised"), place, "{}: {}", entry.code, promised.source);
    }
}

/// What an office may answer and the catalogue does not ask: it decides nothing before a region's own rules ask it.
#[test]
fn attributes_that_decide_nothing() {
    let mut asked: BTreeSet<Attribute> = BTreeSet::new();
    for entry in catalogue().versions() {
        let lifts = entry.lifts.iter().map(|lift| &lift.when);
        let referrals = entry.referrals.iter().map(|referral| &referral.when);
        let conditions = lifts.chain(referrals).chain(&entry.covered).chain(&entry.shared);
        asked.extend(conditions.chain([&entry.needed]).flat_map(Condition::attributes));
    }
    let idle: Vec<&str> = Attribute::ALL
        .iter()
        .filter(|attribute| !asked.contains(attribute))
        .map(|one| one.as_str())
        .collect();
    insta::assert_snapshot!(wrapped(&idle), @"land_with_scheme");
}

#[test]
fn versions_are_found_by_day() {
    let shown = |on: &str| {
        let entry = catalogue().entry("energy_review", day(on)).unwrap();
        let lifts: Vec<String> =
            entry.lifts.iter().map(|lift| format!("{} when {}", lift.to, written(&lift.when))).collect();
        format!("{on} {}: {}", entry.en, lifts.join(", "))
    };
    let days = ["2022-01-01", "2023-05-31", "2023-06-01", "2025-08-31", "2025-09-01"];
    insta::assert_snapshot!(days.map(shown).join("\n"), @r"
    2022-01-01 Energy conservation review: PROVINCIAL when energy_tce >= 5000
    2023-05-31 Energy conservation review: PROVINCIAL when energy_tce >= 5000
    2023-06-01 Energy conservation review: PROVINCIAL when energy_tce >= 10000
    2025-08-31 Energy conservation review: PROVINCIAL when energy_tce >= 10000
    2025-09-01 Energy conservation and carbon review: NATIONAL when energy_national, PROVINCIAL when energy_tce >= 10000
    ");
    assert!(catalogue().entry("energy_acceptance", day("2025-08-31")).is_none());
    assert!(catalogue().entry("energy_acceptance", day("2025-09-01")).is_some());
    assert_eq!(catalogue().on(day("2020-01-01")).count(), 90);
}

/// Codes side by side, six to a line.
fn wrapped(codes: &[&str]) -> String {
    codes.chunks(6).map(|codes| codes.join(" ")).collect::<Vec<_>>().join("\n")
}
