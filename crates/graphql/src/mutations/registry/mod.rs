//! Keeping what projects refer to.

mod absence;
mod agency;
mod days_off;
mod duty_rule;
mod enterprise;
mod officer;
mod permit_override;
mod recorder;
mod region;

pub(crate) use absence::AbsenceMutation;
pub(crate) use agency::AgencyMutation;
pub(crate) use days_off::DaysOffMutation;
pub(crate) use duty_rule::DutyRuleMutation;
pub(crate) use enterprise::EnterpriseMutation;
pub(crate) use officer::OfficerMutation;
pub(crate) use permit_override::PermitOverrideMutation;
pub(crate) use recorder::RecorderMutation;
pub(crate) use region::RegionMutation;

use luodi_domain::refusal::Refusal;
use uuid::Uuid;

use super::session::About;

/// The entry that an edit names, to show it when the edit is refused.
fn about<T: Copy>(id: &Result<T, Refusal>, uuid: fn(T) -> Uuid) -> About {
    About { project: None, object: id.as_ref().ok().copied().map(uuid) }
}
