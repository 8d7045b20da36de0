//! Figures of the release binary: size, start-up time on an existing file, resident memory when idle.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use luodi_testkit::process::{Options, Service};
use tempfile::tempdir;

use crate::error::Error;
use crate::interrupt;

/// Starts measured; the median is told, the range beside it.
const STARTS: usize = 9;

/// Long enough for start-up work to be over.
const IDLE: Duration = Duration::from_secs(3);

/// Measures the binary and returns one line per figure.
pub(crate) fn of(binary: &Path) -> Result<Vec<String>, Error> {
    let size = fs::metadata(binary).map_err(Error::io(binary.display().to_string()))?.len();
    let folder = tempdir().map_err(Error::io("a temporary folder"))?;
    let options = Options {
        binary: binary.to_owned(),
        command: "serve",
        data: folder.path().to_owned(),
        database_url: None,
        port: None,
        arguments: Vec::new(),
        environment: Vec::new(),
    };
    let first = ready_after(&options)?;
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        interrupt::check()?;
        times.push(ready_after(&options)?);
    }
    times.sort_unstable();

    let service = Service::start(&options).map_err(Error::io("the service"))?;
    thread::sleep(IDLE);
    let path = format!("/proc/{}/status", service.id());
    let status = fs::read_to_string(&path).map_err(Error::io(path))?;
    let resident =
        resident_kib(&status).ok_or_else(|| Error::Other("the kernel told no resident memory".to_owned()))?;
    Ok(vec![
        format!("release binary: {}", mib(size)),
        format!("start to ready, fresh folder: {}", milliseconds(first)),
        format!(
            "start to ready, existing file: median {} of {STARTS} (from {} to {})",
            milliseconds(times[STARTS / 2]),
            milliseconds(times[0]),
            milliseconds(times[STARTS - 1])
        ),
        format!("resident memory, idle for {IDLE:?}: {}", mib(resident * 1024)),
    ])
}

fn ready_after(options: &Options) -> Result<Duration, Error> {
    let service = Service::start(options).map_err(Error::io("the service"))?;
    let time = service.ready_after();
    let (status, log) = service.stop().map_err(Error::io("the service"))?;
    if status.success() {
        Ok(time)
    } else {
        Err(Error::Other(format!("the service ended with {status}:\n{log}")))
    }
}

/// `VmRSS` of `/proc/<pid>/status`, in KiB.
fn resident_kib(status: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    value.trim().strip_suffix(" kB")?.parse().ok()
}

fn mib(bytes: u64) -> String {
    let tenths = bytes * 10 / (1024 * 1024);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

#[cfg(test)]
mod tests {
    use super::{mib, resident_kib};

    #[test]
    fn memory_is_read_from_the_kernels_table() {
        assert_eq!(resident_kib("Name:\tluodi\nVmRSS:\t   20480 kB\nThreads:\t3\n"), Some(20480));
        assert_eq!(resident_kib("Name:\tluodi\n"), None);
        assert_eq!(mib(20480 * 1024 + 700 * 1024), "20.6 MiB");
    }
}
