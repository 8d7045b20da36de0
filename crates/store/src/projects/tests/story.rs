//! A life that touches every table: the commands of one project, each with its day.

use std::collections::BTreeMap;

use luodi_domain::agreement::AgreementKind;
use luodi_domain::attachment::Subject;
use luodi_domain::attribute::{Answer, Attribute, Quantity};
use luodi_domain::case::{CaseEventKind, Document, EventSource, Handover, LegKind};
use luodi_domain::codes::ProjectCode;
use luodi_domain::command::{
    AddMaterial, AddPermit, Attach, Command, ForPermit, NewContact, NewEvidence, NewSubsidy, NewVisit,
    OpenCase, RecordAgreement, RecordCaseEvent, RecordMilestone, RecordParty, RecordTerms, UpdateMaterial,
    UpdatePermit,
};
use luodi_domain::ids::{
    AgreementId, AttachmentId, CaseEventId, CaseId, CreditId, MaterialId, MilestoneId, PartyId, PermitId,
    StepId,
};
use luodi_domain::material::MaterialState;
use luodi_domain::milestone::{EvidenceKind, MilestoneKind, Works};
use luodi_domain::money::Money;
use luodi_domain::partial_date::PartialDate;
use luodi_domain::party::{Credit, CreditRole, PartyRole};
use luodi_domain::permit::{Level, PermitItem, Phase, Preparation, PreparationKind};
use luodi_domain::profile::{Change, CodeStanding, NameKind, Place, Profile};
use luodi_domain::share::Share;
use luodi_domain::stage::Stage;
use luodi_domain::standing::PauseGround;
use luodi_domain::step::{HelperRole, Turn};
use luodi_domain::terms::SubsidyKind;

use crate::fixture::{
    BUILDER, BUREAU, CITY, COUNTY, LEADER, LI, OFFICE, PROVINCE, SISI, WANG, day, file, id, plain_profile,
};

pub(super) const FIRST_CODE: &str = "2020-640122-13-03-017459";
pub(super) const SECOND_CODE: &str = "2206-640122-04-05-102038";

fn code(text: &str) -> ProjectCode {
    ProjectCode::parse(text).unwrap()
}

/// A profile with something in every field.
pub(super) fn profile() -> Profile {
    let credit = |n, agency, role, points, until| Credit {
        id: id(CreditId::from_uuid, n),
        agency,
        role,
        share: Share::from_basis_points(points).unwrap(),
        since: day("2024-01-02"),
        until,
    };
    let credits = [
        credit(1, OFFICE, CreditRole::Hosting, 10_000, None),
        credit(2, BUREAU, CreditRole::Originating, 3_333, Some(day("2024-06-30"))),
    ];
    Profile {
        other_names: [
            ("思思食品厂".to_owned(), NameKind::Alias),
            ("思思粮油加工".to_owned(), NameKind::Former),
        ]
        .into(),
        codes: [(code(FIRST_CODE), CodeStanding::Present)].into(),
        industry: Some("C1431".to_owned()),
        chain: Some("绿色食品".to_owned()),
        originating_agency: Some(BUREAU),
        leader_in_charge: Some(LEADER),
        credits: credits.map(|credit| (credit.id, credit)).into(),
        labels: ["重大项目".to_owned(), "首批".to_owned()].into(),
        agreed_investment: Some(Money::parse_yuan("120000000.05").unwrap()),
        planned_start: Some(PartialDate::new(day("2024-05-31"), precision(), "2024年5月底").unwrap()),
        planned_production: Some(PartialDate::parse_code("2025-H1").unwrap()),
        attributes: [
            (Attribute::NewLandHa, Answer::Unknown),
            (Attribute::InPark, Answer::Flag(true)),
            (Attribute::SiteAreaHa, Answer::Number(Quantity::parse("33.50").unwrap())),
            (Attribute::EiaClass, Answer::Choice(Attribute::EiaClass.choice("FORM").unwrap())),
        ]
        .into(),
        ..plain_profile("思思食品")
    }
}

fn precision() -> luodi_domain::partial_date::Precision {
    luodi_domain::partial_date::Precision::Month
}

/// The commands, each with the day on which it happened.
pub(super) fn commands() -> Vec<(&'static str, Command)> {
    [papers(), permits(), materials(), attachments(), people_and_stages()].concat()
}

