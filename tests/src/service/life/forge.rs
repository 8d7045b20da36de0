//! A history edited behind the service's back: refused by the database, and found once its triggers are gone.

use luodi_domain::ids::ProjectId;

use super::Kept;
use crate::service::home::{Home, wait_for};
use crate::service::tables::Tables;

/// All of a row but its key.
const COLUMNS: &str = "event_type, event_version, command_id, command, actor_id, occurred_on, recorded_at, canonical, \
                       previous_hash, hash";

/// Which row, and what is changed of it.
const FORGERIES: [(u32, &str); 7] = [
    (3, "canonical = replace(canonical, '2022', '2021')"),
    (4, "command = command || 'x'"),
    (5, "event_type = 'project_withdrawn'"),
    (6, "hash = previous_hash"),
    (7, "previous_hash = hash"),
    (8, "actor_id = null"),
    (9, "occurred_on = '2022-01-01'"),
];

pub(super) fn each_forgery_is_found(home: &Home, office: &Kept) {
    wait_for(forge(home, &office.project()));
}

async fn forge(home: &Home, project: &str) {
    let uuid = ProjectId::parse(project).unwrap().uuid();
    let mut tables = Tables::open(home).await;
    let id = match &tables {
        Tables::Sqlite(_) => format!("x'{}'", uuid.simple()),
        Tables::Postgres(_) => format!("'{uuid}'"),
    };
    let time = match &tables {
        Tables::Sqlite(_) => "'2024-01-01T00:00:00.000000Z'",
        Tables::Postgres(_) => "now()",
    };
    for attempt in [
        format!("update history set command = 'x' where project_id = {id} and sequence = 3"),
        format!("delete from history where project_id = {id} and sequence = 3"),
        format!("update history_private set text = 'x' where project_id = {id}"),
        format!("delete from history_private where project_id = {id}"),
    ] {
        let refused = tables.run(&attempt).await.unwrap_err().to_string();
        assert!(
            refused.contains("append-only") || refused.contains("only be erased"),
            "{attempt}: {refused}"
        );
    }

    // What no trigger can refuse: a text is erased, and nobody was asked to.
    tables.run("create table kept_private as select * from history_private").await.unwrap();
    let erased = format!("project_id = {id} and field = 'reason' and erased_at is null");
    let sequence = first(&mut tables, &format!("from history_private h where {erased}")).await;
    let one = format!("project_id = {id} and sequence = {sequence} and field = 'reason'");
    let forgery =
        format!("update history_private set text = null, salt = null, erased_at = {time} where {one}");
    let found =
        format!("administration {project} row {sequence}: reason was erased, and no erasure was recorded");
    check(home, &mut tables, &forgery, &found).await;

    tables.drop_triggers().await;
    let back = format!("(select salt, text, erased_at from kept_private where {one})");
    let back = format!("update history_private set (salt, text, erased_at) = {back} where {one}");
    assert_eq!(tables.run(&back).await.unwrap(), 1);
    tables.run("drop table kept_private").await.unwrap();
    tables.run("create table kept_history as select * from history").await.unwrap();
    for (sequence, change) in FORGERIES {
        let row = format!("project_id = {id} and sequence = {sequence}");
        check(
            home,
            &mut tables,
            &format!("update history set {change} where {row}"),
            &format!("{project} row {sequence}"),
        )
        .await;
        let back = format!(
            "update history set ({COLUMNS}) = (select {COLUMNS} from kept_history where {row}) where {row}"
        );
        assert_eq!(tables.run(&back).await.unwrap(), 1);
    }

    // A private text, which would tell another story; then a row that is gone altogether, one without private texts.
    let of_project = format!("from kept_history h where project_id = {id} and sequence > 1 and");
    let has_private = format!(
        "exists (select 1 from history_private p where p.project_id = {id} and p.sequence = h.sequence)"
    );
    let private = first(&mut tables, &format!("{of_project} {has_private}")).await;
    let plain = first(&mut tables, &format!("{of_project} not {has_private}")).await;
    let row = |sequence: &str| format!("project_id = {id} and sequence = {sequence}");

    let forgery = format!("update history_private set text = text || 'x' where {}", row(&private));
    check(home, &mut tables, &forgery, &format!("{project} row {private}")).await;
    let back = format!(
        "update history_private set text = substr(text, 1, length(text) - 1) where {}",
        row(&private)
    );
    tables.run(&back).await.unwrap();

    let forgery = format!("delete from history where {}", row(&plain));
    check(home, &mut tables, &forgery, &format!("{project} row {plain}")).await;
    let back = format!("insert into history select * from kept_history where {}", row(&plain));
    tables.run(&back).await.unwrap();
    tables.run("drop table kept_history").await.unwrap();

    beside_the_history(home, &mut tables, project, &id).await;
    in_the_registry(home, &mut tables).await;

    // The project itself, with everything that points at it left behind.
    tables.ignore_keys().await;
    tables.run("create table kept_project as select * from project").await.unwrap();
    let forgery = format!("delete from project where id = {id}");
    check(home, &mut tables, &forgery, &format!("{project}: the project itself is missing")).await;
    tables.run(&format!("insert into project select * from kept_project where id = {id}")).await.unwrap();
    tables.run("drop table kept_project").await.unwrap();

    // What the databases hold themselves, unless they are told not to.
    let holders =
        format!("id in (select responsible_id from step where project_id = {id} and open_guard is not null)");
    let forgery = format!("update officer set active = false where {holders}");
    check(home, &mut tables, &forgery, &format!("{project}: the open step stp_")).await;
    tables.run(&format!("update officer set active = true where {holders}")).await.unwrap();
    let nowhere = id.replace(|digit: char| digit.is_ascii_hexdigit() && digit != 'x', "0");
    let forgery = format!("update stage_visit set project_id = {nowhere} where project_id = {id}");
    check(home, &mut tables, &forgery, "rows of stage_visit point at").await;
    tables
        .run(&format!("update stage_visit set project_id = {id} where project_id = {nowhere}"))
        .await
        .unwrap();
}

