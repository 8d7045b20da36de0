//! Cases: what may be opened and recorded, by whom, and what it does to the permit and its step.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use crate::case::CaseEventKind as E;
use crate::case::{Document, EventSource, Handover, LegKind};
use crate::command::{Command, NewContact, OpenCase, RecordCaseEvent};
use crate::event::Event;
use crate::ids::{AgencyId, OfficerId};
use crate::private::Private;
use crate::profile::Change;
use crate::stage::Stage;
use crate::step::HelperRole;

/// A project with a live case 1 for permit 1, opened on 03-05.
fn with_case() -> Life {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&open_case(1, 1), &on("2025-03-05"));
    life
}

fn permit_and_step(life: &Life) -> String {
    let permit = &life.project.permits[&permit_id(1)];
    let closed = life.project.steps[&permit_step(1)].closed;
    let step = closed.map_or_else(|| "open".into(), |closing| format!("{} {}", closing.reason, closing.on));
    format!("{} · {step}", permit.status())
}

#[test]
fn what_happens_to_the_permit_and_its_step() {
    let check = |events: &[(E, &str)], expected: &str| {
        let mut life = with_case();
        for (&(kind, date), number) in events.iter().zip(1..) {
            life.does(&sent(number, 1, kind), &on(date));
        }
        assert_eq!(permit_and_step(&life), expected, "{events:?}");
    };
    let accepted = (E::Accepted, "2025-03-10");
    let approved = (E::Approved, "2025-04-01");
    check(&[], "IN_CASE · open");
    check(&[accepted], "IN_CASE · open");
    check(&[accepted, approved], "GRANTED · DONE 2025-04-01");
    check(&[accepted, (E::GrantedOnCommitment, "2025-03-12")], "GRANTED · DONE 2025-03-12");
    // A grant with defects is in hand but not done.
    let defects = (E::ApprovedWithDefects, "2025-04-02");
    check(&[accepted, defects], "GRANTED_WITH_DEFECTS · open");
    check(&[accepted, defects, (E::DefectsCured, "2025-04-20")], "GRANTED · DONE 2025-04-20");
    check(&[accepted, (E::Denied, "2025-04-01")], "REFUSED · open");
    check(&[(E::Withdrawn, "2025-03-20")], "REFUSED · open");
    check(&[accepted, approved, (E::Amended, "2025-05-01")], "GRANTED · DONE 2025-04-01");
    check(&[accepted, approved, (E::Revoked, "2025-05-01")], "LAPSED · open");
    check(&[accepted, approved, (E::Expired, "2025-05-01")], "LAPSED · open");
    // The decision arrives before the acceptance it needs.
    check(&[approved], "IN_CASE · open");
    check(&[approved, accepted], "GRANTED · DONE 2025-04-01");
    // Told late that it was granted earlier: the step ended earlier, too.
    check(&[accepted, approved, (E::Approved, "2025-03-25")], "GRANTED · DONE 2025-03-25");
}

proptest! {
    #[test]
    fn a_system_may_send_in_any_order(events in Just(vec![
        (1, E::Submitted, "2025-03-06"),
        (2, E::Accepted, "2025-03-10"),
        (3, E::PauseStarted, "2025-03-12"),
        (4, E::PauseEnded, "2025-03-20"),
        (5, E::Approved, "2025-04-01"),
        (6, E::Revoked, "2025-04-10"),
        (7, E::Approved, "2025-03-28"),
    ]).prop_shuffle()) {
        let mut life = with_case();
        for &(number, kind, date) in &events {
            life.does(&sent(number, 1, kind), &on(date));
        }
        prop_assert_eq!(permit_and_step(&life), "LAPSED · open");
        life.does(&take_back(1, 6), &on("2025-04-11"));
        prop_assert_eq!(permit_and_step(&life), "GRANTED · DONE 2025-03-28");
        life.does(&take_back(1, 7), &on("2025-04-12"));
        prop_assert_eq!(permit_and_step(&life), "GRANTED · DONE 2025-04-01");
    }
}

const NOW: &str = "2025-06-10";

