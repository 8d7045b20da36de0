//! What projects refer to: regions, agencies, posts, officers, enterprises.

mod agency;
mod check;
mod enterprise;
mod officer;
mod region;

pub use agency::{Agency, AgencyKind, Post};
pub use check::token_name;
pub use enterprise::Enterprise;
pub use officer::Officer;
pub use region::{DatedCode, Region, RegionKind};
