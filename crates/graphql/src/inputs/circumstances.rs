//! What any command may carry beside what it asks for.

use async_graphql::{ID, InputObject};
use luodi_domain::actor::Authority;
use luodi_domain::ids::OfficerId;
use luodi_domain::private::Private;
use luodi_domain::refusal::Refusal;

use super::read;
use crate::scalars::Date;
use crate::types::enums::Instrument;

/// On whose authority something is done 批准依据. Who decided stays apart from who recorded it.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct AuthorityInput {
    /// Who decided. 批准人
    pub(crate) officer_id: ID,
    /// By what: an instruction, minutes, a document, or orally. 批准方式
    pub(crate) instrument: Instrument,
    /// The number of the instruction, minutes or document. 文号
    pub(crate) number: Option<String>,
    /// The day of the decision. 批准日期
    pub(crate) on: Date,
    /// The caller records it for that leader, who appointed him (`appointRecorder`): it is done by the leader's right, not
    /// by his own, and the record says so. 代录
    #[graphql(default)]
    pub(crate) as_recorder: bool,
}

impl AuthorityInput {
    pub(crate) fn read(&self) -> Result<Authority, Refusal> {
        Ok(Authority {
            officer: read::id(&self.officer_id, "officerId", OfficerId::parse)
                .map_err(|refusal| refusal.under("authority"))?,
            instrument: self.instrument.into(),
            number: self.number.clone().map(Private::new),
            on: self.on.0,
        })
    }
}

/// When, why and on whose authority.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct Circumstances {
    /// When it happened, in Asia/Shanghai; today if left out. Backfilling is allowed, the future is not. 发生日期
    pub(crate) occurred_on: Option<Date>,
    /// Why; some commands need it. 理由
    pub(crate) reason: Option<String>,
    /// On whose authority; some commands need it. 批准依据
    pub(crate) authority: Option<AuthorityInput>,
}

/// The circumstances of a command on an existing project.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct OnProject {
    #[graphql(flatten)]
    pub(crate) circumstances: Circumstances,
    /// The project's version as the caller read it: another one is refused with VERSION_CONFLICT, and the payload has the
    /// project as it is now. Left out, the command is taken whatever the version. 预期版本
    pub(crate) expected_version: Option<i64>,
}

/// The circumstances of a command on an existing project that makes something, and so must not be carried out twice.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct OnProjectOnce {
    #[graphql(flatten)]
    pub(crate) on_project: OnProject,
    /// At most 64 characters, chosen by the caller. The same key with the same input answers what the first request did
    /// and does nothing again, for seven days; with another input it is refused with IDEMPOTENCY_KEY_REUSED. 幂等键
    pub(crate) idempotency_key: Option<String>,
}

/// What a command carries, whatever the input that it came with.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Terms<'a> {
    pub(crate) circumstances: Option<&'a Circumstances>,
    pub(crate) expected_version: Option<i64>,
    pub(crate) idempotency_key: Option<&'a str>,
}

impl<'a> From<&'a OnProject> for Terms<'a> {
    fn from(terms: &'a OnProject) -> Self {
        Self {
            circumstances: Some(&terms.circumstances),
            expected_version: terms.expected_version,
            idempotency_key: None,
        }
    }
}

impl<'a> From<&'a OnProjectOnce> for Terms<'a> {
    fn from(terms: &'a OnProjectOnce) -> Self {
        Self { idempotency_key: terms.idempotency_key.as_deref(), ..Self::from(&terms.on_project) }
    }
}
