//! Absences and deputies 请假与代理.

use async_graphql::{ID, InputObject};
use luodi_app::registry::NewAbsence;
use luodi_domain::ids::{AbsenceId, OfficerId};
use luodi_domain::refusal::Refusal;

use super::{EntryEdit, NewEntry};
use crate::inputs::read;
use crate::scalars::Date;

/// Records an absence 登记请假代理. What it is for is not asked.
#[derive(Debug, InputObject)]
pub(crate) struct RecordAbsenceInput {
    /// Who is absent. 请假人
    pub(crate) officer_id: ID,
    /// Who acts for him, with his rights: not one who is absent himself on any of the days. 代理人
    pub(crate) deputy_id: ID,
    /// The first day. 开始日期
    pub(crate) from: Date,
    /// The last day, at most 366 days with the first. 截止日期
    pub(crate) until: Date,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

impl RecordAbsenceInput {
    pub(crate) fn read(&self, id: AbsenceId) -> Result<NewAbsence, Refusal> {
        Ok(NewAbsence {
            id,
            officer: read::id(&self.officer_id, "officerId", OfficerId::parse)?,
            deputy: read::id(&self.deputy_id, "deputyId", OfficerId::parse)?,
            from: self.from.0,
            until: self.until.0,
        })
    }
}

/// Ends an absence before its time 提前结束请假代理.
#[derive(Debug, InputObject)]
pub(crate) struct EndAbsenceInput {
    /// Which one. 请假
    pub(crate) absence_id: ID,
    /// From which day on it is over; from today when not said. 日期
    pub(crate) on: Option<Date>,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl EndAbsenceInput {
    pub(crate) fn id(&self) -> Result<AbsenceId, Refusal> {
        read::id(&self.absence_id, "absenceId", AbsenceId::parse)
    }
}
