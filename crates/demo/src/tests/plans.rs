//! The plans of the city: what key projects were granted is what their plans ask for, in the order that the law wants, and
//! of everything that befalls plans something befalls one.

use std::collections::{BTreeMap, BTreeSet};

use luodi_app::shanghai_day;
use luodi_domain::catalogue::Before;
use luodi_domain::context::Facts;
use luodi_domain::event::GateOutcome;
use luodi_domain::permit::{Level, Permit, PermitStatus, Phase, ResponseKind};
use luodi_domain::plan::{Outlook, Plan};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::StandingKind;

use super::{CITY, FACTS, projects};
use crate::content::keys::{Counts, KEYS};
use crate::life::Course;

/// A project with the phases it was split into.
fn parts(whole: &Project) -> Vec<&'static Project> {
    let parts = projects().into_iter().filter(|project| match project.lineage {
        Lineage::PhaseOf(umbrella) => umbrella == whole.id,
        Lineage::Single | Lineage::Umbrella(_) => project.id == whole.id,
    });
    parts.filter(|project| !matches!(project.lineage, Lineage::Umbrella(_))).collect()
}

fn is_granted(permit: &Permit) -> bool {
    matches!(permit.status(), PermitStatus::Granted | PermitStatus::GrantedWithDefects)
}

fn count(levels: impl IntoIterator<Item = Level>) -> Counts {
    levels.into_iter().fold(Counts::default(), |counts, level| match level {
        Level::County => Counts { county: counts.county + 1, ..counts },
        Level::City => Counts { city: counts.city + 1, ..counts },
        Level::Provincial => Counts { provincial: counts.provincial + 1, ..counts },
        Level::National | Level::Township | Level::SelfHeld => counts,
    })
}

/// What a project's plan asks for before the points that it has passed, by code.
fn asked(project: &Project, facts: &Facts) -> BTreeMap<String, Level> {
    let today = shanghai_day(crate::morning());
    let plan = Plan::new(facts.catalogue.on(today), &project.profile.attributes);
    let passed = plan.needed().filter(|item| item.entry.phase.needed_for(project.stage));
    passed.map(|item| (item.entry.code.clone(), item.level.level())).collect()
}

