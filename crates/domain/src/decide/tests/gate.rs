//! Gates: what must have happened by the day of a transition.

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on, project_at, registered};
use crate::agreement::AgreementKind;
use crate::case::CaseEventKind as E;
use crate::command::{Command, RecordAgreement, RecordMilestone, UpdatePermit};
use crate::event::{Event, GateOutcome};
use crate::gap::{self, Gap};
use crate::milestone::{MilestoneKind, Works};
use crate::permit::Phase;
use crate::project::Project;
use crate::stage::{Stage, Track};

/// What happened, in this order, on which days.
type Story<'a> = &'a [(Command, &'a str)];

fn after(mut life: Life, story: Story<'_>) -> Life {
    for (command, date) in story {
        life.does(command, &on(date));
    }
    life
}

fn signed(number: u128, kind: AgreementKind, date: &str) -> Command {
    Command::RecordAgreement(agreement(number, kind, day(date)))
}

fn replaced(number: u128, old: u128, kind: AgreementKind, date: &str) -> Command {
    let supersedes = Some(agreement_id(old));
    Command::RecordAgreement(RecordAgreement { supersedes, ..agreement(number, kind, day(date)) })
}

#[test]
fn signed_needs_an_agreement_in_force_that_day() {
    use AgreementKind::{Agreement, Contract, Framework, Intent};
    const SHUT: &str = "GATE_NO_AGREEMENT from=NEGOTIATION attempted=SIGNED";
    let check = |story: Story<'_>, date: &str, expected: &str| {
        let mut life = after(new_build_at(Stage::Negotiation), story);
        assert_eq!(life.answer(&advance(90), &on(date)), expected, "{story:?} on {date}");
    };
    let paper = |kind| (signed(1, kind, "2025-03-01"), "2025-03-01");
    check(&[], "2025-04-01", SHUT);
    check(&[paper(Contract)], "2025-04-01", "ok");
    check(&[paper(Agreement)], "2025-03-01", "ok");
    check(&[paper(Intent)], "2025-04-01", SHUT);
    check(&[paper(Framework)], "2025-04-01", SHUT);
    // Signed after the day of the transition.
    check(&[paper(Contract)], "2025-02-28", SHUT);
    // Dissolved: no longer in force from that day on, but it was before.
    let dissolved = (Command::EndAgreement(agreement_id(1)), "2025-03-20");
    check(&[paper(Contract), dissolved.clone()], "2025-03-20", SHUT);
    check(&[paper(Contract), dissolved], "2025-03-19", "ok");
    // Replaced by a contract, or by a paper that binds nobody.
    let again = |kind| (replaced(2, 1, kind, "2025-03-10"), "2025-03-10");
    check(&[paper(Contract), again(Contract)], "2025-03-10", "ok");
    check(&[paper(Contract), again(Framework)], "2025-03-10", SHUT);
    check(&[paper(Contract), again(Framework)], "2025-03-09", "ok");
    check(&[paper(Intent), again(Contract)], "2025-03-09", SHUT);
    let gone = (Command::EndAgreement(agreement_id(2)), "2025-03-15");
    check(&[paper(Contract), again(Contract), gone], "2025-03-15", SHUT);
}

#[test]
fn permitting_needs_a_permit_in_the_plan_that_day() {
    const SHUT: &str = "GATE_NO_PERMIT from=SIGNED attempted=PERMITTING";
    let check = |story: Story<'_>, date: &str, expected: &str| {
        let mut life = after(new_build_at(Stage::Signed), story);
        assert_eq!(life.answer(&advance(90), &on(date)), expected, "{story:?} on {date}");
    };
    let added = (add_permit(1, Phase::After), "2025-03-01");
    let ruled_out = (rule_out(1), "2025-03-10");
    check(&[], "2025-04-01", SHUT);
    check(std::slice::from_ref(&added), "2025-03-01", "ok");
    check(std::slice::from_ref(&added), "2025-02-28", SHUT);
    check(&[added.clone(), ruled_out.clone()], "2025-03-10", SHUT);
    check(&[added.clone(), ruled_out.clone()], "2025-03-09", "ok");
    check(&[added, ruled_out, (add_permit(2, Phase::After), "2025-03-11")], "2025-03-11", "ok");
}

