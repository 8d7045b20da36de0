//! Somebody can always appoint others: the last administrator in service stays.

use luodi_domain::actor::PostRole;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::db::Tx;
use luodi_store::registry::officers;

use crate::AppError;

/// The administrators before a change, when it takes one out of service or out of the role.
pub(crate) struct Remaining {
    watched: bool,
}

impl Remaining {
    /// Before a change that takes somebody with this role out of it, if it does.
    pub(crate) async fn before(tx: &mut Tx<'_>, role: PostRole, leaves: bool) -> Result<Self, AppError> {
        let watched =
            leaves && role == PostRole::Administrator && !officers::administrators(tx).await?.is_empty();
        Ok(Self { watched })
    }

    /// After the change: refuses when nobody is left.
    pub(crate) async fn after(self, tx: &mut Tx<'_>, field: &'static str) -> Result<(), AppError> {
        if self.watched && officers::administrators(tx).await?.is_empty() {
            return Err(Refusal::new(Rule::LastAdministrator).at(field).into());
        }
        Ok(())
    }
}
