//! Pairs of projects that look the same are shown to those who stand above both, by the rule that decides on one.

use std::collections::{BTreeMap, BTreeSet};

use luodi_domain::access::Viewer;
use luodi_domain::duplicate::{Grounds, arbitrates};
use luodi_domain::ids::{DuplicateId, ProjectId};
use luodi_testkit::{seed, size};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::scope::{World, viewer};
use super::walk;
use crate::db::testing::on_each;
use crate::db::{Conn, Db};
use crate::duplicates::suspect;
use crate::fixture::{id, now, write};
use crate::list::duplicates::{self, DuplicateTerm};
use crate::list::{Filter, Paging};

/// Every project with the next, as if they looked the same.
async fn suspected(db: &Db, world: &World) -> Vec<(DuplicateId, ProjectId, ProjectId)> {
    let mut ids: Vec<ProjectId> = world.projects.iter().map(|project| project.id).collect();
    ids.sort_unstable();
    let numbered = ids.windows(2).zip(900_000..);
    let pairs: Vec<_> = numbered.map(|(pair, n)| (id(DuplicateId::from_uuid, n), pair[0], pair[1])).collect();
    let all = pairs.clone();
    write(db, move |tx| {
        let all = all.clone();
        Box::pin(async move {
            for (duplicate, one, other) in all {
                let alike = Grounds { name: true, ..Grounds::default() };
                suspect(tx, one, &BTreeMap::from([(other, alike)]), || duplicate, now()).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    pairs
}

async fn listed(conn: &mut Conn<'_>, viewer: &Viewer) -> BTreeSet<DuplicateId> {
    let filter = Filter::Term(DuplicateTerm::SeenBy(viewer.clone()));
    let found = walk(async |after| {
        duplicates::page(conn, &filter, &Paging::new(&[], after, 20).unwrap()).await.unwrap()
    })
    .await;
    let count = duplicates::count(conn, &filter).await.unwrap();
    assert_eq!(count, i64::try_from(found.len()).unwrap(), "{viewer:?}");
    assert_eq!(duplicates::seen(conn, &filter).await.unwrap().len(), found.len(), "{viewer:?}");
    found.into_iter().collect()
}

#[tokio::test]
async fn pairs_are_shown_to_those_above_both() {
    let seed = seed();
    on_each(async |db| {
        let world = World::built(db, *seed).await;
        let pairs = suspected(db, &world).await;
        let facts: BTreeMap<ProjectId, _> =
            world.projects.iter().map(|project| (project.id, world.facts(project))).collect();
        let rng = &mut StdRng::seed_from_u64(*seed + 2);
        let mut conn = db.read().await.unwrap();
        let (mut some, mut none) = (0, 0);
        for _ in 0..size("arbiters", 150, 5_000) {
            let viewer = viewer(rng);
            let above = |project| arbitrates(&viewer, &facts[project]);
            let expected: BTreeSet<DuplicateId> =
                pairs.iter().filter(|(_, one, other)| above(one) && above(other)).map(|one| one.0).collect();
            assert_eq!(listed(&mut conn, &viewer).await, expected, "{viewer:?}");
            if expected.is_empty() { none += 1 } else { some += 1 }
        }
        assert!(some > 10 && none > 10, "{some} saw some, {none} none");
    })
    .await;
}
