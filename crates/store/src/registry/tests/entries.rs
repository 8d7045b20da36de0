//! Entries come back as they were written, in pages, guarded by their versions and by what must be unique.

use luodi_domain::codes::RegionCode;
use luodi_domain::ids::{AgencyId, EnterpriseId, OfficerId, PostId, RegionId};
use luodi_domain::private::Private;
use luodi_domain::registry::{DatedCode, Post, Region, RegionKind};

use crate::db::testing::on_each;
use crate::db::{BuiltStmt, Conflict, Db, StoreError, UniqueConstraint};
use crate::fixture::{
    BUILDER, BUREAU, CITY, COUNTY, OFFICE, PARK, PROVINCE, SISI, WANG, agencies, day, enterprises, id,
    officers, posts, regions, settle, write,
};
use crate::params;
use crate::registry::{self as store};

#[tokio::test]
async fn what_was_entered_is_found() {
    on_each(async |db| {
        settle(db).await;
        let mut conn = db.read().await.unwrap();
        let nobody = uuid::Uuid::from_u128(0xffff);
        let ids: Vec<RegionId> = regions().iter().map(|region| region.id).collect();
        let mut found = store::regions::by_ids(&mut conn, &ids).await.unwrap();
        found.sort_by_key(|region| region.id);
        assert_eq!(found, regions());
        let mut ids: Vec<AgencyId> = agencies().iter().map(|agency| agency.id).collect();
        ids.push(AgencyId::from_uuid(nobody));
        let mut found = store::agencies::by_ids(&mut conn, &ids).await.unwrap();
        found.sort_by_key(|agency| agency.id);
        assert_eq!(found, agencies());
        let ids: Vec<OfficerId> = officers().iter().map(|officer| officer.id).collect();
        let mut found = store::officers::by_ids(&mut conn, &ids).await.unwrap();
        found.sort_by_key(|officer| officer.id);
        assert_eq!(found, officers());
        let mut found = store::enterprises::by_ids(&mut conn, &[SISI, BUILDER]).await.unwrap();
        found.sort_by_key(|enterprise| enterprise.id);
        assert_eq!(found, enterprises());
        let posts: Vec<PostId> = officers().iter().map(|officer| officer.post).collect();
        assert_eq!(store::posts::by_ids(&mut conn, &posts).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn regions_come_in_pages_and_are_counted() {
    on_each(async |db| {
        settle(db).await;
        let mut conn = db.read().await.unwrap();
        let conn = &mut conn;
        assert_eq!(store::regions::page(conn, Some(PROVINCE), 1).await.unwrap(), [regions().remove(1)]);
        assert_eq!(store::regions::count(conn).await.unwrap(), 4);
    })
    .await;
}

#[tokio::test]
async fn one_entry_is_enough_not_to_be_empty() {
    on_each(async |db| {
        db.migrate().await.unwrap();
        let state = async || {
            let mut conn = db.read().await.unwrap();
            (store::is_empty(&mut conn).await.unwrap(), store::officers::any(&mut conn).await.unwrap())
        };
        assert_eq!(state().await, (true, false));
        let mut enterprise = enterprises().remove(0);
        (enterprise.id, enterprise.credit_code) = (id(EnterpriseId::from_uuid, 77), None);
        write(db, move |tx| {
            let enterprise = enterprise.clone();
            Box::pin(async move { store::enterprises::insert(tx, &enterprise).await })
        })
        .await
        .unwrap();
        assert_eq!(state().await, (false, false));
        settle(db).await;
        assert_eq!(state().await, (false, true));
    })
    .await;
}

#[tokio::test]
async fn the_tree_is_walked_both_ways() {
    on_each(async |db| {
        settle(db).await;
        let mut conn = db.read().await.unwrap();
        let above = store::regions::ancestors(&mut conn, &[COUNTY, CITY, PROVINCE]).await.unwrap();
        let expected = [(COUNTY, vec![CITY, PROVINCE]), (CITY, vec![PROVINCE]), (PROVINCE, vec![])];
        assert_eq!(above, expected.into());
        let below = store::regions::children_of(&mut conn, &[PROVINCE, COUNTY, PARK]).await.unwrap();
        assert_eq!(
            below,
            [(PROVINCE, vec![regions().remove(1)]), (COUNTY, vec![regions().remove(3)])].into()
        );
    })
    .await;
}

#[tokio::test]
async fn a_changed_entry_counts_its_change_and_a_stale_one_is_refused() {
    on_each(async |db| {
        settle(db).await;
        write(db, |tx| {
            Box::pin(async move {
                let mut region = regions().remove(2);
                region.name = "贺兰新".to_owned();
                region.codes[0].until = Some(day("2024-06-30"));
                let code = RegionCode::parse("640123").unwrap();
                region.codes.push(DatedCode { code, since: Some(day("2024-07-01")), until: None });
                store::regions::update(tx, &region, 1).await?;
                region.version = 2;
                assert_eq!(store::regions::by_ids(tx, &[COUNTY]).await?, [region]);

                let mut agency = agencies().remove(1);
                (agency.name, agency.short_name, agency.active) = ("银川审批局".to_owned(), None, false);
                store::agencies::update(tx, &agency, 1).await?;
                agency.version = 2;
                assert_eq!(store::agencies::by_ids(tx, &[BUREAU]).await?, [agency]);

                let mut post = specialist();
                (post.title, post.agency) = ("专员".to_owned(), BUREAU);
                store::posts::update(tx, &post, 1).await?;
                post.version = 2;
                assert_eq!(store::posts::by_ids(tx, &[post.id]).await?, [post]);

                let mut officer = officers().remove(0);
                (officer.phone, officer.email) = (Some(Private::erased()), None);
                store::officers::update(tx, &officer, 1).await?;
                store::officers::set_active(tx, WANG, false, 2).await?;
                (officer.version, officer.active) = (3, false);
                assert_eq!(store::officers::by_ids(tx, &[WANG]).await?, [officer]);

                let mut enterprise = enterprises().remove(0);
                enterprise.former_names = ["思思".to_owned(), "宁夏思思粮油".to_owned()].into();
                enterprise.credit_code = None;
                store::enterprises::update(tx, &enterprise, 1).await?;
                enterprise.version = 2;
                assert_eq!(store::enterprises::by_ids(tx, &[SISI]).await?, [enterprise]);
                Ok(())
            })
        })
        .await
        .unwrap();
        stale(db).await;
    })
    .await;
}

/// Wang's post, as it was at first.
fn specialist() -> Post {
    posts().remove(0)
}

/// Every entry is at version 2 or later now.
async fn stale(db: &Db) {
    type Update =
        for<'a, 'c> fn(&'a mut crate::db::Tx<'c>) -> futures::future::BoxFuture<'a, Result<(), StoreError>>;
    let updates: [Update; 6] = [
        |tx| Box::pin(async { store::regions::update(tx, &regions()[2], 1).await }),
        |tx| Box::pin(async { store::agencies::update(tx, &agencies()[1], 1).await }),
        |tx| Box::pin(async { store::posts::update(tx, &specialist(), 1).await }),
        |tx| Box::pin(async { store::officers::update(tx, &officers()[0], 1).await }),
        |tx| Box::pin(store::officers::set_active(tx, WANG, true, 1)),
        |tx| Box::pin(async { store::enterprises::update(tx, &enterprises()[0], 1).await }),
    ];
    for (n, update) in updates.into_iter().enumerate() {
        let refused = write(db, update).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Version))), "{n}: {refused:?}");
    }
}

