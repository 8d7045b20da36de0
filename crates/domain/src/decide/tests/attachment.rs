//! What may be attached, by whom, to what, and taken back.

use super::commands::*;
use super::fixture::*;
use super::life::{Life, new_build_at, on};
use crate::attachment::{MOST_WITHDRAWN, Subject, Withdrawal};
use crate::command::Command;
use crate::ids::{FileId, OfficerId};
use crate::milestone::MilestoneKind;
use crate::private::Private;
use crate::project::Project;
use crate::stage::Stage;

const NOW: &str = "2025-06-10";

/// One project with an agreement, a permit, a milestone and a material.
fn full() -> Life {
    let mut life = new_build_at(Stage::Producing);
    for number in [1, 2] {
        life.does(&add_material(number, &[1]), &on(NOW));
    }
    life.does(&Command::RemoveMaterial(material_id(2)), &on(NOW));
    life
}

const PRODUCING: fn() -> Subject = || Subject::Milestone(milestone_id(MilestoneKind::Producing));

#[test]
fn to_what_is_there() {
    let check = |subject: Subject, expected: &str| {
        let mut life = full();
        let before = life.project.clone();
        let answer = life.answer(&attach(1, file_of(MANAGER), subject), &on(NOW));
        assert_eq!(answer, expected);
        if expected == "ok" {
            let attachment = &life.project.attachments[&attachment_id(1)];
            assert_eq!((attachment.subject, attachment.on), (subject, day(NOW)));
            assert_eq!(attachment.name, Private::new("现场照片.jpg"));
            assert_eq!((attachment.size, attachment.uploaded_by), (1_234, MANAGER));
        } else {
            assert_eq!(life.project, before);
        }
    };
    check(Subject::Project, "ok");
    check(PRODUCING(), "ok");
    check(Subject::Permit(permit_id(1)), "ok");
    check(Subject::Agreement(agreement_id(1)), "ok");
    check(Subject::Material(material_id(1)), "ok");
    let unknown = |field: &str, id: String| format!("NOT_FOUND .{field} id={id}");
    let milestone = milestone_id(MilestoneKind::Registered);
    check(Subject::Milestone(milestone), &unknown("milestoneId", milestone.to_string()));
    check(Subject::Permit(permit_id(7)), &unknown("permitId", permit_id(7).to_string()));
    check(Subject::Agreement(agreement_id(7)), &unknown("agreementId", agreement_id(7).to_string()));
    check(Subject::Material(material_id(7)), &unknown("materialId", material_id(7).to_string()));
    // What was taken off the list is as what never was.
    check(Subject::Material(material_id(2)), &unknown("materialId", material_id(2).to_string()));
}

#[test]
fn ones_own_file_and_once() {
    let check = |by: OfficerId, file: FileId, expected: &str| {
        let mut life = full();
        assert_eq!(life.answer(&attach(1, file, Subject::Project), &on(NOW).by(by)), expected);
    };
    let unknown = |file: FileId| format!("NOT_FOUND .fileId id={file}");
    check(SPECIALIST, file_of(SPECIALIST), "ok");
    // Another's is as one that never was.
    check(SPECIALIST, file_of(MANAGER), &unknown(file_of(MANAGER)));
    check(SPECIALIST, file_of(STRANGER), &unknown(file_of(STRANGER)));
    check(MANAGER, ATTACHED_FILE, "FILE_ATTACHED .fileId");
    check(SPECIALIST, ATTACHED_FILE, &unknown(ATTACHED_FILE));
}

#[test]
fn by_those_who_do_such_things() {
    let check = |by: OfficerId, subject: Subject, expected: &str| {
        let mut life = full();
        assert_eq!(life.answer(&attach(1, file_of(by), subject), &on(NOW).by(by)), expected);
    };
    let permit = Subject::Permit(permit_id(1));
    for by in [SPECIALIST, MANAGER, COUNTY_LEADER] {
        check(by, Subject::Project, "ok");
    }
    for (by, role) in [(CLERK, "CLERK"), (INTEGRATION, "INTEGRATION")] {
        check(by, permit, "ok");
        check(by, Subject::Material(material_id(1)), &format!("ROLE_NOT_ALLOWED role={role}"));
        check(by, Subject::Project, &format!("ROLE_NOT_ALLOWED role={role}"));
    }
    for (by, role) in [(AUDITOR, "AUDITOR"), (ADMINISTRATOR, "ADMINISTRATOR")] {
        check(by, permit, &format!("ROLE_NOT_ALLOWED role={role}"));
    }
}

