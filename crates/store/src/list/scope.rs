//! What somebody may see, as conditions of lists: [`luodi_domain::access::can`] said a second time. A test holds the two
//! equal over random worlds.

use luodi_domain::access::{Reach, Viewer};
use luodi_domain::actor::PostRole;
use luodi_domain::stage::Stage;
use sea_query::{Cond, Condition, Expr, ExprTrait, Query};

use super::projects::{AgencyRole, parts};
use super::sql::{column, literal, never, only};
use crate::projects::stage_rank;

fn own(name: &'static str) -> Expr {
    column("project", name)
}

/// The projects that exist for the viewer.
pub(super) fn projects(viewer: &Viewer) -> Condition {
    let open = own("shown_stage").gte(literal(stage_rank(Stage::Signed)));
    let credited = parts::agency(&[viewer.agency], &[AgencyRole::Credited, AgencyRole::Deciding]);
    let secret = match viewer.role {
        PostRole::Leader => governed(viewer),
        _ => only(never()),
    };
    partner(viewer)
        .add(parts::officer(&[viewer.officer], &[]))
        .add(secret)
        .add(Cond::all().add(open).add(Cond::any().add(governed(viewer)).add(credited)))
}

/// The permits that exist for the viewer.
pub(super) fn permits(viewer: &Viewer) -> Condition {
    let permit = |name| column("permit", name);
    let within = |condition: Condition| {
        let mut projects = Query::select();
        projects.column(("project", "id")).from("project").cond_where(condition);
        permit("project_id").in_subquery(projects)
    };
    let mut steps = Query::select();
    steps.column(("step", "id")).from("step");
    steps.and_where(column("step", "responsible_id").eq(literal(viewer.officer)));
    let mine = Cond::any()
        .add(permit("agency_id").eq(literal(viewer.agency)))
        .add(permit("step_id").in_subquery(steps))
        .add(within(partner(viewer).add(governed(viewer))));
    Cond::all().add(within(projects(viewer))).add(mine)
}

/// Within reach.
fn governed(viewer: &Viewer) -> Condition {
    match viewer.reach {
        Reach::Region(region) => parts::region(&[region]),
        Reach::Agency => only(never()),
    }
}

/// Brought by the viewer's own agency, or by one that the viewer's landing office stands above.
fn partner(viewer: &Viewer) -> Condition {
    let works = viewer.role.works_on_projects();
    let mut any = Cond::any();
    if works || viewer.role == PostRole::Clerk {
        any = any.add(own("originating_agency_id").eq(literal(viewer.agency)));
    }
    if works && viewer.landing_office {
        let mut below = Query::select();
        below.column(("agency", "id")).from("agency");
        below.inner_join(
            "region_closure",
            Expr::col(("region_closure", "descendant_id")).equals(("agency", "region_id")),
        );
        below.and_where(column("region_closure", "ancestor_id").eq(literal(viewer.region)));
        let nobodys =
            Cond::all().add(own("originating_agency_id").is_null()).add(parts::region(&[viewer.region]));
        any = any.add(own("originating_agency_id").in_subquery(below)).add(nobodys);
    }
    if any.is_empty() { any.add(never()) } else { any }
}
