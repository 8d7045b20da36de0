//! Settings that cannot work are told at the start, and what a demo does with those of an office.

use luodi_testkit::process::{Options, Service};

use super::{PREFIX, Store, environment};
use crate::service::files::PNG;
use crate::service::home::{Ended, Home, in_both_homes};

in_both_homes!(wrong_settings_are_told_at_the_start);

fn wrong_settings_are_told_at_the_start(home: &Home) {
    let rows: [(&[(&str, &str)], &str); 5] = [
        (
            &[("LUODI_S3_BUCKET", "luodi-files"), ("LUODI_S3_REGION", "cn-north-1")],
            "s3.endpoint, s3.access_key_id, s3.secret_access_key is missing",
        ),
        (
            &[("LUODI_S3_SECRET_ACCESS_KEY", "hunter2")],
            "s3.bucket, s3.endpoint, s3.region, s3.access_key_id is missing",
        ),
        (&[("LUODI_S3_ENDPOINT", "http://s3.example.cn")], "s3.endpoint must be https://"),
        (&[("LUODI_S3_SECRET_ACCESS_KEY_FILE", "/nowhere")], "set one of s3.secret_access_key and"),
        (&[("LUODI_FILES", "files")], "set one of files and s3"),
    ];
    home.ran(&["init", "--province", "甘肃省", "--agency", "招商落地办", "--officer", "管理员"]);
    for (number, (settings, expected)) in rows.into_iter().enumerate() {
        for command in ["serve", "doctor"] {
            let mut command = home.command(&[command]);
            if number > 1 {
                command.envs(environment("http://127.0.0.1:9"));
            }
            let ended = Ended::of(command.envs(settings.iter().copied()));
            let said = format!("{}{}", ended.stdout, ended.stderr);
            assert!(ended.code == Some(1) && said.contains(expected), "{settings:?} {said}");
            assert!(!said.contains("hunter2") && !said.contains("secret of"), "{said}");
        }
    }
}

/// The files of an office are unknown to the demo's database, and so would be cleared away.
#[test]
fn a_demo_keeps_its_files_to_itself() {
    let (home, store) = (Home::on_sqlite(), Store::at_hand());
    let office = tempfile::tempdir().unwrap();
    let place = "01/fil_00000000000000000000000001";
    let key = format!("{PREFIX}/{place}");
    store.put(&key, PNG);
    store.age(&key);
    let file = office.path().join(place);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, PNG).unwrap();
    let opened = std::fs::File::options().write(true).open(&file).unwrap();
    opened.set_modified(std::time::UNIX_EPOCH).unwrap();
    for settings in
        [environment(&store.endpoint()), vec![("LUODI_FILES".into(), office.path().as_os_str().to_owned())]]
    {
        let data = Home::like(&home);
        let options = Options { command: "demo", environment: settings, ..data.options() };
        let service = Service::start(&options).unwrap();
        crate::service::commands::until("files were looked through", || {
            data.folder().join("files").is_dir() && data.folder().join("anchors.log").exists()
        });
        assert!(service.stop().unwrap().0.success());
    }
    assert_eq!(store.keys().into_keys().collect::<Vec<_>>(), [key]);
    assert!(file.exists());
}
