//! Every dependency says in a few words what it is for, and takes its version from the workspace.

use super::manifest::{Manifest, entry, header};
use super::{File, Finding};

const RULE: &str = "dependencies";

/// Checks all packages; the root manifest keeps versions and needs no reasons.
pub(super) fn check(manifests: &[Manifest<'_>]) -> Vec<Finding> {
    manifests.iter().flat_map(|manifest| of_file(manifest.file)).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut inside = false;
    let mut lints = false;
    for (number, line) in file.lines() {
        let mut find = |advice: String| findings.push(Finding::new(&file.path, number, RULE, advice));
        if let Some(header) = header(line) {
            inside = header.ends_with("dependencies");
            lints |= header == "lints";
            if header.contains("dependencies.") {
                find(format!("write [{header}] as one line of its table, with its reason behind it"));
            }
        } else if let Some(key) = entry(line).filter(|_| inside) {
            let (value, reason) = line.split_once(" # ").unwrap_or((line, ""));
            if reason.trim().is_empty() {
                find(format!("say behind {key} in a few words what it is for: `# …`"));
            }
            if !value.contains("workspace = true") && !value.contains("path = ") {
                find(format!("take {key} from [workspace.dependencies]: `{{ workspace = true }}`"));
            }
        }
    }
    if !lints {
        findings.push(Finding::new(&file.path, 0, RULE, "add `[lints]` with `workspace = true`"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::{file, shown};
    use super::of_file;

    fn check(dependency: &str, expected: &[&str]) {
        let text =
            format!("[package]\nname = \"x\"\n[lints]\nworkspace = true\n[dependencies]\n{dependency}\n");
        assert_eq!(shown(&of_file(&file("x/Cargo.toml", &text))), expected);
    }

    #[test]
    fn a_reason_and_the_workspace_version_are_asked_for() {
        check("# a comment of its own\na = { workspace = true } # reads files", &[]);
        check("a.workspace = true # reads files", &[]);
        check("a = { path = \"../a\" } # reads files", &[]);
        check(
            "a = { workspace = true }",
            &["x/Cargo.toml:6: dependencies: say behind a in a few words what it is for: `# …`"],
        );
        check(
            "a = \"1\" # reads files",
            &["x/Cargo.toml:6: dependencies: take a from [workspace.dependencies]: `{ workspace = true }`"],
        );
        check(
            "[dependencies.a]\nworkspace = true",
            &[
                "x/Cargo.toml:6: dependencies: write [dependencies.a] as one line of its table, with its reason behind it",
            ],
        );
    }

    #[test]
    fn the_workspace_lints_are_asked_for() {
        let found = shown(&of_file(&file("x/Cargo.toml", "[package]\nname = \"x\"\n")));
        assert_eq!(found, ["x/Cargo.toml:0: dependencies: add `[lints]` with `workspace = true`"]);
    }
}
