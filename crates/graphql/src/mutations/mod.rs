//! The write side: one field per command, each with an input and a payload of its own.
//!
//! What a rule refuses is data in the payload, with the object as it is; what we cannot do is a top-level error.

mod access;
mod attachment;
mod case;
mod duplicate;
mod hash;
mod life;
mod material;
mod paper;
mod payload;
mod permit;
mod plan;
mod profile;
mod registry;
mod session;
mod step;
#[cfg(test)]
mod tests;
mod user_error;
mod user_error_code;

pub use user_error::{Param, UserError};
pub use user_error_code::UserErrorCode;

use async_graphql::MergedObject;

/// Everything that can be changed. A mutation that a rule refuses changes nothing, answers with the object as it is, and
/// says why in `errors`. 变更
#[derive(MergedObject, Default)]
pub struct Mutation(
    profile::ProfileMutation,
    life::LifeMutation,
    paper::PaperMutation,
    attachment::AttachmentMutation,
    permit::PermitMutation,
    material::MaterialMutation,
    plan::PlanMutation,
    case::CaseMutation,
    step::StepMutation,
    registry::RegionMutation,
    registry::AgencyMutation,
    registry::OfficerMutation,
    registry::EnterpriseMutation,
    registry::AbsenceMutation,
    registry::RecorderMutation,
    registry::DaysOffMutation,
    registry::PermitOverrideMutation,
    registry::DutyRuleMutation,
    access::AccessMutation,
    duplicate::DuplicateMutation,
);
