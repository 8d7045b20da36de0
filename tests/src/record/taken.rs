//! Anchors taken by several at once, while others write.

use futures::future::join_all;
use luodi_testkit::size;

use crate::world::{World, call, on_both_databases};

on_both_databases![of_many_who_take_an_anchor_one_does, anchors_taken_while_others_write_hold];

async fn of_many_who_take_an_anchor_one_does(world: World) {
    for number in 1..=3 {
        world.register(&format!("{number}号项目")).await;
        let takers = join_all((0..8).map(|_| world.app.take_anchor())).await;
        let taken: Vec<_> = takers.into_iter().filter_map(Result::unwrap).collect();
        assert_eq!(taken.iter().map(|anchor| anchor.number).collect::<Vec<_>>(), [number]);
        assert_eq!(world.app.last_anchor().await.unwrap().as_ref(), taken.first());
    }
}

/// Each covers one moment: no head of a chain that another anchor has already gone beyond, none that was rolled back.
async fn anchors_taken_while_others_write_hold(world: World) {
    const WRITERS: usize = 4;
    let rounds = size("anchored_rounds", 5, 100);
    let mut projects = Vec::new();
    for number in 0..WRITERS {
        projects.push(world.register(&format!("{number}号项目")).await.0);
    }
    let write = async |project| {
        for round in 0..rounds {
            let by = call(world.office.specialist, "addPermit");
            world.add_permit(by, project, &format!("第{round}项"), None).await.unwrap();
        }
    };
    let take = async || {
        let mut taken = 0;
        for _ in 0..rounds {
            taken += i64::from(world.app.take_anchor().await.unwrap().is_some());
            tokio::task::yield_now().await;
        }
        taken
    };
    let (_, one, other) =
        tokio::join!(join_all(projects.iter().map(|project| write(*project))), take(), take());
    let last = world.app.take_anchor().await.unwrap().map_or(one + other, |last| {
        assert_eq!(last.number, one + other + 1);
        last.number
    });
    let mut findings = Vec::new();
    let checked = world.app.verify_history(None, |finding| findings.push(finding)).await.unwrap();
    assert_eq!(findings, []);
    assert_eq!(i64::try_from(checked.anchors).unwrap(), last, "numbers without holes");
    assert_eq!(world.app.last_anchor().await.unwrap().map(|anchor| anchor.rows), Some(checked.rows));
}
