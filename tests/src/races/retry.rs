//! A retry racing its own first attempt: one effect, the same answer to both.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::list::{Filter, ProjectFilter};
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::codes::ProjectCode;
use luodi_domain::ids::{EnterpriseId, ProjectId};
use luodi_domain::profile::CodeStanding;
use luodi_domain::refusal::Rule;
use luodi_domain::registry::Enterprise;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::at_once;
use crate::world::{World, call, keyed, on_both_databases, refused};

on_both_databases!(
    a_retry_racing_its_first_attempt_has_one_effect,
    a_key_used_for_another_request_is_refused
);

/// What is tried twice. Every attempt brings new ids of its own, as attempts over the API do.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Attempted {
    Register,
    AddPermit,
    Advance,
    AdvanceAtVersion,
    Label,
    CreateEnterprise,
}

const ALL: [Attempted; 6] = [
    Attempted::Register,
    Attempted::AddPermit,
    Attempted::Advance,
    Attempted::AdvanceAtVersion,
    Attempted::Label,
    Attempted::CreateEnterprise,
];

impl Attempted {
    /// One attempt.
    fn attempt(
        self,
        world: &Arc<World>,
        call: Call,
        project: ProjectId,
        number: usize,
    ) -> BoxFuture<'static, Result<Outcome, AppError>> {
        let world = Arc::clone(world);
        let code = ProjectCode::parse(&format!("2018-640122-13-03-{number:06}")).unwrap();
        async move {
            match self {
                Self::Register => {
                    let mut registration = world.registration("年产2万吨预制菜项目");
                    // The second attempt meets the first one's code, which nobody else may have.
                    registration.profile.codes.insert(code, CodeStanding::Present);
                    world.app.register_project(call, registration).await
                }
                Self::AddPermit => world.add_permit(call, project, "建设工程规划许可证", None).await,
                Self::Advance => world.advance(call, project, None).await,
                Self::AdvanceAtVersion => {
                    let call = Call { expected_version: Some(2), ..call };
                    world.advance(call, project, None).await
                }
                Self::Label => world.label(call, project, "重大项目").await,
                Self::CreateEnterprise => world.app.create_enterprise(call, enterprise(&world)).boxed().await,
            }
        }
        .boxed()
    }

    /// Events the project has afterwards; it had two before.
    const fn events(self) -> i64 {
        match self {
            Self::Register | Self::CreateEnterprise => 2,
            Self::AddPermit | Self::Label => 3,
            Self::Advance | Self::AdvanceAtVersion => 4,
        }
    }
}

fn enterprise(world: &World) -> Enterprise {
    Enterprise {
        id: EnterpriseId::from_uuid(world.app.new_id()),
        name: "宁夏思思食品有限公司".to_owned(),
        former_names: [].into(),
        credit_code: None,
        registered_at: None,
        version: 1,
    }
}

/// How many projects and enterprises there are: what must not be made twice.
async fn made(world: &World) -> (i64, i64) {
    (
        world.app.count_projects(&ProjectFilter::default()).await.unwrap(),
        world.app.count_enterprises(&Filter::default()).await.unwrap(),
    )
}

async fn a_retry_racing_its_first_attempt_has_one_effect(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let mut projects = Vec::new();
    let races = size("RETRIES", 100, 1_000);
    for race in 0..races {
        let attempted = ALL[race % ALL.len()];
        let (project, _) = world.register("被抢着办的项目").await;
        let before = made(&world).await;
        let request = keyed(call(world.office.specialist, "attempt"), &format!("race-{race}"), "the request");
        let attempts = if race % 5 == 4 { 3 } else { 2 };
        let racers =
            (0..attempts).map(|_| attempted.attempt(&world, request.clone(), project, race)).collect();
        let answers = at_once(&mut random, racers).await;

        let outcomes: Vec<&Outcome> = answers
            .iter()
            .map(|answer| {
                answer.as_ref().unwrap_or_else(|error| panic!("race {race}, {attempted:?}: {error}"))
            })
            .collect();
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{attempted:?}: {outcomes:?}");
        let expected = match attempted {
            Attempted::Register => (before.0 + 1, before.1),
            Attempted::CreateEnterprise => (before.0, before.1 + 1),
            _ => before,
        };
        assert_eq!(made(&world).await, expected, "race {race}, {attempted:?}");
        assert_eq!(world.events(project).await, attempted.events(), "race {race}, {attempted:?}");
        projects.push(project);
        projects.extend(outcomes[0].project().filter(|made| *made != project));
    }
    let rows = world.assert_whole(&projects).await;
    println!("retries: {races} races, one effect each, {rows} history rows whole");
}

async fn a_key_used_for_another_request_is_refused(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let officer = world.office.specialist;
    for race in 0..size("REUSED_KEYS", 20, 200) {
        let (project, _) = world.register("两个请求一个键").await;
        let racer = |request: &str, label: &str| {
            let (world, label) = (Arc::clone(&world), label.to_owned());
            let call = keyed(call(officer, "updateProject"), &format!("key-{race}"), request);
            async move { world.label(call, project, &label).await }.boxed()
        };
        let answers = at_once(&mut random, vec![racer("one", "甲"), racer("other", "乙")]).await;
        let mut rules: Vec<Option<Rule>> = answers.iter().map(refused).collect();
        rules.sort();
        assert_eq!(rules, [None, Some(Rule::IdempotencyKeyReused)], "race {race}");
        assert_eq!(world.events(project).await, 3, "race {race}: one label");
        // Later, when nobody races, it is still so, and changes nothing.
        let later = racer("third", "丙").await;
        assert_eq!(refused(&later), Some(Rule::IdempotencyKeyReused));
        assert_eq!(world.events(project).await, 3);
    }
}
