//! Workbooks of the kind .xls, of the few records that a small one has.

use std::io::{Cursor, Write};

use super::*;
use crate::sheet::{Merge, SheetError};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A workbook whose only sheet has these records.
fn workbook(sheet: &[Vec<u8>]) -> Vec<u8> {
    let begin = |of: u16| record(0x0809, &numbers(&[0x0600, of, 0, 0, 0, 0, 0, 0]));
    let end = record(0x000A, &[]);
    let text: Vec<u8> = "西峰区".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let strings = record(0x00FC, &[&[1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1], text.as_slice()].concat());
    let name = record(0x0085, &[&[0; 4][..], &[0, 0, 2, 0], b"ab"].concat());
    let length = begin(5).len() + name.len() + strings.len() + end.len();
    let at = u32::try_from(length).unwrap().to_le_bytes();
    let name = record(0x0085, &[&at[..], &[0, 0, 2, 0], b"ab"].concat());
    let globals = [begin(5), name, strings, end.clone()].concat();
    let stream = [globals, begin(0x10), sheet.concat(), end].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[numbers(&[row, column, 0]).as_slice(), &value.to_le_bytes()].concat())
}

fn text(row: u16, column: u16) -> Vec<u8> {
    record(0x00FD, &[numbers(&[row, column, 0]).as_slice(), &0_u32.to_le_bytes()].concat())
}

#[test]
fn cells_merges_and_hidden_rows_are_read() {
    let hidden = record(0x0208, &numbers(&[2, 0, 3, 255, 0, 0, 0x20, 0]));
    let merged = record(0x00E5, &numbers(&[1, 0, 2, 0, 0]));
    let bytes = workbook(&[hidden, text(0, 0), number(1, 1, 17.33), number(2, 1, 2.0), merged]);
    let sheets = read(&bytes, Limits::default()).unwrap();
    assert_eq!((sheets.len(), sheets[0].name.as_str()), (1, "ab"));
    assert_eq!(shown(&sheets[0]), ["A1 西峰区", "B2 #17.33", "B3 #2"]);
    assert_eq!(sheets[0].hidden_rows, [2]);
    let at = |row, column| At { row, column };
    assert_eq!(sheets[0].merges, [Merge { first: at(0, 0), last: at(2, 0) }]);
}

#[test]
fn a_far_corner_is_refused_before_room_is_made_for_it() {
    let small = Limits { columns: 300, cells: (100, 2), ..Limits::default() };
    assert_eq!(refused(&workbook(&[number(2, 299, 1.0)]), small), "read");
    assert_eq!(refused(&workbook(&[number(4, 299, 1.0)]), small), "Cells is over 1000");
    assert_eq!(refused(&workbook(&[number(2, 300, 1.0)]), small), "Columns is over 300");
    assert_eq!(refused(&workbook(&[number(65_535, 255, 1.0)]), Limits::default()), "Cells is over 1000000");
}

#[test]
fn what_is_locked_or_no_workbook_is_refused() {
    let with = |stream: &str| {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap().write_all(b"abc").unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    };
    assert_eq!(read(&with("/EncryptedPackage"), Limits::default()), Err(SheetError::Locked));
    assert_eq!(read(&with("/WordDocument"), Limits::default()), Err(SheetError::Kind));
    assert_eq!(read(&workbook(&[record(0x002F, &[0; 4])]), Limits::default()), Err(SheetError::Locked));
}
