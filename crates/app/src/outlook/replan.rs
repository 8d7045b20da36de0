//! Working out anew what all plans come to, in the background.
//!
//! Projects whose outlook is by another revision are taken some at a time: they are read and worked out beside everything
//! else, and written in a short transaction of their own, those that a command has changed meanwhile left out, since a
//! command keeps what it makes of a project itself. What is written is of the new revision and not looked for again, so a
//! process killed at any moment is followed by one that goes on. Of several processes one is at it at a time.

use std::future::Future;
use std::mem;
use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use luodi_domain::ids::ProjectId;
use luodi_domain::plan::Offices;
use luodi_domain::project::Project;
use luodi_store::db::StoreError;
use luodi_store::outlook::{self, Replanning, Worked, Worker};
use luodi_store::projects;
use tokio::time::{sleep, timeout};

use super::planner::{Planner, offices};
use crate::{App, AppError};

/// Projects worked out at a time: some milliseconds of SQLite's one writer.
const BATCH: u32 = 64;
/// How often it is looked whether there is anything to do.
const PERIOD: Duration = Duration::from_secs(1);
/// What others get between two batches, who wait for the writer or a connection.
const BREATH: Duration = Duration::from_millis(2);
/// How long to leave to commands that hold all projects of a batch.
const HELD: Duration = Duration::from_millis(50);
/// How long the database may take over one batch.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a process that says nothing more is waited for.
const LEASE: TimeDelta = TimeDelta::seconds(5);

/// How far working out anew has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// How many projects there were to be worked out.
    pub total: i64,
    /// How many are.
    pub done: i64,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Progress {
    fn of(stand: &Replanning) -> Option<Self> {
        let Replanning { total, done, began_at, finished_at, .. } = *stand;
        Some(Self { total, done, began_at: began_at?, finished_at })
    }

    /// How many projects a second, from the beginning to a moment or to the end; pauses count.
    pub fn per_second(&self, now: DateTime<Utc>) -> f64 {
        let took = (self.finished_at.unwrap_or(now) - self.began_at).num_milliseconds().max(1);
        let exact = |number: i64| f64::from(i32::try_from(number).unwrap_or(i32::MAX));
        exact(self.done) * 1_000.0 / exact(took)
    }
}

/// What is told of working out anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Told {
    /// So far it has come.
    Goes(Progress),
    /// All is worked out.
    Ends(Progress),
}

/// What a batch leaves to do.
enum Left {
    /// Nothing.
    Nothing,
    /// More.
    More,
    /// What commands hold.
    Held,
}

impl App {
    /// How far working out anew has come, or had when it ended; nothing if there was never anything to.
    pub async fn replanning(&self) -> Result<Option<Progress>, AppError> {
        Ok(Progress::of(&outlook::stand(&mut self.db.read().await?).await?))
    }

    /// Works out anew what plans come to, whenever that is to be done, until asked to stop. One per process; any number of
    /// processes.
    pub async fn run_replanning(&self, mut tell: impl FnMut(Told), stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut away = false;
        loop {
            // What was begun is finished before the end, so that no connection is dropped in the middle of a transaction.
            let work = timeout(PATIENCE, self.replan_some(&mut tell));
            let outcome = work.await.unwrap_or_else(|_| {
                let detail = format!("no answer within {} s", PATIENCE.as_secs());
                Err(StoreError::Unavailable { detail }.into())
            });
            let pause = match outcome {
                Ok(left) => {
                    away = false;
                    match left {
                        Left::Nothing => PERIOD,
                        Left::More => BREATH,
                        Left::Held => HELD,
                    }
                }
                Err(error) => {
                    if !mem::replace(&mut away, true) {
                        tracing::warn!(%error, "plans are not worked out anew until the database answers again");
                    }
                    PERIOD
                }
            };
            tokio::select! {
                () = sleep(pause) => {}
                () = &mut stop => break,
            }
        }
        let worker = self.outlooks.worker;
        let left = self.db.write(move |tx| async move { outlook::leave(tx, worker).await }.boxed());
        // Else others wait until it is over by itself.
        let _ = timeout(PATIENCE, left).await;
    }

    /// Works out some projects, if it is this process's turn.
    async fn replan_some(&self, tell: &mut impl FnMut(Told)) -> Result<Left, AppError> {
        let stand = self.look_around().await?;
        let planner = self.planner();
        let revision = planner.revision.clone();
        if revision.is_empty() {
            // This process has just changed what it is by.
            return Ok(Left::Held);
        }
        if stand.revision.as_ref() != Some(&revision) {
            return if self.has_its_way(&stand) {
                self.begin_replanning(&revision).await
            } else {
                Ok(Left::Nothing)
            };
        }
        let next = outlook::outdated_by(&mut self.db.read().await?, &revision, BATCH).await?;
        if next.is_empty() {
            if stand.finished_at.is_none() {
                self.finish_replanning(&revision, tell).await?;
            }
            return Ok(Left::Nothing);
        }
        let now = self.system_now();
        if stand.is_anothers(self.outlooks.worker, now) {
            return Ok(Left::Nothing);
        }
        let (worked, unreadable) = self.work_out(&planner, &next).await?;
        let worker = Worker { id: self.outlooks.worker, now, until: now + LEASE };
        let Some(done) = self.keep_worked(revision, worked, unreadable, worker).await? else {
            return Ok(Left::Nothing);
        };
        if let Some(progress) = self.replanning().await? {
            tell(Told::Goes(progress));
        }
        Ok(if done == 0 { Left::Held } else { Left::More })
    }

