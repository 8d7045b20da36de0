//! SQLite's one writer: a task that owns the only writing connection and takes commands in the order they came.
//!
//! With several writing connections and `busy_timeout` alone, writers starve for seconds: whoever retries last wins.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Sqlite, Transaction};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, timeout};

use super::classify::{classify, classify_commit};
use super::command::{Command, Verdict};
use super::job::ATTEMPTS;
use super::{StoreError, Tx, sqlite};

enum Message {
    Run(Box<dyn Command>),
    Upkeep(Upkeep, oneshot::Sender<Result<(), StoreError>>),
    Close(oneshot::Sender<()>),
}

/// What the writer does between two groups, outside any transaction.
#[derive(Debug, Clone, Copy)]
pub(super) enum Upkeep {
    /// Moves the write-ahead log into the file and empties it.
    EmptyLog,
    /// Counts how values are spread, where that has changed much.
    Statistics,
}

/// The queue into the writer.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
    wait: Duration,
}

impl Writer {
    /// Connects (which makes the file and turns on WAL) and starts the task.
    pub(super) async fn start(
        options: SqliteConnectOptions,
        capacity: usize,
        wait: Duration,
        group_max: usize,
    ) -> Result<Self, StoreError> {
        let connection = connect(&options).await?;
        let (queue, commands) = mpsc::channel(capacity.max(1));
        let task = WriterTask { options, connection: Some(connection), group_max: group_max.max(1) };
        tokio::spawn(task.run(commands));
        Ok(Self { queue, wait })
    }

    /// Puts a command in the queue; waits for a place no longer than configured.
    pub(super) async fn submit(&self, command: Box<dyn Command>) -> Result<(), StoreError> {
        let place = match self.queue.try_reserve() {
            Ok(place) => place,
            Err(mpsc::error::TrySendError::Full(())) if self.wait.is_zero() => return Err(StoreError::Busy),
            Err(mpsc::error::TrySendError::Full(())) => timeout(self.wait, self.queue.reserve())
                .await
                .map_err(|_| StoreError::Busy)?
                .map_err(|_| gone())?,
            Err(mpsc::error::TrySendError::Closed(())) => return Err(gone()),
        };
        place.send(Message::Run(command));
        Ok(())
    }

    /// Commands waiting.
    pub(super) fn queued(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Does this after the commands in the queue.
    pub(super) async fn keep_up(&self, upkeep: Upkeep) -> Result<(), StoreError> {
        let (done, answer) = oneshot::channel();
        self.queue.send(Message::Upkeep(upkeep, done)).await.map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }

    /// Lets the commands in the queue finish, refuses new ones and closes the connection.
    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.queue.send(Message::Close(done)).await.is_ok() {
            let _ = closed.await;
        }
    }
}

/// The answer when the writer is not there any more.
pub(super) fn gone() -> StoreError {
    StoreError::Unavailable { detail: "the writer has stopped".to_owned() }
}

async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    sqlite::open(options).await.map_err(|error| classify("connect", error))
}

struct WriterTask {
    options: SqliteConnectOptions,
    /// `None` after a failure that left its transaction in doubt; the next group opens a new one.
    connection: Option<SqliteConnection>,
    group_max: usize,
}

impl WriterTask {
    async fn run(mut self, mut queue: mpsc::Receiver<Message>) {
        let mut closing = Vec::new();
        while let Some(message) = queue.recv().await {
            let mut group = Vec::with_capacity(self.group_max);
            let mut next = Some(message);
            let mut between = Vec::new();
            while let Some(message) = next.take() {
                match message {
                    Message::Run(command) => group.push(command),
                    Message::Upkeep(upkeep, done) => between.push((upkeep, done)),
                    Message::Close(done) => {
                        queue.close();
                        closing.push(done);
                    }
                }
                if group.len() < self.group_max {
                    next = queue.try_recv().ok();
                }
            }
            self.run_group(group).await;
            for (upkeep, done) in between {
                let _ = done.send(self.keep_up(upkeep).await);
            }
        }
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
        for done in closing {
            let _ = done.send(());
        }
    }

