//! Two agencies register the same project at the same moment: one pair is found, whoever was first. And two are merged while
//! others work on them.

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::projects::{CoverPermits, DecideDuplicate};
use luodi_app::{AppError, Outcome};
use luodi_domain::command::Command;
use luodi_domain::duplicate::Ruling;
use luodi_domain::ids::{PermitId, ProjectId};
use luodi_domain::profile::Change;
use luodi_domain::refusal::Rule;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::{Cast, Desk, because};
use crate::races::at_once;
use crate::world::{World, call, on_both_databases, refused};

on_both_databases!(two_who_register_at_once_are_found, what_leads_others_is_merged_while_others_work_on_it);

async fn two_who_register_at_once_are_found(world: World) {
    let cast = std::sync::Arc::new(Cast::in_world(world).await);
    let seed = seed();
    let mut random = Random::new(*seed);
    for race in 0..size("DUPLICATE_RACES", 20, 500) {
        // Of other names than those of the races before.
        let name: String = (0..8)
            .map(|_| char::from_u32(0x4e00 + u32::try_from(random.below(20_000)).unwrap()).unwrap())
            .collect();
        let racer = |desk: Desk| -> BoxFuture<'static, _> {
            let (cast, name) = (std::sync::Arc::clone(&cast), name.clone());
            async move { cast.brings(desk, &name).await }.boxed()
        };
        let projects = at_once(&mut random, vec![racer(cast.one), racer(cast.other)]).await;
        let pairs = cast.pairs(cast.city.manager, projects[0]).await;
        let (first, second) = (projects[0].min(projects[1]), projects[0].max(projects[1]));
        let found: Vec<_> = pairs.iter().map(|pair| (pair.first, pair.second)).collect();
        assert_eq!(found, [(first, second)], "race {race}");
    }
}

/// A permit of the one that ends leads one of an older project: whoever merges holds that project as well, before the two.
async fn what_leads_others_is_merged_while_others_work_on_it(world: World) {
    let cast = std::sync::Arc::new(Cast::in_world(world).await);
    let mut random = Random::new(*seed());
    for (race, name) in
        ["乳品深加工", "葡萄酒庄", "光伏组件", "云数据中心", "枸杞饮料"].into_iter().enumerate()
    {
        let land = format!("农用地转用{race}");
        let (older, follows) = with_permit(&cast, cast.one, &format!("甲{race}"), &land).await;
        let first = cast.brings(cast.one, name).await;
        let (second, leads) = with_permit(&cast, cast.other, name, &land).await;
        let by = because(cast.city.manager, "coverPermits");
        let wanted = CoverPermits { permit: leads, others: vec![follows] };
        cast.world.app.cover_permits(by, wanted).await.unwrap();
        let pair = cast.pairs(cast.city.manager, first).await.remove(0).id;

        let (app, by) = (cast.world.app.clone(), because(cast.city.manager, "decideDuplicate"));
        let decide = DecideDuplicate { duplicate: pair, ruling: Ruling::Merge };
        let merge = async move { app.decide_duplicate(by, decide).await };
        let mut racers: Vec<BoxFuture<'static, Result<Outcome, AppError>>> = vec![merge.boxed()];
        for n in 0..4 {
            let (app, by) = (cast.world.app.clone(), call(cast.other.specialist, "updateProject"));
            let label = Command::Update(vec![Change::LabelAdded(format!("标签{n}"))]);
            racers.push(async move { app.execute(by, second, label).await }.boxed());
        }
        for (n, outcome) in at_once(&mut random, racers).await.iter().enumerate() {
            let rule = refused(outcome);
            // Who comes after the merger is told that there is nothing left to work on.
            let ended = n > 0 && rule == Some(Rule::ProjectWithdrawn);
            assert!(ended || rule.is_none(), "race {race}: {rule:?}");
        }
        let told = cast.world.app.permits(&[older]).await.unwrap();
        assert!(told[&older][&follows].covered_by.unwrap().stands.withdrawn, "race {race}");
    }
    cast.world.assert_all_whole().await;
    cast.world.assert_no_circle().await;
}

async fn with_permit(cast: &Cast, desk: Desk, project: &str, name: &str) -> (ProjectId, PermitId) {
    let project = cast.brings(desk, project).await;
    let by = call(desk.specialist, "addPermit");
    let added = cast.world.add_permit(by, project, name, None).await.unwrap();
    (project, PermitId::from_uuid(added.object().unwrap()))
}