    /// Whether this program says by what plans are worked out: of two with different catalogues, as while replicas are
    /// replaced, the one that was started last, also once the other has ended. Replicas of one program agree.
    fn has_its_way(&self, stand: &Replanning) -> bool {
        let same_program = stand.revision.as_ref().is_some_and(|revision| self.outlooks.made(revision));
        // Ids of processes grow with the time.
        same_program || stand.begun_by.is_none_or(|other| other <= self.outlooks.worker)
    }

    async fn begin_replanning(&self, revision: &str) -> Result<Left, AppError> {
        let total = outlook::left(&mut self.db.read().await?, revision).await?;
        if total == 0 {
            return Ok(Left::Nothing);
        }
        let (wanted, now) = (revision.to_owned(), self.system_now());
        let by = self.outlooks.worker;
        let began = self.db.write(move |tx| {
            let wanted = wanted.clone();
            async move { outlook::begin(tx, &wanted, total, now, by).await }.boxed()
        });
        if began.await? {
            tracing::info!(projects = total, "plans are worked out anew: what they depend on has changed");
        }
        Ok(Left::More)
    }

    async fn finish_replanning(&self, revision: &str, tell: &mut impl FnMut(Told)) -> Result<(), AppError> {
        let (wanted, now) = (revision.to_owned(), self.system_now());
        let finished = self.db.write(move |tx| {
            let wanted = wanted.clone();
            async move { outlook::finish(tx, &wanted, now).await }.boxed()
        });
        if finished.await?
            && let Some(progress) = self.replanning().await?
        {
            tell(Told::Ends(progress));
        }
        Ok(())
    }

    /// What the plans of these projects come to, and those that cannot be read. Reads beside all others, and lets them go
    /// first.
    async fn work_out(
        &self,
        planner: &Planner,
        ids: &[ProjectId],
    ) -> Result<(Vec<Worked>, Vec<ProjectId>), AppError> {
        let (found, unreadable) = self.readable(ids).await?;
        let offices: Offices = offices(&mut self.db.read().await?, &found).await?;
        let mut worked = Vec::with_capacity(found.len());
        for project in &found {
            worked.push(planner.worked(project, &offices));
            tokio::task::yield_now().await;
        }
        Ok((worked, unreadable))
    }

    /// These projects, as far as their rows can be read: those whose cannot are a finding of `verify-history`, and must not
    /// stand in the way of the others. They are read as of one moment: rows are held against one another.
    async fn readable(&self, ids: &[ProjectId]) -> Result<(Vec<Project>, Vec<ProjectId>), AppError> {
        let of_rows = |error: &StoreError| {
            matches!(error, StoreError::Inconsistent { .. } | StoreError::Undecodable { .. })
        };
        let mut conn = self.db.snapshot().await?;
        match projects::load(&mut conn, ids).await {
            Ok(found) => return Ok((found, Vec::new())),
            Err(error) if of_rows(&error) => {}
            Err(error) => return Err(error.into()),
        }
        let (mut found, mut unreadable) = (Vec::new(), Vec::new());
        for id in ids {
            match projects::load_one(&mut conn, *id).await {
                Ok(project) => found.extend(project),
                Err(error) if of_rows(&error) => {
                    tracing::warn!(project = %id, %error, "the plan of a project is not worked out anew");
                    unreadable.push(*id);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok((found, unreadable))
    }

    /// Writes what was worked out of projects that are still as they were; how many, or nothing if it is another's turn.
    async fn keep_worked(
        &self,
        revision: String,
        worked: Vec<Worked>,
        unreadable: Vec<ProjectId>,
        worker: Worker,
    ) -> Result<Option<i64>, AppError> {
        let job = self.db.write(move |tx| {
            let (revision, mut worked, unreadable) = (revision.clone(), worked.clone(), unreadable.clone());
            async move {
                let ids: Vec<ProjectId> = worked.iter().map(|one| one.project).collect();
                let held = outlook::lock_free(tx, &ids).await?;
                worked.retain(|one| held.contains(&(one.project, one.version)));
                let done = i64::try_from(worked.len() + unreadable.len()).unwrap_or(i64::MAX);
                if !outlook::advance(tx, &revision, done, worker).await? {
                    return Ok(None);
                }
                outlook::keep(tx, &revision, &worked).await?;
                for project in unreadable {
                    outlook::unreadable(tx, project, &revision).await?;
                }
                Ok::<_, AppError>(Some(done))
            }
            .boxed()
        });
        job.await
    }
}
