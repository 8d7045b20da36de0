//! What the triggers refuse, and what they let through.

use crate::db::testing::{is_sqlite, on_each};
use crate::db::{BuiltStmt, Db, StoreError, Value};
use crate::fixture::{all_facts, now, plain_profile, registered, save, settle};
use crate::params;

const HISTORY: &str =
    "insert into history (project_id, sequence, event_type, event_version, command_id, command,
    actor_id, occurred_on, recorded_at, canonical, previous_hash, hash)
    values ($1, $2, 'REGISTERED', 1, $1, 'REGISTER', null, $3, $4, '{}', $5, $5)";
const PRIVATE: &str = "insert into history_private (project_id, sequence, field, kind, salt, text)
    values ($1, 1, $2, 'TEXT', $3, '原因')";

async fn run(db: &Db, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
    db.execute_now(BuiltStmt::new("TEST", sql.to_owned()), values).await
}

/// A project with one history row, and with the private texts `reason` and `opinion`.
async fn with_history(db: &Db) -> Value {
    settle(db).await;
    let project = registered(&all_facts(db).await, 1, plain_profile("思思"), None);
    save(db, None, &project).await.unwrap();
    let (today, hash) = (now().date_naive(), "0".repeat(64));
    run(db, HISTORY, params![project.id, 1, today, now(), hash]).await.unwrap();
    for field in ["reason", "opinion"] {
        run(db, PRIVATE, params![project.id, field, [7_u8; 16]]).await.unwrap();
    }
    Value::from(project.id)
}

#[tokio::test]
async fn history_is_append_only() {
    on_each(async |db| {
        let project = with_history(db).await;
        let mut refused = vec![
            "update history set canonical = '{\"a\":1}' where project_id = $1",
            "update history set actor_id = null where project_id = $1",
            "delete from history where project_id = $1",
            "delete from history_private where project_id = $1",
            "update history_private set text = '别的' where project_id = $1",
            "update history_private set salt = null, text = null where project_id = $1",
            "update history_private set field = 'other' where project_id = $1",
        ];
        if is_sqlite(db) {
            refused.extend([
                "insert or replace into history select project_id, sequence, 'X', event_version, command_id,
                    command, actor_id, occurred_on, recorded_at, canonical, previous_hash, hash
                    from history where project_id = $1",
                "update or replace history set sequence = 2 where project_id = $1",
                "insert or replace into history_private select project_id, sequence, field, 'PERSON', salt,
                    text, erased_at, erased_by from history_private where project_id = $1",
            ]);
        }
        for sql in refused {
            let error = run(db, sql, vec![project.clone()]).await.unwrap_err();
            assert!(matches!(error, StoreError::Refused { .. }), "{sql}: {error:?}");
        }
        if !is_sqlite(db) {
            for sql in ["truncate history cascade", "truncate history_private"] {
                let error = run(db, sql, params![]).await.unwrap_err();
                assert!(matches!(error, StoreError::Refused { .. }), "{sql}: {error:?}");
            }
        }
        let rows = "select event_type, canonical from history";
        let stmt = BuiltStmt::new("ROWS", rows.to_owned());
        let rows: Vec<(String, String)> = db.read().await.unwrap().fetch_all(stmt, params![]).await.unwrap();
        assert_eq!(rows, [("REGISTERED".to_owned(), "{}".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_private_text_is_erased_once_and_for_all() {
    on_each(async |db| {
        let project = with_history(db).await;
        let erase = "update history_private set text = null, salt = null, erased_at = $2
            where project_id = $1 and field = 'reason'";
        let erased = run(db, erase, params![&project, now()]).await;
        assert_eq!(erased.unwrap(), 1);
        for again in [
            erase,
            "update history_private set text = '原因', salt = $3, erased_at = null
                where project_id = $1 and field = 'reason' and erased_at <= $2",
            "update history_private set text = null, salt = null, erased_at = $2, kind = 'PERSON'
                where project_id = $1 and field = 'opinion'",
        ] {
            let mut values = params![&project, now()];
            if again.contains("$3") {
                values.push([7_u8; 16].into());
            }
            let error = run(db, again, values).await.unwrap_err();
            assert!(matches!(error, StoreError::Refused { .. }), "{again}: {error:?}");
        }
    })
    .await;
}
