//! A folder of files is one database's: another that is put over it, an empty or a restored one, touches nothing.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use luodi_testkit::process::{Options, Service};
use serde_json::json;

use super::{MARKER, PNG, kept, place};
use crate::service::commands::until;
use crate::service::home::{Ended, Home, in_both_homes, wait_for};
use crate::service::office::Office;
use crate::service::tables::Tables;

in_both_homes!(
    another_database_touches_nothing,
    a_folder_of_an_earlier_version_is_taken_over,
    nothing_goes_when_most_is_unknown,
);

/// All files written long ago.
fn aged(home: &Home) {
    #[expect(clippy::disallowed_methods, reason = "the time of a file is the machine's")]
    let now = SystemTime::now();
    for file in kept(home) {
        let path = home.folder().join("files").join(file);
        let file = File::options().write(true).open(path).unwrap();
        file.set_modified(now - Duration::from_hours(24 * 365)).unwrap();
    }
}

/// A command on this database, over the folder of files of another.
fn over(home: &Home, files: &Path, arguments: &[&str]) -> Ended {
    Ended::of(home.command(arguments).env("LUODI_FILES", files).env("LUODI_LISTEN", "127.0.0.1:0"))
}

fn attached(office: &Office<'_>, count: usize) -> Vec<String> {
    let attach = |n| {
        let file = office.specialist.uploaded(&format!("{n}.png"), PNG);
        let input = json!({ "fileId": file, "subject": { "projectId": office.id("project") } });
        office.specialist.done("attachFile", &input, "");
        file
    };
    (0..count).map(attach).collect()
}

/// An empty database, one of another office, and one that was restored from before the folder was marked.
fn another_database_touches_nothing(home: &Home) {
    let office = Office::found(home);
    attached(&office, 3);
    office.close();
    let files = home.folder().join("files");
    let marked = fs::read_to_string(files.join(MARKER)).unwrap();
    assert!(marked.starts_with("ins_"), "{marked}");
    aged(home);
    let before = kept(home);
    let refused = |other: &Home, expected: &str| {
        for arguments in [&["serve"][..], &["verify-history", "--files"], &["doctor"]] {
            let ended = over(other, &files, arguments);
            let told = format!("{}{}", ended.stdout, ended.stderr);
            assert!(ended.code == Some(1) && told.contains(expected), "{arguments:?}: {told}");
        }
        assert_eq!(kept(home), before);
    };
    let own = |home: &Home| {
        let text = match home.database() {
            Some(_) => "select cast(id as text) from installation",
            None => "select hex(id) from installation",
        };
        wait_for(async { Tables::open(home).await.texts(text).await })
    };
    let empty = Home::like(home);
    empty.ran(&["migrate"]);
    let says = format!("marker (luodi-office) says {}, this database is 无 (none)", marked.trim());
    refused(&empty, &says);
    let other = Home::like(home);
    let another = Office::found(&other);
    attached(&another, 1);
    another.close();
    refused(&other, &format!("says {}, this database is ins_", marked.trim()));
    // Without the marker nothing tells whose the files are but what the database knows of them.
    fs::remove_file(files.join(MARKER)).unwrap();
    refused(&empty, "all unknown to this database");
    refused(&other, "all unknown to this database");
    assert!(!files.join(MARKER).exists() && own(&empty).is_empty());
    let id = own(home);
    assert!(home.serve().stop().unwrap().0.success());
    assert_eq!(fs::read_to_string(files.join(MARKER)).unwrap(), marked, "the same as before");
    assert_eq!((own(home), kept(home)), (id, before));
}

/// From before there were markers: files lie there, and the database knows them.
fn a_folder_of_an_earlier_version_is_taken_over(home: &Home) {
    // A service without an office marks nothing, so that the right one still can.
    let service = home.serve();
    assert!(!home.folder().join("files").join(MARKER).exists());
    assert!(service.stop().unwrap().0.success());
    let office = Office::found(home);
    let files = attached(&office, 2);
    office.close();
    fs::remove_file(home.folder().join("files").join(MARKER)).unwrap();
    wait_for(async { Tables::open(home).await.run("delete from installation").await.unwrap() });
    aged(home);
    let service = home.serve();
    assert!(fs::read_to_string(home.folder().join("files").join(MARKER)).unwrap().starts_with("ins_"));
    assert!(service.stop().unwrap().0.success());
    assert_eq!(kept(home), files.iter().map(|id| place(id)).collect());
    assert!(home.ran(&["verify-history", "--files"]).contains("compared 2 attached files"));
}

/// The database was restored from an old copy of its own, which has the same id.
fn nothing_goes_when_most_is_unknown(home: &Home) {
    let office = Office::found(home);
    attached(&office, 1);
    let later = ["b", "c"].map(|name| office.specialist.uploaded(name, PNG));
    office.close();
    aged(home);
    wait_for(async { Tables::open(home).await.run("delete from file where not attached").await.unwrap() });
    let before = kept(home);
    let service: Service = Service::start(&Options { ..home.options() }).unwrap();
    until("it says so", || service.log().contains("most files in the place"));
    assert!(service.log().contains("unknown=2 known=1"), "{}", service.log());
    assert!(service.stop().unwrap().0.success());
    assert_eq!(kept(home), before);
    assert!(later.iter().all(|id| before.contains(&place(id))));
    let ended = home.run(&["doctor"]);
    assert_eq!(ended.code, Some(1), "{}", ended.stdout);
    assert!(ended.stdout.contains("2 files are unknown to the database"), "{}", ended.stdout);
}
