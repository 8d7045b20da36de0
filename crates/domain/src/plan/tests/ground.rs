//! Small catalogues as a line for each entry, and what a plan over them says.

use chrono::NaiveDate;

use super::*;
use crate::case::{Case, CaseEvent, CaseEventKind, EventSource};
use crate::cover::{Cover, InHand, Runs, Stands};
use crate::ids::{CaseEventId, CaseId};
use crate::permit::PermitStatus;
use crate::schedule::{self, Estimate, Papers, Schedule};

/// Monday, 2 March 2026, by a calendar of weekdays.
pub(super) const TODAY: &str = "2026-03-02";

pub(super) fn day(text: &str) -> NaiveDate {
    let text = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    text.parse().unwrap()
}

/// An entry on each line: its code, promised and legal working days, its phase, and behind an arrow what it requires:
/// `fire: 10/15 production ← @COMPLETION, ~filing|permit`. `[JOINT]` puts it into a group, `[JOINT!]` has it lead that;
/// `if hotel` makes it needed where the flag is set.
pub(super) fn entries(text: &str) -> Vec<PermitType> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(entry_of).collect()
}

fn entry_of(line: &str) -> PermitType {
    let (head, requires) = line.split_once('←').unwrap_or((line, ""));
    let (code, rest) = head.split_once(':').unwrap();
    let mut needed = Condition::Always;
    let mut found = entry(code, Condition::Always);
    let mut words = rest.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "start" => found.phase = Phase::BeforeStart,
            "production" => found.phase = Phase::BeforeProduction,
            "after" => found.phase = Phase::After,
            "if" => needed = flag(Attribute::parse(words.next().unwrap()).unwrap()),
            group if group.starts_with('[') => {
                let name = group.trim_matches(['[', ']']);
                found.parallel_group = Some(name.trim_end_matches('!').to_owned());
                found.leads_group = name.ends_with('!');
            }
            limits => {
                let (promised, legal) = limits.split_once('/').unwrap();
                let limit = |days: &str| (days != "?").then(|| Limit::working(days.parse().unwrap()));
                found.promised = limit(promised).map(|limit| PromisedLimit { limit, source: String::new() });
                found.legal = limit(legal)
                    .map(|limit| LegalLimit { when: Condition::Always, limit, extension: None })
                    .into_iter()
                    .collect();
            }
        }
    }
    let before = |text: &str| match text.strip_prefix('@') {
        Some(node) => Before::Node(Node::parse(node).unwrap()),
        None => Before::Permit(text.to_owned()),
    };
    let groups = requires.split(',').map(str::trim).filter(|group| !group.is_empty());
    let group = |text: &str| {
        let soft = text.strip_prefix('~');
        Prerequisite { hard: soft.is_none(), any_of: soft.unwrap_or(text).split('|').map(before).collect() }
    };
    PermitType { needed, requires: groups.map(group).collect(), ..found }
}

/// A permit of an entry, as the plan put it in: number 1 is `review#1`, for a part of the works `review#1:main`.
/// Behind it how
/// it stands: `case 02-27` accepted on that day, `granted 02-27`, `start` or `production` where a manager set its phase;
/// `by 1` where permit 1 stands for it, `elsewhere IN_CASE 03-20` where another project's does and is due on that day,
/// `elsewhere GRANTED 02-20` since that day; `alone 02-27` where another stood for it until that day.
pub(super) fn permits(text: &str, catalogue: &[PermitType]) -> BTreeMap<PermitId, Permit> {
    let permit = |line: &str| {
        let (name, state) = line.split_once(' ').unwrap_or((line, ""));
        let (code, id) = name.split_once('#').unwrap();
        let (number, part) = id.split_once(':').map_or((id, None), |(id, part)| (id, Some(part.to_owned())));
        let number: u128 = number.parse().unwrap();
        let found = catalogue.iter().find(|entry| entry.code == code).unwrap();
        let mut permit = Permit { part, phase: found.phase, ..permit(number, code) };
        match state.split_once(' ') {
            Some(("case", on)) => permit.cases = case(number, on, false),
            Some(("granted", on)) => permit.cases = case(number, on, true),
            Some(("by", lead)) => permit.covered_by = Some(by(lead.parse().unwrap(), "PREPARING")),
            Some(("alone", on)) => permit.cover_changed_on = Some(day(on)),
            Some(("elsewhere", stands)) => permit.covered_by = Some(by(900, stands)),
            None if state == "start" => permit.phase = Phase::BeforeStart,
            None if state == "production" => permit.phase = Phase::BeforeProduction,
            None => assert_eq!(state, ""),
            other => panic!("{other:?}"),
        }
        (permit.id, permit)
    };
    let mut permits: BTreeMap<PermitId, Permit> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(permit).collect();
    let behind: Vec<_> =
        permits.values().filter_map(|permit| Some((permit.id, permit.covered_by?))).collect();
    for (follower, cover) in behind {
        if let Some(lead) = permits.get_mut(&cover.permit) {
            lead.covers.insert(follower, cover.project);
        }
    }
    permits
}