/// The sums are those of the article since each project's are those of the table: whoever changes the catalogue reads here
/// which plans came out differently.
#[test]
fn key_projects_were_granted_what_their_plans_ask_for() {
    let keys: Vec<&Project> =
        projects().into_iter().filter(|project| project.profile.labels.contains("重大项目")).collect();
    let mut profiles = Vec::new();
    for key in KEYS {
        profiles.extend(key.profiles.iter().flat_map(|one| vec![(key, one); one.many]));
    }
    assert_eq!((keys.len(), profiles.len()), (54, 54));
    let mut differences = Vec::new();
    for (project, (key, profile)) in keys.iter().zip(profiles) {
        let name = &project.profile.name;
        assert!(name.contains(key.product), "{name} is no {}", key.product);
        let mut planned = Vec::new();
        for part in parts(project) {
            let asked = asked(part, &FACTS);
            let granted: BTreeMap<String, Level> = part
                .permits
                .values()
                .filter(|permit| is_granted(permit))
                .map(|permit| (permit.item.code().unwrap_or_default().to_owned(), permit.level))
                .collect();
            if granted != asked {
                differences.push(format!("{name}: granted {granted:?}, its plan asks for {asked:?}"));
            }
            planned.extend(asked.into_values());
            let gaps = part.visits.values().any(|visit| visit.gate == GateOutcome::WithGaps);
            if gaps != (profile.course == Course::WithGaps) {
                differences.push(format!("{name}: passed its gate with gaps: {gaps}"));
            }
        }
        let counts = count(planned);
        if counts != profile.counts {
            differences
                .push(format!("{name}: its plan comes to {counts:?}, the table says {:?}", profile.counts));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    let sum = KEYS.iter().flat_map(|key| key.profiles).fold([0; 3], |[county, city, provincial], profile| {
        let Counts { county: a, city: b, provincial: c } = profile.counts;
        [county + a * profile.many, city + b * profile.many, provincial + c * profile.many]
    });
    assert_eq!(sum, [416, 78, 29]);
}

/// Nothing is accepted before what the law wants first is there.
#[test]
fn what_comes_first_by_law_was_there_first() {
    let mut wrong = Vec::new();
    for project in projects() {
        let codes: BTreeSet<&str> =
            project.permits.values().filter_map(|permit| permit.item.code()).collect();
        for permit in project.permits.values() {
            let Some(opened) = permit.cases.values().map(|case| case.opened_on).min() else { continue };
            let plan = Plan::new(FACTS.catalogue.on(opened), &project.profile.attributes);
            let Some(item) = permit.item.code().and_then(|code| plan.item(code)) else { continue };
            for group in plan.before(item.entry, &codes).iter().filter(|group| group.hard) {
                let there = |before: &&Before| match before {
                    Before::Node(_) => true,
                    Before::Permit(code) => project.permits.values().any(|other| {
                        let alongside = item.entry.leads_group
                            && FACTS
                                .catalogue
                                .entry(code, opened)
                                .is_some_and(|entry| entry.parallel_group == item.entry.parallel_group);
                        other.item.code() == Some(code) && (alongside || other.is_satisfied_on(opened))
                    }),
                };
                if !group.any_of.iter().any(there) {
                    let name = &project.profile.name;
                    wrong.push(format!("{name}: {} of {opened} before {:?}", item.entry.code, group.any_of));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn of_everything_that_befalls_plans_something_befalls_one() {
    let today = shanghai_day(crate::morning());
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut see = |what: &'static str, so: bool| *seen.entry(what).or_default() += usize::from(so);
    for project in projects() {
        let planned = project.plan.is_some();
        let first = project.visits.values().min_by_key(|visit| visit.position);
        let from_ledger = first.is_some_and(|visit| visit.stage > Stage::Signed);
        let umbrella = matches!(project.lineage, Lineage::Umbrella(_));
        let withdrawn = project.standing.kind() == StandingKind::Withdrawn;
        if project.stage > Stage::Signed
            && !umbrella
            && project.profile.track != Track::AssetLight
            && !from_ledger
        {
            assert!(planned || withdrawn, "{} has no plan", project.profile.name);
        }
        if project.stage == Stage::Lead {
            assert!(!planned && project.permits.is_empty(), "{}", project.profile.name);
        }
        let Some(head) = project.plan else { continue };
        let outlook = Outlook::of(&FACTS.catalogue, project, &FACTS.offices, today);
        let response = |kind| {
            let said = |permit: &Permit| permit.response.as_ref().is_some_and(|said| said.kind == kind);
            project.permits.values().any(said)
        };
        see("locked", head.baseline.is_some());
        see("confirming", head.baseline.is_none() && response(ResponseKind::Confirmed));
        see("drawn only", head.baseline.is_none() && !response(ResponseKind::Confirmed));
        see("undecided", outlook.undecided > 0);
        see("outdated", outlook.outdated);
        see("can file today", !outlook.fileable.is_empty());
        see("objected", project.permits.values().any(Permit::is_objected_to));
        see("ruled out", project.permits.values().any(Permit::is_ruled_out_by_hand));
        let idle = |permit: &&Permit| {
            permit.phase == Phase::BeforeStart
                && permit.status() == PermitStatus::Preparing
                && !outlook.fileable.contains_key(&permit.id)
        };
        see("waits for something", project.permits.values().any(|permit| idle(&permit)));
        see(
            "decided by nobody we know",
            project.permits.values().any(|permit| {
                permit.agency.is_none()
                    && matches!(permit.level, Level::County | Level::City | Level::Provincial)
            }),
        );
    }
    let least = |what: &str, most: usize, least: usize| {
        let found = seen.get(what).copied().unwrap_or(0);
        assert!((least..=most).contains(&found), "{found} {what} in {seen:?}");
    };
    least("locked", 400, 150);
    least("confirming", 120, 20);
    least("drawn only", 200, 30);
    least("undecided", 150, 15);
    least("outdated", 40, 3);
    least("can file today", 500, 150);
    least("objected", 30, 2);
    least("ruled out", 60, 5);
    least("waits for something", 300, 60);
    least("decided by nobody we know", 0, 0);
    assert!(CITY.stories.len() > 600);
}