#[test]
fn one_attempt_at_a_time() {
    let check = |events: &[E], expected: &str| {
        let mut life = with_case();
        for (&kind, number) in events.iter().zip(1..) {
            life.does(&record(number, 1, kind), &on("2025-03-10"));
        }
        let expected = expected.replace("case=", &format!("case={}", case_id(1)));
        assert_eq!(life.answer(&open_case(2, 1), &on(NOW)), expected, "{events:?}");
    };
    check(&[], "CASE_UNDER_WAY .permitId from=OPENED case=");
    check(&[E::Accepted], "CASE_UNDER_WAY .permitId from=ACCEPTED case=");
    check(&[E::Accepted, E::SupplementStarted], "CASE_UNDER_WAY .permitId from=SUPPLEMENT case=");
    check(&[E::Accepted, E::Approved], "PERMIT_GRANTED .permitId from=APPROVED case=");
    check(&[E::Denied], "ok");
    check(&[E::Withdrawn], "ok");
    check(&[E::Accepted, E::Approved, E::Expired], "ok");
}

#[test]
fn what_a_case_is_opened_with() {
    let check = |case: OpenCase, expected: &str| {
        let mut life = new_build_at(Stage::Permitting);
        assert_eq!(life.answer(&Command::OpenCase(case.clone()), &on(NOW)), expected, "{case:?}");
    };
    let base = || case(1, 1);
    let handler = |name: &str| Some(NewContact { name: name.into(), phone: None });
    check(base(), "ok");
    check(OpenCase { permit: permit_id(77), ..base() }, &format!("NOT_FOUND .permitId id={}", permit_id(77)));
    check(
        OpenCase { agency: Some(CLOSED_OFFICE), ..base() },
        &format!("NOT_FOUND .agencyId id={CLOSED_OFFICE}"),
    );
    check(OpenCase { first_leg_due: Some(day(NOW)), ..base() }, "ok");
    check(
        OpenCase { first_leg_due: Some(day("2025-06-09")), ..base() },
        "DATE_OUT_OF_ORDER .firstLegDue date=2025-06-09 notBefore=2025-06-10",
    );
    check(OpenCase { handler: handler("李经办"), ..base() }, "ok");
    check(OpenCase { handler: handler(""), ..base() }, "TEXT_EMPTY .handler .name");
    check(OpenCase { number: Some(" ".into()), ..base() }, "TEXT_EMPTY .number");
}

#[test]
fn a_number_is_given_once() {
    let mut life = new_build_at(Stage::Permitting);
    let numbered =
        |number: u128| Command::OpenCase(OpenCase { number: Some("办-1".into()), ..case(number, 1) });
    life.does(&numbered(1), &on(NOW));
    life.does(&record(1, 1, E::Denied), &on(NOW));
    assert_eq!(life.answer(&numbered(2), &on(NOW)), "DUPLICATE .number");
}

/// What an officer tells must fit with all that is known; what a system tells is kept and flagged.
#[test]
fn an_officers_event_fits_or_is_refused_a_systems_is_flagged() {
    let check = |known: &[(E, &str)], (kind, date): (E, &str), refused: &str, flagged: usize| {
        let mut life = with_case();
        for (&(kind, date), number) in known.iter().zip(1..) {
            life.does(&record(number, 1, kind), &on(date));
        }
        let mut by_system = life.clone();
        assert_eq!(life.answer(&record(50, 1, kind), &on(date)), refused, "{known:?} {kind}");
        by_system.does(&sent(50, 1, kind), &on(date));
        let view = by_system.project.find_case(case_id(1)).unwrap().1.view();
        assert_eq!(view.flagged.len(), flagged, "{known:?} {kind}");
    };
    let accepted = (E::Accepted, "2025-03-10");
    let approved = (E::Approved, "2025-04-01");
    check(&[], accepted, "ok", 0);
    check(&[], approved, "CASE_EVENT_OUT_OF_ORDER .event from=OPENED attempted=APPROVED", 1);
    check(&[accepted], accepted, "CASE_EVENT_REPEATED .event from=ACCEPTED attempted=ACCEPTED", 0);
    check(
        &[accepted, approved],
        (E::Denied, "2025-05-01"),
        "CASE_EVENT_OUT_OF_ORDER .event from=APPROVED attempted=DENIED",
        1,
    );
    // Backfilled between the two: it fits there.
    check(&[accepted, approved], (E::SupplementStarted, "2025-03-20"), "ok", 0);
    // It fits on its own day, but makes what came later impossible.
    check(
        &[accepted, approved],
        (E::Denied, "2025-03-20"),
        "CASE_EVENT_OUT_OF_ORDER .event from=APPROVED attempted=DENIED",
        1,
    );
}

