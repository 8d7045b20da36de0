//! Recorders 代录人: leaders seldom sign in themselves, and what they decide is recorded by somebody else, by their right.

use chrono::NaiveDate;

use crate::access::{Action, Object, PersonFacts, Viewer, can};
use crate::actor::{Actor, PostRole};
use crate::context::Context;
use crate::decide::checks::{officer_exists, officer_serves, too_many};
use crate::ids::{OfficerId, RecorderId};
use crate::refusal::{Fact, Refusal, Rule};

/// How many one leader has at a time, and for how many leaders one officer records.
const MOST: usize = 20;

/// Somebody who records what a leader decides. A command that he says he records for that leader is admitted and decided as
/// the leader's own would be; what else he does is his own, on whosever authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorder {
    /// The id.
    pub id: RecorderId,
    /// Who decides.
    pub leader: OfficerId,
    /// Who records it.
    pub officer: OfficerId,
    /// The day of the appointment.
    pub since: NaiveDate,
    /// From which day on he is none any more.
    pub ended_on: Option<NaiveDate>,
    /// Counts the changes.
    pub version: i64,
}

/// Whether the caller may say who records for a leader, or that somebody does no longer: the leader himself, and an
/// administrator who keeps his entry.
pub fn may_appoint_recorder(leader: OfficerId, context: &Context) -> Result<(), Refusal> {
    officer_exists(leader, context, "leaderId")?;
    let Actor::Officer(caller) = &context.actor else { return Ok(()) };
    if !caller.active {
        return Err(Refusal::new(Rule::OfficerInactive));
    }
    if caller.id == leader {
        return Ok(());
    }
    if caller.role != PostRole::Administrator {
        let role = Fact::Term("role", caller.role.as_str());
        return Err(Refusal::new(Rule::RoleNotAllowed).with("role", role));
    }
    let viewer = Viewer::of(caller).ok_or_else(|| Refusal::new(Rule::OutsideJurisdiction))?;
    let keeps = context
        .facts
        .officers
        .get(&leader)
        .is_some_and(|facts| can(&viewer, Action::Keep, &Object::Person(&PersonFacts::of(facts))));
    if keeps { Ok(()) } else { Err(Refusal::new(Rule::OutsideJurisdiction).at("leaderId")) }
}

impl Recorder {
    /// The same, over from a day on, and at the earliest on the day of the appointment.
    pub fn ended(&self, today: NaiveDate) -> Result<Self, Refusal> {
        if self.ended_on.is_some() {
            return Err(Refusal::new(Rule::AlreadyEnded).at("recorderId"));
        }
        Ok(Self { ended_on: Some(today.max(self.since)), ..self.clone() })
    }
}

