//! What projects are filtered by.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::access::Viewer;
use luodi_domain::ids::{AgencyId, OfficerId, ProjectId, RegionId};
use luodi_domain::money::Money;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::StandingKind;
use sea_query::{Cond, Condition, Expr, ExprTrait, Query};

use super::parts::{self, AgencyRole, OfficerRole, OutlookPart, PermitTerm};
use crate::list::compare::Compare;
use crate::list::filter::{Filter, Term};
use crate::list::scope;
use crate::list::sql::{column, literal, one_of, only};
use crate::list::words::projects_hold;
use crate::projects::stage_rank;

/// Whether a project stands alone, was split, or is one of the phases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineageKind {
    /// It stands alone.
    Single,
    /// It was split into phases.
    Umbrella,
    /// It is a phase of another.
    Phase,
}

impl LineageKind {
    /// As it is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "SINGLE",
            Self::Umbrella => "UMBRELLA",
            Self::Phase => "PHASE",
        }
    }
}

/// One thing that can be asked of projects. What a project in phases shows is derived from its phases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectTerm {
    /// How far it has come, as shown.
    Stage(Compare<Stage>),
    /// Whether it is being pushed forward, as shown.
    Standing(Compare<StandingKind>),
    /// Its kind.
    Track(Compare<Track>),
    /// Whether it stands alone, was split, or is a phase.
    Lineage(Compare<LineageKind>),
    /// It is a phase of one of these.
    PhaseOf(Vec<ProjectId>),
    /// It lies in one of these regions, or below.
    Region(Vec<RegionId>),
    /// Its industrial chain.
    Chain(Compare<String>),
    /// Its industry code.
    Industry(Compare<String>),
    /// It has one of these labels.
    Label(Vec<String>),
    /// It has a permit of which all of this holds.
    Permit(Filter<PermitTerm>),
    /// One of these officers is in charge of it in one of these ways.
    Officer {
        /// The officers.
        officers: Vec<OfficerId>,
        /// In which ways; any when empty.
        roles: Vec<OfficerRole>,
    },
    /// One of these agencies has to do with it in one of these ways.
    Agency {
        /// The agencies.
        agencies: Vec<AgencyId>,
        /// In which ways; any when empty.
        roles: Vec<AgencyRole>,
    },
    /// Its names or codes hold each of these words: any characters, pinyin or initials.
    Text(Vec<String>),
    /// 协议投资额, as shown.
    AgreedInvestment(Compare<Money>),
    /// The first day of the planned start.
    PlannedStart(Compare<NaiveDate>),
    /// The first day of the planned production.
    PlannedProduction(Compare<NaiveDate>),
    /// It entered this stage on a day of which all of this holds.
    Entered {
        /// The stage.
        stage: Stage,
        /// The day.
        on: Vec<Compare<NaiveDate>>,
    },
    /// When it was first written down.
    Registered(Compare<DateTime<Utc>>),
    /// When anything was last written down about it.
    Updated(Compare<DateTime<Utc>>),
    /// What is kept of its plan comes to some of this, or to none.
    Outlook(OutlookPart, bool),
    /// Its plan was drawn, or never was.
    Planned(bool),
    /// Whether the viewer, for whom it exists, may read all of it.
    ReadBy(Viewer),
    /// It exists for this viewer.
    SeenBy(Viewer),
    /// It is a phase of a project that exists for this viewer.
    UmbrellaSeenBy(Viewer),
    /// One of these officers is in charge of a step of it that exists for the viewer.
    StepsOf {
        /// The officers.
        officers: Vec<OfficerId>,
        /// In which ways.
        roles: Vec<OfficerRole>,
        /// For whom.
        viewer: Viewer,
    },
}

fn own(name: &'static str) -> Expr {
    column("project", name)
}

impl Term for ProjectTerm {
    fn condition(&self) -> Condition {
        match self {
            Self::Stage(stage) => stage.clone().map(stage_rank).condition(own("shown_stage")),
            Self::Standing(standing) => {
                standing.clone().map(StandingKind::as_str).condition(own("shown_standing"))
            }
            Self::Track(track) => track.clone().map(Track::as_str).condition(own("track")),
            Self::Lineage(lineage) => lineage.clone().map(LineageKind::as_str).condition(own("lineage")),
            Self::PhaseOf(umbrellas) => only(one_of(own("phase_of"), umbrellas)),
            Self::Region(regions) => parts::region(regions),
            Self::SeenBy(viewer) => scope::projects(viewer),
            Self::Outlook(part, some) => parts::outlook(*part, *some),
            Self::Planned(true) => only(own("plan_drawn_on").is_not_null()),
            Self::Planned(false) => only(own("plan_drawn_on").is_null()),
            Self::ReadBy(viewer) => scope::whole(viewer),
            Self::UmbrellaSeenBy(viewer) => only(own("phase_of").in_subquery(scope::seen(viewer))),
            Self::Chain(chain) => chain.condition(own("chain")),
            Self::Industry(industry) => industry.condition(own("industry")),
            Self::Label(labels) => {
                let mut labelled = Query::select();
                labelled.column("project_id").from("project_label");
                labelled.and_where(one_of(Expr::col("label"), labels));
                only(own("id").in_subquery(labelled))
            }
            Self::Permit(terms) => {
                let mut permits = Query::select();
                permits.column(("permit", "project_id")).from("permit").cond_where(terms.condition());
                only(own("id").in_subquery(permits))
            }
            Self::Officer { officers, roles } => parts::officer(officers, roles, None),
            Self::StepsOf { officers, roles, viewer } => parts::officer(officers, roles, Some(viewer)),
            Self::Agency { agencies, roles } => parts::agency(agencies, roles),
            Self::Text(words) => words.iter().fold(Cond::all(), |all, word| all.add(projects_hold(word))),
            Self::AgreedInvestment(amount) => {
                amount.clone().map(Money::fen).condition(own("shown_investment_fen"))
            }
            Self::PlannedStart(day) => day.condition(own("planned_start")),
            Self::PlannedProduction(day) => day.condition(own("planned_production")),
            Self::Entered { stage, on } => {
                let mut visits = Query::select();
                visits.column(("step", "project_id")).from("step");
                visits.and_where(column("step", "stage").eq(literal(stage.as_str())));
                for day in on {
                    visits.cond_where(day.condition(column("step", "opened_on")));
                }
                only(own("id").in_subquery(visits))
            }
            Self::Registered(at) => at.condition(own("created_at")),
            Self::Updated(at) => at.condition(own("updated_at")),
        }
    }
}
