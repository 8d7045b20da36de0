//! Ctrl-C and SIGTERM become an error at the next look, so that every guard on the stack ends what it started.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Starts to listen; called once, before anything is started that has to be ended.
pub(crate) fn listen() -> Result<(), Error> {
    ctrlc::set_handler(|| ASKED.store(true, Ordering::Relaxed))
        .map_err(|error| Error::Other(format!("cannot listen for Ctrl-C: {error}")))
}

/// An error once somebody asked this process to end.
pub(crate) fn check() -> Result<(), Error> {
    if ASKED.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
}
