//! A sheet as a whole.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use luodi_domain::codes::{ProjectCode, RegionCode, RegionLevel};
use luodi_domain::money::Money;
use luodi_domain::words::Words;

use super::{Control, Row};
use crate::sheet::{Cell, Sheet};
use crate::table::{Field, Header, Kind, Rows};
use crate::value::{Unit, amount, date, half_width};

/// What was read of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The sheet.
    pub sheet: String,
    /// Up to which day it says how things are: 截至2024年10月底.
    pub as_of: Option<NaiveDate>,
    /// The unit of its amounts, where it says one for all.
    pub unit: Option<Unit>,
    /// Its header.
    pub header: Header,
    /// Whether its columns of months each count from January on; nothing where it has none.
    pub cumulative: Option<bool>,
    /// Its projects; those with problems are refused.
    pub rows: Vec<Row>,
    /// Its other rows.
    pub skipped: Vec<Skipped>,
    /// Its sums.
    pub controls: Vec<Control>,
}

/// A row that is no project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its number in the sheet, from 1.
    pub number: u32,
    /// What it is.
    pub kind: Kind,
}

/// Why nothing can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No row looks like a header.
    #[error("no row of the first forty looks like the header of a ledger")]
    NoHeader,
    /// No column has the names of projects.
    #[error("no column is called 项目名称")]
    NoNames,
}

impl ReadError {
    /// What is wrong, and what to do about it.
    pub fn words(self) -> Words {
        match self {
            Self::NoHeader => Words::new(
                "前40行中没有认得出的表头（如项目名称、总投资、阶段）",
                "no row of the first forty looks like the header of a ledger (项目名称, 总投资, 阶段)",
            ),
            Self::NoNames => Words::new("表头中没有“项目名称”一列", "no column is called 项目名称"),
        }
    }
}

/// The sheet that is the ledger: of those that somebody sees the first with a header, else the first of all.
pub fn choose(sheets: &[Sheet]) -> Option<&Sheet> {
    let is_ledger =
        |sheet: &&Sheet| Header::find(sheet).is_some_and(|header| header.column(Field::Name).is_some());
    let seen = || sheets.iter().filter(|sheet| !sheet.hidden);
    seen().find(is_ledger).or_else(|| seen().next()).or_else(|| sheets.first())
}

/// What rows are read with.
pub(super) struct Reader<'s, 'r> {
    pub(super) header: &'s Header,
    pub(super) rows: Rows<'s>,
    pub(super) unit: Option<Unit>,
    /// The year that a day without one is of.
    pub(super) year: Option<i32>,
    pub(super) region: &'r dyn Fn(&str) -> Option<RegionCode>,
}

/// Reads a sheet; `region` knows regions by their names.
///
/// # Errors
/// What is no ledger.
pub fn read(sheet: &Sheet, region: &dyn Fn(&str) -> Option<RegionCode>) -> Result<Ledger, ReadError> {
    let header = Header::find(sheet).ok_or(ReadError::NoHeader)?;
    header.column(Field::Name).ok_or(ReadError::NoNames)?;
    let titles: Vec<String> = sheet
        .cells
        .iter()
        .take_while(|(at, _)| at.row < header.first)
        .filter_map(|(_, cell)| match cell {
            Cell::Text(text) => Some(half_width(text)),
            _ => None,
        })
        .collect();
    let as_of = titles.iter().find_map(|title| said_as_of(title));
    let unit =
        titles.iter().find_map(|title| title.split_once("单位").and_then(|(_, rest)| Unit::named_in(rest)));
    let reader = Reader {
        header: &header,
        rows: Rows::of(sheet, &header),
        unit,
        year: as_of.map(|day| day.year()),
        region,
    };
    let (mut rows, skipped, controls) = all(&reader);
    by_their_codes(&mut rows);
    let cumulative = cumulative(&header, &rows);
    Ok(Ledger { sheet: sheet.name.clone(), as_of, unit, cumulative, rows, skipped, controls, header })
}

