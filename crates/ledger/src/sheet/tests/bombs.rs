//! Workbooks that are small and unpack to much.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// An archive of parts.
pub(super) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with one sheet, made of what stands in it, and of its shared strings.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let roots = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let relations = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    packed(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", roots.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn of_sheet(rows: &str) -> Vec<u8> {
    workbook(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), "<sst/>")
}

const SMALL: Limits = Limits {
    file: 4_000,
    unpacked: (3_000, 0),
    entries: 10,
    sheets: 1,
    rows: 3,
    columns: 3,
    cells: (4, u64::MAX),
    strings: (2, u64::MAX),
    token: 600,
    text: (20, 0),
    merged: 4,
};

#[test]
fn a_limit_is_what_is_still_read() {
    #[track_caller]
    fn check(rows: &str, expected: &str) {
        assert_eq!(refused(&of_sheet(rows), SMALL), expected, "{rows}");
    }
    let cell = |at: &str| format!("<c r=\"{at}\"><v>1</v></c>");
    let row = |number: u32, cells: &[&str]| {
        format!("<row r=\"{number}\">{}</row>", cells.iter().map(|at| cell(at)).collect::<String>())
    };
    check(&row(3, &["A3"]), "read");
    check(&row(4, &["A4"]), "Rows is over 3");
    check(&format!("<row>{}</row>", cell("A4")), "Rows is over 3");
    check(&row(1, &["C1"]), "read");
    check(&row(1, &["D1"]), "Columns is over 3");
    check(&row(1, &["XFD1048576"]), "Rows is over 3");
    check(&(row(1, &["A1", "B1"]) + &row(2, &["A2", "B2"])), "read");
    check(&(row(1, &["A1", "B1", "C1"]) + &row(2, &["A2", "B2"])), "Cells is over 4");
    let text =
        |text: &str| format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    check(&text(&"a".repeat(20)), "read");
    check(&text(&"a".repeat(21)), "Text is over 20");
    check(&text(&"a".repeat(601)), "Token is over 600");
    check(&"<row/>".repeat(3), "read");
    check(&"<row/>".repeat(4), "Rows is over 3");
    check(&"<x/>".repeat(800), "Unpacked is over 3000");
}

#[test]
fn what_is_said_of_the_number_of_texts_is_not_believed() {
    #[track_caller]
    fn check(strings: &str, expected: &str) {
        let sheet = "<worksheet><sheetData/></worksheet>";
        assert_eq!(refused(&workbook(sheet, strings), SMALL), expected, "{strings}");
    }
    check("<sst uniqueCount=\"2\"><si><t>a</t></si><si><t>b</t></si></sst>", "read");
    check("<sst><si/><si/><si/></sst>", "Strings is over 2");
    check("<sst uniqueCount=\"1000000000000\"/>", "Strings is over 2");
    check("<sst uniqueCount = '99999999999999999999999'/>", "Strings is over 2");
    check("<!DOCTYPE a [<!ENTITY b \"c\">]><sst/>", "the workbook has a document type or entities");
}

#[test]
fn merges_count_by_what_they_cover() {
    let sheet = |merges: &str| {
        let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"B2\"><v>1</v></c></row>";
        workbook(
            &format!("<worksheet><sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"),
            "<sst/>",
        )
    };
    let one = "<mergeCell ref=\"A1:B1\"/>";
    assert_eq!(refused(&sheet(one), SMALL), "read");
    assert_eq!(refused(&sheet("<mergeCell ref=\"A1:XFD1048576\"/>"), SMALL), "Merged is over 4");
    assert_eq!(refused(&sheet(&one.repeat(5)), SMALL), "Merged is over 4");
}

#[test]
fn an_archive_is_refused_by_its_size_and_its_parts() {
    let parts: Vec<(String, Vec<u8>)> =
        (0..25).map(|number| (format!("xl/{number}.xml"), Vec::new())).collect();
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(refused(&packed(&parts), SMALL), "Entries is over 20");
    assert_eq!(refused(&packed(&parts[..15]), SMALL), "Entries is over 10");
    assert_eq!(refused(&[b"PK\x03\x04", [0; 4_000].as_slice()].concat(), SMALL), "File is over 4000");
}

#[test]
fn nothing_is_read_that_was_not_looked_through() {
    let book = |path: &str, target: &str, more: &[(&str, &[u8])]| {
        let relations =
            format!("<Relationships><Relationship Id=\"r1\" Target=\"{target}\"/></Relationships>");
        let parts = [("xl/workbook.xml", b"<workbook/>".as_slice()), (path, relations.as_bytes())];
        packed(&[&parts, more].concat())
    };
    let relations = "xl/_rels/workbook.xml.rels";
    for target in ["media/image1.png", "/xl/Media/image1.png", "worksheets\\..\\MEDIA\\image1.png"] {
        let told = refused(&book(relations, target, &[]), Limits::default());
        assert_eq!(told, "the file is broken: a sheet among the pictures", "{target}");
    }
    let second = book(relations, "worksheets/sheet1.xml", &[("xl/media/workbook.xml", b"<workbook/>")]);
    assert_eq!(refused(&second, Limits::default()), "the file is broken: two workbooks");
}

/// What half a megabyte can unpack to, of each kind, is refused before memory is taken for it.
#[test]
fn bombs_are_refused() {
    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: &str) {
        assert!(bytes.len() < 600_000, "{name}: {}", bytes.len());
        let told = refused(bytes, Limits::default());
        assert!(told.starts_with(expected), "{name}: {told}");
    }
    let plain = "<sst/>";
    check("cells", &of_sheet(&"<row><c><v>1</v></c></row>".repeat(900_000)), "Rows is over");
    check("wide", &of_sheet(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(800_000))), "Cells is over");
    check(
        "far corner",
        &of_sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
        "Rows is over",
    );
    let strings = format!("<sst>{}</sst>", "<si><t/></si>".repeat(800_000));
    check("texts", &workbook("<worksheet><sheetData/></worksheet>", &strings), "Strings is over");
    let long = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(10_000_000));
    check("one text", &workbook("<worksheet><sheetData/></worksheet>", &long), "Token is over");
    // One text of 30,000 characters that fifty thousand cells share.
    let shared = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(30_000));
    let rows = "<row><c t=\"s\"><v>0</v></c></row>".repeat(50_000);
    check(
        "shared",
        &workbook(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), &shared),
        "Text is over",
    );
    let deep = format!("<worksheet><sheetData/>{}</worksheet>", "<a>".repeat(9_000_000));
    check("deep", &workbook(&deep, plain), "Unpacked is over");
}

#[test]
fn a_large_ledger_is_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = u32::try_from(luodi_testkit::size("ledger_rows", 500, 20_000)).unwrap();
    for row in 0..rows {
        for column in 0..40 {
            sheet.write(row, column, format!("第{row}行{column}")).unwrap();
        }
    }
    let sheets = read(&book.save_to_buffer().unwrap(), Limits::default()).unwrap();
    assert_eq!(sheets[0].cells.len(), 40 * rows as usize);
}
