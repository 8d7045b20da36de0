//! A random city: projects as they might stand, written as they are.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use luodi_domain::case::{Case, CaseEvent, CaseEventKind, EventSource};
use luodi_domain::codes::ProjectCode;
use luodi_domain::context::Facts;
use luodi_domain::ids::{CaseEventId, CaseId, CreditId, PermitId, ProjectId, StepId};
use luodi_domain::money::Money;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::party::{Credit, CreditRole};
use luodi_domain::permit::{Level, Permit, PermitItem, Phase, Preparation, PreparationKind, RuledOut};
use luodi_domain::plan::{Outlook, PlanHead};
use luodi_domain::private::Private;
use luodi_domain::profile::{CodeStanding, NameKind, Place, Profile};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::share::Share;
use luodi_domain::stage::Track;
use luodi_domain::standing::{Pause, PauseGround, Standing};
use luodi_domain::step::{CloseReason, Closing, Help, HelperRole, Step, StepKind, Turn};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{maybe, pick};
use crate::db::Db;
use crate::fixture::{
    BUREAU, CITY, COUNTY, LEADER, LI, OFFICE, PARK, PROVINCE, WANG, all_facts, day, id, now, plain_profile,
    registered, settle, write,
};
use crate::outlook::{self, Worked};
use crate::projects;

pub(super) const CHAINS: [&str; 3] = ["数字经济", "现代农业", "装备制造"];
pub(super) const LABELS: [&str; 3] = ["重大项目", "省重点", "兰洽会"];
pub(super) const CODES: [&str; 4] = ["land_use", "construction_permit", "eia", "fire_review"];
pub(super) const FIRST: [&str; 5] = ["庆阳", "银川", "重庆", "西安", "长庆"];
pub(super) const SECOND: [&str; 5] = ["数据中心", "食品加工", "风电装备", "绿能", "无人机ABC"];

/// Days from the beginning of 2024 on.
pub(super) fn days_on(days: u64) -> NaiveDate {
    day("2024-01-02") + Days::new(days)
}

/// So many projects, some of them split into phases.
pub(super) fn city(facts: &Facts, seed: u64, count: u128) -> Vec<Project> {
    let rng = &mut StdRng::seed_from_u64(seed);
    let mut projects: Vec<Project> = (1..=count).map(|n| project(facts, rng, n)).collect();
    for first in (0..projects.len().saturating_sub(3)).step_by(10) {
        let [umbrella, one, other, ..] = &mut projects[first..] else { break };
        umbrella.lineage = Lineage::Umbrella(vec![one.id, other.id]);
        umbrella.profile.agreed_investment = None;
        one.lineage = Lineage::PhaseOf(umbrella.id);
        other.lineage = Lineage::PhaseOf(umbrella.id);
    }
    projects
}

/// The database with a random city in it.
pub(super) async fn built(db: &Db, seed: u64, count: u128) -> Vec<Project> {
    settle(db).await;
    let projects = city(&all_facts(db).await, seed, count);
    enter(db, &projects).await;
    projects
}

/// Writes projects as they are.
pub(super) async fn enter(db: &Db, projects: &[Project]) {
    let stored = projects.to_vec();
    write(db, move |tx| {
        let stored = stored.clone();
        Box::pin(async move {
            for project in &stored {
                projects::save(tx, None, project, registered_at(project.id)).await?;
                let later = Project { version: project.version + 1, ..project.clone() };
                projects::save(tx, Some(project), &later, updated_at(project.id)).await?;
            }
            let worked = |project: &Project| Worked {
                project: project.id,
                version: project.version + 1,
                outlook: outlook(project),
            };
            let worked: Vec<Worked> = stored.iter().map(worked).collect();
            outlook::keep(tx, "any", &worked).await?;
            Ok(())
        })
    })
    .await
    .unwrap();
}

