//! Generated files equal what the service generates now.

use std::fs;
use std::path::Path;

use super::Finding;
use crate::codegen;
use crate::error::Error;

const RULE: &str = "generated";

/// Builds the service and compares.
pub(super) fn check(root: &Path) -> Result<Vec<Finding>, Error> {
    // A missing file is an empty one: it differs from any schema.
    let kept = fs::read_to_string(root.join(codegen::SCHEMA)).unwrap_or_default();
    let current = String::from_utf8(codegen::schema()?)
        .map_err(|_| Error::Other("`luodi schema` printed something that is not UTF-8".to_owned()))?;
    Ok(compare(Path::new(codegen::SCHEMA), &kept, &current).into_iter().collect())
}

fn compare(path: &Path, kept: &str, current: &str) -> Option<Finding> {
    if kept == current {
        return None;
    }
    let same = kept.lines().zip(current.lines()).take_while(|(one, other)| one == other).count();
    Some(Finding::new(
        path,
        same + 1,
        RULE,
        "differs from `luodi schema` from here on: run `cargo xtask codegen`",
    ))
}

#[cfg(test)]
mod tests {
    use super::compare;
    use std::path::Path;

    #[test]
    fn the_first_differing_line_is_named() {
        let check = |kept, current, expected: Option<usize>| {
            let found = compare(Path::new("schema.graphql"), kept, current);
            assert_eq!(found.map(|finding| finding.line), expected, "{kept:?} {current:?}");
        };
        check("a\nb\n", "a\nb\n", None);
        check("a\nb\n", "a\nc\n", Some(2));
        check("a\n", "a\nc\n", Some(2));
        check("", "a\n", Some(1));
        check("a\nb", "a\nb\n", Some(3));
    }
}
