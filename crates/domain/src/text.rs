//! Hygiene of the text that people type, paste or import, and the plain decimal numbers in it; every command passes
//! its text through here.
//!
//! What is refused is what a reader cannot see and a machine may obey: control characters (a NUL cannot even be stored
//! by PostgreSQL), line separators inside a line, and the bidirectional overrides that show text in another order than
//! it is stored. Anything visible is kept as given.

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing is left once the blanks around the text are gone.
    #[error("the text is empty")]
    Empty,
    /// More characters than the field holds.
    #[error("the text has {found} characters, the most allowed is {max}")]
    TooLong {
        /// The most characters allowed.
        max: usize,
        /// The characters found.
        found: usize,
    },
    /// An invisible character that steers machines instead of being read.
    #[error("character {position} is the control character U+{codepoint:04X}")]
    Control {
        /// Its place, from 1, in the text without the blanks around it.
        position: usize,
        /// Its Unicode code point.
        codepoint: u32,
    },
}

/// One line of text without the blanks around it, `max_chars` characters at the most.
pub fn clean_line(text: &str, max_chars: usize) -> Result<String, TextError> {
    checked(trim(text), max_chars, is_control).map(str::to_owned)
}

/// A text of several lines without the blanks around it, `max_chars` characters at the most.
///
/// Tabs and line feeds may stand in it; Windows line ends become line feeds first.
pub fn clean_block(text: &str, max_chars: usize) -> Result<String, TextError> {
    let text = text.replace("\r\n", "\n");
    checked(trim(&text), max_chars, |c| is_control(c) && !matches!(c, '\n' | '\t')).map(str::to_owned)
}

/// Like [`clean_line`] for a field that may be left out: absent and blank both mean nothing.
pub fn optional_line(text: Option<&str>, max_chars: usize) -> Result<Option<String>, TextError> {
    match text.map(|text| clean_line(text, max_chars)) {
        None | Some(Err(TextError::Empty)) => Ok(None),
        Some(line) => line.map(Some),
    }
}

/// Whether a character only takes up room, or not even that: white space of any script, and the zero-width space and
/// byte order mark that spreadsheets and web pages leave behind.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// Why a text is no plain decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Something other than digits around at most one decimal point: a separator, a unit, an exponent, nothing at all.
    #[error(
        "a number is written as digits with at most one decimal point, character {position} does not fit"
    )]
    Form {
        /// The first place, from 1, where a digit was due and none stands.
        position: usize,
    },
    /// Decimals finer than the smallest unit.
    #[error("at most {max} decimals are kept, found {found}")]
    Decimals {
        /// The most decimals allowed.
        max: usize,
        /// The decimals found.
        found: usize,
    },
    /// A number beyond what 64 bits hold.
    #[error("the number is too large to be held")]
    TooLarge,
}

/// Reads `-1234.5` with `places` decimals at the most as a count of the smallest unit; no float on the way.
pub(crate) fn parse_decimal(text: &str, places: usize) -> Result<i64, DecimalError> {
    let text = trim(text);
    let (sign, unsigned) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) =
        unsigned.split_once('.').map_or((unsigned, None), |(whole, decimals)| (whole, Some(decimals)));
    let start = text.len() - unsigned.len();
    let fault = digit_missing(whole).or_else(|| Some(whole.len() + 1 + digit_missing(decimals?)?));
    if let Some(place) = fault {
        return Err(DecimalError::Form { position: start + place + 1 });
    }
    let decimals = decimals.unwrap_or_default();
    if decimals.len() > places {
        return Err(DecimalError::Decimals { max: places, found: decimals.len() });
    }
    whole
        .bytes()
        .chain(decimals.bytes().chain(std::iter::repeat(b'0')).take(places))
        .try_fold(0_i64, |value, digit| value.checked_mul(10)?.checked_add(sign * i64::from(digit - b'0')))
        .ok_or(DecimalError::TooLarge)
}

