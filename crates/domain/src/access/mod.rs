//! Who may see and do what.
//!
//! [`can`] decides on one thing at a time. What it says of projects and permits is said a second time as SQL, for lists and
//! counts; a test of the store holds the two equal. What somebody may not see does not exist for him: it is answered as if
//! it were not there.

mod admit;
mod credential;
mod identity;
mod object;
mod project;
#[cfg(test)]
mod tests;
mod viewer;

pub use admit::admit;
pub use credential::{TokenScope, login_name, password_length};
pub use identity::Identity;
pub use object::{Action, Object, PersonFacts};
pub use project::{Origin, ProjectFacts};
pub use viewer::Viewer;

use crate::actor::PostRole;

/// Whether the viewer may do this to that. What is not asked of such a thing at all, nobody may.
pub fn can(viewer: &Viewer, action: Action, object: &Object<'_>) -> bool {
    match object {
        Object::Project(project) => on_project(viewer, action, project),
        Object::Permit { project, agency, responsible } => {
            let own = *agency == Some(viewer.agency) || *responsible == Some(viewer.officer);
            on_permit(viewer, action, project, own)
        }
        Object::Person(person) => on_person(viewer, action, person),
        Object::Registry { regions } => {
            action == Action::Keep && viewer.role.keeps_registry() && regions.contains(&viewer.region)
        }
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
                Leader => viewer.governs(project),
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
        Action::Keep => role.keeps_registry() && below,
        Action::HandOver => role.hands_over() && below,
        _ => false,
    }
}
