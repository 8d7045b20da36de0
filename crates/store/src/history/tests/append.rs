//! Writing the history and reading it again.

use std::collections::HashMap;

use chrono::TimeDelta;
use luodi_domain::command::{Command, UpdatePermit};
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, PermitId, ProjectId, StepId};
use luodi_domain::permit::{Level, Preparation, PreparationKind};
use luodi_domain::private::Private;
use luodi_domain::profile::Change;
use luodi_domain::step::{CloseReason, Turn};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::story::{Story, append_events, origin, resumed};
use crate::db::testing::on_each;
use crate::db::{Conflict, StatementCounter, StoreError};
use crate::fixture::{day, id, now, settle, write};
use crate::history::{
    AppendBatch, Entry, EventType, GENESIS, Origin, Turns, append_all, last, link, of_command, page, pages,
    turns,
};

#[tokio::test]
async fn what_was_appended_is_read_back_in_pages() {
    on_each(async |db| {
        settle(db).await;
        let story = Story::whole(db, 1).await;
        let mut conn = db.read().await.unwrap();
        let mut entries: Vec<Entry> = Vec::new();
        for size in [4, 4, 3, 0] {
            let after = entries.last().map_or(0, |entry| entry.envelope.sequence);
            let found = page(&mut conn, story.project.id, after, 4).await.unwrap();
            assert_eq!(found.len(), size, "after {after}");
            entries.extend(found);
        }
        assert_eq!(entries.iter().map(|entry| entry.event.clone()).collect::<Vec<_>>(), story.events);
        let mut previous = GENESIS.to_owned();
        for (entry, sequence) in entries.iter().zip(1..) {
            assert_eq!(entry.envelope.sequence, sequence);
            assert_eq!(entry.envelope.project, story.project.id);
            assert_eq!(entry.envelope.origin.reason, Some(Private::new("张三来电")));
            assert_eq!(entry.previous_hash, previous);
            assert_eq!(entry.hash, link(&previous, &entry.canonical));
            assert!(!entry.canonical.contains("来电"), "{}", entry.canonical);
            previous.clone_from(&entry.hash);
        }
        let end = last(&mut conn, story.project.id).await.unwrap().unwrap();
        assert_eq!((end.sequence, end.hash), (11, previous));
        assert_eq!(last(&mut conn, id(ProjectId::from_uuid, 999)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn pages_of_several_projects_are_those_of_each() {
    on_each(async |db| {
        settle(db).await;
        let whole = Box::pin(Story::whole(db, 1)).await;
        let begun = Box::pin(Story::begin(db, 2)).await;
        let nobody = id(ProjectId::from_uuid, 999);
        let mut conn = db.read().await.unwrap();
        for (after, limit) in [(0, 4), (0, 1), (1, 100), (4, 4), (8, 4), (11, 4), (i64::MAX, i64::MAX)] {
            let found =
                pages(&mut conn, &[begun.project.id, nobody, whole.project.id], after, limit).await.unwrap();
            for project in [whole.project.id, begun.project.id, nobody] {
                let alone = page(&mut conn, project, after, limit).await.unwrap();
                assert_eq!(found.get(&project).cloned().unwrap_or_default(), alone, "{limit} after {after}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn turns_are_those_that_were_told_of_each_permit() {
    on_each(async |db| {
        settle(db).await;
        let (mut whole, begun) = (Story::whole(db, 1).await, Story::begin(db, 2).await);
        let nobody = id(ProjectId::from_uuid, 999);
        let [first, second]: [PermitId; 2] =
            whole.project.permits.keys().copied().collect::<Vec<_>>().try_into().unwrap();
        let update = |level, turn: Option<Turn>| {
            let preparation =
                turn.map(|turn| Preparation { kind: PreparationKind::PreReview, turn, agreed_on: None });
            let (phase, agency, due_on) = (None, None, None);
            Command::UpdatePermit(UpdatePermit { permit: first, level, phase, agency, preparation, due_on })
        };
        whole.does(update(None, Some(Turn::Utility))).await;
        whole.does(update(Some(Level::Provincial), None)).await;
        whole.does(update(None, Some(Turn::Office))).await;
        let on = day("2024-03-01");
        let counter = StatementCounter::default();
        let found = counter
            .scope(async {
                let projects = [begun.project.id, nobody, whole.project.id];
                turns(&mut db.read().await.unwrap(), &projects).await.unwrap()
            })
            .await;
        // Of one day the last word counts.
        let told = [(first, vec![(on, Turn::Office)]), (second, vec![(on, Turn::Office)])];
        let withdrawn = found[&whole.project.id].withdrawn.clone();
        let turns = Turns { told: told.into(), covered: [].into(), withdrawn };
        assert_eq!(found, HashMap::from([(whole.project.id, turns)]));
        assert_eq!(counter.names(), ["PREPARED", "PREPARED_PRIVATE"]);
    })
    .await;
}

#[tokio::test]
async fn pages_take_the_same_statements_for_few_projects_and_for_many() {
    on_each(async |db| {
        settle(db).await;
        let mut projects = Vec::new();
        for number in 1..=50 {
            projects.push(Story::begin(db, number).await.project.id);
        }
        let statements = async |count: usize| {
            let counter = StatementCounter::default();
            let found = counter
                .scope(async {
                    pages(&mut db.read().await.unwrap(), &projects[..count], 0, 20).await.unwrap()
                })
                .await;
            (counter.names(), found.len())
        };
        let ((few, of_few), (many, of_many)) = (statements(5).await, statements(50).await);
        assert_eq!((of_few, of_many), (5, 50));
        assert_eq!(few, many);
    })
    .await;
}

#[tokio::test]
async fn a_command_is_found_in_every_project_it_touched() {
    on_each(async |db| {
        settle(db).await;
        let (one, two) = (Story::begin(db, 1).await, Story::begin(db, 2).await);
        for story in [&two, &one] {
            let both = origin(77, "HAND_OVER");
            append_events(
                db,
                story.project.id,
                3,
                vec![resumed(), Event::Reopened { on: day("2024-03-01") }],
                both,
            )
            .await
            .unwrap();
        }
        let mut conn = db.read().await.unwrap();
        let entries = of_command(&mut conn, id(CommandId::from_uuid, 77)).await.unwrap();
        let found: Vec<_> = entries
            .iter()
            .map(|entry| (entry.envelope.project, entry.envelope.sequence, entry.event_type))
            .collect();
        let (resumed, reopened) = (EventType::Resumed, EventType::Reopened);
        let (one, two) = (one.project.id, two.project.id);
        assert_eq!(found, [(one, 3, resumed), (one, 4, reopened), (two, 3, resumed), (two, 4, reopened)]);
    })
    .await;
}

#[tokio::test]
async fn many_events_of_one_command_are_one_chain() {
    on_each(async |db| {
        settle(db).await;
        let mut story = Story::begin(db, 1).await;
        let label = |n| Event::ProfileChanged(Box::new(Change::LabelAdded(format!("标签{n}"))));
        let events: Vec<Event> = (0..37).map(label).collect();
        let head = append_events(db, story.project.id, 3, events.clone(), origin(9, "UPDATE")).await.unwrap();
        assert_eq!(head.sequence, 39);
        story.events.extend(events);
        let mut conn = db.read().await.unwrap();
        let entries = page(&mut conn, story.project.id, 0, 100).await.unwrap();
        assert_eq!(entries.into_iter().map(|entry| entry.event).collect::<Vec<_>>(), story.events);
        let beyond = "row 3: the project is only at version 2";
        assert_eq!(story.findings().await, [beyond, "the current rows differ from the history: profile"]);
    })
    .await;
}

#[tokio::test]
async fn a_batch_must_follow_the_last_row() {
    on_each(async |db| {
        settle(db).await;
        let story = Story::begin(db, 1).await;
        for (first, expected) in [
            (1, Err("the facts changed under the decision: Version")),
            (2, Err("the facts changed under the decision: Version")),
            (4, Err("the history ends here, but event 4 was to follow")),
            (3, Ok(3)),
            (3, Err("the facts changed under the decision: Version")),
        ] {
            let appended =
                append_events(db, story.project.id, first, vec![resumed()], origin(9, "RESUME")).await;
            match (appended, expected) {
                (Ok(head), Ok(sequence)) => assert_eq!(head.sequence, sequence),
                (Err(error), Err(expected)) => {
                    assert!(error.to_string().ends_with(expected), "{error}");
                    assert_eq!(matches!(error, StoreError::Conflict(Conflict::Version)), first != 4);
                }
                (found, _) => panic!("{first}: {found:?}"),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn time_never_runs_backwards_along_a_chain() {
    on_each(async |db| {
        settle(db).await;
        let story = Story::begin(db, 1).await;
        let project = story.project.id;
        let late = now() + TimeDelta::seconds(5);
        // What the command says, and what is recorded: the second command took its time before it waited.
        for (sequence, said, recorded) in [(3_u8, late, late), (4, now(), late), (5, late, late)] {
            let origin = Origin { recorded_at: said, ..origin(sequence.into(), "RESUME") };
            let head = append_events(db, project, sequence.into(), vec![resumed()], origin).await.unwrap();
            assert_eq!(head.recorded_at, recorded, "row {sequence}");
        }
        let entries = page(&mut db.read().await.unwrap(), project, 2, 9).await.unwrap();
        assert!(entries.iter().all(|entry| entry.envelope.origin.recorded_at == late));
    })
    .await;
}

#[tokio::test]
async fn several_commands_at_once_are_as_one_after_the_other() {
    on_each(async |db| {
        settle(db).await;
        let (one, two) = (Story::begin(db, 1).await, Story::begin(db, 2).await);
        // The second was given its time before the first was recorded.
        let late = now() + TimeDelta::seconds(5);
        let command = |n: u8, at| {
            (i64::from(n), Origin { recorded_at: at, ..origin(n.into(), "RESUME") }, vec![resumed()])
        };
        let commands = vec![command(3, late), command(4, now()), command(5, late)];
        for (first, origin, events) in commands.clone() {
            append_events(db, one.project.id, first, events, origin).await.unwrap();
        }
        let project = two.project.id;
        let all = async |commands: Vec<(i64, Origin, Vec<Event>)>| {
            write(db, move |tx| {
                let commands = commands.clone();
                Box::pin(async move {
                    let batches: Vec<AppendBatch<'_>> = commands
                        .iter()
                        .map(|(first, origin, events)| AppendBatch {
                            project,
                            first_sequence: *first,
                            events,
                            occurred_on: day("2024-03-01"),
                            origin,
                        })
                        .collect();
                    append_all(tx, &batches, &mut StdRng::seed_from_u64(7)).await
                })
            })
            .await
        };
        let with_a_gap = vec![command(3, late), command(5, late)];
        assert!(matches!(all(with_a_gap).await, Err(StoreError::Inconsistent { .. })));
        assert_eq!(all(commands).await.unwrap().sequence, 5);
        let mut conn = db.read().await.unwrap();
        let mut told = Vec::new();
        for story in [&one, &two] {
            let rows = page(&mut conn, story.project.id, 2, 9).await.unwrap();
            told.push(
                rows.into_iter()
                    .map(|row| (row.envelope.sequence, row.envelope.origin, row.event))
                    .collect::<Vec<_>>(),
            );
        }
        assert_eq!(told[0], told[1]);
        assert_eq!(told[0].len(), 3);
    })
    .await;
}

/// What a system tells late ends a step on the day that decided it, not on the day of the command that told it.
#[tokio::test]
async fn the_end_of_a_step_is_dated_by_what_decided_it() {
    on_each(async |db| {
        settle(db).await;
        let story = Story::begin(db, 1).await;
        let (step, on) = (id(StepId::from_uuid, 1), day("2024-02-20"));
        let events = vec![resumed(), Event::StepClosed { step, on, reason: CloseReason::Done }, resumed()];
        append_events(db, story.project.id, 3, events, origin(9, "RECORD_CASE_EVENT")).await.unwrap();
        let entries = page(&mut db.read().await.unwrap(), story.project.id, 2, 9).await.unwrap();
        let days: Vec<_> = entries.iter().map(|entry| entry.envelope.occurred_on).collect();
        assert_eq!(days, [day("2024-03-01"), on, day("2024-03-01")]);
    })
    .await;
}
