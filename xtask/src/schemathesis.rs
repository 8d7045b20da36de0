//! `cargo xtask verify schemathesis`: questions made up from the schema, by a program of others.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use luodi_testkit::binary::workspace;

use crate::command;
use crate::error::Error;
use crate::say::say;
use crate::tools;

/// What is said to have only this done.
pub(crate) const NAME: &str = "schemathesis";

/// Which tests need it: cargo's further arguments.
pub(crate) const TESTS: [&str; 4] = ["service::schemathesis", "--", "--ignored", "--show-output"];

/// The variable under which the tests find the program.
pub(crate) const VARIABLE: &str = "LUODI_SCHEMATHESIS";

/// What is installed, each at the version that was tried.
const REQUIREMENTS: &str = "tests/schemathesis/requirements.txt";

/// Brings the program, once for each list of requirements, into an environment beside our own build, and says where it is.
pub(crate) fn install() -> Result<PathBuf, Error> {
    tools::provide(tools::FOR_SCHEMATHESIS)?;
    let ours = env::current_exe().map_err(Error::io("our own path"))?;
    let folder = ours.ancestors().nth(2).unwrap_or(&ours).join("schemathesis");
    let (program, installed) = (folder.join("bin/st"), folder.join("requirements.txt"));
    let wanted = fs::read(workspace().join(REQUIREMENTS)).map_err(Error::io(REQUIREMENTS))?;
    if program.is_file() && fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(program);
    }
    say("installing schemathesis");
    command::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"]);
    command::run(pip.arg(workspace().join(REQUIREMENTS)))?;
    // Last, so that half an installation is not taken for a whole one.
    fs::write(&installed, wanted).map_err(Error::io("noting what is installed"))?;
    Ok(program)
}