/// The outbox and the project's times, which no hash covers.
async fn beside_the_history(home: &Home, tables: &mut Tables, project: &str, id: &str) {
    tables.run("create table kept_outbox as select * from outbox").await.unwrap();
    tables.run("create table kept_times as select id, created_at, updated_at from project").await.unwrap();
    let of_third = format!("project_id = {id} and first_sequence = 3");
    let other = "(select max(recorded_at) from history where sequence > 5)";
    for (forgery, expected) in [
        (format!("delete from outbox where {of_third}"), "row 3: the outbox says nothing of cmd_"),
        (
            format!("update outbox set last_sequence = 99 where {of_third}"),
            "row 3: column outbox.last_sequence",
        ),
        (
            format!("update outbox set recorded_at = '2020-01-01T00:00:00Z' where {of_third}"),
            "row 3: column outbox.recorded_at",
        ),
        (
            format!("update project set created_at = {other} where id = {id}"),
            "row 1: column project.created_at",
        ),
        (
            format!("update project set updated_at = created_at where id = {id}"),
            ": column project.updated_at",
        ),
    ] {
        check(home, tables, &forgery, expected).await;
        tables.run("delete from outbox").await.unwrap();
        tables.run("insert into outbox select * from kept_outbox").await.unwrap();
        let back = format!(
            "update project set (created_at, updated_at) =
                 (select created_at, updated_at from kept_times k where k.id = project.id) where id = {id}"
        );
        assert_eq!(tables.run(&back).await.unwrap(), 1, "{project}");
    }
    tables.run("drop table kept_outbox").await.unwrap();
    tables.run("drop table kept_times").await.unwrap();
}

/// What its entries are sorted by, which nothing but their names tells.
async fn in_the_registry(home: &Home, tables: &mut Tables) {
    for (table, named) in
        [("agency", "agency agy_"), ("officer", "officer off_"), ("enterprise", "enterprise ent_")]
    {
        let forgery = format!("update {table} set name_key = name_key || 'x'");
        check(home, tables, &forgery, named).await;
        tables
            .run(&format!("update {table} set name_key = substr(name_key, 1, length(name_key) - 1)"))
            .await
            .unwrap();
    }
}

/// The lowest sequence of such rows.
async fn first(tables: &mut Tables, rows: &str) -> String {
    tables.texts(&format!("select cast(min(sequence) as text) {rows}")).await.remove(0)
}

/// Forges one row: the command must fail, and name the project and the row.
async fn check(home: &Home, tables: &mut Tables, forgery: &str, expected: &str) {
    assert!(tables.run(forgery).await.unwrap() >= 1, "{forgery}");
    let ended = home.run(&["verify-history"]);
    assert_eq!(ended.code, Some(1), "{forgery}: {}{}", ended.stdout, ended.stderr);
    assert!(ended.stdout.contains(expected), "{forgery}: {expected} is not in\n{}", ended.stdout);
}
