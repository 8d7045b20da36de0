//! What is typed of a region's rule, cleaned or refused.

use super::{RegionalRule, Ruling};
use crate::case::LegKind;
use crate::catalogue::permit_type::{Lift, PermitType, Validity};
use crate::clock::Limit;
use crate::context::Context;
use crate::decide::checks::planned;
use crate::refusal::{Fact, Refusal, Rule};
use crate::text::{clean_line, optional_line};

/// How long a code is at most.
const LONGEST_CODE: usize = 60;
/// How long a name, a law or a document is at most, in characters.
const LONGEST_LINE: usize = 300;
/// How long a note is at most.
const LONGEST_NOTE: usize = 2_000;
/// How many parts of one kind an entry has at most.
const MOST: usize = 30;

impl RegionalRule {
    /// The same with its texts cleaned, if it can be kept. Days in the past are taken: an office enters what its region
    /// published when it learns of it, and the plan follows the next time it is drawn.
    pub fn cleaned(mut self, context: &Context) -> Result<Self, Refusal> {
        let form = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if self.code.is_empty() || self.code.len() > LONGEST_CODE || !self.code.bytes().all(form) {
            return Err(Refusal::new(Rule::ValueInvalid).at("typeCode").text("value", shown(&self.code)));
        }
        planned(self.valid_from, context, "validFrom")?;
        self.valid_to.map_or(Ok(()), |last| planned(last, context, "validTo"))?;
        self.source = line(&self.source, "basis")?;
        match &mut self.ruling {
            Ruling::TakenOff => {}
            Ruling::Adjusted(adjusted) => {
                let promised = adjusted.promised.as_mut();
                let at = |refusal: Refusal| refusal.under("adjusted").under("change");
                lifts(adjusted.lifts.as_deref_mut().unwrap_or_default()).map_err(at)?;
                promised.map_or(Ok(()), |promised| days(promised.limit.days, "promised")).map_err(at)?;
            }
            Ruling::Extra(extra) => {
                clean_extra(extra).map_err(|refusal| refusal.under("extra").under("change"))?;
                extra.code.clone_from(&self.code);
            }
        }
        Ok(self)
    }
}

fn clean_extra(extra: &mut PermitType) -> Result<(), Refusal> {
    extra.zh = line(&extra.zh, "nameZh")?;
    extra.en = line(&extra.en, "nameEn")?;
    lifts(&mut extra.lifts)?;
    most(extra.referrals.len(), "referrals")?;
    most(extra.legs.len(), "legs")?;
    most(extra.basis.len(), "basis")?;
    most(extra.requires.len(), "prerequisites")?;
    for (index, leg) in extra.legs.iter().enumerate() {
        let limit = leg.limit.map_or(Ok(()), |limit| days(limit.days, "limit"));
        limit.map_err(|refusal| refusal.within("legs", index))?;
    }
    let decisions = extra.legs.iter().filter(|leg| leg.kind == LegKind::Decision).count();
    let last = extra.legs.last().map(|leg| leg.kind);
    if last.is_some() && (decisions != 1 || last != Some(LegKind::Decision)) {
        return Err(Refusal::new(Rule::ValueInvalid).at("legs"));
    }
    for legal in &extra.legal {
        days(legal.limit.days, "legal")?;
        let extension = legal.extension.map_or(Ok(()), |days| in_range(days, Limit::MOST_DAYS, "extension"));
        extension.map_err(|refusal| refusal.under("legal"))?;
    }
    extra.promised.as_ref().map_or(Ok(()), |promised| days(promised.limit.days, "promised"))?;
    if let Some(validity) = extra.validity {
        let within = validity.within.map_or(Ok(()), |within| days(within.days, "within"));
        let months = in_range(validity.months, Validity::MOST_MONTHS, "months");
        within.and(months).map_err(|refusal| refusal.under("validity"))?;
    }
    for (index, basis) in extra.basis.iter_mut().enumerate() {
        let cleaned = clean_line(basis, LONGEST_LINE);
        *basis = cleaned.map_err(|error| Refusal::of_text(&error).within("basis", index))?;
    }
    once(&extra.basis, "basis")?;
    once(&extra.requires, "prerequisites")?;
    for (index, group) in extra.requires.iter().enumerate() {
        once(&group.any_of, "anyOf").map_err(|refusal| refusal.within("prerequisites", index))?;
        most(group.any_of.len(), "anyOf").map_err(|refusal| refusal.within("prerequisites", index))?;
        if group.any_of.is_empty() {
            return Err(Refusal::new(Rule::Required).at("anyOf").within("prerequisites", index));
        }
    }
    for (note, field) in [(&mut extra.note_zh, "noteZh"), (&mut extra.note_en, "noteEn")] {
        let cleaned = optional_line(note.as_deref(), LONGEST_NOTE);
        *note = cleaned.map_err(|error| Refusal::of_text(&error).at(field))?;
    }
    match (&extra.note_zh, &extra.note_en) {
        (Some(_), None) => Err(Refusal::new(Rule::Required).at("noteEn")),
        (None, Some(_)) => Err(Refusal::new(Rule::Required).at("noteZh")),
        _ => Ok(()),
    }
}

fn lifts(lifts: &mut [Lift]) -> Result<(), Refusal> {
    most(lifts.len(), "lifts")?;
    for (index, lift) in lifts.iter_mut().enumerate() {
        let basis = optional_line(lift.basis.as_deref(), LONGEST_LINE);
        lift.basis = basis.map_err(|error| Refusal::of_text(&error).at("basis").within("lifts", index))?;
    }
    Ok(())
}

/// A text of one line that has to be there.
pub(super) fn line(text: &str, field: &'static str) -> Result<String, Refusal> {
    clean_line(text, LONGEST_LINE).map_err(|error| Refusal::of_text(&error).at(field))
}

fn most(count: usize, field: &'static str) -> Result<(), Refusal> {
    if count <= MOST {
        return Ok(());
    }
    let max = Fact::Number(i64::try_from(MOST).unwrap_or(i64::MAX));
    Err(Refusal::new(Rule::TooMany).at(field).with("max", max))
}

/// The days of a limit.
fn days(days: u32, limit: &'static str) -> Result<(), Refusal> {
    in_range(days, Limit::MOST_DAYS, "days").map_err(|refusal| refusal.under(limit))
}

fn in_range(found: u32, most: u32, field: &'static str) -> Result<(), Refusal> {
    if (1..=most).contains(&found) {
        return Ok(());
    }
    Err(Refusal::new(Rule::ValueInvalid).at(field).text("value", found.to_string()))
}

/// The beginning of a value.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(LONGEST_CODE).collect()
}

/// Nothing is said twice.
fn once<T: PartialEq>(items: &[T], field: &'static str) -> Result<(), Refusal> {
    let again = (1..items.len()).find(|&index| items[..index].contains(&items[index]));
    again.map_or(Ok(()), |index| Err(Refusal::new(Rule::Duplicate).within(field, index)))
}
