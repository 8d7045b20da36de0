//! What every command on projects does inside its transaction.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::actor::{Actor, OfficerFacts, PostRole};
use luodi_domain::command::FOLLOW_COVER;
use luodi_domain::context::{Circumstances, Context, Facts, References};
use luodi_domain::decide::Decision;
use luodi_domain::ids::{CommandId, OfficerId, ProjectId};
use luodi_domain::project::Project;
use luodi_domain::refusal::{Fact, Refusal, Rule};
use luodi_domain::step::{CloseReason, HelperRole, Step as ProjectStep, StepKind};
use luodi_store::db::{Conn, Tx};
use luodi_store::history::{self, AppendBatch, Origin};
use luodi_store::outbox::{self, Entry};
use luodi_store::{absences, facts, projects, recorders};
use rand::rngs::StdRng;

use crate::outlook::Planner;
use crate::{AppError, Call};

/// One command under way: who, when, under which id.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) call: Call,
    pub(crate) command: &'static str,
    pub(crate) command_id: CommandId,
    pub(crate) today: NaiveDate,
    /// By the business clock.
    pub(crate) now: DateTime<Utc>,
    /// By the system clock, by which kept answers grow old.
    pub(crate) asked_at: DateTime<Utc>,
    /// Who works out what the plan of each project written comes to.
    pub(crate) planner: Planner,
}

impl Step {
    /// The context for a decision, with the facts about everything named, held until the transaction ends.
    pub(crate) async fn context(&self, tx: &mut Tx<'_>, named: References) -> Result<Context, AppError> {
        let facts = facts::load_held(tx, &self.naming(named)).await?;
        self.stands_in(tx).await?;
        self.given(tx, facts).await
    }

    /// The context for a decision about who asks and who is named, who stay in service until the transaction ends.
    pub(crate) async fn asking(&self, tx: &mut Tx<'_>, named: References) -> Result<Context, AppError> {
        // What one does for another ends under a lock of the two, which the one below would not wait for.
        if self.call.is_for_another() {
            return self.context(tx, named).await;
        }
        let facts = facts::load_serving(tx, &self.naming(named)).await?;
        self.stands_in(tx).await?;
        self.given(tx, facts).await
    }

    /// The context for a decision that is not written, with the facts as this connection sees them.
    pub(crate) async fn supposing(
        &self,
        conn: &mut Conn<'_>,
        named: References,
    ) -> Result<Context, AppError> {
        let facts = facts::load(conn, &self.naming(named)).await?;
        self.stands_in(conn).await?;
        self.given(conn, facts).await
    }

    /// The context for a decision about nothing but who asks, with the facts as this connection sees them.
    pub(crate) async fn glance(&self, conn: &mut Conn<'_>) -> Result<Context, AppError> {
        self.supposing(conn, References::default()).await
    }

    /// Refuses a deputy whose time is over, or who left: both were so when he was let in, and are held by now.
    async fn stands_in(&self, conn: &mut Conn<'_>) -> Result<(), AppError> {
        let Some((officer, deputy)) = self.call.officer.zip(self.call.deputy) else { return Ok(()) };
        match absences::standing_in(conn, officer, deputy, self.today).await? {
            Some(_) => Ok(()),
            None => Err(Refusal::new(Rule::NotOnBehalf).into()),
        }
    }

    /// Refuses a deputy and a recorder: what rights others have is nobody's to say for another.
    pub(crate) fn in_person(&self) -> Result<(), Refusal> {
        if self.call.is_for_another() { Err(Refusal::new(Rule::NotOnBehalf)) } else { Ok(()) }
    }

    /// What is named, with who asks, for whom and on whose authority.
    fn naming(&self, mut named: References) -> References {
        named.officers.extend(self.call.officer);
        named.officers.extend(self.call.deputy);
        named.officers.extend(self.call.authority.as_ref().map(|authority| authority.officer));
        named
    }

    async fn given(&self, conn: &mut Conn<'_>, facts: Facts) -> Result<Context, AppError> {
        let (actor, recorder) = match self.call.officer {
            None => (Actor::System, None),
            Some(officer) => match facts.officers.get(&officer) {
                None => return Err(AppError::not_found("actor", &officer)),
                Some(caller) if self.call.as_recorder => {
                    let leader = self.recorded_for(conn, caller, &facts).await?;
                    (Actor::Officer(leader), Some(caller.clone()))
                }
                Some(caller) => (Actor::Officer(caller.clone()), None),
            },
        };
        Ok(Context {
            today: self.today,
            actor,
            recorder,
            deputy: self.call.deputy,
            occurred_on: self.call.occurred_on.unwrap_or(self.today),
            reason: self.call.reason.clone(),
            authority: self.call.authority.clone(),
            facts,
        })
    }

    /// The leader whose decision the caller records. A deputy records for nobody: rights pass once. Whoever is no recorder
    /// of his is refused, whatever there is of that officer.
    async fn recorded_for(
        &self,
        conn: &mut Conn<'_>,
        caller: &OfficerFacts,
        facts: &Facts,
    ) -> Result<OfficerFacts, AppError> {
        let named = self.call.authority.as_ref().filter(|_| self.call.deputy.is_none());
        let leader = named.and_then(|authority| facts.officers.get(&authority.officer));
        let fits = |leader: &&OfficerFacts| {
            let roles = leader.role == PostRole::Leader && caller.role.records_for_leaders();
            roles && leader.serves() && caller.serves()
        };
        match leader.filter(fits) {
            Some(leader) if recorders::records(conn, leader.id, caller.id).await? => Ok(leader.clone()),
            _ => Err(not_recorder().into()),
        }
    }

