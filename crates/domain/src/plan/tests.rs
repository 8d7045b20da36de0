//! Plans as tables, over a small catalogue of their own.

mod cover;
mod ground;
mod material;
mod parallel;
mod parts;
mod suppose;

use super::*;
use crate::attribute::{Answer, Quantity};
use crate::calendar::WorkCalendar;
use crate::catalogue::fixture::{entry, flag};
use crate::catalogue::{
    Catalogue, Comparison, Condition, LegalLimit, Lift, Node, PromisedLimit, Referral, Test,
};
use crate::clock::Limit;
use crate::ids::{AgencyId, PermitId, RegionId, StepId};
use crate::milestone::{Milestone, MilestoneKind};
use crate::permit::{Level, Permit, PermitItem, Phase, Planned, Preparation, PreparationKind, RuledOut};
use crate::profile::Place;
use crate::step::Turn;

fn energy(limit: u32) -> Condition {
    Condition::Test(Attribute::EnergyTce, Test::Number(Comparison::AtLeast, Quantity::whole(limit)))
}

fn tonnes(tonnes: u32) -> (Attribute, Answer) {
    (Attribute::EnergyTce, Answer::Number(Quantity::whole(tonnes)))
}

#[test]
fn what_is_needed() {
    use Attribute::{InPark, RegionalAssessmentDone, Relics};
    #[track_caller]
    fn check(entry: &PermitType, answers: &[(Attribute, bool)], need: Need, missing: &[Attribute]) {
        let answers = answers.iter().map(|(attribute, set)| (*attribute, Answer::Flag(*set))).collect();
        let plan = Plan::new([entry], &answers);
        let item = plan.item("relics").unwrap();
        assert_eq!((item.need, item.missing()), (need, missing.iter().copied().collect()), "{answers:?}");
    }
    let plain = entry("relics", flag(Relics));
    let assessed = PermitType {
        covered: Some(Condition::All(vec![flag(InPark), flag(RegionalAssessmentDone)])),
        ..plain.clone()
    };
    check(&plain, &[(Relics, true)], Need::Needed, &[]);
    check(&plain, &[(Relics, false)], Need::NotNeeded, &[]);
    check(&plain, &[], Need::Undecided, &[Relics]);
    check(&assessed, &[(Relics, true), (InPark, true), (RegionalAssessmentDone, true)], Need::Covered, &[]);
    // Whether there are relics need not be known where the area's assessment answers it.
    check(&assessed, &[(InPark, true), (RegionalAssessmentDone, true)], Need::Covered, &[]);
    check(
        &assessed,
        &[(Relics, false), (InPark, true), (RegionalAssessmentDone, true)],
        Need::NotNeeded,
        &[],
    );
    check(&assessed, &[(Relics, true), (InPark, false)], Need::Needed, &[]);
    check(&assessed, &[(Relics, true), (InPark, true)], Need::Undecided, &[RegionalAssessmentDone]);
    check(&assessed, &[(InPark, false)], Need::Undecided, &[Relics]);
}

#[test]
fn who_decides_by_level() {
    let lift = |to, when| Lift { to, when, basis: None };
    let review = PermitType {
        lifts: vec![
            lift(Level::Provincial, energy(10_000)),
            lift(Level::City, Condition::Any(vec![energy(5_000), flag(Attribute::InPark)])),
        ],
        ..entry("review", Condition::Always)
    };
    let check = |answers: &[(Attribute, Answer)], expected: &str| {
        let answers = answers.iter().copied().collect();
        let verdict = LevelVerdict::of(&review, &answers);
        let shown = match &verdict {
            LevelVerdict::Decided { level, by, why } => {
                let moved = if by.is_some() { "moved" } else { "usual" };
                let why: Vec<_> = why.iter().map(|finding| finding.attribute.as_str()).collect();
                format!("{level} {moved} {}", why.join(" "))
            }
            LevelVerdict::Open { unless, perhaps, why } => {
                let why: Vec<_> = why.iter().map(|finding| finding.attribute.as_str()).collect();
                format!("{unless} or {perhaps}: {}", why.join(" "))
            }
        };
        assert_eq!(shown, expected, "{answers:?}");
    };
    let park = |set| (Attribute::InPark, Answer::Flag(set));
    check(&[tonnes(10_400), park(false)], "PROVINCIAL moved energy_tce");
    check(&[tonnes(10_400)], "PROVINCIAL moved energy_tce");
    check(&[tonnes(5_000)], "CITY moved energy_tce");
    check(&[tonnes(100), park(true)], "CITY moved in_park");
    check(&[tonnes(100), park(false)], "COUNTY usual energy_tce energy_tce in_park");
    check(&[tonnes(100)], "COUNTY or CITY: in_park");
    check(&[park(true)], "CITY or PROVINCIAL: energy_tce in_park");
    check(&[], "COUNTY or PROVINCIAL: energy_tce energy_tce in_park");
}

