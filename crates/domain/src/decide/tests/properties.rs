//! Rules of properties.
