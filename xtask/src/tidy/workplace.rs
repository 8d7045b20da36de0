//! Files speak of the project alone: no folder of one machine, no package registry but the public ones.

use std::path::Path;

use super::{File, Finding};

const RULE: &str = "workplace";

/// Folders that belong to one person on one machine.
const PERSONAL: &[&str] = &["/home/", "/Users/", "/root/"];

/// Parents that a checkout may share with well-known places, such as those of a container image.
const COMMON: &[&str] = &[
    "/",
    "/app",
    "/build",
    "/builds",
    "/code",
    "/opt",
    "/project",
    "/repo",
    "/root",
    "/src",
    "/srv",
    "/tmp",
    "/usr/src",
    "/var/tmp",
    "/workspace",
];

/// What lock files call the public registries.
const REGISTRIES: &[&str] =
    &["registry+https://github.com/rust-lang/crates.io-index", "https://registry.npmjs.org/"];

/// Checks every text file.
pub(super) fn check(root: &Path, files: &[File]) -> Vec<Finding> {
    let mut folders: Vec<String> = PERSONAL.iter().map(ToString::to_string).collect();
    let checkout =
        root.ancestors().take(2).filter(|folder| !COMMON.iter().any(|common| folder == &Path::new(common)));
    folders.extend(checkout.map(|folder| format!("{}/", folder.display())));
    files.iter().flat_map(|file| of_file(file, &folders)).collect()
}

fn of_file(file: &File, folders: &[String]) -> Vec<Finding> {
    // This file has to name what it looks for.
    if file.path.ends_with("xtask/src/tidy/workplace.rs") {
        return Vec::new();
    }
    let lock = file.path.ends_with("Cargo.lock") || file.path.ends_with("package-lock.json");
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        let mut find = |advice: String| findings.push(Finding::new(&file.path, number, RULE, advice));
        if let Some(folder) = folders.iter().find(|folder| names(line, folder)) {
            find(format!("{folder} is one machine's folder: use a path relative to the root"));
        }
        if lock
            && source(line).is_some_and(|source| !REGISTRIES.iter().any(|public| source.starts_with(public)))
        {
            find("comes from a registry others may not reach: resolve it from the public one".to_owned());
        }
    }
    findings
}

/// Whether the line names the folder as the start of an absolute path, not as a part of a longer one.
fn names(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "./_-~}$*".contains(c))
    })
}

/// Where a lock file says a package comes from.
fn source(line: &str) -> Option<&str> {
    let line = line.trim();
    let value = line.strip_prefix("source = \"").or_else(|| line.strip_prefix("\"resolved\": \""))?;
    value.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::super::{file, shown};
    use super::check;
    use std::path::Path;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(Path::new("/data/checkout/luodi"), &[file(path, text)])
            .iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn folders_of_one_machine_are_found() {
        let found = |text| !lines("docs/x.md", text).is_empty();
        for text in
            ["see /data/checkout/luodi/x", "`/data/checkout/other`", "cd /home/ann/luodi", "\"/root/.cargo\""]
        {
            assert!(found(text), "{text}");
        }
        for text in
            ["/data/other", "docs/data/checkout/luodi/x", "https://x.org/home/page", "$HOME/home/x", "/tmp/x"]
        {
            assert!(!found(text), "{text}");
        }
    }

    #[test]
    fn a_checkout_in_a_common_place_says_nothing_about_its_parent() {
        let dockerfile = file("Dockerfile", "WORKDIR /src/\n");
        assert_eq!(shown(&check(Path::new("/src/luodi"), &[dockerfile])), [] as [&str; 0]);
    }

    #[test]
    fn foreign_registries_are_found_in_lock_files() {
        let cargo = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\nsource = \"registry+https://mirror.example/\"\n";
        assert_eq!(lines("Cargo.lock", cargo), [2]);
        let npm = "  \"resolved\": \"https://registry.npmjs.org/a.tgz\",\n  \"resolved\": \"https://mirror.example/a.tgz\",\n";
        assert_eq!(lines("tests/audit/package-lock.json", npm), [2]);
        assert_eq!(lines("docs/x.md", npm), [] as [usize; 0]);
    }
}