#[test]
fn an_event_carries_what_belongs_to_it() {
    let check = |event: RecordCaseEvent, expected: &str| {
        let mut life = with_case();
        life.does(&record(1, 1, E::Accepted), &on("2025-03-10"));
        let answer = life.answer(&Command::RecordCaseEvent(event.clone()), &on(NOW));
        assert_eq!(answer, expected, "{event:?}");
    };
    let base = |kind| event(2, 1, kind);
    let to = |agency: AgencyId, due: Option<&str>| {
        Some(Handover { leg: LegKind::Decision, agency, due_on: due.map(day) })
    };
    let handed = |handover| RecordCaseEvent { handover, ..base(E::HandedOn) };
    check(handed(to(PROVINCE_PLANNING, Some("2025-07-10"))), "ok");
    check(handed(None), "REQUIRED .handover");
    check(handed(to(CLOSED_OFFICE, None)), &format!("NOT_FOUND .handover .agencyId id={CLOSED_OFFICE}"));
    check(
        handed(to(PROVINCE_PLANNING, Some("2025-06-09"))),
        "DATE_OUT_OF_ORDER .handover .dueOn date=2025-06-09 notBefore=2025-06-10",
    );
    check(
        RecordCaseEvent { handover: to(PROVINCE_PLANNING, None), ..base(E::Approved) },
        "VALUE_INVALID .handover",
    );
    let document = |number: &str, until: &str| {
        let document = Document { number: number.into(), valid_until: Some(day(until)) };
        RecordCaseEvent { document: Some(document), ..base(E::Approved) }
    };
    check(document("宁建许〔2025〕1号", "2027-06-10"), "ok");
    check(document("", "2027-06-10"), "TEXT_EMPTY .document .number");
    check(
        document("一号", "2025-06-09"),
        "DATE_OUT_OF_ORDER .document .validUntil date=2025-06-09 notBefore=2025-06-10",
    );
    let source = EventSource::System { name: "省审批系统".into(), reference: String::new() };
    check(RecordCaseEvent { source, ..base(E::Approved) }, "TEXT_EMPTY .source .reference");
    check(
        RecordCaseEvent { opinion: Some("\u{0}".into()), ..base(E::Approved) },
        "TEXT_CONTROL_CHARACTER .opinion position=1",
    );
    let unknown = format!("NOT_FOUND .caseId id={}", case_id(77));
    check(RecordCaseEvent { case: case_id(77), ..base(E::Approved) }, &unknown);
}

#[test]
fn a_case_passes_through_agencies() {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&Command::OpenCase(OpenCase { agency: Some(COUNTY_OFFICE), ..case(1, 1) }), &on("2025-03-05"));
    life.does(&record(1, 1, E::Accepted), &on("2025-03-06"));
    life.does(&handed_on(2, 1, handover(LegKind::Forwarding, CITY_PLANNING)), &on("2025-03-10"));
    life.does(&handed_on(3, 1, handover(LegKind::Decision, PROVINCE_PLANNING)), &on("2025-03-15"));
    life.does(&record(4, 1, E::Approved), &on("2025-04-01"));
    let view = life.project.find_case(case_id(1)).unwrap().1.view();
    let legs: Vec<_> = view.legs.iter().map(|leg| (leg.kind, leg.agency, leg.sent_on, leg.done_on)).collect();
    let leg = |kind, agency, sent, done| (Some(kind), Some(agency), day(sent), Some(day(done)));
    assert_eq!(
        legs,
        [
            leg(LegKind::InitialReview, COUNTY_OFFICE, "2025-03-05", "2025-03-10"),
            leg(LegKind::Forwarding, CITY_PLANNING, "2025-03-10", "2025-03-15"),
            leg(LegKind::Decision, PROVINCE_PLANNING, "2025-03-15", "2025-04-01"),
        ]
    );
    assert_eq!((view.accepted_on, view.decided_on), (Some(day("2025-03-06")), Some(day("2025-04-01"))));
}