/// A new region with a code in use.
fn region(n: u128, parent: Option<RegionId>, name: &str, code: Option<&str>) -> Region {
    let kind = if parent.is_some() { RegionKind::City } else { RegionKind::Province };
    let dated = |code| DatedCode { code: RegionCode::parse(code).unwrap(), since: None, until: None };
    Region {
        id: id(RegionId::from_uuid, n),
        parent,
        kind,
        name: name.to_owned(),
        codes: code.map(dated).into_iter().collect(),
        version: 1,
    }
}

#[tokio::test]
async fn what_must_be_unique_is() {
    on_each(async |db| {
        settle(db).await;
        let check = async |region: Region, unique: UniqueConstraint| {
            let refused = write(db, move |tx| {
                let region = region.clone();
                Box::pin(async move { store::regions::insert(tx, &region).await })
            })
            .await;
            let refused = refused.unwrap_err();
            assert!(refused.is_unique(unique), "{unique:?}: {refused:?}");
        };
        check(region(1, Some(PROVINCE), "银川", None), store::regions::NAME_ONCE).await;
        check(region(1, None, "宁夏", None), store::regions::PROVINCE_ONCE).await;
        check(region(1, Some(PROVINCE), "吴忠", Some("640100")), store::regions::CODE_IN_USE).await;

        let mut agency = agencies().remove(0);
        agency.id = id(AgencyId::from_uuid, 1);
        let refused = write(db, move |tx| {
            let agency = agency.clone();
            Box::pin(async move { store::agencies::insert(tx, &agency).await })
        })
        .await
        .unwrap_err();
        assert!(refused.is_unique(store::agencies::NAME_ONCE), "{refused:?}");

        let mut enterprise = enterprises().remove(0);
        enterprise.id = id(EnterpriseId::from_uuid, 1);
        let refused = write(db, move |tx| {
            let enterprise = enterprise.clone();
            Box::pin(async move { store::enterprises::insert(tx, &enterprise).await })
        })
        .await
        .unwrap_err();
        assert!(refused.is_unique(store::enterprises::CREDIT_CODE_ONCE), "{refused:?}");

        // A code that has gone out of use may be taken by another region.
        write(db, |tx| {
            Box::pin(async move {
                let mut old = regions().remove(1);
                old.codes[0].until = Some(day("2024-06-30"));
                store::regions::update(tx, &old, 1).await?;
                store::regions::insert(tx, &region(1, Some(PROVINCE), "吴忠", Some("640100"))).await
            })
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_damaged_entry_names_table_and_row() {
    on_each(async |db| {
        settle(db).await;
        let run = async |sql: &str| {
            db.execute_now(BuiltStmt::new("DAMAGE", sql.to_owned()), params![]).await.unwrap();
        };
        run("update enterprise set credit_code = '000000000000000000' where credit_code is not null").await;
        run("update region_code set code = '99999X' where code = '640122'").await;
        let mut conn = db.read().await.unwrap();
        let told = store::enterprises::by_ids(&mut conn, &[SISI]).await.unwrap_err();
        assert!(matches!(told, StoreError::Inconsistent { table: "enterprise", .. }), "{told:?}");
        assert!(told.to_string().contains(&SISI.to_string()), "{told}");
        let told = store::regions::by_ids(&mut conn, &[COUNTY]).await.unwrap_err();
        assert!(matches!(told, StoreError::Inconsistent { table: "region_code", .. }), "{told:?}");
        assert_eq!(store::agencies::by_ids(&mut conn, &[OFFICE]).await.unwrap().len(), 1);
    })
    .await;
}
