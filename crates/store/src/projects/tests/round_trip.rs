//! What is saved is what is loaded, after every command, with as many statements for many projects as for one.

use luodi_domain::command::{Command, NamedPhase};
use luodi_domain::ids::{AgreementId, PermitId, ProjectId};
use luodi_domain::private::Private;
use luodi_domain::project::{Lineage, Project};

use super::story;
use crate::db::testing::on_each;
use crate::db::{Db, StatementCounter};
use crate::fixture::{
    after, all_facts, context, id, instant, load, now, plain_profile, registered, save, settle,
};
use crate::projects;

/// Registers the project of the story, lives through it, and compares after every command.
pub(crate) async fn live(db: &Db, n: u128) -> Project {
    let facts = all_facts(db).await;
    let mut project = registered(&facts, n, story::profile(), None);
    save(db, None, &project).await.unwrap();
    assert_eq!(load(db, project.id).await.unwrap().as_ref(), Some(&project), "registered");
    for (day, command) in story::commands() {
        let next = after(&project, &command, &context(&facts, day));
        assert_ne!(next.version, project.version, "{command:?} changes nothing");
        save(db, Some(&project), &next).await.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        assert_eq!(load(db, next.id).await.unwrap().as_ref(), Some(&next), "after {command:?}");
        project = next;
    }
    project
}

#[tokio::test]
async fn every_command_of_a_life_is_stored() {
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await;
        assert_eq!((project.stage, project.steps.len(), project.visits.len()), story::END);

        // The same project stored at once, as an importer would.
        let copy = renamed(&project, 2);
        save(db, None, &copy).await.unwrap();
        assert_eq!(load(db, copy.id).await.unwrap(), Some(copy));
    })
    .await;
}

/// The same project under other ids. Its papers point at each other and keep doing so.
fn renamed(project: &Project, n: u128) -> Project {
    let shift = |id: uuid::Uuid| uuid::Uuid::from_u128(id.as_u128() + (n << 64));
    let mut copy = project.clone();
    copy.id = id(ProjectId::from_uuid, n);
    copy.profile.codes.clear();
    copy.profile.credits.clear();
    copy.parties.clear();
    copy.milestones.clear();
    // A file is attached once.
    copy.attachments.clear();
    copy.materials.clear();
    copy.permits.clear();
    copy.steps.clear();
    copy.visits.clear();
    let papers = std::mem::take(&mut copy.agreements);
    let shift = |id: AgreementId| AgreementId::from_uuid(shift(id.uuid()));
    for mut paper in papers.into_values() {
        paper.id = shift(paper.id);
        paper.supersedes = paper.supersedes.map(shift);
        copy.agreements.insert(paper.id, paper);
    }
    copy
}

#[tokio::test]
async fn erased_texts_stay_erased() {
    on_each(async |db| {
        settle(db).await;
        let before = live(db, 1).await;
        let mut project = before.clone();
        project.version += 1;
        for party in project.parties.values_mut() {
            party.contact.iter_mut().for_each(|contact| contact.name = Private::erased());
        }
        for milestone in project.milestones.values_mut() {
            let notes = milestone.evidence.iter_mut().filter_map(|proof| proof.note.as_mut());
            notes.for_each(|note| *note = Private::erased());
        }
        for attachment in project.attachments.values_mut() {
            attachment.name = Private::erased();
            attachment.withdrawn.iter_mut().for_each(|withdrawn| withdrawn.reason = Private::erased());
        }
        for material in project.materials.values_mut() {
            material.facts.note.iter_mut().for_each(|note| *note = Private::erased());
            material.removed.iter_mut().for_each(|removed| removed.reason = Private::erased());
        }
        for permit in project.permits.values_mut() {
            permit.ruled_out.iter_mut().for_each(|ruled_out| ruled_out.reason = Private::erased());
            for case in permit.cases.values_mut() {
                if let Some(contact) = &mut case.handler {
                    contact.name = Private::erased();
                    contact.phone = Some(Private::erased());
                }
                let opinions = case.events.values_mut().filter_map(|event| event.opinion.as_mut());
                opinions.for_each(|opinion| *opinion = Private::erased());
            }
        }
        save(db, Some(&before), &project).await.unwrap();
        assert_eq!(load(db, project.id).await.unwrap(), Some(project));
    })
    .await;
}

