//! What a project's history tells, and not everybody who reads it may know.

use crate::attachment::Subject;
use crate::command::{ADVANCE, COVER_PERMITS, RULE_ON_DUPLICATE};
use crate::event::Event;

/// Why an event is for few. Its command's reason and authority, which every event of the command has, are so with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForFew {
    /// It tells how a gate 门槛 was passed, and so whether permits are missing 手续缺口: only with gaps it takes a reason.
    Gate,
    /// It tells what the project was offered 谈判条件.
    Terms,
    /// It tells of the file of an agreement 协议, in which the terms stand.
    Paper,
    /// It tells against which other project this one was held 疑似重复.
    Pair,
    /// It tells for which permits of other projects one stands, or which stands for one 共用手续.
    Cover,
}

impl ForFew {
    /// Of an event that the command of this name brought about.
    pub fn of(command: &str, event: &Event) -> Option<Self> {
        match event {
            Event::TermsRecorded(_) => Some(Self::Terms),
            Event::FileAttached(file) if matches!(file.subject, Subject::Agreement(_)) => Some(Self::Paper),
            _ if command == RULE_ON_DUPLICATE => Some(Self::Pair),
            Event::CoverSet { .. } | Event::CoverFollowed { by: Some(_), .. } => Some(Self::Cover),
            _ if command == COVER_PERMITS => Some(Self::Cover),
            Event::StageEntered(_) => Some(Self::Gate),
            _ => (command == ADVANCE).then_some(Self::Gate),
        }
    }

    /// Whether what it tells, prices or codes alone, could be found by trying what its hash is that of; the id of another
    /// project, and a file, could not.
    pub const fn is_guessable(self) -> bool {
        match self {
            Self::Gate | Self::Terms => true,
            Self::Paper | Self::Pair | Self::Cover => false,
        }
    }
}
