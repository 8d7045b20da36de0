//! Accounts and sessions, on both databases, with a clock that tests move.

mod life;
mod lockout;
mod provider;
mod races;
mod recorded;
mod timing;

use std::time::Duration;

use luodi_app::access::{Chosen, Device, NewAccount, Password, SignedIn};
use luodi_app::{App, Clocks, FixedClock, Ids};
use luodi_domain::ids::OfficerId;

use crate::world::{World, morning};

/// A world whose officers sign in, by a clock that is moved.
struct Desk {
    world: World,
    clock: FixedClock,
    app: App,
}

impl Desk {
    fn in_world(world: World) -> Self {
        let clock = FixedClock::at(morning());
        let app = replica(&world, &clock, 1);
        Self { world, clock, app }
    }

    /// An account with a password that the service made.
    async fn account(&self, officer: OfficerId, login: &str) -> Password {
        let account = NewAccount { officer, login: login.to_owned(), password: Chosen::Made };
        self.app.create_account(account).await.unwrap().unwrap()
    }

    /// Signs in where it must be possible.
    async fn sign_in(&self, login: &str, password: &Password) -> SignedIn {
        self.app.sign_in(login, password.clone(), Device::default()).await.unwrap().unwrap()
    }

    /// Whether a session lets somebody in.
    async fn lets_in(&self, session: &SignedIn) -> bool {
        self.app.visitor(&session.text).await.unwrap().is_some()
    }
}

/// Another process of the service over the same database, by the same clock.
fn replica(world: &World, clock: &FixedClock, number: u64) -> App {
    let ids = Ids::seeded(*luodi_testkit::seed() ^ number);
    App::new(world.app.db().clone(), Clocks::both(clock.clone()), ids).unwrap()
}

fn wrong() -> Password {
    Password::from("certainly wrong".to_owned())
}

/// Waits for what is written beside a request.
async fn until(holds: impl AsyncFn() -> bool) {
    for _ in 0..500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never held");
}
