//! What one of many writers does: a day's work at the office, in random order.

use std::sync::Arc;

use luodi_domain::command::Command;
use luodi_domain::ids::{ProjectId, StepId};
use luodi_domain::refusal::Rule;
use luodi_domain::stage::Stage;
use luodi_testkit::run::Random;

use crate::world::{World, call, keyed, refused};

/// After so many changes a writer turns to a new project, or its permits and labels would meet the limits.
const CHANGES: usize = 40;

/// One writer, who works on one project at a time.
pub(super) struct Writer {
    world: Arc<World>,
    random: Random,
    project: Option<(ProjectId, StepId)>,
    changes: usize,
    projects: Vec<ProjectId>,
}

impl Writer {
    pub(super) fn new(world: Arc<World>, random: Random) -> Self {
        Self { world, random, project: None, changes: 0, projects: Vec::new() }
    }

    /// The projects it has registered.
    pub(super) fn into_projects(self) -> Vec<ProjectId> {
        self.projects
    }

    /// Sends one command.
    ///
    /// # Panics
    /// When it was not done, unless by the rule that it was sent to meet.
    pub(super) async fn write(&mut self) {
        self.changes += 1;
        let Some((project, step)) = self.project.filter(|_| !self.changes.is_multiple_of(CHANGES)) else {
            let (project, step) = self.world.register("众人同写的项目").await;
            self.project = Some((project, step));
            self.projects.push(project);
            return;
        };
        let (world, number) = (&self.world, self.changes);
        let by = call(world.office.manager, "write");
        let (outcome, expected) = match self.random.below(10) {
            0..4 => (world.label(by, project, &format!("标签{number}")).await, None),
            4..6 => (world.add_permit(by, project, &format!("手续{number}"), None).await, None),
            6 => {
                // Sent twice, as by a client that had no answer to its first attempt.
                let by = keyed(by, &format!("{project}-{number}"), "label");
                let first = world.label(by.clone(), project, &format!("标签{number}")).await;
                let again = world.label(by, project, &format!("标签{number}")).await;
                assert_eq!(first.as_ref().ok(), again.as_ref().ok());
                (first, None)
            }
            7..9 => {
                let officers = [world.office.specialist, world.office.colleague];
                let stage = world.app.heads(&[project]).await.unwrap()[&project].stage;
                // Beyond the first stage its step is closed.
                let closed = (stage != Stage::Lead).then_some(Rule::StepClosed);
                (world.assign(by, project, step, officers[number % 2]).await, closed)
            }
            _ => {
                let stage = world.app.heads(&[project]).await.unwrap()[&project].stage;
                let shut = (stage != Stage::Lead).then_some(Rule::GateNoAgreement);
                let visit = world.visit(None);
                let command = Command::Advance { to: None, visit, with_gaps: false };
                (world.app.execute(by, project, command).await, shut)
            }
        };
        assert_eq!(refused(&outcome), expected);
    }
}
