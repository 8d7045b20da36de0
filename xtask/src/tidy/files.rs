//! The files of the project: what git tracks or would track, as text.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::error::Error;

/// A text file, its path relative to the root.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

impl File {
    /// Lines with their number from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Whether the name ends in one of these, for example `rs`.
    pub(super) fn is(&self, extensions: &[&str]) -> bool {
        self.path
            .extension()
            .and_then(|found| found.to_str())
            .is_some_and(|found| extensions.contains(&found))
    }
}

/// Every text file that is tracked, or new and not ignored: findings should come before the commit.
pub(super) fn read(root: &Path) -> Result<Vec<File>, Error> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let listed = command::output(&mut git)?;
    let names = String::from_utf8(listed)
        .map_err(|_| Error::Other("git lists a path that is not UTF-8; rename it".to_owned()))?;
    let mut files = Vec::new();
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let path = root.join(name);
        // Listed but deleted in the working tree, or a link to a folder: nothing to read.
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(&path).map_err(Error::io(path.display().to_string()))?;
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File { path: name.into(), text });
        }
    }
    Ok(files)
}
