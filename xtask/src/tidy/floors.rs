//! Crates below the versions in which known holes were mended. What is not used has no floor to fall below, yet.

use super::{File, Finding};

const RULE: &str = "floors";
const LOCK: &str = "Cargo.lock";

/// The oldest versions allowed, and why.
const FLOORS: [(&str, &[u64], &str); 13] = [
    ("async-graphql", &[7, 0, 10], "directives without end"),
    ("curve25519-dalek", &[4, 1, 3], "its time tells of secrets (RUSTSEC-2024-0344)"),
    (
        "ed25519-dalek",
        &[2, 0, 0],
        "signing with another public key gives the secret one away (RUSTSEC-2022-0093)",
    ),
    ("h2", &[0, 4, 16], "empty frames without end (RUSTSEC-2026-0258)"),
    ("idna", &[1, 0, 0], "two spellings of one host (RUSTSEC-2024-0421)"),
    ("jsonwebtoken", &[10, 3, 0], "claims of the wrong type are not looked at"),
    ("lettre", &[0, 11, 22], "an advisory names the older ones"),
    (
        "quick-xml",
        &[0, 41, 0],
        "attributes and namespaces without end (RUSTSEC-2026-0194, RUSTSEC-2026-0195)",
    ),
    ("rustls", &[0, 23, 5], "a connection that never ends (RUSTSEC-2024-0336)"),
    (
        "sqlx",
        &[0, 9, 0],
        "connections given back with a transaction open are ended by our own guard from here on",
    ),
    ("time", &[0, 3, 47], "an advisory names the older ones"),
    ("tracing-subscriber", &[0, 3, 20], "escape sequences in logs"),
    ("zip", &[2, 3, 0], "paths that lead out of the folder"),
];

/// Checks what the lock file chose.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let Some(lock) = files.iter().find(|file| file.path.as_os_str() == LOCK) else {
        return vec![Finding::new(LOCK.as_ref(), 0, RULE, "track the lock file")];
    };
    let mut findings = Vec::new();
    let mut name = "";
    for (number, line) in lock.lines() {
        if let Some(found) = quoted(line, "name = ") {
            name = found;
        }
        let floor = FLOORS.iter().find(|(floored, _, _)| *floored == name);
        if let (Some(version), Some((_, floor, why))) = (quoted(line, "version = "), floor)
            && numbers(version) < floor.to_vec()
        {
            let least: Vec<String> = floor.iter().map(u64::to_string).collect();
            let advice = format!("take {name} {} or newer instead of {version}: {why}", least.join("."));
            findings.push(Finding::new(&lock.path, number, RULE, advice));
        }
    }
    findings
}

fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix('"')?.strip_suffix('"')
}

/// Its numbers; what stands behind them, of a version before its release, makes it no newer.
fn numbers(version: &str) -> Vec<u64> {
    let release = version.split(['-', '+']).next().unwrap_or(version);
    release.split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{file, shown};
    use super::check;

    #[test]
    fn an_old_version_is_found() {
        let lock = |version: &str| {
            let text = format!(
                "[[package]]\nname = \"other\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"h2\"\nversion = \"{version}\"\n"
            );
            shown(&check(&[file("Cargo.lock", &text)]))
        };
        for version in ["0.4.16", "0.4.100", "0.5.0", "1.0.0"] {
            assert_eq!(lock(version), [] as [&str; 0], "{version}");
        }
        for version in ["0.4.15", "0.3.99", "0.4.9-rc.1"] {
            let expected = format!(
                "Cargo.lock:7: floors: take h2 0.4.16 or newer instead of {version}: empty frames without end (RUSTSEC-2026-0258)"
            );
            assert_eq!(lock(version), [expected], "{version}");
        }
        assert_eq!(shown(&check(&[])), ["Cargo.lock:0: floors: track the lock file"]);
    }
}
