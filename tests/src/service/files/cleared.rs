//! What nobody attached in time, and what a crash has left, goes; the rest stays.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use serde_json::json;

use super::{PNG, kept, place};
use crate::service::commands::until;
use crate::service::home::{Home, in_both_homes, wait_for};
use crate::service::office::Office;
use crate::service::tables::Tables;

in_both_homes!(what_waits_too_long_is_cleared_away);

/// Puts something into the folder of files that was written two days ago, or now.
fn left(home: &Home, name: &str, old: bool) {
    let path = home.folder().join("files").join(&name[28..30]).join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, PNG).unwrap();
    if old {
        let file = File::options().write(true).open(&path).unwrap();
        #[expect(clippy::disallowed_methods, reason = "the time of a file is the machine's")]
        let now = SystemTime::now();
        file.set_modified(now - Duration::from_hours(48)).unwrap();
    }
}

fn what_waits_too_long_is_cleared_away(home: &Home) {
    let office = Office::found(home);
    let client = &office.specialist;
    let [attached, late, waiting] = ["a", "b", "c"].map(|name| client.uploaded(name, PNG));
    let input = json!({ "fileId": attached, "subject": { "projectId": office.id("project") } });
    client.done("attachFile", &input, "");
    office.close();
    let old = "update file set stored_at = '2020-01-01T00:00:00.000000Z' where attached or name = 'b'";
    assert_eq!(wait_for(async { Tables::open(home).await.run(old).await.unwrap() }), 2);
    left(home, "fil_00000000000000000000000001", true);
    left(home, "fil_00000000000000000000000002", false);
    left(home, "fil_00000000000000000000000005", true);
    left(home, "fil_00000000000000000000000003#1", true);
    left(home, "fil_00000000000000000000000004#1", false);
    assert_eq!(kept(home).len(), 8);
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
    let expected = [
        place(&attached),
        place(&waiting),
        place("fil_00000000000000000000000002"),
        place("fil_00000000000000000000000005"),
        place("fil_00000000000000000000000004").with_file_name("fil_00000000000000000000000004#1"),
    ];
    until("what is old has gone", || kept(home) == expected.clone().into());
    until("it says so", || service.log().contains("files cleared away"));
    assert!(service.log().contains("waiting=1 unknown=1 halves=1"), "{}", service.log());
    let rows = wait_for(async { Tables::open(home).await.texts("select 'x' from file").await });
    assert_eq!(rows.len(), 2);
    let noted = wait_for(async { Tables::open(home).await.texts("select 'x' from file_unknown").await });
    assert_eq!(noted.len(), 1);
    let told = home.ran(&["doctor"]);
    assert!(told.contains("1 files are unknown to the database"), "{told}");
    assert!(!kept(home).contains(&place(&late)));
    assert!(service.stop().unwrap().0.success());
    let told = home.ran(&["verify-history", "--files"]);
    assert!(told.contains("compared 1 attached files") && told.contains("1 files unknown"), "{told}");
}
