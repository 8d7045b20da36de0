//! Rules of stage.