#[test]
fn taking_back_needs_a_reason_and_must_leave_an_order() {
    let mut life = with_case();
    life.does(&record(1, 1, E::Accepted), &on("2025-03-10"));
    life.does(&sent(2, 1, E::Approved), &on("2025-04-01"));
    let unknown = format!("NOT_FOUND .eventId id={}", event_id(77));
    assert_eq!(life.answer(&take_back(1, 2), &on(NOW).without_reason()), "REASON_REQUIRED .reason");
    assert_eq!(life.answer(&take_back(1, 77), &on(NOW)), unknown);
    // The approval would hang in the air.
    assert_eq!(life.answer(&take_back(1, 1), &on(NOW)), "CASE_EVENT_OUT_OF_ORDER .eventId");
    assert_eq!(permit_and_step(&life), "GRANTED · DONE 2025-04-01");
    assert_eq!(life.answer(&take_back(1, 2), &on(NOW)), "ok");
    assert_eq!(permit_and_step(&life), "IN_CASE · open");
    assert_eq!(life.answer(&take_back(1, 2), &on(NOW)), "CASE_EVENT_INVALID .eventId");
    assert_eq!(life.answer(&take_back(1, 1), &on(NOW)), "ok");
}

#[test]
fn a_step_that_opens_again_goes_to_somebody_in_service() {
    let check = |gone: &[OfficerId], expected: OfficerId| {
        let mut life = new_build_at(Stage::Started);
        let visit = life.project.current_visit().unwrap().id;
        life.does(&Command::AssignResponsible { step: visit, officer: MANAGER }, &on("2025-05-02"));
        let specialist = Change::LandingSpecialist(Some(COLLEAGUE));
        life.does(&Command::Update(vec![specialist]), &on("2025-05-02"));
        for &officer in gone {
            life.is_in_service(officer, false);
        }
        life.does(&sent(9, 1, E::Revoked), &on(NOW));
        assert_eq!(life.project.steps[&permit_step(1)].responsible, expected, "{gone:?}");
    };
    check(&[], SPECIALIST);
    check(&[SPECIALIST], COLLEAGUE);
    check(&[SPECIALIST, COLLEAGUE], MANAGER);
}

#[test]
fn only_a_connected_system_says_that_it_sent_something() {
    let check = |officer: OfficerId, role: &str| {
        let mut life = new_build_at(Stage::Permitting);
        life.does(&open_case(1, 1), &on("2025-03-05"));
        let answer = life.answer(&sent(1, 1, E::Submitted), &on("2025-03-05").by(officer));
        assert_eq!(answer, format!("ROLE_NOT_ALLOWED .source role={role}"));
    };
    check(SPECIALIST, "SPECIALIST");
    check(CLERK, "CLERK");
    check(CITY_LEADER, "LEADER");
}

#[test]
fn what_a_system_sends_again_is_not_kept_again() {
    let mut life = new_build_at(Stage::Permitting);
    life.does(&open_case(1, 1), &on("2025-03-05"));
    let send =
        |life: &mut Life, id: u128| life.tries(&sent(id, 1, E::Submitted), &on("2025-03-05")).unwrap().len();
    let Command::RecordCaseEvent(mut first) = sent(1, 1, E::Submitted) else { unreachable!() };
    life.does(&Command::RecordCaseEvent(first.clone()), &on("2025-03-05"));
    first.id = event_id(2);
    let again = life.tries(&Command::RecordCaseEvent(first), &on("2025-03-05")).unwrap();
    assert_eq!(again, []);
    assert_eq!(send(&mut life, 3), 1, "another reference of the system is another event");
}

