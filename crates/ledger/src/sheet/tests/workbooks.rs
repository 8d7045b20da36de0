//! Workbooks of the kind .xlsx.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::*;
use crate::sheet::{Merge, SheetError};

#[test]
fn cells_merges_and_hidden_rows_are_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("台 & 账").unwrap();
    sheet.merge_range(0, 0, 0, 3, "某市台账", &Format::new()).unwrap();
    sheet.merge_range(1, 0, 3, 0, "西峰区", &Format::new()).unwrap();
    sheet.write(1, 1, 17.33).unwrap();
    let day = NaiveDate::from_ymd_opt(2024, 5, 6).unwrap();
    sheet.write_with_format(1, 2, &day, &Format::new().set_num_format("yyyy/m/d")).unwrap();
    sheet.write(2, 1, "　两 行\n文字 ").unwrap();
    sheet.write(2, 2, "   ").unwrap();
    sheet.write(3, 1, true).unwrap();
    sheet.write(3, 2, Formula::new("1+1").set_result("2")).unwrap();
    sheet.set_row_hidden(2).unwrap();
    book.add_worksheet().set_name("说明").unwrap().set_hidden(true).write(0, 0, "单位").unwrap();
    let bytes = book.save_to_buffer().unwrap();

    let sheets = read(&bytes, Limits::default()).unwrap();
    let names: Vec<_> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(names, [("台 & 账", false), ("说明", true)]);
    assert_eq!(
        shown(&sheets[0]),
        [
            "A1 某市台账",
            "A2 西峰区",
            "B2 #17.33",
            "C2 @2024-05-06 00:00:00",
            "B3 　两 行\n文字 ",
            "B4 true",
            "C4 #2"
        ]
    );
    assert_eq!(sheets[0].hidden_rows, [2]);
    let at = |row, column| At { row, column };
    // As far as anything is there.
    assert_eq!(
        sheets[0].merges,
        [Merge { first: at(0, 0), last: at(0, 2) }, Merge { first: at(1, 0), last: at(3, 0) }]
    );
}

#[test]
fn a_sheet_without_anything_is_empty() {
    let mut book = Workbook::new();
    book.add_worksheet();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(shown(&read(&bytes, Limits::default()).unwrap()[0]), [""; 0]);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let zip = |name: &str| bombs::packed(&[(name, b"<a/>".as_slice())]);
    assert_eq!(read(&zip("word/document.xml"), Limits::default()), Err(SheetError::Kind));
    assert_eq!(read(&zip("xl/workbook.bin"), Limits::default()), Err(SheetError::Binary));
    assert!(matches!(read(b"PK\x03\x04", Limits::default()), Err(SheetError::Broken(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]
    #[test]
    fn a_workbook_with_other_bytes_in_it_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)
    ) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 3, "台账", &Format::new()).unwrap();
        sheet.write(1, 1, 17.33).unwrap();
        sheet.set_row_hidden(1).unwrap();
        let mut bytes = book.save_to_buffer().unwrap();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read(&bytes, Limits::default());
    }

    #[test]
    fn whatever_is_sent_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0_usize..3) {
        let head: [&[u8]; 3] = [b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], b""];
        let _ = read(&[head[kind], &bytes].concat(), Limits::default());
    }
}
