//! Keeping what projects refer to: regions, agencies, posts, officers, enterprises.

mod absence;
mod administrators;
mod agency;
mod change;
mod days_off;
mod duties;
mod duty_rule;
mod enterprise;
mod note;
mod officer;
mod permit_override;
mod post;
mod reach;
mod recorder;
mod region;

pub use absence::NewAbsence;
pub use agency::AgencyPatch;
pub use duty_rule::DutyHandover;
pub use enterprise::EnterprisePatch;
pub use officer::OfficerPatch;
pub use permit_override::{EndOfOverride, NewOverride};
pub use post::PostPatch;
pub use recorder::NewRecorder;
pub use region::RegionPatch;

pub(crate) use absence::cut_short;
pub(crate) use administrators::Remaining;
pub(crate) use change::{FIRST_VERSION, duplicate};
pub(crate) use duty_rule::handed_over;
pub(crate) use enterprise::sees_enterprise;
pub(crate) use note::{region_of_officer, region_of_post};
pub(crate) use officer::{agency_of, held_post};
pub(crate) use region::taken;
