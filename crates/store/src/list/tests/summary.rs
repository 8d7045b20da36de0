//! The summary of projects by region, as it comes from each database.

use luodi_domain::money::Money;
use luodi_domain::profile::Place;

use super::city::registered_at;
use crate::db::testing::on_each;
use crate::fixture::{COUNTY, PROVINCE, all_facts, plain_profile, registered, settle, write};
use crate::list::Filter;
use crate::list::projects::{RegionLevel, pipeline};
use crate::projects;

const MOST: Money = Money::from_fen(i64::MAX);

/// Projects with a county or without, and with an amount or without, summed by county.
async fn check(stored: &[(bool, Option<Money>)], expected: &[(bool, i64, Money, i64)]) {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let project = |(n, &(placed, amount)): (u128, &(bool, Option<Money>))| {
            let mut project = registered(&facts, n, plain_profile(&format!("项目{n}")), None);
            let county = placed.then_some(COUNTY);
            project.profile.place = Place { province: Some(PROVINCE), county, ..Place::default() };
            project.profile.agreed_investment = amount;
            project
        };
        let all: Vec<_> = (1..).zip(stored).map(project).collect();
        let job = write(db, move |tx| {
            let all = all.clone();
            Box::pin(async move {
                for project in &all {
                    projects::save(tx, None, project, registered_at(project.id)).await?;
                }
                Ok(())
            })
        });
        job.await.unwrap();
        let mut conn = db.read().await.unwrap();
        let cells = pipeline(&mut conn, &Filter::default(), RegionLevel::County).await.unwrap();
        let found = cells
            .iter()
            .map(|cell| (cell.region.is_some(), cell.projects, cell.agreed_investment, cell.without_amount));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    })
    .await;
}

#[tokio::test]
async fn projects_without_a_region_stand_last() {
    let one = Some(Money::from_fen(1_000_001));
    check(
        &[(false, one), (true, one), (true, one), (true, None)],
        &[(true, 3, Money::from_fen(2_000_002), 1), (false, 1, Money::from_fen(1_000_001), 0)],
    )
    .await;
}

#[tokio::test]
async fn a_sum_beyond_what_can_be_held_is_the_most_that_can() {
    check(
        &[(true, Some(MOST)), (true, Some(MOST)), (false, Some(MOST))],
        &[(true, 2, MOST, 0), (false, 1, MOST, 0)],
    )
    .await;
}
