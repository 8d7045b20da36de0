//! Filters as a viewer may ask them: what a condition looks into exists for him, or the condition does not hold.

use luodi_domain::access::Viewer;
use luodi_domain::ids::{AgencyId, OfficerId};

use super::compare::Compare;
use super::filter::Filter;
use super::history::HistoryTerm;
use super::projects::{AgencyRole, OfficerRole, PermitTerm, ProjectTerm, or_all};

/// A term that may look into other tables.
trait Narrow: Sized {
    /// The same, looking only at what exists for the viewer.
    fn narrow(&self, viewer: &Viewer) -> Filter<Self>;
}

impl Narrow for ProjectTerm {
    fn narrow(&self, viewer: &Viewer) -> Filter<Self> {
        match self {
            Self::Permit(permits) => Filter::Term(permit(narrowed(permits, viewer), viewer)),
            Self::PhaseOf(_) => {
                let umbrella = Self::UmbrellaSeenBy(viewer.clone());
                Filter::All(vec![Filter::Term(self.clone()), Filter::Term(umbrella)])
            }
            // That a permit can be filed, or that something is not known yet, tells of all of the project.
            Self::Outlook(..) | Self::Planned(_) => {
                let read = Self::ReadBy(viewer.clone());
                Filter::All(vec![Filter::Term(self.clone()), Filter::Term(read)])
            }
            Self::Officer { officers, roles } => officer(officers, roles, viewer),
            Self::Agency { agencies, roles } => agency(agencies, roles, viewer),
            // What everybody reads who knows of the project.
            Self::Stage(_)
            | Self::Standing(_)
            | Self::Track(_)
            | Self::Lineage(_)
            | Self::Region(_)
            | Self::Chain(_)
            | Self::Industry(_)
            | Self::Label(_)
            | Self::Text(_)
            | Self::AgreedInvestment(_)
            | Self::PlannedStart(_)
            | Self::PlannedProduction(_)
            | Self::Entered { .. }
            | Self::Registered(_)
            | Self::Updated(_)
            // About somebody who looks already.
            | Self::UmbrellaSeenBy(_)
            | Self::StepsOf { .. }
            | Self::ReadBy(_)
            | Self::SeenBy(_) => Filter::Term(self.clone()),
        }
    }
}

/// It has such a permit, and that one exists for the viewer.
fn permit(permits: Filter<PermitTerm>, viewer: &Viewer) -> ProjectTerm {
    let seen = Filter::Term(PermitTerm::SeenBy(viewer.clone()));
    ProjectTerm::Permit(Filter::All(vec![permits, seen]))
}

/// The step of a permit that does not exist for the viewer does not either.
fn officer(officers: &[OfficerId], roles: &[OfficerRole], viewer: &Viewer) -> Filter<ProjectTerm> {
    let (of_steps, standing): (Vec<_>, Vec<_>) =
        or_all(roles, OfficerRole::ALL).into_iter().partition(|role| match role {
            OfficerRole::Responsible | OfficerRole::Assisting | OfficerRole::Supervising => true,
            OfficerRole::LandingSpecialist | OfficerRole::LeaderInCharge => false,
        });
    let officers = officers.to_vec();
    let mut any = Vec::new();
    if !standing.is_empty() {
        any.push(ProjectTerm::Officer { officers: officers.clone(), roles: standing });
    }
    if !of_steps.is_empty() {
        any.push(ProjectTerm::StepsOf { officers, roles: of_steps, viewer: viewer.clone() });
    }
    Filter::Any(any.into_iter().map(Filter::Term).collect())
}

fn agency(agencies: &[AgencyId], roles: &[AgencyRole], viewer: &Viewer) -> Filter<ProjectTerm> {
    let (deciding, others): (Vec<_>, Vec<_>) =
        or_all(roles, AgencyRole::ALL).into_iter().partition(|role| *role == AgencyRole::Deciding);
    let agencies = agencies.to_vec();
    let mut any = Vec::new();
    if !others.is_empty() {
        any.push(ProjectTerm::Agency { agencies: agencies.clone(), roles: others });
    }
    if !deciding.is_empty() {
        any.push(permit(Filter::Term(PermitTerm::Agency(Compare::OneOf(agencies))), viewer));
    }
    Filter::Any(any.into_iter().map(Filter::Term).collect())
}

impl Narrow for PermitTerm {
    fn narrow(&self, viewer: &Viewer) -> Filter<Self> {
        Filter::Term(match self {
            Self::Project(projects) => Self::Project(Box::new(narrowed(projects, viewer))),
            // Of the permit itself, which exists for the viewer, and its step.
            Self::Level(_)
            | Self::Status(_)
            | Self::Phase(_)
            | Self::TypeCode(_)
            | Self::Agency(_)
            | Self::DecidedOn(_)
            | Self::Responsible(_)
            | Self::SeenBy(_) => self.clone(),
        })
    }
}

impl Narrow for HistoryTerm {
    fn narrow(&self, viewer: &Viewer) -> Filter<Self> {
        Filter::Term(match self {
            Self::OfProjects(projects) => Self::OfProjects(narrowed(projects, viewer)),
            // Of the row itself, which is there for whoever may read all of the project.
            Self::Project(_)
            | Self::Actor(_)
            | Self::Command(_)
            | Self::EventType(_)
            | Self::RecordedAt(_)
            | Self::OccurredOn(_)
            | Self::SeenBy(_) => self.clone(),
        })
    }
}

fn narrowed<T: Narrow>(filter: &Filter<T>, viewer: &Viewer) -> Filter<T> {
    let all = |parts: &[Filter<T>]| parts.iter().map(|part| narrowed(part, viewer)).collect();
    match filter {
        Filter::Term(term) => term.narrow(viewer),
        Filter::All(parts) => Filter::All(all(parts)),
        Filter::Any(parts) => Filter::Any(all(parts)),
        Filter::Not(part) => Filter::Not(Box::new(narrowed(part, viewer))),
    }
}

#[expect(private_bounds, reason = "which terms look into other tables is known here only")]
impl<T: Narrow> Filter<T> {
    /// The filter as this viewer may ask it.
    #[must_use]
    pub fn seen_by(&self, viewer: &Viewer) -> Self {
        narrowed(self, viewer)
    }
}
