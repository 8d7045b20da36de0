//! A dump that was cut or edited.

use std::io::Write;

use luodi_app::record::{Outside, verify_dump};

use crate::world::{World, call, on_both_databases};

on_both_databases![an_edited_dump_is_found];

/// The dump's lines, and the copy of its anchors.
async fn dumped(world: &World) -> (Vec<String>, Outside) {
    let mut copy = Vec::new();
    for name in ["一号项目", "二号项目"] {
        let (project, _) = world.register(name).await;
        world
            .add_permit(call(world.office.specialist, "addPermit"), project, "用地预审", None)
            .await
            .unwrap();
        writeln!(copy, "{}", world.app.take_anchor().await.unwrap().unwrap()).unwrap();
    }
    let mut dump = Vec::new();
    let exported = world.app.export_history(&mut dump).await.unwrap();
    assert_eq!((exported.anchors, exported.heads), (2, 2));
    assert!(exported.administration > 5, "{exported:?}");
    let lines: Vec<String> = String::from_utf8(dump).unwrap().lines().map(str::to_owned).collect();
    (lines, Outside::new("kept.log".to_owned(), copy))
}

fn found(lines: &[String], outside: Option<&Outside>) -> Vec<String> {
    let mut findings = Vec::new();
    let dump = lines.join("\n") + "\n";
    verify_dump(dump.as_bytes(), outside, |finding| findings.push(finding.to_string())).unwrap();
    findings
}

async fn an_edited_dump_is_found(world: World) {
    let (lines, copy) = dumped(&world).await;
    assert_eq!(found(&lines, Some(&copy)), [""; 0]);
    let (administration, last) = (5, lines.len() - 2);
    let is_row = |line: &String| line.starts_with(r#"{"row":"#);
    let first = lines.iter().position(is_row).unwrap();
    assert!(lines[4].contains(r#"{"head":"#) && lines[first].contains(r#""sequence":1,"#), "{lines:#?}");
    let check = |edit: &dyn Fn(&mut Vec<String>), expected: &[&str]| {
        let mut edited = lines.clone();
        edit(&mut edited);
        assert_ne!(edited, lines);
        let found = found(&edited, Some(&copy));
        for part in expected {
            assert!(found.iter().any(|line| line.contains(part)), "{part} is not in {found:#?}");
        }
    };
    let cut = "the dump was cut short: its last line is missing";
    check(&|lines| drop(lines.pop()), &[cut]);
    check(&|lines| lines.truncate(last), &[cut, ", which is gone"]);
    check(&|lines| lines.clear(), &["line 1: it cannot be read"]);
    check(&|lines| drop(lines.remove(0)), &["line 1: it is not the first line of a dump in format 1"]);
    check(
        &|lines| lines[0] = r#"{"luodi_history":{"format":2}}"#.to_owned(),
        &["line 1: it is not the first"],
    );
    check(&|lines| lines.push(lines[first].clone()), &[": it is out of place"]);
    check(&|lines| lines.insert(administration, "{".to_owned()), &["line 6: it cannot be read: "]);
    check(&|lines| drop(lines.remove(last)), &[" rows, there are ", ", which is gone"]);
    check(
        &|lines| lines.swap(first, first + 1),
        &[&format!("line {}: it is out of place", first + 2), "row 2: its previous hash"],
    );
    let edit = |lines: &mut Vec<String>, at: usize, from: &str, to: &str| {
        lines[at] = lines[at].replacen(from, to, 1);
    };
    check(
        &|lines| edit(lines, first, "一号项目", "三号项目"),
        &["row 1: its hash is not that of its canonical text"],
    );
    check(&|lines| edit(lines, last, r#""sequence":"#, r#""sequence":1"#), &[": missing, up to row "]);
    check(
        &|lines| edit(lines, 1, "projects=1", "projects=2"),
        &["line 2: it cannot be read: its hash is not"],
    );
    check(
        &|lines| edit(lines, 2, r#""sequence":"#, r#""sequence":1"#),
        &["anchor 1: its root", ", which is gone"],
    );
    check(
        &|lines| drop(lines.drain(administration..first)),
        &[
            " rows of administration, there are 0",
            "anchor 1: it covers administration row ",
            ", which is gone",
        ],
    );
    check(
        &|lines| drop(lines.remove(first - 1)),
        &["anchor 2: it covers administration row ", " rows of administration, there are "],
    );
    check(&|lines| drop(lines.remove(administration + 1)), &["administration 2: missing, up to row 2"]);
    check(
        &|lines| lines.swap(administration, administration + 1),
        &["line 7: it is out of place", "administration 1: missing, up to row 1"],
    );
    check(
        &|lines| edit(lines, administration, r#"\"command\":\""#, r#"\"command\":\"X"#),
        &["administration 1: its hash is not that of its canonical text"],
    );
    check(
        &|lines| edit(lines, administration, r#"\"sequence\":1"#, r#"\"sequence\":9"#),
        &["administration 1: its columns contradict its canonical text"],
    );
    // All anchors gone, and their number with them: nothing but the copy tells.
    let without = |lines: &mut Vec<String>| {
        lines.retain(|line| !line.contains(r#"{"anchor":"#) && !line.contains(r#"{"head":"#));
        let end = lines.len() - 1;
        lines[end] = lines[end].replace(r#""anchors":2,"heads":2"#, r#""anchors":0,"heads":0"#);
    };
    let mut anew = lines.clone();
    without(&mut anew);
    assert_eq!(found(&anew, None), [""; 0]);
    check(
        &without,
        &["kept.log line 1: the record has no anchor 1", "kept.log line 2: the record has no anchor 2"],
    );
}
