//! Dependencies point one way: server → graphql, ledger, exchange, console → app → store → domain.

use super::Finding;
use super::manifest::{Dependency, Kind, Manifest};

const RULE: &str = "direction";

/// What a crate's shipped code may name, from the lowest crate up; everybody may name the domain, nobody
/// otherwise skips a layer. The server's commands are use cases like the API's, so it names `app` as well.
const LAYERS: &[(&str, &[&str])] = &[
    ("luodi-domain", &[]),
    ("luodi-store", &["luodi-domain"]),
    ("luodi-reference", &["luodi-domain"]),
    ("luodi-app", &["luodi-store", "luodi-reference", "luodi-domain"]),
    ("luodi-ledger", &["luodi-app", "luodi-domain"]),
    ("luodi-exchange", &["luodi-app", "luodi-domain"]),
    ("luodi-graphql", &["luodi-app", "luodi-domain"]),
    ("luodi-console", &["luodi-app", "luodi-domain"]),
    ("luodi-demo", &["luodi-app", "luodi-domain"]),
    (
        "luodi-server",
        &[
            "luodi-graphql",
            "luodi-ledger",
            "luodi-exchange",
            "luodi-console",
            "luodi-demo",
            "luodi-app",
            "luodi-domain",
        ],
    ),
];

/// Tools around the product: they may name any crate, and only they may name each other outside tests.
const TOOLS: &[&str] = &["luodi-testkit", "luodi-tests", "luodi-bench", "xtask"];

/// Libraries that would bring I/O, a runtime or a wire format into the domain.
const IMPURE: &[&str] = &[
    "async-graphql",
    "axum",
    "figment",
    "futures",
    "metrics",
    "rand",
    "reqwest",
    "rustix",
    "serde",
    "serde_json",
    "sqlx",
    "tempfile",
    "tokio",
    "tokio-util",
    "toml",
    "tower",
    "tower-http",
    "tracing",
];

/// Checks all manifests.
pub(super) fn check(manifests: &[Manifest<'_>]) -> Vec<Finding> {
    manifests.iter().flat_map(of_package).collect()
}

fn of_package(manifest: &Manifest<'_>) -> Vec<Finding> {
    let name = manifest.name.as_str();
    if TOOLS.contains(&name) {
        return Vec::new();
    }
    let Some(place) = place(name) else {
        let advice = format!("give {name} a place in xtask/src/tidy/direction.rs");
        return vec![Finding::new(manifest.path(), 0, RULE, advice)];
    };
    let mut findings = Vec::new();
    for dependency in manifest.dependencies() {
        if let Some(advice) = refusal(name, place, &dependency) {
            findings.push(Finding::new(manifest.path(), dependency.line, RULE, advice));
        }
    }
    findings
}

/// Why this crate may not have this dependency, if so.
fn refusal(name: &str, layer: usize, dependency: &Dependency) -> Option<String> {
    let package = dependency.package.as_str();
    let dev = dependency.kind == Kind::Dev;
    if TOOLS.contains(&package) {
        return (!dev).then(|| format!("{package} is for tests: make it a dev-dependency"));
    }
    match place(package) {
        // A test may set up what lies deeper, but what lies above must stay testable on its own.
        Some(other) if dev && other < layer => None,
        Some(_) if !dev && LAYERS[layer].1.contains(&package) => None,
        Some(_) => Some(format!("{name} must not name {package}: see the direction in docs/ARCHITECTURE.md")),
        None if name == "luodi-domain" && !dev && IMPURE.contains(&package) => {
            Some(format!("the domain is pure: do without {package}, or do it in a layer above"))
        }
        None => None,
    }
}

fn place(name: &str) -> Option<usize> {
    LAYERS.iter().position(|(layer, _)| *layer == name)
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Manifest;
    use super::super::{file, shown};
    use super::check;

    /// The findings for a package with one line in one section.
    fn found(name: &str, section: &str, dependency: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n[{section}]\n{dependency} = \"1\"\n");
        let file = file("Cargo.toml", &text);
        shown(&check(&[Manifest::read(&file).unwrap().unwrap()]))
    }

    #[test]
    fn what_points_down_one_layer_passes() {
        for (name, section, dependency) in [
            ("luodi-store", "dependencies", "luodi-domain"),
            ("luodi-server", "dependencies", "luodi-graphql"),
            ("luodi-graphql", "dependencies", "luodi-domain"),
            ("luodi-graphql", "dev-dependencies", "luodi-store"),
            ("luodi-store", "dev-dependencies", "luodi-testkit"),
            ("luodi-app", "dependencies", "luodi-reference"),
            ("luodi-tests", "dependencies", "luodi-testkit"),
            ("luodi-domain", "dependencies", "chrono"),
            ("luodi-domain", "dev-dependencies", "serde_json"),
        ] {
            assert_eq!(found(name, section, dependency), [] as [&str; 0], "{name} {section} {dependency}");
        }
    }

    #[test]
    fn what_points_back_skips_or_soils_is_found() {
        for (name, section, dependency, advice) in [
            ("luodi-store", "dependencies", "luodi-app", "luodi-store must not name luodi-app"),
            ("luodi-store", "dev-dependencies", "luodi-app", "luodi-store must not name luodi-app"),
            ("luodi-graphql", "dependencies", "luodi-store", "luodi-graphql must not name luodi-store"),
            (
                "luodi-graphql",
                "dependencies",
                "luodi-reference",
                "luodi-graphql must not name luodi-reference",
            ),
            ("luodi-store", "dependencies", "luodi-reference", "luodi-store must not name luodi-reference"),
            (
                "luodi-graphql",
                "build-dependencies",
                "luodi-ledger",
                "luodi-graphql must not name luodi-ledger",
            ),
            ("luodi-app", "dependencies", "luodi-testkit", "luodi-testkit is for tests"),
            ("luodi-domain", "dependencies", "serde", "the domain is pure"),
            ("luodi-domain", "dependencies", "tokio", "the domain is pure"),
        ] {
            let found = found(name, section, dependency);
            assert_eq!(found.len(), 1, "{name} {section} {dependency}");
            assert!(found[0].starts_with(&format!("Cargo.toml:4: direction: {advice}")), "{found:?}");
        }
    }

    #[test]
    fn a_crate_without_a_place_is_found() {
        assert_eq!(
            found("luodi-extra", "dependencies", "chrono"),
            ["Cargo.toml:0: direction: give luodi-extra a place in xtask/src/tidy/direction.rs"]
        );
    }
}
