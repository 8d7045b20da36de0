//! What can go wrong in a chore, in words that say what to do.

use std::io;
use std::process::ExitStatus;

/// The end of a chore that did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line was not understood.
    #[error("{0}")]
    Usage(&'static str),
    /// Ctrl-C or SIGTERM.
    #[error("interrupted")]
    Interrupted,
    /// A program could not be run at all.
    #[error("cannot run {program}: {source}")]
    NotRun {
        /// As it was called.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// A program ran and failed.
    #[error("{program} ended with {status}")]
    Failed {
        /// As it was called.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A file or folder could not be used.
    #[error("{what}: {source}")]
    Io {
        /// What was tried on which path.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
    /// Programs are missing and may not be installed from here.
    #[error(
        "missing: {programs}\ninstall {packages} first (on Debian or Ubuntu, root may run this chore and it installs them)"
    )]
    Missing {
        /// The programs.
        programs: String,
        /// The Debian packages that bring them.
        packages: String,
    },
    /// PostgreSQL did not come up.
    #[error("PostgreSQL did not start: {why}; its log:\n{log}")]
    Postgres {
        /// In short.
        why: String,
        /// All of its log.
        log: String,
    },
    /// `tidy` found something.
    #[error("tidy: {0} to mend")]
    Untidy(usize),
    /// Anything else a reader must know.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// Wraps an input or output error with what was tried.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