/// One for several permits, of which one falls away and another may have it later, and one that is taken off the list.
fn materials() -> Vec<(&'static str, Command)> {
    let material = |n| id(MaterialId::from_uuid, n);
    let needed = |n, deferrable| ForPermit { permit: id(PermitId::from_uuid, n), deferrable };
    let list = |n, note: Option<&str>, permits| {
        Command::AddMaterial(AddMaterial {
            id: material(n),
            name: format!("申请材料{n}"),
            holder: Turn::Intermediary,
            note: note.map(str::to_owned),
            state: MaterialState::Missing,
            due_on: Some(day("2024-03-01")),
            permits,
        })
    };
    let told = Command::UpdateMaterial(UpdateMaterial {
        material: material(2),
        name: None,
        holder: Some(Turn::Enterprise),
        note: None,
        state: Some(MaterialState::Filed),
        due_on: Some(None),
        add: vec![needed(2, true)],
        remove: vec![id(PermitId::from_uuid, 1)],
    });
    vec![
        ("2024-02-12", list(1, None, vec![needed(1, false)])),
        ("2024-02-12", list(2, Some("设计院张工"), vec![needed(1, false), needed(2, false)])),
        ("2024-02-13", told),
        ("2024-02-13", Command::RemoveMaterial(material(1))),
    ]
}

fn attachments() -> Vec<(&'static str, Command)> {
    let on = "2024-02-12";
    let subjects = [
        Subject::Project,
        Subject::Milestone(id(MilestoneId::from_uuid, 1)),
        Subject::Permit(id(PermitId::from_uuid, 1)),
        Subject::Agreement(id(AgreementId::from_uuid, 3)),
        Subject::Material(id(MaterialId::from_uuid, 2)),
    ];
    let attachment = |n| id(AttachmentId::from_uuid, n);
    let attach = |(n, subject)| Command::Attach(Attach { id: attachment(n), file: file(n), subject });
    let mut commands: Vec<_> = (1..).zip(subjects).map(|one| (on, attach(one))).collect();
    commands.push(("2024-02-13", Command::WithdrawAttachment(attachment(2))));
    commands
}

