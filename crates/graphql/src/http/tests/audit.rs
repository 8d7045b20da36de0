//! The public audits of GraphQL over HTTP (npm `graphql-http`) against this handler on a real socket.

use std::{
    path::Path,
    process::{Command, Output},
};

use super::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/graphql-http");

fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    Command::new(program).args(arguments).current_dir(FOLDER).output().ok()
}

#[track_caller]
fn succeed(output: Option<Output>) -> String {
    let output = output.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// Needs Node; where it is missing only a run of continuous integration, which sets `CI`, fails.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_public_audits_pass() {
    if run("node", &["--version"]).is_none() {
        assert!(std::env::var_os("CI").is_none(), "Node is needed to audit GraphQL over HTTP");
        eprintln!("not audited: Node is not installed");
        return;
    }
    if !Path::new(FOLDER).join("node_modules/graphql-http").exists() {
        succeed(run("npm", &["ci", "--no-audit", "--no-fund"]));
    }
    let address = hang_up::serve(Service::new().router).await;
    let url = format!("http://{address}/graphql");
    assert_eq!(succeed(run("node", &["audit.mjs", &url, TOKEN])), "61 ok\n");
    // The same script fails where it should.
    let refused = run("node", &["audit.mjs", &url, "wrong"]).unwrap();
    assert_eq!(refused.status.code(), Some(1));
}
