//! The public audits of GraphQL over HTTP against the running service.

use std::process::Command;

use super::home::{Ended, Home, in_both_homes};
use super::npm::installed;
use super::office::Office;

in_both_homes!(every_public_audit_is_ok);

fn every_public_audit_is_ok(home: &Home) {
    let audits = installed("graphql-http", "graphql-http");
    let office = Office::found(home);
    let ended = Ended::of(
        Command::new("node")
            .arg(audits.join("audit.mjs"))
            .arg(office.service.url("/graphql"))
            .arg(office.token("specialist")),
    );
    assert_eq!(ended.stdout, "61 ok\n", "{}", ended.stderr);
    office.close();
}
