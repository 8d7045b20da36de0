//! Terms on the history of all projects.

use luodi_domain::ids::ProjectId;
use rand::rngs::StdRng;

use super::{choose, compare, projects, some};
use crate::fixture::{LEADER, LI, WANG, id};
use crate::history::EventType;
use crate::list::history::HistoryTerm;
use crate::list::tests::city::days_on;
use crate::list::tests::records::{COMMANDS, hours_on};

/// How many kinds of terms on the history there are.
pub(in crate::list::tests) const HISTORY_TERMS: usize = 8;

/// A term on the history of this kind.
pub(in crate::list::tests) fn history_term(rng: &mut StdRng, kind: usize) -> HistoryTerm {
    let days: Vec<_> = (0..10).map(|part| days_on(part * 30)).collect();
    let hours: Vec<_> = (0..8).map(|part| hours_on(part * 6)).collect();
    let types = [EventType::Resumed, EventType::Withdrawn, EventType::SplitIntoPhases];
    match kind % HISTORY_TERMS {
        0 => {
            let all: Vec<_> = (1..=20).map(|n| id(ProjectId::from_uuid, n)).collect();
            HistoryTerm::Project(some(rng, &all))
        }
        1 => HistoryTerm::OfProjects(projects::projects(rng, 1)),
        2 => HistoryTerm::Actor(some(rng, &[WANG, LI, LEADER])),
        3 => HistoryTerm::Command(choose(rng, &COMMANDS.map(str::to_owned))),
        4 => HistoryTerm::EventType(choose(rng, &types.map(|one| one.as_str().to_owned()))),
        6 => HistoryTerm::SeenBy(projects::viewer(rng)),
        5 => HistoryTerm::RecordedAt(compare(rng, &hours)),
        _ => HistoryTerm::OccurredOn(compare(rng, &days)),
    }
}
