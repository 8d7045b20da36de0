//! Attachments 附件: files that stand for evidence.

use super::checks;
use super::draft::Draft;
use crate::actor::Actor;
use crate::attachment::{Attachment, FileFacts, MOST_ATTACHMENTS, Subject};
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
    if draft.project.attachments.len() >= MOST_ATTACHMENTS {
        let most = i64::try_from(MOST_ATTACHMENTS).unwrap_or(i64::MAX);
        return Err(Refusal::new(Rule::TooMany).at("fileId").with("max", Fact::Number(most)));
    }
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
        Subject::Agreement(id) => (project.agreements.contains_key(&id), "agreementId", id.to_string()),
    };
    if there { Ok(()) } else { Err(checks::unknown(field, id)) }
}

/// A file that whoever asks has uploaded himself: another's is answered as one that never was. It is attached once.
fn own_file(id: FileId, context: &Context) -> Result<&FileFacts, Refusal> {
    let own = |file: &&FileFacts| match &context.actor {
        Actor::System => true,
        Actor::Officer(officer) => file.uploaded_by == officer.id,
    };
    let file = context.facts.files.get(&id).filter(own);
    let file = file.ok_or_else(|| checks::unknown("fileId", id.to_string()))?;
    if file.attached { Err(Refusal::new(Rule::FileAttached).at("fileId")) } else { Ok(file) }
}
