//! A project with a history that holds every private text there can be.

use luodi_domain::case::{CaseEventKind, EventSource};
use luodi_domain::command::{
    AddPermit, Command, NamedPhase, NewContact, NewEvidence, NewVisit, OpenCase, RecordCaseEvent,
    RecordMilestone, RecordParty, Register,
};
use luodi_domain::context::Facts;
use luodi_domain::decide::{decide, register};
use luodi_domain::event::Event;
use luodi_domain::ids::{CaseEventId, CaseId, CommandId, MilestoneId, PartyId, PermitId, ProjectId, StepId};
use luodi_domain::milestone::{EvidenceKind, MilestoneKind};
use luodi_domain::party::PartyRole;
use luodi_domain::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::private::Private;
use luodi_domain::project::Project;
use luodi_domain::stage::Stage;
use luodi_domain::step::Turn;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::db::{Db, StoreError, Tx};
use crate::fixture::{SISI, WANG, all_facts, context, day, id, now, plain_profile, write};
use crate::history::{AppendBatch, Finding, Head, Origin, append, verify};
use crate::{outbox, projects};

/// Where an event came from, in these tests.
pub(super) fn origin(n: u128, command: &str) -> Origin {
    Origin {
        command_id: id(CommandId::from_uuid, n),
        command: command.to_owned(),
        actor: Some(WANG),
        deputy: None,
        authority: None,
        as_recorder: false,
        recorded_at: now(),
        reason: Some(Private::new("张三来电")),
    }
}

/// An event that any history may hold.
pub(super) fn resumed() -> Event {
    Event::Resumed { on: day("2024-03-01") }
}

/// Leaves word of what was appended, as every command does.
async fn tell(tx: &mut Tx<'_>, batch: &AppendBatch<'_>, head: &Head) -> Result<(), StoreError> {
    let AppendBatch { project, first_sequence, origin, .. } = *batch;
    let (command, first, last) = (origin.command_id, first_sequence, head.sequence);
    outbox::insert(tx, &outbox::Entry { command, project, first, last, recorded_at: head.recorded_at }).await
}

/// Appends without touching the current rows.
pub(super) async fn append_events(
    db: &Db,
    project: ProjectId,
    first_sequence: i64,
    events: Vec<Event>,
    origin: Origin,
) -> Result<Head, StoreError> {
    write(db, move |tx| {
        let (events, origin) = (events.clone(), origin.clone());
        Box::pin(async move {
            let mut rng = StdRng::seed_from_u64(7);
            let occurred_on = day("2024-03-01");
            let batch =
                AppendBatch { project, first_sequence, events: &events, occurred_on, origin: &origin };
            let head = append(tx, &batch, &mut rng).await?;
            tell(tx, &batch, &head).await?;
            Ok(head)
        })
    })
    .await
}

/// A project under way. Its number keeps its ids apart from those of others.
pub(super) struct Story<'a> {
    db: &'a Db,
    facts: Facts,
    n: u128,
    commands: u128,
    pub(super) project: Project,
    /// Every event so far.
    pub(super) events: Vec<Event>,
}

impl<'a> Story<'a> {
    /// The project, registered: rows 1 and 2.
    pub(super) async fn begin(db: &'a Db, n: u128) -> Self {
        Self::register(db, n, None).await
    }

    /// Two phases of it, in their place, numbered so.
    pub(super) async fn split(&mut self, numbers: [u128; 2]) -> [Self; 2] {
        let phase = |n| NamedPhase { id: id(ProjectId::from_uuid, n * 100), name: format!("{n}期") };
        self.does(Command::Split { phases: numbers.map(phase).into() }).await;
        let umbrella = Some(self.project.id);
        [
            Self::register(self.db, numbers[0], umbrella).await,
            Self::register(self.db, numbers[1], umbrella).await,
        ]
    }

    async fn register(db: &'a Db, n: u128, phase_of: Option<ProjectId>) -> Self {
        let facts = all_facts(db).await;
        let n = n * 100;
        let command = Register {
            id: id(ProjectId::from_uuid, n),
            profile: plain_profile("张三的项目"),
            phase_of,
            stage: Stage::Lead,
            visit: NewVisit { step: id(StepId::from_uuid, n), responsible: Some(WANG), due_on: None },
        };
        let events = register(&command, &context(&facts, "2024-01-02")).unwrap().events;
        let project = Project::fold(command.id, events.iter().cloned()).unwrap();
        let mut story = Self { db, facts, n, commands: n, project, events: Vec::new() };
        story.store(None, "REGISTER", events).await;
        story
    }

    /// The whole of it: eleven rows.
    pub(super) async fn whole(db: &'a Db, n: u128) -> Self {
        let mut story = Self::begin(db, n).await;
        story.does(story.party("13800000000")).await;
        story.does(story.permit(1)).await;
        story.does(story.case()).await;
        story.does(story.case_event()).await;
        story.does(story.milestone()).await;
        story.does(story.permit(2)).await;
        story.does(Command::RuleOutPermit(id(PermitId::from_uuid, story.n + 2))).await;
        story.does(story.party("13900000000")).await;
        assert_eq!(story.project.version, 11);
        story
    }