    /// The same command, where it does not matter which version of a project it meets.
    pub(super) fn of_no_version(&self) -> Self {
        Self { call: Call { expected_version: None, ..self.call.clone() }, ..self.clone() }
    }

    /// The same command where it is only followed: what was said of it was said of another project.
    pub(super) fn following(&self) -> Self {
        let call = Call {
            expected_version: None,
            reason: None,
            authority: None,
            as_recorder: false,
            ..self.call.clone()
        };
        Self { call, command: FOLLOW_COVER, ..self.clone() }
    }

    /// Loads a project and holds it until the transaction ends. Nothing of it may be told before it was
    /// [admitted](Self::admit).
    pub(super) async fn hold(&self, tx: &mut Tx<'_>, id: ProjectId) -> Result<Project, AppError> {
        projects::lock(tx, id).await?;
        projects::load_one(tx, id).await?.ok_or_else(|| AppError::not_found("projectId", &id))
    }

    /// What all events of the command have in common.
    fn origin(&self, circumstances: Circumstances) -> Origin {
        let Circumstances { occurred_on: _, reason, authority } = circumstances;
        Origin {
            command_id: self.command_id,
            command: self.command.to_owned(),
            actor: self.call.officer,
            deputy: self.call.deputy,
            authority,
            as_recorder: self.call.as_recorder,
            recorded_at: self.now,
            reason,
        }
    }

    /// Writes what was decided: rows, history and outbox. Nothing decided means nothing written.
    pub(super) async fn commit(
        &self,
        tx: &mut Tx<'_>,
        before: Option<&Project>,
        id: ProjectId,
        decision: Decision,
        rng: &mut StdRng,
    ) -> Result<i64, AppError> {
        let Decision { events, circumstances } = decision;
        if events.is_empty() {
            return Ok(before.map_or(0, |project| project.version));
        }
        let after = match before {
            Some(before) => {
                let mut after = before.clone();
                for event in events.iter().cloned() {
                    after.apply(event)?;
                }
                after
            }
            None => Project::fold(id, events.iter().cloned())?,
        };
        // The history points at the project, so a new one comes first; one that is there is dated as its history is.
        if before.is_none() {
            projects::save(tx, before, &after, self.now).await?;
        }
        let first_sequence = before.map_or(0, |project| project.version) + 1;
        let occurred_on = circumstances.occurred_on;
        let origin = self.origin(circumstances);
        let batch =
            AppendBatch { project: id, first_sequence, events: &events, occurred_on, origin: &origin };
        let head = history::append(tx, &batch, rng).await?;
        if before.is_some() {
            projects::save(tx, before, &after, head.recorded_at).await?;
        }
        self.planner.keep(tx, &after).await?;
        let (first, last) = (first_sequence, after.version);
        outbox::insert(
            tx,
            &Entry { command: self.command_id, project: id, first, last, recorded_at: head.recorded_at },
        )
        .await?;
        Ok(after.version)
    }
}

/// Everything a project names whose facts a decision may need.
pub(crate) fn named_by(project: &Project) -> References {
    let profile = &project.profile;
    let steps = || project.steps.values().filter(|step| may_be_open(step));
    let mut officers: BTreeSet<OfficerId> = steps().map(|step| step.responsible).collect();
    officers.extend(HelperRole::ALL.iter().flat_map(|role| steps().flat_map(|step| step.helping(*role))));
    officers.extend(profile.landing_specialist);
    officers.extend(profile.leader_in_charge);
    let mut agencies: BTreeSet<_> = profile.credits.values().map(|credit| credit.agency).collect();
    agencies.extend(profile.originating_agency);
    References {
        officers,
        agencies,
        enterprises: BTreeSet::new(),
        files: BTreeSet::new(),
        regions: profile.place.regions().collect(),
    }
}

/// Of closed steps those can open again that a withdrawal closed, and those of permits that may be lost.
fn may_be_open(step: &ProjectStep) -> bool {
    step.closed.is_none_or(|closing| match closing.reason {
        CloseReason::Withdrawn => true,
        CloseReason::Done => matches!(step.kind, StepKind::Permit(_)),
        CloseReason::Returned | CloseReason::RuledOut | CloseReason::Split => false,
    })
}

/// Both sets of names.
pub(super) fn joined(mut one: References, other: References) -> References {
    one.officers.extend(other.officers);
    one.agencies.extend(other.agencies);
    one.enterprises.extend(other.enterprises);
    one.regions.extend(other.regions);
    one.files.extend(other.files);
    one
}

/// Refuses whoever is no recorder of the officer on whose authority he would record.
pub(crate) fn not_recorder() -> Refusal {
    Refusal::new(Rule::NotRecorder).at("officerId").under("authority")
}

pub(crate) fn version_conflict(expected: i64, found: i64) -> Refusal {
    Refusal::new(Rule::VersionConflict)
        .at("expectedVersion")
        .with("expected", Fact::Number(expected))
        .with("found", Fact::Number(found))
}
