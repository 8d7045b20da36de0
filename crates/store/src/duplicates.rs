//! Pairs of projects that look the same 疑似重复.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::duplicate::{Decision, Grounds, Likeness, Ruling, RulingKind, Suspicion};
use luodi_domain::ids::{DuplicateId, OfficerId, ProjectId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Conn, StoreError, Tx};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// Holds off everybody else who looks for projects that look the same.
    HOLD = {
        sqlite: "select id from duplicate_watch where id = 1",
        postgres: "select id from duplicate_watch where id = 1 for update",
    };
    /// The other projects with a project code that this one uses or they use; whether both do. One that was merged has given
    /// its code up, and looks the same still when it is taken up again.
    SAME_CODE = "select distinct o.project_id, c.standing = 'PRESENT' and o.standing = 'PRESENT' from project_code c
        join project_code o on o.code = c.code and o.project_id <> c.project_id
        join project p on p.id = o.project_id
        where c.project_id = $1 and (c.standing = 'PRESENT' or o.standing = 'PRESENT')
        and (o.standing = 'PRESENT' or (p.standing <> 'WITHDRAWN' and p.lineage <> 'PHASE'))";
    /// Some of the other projects of one track in one city, brought by another agency, in which an investor of a project
    /// invests.
    SAME_INVESTOR = "select distinct o.project_id from party m
        join party o on o.enterprise_id = m.enterprise_id and o.project_id <> m.project_id
        join project p on p.id = m.project_id join project q on q.id = o.project_id
        where m.project_id = $1 and m.role in ('SIGNATORY', 'CONTROLLER') and o.role in ('SIGNATORY', 'CONTROLLER')
        and m.until is null and o.until is null and q.track = p.track and q.city_id = p.city_id
        and p.lineage <> 'PHASE' and q.lineage <> 'PHASE' and q.standing <> 'WITHDRAWN'
        and (q.originating_agency_id <> p.originating_agency_id
            or q.originating_agency_id is null or p.originating_agency_id is null)
        order by o.project_id limit $2";
    /// What a project is called, and the other projects in its city that another agency brought.
    NAMES = "select q.id, q.name from project p
        join project q on q.city_id = p.city_id
        where p.id = $1 and p.lineage <> 'PHASE' and (q.id = p.id or q.lineage <> 'PHASE' and q.standing <> 'WITHDRAWN'
        and (q.originating_agency_id <> p.originating_agency_id
            or q.originating_agency_id is null or p.originating_agency_id is null))
        order by q.id";
    /// A pair found, or found again: a ground that was not known has to be looked at, and so has a project that goes on
    /// although it was merged.
    FOUND = "insert into duplicate_suspicion
        (id, first_id, second_id, same_code, same_investor, like_name, found_at, version)
        values ($1, $2, $3, $4, $5, $6, $7, 1)
        on conflict (first_id, second_id) do update set
            same_code = (duplicate_suspicion.same_code or excluded.same_code),
            same_investor = (duplicate_suspicion.same_investor or excluded.same_investor),
            like_name = (duplicate_suspicion.like_name or excluded.like_name),
            ruling = null, until = null, decided_by = null, decided_at = null, version = duplicate_suspicion.version + 1
        where (excluded.same_code and not duplicate_suspicion.same_code)
            or (excluded.same_investor and not duplicate_suspicion.same_investor)
            or (excluded.like_name and not duplicate_suspicion.like_name)
            or duplicate_suspicion.ruling = 'MERGE'";
    /// No pair found: takes as long as one.
    NOT_FOUND = "update duplicate_suspicion set version = version where id = $1";
    /// Some pairs.
    list SELECT = "select id, first_id, second_id, same_code, same_investor, like_name, found_at, ruling, until, decided_by,
        decided_at, version from duplicate_suspicion where id in ({ids})";
    /// What was decided on a pair that is still as it was read.
    DECIDE = "update duplicate_suspicion set ruling = $2, until = $3, decided_by = $4, decided_at = $5, version = $6 + 1
        where id = $1 and version = $6";
}

/// So many others are kept for a project by each of its investor and its name: who has to look at more has seen enough.
const MOST: u32 = 20;

/// The projects that look the same as another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lookalikes {
    /// Why each of them does.
    pub grounds: BTreeMap<ProjectId, Grounds>,
    /// Those that use the same project code at present.
    pub same_code: Vec<ProjectId>,
}

