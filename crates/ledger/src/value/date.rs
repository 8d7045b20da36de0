//! Dates as rough as ledgers have them: `2024年5月底`, `24.6.24`, `2024年上半年`, the serial number of a sheet.

use chrono::{Datelike, Days, Months, NaiveDate};
use luodi_domain::partial_date::{PartialDate, Precision};

use super::Mistake;
use super::text::{decimal, half_width, is_nothing};
use crate::sheet::Cell;

/// Words around a date that say nothing of the day.
const BEFORE: [&str; 9] = ["预计", "计划", "拟于", "拟", "争取", "力争", "约", "于", "在"];
const BEHIND: [&str; 12] = [
    "00:00:00",
    "竣工投产",
    "建成投产",
    "投产",
    "开工",
    "签约",
    "竣工",
    "建成",
    "之前",
    "左右",
    "以前",
    "前",
];

/// The days of sheets between 2000 and 2100, as numbers: a number among them is a day whose form got lost.
const SERIALS: std::ops::RangeInclusive<u32> = 36_526..=73_050;

/// Reads the date in a cell; `year` is the one that a day or month without a year is of, where one is known. Nothing where
/// nothing is said.
///
/// # Errors
/// What is no date, or of which nobody can say when it is.
pub fn date(cell: &Cell, year: Option<i32>) -> Result<Option<PartialDate>, Mistake> {
    match cell {
        Cell::Date(at) => whole(at.date(), &super::shown(cell)).map(Some),
        Cell::Number(number) => of_number(&decimal(*number)).map(Some),
        Cell::Text(text) => of_text(text, year),
        Cell::Error(error) => Err(Mistake::Formula(error.clone())),
        Cell::Bool(_) => Err(Mistake::NotADate(super::shown(cell))),
    }
}

fn whole(day: NaiveDate, raw: &str) -> Result<PartialDate, Mistake> {
    PartialDate::new(day, Precision::Day, raw).map_err(|_| Mistake::NoSuchDay(raw.to_owned()))
}

/// A number is a serial, `20240726`, a year, or a month written like one: of 2024.1 nobody knows whether it was 2024.10.
fn of_number(number: &str) -> Result<PartialDate, Mistake> {
    if let Ok(serial) = number.parse::<u32>()
        && SERIALS.contains(&serial)
    {
        let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
        return whole(first + Days::new(u64::from(serial)), number);
    }
    let whole_part = number.split('.').next().unwrap_or(number);
    if ![4, 6, 8].contains(&whole_part.len()) {
        return Err(Mistake::NotADate(number.to_owned()));
    }
    if number.split_once('.').is_some_and(|(year, month)| year.len() == 4 && month == "1") {
        return Err(Mistake::JanuaryOrOctober(number.to_owned()));
    }
    of_text(number, None)?.ok_or_else(|| Mistake::NotADate(number.to_owned()))
}

fn of_text(text: &str, year: Option<i32>) -> Result<Option<PartialDate>, Mistake> {
    let plain = half_width(text);
    if is_nothing(&plain) {
        return Ok(None);
    }
    let bare = without_words(&plain);
    if ['后', '内'].iter().any(|after| bare.contains(*after)) {
        return Err(Mistake::RelativeDate(plain));
    }
    let bare = in_digits(&bare);
    let Some(found) = read(&bare, year) else { return Err(Mistake::NotADate(plain)) };
    let Found { year, precision, month, day } = found;
    let year = year.ok_or_else(|| Mistake::YearUnknown(plain.clone()))?;
    let no_such_day = || Mistake::NoSuchDay(plain.clone());
    let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(no_such_day)?;
    let date = match day {
        DayOf::Month(day) => first.with_day(day).ok_or_else(no_such_day)?,
        DayOf::Last => first + Months::new(1) - Days::new(1),
    };
    PartialDate::new(date, precision, plain.as_str()).map(Some).map_err(|_| no_such_day())
}

fn without_words(text: &str) -> String {
    let mut bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    loop {
        let before = BEFORE.iter().find_map(|word| bare.strip_prefix(word));
        let behind =
            || BEHIND.iter().find_map(|word| bare.strip_suffix(word)).filter(|rest| !rest.is_empty());
        match before.or_else(behind) {
            Some(rest) => bare = rest.to_owned(),
            None => return bare,
        }
    }
}

