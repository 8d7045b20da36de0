//! What may be listed, told and taken off the list.

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use super::plan::{catalogue, life, plan, set};
use crate::attachment::Subject;
use crate::attribute::Attribute;
use crate::command::{AddMaterial, Command, ForPermit, UpdateMaterial};
use crate::ids::{OfficerId, PermitId};
use crate::material::{MOST_OF_PERMIT, MOST_OF_PROJECT, MaterialState as S, Removal};
use crate::permit::Phase;
use crate::plan::Outlook;
use crate::private::Private;
use crate::stage::Stage;
use crate::step::Turn;

const NOW: &str = "2025-06-10";

/// A project with permits 1 (granted), 2 and 3, 4 ruled out, and a material for 2.
fn full() -> Life {
    let mut life = new_build_at(Stage::Started);
    for number in [2, 3, 4] {
        life.does(&add_permit(number, Phase::After), &on("2025-06-01"));
    }
    life.does(&rule_out(4), &on("2025-06-02"));
    life.does(&add_material(1, &[2]), &on("2025-06-05"));
    life
}

/// A refusal leaves state and history as they were.
#[track_caller]
fn check(life: &Life, command: &Command, by: OfficerId, expected: &str) {
    let mut tried = life.clone();
    assert_eq!(tried.answer(command, &on(NOW).by(by)), expected);
    assert_eq!(tried.project == life.project && tried.history == life.history, expected != "ok");
}

fn unknown(field: &str, id: impl std::fmt::Display) -> String {
    format!("NOT_FOUND {field} id={id}")
}

fn needed(permit: u128) -> ForPermit {
    ForPermit { permit: permit_id(permit), deferrable: false }
}

fn update(change: impl FnOnce(&mut UpdateMaterial)) -> Command {
    let mut update = tell(material_id(1));
    change(&mut update);
    Command::UpdateMaterial(update)
}

#[test]
fn for_permits_of_the_plan() {
    let life = full();
    let add = |permits: &[u128], expected: &str| check(&life, &add_material(2, permits), MANAGER, expected);
    add(&[2], "ok");
    add(&[1, 2, 3], "ok");
    add(&[], "REQUIRED .permits min=1");
    add(&[2, 4], "PERMIT_RULED_OUT .permits[1] .permitId");
    add(&[2, 3, 2], "DUPLICATE .permits[2] .permitId");
    add(&[3, 9], &unknown(".permits[1] .permitId", permit_id(9)));
}

#[test]
fn under_a_name_of_its_own() {
    let life = full();
    let add = |name: &str, expected: &str| {
        let command = Command::AddMaterial(AddMaterial { name: name.into(), ..list(2, &[2]) });
        check(&life, &command, MANAGER, expected);
    };
    add("授权委托书", "ok");
    add(" 图纸 ", "ok");
    add("", "TEXT_EMPTY .name");
    add("图", "VALUE_INVALID .name value=图");
    add(&"图".repeat(120), "ok");
    add(&"图".repeat(121), "TEXT_TOO_LONG .name max=120 found=121");
    add("图\u{202E}纸", "TEXT_CONTROL_CHARACTER .name position=2");
    // Neither width nor blanks make another of it.
    let twin = format!("DUPLICATE .name material={}", material_id(1));
    add("材料 １", &twin);
    let mut two = life.clone();
    two.does(&add_material(2, &[2]), &on(NOW));
    check(
        &two,
        &update(|update| update.name = Some("材料2".into())),
        MANAGER,
        &format!("DUPLICATE .name material={}", material_id(2)),
    );
    // Its own name is free to it, and one that was taken off the list to everybody.
    check(&two, &update(|update| update.name = Some("材料１".into())), MANAGER, "ok");
    two.does(&Command::RemoveMaterial(material_id(2)), &on(NOW));
    check(&two, &update(|update| update.name = Some("材料2".into())), MANAGER, "ok");
}

#[test]
fn what_is_told_of_it() {
    let mut life = full();
    let told = Command::UpdateMaterial(UpdateMaterial {
        name: Some("施工图设计文件".into()),
        holder: Some(Turn::Intermediary),
        note: Some(Some("设计院张工 13800000000".into())),
        state: Some(S::InPreparation),
        due_on: Some(Some(day("2025-07-01"))),
        add: vec![ForPermit { permit: permit_id(3), deferrable: true }],
        ..tell(material_id(1))
    });
    life.does(&told, &on(NOW));
    let material = life.project.materials[&material_id(1)].clone();
    assert_eq!((material.listed_on, material.since, material.filed), (day("2025-06-05"), day(NOW), false));
    let facts = &material.facts;
    assert_eq!(
        (facts.name.as_str(), facts.holder, facts.state),
        ("施工图设计文件", Turn::Intermediary, S::InPreparation)
    );
    assert_eq!(facts.note, Some(Private::new("设计院张工 13800000000")));
    assert_eq!(facts.permits, [(permit_id(2), false), (permit_id(3), true)].into());
    // Told once more, nothing happens.
    let before = life.history.len();
    life.does(&told, &on("2025-06-11"));
    assert_eq!(life.history.len(), before);
    // What was not told stays; what is cleared goes.
    life.does(&update(|update| update.note = Some(None)), &on(NOW));
    life.does(&update(|update| update.due_on = Some(None)), &on(NOW));
    life.does(&update(|update| update.remove = vec![permit_id(2)]), &on(NOW));
    let facts = &life.project.materials[&material_id(1)].facts;
    assert_eq!((&facts.note, facts.due_on, facts.state), (&None, None, S::InPreparation));
    assert_eq!(facts.permits, [(permit_id(3), true)].into());
}

