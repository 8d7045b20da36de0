//! Forgetting persons.

use std::path::Path;

use chrono::{DateTime, Utc};
use luodi_domain::agreement::AgreementKind;
use luodi_domain::attachment::Subject;
use luodi_domain::command::{
    AddMaterial, Attach, Command, ForPermit, NewEvidence, NewSubsidy, RecordAgreement, RecordMilestone,
    RecordTerms,
};
use luodi_domain::event::Event;
use luodi_domain::ids::{AgreementId, AttachmentId, MaterialId, MilestoneId, PermitId, ProjectId};
use luodi_domain::material::MaterialState;
use luodi_domain::milestone::{EvidenceKind, MilestoneKind};
use luodi_domain::private::Private;
use luodi_domain::step::Turn;
use luodi_domain::terms::SubsidyKind;
use uuid::Uuid;

use super::story::Story;
use crate::db::testing::{TestDb, on_each};
use crate::db::{Db, Stmt, Target};
use crate::fixture::{FILES, WANG, day, file, id, now, settle, write};
use crate::history::{
    EraseRequest, Erasure, HistoryField, Remnant, Scope, blank_current, erase, erase_fields, page,
    projects_naming, remnants,
};
use crate::{params, projects};

async fn forget(db: &Db, scope: Scope, texts: &[&str]) -> Erasure {
    let request =
        EraseRequest { scope, texts: texts.iter().map(ToString::to_string).collect(), free_texts: false };
    write(db, move |tx| {
        let request = request.clone();
        Box::pin(async move { erase(tx, &request, Some(WANG), now()).await })
    })
    .await
    .unwrap()
}

async fn forget_fields(db: &Db, project: ProjectId, fields: &[(i64, &str)]) -> Vec<String> {
    let field = |(sequence, field): &(i64, &str)| HistoryField {
        project,
        sequence: *sequence,
        field: (*field).to_owned(),
    };
    let fields: Vec<HistoryField> = fields.iter().map(field).collect();
    let erased = write(db, move |tx| {
        let fields = fields.clone();
        Box::pin(async move { erase_fields(tx, &fields, None, now()).await })
    });
    shown(project, erased.await.unwrap())
}

async fn blank(db: &Db, project: ProjectId) -> u64 {
    write(db, move |tx| Box::pin(async move { blank_current(tx, project).await })).await.unwrap()
}

/// The fields of one project.
fn shown(project: ProjectId, fields: impl IntoIterator<Item = HistoryField>) -> Vec<String> {
    let of_project = fields.into_iter().filter(|field| field.project == project);
    of_project.map(|field| format!("{} {}", field.sequence, field.field)).collect()
}

#[tokio::test]
async fn a_person_is_forgotten_in_one_project() {
    on_each(async |db| {
        settle(db).await;
        let (story, other) = (Story::whole(db, 1).await, Story::whole(db, 2).await);
        let project = story.project.id;
        let erasure = forget(db, Scope::Project(project), &["张三"]).await;
        // The numbers go with the name, whichever they are.
        let names_and_numbers =
            ["3 data.contact.name", "3 data.contact.phone", "11 data.contact.name", "11 data.contact.phone"];
        assert_eq!(shown(project, erasure.erased.clone()), names_and_numbers);
        let mentions = shown(project, erasure.mentions.clone());
        assert_eq!(mentions.len(), 2 + 11, "opinion, note and each row's reason: {mentions:?}");
        assert!(mentions.contains(&"6 data.event.opinion".to_owned()));
        assert!(mentions.contains(&"7 data.evidence[1].note".to_owned()));
        assert_eq!(erasure.projects(), [project].into());
        assert_eq!(story.findings().await, ["the current rows differ from the history: party pty_…"]);
        assert_eq!(blank(db, project).await, 2);
        assert_eq!(story.findings().await, [""; 0], "the chain is whole");
        assert_eq!(blank(db, project).await, 0, "nothing is left to blank");
        assert_eq!(other.findings().await, [""; 0], "the other project is untouched");
        assert_eq!(forget(db, Scope::Project(project), &["张三"]).await.erased, [].into());
    })
    .await;
}

async fn left(db: &Db, scope: Scope, text: &str) -> Vec<String> {
    let request = EraseRequest { scope, texts: vec![text.to_owned()], free_texts: true };
    let found = remnants(&mut db.read().await.unwrap(), &request).await.unwrap();
    let shown = |remnant| match remnant {
        Remnant::History(HistoryField { sequence, field, .. }) => format!("{sequence} {field}"),
        Remnant::Column { of, column } => format!("{} {column}", &of[..3]),
    };
    found.into_iter().map(shown).collect()
}

