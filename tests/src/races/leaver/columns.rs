//! Every column that names an officer, and what becomes of it when he leaves: a new kind of duty cannot be forgotten.

use std::collections::BTreeSet;

use luodi_domain::ids::OfficerId;
use luodi_store::db::{BuiltStmt, Stmt};
use luodi_store::params;

use crate::world::{World, on_both_databases};

on_both_databases!(every_column_that_names_an_officer_is_known);

/// What becomes of a row that names an officer when he hands over.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// While this holds he has something to do by it, and it goes to the other.
    Moves(&'static str),
    /// While this holds it lets somebody act for another, which ends with the service of either.
    Closes(&'static str),
    /// It tells what was, and stays as it is.
    Stays,
    /// It is his way in, which ends with his service.
    Ends,
}

/// A column that is not here fails the test. One that [moves](Fate::Moves) or [closes](Fate::Closes) is looked at in every
/// race: the leaver has something in it before, and nothing after.
const NAMED: [(&str, &str, Fate); 27] = [
    ("step", "responsible_id", Fate::Moves("closed_on is null")),
    ("step", "first_receiver_id", Fate::Stays),
    (
        "step_helper",
        "officer_id",
        Fate::Moves("until is null and step_id in (select id from step where closed_on is null)"),
    ),
    ("project", "landing_specialist_id", Fate::Moves("standing is not null")),
    ("project", "leader_in_charge_id", Fate::Moves("standing is not null")),
    ("absence", "officer_id", Fate::Closes("ended_on is null")),
    ("absence", "deputy_id", Fate::Closes("ended_on is null")),
    ("absence", "recorded_by", Fate::Stays),
    ("recorder", "leader_id", Fate::Closes("ended_on is null")),
    // No leader is one, and so not the leaver of the races: see `recorders`.
    ("recorder", "officer_id", Fate::Ends),
    ("duty_rule", "officer_id", Fate::Moves("open_guard is not null")),
    ("duty_rule", "set_by", Fate::Stays),
    ("duty_rule", "ended_by", Fate::Stays),
    ("history", "actor_id", Fate::Stays),
    ("history_private", "erased_by", Fate::Stays),
    ("duplicate_suspicion", "decided_by", Fate::Stays),
    ("enterprise_entry", "officer_id", Fate::Stays),
    ("administration", "actor_id", Fate::Stays),
    ("permit_override", "recorded_by", Fate::Stays),
    ("permit_override", "ended_by", Fate::Stays),
    // One that waits is gone within a day.
    ("file", "uploaded_by", Fate::Stays),
    ("file", "deputy_id", Fate::Stays),
    ("attachment", "uploaded_by", Fate::Stays),
    ("account", "officer_id", Fate::Ends),
    ("identity", "officer_id", Fate::Ends),
    ("session", "officer_id", Fate::Ends),
    ("token", "officer_id", Fate::Ends),
];

/// Ids that refer to nothing by a key of the database. None of them is an officer's to do something by.
const WITHOUT_KEY: [&str; 16] = [
    "duplicate_suspicion.first_id",
    "duplicate_suspicion.second_id",
    "administration.command_id",
    // Of whatever was changed.
    "administration.object_id",
    "history.command_id",
    // Whose request it was, for a week.
    "idempotency.actor_id",
    "outbox.command_id",
    // The permit that stands for another, its project, and as which one it is counted.
    "permit.covered_permit_id",
    "permit.covered_project_id",
    "permit.shared_id",
    "project.phase_of",
    "project_phase.phase_id",
    "registry_term.object_id",
    // Processes of the service.
    "replanning.begun_by",
    "replanning.worker",
    "step.permit_id",
];

/// Every column that refers to an officer, or to his account.
const REFERRING: Stmt = Stmt::per_database(
    "REFERRING",
    "select distinct m.name || '.' || f.\"from\" from sqlite_master m join pragma_foreign_key_list(m.name) f
     where m.type = 'table' and (f.\"table\", f.\"to\") in (values ('officer', 'id'), ('account', 'officer_id'))",
    "select distinct cast(t.relname || '.' || own.attname as text)
     from pg_constraint c join pg_class t on t.oid = c.conrelid
     cross join lateral unnest(c.conkey, c.confkey) k (own_no, other_no)
     join pg_attribute own on own.attrelid = c.conrelid and own.attnum = k.own_no
     join pg_attribute other on other.attrelid = c.confrelid and other.attnum = k.other_no
     where c.contype = 'f' and ((c.confrelid = 'officer'::regclass and other.attname = 'id')
        or (c.confrelid = 'account'::regclass and other.attname = 'officer_id'))",
);

/// Every column of ids that refers to nothing, but for those that name the row itself.
const LOOSE: Stmt = Stmt::per_database(
    "LOOSE",
    "select m.name || '.' || c.name from sqlite_master m join pragma_table_info(m.name) c
     where m.type = 'table' and lower(c.type) = 'blob' and c.name not in ('id', 'salt') and c.name not like '%hash'
     and m.name not like '\\_sqlx%' escape '\\'
     and not exists (select 1 from pragma_foreign_key_list(m.name) f where f.\"from\" = c.name)",
    "select cast(t.relname || '.' || a.attname as text)
     from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and a.atttypid = 'uuid'::regtype
     and a.attname <> 'id' and not exists (select 1 from pg_constraint c
        where c.contype = 'f' and c.conrelid = t.oid and a.attnum = any (c.conkey))",
);

async fn every_column_that_names_an_officer_is_known(world: World) {
    let mut conn = world.app.db().read().await.unwrap();
    let mut ask = async |statement| -> BTreeSet<String> {
        let rows: Vec<(String,)> = conn.fetch_all(statement, params![]).await.unwrap();
        rows.into_iter().map(|(column,)| column).collect()
    };
    let known = NAMED.iter().map(|(table, column, _)| format!("{table}.{column}")).collect();
    assert_eq!(ask(REFERRING).await, known, "say what becomes of it when an officer leaves");
    let loose = WITHOUT_KEY.iter().map(|&column| column.to_owned()).collect();
    assert_eq!(ask(LOOSE).await, loose, "say whether it names an officer");
}

/// How many rows of each column that moves or closes name the officer as somebody who has to do something, or may.
pub(super) async fn held(world: &World, officer: OfficerId) -> Vec<(&'static str, i64)> {
    let mut conn = world.app.db().read().await.unwrap();
    let mut held = Vec::new();
    for (table, column, fate) in NAMED {
        let (Fate::Moves(open) | Fate::Closes(open)) = fate else { continue };
        let sql = format!("select count(*) from {table} where {column} = $1 and {open}");
        let (count,): (i64,) = conn.fetch_one(BuiltStmt::new("HELD", sql), params![officer]).await.unwrap();
        held.push((column, count));
    }
    held
}
