//! Every command in every stage and standing, in two tables to read.

use std::fmt::Write as _;

use super::commands::*;
use super::cover::{GRANTED, LAPSED, NEW, be_covered, cover, elsewhere, stands, uncover};
use super::fixture::*;
use super::life::{Life, new_build_at, on, registration};
use crate::agreement::AgreementKind;
use crate::attachment::Subject;
use crate::attribute::Answers;
use crate::case::CaseEventKind as E;
use crate::command::{Command, PlanPermits, Register};
use crate::duplicate::Ruling;
use crate::event::Event;
use crate::ids::{ProjectId, StepId};
use crate::material::MaterialState;
use crate::milestone::{MilestoneKind, Works};
use crate::party::PartyRole;
use crate::permit::{Phase, ResponseKind};
use crate::profile::Change;
use crate::project::Project;
use crate::stage::{Stage, Track};
use crate::step::{HelperRole, StepKind};

const NOW: &str = "2025-06-10";

/// A command, and what must be there before it can be meant seriously.
struct Row {
    label: &'static str,
    given: Vec<Command>,
    command: fn(&Project) -> Command,
}

fn row(label: &'static str, given: &[Command], command: fn(&Project) -> Command) -> Row {
    Row { label, given: given.to_vec(), command }
}

fn last_visit(project: &Project) -> StepId {
    let mut visits = project.steps.values().filter(|step| matches!(step.kind, StepKind::StageVisit(_)));
    visits.next_back().unwrap().id
}

/// A plan by a catalogue that has nothing.
fn plan() -> Command {
    Command::PlanPermits(PlanPermits { answers: vec![], presumed: Answers::new(), ids: vec![] })
}

fn rows() -> Vec<Row> {
    let gap = add_permit(9, Phase::BeforeStart);
    let papers = [contract(9, day(NOW)), start(Works::Piles), reach(MilestoneKind::Producing)];
    let facts = [&papers[..], &[add_permit(9, Phase::After), rule_out(1)]].concat();
    let gaps = [&papers[..], std::slice::from_ref(&gap)].concat();
    let case = [add_permit(9, Phase::After), open_case(9, 9)];
    let event = [&case[..], &[record(9, 9, E::Submitted)]].concat();
    let material = [gap.clone(), add_material(9, &[9])];
    let partner = Command::RecordParty(party(9, PartyRole::Signatory, day(NOW)));
    vec![
        row("ADVANCE", &[], |_| advance(90)),
        row("ADVANCE, facts there", &facts, |_| advance(90)),
        row("ADVANCE, permits missing", &gaps, |_| advance(90)),
        row("ADVANCE WITH GAPS", &gaps, |_| advance_with_gaps(90)),
        row("RETURN", &[], |_| go_back(90)),
        row("PAUSE", &[], |_| pause_until(day("2025-09-10"))),
        row("RESUME", &[], |_| Command::Resume),
        row("WITHDRAW", &[], |_| Command::Withdraw),
        row("REOPEN", &[], |_| reopen()),
        row("SPLIT", &[], |_| split([91, 92])),
        row("SPLIT, permits settled", &[rule_out(1)], |_| split([91, 92])),
        row("UPDATE", &[], |_| Command::Update(vec![Change::LabelAdded("重大项目".into())])),
        row("RECORD_PARTY", &[], |_| Command::RecordParty(party(8, PartyRole::Controller, day(NOW)))),
        row("END_PARTY", &[partner], |_| Command::EndParty(party_id(9))),
        row("RECORD_AGREEMENT", &[], |_| {
            Command::RecordAgreement(agreement(8, AgreementKind::Intent, day(NOW)))
        }),
        row("END_AGREEMENT", &papers[..1], |_| Command::EndAgreement(agreement_id(9))),
        row("RECORD_TERMS", &[], |_| terms("20", &[])),
        row("RECORD_MILESTONE", &[], |_| reach(MilestoneKind::Registered)),
        row("PLAN_PERMITS", &[], |_| plan()),
        row("RESPOND_TO_PERMIT", std::slice::from_ref(&gap), |_| Command::Respond {
            permit: permit_id(9),
            kind: ResponseKind::Confirmed,
        }),
        row("LOCK_PLAN", &[plan()], |_| Command::LockPlan { with_gaps: false }),
        row("ADD_PERMIT", &[], |_| add_permit(8, Phase::After)),
        row("UPDATE_PERMIT", std::slice::from_ref(&gap), |_| due(9)),
        row("RULE_OUT_PERMIT", std::slice::from_ref(&gap), |_| rule_out(9)),
        row("COVER_PERMITS", std::slice::from_ref(&gap), |_| cover(9, &[(8, 7)])),
        row("BE_COVERED", std::slice::from_ref(&gap), |_| be_covered(&[9], elsewhere(NEW))),
        row("UNCOVER_PERMIT", &[gap.clone(), be_covered(&[9], elsewhere(NEW))], |_| uncover(9)),
        row("FOLLOW_COVER", &[gap.clone(), be_covered(&[9], elsewhere(NEW))], |_| stands(LAPSED)),
        row("ADD_MATERIAL", std::slice::from_ref(&gap), |_| add_material(8, &[9])),
        row("UPDATE_MATERIAL", &material, |_| material_is(9, MaterialState::Ready)),
        row("REMOVE_MATERIAL", &material, |_| Command::RemoveMaterial(material_id(9))),
        row("OPEN_CASE", &[gap], |_| open_case(8, 9)),
        row("RECORD_CASE_EVENT", &case, |_| record(8, 9, E::Submitted)),
        row("INVALIDATE_CASE_EVENT", &event, |_| take_back(9, 9)),
        row("ASSIGN_RESPONSIBLE", &[], |project| Command::AssignResponsible {
            step: last_visit(project),
            officer: COLLEAGUE,
        }),
        row("ASSIGN_HELPER", &[], |project| Command::AssignHelper {
            step: last_visit(project),
            officer: COLLEAGUE,
            role: HelperRole::Assisting,
            remove: false,
        }),
        row("ATTACH", &[], |_| photo(8)),
        row("WITHDRAW_ATTACHMENT", &[photo(9)], |_| Command::WithdrawAttachment(attachment_id(9))),
        row("RULE_ON_DUPLICATE", &[], |_| rule_on_duplicate(Ruling::KeepApart, true)),
        row("RULE_ON_DUPLICATE, ended", &[], |_| rule_on_duplicate(Ruling::Merge, true)),
        row("HAND_OVER", &[], |_| Command::HandOver { from: SPECIALIST, to: COLLEAGUE }),
    ]
}

