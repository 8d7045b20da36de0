//! The city in memory and in both databases.

mod filled;
mod funnel;
mod numbers;
mod record;
