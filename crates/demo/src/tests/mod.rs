//! The city in memory and in both databases.

mod crowded;
mod filled;
mod funnel;
mod numbers;
mod record;