/// A day by its month, or its last one.
enum DayOf {
    Month(u32),
    Last,
}

struct Found {
    year: Option<i32>,
    precision: Precision,
    month: u32,
    day: DayOf,
}

impl Found {
    const fn span(year: Option<i32>, precision: Precision, month: u32) -> Self {
        Self { year, precision, month, day: DayOf::Month(1) }
    }

    const fn day(year: Option<i32>, month: u32, day: DayOf) -> Self {
        Self { year, precision: Precision::Day, month, day }
    }
}

fn read(text: &str, assumed: Option<i32>) -> Option<Found> {
    let (digits, rest) = leading(text);
    let number: u32 = digits.parse().ok()?;
    match (digits.len(), rest.chars().next()) {
        (8, None) => {
            let (month, day) = (number / 100 % 100, number % 100);
            Some(Found::day(Some(year_of(number / 10_000)?), month, DayOf::Month(day)))
        }
        (6, None) => Some(Found::span(Some(year_of(number / 100)?), Precision::Month, number % 100)),
        (4, None) => Some(Found::span(Some(year_of(number)?), Precision::Year, 1)),
        (4, Some(_)) => in_year(Some(year_of(number)?), rest.trim_start_matches(['.', '/', '-', '年'])),
        (2, Some('.' | '/' | '-' | '年')) => {
            in_year(Some(year_of(2000 + number)?), rest.trim_start_matches(['.', '/', '-', '年']))
        }
        // 5月中旬
        (1 | 2, Some('月')) => in_year(assumed, text),
        _ => None,
    }
}

fn year_of(number: u32) -> Option<i32> {
    i32::try_from(number).ok().filter(|year| (1900..=2199).contains(year))
}

/// What of a year a text says.
fn in_year(year: Option<i32>, text: &str) -> Option<Found> {
    let half = |month| Some(Found::span(year, Precision::Half, month));
    match text {
        "" | "初" => return Some(Found::span(year, Precision::Year, 1)),
        "上半年" | "H1" | "h1" => return half(1),
        "下半年" | "H2" | "h2" => return half(7),
        "底" | "年底" | "末" | "年末" => return Some(Found::day(year, 12, DayOf::Last)),
        _ => {}
    }
    let quarter = text.trim_start_matches(['第', 'Q', 'q']);
    if quarter.len() < text.len() || text.contains('季') {
        let quarter = quarter.trim_end_matches("季度").trim_end_matches('季');
        let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        return Some(Found::span(year, Precision::Quarter, 3 * quarter - 2));
    }
    let (digits, rest) = leading(text);
    if digits.is_empty() || digits.len() > 2 {
        return None;
    }
    let month: u32 = digits.parse().ok()?;
    let rest = rest.trim_start_matches(['.', '/', '-', '月']).trim_start_matches("份");
    let day = match rest {
        "" | "初" => return Some(Found::span(year, Precision::Month, month)),
        "上旬" => DayOf::Month(10),
        "中旬" => DayOf::Month(20),
        "下旬" | "底" | "末" => DayOf::Last,
        rest => {
            let (digits, behind) = leading(rest);
            if digits.is_empty() || digits.len() > 2 || !matches!(behind, "" | "日" | "号") {
                return None;
            }
            DayOf::Month(digits.parse().ok()?)
        }
    };
    Some(Found::day(year, month, day))
}

