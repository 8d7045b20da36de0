//! Files 文件: taken in, handed out, cleared away, and held against the record.
//!
//! The bytes lie in a [`Vault`], under keys made from ids; what is known of them lies in the database. Bytes come first and
//! the row second, so that no row ever stands for bytes that are not there; what a crash leaves in between is cleared away.

mod bucket;
mod check;
mod clear;
mod hand_out;
mod kind;
mod receive;
mod vault;
mod writing;

use std::sync::Arc;

use luodi_domain::refusal::Refusal;
use luodi_store::db::StoreError;
use tokio::sync::Semaphore;

use crate::{App, AppError};

pub use bucket::{Bucket, Carrier, CarryError, CarryFault};
pub use check::{FileFault, FileFinding};
pub use clear::Cleared;
pub use hand_out::Handed;
pub use receive::{Received, Upload};
pub use vault::{Vault, VaultError};

/// How many files are taken in at once: each holds a part of itself in memory.
const AT_ONCE: usize = 16;
/// How many files of one officer may wait to be attached.
const MOST_WAITING: i64 = 50;

/// The application with the place where its files are kept. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Files {
    app: App,
    vault: Vault,
    /// How many bytes a file may have.
    largest: u64,
    places: Arc<Semaphore>,
}

impl Files {
    /// Files of this application, none larger than this.
    pub fn new(app: App, vault: Vault, largest: u64) -> Self {
        Self { app, vault, largest, places: Arc::new(Semaphore::new(AT_ONCE)) }
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
    /// The client broke off.
    #[error("the file did not arrive whole")]
    CutOff,
    /// As many files as can be are being taken in.
    #[error("too many files arrive at once")]
    Full,
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
