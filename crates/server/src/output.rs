//! What commands print for people. The service itself writes log lines only.

use std::fmt::Display;

/// A line of a command's result.
#[expect(clippy::print_stdout, reason = "the result of a command belongs on standard output")]
pub(crate) fn say(line: impl Display) {
    println!("{line}");
}

/// Why a command failed.
#[expect(clippy::print_stderr, reason = "the reason of a failure belongs on standard error")]
pub(crate) fn complain(line: impl Display) {
    eprintln!("luodi: {line}");
}