#[tokio::test]
async fn what_nothing_erases_is_listed_by_its_place() {
    on_each(async |db| {
        settle(db).await;
        let (story, other) = (Story::whole(db, 1).await, Story::whole(db, 2).await);
        let (one, two) = (Scope::Project(story.project.id), Scope::Project(other.project.id));
        forget(db, Scope::Everywhere, &["张三"]).await;
        // The project itself is called after 张三; the texts that can be erased are not among what is left.
        let plain = ["1 data.profile.name", "prj project.name"];
        for (scope, text, expected) in [
            (one, "张三", plain.to_vec()),
            (Scope::Everywhere, "张三", [plain[0], plain[0], "fil file.name", plain[1], plain[1]].to_vec()),
            (two, "手续1", vec!["4 data.permit.item.text", "prj permit.free_name"]),
            (one, "0951", vec!["5 data.case.handler.phone"]),
            (Scope::Everywhere, "宁夏思思", vec!["ent enterprise.name"]),
            (one, "宁夏思思", vec![]),
            (one, "王%", vec![]),
            (one, "无此人", vec![]),
        ] {
            assert_eq!(left(db, scope, text).await, expected, "{scope:?} {text}");
        }
    })
    .await;
}

/// What is left of a private text: salt, text, when and by whom it was erased.
type Left = (Option<Vec<u8>>, Option<String>, DateTime<Utc>, Uuid);

#[tokio::test]
async fn an_erased_text_is_gone_from_the_row_and_from_what_is_read() {
    const LEFT: &str = "select salt, text, erased_at, erased_by from history_private
                        where project_id = $1 and sequence = 3 and field = 'data.contact.name'";
    on_each(async |db| {
        settle(db).await;
        let story = Story::whole(db, 1).await;
        forget(db, Scope::Everywhere, &["张三"]).await;
        let mut conn = db.read().await.unwrap();
        let left = Stmt::new("LEFT", LEFT);
        let left: Left = conn.fetch_one(left, params![story.project.id]).await.unwrap();
        assert_eq!(left, (None, None, now(), WANG.uuid()));
        let entry = page(&mut conn, story.project.id, 2, 1).await.unwrap().remove(0);
        let Event::PartyRecorded(party) = entry.event else { panic!("{entry:?}") };
        let contact = party.contact.unwrap();
        assert!(contact.name.is_erased() && contact.phone.unwrap().is_erased());
    })
    .await;
}

#[tokio::test]
async fn a_person_is_forgotten_everywhere_and_a_number_alone() {
    on_each(async |db| {
        settle(db).await;
        let (one, two) = (Story::whole(db, 1).await, Story::whole(db, 2).await);
        let erasure = forget(db, Scope::Everywhere, &["0951-100", "", "100_张"]).await;
        for story in [&one, &two] {
            let project = story.project.id;
            assert_eq!(shown(project, erasure.erased.clone()), ["5 data.case.handler.phone"]);
            assert_eq!(shown(project, erasure.mentions.clone()), ["7 data.evidence[1].note"]);
            assert_eq!(blank(db, project).await, 1);
            assert_eq!(story.findings().await, [""; 0]);
            let current = projects::load_one(&mut db.read().await.unwrap(), project).await.unwrap().unwrap();
            let case = current.permits.values().find_map(|permit| permit.cases.values().next()).unwrap();
            let handler = case.handler.as_ref().unwrap();
            assert_eq!(handler.name.text(), Some("李四"), "another person may answer that number");
        }
        assert_eq!(erasure.projects(), [one.project.id, two.project.id].into());
    })
    .await;
}

