//! What a region says otherwise than the catalogue 地方调整, in the form of the catalogue's own files:
//!
//! ```toml
//! ruling = "ADJUSTED"
//! level = "COUNTY"
//! lifts = [{ to = "CITY", when = "energy_tce >= 5000" }]
//! promised = { days = 3, unit = "WORKING", source = "冀政办〔2024〕1号" }
//! ```
//!
//! `no_lifts = true` stands for the empty list, which the files do not have; an entry of its own stands in a table `permit`.

use luodi_domain::catalogue::{Adjustment, Ruling};
use luodi_domain::permit::Level;

use super::entry;
use super::fault::{Fault, Reason};
use super::print::Lines;
use super::source::{self, Reader, Table};

/// How the three rulings are called.
const TAKEN_OFF: &str = "TAKEN_OFF";
const ADJUSTED: &str = "ADJUSTED";
const EXTRA: &str = "EXTRA";

/// A ruling as it is kept. The days of an entry of its own are those of the rule, and are left out.
pub fn written_ruling(ruling: &Ruling) -> String {
    let mut lines = Lines::default();
    match ruling {
        Ruling::TakenOff => lines.text("ruling", TAKEN_OFF),
        Ruling::Adjusted(Adjustment { level, lifts, promised }) => {
            lines.text("ruling", ADJUSTED);
            if let Some(level) = level {
                lines.text("level", level);
            }
            match lifts.as_deref() {
                Some([]) => lines.put("no_lifts", true),
                Some(lifts) => lines.lifts(lifts),
                None => {}
            }
            if let Some(promised) = promised {
                lines.promised(promised);
            }
        }
        Ruling::Extra(extra) => {
            lines.text("ruling", EXTRA);
            lines.line("\n[permit]");
            lines.entry(extra);
        }
    }
    lines.finish()
}

/// Reads a ruling, or says everything that is wrong with it, under the name of where it stands.
pub fn read_ruling(name: &str, text: &str) -> Result<Ruling, Vec<Fault>> {
    let (ruling, faults) = source::read_with(name, text, ruling)?;
    match ruling {
        Some(ruling) if faults.is_empty() => Ok(ruling),
        _ => Err(faults),
    }
}

fn ruling(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Ruling> {
    let kind = reader.needed_coded(table, "ruling", |code| {
        [TAKEN_OFF, ADJUSTED, EXTRA].into_iter().find(|known| *known == code)
    })?;
    match kind {
        TAKEN_OFF => {
            reader.keys(table, &["ruling"]);
            Some(Ruling::TakenOff)
        }
        ADJUSTED => {
            reader.keys(table, &["ruling", "level", "lifts", "no_lifts", "promised"]);
            let level = reader.coded(table, "level", Level::parse);
            let no_lifts = reader.flag(table, "no_lifts");
            let lifts = table.get("lifts").map(|_| entry::lifts(reader, table, level));
            if no_lifts && lifts.is_some() {
                reader.fault(&table.at, Reason::Both("lifts".to_owned(), "no_lifts".to_owned()));
            }
            let promised = entry::limits::promised(reader, table);
            let lifts = if no_lifts { Some(Vec::new()) } else { lifts };
            Some(Ruling::Adjusted(Adjustment { level, lifts, promised }))
        }
        _ => {
            reader.keys(table, &["ruling", "permit"]);
            let Some(value) = table.get("permit") else {
                reader.missing(table, "permit");
                return None;
            };
            let permit = reader.table(value, "")?;
            let entry = entry::read(reader, &permit)?;
            entry.permit.map(|permit| Ruling::Extra(Box::new(permit)))
        }
    }
}