/// A permit that stands for another: its status, and the day of the grant, or the one on which it is due; `gone` where its
/// project was withdrawn, `accepted 02-24` of a case under way, which may take `longer` than its limit.
fn by(lead: u128, stands: &str) -> Cover {
    let (status, rest) = stands.split_once(' ').unwrap_or((stands, ""));
    let status = PermitStatus::parse(status).unwrap();
    let withdrawn = rest.ends_with("gone");
    let (rest, accepted_on) = match rest.split_once("accepted ") {
        Some((rest, on)) => (rest, on.split_whitespace().next().map(day)),
        None => (rest.trim_end_matches("gone"), None),
    };
    let runs = accepted_on.map(|accepted_on| Runs { accepted_on, longer: stands.ends_with("longer") });
    let on = Some(rest.trim()).filter(|on| !on.is_empty()).map(day);
    let granted = matches!(status, PermitStatus::Granted | PermitStatus::GrantedWithDefects);
    let (decided_on, due_on) = if granted { (on, None) } else { (None, on) };
    let in_hand = decided_on.map(|from| InHand { from, lost_on: None });
    Cover {
        project: crate::ids::ProjectId::from_uuid(uuid::Uuid::from_u128(900)),
        permit: PermitId::from_uuid(uuid::Uuid::from_u128(lead)),
        stands: Stands { status, decided_on, since: decided_on, in_hand, runs, due_on, withdrawn },
    }
}

/// A case that was accepted on a day, and granted that day if so.
pub(super) fn case(number: u128, on: &str, granted: bool) -> BTreeMap<CaseId, Case> {
    let kinds = [CaseEventKind::Accepted, CaseEventKind::Approved];
    let kinds = kinds.into_iter().take(if granted { 2 } else { 1 });
    let events = kinds.zip(1..).map(|(kind, event)| CaseEvent {
        id: CaseEventId::from_uuid(uuid::Uuid::from_u128(100 * number + event)),
        kind,
        occurred_on: day(on),
        occurred_at: None,
        source: EventSource::Officer,
        handover: None,
        document: None,
        opinion: None,
        extension: None,
        cure_by: None,
        valid: true,
    });
    let id = CaseId::from_uuid(uuid::Uuid::from_u128(number));
    let case = Case {
        id,
        number: None,
        agency: None,
        opened_on: day(on),
        first_leg_due: None,
        handler: None,
        measured: None,
        events: events.map(|event| (event.id, event)).collect(),
    };
    BTreeMap::from([(id, case)])
}

/// The schedule of what is said so, nothing known of the project.
pub(super) fn scheduled<'c>(
    catalogue: &'c [PermitType],
    permits: &BTreeMap<PermitId, Permit>,
    planned: PlannedDays,
) -> Schedule<Key<'c>> {
    scheduled_lacking(catalogue, permits, planned, &BTreeMap::new())
}

/// The same while some permits lack what is to be handed in.
pub(super) fn scheduled_lacking<'c>(
    catalogue: &'c [PermitType],
    permits: &BTreeMap<PermitId, Permit>,
    planned: PlannedDays,
    papers: &BTreeMap<PermitId, Papers>,
) -> Schedule<Key<'c>> {
    let around = Surroundings {
        permits,
        papers,
        milestones: &[],
        planned,
        catalogue: &Catalogue::new(catalogue.iter().cloned()),
        answers: &Answers::new(),
        calendar: &WorkCalendar::default(),
        today: day(TODAY),
        supposed: None,
    };
    Plan::new(catalogue, &Answers::new()).schedule(around).unwrap()
}

pub(super) fn key(key: &Key<'_>) -> String {
    match key {
        Key::Type(code) => (*code).to_owned(),
        Key::Part(code, id) => format!("{code}#{}", id.uuid().as_u128()),
        Key::Permit(id) => format!("#{}", id.uuid().as_u128()),
        Key::Point(node) => format!("@{node}"),
    }
}

fn short(estimate: Estimate) -> String {
    let bound = if estimate.at_least { "≥" } else { "" };
    format!("{bound}{}", estimate.on.to_string().trim_start_matches("2026-"))
}

/// A line for each: begin..end by promise, end by law, and whether it can be filed or what it waits on; then the start.
pub(super) fn shown(schedule: &Schedule<Key<'_>>) -> String {
    let mut lines = Vec::new();
    for (found, entry) in schedule.entries.iter().filter(|(found, _)| !matches!(found, Key::Point(_))) {
        let start = entry.promised.start.map_or(String::new(), |start| short(Estimate::exact(start)));
        let group =
            |group: &schedule::Need<Key<'_>>| group.any_of.iter().map(key).collect::<Vec<_>>().join("|");
        let waits: Vec<_> = entry.waits_on.iter().map(group).collect();
        let tail = match (entry.can_file_today, waits.is_empty()) {
            (true, _) => " can file".to_owned(),
            (false, false) => format!(" waits on {}", waits.join(", ")),
            (false, true) => String::new(),
        };
        let finish = (short(entry.promised.finish), short(entry.pessimistic.finish));
        lines.push(format!("{}: {start}..{} ({}){tail}", key(found), finish.0, finish.1));
    }
    for outlook in &schedule.outlooks {
        let path: Vec<_> = outlook.critical_path.iter().map(key).collect();
        lines.push(format!("{}: {}", short(outlook.promised), path.join(" ")));
    }
    lines.join("\n")
}
