//! Rows that point where they must not. Both databases hold most of this; whoever goes around the service can switch that
//! off.

use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use uuid::Uuid;

use super::finding::{Finding, Problem};
use crate::db::{Conn, StoreError};
use crate::params;

/// Open steps whose officer, or a helper of which, is not in service; narrowed by a condition on the step `s`.
macro_rules! held_by_nobody {
    ($narrowed:literal) => {
        concat!(
            "select s.project_id, s.id, s.responsible_id from step s left join officer o on o.id = s.responsible_id
                where s.open_guard is not null and (o.id is null or not o.active)", $narrowed, "
            union select s.project_id, s.id, h.officer_id from step s join step_helper h on h.step_id = s.id
                left join officer o on o.id = h.officer_id
                where s.open_guard is not null and h.until is null and (o.id is null or not o.active)", $narrowed, "
            order by 1, 2, 3"
        )
    };
}

/// Rows filed under another project than what they belong to, or under what is not there; narrowed by a condition on the
/// row `c`.
macro_rules! astray {
    ($narrowed:literal) => {
        concat!(
            astray!(@within "step_helper", "step", "step_id", $narrowed), " union ",
            astray!(@within "stage_visit", "step", "step_id", $narrowed), " union ",
            astray!(@within "permit", "step", "step_id", $narrowed), " union ",
            astray!(@within "fileable_permit", "permit", "id", $narrowed), " union ",
            astray!(@within "permit_case", "permit", "permit_id", $narrowed), " union ",
            astray!(@within "case_event", "permit_case", "case_id", $narrowed), " union ",
            astray!(@within_or_none "attachment", "milestone", "milestone_id", $narrowed), " union ",
            astray!(@within_or_none "attachment", "permit", "permit_id", $narrowed), " union ",
            astray!(@within_or_none "attachment", "agreement", "agreement_id", $narrowed), " union ",
            astray!(@within_or_none "attachment", "material", "material_id", $narrowed), " union ",
            astray!(@within "permit_material", "material", "material_id", $narrowed), " union ",
            astray!(@within "permit_material", "permit", "permit_id", $narrowed), " union ",
            astray!(@of "attachment", "file", "file_id", $narrowed), " union ",
            astray!(@of "party", "enterprise", "enterprise_id", $narrowed), " union ",
            astray!(@of "credit", "agency", "agency_id", $narrowed), " union
            select c.project_id, 'history_private' from history_private c
                left join history p on p.project_id = c.project_id and p.sequence = c.sequence
                where p.sequence is null", $narrowed, " order by 1, 2"
        )
    };
    // What a row belongs to is of the same project.
    (@within $table:literal, $parent:literal, $key:literal, $narrowed:literal) => {
        concat!(
            "select c.project_id, '", $table, "' from ", $table, " c left join ", $parent, " p on p.id = c.", $key,
            " where (p.id is null or p.project_id <> c.project_id)", $narrowed
        )
    };
    // The same of a row that need not belong to such a thing.
    (@within_or_none $table:literal, $parent:literal, $key:literal, $narrowed:literal) => {
        concat!(
            "select c.project_id, '", $table, "' from ", $table, " c left join ", $parent, " p on p.id = c.", $key,
            " where c.", $key, " is not null and (p.id is null or p.project_id <> c.project_id)", $narrowed
        )
    };
    // What a row names is there.
    (@of $table:literal, $named:literal, $key:literal, $narrowed:literal) => {
        concat!(
            "select c.project_id, '", $table, "' from ", $table, " c left join ", $named, " p on p.id = c.", $key,
            " where p.id is null", $narrowed
        )
    };
}

crate::statements! {
    /// Open steps held by somebody who does not serve, of all projects.
    HELD_BY_NOBODY = held_by_nobody!("");
    /// The same of one.
    HELD_BY_NOBODY_IN = held_by_nobody!(" and s.project_id = $1");
    /// Rows that point where they must not, of all projects.
    ASTRAY = astray!("");
    /// The same of one.
    ASTRAY_IN = astray!(" and c.project_id = $1");
}

/// Checks what the rows of all projects point at, or those of one. Two statements.
pub async fn links(conn: &mut Conn<'_>, only: Option<ProjectId>) -> Result<Vec<Finding>, StoreError> {
    let (held, astray, values) = match only {
        None => (HELD_BY_NOBODY, ASTRAY, params![]),
        Some(project) => (HELD_BY_NOBODY_IN, ASTRAY_IN, params![project]),
    };
    let finding = |project, problem| {
        let project = ProjectId::from_uuid(project);
        Finding { project, sequence: None, problem }
    };
    let held: Vec<(Uuid, Uuid, Uuid)> = conn.fetch_all(held, values.clone()).await?;
    let held = held.into_iter().map(|(project, step, officer)| {
        let (step, officer) = (StepId::from_uuid(step), OfficerId::from_uuid(officer));
        finding(project, Problem::NotInService { step, officer })
    });
    let astray: Vec<(Uuid, String)> = conn.fetch_all(astray, values).await?;
    let astray = astray.into_iter().map(|(project, table)| finding(project, Problem::Astray { table }));
    Ok(held.chain(astray).collect())
}
