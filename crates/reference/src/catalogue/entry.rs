//! One entry of a file.

pub(super) mod limits;
mod requires;
mod unverified;

use chrono::NaiveDate;
use luodi_domain::case::LegKind;
use luodi_domain::catalogue::{
    Department, ExchangeStage, LegRule, Lift, Node, PermitType, Prerequisite, Referral, StopKind,
};
use luodi_domain::permit::{Level, Phase};

use super::fault::Reason;
use super::source::{Reader, Table};

/// An entry and where it stands.
pub(super) struct Entry {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) code: String,
    /// The first and the last day of the version, if they can be read.
    pub(super) days: Option<Days>,
    /// What it waits for, each with its line.
    pub(super) requires: Vec<(usize, Prerequisite)>,
    /// What it says, if all of it could be read.
    pub(super) permit: Option<PermitType>,
}

/// The first and the last day of a version, none where it has no end.
pub(super) type Days = (Option<NaiveDate>, Option<NaiveDate>);

const KEYS: &[&str] = &[
    "code",
    "core",
    "zh",
    "en",
    "department",
    "referrals",
    "stage",
    "milestone",
    "phase",
    "valid_from",
    "valid_to",
    "needed",
    "covered",
    "shared",
    "level",
    "lifts",
    "legs",
    "legal",
    "promised",
    "validity",
    "basis",
    "stops",
    "requires",
    "before",
    "parallel_group",
    "leads_group",
    "unverified",
    "note_zh",
    "note_en",
];

/// Reads an entry, as far as it goes; nothing of one without a code.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Entry> {
    let line = reader.line(&table.at);
    let code = reader.needed_text(table, "code")?;
    reader.code = Some(code.clone());
    reader.keys(table, KEYS);
    let days = days(reader, table);
    let requires = requires::read(reader, table);
    let groups = requires.iter().map(|(_, group)| group.clone()).collect();
    let permit = permit(reader, table, code.clone(), days.unwrap_or_default(), groups);
    Some(Entry { file: reader.file().to_owned(), line, code, days, requires, permit })
}

/// What the entry says. Everything is looked at before anything is given up, so that all faults come at once.
fn permit(
    reader: &mut Reader<'_>,
    table: &Table<'_>,
    code: String,
    (valid_from, valid_to): Days,
    requires: Vec<Prerequisite>,
) -> Option<PermitType> {
    let zh = reader.needed_text(table, "zh");
    let en = reader.needed_text(table, "en");
    let department = reader.needed_coded(table, "department", Department::parse);
    let referrals = referrals(reader, table);
    let stage = reader.needed_coded(table, "stage", ExchangeStage::parse);
    let milestone = reader.flag(table, "milestone");
    let phase = reader.needed_coded(table, "phase", Phase::parse);
    let needed = reader.needed_condition(table, "needed");
    let covered = reader.condition(table, "covered");
    let shared = reader.condition(table, "shared");
    let level = reader.needed_coded(table, "level", Level::parse);
    let lifts = lifts(reader, table, level);
    let legs = legs(reader, table);
    let legal = limits::legal(reader, table);
    let promised = limits::promised(reader, table);
    let validity = limits::validity(reader, table);
    let basis = reader.texts(table, "basis").into_iter().map(|(_, text)| text).collect();
    let stops = reader.set(table, "stops", StopKind::parse);
    let before = reader.set(table, "before", Node::parse);
    let parallel_group = reader.text(table, "parallel_group");
    let leads_group = reader.flag(table, "leads_group");
    let core = reader.flag(table, "core");
    let unverified = unverified::read(reader, table);
    let (note_zh, note_en) = notes(reader, table);
    Some(PermitType {
        code,
        zh: zh?,
        en: en?,
        department: department?,
        referrals,
        stage: stage?,
        milestone,
        phase: phase?,
        valid_from,
        valid_to,
        needed: needed?,
        covered,
        shared,
        level: level?,
        // The catalogue's own level rests on the laws of the entry.
        level_basis: None,
        lifts,
        legs,
        legal,
        promised,
        validity,
        basis,
        stops,
        requires,
        before,
        parallel_group,
        leads_group,
        core,
        unverified,
        note_zh,
        note_en,
    })
}

fn days(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Days> {
    let (from, to) = (reader.day(table, "valid_from"), reader.day(table, "valid_to"));
    if let (Some(from), Some(to), Some(at)) = (from, to, table.get("valid_to"))
        && to < from
    {
        reader.fault(&at.span(), Reason::EndsFirst);
        return None;
    }
    let read = |key, day: Option<NaiveDate>| table.get(key).is_none() || day.is_some();
    (read("valid_from", from) && read("valid_to", to)).then_some((from, to))
}

fn referrals(reader: &mut Reader<'_>, table: &Table<'_>) -> Vec<Referral> {
    let mut referrals = Vec::new();
    for item in reader.tables(table, "referrals") {
        reader.keys(&item, &["to", "when"]);
        let to = reader.needed_coded(&item, "to", Department::parse);
        let when = reader.needed_condition(&item, "when");
        referrals.extend(to.zip(when).map(|(to, when)| Referral { to, when }));
    }
    referrals
}

/// Lifts lead above the usual level, from the highest down: the first that holds wins, so one below would never do.
pub(super) fn lifts(reader: &mut Reader<'_>, table: &Table<'_>, level: Option<Level>) -> Vec<Lift> {
    let mut lifts: Vec<Lift> = Vec::new();
    for item in reader.tables(table, "lifts") {
        reader.keys(&item, &["to", "when", "basis"]);
        let to = reader.needed_coded(&item, "to", Level::parse);
        let when = reader.needed_condition(&item, "when");
        let basis = reader.text(&item, "basis");
        let (Some(to), Some(when)) = (to, when) else { continue };
        if let Some(level) = level.filter(|level| to >= *level) {
            reader.fault(&item.at, Reason::NotAbove { to, level });
        } else if let Some(after) = lifts.last().map(|lift| lift.to).filter(|after| to <= *after) {
            reader.fault(&item.at, Reason::LiftOrder { to, after });
        }
        lifts.push(Lift { to, when, basis });
    }
    lifts
}

fn legs(reader: &mut Reader<'_>, table: &Table<'_>) -> Vec<LegRule> {
    let mut legs = Vec::new();
    for item in reader.tables(table, "legs") {
        reader.keys(&item, &["kind", "level", "days", "unit"]);
        let kind = reader.needed_coded(&item, "kind", LegKind::parse);
        let level = reader.coded(&item, "level", Level::parse);
        let limit = limits::optional(reader, &item);
        legs.extend(kind.map(|kind| LegRule { kind, level, limit }));
    }
    let decisions = legs.iter().filter(|leg| leg.kind == LegKind::Decision).count();
    if let (Some(last), Some(value)) = (legs.last(), table.get("legs"))
        && (decisions != 1 || last.kind != LegKind::Decision)
    {
        reader.fault(&value.span(), Reason::NoDecision);
    }
    legs
}

/// A note in one language has its twin in the other.
fn notes(reader: &mut Reader<'_>, table: &Table<'_>) -> (Option<String>, Option<String>) {
    for (key, twin) in [("note_zh", "note_en"), ("note_en", "note_zh")] {
        if table.get(key).is_some() && table.get(twin).is_none() {
            reader.missing(table, twin);
        }
    }
    (reader.text(table, "note_zh"), reader.text(table, "note_en"))
}
