//! Both schemas are the same: tables, columns, keys, and the names of constraints, indexes and triggers.

use std::collections::BTreeSet;

use crate::db::testing::TestDb;
use crate::db::{BuiltStmt, Db};
use crate::params;

/// What a database says of its schema, each thing as one line.
type Lines = BTreeSet<String>;

async fn ask(db: &Db, sql: &str) -> Lines {
    let rows: Vec<(String,)> = db
        .read()
        .await
        .unwrap()
        .fetch_all(BuiltStmt::new("CATALOGUE", sql.to_owned()), params![])
        .await
        .unwrap();
    rows.into_iter().map(|(line,)| line).collect()
}

/// Asks both databases in their own words and compares the answers; `least` answers there must be.
async fn same(least: usize, sqlite: &str, postgres: &str) {
    let one = TestDb::sqlite(|_| {}).await;
    one.db.migrate().await.unwrap();
    let sqlite = ask(&one.db, sqlite).await;
    assert!(sqlite.len() >= least, "only {} lines: {sqlite:?}", sqlite.len());
    let other = TestDb::postgres(|_| {}).await;
    other.db.migrate().await.unwrap();
    let postgres = ask(&other.db, postgres).await;
    let only = |a: &Lines, b: &Lines| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only(&sqlite, &postgres), [] as [&str; 0], "only in SQLite");
    assert_eq!(only(&postgres, &sqlite), [] as [&str; 0], "only in PostgreSQL");
    other.drop_database().await;
    one.drop_database().await;
}

#[tokio::test]
async fn tables_and_columns() {
    same(
        200,
        "select m.name || '.' || c.name || ' ' || lower(c.type) || ' ' || c.\"notnull\"
            from sqlite_master m join pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like '\\_sqlx%' escape '\\' and m.name not like 'sqlite%'",
        "select table_name || '.' || column_name || ' ' || case data_type
                when 'uuid' then 'blob' when 'bytea' then 'blob'
                when 'bigint' then 'integer' when 'boolean' then 'integer'
                when 'text' then 'text' when 'date' then 'text' when 'time without time zone' then 'text'
                when 'timestamp with time zone' then 'text' else 'unknown ' || data_type end
            || ' ' || case is_nullable when 'NO' then 1 else 0 end
            from information_schema.columns
            where table_schema = 'public' and table_name not like '\\_sqlx%'",
    )
    .await;
}

#[tokio::test]
async fn sqlite_tables_are_strict() {
    let test = TestDb::sqlite(|_| {}).await;
    test.db.migrate().await.unwrap();
    let lax = "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0
        and name not like 'sqlite%' and name not like '\\_sqlx%' escape '\\'";
    assert_eq!(ask(&test.db, lax).await, Lines::new());
    test.drop_database().await;
}

#[tokio::test]
async fn primary_keys() {
    same(
        25,
        "select m.name || ' (' || (select group_concat(name, ',') from
                (select name from pragma_table_info(m.name) where pk > 0 order by pk)) || ')'
            from sqlite_master m where m.type = 'table' and m.name not like '\\_sqlx%' escape '\\'
            and m.name not like 'sqlite%'",
        "select t.relname || ' (' || (select string_agg(a.attname, ',' order by k.place)
                from unnest(c.conkey) with ordinality k (column_no, place)
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.column_no) || ')'
            from pg_constraint c join pg_class t on t.oid = c.conrelid
            where c.contype = 'p' and c.connamespace = 'public'::regnamespace
            and t.relname not like '\\_sqlx%'",
    )
    .await;
}

#[tokio::test]
async fn foreign_keys() {
    same(
        40,
        "select owner || ' (' || group_concat(own, ',') || ') → ' || other || ' (' || group_concat(theirs, ',') || ')'
            from (select m.name as owner, f.id, f.\"from\" as own, f.\"table\" as other, f.\"to\" as theirs
                from sqlite_master m join pragma_foreign_key_list(m.name) f
                where m.type = 'table' order by m.name, f.id, f.seq)
            group by owner, id, other",
        "select t.relname || ' (' || (select string_agg(a.attname, ',' order by k.place)
                from unnest(c.conkey) with ordinality k (column_no, place)
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.column_no) || ') → '
            || o.relname || ' (' || (select string_agg(a.attname, ',' order by k.place)
                from unnest(c.confkey) with ordinality k (column_no, place)
                join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.column_no) || ')'
            from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class o on o.oid = c.confrelid
            where c.contype = 'f' and c.connamespace = 'public'::regnamespace",
    )
    .await;
}

#[tokio::test]
async fn indexes() {
    same(
        25,
        "select i.name || ' on ' || m.name || ' (' || (select group_concat(name, ',') from
                (select name from pragma_index_info(i.name) order by seqno)) || ') unique ' || i.\"unique\"
            || ' partial ' || i.partial
            from sqlite_master m join pragma_index_list(m.name) i where m.type = 'table' and i.origin = 'c'",
        "select n.relname || ' on ' || t.relname || ' (' || (select string_agg(a.attname, ',' order by k.place)
                from unnest(i.indkey) with ordinality k (column_no, place)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.column_no) || ') unique '
            || i.indisunique::int || ' partial ' || (i.indpred is not null)::int
            from pg_index i join pg_class n on n.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
            where n.relnamespace = 'public'::regnamespace and t.relname not like '\\_sqlx%'
            and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u'))",
    )
    .await;
}

#[tokio::test]
async fn triggers_but_for_truncate() {
    same(
        4,
        "select tbl_name || ' ' || name from sqlite_master where type = 'trigger'",
        "select t.relname || ' ' || g.tgname from pg_trigger g join pg_class t on t.oid = g.tgrelid
            where not g.tgisinternal and g.tgname not like '%no\\_truncate'",
    )
    .await;
}

/// SQLite has no catalogue of constraints, so their names are read from the text of the tables.
#[tokio::test]
async fn named_constraints() {
    let one = TestDb::sqlite(|_| {}).await;
    one.db.migrate().await.unwrap();
    let tables = ask(&one.db, "select name || ' ' || sql from sqlite_master where type = 'table'").await;
    one.drop_database().await;
    let named = |text: &String| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let table = words[0].to_owned();
        let pairs = words.windows(2).filter(|pair| pair[0].eq_ignore_ascii_case("constraint"));
        pairs.map(|pair| format!("{table} {}", pair[1])).collect::<Vec<_>>()
    };
    let sqlite: Lines = tables.iter().flat_map(named).collect();
    assert!(sqlite.len() > 50, "only {} names", sqlite.len());
    let other = TestDb::postgres(|_| {}).await;
    other.db.migrate().await.unwrap();
    let postgres = ask(
        &other.db,
        "select t.relname || ' ' || c.conname from pg_constraint c join pg_class t on t.oid = c.conrelid
            where c.connamespace = 'public'::regnamespace and t.relname not like '\\_sqlx%'
            and c.conname not like '%\\_pkey' and c.conname not like '%\\_fkey'",
    )
    .await;
    assert_eq!(sqlite, postgres);
    other.drop_database().await;
}
