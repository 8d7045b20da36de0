//! The duty rules 责任分工 that a decision chooses among, where it leaves open who is responsible.

use std::sync::Arc;

use chrono::NaiveDate;
use luodi_domain::context::Context;
use luodi_domain::duty::{DutyRule, Roster};
use luodi_domain::ids::{AgencyId, RegionId};
use luodi_domain::profile::Place;
use luodi_store::db::{Conflict, Conn, StoreError};
use luodi_store::duties;
use luodi_store::registry::agencies;

use crate::AppError;

/// The rules that hold at a place. What they name is still to be loaded, and held, with everything else.
pub(crate) async fn rules_at(
    conn: &mut Conn<'_>,
    place: &Place,
    today: NaiveDate,
) -> Result<Vec<DutyRule>, AppError> {
    let regions: Vec<RegionId> = place.regions().collect();
    Ok(duties::in_force(conn, &regions, today).await?)
}

/// Gives the decision its rules, with where the project was brought from: that decides who may know of a lead.
pub(crate) async fn choose_among(
    conn: &mut Conn<'_>,
    context: &mut Context,
    rules: Vec<DutyRule>,
    brought_by: Option<AgencyId>,
) -> Result<(), AppError> {
    if rules.is_empty() {
        return Ok(());
    }
    let brought_from = match brought_by {
        Some(agency) => agencies::regions(conn, agency).await?,
        None => Vec::new(),
    };
    context.facts.roster = Arc::new(Roster { rules, brought_from });
    Ok(())
}

/// Nobody whom a rule names is out of service while it holds. Whoever is was handed over after the rules were read and
/// before he was held: then the rules are his heir's by now.
pub(super) fn as_held(context: &Context) -> Result<(), StoreError> {
    let serves = |officer| context.facts.officers.get(&officer).is_some_and(|facts| facts.active);
    if context.facts.roster.officers().all(serves) {
        Ok(())
    } else {
        Err(StoreError::Conflict(Conflict::Version))
    }
}