    /// Carries out a command and stores what it did.
    pub(super) async fn does(&mut self, command: Command) {
        let decided = decide(&self.project, &command, &context(&self.facts, "2024-03-01"));
        let events = decided.unwrap().events;
        let before = self.project.clone();
        for event in events.clone() {
            self.project.apply(event).unwrap();
        }
        self.store(Some(before), command.name(), events).await;
    }

    async fn store(&mut self, before: Option<Project>, command: &str, events: Vec<Event>) {
        let (after, origin) = (self.project.clone(), origin(self.commands, command));
        self.commands += 1;
        self.events.extend(events.iter().cloned());
        write(self.db, move |tx| {
            let (before, after) = (before.clone(), after.clone());
            let (events, origin) = (events.clone(), origin.clone());
            Box::pin(async move {
                projects::save(tx, before.as_ref(), &after, now()).await?;
                let first_sequence = before.map_or(1, |before| before.version + 1);
                let mut rng = StdRng::seed_from_u64(u64::try_from(first_sequence).unwrap());
                let (project, occurred_on) = (after.id, day("2024-03-01"));
                let batch =
                    AppendBatch { project, first_sequence, events: &events, occurred_on, origin: &origin };
                let head = append(tx, &batch, &mut rng).await?;
                assert_eq!(head.sequence, after.version);
                tell(tx, &batch, &head).await
            })
        })
        .await
        .unwrap();
    }

    /// The signatory, whom one reaches through 张三.
    pub(super) fn party(&self, phone: &str) -> Command {
        Command::RecordParty(RecordParty {
            id: id(PartyId::from_uuid, self.n),
            enterprise: SISI,
            role: PartyRole::Signatory,
            since: day("2024-02-01"),
            contact: Some(NewContact { name: "张三".to_owned(), phone: Some(phone.to_owned()) }),
        })
    }

    pub(super) fn permit(&self, nth: u128) -> Command {
        Command::AddPermit(AddPermit {
            id: id(PermitId::from_uuid, self.n + nth),
            step: id(StepId::from_uuid, self.n + nth),
            item: PermitItem::Named(format!("手续{nth}")),
            level: Level::City,
            phase: Phase::BeforeStart,
            part: None,
            agency: None,
            preparation: Preparation {
                kind: PreparationKind::Preparing,
                turn: Turn::Office,
                agreed_on: None,
            },
            responsible: None,
            due_on: None,
        })
    }

    fn case(&self) -> Command {
        Command::OpenCase(OpenCase {
            id: id(CaseId::from_uuid, self.n),
            permit: id(PermitId::from_uuid, self.n + 1),
            number: None,
            agency: None,
            first_leg_due: None,
            handler: Some(NewContact { name: "李四".to_owned(), phone: Some("0951-100".to_owned()) }),
        })
    }

    fn case_event(&self) -> Command {
        Command::RecordCaseEvent(RecordCaseEvent {
            id: id(CaseEventId::from_uuid, self.n),
            case: id(CaseId::from_uuid, self.n),
            kind: CaseEventKind::Submitted,
            occurred_at: Some("09:30:00".parse().unwrap()),
            source: EventSource::Officer,
            handover: None,
            document: None,
            extension: None,
            cure_by: None,
            opinion: Some("请联系张三".to_owned()),
        })
    }

    fn milestone(&self) -> Command {
        let proof = |reference: &str, note: Option<&str>| NewEvidence {
            kind: EvidenceKind::Photo,
            reference: reference.to_owned(),
            note: note.map(str::to_owned),
        };
        Command::RecordMilestone(RecordMilestone {
            id: id(MilestoneId::from_uuid, self.n),
            kind: MilestoneKind::LandSupplied,
            works: None,
            evidence: vec![proof("1.jpg", None), proof("2.jpg", Some("百分之100_张三在场"))],
        })
    }

    /// What a check of the whole project finds, without the project's name and with ids cut short.
    pub(super) async fn findings(&self) -> Vec<String> {
        let mut conn = self.db.snapshot().await.unwrap();
        let current = projects::load_one(&mut conn, self.project.id).await.unwrap();
        let verified = verify(&mut conn, self.project.id, current.as_ref()).await.unwrap();
        verified.findings.iter().map(|finding| self.shown(finding)).collect()
    }

    fn shown(&self, finding: &Finding) -> String {
        let shown = finding.to_string();
        let rest = shown.strip_prefix(&self.project.id.to_string()).expect("a finding names its project");
        let short = |word: &str| match word.split_once("_0000") {
            Some((prefix, _)) => format!("{prefix}_…"),
            None => word.to_owned(),
        };
        rest.trim_start_matches(':').split_whitespace().map(short).collect::<Vec<_>>().join(" ")
    }
}
