//! Settings that must not be printed.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A text that holds a password; `{:?}` does not show it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// The text itself, to be used and not to be printed.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Why there is no secret where one is configured. Chinese first, English after it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretFault {
    /// Both ways to say it.
    #[error("{0} 与 {1} 只能配置一项 / set one of {0} and {1}")]
    Two(&'static str, &'static str),
    /// The file cannot be read, or is empty.
    #[error("无法读取 {setting} {path}: {source} / cannot read {setting} {path}: {source}")]
    File {
        /// Which setting names it.
        setting: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// A secret that two settings can hold, one of which names a file that does.
pub(crate) fn given(
    secret: Option<&Secret>,
    file: Option<&Path>,
    [by_itself, in_file]: [&'static str; 2],
) -> Result<Option<String>, SecretFault> {
    match (secret, file) {
        (Some(_), Some(_)) => Err(SecretFault::Two(by_itself, in_file)),
        (Some(secret), None) => Ok(Some(secret.reveal().to_owned())),
        (None, None) => Ok(None),
        (None, Some(path)) => {
            let read = fs::read_to_string(path).and_then(|text| match text.trim() {
                "" => Err(io::Error::other("empty")),
                secret => Ok(secret.to_owned()),
            });
            let failed = |source| SecretFault::File { setting: in_file, path: path.to_owned(), source };
            read.map(Some).map_err(failed)
        }
    }
}
