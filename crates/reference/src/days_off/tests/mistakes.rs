//! Each kind of mistake in a file, refused with its line and the reason.

use crate::days_off::read;

const FINE: &str = r#"# Days off of 2027.
year = 2027
sources = ["国办发明电〔2026〕0号"]
off = [
    "2027-01-01..2027-01-03", # 元旦
    "2027-02-05",
]
worked = [
    "2027-01-09",
]
"#;

#[test]
fn a_file_is_read() {
    let found = read(FINE).unwrap();
    assert_eq!(found.year, 2027);
    assert_eq!(found.sources, ["国办发明电〔2026〕0号"]);
    let shown =
        |days: &[chrono::NaiveDate]| -> Vec<String> { days.iter().map(ToString::to_string).collect() };
    assert_eq!(shown(&found.off), ["2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05"]);
    assert_eq!(shown(&found.worked), ["2027-01-09"]);
}

/// What is said of the file with one text in place of another.
fn check(was: &str, is: &str, expected: &str) {
    assert!(FINE.contains(was), "{was}");
    let found =
        read(&FINE.replacen(was, is, 1)).map_or_else(|error| error.to_string(), |_| "taken".to_owned());
    let first = found.lines().next().unwrap_or_default();
    assert_eq!(first, expected, "{was} -> {is}");
}

#[test]
fn each_mistake_is_found_in_its_line() {
    check("# Days off of 2027.", "", "taken");
    check("year = 2027\n", "", "line 1: missing field `year`");
    check("year = 2027", "year = \"2027\"", "line 2: invalid type: string \"2027\", expected i32");
    check("year = 2027", "year = 1900", "line 2: 1900 is no year between 2000 and 2100");
    check("year = 2027", "year = -2147483648", "line 2: -2147483648 is no year between 2000 and 2100");
    check("year = 2027", "year = 2027\nyear = 2027", "line 3: duplicate key");
    check(
        "year = 2027",
        "jahr = 2027",
        "line 2: unknown field `jahr`, expected one of `year`, `sources`, `off`, `worked`",
    );
    check(
        "worked = [",
        "work = [",
        "line 8: unknown field `work`, expected one of `year`, `sources`, `off`, `worked`",
    );
    check("[\"国办发明电〔2026〕0号\"]", "[]", "line 3: no notice is named");
    check("国办发明电〔2026〕0号", " ", "line 3: the name of a notice: the text is empty");
    check(
        "\"国办发明电〔2026〕0号\"",
        "\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"",
        "line 3: 6 notices are more than the 5 that a year has at most",
    );
    let not_days = |text: &str| {
        format!(
            "line 6: {text:?} is neither a day such as 2026-01-01 nor days such as 2026-01-01..2026-01-03"
        )
    };
    check("2027-02-05", "2027-02-30", &not_days("2027-02-30"));
    check("2027-02-05", "5 February", &not_days("5 February"));
    check("2027-02-05", "2027-02-05...2027-02-06", &not_days("2027-02-05...2027-02-06"));
    check(
        "2027-02-05",
        "2027-02-05..2027-02-06..2027-02-07",
        &not_days("2027-02-05..2027-02-06..2027-02-07"),
    );
    check("\"2027-02-05\"", "2027-02-05", "line 6: invalid type: map, expected a string");
    check("2027-02-05", "2027-02-05..2027-02-04", "line 6: \"2027-02-05..2027-02-04\" ends before it begins");
    let outside = "lies outside 2027, the December before and the January after";
    check("2027-02-05", "2026-02-05", &format!("line 6: 2026-02-05 {outside}"));
    check("2027-02-05", "2027-02-05..9999-12-31", &format!("line 6: 9999-12-31 {outside}"));
    check("2027-01-09", "2028-02-05", &format!("line 9: 2028-02-05 {outside}"));
    check("2027-02-05", "2027-01-03", "line 6: 2027-01-03 is there twice");
    check("2027-02-05", "2027-01-09", "line 9: 2027-01-09 is both off and worked");
    check("2027-01-09", "2027-01-08", "line 9: 2027-01-08 is a weekday and worked anyway");
    check(
        "2027-02-05",
        "2027-02-05..2027-05-05",
        "line 4: 93 days are more than the 80 that a year has at most",
    );
    check(
        "\"2027-01-01..2027-01-03\", # 元旦\n    \"2027-02-05\",",
        "",
        "line 4: there is no day off of 2027 itself",
    );
    check("off = [", "off = ", "line 5: key with no value, expected `=`");
}
