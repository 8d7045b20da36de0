//! The record of administration: what is written, what is read, and what a forger is given away by.

mod older;
mod pages;
mod turns;

use chrono::{DateTime, TimeDelta, Utc};
use luodi_domain::actor::PostRole;
use luodi_domain::administration::Change;
use luodi_domain::catalogue::Department;
use luodi_domain::ids::{AbsenceId, AgencyId, CommandId, OfficerId, PostId, RegionId};
use luodi_domain::registry::{Absence, Agency, AgencyKind, Officer, Post, Region, RegionKind};
use uuid::Uuid;

use super::{Deed, Noted, Wanted, append, head, page, verify};
use crate::absences;
use crate::db::testing::{is_sqlite, on_each};
use crate::db::{BuiltStmt, Db, StoreError, Value};
use crate::fixture::write;
use crate::registry::{agencies, officers, posts, regions};

/// Later than any id that is made up here, so that what nobody recorded shows.
const LATE: u128 = 0x0193_0000_0000_7000_8000_0000_0000_0000;

fn region(n: u128) -> RegionId {
    RegionId::from_uuid(Uuid::from_u128(n))
}

fn officer(n: u128) -> Officer {
    Officer {
        id: OfficerId::from_uuid(Uuid::from_u128(LATE + n)),
        post: PostId::from_uuid(Uuid::from_u128(3)),
        name: format!("人员{n}"),
        phone: None,
        email: None,
        active: true,
        version: 1,
    }
}

/// One who is absent after the other left, who recorded it.
fn absence() -> Absence {
    Absence {
        id: AbsenceId::from_uuid(Uuid::from_u128(LATE + 7)),
        officer: officer(1).id,
        deputy: officer(2).id,
        from: "2024-02-01".parse().unwrap(),
        until: "2024-02-09".parse().unwrap(),
        ended_on: None,
        recorded_by: Some(officer(2).id),
        version: 1,
    }
}

fn deed(minute: i64, command: &str) -> Deed {
    let began: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().unwrap();
    let id = u128::from(minute.unsigned_abs());
    Deed {
        command_id: CommandId::from_uuid(Uuid::from_u128(id)),
        command: command.to_owned(),
        actor: None,
        recorded_at: began + TimeDelta::minutes(minute),
    }
}

/// A province with an agency, a post and two officers, of whom one left again.
async fn founded(db: &Db) {
    db.migrate().await.unwrap();
    write(db, |tx| {
        Box::pin(async move {
            let (top, codes) = (region(1), Vec::new());
            let province = Region {
                id: top,
                parent: None,
                kind: RegionKind::Province,
                name: "甘肃省".to_owned(),
                codes,
                version: 1,
            };
            regions::insert(tx, &province).await?;
            let agency = Agency {
                id: AgencyId::from_uuid(Uuid::from_u128(2)),
                region: top,
                kind: AgencyKind::LandingOffice,
                name: "招商服务中心".to_owned(),
                short_name: None,
                departments: [Department::Reform].into(),
                active: true,
                version: 1,
            };
            agencies::insert(tx, &agency).await?;
            let post = Post {
                id: PostId::from_uuid(Uuid::from_u128(3)),
                agency: agency.id,
                title: "专员".to_owned(),
                role: PostRole::Specialist,
                version: 1,
            };
            posts::insert(tx, &post).await?;
            let people = [officer(1), officer(2)];
            let mut changes = vec![
                Change::between(None, &province),
                Change::between(None, &agency),
                Change::between(None, &post),
            ];
            for one in &people {
                officers::insert(tx, one).await?;
                changes.push(Change::between(None, one));
            }
            let noted = |change| Noted { change, region: Some(top) };
            append(tx, &deed(0, "init"), &changes.into_iter().map(noted).collect::<Vec<_>>()).await?;
            let left = Officer { active: false, ..officer(2) };
            officers::set_active(tx, left.id, false, 1).await?;
            append(tx, &deed(1, "updateOfficer"), &[noted(Change::between(Some(&people[1]), &left))]).await?;
            absences::insert(tx, &absence()).await?;
            append(tx, &deed(2, "recordAbsence"), &[noted(Change::between(None, &absence()))]).await?;
            // What changes nothing is not written down.
            append(tx, &deed(2, "updateOfficer"), &[noted(Change::between(Some(&left), &left))]).await
        })
    })
    .await
    .unwrap();
}

async fn run(db: &Db, sql: &str) -> Result<u64, StoreError> {
    db.execute_now(BuiltStmt::new("FORGE", sql.to_owned()), Vec::<Value>::new()).await
}

