//! A person is erased while others work on the same project, and one of them writes the name down again.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::record::ErasePerson;
use luodi_app::{AppError, Outcome};
use luodi_domain::command::{Command, NewContact, RecordParty};
use luodi_domain::ids::{EnterpriseId, PartyId, ProjectId};
use luodi_domain::party::PartyRole;
use luodi_domain::registry::Enterprise;
use luodi_testkit::run::Random;
use luodi_testkit::{seed, size};

use super::in_turn_then_at_once;
use crate::world::{World, call, morning, on_both_databases};

on_both_databases!(erasing_beside_commands_leaves_the_history_whole);

const NAME: &str = "陈先生";

/// What a racer answers: places erased, or what a command did.
type Racer = BoxFuture<'static, Result<Option<Outcome>, AppError>>;

async fn enterprise(world: &World) -> EnterpriseId {
    let id = EnterpriseId::from_uuid(world.app.new_id());
    let name = "宁夏思思食品有限公司".to_owned();
    let enterprise =
        Enterprise { id, name, former_names: [].into(), credit_code: None, registered_at: None, version: 1 };
    let create = world.app.create_enterprise(call(world.office.specialist, "createEnterprise"), enterprise);
    Box::pin(create).await.unwrap();
    id
}

async fn meet(world: &World, project: ProjectId, party: RecordParty) -> Result<Outcome, AppError> {
    let call = call(world.office.specialist, "recordParty");
    world.app.execute(call, project, Command::RecordParty(party)).await
}

/// How many texts were there to be erased.
async fn erase(world: &World, project: ProjectId) -> Result<usize, AppError> {
    let person = ErasePerson { text: NAME.parse().unwrap(), only: Some(project), free_texts: true };
    world.app.erase_person(&person).await.map(|erased| erased.places)
}

async fn erasing_beside_commands_leaves_the_history_whole(world: World) {
    let (seed, world) = (seed(), Arc::new(world));
    let mut random = Random::new(*seed);
    let enterprise = enterprise(&world).await;
    let (mut before, mut after) = (0, 0);
    for race in 0..size("ERASING", 40, 400) {
        let (project, _) = world.register("有联系人的项目").await;
        let party = RecordParty {
            id: PartyId::from_uuid(world.app.new_id()),
            enterprise,
            role: PartyRole::Signatory,
            since: morning().date_naive(),
            contact: Some(NewContact { name: NAME.to_owned(), phone: Some("13900000000".to_owned()) }),
        };
        meet(&world, project, party.clone()).await.unwrap();
        let (eraser, meeter, labeller) = (Arc::clone(&world), Arc::clone(&world), Arc::clone(&world));
        let again = NewContact { name: NAME.to_owned(), phone: Some("13900000001".to_owned()) };
        let again = RecordParty { contact: Some(again), ..party };
        let racers: Vec<Racer> = vec![
            async move { erase(&eraser, project).await.map(|_| None) }.boxed(),
            async move { meet(&meeter, project, again).await.map(Some) }.boxed(),
            async move {
                let call = call(labeller.office.specialist, "updateProject");
                labeller.label(call, project, "重大项目").await.map(Some)
            }
            .boxed(),
        ];
        for outcome in in_turn_then_at_once(race, &mut random, racers).await {
            outcome.unwrap();
        }
        world.assert_whole(&[project]).await;
        // Either the second meeting was erased with the first, or it came after: then it is there, once.
        let left = erase(&world, project).await.unwrap();
        assert!([0, 2].contains(&left), "race {race}: {left} texts were left");
        if left == 0 {
            before += 1;
        } else {
            after += 1;
        }
        assert_eq!(erase(&world, project).await.unwrap(), 0, "race {race}");
        assert_eq!(world.assert_whole(&[project]).await, 5, "race {race}: nobody was unheard");
    }
    println!("the name was written again before it was erased {before} times, after it {after} times");
    assert!(before > 0 && after > 0, "one order was never seen");
}
