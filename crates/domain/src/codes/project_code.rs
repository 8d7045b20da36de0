//! The project code 投资项目代码 of the national investment approval platform (GB/T 40058-2021).

use std::fmt;

use super::{RegionCode, half_width};
use crate::coded::coded_enum;

/// Digits before each hyphen of the normal form.
const HYPHENS: [usize; 4] = [4, 10, 12, 14];
/// Digits of a code; some old ones have a serial of five digits and so one digit fewer.
const DIGITS: usize = 20;
/// Engineering suffixes are short, `-01`; more digits than this are taken for a slip.
const LONGEST_SUFFIX: usize = 3;

/// Labels that get copied along with a code.
const LABELS: [&str; 2] = ["投资项目代码", "项目代码"];

coded_enum! {
    /// Which of the two formats a project code has; the first group tells.
    pub enum ProjectCodeForm {
        /// `YYMM-RRRRRR-DD-TT-NNNNNC`, given since November 2020, the last digit a check digit.
        New = "NEW",
        /// `YYYY-RRRRRR-II-TT-NNNNNN` of 2015 to 2020: industry and kind of approval in the middle, nothing to check by.
        Old = "OLD",
    }
}

/// Why a text is no project code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectCodeError {
    /// The wrong number of digits.
    #[error("a project code has 20 digits (19 in some codes of 2015 to 2020), found {found}")]
    Length {
        /// The digits found.
        found: usize,
    },
    /// Something that is neither digit nor hyphen.
    #[error("a project code has digits and hyphens only, character {position} is {character:?}")]
    Character {
        /// Its place, from 1, in the text without its blanks and label.
        position: usize,
        /// What stands there.
        character: char,
    },
    /// A hyphen inside a group, so that digits are missing before or after it.
    #[error("the groups of a project code have 4-6-2-2-6 digits, found a hyphen after digit {after}")]
    Hyphen {
        /// How many digits stand before the hyphen.
        after: usize,
    },
    /// The first group is neither a year of the old format nor a year and month.
    #[error(
        "a project code begins with two digits of the year and a month 01 to 12, or a year 2015 to 2020, found {group}"
    )]
    Month {
        /// The first group.
        group: String,
    },
    /// The last digit does not follow from the nineteen before it: one of them is mistyped.
    #[error("the check digit must be {expected}, found {found}: some digit is mistyped")]
    Check {
        /// The digit that ISO 7064 MOD 11,10 computes.
        expected: u32,
        /// The digit found.
        found: u32,
    },
    /// A good project code with a local sub-project number behind it.
    #[error("{code}-{suffix} is an engineering code 工程代码: the project code is {code}, without -{suffix}")]
    EngineeringSuffix {
        /// The project code in it.
        code: ProjectCode,
        /// The digits behind it.
        suffix: String,
    },
}

/// A project code in its normal form with four hyphens, `2505-330354-04-01-274607`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectCode(String);

impl ProjectCode {
    /// Reads a code as people write it: with its label, blanks, full-width characters, `#` or another dash for the
    /// hyphens, or without some of them.
    ///
    /// A new code must have the right check digit. An old one has none, so only its shape is checked.
    pub fn parse(text: &str) -> Result<Self, ProjectCodeError> {
        let (digits, hyphens) = digits_and_hyphens(&normalise(text))?;
        let Some(group) = digits.get(..4) else {
            return Err(ProjectCodeError::Length { found: digits.len() });
        };
        let form = form(group);
        if form == ProjectCodeForm::New && !("01"..="12").contains(&&group[2..]) {
            return Err(ProjectCodeError::Month { group: group.to_owned() });
        }
        let length = length(form, &digits, &hyphens);
        let (code, suffix) = digits.split_at_checked(length).unwrap_or((&digits, ""));
        let has_suffix = hyphens.contains(&length) && (1..=LONGEST_SUFFIX).contains(&suffix.len());
        if code.len() < length || !(suffix.is_empty() || has_suffix) {
            return Err(ProjectCodeError::Length { found: digits.len() });
        }
        let expected = |after: &usize| HYPHENS.contains(after) || (has_suffix && *after >= length);
        if let Some(&after) = hyphens.iter().find(|after| !expected(after)) {
            return Err(ProjectCodeError::Hyphen { after });
        }
        if form == ProjectCodeForm::New {
            check(code)?;
        }
        let (time, region, middle, kind, serial) =
            (&code[..4], &code[4..10], &code[10..12], &code[12..14], &code[14..]);
        let code = Self(format!("{time}-{region}-{middle}-{kind}-{serial}"));
        if has_suffix {
            return Err(ProjectCodeError::EngineeringSuffix { code, suffix: suffix.to_owned() });
        }
        Ok(code)
    }

    /// The normal form, with hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which format the code has.
    pub fn form(&self) -> ProjectCodeForm {
        form(&self.0[..4])
    }

