//! The duty rules 责任分工 that a decision chooses among, where it leaves open who is responsible.

use std::sync::Arc;

use chrono::NaiveDate;
use luodi_domain::command::Command;
use luodi_domain::context::{Context, References};
use luodi_domain::duty::{DutyRule, Roster};
use luodi_domain::ids::{AgencyId, RegionId};
use luodi_domain::profile::Place;
use luodi_domain::project::Project;
use luodi_store::db::{Conflict, Conn, StoreError};
use luodi_store::duties;
use luodi_store::registry::agencies;

use crate::AppError;

/// The rules that hold at a place. Whom they name is loaded, and held, with everybody else who is `named`.
pub(crate) async fn rules_at(
    conn: &mut Conn<'_>,
    place: &Place,
    today: NaiveDate,
    named: &mut References,
) -> Result<Vec<DutyRule>, AppError> {
    let regions: Vec<RegionId> = place.regions().collect();
    let rules = duties::in_force(conn, &regions, today).await?;
    named.officers.extend(rules.iter().map(|rule| rule.officer));
    Ok(rules)
}

/// The rules that a command on a project may choose among; none where it names everybody itself.
pub(super) async fn rules_for(
    conn: &mut Conn<'_>,
    command: &Command,
    project: &Project,
    today: NaiveDate,
    named: &mut References,
) -> Result<Vec<DutyRule>, AppError> {
    if !command.leaves_officer_open() {
        return Ok(Vec::new());
    }
    rules_at(conn, &project.profile.place, today, named).await
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
