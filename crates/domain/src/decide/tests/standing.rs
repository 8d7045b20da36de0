//! Rules of standing.
