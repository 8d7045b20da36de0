//! What a decision rests on besides the project: the facts about everything a command names.

use std::collections::{HashMap, HashSet};

use luodi_domain::actor::{OfficerFacts, PostRole};
use luodi_domain::attachment::{FileFacts, MediaType};
use luodi_domain::context::{Facts, References, RegionFacts};
use luodi_domain::ids::{AgencyId, EnterpriseId, FileId, OfficerId, RegionId};
use luodi_domain::registry::{AgencyKind, RegionKind};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, ListStmt, StoreError, Tx};
use crate::params;
use crate::registry::regions;
use crate::stored::At;

macro_rules! officers {
    ($lock:literal) => {
        concat!(
            "select o.id, o.active, p.role, p.agency_id, a.active as agency_active, a.kind as agency_kind, a.region_id
            from officer o join post p on p.id = o.post_id join agency a on a.id = p.agency_id
            where o.id in ({ids}) order by o.id",
            $lock
        )
    };
}

macro_rules! agencies {
    ($lock:literal) => {
        concat!("select id, active from agency where id in ({ids}) order by id", $lock)
    };
}

crate::statements! {
    /// Officers with what their posts are for and where.
    list OFFICERS = officers!("");
    /// The same, in or out of service as they are until the transaction ends.
    list OFFICERS_SERVING = { sqlite: officers!(""), postgres: officers!(" for key share of o") };
    /// The same, in the post, of the role and at the agency as they are until the transaction ends. The officers are held
    /// before their posts are looked up: one moved while we wait would drop out of a join made before.
    list OFFICERS_HELD = {
        sqlite: officers!(""),
        postgres: "with held as materialized (
                select id, active, post_id from officer where id in ({ids}) order by id for share)
            select o.id, o.active, p.role, p.agency_id, a.active as agency_active, a.kind as agency_kind, a.region_id
            from held o join post p on p.id = o.post_id join agency a on a.id = p.agency_id
            order by o.id for share of p, a",
    };
    /// Agencies, in service or not.
    list AGENCIES = agencies!("");
    /// The same, as they are until the transaction ends.
    list AGENCIES_HELD = { sqlite: agencies!(""), postgres: agencies!(" for share") };
    /// Enterprises.
    list ENTERPRISES = "select id from enterprise where id in ({ids})";
    /// Files. Whoever attaches one finds by a guarded write that it still waits.
    list FILES = "select id, uploaded_by, name, media_type, size, sha256, attached from file where id in ({ids})";
    /// Regions with their level.
    list REGIONS = "select id, kind from region where id in ({ids})";
}

#[derive(FromRow)]
struct OfficerRow {
    id: Uuid,
    active: bool,
    role: String,
    agency_id: Uuid,
    agency_active: bool,
    agency_kind: String,
    region_id: Uuid,
}

#[derive(FromRow)]
struct FileRow {
    id: Uuid,
    uploaded_by: Uuid,
    name: Option<String>,
    media_type: String,
    size: i64,
    sha256: String,
    attached: bool,
}

/// The facts about what is named; what does not exist, or is an agency out of service, is left out. Six statements at
/// most, none for kinds of which nothing is named.
pub async fn load(conn: &mut Conn<'_>, references: &References) -> Result<Facts, StoreError> {
    load_by(conn, references, OFFICERS, AGENCIES).await
}

/// The facts as [`load`] gives them, and no named officer can go out of service before the transaction ends. Enough to
/// know that somebody may ask; commands that give an officer something to hold want [`load_held`].
pub async fn load_serving(tx: &mut Tx<'_>, references: &References) -> Result<Facts, StoreError> {
    load_by(tx, references, OFFICERS_SERVING, AGENCIES_HELD).await
}

/// The facts as [`load`] gives them, and nobody can take a named officer or agency out of service, move the officer to
/// another post or make the post another one before the transaction ends: what is decided on them holds when it is written.
pub async fn load_held(tx: &mut Tx<'_>, references: &References) -> Result<Facts, StoreError> {
    load_by(tx, references, OFFICERS_HELD, AGENCIES_HELD).await
}

