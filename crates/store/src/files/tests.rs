//! Files that wait, are attached, and go.

use luodi_domain::attachment::Subject;
use luodi_domain::command::{AddPermit, Attach, Command};
use luodi_domain::ids::{AttachmentId, FileId, OfficerId, PermitId, ProjectId, StepId};
use luodi_domain::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::project::Project;
use luodi_domain::step::Turn;
use uuid::Uuid;

use super::{
    Astray, NewFile, Quota, Room, Whose, astray, by_id, insert, known, recorded, recorded_of, remove_waiting,
    room, waiting,
};
use crate::db::testing::on_each;
use crate::db::{BuiltStmt, Conflict, Db, StoreError};
use crate::fixture::{
    LI, QUOTA, WANG, after, all_facts, context, file, id, instant, load, new_file, now, plain_profile,
    registered, save, settle, write,
};
use crate::params;

const NEVER: FileId = FileId::from_uuid(Uuid::from_u128(0xffff));

async fn added(db: &Db, file: NewFile, quota: Quota) -> Room {
    write(db, move |tx| {
        let file = file.clone();
        Box::pin(async move { insert(tx, &file, quota).await })
    })
    .await
    .unwrap()
}

async fn removed(db: &Db, before: &'static str, limit: usize) -> Vec<FileId> {
    let mut gone =
        write(db, move |tx| Box::pin(async move { remove_waiting(tx, instant(before), limit).await }))
            .await
            .unwrap();
    gone.sort_unstable();
    gone
}

/// A project with a permit, and the same with the first file attached to it and the second to the project.
async fn attached(db: &Db) -> (Project, Project) {
    let facts = all_facts(db).await;
    let project = registered(&facts, 1, plain_profile("思思"), None);
    let permit = id(PermitId::from_uuid, 1);
    let add = Command::AddPermit(AddPermit {
        id: permit,
        step: id(StepId::from_uuid, 9),
        item: PermitItem::Named("基坑".to_owned()),
        level: Level::City,
        phase: Phase::After,
        part: None,
        agency: None,
        preparation: Preparation { kind: PreparationKind::Preparing, turn: Turn::Office, agreed_on: None },
        responsible: None,
        due_on: None,
    });
    let on = context(&facts, "2024-02-01");
    let project = after(&project, &add, &on);
    save(db, None, &project).await.unwrap();
    let attach =
        |n, subject| Command::Attach(Attach { id: id(AttachmentId::from_uuid, n), file: file(n), subject });
    let first = after(&project, &attach(1, Subject::Permit(permit)), &on);
    let second = after(&first, &attach(2, Subject::Project), &on);
    save(db, Some(&project), &second).await.unwrap();
    (project, second)
}

