//! What is hashed, and the line that is kept elsewhere.

use super::project;
use crate::anchors::{AdministrationHead, Anchor, AnchoredHead, BadLine, Heads};
use crate::fixture::now;

fn head(n: u128, sequence: i64, digit: &str) -> AnchoredHead {
    AnchoredHead { project: project(n), sequence, hash: digit.repeat(64) }
}

fn anchor() -> Anchor {
    let mut heads = Heads::default();
    // In whatever order they come.
    for head in [head(2, 3, "b"), head(1, 17, "a")] {
        assert!(heads.set(&head), "another head");
        assert!(!heads.set(&head), "the same");
    }
    let administration = AdministrationHead { sequence: 93, hash: "c".repeat(64) };
    Anchor::after(None, now(), &heads, administration)
}

#[test]
fn hashes_are_what_the_documented_commands_print() {
    let anchor = anchor();
    // printf '%s 17 %s\n%s 3 %s\n' prj_00000000000000000000002001 "$(printf 'a%.0s' $(seq 64))" \
    //   prj_00000000000000000000002002 "$(printf 'b%.0s' $(seq 64))" | sha256sum
    assert_eq!(anchor.root, "68f1fa80b3240e69e3a2f7b2d4653960b5d190839bedd6ee7ac46f8b07a372a2");
    // (printf 'luodi anchor 1\nnumber 1\ntaken_at 2024-10-31T01:00:00.123456Z\nprojects 2\nrows 20\n'
    //  printf 'root %s\nadministration 93 %s\nprevious %s\n' \
    //   "$root" "$(printf 'c%.0s' $(seq 64))" "$(printf '0%.0s' $(seq 64))") | sha256sum
    assert_eq!(anchor.hash, "d9276d708e20b71c2e77cd91e9c40213f91c75c893045c86b04f84cc3342d212");
    assert_eq!((anchor.number, anchor.projects, anchor.rows), (1, 2, 20));
}

#[test]
fn a_line_is_read_back_and_no_other_text_is() {
    let anchor = anchor();
    let line = anchor.to_string();
    assert_eq!(line.parse(), Ok(anchor));
    let check = |from: &str, to: &str, expected: BadLine| {
        let changed = line.replacen(from, to, 1);
        assert_ne!(changed, line);
        assert_eq!(changed.parse::<Anchor>(), Err(expected), "{changed}");
    };
    check("anchor=1 ", "", BadLine::Part("anchor"));
    check("anchor=1 ", "anchor=x ", BadLine::Part("anchor"));
    check("taken_at=2024-10-31T", "taken_at=2024-10-31", BadLine::Part("taken_at"));
    check("projects=", "project=", BadLine::Part("projects"));
    check("previous=0", "previous=", BadLine::Part("previous"));
    check("previous=0", "previous=G", BadLine::Part("previous"));
    check("rows=20", "rows=+20", BadLine::Form);
    check("rows=20", "rows=020", BadLine::Form);
    check(".123456Z", ".123456+00:00", BadLine::Form);
    check("rows=20", "rows=21", BadLine::Hash);
    check("01:00:00", "02:00:00", BadLine::Hash);
    let longer = format!("{line} more=1");
    assert_eq!(longer.parse::<Anchor>(), Err(BadLine::Form));
    let cut = &line[..line.len() - 1];
    assert_eq!(cut.parse::<Anchor>(), Err(BadLine::Part("hash")));
    assert_eq!("".parse::<Anchor>(), Err(BadLine::Part("anchor")));
}
