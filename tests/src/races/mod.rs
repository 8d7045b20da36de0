//! Two or more who want something at the same moment.

mod edit;
mod erasing;
mod helping;
mod leaver;
mod leaving;
mod moving;
mod reading;
mod record;
mod retry;
mod uncertain;

use std::time::Duration;

use futures::future::join_all;
use luodi_testkit::run::Random;

/// Runs all at once, each after a wait of its own of up to two milliseconds: a start at the very same moment would
/// find only those races that begin at the beginning.
pub(crate) async fn at_once<T: Send + 'static>(
    random: &mut Random,
    racers: Vec<impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let racers = racers.into_iter().map(|racer| {
        let wait = Duration::from_micros(random.below(2_000));
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            racer.await
        })
    });
    join_all(racers).await.into_iter().map(Result::unwrap).collect()
}

/// Both orders first, one after the other from the first and from the last, and then at once: who wins a race is the
/// machine's affair, so what either order is answered must not hang on it.
async fn in_turn_then_at_once<T: Send + 'static>(
    number: usize,
    random: &mut Random,
    mut racers: Vec<impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    if number > 1 {
        return at_once(random, racers).await;
    }
    if number == 1 {
        racers.reverse();
    }
    let mut outcomes = Vec::new();
    for racer in racers {
        outcomes.push(racer.await);
    }
    if number == 1 {
        outcomes.reverse();
    }
    outcomes
}
