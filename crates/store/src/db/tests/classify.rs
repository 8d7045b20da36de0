//! A failure has one name on both databases.

use super::{is_sqlite, on_each};
use crate::db::{Db, Stmt, StoreError};
use crate::params;

const MAKE_PARENT: Stmt = Stmt::per_database(
    "MAKE_PARENT",
    "create table parent (id integer primary key, code text not null, constraint parent_code unique (code)) strict",
    "create table parent (id bigint primary key, code text not null, constraint parent_code unique (code))",
);
const MAKE_CHILD: Stmt = Stmt::per_database(
    "MAKE_CHILD",
    "create table child (id integer primary key, parent_id integer not null, n integer not null,
     constraint child_parent foreign key (parent_id) references parent (id),
     constraint child_n check (n > 0)) strict",
    "create table child (id bigint primary key, parent_id bigint not null, n bigint not null,
     constraint child_parent foreign key (parent_id) references parent (id),
     constraint child_n check (n > 0))",
);
const MAKE_REFUSAL: Stmt = Stmt::per_database(
    "MAKE_REFUSAL",
    "select 1",
    "create function refuse() returns trigger language plpgsql as 'begin raise exception ''history is kept''; end'",
);
const MAKE_TRIGGER: Stmt = Stmt::per_database(
    "MAKE_TRIGGER",
    "create trigger parent_kept before delete on parent begin select raise(abort, 'history is kept'); end",
    "create trigger parent_kept before delete on parent for each row execute function refuse()",
);
const PARENT: Stmt = Stmt::new("PARENT", "insert into parent (id, code) values ($1, $2)");
const CHILD: Stmt = Stmt::new("CHILD", "insert into child (id, parent_id, n) values ($1, $2, $3)");
const REMOVE: Stmt = Stmt::new("REMOVE", "delete from parent where id = 1");
const REPLACE: Stmt = Stmt::per_database(
    "REPLACE",
    "insert or replace into parent (id, code) values (1, 'b')",
    "delete from parent where id = 1",
);
const WRONG: Stmt = Stmt::new("WRONG", "insert into parent (id, no_such_column) values (1, 'c')");

async fn make(db: &Db) {
    for statement in [MAKE_PARENT, MAKE_CHILD, MAKE_REFUSAL, MAKE_TRIGGER] {
        db.execute_now(statement, params![]).await.unwrap();
    }
    db.execute_now(PARENT, params![1, "a"]).await.unwrap();
}

#[tokio::test]
async fn each_constraint_is_named() {
    on_each(async |db| {
        make(db).await;
        let on = |sqlite: &'static str, postgres: &'static str| if is_sqlite(db) { sqlite } else { postgres };
        let rows = [
            (
                db.execute_now(PARENT, params![1, "b"]).await,
                format!("unique constraint {} refused a row", on("parent.id", "parent_pkey")),
            ),
            (
                db.execute_now(PARENT, params![2, "a"]).await,
                format!("unique constraint {} refused a row", on("parent.code", "parent_code")),
            ),
            (
                db.execute_now(CHILD, params![1, 9, 1]).await,
                format!("foreign key {:?} refused a row", on("", "child_parent")),
            ),
            (db.execute_now(CHILD, params![1, 1, 0]).await, "check child_n refused a row".to_owned()),
            (db.execute_now(CHILD, params![1, 1, None::<i64>]).await, "child.n must not be null".to_owned()),
            (
                db.execute_now(REMOVE, params![]).await,
                "a trigger refused the change: history is kept".to_owned(),
            ),
            (
                db.execute_now(REPLACE, params![]).await,
                "a trigger refused the change: history is kept".to_owned(),
            ),
        ];
        for (outcome, expected) in rows {
            assert_eq!(outcome.unwrap_err().to_string(), expected);
        }
    })
    .await;
}

#[tokio::test]
async fn a_mistake_in_a_statement_is_internal_and_names_it() {
    on_each(async |db| {
        make(db).await;
        let error = db.execute_now(WRONG, params![]).await.unwrap_err();
        assert!(matches!(error, StoreError::Internal { context: "WRONG", .. }), "{error:?}");
        assert!(!error.is_transient());
    })
    .await;
}

#[tokio::test]
async fn a_missing_row_is_told_from_an_absent_one() {
    const FIND: Stmt = Stmt::new("FIND", "select id from parent where id = $1");
    on_each(async |db| {
        make(db).await;
        let mut conn = db.read().await.unwrap();
        assert_eq!(conn.fetch_optional::<(i64,)>(FIND, params![9]).await.unwrap(), None);
        let missing = conn.fetch_one::<(i64,)>(FIND, params![9]).await.unwrap_err();
        assert_eq!(missing.to_string(), "FIND: no row");
    })
    .await;
}
