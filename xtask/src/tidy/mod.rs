//! `cargo xtask tidy`: the house rules as a program. One module per rule, each with a test that shows it fail.

mod comments;
mod direction;
mod files;
mod floors;
mod generated;
mod length;
mod manifest;
mod migrations;
mod source;
mod workplace;

use std::fmt;
use std::path::{Path, PathBuf};

use luodi_testkit::binary;

use crate::error::Error;
use crate::say::say;
use files::File;
use manifest::Manifest;

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: PathBuf,
    line: usize,
    rule: &'static str,
    advice: String,
}

impl Finding {
    /// `line` counts from 1; 0 means the file as a whole.
    fn new(path: &Path, line: usize, rule: &'static str, advice: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, rule, advice: advice.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path.display(), self.line, self.rule, self.advice)
    }
}

/// Checks every rule and prints every finding.
pub(crate) fn run() -> Result<(), Error> {
    let root = binary::workspace();
    let files = files::read(root)?;
    let manifests = Manifest::all(&files)?;

    let mut findings = [
        direction::check(&manifests),
        comments::check(&manifests),
        floors::check(&files),
        length::check(&files),
        migrations::check(&files),
        source::check(&files),
        workplace::check(root, &files),
    ]
    .concat();
    findings.sort();
    let generated = generated::check(root);
    findings.extend(generated.iter().flatten().cloned());
    for finding in &findings {
        say(&finding.to_string());
    }
    // A service that does not build ends this chore as well, but only after what was found without it.
    generated?;
    if findings.is_empty() { Ok(()) } else { Err(Error::Untidy(findings.len())) }
}

/// A file as the rules see it, for their tests.
#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File { path: path.into(), text: text.to_owned() }
}

/// Findings as a reader sees them, for their tests.
#[cfg(test)]
fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}
