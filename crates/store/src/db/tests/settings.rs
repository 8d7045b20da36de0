//! Settings: addresses, and what the connections are told.

use std::path::PathBuf;

use super::TestDb;
use crate::db::{BadTarget, DbConfig, Stmt, StoreError, Target};
use crate::params;

#[test]
fn addresses_are_told_apart() {
    let sqlite = |path: &str| Ok(Target::Sqlite(PathBuf::from(path)));
    let postgres = |url: &str| Ok(Target::Postgres(url.to_owned()));
    let rows = [
        ("sqlite:luodi.db", sqlite("luodi.db")),
        ("sqlite://data/luodi.db", sqlite("data/luodi.db")),
        ("sqlite:///var/lib/luodi.db", sqlite("/var/lib/luodi.db")),
        ("postgres://host/luodi", postgres("postgres://host/luodi")),
        ("postgresql://host/luodi", postgres("postgresql://host/luodi")),
        ("sqlite:", Err(BadTarget)),
        ("sqlite::memory:", Err(BadTarget)),
        ("mysql://host/luodi", Err(BadTarget)),
        ("luodi.db", Err(BadTarget)),
        ("", Err(BadTarget)),
    ];
    for (url, expected) in rows {
        assert_eq!(Target::parse(url), expected, "{url}");
    }
}

#[test]
fn a_password_is_never_shown() {
    let config = DbConfig::new(Target::parse("postgres://luodi:secret@host/luodi").unwrap());
    assert!(!format!("{config:?}").contains("secret"));
}

#[tokio::test]
async fn a_file_in_a_missing_folder_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let config = DbConfig::new(Target::Sqlite(folder.path().join("missing").join("luodi.db")));
    let error = crate::db::Db::connect(config).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error:?}");
}

#[tokio::test]
async fn sqlite_connections_are_durable_and_readers_cannot_write() {
    const SNEAK: Stmt = Stmt::new("SNEAK", "insert into tally (id, n) values (1, 1) returning id");
    let test = TestDb::sqlite(|_| {}).await;
    let pragmas: Vec<i64> = test
        .db
        .write(|tx| {
            Box::pin(async move {
                let mut found = Vec::new();
                for pragma in [
                    Stmt::new("P", "pragma foreign_keys"),
                    Stmt::new("P", "pragma recursive_triggers"),
                    Stmt::new("P", "pragma secure_delete"),
                    Stmt::new("P", "pragma synchronous"),
                    Stmt::new("P", "pragma busy_timeout"),
                ] {
                    found.push(tx.fetch_one::<(i64,)>(pragma, params![]).await?.0);
                }
                Ok::<_, StoreError>(found)
            })
        })
        .await
        .unwrap();
    // 2 is FULL, <https://www.sqlite.org/pragma.html#pragma_synchronous>.
    assert_eq!(pragmas, [1, 1, 1, 2, 5_000]);

    let mut reader = test.db.read().await.unwrap();
    let journal: (String,) =
        reader.fetch_one(Stmt::new("P", "pragma journal_mode"), params![]).await.unwrap();
    assert_eq!(journal.0, "wal");
    super::make_tally(&test.db).await;
    let refused = reader.fetch_one::<(i64,)>(SNEAK, params![]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable { .. }), "{refused:?}");
    assert_eq!(super::sum(&test.db).await, 0);
    drop(reader);
    test.drop_database().await;
}
