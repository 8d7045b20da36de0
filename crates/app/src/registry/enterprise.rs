//! Enterprises.

use futures::FutureExt;
use luodi_domain::access::{Action, Object, can};
use luodi_domain::actor::{OfficerFacts, PostRole};
use luodi_domain::codes::CreditCode;
use luodi_domain::context::Context;
use luodi_domain::decide::may_keep_enterprises;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_domain::registry::Enterprise;
use luodi_store::db::{Conflict, Conn, StoreError, Tx};
use luodi_store::list;
use luodi_store::registry::enterprises::{self, CREDIT_CODE_ONCE};

use super::change::{FIRST_VERSION, duplicate, expect};
use super::note::Changed;
use crate::projects::viewer;
use crate::{App, AppError, Call, Outcome};

/// What to change of an enterprise; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct EnterprisePatch {
    /// Its name; the old one is kept as a former name.
    pub name: Option<String>,
    /// Its credit code; an inner nothing clears it.
    pub credit_code: Option<Option<CreditCode>>,
    /// Where it is registered; an inner nothing clears it.
    pub registered_at: Option<Option<String>>,
}

impl App {
    /// Enters an enterprise. One that another agency has entered, under the same code, is answered as it stands, and known
    /// to the caller's agency from then on, which may not change it.
    pub async fn create_enterprise(&self, call: Call, enterprise: Enterprise) -> Result<Outcome, AppError> {
        // In one statement nobody is held, and an absence may end beside it.
        if call.idempotency.is_none() && !call.is_for_another() && enterprise.former_names.is_empty() {
            let (caller, new) = (call.clone(), enterprise.clone());
            let change = async move |context: Context| {
                let new = Enterprise { version: FIRST_VERSION, ..new }.checked()?;
                enterprises::insert_now(&self.db, &new, entrant(&context)).await?;
                Ok(new.id.uuid())
            };
            // One of the largest futures there are.
            let outcome = Box::pin(self.change_registry_now(caller, may_keep_enterprises, change)).await;
            if !matches!(&outcome, Err(AppError::Store(error)) if error.is_unique(CREDIT_CODE_ONCE)) {
                return outcome;
            }
        }
        self.change_registry(call, may_keep_enterprises, move |tx, context| {
            let enterprise = Enterprise { version: FIRST_VERSION, ..enterprise.clone() };
            async move {
                let enterprise = enterprise.checked()?;
                let taken = match &enterprise.credit_code {
                    Some(code) => enterprises::by_code(tx, code).await?,
                    None => None,
                };
                let id = taken.unwrap_or(enterprise.id);
                match taken {
                    Some(known) if sees(tx, &context, known).await? => {
                        return Err(Refusal::new(Rule::Duplicate).at("creditCode").into());
                    }
                    Some(_) => {}
                    None => enterprises::insert(tx, &enterprise).await.map_err(meanwhile)?,
                }
                if let Some(entrant) = entrant(&context) {
                    enterprises::enter(tx, id, entrant, taken.is_none()).await?;
                }
                Ok(Changed::unrecorded(id.uuid()))
            }
            .boxed()
        })
        .await
    }

    /// Changes an enterprise.
    pub async fn update_enterprise(
        &self,
        call: Call,
        id: EnterpriseId,
        patch: EnterprisePatch,
    ) -> Result<Outcome, AppError> {
        let caller = call.clone();
        self.change_registry(call, may_keep_enterprises, move |tx, context| {
            let (call, patch) = (caller.clone(), patch.clone());
            async move {
                sees_enterprise(tx, &context, id).await?;
                keeps_enterprise(tx, &context, id).await?;
                let found = enterprises::by_ids(tx, &[id]).await?.into_iter().next();
                let before = found.ok_or_else(|| AppError::not_found("enterpriseId", &id))?;
                expect(&call, before.version)?;
                let mut after = Enterprise {
                    name: patch.name.unwrap_or_else(|| before.name.clone()),
                    credit_code: patch.credit_code.unwrap_or_else(|| before.credit_code.clone()),
                    registered_at: patch.registered_at.unwrap_or_else(|| before.registered_at.clone()),
                    ..before.clone()
                }
                .checked()?;
                if after.name != before.name {
                    after.former_names.remove(&after.name);
                    after.former_names.insert(before.name.clone());
                }
                if after != before {
                    enterprises::update(tx, &after, before.version).await.map_err(taken)?;
                }
                Ok(Changed::unrecorded(id.uuid()))
            }
            .boxed()
        })
        .await
    }
}

/// Refuses an enterprise that the caller may not name: it is not found.
pub(crate) async fn sees_enterprise(
    conn: &mut Conn<'_>,
    context: &Context,
    id: EnterpriseId,
) -> Result<(), AppError> {
    if sees(conn, context, id).await? { Ok(()) } else { Err(AppError::not_found("enterpriseId", &id)) }
}

async fn sees(conn: &mut Conn<'_>, context: &Context, id: EnterpriseId) -> Result<bool, AppError> {
    match viewer(context)? {
        Some(viewer) => Ok(!list::enterprises_seen(conn, &viewer, &[id]).await?.is_empty()),
        None => Ok(true),
    }
}

/// Refuses to change what others entered.
async fn keeps_enterprise(tx: &mut Tx<'_>, context: &Context, id: EnterpriseId) -> Result<(), AppError> {
    let Some(viewer) = viewer(context)? else { return Ok(()) };
    let entered_by = enterprises::entered_by(tx, id).await?;
    // It exists for him, that was asked before.
    let enterprise = Object::Enterprise { named: true, entered_by: &entered_by };
    if can(&viewer, Action::Keep, &enterprise) {
        return Ok(());
    }
    Err(Refusal::new(Rule::OutsideJurisdiction).into())
}

/// Who enters it, and for which agency, where it is not the service itself. An administrator, who decides no project, enters
/// it for everybody.
fn entrant(context: &Context) -> Option<(OfficerId, Option<AgencyId>)> {
    let agency = |officer: &OfficerFacts| (officer.role != PostRole::Administrator).then_some(officer.agency);
    context.actor.officer().map(|officer| (officer.id, agency(officer)))
}

fn taken(error: StoreError) -> AppError {
    duplicate(error, &[(CREDIT_CODE_ONCE, "creditCode")])
}

/// Somebody was faster: begin again, and find it.
fn meanwhile(error: StoreError) -> AppError {
    if error.is_unique(CREDIT_CODE_ONCE) {
        StoreError::Conflict(Conflict::Version).into()
    } else {
        error.into()
    }
}