#[test]
fn started_needs_works_that_are_a_start_for_the_track() {
    let check = |track: Track, works: Works, expected: &str| {
        let mut life = project_at(track, Stage::Permitting);
        life.does(&rule_out(1), &on("2025-03-10"));
        life.does(&start(works), &on("2025-04-10"));
        let shut = format!("GATE_WORKS_NOT_A_START works={works} from=PERMITTING attempted=STARTED");
        let expected = if expected == "shut" { shut.as_str() } else { expected };
        assert_eq!(life.answer(&advance(90), &on("2025-04-10")), expected, "{track} {works}");
    };
    for (works, new_build, leased, upgrade) in [
        (Works::DeepPit, "ok", "ok", "ok"),
        (Works::Piles, "ok", "ok", "ok"),
        (Works::Foundation, "ok", "ok", "ok"),
        (Works::FitOut, "shut", "ok", "ok"),
        (Works::Equipment, "shut", "ok", "ok"),
        (Works::Levelling, "shut", "shut", "shut"),
        (Works::Fence, "shut", "shut", "shut"),
        (Works::Temporary, "shut", "shut", "shut"),
    ] {
        check(Track::NewBuild, works, new_build);
        check(Track::Leased, works, leased);
        check(Track::Upgrade, works, upgrade);
    }
}

#[test]
fn a_milestone_counts_with_evidence_and_from_its_day_on() {
    let check = |kind: MilestoneKind, stage: Stage, story: Story<'_>, date: &str, expected: &str| {
        let mut life = new_build_at(stage);
        if stage == Stage::Permitting {
            life.does(&rule_out(1), &on("2025-03-10"));
        }
        let mut life = after(life, story);
        let next = Track::NewBuild.next(stage).unwrap();
        let shut = format!("GATE_NO_MILESTONE milestone={kind} from={stage} attempted={next}");
        let expected = if expected == "shut" { shut.as_str() } else { expected };
        assert_eq!(life.answer(&advance(90), &on(date)), expected, "{story:?} on {date}");
    };
    let bare = |kind, works| {
        Command::RecordMilestone(RecordMilestone { evidence: vec![], ..milestone(kind, works) })
    };
    let started = (start(Works::Piles), "2025-05-02");
    let unproved = (bare(MilestoneKind::Started, Some(Works::Piles)), "2025-05-02");
    check(MilestoneKind::Started, Stage::Permitting, &[], "2025-05-02", "shut");
    check(MilestoneKind::Started, Stage::Permitting, std::slice::from_ref(&started), "2025-05-02", "ok");
    check(MilestoneKind::Started, Stage::Permitting, std::slice::from_ref(&started), "2025-05-01", "shut");
    check(MilestoneKind::Started, Stage::Permitting, std::slice::from_ref(&unproved), "2025-05-02", "shut");
    check(MilestoneKind::Started, Stage::Permitting, &[unproved, started], "2025-05-02", "ok");
    let producing = (reach(MilestoneKind::Producing), "2025-05-20");
    let unproved = (bare(MilestoneKind::Producing, None), "2025-05-20");
    check(MilestoneKind::Producing, Stage::Started, &[], "2025-05-20", "shut");
    check(
        MilestoneKind::Producing,
        Stage::Started,
        &[(reach(MilestoneKind::FullOutput), "2025-05-20")],
        "2025-05-20",
        "shut",
    );
    check(MilestoneKind::Producing, Stage::Started, &[unproved], "2025-05-20", "shut");
    check(MilestoneKind::Producing, Stage::Started, &[producing], "2025-05-20", "ok");
}

/// Permit 1 must be in hand before the start; the start is on 05-10.
#[test]
fn a_permit_counts_by_what_had_happened_that_day() {
    const MISSING: &str = "GATE_PERMITS_MISSING permits=1 from=PERMITTING attempted=STARTED";
    let check = |events: &[(E, &str)], expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        life.does(&start(Works::Piles), &on("2025-05-10"));
        life.does(&open_case(1, 1), &on("2025-03-05"));
        for (&(kind, date), number) in events.iter().zip(1..) {
            life.does(&record(number, 1, kind), &on(date));
        }
        assert_eq!(life.answer(&advance(90), &on("2025-05-10")), expected, "{events:?}");
    };
    let accepted = (E::Accepted, "2025-03-10");
    check(&[], MISSING);
    check(&[accepted], MISSING);
    check(&[accepted, (E::Approved, "2025-05-10")], "ok");
    check(&[accepted, (E::Approved, "2025-05-11")], MISSING);
    check(&[accepted, (E::ApprovedWithDefects, "2025-05-01")], "ok");
    check(&[accepted, (E::GrantedOnCommitment, "2025-05-01")], "ok");
    check(&[accepted, (E::Denied, "2025-05-01")], MISSING);
    let approved = (E::Approved, "2025-05-01");
    check(&[accepted, approved, (E::Revoked, "2025-05-10")], MISSING);
    check(&[accepted, approved, (E::Expired, "2025-05-09")], MISSING);
    // Revoked afterwards: it was in hand on the day.
    check(&[accepted, approved, (E::Revoked, "2025-05-11")], "ok");
}

