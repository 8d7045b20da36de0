//! What can be wrong with a catalogue.

use luodi_domain::permit::Level;
use thiserror::Error;

use crate::condition::ConditionError;

/// Something wrong with a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {subject}{reason}", subject = subject(.code.as_deref()))]
pub struct Fault {
    /// In which file.
    pub file: String,
    /// In which line, from 1.
    pub line: usize,
    /// Of which entry, where its code can be read.
    pub code: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// The file is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A key that the form does not have.
    #[error("{0} is no key of the form")]
    UnknownKey(String),
    /// A key that has to be there.
    #[error("{0} is missing")]
    Missing(String),
    /// Two keys of which only one may be there.
    #[error("{0} and {1} exclude one another")]
    Both(String, String),
    /// Something else should stand there.
    #[error("{key} should be {shape}")]
    Shape {
        /// The key.
        key: String,
        /// What should stand there.
        shape: Shape,
    },
    /// A text or list without anything in it.
    #[error("{0} is empty")]
    Empty(String),
    /// A value that a closed list does not have.
    #[error("{key}: there is no {found:?}")]
    Unknown {
        /// The key.
        key: String,
        /// The value.
        found: String,
    },
    /// A number that is too small or too large.
    #[error("{key} should be from {least} to {most}, it is {found}")]
    Range {
        /// The key.
        key: String,
        /// The number as it is written.
        found: String,
        /// The smallest allowed.
        least: u32,
        /// The largest allowed.
        most: u32,
    },
    /// A condition that cannot be read.
    #[error("{key}, {error}")]
    Condition {
        /// The key.
        key: String,
        /// What is wrong with it.
        error: ConditionError,
    },
    /// A list has something twice.
    #[error("{key} has {found} twice")]
    Twice {
        /// The key.
        key: String,
        /// What it has twice.
        found: String,
    },
    /// A prerequisite is law in one group and custom in another.
    #[error("requires has {0} as law and as custom")]
    HardAndSoft(String),
    /// A prerequisite that no entry has.
    #[error("requires {0}, which is not in the catalogue")]
    UnknownPermit(String),
    /// Entries that wait for one another.
    #[error("waits for itself: {}", .0.join(" → "))]
    Cycle(Vec<String>),
    /// Two versions hold on the same day.
    #[error("overlaps with the version in {file}:{line}")]
    Overlap {
        /// The file of the other.
        file: String,
        /// The line of the other.
        line: usize,
    },
    /// A version ends before it begins.
    #[error("valid_to is before valid_from")]
    EndsFirst,
    /// A lift that does not lead up.
    #[error("lifts to {to}, which is not above {level}")]
    NotAbove {
        /// The level of the lift.
        to: Level,
        /// The usual level.
        level: Level,
    },
    /// Lifts that are not in order, so that one never applies.
    #[error("lifts to {to} after {after}: they go from the highest down, each level once")]
    LiftOrder {
        /// The level of the lift.
        to: Level,
        /// That of the lift before.
        after: Level,
    },
    /// A limit behind one that holds for every project.
    #[error("legal: the limit before this one holds for every project, so that this one never does")]
    NeverReached,
    /// Two limits of the same projects.
    #[error("legal: a limit before this one has the same condition")]
    SameCondition,
    /// Legs that do not lead to a decision.
    #[error("legs should end in their one DECISION")]
    NoDecision,
    /// A parallel group of one: its name is not that of the others.
    #[error("is alone in the parallel group {0}")]
    Alone(String),
    /// A parallel group whose limit nobody can tell: no entry leads it on any of these days.
    #[error("nothing leads the parallel group {0}")]
    NoLead(String),
    /// A parallel group has one limit, and so one entry that leads it.
    #[error("leads the parallel group {group}, which {other} leads")]
    TwoLeads {
        /// The group.
        group: String,
        /// The entry that leads it already.
        other: String,
    },
    /// It leads nothing.
    #[error("leads_group without parallel_group")]
    LeadsNothing,
    /// What leads a group has the limit of the group.
    #[error("leads the parallel group {0} and has no limit, neither legal nor promised")]
    LeadWithoutLimit(String),
    /// What is accepted on one day cannot wait for one another. What leads a group collects the others.
    #[error("requires {0}, which is accepted together with it")]
    WaitsWithin(String),
    /// What is said to be unverified is not there.
    #[error("unverified names {0}, which is not there")]
    UnverifiedField(String),
}

/// What should stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Shape {
    /// A text.
    #[error("a text")]
    Text,
    /// Yes or no.
    #[error("true or false")]
    Flag,
    /// A whole number.
    #[error("a whole number")]
    Number,
    /// A day.
    #[error("a day such as 2025-09-01")]
    Day,
    /// A list.
    #[error("a list")]
    List,
    /// A table.
    #[error("a table")]
    Table,
}

fn subject(code: Option<&str>) -> String {
    code.map(|code| format!("{code}: ")).unwrap_or_default()
}
