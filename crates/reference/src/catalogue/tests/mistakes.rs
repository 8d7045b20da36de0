//! Each kind of mistake in a catalogue, refused with its line and the reason.

use crate::catalogue::{FILES, Fault, Reason, load};

/// Two entries, one in two versions, with something in nearly every key.
const FINE: &str = r#"# Two entries.
[[permit]]
code = "filing"
zh = "备案"
en = "Filing"
department = "DEVELOPMENT_REFORM"
stage = "S1"
phase = "BEFORE_START"
valid_to = 2023-05-31
needed = "approval_mode = FILING"
level = "COUNTY"

[[permit]]
code = "filing"
core = true
zh = "备案"
en = "Filing"
department = "DEVELOPMENT_REFORM"
referrals = [{ to = "INDUSTRY", when = "construction_kind = UPGRADE" }]
stage = "S1"
milestone = true
phase = "BEFORE_START"
valid_from = 2023-06-01
needed = "approval_mode = FILING"
covered = "in_park"
shared = "land_path = BATCH"
level = "COUNTY"
lifts = [
  { to = "PROVINCIAL", when = "energy_tce >= 10000", basis = "2号令" },
  { to = "CITY", when = "energy_tce >= 5000" },
]
legs = [
  { kind = "INITIAL_REVIEW", level = "COUNTY", days = 3, unit = "WORKING" },
  { kind = "DECISION" },
]
legal = { days = 20, unit = "WORKING", extension = 10 }
promised = { days = 5, unit = "WORKING", source = "唐山2019" }
validity = { years = 2, lapse = "RE_EXAMINE", within = { days = 10, unit = "CALENDAR" } }
basis = ["673号"]
stops = ["EXPERT_REVIEW", "HEARING"]
before = ["TRIAL_PRODUCTION"]
# Accepted alone.
unverified = ["legal", "lifts[0]", "legs[0].level"]
note_zh = "说明"
note_en = "A note"

[[permit]]
code = "acceptance"
zh = "验收"
en = "Acceptance"
department = "HOUSING"
stage = "S4"
phase = "AFTER"
needed = "always"
level = "CITY"
requires = ["filing", "@COMPLETION"]
"#;

/// What is said of the file.
fn faults(text: &str) -> Vec<String> {
    let loaded = load(&[("a.toml", text)]);
    loaded.map_or_else(|faults| faults.iter().map(ToString::to_string).collect(), |_| Vec::new())
}

/// What is said of the file with one text in place of the last that is like it.
#[track_caller]
fn check(was: &str, is: &str, expected: &[&str]) {
    let at = FINE.rfind(was).unwrap();
    let text = format!("{}{is}{}", &FINE[..at], &FINE[at + was.len()..]);
    assert_eq!(faults(&text), expected, "{was} -> {is}");
}

#[test]
fn a_file_is_read() {
    assert_eq!(faults(FINE), [] as [&str; 0]);
    check("# Two entries.", "", &[]);
}

