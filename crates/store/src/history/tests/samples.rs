//! One event of every kind, as it is stored.
//!
//! These texts are in the databases of every installation: a change here is a change of the stored format, and asks for
//! a new version of the event and a step up from the old one.

use chrono::NaiveDate;
use luodi_domain::agreement::{Agreement, AgreementKind};
use luodi_domain::case::{Case, CaseEvent, CaseEventKind, Document, EventSource, Handover, LegKind};
use luodi_domain::codes::ProjectCode;
use luodi_domain::event::{
    Event, GateOutcome, HandedOver, HelperRole, PermitAdded, PermitUpdated, Registered, StageEntered,
};
use luodi_domain::ids::{
    AgencyId, AgreementId, CaseEventId, CaseId, CreditId, EnterpriseId, MilestoneId, OfficerId, PartyId,
    PermitId, ProjectId, RegionId, StepId,
};
use luodi_domain::milestone::{Evidence, EvidenceKind, Milestone, MilestoneKind, Works};
use luodi_domain::money::Money;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::party::{Credit, CreditRole, Party, PartyRole};
use luodi_domain::permit::{Level, Permit, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::private::{Contact, Private};
use luodi_domain::profile::{Attribute, Change, CodeStanding, NameKind, Place, Profile};
use luodi_domain::share::Share;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::PauseGround;
use luodi_domain::step::{CloseReason, Turn};
use uuid::Uuid;

pub(super) const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn zhang_san() -> Contact {
    Contact { name: Private::new("张三"), phone: Some(Private::new("13800000000")) }
}

pub(super) fn profile() -> Profile {
    let credit = Credit {
        id: CreditId::from_uuid(id(8)),
        agency: AgencyId::from_uuid(id(2)),
        role: CreditRole::Originating,
        share: Share::WHOLE,
        since: day("2024-01-01"),
        until: None,
    };
    Profile {
        name: "红果子光伏组件".to_owned(),
        other_names: [("光伏\"一期\"".to_owned(), NameKind::Alias)].into(),
        track: Track::NewBuild,
        codes: [(ProjectCode::parse("2206-640122-04-05-102038").unwrap(), CodeStanding::Present)].into(),
        industry: Some("C3825".to_owned()),
        chain: None,
        place: Place { city: Some(RegionId::from_uuid(id(1))), ..Place::default() },
        originating_agency: Some(AgencyId::from_uuid(id(2))),
        landing_specialist: Some(OfficerId::from_uuid(id(3))),
        leader_in_charge: None,
        credits: [(credit.id, credit)].into(),
        labels: ["重大项目".to_owned()].into(),
        agreed_investment: Some(Money::from_fen(52_000_000_000)),
        planned_start: Some(PartialDate::new(day("2024-05-01"), Precision::Month, "5月底").unwrap()),
        planned_production: None,
        attributes: [
            ("digest".to_owned(), Attribute::Unknown),
            ("land_mu".to_owned(), Attribute::Number("120.5".to_owned())),
            ("new_land".to_owned(), Attribute::Bool(true)),
        ]
        .into(),
    }
}

fn case() -> Case {
    Case {
        id: CaseId::from_uuid(id(10)),
        number: Some("办2024-17".to_owned()),
        agency: Some(AgencyId::from_uuid(id(2))),
        opened_on: day("2024-03-01"),
        first_leg_due: Some(day("2024-03-20")),
        handler: Some(Contact { name: Private::new("李四"), phone: None }),
        events: [].into(),
    }
}

fn case_event() -> CaseEvent {
    CaseEvent {
        id: CaseEventId::from_uuid(id(11)),
        kind: CaseEventKind::HandedOn,
        occurred_on: day("2024-03-02"),
        occurred_at: Some("09:30:00".parse().unwrap()),
        source: EventSource::System { name: "工改".to_owned(), reference: "GG-1".to_owned() },
        handover: Some(Handover {
            leg: LegKind::Decision,
            agency: AgencyId::from_uuid(id(2)),
            due_on: None,
        }),
        document: Some(Document { number: "文〔2024〕3号".to_owned(), valid_until: Some(day("2026-03-01")) }),
        opinion: Some(Private::new("请补正\n附件2")),
        valid: true,
    }
}

/// Every kind of event with its stored data; salts are sixteen times 0x07.
pub(super) fn samples() -> Vec<(Event, &'static str)> {
    let officer = |n| OfficerId::from_uuid(id(n));
    let (step, permit) = (StepId::from_uuid(id(5)), PermitId::from_uuid(id(6)));
    let preparation =
        Preparation { kind: PreparationKind::PreReview, turn: Turn::Enterprise, agreed_on: None };
    vec![
        (Event::Registered(Box::new(Registered { profile: profile(), phase_of: None })), ""),
        (
            Event::ProfileChanged(Box::new(Change::Attribute(
                "new_land".to_owned(),
                Some(Attribute::Text("是".to_owned())),
            ))),
            "",
        ),
        (Event::SplitIntoPhases { phases: vec![ProjectId::from_uuid(id(22)), ProjectId::from_uuid(id(21))] }, ""),
        (
            Event::PartyRecorded(Party {
                id: PartyId::from_uuid(id(7)),
                enterprise: EnterpriseId::from_uuid(id(4)),
                role: PartyRole::Signatory,
                since: day("2024-01-01"),
                until: None,
                contact: Some(zhang_san()),
            }),
            "",
        ),
        (Event::PartyEnded { party: PartyId::from_uuid(id(7)), on: day("2024-06-30") }, ""),
        (
            Event::AgreementRecorded(Agreement {
                id: AgreementId::from_uuid(id(9)),
                kind: AgreementKind::Contract,
                title: None,
                number: Some("贺招〔2024〕1号".to_owned()),
                amount: Some(Money::from_fen(1)),
                signed_on: day("2024-02-01"),
                event: Some("兰洽会".to_owned()),
                supersedes: None,
                ended_on: None,
            }),
            "",
        ),
        (Event::AgreementEnded { agreement: AgreementId::from_uuid(id(9)), on: day("2024-06-30") }, ""),
        (
            Event::MilestoneRecorded(Milestone {
                id: MilestoneId::from_uuid(id(12)),
                kind: MilestoneKind::Started,
                occurred_on: day("2024-04-01"),
                works: Some(Works::DeepPit),
                evidence: vec![
                    Evidence { kind: EvidenceKind::Photo, reference: "1.jpg".to_owned(), note: None },
                    Evidence {
                        kind: EvidenceKind::SiteVisit,
                        reference: "核验1".to_owned(),
                        note: Some(Private::new("王五在场")),
                    },
                ],
            }),
            "",
        ),
        (
            Event::StageEntered(StageEntered {
                stage: Stage::Started,
                from: Some(Stage::Permitting),
                gate: GateOutcome::WithGaps,
                gaps: [permit].into(),
                step,
                responsible: officer(3),
                on: day("2024-04-01"),
                due_on: None,
            }),
            "",
        ),
        (Event::StepClosed { step, on: day("2024-04-01"), reason: CloseReason::Done }, ""),
        (Event::StepReopened { step, responsible: officer(3) }, ""),
        (Event::ResponsibleChanged { step, from: officer(3), to: officer(4) }, ""),
        (Event::HelperAdded { step, officer: officer(4), role: HelperRole::Assisting }, ""),
        (Event::HelperRemoved { step, officer: officer(4), role: HelperRole::Supervising }, ""),
        (
            Event::HandedOver(HandedOver {
                from: officer(3),
                to: officer(4),
                steps: [step].into(),
                helped: [].into(),
                as_specialist: true,
                as_leader: false,
            }),
            "",
        ),
        (
            Event::Paused { on: day("2024-05-01"), until: day("2024-07-31"), ground: PauseGround::Funds },
            "",
        ),
        (Event::Resumed, ""),
        (Event::Withdrawn { on: day("2024-08-01") }, ""),
        (Event::Reopened, ""),
        (
            Event::PermitAdded(Box::new(PermitAdded {
                permit: Permit {
                    id: permit,
                    step,
                    item: PermitItem::Catalogued("construction_permit".to_owned()),
                    level: Level::County,
                    phase: Phase::BeforeStart,
                    part: None,
                    agency: None,
                    preparation,
                    cases: [].into(),
                    ruled_out: None,
                    gap: None,
                },
                responsible: officer(3),
                on: day("2024-03-01"),
                due_on: Some(day("2024-03-31")),
            })),
            "",
        ),
        (
            Event::PermitUpdated(PermitUpdated {
                permit,
                level: Level::SelfHeld,
                phase: Phase::After,
                agency: Some(AgencyId::from_uuid(id(2))),
                preparation,
                due_on: None,
            }),
            "",
        ),
        (
            Event::PermitRuledOut { permit, on: day("2024-03-05"), reason: Private::new("无需办理") },
            "",
        ),
        (Event::CaseOpened { permit, case: Box::new(case()) }, ""),
        (
            Event::CaseEventRecorded {
                permit,
                case: CaseId::from_uuid(id(10)),
                event: Box::new(case_event()),
            },
            "",
        ),
        (
            Event::CaseEventInvalidated {
                permit,
                case: CaseId::from_uuid(id(10)),
                event: CaseEventId::from_uuid(id(11)),
            },
            "",
        ),
    ]
}
