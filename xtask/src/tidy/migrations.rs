//! Every migration exists for both databases under the same name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{File, Finding};

const RULE: &str = "migrations";
const FOLDERS: [&str; 2] = ["migrations/sqlite", "migrations/postgres"];

/// Checks both folders against each other.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let names = |folder: &str| -> BTreeSet<PathBuf> {
        files.iter().filter_map(|file| Some(file.path.strip_prefix(folder).ok()?.to_owned())).collect()
    };
    let [one, other] = FOLDERS;
    let mut findings = Vec::new();
    for (have, want) in [(one, other), (other, one)] {
        for name in names(have).difference(&names(want)) {
            let advice = format!("write its counterpart {want}/{}", name.display());
            findings.push(Finding::new(&Path::new(have).join(name), 0, RULE, advice));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::{file, shown};
    use super::check;

    #[test]
    fn a_migration_of_one_database_only_is_found() {
        let both = [file("migrations/sqlite/1_a.sql", ""), file("migrations/postgres/1_a.sql", "")];
        assert_eq!(shown(&check(&both)), [] as [&str; 0]);
        let apart = [file("migrations/sqlite/1_a.sql", ""), file("migrations/postgres/1_b.sql", "")];
        assert_eq!(
            shown(&check(&apart)),
            [
                "migrations/sqlite/1_a.sql:0: migrations: write its counterpart migrations/postgres/1_a.sql",
                "migrations/postgres/1_b.sql:0: migrations: write its counterpart migrations/sqlite/1_b.sql"
            ]
        );
    }
}