    /// The region the code was given in; nothing where its six digits are no GB/T 2260 code, `000000`.
    pub fn region(&self) -> Option<RegionCode> {
        RegionCode::parse(&self.0[5..11]).ok()
    }
}

impl fmt::Display for ProjectCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text in half width, without blanks and label, every dash a hyphen.
fn normalise(text: &str) -> String {
    let text: String = half_width(text)
        .map(|c| match c {
            // Hyphens and dashes, horizontal bar, minus, the box drawing line that input methods offer as a dash.
            '#' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{FE58}' | '\u{FE63}' => '-',
            _ => c,
        })
        .collect();
    match LABELS.iter().find_map(|label| text.strip_prefix(label)) {
        Some(rest) => rest.strip_prefix(':').unwrap_or(rest).to_owned(),
        None => text,
    }
}

/// The digits of a normalised text, and after how many of them each hyphen stands.
fn digits_and_hyphens(text: &str) -> Result<(String, Vec<usize>), ProjectCodeError> {
    let mut digits = String::new();
    let mut hyphens = Vec::new();
    for (character, position) in text.chars().zip(1..) {
        match character {
            '0'..='9' => digits.push(character),
            '-' => hyphens.push(digits.len()),
            _ => return Err(ProjectCodeError::Character { position, character }),
        }
    }
    Ok((digits, hyphens))
}

/// The format that a first group of four digits belongs to.
///
/// `2011` and `2012` are November and December 2020 in the new format: the old one began in 2015.
fn form(group: &str) -> ProjectCodeForm {
    match group {
        "2015" | "2016" | "2017" | "2018" | "2019" | "2020" => ProjectCodeForm::Old,
        _ => ProjectCodeForm::New,
    }
}

/// How many of the digits are the code: an old one may have a serial of five, seen by where it or its suffix begins.
fn length(form: ProjectCodeForm, digits: &str, hyphens: &[usize]) -> usize {
    let short = digits.len() == DIGITS - 1 || hyphens.contains(&(DIGITS - 1));
    if form == ProjectCodeForm::Old && short { DIGITS - 1 } else { DIGITS }
}

