//! How many statements a request takes, from its token to its answer.

use std::sync::Arc;

use async_graphql::Request;
use luodi_app::StatementCounter;
use luodi_domain::access::TokenScope;
use luodi_graphql::http::RequestContext;
use luodi_graphql::language::Language;
use luodi_graphql::schema;
use luodi_graphql::schema::loaders::Loaders;
use serde_json::Value;

use crate::world::{World, call, on_both_databases};

/// The overview of an office: a page of projects with their stages, permits, officers and agencies.
const OVERVIEW: &str = "{ projects(first: 50, orderBy: [{ field: NAME }]) {
    pageInfo { hasNextPage endCursor }
    nodes { name stage stageSince
        landingSpecialist { name post { title agency { name } } } originatingAgency { name }
        currentStep { dueOn responsible { name post { title agency { name } } } }
        stageVisits { stage step { responsible { name } } }
        permits { name level status agency { name } step { responsible { name } } } } } }";

/// What it may take, the look at the token included.
const AT_MOST: usize = 12;

on_both_databases![
    an_overview_takes_a_constant_number_of_statements,
    many_lists_in_one_request_wait_for_connections_and_get_them,
];

/// More lists than the pool has connections, each with rows to be read beside it.
async fn many_lists_in_one_request_wait_for_connections_and_get_them(world: World) {
    let (project, _) = world.register("食品产业园").await;
    world.add_permit(call(world.office.specialist, "addPermit"), project, "用地预审", None).await.unwrap();
    let token = world
        .app
        .create_token(world.office.specialist, "手机".to_owned(), TokenScope::Write, None)
        .await
        .unwrap();
    let list =
        "permits(first: 5) { totalCount nodes { name project { name } step { responsible { name } } } }";
    let lists: Vec<String> = (0..30).map(|n| format!("a{n}: {list}")).collect();
    let data = answer(&world, &token.text, &format!("{{ {} }}", lists.join(" "))).await;
    for n in 0..30 {
        assert_eq!(data[format!("a{n}")]["nodes"][0]["project"]["name"], "食品产业园", "{n}");
    }
}

async fn an_overview_takes_a_constant_number_of_statements(world: World) {
    let token = world
        .app
        .create_token(world.office.specialist, "手机".to_owned(), TokenScope::Write, None)
        .await
        .unwrap();
    let mut counts = Vec::new();
    for projects in [2, 60] {
        for n in counts.len() * 2..projects {
            // Everybody and every agency is somebody else's.
            let newcomer = world.newcomer(&format!("{n}号落地办")).await;
            let mut registration = world.registration(&format!("项目{n}"));
            registration.profile.landing_specialist = Some(newcomer.officer);
            registration.profile.originating_agency = Some(newcomer.agency);
            let project = registration.id;
            let by = || call(world.office.specialist, "registerProject");
            world.app.register_project(by(), registration).await.unwrap();
            for name in ["用地预审", "环评批复"] {
                world.add_permit(by(), project, name, Some(newcomer.officer)).await.unwrap();
            }
        }
        counts.push(statements(&world, &token.text, projects.min(50)).await);
    }
    assert!(counts.iter().all(|names| names.len() <= AT_MOST), "{counts:#?}");
    assert_eq!(counts[0], counts[1], "the same for two projects and for fifty");
}

/// The statements of the whole request, which must answer with so many projects.
async fn statements(world: &World, token: &str, projects: usize) -> Vec<&'static str> {
    let counter = StatementCounter::default();
    let data = counter.scope(Box::pin(answer(world, token, OVERVIEW))).await;
    assert_eq!(data["projects"]["nodes"].as_array().unwrap().len(), projects);
    assert!(data["projects"]["nodes"][0]["permits"][1]["step"]["responsible"]["name"].is_string(), "{data}");
    counter.names()
}

/// The data of a document that must succeed.
async fn answer(world: &World, token: &str, document: &str) -> Value {
    let principal = world.app.authenticate(token).await.unwrap().unwrap();
    let context = RequestContext { principal, request_id: Arc::from("test"), language: Language::Zh };
    let loaders = Loaders::new(&world.app, &context);
    let request = Request::new(document).data(context).data(loaders);
    let response = schema(world.app.clone()).execute(request).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    response.data.into_json().unwrap()
}