#[tokio::test]
async fn chosen_texts_are_erased_one_by_one() {
    on_each(async |db| {
        settle(db).await;
        let story = Story::whole(db, 1).await;
        let project = story.project.id;
        let chosen = [
            (1, "reason"),
            (3, "data.contact.name"),
            (5, "data.case.handler.name"),
            (6, "data.event.opinion"),
            (7, "data.evidence[1].note"),
            (9, "data.reason"),
        ];
        let with_wrong_ones = [&chosen[..], &[(1, "data.contact.name"), (99, "reason")]].concat();
        let expected = chosen.map(|(sequence, field)| format!("{sequence} {field}"));
        assert_eq!(forget_fields(db, project, &with_wrong_ones).await, expected);
        assert_eq!(forget_fields(db, project, &chosen).await, [""; 0], "all are gone already");
        // Row 11 tells the party's contact again, so the name of row 3 is current no more.
        assert_eq!(blank(db, project).await, 4);
        assert_eq!(story.findings().await, [""; 0]);
        let current = projects::load_one(&mut db.read().await.unwrap(), project).await.unwrap().unwrap();
        let contact = current.parties.values().next().unwrap().contact.clone().unwrap();
        assert_eq!(contact.name.text(), Some("张三"));
    })
    .await;
}

#[tokio::test]
async fn texts_of_an_attachment_are_erased() {
    on_each(async |db| {
        settle(db).await;
        let mut story = Story::begin(db, 1).await;
        let attachment = id(AttachmentId::from_uuid, 1);
        story.does(attach(attachment)).await;
        story.does(Command::WithdrawAttachment(attachment)).await;
        let project = story.project.id;
        let chosen = [(3, "data.name"), (4, "data.reason")];
        assert_eq!(forget_fields(db, project, &chosen).await, ["3 data.name", "4 data.reason"]);
        assert_eq!(story.findings().await, ["the current rows differ from the history: attachment att_…"]);
        assert_eq!(blank(db, project).await, 2);
        assert_eq!(story.findings().await, [""; 0]);
        assert_eq!(blank(db, project).await, 0);
    })
    .await;
}

#[tokio::test]
async fn texts_of_a_material_are_erased() {
    on_each(async |db| {
        settle(db).await;
        let mut story = Story::whole(db, 1).await;
        let permit = *story.project.permits.keys().next().unwrap();
        let listed = i64::from(u32::try_from(story.project.version).unwrap()) + 1;
        let material = id(MaterialId::from_uuid, 1);
        story.does(list(material, permit)).await;
        story.does(Command::RemoveMaterial(material)).await;
        let project = story.project.id;
        let chosen = [(listed, "data.facts.note"), (listed + 1, "data.reason")];
        assert_eq!(forget_fields(db, project, &chosen).await.len(), 2);
        assert_eq!(story.findings().await, ["the current rows differ from the history: material mat_…"]);
        assert_eq!(blank(db, project).await, 2);
        assert_eq!(story.findings().await, [""; 0]);
        assert_eq!(blank(db, project).await, 0);
    })
    .await;
}

/// A material that 张三 has.
pub(super) fn list(id: MaterialId, permit: PermitId) -> Command {
    Command::AddMaterial(AddMaterial {
        id,
        name: "施工图设计文件".to_owned(),
        holder: Turn::Intermediary,
        note: Some("张三在设计院".to_owned()),
        state: MaterialState::Missing,
        due_on: None,
        permits: vec![ForPermit { permit, deferrable: false }],
    })
}

/// The file that is called after 张三.
fn attach(id: AttachmentId) -> Command {
    Command::Attach(Attach { id, file: file(FILES), subject: Subject::Project })
}

/// Free texts that stand in the current rows too: a title, where to find a proof, a file's name.
fn told_in_free_text() -> [Command; 4] {
    let proof = NewEvidence {
        kind: EvidenceKind::Photo,
        reference: "张三手机里的照片".to_owned(),
        note: Some("张三提供".to_owned()),
    };
    [
        Command::RecordAgreement(RecordAgreement {
            id: id(AgreementId::from_uuid, 1),
            kind: AgreementKind::Intent,
            title: Some("与张三的意向书".to_owned()),
            number: None,
            amount: None,
            signed_on: day("2024-02-01"),
            event: None,
            supersedes: None,
        }),
        Command::RecordTerms(RecordTerms {
            land_price: None,
            subsidies: vec![NewSubsidy {
                kind: SubsidyKind::People,
                amount: None,
                condition: Some("张三签字后兑现".to_owned()),
            }],
            note: Some("由张三跟进".to_owned()),
        }),
        Command::RecordMilestone(RecordMilestone {
            id: id(MilestoneId::from_uuid, 999),
            kind: MilestoneKind::LandSupplied,
            works: None,
            evidence: vec![proof],
        }),
        attach(id(AttachmentId::from_uuid, 1)),
    ]
}

