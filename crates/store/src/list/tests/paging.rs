//! Pages while others write, and places that are none.

use luodi_domain::ids::ProjectId;
use luodi_domain::stage::Stage;

use super::filters::{built, walk};
use crate::db::testing::on_each;
use crate::fixture::{all_facts, id, plain_profile, registered, save};
use crate::list::projects::{self, ProjectFilter, ProjectKey};
use crate::list::{Direction, Order, Paging, PlaceError};

const KEYS: [ProjectKey; 6] = [
    ProjectKey::Registered,
    ProjectKey::Name,
    ProjectKey::Stage,
    ProjectKey::AgreedInvestment,
    ProjectKey::PlannedStart,
    ProjectKey::PlannedProduction,
];

/// Between two pages another project is registered and one that is not in the list's sight changes; whoever was there all
/// along comes once.
#[tokio::test]
async fn whoever_was_there_all_along_comes_once() {
    on_each(async |db| {
        let before = built(db, 3, 60).await;
        let facts = all_facts(db).await;
        let mut next = 10_000;
        for key in KEYS {
            for direction in [Direction::Ascending, Direction::Descending] {
                let order = [Order { key, direction }];
                let mut seen: Vec<ProjectId> = Vec::new();
                let mut after: Option<String> = None;
                loop {
                    let paging = Paging::new(&order, after.as_deref(), 7).unwrap();
                    let mut conn = db.read().await.unwrap();
                    let page = projects::page(&mut conn, &ProjectFilter::default(), &paging).await.unwrap();
                    seen.extend(page.rows.iter().map(|(id, _)| *id));
                    let Some((_, place)) = page.rows.last() else { break };
                    after = Some(place.clone());
                    if seen.len() < 100 {
                        next += 1;
                        let mut project = registered(&facts, next, plain_profile("庆阳新项目"), None);
                        project.stage = Stage::ALL[usize::try_from(next % 6).unwrap()];
                        for visit in project.visits.values_mut() {
                            visit.stage = project.stage;
                        }
                        save(db, None, &project).await.unwrap();
                    }
                }
                for project in &before {
                    let times = seen.iter().filter(|id| **id == project.id).count();
                    assert_eq!(times, 1, "{} by {order:?}", project.id);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_goes_on_where_the_last_one_ended_whatever_its_size() {
    on_each(async |db| {
        built(db, 4, 40).await;
        let mut conn = db.read().await.unwrap();
        for key in KEYS {
            for direction in [Direction::Ascending, Direction::Descending] {
                let order = [Order { key, direction }];
                let whole = walk(&mut conn, &ProjectFilter::default(), &order, 100).await;
                assert_eq!(whole.len(), 40);
                for limit in [1, 3, 40] {
                    let parts = walk(&mut conn, &ProjectFilter::default(), &order, limit).await;
                    assert_eq!(parts, whole, "{order:?} by {limit}");
                }
            }
        }
    })
    .await;
}

#[test]
fn a_place_of_another_list_is_refused() {
    let by = |key| [Order { key, direction: Direction::Ascending }];
    let id = id(ProjectId::from_uuid, 1).uuid();
    let good = format!(r#"["+name","qing4","{id}"]"#);
    let check = |key, text: &str| Paging::new(&by(key), Some(text), 1).map(drop);
    assert_eq!(check(ProjectKey::Name, &good), Ok(()));
    for (key, text) in [
        (ProjectKey::Stage, good.as_str()),
        (ProjectKey::Name, ""),
        (ProjectKey::Name, "[]"),
        (ProjectKey::Name, r#"["+name"]"#),
        (ProjectKey::Name, &format!(r#"["+name",null,"{id}"]"#)),
        (ProjectKey::Name, &format!(r#"["+name",1,"{id}"]"#)),
        (ProjectKey::Name, &format!(r#"["-name","qing4","{id}"]"#)),
        (ProjectKey::Name, r#"["+name","qing4","prj_1"]"#),
        (ProjectKey::PlannedStart, &format!(r#"["+start","2024-13-01","{id}"]"#)),
        (ProjectKey::Stage, &format!(r#"["+stage",1.5,"{id}"]"#)),
    ] {
        assert_eq!(check(key, text), Err(PlaceError), "{text}");
    }
}
