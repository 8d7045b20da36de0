//! Rules of case.
