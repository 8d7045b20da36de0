//! A file, taken apart into tables, and what is read out of them with the line of each fault.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;
use luodi_domain::catalogue::Condition;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{self, Entry};
use super::fault::{Fault, Reason, Shape};
use crate::condition;

/// What was read of a file.
pub(super) struct Read {
    /// Its entries, those included that could not be read in full.
    pub(super) entries: Vec<Entry>,
    /// What is wrong with them.
    pub(super) faults: Vec<Fault>,
}

/// A value and where it stands.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// Reads a file. One that is not TOML is not looked into.
pub(super) fn read(name: &str, text: &str) -> Result<Read, Vec<Fault>> {
    let (entries, faults) = read_with(name, text, |reader, table| {
        reader.keys(table, &["permit"]);
        let mut entries = Vec::new();
        for (_, item) in reader.list(table, "permit") {
            reader.code = None;
            if let Some(table) = reader.table(item, "") {
                entries.extend(entry::read(reader, &table));
            }
        }
        entries
    })?;
    Ok(Read { entries, faults })
}

/// Takes a text apart, and has it read. One that is not TOML is not looked into.
pub(super) fn read_with<T>(
    name: &str,
    text: &str,
    read: impl FnOnce(&mut Reader<'_>, &Table<'_>) -> T,
) -> Result<(T, Vec<Fault>), Vec<Fault>> {
    let mut reader = Reader { name, text, code: None, faults: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().unwrap_or_default();
        reader.fault(&at, Reason::Syntax(error.message().to_owned()));
    }
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    let table = Table { path: String::new(), at: 0..0, keys: document.get_ref() };
    let found = read(&mut reader, &table);
    Ok((found, reader.faults))
}

/// Reads one file; what is wrong gathers here.
pub(super) struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    /// The entry that is being read.
    pub(super) code: Option<String>,
    faults: Vec<Fault>,
}

/// A table and where it stands.
pub(super) struct Table<'a> {
    /// Its place within the entry, such as `lifts[0]`; nothing for the entry itself.
    path: String,
    pub(super) at: Range<usize>,
    keys: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&'a Value<'a>> {
        self.keys.get(key)
    }

    /// The place of a key within the entry, such as `lifts[0].when`.
    pub(super) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

