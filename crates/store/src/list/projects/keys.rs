//! What lists of projects are sorted by.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::term::ProjectTerm;
use crate::db::Value;
use crate::list::order::{Kind, List, SortKey};
use crate::list::page::Listing;

/// What projects can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProjectKey {
    /// The order in which they were registered.
    Registered,
    /// The name, by its pinyin.
    Name,
    /// How far they have come; a project in phases, as far as all its phases have.
    Stage,
    /// 协议投资额; of a project in phases, the sum of its phases.
    AgreedInvestment,
    /// The first day of the planned start.
    PlannedStart,
    /// The first day of the planned production.
    PlannedProduction,
    /// When anything was last written down about them.
    Updated,
}

impl SortKey for ProjectKey {
    fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Name => "name",
            Self::Stage => "stage",
            Self::AgreedInvestment => "investment",
            Self::PlannedStart => "start",
            Self::PlannedProduction => "production",
            Self::Updated => "updated",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Registered => "id",
            Self::Name => "name_key",
            Self::Stage => "shown_stage",
            Self::AgreedInvestment => "shown_investment_fen",
            Self::PlannedStart => "planned_start",
            Self::PlannedProduction => "planned_production",
            Self::Updated => "updated_at",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Registered => Kind::Uuid,
            Self::Name => Kind::Text,
            Self::Stage | Self::AgreedInvestment => Kind::Int,
            Self::PlannedStart | Self::PlannedProduction => Kind::Date,
            Self::Updated => Kind::Instant,
        }
    }

    fn optional(self) -> bool {
        matches!(self, Self::AgreedInvestment | Self::PlannedStart | Self::PlannedProduction)
    }

    fn unique(self) -> bool {
        self == Self::Registered
    }
}

/// The list of projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Projects;

/// What is read of a project to know where it stands.
#[derive(FromRow)]
pub(in crate::list) struct Row {
    id: Uuid,
    name_key: String,
    shown_stage: i64,
    shown_investment_fen: Option<i64>,
    planned_start: Option<NaiveDate>,
    planned_production: Option<NaiveDate>,
    updated_at: DateTime<Utc>,
}

impl List for Projects {
    const TABLE: &'static str = "project";
    type Key = ProjectKey;
}

impl Listing for Projects {
    const NAME: &'static str = "LIST_PROJECTS";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name_key",
        "shown_stage",
        "shown_investment_fen",
        "planned_start",
        "planned_production",
        "updated_at",
    ];
    type Term = ProjectTerm;
    type Row = Row;

    fn id(row: &Row) -> Uuid {
        row.id
    }

    fn value(row: &Row, key: ProjectKey) -> Value {
        match key {
            ProjectKey::Registered => row.id.into(),
            ProjectKey::Name => row.name_key.as_str().into(),
            ProjectKey::Stage => row.shown_stage.into(),
            ProjectKey::AgreedInvestment => row.shown_investment_fen.into(),
            ProjectKey::PlannedStart => row.planned_start.into(),
            ProjectKey::PlannedProduction => row.planned_production.into(),
            ProjectKey::Updated => row.updated_at.into(),
        }
    }
}
