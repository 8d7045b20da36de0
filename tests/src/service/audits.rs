//! The public audits of GraphQL over HTTP against the running service.

use std::process::Command;
use std::sync::Once;

use luodi_testkit::binary::workspace;

use super::home::{Ended, Home, in_both_homes};
use super::office::Office;

in_both_homes!(every_public_audit_is_ok);

/// Brings the audits exactly as locked; once, because two at a time would fall over each other.
fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let folder = workspace().join("tests/graphql-http");
        if !folder.join("node_modules/graphql-http").exists() {
            let ended =
                Ended::of(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder));
            assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
        }
    });
}

fn every_public_audit_is_ok(home: &Home) {
    install();
    let office = Office::found(home);
    let ended = Ended::of(
        Command::new("node")
            .arg(workspace().join("tests/graphql-http/audit.mjs"))
            .arg(office.service.url("/graphql"))
            .arg(office.token("specialist")),
    );
    assert_eq!(ended.stdout, "61 ok\n", "{}", ended.stderr);
    office.close();
}
