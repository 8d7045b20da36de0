//! Packages of Python that tests run, exactly the versions that were tried.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use luodi_testkit::binary::workspace;

use super::home::Ended;

/// Two at a time would fall over each other.
static INSTALLING: Mutex<()> = Mutex::new(());

/// Brings what the requirements in a folder of `tests` name, once for each list of them, into an environment beside our own
/// build; answers its Python.
#[track_caller]
pub(super) fn installed(folder: &str) -> PathBuf {
    let list = workspace().join("tests").join(folder).join("requirements.txt");
    let wanted = fs::read(&list).unwrap();
    let ours = std::env::current_exe().unwrap();
    let place = ours.ancestors().nth(3).unwrap().join("python").join(folder);
    let (program, installed) = (place.join("bin/python"), place.join("requirements.txt"));
    let _one = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    if program.is_file() && fs::read(&installed).is_ok_and(|found| found == wanted) {
        return program;
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place), &list);
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"];
    run(Command::new(&program).args(pip).arg(&list), &list);
    // Last, so that half an installation is not taken for a whole one.
    fs::write(&installed, wanted).unwrap();
    program
}

#[track_caller]
fn run(command: &mut Command, list: &Path) {
    let ended = command.output();
    let ended =
        ended.unwrap_or_else(|error| panic!("python3, for {}, cannot be run: {error}", list.display()));
    let ended = Ended::from(ended);
    assert_eq!(ended.code, Some(0), "installing {}: {}{}", list.display(), ended.stdout, ended.stderr);
}
