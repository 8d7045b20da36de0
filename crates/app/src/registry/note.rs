//! What is written to the record of administration beside a change.

use luodi_domain::administration::{Change, Entry};
use luodi_domain::ids::{AgencyId, OfficerId, PostId, RegionId};
use luodi_store::administration::{Deed, Noted};
use luodi_store::db::{Conn, Tx};
use luodi_store::facts;
use luodi_store::registry::agencies;
use uuid::Uuid;

use super::agency_of;
use crate::projects::Step;
use crate::{App, AppError};

/// What a change came to.
pub(super) struct Changed {
    /// The entry.
    pub(super) object: Uuid,
    /// What is to be recorded of it.
    pub(super) noted: Vec<Noted>,
}

impl Changed {
    /// An entry of a region that is new, or was another before.
    pub(super) fn between<E: Entry>(before: Option<&E>, after: &E, region: Option<RegionId>) -> Self {
        let change = Change::between(before, after);
        Self { object: change.object, noted: vec![Noted { change, region }] }
    }

    /// The same, with what it brought about elsewhere.
    pub(super) fn with(mut self, others: Vec<Noted>) -> Self {
        self.noted.extend(others);
        self
    }

    /// Something of which only what it is now is kept.
    pub(super) fn unrecorded(object: Uuid) -> Self {
        Self { object, noted: Vec::new() }
    }
}

/// The region for which an agency works.
pub(super) async fn region_of(conn: &mut Conn<'_>, agency: AgencyId) -> Result<Option<RegionId>, AppError> {
    Ok(agencies::regions(conn, agency).await?.first().copied())
}

/// The region of the agency of a post.
pub(crate) async fn region_of_post(tx: &mut Tx<'_>, post: PostId) -> Result<Option<RegionId>, AppError> {
    let agency = agency_of(tx, post).await?;
    region_of(tx, agency).await
}

/// The region of an officer's agency.
pub(crate) async fn region_of_officer(
    conn: &mut Conn<'_>,
    officer: OfficerId,
) -> Result<Option<RegionId>, AppError> {
    let facts = facts::officer(conn, officer).await?;
    Ok(facts.and_then(|facts| facts.regions.first().copied()))
}

impl Step {
    /// Who does it, and when, as the record of administration has it.
    pub(crate) fn deed(&self) -> Deed {
        Deed {
            command_id: self.command_id,
            command: self.call.operation.to_owned(),
            actor: self.call.officer,
            recorded_at: self.asked_at,
        }
    }
}

impl App {
    /// Something that is done at the machine itself, now.
    pub(crate) fn deed(&self, command: &'static str) -> Deed {
        self.step(crate::Call::new(None, command), command).deed()
    }
}