#[test]
fn a_permit_ruled_out_later_was_still_needed() {
    let check = |ruled_out: &str, expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        life.does(&start(Works::Piles), &on("2025-05-10"));
        life.does(&rule_out(1), &on(ruled_out));
        assert_eq!(life.answer(&advance(90), &on("2025-05-10")), expected);
    };
    check("2025-05-10", "ok");
    check("2025-05-11", "GATE_PERMITS_MISSING permits=1 from=PERMITTING attempted=STARTED");
}

#[test]
fn each_phase_is_asked_for_at_its_gate() {
    use Phase::{After, BeforeProduction, BeforeStart};
    use Stage::{Permitting, Signed, Started};
    let check = |track: Track, from: Stage, phase: Phase, missing: bool| {
        let mut life = project_at(track, from);
        if life.project.permits.contains_key(&permit_id(1)) && from == Permitting {
            life.does(&rule_out(1), &on("2025-05-01"));
        }
        life.does(&add_permit(2, phase), &on("2025-05-01"));
        life.does(&start(Works::Piles), &on("2025-05-01"));
        life.does(&reach(MilestoneKind::Producing), &on("2025-05-01"));
        let answer = life.answer(&advance(90), &on("2025-05-01"));
        assert_eq!(
            answer.starts_with("GATE_PERMITS_MISSING permits=1"),
            missing,
            "{track} {from} {phase} {answer}"
        );
        assert_eq!(answer == "ok", !missing, "{track} {from} {phase} {answer}");
    };
    for (track, from, phases) in [
        (Track::NewBuild, Signed, [false, false, false]),
        (Track::NewBuild, Permitting, [true, false, false]),
        (Track::NewBuild, Started, [true, true, false]),
        (Track::Acquisition, Permitting, [true, true, false]),
        (Track::AssetLight, Signed, [true, true, false]),
    ] {
        for (phase, missing) in [BeforeStart, BeforeProduction, After].into_iter().zip(phases) {
            check(track, from, phase, missing);
        }
    }
}

/// A project with works begun and permit 1 missing.
fn without_permit() -> Life {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&start(Works::Piles), &on("2025-05-10"));
    life
}

#[test]
fn gaps_need_a_manager_a_reason_and_an_authority() {
    let check = |ask: super::life::Ask, expected: &str| {
        assert_eq!(without_permit().answer(&advance_with_gaps(90), &ask), expected, "{ask:?}");
    };
    let manager = || on("2025-05-10");
    check(manager(), "ok");
    check(manager().by(CITY_LEADER), "ok");
    check(manager().by(SPECIALIST), "ROLE_NOT_ALLOWED role=SPECIALIST");
    check(manager().by(CLERK), "ROLE_NOT_ALLOWED role=CLERK");
    check(manager().without_reason(), "REASON_REQUIRED .reason from=PERMITTING attempted=STARTED");
    check(manager().with_authority(None), "AUTHORITY_REQUIRED .authority from=PERMITTING attempted=STARTED");
    check(manager().with_authority(STRANGER), &format!("NOT_FOUND .authority .officerId id={STRANGER}"));
}

#[test]
fn gaps_stand_in_for_permits_only() {
    let mut life = new_build_at(Stage::Permitting);
    let answer = life.answer(&advance_with_gaps(90), &on("2025-05-10"));
    assert_eq!(answer, "GATE_NO_MILESTONE milestone=STARTED from=PERMITTING attempted=STARTED");
    let mut life = registered(Track::NewBuild);
    let asked = on("2025-01-03").without_reason().with_authority(None);
    let events = life.tries(&advance_with_gaps(90), &asked).unwrap();
    let met =
        |event: &Event| matches!(event, Event::StageEntered(entered) if entered.gate == GateOutcome::Met);
    assert!(events.iter().any(met), "nothing was missing, so nothing was passed over");
}