/// The projects that look the same as this one, as it stands. Nobody else looks, and so nobody registers or renames a
/// project unseen, before the transaction ends. Three statements after the lock, whatever is found.
pub async fn look(tx: &mut Tx<'_>, id: ProjectId) -> Result<Lookalikes, StoreError> {
    let _held: (i64,) = tx.fetch_one(HOLD, params![]).await?;
    let codes: Vec<(Uuid, bool)> = tx.fetch_all(SAME_CODE, params![id]).await?;
    let investors: Vec<(Uuid,)> = tx.fetch_all(SAME_INVESTOR, params![id, MOST]).await?;
    let names: Vec<(Uuid, String)> = tx.fetch_all(NAMES, params![id]).await?;
    let mut found = Lookalikes::default();
    for (other, both_use_it) in codes {
        let other = ProjectId::from_uuid(other);
        found.grounds.entry(other).or_default().code = true;
        if both_use_it {
            found.same_code.push(other);
        }
    }
    for (other,) in investors {
        found.grounds.entry(ProjectId::from_uuid(other)).or_default().investor = true;
    }
    let (own, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|(other, _)| *other == id.uuid());
    let own = own.first().map(|(_, name)| Likeness::to(name));
    let like_named = others.iter().filter(|(_, name)| own.as_ref().is_some_and(|own| own.is_alike(name)));
    for &(other, _) in like_named.take(usize::try_from(MOST).unwrap_or(usize::MAX)) {
        found.grounds.entry(ProjectId::from_uuid(other)).or_default().name = true;
    }
    Ok(found)
}

/// Keeps that a project looks the same as others. As many statements as there are others, and one if there is none.
pub async fn suspect(
    tx: &mut Tx<'_>,
    id: ProjectId,
    others: &BTreeMap<ProjectId, Grounds>,
    mut new_id: impl FnMut() -> DuplicateId + Send,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if others.is_empty() {
        tx.execute(NOT_FOUND, params![new_id()]).await?;
    }
    for (&other, grounds) in others {
        let (first, second) = (id.min(other), id.max(other));
        let Grounds { code, investor, name } = *grounds;
        tx.execute(FOUND, params![new_id(), first, second, code, investor, name, now]).await?;
    }
    Ok(())
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    first_id: Uuid,
    second_id: Uuid,
    same_code: bool,
    same_investor: bool,
    like_name: bool,
    found_at: DateTime<Utc>,
    ruling: Option<String>,
    until: Option<NaiveDate>,
    decided_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
    version: i64,
}

impl Row {
    fn into_suspicion(self) -> Result<Suspicion, StoreError> {
        let id = DuplicateId::from_uuid(self.id);
        let at = At { table: "duplicate_suspicion", row: id };
        let kind = at.maybe_coded("ruling", self.ruling.as_deref(), RulingKind::parse)?;
        let by = self.decided_by.map(OfficerId::from_uuid);
        let ruling = kind.map(|kind| Ruling::new(kind, self.until));
        let decision = match (ruling, by, self.decided_at) {
            (None, None, None) => None,
            (Some(Some(ruling)), by, Some(at)) => Some(Decision { ruling, by, at }),
            _ => return Err(at.wrong(format!("ruling {kind:?} until {:?}", self.until))),
        };
        Ok(Suspicion {
            id,
            first: ProjectId::from_uuid(self.first_id),
            second: ProjectId::from_uuid(self.second_id),
            grounds: Grounds { code: self.same_code, investor: self.same_investor, name: self.like_name },
            found_at: self.found_at,
            decision,
            version: self.version,
        })
    }
}

/// These pairs, in no particular order; those that do not exist are left out.
pub async fn by_ids(conn: &mut Conn<'_>, ids: &[DuplicateId]) -> Result<Vec<Suspicion>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    rows.into_iter().map(Row::into_suspicion).collect()
}

/// Keeps what was decided on a pair that is still at this version; its version becomes the next one.
///
/// # Errors
/// [`StoreError::Conflict`].
pub async fn decide(
    tx: &mut Tx<'_>,
    id: DuplicateId,
    decision: Decision,
    expected_version: i64,
) -> Result<(), StoreError> {
    let Decision { ruling, by, at } = decision;
    let values = params![id, ruling.kind().as_str(), ruling.until(), by, at, expected_version];
    tx.execute_guarded(DECIDE, values).await
}
