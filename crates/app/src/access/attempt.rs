//! The way to an identity provider and back: OpenID Connect's authorization code flow with a proof key (RFC 7636). What is
//! said to the provider is the server's; here is what must fit together.

use chrono::TimeDelta;
use futures::FutureExt;
use luodi_store::attempts;
pub use luodi_store::attempts::Attempt;

use super::secret;
use crate::{App, AppError};

/// So long somebody may stay with the provider.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// Somebody is sent to the provider.
#[derive(Clone)]
pub struct Dispatch {
    /// What the provider has the browser bring back.
    pub state: String,
    /// What only this browser keeps, so that nobody else comes back in its place.
    pub browser: String,
    /// How long it has to keep that.
    pub patience: TimeDelta,
    /// What the provider's token must repeat, and what the code is exchanged with.
    pub attempt: Attempt,
}

impl App {
    /// Notes that somebody is sent to the provider, and where he wants to be when he is back.
    pub async fn send_to_provider(&self, return_to: String) -> Result<Dispatch, AppError> {
        let now = self.system_now();
        let fresh = || secret::opaque(&self.ids, "");
        let attempt = Attempt { nonce: fresh(), verifier: fresh(), return_to, expires_at: now + PATIENCE };
        let dispatch = Dispatch { state: fresh(), browser: fresh(), patience: PATIENCE, attempt };
        let hashes = (secret::hash(&dispatch.state), secret::hash(&dispatch.browser));
        let row = dispatch.attempt.clone();
        self.db
            .write(move |tx| {
                let (row, hashes) = (row.clone(), hashes.clone());
                async move { attempts::insert(tx, &hashes.0, &hashes.1, &row, now).await }.boxed()
            })
            .await?;
        Ok(dispatch)
    }

    /// What somebody who comes back was sent with; nothing when it was not this browser, or too long ago, or he was back
    /// before.
    pub async fn back_from_provider(&self, state: &str, browser: &str) -> Result<Option<Attempt>, AppError> {
        let (state, browser, now) = (secret::hash(state), secret::hash(browser), self.system_now());
        let taken = self.db.write(move |tx| {
            let (state, browser) = (state.clone(), browser.clone());
            async move { attempts::take(tx, &state, &browser, now).await }.boxed()
        });
        Ok(taken.await?)
    }
}
