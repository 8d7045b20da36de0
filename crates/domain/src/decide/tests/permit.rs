//! Rules of permit.
