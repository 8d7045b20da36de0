//! The schema: the same on both databases, fit for every statement, and holding the rules that the code relies on.

mod parity;
mod statements;
mod texts;
mod triggers;