async fn findings(db: &Db) -> Vec<String> {
    let verified = verify(&mut db.read().await.unwrap()).await.unwrap();
    verified.findings.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn what_was_done_is_read_back_the_newest_first() {
    on_each(async |db| {
        founded(db).await;
        let mut conn = db.read().await.unwrap();
        let wanted = |region, object, before| Wanted { region, object, actor: None, before };
        let told = async |conn: &mut _, wanted, limit| -> Vec<String> {
            let entries = page(conn, wanted, limit).await.unwrap();
            let told = |entry: &super::Entry| {
                let fields = entry
                    .fields
                    .iter()
                    .map(|(name, value)| format!("{name}={}", value.as_deref().unwrap_or("-")));
                format!(
                    "{} {} {} {}",
                    entry.sequence,
                    entry.command,
                    entry.subject,
                    fields.collect::<Vec<_>>().join(" ")
                )
            };
            entries.iter().map(told).collect()
        };
        let (top, second) = (region(1), officer(2).id.uuid());
        let post = officer(2).post;
        assert_eq!(
            told(&mut conn, wanted(top, Some(second), None), 9).await,
            [
                "6 updateOfficer OFFICER active=false".to_owned(),
                format!("5 init OFFICER active=true name=人员2 post={post}")
            ]
        );
        assert_eq!(told(&mut conn, wanted(top, None, Some(3)), 1).await.len(), 1);
        assert_eq!(told(&mut conn, wanted(top, None, None), 9).await.len(), 7);
        assert_eq!(told(&mut conn, wanted(region(9), None, None), 9).await, Vec::<String>::new());
        assert_eq!(head(&mut conn).await.unwrap().unwrap().0, 7);
        assert_eq!(findings(db).await, Vec::<String>::new());
    })
    .await;
}

/// Whose entry the record does not know any more: it began with the office.
const AGENCY_UNKNOWN: &str =
    "administration agy_00000000000000000000000002: it is there, and was never entered";

/// Each forgery is made, found and undone by its second statement.
#[tokio::test]
async fn each_forgery_is_found() {
    on_each(async |db| {
        founded(db).await;
        for sql in ["update administration set command = 'x'", "delete from administration"] {
            let refused = run(db, sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{refused}");
        }
        let on = if is_sqlite(db) { "" } else { " on administration" };
        for trigger in ["no_update", "no_delete"] {
            run(db, &format!("drop trigger administration_{trigger}{on}")).await.unwrap();
        }
        let (first, second, third) = (officer(1).id, officer(2).id, officer(3).id);
        let absent = OfficerId::from_uuid(absence().id.uuid());
        let hex = |id: OfficerId| format!("{:032x}", id.uuid().as_u128());
        let id = |id| if is_sqlite(db) { format!("x'{}'", hex(id)) } else { format!("'{}'", hex(id)) };
        let columns = "sequence, subject, object_id, region_id, command_id, command, actor_id, recorded_at, canonical, \
                       previous_hash, hash";
        let rows = [
            (
                "update administration set command = 'nobody' where sequence = 6".to_owned(),
                "update administration set command = 'updateOfficer' where sequence = 6".to_owned(),
                vec!["administration 6: its columns contradict its canonical text".to_owned(), format!("administration {second}: active is not what was recorded last")],
            ),
            (
                "update administration set canonical = replace(canonical, '人员1', '人员9') where sequence = 4".to_owned(),
                "update administration set canonical = replace(canonical, '人员9', '人员1') where sequence = 4".to_owned(),
                vec!["administration 4: its hash is not that of its canonical text".to_owned(), format!("administration {first}: name is not what was recorded last")],
            ),
            (
                format!("update officer set active = true where id = {}", id(second)),
                format!("update officer set active = false where id = {}", id(second)),
                vec![format!("administration {second}: active is not what was recorded last")],
            ),
            (
                "update post set role = 'ADMINISTRATOR'".to_owned(),
                "update post set role = 'SPECIALIST'".to_owned(),
                vec![format!("administration {}: role is not what was recorded last", officer(1).post)],
            ),
            (
                format!("update absence set recorded_by = {} where id = {}", id(first), id(absent)),
                format!("update absence set recorded_by = {} where id = {}", id(second), id(absent)),
                vec![format!("administration {}: recorded_by is not what was recorded last", absence().id)],
            ),
            (
                "update absence set until_on = '2024-12-31', ended_on = '2024-03-01'".to_owned(),
                "update absence set until_on = '2024-02-09', ended_on = null".to_owned(),
                vec![
                    format!("administration {}: ended_on is not what was recorded last", absence().id),
                    format!("administration {}: until is not what was recorded last", absence().id),
                ],
            ),
            (
                format!("insert into officer (id, post_id, name, phone_erased, email_erased, active, version, name_key) select {}, post_id, '某某', false, false, true, 1, name_key from officer where id = {}", id(third), id(first)),
                format!("delete from officer where id = {}", id(third)),
                vec![format!("administration {third}: it is there, and was never entered")],
            ),
            (
                format!("create table away as select * from absence; delete from absence; create table kept as select * from officer where id = {0}; delete from officer where id = {0}", id(first)),
                "insert into officer select * from kept; drop table kept; insert into absence select * from away; drop table away".to_owned(),
                vec![
                    format!("administration {}: it was entered, and is not there", absence().id),
                    format!("administration {first}: it was entered, and is not there"),
                ],
            ),
            (
                "create table kept as select * from administration where sequence = 2; delete from administration where sequence = 2".to_owned(),
                format!("insert into administration ({columns}) select {columns} from kept; drop table kept"),
                vec!["administration 2: missing, up to row 2".to_owned(), AGENCY_UNKNOWN.to_owned()],
            ),
        ];
        for (forge, undo, expected) in rows {
            for sql in forge.split("; ") {
                run(db, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
            assert_eq!(findings(db).await, expected, "{forge}");
            for sql in undo.split("; ") {
                run(db, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
            assert_eq!(findings(db).await, Vec::<String>::new(), "{undo}");
        }
    })
    .await;
}
