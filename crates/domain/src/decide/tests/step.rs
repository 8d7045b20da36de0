//! Rules of step.
