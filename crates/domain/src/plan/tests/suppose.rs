//! What would become of a plan.

use chrono::NaiveDate;

use proptest::prelude::*;

use super::ground::{TODAY, day, entries, key, permits};
use super::*;
use crate::calendar::DayUnit;
use crate::plan::suppose::SupposeError;
use crate::schedule::Schedule;

const CATALOGUE: &str = "
    filing: 3/5 start
    land: 20/30 start ← filing
    review: 10/20 start ← filing
    hygiene: 5/20 production if hotel ← @COMPLETION
";

/// Tries it on a project whose filing was granted and whose land has two parts.
fn weigh<T>(
    supposition: &Supposition,
    milestones: &[&Milestone],
    told: impl FnOnce(Result<Outcome<'_>, SupposeError>) -> T,
) -> T {
    let catalogue = entries(CATALOGUE);
    let plan = "filing#1 granted 02-27 \n land#2:east \n land#3:west case 02-27 \n review#4 \n hygiene#5";
    let permits = permits(plan, &catalogue);
    let catalogue = Catalogue::new(catalogue);
    let answers =
        [(Attribute::Hotel, Answer::Flag(true)), (Attribute::Racks, Answer::Number(Quantity::ZERO))];
    told(supposition.weigh(Ground {
        catalogue: &catalogue,
        answers: &answers.into(),
        permits: &permits,
        papers: &BTreeMap::new(),
        idle: &permits.values().filter(|permit| permit.is_untouched()).map(|permit| permit.id).collect(),
        milestones,
        planned: PlannedDays::default(),
        calendar: &WorkCalendar::default(),
        today: day(TODAY),
    }))
}

fn points(schedule: &Schedule<Key<'_>>) -> String {
    let days = schedule.outlooks.iter().map(|outlook| outlook.promised.on.to_string());
    days.collect::<Vec<_>>().join(" ")
}

fn id(number: u128) -> PermitId {
    PermitId::from_uuid(uuid::Uuid::from_u128(number))
}

fn promise(code: &str, days: i64) -> Supposition {
    Supposition { promised: vec![(code.to_owned(), days, DayUnit::Working)], ..Supposition::default() }
}

fn grant(what: Granted, on: &str) -> Supposition {
    Supposition { granted: vec![(what, day(on))], ..Supposition::default() }
}

fn land() -> Granted {
    Granted::Type("land".to_owned())
}

#[test]
fn what_moves_and_by_how_much() {
    #[track_caller]
    fn check(supposition: &Supposition, expected: &str) {
        let shown = weigh(supposition, &[], |outcome| {
            let outcome = outcome.unwrap();
            let moved = outcome.moved.iter().map(|moved| format!(" {} {:+}", key(&moved.key), moved.days));
            let needs = outcome.needs.iter().map(|change| {
                let stays = if change.stays { " stays" } else { "" };
                format!(" {} {}→{}{stays}", change.entry.code, change.before, change.after)
            });
            let path = outcome.after.outlooks[0].critical_path.iter().map(key).collect::<Vec<_>>();
            let told: String = moved.chain(needs).collect();
            format!("{} → {};{told}; {}", points(&outcome.before), points(&outcome.after), path.join(" "))
        });
        assert_eq!(shown, expected);
    }
    let now = "2026-03-30 2026-04-06";
    check(&Supposition::default(), &format!("{now} → {now};; land#2 @START"));
    check(
        &promise("land", 5),
        &format!("{now} → 2026-03-16 2026-03-23; hygiene -10 land -15 land#2 -15 land#3 -15; review @START"),
    );
    check(&promise("review", 5), &format!("{now} → {now}; review -5; land#2 @START"));
    check(
        &grant(Granted::Permit(id(2)), "03-02"),
        &format!("{now} → 2026-03-27 2026-04-03; hygiene -1 land -1 land#2 -20; land#3 @START"),
    );
    check(
        &grant(land(), "03-02"),
        &format!("{now} → 2026-03-16 2026-03-23; hygiene -10 land -20 land#2 -20 land#3 -19; review @START"),
    );
    // A day to come is waited for.
    check(
        &grant(land(), "04-30"),
        &format!("{now} → 2026-04-30 2026-05-07; hygiene +23 land +23 land#2 +23 land#3 +24; land#2 @START"),
    );
    let start = Supposition { start_on: Some(day("05-04")), ..Supposition::default() };
    check(&start, &format!("{now} → 2026-05-04 2026-05-11; hygiene +25; @START"));
    let complete = Supposition { complete_on: Some(day("09-01")), ..Supposition::default() };
    check(&complete, &format!("{now} → 2026-03-30 2026-09-08; hygiene +111; land#2 @START"));
    let other = Supposition {
        answers: vec![(Attribute::Hotel, Some(Answer::Flag(false)))],
        ..Supposition::default()
    };
    check(&other, &format!("{now} → 2026-03-30 2026-03-30; hygiene NEEDED→NOT_NEEDED; land#2 @START"));
}

#[test]
fn what_cannot_be_supposed_is_refused_with_its_field() {
    #[track_caller]
    fn check(supposition: &Supposition, milestones: &[&Milestone], expected: &str) {
        let refused = weigh(supposition, milestones, |outcome| match outcome {
            Err(SupposeError::Refused(refusal)) => refusal.to_string(),
            other => panic!("{other:?}"),
        });
        assert_eq!(refused, expected);
    }
    let milestone = |kind| Milestone {
        id: crate::ids::MilestoneId::from_uuid(uuid::Uuid::from_u128(1)),
        kind,
        occurred_on: day("03-02"),
        works: None,
        evidence: Vec::new(),
    };
    let refused = |supposition: &Supposition, expected: &str| check(supposition, &[], expected);
    refused(&promise("lnad", 3), "NOT_FOUND .promised[0] .typeCode value=lnad");
    refused(&promise("land", 0), "NUMBER_OUT_OF_RANGE .promised[0] .days found=0 min=1 max=1000");
    refused(&promise("land", -1), "NUMBER_OUT_OF_RANGE .promised[0] .days found=-1 min=1 max=1000");
    refused(&promise("land", 1_001), "NUMBER_OUT_OF_RANGE .promised[0] .days found=1001 min=1 max=1000");
    let mut twice = promise("land", 3);
    twice.promised.extend(promise("land", 4).promised);
    refused(&twice, "DUPLICATE .promised[1] .typeCode");

    let type_of = |code: &str| Granted::Type(code.to_owned());
    refused(&grant(type_of("lnad"), "03-02"), "NOT_FOUND .granted[0] .typeCode value=lnad");
    refused(&grant(type_of("filing"), "03-02"), "PERMIT_GRANTED .granted[0] .typeCode");
    refused(&grant(Granted::Permit(id(1)), "03-02"), "PERMIT_GRANTED .granted[0] .permitId");
    refused(&grant(Granted::Permit(id(9)), "03-02"), "NOT_FOUND .granted[0] .permitId");
    let ancient = "DATE_TOO_EARLY .granted[0] .on date=1977-12-31 earliest=1978-01-01";
    refused(&grant(land(), "1977-12-31"), ancient);
    let far = "DATE_IN_FUTURE .granted[0] .on date=2046-03-03 today=2026-03-02";
    refused(&grant(land(), "2046-03-03"), far);
    let mut both = grant(land(), "03-02");
    both.granted.push((Granted::Permit(id(2)), day("03-03")));
    refused(&both, "DUPLICATE .granted[1] .permitId");

    let planned = |start: Option<&str>, complete: Option<&str>| Supposition {
        start_on: start.map(day),
        complete_on: complete.map(day),
        ..Supposition::default()
    };
    let past = "DATE_OUT_OF_ORDER .startOn date=2026-03-01 notBefore=2026-03-02";
    refused(&planned(Some("03-01"), None), past);
    let order = "DATE_OUT_OF_ORDER .completeOn date=2026-05-31 notBefore=2026-06-01";
    refused(&planned(Some("06-01"), Some("05-31")), order);
    let far = "DATE_IN_FUTURE .completeOn date=2046-03-03 today=2026-03-02";
    refused(&planned(None, Some("2046-03-03")), far);
    check(&planned(Some("06-01"), None), &[&milestone(MilestoneKind::Started)], "POINT_REACHED .startOn");
    check(
        &planned(None, Some("06-01")),
        &[&milestone(MilestoneKind::Producing)],
        "POINT_REACHED .completeOn",
    );

    let answered = |answers: &[(Attribute, Option<Answer>)]| Supposition {
        answers: answers.to_vec(),
        ..Supposition::default()
    };
    refused(&answered(&[(Attribute::Mine, None)]), "NOT_FOUND .removeAttributes value=mine");
    let half = Quantity::parse("0.5").unwrap();
    refused(
        &answered(&[(Attribute::Racks, Some(Answer::Number(half)))]),
        "NOT_WHOLE .attributes key=racks attribute=size of the data centre value=0.5",
    );
}

/// A catalogue in which each may require some of those before it, and how its permits stand.
fn worlds() -> impl Strategy<Value = (Vec<PermitType>, BTreeMap<PermitId, Permit>)> {
    let state = prop_oneof![3 => Just(0_u8), 1 => Just(1), 1 => Just(2), 1 => Just(3)];
    let found =
        (1_u32..30, prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..3), state);
    prop::collection::vec(found, 1..9).prop_map(|found| {
        let (mut lines, mut plan) = (Vec::new(), Vec::new());
        for (number, (days, needs, state)) in found.into_iter().enumerate() {
            let needs = needs.into_iter().filter(|_| number > 0);
            let needs = needs.map(|(member, hard)| {
                format!("{}p{}", if hard { "" } else { "~" }, member.index(number.max(1)))
            });
            let needs = needs.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
            let group = if number % 3 == 2 { "[G]" } else { "" };
            lines.push(format!("p{number}: {days}/{} start {group} ← {needs}", days + 10));
            let id = 2 * number + 1;
            match state {
                1 => plan.push(format!("p{number}#{id}")),
                2 => plan.push(format!("p{number}#{id} case 02-27")),
                3 => plan.extend([format!("p{number}#{id}:a"), format!("p{number}#{}:b case 02-20", id + 1)]),
                _ => {}
            }
        }
        lines.push("lead: 9/? start [G!]".to_owned());
        let catalogue = entries(&lines.join("\n"));
        let permits = permits(&plan.join("\n"), &catalogue);
        (catalogue, permits)
    })
}

