//! Files made here, and what is read of them.

mod bombs;
mod texts;
mod workbooks;
mod xls;

use super::{At, Cell, Limits, Sheet, read};

/// The cells of a sheet in one line each: `B3 text`.
pub(super) fn shown(sheet: &Sheet) -> Vec<String> {
    let cell = |(at, cell): (&At, &Cell)| {
        let held = match cell {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => format!("#{number}"),
            Cell::Date(at) => format!("@{at}"),
            Cell::Bool(told) => told.to_string(),
            Cell::Error(error) => format!("!{error}"),
        };
        format!("{} {held}", at.address())
    };
    sheet.cells.iter().map(cell).collect()
}

/// What is wrong with a file, in a word.
pub(super) fn refused(bytes: &[u8], limits: Limits) -> String {
    read(bytes, limits).map_or_else(|error| error.to_string(), |_| "read".to_owned())
}

#[test]
fn cells_are_called_as_sheets_call_them() {
    let addresses = [0, 25, 26, 701, 702, 16_383].map(|column| At { row: 6, column }.address());
    assert_eq!(addresses, ["A7", "Z7", "AA7", "ZZ7", "AAA7", "XFD7"]);
}
