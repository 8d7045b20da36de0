//! Whether a command on a project is for the caller to give, asked inside its transaction.

use luodi_domain::access::{self, Action, Object, PersonFacts, ProjectFacts, Viewer, can};
use luodi_domain::command::Command;
use luodi_domain::context::Context;
use luodi_domain::decide::Decision;
use luodi_domain::ids::OfficerId;
use luodi_domain::project::Project;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Conn;
use luodi_store::projects;
use luodi_store::registry::agencies;

use super::transaction::{Step, version_conflict};
use crate::AppError;
use crate::registry::sees_enterprise;

impl Step {
    /// Refuses what is not for the caller to ask of the project, and what was asked of another version of it.
    pub(super) async fn admit(
        &self,
        conn: &mut Conn<'_>,
        project: &Project,
        command: &Command,
        context: &Context,
    ) -> Result<(), AppError> {
        if let Some(viewer) = viewer(context)? {
            let facts = access_facts(conn, project).await?;
            let authority = context.authority.as_ref().map(|authority| authority.officer);
            let authority = authority.and_then(|officer| context.facts.officers.get(&officer));
            access::admit(&viewer, project, &facts, command, authority)?;
            if let Command::RecordParty(party) = command {
                sees_enterprise(conn, context, party.enterprise).await?;
            }
        }
        match self.call.expected_version {
            Some(expected) if expected != project.version => {
                Err(version_conflict(expected, project.version).into())
            }
            _ => Ok(()),
        }
    }
}

/// Refuses a decision that would change who sees the project, where that is not for the caller to change.
pub(super) async fn admit_change(
    conn: &mut Conn<'_>,
    before: &Project,
    decision: &Decision,
    context: &Context,
) -> Result<(), AppError> {
    let Some(viewer) = viewer(context)? else { return Ok(()) };
    let mut after = before.clone();
    for event in decision.events.iter().cloned() {
        after.apply(event)?;
    }
    let (was, is) = (&before.profile, &after.profile);
    if was.place == is.place && was.originating_agency == is.originating_agency {
        return Ok(());
    }
    let (before, after) = (access_facts(conn, before).await?, access_facts(conn, &after).await?);
    Ok(access::admit_change(&viewer, &before, &after)?)
}

/// Refuses to pass on what somebody holds to whoever does not stand over both, in their region or above it, or in their
/// agency.
pub(super) fn admit_hand_over(
    context: &Context,
    people: [(OfficerId, &'static str); 2],
) -> Result<(), Refusal> {
    let Some(viewer) = viewer(context)? else { return Ok(()) };
    if !viewer.role.hands_over() {
        // Said by the decision, as of everything that a post does not do.
        return Ok(());
    }
    for (officer, field) in people {
        // Who is not there is said by the decision.
        let Some(facts) = context.facts.officers.get(&officer) else { continue };
        let person = PersonFacts::of(facts);
        if !can(&viewer, Action::HandOver, &Object::Person(&person)) {
            return Err(Refusal::new(Rule::OutsideJurisdiction).at(field));
        }
    }
    Ok(())
}

/// Who asks, where it is not the service itself. Whoever belongs to no region stands over nothing.
pub(crate) fn viewer(context: &Context) -> Result<Option<Viewer>, Refusal> {
    let viewer = |officer| Viewer::of(officer).ok_or_else(|| Refusal::new(Rule::OutsideJurisdiction));
    context.actor.officer().map(viewer).transpose()
}

/// What of a project decides who may do what with it.
pub(super) async fn access_facts(conn: &mut Conn<'_>, project: &Project) -> Result<ProjectFacts, AppError> {
    let brought_from = match project.profile.originating_agency {
        Some(agency) => agencies::regions(conn, agency).await?,
        None => Vec::new(),
    };
    let stage = projects::shown(conn, project).await?.stage;
    Ok(ProjectFacts::of(project, stage, brought_from))
}
