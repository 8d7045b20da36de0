//! Texts with a row on each line.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::error::SheetError;
use super::limits::Room;
use super::{At, Cell, Sheet};

/// Signs between cells, and what they are looked for in: so many lines.
const BETWEEN: [u8; 3] = [b',', b'\t', b';'];
const LINES: usize = 20;

/// Reads the only sheet of a text.
pub(super) fn read(bytes: &[u8], room: &mut Room) -> Result<Vec<Sheet>, SheetError> {
    let text = decoded(bytes)?;
    if text.contains('\0') {
        return Err(SheetError::Kind);
    }
    let between = BETWEEN.into_iter().max_by_key(|sign| {
        let count = |line: &str| line.bytes().filter(|byte| byte == sign).count();
        text.lines().take(LINES).map(count).max().unwrap_or(0)
    });
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut cells = BTreeMap::new();
    for (row, record) in (0_u32..).zip(reader.records()) {
        let record = record.map_err(|error| SheetError::Broken(error.to_string()))?;
        for (column, text) in (0_u32..).zip(&record) {
            if text.trim().is_empty() {
                continue;
            }
            room.holds(row, column)?;
            room.cells(1)?;
            room.text(text)?;
            cells.insert(At { row, column }, Cell::Text(text.to_owned()));
        }
    }
    Ok(vec![Sheet { cells, ..Sheet::default() }])
}

/// The text in the encoding that its mark names, else UTF-8, else GB18030, which has all of GBK.
fn decoded(bytes: &[u8]) -> Result<String, SheetError> {
    let encoding = Encoding::for_bom(bytes).map_or_else(
        || if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 },
        |(encoding, _)| encoding,
    );
    let (text, _, replaced) = encoding.decode(bytes);
    debug_assert!([UTF_8, UTF_16LE, UTF_16BE, GB18030].contains(&encoding), "the marks are those of Unicode");
    if replaced {
        let before = text.split('\u{FFFD}').next().unwrap_or_default();
        let row = before.matches('\n').count() as u64 + 1;
        return Err(SheetError::Encoding { row });
    }
    Ok(text.into_owned())
}
