//! A city in which everything becomes more and changes while somebody reads.

use chrono::TimeDelta;
use luodi_domain::context::Facts;
use luodi_domain::event::Event;
use luodi_domain::ids::{AgencyId, CommandId, EnterpriseId, OfficerId, ProjectId};
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use luodi_domain::registry::{Agency, Enterprise, Officer};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::city::{days_on, project, registered_at};
use crate::db::{StoreError, Tx};
use crate::fixture::{agencies, enterprises, id, now, officers};
use crate::history::{AppendBatch, Origin, append};
use crate::{projects, registry};

/// Larger than any number scattered, and a prime, so that no two are scattered to one place.
const PLACES: u128 = 99_991;

/// Where the `n`th of a kind stands: somewhere among those before it, so that new rows come everywhere in a list.
fn scattered(n: u128) -> u128 {
    1 + n * 61_803 % PLACES
}

/// One more of everything.
pub(super) async fn add(tx: &mut Tx<'_>, facts: &Facts, n: u128) -> Result<(), StoreError> {
    let number = scattered(n);
    let project = project(facts, &mut StdRng::seed_from_u64(u64::try_from(n).unwrap()), number);
    projects::save(tx, None, &project, registered_at(project.id)).await?;
    record(tx, &project, 1).await?;
    let (name, version) = (project.profile.name, 1);
    let [agency, ..] = &agencies()[..] else { panic!("the world has agencies") };
    let agency =
        Agency { id: id(AgencyId::from_uuid, number), name: name.clone(), version, ..agency.clone() };
    registry::agencies::insert(tx, &agency).await?;
    let [officer, ..] = &officers()[..] else { panic!("the world has officers") };
    let officer =
        Officer { id: id(OfficerId::from_uuid, number), name: name.clone(), version, ..officer.clone() };
    registry::officers::insert(tx, &officer).await?;
    let [.., enterprise] = &enterprises()[..] else { panic!("the world has enterprises") };
    let enterprise =
        Enterprise { id: id(EnterpriseId::from_uuid, number), name, version, ..enterprise.clone() };
    registry::enterprises::insert(tx, &enterprise).await
}

/// Changes the `n`th of everything, but for what it is sorted by; of a project only the last change is.
pub(super) async fn change(tx: &mut Tx<'_>, n: u128) -> Result<(), StoreError> {
    let number = scattered(n);
    let before = projects::load_one(tx, id(ProjectId::from_uuid, number)).await?.unwrap();
    let mut after = Project { version: before.version + 1, ..before.clone() };
    after.profile.chain = Some(format!("第{}链", after.version));
    for permit in after.permits.values_mut() {
        permit.part = Some(format!("{}号楼", after.version));
    }
    projects::save(tx, Some(&before), &after, now() + TimeDelta::days(after.version)).await?;
    record(tx, &after, after.version).await?;
    let mut agency = registry::agencies::by_ids(tx, &[id(AgencyId::from_uuid, number)]).await?.remove(0);
    agency.short_name = Some(format!("简称{}", agency.version));
    registry::agencies::update(tx, &agency, agency.version).await?;
    let mut officer = registry::officers::by_ids(tx, &[id(OfficerId::from_uuid, number)]).await?.remove(0);
    officer.phone = Some(Private::new(format!("0951-{:07}", officer.version)));
    registry::officers::update(tx, &officer, officer.version).await?;
    let ids = [id(EnterpriseId::from_uuid, number)];
    let mut enterprise = registry::enterprises::by_ids(tx, &ids).await?.remove(0);
    enterprise.registered_at = Some(format!("第{}街", enterprise.version));
    registry::enterprises::update(tx, &enterprise, enterprise.version).await
}

/// Writes the history of a project from this row on, up to its version.
async fn record(tx: &mut Tx<'_>, project: &Project, first_sequence: i64) -> Result<(), StoreError> {
    let origin = Origin {
        command_id: id(
            CommandId::from_uuid,
            project.id.uuid().as_u128() * 1_000 + u128::from(first_sequence.unsigned_abs()),
        ),
        command: "RESUME".to_owned(),
        actor: None,
        deputy: None,
        authority: None,
        as_recorder: false,
        recorded_at: registered_at(project.id),
        reason: None,
    };
    let events = (first_sequence..=project.version).map(|_| Event::Resumed { on: days_on(0) });
    let events: Vec<Event> = events.collect();
    let occurred_on = days_on(0);
    let batch =
        AppendBatch { project: project.id, first_sequence, events: &events, occurred_on, origin: &origin };
    append(tx, &batch, &mut StdRng::seed_from_u64(1)).await.map(drop)
}
