//! Parties 投资主体: enterprises in roles over time.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::ids::{EnterpriseId, PartyId, ProjectId};
use luodi_domain::party::{Party, PartyRole};
use luodi_domain::project::Project;
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::{At, ContactColumns};

crate::statements! {
    /// All parties of these projects.
    list SELECT = "select id, project_id, enterprise_id, role, since, until, has_contact, contact_name,
        has_contact_phone, contact_phone from party where project_id in ({ids})";
    /// A party.
    INSERT = "insert into party (id, project_id, enterprise_id, role, since, until, has_contact, contact_name,
        has_contact_phone, contact_phone) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// A correction, or its end.
    UPDATE = "update party set enterprise_id = $3, role = $4, since = $5, until = $6, has_contact = $7,
        contact_name = $8, has_contact_phone = $9, contact_phone = $10 where id = $1 and project_id = $2";
}

const PARTIES: Table = Table { name: "party", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    enterprise_id: Uuid,
    role: String,
    since: NaiveDate,
    until: Option<NaiveDate>,
    has_contact: bool,
    contact_name: Option<String>,
    has_contact_phone: bool,
    contact_phone: Option<String>,
}

/// The parties of these projects; a project without any has no entry. One statement.
pub async fn parties(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, BTreeMap<PartyId, Party>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut parties: HashMap<ProjectId, BTreeMap<PartyId, Party>> = HashMap::new();
    for row in rows {
        let id = PartyId::from_uuid(row.id);
        let at = At { table: "party", row: id };
        let party = Party {
            id,
            enterprise: EnterpriseId::from_uuid(row.enterprise_id),
            role: at.coded("role", &row.role, PartyRole::parse)?,
            since: row.since,
            until: row.until,
            contact: at.contact(ContactColumns {
                has_name: row.has_contact,
                name: row.contact_name,
                has_phone: row.has_contact_phone,
                phone: row.contact_phone,
            })?,
        };
        parties.entry(ProjectId::from_uuid(row.project_id)).or_default().insert(id, party);
    }
    Ok(parties)
}

pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.parties);
    let changes = Changes::between(old, &after.parties, |id, party| {
        let contact = ContactColumns::of(party.contact.as_ref());
        params![
            id,
            after.id,
            party.enterprise,
            party.role.as_str(),
            party.since,
            party.until,
            contact.has_name,
            contact.name,
            contact.has_phone,
            contact.phone,
        ]
    });
    changes.write(tx, PARTIES).await
}
