//! Workbooks of the kind .xls, as Excel wrote them until 2003 and WPS may still.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls};

use super::error::{Measure, SheetError};
use super::limits::{Room, at_most};
use super::{At, Cell, Merge, Sheet, place};

/// Reads the sheets of a workbook.
pub(super) fn read(bytes: &[u8], room: &mut Room) -> Result<Vec<Sheet>, SheetError> {
    let hidden_rows = walk(&stream(bytes)?, room)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let told: Vec<_> = book.sheets_metadata().to_vec();
    at_most(Measure::Sheets, told.len() as u64, room.limits().sheets)?;
    let mut read = Vec::new();
    for (place_of, told) in told.into_iter().enumerate() {
        if told.typ != SheetType::WorkSheet {
            continue;
        }
        let range = book.worksheet_range(&told.name).map_err(|error| broken(&error))?;
        let merges = book.merge_cells_by_sheet_name(&told.name).unwrap_or_default();
        let mut sheet = Sheet {
            hidden: told.visible != SheetVisible::Visible,
            hidden_rows: hidden_rows.get(place_of).cloned().unwrap_or_default(),
            name: told.name,
            ..Sheet::default()
        };
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let Some(cell) = held(value) else { continue };
            let at =
                |first: u32, further: usize| first.saturating_add(u32::try_from(further).unwrap_or(u32::MAX));
            let (row, column) = (at(first_row, row), at(first_column, column));
            room.holds(row, column)?;
            if let Cell::Text(text) = &cell {
                room.text(text)?;
            }
            sheet.cells.insert(At { row, column }, cell);
        }
        let at = |(row, column): (u32, u32)| At { row, column };
        let merges = merges.into_iter().map(|merge| Merge { first: at(merge.start), last: at(merge.end) });
        place(&mut sheet, merges, room)?;
        read.push(sheet);
    }
    Ok(read)
}

fn held(value: &Data) -> Option<Cell> {
    match value {
        Data::Empty => None,
        Data::Int(number) => Some(super::number_of(*number)),
        Data::Float(number) => Some(Cell::Number(*number)),
        Data::String(text) => (!text.trim().is_empty()).then(|| Cell::Text(text.clone())),
        Data::Bool(told) => Some(Cell::Bool(*told)),
        Data::DateTime(at) => Some(super::moment(at)),
        Data::DateTimeIso(at) | Data::DurationIso(at) => Some(super::iso(at)),
        Data::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

/// The records of a workbook.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if file.exists("/EncryptedPackage") {
        return Err(SheetError::Locked);
    }
    let name =
        ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)).ok_or(SheetError::Kind)?;
    let mut records = Vec::new();
    let stream = file.open_stream(name).map_err(|error| broken(&error))?;
    // A stream is as long as the file at most, whatever it says.
    stream.take(bytes.len() as u64).read_to_end(&mut records).map_err(|error| broken(&error))?;
    Ok(records)
}

const BEGIN: u16 = 0x0809;
const LOCKED: u16 = 0x002F;
const ROW: u16 = 0x0208;
/// Cells with something in them, and where their rows and columns stand: of several in a row the first and the last.
const SINGLE: [u16; 7] = [0x0203, 0x00FD, 0x027E, 0x0204, 0x0006, 0x0205, 0x00D6];
const SEVERAL: [u16; 2] = [0x00BD, 0x00BE];
const STRINGS: u16 = 0x00FC;

/// Goes through the records before a sheet is read, since that takes room for every cell up to the furthest one; tells the
/// rows of each sheet that nobody sees.
fn walk(records: &[u8], room: &mut Room) -> Result<Vec<Vec<u32>>, SheetError> {
    let number =
        |data: &[u8], at: usize| data.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
    let mut hidden: Vec<Vec<u32>> = Vec::new();
    let (mut rows, mut columns, mut depth) = (0_u64, 0_u64, 0_usize);
    let mut rest = records;
    while let Some((head, behind)) = rest.split_at_checked(4) {
        let (kind, length) = (number(head, 0), usize::from(number(head, 2)));
        let Some((data, behind)) = behind.split_at_checked(length) else { break };
        rest = behind;
        match kind {
            LOCKED => return Err(SheetError::Locked),
            // The first is the workbook's own; each sheet and chart has one.
            BEGIN => {
                (rows, columns) = (0, 0);
                depth += 1;
                if depth > 1 {
                    hidden.push(Vec::new());
                }
            }
            ROW if number(data, 12) & 0x20 != 0 => {
                if let Some(hidden) = hidden.last_mut() {
                    hidden.push(u32::from(number(data, 0)));
                }
            }
            STRINGS => {
                let unique =
                    data.get(4..8).map_or(0, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
                room.strings(u64::from(unique))?;
            }
            _ if SINGLE.contains(&kind) || SEVERAL.contains(&kind) => {
                let last = if SINGLE.contains(&kind) {
                    number(data, 2)
                } else {
                    number(data, length.saturating_sub(2))
                };
                let (row, column) = (u64::from(number(data, 0)) + 1, u64::from(last) + 1);
                at_most(Measure::Rows, row, room.limits().rows)?;
                at_most(Measure::Columns, column, room.limits().columns)?;
                (rows, columns) = (rows.max(row), columns.max(column));
                // Every cell up to the furthest takes room.
                at_most(Measure::Cells, rows * columns, room.limits().cells.0 * 10)?;
                room.cells(1)?;
            }
            _ => {}
        }
    }
    Ok(hidden)
}

fn broken(error: &dyn std::fmt::Display) -> SheetError {
    SheetError::Broken(error.to_string())
}
