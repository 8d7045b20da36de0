//! Hearing from PostgreSQL that something happened.

use sqlx::postgres::{PgListener, PgPoolOptions};

use super::classify::classify;
use super::{Db, StoreError, Target, postgres};

/// Listens to a channel on a connection of its own.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Ready once something was said, or may have been while the connection was lost and made again.
    ///
    /// # Errors
    /// When it could not be made again; the next call tries once more.
    pub async fn heard(&mut self) -> Result<(), StoreError> {
        self.0.try_recv().await.map(drop).map_err(|error| classify("listen", error))
    }
}

impl Db {
    /// Listens to a channel of PostgreSQL; `None` on SQLite, where nobody speaks.
    pub async fn listen(&self, channel: &str) -> Result<Option<Listener>, StoreError> {
        let Target::Postgres(url) = &self.config.target else { return Ok(None) };
        // Not one of the pool's: it is kept for good, and its settings end what idles.
        let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let listening = async {
            let pool = own.acquire_timeout(self.config.acquire_timeout).connect_with(postgres::options(url)?);
            let mut listener =
                PgListener::connect_with(&pool.await.map_err(|error| classify("listen", error))?)
                    .await
                    .map_err(|error| classify("listen", error))?;
            listener.listen(channel).await.map_err(|error| classify("listen", error))?;
            Ok(Listener(listener))
        };
        listening.await.map(Some)
    }
}
