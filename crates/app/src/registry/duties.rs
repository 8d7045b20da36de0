//! Nobody is made unable to hold what he holds, by projects or by duty rules.

use chrono::NaiveDate;
use luodi_domain::actor::Duties;
use luodi_domain::duty::suits;
use luodi_domain::ids::{OfficerId, RegionId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::projects::{self, Whose};
use luodi_store::registry::regions;
use luodi_store::{duties, facts};

use crate::AppError;

/// Refuses when what one of these officers holds does not fit any more: hand over first.
///
/// Look after the change was written: commands keep hold of whom they were decided on, so the change has waited for those
/// under way, and those that come later see it.
pub(super) async fn keep(
    tx: &mut Tx<'_>,
    whose: Whose,
    today: NaiveDate,
    field: &'static str,
    fit: impl Fn(Duties) -> bool + Send,
) -> Result<(), AppError> {
    duties::close_over(tx, whose, today).await?;
    if projects::duties(tx, whose).await?.into_iter().all(fit) {
        Ok(())
    } else {
        Err(Refusal::new(Rule::OfficerHoldsSteps).at(field).into())
    }
}

/// The same of the duty rules that name an officer who was moved elsewhere: he must be one who can have them.
pub(super) async fn keep_rules(
    tx: &mut Tx<'_>,
    officer: OfficerId,
    field: &'static str,
) -> Result<(), AppError> {
    let rules = duties::open_of(tx, officer).await?;
    if rules.is_empty() {
        return Ok(());
    }
    let named: Vec<RegionId> = rules.iter().map(|rule| rule.region).collect();
    let above = regions::ancestors(tx, &named).await?;
    let facts = facts::officer(tx, officer).await?;
    let fits = |region: &RegionId| {
        let above = above.get(region).map_or(&[][..], Vec::as_slice);
        facts.as_ref().is_some_and(|facts| suits(facts, *region, above))
    };
    if named.iter().all(fits) { Ok(()) } else { Err(Refusal::new(Rule::OfficerHoldsSteps).at(field).into()) }
}
