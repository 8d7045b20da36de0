//! Writing an entry in the form of the files, so that reading it again gives the same.

use std::collections::BTreeSet;
use std::fmt::Display;

use luodi_domain::catalogue::{Condition, Lift, PermitType, Prerequisite, PromisedLimit, Validity};
use luodi_domain::clock::Limit;

use crate::condition::written;

/// Lines of keys with their values.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    pub(super) fn finish(self) -> String {
        self.0
    }

    /// A line of its own.
    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    pub(super) fn put(&mut self, key: &str, value: impl Display) {
        self.line(&format!("{key} = {value}"));
    }

    pub(super) fn text(&mut self, key: &str, value: impl Display) {
        self.put(key, quoted(&value.to_string()));
    }

    fn maybe_text(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    fn flag(&mut self, key: &str, value: bool) {
        if value {
            self.put(key, true);
        }
    }

    /// A list that is left out where it is empty.
    fn list(&mut self, key: &str, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        if !items.is_empty() {
            self.put(key, format!("[{}]", items.join(", ")));
        }
    }

    fn texts<T: Display>(&mut self, key: &str, items: impl IntoIterator<Item = T>) {
        self.list(key, items.into_iter().map(|item| quoted(&item.to_string())));
    }

    pub(super) fn lifts(&mut self, lifts: &[Lift]) {
        let lift = |lift: &Lift| {
            let basis =
                lift.basis.as_deref().map(|basis| format!(", basis = {}", quoted(basis))).unwrap_or_default();
            let (to, when) = (quoted(lift.to.as_str()), quoted(&written(&lift.when)));
            format!("{{ to = {to}, when = {when}{basis} }}")
        };
        self.list("lifts", lifts.iter().map(lift));
    }

    pub(super) fn promised(&mut self, promised: &PromisedLimit) {
        let PromisedLimit { limit, source } = promised;
        self.put("promised", format!("{{ {}, source = {} }}", days(*limit), quoted(source)));
    }

    /// All that an entry says but for its days.
    pub(super) fn entry(&mut self, entry: &PermitType) {
        self.text("code", &entry.code);
        self.flag("core", entry.core);
        self.text("zh", &entry.zh);
        self.text("en", &entry.en);
        self.text("department", entry.department.as_str());
        let referral =
            |to: &str, when: String| format!("{{ to = {}, when = {} }}", quoted(to), quoted(&when));
        self.list(
            "referrals",
            entry.referrals.iter().map(|one| referral(one.to.as_str(), written(&one.when))),
        );
        self.text("stage", entry.stage);
        self.flag("milestone", entry.milestone);
        self.text("phase", entry.phase);
        self.text("needed", written(&entry.needed));
        self.maybe_text("covered", entry.covered.as_ref().map(written));
        self.maybe_text("shared", entry.shared.as_ref().map(written));
        self.text("level", entry.level);
        self.lifts(&entry.lifts);
        let legs = entry.legs.iter().map(|leg| {
            let level = leg.level.map(|level| format!(", level = {}", quoted(level.as_str())));
            let limit = leg.limit.map(|limit| format!(", {}", days(limit)));
            let (kind, level) = (quoted(leg.kind.as_str()), level.unwrap_or_default());
            format!("{{ kind = {kind}{level}{} }}", limit.unwrap_or_default())
        });
        self.list("legs", legs);
        let legal = entry.legal.iter().map(|legal| {
            let when = Some(&legal.when).filter(|when| **when != Condition::Always);
            let when = when.map(|when| format!("when = {}, ", quoted(&written(when)))).unwrap_or_default();
            let extension = legal.extension.map(|days| format!(", extension = {days}")).unwrap_or_default();
            format!("{{ {when}{}{extension} }}", days(legal.limit))
        });
        self.list("legal", legal);
        if let Some(promised) = &entry.promised {
            self.promised(promised);
        }
        if let Some(Validity { months, lapse, within }) = entry.validity {
            let within = within.map(|within| format!(", within = {{ {} }}", days(within)));
            let (lapse, within) = (quoted(lapse.as_str()), within.unwrap_or_default());
            self.put("validity", format!("{{ months = {months}, lapse = {lapse}{within} }}"));
        }
        self.texts("basis", &entry.basis);
        self.texts("stops", &entry.stops);
        self.texts("requires", entry.requires.iter().map(group));
        self.texts("before", &entry.before);
        self.maybe_text("parallel_group", entry.parallel_group.as_ref());
        self.flag("leads_group", entry.leads_group);
        self.unverified(&entry.unverified);
        self.maybe_text("note_zh", entry.note_zh.as_ref());
        self.maybe_text("note_en", entry.note_en.as_ref());
    }

    fn unverified(&mut self, fields: &BTreeSet<String>) {
        self.texts("unverified", fields);
    }
}

fn group(group: &Prerequisite) -> String {
    let any_of: Vec<String> = group.any_of.iter().map(ToString::to_string).collect();
    format!("{}{}", if group.hard { "" } else { "~" }, any_of.join(" | "))
}

fn days(limit: Limit) -> String {
    format!("days = {}, unit = {}", limit.days, quoted(limit.unit.as_str()))
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let escaped = |character: char| match character {
        '"' | '\\' => format!("\\{character}"),
        character if character.is_control() => format!("\\u{:04X}", u32::from(character)),
        character => character.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}
