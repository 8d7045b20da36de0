//! Worked examples.

use std::fmt::Write as _;

use super::{CALENDAR, d, estimate, of, short};
use crate::calendar::WorkCalendar;
use crate::case::{Case, CaseEvent, CaseEventKind, EventSource};
use crate::clock::{Limit, Limits, clock};
use crate::ids::{CaseEventId, CaseId};
use crate::schedule::{Known, Schedule, ScheduleError, working_days};
use uuid::Uuid;

/// A line for each task: begin..end by promise, end by law, slack, and whether it can be filed or what it waits on; then a
/// line for each target.
fn shown(schedule: &Schedule<&str>) -> String {
    let mut text = String::new();
    for (key, entry) in &schedule.entries {
        let start = entry.promised.start.map_or(String::new(), short);
        let (promised, legal) = (estimate(entry.promised.finish), estimate(entry.pessimistic.finish));
        let slack = |outlook: &super::super::Outlook<&str>| {
            outlook.slack.get(key).map_or("∞".to_owned(), u32::to_string)
        };
        let slack: Vec<_> = schedule.outlooks.iter().map(slack).collect();
        write!(text, "{key:<10} {:<16} {legal:<12} {:<6}", format!("{start}..{promised}"), slack.join(" "))
            .unwrap();
        let waits: Vec<_> = entry.waits_on.iter().map(|group| group.any_of.join("|")).collect();
        if entry.can_file_today {
            text.push_str(" can file");
        } else if !waits.is_empty() {
            write!(text, " waits on {}", waits.join(", ")).unwrap();
        }
        let first: Vec<_> = entry.customarily_first.iter().map(|group| group.any_of.join("|")).collect();
        if !first.is_empty() {
            write!(text, " usually after {}", first.join(", ")).unwrap();
        }
        match (entry.lacks_promised, entry.lacks_legal) {
            (true, _) => text.push_str(" no limit"),
            (false, true) => text.push_str(" no legal limit"),
            (false, false) => {}
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    for outlook in &schedule.outlooks {
        let (promised, legal) = (estimate(outlook.promised), estimate(outlook.pessimistic));
        let path = outlook.critical_path.join(" → ");
        writeln!(text, "{} {promised} ({legal}): {path}", outlook.target).unwrap();
    }
    text
}

#[track_caller]
fn check(text: &str, targets: &[&str], today: &str, expected: &str) {
    let expected: String = expected.lines().map(str::trim).filter(|line| !line.is_empty()).fold(
        String::new(),
        |mut lines, line| {
            lines.push_str(line);
            lines.push('\n');
            lines
        },
    );
    assert_eq!(shown(&of(text, targets, today).unwrap()), expected);
}

#[test]
fn one_after_the_other() {
    // Monday 2 March; what is granted on a day can be filed with on that day.
    check(
        "filing: 1w/? \n land: 3w/20w ← filing \n permit: 5w/20w ← land \n start: point 0w ← permit",
        &["start"],
        "03-02",
        "
        filing     03-02..03-03     ≥03-03       0      can file no legal limit
        land       03-03..03-06     ≥03-31       0      waits on filing
        permit     03-06..03-13     ≥04-29       0      waits on land
        start      03-13..03-13     ≥04-29       0      waits on permit
        start 03-13 (≥04-29): filing → land → permit → start
        ",
    );
}

#[test]
fn side_by_side_one_decides_and_the_other_has_time() {
    let text = "filing: done 02-27 \n eia: 10w/60d ← filing \n drawings: 5w/10w \n permit: 3w/7d ← filing, drawings \n \
                start: point 0w ← permit, eia";
    check(
        text,
        &["start"],
        "03-02",
        "
        drawings   03-02..03-09     03-16        2      can file
        eia        03-02..03-16     05-06        0      can file
        filing     ..02-27          02-27        ∞
        permit     03-09..03-12     03-23        2      waits on drawings
        start      03-16..03-16     05-06        0      waits on permit, eia
        start 03-16 (05-06): eia → start
        ",
    );
}

#[test]
fn of_a_group_the_first_decides_and_the_others_need_not_come() {
    check(
        "report: 15w/60d \n form: 5w/30d \n start: point 0w ← report|form",
        &["start"],
        "03-02",
        "
        form       03-02..03-09     04-01        0      can file
        report     03-02..03-23     05-06        ∞      can file
        start      03-09..03-09     04-01        0      waits on form|report
        start 03-09 (04-01): form → start
        ",
    );
    // Whatever is there, or is not needed, or is not in the plan, does not have to be waited for.
    for there in ["form: done 02-27", "form: case 03-02/03-02", "other: 1w/1w"] {
        let text = format!("report: 15w/60d \n {there} \n start: point 0w ← report|form");
        let schedule = of(&text, &["start"], "03-02").unwrap();
        let expected = if there.starts_with("other") { "03-23" } else { "03-02" };
        assert_eq!(schedule.outlooks[0].promised.on, d(expected), "{there}");
    }
    let schedule =
        of("report: out \n form: out \n start: point 0w ← report|form", &["start"], "03-02").unwrap();
    assert_eq!(schedule.outlooks[0].promised.on, d("03-02"));
    assert_eq!(schedule.entries.keys().collect::<Vec<_>>(), [&"start"]);
}

#[test]
fn a_slip_that_reaches_two_members_of_a_group_does_not_count_on_either() {
    // Each of b and c could wait for the other for ever; a slips both.
    check(
        "a: 5w/5w \n b: 2w/2w ← a \n c: 4w/4w ← a \n d: 9w/9w \n start: point 0w ← b|c, d",
        &["start"],
        "03-02",
        "
        a          03-02..03-09     03-09        2      can file
        b          03-09..03-11     03-11        ∞      waits on a
        c          03-09..03-13     03-13        ∞      waits on a
        d          03-02..03-13     03-13        0      can file
        start      03-13..03-13     03-13        0      waits on b|c, d
        start 03-13 (03-13): d → start
        ",
    );
}

#[test]
fn soft_needs_order_the_days_and_hinder_nobody_from_filing() {
    check(
        "filing: 3w/3w \n energy: 5w/20w ← ~filing \n start: point 0w ← energy",
        &["start"],
        "03-02",
        "
        energy     03-05..03-12     04-02        0      can file usually after filing
        filing     03-02..03-05     03-05        0      can file
        start      03-12..03-12     04-02        0      waits on energy
        start 03-12 (04-02): filing → energy → start
        ",
    );
}

#[test]
fn a_point_that_comes_first_by_custom_hinders_from_filing() {
    check(
        "hygiene: 5w/5w ← ~built \n power: 3w/3w ← ~built|filing \n filing: 1w/1w \n built: point ? @03-12",
        &["hygiene"],
        "03-02",
        "
        built      03-12..03-12     03-12        0      no limit
        filing     03-02..03-03     03-03        ∞      can file
        hygiene    03-12..03-19     03-19        0      waits on built
        power      03-03..03-06     03-06        ∞      can file usually after built|filing
        hygiene 03-19 (03-19): built → hygiene
        ",
    );
    let built = "hygiene: 5w/5w ← ~built \n built: done 02-27";
    assert!(of(built, &["hygiene"], "03-02").unwrap().entries[&"hygiene"].can_file_today);
}

#[test]
fn what_usually_comes_first_can_be_overtaken_once_it_could_be_filed_itself() {
    let text = |company: &str| {
        format!(
            "company: {company} \n filing: 1w/1w ← company \n energy: 5w/20w ← ~filing \n soil: 5w/5w ← ~energy \n \
             perhaps: maybe 1w/1w ← company \n quality: 3w/3w ← ~perhaps"
        )
    };
    check(
        &text("3w/3w"),
        &[],
        "03-02",
        "
        company    03-02..03-05     03-05               can file
        energy     03-06..03-13     04-03               waits on filing
        filing     03-05..03-06     03-06               waits on company
        perhaps    03-05..03-06     03-06               waits on company
        quality    03-06..03-11     03-11               waits on perhaps
        soil       03-13..03-20     04-13               waits on energy
        ",
    );
    check(
        &text("done 02-27"),
        &[],
        "03-02",
        "
        company    ..02-27          02-27
        energy     03-03..03-10     03-31               can file usually after filing
        filing     03-02..03-03     03-03               can file
        perhaps    03-02..03-03     03-03
        quality    03-03..03-06     03-06               can file usually after perhaps
        soil       03-10..03-17     04-08               can file usually after energy
        ",
    );
}

#[test]
fn what_has_parts_is_there_with_the_last_of_them() {
    check(
        "pit: 5w/5w \n tower: case 03-12/03-20 \n permit: whole ← pit, tower \n road: 3w/3w ← permit \n \
         start: point 0w ← road",
        &["start"],
        "03-02",
        "
        permit     ..03-12          03-20        0      waits on pit, tower
        pit        03-02..03-09     03-09        3      can file
        road       03-12..03-17     03-25        0      waits on permit
        start      03-17..03-17     03-25        0      waits on road
        tower      ..03-12          03-20        0
        start 03-17 (03-25): tower → road → start
        ",
    );
    // One of several ways on which the other is whole on a day off: that day, and no later.
    check(
        "a: done 03-07 \n b: whole ← a \n start: point 0w ← b",
        &["b", "start"],
        "03-02",
        "
        a          ..03-07          03-07        0 1
        b          ..03-07          03-07        0 1    waits on a
        start      03-09..03-09     03-09        ∞ 0    waits on b
        b 03-07 (03-07): a
        start 03-09 (03-09): a → start
        ",
    );
}

#[test]
fn of_equally_long_paths_one_is_listed_and_all_are_critical() {
    let text =
        "a: 5w/5w \n b: 5w/5w \n c: 2w/2w ← a|b \n d: 2w/2w ← a \n e: 1w/1w \n start: point 0w ← c, d, e";
    let schedule = of(text, &["start"], "03-02").unwrap();
    let outlook = schedule.outlook("start").unwrap();
    assert_eq!(outlook.critical_path, ["a", "c", "start"]);
    let critical: Vec<&str> =
        ["a", "b", "c", "d", "e", "start"].into_iter().filter(|key| outlook.is_critical(key)).collect();
    // Were a late, c could begin after b; d could not.
    assert_eq!(critical, ["a", "c", "d", "start"]);
}

#[test]
fn what_is_under_way_ends_on_its_deadline_and_never_before_today() {
    let text = "late: case 02-25/03-20 \n due: case 03-10/03-30 \n unknown: case ?/? \n legal: case ?/03-12 \n \
                promised: case 03-11/? \n start: point 0w ← late, due";
    check(
        text,
        &["start"],
        "03-02",
        "
        due        ..03-10          03-30        0
        late       ..≥03-02         03-20        6
        legal      ..03-12          03-12        ∞
        promised   ..03-11          ≥03-11       ∞      no legal limit
        start      03-10..≥03-10    03-30        0      waits on late, due
        unknown    ..≥03-02         ≥03-02       ∞      no limit
        start ≥03-10 (03-30): due → start
        ",
    );
}

#[test]
fn days_agreed_and_days_off_are_waited_for() {
    // Sunday 1 March; prepared on Saturday 7 March; nothing can be filed before Monday.
    check(
        "a: 1w/1w \n b: 2w/2w @03-07 ← a \n c: 3d/3d @02-02 \n start: point 0w @03-14 ← a",
        &["start", "b"],
        "03-01",
        "
        a          03-02..03-03     03-03        9 4    can file
        b          03-09..03-11     03-11        ∞ 0    waits on a
        c          03-02..03-05     03-05        ∞ ∞    can file
        start      03-16..03-16     03-16        0 ∞    waits on a
        start 03-16 (03-16): start
        b 03-11 (03-11): b
        ",
    );
}

#[test]
fn what_takes_nobody_knows_how_long_makes_a_lower_bound() {
    check(
        "redline: ?/? \n land: 3w/20w ← redline \n eia: maybe 5w/? \n build: point ? ← land \n \
         make: point 10w ← build, eia",
        &["land", "make"],
        "03-02",
        "
        build      03-05..≥03-05    ≥03-30       ∞ 2    waits on land no limit
        eia        03-02..03-09     ≥03-09       ∞ 0    no legal limit
        land       03-02..≥03-05    ≥03-30       0 2    waits on redline
        make       03-09..≥03-23    ≥04-14       ∞ 0    waits on build, eia
        redline    03-02..≥03-02    ≥03-02       0 2    can file no limit
        land ≥03-05 (≥03-30): redline → land
        make ≥03-23 (≥04-14): eia → make
        ",
    );
    // Of two on one day the one that is certain makes it certain.
    let schedule = of("a: ?/? \n b: 0w/0w \n start: point 0w ← a|b", &["start"], "03-02").unwrap();
    assert_eq!(estimate(schedule.outlooks[0].promised), "03-02");
}

#[test]
fn what_is_supposed_for_a_day_to_come_is_waited_for() {
    check(
        "a: done 03-11 \n b: 2w/2w ← a \n start: point 0w ← b",
        &["start"],
        "03-02",
        "
        a          ..03-11          03-11        0
        b          03-11..03-13     03-13        0      waits on a
        start      03-13..03-13     03-13        0      waits on b
        start 03-13 (03-13): a → b → start
        ",
    );
    let started = of("a: 5w/5w \n start: done 02-27 ← a", &["start"], "03-02").unwrap();
    let outlook = started.outlook("start").unwrap();
    assert_eq!((outlook.promised.on, outlook.critical_path.len(), outlook.slack.len()), (d("02-27"), 0, 0));
}

#[test]
fn what_depends_on_days_not_published_is_provisional() {
    check(
        "a: 5w/5w \n b: 3w/10w ← a \n start: point 0w ← b",
        &["start"],
        "12-11",
        "
        a          12-11..12-18     12-18        0      can file
        b          12-18..12-23     2027-01-01~  0      waits on a
        start      12-23..12-23     2027-01-01~  0      waits on b
        start 12-23 (2027-01-01~): a → b → start
        ",
    );
    // Building takes nobody knows how long, and is planned to end on a day: so it does if it can begin before that.
    let built = |day: &str| {
        let text = format!("a: 3w/3w \n built: point ? @{day} ← a");
        estimate(of(&text, &["built"], "03-02").unwrap().outlooks[0].promised)
    };
    assert_eq!(
        [built("03-20"), built("03-05"), built("03-04"), built("02-27")],
        ["03-20", "03-05", "≥03-05", "≥03-05"]
    );
    let schedule = of("start: point 0w @2027-03-01", &["start"], "12-11").unwrap();
    assert_eq!(estimate(schedule.outlooks[0].promised), "2027-03-01~");
}

#[test]
fn what_is_no_plan_is_said() {
    #[track_caller]
    fn check(text: &str, expected: &ScheduleError<&'static str>) {
        assert_eq!(
            format!("{:?}", of(text, &["a"], "03-02").unwrap_err()),
            format!("{expected:?}"),
            "{text}"
        );
    }
    check("a: 1w/1w ← a", &ScheduleError::Cycle(vec!["a"]));
    check(
        "a: 1w/1w ← c \n b: 1w/1w ← a \n c: 1w/1w ← ~d|b \n d: 1w/1w",
        &ScheduleError::Cycle(vec!["a", "c", "b"]),
    );
    check("a: 1w/1w \n b: 1w/1w \n a: 2w/2w", &ScheduleError::Twice("a"));
    check("b: 1w/1w", &ScheduleError::NoTarget("a"));
    check("a: out", &ScheduleError::NoTarget("a"));
    // What is ruled out closes no circle.
    let schedule = of("a: 1w/1w ← b \n b: out ← a", &["a"], "03-02").unwrap();
    assert_eq!(schedule.outlooks[0].promised.on, d("03-03"));
}

#[test]
fn a_case_under_way_is_due_by_its_clock() {
    #[track_caller]
    fn check(events: &[(&str, CaseEventKind)], expected: &str) {
        let events = events.iter().zip(1_u128..).map(|(&(day, kind), id)| CaseEvent {
            id: CaseEventId::from_uuid(Uuid::from_u128(id)),
            kind,
            occurred_on: d(day),
            occurred_at: None,
            source: EventSource::Officer,
            handover: None,
            document: None,
            extension: None,
            cure_by: None,
            opinion: None,
            valid: true,
        });
        let case = Case {
            id: CaseId::from_uuid(Uuid::from_u128(1)),
            number: None,
            agency: None,
            opened_on: d("03-02"),
            first_leg_due: None,
            handler: None,
            measured: None,
            events: events.map(|event| (event.id, event)).collect(),
        };
        let (promised, legal) = (Some(Limit::working(5)), Some(Limit::working(20)));
        let limits = Limits { legal, promised, ..Limits::default() };
        let clock = clock(&case, &limits, &CALENDAR, d("03-06"));
        let Known::UnderWay { promised, legal } = Known::by_clock(&clock, &limits, &CALENDAR, d("03-06"))
        else {
            panic!("a case is under way")
        };
        assert_eq!(format!("{} {}", estimate(promised.unwrap()), estimate(legal.unwrap())), expected);
    }
    let accepted = ("03-02", CaseEventKind::Accepted);
    check(&[accepted], "03-09 03-30");
    // No sooner than if it were accepted today, or ran on from today.
    check(&[("03-02", CaseEventKind::Submitted)], "≥03-13 ≥04-03");
    check(&[accepted, ("03-04", CaseEventKind::PauseStarted)], "≥03-11 ≥04-01");
}

#[test]
fn working_days_from_a_day_to_another() {
    let calendar = WorkCalendar::default();
    let check = |from: &str, to: &str, expected: i64| {
        let [first, second] = [from, to].map(|day| day.parse().unwrap());
        assert_eq!(working_days(&calendar, first, second), expected, "{from} {to}");
    };
    check("2025-06-20", "2025-06-20", 0);
    check("2025-06-20", "2025-06-23", 1);
    check("2025-06-20", "2025-06-27", 5);
    check("2025-06-27", "2025-06-20", -5);
    check("2025-06-21", "2025-06-22", 0);
}

#[test]
fn papers_that_are_missing() {
    // Nobody files without them, whatever the day; one that has none agreed is a lower bound.
    check(
        "a: lacks 1w/2w @03-06 \n b: lacks 1w/2w @? \n c: 1w/2w ← ~a \n d: lacks 1w/2w @03-02 \n start: point 0w ← a, b, c, d",
        &["start"],
        "03-02",
        "
        a          03-06..03-09     03-10        0
        b          03-02..≥03-03    ≥03-04       5
        c          03-09..03-10     03-12        0      waits on a
        d          03-02..03-03     03-04        5
        start      03-10..≥03-10    ≥03-12       0      waits on a, b, c, d
        start ≥03-10 (≥03-12): a → c → start
        ",
    );
}
