//! What entries are sorted and found by, forged: a finding names the table and the row.

use crate::db::testing::on_each;
use crate::db::{BuiltStmt, Db};
use crate::fixture::{BUREAU, SISI, WANG, settle};
use crate::params;
use crate::registry::{differing, terms_astray};
use crate::search::Searched;

/// Everything that is found, page by page of two.
async fn findings(db: &Db) -> Vec<String> {
    let mut conn = db.read().await.unwrap();
    let mut found = Vec::new();
    for kind in Searched::ALL {
        let mut last = None;
        loop {
            let looked = differing(&mut conn, kind, last, 2).await.unwrap();
            found.extend(looked.differing);
            last = looked.last;
            if last.is_none() {
                break;
            }
        }
    }
    found.extend(terms_astray(&mut conn).await.unwrap());
    found.iter().map(ToString::to_string).collect()
}

/// Forges a settled registry by this statement and checks what is found.
async fn check(forgery: &str, expected: &[String]) {
    on_each(async |db| {
        settle(db).await;
        assert_eq!(findings(db).await, [""; 0], "the registry itself is honest");
        let done = db.execute_now(BuiltStmt::new("FORGE", forgery.to_owned()), params![]).await.unwrap();
        assert_ne!(done, 0, "nothing was forged: {forgery}");
        assert_eq!(findings(db).await, expected, "{forgery}");
    })
    .await;
}

#[tokio::test]
async fn an_agency_that_goes_by_another_name_is_found() {
    let found = |what: &str| [format!("agency {BUREAU}: {what}")];
    check(
        "update agency set name_key = 'x' where name = '银川市审批局'",
        &found("name_key is x, not yin2 chuan1 shi4 shen3 pi1 ju2 \\u{1}银川市审批局"),
    )
    .await;
    check(
        "delete from registry_term where kind = 'AGENCY' and term = '审批局'",
        &found("search term 审批局 is missing"),
    )
    .await;
    let found = ["search term b and 5 more are missing", "search term c and 5 more are not its own"]
        .map(|what| format!("agency {BUREAU}: {what}"));
    check("update agency set short_name = '局别' where name = '银川市审批局'", &found).await;
}

#[tokio::test]
async fn an_officer_who_goes_by_another_name_is_found() {
    let found = |what: &str| [format!("officer {WANG}: {what}")];
    check(
        "update officer set name_key = name where name = '王晓'",
        &found("name_key is 王晓, not wang2 xiao3 \\u{1}王晓"),
    )
    .await;
    check(
        "update registry_term set term = '某' where kind = 'OFFICER' and term = '王晓'",
        &[found("search term 王晓 is missing").concat(), found("search term 某 is not its own").concat()],
    )
    .await;
}

#[tokio::test]
async fn an_enterprise_that_goes_by_another_name_is_found() {
    let found = |what: &str| [format!("enterprise {SISI}: {what}")];
    check(
        "update enterprise set name_key = 'x' where name = '宁夏思思食品'",
        &found("name_key is x, not ning2 xia4 si1 si1 shi2 pin3 \\u{1}宁夏思思食品"),
    )
    .await;
    for (gone, missing) in [
        ("思思粮油", "search term 思思粮油 is missing"),
        ("91110108551385082q", "search term 91110108551385082q is missing"),
    ] {
        check(&format!("delete from registry_term where term = '{gone}'"), &found(missing)).await;
    }
}

#[tokio::test]
async fn terms_that_lead_to_nothing_are_found() {
    let lost = "search term 王晓 is missing";
    check(
        "update registry_term set kind = 'ENTERPRISE' where term = '王晓'",
        &[
            format!("officer {WANG}: {lost}"),
            format!(
                "registry_term {}: 1 of the search terms lead to what is not there",
                luodi_domain::ids::EnterpriseId::from_uuid(WANG.uuid())
            ),
        ],
    )
    .await;
}