#[test]
fn withdrawn_with_a_reason_and_once() {
    let mut life = full();
    life.does(&attach(1, file_of(MANAGER), Subject::Project), &on(NOW));
    let withdraw = |number| Command::WithdrawAttachment(attachment_id(number));
    let check = |life: &mut Life, number, ask, expected: &str| {
        let before: Project = life.project.clone();
        assert_eq!(life.answer(&withdraw(number), &ask), expected);
        assert_eq!(life.project == before, expected != "ok");
    };
    check(&mut life, 2, on(NOW), &format!("NOT_FOUND .attachmentId id={}", attachment_id(2)));
    check(&mut life, 1, on(NOW).without_reason(), "REASON_REQUIRED .reason");
    check(
        &mut life,
        1,
        on("2025-06-09"),
        "DATE_OUT_OF_ORDER .occurredOn date=2025-06-09 notBefore=2025-06-10",
    );
    check(&mut life, 1, on("2025-06-11"), "ok");
    let withdrawn = Withdrawal { on: day("2025-06-11"), reason: Private::new("经研究") };
    assert_eq!(life.project.attachments[&attachment_id(1)].withdrawn, Some(withdrawn));
    check(&mut life, 1, on("2025-06-12"), "ALREADY_ENDED .attachmentId");
}

/// Of what is not withdrawn, so many to each thing.
#[test]
fn so_many_and_no_more() {
    let check = |subject: Subject, most: u128| {
        let mut life = full();
        for number in 1..=most {
            life.does(&attach(number, file_of(MANAGER), subject), &on(NOW));
        }
        let one_more = attach(most + 1, file_of(SPECIALIST), subject);
        assert_eq!(life.answer(&one_more, &on(NOW).by(SPECIALIST)), format!("TOO_MANY .fileId max={most}"));
        // Another thing has room, and so has this one once something is withdrawn.
        let elsewhere = if subject == Subject::Project { PRODUCING() } else { Subject::Project };
        life.does(&attach(most + 2, file_of(MANAGER), elsewhere), &on(NOW));
        life.does(&Command::WithdrawAttachment(attachment_id(1)), &on(NOW));
        life.does(&one_more, &on(NOW).by(SPECIALIST));
    };
    check(Subject::Project, 500);
    check(PRODUCING(), 50);
    check(Subject::Permit(permit_id(1)), 50);
    check(Subject::Agreement(agreement_id(1)), 50);
    check(Subject::Material(material_id(1)), 50);
}

/// Whoever attaches and withdraws again and again leaves room for others, and for himself elsewhere.
#[test]
fn so_much_withdrawn_and_no_more() {
    let mut life = full();
    let (permit, most) = (Subject::Permit(permit_id(1)), MOST_WITHDRAWN as u128 + 50);
    let attach = |number, by, subject| attach(number, file_of(by), subject);
    // One after the other, and by the dozen: what counts is what he brought.
    for number in 1..=most {
        life.does(&attach(number, CLERK, permit), &on(NOW).by(CLERK));
        if number <= 60 {
            life.does(&Command::WithdrawAttachment(attachment_id(number)), &on(NOW).by(CLERK));
        }
    }
    for number in 61..=most {
        life.does(&Command::WithdrawAttachment(attachment_id(number)), &on(NOW).by(CLERK));
    }
    let before = life.project.clone();
    let once_more = attach(190, CLERK, permit);
    assert_eq!(life.answer(&once_more, &on(NOW).by(CLERK)), "TOO_MANY_WITHDRAWN .fileId max=100");
    assert_eq!(life.project, before);
    life.does(&attach(191, MANAGER, permit), &on(NOW));
    life.does(&attach(192, MANAGER, Subject::Project), &on(NOW));
}
