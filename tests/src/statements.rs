//! How many statements a request takes, from its token to its answer.

use std::sync::Arc;

use async_graphql::Request;
use luodi_app::StatementCounter;
use luodi_graphql::http::RequestContext;
use luodi_graphql::language::Language;
use luodi_graphql::schema;
use luodi_graphql::schema::loaders::Loaders;

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

on_both_databases![an_overview_takes_a_constant_number_of_statements];

async fn an_overview_takes_a_constant_number_of_statements(world: World) {
    let token = world.app.create_token(world.office.specialist, "手机".to_owned(), None).await.unwrap();
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
    let request = async {
        let principal = world.app.authenticate(token).await.unwrap().unwrap();
        let context = RequestContext { principal, request_id: Arc::from("test"), language: Language::Zh };
        let loaders = Loaders::new(&world.app, context.language);
        schema(world.app.clone()).execute(Request::new(OVERVIEW).data(context).data(loaders)).await
    };
    let response = counter.scope(Box::pin(request)).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    let data = response.data.into_json().unwrap();
    assert_eq!(data["projects"]["nodes"].as_array().unwrap().len(), projects);
    assert!(data["projects"]["nodes"][0]["permits"][1]["step"]["responsible"]["name"].is_string(), "{data}");
    counter.names()
}
