//! What stays true whatever anybody asks.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::commands::visit_of;
use super::fixture::*;
use super::forwards::tells_forwards;
use super::life::{Ask, Life, registration};
use super::moves::{Kind, Move, command, moves};
use crate::command::{Command, Register};
use crate::decide::{Decision, decide};
use crate::event::Event;
use crate::ids::OfficerId;
use crate::permit::Permit;
use crate::project::{Lineage, Project};
use crate::stage::{Stage, Track};
use crate::standing::{MAX_RENEWALS, Standing};
use crate::step::{CloseReason, StepKind};

/// What a sequence of moves came to.
struct Course {
    life: Life,
    refusals: BTreeSet<String>,
}

/// Plays the moves; after each one everything that must hold is looked at.
fn play(track: Track, moves: &[Move]) -> Course {
    let mut today: NaiveDate = day("2025-01-02");
    let first = Register { visit: visit_of(1, COLLEAGUE), ..registration(track, Stage::Lead) };
    let ask = Ask { by: MANAGER, on: today, today, reason: None, authority: None };
    let mut life = Life::begin(&first, &ask).unwrap();
    must_hold(&life);
    let mut refusals = BTreeSet::new();
    for (index, mv) in moves.iter().enumerate() {
        today = mv.today(today);
        if mv.kind == Kind::LeaveOrReturn {
            leave_or_return(&mut life, mv.officer(), today);
            must_hold(&life);
            continue;
        }
        let command = command(mv, &life, index as u128 + 2, today);
        let before = life.project.clone();
        let context = mv.ask(today).context(&life.facts);
        let answer = decide(&before, &command, &context);
        assert_eq!(answer, decide(&before, &command, &context), "the same question has the same answer");
        let Ok(Decision { events, .. }) = answer else {
            refusals.insert(answer.unwrap_err().rule.to_string());
            continue;
        };
        for event in &events {
            moves_to_a_neighbour(&life.project, event);
            puts_nobody_in_charge_of_the_past(&life.project, event, context.occurred_on);
            life.project.apply(event.clone()).unwrap();
        }
        life.history.extend(events);
        must_hold(&life);
        keeps_what_was(&before, &life.project);
    }
    tells_forwards(&life.history);
    Course { life, refusals }
}

/// An officer leaves after handing over, as the database demands, or comes back. The city's leader always stays.
fn leave_or_return(life: &mut Life, officer: OfficerId, today: NaiveDate) {
    if officer == CITY_LEADER || officer == STRANGER {
        return;
    }
    if !life.facts.officers[&officer].active {
        return life.is_in_service(officer, true);
    }
    let ask = Ask { by: ADMINISTRATOR, on: today, today, reason: None, authority: None };
    let ask = if officer == ADMINISTRATOR || !life.facts.officers[&ADMINISTRATOR].active {
        ask.by(CITY_LEADER)
    } else {
        ask
    };
    life.does(&Command::HandOver { from: officer, to: CITY_LEADER }, &ask);
    life.is_in_service(officer, false);
}

fn moves_to_a_neighbour(project: &Project, event: &Event) {
    let Event::StageEntered(entered) = event else { return };
    let track = project.profile.track;
    assert_eq!(entered.from, Some(project.stage));
    let neighbours = [track.next(project.stage), track.previous(project.stage)];
    assert!(neighbours.contains(&Some(entered.stage)), "{} to {}", project.stage, entered.stage);
}

fn puts_nobody_in_charge_of_the_past(project: &Project, event: &Event, told: NaiveDate) {
    let Event::StepReopened { step, responsible, on } = event else { return };
    assert!(project.steps[step].responsible == *responsible || told <= *on, "{event:?} told of {told}");
}

fn must_hold(life: &Life) {
    let project = &life.project;
    assert_eq!(project.version, i64::try_from(life.history.len()).unwrap(), "no gaps in the history");
    assert_eq!(
        Project::fold(project.id, life.history.clone()).as_ref(),
        Ok(project),
        "the history is the state"
    );
    assert!(project.profile.track.has(project.stage));
    let open = || project.steps.values().filter(|step| step.is_open());
    for step in open() {
        assert!(life.facts.officers[&step.responsible].active, "an open step has an officer in service");
    }
    for step in project.steps.values() {
        assert!(step.opened_on <= step.responsible_since, "nobody is responsible before there is a step");
        assert!(
            step.helpers.values().all(|help| help.until.is_none_or(|until| help.since <= until)),
            "nobody stops helping before he began"
        );
        assert!(
            step.closed.is_none_or(|closing| step.opened_on <= closing.on),
            "no step ends before it begins"
        );
    }
    assert_eq!(project.steps.len(), project.visits.len() + project.permits.len());
    let visits: Vec<_> = open()
        .filter_map(|step| match step.kind {
            StepKind::StageVisit(stage) => Some(stage),
            StepKind::Permit(_) => None,
        })
        .collect();
    let umbrella = matches!(project.lineage, Lineage::Umbrella(_));
    match project.standing {
        Standing::Withdrawn { .. } => assert_eq!(open().count(), 0),
        Standing::Active | Standing::Paused(_) if umbrella => assert_eq!(visits, []),
        Standing::Active | Standing::Paused(_) => assert_eq!(visits, [project.stage]),
    }
    if let Standing::Paused(pause) = project.standing {
        assert!(pause.renewals <= MAX_RENEWALS && pause.since <= pause.until);
    }
    if !matches!(project.standing, Standing::Withdrawn { .. }) {
        for permit in project.permits.values() {
            settled_when_decided(project, permit);
            let open = project.steps[&permit.step].is_open();
            // Only an umbrella may have nobody to hold the step of a permit it lost.
            assert!(open != permit.is_settled() || (umbrella && !open), "{} {open}", permit.status());
        }
    }
}

