//! Neither agency learns of the other's project: it is answered the same, by the same statements, whether there is one.

use luodi_app::StatementCounter;
use luodi_app::projects::DecideDuplicate;
use luodi_domain::command::{Command, Register};
use luodi_domain::duplicate::Ruling;
use luodi_domain::ids::{DuplicateId, OfficerId, ProjectId};
use luodi_domain::profile::Change;
use luodi_domain::refusal::Rule;

use super::{Cast, because, code, with_code};
use crate::world::{World, on_both_databases, refused};

on_both_databases!(
    those_above_both_are_told_and_nobody_else,
    a_hidden_project_changes_no_answer,
    a_project_that_is_seen_keeps_its_code,
    an_enterprise_that_is_known_is_named
);

async fn those_above_both_are_told_and_nobody_else(world: World) {
    let cast = Cast::in_world(world).await;
    let first = cast.brings(cast.one, "乳品深加工").await;
    let second = cast.brings(cast.other, "乳品深加工").await;
    let pair = cast.pairs(cast.city.manager, first).await[0].id;
    let above = [cast.city.specialist, cast.city.manager, cast.leader, cast.world.office_above().await];
    for officer in above {
        let found = cast.pairs(officer, second).await;
        assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [pair], "{officer}");
    }
    let before = rows(&cast, &[first, second]).await;
    for desk in [cast.one, cast.other, cast.away] {
        for officer in [desk.specialist, desk.manager] {
            for project in [first, second] {
                assert_eq!(cast.pairs(officer, project).await, [], "{officer}");
            }
            let known = cast.sight(officer).await.duplicates(&[pair]).await.unwrap();
            assert!(known.is_empty(), "{officer}");
            assert_eq!(decide(&cast, officer, pair).await, Some(Rule::NotFound), "{officer}");
        }
    }
    let nothing = DuplicateId::from_uuid(cast.world.app.new_id());
    assert_eq!(decide(&cast, cast.city.manager, nothing).await, Some(Rule::NotFound));
    assert_eq!(decide(&cast, cast.city.specialist, pair).await, Some(Rule::RoleNotAllowed));
    assert_eq!(rows(&cast, &[first, second]).await, before, "a refusal changes nothing");
    assert_eq!(cast.pairs(cast.city.manager, first).await[0].version, 1);
}

async fn decide(cast: &Cast, officer: OfficerId, duplicate: DuplicateId) -> Option<Rule> {
    let decide = DecideDuplicate { duplicate, ruling: Ruling::Merge };
    refused(&cast.world.app.decide_duplicate(because(officer, "decideDuplicate"), decide).await)
}

/// How many rows the histories of these have.
async fn rows(cast: &Cast, projects: &[ProjectId]) -> Vec<i64> {
    let mut rows = Vec::new();
    for project in projects {
        rows.push(cast.world.events(*project).await);
    }
    rows
}

async fn a_hidden_project_changes_no_answer(world: World) {
    let cast = Cast::in_world(world).await;
    let enterprise = cast.enters(cast.one).await;
    // Told from what is there to find: nothing, or a project of the same name, code and investor.
    let mut told = Vec::new();
    for there in [false, true] {
        if there {
            let mine = with_code(cast.registration(cast.one, "乳品深加工"), 1);
            let mine = cast.registered(cast.one, mine).await.unwrap();
            cast.invests(cast.one, mine, enterprise).await;
        }
        let number = usize::from(there);
        let theirs = with_code(cast.registration(cast.other, ["羊绒针织", "乳品深加工"][number]), number);
        let id = theirs.id;
        let (answer, statements) = counted(&cast, theirs).await;
        answer.unwrap();
        let found = cast.pairs(cast.city.manager, id).await.len();
        assert_eq!(found, number, "the test shows something");
        let entries = cast.world.app.history_page(id, 0, 100).await.unwrap();
        let events: Vec<_> = entries.iter().map(|entry| entry.event_type.as_str()).collect();
        told.push((statements, events));
    }
    assert_eq!(told[0].1, told[1].1, "the same history");
    let shown = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().map(|name| if name == "NOT_FOUND" { "FOUND" } else { name }).collect()
    };
    assert_eq!(shown(&told[0].0), shown(&told[1].0), "the same statements, but for which row is written");
}

async fn counted(
    cast: &Cast,
    registration: Register,
) -> (Result<ProjectId, luodi_app::AppError>, Vec<&'static str>) {
    let counter = StatementCounter::default();
    let answer = counter.scope(Box::pin(cast.registered(cast.other, registration))).await;
    (answer, counter.names())
}

async fn a_project_that_is_seen_keeps_its_code(world: World) {
    let cast = Cast::in_world(world).await;
    let first = cast.registered(cast.one, with_code(cast.registration(cast.one, "甲"), 0)).await.unwrap();
    // The own agency's, and one that the office above sees: it can be looked at, so it is said.
    for desk in [cast.one, cast.city] {
        let twin = with_code(cast.registration(desk, "乙"), 0);
        let id = twin.id;
        let error = cast.registered(desk, twin).await.unwrap_err();
        assert_eq!(error.refusal().map(|refusal| refusal.rule), Some(Rule::Duplicate));
        assert!(cast.world.app.heads(&[id]).await.unwrap().is_empty());
    }
    let second =
        cast.registered(cast.other, with_code(cast.registration(cast.other, "乙"), 0)).await.unwrap();
    // Each finds his own by the code; who sees both, the one that was first.
    for (officer, expected) in
        [(cast.one.manager, first), (cast.other.manager, second), (cast.city.manager, first)]
    {
        let found = cast.sight(officer).await.project_by_code(&code(0)).await.unwrap();
        assert_eq!(found, Some(expected));
    }
    assert_eq!(cast.sight(cast.away.manager).await.project_by_code(&code(0)).await.unwrap(), None);
    // To change something else of one of two with a code is no new claim.
    let rename = Change::Name("丙".to_owned());
    let command = Command::Update(vec![rename]);
    assert_eq!(refused(&cast.does(cast.city, second, command).await), None);
}

async fn an_enterprise_that_is_known_is_named(world: World) {
    let cast = Cast::in_world(world).await;
    let known = cast.enters(cast.one).await;
    let first = cast.brings(cast.one, "光伏组件厂").await;
    cast.invests(cast.one, first, known).await;
    // Whose else it is stays unsaid; who it is does not, to somebody who knows its code.
    assert_eq!(cast.sight(cast.other.specialist).await.enterprises(&[known]).await.unwrap().len(), 0);
    assert_eq!(cast.enters(cast.other).await, known);
    let second = cast.brings(cast.other, "新能源科技园").await;
    cast.invests(cast.other, second, known).await;
    assert_eq!(cast.pairs(cast.city.manager, second).await[0].first, first);
    assert_eq!(cast.pairs(cast.other.manager, second).await, []);
}
