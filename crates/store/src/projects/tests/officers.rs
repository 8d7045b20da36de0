//! An officer out of service holds no open step, whoever is faster.

use std::time::Duration;

use luodi_domain::command::Command;
use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use luodi_domain::project::Project;
use tokio::sync::watch;

use crate::db::testing::on_each;
use crate::db::{BuiltStmt, Conflict, Db, StoreError};
use crate::fixture::{
    LI, WANG, after, all_facts, context, id, load, now, plain_profile, registered, save, settle, write,
};
use crate::{params, projects, registry};

/// The project after its first step went to an officer, decided while everybody was in service.
async fn assigned(db: &Db, project: &Project, officer: OfficerId) -> Project {
    let mut facts = all_facts(db).await;
    facts.officers.values_mut().for_each(|officer| officer.active = true);
    let step = id(StepId::from_uuid, 1);
    after(project, &Command::AssignResponsible { step, officer }, &context(&facts, "2024-02-01"))
}

async fn version(db: &Db, officer: OfficerId) -> i64 {
    registry::officers::by_ids(&mut db.read().await.unwrap(), &[officer]).await.unwrap()[0].version
}

async fn set_active(db: &Db, officer: OfficerId, active: bool) -> Result<(), StoreError> {
    let version = version(db, officer).await;
    write(db, move |tx| {
        Box::pin(async move { registry::officers::set_active(tx, officer, active, version).await })
    })
    .await
}

async fn open_steps_of_inactive(db: &Db) -> i64 {
    let sql = "select count(*) from step s join officer o on o.id = s.responsible_id
        where s.closed_on is null and not o.active";
    let count = BuiltStmt::new("COUNT", sql.to_owned());
    db.read().await.unwrap().fetch_one::<(i64,)>(count, params![]).await.unwrap().0
}

async fn project(db: &Db) -> Project {
    settle(db).await;
    let project = registered(&all_facts(db).await, 1, plain_profile("思思"), None);
    save(db, None, &project).await.unwrap();
    project
}

#[tokio::test]
async fn an_officer_with_an_open_step_stays_in_service() {
    on_each(async |db| {
        let project = project(db).await;
        let refused = set_active(db, WANG, false).await.unwrap_err();
        assert!(matches!(refused, StoreError::ForeignKey { .. }), "{refused:?}");

        set_active(db, LI, false).await.unwrap();
        let refused = save(db, Some(&project), &assigned(db, &project, LI).await).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::Version)), "{refused:?}");

        // Once every step is closed, the officer may leave; the step cannot be opened again for him.
        let facts = all_facts(db).await;
        let withdrawn = after(&project, &Command::Withdraw, &context(&facts, "2024-02-01"));
        save(db, Some(&project), &withdrawn).await.unwrap();
        let reopen = Command::Reopen { substitute: None };
        let reopened = after(&withdrawn, &reopen, &context(&facts, "2024-02-02"));
        set_active(db, WANG, false).await.unwrap();
        let refused = save(db, Some(&withdrawn), &reopened).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::Version)), "{refused:?}");
        set_active(db, WANG, true).await.unwrap();
        save(db, Some(&withdrawn), &reopened).await.unwrap();
    })
    .await;
}

/// Saves and holds the transaction open for a while after telling.
async fn save_slowly(
    db: &Db,
    before: &Project,
    after: &Project,
    told: watch::Sender<bool>,
) -> Result<(), StoreError> {
    let (before, after) = (before.clone(), after.clone());
    write(db, move |tx| {
        let (before, after, told) = (before.clone(), after.clone(), told.clone());
        Box::pin(async move {
            projects::save(tx, Some(&before), &after, now()).await?;
            told.send_replace(true);
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        })
    })
    .await
}

#[tokio::test]
async fn a_step_given_a_moment_ago_keeps_the_officer() {
    on_each(async |db| {
        let project = project(db).await;
        let given = assigned(db, &project, LI).await;
        let (told, mut hears) = watch::channel(false);
        let giving = save_slowly(db, &project, &given, told);
        let leaving = async {
            let version = version(db, LI).await;
            hears.wait_for(|told| *told).await.unwrap();
            write(db, move |tx| {
                Box::pin(async move { registry::officers::set_active(tx, LI, false, version).await })
            })
            .await
        };
        let (giving, leaving) = tokio::join!(giving, leaving);
        giving.unwrap();
        assert!(matches!(leaving, Err(StoreError::ForeignKey { .. })), "{leaving:?}");
        assert_eq!(load(db, given.id).await.unwrap(), Some(given));
    })
    .await;
}

#[tokio::test]
async fn an_officer_gone_a_moment_ago_is_given_nothing() {
    on_each(async |db| {
        let project = project(db).await;
        let given = assigned(db, &project, LI).await;
        let version = version(db, LI).await;
        let (told, mut hears) = watch::channel(false);
        let leaving = write(db, move |tx| {
            let told = told.clone();
            Box::pin(async move {
                registry::officers::set_active(tx, LI, false, version).await?;
                told.send_replace(true);
                tokio::time::sleep(Duration::from_millis(50)).await;
                Ok(())
            })
        });
        let giving = async {
            hears.wait_for(|told| *told).await.unwrap();
            save(db, Some(&project), &given).await
        };
        let (leaving, giving) = tokio::join!(leaving, giving);
        leaving.unwrap();
        assert!(matches!(giving, Err(StoreError::Conflict(Conflict::Version))), "{giving:?}");
        assert_eq!(load(db, project.id).await.unwrap(), Some(project));
    })
    .await;
}

#[tokio::test]
async fn nobody_wins_a_race_against_the_rule() {
    on_each(async |db| {
        let mut stored = project(db).await;
        let (mut given, mut left) = (0, 0);
        for round in 0..60_u64 {
            let next = assigned(db, &stored, LI).await;
            let giving = async {
                tokio::time::sleep(Duration::from_micros(round % 7 * 300)).await;
                save(db, Some(&stored), &next).await
            };
            let (gave, went) = tokio::join!(giving, set_active(db, LI, false));
            assert_eq!(open_steps_of_inactive(db).await, 0, "round {round}: {gave:?} {went:?}");
            match (gave, went) {
                (Ok(()), Err(StoreError::ForeignKey { .. })) => given += 1,
                (Err(StoreError::Conflict(_)), Ok(())) => left += 1,
                other => panic!("round {round}: {other:?}"),
            }
            if given + left == 60 {
                break;
            }
            if registry::officers::by_ids(&mut db.read().await.unwrap(), &[LI]).await.unwrap()[0].active {
                let back = assigned(db, &next, WANG).await;
                save(db, Some(&next), &back).await.unwrap();
                stored = back;
            } else {
                set_active(db, LI, true).await.unwrap();
            }
        }
        assert_eq!(given + left, 60);
        assert!(
            projects::held_by(&mut db.read().await.unwrap(), WANG).await.unwrap()
                == [id(ProjectId::from_uuid, 1)]
        );
    })
    .await;
}