impl Reader<'_> {
    pub(super) fn file(&self) -> &str {
        self.name
    }

    /// The line in which a value begins, from 1.
    pub(super) fn line(&self, at: &Range<usize>) -> usize {
        1 + self.text.bytes().take(at.start).filter(|byte| *byte == b'\n').count()
    }

    pub(super) fn fault(&mut self, at: &Range<usize>, reason: Reason) {
        let (file, line, code) = (self.name.to_owned(), self.line(at), self.code.clone());
        self.faults.push(Fault { file, line, code, reason });
    }

    /// Refuses keys other than these.
    pub(super) fn keys(&mut self, table: &Table<'_>, known: &[&str]) {
        for (key, _) in table.keys {
            if !known.contains(&key.get_ref().as_ref()) {
                self.fault(&key.span(), Reason::UnknownKey(table.path(key.get_ref())));
            }
        }
    }

    pub(super) fn missing(&mut self, table: &Table<'_>, key: &str) {
        self.fault(&table.at, Reason::Missing(table.path(key)));
    }

    fn shape<T>(&mut self, at: &Range<usize>, key: &str, shape: Shape, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.fault(at, Reason::Shape { key: key.to_owned(), shape });
        }
        found
    }

    pub(super) fn table<'t>(&mut self, value: &'t Value<'t>, path: &str) -> Option<Table<'t>> {
        let keys = self.shape(&value.span(), path, Shape::Table, value.get_ref().as_table())?;
        Some(Table { path: path.to_owned(), at: value.span(), keys })
    }

    /// A text in a value, which must have something in it.
    pub(super) fn text_of(&mut self, value: &Value<'_>, path: &str) -> Option<String> {
        let text = self.shape(&value.span(), path, Shape::Text, value.get_ref().as_str())?.trim();
        if text.is_empty() {
            self.fault(&value.span(), Reason::Empty(path.to_owned()));
            return None;
        }
        Some(text.to_owned())
    }

    /// A text under a key that may be absent.
    pub(super) fn text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        self.text_of(value, &table.path(key))
    }

    /// A text under a key that must be there.
    pub(super) fn needed_text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        if table.get(key).is_none() {
            self.missing(table, key);
        }
        self.text(table, key)
    }

    /// A value of a closed list in a value.
    pub(super) fn coded_of<T>(&mut self, value: &Value<'_>, path: &str, parse: Parse<T>) -> Option<T> {
        let found = self.text_of(value, path)?;
        let parsed = parse(&found);
        if parsed.is_none() {
            self.fault(&value.span(), Reason::Unknown { key: path.to_owned(), found });
        }
        parsed
    }

    /// A value of a closed list under a key that may be absent.
    pub(super) fn coded<T>(&mut self, table: &Table<'_>, key: &str, parse: Parse<T>) -> Option<T> {
        let value = table.get(key)?;
        self.coded_of(value, &table.path(key), parse)
    }

    /// A value of a closed list under a key that must be there.
    pub(super) fn needed_coded<T>(&mut self, table: &Table<'_>, key: &str, parse: Parse<T>) -> Option<T> {
        if table.get(key).is_none() {
            self.missing(table, key);
        }
        self.coded(table, key, parse)
    }

    /// Yes or no; no where the key is absent.
    pub(super) fn flag(&mut self, table: &Table<'_>, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        let flag = value.get_ref().as_bool();
        self.shape(&value.span(), &table.path(key), Shape::Flag, flag).unwrap_or_default()
    }

    /// A number from 1 under a key that may be absent.
    pub(super) fn number(&mut self, table: &Table<'_>, key: &str, most: u32) -> Option<u32> {
        let value = table.get(key)?;
        let path = table.path(key);
        let written = self.shape(&value.span(), &path, Shape::Number, value.get_ref().as_integer())?;
        let number = u32::from_str_radix(written.as_str(), written.radix()).ok();
        let found = number.filter(|found| (1..=most).contains(found));
        if found.is_none() {
            let found = written.to_string();
            self.fault(&value.span(), Reason::Range { key: path, found, least: 1, most });
        }
        found
    }

    /// A day under a key that may be absent.
    pub(super) fn day(&mut self, table: &Table<'_>, key: &str) -> Option<NaiveDate> {
        let value = table.get(key)?;
        let day = value.get_ref().as_datetime().and_then(|written| {
            let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none())?;
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        self.shape(&value.span(), &table.path(key), Shape::Day, day)
    }

    /// A condition under a key that may be absent.
    pub(super) fn condition(&mut self, table: &Table<'_>, key: &str) -> Option<Condition> {
        let value = table.get(key)?;
        let text = self.text(table, key)?;
        match condition::parse(&text) {
            Ok(condition) => Some(condition),
            Err(error) => {
                self.fault(&value.span(), Reason::Condition { key: table.path(key), error });
                None
            }
        }
    }

    /// A condition under a key that must be there.
    pub(super) fn needed_condition(&mut self, table: &Table<'_>, key: &str) -> Option<Condition> {
        if table.get(key).is_none() {
            self.missing(table, key);
        }
        self.condition(table, key)
    }

    /// What stands in a list, each with its place; nothing where the key is absent. An empty list is refused.
    pub(super) fn list<'t>(&mut self, table: &Table<'t>, key: &str) -> Vec<(String, &'t Value<'t>)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let path = table.path(key);
        let Some(items) = self.shape(&value.span(), &path, Shape::List, value.get_ref().as_array()) else {
            return Vec::new();
        };
        if items.is_empty() {
            self.fault(&value.span(), Reason::Empty(path.clone()));
        }
        items.iter().enumerate().map(|(index, item)| (format!("{path}[{index}]"), item)).collect()
    }

    /// The tables of a list.
    pub(super) fn tables<'t>(&mut self, table: &Table<'t>, key: &str) -> Vec<Table<'t>> {
        let items = self.list(table, key);
        items.into_iter().filter_map(|(path, item)| self.table(item, &path)).collect()
    }

    /// The texts of a list, none of them twice.
    pub(super) fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<(Range<usize>, String)> {
        let mut texts: Vec<(Range<usize>, String)> = Vec::new();
        for (path, item) in self.list(table, key) {
            let Some(text) = self.text_of(item, &path) else { continue };
            if texts.iter().any(|(_, other)| *other == text) {
                self.fault(&item.span(), Reason::Twice { key: table.path(key), found: text });
            } else {
                texts.push((item.span(), text));
            }
        }
        texts
    }

    /// The values of a closed list, none of them twice.
    pub(super) fn set<T: Ord>(&mut self, table: &Table<'_>, key: &str, parse: Parse<T>) -> BTreeSet<T> {
        let mut set = BTreeSet::new();
        for (at, found) in self.texts(table, key) {
            match parse(&found) {
                Some(value) => drop(set.insert(value)),
                None => self.fault(&at, Reason::Unknown { key: table.path(key), found }),
            }
        }
        set
    }
}

/// How a code is read.
pub(super) type Parse<T> = fn(&str) -> Option<T>;