#[test]
fn what_cannot_be_told() {
    let life = full();
    let tell =
        |change: fn(&mut UpdateMaterial), expected: &str| check(&life, &update(change), MANAGER, expected);
    tell(|update| update.material = material_id(7), &unknown(".materialId", material_id(7)));
    tell(|update| update.remove = vec![permit_id(2)], "REQUIRED .removePermits min=1");
    tell(
        |update| update.remove = vec![permit_id(2), permit_id(9)],
        &unknown(".removePermits[1]", permit_id(9)),
    );
    tell(|update| update.add = vec![needed(9)], &unknown(".addPermits[0] .permitId", permit_id(9)));
    tell(|update| update.add = vec![needed(4)], "PERMIT_RULED_OUT .addPermits[0] .permitId");
    tell(
        |update| update.due_on = Some(Some(day("2025-06-04"))),
        "DATE_OUT_OF_ORDER .dueOn date=2025-06-04 notBefore=2025-06-05",
    );
    tell(
        |update| update.due_on = Some(Some(day("2225-06-04"))),
        "DATE_IN_FUTURE .dueOn date=2225-06-04 today=2025-06-30",
    );
    tell(|update| update.note = Some(Some("张\n李".into())), "TEXT_CONTROL_CHARACTER .holderNote position=2");
    tell(
        |update| {
            update.add = vec![needed(3)];
            update.remove = vec![permit_id(2), permit_id(3)];
        },
        "DUPLICATE .removePermits[1]",
    );
    // One permit for another in one go.
    tell(
        |update| {
            update.add = vec![needed(3)];
            update.remove = vec![permit_id(2)];
        },
        "ok",
    );
}

#[test]
fn when_it_was_told() {
    let told = |life: &Life, command: &Command, on_day: &str, expected: &str| {
        let mut tried = life.clone();
        assert_eq!(tried.answer(command, &on(on_day)), expected);
        assert_eq!(tried.project == life.project, expected != "ok");
    };
    let mut life = full();
    let name = update(|update| update.name = Some("图纸".into()));
    let too_early = "DATE_OUT_OF_ORDER .occurredOn date=2025-06-04 notBefore=2025-06-05";
    told(&life, &name, "2025-06-04", too_early);
    told(&life, &name, "2025-06-05", "ok");
    told(&life, &name, "2025-07-01", "DATE_IN_FUTURE .occurredOn date=2025-07-01 today=2025-06-30");
    life.does(&material_is(1, S::InPreparation), &on("2025-06-08"));
    // What it is called may be told of an earlier day; how far it is goes forwards.
    told(&life, &name, "2025-06-06", "ok");
    let back = "DATE_OUT_OF_ORDER .occurredOn date=2025-06-07 notBefore=2025-06-08";
    told(&life, &material_is(1, S::Ready), "2025-06-07", back);
    told(&life, &Command::RemoveMaterial(material_id(1)), "2025-06-07", back);
    let agreed = |due_on| Command::AddMaterial(AddMaterial { due_on: Some(day(due_on)), ..list(2, &[2]) });
    told(&life, &agreed("2025-06-09"), NOW, "DATE_OUT_OF_ORDER .dueOn date=2025-06-09 notBefore=2025-06-10");
    told(&life, &agreed("2025-06-10"), NOW, "ok");
}

#[test]
fn off_the_list_only_what_nobody_has_had() {
    let remove = || Command::RemoveMaterial(material_id(1));
    let after = |commands: &[Command], expected: &str| {
        let mut life = full();
        for command in commands {
            life.does(command, &on(NOW));
        }
        check(&life, &remove(), MANAGER, expected);
    };
    let file = attach(1, file_of(MANAGER), Subject::Material(material_id(1)));
    after(&[], "ok");
    after(&[material_is(1, S::Ready)], "ok");
    after(&[material_is(1, S::Filed)], "MATERIAL_IN_USE .materialId");
    after(&[material_is(1, S::Filed), material_is(1, S::Ready)], "MATERIAL_IN_USE .materialId");
    after(&[material_is(1, S::ToCorrect)], "MATERIAL_IN_USE .materialId");
    after(std::slice::from_ref(&file), "MATERIAL_IN_USE .materialId");
    after(&[file, Command::WithdrawAttachment(attachment_id(1))], "ok");
    after(&[remove()], &unknown(".materialId", material_id(1)));
    let mut life = full();
    assert_eq!(life.answer(&remove(), &on(NOW).without_reason()), "REASON_REQUIRED .reason");
    life.does(&remove(), &on(NOW));
    let removed = Removal { on: day(NOW), reason: Private::new("经研究") };
    assert_eq!(life.project.materials[&material_id(1)].removed, Some(removed));
    check(&life, &material_is(1, S::Ready), MANAGER, &unknown(".materialId", material_id(1)));
}