/// Checks the last digit by ISO/IEC 7064 MOD 11,10.
///
/// No public text names the method; it is inferred from public codes: all six new ones follow it, none of four old ones.
fn check(code: &str) -> Result<(), ProjectCodeError> {
    let mut values = code.chars().filter_map(|c| c.to_digit(10));
    let product = values.by_ref().take(DIGITS - 1).fold(10, |product, digit| match (product + digit) % 10 {
        0 => 20 % 11,
        sum => 2 * sum % 11,
    });
    let expected = (11 - product) % 10;
    match values.next() {
        Some(found) if found != expected => Err(ProjectCodeError::Check { expected, found }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = ProjectCode::parse(text).map_or_else(|e| e.to_string(), |code| code.to_string());
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn form_and_region() {
        fn check(code: &str, form: ProjectCodeForm, region: Option<&str>) {
            let parsed = ProjectCode::parse(code).unwrap();
            assert_eq!(parsed.as_str(), code);
            assert_eq!(parsed.form(), form, "{code}");
            assert_eq!(parsed.region().as_ref().map(RegionCode::as_str), region, "{code}");
        }
        use ProjectCodeForm::{New, Old};
        // Met in public data.
        check("2505-330354-04-01-274607", New, Some("330354"));
        check("2509-320193-89-01-544060", New, Some("320193"));
        check("2603-141124-89-05-346948", New, Some("141124"));
        check("2509-140602-89-05-864976", New, Some("140602"));
        check("2502-140109-89-01-287745", New, Some("140109"));
        check("2411-130202-89-01-637015", New, Some("130202"));
        check("2017-130000-01-01-00001", Old, Some("130000"));
        // Made up.
        check("2401-610600-04-01-123450", New, Some("610600"));
        check("2404-621002-04-01-000012", New, Some("621002"));
        check("2103-610602-07-02-543211", New, Some("610602"));
        check("2206-640122-04-05-102038", New, Some("640122"));
        check("2015-610600-13-03-000001", Old, Some("610600"));
        check("2020-640122-13-03-017459", Old, Some("640122"));
        // November and December 2020, not the years 2011 and 2012.
        check("2011-610600-04-01-123453", New, Some("610600"));
        check("2012-610600-04-01-123454", New, Some("610600"));
        // Six digits that are no region of GB/T 2260.
        check("2012-000000-04-01-000016", New, None);
        check("2018-000052-44-02-000123", Old, None);
        check("2011-660001-04-01-123454", New, None);
    }

    #[test]
    fn spellings() {
        const CODE: &str = "2505-330354-04-01-274607";
        check("25053303540401274607", CODE);
        check("项目代码:2505-330354-04-01-274607", CODE);
        check("项目代码： 2505-330354-04-01-274607", CODE);
        check("投资项目代码 2505-330354-04-01-274607", CODE);
        check("2505#330354#04#01#274607", CODE);
        check("２５０５－３３０３５４－０４－０１－２７４６０７", CODE);
        check("2505——330354—04–01‑274607", CODE);
        check("2505 - 330354 − 04 ─ 01 ﹣ 274607\n", CODE);
        check("2505-330354-0401-274607", CODE);
        check("\u{3000}2505 330354 04 01 274607\u{200B}", CODE);
        check("2017130000010100001", "2017-130000-01-01-00001");
        check("20171300000101000012", "2017-130000-01-01-000012");
    }

    #[test]
    fn refusals() {
        const LENGTH: &str = "a project code has 20 digits (19 in some codes of 2015 to 2020), found";
        check("", &format!("{LENGTH} 0"));
        check("项目代码：", &format!("{LENGTH} 0"));
        check("250", &format!("{LENGTH} 3"));
        check("2505-330354-04-01-27460", &format!("{LENGTH} 19"));
        check("250533035404012746077", &format!("{LENGTH} 21"));
        check("2505-330354-04-01-2746070", &format!("{LENGTH} 21"));
        check("2505-330354-04-01-274607-2026", &format!("{LENGTH} 24"));
        check("2017-130000-01-01-0001", &format!("{LENGTH} 18"));
        check("2505-33O354-04-01-274607", "a project code has digits and hyphens only, character 8 is 'O'");
        check("备案号2505", "a project code has digits and hyphens only, character 1 is '备'");
        check("2505\0", "a project code has digits and hyphens only, character 5 is '\\0'");
        check(
            "2505-33035-404-01-274607",
            "the groups of a project code have 4-6-2-2-6 digits, found a hyphen after digit 9",
        );
        check(
            "-2505-330354-04-01-274607",
            "the groups of a project code have 4-6-2-2-6 digits, found a hyphen after digit 0",
        );
        check(
            "2505-330354-04-01-274607-",
            "the groups of a project code have 4-6-2-2-6 digits, found a hyphen after digit 20",
        );
        for group in ["2013", "2014", "2021", "2500", "2599"] {
            check(
                &format!("{group}-610600-04-01-123450"),
                &format!(
                    "a project code begins with two digits of the year and a month 01 to 12, or a year 2015 to 2020, found {group}"
                ),
            );
        }
        check("2401-610600-04-01-123456", "the check digit must be 0, found 6: some digit is mistyped");
        check("2505-330345-04-01-274607", "the check digit must be 9, found 7: some digit is mistyped");
    }

    #[test]
    fn an_engineering_code_is_told_from_its_project_code() {
        check(
            "2505-330354-04-01-274607-01",
            "2505-330354-04-01-274607-01 is an engineering code 工程代码: the project code is 2505-330354-04-01-274607, without -01",
        );
        check(
            "2505#330354#04#01#274607#002",
            "2505-330354-04-01-274607-002 is an engineering code 工程代码: the project code is 2505-330354-04-01-274607, without -002",
        );
        check(
            "2017-130000-01-01-00001-01",
            "2017-130000-01-01-00001-01 is an engineering code 工程代码: the project code is 2017-130000-01-01-00001, without -01",
        );
        check("2401-610600-04-01-123456-01", "the check digit must be 0, found 6: some digit is mistyped");
        check(
            "2505-33035-404-01-274607-01",
            "the groups of a project code have 4-6-2-2-6 digits, found a hyphen after digit 9",
        );
    }

    proptest! {
        #[test]
        fn one_wrong_digit_after_the_month_is_always_noticed(
            head in "2[1-9](0[1-9]|1[0-2])[0-9]{15}",
            place in 4_usize..20,
            step in 1_u8..10,
        ) {
            let good: Vec<String> =
                (0..10).map(|digit| format!("{head}{digit}")).filter(|code| ProjectCode::parse(code).is_ok()).collect();
            prop_assert_eq!(good.len(), 1);
            let mut wrong = good[0].clone().into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + step) % 10;
            let refused = ProjectCode::parse(&String::from_utf8(wrong).unwrap());
            let by_check = matches!(refused, Err(ProjectCodeError::Check { .. }));
            prop_assert!(by_check);
        }

        #[test]
        fn the_normal_form_reads_as_itself(text in "(20(1[5-9]|20)[0-9]{15,16})|(2[1-9]0[1-9]-?[0-9]{6}-?[0-9]{2}#?[0-9]{8})") {
            if let Ok(code) = ProjectCode::parse(&text) {
                prop_assert_eq!(ProjectCode::parse(code.as_str()), Ok(code));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9０-９\\-#：\\PC]{0,40}") {
            let _ = ProjectCode::parse(&text);
        }
    }
}
