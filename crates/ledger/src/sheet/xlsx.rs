//! Workbooks of the kind .xlsx.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::error::{Measure, SheetError};
use super::limits::{Room, at_most};
use super::scan::Scan;
use super::{At, Cell, Merge, Sheet, place};

/// How the record of an archive's part begins in its directory.
const DIRECTORY: &[u8] = b"PK\x01\x02";

/// Reads the sheets of a workbook.
pub(super) fn read(bytes: &[u8], room: &mut Room) -> Result<Vec<Sheet>, SheetError> {
    let hidden_rows = look_through(bytes, room)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let sheets: Vec<_> =
        book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect();
    at_most(Measure::Sheets, sheets.len() as u64, room.limits().sheets)?;
    let mut read = Vec::with_capacity(sheets.len());
    for told in sheets {
        let merges = book.merge_cells_by_sheet_name(&told.name).map_err(|error| broken(&error))?;
        let mut sheet = Sheet {
            hidden: told.visible != SheetVisible::Visible,
            hidden_rows: hidden_rows.get(&told.name).cloned().unwrap_or_default(),
            cells: cells(&mut book, &told.name, room)?,
            name: told.name,
            merges: Vec::new(),
        };
        let at = |(row, column): (u32, u32)| At { row, column };
        let merges = merges.into_iter().map(|merge| Merge { first: at(merge.start), last: at(merge.end) });
        place(&mut sheet, merges, room)?;
        read.push(sheet);
    }
    Ok(read)
}

fn cells<R: Read + std::io::Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    room: &mut Room,
) -> Result<BTreeMap<At, Cell>, SheetError> {
    let mut cells = BTreeMap::new();
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet without any data at all.
        Err(XlsxError::XmlEof(_) | XlsxError::NotAWorksheet(_)) => return Ok(cells),
        Err(error) => return Err(broken(&error)),
    };
    while let Some(found) = reader.next_cell().map_err(|error| broken(&error))? {
        let (row, column) = found.get_position();
        let Some(cell) = held(found.get_value()) else { continue };
        room.holds(row, column)?;
        if let Cell::Text(text) = &cell {
            room.text(text)?;
        }
        cells.insert(At { row, column }, cell);
    }
    Ok(cells)
}

fn held(value: &DataRef<'_>) -> Option<Cell> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| Cell::Text(text.to_owned()));
    match value {
        DataRef::Empty => None,
        DataRef::Int(number) => text(&number.to_string()).map(|_| super::number_of(*number)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(found) => text(found),
        DataRef::SharedString(found) => text(found),
        DataRef::Bool(told) => Some(Cell::Bool(*told)),
        DataRef::DateTime(at) => Some(super::moment(at)),
        DataRef::DateTimeIso(at) | DataRef::DurationIso(at) => Some(super::iso(at)),
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

/// Unpacks every part without keeping it, and tells the rows that nobody sees by the names of their sheets.
fn look_through(bytes: &[u8], room: &mut Room) -> Result<BTreeMap<String, Vec<u32>>, SheetError> {
    let parts = bytes.windows(DIRECTORY.len()).filter(|four| *four == DIRECTORY).count() as u64;
    at_most(Measure::Entries, parts, 2 * room.limits().entries)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    at_most(Measure::Entries, archive.len() as u64, room.limits().entries)?;
    is_workbook(&archive)?;
    let mut hidden: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let (mut workbook, mut relations) = (Vec::new(), Vec::new());
    let mut buffer = vec![0; 64 << 10];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| broken(&error))?;
        let name = name_of(&part.name().map_err(|error| broken(&error))?);
        // What is read as a whole below; both are small, or refused.
        let mut kept = match name.as_str() {
            WORKBOOK => Some(&mut workbook),
            RELATIONS => Some(&mut relations),
            _ => None,
        };
        let mut scan = Scan::default();
        loop {
            let count = part.read(&mut buffer).map_err(|error| broken(&error))?;
            if count == 0 {
                break;
            }
            room.unpack(count)?;
            if !is_picture(&name) {
                scan.pass(&buffer[..count], room)?;
            }
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(&buffer[..count]);
                at_most(Measure::Token, kept.len() as u64, 4 * room.limits().token)?;
            }
        }
        if !scan.hidden.is_empty() {
            hidden.insert(name, scan.hidden);
        }
    }
    let targets: BTreeMap<String, String> =
        tags(&relations, b"Relationship", ["Id", "Target"])?.into_iter().collect();
    if targets.values().any(|target| name_of(target).contains(PICTURES)) {
        return Err(SheetError::Broken("a sheet among the pictures".to_owned()));
    }
    let of_sheet = tags(&workbook, b"sheet", ["name", "id"])?.into_iter().filter_map(|(name, id)| {
        let target = name_of(targets.get(&id)?);
        let target = target.trim_start_matches('/');
        let part = if target.starts_with("xl/") { target.to_owned() } else { format!("xl/{target}") };
        Some((name, hidden.remove(&part)?))
    });
    Ok(of_sheet.collect())
}

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const PICTURES: &str = "media/";

/// A part's name as whoever reads it may find it.
fn name_of(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// Pictures have no tags. Whatever is read as something else stands elsewhere, or is refused.
fn is_picture(name: &str) -> bool {
    name.starts_with("xl/media/") && !name.ends_with("xml") && !name.ends_with("rels")
}

/// Refuses what has no workbook, or two: which of them is read would be anybody's guess.
fn is_workbook<R: Read + std::io::Seek>(archive: &ZipArchive<R>) -> Result<(), SheetError> {
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(|name| name_of(&name)).collect();
    if names.iter().any(|name| name == "xl/workbook.bin") {
        return Err(SheetError::Binary);
    }
    let books = names.iter().filter(|name| name.ends_with("workbook.xml")).count();
    match (books, names.iter().any(|name| name == WORKBOOK)) {
        (1, true) => Ok(()),
        (_, false) => Err(SheetError::Kind),
        (_, true) => Err(SheetError::Broken("two workbooks".to_owned())),
    }
}

/// Two attributes of every tag of a name, by their local names.
fn tags(xml: &[u8], name: &[u8], attributes: [&str; 2]) -> Result<Vec<(String, String)>, SheetError> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == name => {
                let value = |wanted: &str| {
                    let mut attributes = tag.attributes().filter_map(Result::ok);
                    let attribute =
                        attributes.find(|found| found.key.local_name().as_ref() == wanted.as_bytes())?;
                    Some(attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
                };
                if let (Some(first), Some(second)) = (value(attributes[0]), value(attributes[1])) {
                    found.push((first, second));
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn broken(error: &dyn std::fmt::Display) -> SheetError {
    SheetError::Broken(error.to_string())
}