#[test]
fn which_department_decides() {
    let upgrade = Attribute::ConstructionKind.choice("UPGRADE").unwrap();
    let filing = PermitType {
        referrals: vec![Referral {
            to: Department::Industry,
            when: Condition::Test(Attribute::ConstructionKind, Test::Is(upgrade)),
        }],
        ..entry("filing", Condition::Always)
    };
    let check = |code: Option<&str>, expected: Option<Department>| {
        let choice = code.map(|code| Attribute::ConstructionKind.choice(code).unwrap());
        let answers =
            choice.map(|choice| (Attribute::ConstructionKind, Answer::Choice(choice))).into_iter().collect();
        assert_eq!(Plan::new([&filing], &answers).item("filing").unwrap().department, expected, "{code:?}");
    };
    check(Some("UPGRADE"), Some(Department::Industry));
    check(Some("CAPITAL"), Some(Department::Reform));
    check(None, None);
}

#[test]
fn what_comes_before_is_what_the_project_needs() {
    let requires = |groups: &[(bool, &[&str])]| {
        let group = |(hard, codes): &(bool, &[&str])| Prerequisite {
            hard: *hard,
            any_of: codes.iter().map(|code| Before::Permit((*code).to_owned())).collect(),
        };
        groups.iter().map(group).collect::<Vec<_>>()
    };
    let filing = entry("filing", flag(Attribute::InPark));
    let verification = entry("verification", Condition::Not(Box::new(flag(Attribute::InPark))));
    let relics = entry("relics", flag(Attribute::Relics));
    let land = PermitType {
        requires: requires(&[(true, &["filing", "verification"]), (false, &["relics"])]),
        ..entry("land", Condition::Always)
    };
    let entries = [&filing, &verification, &relics, &land];
    let check = |answers: &[(Attribute, bool)], expected: &str| {
        let answers = answers.iter().map(|(attribute, set)| (*attribute, Answer::Flag(*set))).collect();
        let plan = Plan::new(entries, &answers);
        let group = |group: Group<'_>| {
            let codes = group.any_of.iter().map(|before| format!("{before:?}")).collect::<Vec<_>>();
            format!("{}{}", if group.hard { "" } else { "~" }, codes.join("|"))
        };
        let shown: Vec<_> = plan.before(&land, &BTreeSet::new()).into_iter().map(group).collect();
        assert_eq!(shown.join(" "), expected, "{answers:?}");
    };
    check(&[(Attribute::InPark, true), (Attribute::Relics, false)], "Permit(\"filing\")");
    check(
        &[(Attribute::InPark, false), (Attribute::Relics, true)],
        "Permit(\"verification\") ~Permit(\"relics\")",
    );
    check(&[], "Permit(\"filing\")|Permit(\"verification\") ~Permit(\"relics\")");
}

#[test]
fn the_agency_of_the_level_in_the_regions_of_the_place() {
    let id = |number: u128| uuid::Uuid::from_u128(number);
    let [province, city, county, park] = [1, 2, 3, 4].map(|number| RegionId::from_uuid(id(number)));
    let place = Place { province: Some(province), city: Some(city), county: Some(county), park: Some(park) };
    let office = |number, region, departments: &[Department]| OfficeFacts {
        agency: AgencyId::from_uuid(id(number)),
        region,
        departments: departments.iter().copied().collect(),
    };
    let offices = Offices::new(vec![
        office(11, province, &[Department::Reform]),
        office(21, city, &[Department::Reform]),
        office(22, city, &[Department::Reform]),
        office(31, county, &[Department::Reform, Department::Water]),
        office(32, county, &[Department::Housing]),
        office(41, park, &[Department::Reform, Department::Housing]),
        office(42, park, &[Department::Housing]),
    ]);
    let check = |place: &Place, department, level, expected: Option<u128>| {
        let expected = expected.map(|number| AgencyId::from_uuid(id(number)));
        assert_eq!(offices.decider(place, department, level), expected, "{department} {level}");
    };
    check(&place, Department::Reform, Level::Provincial, Some(11));
    // Two of a kind: somebody has to say which.
    check(&place, Department::Reform, Level::City, None);
    check(&place, Department::Reform, Level::County, Some(41));
    check(&place, Department::Water, Level::County, Some(31));
    check(&place, Department::Housing, Level::County, None);
    check(&place, Department::Reform, Level::National, None);
    check(&Place { park: None, ..place }, Department::Housing, Level::County, Some(32));
    check(&Place::default(), Department::Reform, Level::County, None);
}