fn all(reader: &Reader<'_, '_>) -> (Vec<Row>, Vec<Skipped>, Vec<Control>) {
    let (mut rows, mut skipped, mut controls): (Vec<Row>, Vec<Skipped>, Vec<Control>) =
        (Vec::new(), Vec::new(), Vec::new());
    let of_county = reader.header.column(Field::County).is_none();
    // Where the section begins that runs, with what it is called and how many it says there are.
    let mut section: Option<(u32, String, Option<u32>, usize)> = None;
    let close = |section: &mut Option<(u32, String, Option<u32>, usize)>,
                 rows: &[Row],
                 controls: &mut Vec<Control>| {
        if let Some((number, label, Some(count), from)) = section.take() {
            let within: Vec<&Row> = rows.iter().skip(from).collect();
            controls.push(Control::of(number, label, (Some(count), None), &within));
        }
    };
    for (row, kind) in reader.rows.each() {
        match &kind {
            Kind::Project => {
                let county = section.as_ref().filter(|_| of_county).map(|(_, label, ..)| label.as_str());
                let county = county.filter(|label| (reader.region)(label).is_some());
                rows.push(Row::read(reader, row, county));
                continue;
            }
            Kind::Section(label, count) => {
                close(&mut section, &rows, &mut controls);
                section = Some((row + 1, label.clone(), *count, rows.len()));
            }
            Kind::Total(label, count) => {
                let partial = label.starts_with("小计");
                let from = section.as_ref().map_or(0, |(.., from)| *from);
                let from = if partial { from } else { 0 };
                if !partial {
                    close(&mut section, &rows, &mut controls);
                }
                let within: Vec<&Row> = rows.iter().skip(from).collect();
                controls.push(Control::of(row + 1, label.clone(), (*count, said(reader, row)), &within));
            }
            Kind::Header | Kind::Note(_) => {}
        }
        skipped.push(Skipped { number: row + 1, kind });
    }
    close(&mut section, &rows, &mut controls);
    (rows, skipped, controls)
}

/// Gives a county that nobody knows by its name the code that its projects' codes agree on: they begin with where they
/// were given.
fn by_their_codes(rows: &mut [Row]) {
    let mut said: BTreeMap<String, BTreeMap<RegionCode, u32>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.region_code.is_none()) {
        let given = row.project_code.as_ref().and_then(ProjectCode::region);
        let given = given.filter(|code| code.level() == RegionLevel::County);
        if let (Some(county), Some(code)) = (&row.county, given) {
            *said.entry(county.clone()).or_default().entry(code).or_default() += 1;
        }
    }
    let agreed = |codes: &BTreeMap<RegionCode, u32>| {
        let all: u32 = codes.values().sum();
        let most = codes.iter().max_by_key(|(_, count)| **count)?;
        (2 * *most.1 > all).then(|| most.0.clone())
    };
    for row in rows.iter_mut().filter(|row| row.region_code.is_none()) {
        row.region_code = row.county.as_ref().and_then(|county| agreed(said.get(county)?));
    }
}

/// The total investment that a row of sums says.
fn said(reader: &Reader<'_, '_>, row: u32) -> Option<Money> {
    let column = reader.header.column(Field::Investment)?;
    let cell = reader.rows.cell(row, column.column)?;
    amount(cell, column.unit.or(reader.unit)).ok().flatten().map(|amount| amount.money)
}

/// 截至2024年10月底 as its last day.
fn said_as_of(title: &str) -> Option<NaiveDate> {
    let (_, rest) = title.split_once("截至").or_else(|| title.split_once("截止"))?;
    let said: String = rest.chars().take_while(|c| !matches!(c, ')' | ',' | ';' | '。' | '\n')).collect();
    date(&Cell::Text(said), None).ok().flatten().map(|day| day.last_day())
}

/// Whether the columns of months count from January on: by their headings, or by what stands there, which then never falls.
fn cumulative(header: &Header, rows: &[Row]) -> Option<bool> {
    let months = header.columns.iter().filter_map(|column| match column.field {
        Some(Field::FundsOf(months)) => Some(months),
        _ => None,
    });
    let months: Vec<_> = months.collect();
    if months.is_empty() {
        return None;
    }
    if months.iter().any(|months| months.is_cumulative()) {
        return Some(true);
    }
    let rises = |row: &&Row| {
        let amounts: Vec<i64> = row.funds_of.values().map(|amount| amount.money.fen()).collect();
        amounts.windows(2).all(|pair| pair[0] <= pair[1])
            && amounts.last().zip(row.funds).is_some_and(|(last, funds)| *last == funds.money.fen())
    };
    let told: Vec<&Row> = rows.iter().filter(|row| row.funds_of.len() > 1).collect();
    Some(!told.is_empty() && told.iter().copied().filter(rises).count() * 20 >= told.len() * 19)
}
