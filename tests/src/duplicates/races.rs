//! Two agencies register the same project at the same moment: one pair is found, whoever was first.

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::{Cast, Desk};
use crate::races::at_once;
use crate::world::{World, on_both_databases};

on_both_databases!(two_who_register_at_once_are_found);

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
