//! Files 文件: taken in, handed out, cleared away, and held against the record.
//!
//! The bytes lie in a [`Vault`], under keys made from ids; what is known of them lies in the database. Bytes come first and
//! the row second, so that no row ever stands for bytes that are not there; what a crash leaves in between is cleared away.

mod bucket;
mod check;
mod clear;
mod hand_out;
mod kind;
mod marker;
mod places;
mod receive;
mod room;
mod vault;
mod writing;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use luodi_domain::ids::InstallationId;
use luodi_domain::refusal::Refusal;
use luodi_store::db::StoreError;

use crate::{App, AppError};
use places::Places;

pub use bucket::{Bucket, Carrier, CarryError, CarryFault};
pub use check::{FileFault, FileFinding};
pub use clear::{Cleared, Lying};
pub use hand_out::Handed;
pub use marker::Belonging;
pub use receive::{Received, Upload};
pub use vault::{Vault, VaultError};

/// How many files of one officer may wait to be attached.
const MOST_WAITING: i64 = 50;

/// The application with the place where its files are kept. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Files {
    app: App,
    vault: Vault,
    limits: Limits,
    places: Arc<Places>,
    /// Whether the vault is known to be this database's.
    bound: Arc<AtomicBool>,
}

/// How much is taken in, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one file.
    pub largest: u64,
    /// Of one officer in 24 hours.
    pub daily: u64,
    /// How much of the disk stays free, for what else lies there.
    pub reserve: u64,
}

impl Files {
    /// Files of this application, within these limits.
    pub fn new(app: App, vault: Vault, limits: Limits) -> Self {
        Self { app, vault, limits, places: Arc::default(), bound: Arc::default() }
    }

    /// Looks whether the place is there where they are kept.
    pub async fn look(&self) -> Result<(), VaultError> {
        self.vault.look().await
    }
}

/// Why nothing came of a file.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A rule said no, or the database could not do it.
    #[error(transparent)]
    App(#[from] AppError),
    /// The place where files are kept could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The place is another database's.
    #[error("the place where files are kept is marked {marked}, and this database is {}", named(own.as_ref()))]
    Another {
        /// The id that stands there.
        marked: String,
        /// That of the database, if it has one.
        own: Option<InstallationId>,
    },
    /// The place is not marked, and this database knows nothing of what lies there.
    #[error("the place where files are kept holds files, of which this database knows none")]
    UnknownPlace,
    /// The client broke off.
    #[error("the file did not arrive whole")]
    CutOff,
    /// As many files as can be are being taken in.
    #[error("too many files arrive at once")]
    Full,
    /// As many of the same officer are.
    #[error("too many files of one officer arrive at once")]
    TooManyAtOnce,
    /// The disk is as full as it may become.
    #[error("there is too little room where files are kept: {free} bytes")]
    NoRoom {
        /// How much is free.
        free: u64,
    },
}

fn named(id: Option<&InstallationId>) -> String {
    id.map_or_else(|| "none yet".to_owned(), ToString::to_string)
}

impl From<Refusal> for FilesError {
    fn from(refusal: Refusal) -> Self {
        Self::App(refusal.into())
    }
}

impl From<StoreError> for FilesError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}
