//! Summaries of the projects that pass a filter: how many have come how far, and what their permits amount to.

use std::collections::BTreeMap;

use luodi_domain::ids::RegionId;
use luodi_domain::money::Money;
use luodi_domain::permit::{Level, PermitStatus};
use luodi_domain::stage::Stage;
use luodi_domain::standing::StandingKind;
use sea_query::{Cond, Condition, Expr, ExprTrait, Query, SelectStatement};
use uuid::Uuid;

use super::keys::Projects;
use super::{PermitTerm, ProjectFilter, passing};
use crate::db::{Conn, StoreError};
use crate::list::filter::Filter;
use crate::list::order::List;
use crate::list::sql::{build, column};
use crate::projects::{stage_of_rank, stage_rank};
use crate::stored::At;

/// Which regions a summary tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegionLevel {
    /// 省.
    Province,
    /// 市.
    City,
    /// 县.
    County,
    /// 园区.
    Park,
}

impl RegionLevel {
    const fn column(self) -> &'static str {
        match self {
            Self::Province => "province_id",
            Self::City => "city_id",
            Self::County => "county_id",
            Self::Park => "park_id",
        }
    }
}

/// Projects of one region that have come equally far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The region; none for projects that say none of this level.
    pub region: Option<RegionId>,
    /// How far they have come.
    pub stage: Stage,
    /// Whether they are being pushed forward.
    pub standing: StandingKind,
    /// How many there are.
    pub projects: i64,
    /// The sum of the amounts known.
    pub agreed_investment: Money,
    /// How many have no amount.
    pub without_amount: i64,
}

/// How many projects have come how far, by region. An umbrella counts once, with what its phases amount to; a phase counts
/// where its umbrella does not.
pub async fn pipeline(
    conn: &mut Conn<'_>,
    filter: &ProjectFilter,
    level: RegionLevel,
) -> Result<Vec<Cell>, StoreError> {
    let own = |name| column(Projects::TABLE, name);
    let mut select = Query::select();
    select
        .expr(own(level.column()))
        .expr(own("shown_stage"))
        .expr(own("shown_standing"))
        .expr(Expr::cust("count(*)"))
        .expr(sum_of(&format!("project.shown_investment_fen / {PART}")))
        .expr(sum_of(&format!("project.shown_investment_fen % {PART}")))
        .expr(Expr::cust("count(project.shown_investment_fen)"))
        .from(Projects::TABLE)
        .cond_where(once(filter))
        // Last on both databases, which differ in where they put what is unknown.
        .order_by_expr(own(level.column()).is_null(), sea_query::Order::Asc);
    for name in [level.column(), "shown_stage", "shown_standing"] {
        select.add_group_by([own(name)]).order_by_expr(own(name), sea_query::Order::Asc);
    }
    let (statement, values) = build("PIPELINE", &select, filter.is_open())?;
    let rows: Vec<CellRow> = conn.fetch_all(statement, values).await?;
    let cell = |(region, stage, standing, projects, parts, rest, with_amount): CellRow| {
        let at = At { table: "project", row: "of a summary" };
        Ok(Cell {
            region: region.map(RegionId::from_uuid),
            stage: stage_of_rank(stage).ok_or_else(|| at.wrong(format!("shown_stage is {stage}")))?,
            standing: at.coded("shown_standing", &standing, StandingKind::parse)?,
            projects,
            agreed_investment: Money::from_fen(rest.saturating_add(parts.saturating_mul(PART))),
            without_amount: projects - with_amount,
        })
    };
    rows.into_iter().map(cell).collect()
}

/// Amounts are summed in two parts, of which neither can overflow: so many fen, and what is left. The sum of bigints is
/// an error on SQLite when it overflows, and a number without bounds on PostgreSQL.
const PART: i64 = 1_000_000;

type CellRow = (Option<Uuid>, i64, String, i64, i64, i64, i64);

fn sum_of(part: &str) -> Expr {
    Expr::cust(format!("cast(coalesce(sum({part}), 0) as bigint)"))
}

/// Permits of the projects that pass a filter, and how far those projects have come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PermitCounts {
    /// How many permits stand how, by deciding level; one that stands for others, and those, count once.
    pub permits: BTreeMap<(Level, PermitStatus), i64>,
    /// How many projects there are; an umbrella counts once, a phase where its umbrella does not.
    pub projects: i64,
    /// How many of them have started, those that produce included.
    pub started: i64,
}

