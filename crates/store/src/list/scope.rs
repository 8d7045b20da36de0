//! What somebody may see, as conditions: [`luodi_domain::access::can`] said a second time. A test holds the two equal over
//! random worlds.

use std::collections::HashMap;

use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{EnterpriseId, OfficerId, PermitId, ProjectId};
use luodi_domain::stage::Stage;
use sea_query::{Cond, Condition, Expr, ExprTrait, Query, SelectStatement};
use sqlx::FromRow;
use uuid::Uuid;

use super::projects::{AgencyRole, parts};
use super::sql::{build, column, literal, never, one_of, only};
use crate::db::{Conn, StoreError};
use crate::projects::stage_rank;

/// What of a project that exists for a viewer he may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// All of it: its papers, every permit, and what happened to it.
    pub whole: bool,
    /// The terms of the negotiation 谈判条件.
    pub terms: bool,
    /// Which permits are missing 手续缺口.
    pub gaps: bool,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    whole: i64,
    terms: i64,
    gaps: i64,
}

/// Which of these projects exist for the viewer, and what of them he may read. One statement.
pub async fn rights(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Rights>, StoreError> {
    let whether = |condition: Condition| {
        let either: Expr = Expr::case(condition, Expr::cust("1")).finally(Expr::cust("0")).into();
        either.cast_as("bigint")
    };
    let mut select = Query::select();
    select.column(("project", "id")).from("project");
    select.expr_as(whether(whole(viewer)), "whole");
    select.expr_as(whether(terms(viewer)), "terms");
    select.expr_as(whether(gaps(viewer)), "gaps");
    select.and_where(one_of(own("id"), ids)).cond_where(projects(viewer));
    let (statement, values) = build("PROJECT_RIGHTS", &select, false)?;
    let rows: Vec<Row> = conn.fetch_all(statement, values).await?;
    let rights = |row: &Row| Rights { whole: row.whole != 0, terms: row.terms != 0, gaps: row.gaps != 0 };
    Ok(rows.into_iter().map(|row| (ProjectId::from_uuid(row.id), rights(&row))).collect())
}

/// Which permits of these projects exist for the viewer.
pub async fn permits_seen(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    projects: &[ProjectId],
) -> Result<Vec<PermitId>, StoreError> {
    let mut select = Query::select();
    select
        .column(("permit", "id"))
        .from("permit")
        .and_where(one_of(column("permit", "project_id"), projects));
    select.cond_where(permits(viewer));
    let (statement, values) = build("PERMITS_SEEN", &select, false)?;
    let rows: Vec<(Uuid,)> = conn.fetch_all(statement, values).await?;
    Ok(rows.into_iter().map(|(id,)| PermitId::from_uuid(id)).collect())
}

/// Which of these enterprises exist for the viewer.
pub async fn enterprises_seen(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    ids: &[EnterpriseId],
) -> Result<Vec<EnterpriseId>, StoreError> {
    let mut select = Query::select();
    select.column(("enterprise", "id")).from("enterprise").and_where(one_of(column("enterprise", "id"), ids));
    select.cond_where(enterprises(viewer));
    let (statement, values) = build("ENTERPRISES_SEEN", &select, false)?;
    let rows: Vec<(Uuid,)> = conn.fetch_all(statement, values).await?;
    Ok(rows.into_iter().map(|(id,)| EnterpriseId::from_uuid(id)).collect())
}

/// Whose telephone numbers and addresses the viewer may read. One statement.
pub async fn contacts_seen(
    conn: &mut Conn<'_>,
    viewer: &Viewer,
    ids: &[OfficerId],
) -> Result<Vec<OfficerId>, StoreError> {
    let mut select = Query::select();
    select.column(("officer", "id")).from("officer");
    select.inner_join("post", Expr::col(("post", "id")).equals(("officer", "post_id")));
    select.inner_join("agency", Expr::col(("agency", "id")).equals(("post", "agency_id")));
    select.and_where(one_of(column("officer", "id"), ids)).cond_where(contacts(viewer));
    let (statement, values) = build("CONTACTS_SEEN", &select, false)?;
    let rows: Vec<(Uuid,)> = conn.fetch_all(statement, values).await?;
    Ok(rows.into_iter().map(|(id,)| OfficerId::from_uuid(id)).collect())
}

/// The officers, beside their posts and agencies, whom the viewer may call.
fn contacts(viewer: &Viewer) -> Condition {
    let mut any = Cond::any().add(column("officer", "id").eq(literal(viewer.officer)));
    if viewer.role != PostRole::Integration {
        any = any.add(column("agency", "id").eq(literal(viewer.agency)));
    }
    if viewer.role.works_on_projects() || viewer.role.keeps_registry() {
        let mut below = Query::select();
        below.expr(column("region_closure", "descendant_id")).from("region_closure");
        below.and_where(column("region_closure", "ancestor_id").eq(literal(viewer.region)));
        any = any.add(column("agency", "region_id").in_subquery(below));
    }
    any
}

/// The enterprises that exist for the viewer: those of projects that do, those that agencies entered over which he stands,
/// whatever projects name them, and those entered for everybody.
pub(super) fn enterprises(viewer: &Viewer) -> Condition {
    let mut parties = Query::select();
    parties.column(("party", "enterprise_id")).from("party");
    parties.and_where(column("party", "project_id").in_subquery(seen(viewer)));
    let mut entered = Query::select();
    entered.column(("enterprise_entry", "enterprise_id")).from("enterprise_entry");
    let by = |what: &'static str| column("enterprise_entry", what);
    let mut entries =
        Cond::any().add(by("officer_id").eq(literal(viewer.officer))).add(by("agency_id").is_null());
    if viewer.brings() {
        entries = entries.add(by("agency_id").eq(literal(viewer.agency)));
    }
    if viewer.leads_offices() {
        entries = entries.add(by("agency_id").in_subquery(agencies_below(viewer)));
    }
    entered.cond_where(entries);
    let enterprise = || column("enterprise", "id");
    Cond::any().add(enterprise().in_subquery(parties)).add(enterprise().in_subquery(entered))
}

/// The ids of the projects that exist for the viewer and of which he may read all.
pub(super) fn read_whole(viewer: &Viewer) -> SelectStatement {
    ids(Cond::all().add(projects(viewer)).add(whole(viewer)))
}

/// The ids of the projects that exist for the viewer.
pub(super) fn seen(viewer: &Viewer) -> SelectStatement {
    ids(projects(viewer))
}

fn ids(condition: Condition) -> SelectStatement {
    let mut projects = Query::select();
    projects.column(("project", "id")).from("project").cond_where(condition);
    projects
}

fn own(name: &'static str) -> Expr {
    column("project", name)
}

/// The projects that exist for the viewer.
pub(super) fn projects(viewer: &Viewer) -> Condition {
    let credited = parts::agency(&[viewer.agency], &[AgencyRole::Credited, AgencyRole::Deciding]);
    let secret = match viewer.role {
        PostRole::Leader => governed(viewer),
        _ => nothing(),
    };
    let open = Cond::all().add(open()).add(Cond::any().add(governed(viewer)).add(credited));
    Cond::any().add(partner(viewer)).add(held(viewer)).add(secret).add(open)
}

/// The permits that exist for the viewer.
pub(super) fn permits(viewer: &Viewer) -> Condition {
    let permit = |name| column("permit", name);
    let within = |condition: Condition| permit("project_id").in_subquery(ids(condition));
    let mut steps = Query::select();
    steps.column(("step", "id")).from("step");
    steps.and_where(column("step", "responsible_id").eq(literal(viewer.officer)));
    let all_of = if viewer.role == PostRole::Integration { governed(viewer) } else { whole(viewer) };
    let mine = Cond::any()
        .add(permit("agency_id").eq(literal(viewer.agency)))
        .add(permit("step_id").in_subquery(steps))
        .add(within(all_of));
    Cond::all().add(within(projects(viewer))).add(mine)
}

/// The projects of which, where they exist for the viewer, he may read all.
pub(super) fn whole(viewer: &Viewer) -> Condition {
    let mut any = Cond::any().add(partner(viewer));
    if viewer.reads_region() {
        any = any.add(governed(viewer));
    }
    if viewer.role.works_on_projects() {
        any = any.add(held(viewer));
    }
    any
}

/// Those of which he may read the terms.
fn terms(viewer: &Viewer) -> Condition {
    match viewer.role {
        PostRole::Specialist | PostRole::Manager => partner(viewer),
        PostRole::Leader => Cond::any().add(governed(viewer)).add(partner(viewer)),
        PostRole::Auditor => Cond::all().add(governed(viewer)).add(open()),
        PostRole::Clerk | PostRole::Administrator | PostRole::Integration => nothing(),
    }
}

/// Those of which he may read what is missing.
fn gaps(viewer: &Viewer) -> Condition {
    match viewer.role {
        PostRole::Specialist | PostRole::Manager | PostRole::Leader => {
            Cond::any().add(governed(viewer)).add(held(viewer)).add(partner(viewer))
        }
        PostRole::Auditor => Cond::all().add(governed(viewer)).add(open()),
        PostRole::Clerk | PostRole::Administrator | PostRole::Integration => nothing(),
    }
}

fn nothing() -> Condition {
    only(never())
}

/// No lead and no negotiation.
fn open() -> Expr {
    own("shown_stage").gte(literal(stage_rank(Stage::Signed)))
}

/// Within reach.
fn governed(viewer: &Viewer) -> Condition {
    if viewer.reaches_region() { parts::region(&[viewer.region]) } else { nothing() }
}

/// Something of it was given to the viewer.
fn held(viewer: &Viewer) -> Condition {
    parts::officer(&[viewer.officer], &[], None)
}

/// Brought by the viewer's own agency, or by one over which the viewer stands.
fn partner(viewer: &Viewer) -> Condition {
    let above = office_above(viewer);
    if viewer.brings() {
        Cond::any().add(own("originating_agency_id").eq(literal(viewer.agency))).add(above)
    } else {
        above
    }
}

/// Brought by an agency over which the viewer stands.
fn office_above(viewer: &Viewer) -> Condition {
    if !viewer.leads_offices() {
        return nothing();
    }
    let below = agencies_below(viewer);
    let nobodys =
        Cond::all().add(own("originating_agency_id").is_null()).add(parts::region(&[viewer.region]));
    Cond::any().add(own("originating_agency_id").in_subquery(below)).add(nobodys)
}

/// The ids of the projects of which the viewer decides whether they are others too:
/// [`luodi_domain::duplicate::arbitrates`] said a second time.
pub(super) fn arbitrated(viewer: &Viewer) -> SelectStatement {
    let above = office_above(viewer);
    ids(if viewer.role == PostRole::Leader { Cond::any().add(above).add(governed(viewer)) } else { above })
}

/// The agencies of the viewer's region and of those below.
fn agencies_below(viewer: &Viewer) -> SelectStatement {
    let mut below = Query::select();
    below.column(("agency", "id")).from("agency");
    below.inner_join(
        "region_closure",
        Expr::col(("region_closure", "descendant_id")).equals(("agency", "region_id")),
    );
    below.and_where(column("region_closure", "ancestor_id").eq(literal(viewer.region)));
    below
}
