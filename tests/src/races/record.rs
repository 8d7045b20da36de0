//! Many who change the registry at once: each waits for his turn at the end of the record, and nobody is turned away.

use std::sync::Arc;

use luodi_app::registry::OfficerPatch;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::at_once;
use crate::world::{World, call, on_both_databases};

on_both_databases!(whoever_adds_to_the_record_waits_for_his_turn);

/// More than the attempts that a command has.
const AT_ONCE: usize = 24;
/// Each has a pool of its own: within one, who waits for a connection waits for the record too.
const PROCESSES: u64 = 4;

// That nobody decides twice, which is what waiting is for, is held by the store's own test of two.
async fn whoever_adds_to_the_record_waits_for_his_turn(world: World) {
    let seed = seed();
    let mut random = Random::new(*seed);
    let mut officers = Vec::new();
    for number in 0..AT_ONCE {
        officers.push(world.new_officer(&format!("人员{number}")).await);
    }
    let mut processes = Vec::new();
    for number in 1..=PROCESSES {
        processes.push(world.another_process(number).await);
    }
    let world = Arc::new(world);
    let rounds = size("RECORD_RACES", 3, 50);
    for round in 0..rounds {
        let renamed = officers.iter().zip(processes.iter().cycle()).map(|(officer, app)| {
            let (world, app, officer) = (Arc::clone(&world), app.clone(), *officer);
            async move {
                let patch = OfficerPatch { name: Some(format!("新名{round}")), ..OfficerPatch::default() };
                let by = call(world.office.administrator, "updateOfficer");
                app.update_officer(by, officer, patch).await
            }
        });
        for done in at_once(&mut random, renamed.collect()).await {
            done.unwrap();
        }
    }
    println!("{} changes at once, {rounds} times", officers.len());
    world.assert_all_whole().await;
}