#[tokio::test]
async fn an_umbrella_keeps_the_order_of_its_phases() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let umbrella = registered(&facts, 1, plain_profile("三期"), None);
        save(db, None, &umbrella).await.unwrap();
        let phases = [4, 2, 3].map(|n| id(ProjectId::from_uuid, n)).to_vec();
        for n in [2, 3, 4] {
            let phase = registered(&facts, n, plain_profile("一期"), Some(umbrella.id));
            save(db, None, &phase).await.unwrap();
        }
        let named = |(id, n)| NamedPhase { id, name: format!("{n}期") };
        let split = Command::Split { phases: phases.iter().copied().zip(1..).map(named).collect() };
        let split = after(&umbrella, &split, &context(&facts, "2024-02-01"));
        save(db, Some(&umbrella), &split).await.unwrap();
        assert_eq!(split.lineage, Lineage::Umbrella(phases.clone()));
        let mut conn = db.read().await.unwrap();
        assert_eq!(projects::load(&mut conn, &[split.id]).await.unwrap(), std::slice::from_ref(&split));
        let all: Vec<ProjectId> = phases.iter().copied().chain([split.id]).collect();
        let heads = projects::heads(&mut conn, &all).await.unwrap();
        let lineages: Vec<_> = heads.into_iter().map(|head| (head.id, head.lineage)).collect();
        let mut expected: Vec<_> = phases.iter().map(|phase| (*phase, Lineage::PhaseOf(split.id))).collect();
        expected.push((split.id, split.lineage));
        assert_eq!(lineages, expected);
    })
    .await;
}

#[tokio::test]
async fn statements_do_not_grow_with_projects() {
    on_each(async |db| {
        settle(db).await;
        let project = live(db, 1).await;
        let facts = all_facts(db).await;
        let mut ids = vec![project.id, id(ProjectId::from_uuid, 999)];
        for n in 2..=20 {
            let other = registered(&facts, n, plain_profile("别的"), None);
            save(db, None, &other).await.unwrap();
            ids.insert(0, other.id);
        }
        let mut conn = db.read().await.unwrap();
        for (ids, found) in [(&ids[19..20], 1), (&ids[..], 20), (&ids[20..], 0)] {
            let counter = StatementCounter::default();
            let loaded = counter.scope(projects::load(&mut conn, ids)).await.unwrap();
            assert_eq!(counter.count(), 13, "{:?}", counter.names());
            let loaded: Vec<ProjectId> = loaded.iter().map(|project| project.id).collect();
            assert_eq!(loaded, ids[..found], "in the order asked for");
        }
        assert_eq!(projects::load_one(&mut conn, project.id).await.unwrap(), Some(project));
    })
    .await;
}

#[tokio::test]
async fn a_head_tells_when_it_was_written() {
    on_each(async |db| {
        settle(db).await;
        let facts = all_facts(db).await;
        let project = registered(&facts, 1, plain_profile("思思"), None);
        save(db, None, &project).await.unwrap();
        let later = instant("2024-11-01T02:00:00Z");
        let next = after(&project, &Command::Withdraw, &context(&facts, "2024-02-01"));
        let (old, new) = (project.clone(), next.clone());
        crate::fixture::write(db, move |tx| {
            let (old, new) = (old.clone(), new.clone());
            Box::pin(async move { projects::save(tx, Some(&old), &new, later).await })
        })
        .await
        .unwrap();
        let heads = projects::heads(&mut db.read().await.unwrap(), &[next.id]).await.unwrap();
        let [head] = heads.as_slice() else { panic!("{heads:?}") };
        assert_eq!((head.created_at, head.updated_at), (now(), later));
        assert_eq!((head.version, head.standing), (next.version, next.standing));
    })
    .await;
}

#[tokio::test]
async fn what_hangs_on_nothing_has_no_entry() {
    on_each(async |db| {
        settle(db).await;
        let project = registered(&all_facts(db).await, 1, plain_profile("思思"), None);
        save(db, None, &project).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let ids = [project.id];
        assert!(projects::permits(&mut conn, &ids).await.unwrap().is_empty());
        assert!(projects::parties(&mut conn, &ids).await.unwrap().is_empty());
        let steps = projects::steps(&mut conn, &ids).await.unwrap();
        assert_eq!(steps[&project.id].steps, project.steps);
        assert!(!project.permits.contains_key(&id(PermitId::from_uuid, 1)));
    })
    .await;
}
