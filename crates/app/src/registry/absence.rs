//! Absences and deputies 请假与代理.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use futures::FutureExt;
use luodi_domain::access::{Action, Object, PersonFacts, can};
use luodi_domain::administration::Change;
use luodi_domain::context::{Context, References};
use luodi_domain::ids::{AbsenceId, OfficerId};
use luodi_domain::registry::{Absence, may_end_absence, may_record_absence, record_absence};
use luodi_store::absences;
use luodi_store::administration::{self, Noted};
use luodi_store::db::Tx;
use luodi_store::projects::Whose;
use luodi_store::registry::officers;

use super::change::{FIRST_VERSION, expect, log};
use super::note::{Changed, region_of_officer};
use super::recorder;
use crate::projects::{Step, viewer};
use crate::{App, AppError, Call, Outcome};

/// Asks for an officer to be absent, and for a deputy to act for him meanwhile.
#[derive(Debug, Clone, Copy)]
pub struct NewAbsence {
    /// The new id.
    pub id: AbsenceId,
    /// Who is absent.
    pub officer: OfficerId,
    /// Who acts for him.
    pub deputy: OfficerId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

impl App {
    /// Records an absence: on its days the deputy may act for the officer.
    pub async fn record_absence(&self, call: Call, wanted: NewAbsence) -> Result<Outcome, AppError> {
        let operation = call.operation;
        let outcome =
            self.command(call, "REGISTRY", move |tx, step, _| record(tx, step, wanted).boxed()).await;
        log(operation, &outcome);
        outcome
    }

    /// Ends an absence from a day on, or from today; from then on nobody acts by it.
    pub async fn end_absence(
        &self,
        call: Call,
        id: AbsenceId,
        on: Option<NaiveDate>,
    ) -> Result<Outcome, AppError> {
        let operation = call.operation;
        let outcome = self.command(call, "REGISTRY", move |tx, step, _| end(tx, step, id, on).boxed()).await;
        log(operation, &outcome);
        outcome
    }
}

async fn record(tx: &mut Tx<'_>, step: &Step, wanted: NewAbsence) -> Result<Outcome, AppError> {
    step.in_person()?;
    let NewAbsence { id, officer, deputy, from, until } = wanted;
    let recorded_by = step.call.officer;
    let version = FIRST_VERSION;
    let absence = Absence { id, officer, deputy, from, until, ended_on: None, recorded_by, version };
    let context = both_held(tx, step, &absence).await?;
    may_record_absence(&absence, &context)?;
    let mut others = absences::concerning(tx, officer, step.today).await?;
    let of_deputy = absences::concerning(tx, deputy, step.today).await?;
    others.extend(of_deputy.into_iter().filter(|other| ![other.officer, other.deputy].contains(&officer)));
    record_absence(&absence, &others, &context)?;
    absences::insert(tx, &absence).await?;
    note(tx, step, None, &absence).await
}

async fn end(
    tx: &mut Tx<'_>,
    step: &Step,
    id: AbsenceId,
    on: Option<NaiveDate>,
) -> Result<Outcome, AppError> {
    step.in_person()?;
    let not_found = || AppError::not_found("absenceId", &id);
    let found = absences::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    let context = both_held(tx, step, &found).await?;
    // What was read before the two were held may be another's end behind.
    let before = absences::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    if !knows(&[Some(before.officer), Some(before.deputy), before.recorded_by], before.officer, &context)? {
        return Err(not_found());
    }
    may_end_absence(&before, &context)?;
    expect(&step.call, before.version)?;
    let after = before.clone().ended(on.unwrap_or(step.today), step.today)?;
    absences::end(tx, id, after.ended_on, before.version).await?;
    note(tx, step, Some(&before), &after).await
}

/// The facts about the two, who are held first: of two absences that concern the same officer the second waits, and sees
/// the first.
async fn both_held(tx: &mut Tx<'_>, step: &Step, absence: &Absence) -> Result<Context, AppError> {
    both_officers_held(tx, step, [absence.officer, absence.deputy]).await
}

/// The facts about two officers, who are held first.
pub(super) async fn both_officers_held(
    tx: &mut Tx<'_>,
    step: &Step,
    both: [OfficerId; 2],
) -> Result<Context, AppError> {
    officers::hold(tx, &both).await?;
    step.context(tx, References { officers: BTreeSet::from(both), ..References::default() }).await
}

/// Whether an absence or a recorder exists for the caller: it is his own, or of somebody whom he may call.
pub(super) fn knows(
    own: &[Option<OfficerId>],
    whose: OfficerId,
    context: &Context,
) -> Result<bool, AppError> {
    let Some(viewer) = viewer(context)? else { return Ok(true) };
    let called = context
        .facts
        .officers
        .get(&whose)
        .is_some_and(|facts| can(&viewer, Action::SeeContact, &Object::Person(&PersonFacts::of(facts))));
    Ok(own.contains(&Some(viewer.officer)) || called)
}

async fn note(
    tx: &mut Tx<'_>,
    step: &Step,
    before: Option<&Absence>,
    after: &Absence,
) -> Result<Outcome, AppError> {
    let region = region_of_officer(tx, after.officer).await?;
    let changed = Changed::between(before, after, region);
    administration::append(tx, &step.deed(), &changed.noted).await?;
    Ok(Outcome::of_object(changed.object))
}

/// Ends from today on what those who leave their post are absent for, what they are deputies for, and what they record or
/// have recorded; returns what is to be noted of it. Call it after the post was changed: whoever records an absence holds
/// the officers and their posts.
pub(crate) async fn cut_short(
    tx: &mut Tx<'_>,
    whose: Whose,
    today: NaiveDate,
) -> Result<Vec<Noted>, AppError> {
    let concerned = match whose {
        Whose::Officer(officer) => absences::concerning(tx, officer, today).await?,
        Whose::Post(post) => absences::concerning_post(tx, post, today).await?,
        // Those of an agency that is closed come to nothing while it is: nobody acts by them.
        Whose::Agency(_) => Vec::new(),
    };
    let mut noted = Vec::with_capacity(concerned.len());
    for before in concerned {
        let Some(after) = before.clone().cut_short(today) else { continue };
        absences::end(tx, after.id, after.ended_on, before.version).await?;
        let region = region_of_officer(tx, after.officer).await?;
        noted.push(Noted { change: Change::between(Some(&before), &after), region });
    }
    noted.extend(recorder::ended(tx, whose, today).await?);
    Ok(noted)
}