/// What its plan comes to, in all ways there are; lists take what is kept.
pub(super) fn outlook(project: &Project) -> Outlook {
    let number = number(project.id);
    let can_be_filed = |permit: &&Permit| permit.id.uuid().as_u128().is_multiple_of(2);
    let fileable = project.permits.values().filter(can_be_filed);
    let agreed_on = |permit: &Permit| {
        let number = u64::try_from(permit.id.uuid().as_u128() % 5).unwrap();
        (number > 1).then(|| days_on(number))
    };
    Outlook {
        fileable: fileable.map(|permit| (permit.id, agreed_on(permit))).collect(),
        undecided: u32::try_from(number % 3).unwrap(),
        missing: u32::try_from(number % 4).unwrap(),
        outdated: number % 5 == 0,
    }
}

/// When a project was first written down.
pub(super) fn registered_at(project: ProjectId) -> DateTime<Utc> {
    now() + TimeDelta::minutes(number(project) / 2)
}

/// When it was last written down: some at one instant, and in another order.
pub(super) fn updated_at(project: ProjectId) -> DateTime<Utc> {
    now() + TimeDelta::days(1) + TimeDelta::hours(number(project) * 7 % 20)
}

fn number(project: ProjectId) -> i64 {
    i64::try_from(project.uuid().as_u128() % 1_000).unwrap()
}

/// A random project, with permits whose numbers begin with its own.
pub(super) fn project(facts: &Facts, rng: &mut StdRng, n: u128) -> Project {
    let profile = profile(rng, n);
    let mut project = registered(facts, n, plain_profile(&profile.name), None);
    // No rule is asked whether this may be: lists take what is there.
    project.profile = profile;
    project.stage = pick(rng, project.profile.track.stages());
    let entered = days_on(rng.random_range(0..300));
    project.plan = rng.random_bool(0.5).then_some(PlanHead { drawn_on: entered, baseline: None });
    for step in project.steps.values_mut() {
        step.kind = StepKind::StageVisit(project.stage);
        (step.opened_on, step.responsible_since) = (entered, entered);
        step.responsible = pick(rng, &[WANG, LI]);
        helpers(rng, step);
    }
    for visit in project.visits.values_mut() {
        visit.stage = project.stage;
    }
    let changed = entered + Days::new(5);
    match rng.random_range(0..6) {
        0 => {
            let (since, until) = (entered, entered + Days::new(60));
            project.standing =
                Standing::Paused(Pause { since, until, renewals: 0, ground: PauseGround::Market });
            project.standing_changed_on = Some(changed);
        }
        1 => {
            project.standing = Standing::Withdrawn { on: changed };
            project.standing_changed_on = Some(changed);
            for step in project.steps.values_mut() {
                step.closed = Some(Closing { on: changed, reason: CloseReason::Withdrawn });
            }
        }
        _ => {}
    }
    for number in 0..rng.random_range(0..4) {
        let (permit, step) = permit(rng, n * 10 + number);
        project.steps.insert(step.id, step);
        project.permits.insert(permit.id, permit);
    }
    project
}

fn profile(rng: &mut StdRng, n: u128) -> Profile {
    let name = format!("{}{}{}期", pick(rng, &FIRST), pick(rng, &SECOND), n);
    let rough = |rng: &mut StdRng| {
        let first_day = days_on(rng.random_range(0..300));
        PartialDate::new(first_day, Precision::Day, first_day.to_string()).unwrap()
    };
    let credit = Credit {
        id: id(CreditId::from_uuid, n),
        agency: pick(rng, &[OFFICE, BUREAU]),
        role: CreditRole::Hosting,
        share: Share::from_basis_points(5_000).unwrap(),
        since: days_on(0),
        until: None,
    };
    Profile {
        other_names: maybe(rng, &["思思粮油", "某某新能源"])
            .map(|name| (name.to_owned(), NameKind::Alias))
            .into_iter()
            .collect(),
        track: pick(rng, Track::ALL),
        codes: rng
            .random_bool(0.3)
            .then(|| {
                (ProjectCode::parse(&format!("2017-130000-01-01-{n:05}")).unwrap(), CodeStanding::Former)
            })
            .into_iter()
            .collect(),
        industry: maybe(rng, &["1439", "4415"]).map(str::to_owned),
        chain: maybe(rng, &CHAINS).map(str::to_owned),
        place: Place {
            province: Some(PROVINCE),
            city: maybe(rng, &[CITY]),
            county: maybe(rng, &[COUNTY]),
            park: maybe(rng, &[PARK]),
        },
        originating_agency: maybe(rng, &[OFFICE, BUREAU]),
        landing_specialist: Some(pick(rng, &[WANG, LI])),
        leader_in_charge: maybe(rng, &[LEADER]),
        credits: if rng.random_bool(0.4) { [(credit.id, credit)].into() } else { BTreeMap::new() },
        labels: LABELS.iter().filter(|_| rng.random_bool(0.4)).map(|label| (*label).to_owned()).collect(),
        agreed_investment: rng
            .random_bool(0.7)
            .then(|| Money::from_fen(rng.random_range(0..12) * 100_000_000)),
        planned_start: rng.random_bool(0.6).then(|| rough(rng)),
        planned_production: rng.random_bool(0.5).then(|| rough(rng)),
        ..plain_profile(&name)
    }
}

