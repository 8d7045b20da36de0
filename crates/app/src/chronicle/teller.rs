//! Deciding what happened to a project, command by command, without a database.

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::actor::{Actor, Authority};
use luodi_domain::command::{Command, NamedPhase, Register};
use luodi_domain::context::{Circumstances, Context, Facts};
use luodi_domain::decide::{self, Decision};
use luodi_domain::event::Event;
use luodi_domain::ids::{CommandId, OfficerId};
use luodi_domain::project::Project;
use luodi_store::history::Origin;

use crate::projects::{NewPhase, Split, registration};
use crate::{AppError, shanghai_day};

/// The circumstances of a command that is told.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The command's id; one command on several projects has the same in each.
    pub command: CommandId,
    /// Who gave it; nobody when the service itself did.
    pub actor: Option<OfficerId>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The day it happened.
    pub occurred_on: NaiveDate,
    /// Why.
    pub reason: Option<String>,
    /// On whose authority.
    pub authority: Option<Authority>,
}

/// What one command did.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) origin: Origin,
    pub(super) occurred_on: NaiveDate,
    pub(super) first_sequence: i64,
    pub(super) events: Vec<Event>,
}

/// One project and everything that happened to it, as decided.
#[derive(Debug, Clone)]
pub struct Story {
    pub(super) born: Project,
    pub(super) project: Project,
    pub(super) told: Vec<Told>,
}

impl Story {
    /// The project as it is by now.
    pub const fn project(&self) -> &Project {
        &self.project
    }

    /// When its last command was recorded.
    pub fn last_recorded_at(&self) -> Option<DateTime<Utc>> {
        self.told.last().map(|told| told.origin.recorded_at)
    }
}

/// Decides commands over a registry, as the use cases would.
#[derive(Debug)]
pub struct Teller {
    /// One context for all commands: the facts are many, and copying them took longer than deciding.
    context: Context,
}

impl Teller {
    /// A teller who knows these facts.
    pub const fn new(facts: Facts) -> Self {
        let (today, actor) = (NaiveDate::MIN, Actor::System);
        Self {
            context: Context {
                today,
                actor,
                recorder: None,
                deputy: None,
                occurred_on: today,
                reason: None,
                authority: None,
                facts,
            },
        }
    }

    /// Says whether an officer is in service at the time that is told of.
    pub fn in_service(&mut self, officer: OfficerId, active: bool) {
        if let Some(facts) = self.context.facts.officers.get_mut(&officer) {
            facts.active = active;
        }
    }

    /// Registers a project.
    pub fn register(&mut self, moment: &Moment, command: &Register) -> Result<Story, AppError> {
        self.set(moment)?;
        begin(moment, "REGISTER", command, &self.context)
    }

    /// Carries out a command. What is recorded never lies before what was recorded last.
    pub fn tell(&mut self, story: &mut Story, moment: &Moment, command: &Command) -> Result<(), AppError> {
        self.tell_as(story, moment, command, command.name())
    }

    fn tell_as(
        &mut self,
        story: &mut Story,
        moment: &Moment,
        command: &Command,
        name: &'static str,
    ) -> Result<(), AppError> {
        let last = story.last_recorded_at().unwrap_or(moment.recorded_at);
        let moment = Moment { recorded_at: moment.recorded_at.max(last), ..moment.clone() };
        self.set(&moment)?;
        let decision = decide::decide(&story.project, command, &self.context)?;
        if decision.events.is_empty() {
            return Ok(());
        }
        let first_sequence = story.project.version + 1;
        for event in decision.events.iter().cloned() {
            story.project.apply(event)?;
        }
        story.told.push(told(&moment, name, first_sequence, decision));
        Ok(())
    }

    /// Splits a project into phases, which become stories of their own.
    pub fn split(
        &mut self,
        umbrella: &mut Story,
        moment: &Moment,
        split: &Split,
    ) -> Result<Vec<Story>, AppError> {
        let registrations: Vec<Register> =
            split.phases.iter().map(|phase| registration(&umbrella.project, phase)).collect();
        let named = |phase: &NewPhase| NamedPhase { id: phase.id, name: phase.name.clone() };
        let command = Command::Split { phases: split.phases.iter().map(named).collect() };
        self.tell_as(umbrella, moment, &command, "SPLIT")?;
        let phase = |registration: &Register| begin(moment, "SPLIT", registration, &self.context);
        registrations.iter().map(phase).collect()
    }

    /// Hands over what an officer holds in a project; who holds nothing has nothing to hand over.
    pub fn hand_over(
        &mut self,
        story: &mut Story,
        moment: &Moment,
        from: OfficerId,
        to: OfficerId,
    ) -> Result<(), AppError> {
        self.set(moment)?;
        decide::may_hand_over(to, &self.context)?;
        self.tell(story, moment, &Command::HandOver { from, to })
    }

    fn set(&mut self, moment: &Moment) -> Result<(), AppError> {
        let context = &mut self.context;
        context.actor = match moment.actor {
            None => Actor::System,
            Some(officer) => match context.facts.officers.get(&officer) {
                Some(facts) => Actor::Officer(facts.clone()),
                None => return Err(AppError::not_found("actor", &officer)),
            },
        };
        context.today = shanghai_day(moment.recorded_at);
        context.occurred_on = moment.occurred_on;
        context.reason.clone_from(&moment.reason);
        context.authority.clone_from(&moment.authority);
        Ok(())
    }
}

/// A story with its first command.
fn begin(
    moment: &Moment,
    name: &'static str,
    command: &Register,
    context: &Context,
) -> Result<Story, AppError> {
    let decision = decide::register(command, context)?;
    let project = Project::fold(command.id, decision.events.iter().cloned())?;
    Ok(Story { born: project.clone(), project, told: vec![told(moment, name, 1, decision)] })
}

fn told(moment: &Moment, command: &'static str, first_sequence: i64, decision: Decision) -> Told {
    let Decision { events, circumstances } = decision;
    let Circumstances { occurred_on, reason, authority } = circumstances;
    let origin = Origin {
        command_id: moment.command,
        command: command.to_owned(),
        actor: moment.actor,
        deputy: None,
        as_recorder: false,
        authority,
        recorded_at: moment.recorded_at,
        reason,
    };
    Told { origin, occurred_on, first_sequence, events }
}
