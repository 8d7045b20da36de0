//! The history of all projects, in the order in which it was recorded.
//!
//! Indexes serve every filter but that by the day on which something happened: it walks the rows in order until the page is
//! full, all of them when few match, unless a time of recording bounds the walk.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::access::Viewer;
use luodi_domain::ids::{OfficerId, ProjectId};
use sea_query::{Condition, ExprTrait};
use sqlx::FromRow;
use uuid::Uuid;

use super::compare::Compare;
use super::filter::{Filter, Term};
use super::order::{Direction, Kind, List, Order, SortKey};
use super::page::{self, Listing, Page, Paging};
use super::place::PlaceError;
use super::projects::{ProjectFilter, passing};
use super::scope;
use super::sql::{column, one_of, only};
use crate::db::{Conn, StoreError, Value};

/// One thing that can be asked of a history row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryTerm {
    /// It is about one of these projects.
    Project(Vec<ProjectId>),
    /// It is about a project that passes a filter.
    OfProjects(ProjectFilter),
    /// One of these officers acted.
    Actor(Vec<OfficerId>),
    /// The command that brought it about.
    Command(Compare<String>),
    /// What kind of event it is.
    EventType(Compare<String>),
    /// When it was recorded.
    RecordedAt(Compare<DateTime<Utc>>),
    /// The day it happened.
    OccurredOn(Compare<NaiveDate>),
    /// It is about a project of which this viewer may read all.
    SeenBy(Viewer),
}

impl Term for HistoryTerm {
    fn condition(&self) -> Condition {
        let own = |name| column("history", name);
        match self {
            Self::Project(ids) => only(one_of(own("project_id"), ids)),
            Self::OfProjects(filter) => only(own("project_id").in_subquery(passing(filter))),
            Self::Actor(officers) => only(one_of(own("actor_id"), officers)),
            Self::Command(command) => command.condition(own("command")),
            Self::EventType(event_type) => event_type.condition(own("event_type")),
            Self::RecordedAt(at) => at.condition(own("recorded_at")),
            Self::OccurredOn(day) => day.condition(own("occurred_on")),
            Self::SeenBy(viewer) => only(own("project_id").in_subquery(scope::read_whole(viewer))),
        }
    }
}

/// The parts of a history row's place. Rows of one instant stand by project and sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::list) enum HistoryKey {
    RecordedAt,
    Project,
    Sequence,
}

impl SortKey for HistoryKey {
    fn name(self) -> &'static str {
        match self {
            Self::RecordedAt => "recorded",
            Self::Project => "project",
            Self::Sequence => "sequence",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::RecordedAt => "recorded_at",
            Self::Project => "project_id",
            Self::Sequence => "sequence",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::RecordedAt => Kind::Instant,
            Self::Project => Kind::Uuid,
            Self::Sequence => Kind::Int,
        }
    }

    fn optional(self) -> bool {
        false
    }

    /// Within its project, which stands before it.
    fn unique(self) -> bool {
        self == Self::Sequence
    }
}

/// The list of history rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::list) struct Rows;

/// What is read of a history row to know where it stands.
#[derive(FromRow)]
pub(in crate::list) struct Row {
    project_id: Uuid,
    sequence: i64,
    recorded_at: DateTime<Utc>,
}

impl List for Rows {
    const TABLE: &'static str = "history";
    type Key = HistoryKey;
}

impl Listing for Rows {
    const NAME: &'static str = "LIST_HISTORY";
    const COLUMNS: &'static [&'static str] = &["project_id", "sequence", "recorded_at"];
    type Term = HistoryTerm;
    type Row = Row;

    fn id(row: &Row) -> Uuid {
        row.project_id
    }

    fn value(row: &Row, key: HistoryKey) -> Value {
        match key {
            HistoryKey::RecordedAt => row.recorded_at.into(),
            HistoryKey::Project => row.project_id.into(),
            HistoryKey::Sequence => row.sequence.into(),
        }
    }
}

/// Which page of the history is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPaging(Paging<Rows>);

impl HistoryPaging {
    /// At most `limit` rows, from the earliest or the latest recorded, or after this place.
    ///
    /// # Errors
    /// [`PlaceError`] when the place is not one of a history that runs this way.
    pub fn new(direction: Direction, after: Option<&str>, limit: u32) -> Result<Self, PlaceError> {
        Paging::new(&order(direction), after, limit).map(Self)
    }
}

/// The only order of the history, which runs either way.
pub(in crate::list) fn order(direction: Direction) -> [Order<HistoryKey>; 3] {
    [HistoryKey::RecordedAt, HistoryKey::Project, HistoryKey::Sequence].map(|key| Order { key, direction })
}

/// A page of the history rows that pass a filter, by project and sequence.
pub async fn page(
    conn: &mut Conn<'_>,
    filter: &Filter<HistoryTerm>,
    paging: &HistoryPaging,
) -> Result<Page<(ProjectId, i64)>, StoreError> {
    let rows = page::rows::<Rows>(conn, filter, &paging.0).await?;
    let named = |(row, place): (Row, String)| ((ProjectId::from_uuid(row.project_id), row.sequence), place);
    Ok(Page { rows: rows.into_iter().map(named).collect() })
}

/// How many history rows pass a filter.
pub async fn count(conn: &mut Conn<'_>, filter: &Filter<HistoryTerm>) -> Result<i64, StoreError> {
    page::count::<Rows>(conn, "COUNT_HISTORY", filter).await
}