#[test]
fn the_form_is_kept() {
    check(
        "level = \"CITY\"\n",
        "level = \n",
        &["a.toml:55: string values must be quoted, expected literal string"],
    );
    check("zh = \"验收\"\n", "zh = \"验收\"\nzh = \"验收\"\n", &["a.toml:50: duplicate key"]);
    check(
        "promised = {",
        "promised = { days = 5, unit = \"WORKING\", source = \"a\" }\npromised = {",
        &["a.toml:38: duplicate key"],
    );
    check("[[permit]]", "[[permits]]", &["a.toml:47: permits is no key of the form"]);
    check("core = true", "kern = true", &["a.toml:15: filing: kern is no key of the form"]);
    check("extension = 10", "more = 10", &["a.toml:36: filing: legal.more is no key of the form"]);
    check("code = \"acceptance\"\n", "", &["a.toml:47: code is missing"]);
    check("level = \"CITY\"\n", "", &["a.toml:47: acceptance: level is missing"]);
    check("needed = \"always\"\n", "", &["a.toml:47: acceptance: needed is missing"]);
    check(", source = \"唐山2019\"", "", &["a.toml:37: filing: promised.source is missing"]);
    check("unit = \"CALENDAR\"", "", &["a.toml:38: filing: validity.within.unit is missing"]);
    check("years = 2, ", "", &["a.toml:38: filing: validity.years is missing"]);
    check(
        "years = 2,",
        "years = 2, months = 24,",
        &["a.toml:38: filing: validity.years and validity.months exclude one another"],
    );
    check("note_en = \"A note\"\n", "", &["a.toml:13: filing: note_en is missing"]);
    check("core = true", "core = 1", &["a.toml:15: filing: core should be true or false"]);
    let limits = |limits: &str| format!("legal = [{limits}]\n");
    let whole = "legal = { days = 20, unit = \"WORKING\", extension = 10 }\n";
    let small = r#"{ when = "energy_tce < 5000", days = 10, unit = "WORKING" }"#;
    let plain = r#"{ days = 20, unit = "WORKING" }"#;
    check(whole, &limits(&format!("{small}, {plain}")), &[]);
    check(whole, &limits(""), &["a.toml:36: filing: legal is empty"]);
    check(
        whole,
        &limits(&format!("{plain}, {small}")),
        &[
            "a.toml:36: filing: legal: the limit before this one holds for every project, so that this one never does",
        ],
    );
    check(
        whole,
        &limits(&format!("{small}, {small}")),
        &["a.toml:36: filing: legal: a limit before this one has the same condition"],
    );
    check(
        whole,
        &limits(&small.replace("days = 10, ", "")),
        &["a.toml:36: filing: legal[0].days is missing"],
    );
    check(
        whole,
        &limits(&small.replace("when", "if")),
        &["a.toml:36: filing: legal[0].if is no key of the form"],
    );
    check("days = 20", "days = \"20\"", &["a.toml:36: filing: legal.days should be a whole number"]);
    check(
        "2023-06-01",
        "2023-06-01T00:00:00",
        &["a.toml:23: filing: valid_from should be a day such as 2025-09-01"],
    );
    check("[\"673号\"]", "\"673号\"", &["a.toml:39: filing: basis should be a list"]);
    check("[\"673号\"]", "[673]", &["a.toml:39: filing: basis[0] should be a text"]);
    check(
        "{ kind = \"DECISION\" }",
        "\"DECISION\"",
        &[
            "a.toml:32: filing: legs should end in their one DECISION",
            "a.toml:34: filing: legs[1] should be a table",
        ],
    );
}

#[test]
fn values_are_what_they_can_be() {
    check("zh = \"验收\"", "zh = \" \"", &["a.toml:49: acceptance: zh is empty"]);
    check("en = \"Acceptance\"", "en = \"\"", &["a.toml:50: acceptance: en is empty"]);
    check("[\"673号\"]", "[]", &["a.toml:39: filing: basis is empty"]);
    check("\"HOUSING\"", "\"住建\"", &["a.toml:51: acceptance: department: there is no \"住建\""]);
    check("\"INDUSTRY\"", "\"NOBODY\"", &["a.toml:19: filing: referrals[0].to: there is no \"NOBODY\""]);
    check("\"S4\"", "\"S9\"", &["a.toml:52: acceptance: stage: there is no \"S9\""]);
    check("\"AFTER\"", "\"LATER\"", &["a.toml:53: acceptance: phase: there is no \"LATER\""]);
    check("level = \"CITY\"", "level = \"TOWN\"", &["a.toml:55: acceptance: level: there is no \"TOWN\""]);
    check("\"INITIAL_REVIEW\"", "\"LOOK\"", &["a.toml:33: filing: legs[0].kind: there is no \"LOOK\""]);
    check("\"HEARING\"", "\"TEA\"", &["a.toml:40: filing: stops: there is no \"TEA\""]);
    check(
        "unit = \"CALENDAR\"",
        "unit = \"MOON\"",
        &["a.toml:38: filing: validity.within.unit: there is no \"MOON\""],
    );
    check("\"RE_EXAMINE\"", "\"SLEEP\"", &["a.toml:38: filing: validity.lapse: there is no \"SLEEP\""]);
    check("[\"TRIAL_PRODUCTION\"]", "[\"TRIAL\"]", &["a.toml:41: filing: before: there is no \"TRIAL\""]);
    check("@COMPLETION", "@END", &["a.toml:56: acceptance: requires: there is no \"@END\""]);
    check("days = 20", "days = 0", &["a.toml:36: filing: legal.days should be from 1 to 366, it is 0"]);
    check("days = 20", "days = 367", &["a.toml:36: filing: legal.days should be from 1 to 366, it is 367"]);
    check("days = 20", "days = -3", &["a.toml:36: filing: legal.days should be from 1 to 366, it is -3"]);
    check(
        "days = 5",
        "days = 99999999999",
        &["a.toml:37: filing: promised.days should be from 1 to 366, it is 99999999999"],
    );
    check("years = 2", "years = 51", &["a.toml:38: filing: validity.years should be from 1 to 50, it is 51"]);
    check("\"HEARING\"", "\"EXPERT_REVIEW\"", &["a.toml:40: filing: stops has EXPERT_REVIEW twice"]);
    check("[\"673号\"]", "[\"673号\", \"673号\"]", &["a.toml:39: filing: basis has 673号 twice"]);
    check("\"lifts[0]\"", "\"legal\"", &["a.toml:43: filing: unverified has legal twice"]);
    check(
        "\"lifts[0]\"",
        "\"lifts[2]\"",
        &["a.toml:43: filing: unverified names lifts[2], which is not there"],
    );
    check(
        "legs[0].level",
        "legs[1].level",
        &["a.toml:43: filing: unverified names legs[1].level, which is not there"],
    );
    check(
        "\"lifts[0]\"",
        "\"requires\"",
        &["a.toml:43: filing: unverified names requires, which is not there"],
    );
    check(
        "\"lifts[0]\"",
        "\"lifts[0\"",
        &["a.toml:43: filing: unverified names lifts[0, which is not there"],
    );
}

