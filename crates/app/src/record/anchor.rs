//! Taking anchors, and holding them against a copy from elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::FutureExt;
use luodi_store::anchors::{self, Anchor};

use crate::{App, AppError};

impl App {
    /// Takes an anchor over the chains of all projects and that of administration as they are now; nothing when none has
    /// changed since the last one, or when somebody else takes it at this moment.
    ///
    /// Whoever takes one has to write its line elsewhere as well: what is in the database alone can be made anew with it.
    pub async fn take_anchor(&self) -> Result<Option<Anchor>, AppError> {
        let due = anchors::due(&mut self.db.snapshot().await?, self.system_now()).await?;
        let Some(due) = due.map(Arc::new) else { return Ok(None) };
        let writing = Arc::clone(&due);
        let written = self.db.write(move |tx| {
            let due = Arc::clone(&writing);
            async move { anchors::keep(tx, &due).await }.boxed()
        });
        match written.await {
            Ok(()) => Ok(Some(due.anchor.clone())),
            Err(error) if anchors::was_first(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The latest anchor; nothing before the first.
    pub async fn last_anchor(&self) -> Result<Option<Anchor>, AppError> {
        Ok(anchors::last(&mut self.db.read().await?).await?)
    }
}

/// Something about a line of a copy of the anchors that was kept elsewhere. Names the file and the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} line {line}: {problem}")]
pub struct OutsideFinding {
    /// The copy.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: OutsideProblem,
}

/// What is wrong with such a line, or with the record that should hold its anchor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutsideProblem {
    /// The line is no anchor's, or was changed.
    #[error("it cannot be read: {0}")]
    Unreadable(anchors::BadLine),
    /// The line is no text.
    #[error("it is not UTF-8")]
    Binary,
    /// The record does not have the anchor any more.
    #[error("the record has no anchor {0}")]
    Missing(i64),
    /// The record has another anchor in its place: what it covers was made anew, and it with it.
    #[error("the record has another anchor {0}")]
    Other(i64),
    /// A copy without any anchor proves nothing.
    #[error("there is no anchor in the file")]
    Empty,
}

/// A copy of the anchors that was kept elsewhere, such as `anchors.log`.
#[derive(Debug, Clone)]
pub struct Outside {
    /// What to call it in findings.
    file: String,
    content: Vec<u8>,
}

impl Outside {
    /// The content of a file, and what to call it.
    pub const fn new(file: String, content: Vec<u8>) -> Self {
        Self { file, content }
    }

    /// Holds every line against the hashes of the record's anchors by number. The copy may begin late, or lack some: each
    /// anchor vouches for those before.
    pub(super) fn compare(&self, hashes: &BTreeMap<i64, String>, mut tell: impl FnMut(OutsideFinding)) {
        let mut find = |line, problem| tell(OutsideFinding { file: self.file.clone(), line, problem });
        let ended = self.content.strip_suffix(b"\n").unwrap_or(&self.content);
        if ended.is_empty() {
            return find(1, OutsideProblem::Empty);
        }
        for (line, bytes) in (1..).zip(ended.split(|byte| *byte == b'\n')) {
            let problem = match std::str::from_utf8(bytes).map(str::parse::<Anchor>) {
                Err(_) => Some(OutsideProblem::Binary),
                Ok(Err(bad)) => Some(OutsideProblem::Unreadable(bad)),
                Ok(Ok(anchor)) => match hashes.get(&anchor.number) {
                    None => Some(OutsideProblem::Missing(anchor.number)),
                    Some(hash) if *hash != anchor.hash => Some(OutsideProblem::Other(anchor.number)),
                    Some(_) => None,
                },
            };
            if let Some(problem) = problem {
                find(line, problem);
            }
        }
    }
}
