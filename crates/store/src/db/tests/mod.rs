//! The database core, on both databases.

mod classify;
mod lists;
mod migrations;
mod postgres;
mod retries;
mod settings;
mod sqlite;
mod values;
mod writes;

use super::testing::{TestDb, is_sqlite, on_each, on_each_with};
use super::{Db, Stmt, StoreError};
use crate::params;

/// A table for counting: `tally (id, n)`.
const MAKE_TALLY: Stmt = Stmt::per_database(
    "MAKE_TALLY",
    "create table tally (id integer primary key, n integer not null constraint tally_small check (n < 1000)) strict",
    "create table tally (id bigint primary key, n bigint not null constraint tally_small check (n < 1000))",
);
const PUT: Stmt = Stmt::new("PUT", "insert into tally (id, n) values ($1, $2)");
const ADD: Stmt = Stmt::new("ADD", "update tally set n = n + 1 where id = $1");
const SUM: Stmt = Stmt::new("SUM", "select cast(coalesce(sum(n), 0) as bigint) from tally");
const READ: Stmt = Stmt::new("READ", "select n from tally where id = $1");

/// The sum over the table, read outside any write.
async fn sum(db: &Db) -> i64 {
    db.read().await.unwrap().fetch_one::<(i64,)>(SUM, params![]).await.unwrap().0
}

/// An empty `tally`.
async fn make_tally(db: &Db) {
    db.execute_now(MAKE_TALLY, params![]).await.unwrap();
}

/// Inserts `(id, n)` in a job of its own and then ends the job with `end`.
async fn put_then(db: &Db, id: i64, end: Result<(), StoreError>) -> Result<(), StoreError> {
    db.write(move |tx| {
        let end = end.clone();
        Box::pin(async move {
            tx.execute(PUT, params![id, 1]).await?;
            end
        })
    })
    .await
}

/// Adds one to row 1 by reading it and writing the sum back: loses an update unless something holds the row.
async fn read_and_set(db: Db) -> Result<(), StoreError> {
    const LOCK: Stmt = Stmt::per_database(
        "LOCK",
        "select n from tally where id = $1",
        "select n from tally where id = $1 for update",
    );
    const SET: Stmt = Stmt::new("SET", "update tally set n = $2 where id = $1");
    db.write(|tx| {
        Box::pin(async move {
            let (n,): (i64,) = tx.fetch_one(LOCK, params![1]).await?;
            tokio::task::yield_now().await;
            tx.execute(SET, params![1, n + 1]).await.map(drop)
        })
    })
    .await
}
