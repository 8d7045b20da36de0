//! Running other programs: their output stays theirs, and they end when we are asked to.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use luodi_testkit::child::{Owned, Signal};

use crate::error::Error;
use crate::interrupt;

/// How long a program may take to end once asked.
const GRACE: Duration = Duration::from_secs(10);

/// How soon an interrupt is noticed.
const POLL: Duration = Duration::from_millis(50);

/// Runs to the end with our own stdout and stderr; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    let program = name(command);
    let not_run = |source: io::Error| Error::NotRun { program: program.clone(), source };
    // Its own group: cargo does not pass SIGTERM on to the tests it runs, so that we must reach them ourselves.
    let child = command.stdin(Stdio::null()).process_group(0).spawn().map_err(not_run)?;
    let mut child = Owned::group(child, Signal::TERM, GRACE);
    loop {
        interrupt::check()?;
        match child.wait_at_most(POLL).map_err(not_run)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(Error::Failed { program, status }),
            None => {}
        }
    }
}

/// Runs to the end and returns what it wrote to stdout; for programs that are quick.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, Error> {
    let program = name(command);
    let Output { status, stdout, .. } = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| Error::NotRun { program: program.clone(), source })?;
    if status.success() { Ok(stdout) } else { Err(Error::Failed { program, status }) }
}

/// Program and arguments, as a person would type them.
fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{output, run};
    use std::process::Command;

    #[test]
    fn a_failing_program_is_named_with_its_status() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "sh -c exit 3 ended with exit status: 3");
        let error = run(&mut Command::new("no-such-program")).unwrap_err();
        assert!(error.to_string().starts_with("cannot run no-such-program: "), "{error}");
        assert!(output(Command::new("sh").args(["-c", "echo out; exit 1"])).is_err());
    }
}