#[test]
fn by_those_who_work_on_projects() {
    let life = full();
    let all = [add_material(2, &[2]), material_is(1, S::Ready), Command::RemoveMaterial(material_id(1))];
    for command in all {
        for by in [SPECIALIST, MANAGER, COUNTY_LEADER] {
            check(&life, &command, by, "ok");
        }
        for (by, role) in [
            (CLERK, "CLERK"),
            (INTEGRATION, "INTEGRATION"),
            (AUDITOR, "AUDITOR"),
            (ADMINISTRATOR, "ADMINISTRATOR"),
        ] {
            check(&life, &command, by, &format!("ROLE_NOT_ALLOWED role={role}"));
        }
    }
}

#[test]
fn so_many_and_no_more() {
    let mut life = full();
    // One hundred of permit 2, and whatever else the project has room for.
    for number in 2..=MOST_OF_PERMIT as u128 {
        life.does(&add_material(number, &[2]), &on(NOW));
    }
    let most = format!("TOO_MANY .permits[0] .permitId max={MOST_OF_PERMIT}");
    check(&life, &add_material(900, &[2, 3]), MANAGER, &most);
    // One that needs it already takes no more room.
    let deferrable = ForPermit { deferrable: true, ..needed(2) };
    check(&life, &update(|update| update.add = vec![deferrable]), MANAGER, "ok");
    for (permit, first) in (10..14).zip((1_000..).step_by(1_000)) {
        life.does(&add_permit(permit, Phase::After), &on(NOW));
        for number in 0..100 {
            life.does(&add_material(first + number, &[permit]), &on(NOW));
        }
    }
    assert_eq!(life.project.materials.len(), MOST_OF_PROJECT);
    check(&life, &add_material(900, &[3]), MANAGER, &format!("TOO_MANY .projectId max={MOST_OF_PROJECT}"));
    life.does(&Command::RemoveMaterial(material_id(1)), &on(NOW));
    life.does(&add_material(900, &[3]), &on(NOW));
}

/// Facts first: what happened is recorded, and people say what became of each paper.
#[test]
fn a_case_is_opened_whatever_is_missing() {
    let mut life = full();
    life.does(&open_case(9, 2), &on(NOW));
    assert_eq!(life.project.materials[&material_id(1)].facts.state, S::Missing);
}

#[test]
fn what_lacks_papers_cannot_be_filed_and_is_not_taken_off_the_plan() {
    let mut life = life();
    let assessed = set(Attribute::RegionalAssessmentDone, false);
    life.does(&plan(1, &[set(Attribute::Relics, true), assessed]), &on(NOW));
    let of = |life: &Life, code: &str| {
        let permits = &mut life.project.permits.values();
        permits.find(|permit| permit.item.code() == Some(code)).unwrap().id
    };
    let (relics, filing) = (of(&life, "relics"), of(&life, "filing"));
    let fileable = |life: &Life| -> Vec<PermitId> {
        let outlook = Outlook::of(&catalogue(), &life.project, &life.facts.offices, day(NOW));
        outlook.fileable.into_keys().collect()
    };
    let both = |one: PermitId, other: PermitId| if one < other { vec![one, other] } else { vec![other, one] };
    assert_eq!(fileable(&life), both(relics, filing));
    let needed = vec![ForPermit { permit: relics, deferrable: false }];
    life.does(&Command::AddMaterial(AddMaterial { permits: needed, ..list(1, &[]) }), &on(NOW));
    assert_eq!(fileable(&life), [filing]);
    let deferrable = ForPermit { permit: relics, deferrable: true };
    let later = UpdateMaterial { add: vec![deferrable], ..tell(material_id(1)) };
    assert_eq!(
        fileable(&{
            let mut life = life.clone();
            life.does(&Command::UpdateMaterial(later), &on(NOW));
            life
        }),
        both(relics, filing)
    );
    for state in S::ALL {
        let mut life = life.clone();
        life.does(&material_is(1, *state), &on(NOW));
        assert_eq!(fileable(&life).contains(&relics), state.is_at_hand(), "{state}");
    }
    // Somebody has begun to gather what it takes, so that it stays.
    let mut without = life.clone();
    without.does(&Command::RemoveMaterial(material_id(1)), &on(NOW));
    for (life, stays) in [(&mut life, true), (&mut without, false)] {
        life.does(&plan(2, &[set(Attribute::Relics, false)]), &on(NOW));
        assert_eq!(life.project.permits[&relics].ruled_out.is_none(), stays);
    }
}
