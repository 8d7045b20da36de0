//! Every statement of the store is prepared on both databases.

use std::path::Path;

use crate::db::StmtText;
use crate::db::testing::on_each;
use crate::{
    absences, accounts, administration, anchors, attempts, days_off, duplicates, duties, facts, feed, files,
    history, idempotency, identities, notices, outbox, outlook, overrides, projects, recorders, registry,
    search, sessions, statistics, tokens,
};

fn all() -> Vec<&'static [(&'static str, StmtText)]> {
    let alone = [
        absences::ALL,
        accounts::ALL,
        anchors::ALL,
        attempts::ALL,
        days_off::ALL,
        duplicates::ALL,
        duties::ALL,
        facts::ALL,
        feed::ALL,
        files::ALL,
        files::place::ALL,
        idempotency::ALL,
        identities::ALL,
        notices::ALL,
        outbox::ALL,
        overrides::ALL,
        recorders::ALL,
        search::ALL,
        sessions::ALL,
        statistics::ALL,
        tokens::ALL,
    ];
    let outlook = &outlook::STATEMENTS;
    let history = &history::STATEMENTS;
    [projects::STATEMENTS, registry::STATEMENTS, history, administration::STATEMENTS, outlook, &alone]
        .concat()
}

#[tokio::test]
async fn every_statement_fits_the_schema() {
    on_each(async |db| {
        db.migrate().await.unwrap();
        let mut conn = db.read().await.unwrap();
        for (name, text) in all().concat() {
            conn.prepare(text).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    })
    .await;
}

#[test]
fn no_module_with_statements_is_left_out() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(all().len(), modules(&sources));
}

/// How many files declare statements.
fn modules(folder: &Path) -> usize {
    let declares = |path: &Path| {
        std::fs::read_to_string(path).unwrap().lines().any(|line| line.starts_with("crate::statements! {"))
    };
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { modules(&path) } else { usize::from(declares(&path)) })
        .sum()
}
