//! Chores of the workspace, run as `cargo xtask <chore>`.

mod codegen;
mod command;
mod demo;
mod error;
mod figures;
mod interrupt;
mod postgres;
mod say;
mod schemathesis;
mod test;
mod tidy;
mod tools;
mod verify;

use std::env;
use std::process::ExitCode;

use error::Error;
use say::{complain, say};

const USAGE: &str = "\
cargo xtask <chore>

  demo            build the release and serve the demo city from a fresh folder; Ctrl-C ends it
  test [args]     every test on both databases, with a throw-away PostgreSQL; args go to `cargo test`
  verify [args]   the same tests in release at full size, then size, start-up time, memory, and bench
  verify schemathesis
                  only questions made up from the schema, by an officer of each kind; part of verify without args
  bench           how fast the release answers over 10,000 projects, on both databases
  tidy            the house rules, one finding per line
  codegen         write schema.graphql from the service";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let chore = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match run(&chore, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(chore: &str, rest: &[String]) -> Result<(), Error> {
    interrupt::listen()?;
    match (chore, rest) {
        ("demo", []) => demo::run(),
        ("test", arguments) => test::run(arguments),
        ("verify", arguments) => verify::run(arguments),
        ("bench", []) => verify::bench(),
        ("tidy", []) => tidy::run(),
        ("codegen", []) => codegen::run(),
        ("" | "help" | "-h" | "--help", []) => {
            say(USAGE);
            Ok(())
        }
        _ => Err(Error::Usage(USAGE)),
    }
}
