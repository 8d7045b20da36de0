//! Forged histories. Whoever can write to the database can drop its triggers first, so these tests do.

use luodi_domain::ids::MaterialId;

use super::erase::list;
use super::story::{Story, append_events, origin, resumed};
use crate::db::testing::{is_sqlite, on_each};
use crate::db::{BuiltStmt, Db, Value};
use crate::fixture::{day, id, settle};
use crate::history::{link, page};
use crate::params;

const HASH: &str = "its hash is not that of its canonical text";
const LINK: &str = "its previous hash is not the hash of the row before";
const UNKNOWN: &str = "the outbox tells of cmd_… of which there is no history";
pub(super) const STATE: &str = "the current rows differ from the history:";

pub(super) async fn run(db: &Db, sql: &str, values: Vec<Value>) -> u64 {
    let done = db.execute_now(BuiltStmt::new("FORGE", sql.to_owned()), values).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// A database with its world and without its triggers.
async fn defenceless(db: &Db) {
    settle(db).await;
    for table in ["history", "history_private"] {
        let on = if is_sqlite(db) { String::new() } else { format!(" on {table}") };
        for trigger in ["no_update", "no_delete"] {
            run(db, &format!("drop trigger {table}_{trigger}{on}"), params![]).await;
        }
    }
}

/// Forges an honest history by these statements, which take the project as `$1`, and checks what is found.
pub(super) async fn check(db: &Db, n: u128, forgery: &[&str], expected: &[&str]) {
    let story = Story::whole(db, n).await;
    assert_eq!(story.findings().await, [""; 0], "the story itself is honest");
    for sql in forgery {
        assert_ne!(run(db, sql, params![story.project.id]).await, 0, "nothing was forged: {sql}");
    }
    assert_eq!(story.findings().await, expected, "{forgery:?}");
}

/// PostgreSQL takes no such value in the first place.
#[tokio::test]
async fn a_column_that_cannot_be_read_is_found_and_the_rest_is_checked() {
    on_each(async |db| {
        if !is_sqlite(db) {
            return;
        }
        defenceless(db).await;
        let invalid = [
            ("recorded_at = 'x'", "column recorded_at cannot be read: invalid datetime: x"),
            ("occurred_on = 'x'", "column occurred_on cannot be read: input contains invalid characters"),
        ];
        for (n, (forged, found)) in (1..).zip(invalid) {
            let story = Story::whole(db, n).await;
            let set = |what, row: i64| {
                format!("update history set {what} where project_id = $1 and sequence = {row}")
            };
            for sql in [set(forged, 3), set("hash = previous_hash", 5)] {
                assert_eq!(run(db, &sql, params![story.project.id]).await, 1, "{sql}");
            }
            let found = format!("row 3: {found}");
            assert_eq!(story.findings().await, [found, format!("row 5: {HASH}"), format!("row 6: {LINK}")]);
        }
    })
    .await;
}

#[tokio::test]
async fn an_edited_text_is_found() {
    // Row, what becomes of its columns, what is found.
    let rows: [(i64, &str, &[&str]); 5] = [
        (
            1,
            r#"canonical = replace(canonical, '"NEW_BUILD"', '"LEASED"')"#,
            &[&format!("row 1: {HASH}"), &format!("{STATE} profile")],
        ),
        (
            3,
            "canonical = replace(canonical, '{', '{ ')",
            &[&format!("row 3: {HASH}"), "row 3: its canonical text is not in canonical form"],
        ),
        (
            5,
            "canonical = 'gone'",
            &[
                &format!("row 5: {HASH}"),
                "row 5: its canonical text cannot be read: not JSON: expected value at line 1 column 1",
            ],
        ),
        (
            11,
            r#"canonical = replace(canonical, '"format":1', '"format":2')"#,
            &[
                &format!("row 11: {HASH}"),
                "row 11: its canonical text cannot be read: format 2 is not known to this program",
            ],
        ),
        (4, "hash = previous_hash", &[&format!("row 4: {HASH}"), &format!("row 5: {LINK}")]),
    ];
    on_each(async |db| {
        defenceless(db).await;
        for ((sequence, change, expected), n) in rows.iter().zip(1..) {
            let sql = format!("update history set {change} where project_id = $1 and sequence = {sequence}");
            check(db, n, &[&sql], expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_edited_column_is_found() {
    let rows = [
        ("event_type", "'STEP_CLOSED'", "STEP_CLOSED, the canonical text STAGE_ENTERED"),
        ("event_version", "2", "2, the canonical text 1"),
        ("command", "'RESUME'", "RESUME, the canonical text REGISTER"),
        ("command_id", "actor_id", "cmd_… the canonical text cmd_…"),
        ("actor_id", "null", "nobody, the canonical text off_…"),
        ("occurred_on", "'2024-03-02'", "2024-03-02, the canonical text 2024-01-02"),
        (
            "recorded_at",
            "'2024-10-31T01:00:00.123457Z'",
            "2024-10-31 01:00:00.123457 UTC, the canonical text 2024-10-31 01:00:00.123456 UTC",
        ),
    ];
    on_each(async |db| {
        defenceless(db).await;
        for ((column, value, expected), n) in rows.iter().zip(1..) {
            let sql = format!("update history set {column} = {value} where project_id = $1 and sequence = 2");
            let found = format!("row 2: column {column} says {expected}");
            // Later than the truth, so the next row comes too early.
            let early =
                (*column == "recorded_at").then_some("row 3: it was recorded before the row before it");
            let expected: Vec<&str> = [found.as_str()].into_iter().chain(early).collect();
            check(db, n, &[&sql], &expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_missing_row_is_found() {
    let untrue = [1, 3, 4, 5, 6, 7, 8, 9, 11].map(|row| format!("row {row}: {UNKNOWN}"));
    let nothing: Vec<&str> =
        ["row 1: missing, up to row 11"].into_iter().chain(untrue.iter().map(String::as_str)).collect();
    let rows: [(&str, &[&str]); 4] = [
        (
            "sequence = 4",
            &[
                "row 4: missing, up to row 4",
                &format!("row 5: {LINK}"),
                "row 5: it cannot follow the rows before: event 4 names a permit that the project does not have",
                &format!("row 4: {UNKNOWN}"),
            ],
        ),
        (
            "sequence > 9",
            &[
                "row 10: missing, up to row 11",
                "row 9: column outbox.last_sequence says 10, the canonical text 9",
                &format!("row 11: {UNKNOWN}"),
                &format!("{STATE} step stp_…"),
                &format!("{STATE} party pty_…"),
            ],
        ),
        (
            "sequence = 1",
            &[
                "row 1: missing, up to row 1",
                &format!("row 2: {LINK}"),
                "row 2: it cannot follow the rows before: the history does not begin with exactly one registration",
                "row 2: column outbox.first_sequence says 1, the canonical text 2",
            ],
        ),
        ("sequence > 0", &nothing),
    ];
    on_each(async |db| {
        defenceless(db).await;
        for ((which, expected), n) in rows.iter().zip(1..) {
            let delete = |table: &str| format!("delete from {table} where project_id = $1 and {which}");
            check(db, n, &[&delete("history_private"), &delete("history")], expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn rows_that_change_places_are_found() {
    let forgery = [
        "delete from history_private where project_id = $1 and sequence in (6, 7)",
        "update history set sequence = sequence + 100 where project_id = $1 and sequence in (6, 7)",
        "update history set sequence = 113 - sequence where project_id = $1 and sequence > 100",
    ];
    let expected = [
        &format!("row 6: {LINK}"),
        "row 6: the private text data.evidence[0].reference is missing",
        "row 6: the private text data.evidence[1].note is missing",
        "row 6: the private text data.evidence[1].reference is missing",
        "row 6: the private text reason is missing",
        "row 6: column sequence says 6, the canonical text 7",
        &format!("row 7: {LINK}"),
        "row 7: the private text data.event.opinion is missing",
        "row 7: the private text reason is missing",
        "row 7: column sequence says 7, the canonical text 6",
        &format!("row 8: {LINK}"),
        "row 6: column outbox.first_sequence says 7, the canonical text 6",
        "row 6: column outbox.last_sequence says 7, the canonical text 6",
        "row 7: column outbox.first_sequence says 6, the canonical text 7",
        "row 7: column outbox.last_sequence says 6, the canonical text 7",
        &format!("{STATE} milestone mls_…"),
        &format!("{STATE} permit pmt_…"),
    ];
    on_each(async |db| {
        defenceless(db).await;
        check(db, 1, &forgery, &expected).await;
    })
    .await;
}

#[tokio::test]
async fn an_edited_private_text_is_found() {
    let changed = "row 5: the private text data.case.handler.name was changed";
    let other_salt = "update history_private set salt = (select p.salt from history_private p
                      where p.project_id = $1 and p.text = '0951-100') where project_id = $1 and text = '李四'";
    let rows: [(&str, &[&str]); 5] = [
        (
            "update history_private set text = '赵六' where project_id = $1 and text = '李四'",
            &[changed, &format!("{STATE} permit pmt_…")],
        ),
        ("update history_private set kind = 'TEXT' where project_id = $1 and text = '李四'", &[changed]),
        (other_salt, &[changed]),
        (
            "delete from history_private where project_id = $1 and field = 'data.event.opinion'",
            &["row 6: the private text data.event.opinion is missing", &format!("{STATE} permit pmt_…")],
        ),
        (
            "update history_private set field = 'data.event.note'
             where project_id = $1 and field = 'data.event.opinion'",
            &[
                "row 6: the private text data.event.opinion is missing",
                "row 6: the private text data.event.note does not belong to the row",
                &format!("{STATE} permit pmt_…"),
            ],
        ),
    ];
    on_each(async |db| {
        defenceless(db).await;
        for ((sql, expected), n) in rows.iter().zip(1..) {
            check(db, n, &[sql], expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn edited_current_rows_are_found() {
    let rows: [(&str, &str); 4] = [
        ("update project set stage = 'NEGOTIATION' where id = $1", &format!("{STATE} stage")),
        ("update project set version = 10 where id = $1", "row 11: the project is only at version 10"),
        ("update project set version = 13 where id = $1", "row 12: missing, up to row 13"),
        ("update party set contact_name = '赵六' where project_id = $1", &format!("{STATE} party pty_…")),
    ];
    on_each(async |db| {
        defenceless(db).await;
        for ((sql, expected), n) in rows.iter().zip(1..) {
            check(db, n, &[sql], &[expected]).await;
        }
    })
    .await;
}

/// What the record says of a material is in its rows, and which permits need it in theirs; neither is another project's.
#[tokio::test]
async fn edited_materials_are_found() {
    let rows = [
        ("update material set state = 'READY' where project_id = $1", "material mat_…"),
        ("update material set due_on = '2030-01-01' where project_id = $1", "material mat_…"),
        ("update material set note = '赵六' where project_id = $1", "material mat_…"),
        ("update permit_material set later = (1 = 1) where project_id = $1", "material mat_…"),
        ("delete from permit_material where project_id = $1", "material mat_…"),
    ];
    on_each(async |db| {
        defenceless(db).await;
        for ((sql, expected), n) in rows.into_iter().zip(1..) {
            let mut story = Story::whole(db, n).await;
            let permit = *story.project.permits.keys().next().unwrap();
            story.does(list(id(MaterialId::from_uuid, n), permit)).await;
            assert_eq!(story.findings().await, [""; 0], "the story itself is honest");
            assert_ne!(run(db, sql, params![story.project.id]).await, 0, "nothing was forged: {sql}");
            assert_eq!(story.findings().await, [format!("{STATE} {expected}")], "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_outbox_that_tells_another_story_is_found() {
    const OTHER: &str = "2024-10-31T01:00:00.123457Z";
    const TIMES: &str = "2024-10-31 01:00:00.123457 UTC, the canonical text 2024-10-31 01:00:00.123456 UTC";
    let set = |what: &str, first: i64| {
        format!("update outbox set {what} where project_id = $1 and first_sequence = {first}")
    };
    let added = "insert into outbox (command_id, project_id, first_sequence, last_sequence, recorded_at)
                 select landing_specialist_id, id, 4, 4, updated_at from project where id = $1";
    let rows = [
        (
            "delete from outbox where project_id = $1 and first_sequence = 3".to_owned(),
            "row 3: the outbox says nothing of cmd_…".to_owned(),
        ),
        (added.to_owned(), format!("row 4: {UNKNOWN}")),
        (
            set("first_sequence = 2", 3),
            "row 3: column outbox.first_sequence says 2, the canonical text 3".to_owned(),
        ),
        (
            set("last_sequence = 9", 1),
            "row 1: column outbox.last_sequence says 9, the canonical text 2".to_owned(),
        ),
        (
            set(&format!("recorded_at = '{OTHER}'"), 5),
            format!("row 5: column outbox.recorded_at says {TIMES}"),
        ),
        (
            format!("update project set created_at = '{OTHER}' where id = $1"),
            format!("row 1: column project.created_at says {TIMES}"),
        ),
        (
            format!("update project set updated_at = '{OTHER}' where id = $1"),
            format!("row 11: column project.updated_at says {TIMES}"),
        ),
    ];
    on_each(async |db| {
        defenceless(db).await;
        for ((sql, expected), n) in rows.iter().zip(1..) {
            check(db, n, &[sql], &[expected]).await;
        }
    })
    .await;
}

/// PostgreSQL takes no such value in the first place.
#[tokio::test]
async fn a_time_beside_the_history_that_cannot_be_read_is_found() {
    on_each(async |db| {
        if !is_sqlite(db) {
            return;
        }
        defenceless(db).await;
        let forgery = "update outbox set recorded_at = 'x' where project_id = $1 and first_sequence = 3";
        let found = "column outbox.recorded_at cannot be read: invalid datetime: x";
        check(db, 1, &[forgery], &[found]).await;
    })
    .await;
}

/// Copies the last row of one project behind the last row of another, or of itself.
const COPY: &str = "insert into history (project_id, sequence, event_type, event_version, command_id, command, actor_id,
        occurred_on, recorded_at, canonical, previous_hash, hash)
    select $2, 12, event_type, event_version, command_id, command, actor_id, occurred_on, recorded_at, canonical, $3, $4
    from history where project_id = $1 and sequence = 11";

#[tokio::test]
async fn a_row_put_in_or_moved_to_another_project_is_found() {
    on_each(async |db| {
        defenceless(db).await;
        for (source, target, n) in [(1, 1, 1), (2, 3, 2)] {
            let from = Story::whole(db, source).await;
            let to = if source == target { None } else { Some(Story::whole(db, target).await) };
            let to = to.as_ref().unwrap_or(&from);
            let row = page(&mut db.read().await.unwrap(), from.project.id, 10, 1).await.unwrap().remove(0);
            let end = page(&mut db.read().await.unwrap(), to.project.id, 10, 1).await.unwrap().remove(0);
            // The forger takes care of the hash, the version and the private texts.
            let hash = link(&end.hash, &row.canonical);
            run(db, COPY, params![from.project.id, to.project.id, end.hash, hash]).await;
            let texts = "insert into history_private (project_id, sequence, field, kind, salt, text)
                         select $2, 12, field, kind, salt, text from history_private
                         where project_id = $1 and sequence = 11";
            run(db, texts, params![from.project.id, to.project.id]).await;
            run(db, "update project set version = 12 where id = $1", params![to.project.id]).await;
            let found = to.findings().await;
            let moved = "row 12: column project_id says prj_… the canonical text prj_…";
            let repeated = "row 12: column sequence says 12, the canonical text 11";
            assert!(found.contains(&repeated.to_owned()), "{n}: {found:?}");
            assert_eq!(found.contains(&moved.to_owned()), source != target, "{n}: {found:?}");
        }
    })
    .await;
}

/// A forger who hashes every row anew is given away by the current rows alone; one who changes these too, by none but a
/// copy of the last hash kept elsewhere.
#[tokio::test]
async fn a_chain_hashed_anew_is_found_by_the_current_rows() {
    on_each(async |db| {
        defenceless(db).await;
        let story = Story::begin(db, 1).await;
        let before = page(&mut db.read().await.unwrap(), story.project.id, 0, 2).await.unwrap();
        let canonical = before[1].canonical.replace(r#""due_on":null"#, r#""due_on":"2024-09-30""#);
        assert_ne!(canonical, before[1].canonical);
        let hash = link(&before[0].hash, &canonical);
        let forge = "update history set canonical = $2, hash = $3 where project_id = $1 and sequence = 2";
        run(db, forge, params![story.project.id, canonical, hash]).await;
        assert_eq!(story.findings().await, [format!("{STATE} step stp_…")]);
    })
    .await;
}

/// Nobody sees from outside which of two days in one text is true; the row is at odds with itself.
#[tokio::test]
async fn a_row_of_another_day_than_its_event_is_found() {
    on_each(async |db| {
        defenceless(db).await;
        let story = Story::begin(db, 1).await;
        let before = page(&mut db.read().await.unwrap(), story.project.id, 0, 2).await.unwrap();
        let canonical =
            before[1].canonical.replace(r#""occurred_on":"2024-01-02""#, r#""occurred_on":"2024-01-01""#);
        assert_ne!(canonical, before[1].canonical);
        let hash = link(&before[0].hash, &canonical);
        let forge = "update history set canonical = $2, hash = $3, occurred_on = $4
                     where project_id = $1 and sequence = 2";
        run(db, forge, params![story.project.id, canonical, hash, day("2024-01-01")]).await;
        let found = "row 2: it is of 2024-01-01, but its event tells 2024-01-02";
        assert_eq!(story.findings().await, [found]);
    })
    .await;
}

#[tokio::test]
async fn a_history_longer_than_a_page_is_checked_to_its_end() {
    on_each(async |db| {
        defenceless(db).await;
        let story = Story::begin(db, 1).await;
        let events = vec![resumed(); 600];
        append_events(db, story.project.id, 3, events, origin(1, "RESUME")).await.unwrap();
        let state = "update project set version = 602, standing_changed_on = $2 where id = $1";
        run(db, state, params![story.project.id, day("2024-03-01")]).await;
        assert_eq!(story.findings().await, [""; 0]);
        run(
            db,
            "update history set hash = previous_hash where project_id = $1 and sequence = 601",
            params![story.project.id],
        )
        .await;
        assert_eq!(story.findings().await, [format!("row 601: {HASH}"), format!("row 602: {LINK}")]);
    })
    .await;
}
