//! Texts with a row on each line.

use super::*;
use crate::sheet::SheetError;

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) {
    assert_eq!(shown(&read(bytes, Limits::default()).unwrap()[0]), expected);
}

#[test]
fn texts_are_read_in_their_encoding() {
    let expected = ["A1 项目名称", "B1 总投资", "A2 一厂", "B2 1.5"];
    let text = "项目名称,总投资\n一厂,1.5\n";
    check(text.as_bytes(), &expected);
    check(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), &expected);
    check(&encoding_rs::GB18030.encode(text).0, &expected);
    let wide: Vec<u8> =
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&wide, &expected);
    check("项目名称\t总投资\r\n一厂\t1.5".as_bytes(), &expected);
    check("项目名称;总投资\n一厂;1.5".as_bytes(), &expected);
}

#[test]
fn rows_may_be_short_and_cells_have_lines() {
    check(
        "a,b,c\n\"一\n二\",\"说\"\"好\"\"\"\n\n,,三".as_bytes(),
        &["A1 a", "B1 b", "C1 c", "A2 一\n二", "B2 说\"好\"", "C3 三"],
    );
    check(b"", &[]);
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(read(b"a,b\nc,\xFF\xFF\n", Limits::default()), Err(SheetError::Encoding { row: 2 }));
    assert_eq!(read(b"a\0b", Limits::default()), Err(SheetError::Kind));
    let wide = Limits { columns: 2, ..Limits::default() };
    assert_eq!(refused(b"a,b", wide), "read");
    assert_eq!(refused(b"a,b,c", wide), "Columns is over 2");
    assert_eq!(refused(b"a\nb\nc", Limits { rows: 2, ..Limits::default() }), "Rows is over 2");
}
