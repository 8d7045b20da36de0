//! What can go wrong while measuring.

use std::io;
use std::process::ExitStatus;

/// Why there is no table, or why it is no good.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file, a folder or a process could not be used.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        source: io::Error,
    },
    /// The service did not end as it should.
    #[error("the service ended with {status}:\n{log}")]
    Service {
        /// How it ended.
        status: ExitStatus,
        /// What it had to say.
        log: String,
    },
    /// The projects could not be made.
    #[error(transparent)]
    Demo(#[from] luodi_demo::DemoError),
    /// They could not be entered.
    #[error(transparent)]
    App(#[from] luodi_app::AppError),
    /// The database could not be opened.
    #[error(transparent)]
    Store(#[from] luodi_app::StoreError),
    /// It has no tables.
    #[error("migration failed: {0}")]
    Migration(String),
    /// PostgreSQL could not take its statistics.
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] sqlx::Error),
    /// The service could not be asked.
    #[error("{question}: {source}")]
    Http {
        /// What was asked.
        question: &'static str,
        /// Why there was no answer.
        source: Box<ureq::Error>,
    },
    /// It answered, but not what was asked.
    #[error("{question}: {answer}")]
    Answer {
        /// What was asked.
        question: &'static str,
        /// What it said, or how it went wrong.
        answer: String,
    },
    /// The two databases do not agree.
    #[error("the databases answer differently: {}", .0.join("; "))]
    Differ(Vec<&'static str>),
    /// Something does not hold that holds on any machine.
    #[error("{}", .0.join("\n"))]
    Claims(Vec<String>),
}

impl Error {
    /// Wraps an input or output error with what was tried.
    pub(crate) const fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, source }
    }
}
