//! Days off and make-up working days 放假调休, a file for each year; the same form is read of a year that an administrator
//! adds.

mod file;

#[cfg(test)]
mod tests;

use luodi_domain::calendar::DaysOff;
use thiserror::Error;

pub use file::{FileError, Reason, read};

/// A file that came with the product cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{name}: {error}")]
pub struct BuiltInError {
    /// Its name.
    pub name: &'static str,
    /// What is wrong with it.
    pub error: FileError,
}

macro_rules! files {
    ($($year:literal),+ $(,)?) => {
        &[$((
            concat!("data/days_off/", $year, ".toml"),
            include_str!(concat!("../../data/days_off/", $year, ".toml")),
        )),+]
    };
}

/// The files, by name.
const FILES: &[(&str, &str)] =
    files!["2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026",];

/// The years that come with the product, from the earliest to the latest.
pub fn built_in() -> Result<Vec<DaysOff>, BuiltInError> {
    let years = FILES.iter().map(|&(name, text)| read(text).map_err(|error| BuiltInError { name, error }));
    years.collect()
}
