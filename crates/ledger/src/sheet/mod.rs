//! Sheets of cells, whichever kind of file they come from, read within [`Limits`].

mod csv;
mod error;
mod limits;
mod scan;
#[cfg(test)]
mod tests;
mod xls;
mod xlsx;

use std::collections::BTreeMap;

use calamine::ExcelDateTime;
use chrono::NaiveDateTime;

pub use error::{Measure, SheetError};
pub use limits::Limits;
use limits::Room;

/// Where a cell is: row and column, each from 0. Ordered by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

impl At {
    /// The cell as a sheet calls it: C7.
    pub fn address(self) -> String {
        format!("{}{}", letters(self.column), u64::from(self.row) + 1)
    }
}

/// A column as a sheet calls it: A, Z, AA.
fn letters(column: u32) -> String {
    let (before, own) = (column / 26, u8::try_from(column % 26).unwrap_or_default());
    let before = before.checked_sub(1).map_or_else(String::new, letters);
    format!("{before}{}", char::from(b'A' + own))
}

/// What a cell holds; of a formula what it came to when the file was saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, as it is written there.
    Text(String),
    /// A number without a form of a date.
    Number(f64),
    /// A number that is shown as a day, or a time.
    Date(NaiveDateTime),
    /// True or false.
    Bool(bool),
    /// What a formula says that came to nothing: `#N/A`.
    Error(String),
}

/// Cells that are merged: the first and the last, both of them part of it. Only the first holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// Its upper left cell.
    pub first: At,
    /// Its lower right cell.
    pub last: At,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// What it is called; a file of text has one without a name.
    pub name: String,
    /// Whether nobody sees it who opens the workbook.
    pub hidden: bool,
    /// The cells that hold something.
    pub cells: BTreeMap<At, Cell>,
    /// What is merged as far as cells hold something, in no order.
    pub merges: Vec<Merge>,
    /// Rows that nobody sees, hidden or filtered out, in order.
    pub hidden_rows: Vec<u32>,
}

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A workbook of Excel since 2007, or of WPS.
    Xlsx,
    /// A workbook of Excel until 2003.
    Xls,
    /// A text.
    Csv,
}

impl Kind {
    /// The kind of a file by what it begins with: names lie.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Self::Xlsx,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Self::Xls,
            _ => Self::Csv,
        }
    }
}

/// Reads the sheets of a file.
///
/// # Errors
/// What is no workbook or text, is broken, or is more than the limits allow: nothing of it is read then.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Sheet>, SheetError> {
    let mut room = Room::of(limits, bytes.len())?;
    match Kind::of(bytes) {
        Kind::Xlsx => xlsx::read(bytes, &mut room),
        Kind::Xls => xls::read(bytes, &mut room),
        Kind::Csv => csv::read(bytes, &mut room),
    }
}

/// Gives a sheet its merged cells, as far as it holds anything.
fn place(sheet: &mut Sheet, merges: impl Iterator<Item = Merge>, room: &mut Room) -> Result<(), SheetError> {
    let last_row = sheet.cells.keys().next_back().map_or(0, |at| at.row);
    let last_column = sheet.cells.keys().map(|at| at.column).max().unwrap_or(0);
    for merge in merges {
        let last = At { row: merge.last.row.min(last_row), column: merge.last.column.min(last_column) };
        let Some((rows, columns)) =
            last.row.checked_sub(merge.first.row).zip(last.column.checked_sub(merge.first.column))
        else {
            continue;
        };
        room.merged((u64::from(rows) + 1) * (u64::from(columns) + 1))?;
        sheet.merges.push(Merge { first: merge.first, last });
    }
    Ok(())
}

/// A whole number; no sheet has one beyond the fifteen digits that it keeps.
#[expect(clippy::cast_precision_loss, reason = "sheets keep fifteen digits, which a float holds")]
const fn number_of(number: i64) -> Cell {
    Cell::Number(number as f64)
}

/// A day or time of a sheet; how long something takes stays a number.
fn moment(at: &ExcelDateTime) -> Cell {
    let day = at.is_datetime().then(|| at.as_datetime()).flatten();
    day.map_or(Cell::Number(at.as_f64()), Cell::Date)
}

/// A day written as text by the program that made the sheet.
fn iso(text: &str) -> Cell {
    let day = text.get(..10).and_then(|day| day.parse::<chrono::NaiveDate>().ok());
    text.parse()
        .ok()
        .or_else(|| day.filter(|_| text.len() == 10).map(NaiveDateTime::from))
        .map_or_else(|| Cell::Text(text.to_owned()), Cell::Date)
}
