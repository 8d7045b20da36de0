//! Opening the application over the configured database.

use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use luodi_app::files::{Files, FilesError, Vault};
use luodi_app::{App, Clocks, Db, DbConfig, Ids, Target};

use crate::bucket;
use crate::failure::Failure;
use crate::settings::Settings;

/// Opens the database, made if need be, brings it up to date, and puts the application over it.
pub(crate) async fn app(settings: &Settings) -> Result<App, Failure> {
    Ok(over(migrated(settings).await?)?.with_session_terms(settings.session_terms()))
}

/// Opens the database, made if need be, and brings it up to date.
async fn migrated(settings: &Settings) -> Result<Db, Failure> {
    let db = made(settings).await?;
    db.migrate().await.map_err(|error| migration(&error))?;
    Ok(db)
}

/// The same, except for a database that an earlier version left: that may be an office of its own, and there is no way
/// back.
pub(crate) async fn fresh_or_current(settings: &Settings) -> Result<Db, Failure> {
    let db = made(settings).await?;
    let status = db.migration_status().await.map_err(|error| migration(&error))?;
    if status.applied.is_some() && !status.pending.is_empty() {
        return Err(Failure::Outdated(status.pending.len()));
    }
    db.migrate().await.map_err(|error| migration(&error))?;
    Ok(db)
}

async fn made(settings: &Settings) -> Result<Db, Failure> {
    let config = settings.database()?;
    if let Target::Sqlite(file) = &config.target {
        make(file)?;
    }
    Ok(Db::connect(config).await?)
}

fn migration(error: &impl ToString) -> Failure {
    Failure::Migration(error.to_string())
}

/// The same for a database that must be there and up to date: a mistyped folder or address is no reason to make anything,
/// and a look at the record none to change the tables under a service that runs.
pub(crate) async fn existing(settings: &Settings) -> Result<App, Failure> {
    let db = database(settings).await?;
    let status = db.migration_status().await.map_err(|error| migration(&error))?;
    match (status.applied, status.pending.len()) {
        (None, _) => Err(Failure::Empty),
        (Some(_), 0) => over(db),
        (Some(_), pending) => Err(Failure::Outdated(pending)),
    }
}

/// Opens the database as it is.
///
/// [`Failure::NoDatabase`] when there is none.
pub(crate) async fn database(settings: &Settings) -> Result<Db, Failure> {
    let config: DbConfig = settings.database()?;
    match &config.target {
        Target::Sqlite(file) if !file.is_file() => Err(Failure::NoDatabase(folder(file).to_owned())),
        _ => Ok(Db::connect(config).await?),
    }
}

/// The place where files are kept; a folder is made if need be.
pub(crate) fn files(app: &App, settings: &Settings) -> Result<Files, Failure> {
    let vault = match bucket::named(settings)? {
        Some(bucket) => bucket::vault(bucket, settings)?,
        None => Vault::in_folder(&settings.files_folder())?,
    };
    Ok(Files::new(app.clone(), vault, settings.file_limits()))
}

/// The same, seen to be this database's.
pub(crate) async fn bound_files(app: &App, settings: &Settings) -> Result<Files, Failure> {
    let files = files(app, settings)?;
    match files.bind().await {
        Ok(_) => {}
        // Before anything is written there, it is looked at again.
        Err(FilesError::Vault(error)) => {
            tracing::warn!(%error, "whose the place is where files are kept cannot be seen");
        }
        Err(error) => return Err(not_ours(error, settings)),
    }
    Ok(files)
}

/// Why a place of files cannot be used, in words for the person at the keyboard.
pub(crate) fn not_ours(error: FilesError, settings: &Settings) -> Failure {
    match error {
        FilesError::Another { marked, own } => Failure::OtherOffice {
            marked,
            own: own.map_or_else(|| "无 (none)".to_owned(), |own| own.to_string()),
        },
        FilesError::UnknownPlace => Failure::UnknownFiles(place(settings)),
        error => error.into(),
    }
}

/// Where files lie, as people are told.
fn place(settings: &Settings) -> String {
    let bucket = bucket::named(settings).ok().flatten();
    bucket.map_or_else(|| settings.files_folder().display().to_string(), |bucket| bucket.to_string())
}

/// The same where it must be there: a look at the record is no reason to make it.
pub(crate) async fn existing_files(app: &App, settings: &Settings) -> Result<Files, Failure> {
    let folder = settings.files_folder();
    let in_bucket = bucket::named(settings)?.is_some();
    if !in_bucket && !folder.is_dir() {
        return Err(Failure::NoFiles(folder));
    }
    let files = files(app, settings)?;
    files.look().await?;
    Ok(files)
}

/// The application by the machine's clock.
pub(crate) fn over(db: Db) -> Result<App, Failure> {
    Ok(App::new(db, Clocks::system(), Ids::random())?)
}

/// Makes the folder and an empty file where they are missing, for nobody else to read. SQLite gives the files beside it the
/// same mode.
fn make(file: &Path) -> Result<(), Failure> {
    let folder = folder(file);
    let failed = |source| Failure::DataFolder { path: folder.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    match File::options().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        _ => Ok(()),
    }
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
