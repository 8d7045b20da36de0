//! Packages of npm that tests run, exactly as locked.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use luodi_testkit::binary::workspace;

use super::home::Ended;

/// Two at a time would fall over each other.
static INSTALLING: Mutex<()> = Mutex::new(());

/// Brings what the lock file in a folder of `tests` names, once; answers the folder.
#[track_caller]
pub(super) fn installed(folder: &str, package: &str) -> PathBuf {
    let folder = workspace().join("tests").join(folder);
    let _one = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    if !folder.join("node_modules").join(package).exists() {
        let mut npm = Command::new("npm");
        let ended = npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).output();
        let ended =
            ended.unwrap_or_else(|error| panic!("npm, which brings {package}, cannot be run: {error}"));
        let ended = Ended::from(ended);
        assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
    }
    folder
}
