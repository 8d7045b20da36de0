//! The registry, the facts, tokens, kept answers and the outbox on both databases.

mod derived;
mod entries;
mod facts;
mod keys;
