//! Rules of regions as they are kept: who entered them, on which document's word, and until when they hold.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, SecondsFormat, Utc};
use uuid::Uuid;

use super::RegionalRule;
use super::clean::line;
use crate::administration::{Entry, Said, Subject};
use crate::context::Context;
use crate::decide::may_keep_for_all;
use crate::ids::{OfficerId, OverrideId, RegionId};
use crate::refusal::{Fact, Refusal, Rule};

/// The version of a new rule.
const FIRST_VERSION: i64 = 1;

/// A rule of a region as it is kept. What it says is a text of the form in which the catalogue itself is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRule {
    /// The id.
    pub id: OverrideId,
    /// Where it holds: in this region and below.
    pub region: RegionId,
    /// The code of the entry.
    pub code: String,
    /// From which day on.
    pub valid_from: NaiveDate,
    /// The last day, once there is one; the day before the first where it never held.
    pub valid_to: Option<NaiveDate>,
    /// What it says.
    pub says: String,
    /// The document in which the region says so.
    pub source: String,
    /// Who entered it; nobody when it was done at the machine itself.
    pub recorded_by: Option<OfficerId>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// By whom and why its last day was set, where that was done later.
    pub ended: Option<Ending>,
    /// Counts the changes.
    pub version: i64,
}

/// That a rule was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The document that says so.
    pub source: String,
    /// Who entered it; nobody when it was done at the machine itself.
    pub by: Option<OfficerId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// On which document's word a rule is ended, by whom and when.
type Word<'a> = (&'a str, Option<OfficerId>, DateTime<Utc>);

/// Decides whether the caller may enter what a region says: administrators do, in person, where they keep the registry.
pub fn may_override_permit_types(context: &Context) -> Result<(), Refusal> {
    may_keep_for_all(context)
}

impl KeptRule {
    /// A rule as it is entered; its text is that of what it says.
    pub fn entered(
        id: OverrideId,
        rule: &RegionalRule,
        says: String,
        (by, at): (Option<OfficerId>, DateTime<Utc>),
    ) -> Self {
        Self {
            id,
            region: rule.region,
            code: rule.code.clone(),
            valid_from: rule.valid_from,
            valid_to: rule.valid_to,
            says,
            source: rule.source.clone(),
            recorded_by: by,
            recorded_at: at,
            ended: None,
            version: FIRST_VERSION,
        }
    }

    /// The same, over after this day. A rule that was entered by mistake ends the day before its first: it never held.
    pub fn ended(self, last: NaiveDate, (source, by, at): Word<'_>) -> Result<Self, Refusal> {
        if self.valid_to.is_some_and(|to| to < self.valid_from) {
            return Err(Refusal::new(Rule::AlreadyEnded).at("overrideId"));
        }
        let earliest = self.valid_from.checked_sub_days(Days::new(1)).unwrap_or(self.valid_from);
        if last < earliest {
            return Err(Refusal::new(Rule::DateOutOfOrder)
                .at("lastDay")
                .with("date", Fact::Date(last))
                .with("notBefore", Fact::Date(earliest)));
        }
        // What was ended holds no longer again: that is another rule, which is looked at as one.
        if self.valid_to.is_some_and(|to| to <= last) {
            let refusal = Refusal::new(Rule::NothingToChange).at("lastDay");
            return Err(self
                .valid_to
                .into_iter()
                .fold(refusal, |refusal, to| refusal.with("date", Fact::Date(to))));
        }
        let ended = Some(Ending { source: line(source, "basis")?, by, at });
        Ok(Self { valid_to: Some(last), ended, ..self })
    }
}

impl Entry for KeptRule {
    const SUBJECT: Subject = Subject::PermitOverride;

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn fields(&self) -> BTreeMap<&'static str, Said> {
        let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let ended = self.ended.as_ref();
        let fields = [
            ("region", Some(self.region.to_string())),
            ("code", Some(self.code.clone())),
            ("from", Some(self.valid_from.to_string())),
            ("until", self.valid_to.map(|day| day.to_string())),
            ("says", Some(self.says.clone())),
            ("source", Some(self.source.clone())),
            ("recorded_by", self.recorded_by.map(|officer| officer.to_string())),
            ("recorded_at", Some(at(self.recorded_at))),
            ("ended_source", ended.map(|ended| ended.source.clone())),
            ("ended_by", ended.and_then(|ended| ended.by).map(|officer| officer.to_string())),
            ("ended_at", ended.map(|ended| at(ended.at))),
        ];
        fields.into_iter().filter_map(|(name, said)| Some((name, Said::Open(said?)))).collect()
    }
}
