//! An anchor as one line: printed, logged, and kept where whoever can write to the database cannot.

use std::fmt;
use std::str::FromStr;

use super::anchor::Anchor;
use super::heads::AdministrationHead;
use crate::db::instant_text;

/// `anchor=7 taken_at=2024-10-31T01:00:00.123456Z projects=612 rows=20345 root=3f… administration=93 administration_hash=5c…
/// previous=a1… hash=9c…`, in one line.
impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, taken_at, projects, rows, root, administration, previous, hash } = self;
        let AdministrationHead { sequence, hash: head } = administration;
        let taken_at = instant_text(*taken_at);
        write!(f, "anchor={number} taken_at={taken_at} projects={projects} rows={rows} ")?;
        write!(
            f,
            "root={root} administration={sequence} administration_hash={head} previous={previous} hash={hash}"
        )
    }
}

/// Why a text is no line of an anchor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// A part is not there, or is none of its kind.
    #[error("{0} is missing or not in its form")]
    Part(&'static str),
    /// Every part can be read, but no anchor is printed like this.
    #[error("it holds more than an anchor, or holds it in another form")]
    Form,
    /// One of its parts was changed, or the hash was.
    #[error("its hash is not that of its other parts")]
    Hash,
}

/// Reads a line and holds its hash against its other parts.
impl FromStr for Anchor {
    type Err = BadLine;

    fn from_str(line: &str) -> Result<Self, BadLine> {
        let mut parts = line.split(' ');
        let anchor = Self {
            number: part(&mut parts, "anchor")?,
            taken_at: part(&mut parts, "taken_at")?,
            projects: part(&mut parts, "projects")?,
            rows: part(&mut parts, "rows")?,
            root: hash(&mut parts, "root")?,
            administration: AdministrationHead {
                sequence: part(&mut parts, "administration")?,
                hash: hash(&mut parts, "administration_hash")?,
            },
            previous: hash(&mut parts, "previous")?,
            hash: hash(&mut parts, "hash")?,
        };
        // One form only: `+7` is a number and another text.
        if anchor.to_string() != line {
            return Err(BadLine::Form);
        }
        if anchor.seal() != anchor.hash {
            return Err(BadLine::Hash);
        }
        Ok(anchor)
    }
}

fn part<'a, T: FromStr>(parts: &mut impl Iterator<Item = &'a str>, name: &'static str) -> Result<T, BadLine> {
    let text = parts.next().and_then(|part| part.split_once('=')).filter(|(key, _)| *key == name);
    text.and_then(|(_, value)| value.parse().ok()).ok_or(BadLine::Part(name))
}

/// 64 digits, as [`crate::history::hex`] writes them.
fn hash<'a>(parts: &mut impl Iterator<Item = &'a str>, name: &'static str) -> Result<String, BadLine> {
    let text: String = part(parts, name)?;
    let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash { Ok(text) } else { Err(BadLine::Part(name)) }
}
