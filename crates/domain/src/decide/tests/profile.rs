//! Rules of profile.
