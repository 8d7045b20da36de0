//! Whether the record is whole, and whether what is there now is what it amounts to.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use luodi_domain::administration::{Entry, Said, Subject, recorded};
use uuid::{Timestamp, Uuid};

use super::current;
use super::rows::{self, Row};
use super::text::{Fields, fields, object_id};
use crate::db::{Conn, StoreError};
use crate::history::{GENESIS, link};

/// How many rows are read at once.
const PAGE: i64 = 500;

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
    /// The columns do not say what the text does, or that is none.
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

/// Checks the chain, and what is there now against it. Call it on one [`crate::db::Db::snapshot`].
///
/// What was entered before anything was recorded, by a version that kept no such record, is taken as it is.
pub async fn verify(conn: &mut Conn<'_>) -> Result<Verified, StoreError> {
    let mut chain = Chain::default();
    loop {
        let page = rows::after(conn, chain.verified.rows, PAGE).await?;
        let Some(last) = page.last().map(|row| row.sequence) else { break };
        for row in page {
            chain.follow(row)?;
        }
        chain.verified.rows = last;
    }
    let Chain { mut said, began, mut verified, .. } = chain;
    let mut compare = Compare { said: &mut said, began, findings: &mut verified.findings };
    for region in current::regions(conn).await? {
        compare.entry(&region);
    }
    for agency in current::agencies(conn).await? {
        compare.entry(&agency);
    }
    for post in current::posts(conn).await? {
        compare.entry(&post);
    }
    for officer in current::officers(conn).await? {
        compare.entry(&officer);
    }
    let gone = said.into_keys().filter(|(subject, _)| is_kept(*subject));
    let mut gone: Vec<String> = gone.map(|(subject, id)| object_id(subject, id)).collect();
    gone.sort();
    verified.findings.extend(gone.into_iter().map(|place| Finding { place, problem: Problem::Gone }));
    Ok(verified)
}

/// Whether entries of this kind stay for good.
const fn is_kept(subject: Subject) -> bool {
    match subject {
        Subject::Region | Subject::Agency | Subject::Post | Subject::Officer => true,
        Subject::Token | Subject::Account => false,
    }
}

/// The chain so far.
struct Chain {
    hash: String,
    at: DateTime<Utc>,
    began: Option<DateTime<Utc>>,
    said: HashMap<(Subject, Uuid), Fields>,
    verified: Verified,
    next: i64,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            hash: GENESIS.to_owned(),
            at: DateTime::<Utc>::MIN_UTC,
            began: None,
            said: HashMap::new(),
            verified: Verified::default(),
            next: 1,
        }
    }
}

impl Chain {
    fn follow(&mut self, row: Row) -> Result<(), StoreError> {
        let mut found = Vec::new();
        if row.sequence != self.next {
            let to = row.sequence - 1;
            self.verified
                .findings
                .push(Finding { place: self.next.to_string(), problem: Problem::Missing { to } });
        } else if row.previous_hash != self.hash {
            found.push(Problem::Link);
        }
        if row.recorded_at < self.at {
            found.push(Problem::Earlier);
        }
        if link(&row.previous_hash, &row.canonical) != row.hash {
            found.push(Problem::Hash);
        }
        match fields(&row.canonical) {
            Some(fields) if row.expected(&fields)? == row.canonical => {
                self.said.entry(row.object()?).or_default().extend(fields);
            }
            _ => found.push(Problem::Columns),
        }
        let place = row.sequence.to_string();
        let finding = |problem| Finding { place: place.clone(), problem };
        self.verified.findings.extend(found.into_iter().map(finding));
        self.began.get_or_insert(row.recorded_at);
        self.next = row.sequence + 1;
        (self.hash, self.at) = (row.hash, row.recorded_at);
        Ok(())
    }
}

/// What is there now beside what was said of it last; what was looked at is taken out.
struct Compare<'a> {
    said: &'a mut HashMap<(Subject, Uuid), Fields>,
    began: Option<DateTime<Utc>>,
    findings: &'a mut Vec<Finding>,
}

impl Compare<'_> {
    fn entry<E: Entry>(&mut self, entry: &E) {
        let id = entry.id();
        let place = || object_id(E::SUBJECT, id);
        let Some(said) = self.said.remove(&(E::SUBJECT, id)) else {
            // Made after the first row was written, by what its id says.
            let since = id.get_timestamp().and_then(instant);
            if self.began.zip(since).is_some_and(|(began, since)| since > began) {
                self.findings.push(Finding { place: place(), problem: Problem::Unrecorded });
            }
            return;
        };
        let is: BTreeMap<&str, Said> = entry.fields();
        let names = said.keys().map(String::as_str).chain(is.keys().copied());
        let names: std::collections::BTreeSet<&str> = names.collect();
        for name in names {
            if is.get(name).map(recorded) != said.get(name).cloned().flatten() {
                let problem = Problem::Differs { field: name.to_owned() };
                self.findings.push(Finding { place: place(), problem });
            }
        }
    }
}

fn instant(timestamp: Timestamp) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = timestamp.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}