    /// One transaction for all; the answers go out after its COMMIT. When that was refused to several commands, each is
    /// run again alone, so that only the one that cannot be committed hears of it.
    async fn run_group(&mut self, mut group: Vec<Box<dyn Command>>) {
        if group.is_empty() {
            return;
        }
        let outcome = self.commit_group(&mut group).await;
        match outcome {
            Ok(()) => group.into_iter().for_each(|command| command.answer(None)),
            Err(failure) if group.len() == 1 || !failure.undone() => {
                for command in group {
                    command.answer(Some(failure.error.clone()));
                }
            }
            Err(failure) => {
                tracing::warn!(error = %failure.error, commands = group.len(), "group commit failed, running each alone");
                for mut command in group {
                    let outcome = self.commit_group(std::slice::from_mut(&mut command)).await;
                    command.answer(outcome.err().map(|failure| failure.error));
                }
            }
        }
    }

    async fn keep_up(&mut self, upkeep: Upkeep) -> Result<(), StoreError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.options).await?,
        };
        let outcome = match upkeep {
            Upkeep::EmptyLog => empty_log(&mut connection).await,
            Upkeep::Statistics => statistics(&mut connection).await,
        };
        self.connection = Some(connection);
        outcome
    }

    async fn commit_group(&mut self, group: &mut [Box<dyn Command>]) -> Result<(), Failure> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.options).await.map_err(Failure::begin)?,
        };
        let outcome = in_transaction(&mut connection, group).await;
        match &outcome {
            Ok(()) => self.connection = Some(connection),
            // BEGIN found another process writing: nothing is open.
            Err(failure) if failure.stage == Stage::Begin => self.connection = Some(connection),
            Err(_) => drop(connection.close().await),
        }
        outcome
    }
}

/// <https://www.sqlite.org/pragma.html#pragma_wal_checkpoint>: the first column tells that somebody was in the way for
/// longer than the lock timeout.
async fn empty_log(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let checkpoint = sqlx::query_as::<Sqlite, (i64, i64, i64)>("pragma wal_checkpoint(truncate)");
    let checkpoint = checkpoint.fetch_one(connection).await;
    match checkpoint.map_err(|error| classify("checkpoint", error))? {
        (0, _, _) => Ok(()),
        _ => Err(StoreError::Unavailable { detail: "the write-ahead log is in use".to_owned() }),
    }
}

/// Of every table (0x10000) that has no statistics, or whose rows have become ten times as many or few (0x02):
/// <https://www.sqlite.org/pragma.html#pragma_optimize>.
async fn statistics(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let optimized = sqlx::query("pragma optimize = 0x10002").execute(connection).await;
    optimized.map(|_| ()).map_err(|error| classify("optimize", error))
}

/// Where a transaction failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was run.
    Begin,
    /// The commands were run.
    Commit,
}

#[derive(Debug)]
struct Failure {
    stage: Stage,
    error: StoreError,
}

impl Failure {
    /// The commands were run and certainly undone, so they may be run again.
    fn undone(&self) -> bool {
        self.stage == Stage::Commit && !matches!(self.error, StoreError::Uncertain { .. })
    }

    fn begin(error: StoreError) -> Self {
        Self { stage: Stage::Begin, error }
    }

    fn savepoint(error: sqlx::Error) -> Self {
        Self { stage: Stage::Commit, error: classify("savepoint", error) }
    }

    fn commit(error: sqlx::Error) -> Self {
        Self { stage: Stage::Commit, error: classify_commit(error) }
    }
}

/// IMMEDIATE takes the write lock at once: a transaction that reads first and then writes fails with SQLITE_BUSY,
/// whatever the timeout, when another process wrote in between.
async fn in_transaction(
    connection: &mut SqliteConnection,
    group: &mut [Box<dyn Command>],
) -> Result<(), Failure> {
    let begun = connection.begin_with("BEGIN IMMEDIATE").await;
    let mut transaction = begun.map_err(|error| Failure::begin(classify("begin", error)))?;
    for command in group {
        in_savepoint(&mut transaction, command.as_mut()).await.map_err(Failure::savepoint)?;
    }
    transaction.commit().await.map_err(Failure::commit)
}

/// A command that refuses, fails or panics leaves nothing behind; the others of its group are not touched. It keeps
/// the writer while it decides again, so nobody can slip in between its attempts.
async fn in_savepoint(
    transaction: &mut Transaction<'_, Sqlite>,
    command: &mut dyn Command,
) -> Result<(), sqlx::Error> {
    for _ in 0..ATTEMPTS {
        let mut savepoint = transaction.begin().await?;
        match command.run(&mut Tx::sqlite(&mut savepoint)).await {
            Verdict::Keep => return savepoint.commit().await,
            Verdict::Undo => return savepoint.rollback().await,
            Verdict::Again => savepoint.rollback().await?,
        }
    }
    Ok(())
}
