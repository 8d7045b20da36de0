//! The city in memory: every command was decided by the rules, so what is left to see is that it is the city meant.

use std::collections::BTreeMap;

use luodi_app::chronicle::Chronicle;
use luodi_domain::permit::{Level, PermitStatus};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::stage::Stage;
use luodi_domain::standing::StandingKind;

use super::city;

fn projects(chronicle: &Chronicle) -> Vec<&Project> {
    chronicle.stories.iter().map(|story| story.project()).collect()
}

#[test]
fn the_funnel_is_as_meant() {
    let chronicle = city().unwrap();
    let mut found: BTreeMap<(Stage, StandingKind), usize> = BTreeMap::new();
    for project in projects(&chronicle) {
        if !matches!(project.lineage, Lineage::Umbrella(_)) {
            *found.entry((project.stage, project.standing.kind())).or_default() += 1;
        }
    }
    println!("{found:#?}");
    let mut permits: BTreeMap<(Level, PermitStatus), usize> = BTreeMap::new();
    for permit in projects(&chronicle).into_iter().flat_map(|project| project.permits.values()) {
        *permits.entry((permit.level, permit.status())).or_default() += 1;
    }
    println!("{permits:#?}");
    let events: i64 = projects(&chronicle).iter().map(|project| project.version).sum();
    println!("{} projects, {events} events", chronicle.stories.len());
}
