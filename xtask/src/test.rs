//! `cargo xtask test`: every test on both databases.

use std::env;
use std::process::Command;

use crate::command::{self, cargo};
use crate::error::Error;
use crate::postgres::Server;
use crate::say::say;
use crate::tools;

/// The variable under which tests find PostgreSQL.
const VARIABLE: &str = "LUODI_TEST_POSTGRES";

/// Arguments that choose packages; the whole workspace is meant without them.
const CHOICES: &[&str] = &["-p", "--package", "--workspace", "--all", "--manifest-path"];

/// Runs `cargo test` with these further arguments.
pub(crate) fn run(arguments: &[String]) -> Result<(), Error> {
    with_postgres(|command| {
        command.arg("test").args(scope(arguments)).args(arguments);
        command
    })
}

/// Runs a cargo command with PostgreSQL at hand: a throw-away server, or the one the variable names already.
pub(crate) fn with_postgres(prepare: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), Error> {
    tools::provide(tools::FOR_TESTS)?;
    let mut cargo = cargo();
    if env::var_os(VARIABLE).is_some() {
        say(&format!("using the PostgreSQL that {VARIABLE} names"));
        return command::run(prepare(&mut cargo));
    }
    let server = Server::start()?;
    command::run(prepare(&mut cargo).env(VARIABLE, server.url()))
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
