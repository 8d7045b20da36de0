//! What nobody attached in time, and what a crash has left, goes; the rest stays.

use serde_json::json;

use super::lying::{half, lay};
use super::{PNG, kept, place};
use crate::service::commands::until;
use crate::service::home::{Home, in_both_homes, in_both_homes_with_bucket, wait_for};
use crate::service::office::Office;
use crate::service::s3::PREFIX;
use crate::service::tables::Tables;

in_both_homes!(what_waits_too_long_is_cleared_away);
in_both_homes_with_bucket!(what_waits_too_long_is_cleared_away);

fn what_waits_too_long_is_cleared_away(home: &Home) {
    let office = Office::found(home);
    let client = &office.specialist;
    let [attached, late, waiting] = ["a", "b", "c"].map(|name| client.uploaded(name, PNG));
    let input = json!({ "fileId": attached, "subject": { "projectId": office.id("project") } });
    client.done("attachFile", &input, "");
    office.close();
    let old = "update file set stored_at = '2020-01-01T00:00:00.000000Z' where attached or name = 'b'";
    assert_eq!(wait_for(async { Tables::open(home).await.run(old).await.unwrap() }), 2);
    let unknown = |number: u8| place(&format!("fil_0000000000000000000000000{number}"));
    lay(home, &unknown(1), PNG, true);
    lay(home, &unknown(2), PNG, false);
    lay(home, &unknown(8), PNG, true);
    half(home, "fil_00000000000000000000000003");
    // What nobody attached in time is forgotten; its bytes stay as long as those of what is unknown: in the database of
    // which this one is an older copy it may be attached.
    lay(home, &place(&late), PNG, true);
    let mut expected = vec![place(&attached), place(&waiting), place(&late), unknown(2), unknown(8)];
    if home.bucket().is_none() {
        let young = unknown(4).with_file_name("fil_00000000000000000000000004#1");
        lay(home, &young, PNG, false);
        expected.push(young);
    }
    // Not ours, though it is called so.
    let elsewhere = place("fil_00000000000000000000000005").with_file_name("fil_00000000000000000000000006");
    lay(home, &elsewhere, PNG, true);
    expected.push(elsewhere);
    // What lies beside ours is nobody's here; the whole bucket's list would name it.
    let beside = ["fil_00000000000000000000000007", "office/filesystem/07/fil_00000000000000000000000007"];
    for key in beside {
        if let Some(store) = home.bucket() {
            store.put(key, PNG);
            store.age(key);
            store.begin(&format!("{key}.begun"));
        }
    }
    assert_eq!(kept(home).len(), expected.len() + 2);

    // One was seen a month ago, and one that is no longer there; the other is seen for the first time.
    let uuid = |last: u8| match home.database() {
        Some(_) => format!("'00000000-0000-0000-0000-0000000000{last:02x}'"),
        None => format!("x'000000000000000000000000000000{last:02x}'"),
    };
    let note =
        |last| format!("insert into file_unknown values ({}, '2020-01-01T00:00:00.000000Z')", uuid(last));
    for last in [1, 9] {
        assert_eq!(wait_for(async { Tables::open(home).await.run(&note(last)).await.unwrap() }), 1);
    }

    let service = home.serve();
    until("what is old has gone", || kept(home).into_iter().collect::<Vec<_>>() == sorted(&expected));
    until("it says so", || service.log().contains("files cleared away"));
    assert!(service.log().contains("waiting=1 unknown=1 halves=1"), "{}", service.log());
    let rows = wait_for(async { Tables::open(home).await.texts("select 'x' from file").await });
    assert_eq!(rows.len(), 2);
    let noted = wait_for(async { Tables::open(home).await.texts("select 'x' from file_unknown").await });
    assert_eq!(noted.len(), 2);
    let told = home.ran(&["doctor"]);
    assert!(told.contains("2 files are unknown to the database"), "{told}");
    if let Some(store) = home.bucket() {
        let strangers = |key: &&String| !key.starts_with(&format!("{PREFIX}/"));
        assert_eq!(store.keys().keys().filter(strangers).collect::<Vec<_>>(), beside);
        assert_eq!(store.uploads(), beside.map(|key| format!("{key}.begun")));
    }
    assert!(service.stop().unwrap().0.success());
    let told = home.ran(&["verify-history", "--files"]);
    assert!(told.contains("compared 1 attached files") && told.contains("2 files unknown"), "{told}");
}

fn sorted<T: Ord + Clone>(items: &[T]) -> Vec<T> {
    let mut items = items.to_vec();
    items.sort();
    items
}
