//! Inputs that keep what projects refer to: regions, agencies, posts, officers, enterprises.
//!
//! Entries carry no day, reason or authority: they have a version each, and what is changed of them
//! stands in the record of administration.

mod absence;
mod agency;
mod days_off;
mod duty_rule;
mod enterprise;
mod officer;
mod permit_override;
mod permit_type;
mod recorder;
mod region;

pub(crate) use absence::{EndAbsenceInput, RecordAbsenceInput};
pub(crate) use agency::{CreateAgencyInput, CreatePostInput, UpdateAgencyInput, UpdatePostInput};
pub(crate) use days_off::PublishDaysOffInput;
pub(crate) use duty_rule::{DutyTaskInput, EndDutyRuleInput, SetDutyRuleInput, UpdateDutyRuleInput};
pub(crate) use enterprise::{CreateEnterpriseInput, UpdateEnterpriseInput};
pub(crate) use officer::{CreateOfficerInput, UpdateOfficerInput};
pub(crate) use permit_override::{EndPermitTypeOverrideInput, OverridePermitTypeInput};
pub(crate) use recorder::{AppointRecorderInput, DismissRecorderInput};
pub(crate) use region::{CreateRegionInput, UpdateRegionInput};

use async_graphql::InputObject;

use super::Terms;

/// The circumstances of a new entry.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct NewEntry {
    /// At most 64 characters, chosen by the caller. The same key with the same input answers what the first request did
    /// and does nothing again, for seven days; with another input it is refused with IDEMPOTENCY_KEY_REUSED. 幂等键
    pub(crate) idempotency_key: Option<String>,
}

/// The circumstances of an edit of an entry.
#[derive(Debug, Clone, Copy, InputObject)]
pub(crate) struct EntryEdit {
    /// The entry's version as the caller read it: another one is refused with VERSION_CONFLICT, and the payload has the
    /// entry as it is now. Left out, the edit is taken whatever the version. 预期版本
    pub(crate) expected_version: Option<i64>,
}

impl<'a> From<&'a NewEntry> for Terms<'a> {
    fn from(terms: &'a NewEntry) -> Self {
        Self { idempotency_key: terms.idempotency_key.as_deref(), ..Self::default() }
    }
}

impl From<&EntryEdit> for Terms<'_> {
    fn from(terms: &EntryEdit) -> Self {
        Self { expected_version: terms.expected_version, ..Self::default() }
    }
}

/// The version that every new entry has.
const FIRST_VERSION: i64 = 1;
