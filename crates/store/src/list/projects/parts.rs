//! What hangs on a project, in filters: permits, officers, agencies.

use chrono::NaiveDate;
use luodi_domain::access::Viewer;
use luodi_domain::ids::{AgencyId, OfficerId, RegionId};
use luodi_domain::permit::{Level, PermitStatus, Phase};
use sea_query::{Cond, Condition, Expr, ExprTrait, Query, SelectStatement};

use super::{ProjectFilter, passing};
use crate::list::compare::Compare;
use crate::list::filter::Term;
use crate::list::scope;
use crate::list::sql::{column, literal, looked_up, one_of};

/// One thing that can be asked of a permit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermitTerm {
    /// Who decides, by level.
    Level(Compare<Level>),
    /// Where it stands.
    Status(Compare<PermitStatus>),
    /// Before which point of the project the law wants it.
    Phase(Compare<Phase>),
    /// Its code in the catalogue.
    TypeCode(Compare<String>),
    /// The agency that decides.
    Agency(Compare<AgencyId>),
    /// The day it was decided on.
    DecidedOn(Compare<NaiveDate>),
    /// The officer responsible for its step.
    Responsible(Compare<OfficerId>),
    /// Its project passes a filter.
    Project(Box<ProjectFilter>),
    /// It exists for this viewer.
    SeenBy(Viewer),
}

impl Term for PermitTerm {
    fn condition(&self) -> Condition {
        let own = |name| column("permit", name);
        match self {
            Self::Level(level) => level.clone().map(Level::as_str).condition(own("level")),
            Self::Status(status) => status.clone().map(PermitStatus::as_str).condition(own("status")),
            Self::Phase(phase) => phase.clone().map(Phase::as_str).condition(own("phase")),
            Self::TypeCode(code) => code.condition(own("type_code")),
            Self::Agency(agency) => agency.condition(own("agency_id")),
            Self::DecidedOn(day) => day.condition(own("decided_on")),
            Self::Responsible(officer) => {
                let mut steps = Query::select();
                steps.column(("step", "id")).from("step");
                steps.cond_where(officer.condition(column("step", "responsible_id")));
                Cond::all().add(own("step_id").in_subquery(steps))
            }
            Self::Project(filter) => Cond::all().add(own("project_id").in_subquery(passing(filter))),
            Self::SeenBy(viewer) => scope::permits(viewer),
        }
    }
}

/// How an officer is in charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfficerRole {
    /// 主办 of an open step.
    Responsible,
    /// 协办 of an open step.
    Assisting,
    /// 督办 of an open step.
    Supervising,
    /// 落地专员.
    LandingSpecialist,
    /// 包抓领导.
    LeaderInCharge,
}

impl OfficerRole {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Responsible,
        Self::Assisting,
        Self::Supervising,
        Self::LandingSpecialist,
        Self::LeaderInCharge,
    ];
}

/// What an agency has to do with a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgencyRole {
    /// 首谈单位: it brought the project.
    Originating,
    /// It has a credit, now or before.
    Credited,
    /// It decides one of its permits.
    Deciding,
}

impl AgencyRole {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Originating, Self::Credited, Self::Deciding];
}

/// What is kept of what a project's plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutlookPart {
    /// Permits that can be filed.
    Fileable,
    /// Entries of the catalogue of which nobody can say whether it needs them.
    Undecided,
    /// Attributes that must be known.
    Missing,
    /// Permits that drawing the plan again would change.
    Outdated,
}

impl OutlookPart {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Fileable, Self::Undecided, Self::Missing, Self::Outdated];
}

