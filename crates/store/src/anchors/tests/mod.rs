//! Anchors on both databases.

mod forgery;
mod taking;
mod text;

use std::collections::BTreeMap;

use futures::FutureExt;
use luodi_domain::administration::{Change, Subject};
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, ProjectId};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::{Anchor, Due, due, keep};
use crate::administration::{self, Deed, Noted};
use crate::db::{Db, StoreError};
use crate::fixture::{all_facts, day, id, now, plain_profile, registered, save, settle, write};
use crate::history::{AppendBatch, Origin, append};

fn project(n: u128) -> ProjectId {
    id(ProjectId::from_uuid, n)
}

/// Projects 1 to n, each with one row of history.
async fn begin(db: &Db, n: u128) {
    settle(db).await;
    let facts = all_facts(db).await;
    for n in 1..=n {
        save(db, None, &registered(&facts, n, plain_profile("项目"), None)).await.unwrap();
        happened(db, n, 1).await;
    }
}

/// Adds the row of this sequence to a project's history. Nothing here asks whether it could have happened.
async fn happened(db: &Db, n: u128, sequence: i64) {
    let origin = Origin {
        command_id: id(CommandId::from_uuid, n),
        command: "RESUME".to_owned(),
        actor: None,
        deputy: None,
        authority: None,
        as_recorder: false,
        recorded_at: now(),
        reason: None,
    };
    write(db, move |tx| {
        let origin = origin.clone();
        async move {
            let events = [Event::Resumed { on: day("2024-03-01") }];
            let occurred_on = day("2024-03-01");
            let first_sequence = sequence;
            let batch = AppendBatch {
                project: project(n),
                first_sequence,
                events: &events,
                occurred_on,
                origin: &origin,
            };
            append(tx, &batch, &mut StdRng::seed_from_u64(7)).await
        }
        .boxed()
    })
    .await
    .unwrap();
}

/// Adds so many rows to the record of administration. Nothing here asks whether what they are about is there.
async fn administered(db: &Db, rows: usize) {
    write(db, move |tx| {
        async move {
            let deed = Deed {
                command_id: id(CommandId::from_uuid, 9),
                command: "updateRegion".to_owned(),
                actor: None,
                deputy: None,
                recorded_at: now(),
            };
            let fields = BTreeMap::from([("name", Some("某地".to_owned()))]);
            let change = Change { subject: Subject::Region, object: project(9).uuid(), fields };
            administration::append(tx, &deed, &vec![Noted { change, region: None }; rows]).await
        }
        .boxed()
    })
    .await
    .unwrap();
}

/// What an anchor would hold that is taken now.
async fn looked(db: &Db) -> Option<Due> {
    due(&mut db.snapshot().await.unwrap(), now()).await.unwrap()
}

async fn kept(db: &Db, due: Due) -> Result<(), StoreError> {
    write(db, move |tx| {
        let due = due.clone();
        async move { keep(tx, &due).await }.boxed()
    })
    .await
}

/// Takes an anchor that is due.
async fn taken(db: &Db) -> Anchor {
    let due = looked(db).await.expect("something has changed");
    kept(db, due.clone()).await.unwrap();
    due.anchor
}