async fn load_by(
    conn: &mut Conn<'_>,
    references: &References,
    officers_by: ListStmt,
    agencies_by: ListStmt,
) -> Result<Facts, StoreError> {
    let officers: Vec<OfficerId> = references.officers.iter().copied().collect();
    let officers: Vec<OfficerRow> = conn.fetch_list(officers_by, params![], &officers).await?;
    let agencies: Vec<AgencyId> = references.agencies.iter().copied().collect();
    let agencies: Vec<(Uuid, bool)> = conn.fetch_list(agencies_by, params![], &agencies).await?;
    let enterprises: Vec<EnterpriseId> = references.enterprises.iter().copied().collect();
    let enterprises: Vec<(Uuid,)> = conn.fetch_list(ENTERPRISES, params![], &enterprises).await?;
    let files: Vec<FileId> = references.files.iter().copied().collect();
    let files: Vec<FileRow> = conn.fetch_list(FILES, params![], &files).await?;
    let named = &references.regions;
    let of_officers = officers.iter().map(|officer| RegionId::from_uuid(officer.region_id));
    let places: HashSet<RegionId> = named.iter().copied().chain(of_officers).collect();
    let mut above = regions::ancestors(conn, &Vec::from_iter(places)).await?;
    // What is above a region has facts of its own: a place may be completed from them.
    let paths: Vec<Vec<RegionId>> = named.iter().filter_map(|id| above.get(id)).cloned().collect();
    for path in &paths {
        for (position, id) in path.iter().enumerate() {
            above.entry(*id).or_insert_with(|| path[position + 1..].to_vec());
        }
    }
    let known: HashSet<RegionId> = named.iter().copied().chain(paths.into_iter().flatten()).collect();
    let kinds: Vec<(Uuid, String)> = conn.fetch_list(REGIONS, params![], &Vec::from_iter(known)).await?;

    let mut facts = Facts::default();
    let in_service = agencies.into_iter().filter(|(_, active)| *active);
    facts.agencies.extend(in_service.map(|(id, _)| AgencyId::from_uuid(id)));
    facts.enterprises.extend(enterprises.into_iter().map(|(id,)| EnterpriseId::from_uuid(id)));
    for officer in officers {
        let officer = officer.into_facts(&above)?;
        facts.officers.insert(officer.id, officer);
    }
    for file in files {
        let (id, file) = file.into_facts()?;
        facts.files.insert(id, file);
    }
    for (id, kind) in kinds {
        let id = RegionId::from_uuid(id);
        let kind = At { table: "region", row: id }.coded("kind", &kind, RegionKind::parse)?;
        facts.regions.insert(id, RegionFacts { kind, above: path(&above, id)? });
    }
    Ok(facts)
}

/// The facts about one officer, such as the one who acts.
pub async fn officer(conn: &mut Conn<'_>, id: OfficerId) -> Result<Option<OfficerFacts>, StoreError> {
    let references = References { officers: [id].into(), ..References::default() };
    Ok(load(conn, &references).await?.officers.remove(&id))
}

impl OfficerRow {
    fn into_facts(self, above: &HashMap<RegionId, Vec<RegionId>>) -> Result<OfficerFacts, StoreError> {
        let id = OfficerId::from_uuid(self.id);
        let own = RegionId::from_uuid(self.region_id);
        let mut regions = vec![own];
        regions.extend(path(above, own)?);
        Ok(OfficerFacts {
            id,
            active: self.active,
            agency_active: self.agency_active,
            role: At { table: "officer", row: id }.coded("post.role", &self.role, PostRole::parse)?,
            agency: AgencyId::from_uuid(self.agency_id),
            landing_office: self.agency_kind == AgencyKind::LandingOffice.as_str(),
            regions,
        })
    }
}

impl FileRow {
    fn into_facts(self) -> Result<(FileId, FileFacts), StoreError> {
        let id = FileId::from_uuid(self.id);
        let media_type =
            At { table: "file", row: id }.coded("media_type", &self.media_type, MediaType::parse)?;
        let facts = FileFacts {
            uploaded_by: OfficerId::from_uuid(self.uploaded_by),
            name: self.name,
            media_type,
            size: self.size,
            sha256: self.sha256,
            attached: self.attached,
        };
        Ok((id, facts))
    }
}

/// Every region is in the closure, at least with itself.
fn path(above: &HashMap<RegionId, Vec<RegionId>>, id: RegionId) -> Result<Vec<RegionId>, StoreError> {
    let at = At { table: "region_closure", row: id };
    above.get(&id).cloned().ok_or_else(|| at.wrong("the region is not in the closure"))
}
