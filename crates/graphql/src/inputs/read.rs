//! Reading input values with the domain's own parsers. What they refuse becomes a refusal with rule, path and facts.

use async_graphql::{ID, MaybeUndefined};
use chrono::NaiveTime;
use luodi_domain::codes::{
    CreditCode, CreditCodeError, ProjectCode, ProjectCodeError, RegionCode, RegionCodeError,
};
use luodi_domain::ids::IdError;
use luodi_domain::money::Money;
use luodi_domain::refusal::{Fact, Refusal, Rule};
use luodi_domain::text::{TextError, clean_line};

use crate::scalars::Decimal;

/// How much of a wrong value an error repeats, in characters.
const SHOWN: usize = 60;

/// Reads an id. One of another kind, or none at all, names nothing that exists; the error says no more.
pub(crate) fn id<T>(
    text: &ID,
    field: &'static str,
    parse: fn(&str) -> Result<T, IdError>,
) -> Result<T, Refusal> {
    parse(text).map_err(|_| Refusal::new(Rule::NotFound).at(field))
}

/// Reads an id that may be left out.
pub(crate) fn maybe_id<T>(
    text: Option<&ID>,
    field: &'static str,
    parse: fn(&str) -> Result<T, IdError>,
) -> Result<Option<T>, Refusal> {
    text.map(|text| id(text, field, parse)).transpose()
}

/// Reads a field of an edit: absent stays, null clears.
#[expect(clippy::option_option, reason = "the domain spells an edit so: untouched, cleared, given")]
pub(crate) fn edit<I, T>(
    field: &MaybeUndefined<I>,
    read: impl FnOnce(&I) -> Result<T, Refusal>,
) -> Result<Option<Option<T>>, Refusal> {
    match field {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(value) => read(value).map(|value| Some(Some(value))),
    }
}

/// A text field of an edit, as it was typed.
#[expect(clippy::option_option, reason = "the domain spells an edit so: untouched, cleared, given")]
pub(crate) fn edited_text(field: &MaybeUndefined<String>) -> Option<Option<String>> {
    match field {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(text) => Some(Some(text.clone())),
    }
}

/// Reads an amount in yuan.
pub(crate) fn money(amount: &Decimal, field: &'static str) -> Result<Money, Refusal> {
    let text = amount.to_string();
    let wrong = |_| Refusal::new(Rule::MoneyInvalid).at(field).text("value", shown(&text));
    Money::parse_yuan(&text).and_then(Money::non_negative).map_err(wrong)
}

/// Reads a time of day, `14:30` or `14:30:05`.
pub(crate) fn time(text: &str, field: &'static str) -> Result<NaiveTime, Refusal> {
    let shaped =
        matches!(text.len(), 5 | 8) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let format = if text.len() == 5 { "%H:%M" } else { "%H:%M:%S" };
    let time = NaiveTime::parse_from_str(text, format).ok().filter(|_| shaped);
    time.ok_or_else(|| invalid(text, field))
}

/// A cleaned single line of at most so many characters.
pub(crate) fn line(text: &str, max: usize, field: &'static str) -> Result<String, Refusal> {
    clean_line(text, max).map_err(|error| text_refused(error).at(field))
}

fn text_refused(error: TextError) -> Refusal {
    match error {
        TextError::Empty => Refusal::new(Rule::TextEmpty),
        TextError::TooLong { max, found } => {
            Refusal::new(Rule::TextTooLong).with("max", number(max)).with("found", number(found))
        }
        TextError::Control { position, .. } => {
            Refusal::new(Rule::TextControlCharacter).with("position", number(position))
        }
    }
}

/// Checks each of several lines; what is refused is named by its place in the list, which the domain does not know.
pub(crate) fn lines(texts: &[String], max: usize, field: &'static str) -> Result<(), Refusal> {
    texts.iter().enumerate().try_for_each(|(index, text)| {
        clean_line(text, max).map(drop).map_err(|error| text_refused(error).within(field, index))
    })
}

/// A value that is not of the form it must have.
pub(crate) fn invalid(value: &str, field: &'static str) -> Refusal {
    Refusal::new(Rule::ValueInvalid).at(field).text("value", shown(value))
}

/// Reads a project code 项目代码.
pub(crate) fn project_code(text: &str, field: &'static str) -> Result<ProjectCode, Refusal> {
    ProjectCode::parse(text).map_err(|error| {
        let problem = |code| code_problem(Rule::ProjectCodeInvalid, text, code, field);
        match error {
            ProjectCodeError::Length { found } => problem("LENGTH").with("found", number(found)),
            ProjectCodeError::Character { position, .. } => {
                problem("CHARACTER").with("position", number(position))
            }
            ProjectCodeError::Hyphen { .. } => problem("HYPHEN"),
            ProjectCodeError::Month { group } => problem("MONTH").text("found", group),
            ProjectCodeError::Check { expected, found } => {
                problem("CHECK").text("expected", expected.to_string()).text("found", found.to_string())
            }
            ProjectCodeError::EngineeringSuffix { code, .. } => {
                problem("ENGINEERING_SUFFIX").text("expected", code.to_string())
            }
        }
    })
}

/// Reads a credit code 统一社会信用代码.
pub(crate) fn credit_code(text: &str, field: &'static str) -> Result<CreditCode, Refusal> {
    CreditCode::parse(text).map_err(|error| {
        let problem = |code| code_problem(Rule::CreditCodeInvalid, text, code, field);
        let checked = |code, expected: char, found: char| {
            problem(code).text("expected", expected.to_string()).text("found", found.to_string())
        };
        match error {
            CreditCodeError::Length { found } => problem("LENGTH").with("found", number(found)),
            CreditCodeError::Character { position, .. } => {
                problem("CHARACTER").with("position", number(position))
            }
            CreditCodeError::Check { expected, found } => checked("CHECK", expected, found),
            CreditCodeError::OrganisationCheck { expected, found } => {
                checked("ORGANISATION_CHECK", expected, found)
            }
        }
    })
}

/// Reads a region code 行政区划代码.
pub(crate) fn region_code(text: &str, field: &'static str) -> Result<RegionCode, Refusal> {
    RegionCode::parse(text).map_err(|error| {
        let problem = |code| code_problem(Rule::RegionCodeInvalid, text, code, field);
        match error {
            RegionCodeError::Length { found } => problem("LENGTH").with("found", number(found)),
            RegionCodeError::Character { position, .. } => {
                problem("CHARACTER").with("position", number(position))
            }
            RegionCodeError::Province { found } => problem("PROVINCE").text("found", format!("{found:02}")),
            RegionCodeError::CountyWithoutCity { found } => {
                problem("COUNTY_WITHOUT_CITY").text("found", format!("{found:02}"))
            }
        }
    })
}

fn code_problem(rule: Rule, text: &str, problem: &'static str, field: &'static str) -> Refusal {
    let refusal = Refusal::new(rule).at(field).text("value", shown(text));
    refusal.with("problem", Fact::Term("codeProblem", problem))
}

fn number(value: usize) -> Fact {
    Fact::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

/// The beginning of a value, without anything invisible.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(SHOWN).collect()
}
