//! Attachments 附件: files that stand for evidence.

use super::checks;
use super::draft::Draft;
use crate::actor::Actor;
use crate::attachment::{Attachment, FileFacts, MOST_WITHDRAWN, Subject};
use crate::command::Attach;
use crate::context::Context;
use crate::event::Event;
use crate::ids::{AttachmentId, FileId};
use crate::private::Private;
use crate::project::Project;
use crate::refusal::{Fact, Refusal, Rule};

pub(super) fn attach(draft: &mut Draft, command: Attach, context: &Context) -> Result<(), Refusal> {
    exists(&draft.project, command.subject)?;
    let file = own_file(command.file, context)?;
    has_room(&draft.project, command.subject, file)?;
    draft.push(Event::FileAttached(Box::new(Attachment {
        id: command.id,
        file: command.file,
        subject: command.subject,
        name: Private::from_stored(file.name.clone()),
        media_type: file.media_type,
        size: file.size,
        sha256: file.sha256.clone(),
        uploaded_by: file.uploaded_by,
        on: context.occurred_on,
        withdrawn: None,
    })))
}

pub(super) fn withdraw(draft: &mut Draft, id: AttachmentId, context: &Context) -> Result<(), Refusal> {
    let unknown = || checks::unknown("attachmentId", id.to_string());
    let attachment = draft.project.attachments.get(&id).ok_or_else(unknown)?;
    if attachment.withdrawn.is_some() {
        return Err(Refusal::new(Rule::AlreadyEnded).at("attachmentId"));
    }
    checks::in_order(attachment.on, context.occurred_on, "occurredOn")?;
    let reason = checks::reason(context)?;
    draft.push(Event::AttachmentWithdrawn { attachment: id, on: context.occurred_on, reason })
}

/// What it is attached to is there.
fn exists(project: &Project, subject: Subject) -> Result<(), Refusal> {
    let (there, field, id) = match subject {
        Subject::Project => return Ok(()),
        Subject::Milestone(id) => (project.milestones.contains_key(&id), "milestoneId", id.to_string()),
        Subject::Permit(id) => (project.permits.contains_key(&id), "permitId", id.to_string()),
        Subject::Material(id) => (project.material(id).is_some(), "materialId", id.to_string()),
        Subject::Agreement(id) => (project.agreements.contains_key(&id), "agreementId", id.to_string()),
    };
    if there { Ok(()) } else { Err(checks::unknown(field, id)) }
}

/// There is room for another. What was withdrawn takes none from others, and counts with all that whoever uploads it has
/// brought there, in whatever order it came and went.
fn has_room(project: &Project, subject: Subject, file: &FileFacts) -> Result<(), Refusal> {
    let most = |rule: Rule, most: usize| {
        Err(Refusal::new(rule)
            .at("fileId")
            .with("max", Fact::Number(i64::try_from(most).unwrap_or(i64::MAX))))
    };
    let of_it = || project.attachments.values().filter(|attachment| attachment.subject == subject);
    if of_it().filter(|attachment| attachment.withdrawn.is_none()).count() >= subject.most_attachments() {
        return most(Rule::TooMany, subject.most_attachments());
    }
    let brought = of_it().filter(|attachment| attachment.uploaded_by == file.uploaded_by).count();
    let in_all = subject.most_attachments() + MOST_WITHDRAWN;
    if brought >= in_all { most(Rule::TooManyWithdrawn, in_all) } else { Ok(()) }
}

/// A file that whoever asks has uploaded himself, or that whoever records it for him has: another's is answered as one that
/// never was. It is attached once.
fn own_file(id: FileId, context: &Context) -> Result<&FileFacts, Refusal> {
    let recorder = context.recorder.as_ref().map(|recorder| recorder.id);
    let own = |file: &&FileFacts| match &context.actor {
        Actor::System => true,
        Actor::Officer(officer) => {
            file.uploaded_by == officer.id || recorder.is_some_and(|recorder| file.uploaded_by == recorder)
        }
    };
    let file = context.facts.files.get(&id).filter(own);
    let file = file.ok_or_else(|| checks::unknown("fileId", id.to_string()))?;
    if file.attached { Err(Refusal::new(Rule::FileAttached).at("fileId")) } else { Ok(file) }
}
