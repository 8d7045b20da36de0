//! The frame around every command: one transaction, and one answer however often it is asked for.

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_domain::ids::CommandId;
use luodi_store::db::Tx;
use rand::rngs::StdRng;

use crate::projects::{Step, first_answer, keep};
use crate::{App, AppError, Call, Outcome};

impl App {
    /// Runs a job in one transaction and keeps its answer; a request that came before gets the first one's instead.
    ///
    /// The job may run several times, see [`luodi_store::db::Db::write`], each time with random numbers of its own.
    pub(crate) async fn command<F>(&self, call: Call, name: &'static str, job: F) -> Result<Outcome, AppError>
    where
        F: for<'a> Fn(&'a mut Tx<'_>, &'a Step, &'a mut StdRng) -> BoxFuture<'a, Result<Outcome, AppError>>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        self.know_around().await?;
        let step = self.step(call, name);
        let asked = step.call.clone();
        let app = self.clone();
        let outcome = self
            .db
            .write(move |tx| {
                let (step, job, mut rng) = (step.clone(), job.clone(), app.ids.fork());
                async move {
                    if let Some(answer) = first_answer(tx, &step.call).await? {
                        return Ok(answer);
                    }
                    let outcome = job(tx, &step, &mut rng).await?;
                    keep(tx, &step.call, &outcome, step.asked_at).await?;
                    Ok(outcome)
                }
                .boxed()
            })
            .await;
        if outcome.is_ok() {
            self.wake_feed();
        }
        self.settle(&asked, outcome).await
    }

    /// A command under a new id, at this moment.
    pub(crate) fn step(&self, call: Call, command: &'static str) -> Step {
        let asked_at = self.system_now();
        let command_id = CommandId::from_uuid(self.ids.next(asked_at));
        Step {
            call,
            command,
            command_id,
            today: self.today(),
            now: self.now(),
            asked_at,
            planner: self.planner(),
        }
    }
}
