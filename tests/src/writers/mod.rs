//! Many writers on the embedded database, which has one writing connection: nobody starves, nobody is turned away, and
//! those who read are not held up.

mod latency;
mod mix;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use crate::world::World;
use latency::Latencies;
use mix::Writer;

/// Who writes at the same time, each as fast as the answers come.
const WRITERS: usize = 64;
/// Who reads beside them, with a pause between pages: what is measured is the writers, not two cores full of readers.
const READERS: usize = 4;
const PAUSE: Duration = Duration::from_millis(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_writers_on_one_file() {
    let (seed, world) = (seed(), Arc::new(World::on_sqlite().await));
    let time = Duration::from_secs(size("WRITERS_SECONDS", 3, 60) as u64);
    let until = Instant::now() + time;
    let mut random = Random::new(*seed);

    let writers = (0..WRITERS).map(|_| {
        let mut writer = Writer::new(Arc::clone(&world), Random::new(random.bits()));
        tokio::spawn(async move {
            let mut latencies = Latencies::default();
            while Instant::now() < until {
                let started = Instant::now();
                writer.write().await;
                latencies.add(started.elapsed());
            }
            (latencies, writer.into_projects())
        })
    });
    let writers: Vec<_> = writers.collect();
    let (ended, read) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let readers: Vec<_> = (0..READERS)
        .map(|_| tokio::spawn(read_until(Arc::clone(&ended), Arc::clone(&world), Arc::clone(&read))))
        .collect();

    let mut latencies = Latencies::default();
    let mut projects = Vec::new();
    for writer in join_all(writers).await {
        let (of_one, its_projects) = writer.unwrap();
        latencies.join(of_one);
        projects.extend(its_projects);
    }
    ended.store(true, Ordering::Relaxed);
    for reader in join_all(readers).await {
        reader.unwrap();
    }

    let rows = world.assert_whole(&projects).await;
    world.assert_no_orphaned_step().await;
    let read = read.load(Ordering::Relaxed);
    println!(
        "{WRITERS} writers for {time:?}: {}; 0 failed; {read} reads beside them; {rows} history rows of {} projects whole",
        latencies.summary(),
        projects.len()
    );
    assert!(latencies.count() > WRITERS, "hardly anything was written: the test shows nothing");
    assert!(read > 0, "nobody read: the test shows nothing");
}

/// Reads what writers are writing; any error fails the test.
async fn read_until(ended: Arc<AtomicBool>, world: Arc<World>, read: Arc<AtomicUsize>) {
    let mut after = None;
    while !ended.load(Ordering::Relaxed) {
        let page = world.app.project_page(after, 20).await.unwrap();
        let heads = world.app.heads(&page).await.unwrap();
        assert_eq!(heads.len(), page.len(), "what a page names is there");
        world.app.steps(&page).await.unwrap();
        for project in page.iter().take(2) {
            world.app.history_page(*project, 0, 20).await.unwrap();
        }
        after = page.last().copied();
        read.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(PAUSE).await;
    }
}
