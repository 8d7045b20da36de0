//! One event of every kind, as it is stored.
//!
//! These texts are in the databases of every installation: a change here is a change of the stored format, and asks for
//! a new version of the event and a step up from the old one.

use chrono::NaiveDate;
use luodi_domain::agreement::{Agreement, AgreementKind};
use luodi_domain::attachment::{Attachment, MediaType, Subject};
use luodi_domain::attribute::{Answer, Attribute, Quantity};
use luodi_domain::calendar::{Covered, DayUnit, KeptDays};
use luodi_domain::case::{
    Case, CaseEvent, CaseEventKind, Document, EventSource, Extension, Handover, LegKind, Measured,
};
use luodi_domain::clock::{Limit, Limits};
use luodi_domain::codes::ProjectCode;
use luodi_domain::cover::{Cover, InHand, Runs, Stands};
use luodi_domain::duplicate::RulingKind;
use luodi_domain::event::{
    Event, GateOutcome, HandedOver, MaterialTold, PermitAdded, PermitReplanned, PermitUpdated, PlanLocked,
    Registered, StageEntered,
};
use luodi_domain::ids::{
    AgencyId, AgreementId, AttachmentId, CaseEventId, CaseId, CreditId, DuplicateId, EnterpriseId, FileId,
    MaterialId, MilestoneId, OfficerId, PartyId, PermitId, ProjectId, RegionId, StepId,
};
use luodi_domain::material::{MaterialFacts, MaterialState};
use luodi_domain::milestone::{Evidence, EvidenceKind, Milestone, MilestoneKind, Works};
use luodi_domain::money::Money;
use luodi_domain::partial_date::{PartialDate, Precision};
use luodi_domain::party::{Credit, CreditRole, Party, PartyRole};
use luodi_domain::permit::{
    Level, Permit, PermitItem, PermitStatus, Phase, Planned, Preparation, PreparationKind, Response,
    ResponseKind,
};
use luodi_domain::plan::Baseline;
use luodi_domain::private::{Contact, Private};
use luodi_domain::profile::{Change, CodeStanding, NameKind, Place, Profile};
use luodi_domain::schedule::Estimate;
use luodi_domain::share::Share;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::PauseGround;
use luodi_domain::step::{CloseReason, HelperRole, Turn};
use luodi_domain::terms::{Subsidy, SubsidyKind, Terms};
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
        presumed: [Attribute::InPark].into(),
        attributes: [
            (Attribute::InPark, Answer::Flag(true)),
            (Attribute::LandSource, Answer::Unknown),
            (Attribute::NewLandHa, Answer::Number(Quantity::parse("120.5").unwrap())),
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
        measured: None,
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
        handover: Some(Handover { leg: LegKind::Decision, agency: AgencyId::from_uuid(id(2)), due_on: None }),
        document: Some(Document {
            number: "文〔2024〕3号".to_owned(), valid_until: Some(day("2026-03-01"))
        }),
        extension: None,
        cure_by: None,
        opinion: Some(Private::new("请补正\n附件2")),
        valid: true,
    }
}

