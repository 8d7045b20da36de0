//! Lists and searches are answered from indexes: no plan reads the whole of a large table.

use luodi_domain::money::Money;
use luodi_domain::permit::{Level, PermitStatus};
use luodi_domain::stage::Stage;

use super::city::built;
use crate::db::testing::{is_sqlite, on_each};
use crate::db::{BuiltStmt, Db};
use crate::fixture::{COUNTY, WANG};
use crate::list::page::explained;
use crate::list::projects::{PermitTerm, ProjectFilter, ProjectKey, ProjectTerm, Projects};
use crate::list::{Compare, Direction, Order, Paging};
use crate::params;

async fn plan(db: &Db, filter: &ProjectFilter, key: ProjectKey) -> String {
    let order = [Order { key, direction: Direction::Descending }];
    let paging = Paging::new(&order, None, 50).unwrap();
    let mut conn = db.read().await.unwrap();
    let mut lines: Vec<String> = Vec::new();
    for (text, values) in explained::<Projects>(filter, &paging).unwrap() {
        if is_sqlite(db) {
            let explain = BuiltStmt::new("EXPLAIN", format!("explain query plan {text}"));
            let rows: Vec<(i64, i64, i64, String)> = conn.fetch_all(explain, values).await.unwrap();
            lines.extend(rows.into_iter().map(|(_, _, _, detail)| detail));
        } else {
            let explain = BuiltStmt::new("EXPLAIN", format!("explain (costs off) {text}"));
            let rows: Vec<(String,)> = conn.fetch_all(explain, values).await.unwrap();
            lines.extend(rows.into_iter().map(|(line,)| line));
        }
    }
    lines.join("\n")
}

#[tokio::test]
async fn no_list_reads_a_whole_table() {
    on_each(async |db| {
        built(db, 5, 400).await;
        db.execute_now(BuiltStmt::new("ANALYZE", "analyze".to_owned()), params![]).await.unwrap();
        let filters: Vec<(&str, ProjectFilter)> = vec![
            ("all", ProjectFilter::default()),
            ("text", vec![ProjectTerm::Text(vec!["庆阳".to_owned()])].into()),
            ("region", vec![ProjectTerm::Region(vec![COUNTY])].into()),
            ("stage", vec![ProjectTerm::Stage(Compare::OneOf(vec![Stage::Signed]))].into()),
            ("label", vec![ProjectTerm::Label(vec!["重大项目".to_owned()])].into()),
            ("chain", vec![ProjectTerm::Chain(Compare::OneOf(vec!["数字经济".to_owned()]))].into()),
            ("officer", vec![ProjectTerm::Officer { officers: vec![WANG], roles: Vec::new() }].into()),
            ("amount", vec![ProjectTerm::AgreedInvestment(Compare::AtLeast(Money::from_fen(1)))].into()),
            (
                "permit",
                vec![ProjectTerm::Permit(
                    vec![
                        PermitTerm::Level(Compare::OneOf(vec![Level::City])),
                        PermitTerm::Status(Compare::OneOf(vec![PermitStatus::Granted])),
                    ]
                    .into(),
                )]
                .into(),
            ),
        ];
        let keys =
            [ProjectKey::Registered, ProjectKey::Name, ProjectKey::AgreedInvestment, ProjectKey::Updated];
        for (name, filter) in &filters {
            for key in keys {
                let plan = plan(db, filter, key).await;
                let whole = plan.lines().find(|line| reads_a_whole_table(line));
                assert_eq!(whole, None, "{name} by {key:?}:\n{plan}");
            }
        }
    })
    .await;
}

/// An index read in its order up to a limit is none.
fn reads_a_whole_table(line: &str) -> bool {
    let large = ["project", "project_term", "permit", "step", "history"];
    let line = line.trim_start_matches([' ', '-', '>']);
    large
        .iter()
        .any(|table| line == format!("SCAN {table}") || line.starts_with(&format!("Seq Scan on {table}")))
}
