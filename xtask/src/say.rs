//! The one place that prints: these are commands for people.

/// A line for the reader.
#[expect(clippy::print_stdout, reason = "the output of a command-line tool")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// A line about what went wrong.
#[expect(clippy::print_stderr, reason = "the error output of a command-line tool")]
pub(crate) fn complain(line: &str) {
    eprintln!("{line}");
}
