//! A plan is worked out once in a request, whoever asks for how many of its permits.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_graphql::{Request, Response};
use luodi_app::Call;
use luodi_domain::{
    attribute::Answers,
    command::{AddMaterial, AddPermit, Command, ForPermit, PlanPermits},
    ids::{MaterialId, PermitId, StepId},
    material::MaterialState,
    permit::{Level, PermitItem, Phase, Preparation, PreparationKind},
    step::Turn,
};
use serde_json::Value;

use super::city::City;
use crate::{language::Language, schema::loaders::Loaders};

impl City {
    /// Lists a material that the permit of a project needs.
    pub(super) async fn lists(&self, at: usize, name: &str) -> MaterialId {
        let id = MaterialId::from_uuid(self.app.new_id());
        let listed = AddMaterial {
            id,
            name: name.to_owned(),
            holder: Turn::Enterprise,
            note: Some("张三".to_owned()),
            state: MaterialState::Missing,
            due_on: None,
            permits: vec![ForPermit { permit: self.projects[at].permit, deferrable: false }],
        };
        let project = self.projects[at].project;
        self.app.execute(Call::new(None, "test"), project, Command::AddMaterial(listed)).await.unwrap();
        id
    }

    /// Gives a project so many permits that nobody has filed, each of which lacks a material.
    async fn needs(&self, at: usize, permits: usize) {
        let whole = &self.projects[at];
        let does = async |command| {
            self.app.execute(Call::new(None, "test"), whole.project, command).await.unwrap();
        };
        for number in 0..permits {
            let id = PermitId::from_uuid(self.app.new_id());
            does(Command::AddPermit(AddPermit {
                id,
                step: StepId::from_uuid(self.app.new_id()),
                item: PermitItem::Named(format!("施工便道 {number}")),
                level: Level::County,
                phase: Phase::BeforeStart,
                part: None,
                agency: None,
                preparation: Preparation {
                    kind: PreparationKind::Preparing,
                    turn: Turn::Office,
                    agreed_on: None,
                },
                responsible: Some(whole.officer),
                due_on: None,
            }))
            .await;
            does(Command::AddMaterial(AddMaterial {
                id: MaterialId::from_uuid(self.app.new_id()),
                name: format!("材料 {number}"),
                holder: Turn::Enterprise,
                note: None,
                state: MaterialState::Missing,
                due_on: None,
                permits: vec![ForPermit { permit: id, deferrable: false }],
            }))
            .await;
        }
        let ids =
            (0..100).map(|_| (PermitId::from_uuid(self.app.new_id()), StepId::from_uuid(self.app.new_id())));
        let plan = PlanPermits { answers: Vec::new(), presumed: Answers::new(), ids: ids.collect() };
        does(Command::PlanPermits(plan)).await;
    }

    /// Runs a document, and counts the plans that were worked out for it.
    async fn plans(&self, document: &str) -> (Value, usize) {
        let context = self.context(Language::En);
        let loaders = Loaders::new(&self.app, &context);
        let plans = Arc::clone(loaders.plans());
        let response: Response = self.execute(Request::new(document).data(context).data(loaders)).await;
        assert!(response.errors.is_empty(), "{document}: {:?}", response.errors);
        (response.data.into_json().unwrap(), plans.worked_out.load(Ordering::Relaxed))
    }
}

const PAGE: &str = "{ permits(first: 50) { nodes { canFileToday waitsOn { anyOf { name material { name } } }
    project { id name plan { expectedStart { on } } criticalPath { node { name } } } } } }";

#[tokio::test]
async fn a_plan_is_worked_out_once_for_a_page_of_fifty_permits() {
    let city = City::with(3).await;
    for (at, permits) in [(0, 20), (1, 30), (2, 0)] {
        city.needs(at, permits).await;
    }
    let (data, worked_out) = city.plans(PAGE).await;
    let nodes = data["permits"]["nodes"].as_array().unwrap();
    let mut projects: Vec<&str> = nodes.iter().map(|node| node["project"]["id"].as_str().unwrap()).collect();
    projects.sort_unstable();
    projects.dedup();
    assert_eq!((nodes.len(), worked_out), (50, projects.len()));
    let lacks = nodes.iter().filter(|node| {
        let waits = node["waitsOn"].as_array().unwrap();
        waits.iter().any(|wait| wait["anyOf"][0]["material"]["name"].is_string())
    });
    assert!(lacks.count() > 15, "{nodes:?}");
    assert_eq!(city.plans("{ permits(first: 50) { nodes { materialsMissing } } }").await.1, 0);
}

#[tokio::test]
async fn what_permits_wait_for_takes_the_same_statements_however_many_ask() {
    let (few, many) = (City::with(2).await, City::with(4).await);
    for (city, permits) in [(&few, 1), (&many, 12)] {
        for at in 0..city.projects.len() {
            city.needs(at, permits).await;
        }
    }
    let page =
        PAGE.replace("first: 50", "first: 30").replace("node { name }", "node { name } permits { name }");
    assert_eq!(few.statements(&page).await, many.statements(&page).await);
}
