//! What became of a project in a race, read from its history.

use std::collections::HashMap;

use luodi_domain::access::ProjectFacts;
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, OfficerId, ProjectId};
use luodi_domain::project::Project;

use super::ground::Ground;
use crate::world::World;

/// What became of a project since the race began.
pub(super) struct Course {
    /// As it was.
    pub(super) before: Project,
    /// As it is.
    pub(super) after: Project,
    /// Each command since, and whether the leaver held something when it was done.
    pub(super) commands: Vec<(CommandId, bool)>,
    /// The command that moved what the leaver had here to his heir.
    pub(super) handed_over: Option<CommandId>,
}

/// Whether the officer has anything to do in a project.
pub(super) fn holds(project: &Project, officer: OfficerId) -> bool {
    ProjectFacts::of(project, project.stage, Vec::new()).holders.contains(&officer)
}

impl Course {
    /// Those of all projects that were there before.
    pub(super) async fn since(world: &World, ground: &Ground, before: Vec<Project>) -> Vec<Self> {
        let ids: Vec<ProjectId> = before.iter().map(|project| project.id).collect();
        let mut entries = world.app.history_pages(&ids, 0, 1_000).await.unwrap();
        let mut courses = Vec::new();
        for before in before {
            let mut commands = HashMap::new();
            let (mut order, mut handed_over) = (Vec::new(), None);
            let mut entries = entries.remove(&before.id).unwrap();
            entries.sort_by_key(|entry| entry.envelope.sequence);
            let mut entries = entries.into_iter();
            let mut after = Project::born(before.id, entries.next().unwrap().event).unwrap();
            for entry in entries {
                let command = entry.envelope.origin.command_id;
                if let Event::HandedOver(handed) = &entry.event
                    && (handed.from, handed.to) == (ground.leaver, ground.heir)
                {
                    assert_eq!(handed_over.replace(command), None, "moved twice in {}", before.id);
                }
                after.apply(entry.event).unwrap();
                let since = after.version > before.version;
                if since && commands.insert(command, holds(&after, ground.leaver)).is_none() {
                    order.push(command);
                }
            }
            let commands = order.into_iter().map(|command| (command, commands[&command])).collect();
            courses.push(Self { before, after, commands, handed_over });
        }
        courses
    }

    /// No step is lost, and whoever received one first is on record.
    pub(super) fn assert_steps_kept(&self) {
        for (id, step) in &self.before.steps {
            let now = self.after.steps.get(id).unwrap_or_else(|| panic!("step {id} is lost"));
            assert_eq!((now.kind, now.first_receiver), (step.kind, step.first_receiver), "step {id}");
        }
    }
}
