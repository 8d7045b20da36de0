//! Who reads while others write sees what was before or what is after, and nothing between.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use luodi_domain::case::CaseEventKind;
use luodi_domain::command::Command;
use luodi_domain::profile::Change;
use luodi_testkit::size;

use crate::covers::{event, opened, permit};
use crate::world::{World, call, on_both_databases};

on_both_databases!(a_case_is_read_while_its_events_are_recorded_and_taken_back);

/// What a case amounts to stands beside its events, and is held against them by whoever reads both.
async fn a_case_is_read_while_its_events_are_recorded_and_taken_back(world: World) {
    let world = Arc::new(world);
    let (project, lead) = permit(&world, "边读边写的项目", "农用地转用").await;
    let case = opened(&world, project, lead).await;
    let written = Arc::new(AtomicBool::new(false));
    let readers = (0..4).map(|reader| {
        let (app, written, by) =
            (world.app.clone(), Arc::clone(&written), call(world.office.specialist, "updateProject"));
        tokio::spawn(async move {
            let mut reads = 0;
            while !written.load(Ordering::Acquire) {
                if reader % 2 == 0 {
                    app.permits(&[project]).await.unwrap();
                } else {
                    let label = Command::Update(vec![Change::LabelAdded("标签".to_owned())]);
                    app.preview(by.clone(), project, &label).await.unwrap();
                }
                reads += 1;
            }
            reads
        })
    });
    let readers: Vec<_> = readers.collect();
    for _ in 0..size("torn_reads", 60, 600) {
        let accepted = event(&world, case, CaseEventKind::Accepted);
        let Command::RecordCaseEvent(recorded) = &accepted else { unreachable!() };
        let back = Command::InvalidateCaseEvent { case, event: recorded.id };
        for (name, command) in [("recordCaseEvent", accepted), ("invalidateCaseEvent", back)] {
            let mut by = call(world.office.specialist, name);
            by.reason = Some("登记有误".to_owned());
            world.app.execute(by, project, command).await.unwrap();
        }
    }
    written.store(true, Ordering::Release);
    for reader in readers {
        assert!(reader.await.unwrap() > 0);
    }
    world.assert_all_whole().await;
}
