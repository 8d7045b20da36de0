//! Finding projects, and the projects that other ids belong to.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use luodi_domain::ids::{OfficerId, PermitId, ProjectId};
use luodi_domain::profile::CodeStanding;
use uuid::Uuid;

use crate::db::{Conn, ListStmt, StoreError};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// Which projects have or had these codes.
    list BY_CODES = "select code, project_id, standing from project_code where code in ({ids})";
    /// A page by id: the order of registration, since ids are ordered in time.
    PAGE = "select id from project where id > $1 order by id limit $2";
    /// When the project that was written last was written.
    LAST_WRITTEN = "select updated_at from project order by updated_at desc, id desc limit 1";
    /// The phases of umbrellas.
    list PHASES_OF = "select phase_of, id from project where phase_of in ({ids}) order by id";
    /// Projects in which an officer has an open step, helps with one, or is named.
    HELD_BY = "select project_id from step where responsible_id = $1 and open_guard is not null
        union select h.project_id from step_helper h join step s on s.id = h.step_id
            where h.officer_id = $1 and h.until is null and s.open_guard is not null
        union select id from project where landing_specialist_id = $1
        union select id from project where leader_in_charge_id = $1
        order by 1";
    /// The projects of steps.
    list OF_STEPS = "select id, project_id from step where id in ({ids})";
    /// The projects of permits.
    list OF_PERMITS = "select id, project_id from permit where id in ({ids})";
    /// The projects of cases.
    list OF_CASES = "select id, project_id from permit_case where id in ({ids})";
    /// The projects of case events.
    list OF_CASE_EVENTS = "select id, project_id from case_event where id in ({ids})";
    /// The projects of parties.
    list OF_PARTIES = "select id, project_id from party where id in ({ids})";
    /// The projects of agreements.
    list OF_AGREEMENTS = "select id, project_id from agreement where id in ({ids})";
    /// The projects of milestones.
    list OF_MILESTONES = "select id, project_id from milestone where id in ({ids})";
    /// The projects of attachments, unless they were withdrawn.
    list OF_ATTACHMENTS = "select id, project_id from attachment where withdrawn_on is null and id in ({ids})";
    /// The projects of materials, unless they were taken off the list.
    list OF_MATERIALS = "select id, project_id from material where removed_on is null and id in ({ids})";
    /// The project of the permit that stands for another.
    COVERING = "select covered_project_id from permit where id = $1";
    /// The projects of credits.
    list OF_CREDITS = "select id, project_id from credit where id in ({ids})";
}

/// A project that has or had a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeHolder {
    /// The code, in its normal form.
    pub code: String,
    /// The project.
    pub project: ProjectId,
    /// Whether the project uses it now, or did before.
    pub standing: CodeStanding,
}

/// Who has or had these codes, given in their normal form.
pub async fn ids_by_code(conn: &mut Conn<'_>, codes: &[String]) -> Result<Vec<CodeHolder>, StoreError> {
    let rows: Vec<(String, Uuid, String)> = conn.fetch_list(BY_CODES, params![], codes).await?;
    rows.into_iter()
        .map(|(code, project, standing)| {
            let project = ProjectId::from_uuid(project);
            let at = At { table: "project_code", row: project };
            Ok(CodeHolder { code, project, standing: at.coded("standing", &standing, CodeStanding::parse)? })
        })
        .collect()
}

/// At most `limit` projects after this one, in the order of their ids.
pub async fn page(
    conn: &mut Conn<'_>,
    after: Option<ProjectId>,
    limit: u32,
) -> Result<Vec<ProjectId>, StoreError> {
    let after = after.map_or(Uuid::nil(), ProjectId::uuid);
    let rows: Vec<(Uuid,)> = conn.fetch_all(PAGE, params![after, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| ProjectId::from_uuid(id)).collect())
}

/// When anything was last recorded of any project; nothing while there is none.
pub async fn last_written(conn: &mut Conn<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row: Option<(DateTime<Utc>,)> = conn.fetch_optional(LAST_WRITTEN, params![]).await?;
    Ok(row.map(|(at,)| at))
}

/// The projects that name these as their umbrella, in the order of their ids.
pub async fn phases_of(
    conn: &mut Conn<'_>,
    umbrellas: &[ProjectId],
) -> Result<HashMap<ProjectId, Vec<ProjectId>>, StoreError> {
    let rows: Vec<(Uuid, Uuid)> = conn.fetch_list(PHASES_OF, params![], umbrellas).await?;
    let mut phases: HashMap<ProjectId, Vec<ProjectId>> = HashMap::new();
    for (umbrella, phase) in rows {
        phases.entry(ProjectId::from_uuid(umbrella)).or_default().push(ProjectId::from_uuid(phase));
    }
    Ok(phases)
}

/// The projects in which an officer is responsible for an open step, assists or supervises one, or is the landing
/// specialist or the leader in charge; in the order of their ids.
pub async fn held_by(conn: &mut Conn<'_>, officer: OfficerId) -> Result<Vec<ProjectId>, StoreError> {
    let rows: Vec<(Uuid,)> = conn.fetch_all(HELD_BY, params![officer]).await?;
    Ok(rows.into_iter().map(|(id,)| ProjectId::from_uuid(id)).collect())
}

/// What hangs on a project and has an id of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A step, whatever it is about.
    Step,
    /// A permit.
    Permit,
    /// A case of a permit.
    Case,
    /// An event of a case.
    CaseEvent,
    /// An enterprise in a role.
    Party,
    /// A signed paper.
    Agreement,
    /// A dated fact.
    Milestone,
    /// A file, attached and not withdrawn.
    Attachment,
    /// What has to be handed in, on the list.
    Material,
    /// A unit's share.
    Credit,
}

impl Part {
    const fn statement(self) -> ListStmt {
        match self {
            Self::Step => OF_STEPS,
            Self::Permit => OF_PERMITS,
            Self::Case => OF_CASES,
            Self::CaseEvent => OF_CASE_EVENTS,
            Self::Party => OF_PARTIES,
            Self::Agreement => OF_AGREEMENTS,
            Self::Milestone => OF_MILESTONES,
            Self::Attachment => OF_ATTACHMENTS,
            Self::Material => OF_MATERIALS,
            Self::Credit => OF_CREDITS,
        }
    }
}

/// The projects that these parts belong to; an id that names no such part has no entry.
pub async fn projects_of(
    conn: &mut Conn<'_>,
    part: Part,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, ProjectId>, StoreError> {
    let rows: Vec<(Uuid, Uuid)> = conn.fetch_list(part.statement(), params![], ids).await?;
    Ok(rows.into_iter().map(|(id, project)| (id, ProjectId::from_uuid(project))).collect())
}

/// The project of the permit that stands for another; nothing where none does.
pub async fn covering(conn: &mut Conn<'_>, permit: PermitId) -> Result<Option<ProjectId>, StoreError> {
    let row: Option<(Option<Uuid>,)> = conn.fetch_optional(COVERING, params![permit]).await?;
    Ok(row.and_then(|(project,)| project).map(ProjectId::from_uuid))
}