#[tokio::test]
async fn a_file_is_its_uploaders_then_its_projects_then_nobodys() {
    on_each(async |db| {
        settle(db).await;
        let whose = async |id| {
            let kept = by_id(&mut db.read().await.unwrap(), id).await.unwrap();
            kept.map(|kept| (kept.whose, kept.name.unwrap(), kept.size))
        };
        let of = |whose| Some((whose, "现场.jpg".to_owned(), 1_234));
        assert_eq!(whose(file(1)).await, of(Whose::Uploader(WANG)));
        assert_eq!(whose(NEVER).await, None);
        let (_, project) = attached(db).await;
        let permit = id(PermitId::from_uuid, 1);
        assert_eq!(whose(file(1)).await, of(Whose::Project(project.id, Subject::Permit(permit))));
        assert_eq!(whose(file(2)).await, of(Whose::Project(project.id, Subject::Project)));
        let withdraw = Command::WithdrawAttachment(id(AttachmentId::from_uuid, 2));
        let next = after(&project, &withdraw, &context(&all_facts(db).await, "2024-02-02"));
        save(db, Some(&project), &next).await.unwrap();
        assert_eq!(whose(file(2)).await, of(Whose::Withdrawn));
        let mut conn = db.read().await.unwrap();
        let found = recorded(&mut conn, None, 10).await.unwrap();
        let shown: Vec<_> = found.iter().map(|one| (one.project, one.file, one.size)).collect();
        assert_eq!(
            shown,
            [(project.id, file(1), 1_234), (project.id, file(2), 1_234)],
            "also withdrawn ones"
        );
        assert_eq!(recorded(&mut conn, Some(found[0].attachment), 10).await.unwrap(), found[1..]);
        assert_eq!(recorded_of(&mut conn, project.id).await.unwrap(), found);
        assert_eq!(recorded_of(&mut conn, id(ProjectId::from_uuid, 77)).await.unwrap(), []);
        assert_eq!(known(&mut conn, &[file(1), NEVER, file(3)]).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_file_is_attached_once_and_not_when_it_is_gone() {
    on_each(async |db| {
        settle(db).await;
        let (before, project) = attached(db).await;
        let stored = Box::new(load(db, project.id).await.unwrap());
        let conflict =
            |saved: Result<(), StoreError>| matches!(saved, Err(StoreError::Conflict(Conflict::Version)));
        // What was decided on facts that no longer hold.
        let facts = all_facts(db).await;
        let mut stale = Box::new(facts.clone());
        stale.files.get_mut(&file(2)).unwrap().attached = false;
        let again = |n, of| {
            Command::Attach(Attach {
                id: id(AttachmentId::from_uuid, n),
                file: of,
                subject: Subject::Project,
            })
        };
        let twice = after(&project, &again(7, file(2)), &context(&stale, "2024-02-01"));
        assert!(conflict(save(db, Some(&project), &twice).await));
        assert_eq!(removed(db, "2024-11-01T00:00:00Z", 100).await.len(), 6);
        let late = after(&project, &again(8, file(3)), &context(&facts, "2024-02-01"));
        assert!(conflict(save(db, Some(&project), &late).await));
        assert_eq!(load(db, project.id).await.unwrap(), *stored);
        assert_ne!(before, project);
    })
    .await;
}

/// Bytes count for whoever brings them, attached or not, until they are a day old.
#[tokio::test]
async fn bytes_are_counted_by_who_brings_them() {
    on_each(async |db| {
        settle(db).await;
        attached(db).await;
        let check = async |by: OfficerId, deputy: Option<OfficerId>, bytes: i64, expected: Room| {
            let quota = Quota { bytes, ..QUOTA };
            let room = room(&mut db.read().await.unwrap(), by, deputy, 1_234, quota).await.unwrap();
            assert_eq!(room, expected, "{by} {deputy:?} {bytes}");
        };
        let all = 8 * 1_234;
        check(WANG, None, all + 1_234, Room::Enough).await;
        check(WANG, None, all + 1_233, Room::Daily).await;
        check(WANG, Some(LI), 1_234, Room::Enough).await;
        check(LI, Some(WANG), all, Room::Daily).await;
        let for_wang = NewFile { deputy: Some(LI), ..new_file(NEVER) };
        assert_eq!(added(db, for_wang, Quota { bytes: 1_233, ..QUOTA }).await, Room::Daily);
        assert!(by_id(&mut db.read().await.unwrap(), NEVER).await.unwrap().is_none());
        let for_wang = NewFile { deputy: Some(LI), ..new_file(NEVER) };
        assert_eq!(added(db, for_wang, Quota { bytes: 1_234, ..QUOTA }).await, Room::Enough);
        check(WANG, None, all + 1_234, Room::Enough).await;
        check(LI, None, 2 * 1_234 - 1, Room::Daily).await;
        let later = Quota { bytes: 1_234, since: now(), ..QUOTA };
        assert_eq!(
            added(db, new_file(FileId::from_uuid(Uuid::from_u128(0xfffe))), later).await,
            Room::Enough
        );
    })
    .await;
}

/// What is handed out goes by the attachment, which the history covers, and the difference is found.
#[tokio::test]
async fn a_file_goes_by_its_attachment() {
    on_each(async |db| {
        settle(db).await;
        let (_, project) = attached(db).await;
        let read = async || {
            let mut conn = db.read().await.unwrap();
            (by_id(&mut conn, file(2)).await.unwrap().unwrap(), astray(&mut conn).await.unwrap())
        };
        let (before, found) = read().await;
        assert_eq!((before.whose, found), (Whose::Project(project.id, Subject::Project), vec![]));
        let contradicts = Astray::Contradicts(file(2), id(AttachmentId::from_uuid, 2));
        for (forged, back) in [
            ("media_type = 'PDF'", "media_type = 'JPEG'"),
            ("size = 1", "size = 1234"),
            ("sha256 = upper(sha256)", "sha256 = lower(sha256)"),
            ("attached = false", "attached = true"),
        ] {
            forge(db, forged, file(2)).await;
            assert_eq!(read().await, (before.clone(), vec![contradicts]), "{forged}");
            forge(db, back, file(2)).await;
            assert_eq!(read().await.1, [], "{back}");
        }
        forge(db, "attached = true, name = null", file(3)).await;
        assert_eq!(read().await.1, [Astray::Unattached(file(3))]);
        forge(db, "attached = false", file(2)).await;
        let gone = removed(db, "2024-11-01T00:00:00Z", 100).await;
        assert_eq!(gone, (4..=8).map(file).collect::<Vec<_>>(), "nor is what is attached removed");
    })
    .await;
}

async fn forge(db: &Db, what: &'static str, id: FileId) {
    let forged = BuiltStmt::new("FORGE", format!("update file set {what} where id = $1"));
    let touched = write(db, move |tx| {
        let forged = forged.clone();
        Box::pin(async move { tx.execute(forged, params![id]).await })
    });
    assert_eq!(touched.await.unwrap(), 1, "{what}");
}

#[tokio::test]
async fn what_waits_is_counted_and_removed_when_it_is_old() {
    on_each(async |db| {
        settle(db).await;
        let count = async |officer| waiting(&mut db.read().await.unwrap(), officer).await.unwrap();
        assert_eq!((count(WANG).await, count(LI).await), (8, 0));
        let more = [1_001, 1_002].map(|n| FileId::from_uuid(Uuid::from_u128(n)));
        let most = Quota { waiting: 9, ..QUOTA };
        assert_eq!(added(db, new_file(more[0]), most).await, Room::Enough);
        assert_eq!(added(db, new_file(more[1]), most).await, Room::Waiting, "as many as may wait do");
        attached(db).await;
        assert_eq!(count(WANG).await, 7);
        assert_eq!(removed(db, "2024-10-31T01:00:00Z", 100).await, [], "none is that old");
        assert_eq!(removed(db, "2024-10-31T01:00:01Z", 2).await, [file(3), file(4)], "the first to come");
        let rest = removed(db, "2024-10-31T01:00:01Z", 100).await;
        assert_eq!(rest, [file(5), file(6), file(7), file(8), more[0]]);
        assert_eq!(count(WANG).await, 0);
        let kept = by_id(&mut db.read().await.unwrap(), file(1)).await.unwrap();
        assert!(kept.is_some(), "what is attached stays");
        assert!(now() < instant("2024-10-31T01:00:01Z"));
        assert!(load(db, id(ProjectId::from_uuid, 1)).await.unwrap().is_some());
    })
    .await;
}
