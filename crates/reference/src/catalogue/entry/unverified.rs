//! What nobody has verified: names of keys of the entry, such as `legal`, `lifts[0]` or `legs[0].level`.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::super::fault::Reason;
use super::super::source::{Reader, Table};

pub(super) fn read(reader: &mut Reader<'_>, table: &Table<'_>) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for (at, field) in reader.texts(table, "unverified") {
        if find(table, &field).is_none() {
            reader.fault(&at, Reason::UnverifiedField(field.clone()));
        }
        fields.insert(field);
    }
    fields
}

/// The value that a name such as `legs[0].level` leads to.
fn find<'a>(table: &Table<'a>, field: &str) -> Option<&'a DeValue<'a>> {
    let mut steps = field.split('.');
    let (key, index) = step(steps.next()?)?;
    let mut found = within(table.get(key)?.get_ref(), index)?;
    for name in steps {
        let (key, index) = step(name)?;
        found = within(found.as_table()?.get(key)?.get_ref(), index)?;
    }
    Some(found)
}

/// A key, and the place in its list if one is named.
fn step(name: &str) -> Option<(&str, Option<usize>)> {
    match name.strip_suffix(']') {
        None => Some((name, None)),
        Some(rest) => {
            let (key, index) = rest.split_once('[')?;
            Some((key, Some(index.parse().ok()?)))
        }
    }
}

fn within<'a>(value: &'a DeValue<'a>, index: Option<usize>) -> Option<&'a DeValue<'a>> {
    match index {
        None => Some(value),
        Some(index) => Some(value.as_array()?.get(index)?.get_ref()),
    }
}