/// Every kind of event with its type, version and data as stored; salts are sixteen times 0x07.
pub(super) fn samples() -> Vec<(Event, &'static str)> {
    let officer = |n| OfficerId::from_uuid(id(n));
    let (step, permit) = (StepId::from_uuid(id(5)), PermitId::from_uuid(id(6)));
    let preparation =
        Preparation { kind: PreparationKind::PreReview, turn: Turn::Enterprise, agreed_on: None };
    vec![
        (
            Event::Registered(Box::new(Registered { profile: profile(), phase_of: None })),
            r#"PROJECT_REGISTERED 1 {"phase_of":null,"profile":{"agreed_investment_fen":52000000000,"attributes":[{"name":"in_park","value":{"kind":"BOOL","value":"true"}},{"name":"land_source","value":{"kind":"UNKNOWN","value":null}},{"name":"new_land_ha","value":{"kind":"NUMBER","value":"120.5"}}],"chain":null,"codes":[{"code":"2206-640122-04-05-102038","standing":"PRESENT"}],"credits":[{"agency":"agy_00000000000000000000000002","id":"crd_00000000000000000000000008","role":"ORIGINATING","share_bp":10000,"since":"2024-01-01","until":null}],"industry":"C3825","labels":["重大项目"],"landing_specialist":"off_00000000000000000000000003","leader_in_charge":null,"name":"红果子光伏组件","originating_agency":"agy_00000000000000000000000002","other_names":[{"kind":"ALIAS","name":"光伏\"一期\""}],"place":{"city":"reg_00000000000000000000000001","county":null,"park":null,"province":null},"planned_production":null,"planned_start":{"first_day":"2024-05-01","precision":"MONTH","raw":"5月底"},"presumed":["in_park"],"track":"NEW_BUILD"}}"#,
        ),
        (
            Event::ProfileChanged(Box::new(Change::Attribute(
                Attribute::LandPath,
                Some(Answer::Choice(Attribute::LandPath.choice("BATCH").unwrap())),
            ))),
            r#"PROFILE_CHANGED 1 {"change":"ATTRIBUTE","value":{"name":"land_path","value":{"kind":"CHOICE","value":"BATCH"}}}"#,
        ),
        (
            Event::SplitIntoPhases {
                phases: vec![ProjectId::from_uuid(id(22)), ProjectId::from_uuid(id(21))],
            },
            r#"PROJECT_SPLIT 1 {"phases":["prj_0000000000000000000000000p","prj_0000000000000000000000000n"]}"#,
        ),
        (
            Event::PartyRecorded(Party {
                id: PartyId::from_uuid(id(7)),
                enterprise: EnterpriseId::from_uuid(id(4)),
                role: PartyRole::Signatory,
                since: day("2024-01-01"),
                until: None,
                contact: Some(zhang_san()),
            }),
            r#"PARTY_RECORDED 1 {"contact":{"name":{"digest":"cd16e258ca292b4657cfee076ebbf31af9dc6dbcfb86f69b1e377414496c5b24","kind":"PERSON"},"phone":{"digest":"198ba23a56b608267ebfc501d11abf58ac13208cf082442c6c445c1ec3465387","kind":"PERSON"}},"enterprise":"ent_00000000000000000000000004","id":"pty_00000000000000000000000007","role":"SIGNATORY","since":"2024-01-01","until":null}"#,
        ),
        (
            Event::PartyEnded { party: PartyId::from_uuid(id(7)), on: day("2024-06-30") },
            r#"PARTY_ENDED 1 {"on":"2024-06-30","party":"pty_00000000000000000000000007"}"#,
        ),
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
            r#"AGREEMENT_RECORDED 1 {"amount_fen":1,"ended_on":null,"event":"兰洽会","id":"agr_00000000000000000000000009","kind":"CONTRACT","number":"贺招〔2024〕1号","signed_on":"2024-02-01","supersedes":null,"title":null}"#,
        ),
        (
            Event::AgreementEnded { agreement: AgreementId::from_uuid(id(9)), on: day("2024-06-30") },
            r#"AGREEMENT_ENDED 1 {"agreement":"agr_00000000000000000000000009","on":"2024-06-30"}"#,
        ),
        (
            Event::MilestoneRecorded(Milestone {
                id: MilestoneId::from_uuid(id(12)),
                kind: MilestoneKind::Started,
                occurred_on: day("2024-04-01"),
                works: Some(Works::DeepPit),
                evidence: vec![
                    Evidence { kind: EvidenceKind::Photo, reference: Private::new("1.jpg"), note: None },
                    Evidence {
                        kind: EvidenceKind::SiteVisit,
                        reference: Private::new("核验1"),
                        note: Some(Private::new("王五在场")),
                    },
                ],
            }),
            r#"MILESTONE_RECORDED 1 {"evidence":[{"kind":"PHOTO","note":null,"reference":{"digest":"f94826ba1f0acd4fc3729a22acfcdace320b4d79c6ad06fccda6f43a38a1d56b","kind":"TEXT"}},{"kind":"SITE_VISIT","note":{"digest":"85b834b2e43328f83a08bc1864aa848bec25a7d174537d1ae4c5533d3729e485","kind":"TEXT"},"reference":{"digest":"c808a925832d321453a499955341caecd63b4d55efbf40b8c25bde32f121b9f5","kind":"TEXT"}}],"id":"mls_0000000000000000000000000c","kind":"STARTED","occurred_on":"2024-04-01","works":"DEEP_PIT"}"#,
        ),
        (
            Event::FileAttached(Box::new(Attachment {
                id: AttachmentId::from_uuid(id(13)),
                file: FileId::from_uuid(id(14)),
                subject: Subject::Permit(permit),
                name: Private::new("1.jpg"),
                media_type: MediaType::Jpeg,
                size: 1_234,
                sha256: "0f".repeat(32),
                uploaded_by: officer(3),
                on: day("2024-04-01"),
                withdrawn: None,
            })),
            r#"FILE_ATTACHED 1 {"file":"fil_0000000000000000000000000e","id":"att_0000000000000000000000000d","media_type":"JPEG","name":{"digest":"f94826ba1f0acd4fc3729a22acfcdace320b4d79c6ad06fccda6f43a38a1d56b","kind":"TEXT"},"on":"2024-04-01","sha256":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f","size":1234,"subject":{"id":"pmt_00000000000000000000000006","kind":"PERMIT"},"uploaded_by":"off_00000000000000000000000003","withdrawn":null}"#,
        ),
        (
            Event::AttachmentWithdrawn {
                attachment: AttachmentId::from_uuid(id(13)),
                on: day("2024-04-02"),
                reason: Private::new("无需办理"),
            },
            r#"ATTACHMENT_WITHDRAWN 1 {"attachment":"att_0000000000000000000000000d","on":"2024-04-02","reason":{"digest":"c752703ba2a0152d7d24b889c174f98252ff8b06c7440cfb365797eb9c1b9e12","kind":"TEXT"}}"#,
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
            r#"STAGE_ENTERED 1 {"due_on":null,"from":"PERMITTING","gaps":["pmt_00000000000000000000000006"],"gate":"WITH_GAPS","on":"2024-04-01","responsible":"off_00000000000000000000000003","stage":"STARTED","step":"stp_00000000000000000000000005"}"#,
        ),
        (
            Event::StepClosed { step, on: day("2024-04-01"), reason: CloseReason::Done },
            r#"STEP_CLOSED 1 {"on":"2024-04-01","reason":"DONE","step":"stp_00000000000000000000000005"}"#,
        ),
        (
            Event::StepReopened { step, responsible: officer(3), on: day("2024-04-02") },
            r#"STEP_REOPENED 1 {"on":"2024-04-02","responsible":"off_00000000000000000000000003","step":"stp_00000000000000000000000005"}"#,
        ),
        (
            Event::ResponsibleChanged { step, from: officer(3), to: officer(4), on: day("2024-04-02") },
            r#"RESPONSIBLE_CHANGED 1 {"from":"off_00000000000000000000000003","on":"2024-04-02","step":"stp_00000000000000000000000005","to":"off_00000000000000000000000004"}"#,
        ),
        (
            Event::HelperAdded {
                step,
                officer: officer(4),
                role: HelperRole::Assisting,
                on: day("2024-04-02"),
            },
            r#"HELPER_ADDED 1 {"officer":"off_00000000000000000000000004","on":"2024-04-02","role":"ASSISTING","step":"stp_00000000000000000000000005"}"#,
        ),
        (
            Event::HelperRemoved {
                step,
                officer: officer(4),
                role: HelperRole::Supervising,
                on: day("2024-04-03"),
            },
            r#"HELPER_REMOVED 1 {"officer":"off_00000000000000000000000004","on":"2024-04-03","role":"SUPERVISING","step":"stp_00000000000000000000000005"}"#,
        ),
        (
            Event::HandedOver(HandedOver {
                from: officer(3),
                to: officer(4),
                steps: [step].into(),
                helped: [].into(),
                as_specialist: true,
                as_leader: false,
                on: day("2024-04-04"),
            }),
            r#"HANDED_OVER 1 {"as_leader":false,"as_specialist":true,"from":"off_00000000000000000000000003","helped":[],"on":"2024-04-04","steps":["stp_00000000000000000000000005"],"to":"off_00000000000000000000000004"}"#,
        ),
        (
            Event::Paused { on: day("2024-05-01"), until: day("2024-07-31"), ground: PauseGround::Funds },
            r#"PROJECT_PAUSED 1 {"ground":"FUNDS","on":"2024-05-01","until":"2024-07-31"}"#,
        ),
        (Event::Resumed { on: day("2024-07-01") }, r#"PROJECT_RESUMED 1 {"on":"2024-07-01"}"#),
        (Event::Withdrawn { on: day("2024-08-01") }, r#"PROJECT_WITHDRAWN 1 {"on":"2024-08-01"}"#),
        (Event::Reopened { on: day("2024-09-01") }, r#"PROJECT_REOPENED 1 {"on":"2024-09-01"}"#),
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
                    planned: Some(Planned { level: Level::City, phase: Phase::BeforeStart, agency: None }),
                    response: None,
                    baseline_on: None,
                    ruled_out: None,
                    covers: [].into(),
                    covered_by: None,
                    cover_changed_on: None,
                },
                responsible: officer(3),
                on: day("2024-03-01"),
                due_on: Some(day("2024-03-31")),
            })),
            r#"PERMIT_ADDED 1 {"due_on":"2024-03-31","on":"2024-03-01","permit":{"agency":null,"baseline_on":null,"cases":[],"cover_changed_on":null,"covered_by":null,"covers":[],"id":"pmt_00000000000000000000000006","item":{"kind":"CATALOGUED","text":"construction_permit"},"level":"COUNTY","part":null,"phase":"BEFORE_START","planned":{"agency":null,"level":"CITY","phase":"BEFORE_START"},"preparation":{"agreed_on":null,"kind":"PRE_REVIEW","turn":"ENTERPRISE"},"response":null,"ruled_out":null,"step":"stp_00000000000000000000000005"},"responsible":"off_00000000000000000000000003"}"#,
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
            r#"PERMIT_UPDATED 1 {"agency":"agy_00000000000000000000000002","due_on":null,"level":"SELF","permit":"pmt_00000000000000000000000006","phase":"AFTER","preparation":{"agreed_on":null,"kind":"PRE_REVIEW","turn":"ENTERPRISE"}}"#,
        ),
        (
            Event::PermitRuledOut {
                permit,
                on: day("2024-03-05"),
                reason: Private::new("无需办理"),
                by_plan: false,
            },
            r#"PERMIT_RULED_OUT 1 {"by_plan":false,"on":"2024-03-05","permit":"pmt_00000000000000000000000006","reason":{"digest":"c752703ba2a0152d7d24b889c174f98252ff8b06c7440cfb365797eb9c1b9e12","kind":"TEXT"}}"#,
        ),
        (
            Event::CaseOpened { permit, case: Box::new(case()) },
            r#"CASE_OPENED 1 {"case":{"agency":"agy_00000000000000000000000002","events":[],"first_leg_due":"2024-03-20","handler":{"name":{"digest":"18bc7b0b5fbb39c51e8cdf5fdb50b477fb0936f3e730f3991c48b3227d61a1b9","kind":"PERSON"},"phone":null},"id":"cas_0000000000000000000000000a","number":"办2024-17","opened_on":"2024-03-01"},"permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::CaseEventRecorded {
                permit,
                case: CaseId::from_uuid(id(10)),
                event: Box::new(case_event()),
            },
            r#"CASE_EVENT_RECORDED 1 {"case":"cas_0000000000000000000000000a","event":{"document":{"number":"文〔2024〕3号","valid_until":"2026-03-01"},"handover":{"agency":"agy_00000000000000000000000002","due_on":null,"leg":"DECISION"},"id":"cev_0000000000000000000000000b","kind":"HANDED_ON","occurred_at":"09:30:00","occurred_on":"2024-03-02","opinion":{"digest":"3d4a476bad2e33b745621d8ce3c2e9ef289dbf0014526b350205f0805e75f4a7","kind":"TEXT"},"source":{"name":"工改","reference":"GG-1"},"valid":true},"permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::CaseEventInvalidated {
                permit,
                case: CaseId::from_uuid(id(10)),
                event: CaseEventId::from_uuid(id(11)),
            },
            r#"CASE_EVENT_INVALIDATED 1 {"case":"cas_0000000000000000000000000a","event":"cev_0000000000000000000000000b","permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::CaseEventRecorded {
                permit,
                case: CaseId::from_uuid(id(10)),
                event: Box::new(CaseEvent {
                    kind: CaseEventKind::Extended,
                    handover: None,
                    document: None,
                    extension: Some(Extension { days: 10, unit: DayUnit::Working, most: Some(10) }),
                    opinion: None,
                    ..case_event()
                }),
            },
            r#"CASE_EVENT_RECORDED 1 {"case":"cas_0000000000000000000000000a","event":{"document":null,"extension":{"days":10,"most":10,"unit":"WORKING"},"handover":null,"id":"cev_0000000000000000000000000b","kind":"EXTENDED","occurred_at":"09:30:00","occurred_on":"2024-03-02","opinion":null,"source":{"name":"工改","reference":"GG-1"},"valid":true},"permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::CaseEventRecorded {
                permit,
                case: CaseId::from_uuid(id(10)),
                event: Box::new(CaseEvent {
                    kind: CaseEventKind::ApprovedWithDefects,
                    handover: None,
                    document: None,
                    cure_by: Some(day("2024-03-15")),
                    opinion: None,
                    ..case_event()
                }),
            },
            r#"CASE_EVENT_RECORDED 1 {"case":"cas_0000000000000000000000000a","event":{"cure_by":"2024-03-15","document":null,"handover":null,"id":"cev_0000000000000000000000000b","kind":"APPROVED_WITH_DEFECTS","occurred_at":"09:30:00","occurred_on":"2024-03-02","opinion":null,"source":{"name":"工改","reference":"GG-1"},"valid":true},"permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::CaseMeasured {
                permit,
                case: CaseId::from_uuid(id(10)),
                measured: Some(Box::new(Measured {
                    limits: Some(Limits {
                        legal: Some(Limit::working(20)),
                        promised: None,
                        legs: [(LegKind::InitialReview, Limit::working(3))].into(),
                        ..Limits::default()
                    }),
                    days: KeptDays {
                        from: day("2024-03-01"),
                        until: day("2024-04-08"),
                        off: vec![day("2024-04-04"), day("2024-04-05")],
                        worked: vec![day("2024-04-07")],
                        covered: vec![Covered { from: day("2024-03-01"), until: day("2024-04-08") }],
                    },
                })),
            },
            r#"CASE_MEASURED 1 {"case":"cas_0000000000000000000000000a","measured":{"days":{"covered":[{"from":"2024-03-01","until":"2024-04-08"}],"from":"2024-03-01","off":["2024-04-04","2024-04-05"],"until":"2024-04-08","worked":["2024-04-07"]},"limits":{"cure":null,"legal":{"days":20,"unit":"WORKING"},"legs":[{"leg":"INITIAL_REVIEW","limit":{"days":3,"unit":"WORKING"}}],"promised":null}},"permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::CaseMeasured { permit, case: CaseId::from_uuid(id(10)), measured: None },
            r#"CASE_MEASURED 1 {"case":"cas_0000000000000000000000000a","measured":null,"permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::DuplicateRuled {
                duplicate: DuplicateId::from_uuid(id(12)),
                ruling: RulingKind::FirstContactStands,
                until: Some(day("2024-06-30")),
                on: day("2024-03-02"),
            },
            r#"DUPLICATE_RULED 1 {"duplicate":"dup_0000000000000000000000000c","on":"2024-03-02","ruling":"FIRST_CONTACT_STANDS","until":"2024-06-30"}"#,
        ),
        (
            Event::TermsRecorded(Terms {
                land_price: Some(Money::from_fen(15_000_000)),
                subsidies: [
                    (SubsidyKind::Energy, Subsidy { amount: Some(Money::from_fen(100)), condition: None }),
                    (
                        SubsidyKind::Other,
                        Subsidy { amount: None, condition: Some(Private::new("开工后兑现")) },
                    ),
                ]
                .into(),
                note: Some(Private::new("另议")),
            }),
            r#"TERMS_RECORDED 1 {"land_price_fen":15000000,"note":{"digest":"8364fab00d96dbf74f3774a0ce64c023b086a981111a5d5c844503298f654eda","kind":"TEXT"},"subsidies":[{"amount_fen":100,"condition":null,"kind":"ENERGY"},{"amount_fen":null,"condition":{"digest":"d103d9d01cb00de49a9a180899ecbc56304359eaed064fb67475b2221b9bdaae","kind":"TEXT"},"kind":"OTHER"}]}"#,
        ),
        (Event::PlanDrawn { on: day("2024-03-05") }, r#"PLAN_DRAWN 1 {"on":"2024-03-05"}"#),
        (
            Event::PermitReplanned(PermitReplanned {
                permit,
                planned: Planned {
                    level: Level::Provincial,
                    phase: Phase::BeforeStart,
                    agency: Some(AgencyId::from_uuid(id(2))),
                },
                level: Level::Provincial,
                phase: Phase::BeforeStart,
                agency: Some(AgencyId::from_uuid(id(2))),
            }),
            r#"PERMIT_REPLANNED 1 {"agency":"agy_00000000000000000000000002","level":"PROVINCIAL","permit":"pmt_00000000000000000000000006","phase":"BEFORE_START","planned":{"agency":"agy_00000000000000000000000002","level":"PROVINCIAL","phase":"BEFORE_START"}}"#,
        ),
        (
            Event::PermitResponded {
                permit,
                response: Response {
                    objected_from: Some(day("2024-03-06")),
                    kind: ResponseKind::Objected,
                    on: day("2024-03-06"),
                    reason: Some(Private::new("无需办理")),
                },
            },
            r#"PERMIT_RESPONDED 1 {"permit":"pmt_00000000000000000000000006","response":{"kind":"OBJECTED","objected_from":"2024-03-06","on":"2024-03-06","reason":{"digest":"c752703ba2a0152d7d24b889c174f98252ff8b06c7440cfb365797eb9c1b9e12","kind":"TEXT"}}}"#,
        ),
        (
            Event::PlanLocked(Box::new(PlanLocked {
                baseline: Baseline {
                    locked_on: day("2024-03-07"),
                    start: Estimate { on: day("2024-06-30"), provisional: false, at_least: false },
                    production: Estimate { on: day("2025-03-31"), provisional: true, at_least: true },
                },
                permits: [(permit, day("2024-05-20"))].into(),
            })),
            r#"PLAN_LOCKED 1 {"baseline":{"locked_on":"2024-03-07","production":{"at_least":true,"on":"2025-03-31","provisional":true},"start":{"at_least":false,"on":"2024-06-30","provisional":false}},"permits":[{"by":"2024-05-20","permit":"pmt_00000000000000000000000006"}]}"#,
        ),
        (
            Event::CoverSet {
                permit,
                covers: [(PermitId::from_uuid(id(61)), ProjectId::from_uuid(id(62)))].into(),
            },
            r#"COVER_SET 1 {"covers":[{"permit":"pmt_0000000000000000000000001x","project":"prj_0000000000000000000000001y"}],"permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::CoverFollowed {
                permit,
                by: Some(Cover {
                    project: ProjectId::from_uuid(id(62)),
                    permit: PermitId::from_uuid(id(61)),
                    stands: Stands {
                        status: PermitStatus::Granted,
                        decided_on: Some(day("2024-04-01")),
                        since: Some(day("2024-04-02")),
                        in_hand: Some(InHand { from: day("2024-04-01"), lost_on: None }),
                        runs: Some(Runs { accepted_on: day("2024-03-01"), longer: true }),
                        due_on: None,
                        withdrawn: false,
                    },
                }),
                on: day("2024-04-03"),
            },
            r#"COVER_FOLLOWED 1 {"by":{"permit":"pmt_0000000000000000000000001x","project":"prj_0000000000000000000000001y","stands":{"decided_on":"2024-04-01","due_on":null,"in_hand":{"from":"2024-04-01","lost_on":null},"runs":{"accepted_on":"2024-03-01","longer":true},"since":"2024-04-02","status":"GRANTED","withdrawn":false}},"on":"2024-04-03","permit":"pmt_00000000000000000000000006"}"#,
        ),
        (
            Event::ProfileChanged(Box::new(Change::AttributePresumed(Attribute::Hotel, Answer::Flag(true)))),
            r#"PROFILE_CHANGED 1 {"change":"ATTRIBUTE_PRESUMED","value":{"name":"hotel","value":{"kind":"BOOL","value":"true"}}}"#,
        ),
        (
            Event::MaterialListed(Box::new(MaterialTold {
                material: MaterialId::from_uuid(id(15)),
                facts: MaterialFacts {
                    name: "施工图设计文件".to_owned(),
                    holder: Turn::Intermediary,
                    note: Some(Private::new("设计院张工")),
                    state: MaterialState::InPreparation,
                    due_on: Some(day("2024-03-20")),
                    permits: [(permit, true)].into(),
                },
                on: day("2024-03-07"),
            })),
            r#"MATERIAL_LISTED 1 {"facts":{"due_on":"2024-03-20","holder":"INTERMEDIARY","name":"施工图设计文件","note":{"digest":"2a7d936e8639c258399a3936527e3e564caa53033ed7ebfd42fd33166f9e7970","kind":"TEXT"},"permits":[{"deferrable":true,"permit":"pmt_00000000000000000000000006"}],"state":"IN_PREPARATION"},"material":"mat_0000000000000000000000000f","on":"2024-03-07"}"#,
        ),
        (
            Event::MaterialUpdated(Box::new(MaterialTold {
                material: MaterialId::from_uuid(id(15)),
                facts: MaterialFacts {
                    name: "施工图设计文件".to_owned(),
                    holder: Turn::Enterprise,
                    note: None,
                    state: MaterialState::ToCorrect,
                    due_on: None,
                    permits: [(permit, false)].into(),
                },
                on: day("2024-03-08"),
            })),
            r#"MATERIAL_UPDATED 1 {"facts":{"due_on":null,"holder":"ENTERPRISE","name":"施工图设计文件","note":null,"permits":[{"deferrable":false,"permit":"pmt_00000000000000000000000006"}],"state":"TO_CORRECT"},"material":"mat_0000000000000000000000000f","on":"2024-03-08"}"#,
        ),
        (
            Event::MaterialRemoved {
                material: MaterialId::from_uuid(id(15)),
                on: day("2024-03-09"),
                reason: Private::new("无需办理"),
            },
            r#"MATERIAL_REMOVED 1 {"material":"mat_0000000000000000000000000f","on":"2024-03-09","reason":{"digest":"c752703ba2a0152d7d24b889c174f98252ff8b06c7440cfb365797eb9c1b9e12","kind":"TEXT"}}"#,
        ),
    ]
}
