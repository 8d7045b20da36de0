//! Random plans, against going through every choice and every way.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{CALENDAR, d};
use crate::calendar::DayUnit;
use crate::clock::Limit;
use crate::schedule::{Estimate, Known, Need, Outlook, Papers, Task, ready, schedule};

const TODAY: &str = "03-02";

type Plan = Vec<Task<usize>>;

fn limit() -> impl Strategy<Value = Option<Limit>> {
    let limit = (0_u32..15, prop::sample::select(DayUnit::ALL)).prop_map(|(days, unit)| Limit { days, unit });
    prop::option::weighted(0.9, limit)
}

/// A day around today.
fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..30).prop_map(|days| d("02-20") + chrono::Days::new(days))
}

fn papers() -> impl Strategy<Value = Papers> {
    let missing = (prop::option::of(day()), any::<bool>());
    prop_oneof![
        4 => Just(Papers::Complete),
        1 => missing.prop_map(|(by, unknown)| Papers::Missing { by, at_least: unknown || by.is_none() }),
    ]
}

fn known() -> impl Strategy<Value = Known> {
    let exact = || prop::option::of(day().prop_map(Estimate::exact));
    prop_oneof![
        8 => (prop::option::weighted(0.3, day()), papers(), limit(), limit())
            .prop_map(|(prepared_on, papers, promised, legal)| Known::NotBegun { prepared_on, papers, promised, legal }),
        1 => (limit(), limit()).prop_map(|(promised, legal)| Known::Undecided { promised, legal }),
        1 => (prop::option::of(day()), limit(), limit())
            .prop_map(|(planned_on, promised, legal)| Known::Elsewhere { planned_on, promised, legal }),
        1 => (prop::option::of(day()), limit())
            .prop_map(|(planned_on, takes)| Known::Point { planned_on, takes }),
        1 => day().prop_map(Known::Done),
        1 => (exact(), exact()).prop_map(|(promised, legal)| Known::UnderWay { promised, legal }),
        1 => Just(Known::RuledOut),
        2 => Just(Known::Whole),
    ]
}

/// Up to twelve permits and the start, which is the last; each needs some of those before it, in groups.
fn plan() -> impl Strategy<Value = Plan> {
    let group = (prop::collection::vec(any::<prop::sample::Index>(), 1..4), any::<bool>());
    let task = (known(), prop::collection::vec(group, 0..4));
    let start = prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 1..4), 1..4);
    (prop::collection::vec(task, 1..13), start).prop_map(|(tasks, start)| {
        let last = tasks.len();
        let mut plan: Plan = tasks
            .into_iter()
            .enumerate()
            .map(|(key, (known, groups))| {
                let groups = groups.into_iter().filter(|_| key > 0);
                let needs = groups.map(|(members, hard)| Need {
                    any_of: members.into_iter().map(|member| member.index(key.max(1))).collect(),
                    hard,
                });
                Task { key, known, needs: needs.collect() }
            })
            .collect();
        let needs = start.into_iter().map(|members| Need {
            any_of: members.into_iter().map(|member| member.index(last)).collect(),
            hard: true,
        });
        let known = Known::Point { planned_on: None, takes: Some(Limit::working(0)) };
        plan.push(Task { key: last, known, needs: needs.collect() });
        leave_few_choices(&mut plan);
        plan
    })
}

/// Takes groups their other members once going through all choices would take too long.
fn leave_few_choices(plan: &mut Plan) {
    let mut choices = 1;
    for need in plan.iter_mut().rev().flat_map(|task| &mut task.needs) {
        if choices * need.any_of.len() > 2_000 {
            need.any_of.truncate(1);
        }
        choices *= need.any_of.len();
    }
}

fn outlook(plan: &[Task<usize>]) -> Outlook<usize> {
    let target = plan.last().unwrap().key;
    schedule(plan, &[target], &CALENDAR, d(TODAY)).unwrap().outlooks.remove(0)
}

/// The target's day if of each group this member is taken: the longest of all ways that lead to it.
fn by_ways(
    plan: &[Task<usize>],
    taken: &[Vec<Option<usize>>],
    node: usize,
    behind: &mut Vec<usize>,
) -> NaiveDate {
    let today = d(TODAY);
    behind.push(node);
    let begins = match plan[node].known {
        Known::Done(_) | Known::UnderWay { .. } => vec![],
        _ => taken[node].iter().flatten().copied().collect(),
    };
    // Every way begins somewhere: here, and wherever what is needed here begins.
    let here = behind.iter().rev().fold(today, |day, &node| walked(&plan[node].known, day, today));
    let longest =
        begins.into_iter().map(|before| by_ways(plan, taken, before, behind)).fold(here, NaiveDate::max);
    behind.pop();
    longest
}

/// The day a task is there if what it needs is there on a day.
fn walked(known: &Known, ready: NaiveDate, today: NaiveDate) -> NaiveDate {
    let (not_before, takes) = match *known {
        Known::Done(on) => return on,
        Known::UnderWay { promised, legal } => {
            return promised.or(legal).map_or(today, |due| due.on.max(today));
        }
        Known::NotBegun { prepared_on, papers, promised, legal } => {
            let handed_in = match papers {
                Papers::Complete => None,
                Papers::Missing { by, .. } => by,
            };
            (prepared_on.max(handed_in), promised.or(legal))
        }
        Known::Elsewhere { planned_on, promised, legal } => {
            let own = walked(&Known::Undecided { promised, legal }, ready, today);
            return planned_on.map_or(own, |day| day.max(own));
        }
        Known::Undecided { promised, legal } => (None, promised.or(legal)),
        Known::Point { planned_on, takes } => (planned_on, takes),
        Known::Whole => return ready.max(today),
        Known::RuledOut => panic!("nothing waits for what is ruled out"),
    };
    let mut day = not_before.unwrap_or(today).max(ready);
    let next_worked = |day: &mut NaiveDate| {
        while !CALENDAR.is_working_day(*day) {
            *day = day.succ_opt().unwrap();
        }
    };
    next_worked(&mut day);
    let Limit { days, unit } = takes.unwrap_or(Limit::working(0));
    for _ in 0..days {
        day = day.succ_opt().unwrap();
        if unit == DayUnit::Working {
            next_worked(&mut day);
        }
    }
    next_worked(&mut day);
    day
}

