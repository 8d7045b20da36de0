//! Lists of ids: any length, few texts, the same rows as a plain `in`.

use super::{PUT, make_tally, on_each};
use crate::db::{Dialect, ListStmt, Statement, StatementCounter, Stmt, StmtText, StoreError};
use crate::params;

mod registry {
    crate::statements! {
        /// One row.
        pub(crate) BY_ID = "select id from tally where id = $1";
        /// Some rows, from a smallest `n` on.
        pub(crate) list BY_IDS = "select id from tally where n >= $1 and id in ({ids}) order by id";
        /// A row, held.
        pub(crate) HELD = {
            sqlite: "select id from tally where id = $1",
            postgres: "select id from tally where id = $1 for update",
        };
    }
}

#[tokio::test]
async fn a_list_of_any_length_finds_its_rows() {
    on_each(async |db| {
        make_tally(db).await;
        db.write(|tx| {
            Box::pin(async move {
                for id in 0..600_i64 {
                    tx.execute(PUT, params![id, id % 2]).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await
        .unwrap();
        for (len, statements) in
            [(0, 0), (1, 1), (2, 1), (4, 1), (5, 1), (16, 1), (17, 1), (256, 1), (257, 2), (600, 3)]
        {
            let ids: Vec<i64> = (0..len).collect();
            let counter = StatementCounter::default();
            let found = counter.scope(async {
                let mut conn = db.read().await.unwrap();
                conn.fetch_list::<(i64,), _>(registry::BY_IDS, params![1], &ids).await.unwrap()
            });
            let expected: Vec<(i64,)> = (0..len).filter(|id| id % 2 == 1).map(|id| (id,)).collect();
            assert_eq!(found.await, expected, "{len} ids");
            assert_eq!(counter.count(), statements, "{len} ids");
        }
    })
    .await;
}

#[tokio::test]
async fn an_id_given_twice_counts_once_even_across_chunks() {
    on_each(async |db| {
        make_tally(db).await;
        db.execute_now(PUT, params![7, 1]).await.unwrap();
        let ids: Vec<i64> = [7].into_iter().chain(1_000..1_300).chain([7]).collect();
        let mut conn = db.read().await.unwrap();
        let found: Vec<(i64,)> = conn.fetch_list(registry::BY_IDS, params![0], &ids).await.unwrap();
        assert_eq!(found, [(7,)]);
    })
    .await;
}

#[test]
fn a_list_has_five_texts() {
    let texts: std::collections::HashSet<String> = (1..=256)
        .map(|ids| {
            registry::BY_IDS.of_len(Dialect::Sqlite, ids).0.query(Dialect::Sqlite).sql.as_str().to_owned()
        })
        .collect();
    assert_eq!(texts.len(), 5);
    let (three, padded) = registry::BY_IDS.of_len(Dialect::Postgres, 3);
    let text = three.query(Dialect::Postgres);
    assert_eq!(
        text.sql.as_str(),
        "select id from tally where n >= $1 and id in ($2, $3, $4, $5) order by id"
    );
    assert_eq!((padded, text.arity), (4, 5));
}

#[tokio::test]
async fn every_registered_statement_is_prepared_and_a_wrong_one_is_told() {
    let names: Vec<&str> = registry::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["BY_ID", "BY_IDS", "HELD"]);
    on_each(async |db| {
        make_tally(db).await;
        let mut conn = db.read().await.unwrap();
        for (name, text) in registry::ALL {
            conn.prepare(*text).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let wrong = [
            StmtText::One(Stmt::new("COLUMN", "select no_such_column from tally")),
            StmtText::One(Stmt::new("SYNTAX", "selct 1")),
            StmtText::List(ListStmt::new("TABLE", "select 1 from no_such_table where id in ({ids})")),
        ];
        for text in wrong {
            let refused = conn.prepare(text).await.unwrap_err();
            assert!(matches!(refused, StoreError::Internal { .. }), "{refused:?}");
        }
    })
    .await;
}

#[test]
fn placeholders_are_counted_when_the_program_is_built() {
    const NONE: Stmt = Stmt::new("NONE", "select 1");
    const REPEATED: Stmt = Stmt::new("REPEATED", "select $1, $2, $1");
    const TWO_DIGITS: Stmt = Stmt::new("TWO_DIGITS", "select $9 + $10, '$'");
    let rows = [(NONE, 0), (REPEATED, 2), (TWO_DIGITS, 10)];
    for (stmt, arity) in rows {
        assert_eq!(stmt.query(Dialect::Sqlite).arity, arity, "{stmt:?}");
    }
}
