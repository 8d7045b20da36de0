//! Recorders 代录人.

use chrono::NaiveDate;
use futures::FutureExt;
use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::administration::Change;
use luodi_domain::ids::{OfficerId, RecorderId};
use luodi_domain::refusal::Refusal;
use luodi_domain::registry::{Recorder, appoint_recorder, may_appoint_recorder};
use luodi_store::administration::{self, Noted};
use luodi_store::db::Tx;
use luodi_store::projects::Whose;
use luodi_store::{facts, recorders};

use super::absence::{both_officers_held, knows};
use super::change::{FIRST_VERSION, duplicate, expect, log};
use super::note::{Changed, region_of_officer};
use crate::projects::{Step, not_recorder};
use crate::{App, AppError, Call, Outcome};

/// Asks for an officer to record what a leader decides.
#[derive(Debug, Clone, Copy)]
pub struct NewRecorder {
    /// The new id.
    pub id: RecorderId,
    /// Who decides.
    pub leader: OfficerId,
    /// Who records it.
    pub officer: OfficerId,
}

impl App {
    /// Has an officer record what a leader decides: what he does on the leader's authority is decided as the leader's own.
    pub async fn appoint_recorder(&self, call: Call, wanted: NewRecorder) -> Result<Outcome, AppError> {
        let operation = call.operation;
        let outcome =
            self.command(call, "REGISTRY", move |tx, step, _| appoint(tx, step, wanted).boxed()).await;
        log(operation, &outcome);
        outcome
    }

    /// Ends that somebody records for a leader.
    pub async fn dismiss_recorder(&self, call: Call, id: RecorderId) -> Result<Outcome, AppError> {
        let operation = call.operation;
        let outcome = self.command(call, "REGISTRY", move |tx, step, _| dismiss(tx, step, id).boxed()).await;
        log(operation, &outcome);
        outcome
    }

    /// The leader as who the officer looks when he records a decision of that leader's.
    ///
    /// # Errors
    /// [`Rule::NotRecorder`] when he does not record for him.
    pub async fn recorded_for(&self, officer: OfficerId, leader: OfficerId) -> Result<Viewer, AppError> {
        let mut conn = self.db.read().await?;
        if !recorders::records(&mut conn, leader, officer).await? {
            return Err(not_recorder().into());
        }
        let found = facts::officer(&mut conn, leader).await?;
        let leads = found.filter(|facts| facts.serves() && facts.role == PostRole::Leader);
        leads.as_ref().and_then(Viewer::of).ok_or_else(|| not_recorder().into())
    }
}

async fn appoint(tx: &mut Tx<'_>, step: &Step, wanted: NewRecorder) -> Result<Outcome, AppError> {
    step.in_person()?;
    let NewRecorder { id, leader, officer } = wanted;
    // A command that is recorded holds the two as well, and so comes before or after.
    let context = both_officers_held(tx, step, [leader, officer]).await?;
    may_appoint_recorder(leader, &context)?;
    let mut others = recorders::of_leaders(tx, &[leader]).await?;
    others
        .extend(recorders::of_officer(tx, officer).await?.into_iter().filter(|other| other.leader != leader));
    appoint_recorder(leader, officer, &others, &context)?;
    let version = FIRST_VERSION;
    let recorder = Recorder { id, leader, officer, since: step.today, ended_on: None, version };
    let inserted = recorders::insert(tx, &recorder).await;
    inserted.map_err(|error| duplicate(error, &[(recorders::ONCE, "officerId")]))?;
    note(tx, step, None, &recorder).await
}

async fn dismiss(tx: &mut Tx<'_>, step: &Step, id: RecorderId) -> Result<Outcome, AppError> {
    step.in_person()?;
    let not_found = || AppError::not_found("recorderId", &id);
    let found = recorders::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    let context = both_officers_held(tx, step, [found.leader, found.officer]).await?;
    // What was read before the two were held may be another's end behind.
    let before = recorders::by_ids(tx, &[id]).await?.pop().ok_or_else(not_found)?;
    if !knows(&[Some(before.leader), Some(before.officer)], before.leader, &context)? {
        return Err(not_found());
    }
    may_appoint_recorder(before.leader, &context).map_err(|refusal| Refusal { at: Vec::new(), ..refusal })?;
    expect(&step.call, before.version)?;
    let after = before.ended(step.today)?;
    recorders::end(tx, id, after.ended_on, before.version).await?;
    note(tx, step, Some(&before), &after).await
}

async fn note(
    tx: &mut Tx<'_>,
    step: &Step,
    before: Option<&Recorder>,
    after: &Recorder,
) -> Result<Outcome, AppError> {
    let region = region_of_officer(tx, after.leader).await?;
    let changed = Changed::between(before, after, region);
    administration::append(tx, &step.deed(), &changed.noted).await?;
    Ok(Outcome::of_object(changed.object))
}

/// Ends what those record, and what is recorded for those, who leave their post; returns what is to be noted of it.
pub(super) async fn ended(tx: &mut Tx<'_>, whose: Whose, today: NaiveDate) -> Result<Vec<Noted>, AppError> {
    let concerned = match whose {
        Whose::Officer(officer) => recorders::concerning(tx, officer).await?,
        Whose::Post(post) => recorders::concerning_post(tx, post).await?,
        // Nothing is recorded for those of an agency that is closed, or by them, while it is.
        Whose::Agency(_) => Vec::new(),
    };
    let mut noted = Vec::with_capacity(concerned.len());
    for before in concerned {
        let after = before.ended(today)?;
        recorders::end(tx, after.id, after.ended_on, before.version).await?;
        let region = region_of_officer(tx, after.leader).await?;
        noted.push(Noted { change: Change::between(Some(&before), &after), region });
    }
    Ok(noted)
}