/// The earliest of all choices of one member of each group.
fn by_choices(plan: &[Task<usize>]) -> NaiveDate {
    let is_out = |key: &usize| plan[*key].known == Known::RuledOut;
    let groups: Vec<(usize, Vec<usize>)> = plan
        .iter()
        .flat_map(|task| task.needs.iter().map(move |need| (task.key, need)))
        .map(|(node, need)| (node, need.any_of.iter().copied().filter(|key| !is_out(key)).collect()))
        .collect();
    let choices: usize = groups.iter().map(|(_, members): &(_, Vec<_>)| members.len().max(1)).product();
    let chosen = |mut choice: usize| {
        let mut taken = vec![vec![]; plan.len()];
        for (node, members) in &groups {
            taken[*node].push(members.get(choice % members.len().max(1)).copied());
            choice /= members.len().max(1);
        }
        by_ways(plan, &taken, plan.len() - 1, &mut vec![])
    };
    (0..choices).map(chosen).min().unwrap()
}

/// Whether a task needs another, or something that is no more than its parts needs it for it.
fn needs(plan: &[Task<usize>], key: usize, other: usize) -> bool {
    let mut members = plan[key].needs.iter().flat_map(|need| &need.any_of);
    members.any(|&member| member == other || plan[member].known == Known::Whole && needs(plan, member, other))
}

/// The same plan in which one task is there on a day.
fn slipped(plan: &[Task<usize>], key: usize, on: NaiveDate) -> Plan {
    let mut plan = plan.to_vec();
    plan[key].known = Known::Done(on);
    plan
}

proptest! {
    #[test]
    fn the_critical_path_is_as_long_as_brute_force_finds(plan in plan()) {
        prop_assert_eq!(outlook(&plan).promised.on, by_choices(&plan));
    }

    /// Also where more is promised than the law allows, in days of whatever kind.
    #[test]
    fn the_worst_is_never_before_what_is_expected(plan in plan()) {
        let whole = schedule(&plan, &[plan.len() - 1], &CALENDAR, d(TODAY)).unwrap();
        for (key, entry) in &whole.entries {
            let (expected, worst) = (entry.promised.finish.on, entry.pessimistic.finish.on);
            prop_assert!(expected <= worst, "{} is expected on {}, {} at the worst", key, expected, worst);
        }
    }

    #[test]
    fn nothing_but_the_critical_path_decides(plan in plan()) {
        let whole = outlook(&plan);
        let path = &whole.critical_path;
        prop_assert_eq!(path.last(), Some(&(plan.len() - 1)));
        // One after the other, each beginning as soon as the one before is there, they take just as long.
        let today = d(TODAY);
        let alone = path.iter().fold(today, |day, &key| walked(&plan[key].known, day, today));
        prop_assert_eq!(alone, whole.promised.on);
        for pair in path.windows(2) {
            prop_assert!(needs(&plan, pair[1], pair[0]), "{} does not need {}", pair[1], pair[0]);
        }
        for &key in path {
            prop_assert_ne!(plan[key].known, Known::Whole);
        }
    }

    #[test]
    fn a_task_that_slips_by_its_slack_moves_nothing_and_by_one_day_more_does(plan in plan()) {
        let target = plan.len() - 1;
        let whole = schedule(&plan, &[target], &CALENDAR, d(TODAY)).unwrap();
        let outlook_before = &whole.outlooks[0];
        for (&key, entry) in &whole.entries {
            let finish = entry.promised.finish.on;
            let there = matches!(plan[key].known, Known::Done(on) if on <= d(TODAY));
            let moved = |days: u32| {
                let on = CALENDAR.after(finish, days);
                outlook(&slipped(&plan, key, on)).promised.on > outlook_before.promised.on
            };
            match outlook_before.slack.get(&key) {
                Some(&slack) => prop_assert!(!moved(slack) && moved(slack + 1), "{key} has {slack}"),
                None if there => {}
                None => prop_assert!(!moved(400), "{key} has for ever"),
            }
        }
    }

    #[test]
    fn what_can_be_filed_today_is_told_without_a_schedule(mut plan in plan()) {
        for task in &mut plan {
            if let Known::Done(on) = &mut task.known {
                *on = (*on).min(d(TODAY));
            }
        }
        let targets: [usize; 0] = [];
        let entries = schedule(&plan, &targets, &CALENDAR, d(TODAY)).unwrap().entries;
        let today = entries.iter().filter(|(_, entry)| entry.can_file_today).map(|(key, _)| *key);
        prop_assert_eq!(ready(&plan).unwrap().into_iter().collect::<Vec<_>>(), today.collect::<Vec<_>>());
    }

    #[test]
    fn the_order_in_which_tasks_are_listed_does_not_matter(
        (plan, shuffled) in plan().prop_flat_map(|plan| (Just(plan.clone()), Just(plan).prop_shuffle()))
    ) {
        let of = |tasks: &[Task<usize>]| schedule(tasks, &[plan.len() - 1], &CALENDAR, d(TODAY)).unwrap();
        prop_assert_eq!(of(&plan), of(&shuffled));
    }
}
