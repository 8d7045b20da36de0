//! What refusals say to people: two catalogues of texts, one template per rule, one term per code.
//!
//! Every message names what was refused, by which rule, and what to do about it. A test holds both catalogues complete
//! and their placeholders known.

mod catalogue;
mod permit;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use luodi_domain::ids::PermitId;
use luodi_domain::refusal::{Fact, Refusal, Segment};

use crate::language::Language;
use catalogue::Catalogue;
pub use permit::permit_name;

/// How many permits a message names before it stops; all of them stand in the error's params.
const MOST_NAMED: usize = 10;

/// Names of permits, for messages that list some. A permit without one is shown by its id.
pub type PermitNames = BTreeMap<PermitId, String>;

/// The word for a code of a vocabulary such as `stage` or `caseState`; the code itself where there is none.
pub fn term<'a>(language: Language, vocabulary: &str, code: &'a str) -> &'a str {
    Catalogue::of(language).term(vocabulary, code).unwrap_or(code)
}

/// What to tell a person about a refusal whose field stands at `path` in the input.
pub fn refusal(language: Language, refusal: &Refusal, path: &[Segment], permits: &PermitNames) -> String {
    let catalogue = Catalogue::of(language);
    let Some(template) = catalogue.rules.get(refusal.rule.as_str()) else {
        return refusal.rule.as_str().to_owned();
    };
    template::fill(template, |name| match name {
        "field" => label(language, path),
        "form" => form(language, path),
        "count" => refusal.facts.iter().find_map(|(_, fact)| match fact {
            Fact::Permits(permits) => Some(permits.len().to_string()),
            _ => None,
        }),
        name => {
            let (_, fact) = refusal.facts.iter().find(|(fact, _)| *fact == name)?;
            Some(fact_text(language, fact, permits))
        }
    })
}

fn fact_text(language: Language, fact: &Fact, names: &PermitNames) -> String {
    match fact {
        Fact::Text(text) => text.clone(),
        Fact::Term(vocabulary, code) => term(language, vocabulary, code).to_owned(),
        Fact::Number(number) => number.to_string(),
        Fact::Date(date) => day(language, *date),
        Fact::Words(words) => language.words(words.clone()),
        Fact::Permits(permits) => {
            let name = |permit: &PermitId| names.get(permit).cloned().unwrap_or_else(|| permit.to_string());
            let mut named: Vec<String> = permits.iter().take(MOST_NAMED).map(name).collect();
            if permits.len() > MOST_NAMED {
                named.push("…".to_owned());
            }
            named.join(language.pick("、", ", "))
        }
        Fact::Fields(fields) => {
            let called = fields.iter().filter_map(|field| label(language, &[Segment::Field(field)]));
            called.collect::<Vec<_>>().join(language.pick("、", ", "))
        }
    }
}

/// A day as documents write it.
fn day(language: Language, date: NaiveDate) -> String {
    match language {
        Language::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Language::En => date.to_string(),
    }
}

/// What the value of an input field must look like, as far as the catalogue says.
fn form(language: Language, path: &[Segment]) -> Option<String> {
    let name = path.iter().rev().find_map(|segment| match segment {
        Segment::Field(name) => Some(*name),
        Segment::Index(_) => None,
    })?;
    Catalogue::of(language).forms.get(name).cloned()
}

/// What people call an input field, with its place in a list counted from 1; nothing for the input as a whole.
fn label(language: Language, path: &[Segment]) -> Option<String> {
    let catalogue = Catalogue::of(language);
    let mut parts: Vec<String> = Vec::new();
    for segment in path {
        match segment {
            Segment::Field(name) => {
                parts.push(catalogue.fields.get(*name).map_or(*name, String::as_str).to_owned());
            }
            Segment::Index(index) => {
                if let Some(last) = parts.last_mut() {
                    *last = match language {
                        Language::Zh => format!("{last}第{}项", index + 1),
                        Language::En => format!("{last} {}", index + 1),
                    };
                }
            }
        }
    }
    if parts.is_empty() { None } else { Some(parts.join(language.pick("·", " · "))) }
}
