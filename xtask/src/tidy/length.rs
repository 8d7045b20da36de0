//! Files a person can hold: none over 600 lines, 90 % of the Rust files at most 400, their median at most 200; and comments
//! that fit beside one another, since rustfmt leaves their lines as they are.

use std::path::Path;

use super::{File, Finding};

const RULE: &str = "length";
const LONGEST: usize = 600;
const NINETY_PERCENT: usize = 400;
const MEDIAN: usize = 200;
/// Longest line of a comment, in characters: people wrap at 120, give or take a word.
const COMMENT: usize = 125;

/// Checks sources, and the Rust files as a whole.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is(&["rs", "sh", "sql", "ts", "tsx"])) {
        let lines = file.text.lines().count();
        if lines > LONGEST {
            let advice = format!("{lines} lines: split it by subject, none over {LONGEST}");
            findings.push(Finding::new(&file.path, LONGEST + 1, RULE, advice));
        }
    }
    let rust = files.iter().filter(|file| file.is(&["rs"]));
    findings.extend(rust.clone().flat_map(comments));
    let mut lengths: Vec<usize> = rust.map(|file| file.text.lines().count()).collect();
    lengths.sort_unstable();
    for (percent, limit) in [(50, MEDIAN), (90, NINETY_PERCENT)] {
        let found = percentile(&lengths, percent);
        if found > limit {
            let advice =
                format!("{percent} % of the .rs files should have at most {limit} lines; it is {found}");
            findings.push(Finding::new(Path::new("."), 0, RULE, advice));
        }
    }
    findings
}

/// Lines of comments that are too long. Those of doc comments count too, those behind code do not.
fn comments(file: &File) -> Vec<Finding> {
    let long = |line: &str| line.trim_start().starts_with("//") && line.chars().count() > COMMENT;
    let lines = file.lines().filter(|(_, line)| long(line));
    let advice = format!("break the comment: no line over {COMMENT} characters");
    lines.map(|(number, _)| Finding::new(&file.path, number, RULE, advice.clone())).collect()
}

/// The length that this share of the files does not exceed (nearest rank); 0 without files.
fn percentile(sorted: &[usize], percent: usize) -> usize {
    let rank = (sorted.len() * percent).div_ceil(100);
    rank.checked_sub(1).and_then(|index| sorted.get(index)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::{file, shown};
    use super::check;

    fn found(files: &[(&str, usize)]) -> Vec<String> {
        let files: Vec<_> = files.iter().map(|(path, lines)| file(path, &"line\n".repeat(*lines))).collect();
        shown(&check(&files))
    }

    #[test]
    fn limits_may_be_reached_and_not_passed() {
        let rest = [("a.rs", 200); 18];
        let with = |more: &[(&'static str, usize)]| found(&[&rest, more].concat());
        assert_eq!(with(&[("b.rs", 400), ("c.rs", 600), ("d.sql", 600), ("e.md", 9000)]), [] as [&str; 0]);
        assert_eq!(
            with(&[("c.rs", 601), ("d.sh", 700)]),
            [
                "c.rs:601: length: 601 lines: split it by subject, none over 600",
                "d.sh:601: length: 700 lines: split it by subject, none over 600"
            ]
        );
    }

    #[test]
    fn a_long_comment_is_found_and_characters_are_counted() {
        let check = |line: &str, expected: &[&str]| {
            assert_eq!(shown(&check(&[file("a.rs", &format!("fn f() {{\n{line}\n}}\n"))])), expected);
        };
        let found = ["a.rs:2: length: break the comment: no line over 125 characters"];
        check(&format!("    // {}", "手".repeat(118)), &[]);
        check(&format!("    // {}", "手".repeat(119)), &found);
        check(&format!("/// {}", "a".repeat(122)), &found);
        check(&format!("let a = \"{}\"; // b", "a".repeat(122)), &[]);
    }

    #[test]
    fn the_share_of_long_files_is_found() {
        let many = [[("a.rs", 150); 8].as_slice(), &[("b.rs", 401); 2]].concat();
        assert_eq!(
            found(&many),
            [".:0: length: 90 % of the .rs files should have at most 400 lines; it is 401"]
        );
        assert_eq!(
            found(&[("a.rs", 201)]),
            [".:0: length: 50 % of the .rs files should have at most 200 lines; it is 201"]
        );
    }
}
