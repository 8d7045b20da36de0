//! Mistakes in what is accepted together, refused with their line and the reason.

use crate::catalogue::load;

/// A filing, two parts of a joint acceptance, and what leads it.
const FINE: &str = r#"[[permit]]
code = "filing"
zh = "备案"
en = "Filing"
department = "DEVELOPMENT_REFORM"
stage = "S1"
phase = "AFTER"
needed = "always"
level = "COUNTY"
requires = ["@COMPLETION"]

[[permit]]
code = "fire"
zh = "消防验收"
en = "Fire acceptance"
department = "HOUSING"
stage = "S4"
phase = "AFTER"
needed = "always"
level = "COUNTY"
requires = ["filing"]
parallel_group = "JOINT"

[[permit]]
code = "archive"
zh = "档案验收"
en = "Archive acceptance"
department = "HOUSING"
stage = "S4"
phase = "AFTER"
needed = "always"
level = "CITY"
requires = ["@COMPLETION"]
parallel_group = "JOINT"

[[permit]]
code = "joint"
zh = "联合验收"
en = "Joint acceptance"
department = "HOUSING"
stage = "S4"
phase = "AFTER"
needed = "always"
level = "CITY"
promised = { days = 9, unit = "WORKING", source = "唐山2019" }
requires = ["fire", "archive"]
parallel_group = "JOINT"
leads_group = true
"#;

/// What is said of the file with one text in place of the last that is like it.
#[track_caller]
fn check(was: &str, is: &str, expected: &[&str]) {
    let at = FINE.rfind(was).unwrap();
    let text = format!("{}{is}{}", &FINE[..at], &FINE[at + was.len()..]);
    let faults = load(&[("a.toml", &text)]).err().unwrap_or_default();
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(shown, expected);
}

#[test]
fn nothing_is_parallel_to_itself() {
    check("", "", &[]);
    check(
        "parallel_group = \"JOINT\"",
        "parallel_group = \"JOIN\"",
        &[
            "a.toml:12: fire: nothing leads the parallel group JOINT",
            "a.toml:24: archive: nothing leads the parallel group JOINT",
            "a.toml:36: joint: is alone in the parallel group JOIN",
        ],
    );
}

#[test]
fn a_group_has_one_lead_whose_limit_is_that_of_all() {
    check(
        "leads_group = true\n",
        "",
        &[
            "a.toml:12: fire: nothing leads the parallel group JOINT",
            "a.toml:24: archive: nothing leads the parallel group JOINT",
            "a.toml:36: joint: nothing leads the parallel group JOINT",
            "a.toml:46: joint: requires fire, which is accepted together with it",
            "a.toml:46: joint: requires archive, which is accepted together with it",
        ],
    );
    check(
        "parallel_group = \"JOINT\"\nleads",
        "leads",
        &[
            "a.toml:12: fire: nothing leads the parallel group JOINT",
            "a.toml:24: archive: nothing leads the parallel group JOINT",
            "a.toml:36: joint: leads_group without parallel_group",
        ],
    );
    check(
        "promised = { days = 9, unit = \"WORKING\", source = \"唐山2019\" }\n",
        "",
        &["a.toml:36: joint: leads the parallel group JOINT and has no limit, neither legal nor promised"],
    );
    check(
        "parallel_group = \"JOINT\"\n\n",
        "parallel_group = \"JOINT\"\nleads_group = true\nlegal = { days = 5, unit = \"WORKING\" }\n\n",
        &["a.toml:38: joint: leads the parallel group JOINT, which archive leads"],
    );
    // Once it leads no longer, each goes its own way.
    check(
        "leads_group = true",
        "leads_group = true\nvalid_to = 2020-12-31\n\n[[permit]]\ncode = \"joint\"\nzh = \"联合验收\"\nen = \"Joint\"\n\
         department = \"HOUSING\"\nstage = \"S4\"\nphase = \"AFTER\"\nneeded = \"always\"\nlevel = \"CITY\"\nvalid_from = 2021-01-01",
        &[],
    );
}

#[test]
fn nothing_waits_for_what_it_is_accepted_with() {
    // What leads collects the opinions of the others; none of them waits for it or for another.
    check(
        "requires = [\"@COMPLETION\"]",
        "requires = [\"~fire\"]",
        &["a.toml:33: archive: requires fire, which is accepted together with it"],
    );
    check(
        "requires = [\"filing\"]",
        "requires = [\"filing\", \"joint\"]",
        &["a.toml:21: fire: requires joint, which is accepted together with it"],
    );
    check(
        "requires = [\"filing\"]",
        "requires = [\"fire\"]",
        &["a.toml:21: fire: waits for itself: fire → fire"],
    );
    // Nor for what waits for another.
    let waits = FINE.replace(
        "level = \"COUNTY\"\nrequires = [\"@COMPLETION\"]",
        "level = \"COUNTY\"\nrequires = [\"archive\"]",
    );
    let faults = load(&[("a.toml", &waits)]).unwrap_err();
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["a.toml:24: archive: waits for itself: archive → filing → archive",]);
}
