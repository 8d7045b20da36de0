//! Projects: loaded whole or in parts, many at once, and saved by what differs.
//!
//! Each part takes one to three statements whatever the number of projects (up to 256, then that many again). One
//! `match` rebuilds each state from its columns; any other combination is [`StoreError::Inconsistent`].

mod agreements;
mod attachments;
mod case_events;
mod cases;
mod changes;
pub(crate) mod covers;
mod credits;
mod details;
mod duties;
mod find;
mod head;
mod lock;
mod materials;
mod milestones;
mod parties;
mod permits;
mod shown;
mod steps;
mod terms;
#[cfg(test)]
pub(crate) mod tests;

use chrono::{DateTime, Utc};
use luodi_domain::ids::ProjectId;
use luodi_domain::project::Project;

use crate::db::{Conn, StoreError, Tx};
use crate::search;

pub use agreements::agreements;
pub use attachments::attachments;
pub(crate) use attachments::subject;
pub use cases::CASE_NUMBER_ONCE;
pub use duties::{Whose, duties};
pub use find::{
    CodeHolder, Part, covering, held_by, ids_by_code, last_written, page, phases_of, projects_of,
};
pub use head::{Head, heads};
pub use lock::{lock, lock_many, lock_with_followers};
pub use materials::materials;
pub use milestones::milestones;
pub use parties::parties;
pub use permits::permits;
pub(crate) use shown::stage_of_rank;
pub use shown::{Shown, shown, stage_rank};
pub use steps::{Steps, steps};
pub use terms::terms;

/// Whole projects, in the order asked for; those that do not exist are left out. Thirteen statements.
///
/// Outside a transaction that holds the projects ([`lock`]) a write may come in between two of the statements.
pub async fn load(conn: &mut Conn<'_>, ids: &[ProjectId]) -> Result<Vec<Project>, StoreError> {
    let heads = heads(conn, ids).await?;
    let mut parties = parties(conn, ids).await?;
    let mut agreements = agreements(conn, ids).await?;
    let mut terms = terms(conn, ids).await?;
    let mut milestones = milestones(conn, ids).await?;
    let mut attachments = attachments(conn, ids).await?;
    let mut steps = steps(conn, ids).await?;
    let mut permits = permits(conn, ids).await?;
    let mut materials = materials(conn, ids).await?;
    let whole = |head: Head| {
        let id = head.id;
        let Steps { steps, visits } = steps.remove(&id).unwrap_or_default();
        Project {
            id,
            version: head.version,
            profile: head.profile,
            lineage: head.lineage,
            stage: head.stage,
            standing: head.standing,
            standing_changed_on: head.standing_changed_on,
            visits,
            steps,
            parties: parties.remove(&id).unwrap_or_default(),
            agreements: agreements.remove(&id).unwrap_or_default(),
            terms: terms.remove(&id).unwrap_or_default(),
            milestones: milestones.remove(&id).unwrap_or_default(),
            attachments: attachments.remove(&id).unwrap_or_default(),
            permits: permits.remove(&id).unwrap_or_default(),
            materials: materials.remove(&id).unwrap_or_default(),
            plan: head.plan,
        }
    };
    Ok(heads.into_iter().map(whole).collect())
}

/// One whole project, if it exists.
pub async fn load_one(conn: &mut Conn<'_>, id: ProjectId) -> Result<Option<Project>, StoreError> {
    Ok(load(conn, &[id]).await?.pop())
}

/// Makes the stored project equal to `after`: writes the rows that differ from `before`, or all of a new one.
///
/// # Errors
/// [`StoreError::Conflict`] when the stored project is no longer at the version, stage and standing of `before`, or
/// when the officer of an open step went out of service meanwhile: decide again, on fresh facts.
pub async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    head::save(tx, before, after, now).await?;
    shown::refresh(tx, after).await?;
    search::save(tx, before, after).await?;
    details::save(tx, before, after).await?;
    credits::save(tx, before, after).await?;
    parties::save(tx, before, after).await?;
    agreements::save(tx, before, after).await?;
    terms::save(tx, before, after).await?;
    milestones::save(tx, before, after).await?;
    steps::save(tx, before, after).await?;
    permits::save(tx, before, after).await?;
    materials::save(tx, before, after).await?;
    // Last: it points at what it is attached to.
    attachments::save(tx, before, after).await
}

#[cfg(test)]
pub(crate) const STATEMENTS: &[&[(&str, crate::db::StmtText)]] = &[
    agreements::ALL,
    attachments::ALL,
    case_events::ALL,
    cases::ALL,
    credits::ALL,
    details::ALL,
    duties::ALL,
    find::ALL,
    head::ALL,
    lock::ALL,
    materials::ALL,
    milestones::ALL,
    parties::ALL,
    permits::ALL,
    shown::ALL,
    steps::ALL,
    terms::ALL,
];
