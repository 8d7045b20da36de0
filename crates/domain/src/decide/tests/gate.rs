//! Rules of gate.
