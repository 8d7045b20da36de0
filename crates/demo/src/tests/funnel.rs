//! The city in memory: every command was decided by the rules, so what is left to see is that it is the city meant.

use std::collections::{BTreeMap, BTreeSet};

use luodi_app::chronicle::Story;
use luodi_domain::actor::PostRole;
use luodi_domain::event::GateOutcome;
use luodi_domain::milestone::MilestoneKind;
use luodi_domain::permit::{Permit, PermitStatus};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::stage::Stage;
use luodi_domain::standing::StandingKind;
use luodi_domain::step::CloseReason;

use super::{CITY, projects};

/// Of everything that happens to projects in real offices something happens here, and most projects go on.
#[test]
fn the_funnel_narrows_and_everything_happens_to_somebody() {
    let projects = projects();
    let mut reached: BTreeMap<Stage, usize> = BTreeMap::new();
    for project in projects.iter().filter(|project| !matches!(project.lineage, Lineage::Umbrella(_))) {
        *reached.entry(project.stage).or_default() += 1;
    }
    let [lead, negotiation, signed, permitting, started, producing] =
        [Stage::Lead, Stage::Negotiation, Stage::Signed, Stage::Permitting, Stage::Started, Stage::Producing]
            .map(|stage| reached.get(&stage).copied().unwrap_or(0));
    assert!(lead > 50 && negotiation > 100 && signed > 100, "{reached:?}");
    assert!(permitting > started && started > producing && producing > 20, "{reached:?}");
    let standing = |kind| projects.iter().filter(|project| project.standing.kind() == kind).count();
    assert!(standing(StandingKind::Paused) > 5 && standing(StandingKind::Withdrawn) > 5);
    assert!(projects.iter().any(|project| matches!(project.lineage, Lineage::Umbrella(_))));
    let refiled = |project: &&&Project| project.permits.values().any(|permit| permit.cases.len() > 1);
    assert!(projects.iter().filter(refiled).count() > 30);
}

#[test]
fn histories_hold_what_real_ones_hold() {
    let projects = projects();
    let reasons: BTreeSet<CloseReason> = projects
        .iter()
        .flat_map(|project| project.steps.values())
        .filter_map(|step| step.closed.map(|closing| closing.reason))
        .collect();
    assert_eq!(reasons.len(), CloseReason::ALL.len(), "{reasons:?}");
    let visits = || projects.iter().flat_map(|project| project.visits.values());
    assert!(visits().any(|visit| visit.gate == GateOutcome::WithGaps));
    assert!(visits().any(|visit| visit.pauses > 0));
    let permits = || projects.iter().flat_map(|project| project.permits.values());
    let cases = || permits().flat_map(|permit| permit.cases.values());
    assert!(cases().any(|case| case.view().legs.len() == 3));
    assert!(cases().all(|case| case.view().flagged.is_empty()), "no system told what cannot be");
    let statuses: BTreeSet<PermitStatus> = permits().map(Permit::status).collect();
    assert!(statuses.len() >= 7, "{statuses:?}");
    let papers = || projects.iter().flat_map(|project| project.agreements.values());
    assert!(papers().any(|paper| paper.supersedes.is_some()));
    let kinds: BTreeSet<MilestoneKind> = projects
        .iter()
        .flat_map(|project| project.milestones.values())
        .map(|milestone| milestone.kind)
        .collect();
    assert!(kinds.len() >= 6, "{kinds:?}");
}

#[test]
fn names_are_told_apart() {
    let names: BTreeSet<&str> = projects().into_iter().map(|project| project.profile.name.as_str()).collect();
    assert_eq!(names.len(), CITY.stories.len());
    let codes: BTreeSet<_> =
        CITY.registry.enterprises.iter().filter_map(|enterprise| enterprise.credit_code.as_ref()).collect();
    assert_eq!(codes.len(), CITY.registry.enterprises.len());
}

#[test]
fn nothing_lies_ahead_of_the_morning() {
    let latest = CITY.stories.iter().filter_map(Story::last_recorded_at).max().unwrap();
    assert!(latest <= crate::morning(), "{latest}");
}

#[test]
fn badges_are_officers_of_each_kind_whom_the_city_has() {
    let badges = crate::badges().unwrap();
    let roles: BTreeSet<_> = badges.iter().map(|badge| badge.role).collect();
    assert_eq!((badges.len(), roles.len()), (7, PostRole::ALL.len()));
    for badge in badges {
        let officer = CITY.registry.officers.iter().find(|officer| officer.id == badge.officer);
        assert_eq!(officer.map(|officer| officer.name.as_str()), Some(badge.name.as_str()));
        assert!(!CITY.left.contains(&badge.officer));
    }
}
