//! Rows that point where they must not. Both databases hold most of this; whoever goes around the service can switch that
//! off.

use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use uuid::Uuid;

use super::finding::{Finding, Problem};
use crate::db::{Conn, StoreError};
use crate::params;

crate::statements! {
    /// Open steps whose officer, or a helper of which, is not in service.
    pub(super) HELD_BY_NOBODY = "select s.project_id, s.id, s.responsible_id from step s
            left join officer o on o.id = s.responsible_id
            where s.open_guard is not null and (o.id is null or not o.active)
        union select s.project_id, s.id, h.officer_id from step_helper h join step s on s.id = h.step_id
            left join officer o on o.id = h.officer_id
            where s.open_guard is not null and h.until is null and (o.id is null or not o.active)
        order by 1, 2, 3";
    /// Rows filed under another project than what they belong to, or under what is not there.
    pub(super) ASTRAY = "select c.project_id, 'step_helper' from step_helper c
            left join step p on p.id = c.step_id where p.id is null or p.project_id <> c.project_id
        union select c.project_id, 'stage_visit' from stage_visit c
            left join step p on p.id = c.step_id where p.id is null or p.project_id <> c.project_id
        union select c.project_id, 'permit' from permit c
            left join step p on p.id = c.step_id where p.id is null or p.project_id <> c.project_id
        union select c.project_id, 'permit_case' from permit_case c
            left join permit p on p.id = c.permit_id where p.id is null or p.project_id <> c.project_id
        union select c.project_id, 'case_event' from case_event c
            left join permit_case p on p.id = c.case_id where p.id is null or p.project_id <> c.project_id
        union select c.project_id, 'history_private' from history_private c
            left join history p on p.project_id = c.project_id and p.sequence = c.sequence where p.sequence is null
        union select c.project_id, 'party' from party c
            left join enterprise p on p.id = c.enterprise_id where p.id is null
        union select c.project_id, 'credit' from credit c left join agency p on p.id = c.agency_id where p.id is null
        order by 1, 2";
}

/// Checks what rows point at, in all projects or one: one statement each, whatever their number.
pub async fn links(conn: &mut Conn<'_>, only: Option<ProjectId>) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let mut found = |project: Uuid, problem| {
        let project = ProjectId::from_uuid(project);
        if only.is_none_or(|only| only == project) {
            findings.push(Finding { project, sequence: None, problem });
        }
    };
    for (project, step, officer) in conn.fetch_all::<(Uuid, Uuid, Uuid)>(HELD_BY_NOBODY, params![]).await? {
        let (step, officer) = (StepId::from_uuid(step), OfficerId::from_uuid(officer));
        found(project, Problem::NotInService { step, officer });
    }
    for (project, table) in conn.fetch_all::<(Uuid, String)>(ASTRAY, params![]).await? {
        found(project, Problem::Astray { table });
    }
    Ok(findings)
}
