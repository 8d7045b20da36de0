//! Cells as text.

use crate::sheet::Cell;

/// What people write where there is nothing to write.
const NOTHING: [&str; 16] = [
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "暂无",
    "待定",
    "未定",
    "未确定",
    "尚未确定",
    "不详",
    "空",
    "N/A",
    "*",
];

/// A text with full-width forms as their ASCII twins and blanks of any script as spaces, without those around it and
/// without what takes no room.
pub fn half_width(text: &str) -> String {
    let plain = text.chars().filter(|c| !matches!(c, '\u{200B}' | '\u{FEFF}' | '\r')).map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\n' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    plain.collect::<String>().trim().to_owned()
}

/// Whether a text says that there is nothing: 无, 待定, a dash.
pub fn is_nothing(text: &str) -> bool {
    text.is_empty() || NOTHING.contains(&text)
}

/// A cell as somebody sees it: numbers as they are, fifteen digits at most, as sheets keep them.
pub fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => decimal(*number),
        Cell::Date(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
        Cell::Date(at) => at.to_string(),
        Cell::Bool(true) => "是".to_owned(),
        Cell::Bool(false) => "否".to_owned(),
        Cell::Error(error) => error.clone(),
    }
}

/// A number by its first fifteen digits, without an exponent: a sheet keeps no more, and 17.33 is not 17.330000000000002.
pub(super) fn decimal(number: f64) -> String {
    let scientific = format!("{number:.14e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let places = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let whole = exponent + 1;
    if whole >= count {
        format!("{sign}{digits}{}", places(whole - count))
    } else if whole > 0 {
        let (whole, part) = digits.split_at(usize::try_from(whole).unwrap_or(0));
        format!("{sign}{whole}.{part}")
    } else {
        format!("{sign}0.{}{digits}", places(-whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_they_were_typed() {
        fn check(number: f64, expected: &str) {
            assert_eq!(decimal(number), expected);
        }
        check(0.0, "0");
        check(17.33, "17.33");
        check(17.330_000_000_000_002, "17.33");
        check(0.1 + 0.2, "0.3");
        check(-4.5, "-4.5");
        check(13_812_345_678.0, "13812345678");
        check(0.000_012, "0.000012");
        check(1e20, "100000000000000000000");
        check(1328.7, "1328.7");
    }

    #[test]
    fn blanks_and_wide_forms_are_put_right() {
        fn check(text: &str, expected: &str) {
            assert_eq!(half_width(text), expected);
        }
        check("　王　敏\u{200B} ", "王 敏");
        check("９１６２（ＡＢ）", "9162(AB)");
        check("一\r\n二", "一\n二");
    }
}