fn papers() -> Vec<(&'static str, Command)> {
    let on = "2024-01-10";
    let party = |n, enterprise, role, contact| {
        let id = id(PartyId::from_uuid, n);
        Command::RecordParty(RecordParty { id, enterprise, role, since: day(on), contact })
    };
    let contact =
        |phone: Option<&str>| Some(NewContact { name: "钱总".to_owned(), phone: phone.map(str::to_owned) });
    let agreement = |n, kind, amount: Option<&str>, supersedes: Option<u128>| {
        Command::RecordAgreement(RecordAgreement {
            id: id(AgreementId::from_uuid, n),
            kind,
            title: amount.map(|_| "投资合同".to_owned()),
            number: Some(format!("招合[2024]{n}号")),
            amount: amount.map(|yuan| Money::parse_yuan(yuan).unwrap()),
            signed_on: day(on),
            event: Some("兰洽会".to_owned()),
            supersedes: supersedes.map(|n| id(AgreementId::from_uuid, n)),
        })
    };
    let proof = |kind, note: Option<&str>| NewEvidence {
        kind,
        reference: "档案 7".to_owned(),
        note: note.map(str::to_owned),
    };
    let milestone = |n, kind, works, evidence: Vec<NewEvidence>| {
        let id = id(MilestoneId::from_uuid, n);
        Command::RecordMilestone(RecordMilestone { id, kind, works, evidence })
    };
    let terms = |land_price: Option<&str>, subsidies: &[(SubsidyKind, Option<&str>)], note: Option<&str>| {
        let subsidy = |&(kind, amount): &(SubsidyKind, Option<&str>)| NewSubsidy {
            kind,
            amount: amount.map(|yuan| Money::parse_yuan(yuan).unwrap()),
            condition: amount.is_none().then(|| "按用量兑现".to_owned()),
        };
        Command::RecordTerms(RecordTerms {
            land_price: land_price.map(|yuan| Money::parse_yuan(yuan).unwrap()),
            subsidies: subsidies.iter().map(subsidy).collect(),
            note: note.map(str::to_owned),
        })
    };
    let (photo, paper) = (EvidenceKind::Photo, EvidenceKind::Document);
    vec![
        (
            on,
            Command::Update(vec![
                Change::Name("宁夏思思食品".to_owned()),
                Change::OtherNameAdded("思思粮油加工".to_owned(), NameKind::Alias),
                Change::OtherNameRemoved("思思食品厂".to_owned()),
                Change::Code(code(FIRST_CODE), CodeStanding::Former),
                Change::Code(code(SECOND_CODE), CodeStanding::Present),
                Change::LabelAdded("专精特新".to_owned()),
                Change::LabelRemoved("首批".to_owned()),
                Change::PlannedProduction(None),
                Change::Attribute(Attribute::InPark, Some(Answer::Flag(false))),
                Change::Attribute(Attribute::SiteAreaHa, None),
                Change::Place(Place { province: Some(PROVINCE), city: Some(CITY), county: None, park: None }),
            ]),
        ),
        (
            on,
            Command::Update(vec![
                Change::Place(Place {
                    province: Some(PROVINCE),
                    city: Some(CITY),
                    county: Some(COUNTY),
                    park: None,
                }),
                Change::Credits(BTreeMap::from([(
                    id(CreditId::from_uuid, 1),
                    Credit {
                        share: Share::from_basis_points(6_667).unwrap(),
                        ..profile().credits[&id(CreditId::from_uuid, 1)]
                    },
                )])),
            ]),
        ),
        (on, party(1, SISI, PartyRole::Signatory, contact(Some("13800000000")))),
        (on, party(1, SISI, PartyRole::Signatory, contact(None))),
        (on, party(2, BUILDER, PartyRole::Contractor, None)),
        ("2024-01-11", Command::EndParty(id(PartyId::from_uuid, 2))),
        // The superseding paper has the smaller id.
        (on, agreement(9, AgreementKind::Intent, None, None)),
        (on, agreement(3, AgreementKind::Contract, Some("120000000.05"), Some(9))),
        ("2024-01-12", Command::EndAgreement(id(AgreementId::from_uuid, 9))),
        (on, terms(Some("150000"), &[(SubsidyKind::Energy, None), (SubsidyKind::Land, Some("1"))], None)),
        (on, terms(Some("140000"), &[(SubsidyKind::Land, Some("2"))], Some("水电另议"))),
        (on, terms(None, &[(SubsidyKind::Land, Some("2")), (SubsidyKind::People, Some("3"))], None)),
        (
            on,
            milestone(
                1,
                MilestoneKind::Registered,
                None,
                vec![proof(paper, Some("营业执照")), proof(photo, None)],
            ),
        ),
        ("2024-01-11", milestone(1, MilestoneKind::Registered, None, vec![proof(photo, Some("新照片"))])),
        ("2024-03-01", milestone(2, MilestoneKind::Started, Some(Works::Piles), vec![proof(photo, None)])),
    ]
}

