//! What a database is going to do, and whether it is too much.

use crate::db::Db;
use crate::db::testing::{is_sqlite, plan};
use crate::list::page::{Listing, explained, rows};
use crate::list::{Filter, Order, Paging, SortKey};

/// Tables of which nobody may read the whole. Regions, agencies and their posts are few.
const LARGE: [&str; 13] = [
    "project",
    "project_outlook",
    "fileable_permit",
    "project_term",
    "project_label",
    "permit",
    "step",
    "step_helper",
    "credit",
    "history",
    "officer",
    "enterprise",
    "registry_term",
];

/// Tells of each filter of a list whose first page, or a page behind a place in the middle, reads a whole table.
pub(super) async fn whole_reads<L: Listing>(
    db: &Db,
    order: &[Order<L::Key>],
    asked: &[(&str, Filter<L::Term>)],
    found: &mut Vec<String>,
) {
    let mut conn = db.read().await.unwrap();
    let first = Paging::new(order, None, 50).unwrap();
    let everything = Filter::default();
    let many = rows::<L>(&mut conn, &everything, &Paging::new(order, None, 300).unwrap()).await.unwrap();
    let (_, place) = many.last().unwrap();
    let behind = Paging::new(order, Some(place), 50).unwrap();
    for (name, filter) in asked {
        for (page, paging) in [("first", &first), ("later", &behind)] {
            for (sql, values) in explained::<L>(filter, paging).unwrap() {
                let plan = plan(db, &sql, values).await;
                if let Some(line) = whole_read(is_sqlite(db), &plan) {
                    let by = order.iter().map(|one| format!("{} {:?}", one.key.name(), one.direction));
                    let by = by.collect::<Vec<_>>().join(", ");
                    found.push(format!("{name}, {page} page by {by}: {line}\n{sql}\n{}", plan.join("\n")));
                }
            }
        }
    }
}

/// How the first page of a list is going to be found.
pub(super) async fn first_page<L: Listing>(
    db: &Db,
    order: &[Order<L::Key>],
    filter: &Filter<L::Term>,
) -> String {
    let paging = Paging::new(order, None, 50).unwrap();
    let mut plans = Vec::new();
    for (sql, values) in explained::<L>(filter, &paging).unwrap() {
        plans.extend(plan(db, &sql, values).await);
    }
    plans.join("\n")
}

/// Where a plan reads the whole of a large table. To read an index in its order up to a limit is not that; to read one
/// from end to end in order to sort it, or to make a list to look in, is.
fn whole_read(sqlite: bool, plan: &[String]) -> Option<&String> {
    let large = |table: &str| LARGE.contains(&table.split(' ').next().unwrap_or_default());
    plan.iter().enumerate().find_map(|(at, line)| {
        let whole = if sqlite {
            let table = step(line).strip_prefix("SCAN ")?;
            let sorts = plan.iter().any(|line| line == "USE TEMP B-TREE FOR ORDER BY");
            large(table) && (depth(line) > 0 || !table.contains(" USING ") || sorts)
        } else {
            let (how, table) = step(line).split_once(" on ")?;
            let mut details = plan[at + 1..].iter().take_while(|line| !line.contains("->"));
            let bounded = details.any(|line| step(line).starts_with("Index Cond"));
            let gathered = || above(plan, at).any(|line| ["Sort", "Hash"].contains(&step(line)));
            large(table) && (how.ends_with("Seq Scan") || how.starts_with("Index") && !bounded && gathered())
        };
        whole.then_some(line)
    })
}

/// The steps for whose sake this one is done, the nearest first.
fn above(plan: &[String], at: usize) -> impl Iterator<Item = &String> {
    let mut within = depth(&plan[at]);
    plan[..at].iter().rev().filter(move |line| {
        let outer = (line.contains("->") || depth(line) == 0) && depth(line) < within;
        if outer {
            within = depth(line);
        }
        outer
    })
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn step(line: &str) -> &str {
    line.trim_start_matches([' ', '-', '>'])
}

#[test]
fn a_whole_read_is_told_from_an_index_read_in_order() {
    #[track_caller]
    fn check(sqlite: bool, plan: &str, expected: Option<&str>) {
        let lines: Vec<String> = plan.lines().map(str::to_owned).collect();
        assert_eq!(whole_read(sqlite, &lines).map(|line| step(line)), expected, "{plan}");
    }
    check(true, "SCAN project", Some("SCAN project"));
    check(true, "SCAN agency", None);
    check(true, "SCAN project USING INDEX project_by_name", None);
    check(
        true,
        "SCAN project USING INDEX project_by_county\nUSE TEMP B-TREE FOR ORDER BY",
        Some("SCAN project USING INDEX project_by_county"),
    );
    check(
        true,
        "SEARCH project USING INDEX project_by_stage (shown_stage=?)\nUSE TEMP B-TREE FOR ORDER BY",
        None,
    );
    let listed = "SEARCH project USING INDEX project_pkey (id=?)\nLIST SUBQUERY 1\n  SCAN permit USING COVERING INDEX permit_by_status";
    check(true, listed, Some("SCAN permit USING COVERING INDEX permit_by_status"));

    check(false, "Limit\n  ->  Seq Scan on project", Some("Seq Scan on project"));
    check(false, "Limit\n  ->  Seq Scan on region", None);
    check(false, "Limit\n  ->  Index Scan using project_by_name on project", None);
    let sorted =
        "Limit\n  ->  Sort\n        Sort Key: name_key\n        ->  Index Scan using project_pkey on project";
    check(false, sorted, Some("Index Scan using project_pkey on project"));
    check(false, &format!("{sorted}\n              Index Cond: (id = 1)"), None);
    let merged = "Limit\n  ->  Merge Semi Join\n        ->  Index Scan using project_pkey on project
        ->  Sort\n              ->  Index Only Scan using permit_by_type on permit\n                    Index Cond: (type_code = 1)";
    check(false, merged, None);
    check(
        false,
        &merged.replace("Index Cond", "Filter"),
        Some("Index Only Scan using permit_by_type on permit"),
    );
}
