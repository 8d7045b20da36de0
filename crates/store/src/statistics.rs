//! What the planner knows of how values are spread.

use crate::db::{StoreError, Tx};
use crate::params;

crate::statements! {
    /// Of every table on SQLite; on PostgreSQL of those that a fill makes large: others' tables in the same database are
    /// none of ours, and the shared ones are not ours to look at.
    ANALYZE = {
        sqlite: "analyze",
        postgres: "analyze project, project_term, project_label, permit, permit_case, case_event, step, step_helper,
            stage_visit, credit, party, agreement, milestone, history, history_private, outbox, agency, post, officer,
            enterprise, registry_term, project_outlook, fileable_permit",
    };
}

/// Has the planner learn of them now: after filling a database, whose first questions would else be answered without
/// knowing.
pub async fn analyze(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(ANALYZE, params![]).await.map(|_| ())
}
