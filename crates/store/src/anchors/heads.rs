//! The heads of the chains, and the one hash over those of all projects.

use std::collections::BTreeMap;
use std::fmt;

use base16ct::lower::encode_string;
use luodi_domain::ids::ProjectId;
use sha2::{Digest, Sha256};

use crate::history::GENESIS;

/// The head of a project's chain as an anchor holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchoredHead {
    /// The project.
    pub project: ProjectId,
    /// Its last row.
    pub sequence: i64,
    /// The hash of that row.
    pub hash: String,
}

/// As it is hashed: `prj_… 17 3f…`.
impl fmt::Display for AnchoredHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.project, self.sequence, self.hash)
    }
}

/// The head of the chain of administration as an anchor holds it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AdministrationHead {
    /// Its last row; 0 while there is none.
    #[sqlx(rename = "administration")]
    pub sequence: i64,
    /// The hash of that row; of none, [`GENESIS`].
    #[sqlx(rename = "administration_hash")]
    pub hash: String,
}

impl Default for AdministrationHead {
    fn default() -> Self {
        Self { sequence: 0, hash: GENESIS.to_owned() }
    }
}

/// As it is hashed: `93 5c…`.
impl fmt::Display for AdministrationHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sequence, self.hash)
    }
}

/// The heads of the chains of all projects at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads(BTreeMap<ProjectId, Held>);

/// A head, with its text ready: checking a year of anchors hashes each some thousand times.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    sequence: i64,
    line: String,
}

impl Heads {
    /// Puts a head in the place of the one that its project had; whether that was another one, or none.
    pub fn set(&mut self, head: &AnchoredHead) -> bool {
        let held = Held { sequence: head.sequence, line: format!("{head}\n") };
        if self.0.get(&head.project) == Some(&held) {
            return false;
        }
        self.0.insert(head.project, held);
        true
    }

    /// SHA-256, in hex, over a line for each project, `prj_… 17 3f…` and a line feed, in the order of the ids.
    pub fn root(&self) -> String {
        let over = |hasher: Sha256, held: &Held| hasher.chain_update(&held.line);
        encode_string(&self.0.values().fold(Sha256::new(), over).finalize())
    }

    /// How many there are.
    pub fn projects(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    /// How many rows lie up to them: a chain has no holes.
    pub fn rows(&self) -> i64 {
        self.0.values().map(|held| held.sequence).fold(0, i64::saturating_add)
    }
}
