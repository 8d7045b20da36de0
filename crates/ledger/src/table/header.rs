//! The header of a ledger: one row or several, with merged cells.

use std::collections::{BTreeMap, BTreeSet};

use super::Field;
use crate::sheet::{At, Cell, Sheet};
use crate::value::{Unit, half_width};

/// How far down a header is looked for, and how many rows it may have.
const LOOK: u32 = 40;
const TALL: u32 = 5;
/// So many columns that are known make a header.
const KNOWN: usize = 3;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Which, from 0.
    pub column: u32,
    /// Its headings, the widest first.
    pub path: Vec<String>,
    /// What it is about; nothing where nobody knows.
    pub field: Option<Field>,
    /// The unit that its headings name.
    pub unit: Option<Unit>,
}

impl Column {
    /// Its headings in one line: `签约情况/时间`.
    pub fn heading(&self) -> String {
        self.path.iter().map(|text| half_width(text).replace('\n', "")).collect::<Vec<_>>().join("/")
    }
}

/// The header of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its first row.
    pub first: u32,
    /// Its last row.
    pub last: u32,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
}

/// Texts of a sheet as far as they matter to its header: those of merged cells in each of them.
struct Texts<'s> {
    own: BTreeMap<At, &'s str>,
    merged: BTreeMap<At, At>,
}

impl<'s> Texts<'s> {
    fn of(sheet: &'s Sheet) -> Self {
        let below = LOOK + TALL;
        let text = |(at, cell): (&At, &'s Cell)| match cell {
            Cell::Text(text) if at.row < below => Some((*at, text.as_str())),
            _ => None,
        };
        let mut merged = BTreeMap::new();
        for merge in sheet.merges.iter().filter(|merge| merge.first.row < below) {
            for row in merge.first.row..=merge.last.row.min(below) {
                for column in merge.first.column..=merge.last.column.min(merge.first.column + 1_000) {
                    merged.insert(At { row, column }, merge.first);
                }
            }
        }
        Self { own: sheet.cells.iter().filter_map(text).collect(), merged }
    }

    /// What stands in a cell, or in the first of those it is merged with, and which that is.
    fn at(&self, at: At) -> Option<(At, &'s str)> {
        let first = self.merged.get(&at).copied().unwrap_or(at);
        self.own.get(&first).map(|text| (first, *text))
    }

    fn columns(&self, row: u32) -> BTreeSet<u32> {
        let own =
            self.own.range(At { row, column: 0 }..At { row: row + 1, column: 0 }).map(|(at, _)| at.column);
        let merged =
            self.merged.range(At { row, column: 0 }..At { row: row + 1, column: 0 }).map(|(at, _)| at.column);
        own.chain(merged).collect()
    }

    /// The headings of a column within rows, each once.
    fn path(&self, rows: std::ops::RangeInclusive<u32>, column: u32) -> Vec<String> {
        let mut seen: Vec<At> = Vec::new();
        let mut path = Vec::new();
        for row in rows {
            if let Some((first, text)) = self.at(At { row, column })
                && !seen.contains(&first)
                && !text.trim().is_empty()
            {
                seen.push(first);
                path.push(text.to_owned());
            }
        }
        path
    }

    fn known(&self, rows: std::ops::RangeInclusive<u32>) -> usize {
        let columns: BTreeSet<u32> = rows.clone().flat_map(|row| self.columns(row)).collect();
        let fields: BTreeSet<Field> =
            columns.into_iter().filter_map(|column| Field::of(&self.path(rows.clone(), column))).collect();
        fields.len()
    }

    /// Whether a row says several things: a title says one.
    fn is_wide(&self, row: u32) -> bool {
        let firsts: BTreeSet<At> = self
            .columns(row)
            .into_iter()
            .filter_map(|column| self.at(At { row, column }))
            .map(|(first, _)| first)
            .collect();
        firsts.len() > 1
    }
}

impl Header {
    /// The header of a sheet: the rows by which most columns are known. Nothing where no row looks like one.
    pub fn find(sheet: &Sheet) -> Option<Self> {
        let texts = Texts::of(sheet);
        let rows: BTreeSet<u32> = texts.own.keys().map(|at| at.row).filter(|row| *row < LOOK).collect();
        let at = rows.into_iter().find(|row| texts.known(*row..=*row) >= KNOWN)?;
        // Headings over headings, which are known by what stands below them.
        let mut first = at;
        while first > 0 && at - first + 1 < TALL && texts.is_wide(first - 1) {
            first -= 1;
        }
        // Rows that a heading reaches into, or by which more is known.
        let mut last = at;
        while last - first + 1 < TALL {
            let next = last + 1;
            let reached = texts.columns(next).into_iter().any(|column| {
                texts
                    .merged
                    .get(&At { row: next, column })
                    .is_some_and(|merged| (first..=last).contains(&merged.row))
            });
            if !reached && texts.known(first..=next) <= texts.known(first..=last) {
                break;
            }
            last = next;
        }
        let columns: BTreeSet<u32> = (first..=last).flat_map(|row| texts.columns(row)).collect();
        let column = |column: u32| {
            let path = texts.path(first..=last, column);
            let unit = path.iter().rev().find_map(|text| Unit::named_in(&half_width(text)));
            (!path.is_empty()).then(|| Column { column, field: Field::of(&path), path, unit })
        };
        let columns: Vec<Column> = columns.into_iter().filter_map(column).collect();
        Some(Self { first, last, columns })
    }

    /// The first column that is about something.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }
}