fn tried<'c>(
    catalogue: &'c Catalogue,
    permits: &BTreeMap<PermitId, Permit>,
    supposition: &Supposition,
) -> Option<Outcome<'c>> {
    let ground = Ground {
        catalogue,
        answers: &Answers::new(),
        permits,
        papers: &BTreeMap::new(),
        idle: &BTreeSet::new(),
        milestones: &[],
        planned: PlannedDays::default(),
        calendar: &WorkCalendar::default(),
        today: day(TODAY),
    };
    match supposition.weigh(ground) {
        Ok(outcome) => Some(outcome),
        // A group of which one needs another through something else waits for itself: no such catalogue is loaded.
        Err(SupposeError::NoSchedule(_)) => None,
        Err(SupposeError::Refused(refusal)) => panic!("{refusal}"),
    }
}

fn start(schedule: &Schedule<Key<'_>>) -> NaiveDate {
    schedule.outlooks[0].promised.on
}

proptest! {
    #[test]
    fn supposing_nothing_changes_nothing((catalogue, permits) in worlds()) {
        let catalogue = Catalogue::new(catalogue);
        if let Some(outcome) = tried(&catalogue, &permits, &Supposition::default()) {
            prop_assert_eq!(&outcome.before, &outcome.after);
            prop_assert!(outcome.moved.is_empty() && outcome.needs.is_empty());
        }
    }

    #[test]
    fn a_shorter_promise_makes_nothing_later(
        (catalogue, permits) in worlds(), which in any::<prop::sample::Index>(), less in 1_i64..30,
    ) {
        let entry = which.get(&catalogue);
        let days = i64::from(entry.promised.as_ref().unwrap().limit.days);
        let shorter = promise(&entry.code, (days - less).max(1));
        let whole = Catalogue::new(catalogue.clone());
        if let Some(outcome) = tried(&whole, &permits, &shorter) {
            prop_assert!(outcome.moved.iter().all(|moved| moved.after.on <= moved.before.on), "{outcome:?}");
            prop_assert!(start(&outcome.after) <= start(&outcome.before));
        }
    }

    #[test]
    fn a_grant_by_the_day_it_is_expected_makes_nothing_later(
        (catalogue, permits) in worlds(), which in any::<prop::sample::Index>(), sooner in 0_u64..40,
    ) {
        let code = &which.get(&catalogue).code;
        let whole = Catalogue::new(catalogue.clone());
        let Some(now) = tried(&whole, &permits, &Supposition::default()) else { return Ok(()) };
        // Of several parts the one expected first: none may be moved away.
        let expected = now.before.entries.iter().filter(|(key, _)| match key {
            Key::Type(found) | Key::Part(found, _) => found == code,
            Key::Permit(_) | Key::Point(_) => false,
        });
        let expected = expected.map(|(_, entry)| entry.promised.finish.on).min().unwrap();
        let on = expected - chrono::Days::new(sooner);
        let granted = Supposition { granted: vec![(Granted::Type(code.clone()), on)], ..Supposition::default() };
        let outcome = tried(&whole, &permits, &granted).unwrap();
        prop_assert!(outcome.moved.iter().all(|moved| moved.after.on <= moved.before.on), "{outcome:?}");
        prop_assert!(start(&outcome.after) <= start(&outcome.before));
    }
}
