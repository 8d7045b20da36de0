//! How much of a file is read: enough for any ledger, and no more than memory has room for whatever is sent.

use super::error::{Measure, SheetError};

/// How much of a file is read. Some limits grow with the file: what a few bytes unpack to is no ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes that anything unpacks to, and so many times the file more.
    pub unpacked: (u64, u64),
    /// Parts of an archive.
    pub entries: u64,
    /// Sheets.
    pub sheets: u64,
    /// Rows of a sheet.
    pub rows: u64,
    /// Columns of a sheet.
    pub columns: u64,
    /// Cells that hold something in any file, and one for so many bytes of the file more.
    pub cells: (u64, u64),
    /// Different texts in any file, and one for so many bytes of the file more.
    pub strings: (u64, u64),
    /// Bytes of one text or tag: a cell has 32,767 characters at most.
    pub token: u64,
    /// Bytes of all texts of any file, and so many times the file more.
    pub text: (u64, u64),
    /// Cells that are merged.
    pub merged: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 20 << 20,
            unpacked: (12 << 20, 24),
            entries: 2_000,
            sheets: 100,
            rows: 100_000,
            columns: 500,
            cells: (100_000, 2),
            strings: (100_000, 2),
            token: 512 << 10,
            text: (12 << 20, 10),
            merged: 300_000,
        }
    }
}

/// What is left to read of a file.
#[derive(Debug)]
pub(super) struct Room {
    limits: Limits,
    unpacked: Left,
    cells: Left,
    text: Left,
    strings: Left,
    merged: Left,
}

#[derive(Debug)]
struct Left {
    measure: Measure,
    most: u64,
    rest: u64,
}

impl Left {
    const fn of(measure: Measure, most: u64) -> Self {
        Self { measure, most, rest: most }
    }

    fn take(&mut self, count: u64) -> Result<(), SheetError> {
        let too_large = SheetError::TooLarge { measure: self.measure, most: self.most };
        self.rest = self.rest.checked_sub(count).ok_or(too_large)?;
        Ok(())
    }
}

impl Room {
    /// The room there is for a file of so many bytes.
    ///
    /// # Errors
    /// A file that is too large itself.
    pub(super) fn of(limits: Limits, bytes: usize) -> Result<Self, SheetError> {
        let file = u64::try_from(bytes).unwrap_or(u64::MAX);
        at_most(Measure::File, file, limits.file)?;
        let grown = |(any, times): (u64, u64)| any + file * times;
        let one_for = |(any, bytes): (u64, u64)| any + file / bytes.max(1);
        Ok(Self {
            unpacked: Left::of(Measure::Unpacked, grown(limits.unpacked)),
            cells: Left::of(Measure::Cells, one_for(limits.cells)),
            text: Left::of(Measure::Text, grown(limits.text)),
            strings: Left::of(Measure::Strings, one_for(limits.strings)),
            merged: Left::of(Measure::Merged, limits.merged),
            limits,
        })
    }

    pub(super) const fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn unpack(&mut self, bytes: usize) -> Result<(), SheetError> {
        self.unpacked.take(u64::try_from(bytes).unwrap_or(u64::MAX))
    }

    pub(super) fn cells(&mut self, count: u64) -> Result<(), SheetError> {
        self.cells.take(count)
    }

    pub(super) fn strings(&mut self, count: u64) -> Result<(), SheetError> {
        self.strings.take(count)
    }

    /// Refuses so many different texts, of which none is there yet.
    pub(super) fn has_strings(&self, count: u64) -> Result<(), SheetError> {
        at_most(Measure::Strings, count, self.strings.most)
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), SheetError> {
        self.text.take(u64::try_from(text.len()).unwrap_or(u64::MAX))
    }

    pub(super) fn merged(&mut self, count: u64) -> Result<(), SheetError> {
        self.merged.take(count)
    }

    /// Refuses a cell outside what is read of a sheet.
    pub(super) fn holds(&self, row: u32, column: u32) -> Result<(), SheetError> {
        at_most(Measure::Rows, u64::from(row) + 1, self.limits.rows)?;
        at_most(Measure::Columns, u64::from(column) + 1, self.limits.columns)
    }
}

pub(super) fn at_most(measure: Measure, found: u64, most: u64) -> Result<(), SheetError> {
    if found > most { Err(SheetError::TooLarge { measure, most }) } else { Ok(()) }
}