/// A permit's step ends on the day of the decision, in whatever order its events arrived, unless it had people later.
fn settled_when_decided(project: &Project, permit: &Permit) {
    if !permit.is_settled() {
        return;
    }
    let step = &project.steps[&permit.step];
    let Some(closing) = step.closed.filter(|closing| closing.reason == CloseReason::Done) else { return };
    let decided = permit.current_case().unwrap().view().since.unwrap();
    assert_eq!(closing.on, decided.max(step.people_changed_on()));
}

fn keeps_what_was(before: &Project, after: &Project) {
    assert!(before.standing_changed_on <= after.standing_changed_on, "the standing changes forwards");
    for (id, step) in &before.steps {
        let now = &after.steps[id];
        assert_eq!(
            (now.first_receiver, now.kind, now.opened_on),
            (step.first_receiver, step.kind, step.opened_on)
        );
        assert!(step.responsible_since <= now.responsible_since, "who is responsible changes forwards");
        for (helper, help) in &step.helpers {
            assert!(help.changed_on() <= now.helpers[helper].changed_on(), "so does who helps");
        }
    }
    for (id, paper) in &before.agreements {
        assert_eq!(
            (after.agreements[id].signed_on, after.agreements[id].kind),
            (paper.signed_on, paper.kind)
        );
    }
    for (id, attachment) in &before.attachments {
        let now = &after.attachments[id];
        assert_eq!((now.file, now.subject, now.on), (attachment.file, attachment.subject, attachment.on));
        assert!(
            attachment.withdrawn.is_none() || now.withdrawn == attachment.withdrawn,
            "withdrawn for good"
        );
    }
    for (id, material) in &before.materials {
        let now = &after.materials[id];
        assert_eq!(now.listed_on, material.listed_on);
        assert!(material.since <= now.since, "a material goes forwards");
        assert!(!material.filed || now.filed, "handed in for good");
        assert!(material.is_listed() || now == material, "off the list for good");
        assert!(
            !now.facts.permits.is_empty()
                && now.facts.permits.keys().all(|id| after.permits.contains_key(id))
        );
    }
    for (id, milestone) in &before.milestones {
        assert_eq!(after.milestones[id].kind, milestone.kind);
    }
    for (id, permit) in &before.permits {
        let now = &after.permits[id];
        assert_eq!((&now.item, now.step), (&permit.item, permit.step));
        for (id, case) in &permit.cases {
            assert!(case.events.keys().all(|event| now.cases[id].events.contains_key(event)));
        }
    }
}

proptest! {
    #[test]
    fn every_accepted_command_keeps_what_must_hold(track in prop::sample::select(Track::ALL), moves in moves()) {
        play(track, &moves);
    }
}

/// A property over sequences that never get anywhere would hold for nothing.
#[test]
fn random_lives_are_full() {
    let mut runner = TestRunner::deterministic();
    let (mut events, mut ends, mut refusals) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for round in 0..600 {
        let track = Track::ALL[round % Track::ALL.len()];
        let course = play(track, &moves().new_tree(&mut runner).unwrap().current());
        events.extend(course.life.history.iter().map(name));
        refusals.extend(course.refusals);
        ends.extend(course.life.history.iter().filter_map(|event| match event {
            Event::StageEntered(entered) => Some((track, entered.stage)),
            _ => None,
        }));
    }
    assert_eq!(events.len(), 31, "{events:?}");
    for &track in Track::ALL {
        assert!(ends.contains(&(track, Stage::Producing)), "{track}");
    }
    assert!(refusals.len() > 30, "{} {refusals:?}", refusals.len());
}

fn name(event: &Event) -> String {
    let text = format!("{event:?}");
    text.chars().take_while(char::is_ascii_alphanumeric).collect()
}
