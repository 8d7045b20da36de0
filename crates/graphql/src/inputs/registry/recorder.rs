//! Recorders 代录人.

use async_graphql::{ID, InputObject};
use luodi_app::registry::NewRecorder;
use luodi_domain::ids::{OfficerId, RecorderId};
use luodi_domain::refusal::Refusal;

use super::{EntryEdit, NewEntry};
use crate::inputs::read;

/// Has an officer record what a leader decides 指定代录人.
#[derive(Debug, InputObject)]
pub(crate) struct AppointRecorderInput {
    /// Who decides. 领导
    pub(crate) leader_id: ID,
    /// Who records it: a specialist, manager or clerk of the leader's region or below. 代录人
    pub(crate) officer_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

impl AppointRecorderInput {
    pub(crate) fn read(&self, id: RecorderId) -> Result<NewRecorder, Refusal> {
        Ok(NewRecorder {
            id,
            leader: read::id(&self.leader_id, "leaderId", OfficerId::parse)?,
            officer: read::id(&self.officer_id, "officerId", OfficerId::parse)?,
        })
    }
}

/// Ends that somebody records for a leader 解除代录人.
#[derive(Debug, InputObject)]
pub(crate) struct DismissRecorderInput {
    /// Which one. 代录人
    pub(crate) recorder_id: ID,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl DismissRecorderInput {
    pub(crate) fn id(&self) -> Result<RecorderId, Refusal> {
        read::id(&self.recorder_id, "recorderId", RecorderId::parse)
    }
}
