//! The record as a file that can be checked without the service and its database.
//!
//! JSON, one value a line: a header, each anchor with the heads that it changed behind it, every row of the record of
//! administration, every row of the history in the order of project and sequence, and how many of each there were. What is
//! hashed is in it as it stands: of personal data and free text only salted digests, and no salts.

mod check;
mod write;

pub use check::{DumpProblem, verify_dump};
pub use write::{ExportError, Exported};

use serde::{Deserialize, Serialize};

/// The version of the format; a program that knows another refuses to check.
const FORMAT: u32 = 1;

/// One line of a dump.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    /// The first.
    LuodiHistory { format: u32 },
    /// An anchor, as its own line has it.
    Anchor(String),
    /// A head that the anchor before this line changed.
    Head { project: String, sequence: i64, hash: String },
    /// A row of the record of administration.
    Administration { sequence: i64, previous: String, hash: String, canonical: String },
    /// A row of the history.
    Row { project: String, sequence: i64, previous: String, hash: String, canonical: String },
    /// The last, with how many there were. Without it the dump was cut short.
    End { anchors: u64, heads: u64, administration: u64, rows: u64 },
}
