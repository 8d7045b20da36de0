//! Finding projects by code, by page, by officer, and by what hangs on them.

use luodi_domain::command::Command;
use luodi_domain::ids::{
    AgreementId, CaseEventId, CaseId, CreditId, MilestoneId, PartyId, PermitId, ProjectId, StepId,
};
use luodi_domain::profile::{Change, CodeStanding};
use uuid::Uuid;

use super::round_trip::live;
use super::story::{FIRST_CODE, SECOND_CODE};
use crate::db::testing::on_each;
use crate::fixture::{
    LEADER, LI, WANG, after, all_facts, context, id, plain_profile, registered, save, settle,
};
use crate::projects::{self, CodeHolder, Part};

#[tokio::test]
async fn by_code() {
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await.id;
        let mut conn = db.read().await.unwrap();
        let codes = [FIRST_CODE, SECOND_CODE, "2017-130000-01-01-00001"].map(str::to_owned);
        let mut found = projects::ids_by_code(&mut conn, &codes).await.unwrap();
        found.sort_by(|a, b| a.code.cmp(&b.code));
        let holder = |code: &str, standing| CodeHolder { code: code.to_owned(), project, standing };
        assert_eq!(
            found,
            [holder(FIRST_CODE, CodeStanding::Former), holder(SECOND_CODE, CodeStanding::Present)]
        );
    })
    .await;
}

#[tokio::test]
async fn by_page() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        for n in [3, 1, 5, 2, 4] {
            save(db, None, &registered(&facts, n, plain_profile("思思"), None)).await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        let of = |n| id(ProjectId::from_uuid, n);
        let mut check = async |after: Option<u128>, limit, expected: &[u128]| {
            let page = projects::page(&mut conn, after.map(of), limit).await.unwrap();
            assert_eq!(page, expected.iter().copied().map(of).collect::<Vec<_>>(), "{after:?} {limit}");
        };
        check(None, 2, &[1, 2]).await;
        check(Some(2), 2, &[3, 4]).await;
        check(Some(4), 2, &[5]).await;
        check(Some(5), 2, &[]).await;
        check(None, 0, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn phases() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let of = |n| id(ProjectId::from_uuid, n);
        for (n, umbrella) in [(1, None), (3, Some(of(1))), (2, Some(of(1))), (4, None)] {
            save(db, None, &registered(&facts, n, plain_profile("思思"), umbrella)).await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        let phases = projects::phases_of(&mut conn, &[of(1), of(4)]).await.unwrap();
        assert_eq!(phases, [(of(1), vec![of(2), of(3)])].into());
    })
    .await;
}

#[tokio::test]
async fn by_officer() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let on = context(&facts, "2024-02-01");
        // 1: Wang leads a step. 2: Li is the specialist. 3: Li helped at a step that is closed. 4: the leader helps.
        let commands = |n: u128| match n {
            2 => vec![
                Command::HandOver { from: WANG, to: LI },
                Command::AssignResponsible { step: id(StepId::from_uuid, 2), officer: LEADER },
            ],
            3 | 4 => {
                let (step, officer) = (id(StepId::from_uuid, n), if n == 3 { LI } else { LEADER });
                let role = luodi_domain::step::HelperRole::Supervising;
                let help = Command::AssignHelper { step, officer, role, remove: false };
                let rest = if n == 3 {
                    Command::Withdraw
                } else {
                    Command::Update(vec![Change::LandingSpecialist(None)])
                };
                vec![help, rest]
            }
            _ => vec![],
        };
        for n in 1..=4 {
            let mut project = registered(&facts, n, plain_profile("思思"), None);
            for command in commands(n) {
                project = after(&project, &command, &on);
            }
            save(db, None, &project).await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        for (officer, expected) in [(WANG, vec![1, 3, 4]), (LI, vec![2]), (LEADER, vec![2, 4])] {
            let expected: Vec<_> = expected.into_iter().map(|n| id(ProjectId::from_uuid, n)).collect();
            assert_eq!(projects::held_by(&mut conn, officer).await.unwrap(), expected, "{officer}");
        }
    })
    .await;
}

#[tokio::test]
async fn by_part() {
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await.id;
        let mut conn = db.read().await.unwrap();
        let unknown = Uuid::from_u128(0xffff_ffff);
        let parts = [
            (Part::Step, id(StepId::from_uuid, 101).uuid()),
            (Part::Permit, id(PermitId::from_uuid, 2).uuid()),
            (Part::Case, id(CaseId::from_uuid, 2).uuid()),
            (Part::CaseEvent, id(CaseEventId::from_uuid, 8).uuid()),
            (Part::Party, id(PartyId::from_uuid, 1).uuid()),
            (Part::Agreement, id(AgreementId::from_uuid, 9).uuid()),
            (Part::Milestone, id(MilestoneId::from_uuid, 2).uuid()),
            (Part::Credit, id(CreditId::from_uuid, 1).uuid()),
        ];
        for (part, id) in parts {
            let found = projects::projects_of(&mut conn, part, &[id, unknown]).await.unwrap();
            assert_eq!(found, [(id, project)].into(), "{part:?}");
        }
    })
    .await;
}
