//! What a leader decided, recorded by somebody else: decided as the leader's own, with the number of what was written.

use super::commands::*;
use super::fixture::*;
use super::life::*;
use crate::actor::{Authority, Instrument};
use crate::attachment::Subject;
use crate::command::Command;
use crate::context::Context;
use crate::decide::decide;
use crate::ids::OfficerId;
use crate::private::Private;
use crate::stage::Stage;

/// What is answered to a command given for the leader, or for himself, by somebody.
fn answer(command: &Command, records: Option<OfficerId>, paper: (Instrument, Option<&str>)) -> String {
    let life = new_build_at(Stage::Permitting);
    let by = records.map_or(SPECIALIST, |_| COUNTY_LEADER);
    let (instrument, number) = (paper.0, paper.1.map(Private::new));
    let authority = Authority { officer: COUNTY_LEADER, instrument, number, on: day("2025-05-01") };
    let context = Context {
        recorder: records.map(|officer| life.facts.officers[&officer].clone()),
        authority: Some(authority),
        ..on("2025-05-02").by(by).context(&life.facts)
    };
    decide(&life.project, command, &context).map_or_else(|refusal| refusal.to_string(), |_| "ok".to_owned())
}

#[test]
fn what_was_written_has_a_number() {
    for &instrument in Instrument::ALL {
        let missing = "AUTHORITY_NUMBER_REQUIRED .authority .number";
        let expected = if instrument == Instrument::Oral { "ok" } else { missing };
        assert_eq!(answer(&go_back(90), Some(SPECIALIST), (instrument, None)), expected, "{instrument}");
        assert_eq!(answer(&go_back(90), Some(SPECIALIST), (instrument, Some("批〔2025〕7号"))), "ok");
        // Of what he does by his own right nothing more is asked than of anybody.
        assert_eq!(answer(&Command::Withdraw, None, (instrument, None)), "ok", "{instrument}");
    }
}

fn pause(until: &str) -> Command {
    pause_until(day(until))
}

#[test]
fn it_is_decided_as_the_leaders_own() {
    let paper = (Instrument::Instruction, Some("批〔2025〕7号"));
    let own = "ROLE_NOT_ALLOWED role=SPECIALIST";
    for (command, alone, recorded) in [
        (go_back(90), own, "ok"),
        (split([91, 92]), own, "SPLIT_OPEN_PERMITS permits=1"),
        (pause("2025-06-01"), "ok", "ok"),
        (Command::Withdraw, "ok", "ok"),
    ] {
        assert_eq!(answer(&command, None, paper), alone, "{command:?}");
        assert_eq!(answer(&command, Some(SPECIALIST), paper), recorded, "{command:?}");
    }
    // A pause is approved by somebody above whoever records it, and not above himself.
    let too_low = format!("AUTHORITY_TOO_LOW .authority officer={COUNTY_LEADER}");
    assert_eq!(answer(&pause("2025-06-01"), Some(CITY_LEADER), paper), too_low);
}

/// He uploads as himself what he attaches for the leader; what others uploaded is nobody's for him either.
#[test]
fn a_recorder_attaches_what_he_uploaded() {
    let paper = (Instrument::Instruction, Some("批〔2025〕7号"));
    let unknown = |of| format!("NOT_FOUND .fileId id={}", file_of(of));
    let check = |of: OfficerId, records: Option<OfficerId>, expected: &str| {
        assert_eq!(answer(&attach(1, file_of(of), Subject::Project), records, paper), expected, "{of}");
    };
    check(SPECIALIST, Some(SPECIALIST), "ok");
    check(COUNTY_LEADER, Some(SPECIALIST), "ok");
    check(MANAGER, Some(SPECIALIST), &unknown(MANAGER));
    check(SPECIALIST, None, "ok");
    check(COUNTY_LEADER, None, &unknown(COUNTY_LEADER));
}
