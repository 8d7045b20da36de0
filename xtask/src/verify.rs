//! `cargo xtask verify`: the long checks, outside CI.

use std::env;
use std::fs::File;
use std::io::Read;

use luodi_testkit::binary;
use luodi_testkit::run::{SEED, VERIFY};

use crate::error::Error;
use crate::figures;
use crate::say::say;
use crate::test::{scope, with_postgres};

/// Every test at full size, in release, from a fresh seed; then the figures of the release binary.
pub(crate) fn run(arguments: &[String]) -> Result<(), Error> {
    let release = binary::build("release").map_err(Error::io("the release build"))?;
    let seed = match env::var(SEED) {
        Ok(seed) => seed,
        Err(_) => fresh_seed()?,
    };
    say(&format!("{VERIFY}=1 {SEED}={seed}"));
    with_postgres(|command| {
        command
            .args(["test", "--release"])
            .args(scope(arguments))
            .args(arguments)
            .envs([(VERIFY, "1"), (SEED, &seed)])
            .env("LUODI_BIN", &release)
    })?;
    for line in figures::of(&release)? {
        say(&line);
    }
    Ok(())
}

fn fresh_seed() -> Result<String, Error> {
    let mut bytes = [0; 4];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(Error::io("reading /dev/urandom"))?;
    Ok(u32::from_be_bytes(bytes).to_string())
}
