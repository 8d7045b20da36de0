//! Deciding on projects that look the same.

use async_graphql::{ID, InputObject};
use luodi_app::projects::DecideDuplicate;
use luodi_domain::duplicate::{Ruling, RulingKind};
use luodi_domain::ids::DuplicateId;
use luodi_domain::refusal::{Refusal, Rule};

use super::circumstances::Circumstances;
use super::{Terms, day, read};
use crate::scalars::Date;
use crate::types::enums::DuplicateRuling;

/// Decides what two projects that look the same are to each other 查重认定: by a manager or leader above both, with a reason.
#[derive(Debug, InputObject)]
pub(crate) struct DecideDuplicateInput {
    /// Which two. 疑似重复
    pub(crate) duplicate_id: ID,
    /// What they are to each other. 认定结果
    pub(crate) ruling: DuplicateRuling,
    /// The last day on which the first contact stands; with FIRST_CONTACT_STANDS and nothing else. 首谈有效期
    pub(crate) until: Option<Date>,
    #[graphql(flatten)]
    pub(crate) circumstances: Circumstances,
    /// The pair's version as the caller read it: another one is refused with VERSION_CONFLICT, and the payload has the
    /// pair as it is now. 预期版本
    pub(crate) expected_version: Option<i64>,
    /// At most 64 characters, chosen by the caller. The same key with the same input answers what the first request did
    /// and does nothing again, for seven days; with another input it is refused with IDEMPOTENCY_KEY_REUSED. 幂等键
    pub(crate) idempotency_key: Option<String>,
}

impl DecideDuplicateInput {
    pub(crate) fn id(&self) -> Result<DuplicateId, Refusal> {
        read::id(&self.duplicate_id, "duplicateId", DuplicateId::parse)
    }

    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms {
            circumstances: Some(&self.circumstances),
            expected_version: self.expected_version,
            idempotency_key: self.idempotency_key.as_deref(),
        }
    }

    pub(crate) fn read(&self) -> Result<DecideDuplicate, Refusal> {
        let (kind, until) = (RulingKind::from(self.ruling), day(self.until));
        let ruling = Ruling::new(kind, until).ok_or_else(|| {
            let rule = if until.is_none() { Rule::Required } else { Rule::ValueInvalid };
            Refusal::new(rule).at("until")
        })?;
        Ok(DecideDuplicate { duplicate: self.id()?, ruling })
    }
}
