//! Whether the record is whole: places, links, times and hashes, wherever its rows come from.

use chrono::{DateTime, Utc};

use super::text::read;
use crate::history::{GENESIS, link};

/// Something that only tampering, a damaged disk or a wrong program can have brought about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("administration {place}: {problem}")]
pub struct Finding {
    /// The row, or the entry of the registry.
    pub place: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Rows are not there; the finding is at the first of them.
    #[error("missing, up to row {to}")]
    Missing {
        /// The last of them.
        to: i64,
    },
    /// The row does not follow on the one before it.
    #[error("its previous hash is not the hash of the row before")]
    Link,
    /// Time runs backwards.
    #[error("it was recorded before the row before it")]
    Earlier,
    /// Text or hash was changed.
    #[error("its hash is not that of its canonical text")]
    Hash,
    /// Place and columns do not say what the text does, or that is none in canonical form.
    #[error("its columns contradict its canonical text")]
    Columns,
    /// An entry says something else than was recorded last.
    #[error("{field} is not what was recorded last")]
    Differs {
        /// Which field.
        field: String,
    },
    /// An entry that nobody recorded.
    #[error("it is there, and was never entered")]
    Unrecorded,
    /// A text of a history that was erased, by nobody of whom the record says so.
    #[error("{field} was erased, and no erasure was recorded")]
    Erased {
        /// The path of the text.
        field: String,
    },
    /// An entry that was recorded is not there.
    #[error("it was entered, and is not there")]
    Gone,
}

/// What a check came to.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many rows there are.
    pub rows: i64,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// A row by its hashed text alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainRow {
    /// Its place, from 1.
    pub sequence: i64,
    /// What is hashed.
    pub canonical: String,
    /// The hash of the row before.
    pub previous_hash: String,
    /// Its own.
    pub hash: String,
}

/// A walk along the chain.
pub(super) struct Links {
    /// The last row seen.
    last: i64,
    /// Its hash.
    hash: String,
    /// When it was recorded.
    at: DateTime<Utc>,
    verified: Verified,
}

impl Default for Links {
    fn default() -> Self {
        let verified = Verified::default();
        Self { last: 0, hash: GENESIS.to_owned(), at: DateTime::<Utc>::MIN_UTC, verified }
    }
}

impl Links {
    /// Takes the next row, with when it was recorded, if that can be read, and whether all else agrees with its text.
    pub(super) fn follow(&mut self, row: &ChainRow, recorded_at: Option<DateTime<Utc>>, agrees: bool) {
        let ChainRow { sequence, canonical, previous_hash, hash } = row;
        let at = recorded_at.unwrap_or(self.at);
        if *sequence != self.last + 1 {
            self.found(self.last + 1, Problem::Missing { to: sequence - 1 });
        } else if *previous_hash != self.hash {
            self.found(*sequence, Problem::Link);
        }
        if at < self.at {
            self.found(*sequence, Problem::Earlier);
        }
        if link(previous_hash, canonical) != *hash {
            self.found(*sequence, Problem::Hash);
        }
        if !agrees {
            self.found(*sequence, Problem::Columns);
        }
        (self.last, self.at) = (*sequence, at);
        self.hash.clone_from(hash);
        self.verified.rows += 1;
    }

    fn found(&mut self, sequence: i64, problem: Problem) {
        self.verified.findings.push(Finding { place: sequence.to_string(), problem });
    }

    /// The last row seen; 0 before the first.
    pub(super) const fn last(&self) -> i64 {
        self.last
    }

    /// What it found.
    pub(super) fn finish(self) -> Verified {
        self.verified
    }
}

/// A check of the record by the hashed texts alone, without a database.
#[derive(Default)]
pub struct ChainCheck(Links);

impl ChainCheck {
    /// Looks at the next row: whether it follows on the one before, and whether its text belongs to this place, is in
    /// canonical form, and is what was hashed.
    pub fn row(&mut self, row: &ChainRow) {
        let text = read(&row.canonical).filter(|text| text.sequence == row.sequence);
        self.0.follow(row, text.as_ref().map(|text| text.recorded_at), text.is_some());
    }

    /// The last row seen; 0 before the first.
    pub const fn last(&self) -> i64 {
        self.0.last()
    }

    /// What it found; nothing when all is well.
    pub fn finish(self) -> Verified {
        self.0.finish()
    }
}