fn photo(number: u128) -> Command {
    attach(number, file_of(MANAGER), Subject::Project)
}

fn due(number: u128) -> Command {
    Command::UpdatePermit(crate::command::UpdatePermit {
        permit: permit_id(number),
        level: None,
        phase: None,
        agency: None,
        preparation: None,
        due_on: Some(Some(day("2025-12-31"))),
    })
}

/// What is given and possible is done: permit 1 may be granted or not be there yet.
fn given(life: &mut Life, commands: &[Command]) {
    for command in commands {
        let answer = life.answer(command, &on(NOW));
        assert!(answer == "ok" || matches!(command, Command::RuleOutPermit(_)), "{answer}");
    }
}

fn effect(life: &Life, command: &Command) -> String {
    let mut after = life.clone();
    let events = match after.tries(command, &on(NOW)) {
        Ok(events) => events,
        Err(refusal) => {
            assert_eq!(&after.project, &life.project, "a refusal changes nothing");
            return refusal.rule.to_string();
        }
    };
    assert!(!events.is_empty());
    let entered = events.iter().find_map(|event| match event {
        Event::StageEntered(entered) => Some(entered),
        _ => None,
    });
    match entered {
        Some(entered) if entered.gaps.is_empty() => format!("→ {}", entered.stage),
        Some(entered) => format!("→ {}, {} gap", entered.stage, entered.gaps.len()),
        None if after.project.lineage != life.project.lineage => "→ umbrella".into(),
        None if after.project.standing.kind() != life.project.standing.kind() => {
            format!("→ {}", after.project.standing.kind())
        }
        None => "ok".into(),
    }
}

