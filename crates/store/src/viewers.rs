//! Whose a token or a session is, as far as it matters for what he may see and do.

use luodi_domain::access::Viewer;
use luodi_domain::actor::PostRole;
use luodi_domain::ids::{AgencyId, OfficerId, PostId, RegionId};
use luodi_domain::registry::AgencyKind;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::StoreError;
use crate::stored::At;

/// The columns of an officer's post and agency: `post_id`, `role`, `agency_id`, `agency_kind`, `region_id`.
#[derive(FromRow)]
pub(crate) struct PostRow {
    post_id: Uuid,
    role: String,
    agency_id: Uuid,
    agency_kind: String,
    region_id: Uuid,
}

impl PostRow {
    /// The officer in this post.
    pub(crate) fn held_by(self, officer: OfficerId) -> Result<Viewer, StoreError> {
        let at = At { table: "post", row: PostId::from_uuid(self.post_id) };
        Ok(Viewer {
            officer,
            role: at.coded("role", &self.role, PostRole::parse)?,
            agency: AgencyId::from_uuid(self.agency_id),
            landing_office: self.agency_kind == AgencyKind::LandingOffice.as_str(),
            region: RegionId::from_uuid(self.region_id),
        })
    }
}

/// A credential, and whose it is.
#[derive(FromRow)]
pub(crate) struct UsableRow {
    /// The credential's.
    pub(crate) id: Uuid,
    officer_id: Uuid,
    #[sqlx(flatten)]
    post: PostRow,
}

impl UsableRow {
    /// Who comes in by it.
    pub(crate) fn viewer(self) -> Result<Viewer, StoreError> {
        self.post.held_by(OfficerId::from_uuid(self.officer_id))
    }
}
