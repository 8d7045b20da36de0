//! The history of all projects.

use luodi_domain::access::{Action, Object, can};
use luodi_domain::ids::ProjectId;
use rand::rngs::StdRng;

use super::projects::{facts, project_passes};
use super::{Twin, compare, passes};
use crate::db::{Conn, Db};
use crate::list::history::{self, HistoryPaging, HistoryTerm};
use crate::list::tests::records::{Record, Records, built};
use crate::list::tests::{DIRECTIONS, random};
use crate::list::{Direction, Filter, Page};

/// The history of all projects.
pub(in crate::list::tests) struct Histories(Records);

impl Histories {
    fn holds(&self, record: &Record, term: &HistoryTerm) -> bool {
        match term {
            HistoryTerm::Project(projects) => projects.contains(&record.project),
            HistoryTerm::OfProjects(filter) => {
                let project = self.0.projects.iter().find(|project| project.id == record.project).unwrap();
                project_passes(&self.0.projects, project, filter)
            }
            HistoryTerm::Actor(officers) => record.actor.is_some_and(|actor| officers.contains(&actor)),
            HistoryTerm::Command(command) => compare(command, Some(&record.command)),
            HistoryTerm::EventType(event_type) => compare(event_type, Some(&record.event_type)),
            HistoryTerm::RecordedAt(at) => compare(at, Some(&record.recorded_at)),
            HistoryTerm::OccurredOn(day) => compare(day, Some(&record.occurred_on)),
            HistoryTerm::SeenBy(viewer) => {
                let project = self.0.projects.iter().find(|project| project.id == record.project).unwrap();
                can(viewer, Action::SeeWhole, &Object::Project(&facts(&self.0.projects, project)))
            }
        }
    }
}

impl Twin for Histories {
    type Term = HistoryTerm;
    type Order = Direction;
    type Id = (ProjectId, i64);
    const TERMS: usize = random::HISTORY_TERMS;

    async fn built(db: &Db, seed: u64) -> Self {
        Self(built(db, seed).await)
    }

    fn term(rng: &mut StdRng, kind: usize) -> HistoryTerm {
        random::history_term(rng, kind)
    }

    fn order(_: &mut StdRng, round: usize) -> Direction {
        DIRECTIONS[round % DIRECTIONS.len()]
    }

    fn expected(&self, filter: &Filter<HistoryTerm>, order: &Direction) -> Vec<Self::Id> {
        let all = self.0.records.iter();
        let mut rows: Vec<&Record> =
            all.filter(|record| passes(filter, &|term| self.holds(record, term))).collect();
        rows.sort_by_key(|record| (record.recorded_at, record.project, record.sequence));
        if *order == Direction::Descending {
            rows.reverse();
        }
        rows.into_iter().map(|record| (record.project, record.sequence)).collect()
    }

    async fn page(
        conn: &mut Conn<'_>,
        filter: &Filter<HistoryTerm>,
        order: &Direction,
        after: Option<&str>,
        limit: u32,
    ) -> Page<Self::Id> {
        let paging = HistoryPaging::new(*order, after, limit).unwrap();
        history::page(conn, filter, &paging).await.unwrap()
    }

    async fn count(conn: &mut Conn<'_>, filter: &Filter<HistoryTerm>) -> i64 {
        history::count(conn, filter).await.unwrap()
    }
}
