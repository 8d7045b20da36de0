//! What is derived and stored beside the events, forged: what lists show, sort by and search.

use super::forgery::{STATE, check, run};
use super::story::Story;
use crate::db::testing::on_each;
use crate::fixture::settle;
use crate::params;

#[tokio::test]
async fn a_project_that_shows_what_it_is_not_is_found() {
    let set = |what: &str| format!("update project set {what} where id = $1");
    let rows = [
        (set("shown_stage = 5"), "shown_stage is 5, not 1"),
        (set("shown_standing = 'PAUSED'"), "shown_standing is PAUSED, not ACTIVE"),
        (set("shown_investment_fen = 7"), "shown_investment_fen is 7, not nothing"),
        (set("name_key = 'x'"), "name_key is x, not zhang1 san1 de xiang4 mu4 \\u{1}张三的项目"),
        (
            "delete from project_term where project_id = $1 and term = '三的项目'".to_owned(),
            "search term 三的项目 is missing",
        ),
        (
            "delete from project_term where project_id = $1 and term < 'zz'".to_owned(),
            "search term dexiangmu and 10 more are missing",
        ),
        (
            "insert into project_term (term, project_id) select '别的', id from project where id = $1"
                .to_owned(),
            "search term 别的 is not its own",
        ),
    ];
    on_each(async |db| {
        settle(db).await;
        for ((forgery, found), n) in rows.iter().zip(1..) {
            check(db, n, &[forgery], &[&format!("{STATE} {found}")]).await;
        }
    })
    .await;
}

/// A forged phase would make its umbrella a liar too.
#[tokio::test]
async fn an_umbrella_that_shows_what_its_phases_do_not_is_found() {
    on_each(async |db| {
        settle(db).await;
        let mut umbrella = Story::begin(db, 1).await;
        let phases = umbrella.split([2, 3]).await;
        for story in phases.iter().chain([&umbrella]) {
            assert_eq!(story.findings().await, [""; 0]);
        }
        let forge = "update project set shown_stage = $2, shown_investment_fen = $3 where id = $1";
        run(db, forge, params![umbrella.project.id, 4, 900]).await;
        let lies = ["shown_stage is 4, not 1", "shown_investment_fen is 900, not nothing"];
        assert_eq!(umbrella.findings().await, lies.map(|lie| format!("{STATE} {lie}")));
        for phase in &phases {
            run(db, forge, params![phase.project.id, 4, 450]).await;
            let lies = ["shown_stage is 4, not 1", "shown_investment_fen is 450, not nothing"];
            assert_eq!(phase.findings().await, lies.map(|lie| format!("{STATE} {lie}")));
        }
        assert_eq!(umbrella.findings().await, [""; 0], "it is the phases that lie");
    })
    .await;
}
