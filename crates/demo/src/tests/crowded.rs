//! The city with others beside its own projects: of its kind, and nobody twice.

use std::collections::BTreeSet;

use luodi_app::chronicle::{Chronicle, Story};
use luodi_app::list::ProjectFilter;
use luodi_app::{App, Clocks, Db, DbConfig, FixedClock, Ids, Target};
use luodi_domain::project::{Lineage, Project};
use luodi_testkit::size;

/// Some beside the city's own projects; at full size several cohorts.
fn many() -> usize {
    size("crowded", 800, 3_000)
}

fn projects(chronicle: &Chronicle) -> Vec<&Project> {
    chronicle.stories.iter().map(Story::project).collect()
}

#[test]
fn so_many_projects_the_citys_own_first_and_nobody_twice() {
    let many = many();
    let (city, crowded) = (crate::city().unwrap(), crate::crowded(many).unwrap());
    let (own, all) = (projects(&city), projects(&crowded));
    assert!((many..many + 3).contains(&all.len()), "{}", all.len());
    assert!(own.iter().zip(&all).all(|(own, told)| own == told), "the city is another one");
    let distinct =
        |of: fn(&Project) -> String| all.iter().map(|project| of(project)).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct(|project| project.id.to_string()), all.len());
    assert_eq!(distinct(|project| project.profile.name.clone()), all.len());
    let whole = |project: &&&Project| !matches!(project.lineage, Lineage::PhaseOf(_));
    let coded: Vec<_> = all.iter().filter(whole).flat_map(|project| project.profile.codes.keys()).collect();
    assert_eq!(coded.iter().collect::<BTreeSet<_>>().len(), coded.len());
    let enterprises = &crowded.registry.enterprises;
    let credit: BTreeSet<_> = enterprises.iter().filter_map(|one| one.credit_code.as_ref()).collect();
    let names: BTreeSet<_> = enterprises.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((credit.len(), names.len()), (enterprises.len(), enterprises.len()));
}

/// What is told of one must not stand in another's way: codes, ids and the leaver's command are unique in the tables.
#[tokio::test]
async fn all_of_them_can_be_entered_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("luodi.db"));
    let db = Db::connect(DbConfig::new(target)).await.unwrap();
    db.migrate().await.unwrap();
    let app = App::new(db, Clocks::both(FixedClock::at(crate::morning())), Ids::random()).unwrap();
    let crowded = crate::crowded(many()).unwrap();
    let last = projects(&crowded).last().unwrap().id;
    app.enter_chronicle(crowded, crate::SALTS).await.unwrap();
    let entered = app.count_projects(&ProjectFilter::default()).await.unwrap();
    assert!(usize::try_from(entered).unwrap() >= many(), "{entered}");
    // The whole city is verified elsewhere; this one is of the last cohort.
    let mut findings = Vec::new();
    app.verify_history(Some(last), |finding| findings.push(finding)).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn more_than_there_are_numbers_for_is_an_error() {
    assert!(crate::crowded(1_000_000).is_err());
}
