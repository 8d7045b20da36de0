//! Pages of a long record are found by its indexes.

use crate::administration::Wanted;
use crate::db::testing::{is_sqlite, on_each, plan};
use crate::db::{BuiltStmt, Db};
use crate::fixture::{COUNTY, LI, PARK, WANG, settle};
use crate::params;

/// So many changes, all but a few of one officer by another and in one region.
async fn filled(db: &Db) {
    settle(db).await;
    let sql = "insert into administration (sequence, subject, object_id, region_id, command_id, command, actor_id, recorded_at,
            canonical, previous_hash, hash)
        with recursive n (n) as (select 1 union all select n + 1 from n where n < 5000)
        select n, 'OFFICER', case when n % 1000 = 0 then $1 else $2 end, case when n % 1000 = 1 then $3 else $4 end, $2,
            'updateOfficer', case when n % 1000 = 2 then $1 else $2 end, {time}, '{}', $5, $5 from n";
    let time = if is_sqlite(db) { "'2024-01-01T00:00:00.000000Z'" } else { "now()" };
    let sql = BuiltStmt::new("FILL", sql.replace("{time}", time));
    db.execute_now(sql, params![LI.uuid(), WANG.uuid(), PARK, COUNTY, "0".repeat(64)]).await.unwrap();
    if is_sqlite(db) {
        db.refresh_statistics().await.unwrap();
    } else {
        db.execute_now(BuiltStmt::new("ANALYZE", "analyze administration".to_owned()), params![])
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn an_index_serves_each_page_of_the_record() {
    on_each(async |db| {
        filled(db).await;
        let check = async |object, actor, indexes: &[&str]| {
            let wanted = Wanted { region: COUNTY, object, actor, before: None };
            let (statement, values) = wanted.page(50);
            let plan = plan(db, statement.text(db.dialect()), values).await;
            let plan = plan.join("\n");
            assert!(indexes.iter().any(|index| plan.contains(index)), "{wanted:?}:\n{plan}");
            for whole in ["SCAN administration\n", "Seq Scan on administration"] {
                assert!(!plan.contains(whole), "{wanted:?}:\n{plan}");
            }
        };
        let (of, by) = ("administration_of_object", "administration_by_actor");
        check(Some(LI.uuid()), None, &[of]).await;
        check(None, Some(LI), &[by]).await;
        check(Some(LI.uuid()), Some(LI), &[of, by]).await;
        // From the newest back, until the page is full.
        let backwards: &[&str] = if is_sqlite(db) {
            &["USING INTEGER PRIMARY KEY", "administration_by_region"]
        } else {
            &["administration_pkey"]
        };
        check(None, None, backwards).await;
    })
    .await;
}