#[tokio::test]
async fn free_texts_are_erased_as_a_whole_where_asked_for() {
    on_each(async |db| {
        settle(db).await;
        let mut story = Story::whole(db, 1).await;
        for command in told_in_free_text() {
            story.does(command).await;
        }
        let permit = *story.project.permits.keys().next().unwrap();
        story.does(list(id(MaterialId::from_uuid, 1), permit)).await;
        let project = story.project.id;
        let request =
            EraseRequest { scope: Scope::Everywhere, texts: vec!["张三".to_owned()], free_texts: false };
        let listed = forget(db, Scope::Everywhere, &["张三"]).await.mentions;
        let thorough = EraseRequest { free_texts: true, ..request };
        let found = projects_naming(&mut db.read().await.unwrap(), &thorough).await.unwrap();
        assert_eq!(found, [project], "held before it is erased");
        let erased = write(db, move |tx| {
            let request = thorough.clone();
            Box::pin(async move { erase(tx, &request, None, now()).await })
        });
        let erased = erased.await.unwrap();
        assert_eq!((erased.erased, erased.mentions), (listed.clone(), [].into()));
        let listed = shown(project, listed);
        for field in [
            "12 data.title",
            "13 data.note",
            "13 data.subsidies[0].condition",
            "14 data.evidence[0].reference",
            "15 data.name",
            "16 data.facts.note",
        ] {
            assert!(listed.contains(&field.to_owned()), "{field} is not in {listed:?}");
        }
        blank(db, project).await;
        assert_eq!(story.findings().await, [""; 0], "the chain is whole");
        let current = projects::load_one(&mut db.read().await.unwrap(), project).await.unwrap().unwrap();
        let title = current.agreements.values().next().unwrap().title.clone();
        assert_eq!(title, Some(Private::erased()));
        assert_eq!(current.terms.note, Some(Private::erased()));
        assert_eq!(current.terms.subsidies[&SubsidyKind::People].condition, Some(Private::erased()));
        let note = current.materials.values().next().unwrap().facts.note.clone();
        assert_eq!(note, Some(Private::erased()));
        assert!(current.attachments.values().next().unwrap().name.is_erased());
        let proof = &current.milestone(MilestoneKind::LandSupplied).unwrap().evidence[0];
        assert!(proof.reference.is_erased() && proof.note.as_ref().unwrap().is_erased());
    })
    .await;
}

#[tokio::test]
async fn the_projects_that_name_a_person_are_found_before_and_none_after() {
    on_each(async |db| {
        settle(db).await;
        let (one, two) = (Story::whole(db, 1).await.project.id, Story::whole(db, 2).await.project.id);
        let naming = async |scope, text: &str| {
            let request =
                EraseRequest { scope, texts: vec![text.to_owned(), String::new()], free_texts: false };
            projects_naming(&mut db.read().await.unwrap(), &request).await.unwrap()
        };
        assert_eq!(naming(Scope::Everywhere, "张三").await, [one, two]);
        assert_eq!(naming(Scope::Project(two), "0951-100").await, [two]);
        assert_eq!(naming(Scope::Everywhere, "来电").await, [], "free texts are a reader's");
        forget(db, Scope::Project(one), &["张三"]).await;
        assert_eq!(naming(Scope::Everywhere, "张三").await, [two]);
    })
    .await;
}

/// Where these bytes stand in the file or its write-ahead log.
fn on_disk(path: &Path, needle: &str) -> Vec<&'static str> {
    let holds = |suffix: &str| {
        let mut path = path.as_os_str().to_owned();
        path.push(suffix);
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    };
    ["", "-wal"].into_iter().filter(|suffix| holds(suffix)).collect()
}

/// SQLite only: what PostgreSQL keeps of dead rows is its operator's.
#[tokio::test]
async fn an_erased_number_is_gone_from_the_disk() {
    let mut target = None;
    let test = TestDb::sqlite(|config| target = Some(config.target.clone())).await;
    let Some(Target::Sqlite(path)) = target else { panic!("this is SQLite") };
    settle(&test.db).await;
    Story::whole(&test.db, 1).await;
    assert_ne!(on_disk(&path, "0951-100"), [""; 0]);
    let project = forget(&test.db, Scope::Everywhere, &["0951-100"]).await.projects();
    blank(&test.db, *project.first().unwrap()).await;
    test.db.truncate_log().await.unwrap();
    assert_eq!(on_disk(&path, "0951-100"), [""; 0]);
    test.drop_database().await;
}
