//! `cargo xtask verify`: the long checks, outside CI.

use std::env;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use luodi_testkit::binary;
use luodi_testkit::run::{PROPERTY_SEED, SEED, VERIFY};

use crate::error::Error;
use crate::figures;
use crate::say::say;
use crate::schemathesis;
use crate::test::{LUODI, beside_postgres, luodi, with_postgres};

/// The packages of the full-size tests, of the binary that they run, and of what measures it: built together, see [`luodi`].
const FULL_SIZE: [&str; 6] = ["-p", "luodi-tests", "-p", "luodi-server", "-p", "luodi-bench"];
/// All of them that is needed here.
const TARGETS: [&str; 2] = ["--bins", "--tests"];

/// Cases of each property, instead of proptest's 256.
const CASES: &str = "2048";

/// The tests of the whole service at full size, in release; those of each crate with more cases; both from a fresh
/// seed; then the figures of the release binary, and how fast it answers. With arguments only the former, narrowed by them.
pub(crate) fn run(arguments: &[String]) -> Result<(), Error> {
    let release = luodi("release", &chosen())?;
    let seed = match env::var(SEED) {
        Ok(seed) => seed,
        Err(_) => fresh_seed()?,
    };
    say(&format!("{VERIFY}=1 {SEED}={seed}"));
    let settings =
        [(VERIFY, "1"), (SEED, seed.as_str()), (PROPERTY_SEED, seed.as_str()), ("PROPTEST_CASES", CASES)];
    let program = match arguments {
        [only] if only == schemathesis::NAME => Some(schemathesis::install()?),
        [] => Some(schemathesis::install()?),
        _ => None,
    };
    if let Some(program) = program {
        with_postgres(|command| {
            let command = command.args(["test", "--release"]).args(FULL_SIZE).args(schemathesis::TESTS);
            command.envs(settings).env(LUODI, &release).env(schemathesis::VARIABLE, program)
        })?;
        if !arguments.is_empty() {
            return Ok(());
        }
    }
    // What the tests measured is wanted even when they pass.
    let show = ["--", "--show-output"].map(str::to_owned);
    let narrowed = if arguments.is_empty() { &show[..] } else { arguments };
    with_postgres(|command| {
        command.args(["test", "--release"]).args(FULL_SIZE).args(narrowed).envs(settings).env(LUODI, &release)
    })?;
    if !arguments.is_empty() {
        return Ok(());
    }
    with_postgres(|command| {
        command.args(["test", "--workspace", "--exclude", "luodi-tests"]).envs(settings).env(LUODI, &release)
    })?;
    for line in figures::of(&release)? {
        say(&line);
    }
    measure(&release)
}

/// Only the last of it: how fast the release answers.
pub(crate) fn bench() -> Result<(), Error> {
    measure(&luodi("release", &chosen())?)
}

fn chosen() -> Vec<&'static str> {
    [&FULL_SIZE[..], &TARGETS].concat()
}

fn measure(release: &Path) -> Result<(), Error> {
    let bench = binary::build_among("release", &chosen(), "luodi-bench").map_err(Error::io("the build"))?;
    beside_postgres(Command::new(bench).env(LUODI, release))
}

fn fresh_seed() -> Result<String, Error> {
    let mut bytes = [0; 4];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(Error::io("reading /dev/urandom"))?;
    Ok(u32::from_be_bytes(bytes).to_string())
}