/// Projects whose plan comes to some of this, or to none. Looked up for each project that is come by, as most projects pass
/// or most do not.
pub(in crate::list) fn outlook(part: OutlookPart, some: bool) -> Condition {
    let (table, holds, lacks) = match part {
        OutlookPart::Fileable => ("fileable_permit", None, None),
        OutlookPart::Undecided => ("project_outlook", Some("undecided > 0"), Some("undecided = 0")),
        OutlookPart::Missing => ("project_outlook", Some("missing > 0"), Some("missing = 0")),
        OutlookPart::Outdated => ("project_outlook", Some("outdated"), Some("not outdated")),
    };
    let mut select = Query::select();
    select.expr(Expr::cust("1")).from(table);
    select.and_where(Expr::col((table, "project_id")).equals(("project", "id")));
    if let Some(kept) = if some { holds } else { lacks } {
        select.and_where(Expr::cust(kept));
    }
    if some || holds.is_some() { looked_up(select) } else { Cond::all().add(Expr::exists(select).not()) }
}

/// Those asked for, or all when none is named.
pub(in crate::list) fn or_all<R: Copy, const N: usize>(roles: &[R], all: [R; N]) -> Vec<R> {
    if roles.is_empty() { all.to_vec() } else { roles.to_vec() }
}

fn among(select: SelectStatement) -> Expr {
    column("project", "id").in_subquery(select)
}

/// Projects in one of these regions, or below.
pub(in crate::list) fn region(regions: &[RegionId]) -> Condition {
    ["province_id", "city_id", "county_id", "park_id"]
        .into_iter()
        .fold(Cond::any(), |any, place| any.add(one_of(column("project", place), regions)))
}

/// Projects that one of these officers is in charge of, as far as the viewer sees the steps of it, if one is named.
pub(in crate::list) fn officer(
    officers: &[OfficerId],
    roles: &[OfficerRole],
    viewer: Option<&Viewer>,
) -> Condition {
    let open = |mut select: SelectStatement| {
        select.and_where(column("step", "open_guard").is_not_null());
        if let Some(viewer) = viewer {
            select.cond_where(seen(viewer));
        }
        among(select)
    };
    let helping = |role: &'static str| {
        let mut select = Query::select();
        select.column(("step_helper", "project_id")).from("step_helper");
        select.inner_join("step", Expr::col(("step", "id")).equals(("step_helper", "step_id")));
        select.and_where(one_of(column("step_helper", "officer_id"), officers));
        select.and_where(column("step_helper", "role").eq(literal(role)));
        select.and_where(column("step_helper", "until").is_null());
        open(select)
    };
    or_all(roles, OfficerRole::ALL).into_iter().fold(Cond::any(), |any, role| {
        any.add(match role {
            OfficerRole::Responsible => {
                let mut select = Query::select();
                select.column(("step", "project_id")).from("step");
                select.and_where(one_of(column("step", "responsible_id"), officers));
                open(select)
            }
            OfficerRole::Assisting => helping("ASSISTING"),
            OfficerRole::Supervising => helping("SUPERVISING"),
            OfficerRole::LandingSpecialist => one_of(column("project", "landing_specialist_id"), officers),
            OfficerRole::LeaderInCharge => one_of(column("project", "leader_in_charge_id"), officers),
        })
    })
}

/// The steps that the viewer sees: those of stages, and those of permits that exist for him.
fn seen(viewer: &Viewer) -> Condition {
    let mut permits = Query::select();
    permits.column(("permit", "step_id")).from("permit").cond_where(scope::permits(viewer));
    Cond::any()
        .add(column("step", "kind").eq(literal("STAGE_VISIT")))
        .add(column("step", "id").in_subquery(permits))
}

/// Projects that one of these agencies has to do with.
pub(in crate::list) fn agency(agencies: &[AgencyId], roles: &[AgencyRole]) -> Condition {
    let of = |table: &'static str| {
        let mut select = Query::select();
        select.column((table, "project_id")).from(table);
        select.and_where(one_of(column(table, "agency_id"), agencies));
        among(select)
    };
    or_all(roles, AgencyRole::ALL).into_iter().fold(Cond::any(), |any, role| {
        any.add(match role {
            AgencyRole::Originating => one_of(column("project", "originating_agency_id"), agencies),
            AgencyRole::Credited => of("credit"),
            AgencyRole::Deciding => of("permit"),
        })
    })
}
