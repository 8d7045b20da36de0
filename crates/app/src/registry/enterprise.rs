//! Enterprises.

use futures::FutureExt;
use luodi_domain::codes::CreditCode;
use luodi_domain::context::Context;
use luodi_domain::decide::may_keep_enterprises;
use luodi_domain::ids::EnterpriseId;
use luodi_domain::refusal::Rule;
use luodi_domain::registry::Enterprise;
use luodi_store::db::{StoreError, Tx};
use luodi_store::list;
use luodi_store::registry::enterprises::{self, CREDIT_CODE_ONCE};

use super::change::{FIRST_VERSION, duplicate, expect};
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
    /// Enters an enterprise. One whose credit code is known is refused, with the id of the one that has it: names and
    /// codes of enterprises are no secret, and whoever knows the code may name it as a party of his own project, although
    /// he may not know whose other party it is.
    pub async fn create_enterprise(&self, call: Call, enterprise: Enterprise) -> Result<Outcome, AppError> {
        let code = enterprise.credit_code.clone();
        let outcome = self.enter_enterprise(call, enterprise).await;
        self.naming_the_known(outcome, code).await
    }

    /// The refusal of a credit code that is taken, with the id of who has it.
    async fn naming_the_known(
        &self,
        outcome: Result<Outcome, AppError>,
        code: Option<CreditCode>,
    ) -> Result<Outcome, AppError> {
        match (outcome, code) {
            (Err(AppError::Refused(refusal)), Some(code)) if refusal.rule == Rule::Duplicate => {
                let known = enterprises::by_code(&mut self.db.read().await?, &code).await?;
                Err(match known {
                    Some(id) => refusal.text("enterprise", id.to_string()),
                    None => *refusal,
                }
                .into())
            }
            (outcome, _) => outcome,
        }
    }

    async fn enter_enterprise(&self, call: Call, enterprise: Enterprise) -> Result<Outcome, AppError> {
        if call.idempotency.is_none() && enterprise.former_names.is_empty() {
            let change = async {
                let enterprise = Enterprise { version: FIRST_VERSION, ..enterprise }.checked()?;
                enterprises::insert_now(&self.db, &enterprise).await.map_err(taken)?;
                Ok(enterprise.id.uuid())
            };
            // One of the largest futures there are.
            return Box::pin(self.change_registry_now(call, may_keep_enterprises, change)).await;
        }
        self.change_registry(call, may_keep_enterprises, move |tx| {
            let enterprise = Enterprise { version: FIRST_VERSION, ..enterprise.clone() };
            async move {
                let enterprise = enterprise.checked()?;
                enterprises::insert(tx, &enterprise).await.map_err(taken)?;
                Ok(enterprise.id.uuid())
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
        self.change_registry_as(call, may_keep_enterprises, move |tx, context| {
            let (call, patch) = (caller.clone(), patch.clone());
            async move {
                sees_enterprise(tx, &context, id).await?;
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
                Ok(id.uuid())
            }
            .boxed()
        })
        .await
    }
}

/// An enterprise that the caller may name; any other is not found.
async fn sees_enterprise(tx: &mut Tx<'_>, context: &Context, id: EnterpriseId) -> Result<(), AppError> {
    match viewer(context) {
        Some(viewer) if list::enterprises_seen(tx, &viewer, &[id]).await?.is_empty() => {
            Err(AppError::not_found("enterpriseId", &id))
        }
        _ => Ok(()),
    }
}

fn taken(error: StoreError) -> AppError {
    duplicate(error, &[(CREDIT_CODE_ONCE, "creditCode")])
}
