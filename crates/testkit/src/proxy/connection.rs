//! One proxied connection: two delay lines, and what may break them.

use std::io;
use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use tokio::net::TcpStream;
use tokio::sync::watch;

use super::line::{Line, carry};
use super::{Cut, Mode, Shared, Way};
use crate::run::Random;

/// Accepts for ever; ends early only when the listener cannot be registered.
pub(super) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        // A failed accept is the client's affair (it has gone already); the next one may be fine.
        let Ok((client, _)) = listener.accept().await else { continue };
        shared.connections.fetch_add(1, Ordering::Relaxed);
        // Taken here, not in the task: a later `drop_all` or `cut` must see this connection as accepted before.
        let mode = shared.mode.subscribe();
        let generation = mode.borrow().generation;
        let cut = place_of_cut(&shared);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // Either side may reset at any time; that is what this proxy is for.
            let _ = forward(client, &shared, mode, generation, cut).await;
        });
    }
}

/// The cut of one new connection, with its random place drawn.
fn place_of_cut(shared: &Shared) -> Option<(Way, u64)> {
    let cut = *shared.cut.lock().unwrap_or_else(PoisonError::into_inner);
    cut.map(|(way, cut)| match cut {
        Cut::After(bytes) => (way, bytes),
        Cut::Below(limit) => (way, shared.random(|random| random.below(limit))),
    })
}

async fn forward(
    mut client: TcpStream,
    shared: &Shared,
    mode: watch::Receiver<Mode>,
    generation: u64,
    cut: Option<(Way, u64)>,
) -> io::Result<()> {
    let mut target = TcpStream::connect(shared.target).await?;
    client.set_nodelay(true)?;
    target.set_nodelay(true)?;

    let line = |way: Way| Line {
        delay: shared.delay,
        random: Random::new(shared.random(Random::bits)),
        mode: mode.clone(),
        budget: cut.and_then(|(cut_way, bytes)| (cut_way == way).then_some(bytes)),
        delivered: match way {
            Way::ToTarget => &shared.to_target,
            Way::ToClient => &shared.to_client,
        },
    };
    let broken = {
        let (from_client, to_client) = client.split();
        let (from_target, to_target) = target.split();
        let requests = carry(line(Way::ToTarget), from_client, to_target);
        let answers = carry(line(Way::ToClient), from_target, to_client);
        let mut watching = mode.clone();
        tokio::select! {
            both = async { tokio::try_join!(requests, answers) } => both.is_err(),
            _ = watching.wait_for(|mode| mode.generation > generation) => true,
        }
    };
    if broken {
        shared.broken.fetch_add(1, Ordering::Relaxed);
        // A reset, so that both sides learn of it at once and nothing looks like a clean end.
        client.set_zero_linger()?;
        target.set_zero_linger()?;
    }
    Ok(())
}
