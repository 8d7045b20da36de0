//! One anchor and what is hashed of it.

use base16ct::lower::encode_string;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::heads::{AdministrationHead, Heads};
use crate::db::instant_text;
use crate::history::GENESIS;

/// What the chains of all projects and that of administration had come to at one moment.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Anchor {
    /// Its place in the list of anchors, from 1 without holes.
    pub number: i64,
    /// When it was taken, by the machine's clock.
    pub taken_at: DateTime<Utc>,
    /// How many chains it covers.
    pub projects: i64,
    /// How many rows they have together.
    pub rows: i64,
    /// [`Heads::root`] of them.
    pub root: String,
    /// The head of the chain of administration.
    #[sqlx(flatten)]
    pub administration: AdministrationHead,
    /// The hash of the anchor before; of the first, [`GENESIS`].
    pub previous: String,
    /// [`Anchor::seal`] of all of the above.
    pub hash: String,
}

impl Anchor {
    /// The anchor over these heads that follows on another, or is the first.
    pub fn after(
        previous: Option<&Self>,
        taken_at: DateTime<Utc>,
        heads: &Heads,
        administration: AdministrationHead,
    ) -> Self {
        let mut anchor = Self {
            number: previous.map_or(1, |previous| previous.number + 1),
            taken_at,
            projects: heads.projects(),
            rows: heads.rows(),
            root: heads.root(),
            administration,
            previous: previous.map_or(GENESIS, |previous| &previous.hash).to_owned(),
            hash: String::new(),
        };
        anchor.hash = anchor.seal();
        anchor
    }

    /// SHA-256, in hex, over eight lines, each with a line feed at its end:
    ///
    /// ```text
    /// luodi anchor 1
    /// number 7
    /// taken_at 2024-10-31T01:00:00.123456Z
    /// projects 612
    /// rows 20345
    /// root 3f…
    /// administration 93 5c…
    /// previous a1…
    /// ```
    ///
    /// The first says what it is, in which format: no other hash of the record is over a text that begins so.
    pub fn seal(&self) -> String {
        let Self { number, taken_at, projects, rows, root, administration, previous, hash: _ } = self;
        let text = format!(
            "luodi anchor 1\nnumber {number}\ntaken_at {}\nprojects {projects}\nrows {rows}\nroot {root}\n\
             administration {administration}\nprevious {previous}\n",
            instant_text(*taken_at)
        );
        encode_string(&Sha256::digest(text))
    }
}