/// What the permits of the projects that pass a filter amount to, those of an umbrella's phases included, as far as
/// they pass a filter of their own.
pub async fn permit_counts(
    conn: &mut Conn<'_>,
    filter: &ProjectFilter,
    which: &Filter<PermitTerm>,
) -> Result<PermitCounts, StoreError> {
    let own = |name| column("permit", name);
    let counted = |select: &mut SelectStatement| {
        select.from("permit").cond_where(which.condition());
        // The databases would find and compare the ids of all projects to learn that each is among them.
        if !filter.is_open() {
            select.cond_where(
                Cond::any()
                    .add(own("project_id").in_subquery(passing(filter)))
                    .add(own("project_id").in_subquery(phases_of_passing(filter))),
            );
        }
    };
    let mut permits = Query::select();
    counted(&mut permits);
    permits
        .expr(own("level"))
        .expr(own("status"))
        .expr(Expr::cust("count(*)"))
        .cond_where(own("shared_id").is_null())
        .add_group_by([own("level"), own("status")]);
    // Those that one stands for are counted once, at its level or, where it is not among them, at theirs.
    let mut shared = Query::select();
    counted(&mut shared);
    let level =
        "coalesce(max(case when permit.id = permit.shared_id then permit.level end), min(permit.level))";
    shared
        .expr_as(Expr::cust(level), "level")
        .expr_as(own("status"), "status")
        .cond_where(own("shared_id").is_not_null())
        .add_group_by([own("shared_id"), own("status")]);
    let of_shared = |name| column("shared", name);
    let shared = Query::select()
        .expr(of_shared("level"))
        .expr(of_shared("status"))
        .expr(Expr::cust("count(*)"))
        .from_subquery(shared, "shared")
        .add_group_by([of_shared("level"), of_shared("status")])
        .take();
    let mut counts = PermitCounts::default();
    let kept = filter.is_open() && which.is_open();
    for (name, select) in [("PERMIT_COUNTS", &permits), ("SHARED_PERMIT_COUNTS", &shared)] {
        let (statement, values) = build(name, select, kept)?;
        let rows: Vec<(String, String, i64)> = conn.fetch_all(statement, values).await?;
        for (level, status, count) in rows {
            let at = At { table: "permit", row: "of a summary" };
            let level = at.coded("level", &level, Level::parse)?;
            let status = at.coded("status", &status, PermitStatus::parse)?;
            *counts.permits.entry((level, status)).or_default() += count;
        }
    }
    (counts.projects, counts.started) = projects(conn, filter).await?;
    Ok(counts)
}

/// The projects that pass, without the phases whose umbrella passes too.
fn once(filter: &ProjectFilter) -> Condition {
    let umbrella = || column(Projects::TABLE, "phase_of");
    let alone = Cond::any().add(umbrella().is_null());
    if filter.is_open() {
        return alone;
    }
    let alone = alone.add(umbrella().not_in_subquery(passing(filter)));
    Cond::all().add(filter.condition()).add(alone)
}

/// The phases of the projects that pass.
fn phases_of_passing(filter: &ProjectFilter) -> SelectStatement {
    let mut select = Query::select();
    let own = |name| column(Projects::TABLE, name);
    select.expr(own("id")).from(Projects::TABLE).and_where(own("phase_of").in_subquery(passing(filter)));
    select
}

/// How many projects there are, and how many have started.
async fn projects(conn: &mut Conn<'_>, filter: &ProjectFilter) -> Result<(i64, i64), StoreError> {
    let own = |name| column(Projects::TABLE, name);
    let mut select = Query::select();
    select
        .expr(own("shown_stage"))
        .expr(Expr::cust("count(*)"))
        .from(Projects::TABLE)
        .cond_where(once(filter))
        .add_group_by([own("shown_stage")]);
    let (statement, values) = build("PROJECT_COUNTS", &select, filter.is_open())?;
    let rows: Vec<(i64, i64)> = conn.fetch_all(statement, values).await?;
    let started = rows.iter().filter(|(stage, _)| *stage >= stage_rank(Stage::Started));
    Ok((rows.iter().map(|(_, count)| count).sum(), started.map(|(_, count)| count).sum()))
}