fn helpers(rng: &mut StdRng, step: &mut Step) {
    for role in [HelperRole::Assisting, HelperRole::Supervising] {
        if let Some(officer) = maybe(rng, &[LI, LEADER]) {
            let until = rng.random_bool(0.3).then_some(step.opened_on);
            step.helpers.insert((officer, role), Help { since: step.opened_on, until });
        }
    }
}

fn permit(rng: &mut StdRng, n: u128) -> (Permit, Step) {
    // Numbers that no project's own step has.
    let n = 1_000_000 + n;
    let opened_on = days_on(rng.random_range(0..200));
    let mut permit = Permit {
        id: id(PermitId::from_uuid, n),
        step: id(StepId::from_uuid, n),
        item: PermitItem::Catalogued(pick(rng, &CODES).to_owned()),
        level: pick(rng, Level::ALL),
        phase: pick(rng, Phase::ALL),
        part: None,
        agency: maybe(rng, &[OFFICE, BUREAU]),
        preparation: Preparation {
            kind: pick(rng, PreparationKind::ALL),
            turn: Turn::Enterprise,
            agreed_on: None,
        },
        cases: BTreeMap::new(),
        planned: None,
        response: None,
        baseline_on: None,
        ruled_out: None,
        covers: [].into(),
        covered_by: None,
        cover_changed_on: None,
    };
    let decided = opened_on + Days::new(rng.random_range(5..90));
    match rng.random_range(0..5) {
        0 => {
            permit.ruled_out =
                Some(RuledOut { on: decided, reason: Private::new("不需要"), by_plan: false });
        }
        1 | 2 => {
            let mut events = vec![event(n * 10, CaseEventKind::Accepted, opened_on)];
            if let Some(end) = maybe(rng, &[CaseEventKind::Approved, CaseEventKind::Denied]) {
                events.push(event(n * 10 + 1, end, decided));
            }
            let case = Case {
                id: id(CaseId::from_uuid, n),
                number: None,
                agency: permit.agency,
                opened_on,
                first_leg_due: None,
                handler: None,
                measured: None,
                events: events.into_iter().map(|event| (event.id, event)).collect(),
            };
            permit.cases.insert(case.id, case);
        }
        _ => {}
    }
    let responsible = pick(rng, &[WANG, LI]);
    let step = Step {
        id: permit.step,
        kind: StepKind::Permit(permit.id),
        responsible,
        responsible_since: opened_on,
        first_receiver: responsible,
        helpers: BTreeMap::new(),
        opened_on,
        reopened_on: None,
        due_on: None,
        closed: None,
    };
    (permit, step)
}

fn event(n: u128, kind: CaseEventKind, occurred_on: NaiveDate) -> CaseEvent {
    CaseEvent {
        id: id(CaseEventId::from_uuid, n),
        kind,
        occurred_on,
        occurred_at: None,
        source: EventSource::Officer,
        handover: None,
        document: None,
        extension: None,
        cure_by: None,
        opinion: None,
        valid: true,
    }
}

/// The phases of an umbrella.
pub(super) fn phases(projects: &[Project], umbrella: ProjectId) -> impl Iterator<Item = &Project> {
    projects.iter().filter(move |project| project.lineage == Lineage::PhaseOf(umbrella))
}
