//! New objects come with new ids: one that is in use would write over the past of another.

use super::commands::*;
use super::fixture::*;
use super::life::{new_build_at, on};
use crate::agreement::AgreementKind;
use crate::case::CaseEventKind as E;
use crate::command::{AddMaterial, AddPermit, Command, RecordAgreement, RecordMilestone};
use crate::milestone::{MilestoneKind, Works};
use crate::permit::Phase;
use crate::stage::Stage;

#[test]
fn an_id_in_use_is_refused() {
    let life = new_build_at(Stage::Permitting);
    let check = |command: Command| {
        let mut life = life.clone();
        let ask = on("2025-05-02");
        life.does(&open_case(5, 1), &ask);
        life.does(&record(5, 5, E::Submitted), &ask);
        life.does(&start(Works::Piles), &ask);
        life.does(&Command::AddMaterial(AddMaterial { name: "施工图".into(), ..list(1, &[1]) }), &ask);
        assert_eq!(life.answer(&command, &ask), "DUPLICATE .id", "{command:?}");
    };
    let before = |number| AddPermit { ..permit(number, Phase::BeforeStart) };
    check(go_back(1));
    check(Command::AddPermit(AddPermit { id: permit_id(1), ..before(2) }));
    check(Command::AddPermit(AddPermit { step: permit_step(1), ..before(2) }));
    check(Command::AddPermit(AddPermit { step: visit_step(1), ..before(2) }));
    check(contract(1, day("2025-03-01")));
    check(Command::RecordAgreement(RecordAgreement {
        supersedes: Some(agreement_id(1)),
        ..agreement(1, AgreementKind::Contract, day("2025-03-01"))
    }));
    check(Command::RecordMilestone(RecordMilestone {
        id: milestone_id(MilestoneKind::Started),
        ..milestone(MilestoneKind::Registered, None)
    }));
    check(add_material(1, &[1]));
    check(record(5, 5, E::Accepted));
}

#[test]
fn a_case_id_in_use_is_refused_for_another_permit_too() {
    let mut life = new_build_at(Stage::Started);
    let ask = on("2025-05-02");
    life.does(&add_permit(2, Phase::After), &ask);
    assert_eq!(life.answer(&open_case(1, 2), &ask), "DUPLICATE .id");
}