#[test]
fn conditions_are_read_where_they_stand() {
    check(
        "\"always\"",
        "\"in_parks\"",
        &["a.toml:54: acceptance: needed, column 1: there is no attribute \"in_parks\""],
    );
    check(
        "\"always\"",
        "\"not in_park = 1\"",
        &["a.toml:54: acceptance: needed, column 13: in_park is yes or no: write it alone, or `not in_park`"],
    );
    check(
        "land_path = BATCH",
        "land_path = BOTH",
        &["a.toml:26: filing: shared, column 13: land_path has no choice \"BOTH\", it has BATCH, SINGLE"],
    );
    check(
        "energy_tce >= 5000",
        "energy_tce >= many",
        &[
            "a.toml:30: filing: lifts[1].when, column 15: \"many\" stands where a number of tce with at most four decimals should",
        ],
    );
    check("\"in_park\"", "\"\"", &["a.toml:25: filing: covered is empty"]);
}

#[test]
fn levels_go_up_and_days_forward() {
    check(
        "to = \"CITY\"",
        "to = \"COUNTY\"",
        &["a.toml:30: filing: lifts to COUNTY, which is not above COUNTY"],
    );
    check(
        "to = \"CITY\"",
        "to = \"TOWNSHIP\"",
        &["a.toml:30: filing: lifts to TOWNSHIP, which is not above COUNTY"],
    );
    check(
        "to = \"CITY\"",
        "to = \"PROVINCIAL\"",
        &[
            "a.toml:30: filing: lifts to PROVINCIAL after PROVINCIAL: they go from the highest down, each level once",
        ],
    );
    check(
        "to = \"CITY\"",
        "to = \"NATIONAL\"",
        &[
            "a.toml:30: filing: lifts to NATIONAL after PROVINCIAL: they go from the highest down, each level once",
        ],
    );
    check("{ kind = \"DECISION\" },", "", &["a.toml:32: filing: legs should end in their one DECISION"]);
    check(
        "\"INITIAL_REVIEW\"",
        "\"DECISION\"",
        &["a.toml:32: filing: legs should end in their one DECISION"],
    );
    check(
        "valid_from = 2023-06-01",
        "valid_from = 2023-05-31",
        &["a.toml:13: filing: overlaps with the version in a.toml:2"],
    );
    check("valid_to = 2023-05-31\n", "", &["a.toml:12: filing: overlaps with the version in a.toml:2"]);
    check(
        "valid_from = 2023-06-01",
        "valid_from = 2023-06-01\nvalid_to = 2023-05-31",
        &["a.toml:24: filing: valid_to is before valid_from"],
    );
}

