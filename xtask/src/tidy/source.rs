//! Rules on single lines of Rust: SQL stands in one folder, and exceptions to lints are expectations.

use std::path::Path;

use super::{File, Finding};

/// Where statements are written; each is prepared on both databases by a test there.
const SQL: &str = "crates/store/src/db";

/// The names by which sqlx takes a statement.
const STATEMENTS: &[&str] = &["sqlx::query", "sqlx::raw_sql", "sqlx::QueryBuilder"];

/// Checks every Rust file.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let rust = files.iter().filter(|file| file.is(&["rs"]));
    rust.flat_map(|file| [statements(file), exceptions(file)].concat()).collect()
}

/// Statements outside their folder, in shipped code: a test may look behind the service's back.
fn statements(file: &File) -> Vec<Finding> {
    if !shipped(&file.path) || file.path.starts_with(SQL) {
        return Vec::new();
    }
    let code = file.lines().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    code.filter(|(_, line)| STATEMENTS.iter().any(|name| line.contains(name)))
        .map(|(number, _)| {
            Finding::new(&file.path, number, "sql", format!("statements stand in {SQL}: move it there"))
        })
        .collect()
}

/// Code of the product: sources of the crates without their tests, and without the harness.
fn shipped(path: &Path) -> bool {
    let tests = path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
    path.starts_with("crates") && !path.starts_with("crates/testkit") && !tests
}

/// `allow` attributes: they stay when their reason is gone, where `expect` complains.
fn exceptions(file: &File) -> Vec<Finding> {
    let attribute = ["#[", "#!["].map(|opening| format!("{opening}allow("));
    let advice = "write `#[expect(lint, reason = \"…\")]`";
    file.lines()
        .filter(|(_, line)| attribute.iter().any(|attribute| line.contains(attribute)))
        .map(|(number, _)| Finding::new(&file.path, number, "allow", advice))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{file, shown};
    use super::check;

    #[test]
    fn statements_stand_in_one_folder() {
        let check = |path, found: bool| {
            let text = "fn f() {\n    sqlx::query(\"select 1\");\n}\n";
            let expected = format!("{path}:2: sql: statements stand in crates/store/src/db: move it there");
            let expected = if found { vec![expected] } else { vec![] };
            assert_eq!(shown(&check(&[file(path, text)])), expected);
        };
        check("crates/app/src/lib.rs", true);
        check("crates/store/src/pool.rs", true);
        check("crates/store/src/db/steps.rs", false);
        check("crates/store/src/steps/tests.rs", false);
        check("crates/store/tests/triggers.rs", false);
        check("crates/testkit/src/postgres.rs", false);
        check("tests/src/history.rs", false);
    }

    #[test]
    fn statements_below_a_test_module_pass() {
        let text = "fn f() {}\n#[cfg(test)]\nmod tests {\n    fn g() { sqlx::raw_sql(\"\"); }\n}\n";
        assert_eq!(shown(&check(&[file("crates/app/src/lib.rs", text)])), [] as [&str; 0]);
    }

    #[test]
    fn exceptions_are_expectations() {
        let text =
            format!("#![{0}(dead_code)]\n    #[{0}(clippy::all)]\n#[expect(x, reason = \"y\")]\n", "allow");
        let advice = "write `#[expect(lint, reason = \"…\")]`";
        assert_eq!(
            shown(&check(&[file("xtask/src/main.rs", &text)])),
            [
                format!("xtask/src/main.rs:1: allow: {advice}"),
                format!("xtask/src/main.rs:2: allow: {advice}")
            ]
        );
    }
}