fn leading(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// Chinese numerals as digits: 二〇二四年 as 2024年, 十二月 as 12月, 三季度 as 3季度.
fn in_digits(text: &str) -> String {
    let mut told = String::new();
    let mut run: Vec<u32> = Vec::new();
    for c in text.chars().chain(['\0']) {
        if let Some(value) = numeral(c) {
            run.push(value);
            continue;
        }
        told.push_str(&number(&run));
        run.clear();
        if c != '\0' {
            told.push(c);
        }
    }
    told
}

const fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '○' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

fn number(run: &[u32]) -> String {
    match run.iter().position(|value| *value == 10) {
        // 十二, 二十, 二十三.
        Some(ten) if run.len() <= 3 && ten <= 1 => {
            let tens = if ten == 0 { 1 } else { run[0] };
            (tens * 10 + run.get(ten + 1).copied().unwrap_or(0)).to_string()
        }
        _ => run.iter().map(ToString::to_string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(read: Result<Option<PartialDate>, Mistake>) -> String {
        match read {
            Ok(None) => "-".to_owned(),
            Ok(Some(date)) => date.code(),
            Err(mistake) => mistake.rule().to_owned(),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(told(date(&Cell::Text(text.to_owned()), None)), expected, "{text}");
    }

    #[test]
    fn days_months_and_rougher_dates_are_read() {
        for text in [
            "2024/7/26",
            "2024-07-26",
            "2024.7.26",
            "2024年7月26日",
            "24.7.26",
            "20240726",
            "２０２４年７月２６号",
        ] {
            check(text, "2024-07-26");
        }
        check("2024-07-26 00:00:00", "2024-07-26");
        for text in [
            "2024.7",
            "2024年7月",
            "2024/7",
            "202407",
            "2024年7月份",
            "24年7月",
            "预计2024年7月开工",
            "二〇二四年七月",
        ] {
            check(text, "2024-07");
        }
        // Text keeps the digits that were typed.
        check("2024.1", "2024-01");
        check("2024.10", "2024-10");
        check("2024年4月上旬", "2024-04-10");
        check("2024年4月中旬", "2024-04-20");
        check("2024年2月下旬", "2024-02-29");
        check("2025年2月底", "2025-02-28");
        check("2024年12月底前", "2024-12-31");
        check("2024年底", "2024-12-31");
        check("2024年上半年", "2024-H1");
        check("2024下半年", "2024-H2");
        check("2024年二季度", "2024-Q2");
        check("2024年第3季度", "2024-Q3");
        check("2024Q4", "2024-Q4");
        check("2024年", "2024");
        check("2024", "2024");
        check("二〇二四年十二月三十一日", "2024-12-31");
        check("2024年二十", "日期不存在");
    }

    #[test]
    fn what_is_no_date_is_said_so() {
        for nothing in ["", "　", "-", "待定", "无"] {
            check(nothing, "-");
        }
        check("已开工", "不是日期");
        check("签约后6个月", "是相对日期");
        check("签约后6个月内", "是相对日期");
        check("领证后", "是相对日期");
        check("5月中旬", "没有年份");
        check("2024.2.30", "日期不存在");
        check("2024.13", "日期不存在");
        check("2024年五季度", "不是日期");
        check("2024年5月-2025年6月", "不是日期");
        check("123", "不是日期");
    }

    #[test]
    fn numbers_and_days_of_the_sheet_are_read() {
        fn check(number: f64, expected: &str) {
            assert_eq!(told(date(&Cell::Number(number), None)), expected, "{number}");
        }
        check(45_499.0, "2024-07-26");
        check(20_240_726.0, "2024-07-26");
        check(2024.7, "2024-07");
        check(2024.11, "2024-11");
        check(2024.1, "月份不明");
        check(2024.0, "2024");
        check(17.33, "不是日期");
        let day = NaiveDate::from_ymd_opt(2024, 5, 5).unwrap();
        assert_eq!(told(date(&Cell::Date(day.and_hms_opt(8, 0, 0).unwrap()), None)), "2024-05-05");
    }

    #[test]
    fn a_year_that_is_known_is_taken() {
        assert_eq!(told(date(&Cell::Text("5月中旬".to_owned()), Some(2024))), "2024-05-20");
        assert_eq!(told(date(&Cell::Text("5月3日".to_owned()), Some(2024))), "2024-05-03");
    }

    proptest! {
        #[test]
        fn whatever_is_there_is_read_or_refused(text in "[0-9年月日./\\-上中下旬底半季度第Qq十二〇 ]{0,14}") {
            let _ = date(&Cell::Text(text), Some(2024));
        }

        #[test]
        fn any_number_is_read_or_refused(number in any::<f64>()) {
            let _ = date(&Cell::Number(number), None);
        }

        #[test]
        fn every_day_is_read_back(days in 0_u64..70_000, form in 0_usize..4) {
            let day = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + Days::new(days);
            let (y, m, d) = (day.year(), day.month(), day.day());
            let text = [format!("{y}.{m}.{d}"), format!("{y}/{m:02}/{d:02}"), format!("{y}年{m}月{d}日"), format!("{y}{m:02}{d:02}")];
            let read = date(&Cell::Text(text[form].clone()), None).unwrap().unwrap();
            prop_assert_eq!((read.first_day(), read.precision()), (day, Precision::Day));
        }
    }
}
