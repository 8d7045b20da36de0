//! Sheets of cells, whichever kind of file they come from.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

/// Where a cell is: row and column, each from 0. Ordered by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
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
    /// What is merged, in no order.
    pub merges: Vec<Merge>,
    /// Rows that nobody sees, hidden or filtered out, in order.
    pub hidden_rows: Vec<u32>,
}