#[test]
fn prerequisites_lead_somewhere() {
    check(
        "[\"filing\"",
        "[\"fling\"",
        &["a.toml:56: acceptance: requires fling, which is not in the catalogue"],
    );
    check(
        "[\"filing\"",
        "[\"filing | filing\"",
        &["a.toml:56: acceptance: filing | filing has filing twice"],
    );
    check("[\"filing\"", "[\"filing\", \"filing\"", &["a.toml:56: acceptance: requires has filing twice"]);
    check("[\"filing\"", "[\"filing | \"", &["a.toml:56: acceptance: a member of requires is empty"]);
    check(
        "[\"filing\"",
        "[\"filing\", \"~filing\"",
        &["a.toml:56: acceptance: requires has filing as law and as custom"],
    );
    check(
        "[\"filing\"",
        "[\"~@COMPLETION\"",
        &["a.toml:56: acceptance: requires has @COMPLETION as law and as custom"],
    );
}

#[test]
fn nothing_waits_for_itself() {
    check(
        "[\"filing\"",
        "[\"acceptance\"",
        &["a.toml:56: acceptance: waits for itself: acceptance → acceptance"],
    );
    check(
        "before = [\"TRIAL_PRODUCTION\"]",
        "requires = [\"~acceptance\"]",
        &["a.toml:56: acceptance: waits for itself: acceptance → filing → acceptance"],
    );
    check(
        "before = [\"TRIAL_PRODUCTION\"]",
        "requires = [\"@COMPLETION\"]",
        &["a.toml:41: filing: waits for itself: filing → @COMPLETION → @START → filing"],
    );
    check(
        "phase = \"AFTER\"",
        "phase = \"BEFORE_START\"",
        &["a.toml:56: acceptance: waits for itself: acceptance → @COMPLETION → @START → acceptance"],
    );
}

#[test]
fn versions_that_never_meet_do_not_wait_for_each_other() {
    let text = FINE.replacen("level = \"COUNTY\"\n", "level = \"COUNTY\"\nrequires = [\"acceptance\"]\n", 1);
    let since = |day: &str| text.replace("\"AFTER\"", &format!("\"AFTER\"\nvalid_from = {day}"));
    assert_eq!(faults(&since("2023-06-01")), [] as [&str; 0]);
    assert_eq!(
        faults(&since("2023-05-31")),
        ["a.toml:58: acceptance: waits for itself: acceptance → filing → acceptance"]
    );
}

#[test]
fn all_faults_come_at_once_and_name_their_file() {
    let (one, two) = (FINE.replace("\"S4\"", "\"S9\"").replace("zh = \"验收\"\n", ""), "permit = 3\n[[x]]\n");
    let faults = load(&[("b.toml", &one), ("a.toml", two), ("c.toml", "permit = [")]).unwrap_err();
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "b.toml:47: acceptance: zh is missing",
            "b.toml:51: acceptance: stage: there is no \"S9\"",
            "a.toml:1: permit should be a list",
            "a.toml:2: x is no key of the form",
            "c.toml:1: unclosed array, expected `]`",
        ]
    );
}

/// Whatever line of an entry is lost, what is said names a line that is there, and what every entry has to have is missed.
#[test]
fn a_lost_line_is_no_surprise() {
    let entries =
        FILES.iter().flat_map(|(_, text)| text.split("\n\n").filter(|part| part.contains("[[permit]]")));
    let needed = ["code", "zh", "en", "department", "stage", "phase", "needed", "level"];
    let mut missed = 0;
    for entry in entries {
        let lines: Vec<&str> = entry.lines().collect();
        for (lost, line) in lines.iter().enumerate() {
            let rest: Vec<&str> = lines[..lost].iter().chain(&lines[lost + 1..]).copied().collect();
            let faults = load(&[("a.toml", &rest.join("\n"))]).err().unwrap_or_default();
            assert!(faults.iter().all(|fault| (1..=rest.len()).contains(&fault.line)), "{line}: {faults:?}");
            if needed.iter().any(|key| line.starts_with(&format!("{key} = "))) {
                let missing = |fault: &Fault| matches!(fault.reason, Reason::Missing(_));
                assert!(faults.iter().any(missing), "{line}: {faults:?}");
                missed += 1;
            }
        }
    }
    assert_eq!(missed, 99 * needed.len());
}
