//! Programs from outside that the tests and the walkthrough need, installed where that is ours to do.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::error::Error;
use crate::say::say;

/// A program and the Debian package that brings it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    program: &'static str,
    package: &'static str,
    /// Arguments with which the program succeeds if it has what we need of it; it need only be there without any.
    proof: &'static [&'static str],
}

impl Tool {
    const fn of(program: &'static str, package: &'static str) -> Self {
        Self { program, package, proof: &[] }
    }

    fn is_there(&self) -> bool {
        find(self.program).is_some_and(|program| {
            self.proof.is_empty() || command::output(Command::new(program).args(self.proof)).is_ok()
        })
    }
}

/// Where Debian keeps server programs, in one folder per version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The database server, for `test` and `verify`.
pub(crate) const POSTGRES: Tool = Tool::of("initdb", "postgresql");

/// What the tests need to run the audit suite, the walkthrough, and the services of others that this one talks to.
pub(crate) const FOR_TESTS: &[Tool] =
    &[POSTGRES, Tool::of("node", "nodejs"), Tool::of("npm", "npm"), PYTHON, CURL, JQ];

/// What installs and runs schemathesis.
pub(crate) const FOR_SCHEMATHESIS: &[Tool] = &[PYTHON];

/// What the walkthrough script needs.
pub(crate) const FOR_WALKTHROUGH: &[Tool] = &[CURL, JQ];

/// Debian has a Python that makes no environments unless this package is there.
const PYTHON: Tool = Tool { program: "python3", package: "python3-venv", proof: &["-c", "import ensurepip"] };
const CURL: Tool = Tool::of("curl", "curl");
const JQ: Tool = Tool::of("jq", "jq");

/// Makes sure that every tool is there: installs what is missing on Debian or Ubuntu when root, and names it
/// otherwise.
pub(crate) fn provide(tools: &[Tool]) -> Result<(), Error> {
    let missing: Vec<Tool> = tools.iter().copied().filter(|tool| !tool.is_there()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    if is_root() && find("apt-get").is_some() {
        say(&format!("installing {} with apt-get", packages.join(", ")));
        command::run(apt_get().arg("update"))?;
        command::run(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(&packages))?;
    }
    let absent: Vec<Tool> = missing.into_iter().filter(|tool| !tool.is_there()).collect();
    if absent.is_empty() { Ok(()) } else { Err(named(&absent)) }
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.arg("--quiet=2").env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn named(tools: &[Tool]) -> Error {
    let join = |part: fn(&Tool) -> &'static str| tools.iter().map(part).collect::<Vec<_>>().join(", ");
    Error::Missing { programs: join(|tool| tool.program), packages: join(|tool| tool.package) }
}

/// The owner of our own entry in /proc, which spares a dependency for one number.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

/// Where a program is: on the PATH, or among the PostgreSQL server programs, which Debian keeps off it.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let named = if program == POSTGRES.program { named_by_pg_config() } else { None };
    let folders = named.into_iter().chain(env::split_paths(&path)).chain(versions(Path::new(DEBIAN)));
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A server program of the same installation as `initdb`: two versions do not read each other's folders.
pub(crate) fn find_beside_initdb(program: &str) -> Option<PathBuf> {
    let initdb = find(POSTGRES.program)?;
    let linked = fs::canonicalize(&initdb).ok()?;
    [linked, initdb].iter().map(|file| file.with_file_name(program)).find(|file| file.is_file())
}

/// The folder that the program named by `PG_CONFIG` tells: who sets it means it.
fn named_by_pg_config() -> Option<PathBuf> {
    let told = command::output(Command::new(env::var_os("PG_CONFIG")?).arg("--bindir")).ok()?;
    Some(PathBuf::from(String::from_utf8(told).ok()?.trim_end()))
}

/// The folders of each version, newest first.
fn versions(root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    found.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::{CURL, JQ, Tool, find, named, versions};
    use std::fs;

    #[test]
    fn the_newest_server_comes_first() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["9", "15", "17", "common"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        let found = versions(root.path());
        let names: Vec<_> = found.iter().map(|path| path.strip_prefix(root.path()).unwrap()).collect();
        assert_eq!(names, ["17/bin", "15/bin", "9/bin"].map(std::path::Path::new));
    }

    #[test]
    fn a_program_must_have_what_is_needed_of_it() {
        for (program, proof, expected) in [
            ("sh", &[][..], true),
            ("sh", &["-c", "exit 0"], true),
            ("sh", &["-c", "exit 1"], false),
            ("no-such-program", &[], false),
        ] {
            assert_eq!(Tool { program, package: "", proof }.is_there(), expected, "{program} {proof:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named_with_its_package() {
        assert!(find("sh").is_some());
        assert!(find("no-such-program").is_none());
        let text = named(&[CURL, JQ]).to_string();
        assert!(text.starts_with("missing: curl, jq\ninstall curl, jq first"), "{text}");
    }
}
