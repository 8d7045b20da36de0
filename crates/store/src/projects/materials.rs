//! Materials 申请材料, and which permits need them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use luodi_domain::ids::{MaterialId, PermitId, ProjectId};
use luodi_domain::material::{Material, MaterialFacts, MaterialState, Removal};
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use luodi_domain::step::Turn;
use sqlx::FromRow;
use uuid::Uuid;

use super::changes::{Changes, Table};
use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// All materials of these projects, each once for every permit that needs it.
    list SELECT = "select m.id, m.project_id, m.name, m.holder, m.has_note, m.note, m.state, m.due_on, m.listed_on, m.since,
        m.filed, m.removed_on, m.removed_reason, n.permit_id, n.later
        from material m join permit_material n on n.material_id = m.id where m.project_id in ({ids})";
    /// A material.
    INSERT = "insert into material (id, project_id, name, holder, has_note, note, state, due_on, listed_on, since, filed,
        removed_on, removed_reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    /// What is known of it now.
    UPDATE = "update material set name = $3, holder = $4, has_note = $5, note = $6, state = $7, due_on = $8, listed_on = $9,
        since = $10, filed = $11, removed_on = $12, removed_reason = $13 where id = $1 and project_id = $2";
    /// A permit that needs a material.
    INSERT_NEED = "insert into permit_material (material_id, permit_id, project_id, later) values ($1, $2, $3, $4)";
    /// Whether it may be handed in later there.
    UPDATE_NEED = "update permit_material set project_id = $3, later = $4 where material_id = $1 and permit_id = $2";
    /// The permit does not need it any more.
    DELETE_NEED = "delete from permit_material where material_id = $1 and permit_id = $2";
}

const MATERIALS: Table =
    Table { name: "material", insert: INSERT, update: Some(UPDATE), delete: None, key: 2 };
const NEEDS: Table = Table {
    name: "permit_material",
    insert: INSERT_NEED,
    update: Some(UPDATE_NEED),
    delete: Some(DELETE_NEED),
    key: 2,
};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    project_id: Uuid,
    name: String,
    holder: String,
    has_note: bool,
    note: Option<String>,
    state: String,
    due_on: Option<NaiveDate>,
    listed_on: NaiveDate,
    since: NaiveDate,
    filed: bool,
    removed_on: Option<NaiveDate>,
    removed_reason: Option<String>,
    permit_id: Uuid,
    later: bool,
}

impl Row {
    fn into_material(self) -> Result<Material, StoreError> {
        let id = MaterialId::from_uuid(self.id);
        let at = At { table: "material", row: id };
        let removed = match (self.removed_on, self.removed_reason) {
            (None, None) => None,
            (Some(on), reason) => Some(Removal { on, reason: Private::from_stored(reason) }),
            (None, Some(_)) => return Err(at.wrong("a reason for taking it off without a day")),
        };
        Ok(Material {
            id,
            facts: MaterialFacts {
                name: self.name,
                holder: at.coded("holder", &self.holder, Turn::parse)?,
                note: at.private("note", self.has_note, self.note)?,
                state: at.coded("state", &self.state, MaterialState::parse)?,
                due_on: self.due_on,
                permits: BTreeMap::new(),
            },
            listed_on: self.listed_on,
            since: self.since,
            filed: self.filed,
            removed,
        })
    }
}

/// The materials of these projects, those taken off the list included; a project without any has no entry. One statement.
pub async fn materials(
    conn: &mut Conn<'_>,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, BTreeMap<MaterialId, Material>>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut materials: HashMap<ProjectId, BTreeMap<MaterialId, Material>> = HashMap::new();
    for row in rows {
        let (id, permit, deferrable) =
            (MaterialId::from_uuid(row.id), PermitId::from_uuid(row.permit_id), row.later);
        let of_project = materials.entry(ProjectId::from_uuid(row.project_id)).or_default();
        if let Some(known) = of_project.get_mut(&id) {
            known.facts.permits.insert(permit, deferrable);
            continue;
        }
        let mut material = row.into_material()?;
        material.facts.permits.insert(permit, deferrable);
        of_project.insert(id, material);
    }
    Ok(materials)
}

/// Writes them, and which permits need them: both are there already.
pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
) -> Result<(), StoreError> {
    let empty = BTreeMap::new();
    let old = before.map_or(&empty, |project| &project.materials);
    let changes = Changes::between(old, &after.materials, |id, material| {
        let (facts, removed) = (&material.facts, material.removed.as_ref());
        params![
            id,
            after.id,
            facts.name.as_str(),
            facts.holder.as_str(),
            facts.note.is_some(),
            facts.note.as_ref().and_then(Private::text),
            facts.state.as_str(),
            facts.due_on,
            material.listed_on,
            material.since,
            material.filed,
            removed.map(|removed| removed.on),
            removed.and_then(|removed| removed.reason.text()),
        ]
    });
    changes.write(tx, MATERIALS).await?;
    let needs = Changes::between(&needs(old), &needs(&after.materials), |(material, permit), deferrable| {
        params![material, permit, after.id, *deferrable]
    });
    needs.write(tx, NEEDS).await
}

/// Which permits need which, and whether later.
fn needs(materials: &BTreeMap<MaterialId, Material>) -> BTreeMap<(MaterialId, PermitId), bool> {
    let of = |material: &Material| {
        let (id, permits) = (material.id, material.facts.permits.clone());
        permits.into_iter().map(move |(permit, deferrable)| ((id, permit), deferrable))
    };
    materials.values().flat_map(of).collect()
}
