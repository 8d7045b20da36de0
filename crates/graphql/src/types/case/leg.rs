//! Legs 环节流转.

use async_graphql::{Context, Object};
use luodi_domain::case;

use crate::{
    codes::PublicError,
    scalars::Date,
    types::{Agency, enums::LegKind, fetch::Fetch},
};

/// A case in the hands of one agency. 环节流转
pub struct Leg(pub(super) case::Leg);

/// A case in the hands of one agency. 环节流转
#[Object]
impl Leg {
    /// Which part of the way; the first is known only once the case is handed on. 流转环节
    async fn kind(&self) -> Option<LegKind> {
        self.0.kind.map(Into::into)
    }

    /// Who has it. 单位
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>, PublicError> {
        Agency::maybe(ctx, self.0.agency).await
    }

    /// When it was sent there. 送达日期
    async fn sent_on(&self) -> Date {
        Date(self.0.sent_on)
    }

    /// By when it is to be done. 时限
    async fn due_on(&self) -> Option<Date> {
        self.0.due_on.map(Date)
    }

    /// When it was done; null while it is there. 完成日期
    async fn done_on(&self) -> Option<Date> {
        self.0.done_on.map(Date)
    }
}
