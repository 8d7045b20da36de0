//! Reading columns back into the domain's types. What does not fit together is an error that names table and row.

use std::fmt::Display;

use chrono::NaiveDate;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::private::{Contact, Private};

use crate::db::StoreError;

/// The row being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<K> {
    /// Its table.
    pub(crate) table: &'static str,
    /// Its key.
    pub(crate) row: K,
}

impl<K: Display> At<K> {
    /// The row contradicts itself or the code.
    pub(crate) fn wrong(&self, detail: impl Into<String>) -> StoreError {
        StoreError::inconsistent(self.table, &self.row, detail)
    }

    /// A code of an enum, or a text with a form of its own.
    pub(crate) fn coded<T>(
        &self,
        column: &str,
        code: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(code).ok_or_else(|| self.wrong(format!("{column} is {code:?}")))
    }

    /// A code that may be missing.
    pub(crate) fn maybe_coded<T>(
        &self,
        column: &str,
        code: Option<&str>,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        code.map(|code| self.coded(column, code, parse)).transpose()
    }

    /// A text that may never have been given, or have been erased since.
    pub(crate) fn private(
        &self,
        column: &str,
        given: bool,
        text: Option<String>,
    ) -> Result<Option<Private>, StoreError> {
        match (given, text) {
            (false, None) => Ok(None),
            (true, text) => Ok(Some(Private::from_stored(text))),
            (false, Some(_)) => Err(self.wrong(format!("{column} has a text that was never given"))),
        }
    }

    /// Somebody to call, from `has_…, …_name, has_…_phone, …_phone`.
    pub(crate) fn contact(&self, columns: ContactColumns) -> Result<Option<Contact>, StoreError> {
        let ContactColumns { has_name, name, has_phone, phone } = columns;
        let name = self.private("contact name", has_name, name)?;
        let phone = self.private("contact phone", has_phone, phone)?;
        match (name, phone) {
            (Some(name), phone) => Ok(Some(Contact { name, phone })),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(self.wrong("a telephone number without a contact")),
        }
    }

    /// A rough date, from its first day, its precision and what was written.
    pub(crate) fn rough_date(
        &self,
        column: &str,
        first_day: Option<NaiveDate>,
        precision: Option<&str>,
        raw: Option<String>,
    ) -> Result<Option<PartialDate>, StoreError> {
        let (first_day, precision, raw) = match (first_day, precision, raw) {
            (None, None, None) => return Ok(None),
            (Some(first_day), Some(precision), Some(raw)) => (first_day, precision, raw),
            _ => return Err(self.wrong(format!("{column} is there in part"))),
        };
        let precision = self.coded(column, precision, Precision::parse)?;
        let date = PartialDate::new(first_day, precision, raw)
            .map_err(|error| self.wrong(format!("{column}: {error}")))?;
        if date.first_day() == first_day {
            Ok(Some(date))
        } else {
            Err(self.wrong(format!("{column}: no {precision} begins on {first_day}")))
        }
    }
}

/// The four columns of a [`Contact`].
#[derive(Debug)]
pub(crate) struct ContactColumns {
    pub(crate) has_name: bool,
    pub(crate) name: Option<String>,
    pub(crate) has_phone: bool,
    pub(crate) phone: Option<String>,
}

impl ContactColumns {
    /// What to store for a contact.
    pub(crate) fn of(contact: Option<&Contact>) -> Self {
        let phone = contact.and_then(|contact| contact.phone.as_ref());
        Self {
            has_name: contact.is_some(),
            name: contact.and_then(|contact| contact.name.text()).map(str::to_owned),
            has_phone: phone.is_some(),
            phone: phone.and_then(Private::text).map(str::to_owned),
        }
    }
}
