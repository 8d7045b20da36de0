//! Whether permits that stand for one another 共用 say the same of it in their projects, each of which has a history of its
//! own.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use luodi_domain::cover::{Cover, Covered};
use luodi_domain::ids::PermitId;
use luodi_domain::permit::Permit;
use luodi_domain::project::Project;
use sqlx::FromRow;
use uuid::Uuid;

use super::finding::Problem;
use crate::db::{Conn, StoreError};
use crate::params;
use crate::projects::covers;

crate::statements! {
    /// The permits that follow those of a project.
    FOLLOWING = "select id, project_id, covered_permit_id, status, decided_on, covered_since, covered_due_on,
        covered_withdrawn, covered_granted_on, covered_lost_on, covered_accepted_on, covered_longer from permit where covered_project_id = $1 order by id";
    /// What permits stand for, and how they stand.
    list STANDING = "select id, project_id, covers, status, decided_on from permit where id in ({ids})";
}

#[derive(FromRow)]
struct Following {
    id: Uuid,
    project_id: Uuid,
    covered_permit_id: Option<Uuid>,
    status: String,
    decided_on: Option<NaiveDate>,
    covered_since: Option<NaiveDate>,
    covered_due_on: Option<NaiveDate>,
    covered_withdrawn: Option<bool>,
    covered_granted_on: Option<NaiveDate>,
    covered_lost_on: Option<NaiveDate>,
    covered_accepted_on: Option<NaiveDate>,
    covered_longer: Option<bool>,
}

impl Following {
    fn follows(&self, lead: &Cover) -> bool {
        let stands = lead.stands;
        let (in_hand, runs) = (stands.in_hand, stands.runs);
        self.covered_permit_id == Some(lead.permit.uuid())
            && self.status == stands.status.as_str()
            && self.covered_withdrawn == Some(stands.withdrawn)
            && (self.decided_on, self.covered_since, self.covered_due_on)
                == (stands.decided_on, stands.since, stands.due_on)
            && (self.covered_granted_on, self.covered_lost_on)
                == (in_hand.map(|span| span.from), in_hand.and_then(|span| span.lost_on))
            && (self.covered_accepted_on, self.covered_longer)
                == (runs.map(|runs| runs.accepted_on), runs.map(|runs| runs.longer))
    }
}

#[derive(FromRow)]
struct Standing {
    id: Uuid,
    project_id: Uuid,
    covers: Option<String>,
    status: String,
    decided_on: Option<NaiveDate>,
}

/// Where a project's permits and those of others do not say the same.
pub(super) async fn differing(conn: &mut Conn<'_>, project: &Project) -> Result<Vec<Problem>, StoreError> {
    let mut found = leading(conn, project).await?;
    found.extend(following(conn, project).await?);
    Ok(found)
}

/// Those that its own stand for, and those that say so.
async fn leading(conn: &mut Conn<'_>, project: &Project) -> Result<Vec<Problem>, StoreError> {
    let rows: Vec<Following> = conn.fetch_all(FOLLOWING, params![project.id]).await?;
    let rows: BTreeMap<PermitId, Following> =
        rows.into_iter().map(|row| (PermitId::from_uuid(row.id), row)).collect();
    let mut found = Vec::new();
    let mut told = Covered::new();
    for permit in project.permits.values() {
        let Some(lead) = Cover::by(project, permit.id) else { continue };
        for (other, of) in &permit.covers {
            told.insert(*other, *of);
            let same = |row: &Following| row.project_id == of.uuid() && row.follows(&lead);
            if !rows.get(other).is_some_and(same) {
                found.push(Problem::Cover { permit: *other, lead: permit.id });
            }
        }
    }
    let unknown = rows.iter().filter(|(id, _)| !told.contains_key(id));
    found.extend(unknown.map(|(id, row)| Problem::Cover {
        permit: *id,
        lead: PermitId::from_uuid(row.covered_permit_id.unwrap_or_default()),
    }));
    Ok(found)
}

/// Those that stand for its own.
async fn following(conn: &mut Conn<'_>, project: &Project) -> Result<Vec<Problem>, StoreError> {
    let covered: Vec<(&Permit, Cover)> =
        project.permits.values().filter_map(|permit| Some((permit, permit.covered_by?))).collect();
    if covered.is_empty() {
        return Ok(Vec::new());
    }
    let leads: Vec<PermitId> = covered.iter().map(|(_, cover)| cover.permit).collect();
    let rows: Vec<Standing> = conn.fetch_list(STANDING, params![], &leads).await?;
    let rows: BTreeMap<Uuid, Standing> = rows.into_iter().map(|row| (row.id, row)).collect();
    let differs = |(permit, cover): &(&Permit, Cover)| {
        let same = |row: &Standing| {
            let covers = covers::read(row.covers.as_deref());
            row.project_id == cover.project.uuid()
                && covers.is_some_and(|covers| covers.get(&permit.id) == Some(&project.id))
                && row.status == cover.stands.status.as_str()
                && row.decided_on == cover.stands.decided_on
        };
        !rows.get(&cover.permit.uuid()).is_some_and(same)
    };
    let problem =
        |(permit, cover): (&Permit, Cover)| Problem::Cover { permit: permit.id, lead: cover.permit };
    Ok(covered.into_iter().filter(differs).map(problem).collect())
}