/// Whether this officer can record for this leader: both serve, by their roles, he works in the leader's region or below,
/// and neither has many `others` at present.
pub fn appoint_recorder(
    leader: OfficerId,
    officer: OfficerId,
    others: &[Recorder],
    context: &Context,
) -> Result<(), Refusal> {
    officer_serves(leader, context, "leaderId")?;
    officer_serves(officer, context, "officerId")?;
    let facts = |officer| context.facts.officers.get(&officer);
    let (Some(leads), Some(records)) = (facts(leader), facts(officer)) else { return Ok(()) };
    let misfit = |field, role: PostRole| {
        Refusal::new(Rule::RecorderMisfit).at(field).with("role", Fact::Term("role", role.as_str()))
    };
    if leads.role != PostRole::Leader {
        return Err(misfit("leaderId", leads.role));
    }
    if !records.role.records_for_leaders() {
        return Err(misfit("officerId", records.role));
    }
    if !leads.regions.first().is_some_and(|own| records.regions.contains(own)) {
        return Err(Refusal::new(Rule::OutsideJurisdiction).at("officerId"));
    }
    let has = others.iter().filter(|other| other.leader == leader).count();
    let records = others.iter().filter(|other| other.officer == officer).count();
    for (count, field) in [(has, "leaderId"), (records, "officerId")] {
        if count >= MOST {
            return Err(too_many(field, MOST));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::actor::OfficerFacts;
    use crate::context::Facts;
    use crate::ids::{AgencyId, RegionId};

    /// Who there is: a number, the role, and the regions he belongs to.
    const PEOPLE: [(u128, PostRole, &[u128]); 10] = [
        (1, PostRole::Leader, &[2, 1]),
        (2, PostRole::Leader, &[2, 1]),
        (3, PostRole::Specialist, &[2, 1]),
        (4, PostRole::Manager, &[4, 2, 1]),
        (5, PostRole::Clerk, &[2, 1]),
        (6, PostRole::Administrator, &[2, 1]),
        (7, PostRole::Administrator, &[3, 1]),
        (8, PostRole::Specialist, &[1]),
        (9, PostRole::Auditor, &[2, 1]),
        (10, PostRole::Specialist, &[2, 1]),
    ];

    fn id(n: u128) -> OfficerId {
        OfficerId::from_uuid(Uuid::from_u128(n))
    }

    /// Number 10 has left.
    fn context(caller: u128) -> Context {
        let facts = |(n, role, regions): (u128, PostRole, &[u128])| OfficerFacts {
            id: id(n),
            active: n != 10,
            agency_active: true,
            role,
            agency: AgencyId::from_uuid(Uuid::from_u128(n)),
            landing_office: false,
            regions: regions.iter().map(|n| RegionId::from_uuid(Uuid::from_u128(*n))).collect(),
        };
        let officers: std::collections::BTreeMap<_, _> =
            PEOPLE.into_iter().map(facts).map(|facts| (facts.id, facts)).collect();
        let today = "2024-11-04".parse().unwrap();
        Context {
            today,
            actor: officers.get(&id(caller)).cloned().map_or(Actor::System, Actor::Officer),
            recorder: None,
            deputy: None,
            occurred_on: today,
            reason: None,
            authority: None,
            facts: Facts { officers, ..Facts::default() },
        }
    }

    fn told(result: Result<(), Refusal>) -> String {
        result.map_or_else(|refusal| refusal.to_string(), |()| "yes".to_owned())
    }

    #[test]
    fn who_says_who_records() {
        for (caller, expected) in [
            (1, "yes"),
            (0, "yes"),
            (6, "yes"),
            (7, "OUTSIDE_JURISDICTION .leaderId"),
            (2, "ROLE_NOT_ALLOWED role=LEADER"),
            (3, "ROLE_NOT_ALLOWED role=SPECIALIST"),
            (4, "ROLE_NOT_ALLOWED role=MANAGER"),
            (9, "ROLE_NOT_ALLOWED role=AUDITOR"),
            (10, "OFFICER_INACTIVE"),
        ] {
            assert_eq!(told(may_appoint_recorder(id(1), &context(caller))), expected, "{caller}");
        }
        let unknown = told(may_appoint_recorder(id(99), &context(6)));
        assert_eq!(unknown, format!("NOT_FOUND .leaderId id={}", id(99)));
    }

    #[test]
    fn who_records_for_whom() {
        let gone = format!("OFFICER_INACTIVE .officerId officer={}", id(10));
        for (leader, officer, expected) in [
            (1, 3, "yes"),
            (1, 4, "yes"),
            (1, 5, "yes"),
            (1, 8, "OUTSIDE_JURISDICTION .officerId"),
            (1, 10, &gone),
            (1, 2, "RECORDER_MISFIT .officerId role=LEADER"),
            (1, 6, "RECORDER_MISFIT .officerId role=ADMINISTRATOR"),
            (1, 9, "RECORDER_MISFIT .officerId role=AUDITOR"),
            (4, 3, "RECORDER_MISFIT .leaderId role=MANAGER"),
        ] {
            assert_eq!(
                told(appoint_recorder(id(leader), id(officer), &[], &context(0))),
                expected,
                "{leader} {officer}"
            );
        }
    }

    #[test]
    fn nobody_has_many_or_records_for_many() {
        let recorder = |n: u128, leader, officer| Recorder {
            id: RecorderId::from_uuid(Uuid::from_u128(n)),
            leader: id(leader),
            officer: id(officer),
            since: "2024-11-04".parse().unwrap(),
            ended_on: None,
            version: 1,
        };
        let has: Vec<Recorder> = (0..20).map(|n| recorder(n, 1, 100 + n)).collect();
        let records: Vec<Recorder> = (0..20).map(|n| recorder(n, 100 + n, 3)).collect();
        let asked = |others: &[Recorder]| told(appoint_recorder(id(1), id(3), others, &context(0)));
        assert_eq!(asked(&has[1..]), "yes");
        assert_eq!(asked(&has), "TOO_MANY .leaderId max=20");
        assert_eq!(asked(&records[1..]), "yes");
        assert_eq!(asked(&records), "TOO_MANY .officerId max=20");
    }

    #[test]
    fn it_ends_once_and_not_before_it_began() {
        let recorder = Recorder {
            id: RecorderId::from_uuid(Uuid::from_u128(1)),
            leader: id(1),
            officer: id(3),
            since: "2024-11-04".parse().unwrap(),
            ended_on: None,
            version: 1,
        };
        for (today, expected) in [("2024-11-03", "2024-11-04"), ("2024-11-05", "2024-11-05")] {
            let ended = recorder.ended(today.parse().unwrap()).unwrap();
            assert_eq!(ended.ended_on, Some(expected.parse().unwrap()));
            let again = ended.ended(today.parse().unwrap()).unwrap_err();
            assert_eq!(again.to_string(), "ALREADY_ENDED .recorderId");
        }
    }
}