fn permits() -> Vec<(&'static str, Command)> {
    let add = |n, item, part: Option<&str>, agency, due_on| {
        Command::AddPermit(AddPermit {
            id: id(PermitId::from_uuid, n),
            step: id(StepId::from_uuid, 100 + n),
            item,
            level: Level::City,
            phase: Phase::BeforeStart,
            part: part.map(str::to_owned),
            agency,
            preparation: Preparation {
                kind: PreparationKind::Preparing,
                turn: Turn::Enterprise,
                agreed_on: None,
            },
            responsible: Some(LI),
            due_on,
        })
    };
    let named = |name: &str| PermitItem::Named(name.to_owned());
    let filing = PermitItem::Catalogued("filing".to_owned());
    let open = |n, number: Option<&str>, handler| {
        Command::OpenCase(OpenCase {
            id: id(CaseId::from_uuid, n),
            permit: id(PermitId::from_uuid, 1),
            number: number.map(str::to_owned),
            agency: None,
            first_leg_due: Some(day("2024-03-01")),
            handler,
        })
    };
    let event = |n, case, kind| RecordCaseEvent {
        id: id(CaseEventId::from_uuid, n),
        case: id(CaseId::from_uuid, case),
        kind,
        occurred_at: None,
        source: EventSource::Officer,
        handover: None,
        document: None,
        extension: None,
        cure_by: None,
        opinion: None,
    };
    let system = EventSource::System { name: "宁夏政务".to_owned(), reference: "BL-7".to_owned() };
    let clerk = NewContact { name: "孙经办".to_owned(), phone: Some("0951-7654321".to_owned()) };
    let record = Command::RecordCaseEvent;
    vec![
        ("2024-01-20", add(1, filing, None, Some(BUREAU), Some(day("2024-06-30")))),
        ("2024-01-20", add(2, named("基坑"), Some("1#车间"), None, None)),
        ("2024-01-20", add(3, named("水土保持"), None, None, None)),
        (
            "2024-01-21",
            Command::UpdatePermit(UpdatePermit {
                permit: id(PermitId::from_uuid, 1),
                level: Some(Level::Provincial),
                phase: None,
                agency: None,
                preparation: Some(Preparation {
                    kind: PreparationKind::PreReview,
                    turn: Turn::Agency,
                    agreed_on: Some(day("2024-02-01")),
                }),
                due_on: Some(None),
            }),
        ),
        ("2024-01-22", Command::RuleOutPermit(id(PermitId::from_uuid, 3))),
        ("2024-02-01", open(1, Some("640122-1"), Some(clerk))),
        (
            "2024-02-02",
            record(RecordCaseEvent {
                source: system,
                occurred_at: Some(chrono::NaiveTime::from_hms_micro_opt(9, 30, 1, 250).unwrap()),
                ..event(1, 1, CaseEventKind::Submitted)
            }),
        ),
        ("2024-02-03", record(event(2, 1, CaseEventKind::Accepted))),
        (
            "2024-02-04",
            record(RecordCaseEvent {
                handover: Some(Handover {
                    leg: LegKind::Decision,
                    agency: OFFICE,
                    due_on: Some(day("2024-04-01")),
                }),
                ..event(3, 1, CaseEventKind::HandedOn)
            }),
        ),
        ("2024-02-05", record(event(4, 1, CaseEventKind::Denied))),
        ("2024-02-06", open(2, None, None)),
        ("2024-02-07", record(event(5, 2, CaseEventKind::Submitted))),
        ("2024-02-08", record(event(6, 2, CaseEventKind::Accepted))),
        (
            "2024-02-09",
            record(RecordCaseEvent {
                document: Some(Document {
                    number: "宁发改备[2024]5号".to_owned(),
                    valid_until: Some(day("2026-02-09")),
                }),
                opinion: Some("原则同意。\n补充节能承诺".to_owned()),
                ..event(7, 2, CaseEventKind::Approved)
            }),
        ),
        (
            "2024-02-10",
            Command::InvalidateCaseEvent {
                case: id(CaseId::from_uuid, 2),
                event: id(CaseEventId::from_uuid, 7),
            },
        ),
        ("2024-02-11", record(event(8, 2, CaseEventKind::ApprovedWithDefects))),
    ]
}

fn people_and_stages() -> Vec<(&'static str, Command)> {
    let visit = |n: u128| NewVisit {
        step: id(StepId::from_uuid, 200 + n),
        responsible: Some(LI),
        due_on: Some(day("2025-12-31")),
    };
    let advance = |n, with_gaps| Command::Advance { to: None, visit: visit(n), with_gaps };
    let first = id(StepId::from_uuid, 1);
    let helper = |officer, role, remove| Command::AssignHelper { step: first, officer, role, remove };
    let pause = |until| Command::Pause { until: day(until), ground: PauseGround::Funds };
    let on = "2024-03-02";
    vec![
        (on, helper(LI, HelperRole::Assisting, false)),
        (on, helper(LEADER, HelperRole::Assisting, false)),
        (on, helper(LEADER, HelperRole::Supervising, false)),
        (on, helper(LEADER, HelperRole::Assisting, true)),
        (on, Command::HandOver { from: WANG, to: LI }),
        (on, Command::AssignResponsible { step: first, officer: WANG }),
        (on, advance(1, false)),
        (on, advance(2, false)),
        (on, advance(3, false)),
        (on, advance(4, true)),
        (on, Command::Return { visit: visit(5) }),
        ("2024-03-03", pause("2024-05-31")),
        ("2024-04-01", pause("2024-08-31")),
        ("2024-04-02", Command::Resume),
        ("2024-04-03", Command::Withdraw),
        ("2024-04-04", Command::Reopen { substitute: None }),
        (
            "2024-04-05",
            Command::Update(vec![
                Change::LandingSpecialist(None),
                Change::AgreedInvestment(None),
                Change::Industry(None),
            ]),
        ),
    ]
}

/// Where the story ends.
pub(super) const END: (Stage, usize, usize) = (Stage::Permitting, 9, 6);
