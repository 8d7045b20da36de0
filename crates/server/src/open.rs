//! Opening the application over the configured database.

use luodi_app::{App, Clocks, Db, Ids};

use crate::failure::Failure;
use crate::settings::Settings;

/// Opens the database, brings it up to date, and puts the application over it.
pub(crate) async fn app(settings: &Settings) -> Result<App, Failure> {
    let db = database(settings).await?;
    db.migrate().await.map_err(|error| Failure::Migration(error.to_string()))?;
    Ok(App::new(db, Clocks::system(), Ids::random()))
}

/// Opens the database as it is.
pub(crate) async fn database(settings: &Settings) -> Result<Db, Failure> {
    if settings.database_url.is_none() {
        let path = settings.data.clone();
        std::fs::create_dir_all(&path).map_err(|source| Failure::DataFolder { path, source })?;
    }
    Ok(Db::connect(settings.database()?).await?)
}
