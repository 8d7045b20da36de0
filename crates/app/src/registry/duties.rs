//! Nobody is made unable to hold what he holds.

use luodi_domain::actor::Duties;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::projects::{self, Whose};

use crate::AppError;

/// Refuses when what one of these officers holds does not fit any more: hand over first.
///
/// Look after the change was written: commands keep hold of whom they were decided on, so the change has waited for those
/// under way, and those that come later see it.
pub(super) async fn keep(
    tx: &mut Tx<'_>,
    whose: Whose,
    field: &'static str,
    fit: impl Fn(Duties) -> bool + Send,
) -> Result<(), AppError> {
    if projects::duties(tx, whose).await?.into_iter().all(fit) {
        Ok(())
    } else {
        Err(Refusal::new(Rule::OfficerHoldsSteps).at(field).into())
    }
}
