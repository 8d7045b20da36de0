//! At which level a permit is decided, and why.

use crate::attribute::Answers;
use crate::catalogue::{Finding, Lift, PermitType, Truth};
use crate::permit::Level;

/// At which level a permit is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LevelVerdict<'c> {
    /// It can be told.
    Decided {
        /// The level.
        level: Level,
        /// The rule that moved it there; nothing where it stays at the usual level.
        by: Option<&'c Lift>,
        /// What decided.
        why: Vec<Finding>,
    },
    /// An attribute that decides is unknown.
    Open {
        /// The level unless the unknown turns out to move it.
        unless: Level,
        /// The level to which the unknown would move it.
        perhaps: Level,
        /// What is unknown, and what moved it as far as that is known.
        why: Vec<Finding>,
    },
}

impl<'c> LevelVerdict<'c> {
    /// The level of an entry: of the rules that move it the first that holds; one that is unknown leaves it open.
    pub(super) fn of(entry: &'c PermitType, answers: &Answers) -> Self {
        let mut open: Option<(Level, Vec<Finding>)> = None;
        let mut against = Vec::new();
        for lift in &entry.lifts {
            let verdict = lift.when.judge(answers);
            match (verdict.truth, &open) {
                (Truth::Yes, None) => {
                    return Self::Decided { level: lift.to, by: Some(lift), why: verdict.findings };
                }
                (Truth::Yes, Some(_)) => return Self::settled(lift.to, Some(lift), verdict.findings, open),
                (Truth::Unknown, None) => open = Some((lift.to, verdict.findings)),
                (Truth::Unknown, Some(_)) => {
                    if let Some((_, why)) = &mut open {
                        why.extend(verdict.findings);
                    }
                }
                (Truth::No, _) => against.extend(verdict.findings),
            }
        }
        Self::settled(entry.level, None, against, open)
    }

    fn settled(
        level: Level,
        by: Option<&'c Lift>,
        why: Vec<Finding>,
        open: Option<(Level, Vec<Finding>)>,
    ) -> Self {
        match open {
            // What is known to have moved it is told beside what is unknown.
            Some((perhaps, unknown)) if perhaps != level => {
                let moved = if by.is_some() { why } else { Vec::new() };
                Self::Open { unless: level, perhaps, why: unknown.into_iter().chain(moved).collect() }
            }
            _ => Self::Decided { level, by, why },
        }
    }

    /// The level as far as it can be told: where it is open, the one unless the unknown moves it.
    pub const fn level(&self) -> Level {
        match self {
            Self::Decided { level, .. } => *level,
            Self::Open { unless, .. } => *unless,
        }
    }
}
