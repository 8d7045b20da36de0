//! Rows below a header: projects, sections, sums, notes.

use std::collections::BTreeMap;

use super::Header;
use crate::sheet::{At, Cell, Sheet};
use crate::value::{half_width, shown};

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A project.
    Project,
    /// 一、西峰区(7个): what follows belongs together; and how many it says there are.
    Section(String, Option<u32>),
    /// 合计, 小计: what stands above added up; and how many it says there are.
    Total(String, Option<u32>),
    /// The header once more, as printed pages have it.
    Header,
    /// A note below the table.
    Note(String),
}

/// The rows of a sheet below its header, with what merged cells fill.
pub struct Rows<'s> {
    sheet: &'s Sheet,
    header: &'s Header,
    /// By cell, the first one of those it is merged with.
    filled: BTreeMap<At, At>,
}

/// Words that begin a row of sums.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "累计", "总合计"];
const NOTES: [&str; 6] = ["注:", "备注:", "说明:", "填表人", "填报", "制表"];

impl<'s> Rows<'s> {
    /// The rows of a sheet.
    pub fn of(sheet: &'s Sheet, header: &'s Header) -> Self {
        let mut filled = BTreeMap::new();
        let wide = header.columns.last().map_or(0, |column| column.column);
        for merge in sheet.merges.iter().filter(|merge| merge.first.row > header.last) {
            let last_row = merge.last.row.min(sheet.cells.keys().next_back().map_or(0, |at| at.row));
            for row in merge.first.row..=last_row {
                for column in merge.first.column..=merge.last.column.min(wide) {
                    filled.insert(At { row, column }, merge.first);
                }
            }
        }
        Self { sheet, header, filled }
    }

    /// What a cell holds, or the first of those it is merged with.
    pub fn cell(&self, row: u32, column: u32) -> Option<&'s Cell> {
        let at = At { row, column };
        self.sheet.cells.get(self.filled.get(&at).unwrap_or(&at))
    }

    /// The rows that hold something, with what each is, in order.
    pub fn each(&self) -> Vec<(u32, Kind)> {
        let mut rows: Vec<(u32, Kind)> = Vec::new();
        let below = At { row: self.header.last + 1, column: 0 };
        for (at, _) in self.sheet.cells.range(below..) {
            if rows.last().is_none_or(|(row, _)| *row < at.row) {
                rows.push((at.row, self.kind(at.row)));
            }
        }
        rows
    }

    fn kind(&self, row: u32) -> Kind {
        let own: Vec<(u32, String)> = self
            .sheet
            .cells
            .range(At { row, column: 0 }..At { row: row + 1, column: 0 })
            .map(|(at, cell)| (at.column, half_width(&shown(cell))))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let Some((_, first)) = own.first() else { return Kind::Note(String::new()) };
        let bare: String = first.chars().filter(|c| !c.is_whitespace()).collect();
        if TOTALS.iter().any(|word| bare.starts_with(word)) && bare.chars().count() <= 12 {
            let count = own.iter().take(3).find_map(|(_, text)| counted(text));
            return Kind::Total(bare, count);
        }
        let headings = own.iter().filter(|(column, text)| {
            let heading = self.header.columns.iter().find(|found| found.column == *column);
            heading
                .and_then(|heading| heading.path.last())
                .is_some_and(|heading| half_width(heading) == *text)
        });
        if own.len() > 2 && headings.count() == own.len() {
            return Kind::Header;
        }
        let across = self.sheet.merges.iter().any(|merge| {
            let wide = usize::try_from(merge.last.column - merge.first.column).unwrap_or(usize::MAX);
            merge.first.row == row && 2 * wide > self.header.columns.len()
        });
        if NOTES.iter().any(|word| bare.starts_with(word)) && own.len() <= 2 {
            return Kind::Note(first.clone());
        }
        let few = own.len() == 1 || own.len() == 2 && self.header.columns.len() > 4;
        if across || few && is_numbered(&bare) {
            return if is_numbered(&bare)
                || counted(&bare).is_some()
                || own.len() == 1 && bare.chars().count() <= 20
            {
                Kind::Section(name_of(&bare), own.iter().find_map(|(_, text)| counted(text)))
            } else {
                Kind::Note(first.clone())
            };
        }
        Kind::Project
    }
}

/// 一、工业项目: numbered as sections are.
fn is_numbered(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '第']);
    let rest = text.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < text.len() && rest.starts_with(['、', ')', '.', '部', '类'])
}

/// A section's name without its number and count: 一、西峰区(7个) as 西峰区.
fn name_of(text: &str) -> String {
    let numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '(', ')', '第', '、', '.'];
    let name = if is_numbered(text) { text.trim_start_matches(numerals) } else { text };
    name.split('(').next().unwrap_or(name).to_owned()
}

/// How many a text says there are: 54个, (7个), 32项.
fn counted(text: &str) -> Option<u32> {
    ['个', '项'].iter().find_map(|unit| {
        let (before, _) = text.split_once(*unit)?;
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        digits.chars().rev().collect::<String>().parse().ok()
    })
}
