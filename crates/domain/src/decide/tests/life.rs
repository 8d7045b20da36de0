//! The life of one project in a test: who asks what on which day, and what comes of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::commands::*;
use super::fixture::*;
use crate::actor::{Actor, Authority, Instrument};
use crate::case::{CaseEventKind as E, EventSource};
use crate::command::{Command, RecordCaseEvent, Register};
use crate::context::{Context, Facts};
use crate::decide::{decide, register};
use crate::event::Event;
use crate::ids::{OfficerId, ProjectId};
use crate::milestone::{MilestoneKind, Works};
use crate::permit::Phase;
use crate::private::Private;
use crate::profile::{Place, Profile};
use crate::project::Project;
use crate::refusal::Refusal;
use crate::stage::{Stage, Track};

/// Who asks, when it happened, why, and on whose authority.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) by: OfficerId,
    pub(super) on: NaiveDate,
    pub(super) today: NaiveDate,
    pub(super) reason: Option<&'static str>,
    pub(super) authority: Option<OfficerId>,
}

/// The county's manager on that day, with a reason and the county leader's word: whatever is refused now is refused by
/// the project, not by the circumstances.
pub(super) fn on(date: &str) -> Ask {
    Ask {
        by: MANAGER,
        on: day(date),
        today: day(TODAY),
        reason: Some("经研究"),
        authority: Some(COUNTY_LEADER),
    }
}

impl Ask {
    pub(super) fn by(self, officer: OfficerId) -> Self {
        Self { by: officer, ..self }
    }

    pub(super) fn without_reason(self) -> Self {
        Self { reason: None, ..self }
    }

    pub(super) fn with_authority(self, officer: impl Into<Option<OfficerId>>) -> Self {
        Self { authority: officer.into(), ..self }
    }

    /// What a system sent comes through its own account, whoever else would ask by default.
    fn through(self, command: &Command) -> Self {
        match command {
            Command::RecordCaseEvent(RecordCaseEvent { source: EventSource::System { .. }, .. })
                if self.by == MANAGER =>
            {
                self.by(INTEGRATION)
            }
            _ => self,
        }
    }

    pub(super) fn context(&self, facts: &Facts) -> Context {
        let authority = self.authority.map(|officer| Authority {
            officer,
            instrument: Instrument::Instruction,
            number: Some(Private::new("批〔2025〕3号")),
            on: self.on.min(self.today),
        });
        Context {
            today: self.today,
            actor: Actor::Officer(facts.officers[&self.by].clone()),
            recorder: None,
            deputy: None,
            occurred_on: self.on,
            reason: self.reason.map(str::to_owned),
            authority,
            facts: facts.clone(),
        }
    }
}

pub(super) fn profile(track: Track) -> Profile {
    Profile {
        name: "某食品产业园项目".into(),
        other_names: BTreeMap::new(),
        track,
        codes: BTreeMap::new(),
        industry: None,
        chain: None,
        place: Place { province: Some(PROVINCE), city: Some(CITY), county: Some(COUNTY), park: Some(PARK) },
        originating_agency: Some(COUNTY_OFFICE),
        landing_specialist: Some(SPECIALIST),
        leader_in_charge: Some(COUNTY_LEADER),
        credits: BTreeMap::new(),
        labels: BTreeSet::new(),
        agreed_investment: None,
        planned_start: None,
        planned_production: None,
        attributes: BTreeMap::new(),
        presumed: [].into(),
    }
}

pub(super) fn registration(track: Track, stage: Stage) -> Register {
    Register {
        id: ProjectId::from_uuid(uuid(1)),
        profile: profile(track),
        phase_of: None,
        stage,
        visit: visit(1),
    }
}

/// A project, everything that happened to it, and the world around it.
#[derive(Debug, Clone)]
pub(super) struct Life {
    pub(super) project: Project,
    pub(super) history: Vec<Event>,
    pub(super) facts: Facts,
}

/// A project in its first stage since 2025-01-02.
pub(super) fn registered(track: Track) -> Life {
    Life::begin(&registration(track, Stage::Lead), &on("2025-01-02")).unwrap()
}

/// A new building in the stage, with just the facts that brought it there: permit 1 (before the start) with case 1.
///
/// NEGOTIATION since 01-10, SIGNED since 02-01, PERMITTING since 03-01, STARTED since 04-15, PRODUCING since 06-01.
pub(super) fn new_build_at(stage: Stage) -> Life {
    project_at(Track::NewBuild, stage)
}

pub(super) fn project_at(track: Track, stage: Stage) -> Life {
    let mut life = registered(track);
    while life.project.stage < stage {
        let next = track.next(life.project.stage).unwrap();
        life.prepare(next);
        let entered = match next {
            Stage::Lead => "2025-01-02",
            Stage::Negotiation => "2025-01-10",
            Stage::Signed => "2025-02-01",
            Stage::Permitting => "2025-03-01",
            Stage::Started => "2025-04-15",
            Stage::Producing => "2025-06-01",
        };
        life.does(&advance(next as u128 + 1), &on(entered));
    }
    life
}

impl Life {
    pub(super) fn begin(command: &Register, ask: &Ask) -> Result<Self, Refusal> {
        let facts = world();
        let history = register(command, &ask.context(&facts))?.events;
        let project = Project::fold(command.id, history.clone()).unwrap();
        Ok(Self { project, history, facts })
    }

    /// Does what is asked, or refuses and stays as it is.
    pub(super) fn tries(&mut self, command: &Command, ask: &Ask) -> Result<Vec<Event>, Refusal> {
        let context = ask.clone().through(command).context(&self.facts);
        let events = decide(&self.project, command, &context)?.events;
        for event in &events {
            self.project.apply(event.clone()).unwrap();
        }
        self.history.extend(events.iter().cloned());
        Ok(events)
    }

    /// Does what is asked, which must be possible.
    pub(super) fn does(&mut self, command: &Command, ask: &Ask) {
        if let Err(refusal) = self.tries(command, ask) {
            panic!("{} on {} was refused: {refusal}", command.name(), ask.on);
        }
    }

    /// What a refusal says, or `ok`.
    pub(super) fn answer(&mut self, command: &Command, ask: &Ask) -> String {
        self.tries(command, ask).map_or_else(|refusal| refusal.to_string(), |_| "ok".into())
    }

    pub(super) fn is_in_service(&mut self, officer: OfficerId, active: bool) {
        self.facts.officers.get_mut(&officer).unwrap().active = active;
    }

    /// Makes true what the gate before a stage asks for.
    pub(super) fn prepare(&mut self, stage: Stage) {
        match stage {
            Stage::Lead | Stage::Negotiation => {}
            Stage::Signed => self.does(&contract(1, day("2025-02-01")), &on("2025-02-01")),
            Stage::Permitting => self.does(&add_permit(1, Phase::BeforeStart), &on("2025-02-20")),
            Stage::Started => {
                self.is_granted_permit_1();
                self.does(&start(Works::Foundation), &on("2025-04-10"));
            }
            Stage::Producing => {
                if self.project.permits.get(&permit_id(1)).is_some_and(|permit| !permit.is_settled()) {
                    self.is_granted_permit_1();
                }
                self.does(&reach(MilestoneKind::Producing), &on("2025-06-01"));
            }
        }
    }

    fn is_granted_permit_1(&mut self) {
        self.does(&open_case(1, 1), &on("2025-03-05"));
        self.does(&record(1, 1, E::Accepted), &on("2025-03-10"));
        self.does(&record(2, 1, E::Approved), &on("2025-04-01"));
    }
}
