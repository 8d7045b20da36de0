//! A request to do something: who asks, and what surrounds the command.

use chrono::NaiveDate;
use luodi_domain::actor::Authority;
use luodi_domain::ids::OfficerId;

/// Who asks for what, with everything that any command may carry.
#[derive(Debug, Clone)]
pub struct Call {
    /// The officer who asks; nobody when the service itself does, or whoever runs its commands on the machine.
    pub officer: Option<OfficerId>,
    /// Who asks for him, where that is his deputy.
    pub deputy: Option<OfficerId>,
    /// The operation's name, as the API spells it.
    pub operation: &'static str,
    /// When it happened; today if not said.
    pub occurred_on: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// On whose authority.
    pub authority: Option<Authority>,
    /// Whether the caller records what whoever is named there decided, by that leader's right.
    pub as_recorder: bool,
    /// Set when the request may come twice.
    pub idempotency: Option<Idempotency>,
    /// The version the caller read; another one is a conflict.
    pub expected_version: Option<i64>,
}

impl Call {
    /// A call with nothing but who asks and for what.
    pub const fn new(officer: Option<OfficerId>, operation: &'static str) -> Self {
        Self {
            officer,
            deputy: None,
            operation,
            occurred_on: None,
            reason: None,
            authority: None,
            as_recorder: false,
            idempotency: None,
            expected_version: None,
        }
    }
}

impl Call {
    /// Whether it is decided by another's right than that of whoever sends it.
    pub(crate) const fn is_for_another(&self) -> bool {
        self.deputy.is_some() || self.as_recorder
    }
}

/// A request that may come twice.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// The caller's key, at most 64 characters.
    pub key: String,
    /// A hash over the request: the same key with another request is refused.
    pub request_hash: String,
}