/// The first place, from 0, where a run of digits should go on or begin and does not.
fn digit_missing(run: &str) -> Option<usize> {
    match run.chars().position(|c| !c.is_ascii_digit()) {
        None if run.is_empty() => Some(0),
        place => place,
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

fn checked(text: &str, max: usize, refused: impl Fn(char) -> bool) -> Result<&str, TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let found = text.chars().count();
    if found > max {
        return Err(TextError::TooLong { max, found });
    }
    match text.chars().zip(1..).find(|&(c, _)| refused(c)) {
        Some((c, position)) => Err(TextError::Control { position, codepoint: u32::from(c) }),
        None => Ok(text),
    }
}

/// Controls of C0 and C1, line and paragraph separators, bidirectional embeddings, overrides and isolates.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn control(position: usize, codepoint: u32) -> TextError {
        TextError::Control { position, codepoint }
    }

    #[test]
    fn a_line() {
        fn check(text: &str, expected: Result<&str, TextError>) {
            assert_eq!(clean_line(text, 8), expected.map(str::to_owned), "{text:?}");
        }
        check("思思食品", Ok("思思食品"));
        check("\u{3000} 思思 食品\u{a0}\n", Ok("思思 食品"));
        check("\u{FEFF}贺兰县\u{200B}", Ok("贺兰县"));
        check("𠮷野家", Ok("𠮷野家"));
        check("12345678", Ok("12345678"));
        check("123456789", Err(TextError::TooLong { max: 8, found: 9 }));
        check("一二三四五六七八九", Err(TextError::TooLong { max: 8, found: 9 }));
        check("", Err(TextError::Empty));
        check(" \u{3000}\t\r\n\u{200B}", Err(TextError::Empty));
        check("a\0b", Err(control(2, 0)));
        check("\0", Err(control(1, 0)));
        check("  a\nb", Err(control(2, 0x0A)));
        check("a\tb", Err(control(2, 0x09)));
        check("a\u{1B}[31m", Err(control(2, 0x1B)));
        check("a\u{7F}", Err(control(2, 0x7F)));
        check("a\u{9B}", Err(control(2, 0x9B)));
        check("a\u{2028}b", Err(control(2, 0x2028)));
        check("甲\u{202E}乙", Err(control(2, 0x202E)));
        check("甲\u{202A}乙", Err(control(2, 0x202A)));
        check("\u{2066}甲", Err(control(1, 0x2066)));
        check("甲\u{2069}", Err(control(2, 0x2069)));
    }

    #[test]
    fn a_block() {
        fn check(text: &str, expected: Result<&str, TextError>) {
            assert_eq!(clean_block(text, 12), expected.map(str::to_owned), "{text:?}");
        }
        check("1#车间\n\t基础完成\n", Ok("1#车间\n\t基础完成"));
        check("一\r\n二\r\n", Ok("一\n二"));
        check("一\r二", Err(control(2, 0x0D)));
        check("一\n\0", Err(control(3, 0)));
        check("一\n\u{2029}二", Err(control(3, 0x2029)));
        check("\n\t\r\n", Err(TextError::Empty));
        check("1234567890\n12", Err(TextError::TooLong { max: 12, found: 13 }));
    }

    #[test]
    fn an_optional_line() {
        fn check(text: Option<&str>, expected: Result<Option<&str>, TextError>) {
            assert_eq!(optional_line(text, 4), expected.map(|line| line.map(str::to_owned)), "{text:?}");
        }
        check(None, Ok(None));
        check(Some(""), Ok(None));
        check(Some(" \u{3000}"), Ok(None));
        check(Some(" 甲 "), Ok(Some("甲")));
        check(Some("甲乙丙丁戊"), Err(TextError::TooLong { max: 4, found: 5 }));
        check(Some("甲\0"), Err(control(2, 0)));
    }

    #[test]
    fn a_decimal() {
        fn check(text: &str, places: usize, expected: Result<i64, DecimalError>) {
            assert_eq!(parse_decimal(text, places), expected, "{text:?}");
        }
        let form = |position| Err(DecimalError::Form { position });
        check("0", 2, Ok(0));
        check("12", 2, Ok(1200));
        check("12.3", 2, Ok(1230));
        check(" 12.34\u{3000}", 2, Ok(1234));
        check("-0.01", 2, Ok(-1));
        check("007", 0, Ok(7));
        check("12.345", 2, Err(DecimalError::Decimals { max: 2, found: 3 }));
        check("12.0", 0, Err(DecimalError::Decimals { max: 0, found: 1 }));
        check("92233720368547758.07", 2, Ok(i64::MAX));
        check("-92233720368547758.08", 2, Ok(i64::MIN));
        check("92233720368547758.08", 2, Err(DecimalError::TooLarge));
        check(&"9".repeat(400), 2, Err(DecimalError::TooLarge));
        check("", 2, form(1));
        check("-", 2, form(2));
        check("--1", 2, form(2));
        check("+1", 2, form(1));
        check(".5", 2, form(1));
        check("5.", 2, form(3));
        check("1.2.3", 2, form(4));
        check("1,234", 2, form(2));
        check("1e3", 2, form(2));
        check("1２", 2, form(2));
        check("约5", 2, form(1));
        check("5亿", 2, form(2));
        check("-1.2亿", 2, form(5));
        check("NaN", 2, form(1));
    }

    #[test]
    fn messages_give_the_facts() {
        assert_eq!(TextError::Empty.to_string(), "the text is empty");
        assert_eq!(
            TextError::TooLong { max: 8, found: 9 }.to_string(),
            "the text has 9 characters, the most allowed is 8"
        );
        assert_eq!(control(2, 0x1B).to_string(), "character 2 is the control character U+001B");
    }

    proptest! {
        #[test]
        fn an_accepted_line_is_clean_and_cleaning_it_again_changes_nothing(
            text in "[ -~\\t\\n\\r\\x{0}\\x{85}\\x{2020}-\\x{2070}\\x{3000}]{0,12}",
        ) {
            if let Ok(line) = clean_line(&text, 10) {
                prop_assert!(!line.chars().any(is_control));
                prop_assert!(line.chars().count() <= 10);
                prop_assert_eq!(clean_line(&line, 10), Ok(line.clone()));
                prop_assert_eq!(clean_block(&line, 10), Ok(line));
            }
        }
    }
}
