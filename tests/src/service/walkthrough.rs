//! The published script that takes a project through its life.

use std::process::Command;

use luodi_testkit::binary::{luodi, workspace};
use luodi_testkit::process::Service;

use super::home::{Ended, Home};

/// Runs the published script against the service, in another language than usual: what it printed. Where there is an
/// office already, an administrator's token lets it set up another one beside it.
pub(super) fn walkthrough(home: &Home, service: &Service, part: &str, administrator: Option<&str>) -> String {
    let mut script = Command::new("bash");
    script
        .arg(workspace().join("examples/walkthrough.sh"))
        .arg(part)
        .env("LUODI_URL", service.url(""))
        .env("LUODI_BIN", luodi())
        .env("LUODI_DATA", home.folder())
        .env("LUODI_LANGUAGE", "en");
    if let Some(database) = home.database() {
        script.env("LUODI_DATABASE_URL", database.url());
    }
    if let Some(token) = administrator {
        script.env("LUODI_ADMINISTRATOR", token);
    }
    let ended = Ended::of(&mut script);
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.stdout, ended.stderr);
    ended.stdout
}
