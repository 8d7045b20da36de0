//! What projects refer to: regions, agencies, posts, officers, enterprises; who stands in for whom, and who records for
//! whom.

mod absence;
mod agency;
mod check;
mod enterprise;
mod officer;
mod recorder;
mod region;

pub use absence::{Absence, may_end_absence, may_record_absence, record_absence};
pub use agency::{Agency, AgencyKind, Post};
pub use check::token_name;
pub use enterprise::Enterprise;
pub use officer::Officer;
pub use recorder::{Recorder, appoint_recorder, may_appoint_recorder};
pub use region::{DatedCode, Region, RegionKind};
