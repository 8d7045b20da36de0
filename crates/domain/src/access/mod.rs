//! Who may see and do what.
//!
//! [`can`] decides on one thing at a time. What it says of projects and permits is said a second time as SQL, for lists and
//! counts; a test of the store holds the two equal. What somebody may not see does not exist for him: it is answered as if
//! it were not there.

mod admit;
mod credential;
mod few;
mod identity;
mod object;
mod project;
#[cfg(test)]
mod tests;
mod viewer;

pub use admit::{admit, admit_change};
pub use credential::{TokenScope, login_name, password_length};
pub use few::ForFew;
pub use identity::Identity;
pub use object::{Action, Entered, Object, PersonFacts};
pub use project::{Origin, ProjectFacts};
pub use viewer::Viewer;

use crate::actor::PostRole;
use crate::ids::{AgencyId, RegionId};

/// Whether the viewer may do this to that. What is not asked of such a thing at all, nobody may.
pub fn can(viewer: &Viewer, action: Action, object: &Object<'_>) -> bool {
    match object {
        Object::Project(project) => on_project(viewer, action, project),
        Object::Permit { project, agency, responsible } => {
            let own = *agency == Some(viewer.agency) || *responsible == Some(viewer.officer);
            on_permit(viewer, action, project, own)
        }
        Object::Person(person) => on_person(viewer, action, person),
        Object::Enterprise { named, entered_by } => on_enterprise(viewer, action, *named, entered_by),
        Object::Registry { agency, regions } => action == Action::Keep && keeps(viewer, *agency, regions),
    }
}

fn on_project(viewer: &Viewer, action: Action, project: &ProjectFacts) -> bool {
    use PostRole::{Auditor, Leader, Manager, Specialist};
    let role = viewer.role;
    let partner = viewer.originated(project) || viewer.office_above(project);
    let works = || viewer.governs(project) || partner || viewer.holds(project);
    let audits = || viewer.governs(project) && !project.is_confidential();
    viewer.sees(project)
        && match action {
            Action::See => true,
            Action::SeeWhole => viewer.knows_whole(project),
            // 谈判条件: those who talk, and those to whom they report; clerks, guests and machines never.
            Action::SeeTerms => match role {
                Specialist | Manager => partner,
                Leader => viewer.governs(project) || partner,
                Auditor => audits(),
                _ => false,
            },
            Action::SeeGaps => match role {
                Specialist | Manager | Leader => works(),
                Auditor => audits(),
                _ => false,
            },
            Action::Work => role.works_on_projects() && works(),
            Action::Manage => role.manages() && works(),
            Action::Attribute => (role == Manager && partner) || (role == Leader && works()),
            Action::Override => role == Leader && works(),
            Action::RecordCase | Action::SeeContact | Action::Keep | Action::HandOver => false,
        }
}

/// Whoever knows the whole project sees all its permits, as does an approval system of the region; who only decides one or
/// answers for one, that one.
fn on_permit(viewer: &Viewer, action: Action, project: &ProjectFacts, own: bool) -> bool {
    viewer.sees(project)
        && (own
            || viewer.knows_whole(project)
            || (viewer.role == PostRole::Integration && viewer.governs(project)))
        && match action {
            Action::See => true,
            Action::RecordCase => viewer.role.records_cases() && (own || viewer.governs(project)),
            action => on_project(viewer, action, project),
        }
}

fn on_person(viewer: &Viewer, action: Action, person: &PersonFacts) -> bool {
    let role = viewer.role;
    let below = person.regions.contains(&viewer.region);
    match action {
        Action::See => true,
        // 电话、邮箱: those who have to call, and those who keep the entries.
        Action::SeeContact => {
            person.officer == viewer.officer
                || (person.agency == viewer.agency && role != PostRole::Integration)
                || (below && (role.works_on_projects() || role.keeps_registry()))
        }
        Action::Keep => keeps(viewer, Some(person.agency), &person.regions),
        Action::HandOver => {
            keeps(viewer, Some(person.agency), &person.regions) || (role == PostRole::Leader && below)
        }
        _ => false,
    }
}

/// Whoever entered an enterprise knows of it; so do those of his agency who know what it brings, and the landing offices
/// above. Of these whoever was the first may correct it, with his agency and those above: a code that anybody can look up
/// gives nobody another's entry. What was entered for everybody may be read by everybody, and what a project tells of it by
/// all who see the project.
fn on_enterprise(viewer: &Viewer, action: Action, named: bool, entered_by: &[Entered]) -> bool {
    let is_own = |entered: &Entered| {
        entered.officer == viewer.officer || (viewer.brings() && entered.agency == Some(viewer.agency))
    };
    let own = || entered_by.iter().any(is_own);
    let is_below = |entered: &Entered| entered.regions.contains(&viewer.region);
    let below = || entered_by.iter().any(is_below);
    let for_all = || entered_by.iter().any(|entered| entered.agency.is_none());
    let sees = named || own() || for_all() || (viewer.leads_offices() && below());
    match action {
        Action::See => sees,
        Action::Keep => {
            let keeps = viewer.role.works_on_projects() || viewer.role.keeps_registry();
            let above = |entered: &Entered| is_below(entered) && viewer.leads_offices();
            let first = entered_by.iter().any(|entered| entered.first && (is_own(entered) || above(entered)));
            sees && keeps && (first || viewer.role == PostRole::Administrator)
        }
        _ => false,
    }
}

/// Administrators and the managers of landing offices keep the entries of their region and below; the manager of another
/// agency keeps his own agency's.
fn keeps(viewer: &Viewer, agency: Option<AgencyId>, regions: &[RegionId]) -> bool {
    let below = regions.contains(&viewer.region);
    match viewer.role {
        PostRole::Administrator => below,
        PostRole::Manager => (viewer.landing_office && below) || agency == Some(viewer.agency),
        PostRole::Specialist
        | PostRole::Leader
        | PostRole::Clerk
        | PostRole::Auditor
        | PostRole::Integration => false,
    }
}
