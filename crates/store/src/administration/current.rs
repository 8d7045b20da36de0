//! Everything that is in the registry now, who stands in for whom, and who records for whom. Days off are read by
//! [`crate::days_off`], what regions say otherwise than the permit catalogue by [`crate::overrides`], duty rules by
//! [`crate::duties`].

use luodi_domain::ids::{AbsenceId, AgencyId, OfficerId, PostId, RecorderId, RegionId};
use luodi_domain::registry::{Absence, Agency, Officer, Post, Recorder, Region};
use uuid::Uuid;

use crate::absences;
use crate::db::{Conn, StoreError};
use crate::params;
use crate::recorders;
use crate::registry::{agencies, officers, posts, regions};

crate::statements! {
    /// All regions.
    REGIONS = "select id from region order by id";
    /// All agencies.
    AGENCIES = "select id from agency order by id";
    /// All posts.
    POSTS = "select id from post order by id";
    /// All officers.
    OFFICERS = "select id from officer order by id";
    /// All absences.
    ABSENCES = "select id from absence order by id";
    /// All recorders.
    RECORDERS = "select id from recorder order by id";
}

/// How many are read by one statement.
const AT_ONCE: usize = 500;

macro_rules! whole {
    ($($(#[$meta:meta])* $name:ident: $statement:ident, $id:ident, $entry:ty, $module:ident;)+) => {$(
        $(#[$meta])*
        pub(super) async fn $name(conn: &mut Conn<'_>) -> Result<Vec<$entry>, StoreError> {
            let ids: Vec<(Uuid,)> = conn.fetch_all($statement, params![]).await?;
            let ids: Vec<$id> = ids.into_iter().map(|(id,)| $id::from_uuid(id)).collect();
            let mut all = Vec::with_capacity(ids.len());
            for some in ids.chunks(AT_ONCE) {
                all.extend($module::by_ids(conn, some).await?);
            }
            Ok(all)
        }
    )+};
}

whole! {
    /// The regions.
    regions: REGIONS, RegionId, Region, regions;
    /// The agencies.
    agencies: AGENCIES, AgencyId, Agency, agencies;
    /// The posts.
    posts: POSTS, PostId, Post, posts;
    /// The officers.
    officers: OFFICERS, OfficerId, Officer, officers;
    /// The absences.
    absences: ABSENCES, AbsenceId, Absence, absences;
    /// The recorders.
    recorders: RECORDERS, RecorderId, Recorder, recorders;
}
