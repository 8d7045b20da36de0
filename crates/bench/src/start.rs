//! How long `luodi demo` takes from an empty place until it is ready.

use luodi_testkit::process::{Options, Service};

use crate::error::Error;
use crate::home::{Empty, Engine};
use crate::latency::Latency;
use crate::milliseconds;

/// Each in a folder, or a database, of its own.
const STARTS: usize = 3;

/// Starts the demo some times and tells how long it took.
pub(crate) fn of_demo(engine: Engine) -> Result<String, Error> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let place = Empty::new(engine)?;
        let options = Options { command: "demo", ..place.options() };
        let service = Service::start(&options).map_err(Error::io("the demo"))?;
        times.push(service.ready_after());
        let (status, log) = service.stop().map_err(Error::io("the demo"))?;
        if !status.success() {
            return Err(Error::Service { status, log });
        }
    }
    let times = Latency::of(times);
    let [least, median, most] = [times.at(0), times.median(), times.at(100)].map(milliseconds);
    Ok(format!(
        "demo city, empty to ready, {engine}: median {median} ms of {STARTS} (from {least} to {most})"
    ))
}
