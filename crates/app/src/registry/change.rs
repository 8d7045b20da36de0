//! What every change to the registry does inside its transaction.

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_domain::context::{Context, References};
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::administration;
use luodi_store::db::{StoreError, Tx, UniqueConstraint};
use uuid::Uuid;

use super::note::Changed;
use crate::projects::version_conflict;
use crate::{App, AppError, Call, Outcome};

/// The version of a new entry.
pub(crate) const FIRST_VERSION: i64 = 1;

impl App {
    /// Runs a change by somebody who may make it, or refuses and changes nothing. The job is told who asks, and answers
    /// what it came to, which is recorded.
    pub(super) async fn change_registry<F>(
        &self,
        call: Call,
        may: fn(&Context) -> Result<(), Refusal>,
        job: F,
    ) -> Result<Outcome, AppError>
    where
        F: for<'a, 'c> Fn(&'a mut Tx<'c>, Context) -> BoxFuture<'a, Result<Changed, AppError>>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        let operation = call.operation;
        let outcome = self
            .command(call, "REGISTRY", move |tx, step, _| {
                let job = job.clone();
                async move {
                    let context = step.asking(tx, References::default()).await?;
                    may(&context)?;
                    let changed = job(tx, context).await?;
                    administration::append(tx, &step.deed(), &changed.noted).await?;
                    Ok(Outcome::of_object(changed.object))
                }
                .boxed()
            })
            .await;
        log(operation, &outcome);
        outcome
    }

    /// The same for a change that is one statement: with no key to keep beside it, it needs no transaction around it and
    /// so two round trips fewer.
    pub(super) async fn change_registry_now(
        &self,
        call: Call,
        may: fn(&Context) -> Result<(), Refusal>,
        change: impl AsyncFnOnce(Context) -> Result<Uuid, AppError>,
    ) -> Result<Outcome, AppError> {
        let step = self.step(call, "REGISTRY");
        let outcome = async {
            // Given back before the change, which takes a connection of its own.
            let context = step.glance(&mut self.db.read().await?).await?;
            may(&context)?;
            Ok(Outcome::of_object(change(context).await?))
        }
        .await;
        log(step.call.operation, &outcome);
        outcome
    }
}

/// One line per change.
pub(super) fn log(operation: &'static str, outcome: &Result<Outcome, AppError>) {
    match outcome {
        Ok(_) => tracing::info!(operation, "registry changed"),
        Err(AppError::Refused(refusal)) => {
            tracing::info!(operation, rule = refusal.rule.as_str(), "registry change refused");
        }
        Err(error) => tracing::warn!(operation, %error, "registry change failed"),
    }
}

/// Refuses when the caller read another version.
pub(super) fn expect(call: &Call, found: i64) -> Result<(), Refusal> {
    match call.expected_version {
        Some(expected) if expected != found => Err(version_conflict(expected, found)),
        _ => Ok(()),
    }
}

/// Makes a broken uniqueness something the caller can act on.
pub(crate) fn duplicate(error: StoreError, constraints: &[(UniqueConstraint, &'static str)]) -> AppError {
    match constraints.iter().find(|(constraint, _)| error.is_unique(*constraint)) {
        Some((_, field)) => Refusal::new(Rule::Duplicate).at(field).into(),
        None => error.into(),
    }
}
