//! Ledgers as texts, and what is read of them.

mod messes;

use luodi_domain::codes::RegionCode;

use super::{Ledger, ReadError, Row, read};
use crate::sheet::{At, Cell, Merge, Sheet};

/// A sheet, a row on each line, cells between bars. `^` is merged with the cell above it, `<` with the one before it;
/// `#12.5` is a number, `@2024-05-06` a day of the sheet, `!#N/A` a formula that came to nothing.
pub(super) fn sheet(text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for (row, line) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(line.split('|')) {
            let at = At { row, column };
            match cell.trim() {
                "" => {}
                "^" => grow(&mut sheet, At { row: row - 1, column }, at),
                "<" => grow(&mut sheet, At { row, column: column - 1 }, at),
                cell => {
                    sheet.cells.insert(at, held(cell));
                }
            }
        }
    }
    sheet
}

fn grow(sheet: &mut Sheet, from: At, to: At) {
    match sheet.merges.iter_mut().find(|merge| merge.last == from) {
        Some(merge) => merge.last = to,
        None => sheet.merges.push(Merge { first: from, last: to }),
    }
}

fn held(cell: &str) -> Cell {
    let marked = |mark| cell.strip_prefix(mark);
    if let Some(number) = marked('#') {
        Cell::Number(number.parse().unwrap())
    } else if let Some(day) = marked('@') {
        Cell::Date(day.parse::<chrono::NaiveDate>().unwrap().into())
    } else if let Some(error) = marked('!') {
        Cell::Error(error.to_owned())
    } else {
        Cell::Text(cell.replace("\\n", "\n"))
    }
}

pub(super) fn regions(name: &str) -> Option<RegionCode> {
    let code = match name {
        "甲县" | "甲县城区" => "621021",
        "乙县" => "621022",
        _ => return None,
    };
    RegionCode::parse(code).ok()
}

pub(super) fn ledger(text: &str) -> Result<Ledger, ReadError> {
    read(&sheet(text), &regions)
}

/// The rows that were read, each by what `told` says of it; of a refused one its reasons.
#[track_caller]
pub(super) fn check(text: &str, told: impl Fn(&Row) -> String, expected: &[&str]) {
    let ledger = ledger(text).unwrap();
    let row = |row: &Row| {
        let problems: Vec<String> = row.problems.iter().map(super::Problem::reason).collect();
        let told = if problems.is_empty() { told(row) } else { format!("! {}", problems.join("；")) };
        format!("{} {told}", row.number)
    };
    let rows: Vec<String> = ledger.rows.iter().map(row).collect();
    assert_eq!(rows, expected, "{:#?}", ledger.header);
}
