//! Parties, agreements and milestones.

use super::commands::*;
use super::fixture::*;
use super::life::{Ask, Life, new_build_at, on};
use crate::agreement::AgreementKind;
use crate::command::{Command, NewContact, NewEvidence, RecordAgreement, RecordMilestone, RecordParty};
use crate::milestone::{EvidenceKind, MilestoneKind, Works};
use crate::party::PartyRole;
use crate::stage::Stage;

const NOW: &str = "2025-06-10";

/// What the last command of a story is answered.
fn last_answer(life: &Life, story: &[Command], ask: &Ask) -> String {
    let (last, first) = story.split_last().unwrap();
    let mut life = life.clone();
    for command in first {
        life.does(command, ask);
    }
    life.answer(last, ask)
}

#[test]
fn parties() {
    let life = new_build_at(Stage::Lead);
    let check = |story: &[RecordParty], end: Option<u128>, expected: &str| {
        let mut story: Vec<Command> = story.iter().cloned().map(Command::RecordParty).collect();
        story.extend(end.map(|number| Command::EndParty(party_id(number))));
        assert_eq!(last_answer(&life, &story, &on(NOW)), expected, "{story:?}");
    };
    let signatory = |number| party(number, PartyRole::Signatory, day("2025-02-01"));
    let contact = |name: &str, phone: &str| {
        let contact = NewContact { name: name.into(), phone: Some(phone.into()) };
        RecordParty { contact: Some(contact), ..signatory(1) }
    };
    check(&[signatory(1)], None, "ok");
    check(&[contact("王先生", "0953-1234567")], None, "ok");
    check(&[contact("", "0953-1234567")], None, "TEXT_EMPTY .contact .name");
    check(&[contact("王先生", "1\u{0}")], None, "TEXT_CONTROL_CHARACTER .contact .phone position=2");
    check(
        &[RecordParty { enterprise: UNKNOWN_ENTERPRISE, ..signatory(1) }],
        None,
        &format!("NOT_FOUND .enterpriseId id={UNKNOWN_ENTERPRISE}"),
    );
    let future = party(1, PartyRole::Signatory, day("2025-07-01"));
    check(&[future], None, "DATE_IN_FUTURE .since date=2025-07-01 today=2025-06-30");
    // The same enterprise twice in one role; in two roles, or two enterprises in one, is usual.
    check(&[signatory(1), signatory(2)], None, "DUPLICATE .role role=SIGNATORY");
    check(&[signatory(1), party(2, PartyRole::Controller, day("2025-02-01"))], None, "ok");
    check(&[signatory(1), RecordParty { enterprise: PROJECT_COMPANY, ..signatory(2) }], None, "ok");
    // A correction comes under the same id, as long as the role lasts.
    check(&[signatory(1), party(1, PartyRole::Controller, day("2025-03-01"))], None, "ok");
    check(&[signatory(1)], Some(1), "ok");
    check(&[signatory(1)], Some(2), &format!("NOT_FOUND .partyId id={}", party_id(2)));
    let late = party(1, PartyRole::Signatory, day("2025-06-11"));
    check(&[late], Some(1), "DATE_OUT_OF_ORDER .occurredOn date=2025-06-10 notBefore=2025-06-11");
}

#[test]
fn a_role_that_ended_is_neither_ended_nor_corrected_again() {
    let mut life = new_build_at(Stage::Lead);
    let recorded = Command::RecordParty(party(1, PartyRole::Signatory, day("2025-02-01")));
    let end = Command::EndParty(party_id(1));
    life.does(&recorded, &on(NOW));
    life.does(&end, &on(NOW));
    assert_eq!(life.project.parties[&party_id(1)].until, Some(day(NOW)));
    assert_eq!(life.answer(&end, &on(NOW)), "ALREADY_ENDED .partyId");
    assert_eq!(life.answer(&recorded, &on(NOW)), "ALREADY_ENDED .partyId");
    let again = Command::RecordParty(party(2, PartyRole::Signatory, day(NOW)));
    assert_eq!(life.answer(&again, &on(NOW)), "ok");
}

