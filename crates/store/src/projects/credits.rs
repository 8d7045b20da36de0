//! Credits 认定归属: part of the profile, with a key of their own. They are read with the other `details`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use luodi_domain::ids::{AgencyId, CreditId};
use luodi_domain::party::{Credit, CreditRole};
use luodi_domain::project::Project;
use luodi_domain::share::Share;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// A credit.
    INSERT = "insert into credit (id, project_id, agency_id, role, share_bp, since, until)
        values ($1, $2, $3, $4, $5, $6, $7)";
    /// Another share, or its end.
    UPDATE = "update credit set agency_id = $3, role = $4, share_bp = $5, since = $6, until = $7
        where id = $1 and project_id = $2";
    /// A credit left out when all were replaced.
    DELETE = "delete from credit where id = $1 and project_id = $2";
}

const CREDITS: Table =
    Table { name: "credit", insert: INSERT, update: Some(UPDATE), delete: Some(DELETE), key: 2 };

/// The columns of a credit.
pub(super) struct Stored<'a> {
    pub(super) id: Uuid,
    pub(super) agency_id: Uuid,
    pub(super) role: &'a str,
    pub(super) share_bp: i64,
    pub(super) since: NaiveDate,
    pub(super) until: Option<NaiveDate>,
}

impl Stored<'_> {
    pub(super) fn read(&self) -> Result<Credit, StoreError> {
        let id = CreditId::from_uuid(self.id);
        let at = At { table: "credit", row: id };
        Ok(Credit {
            id,
            agency: AgencyId::from_uuid(self.agency_id),
            role: at.coded("role", self.role, CreditRole::parse)?,
            share: Share::from_basis_points(self.share_bp).map_err(|error| at.wrong(error.to_string()))?,
            since: self.since,
            until: self.until,
        })
    }
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.profile.credits);
    let changes = Changes::between(old, &after.profile.credits, |id, credit| {
        let share = credit.share.basis_points();
        params![id, after.id, credit.agency, credit.role.as_str(), share, credit.since, credit.until]
    });
    changes.write(tx, CREDITS).await
}