/// Systems use the key of a row again when the row goes on to the next status: that is news, not a repeat.
#[test]
fn a_key_used_again_for_something_else_is_an_event_of_its_own() {
    let document = |number: &str| Some(Document { number: number.into(), valid_until: None });
    let sent = |number: u128, kind: E, paper: Option<Document>| {
        let source = EventSource::System { name: "省审批系统".into(), reference: "row-1".into() };
        Command::RecordCaseEvent(RecordCaseEvent { source, document: paper, ..event(number, 1, kind) })
    };
    let check = |command: &Command, date: &str, kept: usize, expected: &str, flagged: usize| {
        let mut life = with_case();
        life.does(&sent(1, E::Accepted, None), &on("2025-03-10"));
        life.does(&sent(2, E::Approved, document("一号")), &on("2025-04-01"));
        life.does(command, &on(date).by(INTEGRATION));
        let case = life.project.find_case(case_id(1)).unwrap().1;
        assert_eq!((case.events.len(), case.view().flagged.len()), (kept, flagged), "{command:?} on {date}");
        assert_eq!(permit_and_step(&life), expected, "{command:?} on {date}");
    };
    let granted = "GRANTED · DONE 2025-04-01";
    check(&sent(3, E::Approved, document("一号")), "2025-04-01", 2, granted, 0);
    check(&sent(3, E::Approved, document("二号")), "2025-04-01", 3, granted, 0);
    check(&sent(3, E::Approved, document("一号")), "2025-03-28", 3, "GRANTED · DONE 2025-03-28", 0);
    check(&sent(3, E::Revoked, None), "2025-05-01", 3, "LAPSED · open", 0);
    // What does not fit is kept and flagged, whatever its key.
    check(&sent(3, E::Denied, None), "2025-05-01", 3, granted, 1);
}

/// The system's row comes again with an opinion: that is news, though it happened only once.
#[test]
fn an_opinion_added_or_corrected_is_kept() {
    let sent = |number: u128, opinion: Option<&str>| {
        let source = EventSource::System { name: "省审批系统".into(), reference: "row-1".into() };
        let handover = Some(handover(LegKind::Decision, PROVINCE_PLANNING));
        let opinion = opinion.map(str::to_owned);
        let event = event(number, 1, E::HandedOn);
        Command::RecordCaseEvent(RecordCaseEvent { source, handover, opinion, ..event })
    };
    let check = |first: Option<&str>, erased: bool, again: Option<&str>, kept: usize| {
        let mut life = with_case();
        life.does(&record(9, 1, E::Accepted), &on("2025-03-06"));
        life.does(&sent(1, first), &on("2025-03-10"));
        if erased {
            let permit = life.project.permits.get_mut(&permit_id(1)).unwrap();
            let event = permit.cases.get_mut(&case_id(1)).unwrap().events.get_mut(&event_id(1)).unwrap();
            event.opinion = Some(Private::erased());
        }
        let events = life.tries(&sent(2, again), &on("2025-03-10")).unwrap();
        assert_eq!(events.len(), kept, "{first:?} {erased} {again:?}");
        let view = life.project.find_case(case_id(1)).unwrap().1.view();
        let found = (view.legs.len(), view.repeated.len(), view.flagged.len());
        assert_eq!(found, (2, kept, 0), "{first:?} {erased} {again:?}");
    };
    check(None, false, None, 0);
    check(Some("同意"), false, Some("同意"), 0);
    check(Some("同意"), false, Some(" 同意 "), 0);
    check(None, false, Some("同意"), 1);
    check(Some("同意"), false, Some("原则同意"), 1);
    check(Some("联系王五"), true, Some("联系王五"), 0);
    check(Some("联系王五"), true, None, 0);
}

/// A decision may fall long after it was taken: whoever takes the step up then was not responsible meanwhile.
#[test]
fn who_takes_up_a_step_was_not_responsible_before() {
    let check = |gone: bool, date: &str, expected: (OfficerId, &str, &str)| {
        let mut life = with_case();
        life.does(&record(1, 1, E::Accepted), &on("2025-03-10"));
        life.does(&helps(COLLEAGUE), &on("2025-03-20"));
        life.does(&record(2, 1, E::Approved), &on("2025-04-01"));
        life.does(&Command::Update(vec![Change::LandingSpecialist(Some(COLLEAGUE))]), &on("2025-04-20"));
        life.is_in_service(SPECIALIST, !gone);
        let events = life.tries(&take_back(1, 2), &on(date)).unwrap();
        let step = &life.project.steps[&permit_step(1)];
        let (officer, since, reopened) = expected;
        assert_eq!(
            (step.responsible, step.responsible_since, step.reopened_on),
            (officer, day(since), Some(day(reopened)))
        );
        let days: Vec<_> = dated(&events).skip(1).collect();
        assert_eq!(
            days,
            vec![Some(day(reopened)); if gone { 2 } else { 1 }],
            "opened again, and one helper less"
        );
        assert_eq!(step.helping(HelperRole::Assisting).count(), usize::from(!gone));
    };
    // He was responsible all along, so the step goes on as if it had never been closed.
    check(false, "2025-05-02", (SPECIALIST, "2025-02-20", "2025-03-10"));
    check(true, "2025-05-02", (COLLEAGUE, "2025-05-02", "2025-05-02"));
    // Told as of a day before he came to help: he helped then, and was not yet responsible.
    check(true, "2025-03-15", (COLLEAGUE, "2025-03-20", "2025-03-20"));
}

