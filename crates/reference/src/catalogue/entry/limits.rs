//! Limits and how long a grant is good for.

use luodi_domain::calendar::DayUnit;
use luodi_domain::catalogue::{Condition, Lapse, LegalLimit, PromisedLimit, Validity};
use luodi_domain::clock::Limit;

use super::super::fault::Reason;
use super::super::source::{Reader, Table};

/// Days of a kind, both of which have to be there.
fn limit(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Limit> {
    if table.get("days").is_none() {
        reader.missing(table, "days");
    }
    let days = reader.number(table, "days", Limit::MOST_DAYS);
    let unit = reader.needed_coded(table, "unit", DayUnit::parse);
    Some(Limit { days: days?, unit: unit? })
}

/// Days of a kind, or neither.
pub(super) fn optional(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Limit> {
    if table.get("days").is_none() && table.get("unit").is_none() {
        return None;
    }
    limit(reader, table)
}

/// One limit, or a list of which the first that holds counts: what stands behind one without a condition never would.
pub(super) fn legal(reader: &mut Reader<'_>, entry: &Table<'_>) -> Vec<LegalLimit> {
    let Some(value) = entry.get("legal") else { return Vec::new() };
    let tables = match value.get_ref().as_array() {
        Some(_) => reader.tables(entry, "legal"),
        None => reader.table(value, "legal").into_iter().collect(),
    };
    let mut limits: Vec<LegalLimit> = Vec::new();
    for table in tables {
        reader.keys(&table, &["when", "days", "unit", "extension"]);
        let given = table.get("when").is_some();
        let when = if given { reader.condition(&table, "when") } else { Some(Condition::Always) };
        let extension = reader.number(&table, "extension", Limit::MOST_DAYS);
        let limit = limit(reader, &table);
        let Some(when) = when else { continue };
        if let Some(before) =
            limits.iter().find(|before| before.when == Condition::Always || before.when == when)
        {
            let reason =
                if before.when == Condition::Always { Reason::NeverReached } else { Reason::SameCondition };
            reader.fault(&table.at, reason);
        }
        limits.extend(limit.map(|limit| LegalLimit { when, limit, extension }));
    }
    limits
}

pub(in super::super) fn promised(reader: &mut Reader<'_>, entry: &Table<'_>) -> Option<PromisedLimit> {
    let table = reader.table(entry.get("promised")?, "promised")?;
    reader.keys(&table, &["days", "unit", "source"]);
    let limit = limit(reader, &table);
    let source = reader.needed_text(&table, "source");
    Some(PromisedLimit { limit: limit?, source: source? })
}

pub(super) fn validity(reader: &mut Reader<'_>, entry: &Table<'_>) -> Option<Validity> {
    let table = reader.table(entry.get("validity")?, "validity")?;
    reader.keys(&table, &["years", "months", "lapse", "within"]);
    let lapse = reader.needed_coded(&table, "lapse", Lapse::parse);
    let within = table.get("within").and_then(|value| {
        let table = reader.table(value, "validity.within")?;
        reader.keys(&table, &["days", "unit"]);
        limit(reader, &table)
    });
    let years = reader.number(&table, "years", Validity::MOST_MONTHS / 12);
    let months = reader.number(&table, "months", Validity::MOST_MONTHS);
    match (table.get("years").is_some(), table.get("months").is_some()) {
        (false, false) => reader.missing(&table, "years"),
        (true, true) => {
            let reason = Reason::Both(table.path("years"), table.path("months"));
            reader.fault(&table.at, reason);
        }
        _ => {}
    }
    let months = months.or(years.map(|years| 12 * years));
    Some(Validity { months: months?, lapse: lapse?, within })
}
