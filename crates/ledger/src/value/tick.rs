//! Whether a permit is there: a tick, a word, the number of its document, the day on which it came.

use chrono::NaiveDate;
use luodi_domain::partial_date::Precision;

use super::text::half_width;
use super::{Mistake, date, is_nothing};
use crate::sheet::Cell;

/// How a permit stands, by its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tick {
    /// It is there.
    Done {
        /// The number of its document, where that stands there.
        document: Option<String>,
        /// The day on which it came, where that stands there.
        on: Option<NaiveDate>,
    },
    /// It is under way.
    InProgress,
    /// It is not there.
    NotDone,
    /// It is not needed.
    NotNeeded,
}

const DONE: [&str; 25] = [
    "1",
    "√",
    "✓",
    "✔",
    "☑",
    "V",
    "v",
    "是",
    "有",
    "Y",
    "y",
    "已办",
    "已办理",
    "已办结",
    "办结",
    "完成",
    "已完成",
    "已取得",
    "取得",
    "已批",
    "已批复",
    "已备案",
    "已核准",
    "通过",
    "已通过",
];
const IN_PROGRESS: [&str; 17] = [
    "○",
    "〇",
    "O",
    "△",
    "正在办",
    "正在办理",
    "办理中",
    "在办",
    "正办理",
    "正在审批",
    "审批中",
    "编制中",
    "正在编制",
    "公示中",
    "已受理",
    "受理中",
    "评审中",
];
const NOT_DONE: [&str; 15] =
    ["0", "×", "✗", "✘", "✕", "X", "x", "否", "N", "n", "未办", "未办理", "未完成", "未取得", "没有"];
const NOT_NEEDED: [&str; 7] = ["不需要", "不需", "无需", "无需办理", "不涉及", "免办", "豁免"];

/// Reads how a permit stands. An empty cell says that it is not there.
///
/// # Errors
/// What says neither.
pub fn tick(cell: &Cell) -> Result<Tick, Mistake> {
    let plain = Tick::Done { document: None, on: None };
    let text = match cell {
        Cell::Bool(true) => return Ok(plain),
        Cell::Bool(false) => return Ok(Tick::NotDone),
        Cell::Error(error) => return Err(Mistake::Formula(error.clone())),
        Cell::Date(_) | Cell::Number(_) => super::shown(cell),
        Cell::Text(text) => half_width(text),
    };
    let word = text.trim_end_matches(['。', '.', '!']);
    let among = |words: &[&str]| words.contains(&word);
    if among(&NOT_NEEDED) {
        return Ok(Tick::NotNeeded);
    }
    if among(&NOT_DONE) || is_nothing(word) {
        return Ok(Tick::NotDone);
    }
    if among(&IN_PROGRESS) {
        return Ok(Tick::InProgress);
    }
    if among(&DONE) {
        return Ok(plain);
    }
    if is_document(word) {
        return Ok(Tick::Done { document: Some(word.to_owned()), on: None });
    }
    match date(cell, None) {
        Ok(Some(day)) => {
            let on = (day.precision() == Precision::Day).then(|| day.first_day());
            Ok(Tick::Done { document: None, on })
        }
        Ok(None) | Err(_) => Err(Mistake::NotATick(text)),
    }
}

/// A document's number: 庆审发〔2024〕260号, 地字第620000202400001号.
fn is_document(text: &str) -> bool {
    let numbered = text.ends_with('号') && text.chars().any(|c| c.is_ascii_digit());
    let of_year = [('〔', '〕'), ('[', ']'), ('(', ')'), ('【', '】')].into_iter().any(|(open, close)| {
        text.split_once(open).is_some_and(|(_, rest)| {
            rest.split_once(close)
                .is_some_and(|(year, _)| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
        })
    });
    let certificate = text.contains("字第");
    text.chars().count() <= 100 && numbered && (of_year || certificate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_words_and_numbers_are_read() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let told = match tick(&Cell::Text(text.to_owned())) {
                Ok(Tick::Done { document, on }) => {
                    format!("done {}", document.or_else(|| on.map(|on| on.to_string())).unwrap_or_default())
                }
                Ok(Tick::InProgress) => "in progress".to_owned(),
                Ok(Tick::NotDone) => "not done".to_owned(),
                Ok(Tick::NotNeeded) => "not needed".to_owned(),
                Err(mistake) => mistake.rule().to_owned(),
            };
            assert_eq!(told.trim(), expected, "{text}");
        }
        for text in ["√", "已办", "是", "已办理。", " √ "] {
            check(text, "done");
        }
        for text in ["×", "否", "", "-", "未办理", "无"] {
            check(text, "not done");
        }
        for text in ["正在办", "○", "办理中"] {
            check(text, "in progress");
        }
        check("不涉及", "not needed");
        check("庆审发〔2024〕260号", "done 庆审发〔2024〕260号");
        check("庆审发[2024]260号", "done 庆审发[2024]260号");
        check("地字第620000202400001号", "done 地字第620000202400001号");
        check("2024.5.6", "done 2024-05-06");
        check("2024年5月", "done");
        check("基本完成", "看不出是否已办");
        check("3号", "看不出是否已办");
    }
}