fn table(columns: &[String], rows: impl IntoIterator<Item = (&'static str, Vec<String>)>) -> String {
    let mut text = String::new();
    let mut line = |label: &str, cells: &[String]| {
        let mut line = format!("{label:<25}");
        for cell in cells {
            write!(line, "{cell:<22} ").unwrap();
        }
        writeln!(text, "{}", line.trim_end()).unwrap();
    };
    line("", columns);
    rows.into_iter().for_each(|(label, cells)| line(label, &cells));
    text
}

#[test]
fn every_command_in_every_stage() {
    let columns: Vec<String> = Stage::ALL.iter().map(ToString::to_string).collect();
    let cells = |row: Row| {
        let cell = |&stage: &Stage| {
            let mut life = new_build_at(stage);
            given(&mut life, &row.given);
            effect(&life, &(row.command)(&life.project))
        };
        (row.label, Stage::ALL.iter().map(cell).collect())
    };
    insta::assert_snapshot!(table(&columns, rows().into_iter().map(cells)), @r"
                             LEAD                   NEGOTIATION            SIGNED                 PERMITTING             STARTED                PRODUCING
    ADVANCE                  → NEGOTIATION          GATE_NO_AGREEMENT      GATE_NO_PERMIT         GATE_NO_MILESTONE      GATE_NO_MILESTONE      STAGE_AT_END
    ADVANCE, facts there     → NEGOTIATION          → SIGNED               → PERMITTING           → STARTED              → PRODUCING            STAGE_AT_END
    ADVANCE, permits missing → NEGOTIATION          → SIGNED               → PERMITTING           GATE_PERMITS_MISSING   GATE_PERMITS_MISSING   STAGE_AT_END
    ADVANCE WITH GAPS        → NEGOTIATION          → SIGNED               → PERMITTING           → STARTED, 2 gap       → PRODUCING, 1 gap     STAGE_AT_END
    RETURN                   STAGE_AT_END           → LEAD                 → NEGOTIATION          → SIGNED               → PERMITTING           → STARTED
    PAUSE                    → PAUSED               → PAUSED               → PAUSED               → PAUSED               → PAUSED               → PAUSED
    RESUME                   PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE
    WITHDRAW                 → WITHDRAWN            → WITHDRAWN            → WITHDRAWN            → WITHDRAWN            → WITHDRAWN            → WITHDRAWN
    REOPEN                   PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE         PROJECT_ACTIVE
    SPLIT                    → umbrella             → umbrella             → umbrella             SPLIT_OPEN_PERMITS     → umbrella             → umbrella
    SPLIT, permits settled   → umbrella             → umbrella             → umbrella             → umbrella             → umbrella             → umbrella
    UPDATE                   ok                     ok                     ok                     ok                     ok                     ok
    RECORD_PARTY             ok                     ok                     ok                     ok                     ok                     ok
    END_PARTY                ok                     ok                     ok                     ok                     ok                     ok
    RECORD_AGREEMENT         ok                     ok                     ok                     ok                     ok                     ok
    END_AGREEMENT            ok                     ok                     ok                     ok                     ok                     ok
    RECORD_TERMS             ok                     ok                     ok                     ok                     ok                     ok
    RECORD_MILESTONE         ok                     ok                     ok                     ok                     ok                     ok
    PLAN_PERMITS             ok                     ok                     ok                     ok                     ok                     ok
    RESPOND_TO_PERMIT        PERMIT_NOT_PLANNED     PERMIT_NOT_PLANNED     PERMIT_NOT_PLANNED     PERMIT_NOT_PLANNED     PERMIT_NOT_PLANNED     PERMIT_NOT_PLANNED
    LOCK_PLAN                ok                     ok                     ok                     ok                     ok                     ok
    ADD_PERMIT               ok                     ok                     ok                     ok                     ok                     ok
    UPDATE_PERMIT            ok                     ok                     ok                     ok                     ok                     ok
    RULE_OUT_PERMIT          ok                     ok                     ok                     ok                     ok                     ok
    COVER_PERMITS            ok                     ok                     ok                     ok                     ok                     ok
    BE_COVERED               ok                     ok                     ok                     ok                     ok                     ok
    UNCOVER_PERMIT           ok                     ok                     ok                     ok                     ok                     ok
    FOLLOW_COVER             ok                     ok                     ok                     ok                     ok                     ok
    ADD_MATERIAL             ok                     ok                     ok                     ok                     ok                     ok
    UPDATE_MATERIAL          ok                     ok                     ok                     ok                     ok                     ok
    REMOVE_MATERIAL          ok                     ok                     ok                     ok                     ok                     ok
    OPEN_CASE                ok                     ok                     ok                     ok                     ok                     ok
    RECORD_CASE_EVENT        ok                     ok                     ok                     ok                     ok                     ok
    INVALIDATE_CASE_EVENT    ok                     ok                     ok                     ok                     ok                     ok
    ASSIGN_RESPONSIBLE       ok                     ok                     ok                     ok                     ok                     ok
    ASSIGN_HELPER            ok                     ok                     ok                     ok                     ok                     ok
    ATTACH                   ok                     ok                     ok                     ok                     ok                     ok
    WITHDRAW_ATTACHMENT      ok                     ok                     ok                     ok                     ok                     ok
    RULE_ON_DUPLICATE        ok                     ok                     ok                     ok                     ok                     ok
    RULE_ON_DUPLICATE, ended → WITHDRAWN            → WITHDRAWN            → WITHDRAWN            → WITHDRAWN            → WITHDRAWN            → WITHDRAWN
    HAND_OVER                ok                     ok                     ok                     ok                     ok                     ok
    ");
}

#[test]
fn every_command_in_every_standing() {
    let columns = ["ACTIVE", "PAUSED", "WITHDRAWN", "umbrella", "phase"];
    let cells = |row: Row| {
        let cell = |column: &str| {
            let life = standing(column, &row.given);
            effect(&life, &(row.command)(&life.project))
        };
        (row.label, columns.map(cell).to_vec())
    };
    insta::assert_snapshot!(table(&columns.map(String::from), rows().into_iter().map(cells)), @r"
                             ACTIVE                 PAUSED                 WITHDRAWN              umbrella               phase
    ADVANCE                  GATE_NO_MILESTONE      PROJECT_PAUSED         PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    GATE_NO_MILESTONE
    ADVANCE, facts there     → STARTED              PROJECT_PAUSED         PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    → STARTED
    ADVANCE, permits missing GATE_PERMITS_MISSING   PROJECT_PAUSED         PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    GATE_PERMITS_MISSING
    ADVANCE WITH GAPS        → STARTED, 2 gap       PROJECT_PAUSED         PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    → STARTED, 2 gap
    RETURN                   → SIGNED               PROJECT_PAUSED         PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    → SIGNED
    PAUSE                    → PAUSED               ok                     PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    → PAUSED
    RESUME                   PROJECT_ACTIVE         → ACTIVE               PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    PROJECT_ACTIVE
    WITHDRAW                 → WITHDRAWN            → WITHDRAWN            PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    → WITHDRAWN
    REOPEN                   PROJECT_ACTIVE         PROJECT_PAUSED         → ACTIVE               PROJECT_IS_UMBRELLA    PROJECT_ACTIVE
    SPLIT                    SPLIT_OPEN_PERMITS     PROJECT_PAUSED         PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    PROJECT_IS_PHASE
    SPLIT, permits settled   → umbrella             PROJECT_PAUSED         PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    PROJECT_IS_PHASE
    UPDATE                   ok                     ok                     PROJECT_WITHDRAWN      ok                     ok
    RECORD_PARTY             ok                     ok                     PROJECT_WITHDRAWN      ok                     ok
    END_PARTY                ok                     ok                     ok                     ok                     ok
    RECORD_AGREEMENT         ok                     ok                     PROJECT_WITHDRAWN      ok                     ok
    END_AGREEMENT            ok                     ok                     ok                     ok                     ok
    RECORD_TERMS             ok                     ok                     PROJECT_WITHDRAWN      ok                     ok
    RECORD_MILESTONE         ok                     ok                     ok                     ok                     ok
    PLAN_PERMITS             ok                     ok                     PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    ok
    RESPOND_TO_PERMIT        PERMIT_NOT_PLANNED     PERMIT_NOT_PLANNED     PROJECT_WITHDRAWN      PERMIT_RULED_OUT       PERMIT_NOT_PLANNED
    LOCK_PLAN                ok                     ok                     PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    ok
    ADD_PERMIT               ok                     ok                     PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    ok
    UPDATE_PERMIT            ok                     ok                     PROJECT_WITHDRAWN      PERMIT_RULED_OUT       ok
    RULE_OUT_PERMIT          ok                     ok                     PROJECT_WITHDRAWN      PERMIT_RULED_OUT       ok
    COVER_PERMITS            ok                     ok                     PROJECT_WITHDRAWN      PERMIT_RULED_OUT       ok
    BE_COVERED               ok                     ok                     PROJECT_WITHDRAWN      PERMIT_RULED_OUT       ok
    UNCOVER_PERMIT           ok                     ok                     ok                     ok                     ok
    FOLLOW_COVER             ok                     ok                     ok                     ok                     ok
    ADD_MATERIAL             ok                     ok                     PROJECT_WITHDRAWN      PROJECT_IS_UMBRELLA    ok
    UPDATE_MATERIAL          ok                     ok                     PROJECT_WITHDRAWN      ok                     ok
    REMOVE_MATERIAL          ok                     ok                     PROJECT_WITHDRAWN      ok                     ok
    OPEN_CASE                ok                     ok                     PROJECT_WITHDRAWN      PERMIT_RULED_OUT       ok
    RECORD_CASE_EVENT        ok                     ok                     ok                     ok                     ok
    INVALIDATE_CASE_EVENT    ok                     ok                     ok                     ok                     ok
    ASSIGN_RESPONSIBLE       ok                     ok                     PROJECT_WITHDRAWN      STEP_CLOSED            ok
    ASSIGN_HELPER            ok                     ok                     PROJECT_WITHDRAWN      STEP_CLOSED            ok
    ATTACH                   ok                     ok                     ok                     ok                     ok
    WITHDRAW_ATTACHMENT      ok                     ok                     ok                     ok                     ok
    RULE_ON_DUPLICATE        ok                     ok                     ok                     ok                     ok
    RULE_ON_DUPLICATE, ended → WITHDRAWN            → WITHDRAWN            ok                     PROJECT_IS_UMBRELLA    → WITHDRAWN
    HAND_OVER                ok                     ok                     ok                     ok                     ok
    ");
}

/// A project with permits being obtained. An umbrella's permits are all ruled out, else it could not have been split.
fn standing(column: &str, commands: &[Command]) -> Life {
    let mut life = if column == "phase" {
        let command = Register {
            phase_of: Some(ProjectId::from_uuid(uuid(2))),
            ..registration(Track::NewBuild, Stage::Permitting)
        };
        let mut life = Life::begin(&command, &on("2025-03-01")).unwrap();
        life.does(&add_permit(1, Phase::BeforeStart), &on("2025-03-01"));
        life
    } else {
        new_build_at(Stage::Permitting)
    };
    given(&mut life, commands);
    match column {
        "PAUSED" => life.does(&pause_until(day("2025-09-01")), &on(NOW)),
        "WITHDRAWN" => life.does(&Command::Withdraw, &on(NOW)),
        "umbrella" => {
            life.does(&stands(GRANTED), &on(NOW));
            if life.project.find_case(case_id(9)).is_some() {
                life.does(&record(99, 9, E::Withdrawn), &on(NOW));
            }
            for permit in
                [1, 9].into_iter().filter(|&number| is_open(&life.project, number)).collect::<Vec<_>>()
            {
                life.does(&rule_out(permit), &on(NOW));
            }
            life.does(&split([91, 92]), &on(NOW));
        }
        _ => {}
    }
    life
}

fn is_open(project: &Project, permit: u128) -> bool {
    project.permits.get(&permit_id(permit)).is_some_and(|permit| !permit.is_settled())
}

#[test]
fn the_tables_have_every_command() {
    let life = new_build_at(Stage::Permitting);
    let mut seen: Vec<usize> = rows().iter().map(|row| number(&(row.command)(&life.project))).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, (0..36).collect::<Vec<_>>());
}

/// A new kind of command does not compile until it has a number here, and then fails until it has a row.
const fn number(command: &Command) -> usize {
    match command {
        Command::Update(_) => 0,
        Command::Split { .. } => 1,
        Command::RecordParty(_) => 2,
        Command::EndParty(_) => 3,
        Command::RecordAgreement(_) => 4,
        Command::EndAgreement(_) => 5,
        Command::RecordMilestone(_) => 6,
        Command::Advance { .. } => 7,
        Command::Return { .. } => 8,
        Command::Pause { .. } => 9,
        Command::Resume => 10,
        Command::Withdraw => 11,
        Command::Reopen { .. } => 12,
        Command::AddPermit(_) => 13,
        Command::UpdatePermit(_) => 14,
        Command::OpenCase(_) => 15,
        Command::RecordCaseEvent(_) => 16,
        Command::InvalidateCaseEvent { .. } => 17,
        Command::RuleOutPermit(_) => 18,
        Command::AssignResponsible { .. } => 19,
        Command::AssignHelper { .. } => 20,
        Command::HandOver { .. } => 21,
        Command::RuleOnDuplicate { .. } => 22,
        Command::RecordTerms(_) => 23,
        Command::Attach(_) => 24,
        Command::WithdrawAttachment(_) => 25,
        Command::PlanPermits(_) => 26,
        Command::Respond { .. } => 27,
        Command::LockPlan { .. } => 28,
        Command::Cover { .. } => 29,
        Command::BeCovered(_) => 30,
        Command::FollowCover(_) => 31,
        Command::AddMaterial(_) => 32,
        Command::UpdateMaterial(_) => 33,
        Command::RemoveMaterial(_) => 34,
        Command::Uncover(_) => 35,
    }
}
