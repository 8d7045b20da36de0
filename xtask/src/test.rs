//! `cargo xtask test`: every test on both databases.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use luodi_testkit::binary;
use luodi_testkit::run::{DEFAULT_SEED, PROPERTY_SEED, SEED};

use crate::command;
use crate::error::Error;
use crate::postgres::Server;
use crate::say::say;
use crate::tools;

/// The variable under which tests find PostgreSQL.
const VARIABLE: &str = "LUODI_TEST_POSTGRES";

/// The variable under which they find the binary.
pub(crate) const LUODI: &str = "LUODI_BIN";

/// How many tests run at once.
const THREADS: &str = "RUST_TEST_THREADS";

/// Arguments that choose packages; the whole workspace is meant without them.
const CHOICES: &[&str] = &["-p", "--package", "--workspace", "--all", "--manifest-path"];

/// Runs `cargo test` with these further arguments.
pub(crate) fn run(arguments: &[String]) -> Result<(), Error> {
    let scope = scope(arguments);
    let luodi = match scope {
        Some(_) => Some(luodi("dev", &["--workspace", "--all-targets"])?),
        // Whoever chose packages waits for the binary only if one of their tests asks for it.
        None => env::var_os(LUODI).map(PathBuf::from),
    };
    with_postgres(|command| {
        command
            .arg("test")
            .args(scope)
            .args(arguments)
            .env(THREADS, env::var(THREADS).unwrap_or_else(|_| threads().to_string()))
            .env(PROPERTY_SEED, env::var(SEED).unwrap_or_else(|_| DEFAULT_SEED.to_string()))
            .envs(luodi.map(|path| (LUODI, path)))
    })
}

/// Two for each processor: a test of the service waits half its time, for databases, sockets and processes.
fn threads() -> usize {
    2 * thread::available_parallelism().map_or(1, usize::from)
}

/// The binary that `LUODI_BIN` names, or else one built together with the tests.
pub(crate) fn luodi(profile: &str, chosen: &[&str]) -> Result<PathBuf, Error> {
    match env::var_os(LUODI) {
        Some(path) => Ok(PathBuf::from(path)),
        None => binary::build_among(profile, chosen, "luodi").map_err(Error::io("the build")),
    }
}

/// Runs a cargo command with PostgreSQL at hand: a throw-away server, or the one the variable names already.
pub(crate) fn with_postgres(prepare: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), Error> {
    beside_postgres(prepare(&mut binary::cargo()))
}

/// The same of any program.
pub(crate) fn beside_postgres(program: &mut Command) -> Result<(), Error> {
    tools::provide(tools::FOR_TESTS)?;
    if env::var_os(VARIABLE).is_some() {
        say(&format!("using the PostgreSQL that {VARIABLE} names"));
        return command::run(program);
    }
    let server = Server::start()?;
    command::run(program.env(VARIABLE, server.url()))
}

/// `--workspace` unless the caller chose packages.
pub(crate) fn scope(arguments: &[String]) -> Option<&'static str> {
    let ours = arguments.iter().take_while(|argument| *argument != "--");
    let chosen = ours.into_iter().any(|argument| {
        let name = argument.split_once('=').map_or(argument.as_str(), |(name, _)| name);
        CHOICES.contains(&name)
    });
    (!chosen).then_some("--workspace")
}

#[cfg(test)]
mod tests {
    use super::scope;

    #[test]
    fn the_whole_workspace_unless_packages_are_chosen() {
        let check = |arguments: &[&str], expected| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            assert_eq!(scope(&arguments), expected, "{arguments:?}");
        };
        check(&[], Some("--workspace"));
        check(&["writer", "--", "--nocapture"], Some("--workspace"));
        check(&["--", "-p"], Some("--workspace"));
        check(&["-p", "luodi-store"], None);
        check(&["--package=luodi-store"], None);
    }
}
