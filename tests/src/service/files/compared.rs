//! Files held against the record: what was changed, cut or removed is found.

use std::fs;

use serde_json::json;

use super::lying::{lay, take};
use super::{PNG, pdf, place};
use crate::service::home::{Ended, Home, in_both_homes, in_both_homes_with_bucket, wait_for};
use crate::service::office::Office;
use crate::service::tables::Tables;

in_both_homes!(a_file_that_was_changed_is_found);
in_both_homes_with_bucket!(a_file_that_was_changed_is_found);

fn a_file_that_was_changed_is_found(home: &Home) {
    let office = Office::found(home);
    let client = &office.specialist;
    let (first, second) = (client.uploaded("a.png", PNG), client.uploaded("b.pdf", pdf(300 << 10)));
    let mut attachments = Vec::new();
    for file in [&first, &second] {
        let input = json!({ "fileId": file, "subject": { "projectId": office.id("project") } });
        attachments.push(client.made("attachFile", &input, "attachment"));
    }
    let project = office.id("project").to_owned();
    assert_eq!(home.run(&["doctor"]).code, Some(0));
    forged(home, &office, &first);
    let path = place(&second);
    let whole = take(home, &path);
    let write = |bytes: &[u8]| lay(home, &path, bytes, false);
    write(&whole);
    let check = |code: i32, expected: &str| {
        let ended = home.run(&["verify-history", "--files"]);
        assert_eq!(ended.code, Some(code), "{}{}", ended.stdout, ended.stderr);
        assert!(ended.stdout.contains(expected), "{expected} is not in {}", ended.stdout);
        // Without being asked for, files are not looked at.
        assert_eq!(home.run(&["verify-history"]).code, Some(0));
    };
    let of = format!("{project}: the file of {} ", attachments[1]);
    check(0, "read and compared 2 attached files");
    let mut edited = whole.clone();
    *edited.last_mut().unwrap() ^= 1;
    write(&edited);
    check(1, &format!("{of}has the hash "));
    write(&whole[..whole.len() - 1]);
    check(1, &format!("{of}has {} bytes, the record says {}", whole.len() - 1, whole.len()));
    // Nobody is sent less than he is told.
    assert_eq!(client.get(&format!("/files/{second}")).status, 500);
    write(b"");
    check(1, &format!("{of}has 0 bytes, the record says {}", whole.len()));
    take(home, &path);
    check(1, &format!("{of}is missing"));
    let only = home.run(&["verify-history", "--files", "--project", &project]);
    assert_eq!(only.code, Some(1), "{}", only.stdout);
    write(&whole);
    check(0, "read and compared 2 attached files");
    // Where nothing is at all, it is not every file that is missing.
    if home.bucket().is_some() {
        let mut command = home.command(&["verify-history", "--files"]);
        let ended = Ended::of(command.env("LUODI_S3_BUCKET", "another"));
        assert!(ended.code == Some(1) && ended.stderr.contains("no such bucket"), "{}", ended.stderr);
    } else {
        let gone = home.folder().join("elsewhere");
        fs::rename(home.folder().join("files"), &gone).unwrap();
        let ended = home.run(&["verify-history", "--files"]);
        assert!(ended.code == Some(1) && ended.stderr.contains("no folder of files at"), "{}", ended.stderr);
        fs::rename(&gone, home.folder().join("files")).unwrap();
    }
    assert!(office.service.stop().unwrap().0.success());
}

/// What the row of an attached file says of it goes for nothing, and is found.
fn forged(home: &Home, office: &Office<'_>, file: &str) {
    let set = |what: &str| {
        let forge = format!("update file set {what} where attached or size = 1 or media_type = 'PDF'");
        wait_for(async { Tables::open(home).await.run(&forge).await.unwrap() })
    };
    let found = || {
        let ended = home.run(&["verify-history"]);
        (ended.code, ended.stdout.matches("contradicts att_").count())
    };
    let before = office.specialist.get(&format!("/files/{file}"));
    let (rows, whole) = (
        2,
        "size = (select a.size from attachment a where a.file_id = file.id), attached = true, media_type =
        (select a.media_type from attachment a where a.file_id = file.id)",
    );
    assert_eq!((set("size = 1"), found()), (rows, (Some(1), 2)));
    assert_eq!((set("attached = false"), found()), (rows, (Some(1), 2)));
    assert_eq!(set("media_type = 'PDF'"), rows);
    let after = office.specialist.get(&format!("/files/{file}"));
    assert_eq!((after.status, &after.bytes), (200, &before.bytes));
    assert_eq!(after.headers["content-type"], before.headers["content-type"]);
    assert_eq!((set(whole), found()), (rows, (Some(0), 0)));
}