/// A filing of 3 days, then a review of 10, then the start; and an acceptance before production.
fn chain() -> Vec<PermitType> {
    let limit = |days| {
        let promised = PromisedLimit { limit: Limit::working(days), source: String::new() };
        (
            vec![LegalLimit { when: Condition::Always, limit: Limit::working(days), extension: None }],
            Some(promised),
        )
    };
    let of = |code: &str, days, before: Option<Before>, phase| {
        let (legal, promised) = limit(days);
        let requires = before.map(|before| Prerequisite { hard: true, any_of: vec![before] });
        PermitType {
            phase,
            legal,
            promised,
            requires: requires.into_iter().collect(),
            ..entry(code, Condition::Always)
        }
    };
    vec![
        of("filing", 3, None, Phase::BeforeStart),
        of("review", 10, Some(Before::Permit("filing".into())), Phase::BeforeStart),
        of("acceptance", 5, Some(Before::Node(Node::Completion)), Phase::BeforeProduction),
    ]
}

/// Permit `number` of this code, as the plan put it in.
fn permit(number: u128, code: &str) -> Permit {
    Permit {
        id: PermitId::from_uuid(uuid::Uuid::from_u128(number)),
        step: StepId::from_uuid(uuid::Uuid::from_u128(number)),
        item: PermitItem::Catalogued(code.to_owned()),
        level: Level::County,
        phase: Phase::BeforeStart,
        part: None,
        agency: None,
        planned: Some(Planned { level: Level::County, phase: Phase::BeforeStart, agency: None }),
        response: None,
        baseline_on: None,
        preparation: Preparation {
            kind: PreparationKind::Preparing,
            turn: Turn::Enterprise,
            agreed_on: None,
        },
        cases: BTreeMap::new(),
        ruled_out: None,
        covers: [].into(),
        covered_by: None,
        cover_changed_on: None,
    }
}

#[test]
fn a_plan_is_scheduled_as_its_permits_stand() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let ruled_out = |by_plan| {
        Some(RuledOut { on: day("2026-03-01"), reason: crate::private::Private::new("无"), by_plan })
    };
    let accepted = |number: u128, on: &str| ground::case(number, on, false);
    let milestone = |kind, on: &str| Milestone {
        id: crate::ids::MilestoneId::from_uuid(uuid::Uuid::from_u128(1)),
        kind,
        occurred_on: day(on),
        works: None,
        evidence: Vec::new(),
    };
    let (catalogue, answers) = (chain(), Answers::new());
    let whole = Catalogue::new(catalogue.clone());
    // Monday, 2 March 2026, by a calendar of weekdays.
    let check = |permits: &[Permit], milestones: &[Milestone], expected: &str| {
        let permits = permits.iter().map(|permit| (permit.id, permit.clone())).collect();
        let plan = Plan::new(&catalogue, &Answers::new());
        let calendar = WorkCalendar::default();
        let milestones: Vec<&Milestone> = milestones.iter().collect();
        let around = Surroundings {
            permits: &permits,
            papers: &BTreeMap::new(),
            milestones: &milestones,
            planned: PlannedDays::default(),
            catalogue: &whole,
            answers: &answers,
            calendar: &calendar,
            today: day("2026-03-02"),
            supposed: None,
        };
        let schedule = plan.schedule(around).unwrap();
        let start = schedule.outlook(Key::Point(Node::Start)).unwrap();
        let path = start.critical_path.iter().map(|key| match key {
            Key::Type(code) => (*code).to_owned(),
            Key::Point(node) => node.to_string(),
            Key::Part(code, id) => format!("{code}/{}", id.uuid().as_u128()),
            Key::Permit(_) => "named".to_owned(),
        });
        let bound = if start.promised.at_least { "≥" } else { "" };
        let shown = format!("{bound}{}: {}", start.promised.on, path.collect::<Vec<_>>().join(" "));
        assert_eq!(shown, expected);
    };
    let filing = || permit(1, "filing");
    let review = || permit(2, "review");
    check(&[], &[], "2026-03-19: filing review START");
    check(&[filing(), review()], &[], "2026-03-19: filing review START");
    // What somebody ruled out asks for nothing; what the plan ruled out it may put in again.
    check(&[filing(), Permit { ruled_out: ruled_out(false), ..review() }], &[], "2026-03-05: filing START");
    check(
        &[filing(), Permit { ruled_out: ruled_out(true), ..review() }],
        &[],
        "2026-03-19: filing review START",
    );
    // A case is due on its deadline; an overdue one nobody knows when, and it decides.
    check(
        &[Permit { cases: accepted(9, "2026-02-26"), ..filing() }, review()],
        &[],
        "2026-03-17: filing review START",
    );
    check(
        &[Permit { cases: accepted(9, "2026-02-02"), ..filing() }, review()],
        &[],
        "≥2026-03-16: filing review START",
    );
    // A manager found that it is needed only before production.
    let later = Permit { phase: Phase::BeforeProduction, ..review() };
    check(&[filing(), later], &[], "2026-03-05: filing START");
    // Whoever produces has started.
    check(&[], &[milestone(MilestoneKind::Producing, "2026-01-05")], "2026-01-05: ");
}