/// The days of events; what a case is measured by has none.
fn dated(events: &[Event]) -> impl Iterator<Item = Option<NaiveDate>> {
    let told = events.iter().filter(|event| !matches!(event, Event::CaseMeasured { .. }));
    told.map(Event::own_day)
}

/// A step is not closed before its people came, though the decision was told only then.
#[test]
fn a_decision_told_late_closes_a_step_when_its_last_helper_had_come() {
    let mut life = with_case();
    life.does(&record(1, 1, E::Accepted), &on("2025-03-10"));
    life.does(&helps(COLLEAGUE), &on("2025-04-20"));
    let events = life.tries(&sent(2, 1, E::Approved), &on("2025-04-01")).unwrap();
    let days: Vec<_> = dated(&events).collect();
    assert_eq!(days, [Some(day("2025-04-01")), Some(day("2025-04-20"))]);
    assert_eq!(permit_and_step(&life), "GRANTED · DONE 2025-04-20");
}

/// Helpers who left the service while a permit was in hand do not come back when it is lost.
#[test]
fn a_permit_that_is_lost_finds_only_helpers_in_service() {
    let mut life = with_case();
    life.does(&helps(COLLEAGUE), &on("2025-03-06"));
    life.does(&record(1, 1, E::Accepted), &on("2025-03-10"));
    life.does(&record(2, 1, E::Approved), &on("2025-04-01"));
    life.is_in_service(COLLEAGUE, false);
    life.does(&sent(3, 1, E::Revoked), &on("2025-05-02"));
    let step = &life.project.steps[&permit_step(1)];
    assert!(step.is_open() && step.helping(HelperRole::Assisting).count() == 0);
}

const fn helps(officer: OfficerId) -> Command {
    Command::AssignHelper { step: permit_step(1), officer, role: HelperRole::Assisting, remove: false }
}

/// The history tells the end of a step of the day that decided it, whichever event came last.
#[test]
fn a_step_ends_on_the_day_of_the_decision_though_it_was_told_first() {
    let mut life = with_case();
    life.does(&sent(2, 1, E::Approved), &on("2025-04-01"));
    let events = life.tries(&sent(1, 1, E::Accepted), &on("2025-03-10")).unwrap();
    let days: Vec<_> = dated(&events).collect();
    assert_eq!(days, [Some(day("2025-03-10")), Some(day("2025-04-01"))]);
    let events = life.tries(&sent(3, 1, E::Revoked), &on("2025-04-20")).unwrap();
    assert_eq!(events.last().and_then(Event::own_day), Some(day("2025-04-20")));
    let events = life.tries(&take_back(1, 3), &on("2025-05-02")).unwrap();
    assert_eq!(events.last().and_then(Event::own_day), Some(day("2025-04-01")));
}

#[test]
fn an_end_taken_back_does_not_leave_two_attempts() {
    let mut life = with_case();
    life.does(&record(1, 1, E::Submitted), &on("2025-03-05"));
    life.does(&record(2, 1, E::Withdrawn), &on("2025-03-06"));
    life.does(&open_case(2, 1), &on("2025-03-07"));
    assert_eq!(life.answer(&take_back(1, 2), &on("2025-03-08")), "CASE_UNDER_WAY .eventId");
}

#[test]
fn an_earlier_day_for_what_is_known_is_a_correction() {
    let mut life = with_case();
    life.does(&record(1, 1, E::Submitted), &on("2025-03-05"));
    life.does(&record(2, 1, E::Accepted), &on("2025-03-12"));
    let answer = life.answer(&record(3, 1, E::Accepted), &on("2025-03-11"));
    assert_eq!(answer, "CASE_EVENT_REPEATED .event from=ACCEPTED attempted=ACCEPTED");
    life.does(&take_back(1, 2), &on("2025-03-12"));
    life.does(&record(3, 1, E::Accepted), &on("2025-03-11"));
}