#[test]
fn agreements_supersede_one_another_once_and_forwards() {
    let life = new_build_at(Stage::Lead);
    let paper = |number, date: &str, supersedes: Option<u128>| {
        Command::RecordAgreement(RecordAgreement {
            supersedes: supersedes.map(agreement_id),
            ..agreement(number, AgreementKind::Contract, day(date))
        })
    };
    let check = |story: &[Command], expected: &str| {
        assert_eq!(last_answer(&life, story, &on(NOW)), expected, "{story:?}");
    };
    let first = paper(1, "2025-03-01", None);
    check(std::slice::from_ref(&first), "ok");
    check(&[paper(1, "2025-07-01", None)], "DATE_IN_FUTURE .signedOn date=2025-07-01 today=2025-06-30");
    check(&[paper(1, "1900-01-01", None)], "DATE_TOO_EARLY .signedOn date=1900-01-01 earliest=1978-01-01");
    check(&[first.clone(), paper(2, "2025-03-01", Some(1))], "ok");
    check(
        &[first.clone(), paper(2, "2025-02-28", Some(1))],
        "DATE_OUT_OF_ORDER .signedOn date=2025-02-28 notBefore=2025-03-01",
    );
    check(&[paper(2, "2025-03-01", Some(1))], &format!("NOT_FOUND .supersedesId id={}", agreement_id(1)));
    let second = paper(2, "2025-04-01", Some(1));
    check(
        &[first.clone(), second.clone(), paper(3, "2025-05-01", Some(1))],
        "SUPERSEDES_WRONG .supersedesId",
    );
    check(&[first, second, paper(3, "2025-05-01", Some(2))], "ok");
}

#[test]
fn an_agreement_ends_once_with_a_reason_and_after_it_was_signed() {
    let mut life = new_build_at(Stage::Lead);
    life.does(&contract(1, day("2025-03-01")), &on(NOW));
    let end = Command::EndAgreement(agreement_id(1));
    let early = "DATE_OUT_OF_ORDER .occurredOn date=2025-02-28 notBefore=2025-03-01";
    assert_eq!(life.answer(&end, &on(NOW).without_reason()), "REASON_REQUIRED .reason");
    assert_eq!(life.answer(&end, &on("2025-02-28")), early);
    assert_eq!(life.answer(&end, &on(NOW)), "ok");
    assert_eq!(life.answer(&end, &on(NOW)), "ALREADY_ENDED .agreementId");
}

#[test]
fn milestones_say_what_was_seen_and_prove_it() {
    let life = new_build_at(Stage::Lead);
    let check = |command: RecordMilestone, expected: &str| {
        let answer = last_answer(&life, &[Command::RecordMilestone(command)], &on(NOW));
        assert_eq!(answer, expected);
    };
    let proof = |reference: &str, note: Option<&str>| NewEvidence {
        kind: EvidenceKind::Photo,
        reference: reference.into(),
        note: note.map(str::to_owned),
    };
    let proved = |evidence| RecordMilestone { evidence, ..milestone(MilestoneKind::Registered, None) };
    check(milestone(MilestoneKind::Registered, None), "ok");
    check(milestone(MilestoneKind::Started, Some(Works::Levelling)), "ok");
    check(milestone(MilestoneKind::Started, None), "REQUIRED .works milestone=STARTED");
    check(
        milestone(MilestoneKind::Producing, Some(Works::Piles)),
        "VALUE_INVALID .works milestone=PRODUCING",
    );
    check(proved(vec![]), "ok");
    check(proved(vec![proof("一", None); 20]), "ok");
    check(proved(vec![proof("一", None); 21]), "TOO_MANY .evidence max=20");
    check(proved(vec![proof("一", None), proof(" ", None)]), "TEXT_EMPTY .evidence[1] .reference");
    check(proved(vec![proof("一", Some("a\u{0}"))]), "TEXT_CONTROL_CHARACTER .evidence[0] .note position=2");
}

#[test]
fn a_milestone_recorded_again_corrects_the_first() {
    let mut life = new_build_at(Stage::Lead);
    life.does(&start(Works::Levelling), &on("2025-05-01"));
    life.does(&start(Works::Piles), &on("2025-05-09"));
    let found: Vec<_> = life.project.milestones.values().collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].works, found[0].occurred_on), (Some(Works::Piles), day("2025-05-09")));
    assert_eq!(life.tries(&start(Works::Piles), &on("2025-05-09")), Ok(vec![]));
}

#[test]
fn a_milestone_is_corrected_with_a_reason() {
    let mut life = new_build_at(Stage::Started);
    let levelling = start(Works::Levelling);
    let answer = life.answer(&levelling, &on("2025-06-01").without_reason());
    assert_eq!(answer, "REASON_REQUIRED .reason milestone=STARTED date=2025-04-10");
    life.does(&levelling, &on("2025-06-01"));
}
