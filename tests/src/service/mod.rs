//! The real binary over HTTP, on both databases.

mod access;
mod anchors;
mod audits;
mod bad_input;
mod budgets;
mod client;
mod commands;
mod demo;
mod deputies;
mod files;
mod follow;
mod home;
mod life;
mod npm;
mod office;
mod oidc;
mod python;
mod recorders;
mod replanning;
mod running;
mod s3;
mod schemathesis;
mod sign_in;
mod slow;
mod tables;
mod walkthrough;