#[test]
fn a_gap_stays_open_until_the_permit_is_in_hand() {
    let mut life = without_permit();
    life.does(&advance_with_gaps(90), &on("2025-05-10"));
    let gap = |life: &Life| {
        gap_of(life, 1).map_or_else(|| "closed".into(), |gap| format!("{} {}", gap.stage, gap.since))
    };
    assert_eq!(life.project.visits[&visit_step(90)].gate, GateOutcome::WithGaps);
    assert_eq!(gap(&life), "STARTED 2025-05-10");
    let steps = [
        (open_case(1, 1), "STARTED 2025-05-10"),
        (record(1, 1, E::Accepted), "STARTED 2025-05-10"),
        (record(2, 1, E::ApprovedWithDefects), "closed"),
        (record(3, 1, E::DefectsCured), "closed"),
        (record(4, 1, E::Revoked), "STARTED 2025-05-20"),
        (rule_out(1), "closed"),
    ];
    for (command, expected) in steps {
        life.does(&command, &on("2025-05-20"));
        assert_eq!(gap(&life), expected, "{command:?}");
    }
}

#[test]
fn a_new_attempt_does_not_undo_that_the_permit_was_lost() {
    let mut life = without_permit();
    life.does(&advance_with_gaps(90), &on("2025-05-10"));
    for command in [open_case(1, 1), record(1, 1, E::Accepted), record(2, 1, E::Approved)] {
        life.does(&command, &on("2025-05-15"));
    }
    for command in [record(3, 1, E::Revoked), open_case(2, 1)] {
        life.does(&command, &on("2025-05-20"));
        assert_eq!(gap_of(&life, 1).map(|gap| gap.since), Some(day("2025-05-20")), "{command:?}");
    }
}

#[test]
fn a_gap_carried_on_keeps_the_day_it_began() {
    let mut life = without_permit();
    life.does(&advance_with_gaps(90), &on("2025-05-10"));
    life.does(&reach(MilestoneKind::Producing), &on("2025-06-01"));
    life.does(&advance_with_gaps(91), &on("2025-06-01"));
    let gap = gap_of(&life, 1).unwrap();
    assert_eq!((gap.stage, gap.since), (Stage::Started, day("2025-05-10")));
}

fn gap_of(life: &Life, permit: u128) -> Option<Gap> {
    let Project { permits, steps, visits, .. } = &life.project;
    gap::of(&permits[&permit_id(permit)], steps, visits)
}

/// What happens to a project that started on 2025-04-15 with its permit in hand, and the gaps of permits 1 and 2 then.
#[test]
fn a_gap_shows_whichever_way_it_came_about() {
    let check = |commands: &[Command], expected: [Option<(Stage, &str)>; 2]| {
        let mut life = new_build_at(Stage::Started);
        for command in commands {
            life.does(command, &on("2025-05-20"));
        }
        let gaps = [1, 2].map(|n| {
            let known = life.project.permits.contains_key(&permit_id(n));
            known.then(|| gap_of(&life, n)).flatten().map(|gap| (gap.stage, gap.since))
        });
        let expected = expected.map(|gap| gap.map(|(stage, since)| (stage, day(since))));
        assert_eq!(gaps, expected, "{commands:?}");
    };
    let started = Some((Stage::Started, "2025-04-15"));
    check(&[], [None, None]);
    check(&[add_permit(2, Phase::BeforeStart)], [None, started]);
    check(&[add_permit(2, Phase::BeforeProduction)], [None, None]);
    let earlier = Command::UpdatePermit(UpdatePermit {
        permit: permit_id(2),
        level: None,
        phase: Some(Phase::BeforeStart),
        agency: None,
        preparation: None,
        due_on: None,
    });
    check(&[add_permit(2, Phase::After), earlier], [None, started]);
    check(&[add_permit(2, Phase::BeforeStart), rule_out(2)], [None, None]);
    check(&[record(9, 1, E::Revoked)], [Some((Stage::Started, "2025-05-20")), None]);
    check(&[take_back(1, 2)], [started, None]);
    check(&[add_permit(2, Phase::BeforeStart), go_back(80)], [None, None]);
    // Sent back and taken up again on one day: the order of the stays counts, not that of their ids.
    let again = |id| vec![add_permit(2, Phase::BeforeStart), go_back(80), advance_with_gaps(id)];
    let today = Some((Stage::Started, "2025-05-20"));
    check(&again(81), [None, today]);
    check(&again(79), [None, today]);
    check(
        &[add_permit(2, Phase::BeforeProduction), reach(MilestoneKind::Producing), advance_with_gaps(80)],
        [None, Some((Stage::Producing, "2025-05-20"))],
    );
}
