//! Facts for decisions.

use std::time::Duration;

use luodi_domain::actor::{OfficerFacts, PostRole};
use luodi_domain::context::{References, RegionFacts};
use luodi_domain::ids::{AgencyId, EnterpriseId, FileId, OfficerId, RegionId};
use luodi_domain::registry::{Agency, RegionKind};
use tokio::sync::watch;
use uuid::Uuid;

use crate::db::testing::on_each;
use crate::db::{BuiltStmt, StatementCounter, StoreError};
use crate::fixture::{
    BUREAU, CITY, CLOSED, COUNTY, LEADER, OFFICE, PROVINCE, SISI, WANG, agencies, file, new_file, settle,
    write,
};
use crate::{facts, params, registry};

#[tokio::test]
async fn what_is_named_is_known_and_what_is_not_there_is_left_out() {
    on_each(async |db| {
        settle(db).await;
        let nobody = Uuid::from_u128(0xffff);
        let references = References {
            officers: [WANG, LEADER, OfficerId::from_uuid(nobody)].into(),
            agencies: [OFFICE, CLOSED, AgencyId::from_uuid(nobody)].into(),
            enterprises: [SISI, EnterpriseId::from_uuid(nobody)].into(),
            regions: [COUNTY, PROVINCE, RegionId::from_uuid(nobody)].into(),
            files: [file(1), FileId::from_uuid(nobody)].into(),
        };
        let mut conn = db.read().await.unwrap();
        let counter = StatementCounter::default();
        let facts = counter.scope(facts::load(&mut conn, &references)).await.unwrap();
        assert_eq!(counter.count(), 6, "{:?}", counter.names());

        let officer = |id, role, agency, landing_office, regions| OfficerFacts {
            id,
            active: true,
            agency_active: true,
            role,
            agency,
            landing_office,
            regions,
        };
        let wang = officer(WANG, PostRole::Specialist, OFFICE, true, vec![COUNTY, CITY, PROVINCE]);
        let leader = officer(LEADER, PostRole::Leader, BUREAU, false, vec![CITY, PROVINCE]);
        assert_eq!(facts.officers, [(WANG, wang), (LEADER, leader)].into());
        assert_eq!(facts.agencies, [OFFICE].into());
        assert_eq!(facts.enterprises, [SISI].into());
        assert_eq!(facts.files, [(file(1), new_file(file(1)).facts)].into());
        let county = RegionFacts { kind: RegionKind::County, above: vec![CITY, PROVINCE] };
        let city = RegionFacts { kind: RegionKind::City, above: vec![PROVINCE] };
        let province = RegionFacts { kind: RegionKind::Province, above: vec![] };
        assert_eq!(facts.regions, [(COUNTY, county), (CITY, city), (PROVINCE, province)].into());

        let counter = StatementCounter::default();
        let none = counter.scope(facts::load(&mut conn, &References::default())).await.unwrap();
        assert_eq!((counter.count(), none.officers.len()), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn an_officer_out_of_service_is_told_so() {
    on_each(async |db| {
        settle(db).await;
        write(db, |tx| Box::pin(registry::officers::set_active(tx, WANG, false, 1))).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let wang = facts::officer(&mut conn, WANG).await.unwrap().unwrap();
        assert!(!wang.active);
        let nobody = OfficerId::from_uuid(Uuid::from_u128(0xffff));
        assert_eq!(facts::officer(&mut conn, nobody).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_region_outside_the_closure_is_an_error() {
    on_each(async |db| {
        settle(db).await;
        let damage =
            BuiltStmt::new("DAMAGE", "delete from region_closure where descendant_id = $1".to_owned());
        db.execute_now(damage, params![COUNTY]).await.unwrap();
        let told = facts::officer(&mut db.read().await.unwrap(), WANG).await.unwrap_err();
        assert!(matches!(told, StoreError::Inconsistent { table: "region_closure", .. }), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_held_stays_in_service_until_the_decision_is_written() {
    on_each(async |db| {
        settle(db).await;
        let (told, mut hears) = watch::channel(false);
        let deciding = write(db, move |tx| {
            let told = told.clone();
            Box::pin(async move {
                let references = References {
                    officers: [WANG].into(),
                    agencies: [BUREAU].into(),
                    ..References::default()
                };
                facts::load_held(tx, &references).await?;
                told.send_replace(true);
                tokio::time::sleep(Duration::from_millis(100)).await;
                let again = facts::load(tx, &references).await?;
                Ok((again.officers[&WANG].active, again.agencies.contains(&BUREAU)))
            })
        });
        let leaving = async {
            hears.wait_for(|told| *told).await.unwrap();
            let officer = write(db, |tx| Box::pin(registry::officers::set_active(tx, WANG, false, 1)));
            let agency = write(db, |tx| {
                let closed = Agency { active: false, ..agencies().remove(1) };
                Box::pin(async move { registry::agencies::update(tx, &closed, 1).await })
            });
            tokio::try_join!(officer, agency)
        };
        let (decided, left) = tokio::join!(deciding, leaving);
        assert_eq!(decided.unwrap(), (true, true), "still so when the decision was written");
        left.unwrap();
    })
    .await;
}
