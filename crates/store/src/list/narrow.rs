//! Filters as a viewer may ask them: what a condition looks into exists for him, or the condition does not hold.

use luodi_domain::access::Viewer;

use super::filter::Filter;
use super::history::HistoryTerm;
use super::projects::{PermitTerm, ProjectTerm};

/// A term that may look into other tables.
trait Narrow: Clone {
    /// The same, looking only at what exists for the viewer.
    fn narrow(&self, viewer: &Viewer) -> Self;
}

impl Narrow for ProjectTerm {
    fn narrow(&self, viewer: &Viewer) -> Self {
        match self {
            Self::Permit(permits) => {
                let seen = Filter::Term(PermitTerm::SeenBy(viewer.clone()));
                Self::Permit(Filter::All(vec![narrowed(permits, viewer), seen]))
            }
            other => other.clone(),
        }
    }
}

impl Narrow for PermitTerm {
    fn narrow(&self, viewer: &Viewer) -> Self {
        match self {
            Self::Project(projects) => Self::Project(Box::new(narrowed(projects, viewer))),
            other => other.clone(),
        }
    }
}

impl Narrow for HistoryTerm {
    fn narrow(&self, viewer: &Viewer) -> Self {
        match self {
            Self::OfProjects(projects) => Self::OfProjects(narrowed(projects, viewer)),
            other => other.clone(),
        }
    }
}

fn narrowed<T: Narrow>(filter: &Filter<T>, viewer: &Viewer) -> Filter<T> {
    let all = |parts: &[Filter<T>]| parts.iter().map(|part| narrowed(part, viewer)).collect();
    match filter {
        Filter::Term(term) => Filter::Term(term.narrow(viewer)),
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
