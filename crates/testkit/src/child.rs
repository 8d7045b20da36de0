//! A child process that ends with its owner, always by its own pid.

use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

pub use rustix::process::Signal;
use rustix::process::{Pid, kill_process, kill_process_group};

/// How often a child is asked whether it has ended.
const POLL: Duration = Duration::from_millis(5);

/// Owns a child: asked to end with one signal, killed when it does not within the grace time.
#[derive(Debug)]
pub struct Owned {
    child: Child,
    polite: Signal,
    grace: Duration,
    group: bool,
}

impl Owned {
    /// Takes the child over; `polite` is the signal that asks it to end.
    #[must_use]
    pub const fn new(child: Child, polite: Signal, grace: Duration) -> Self {
        Self { child, polite, grace, group: false }
    }

    /// The same for a child that was started as the leader of its own process group: signals reach whatever
    /// it has started in turn, as `cargo test` starts test binaries.
    #[must_use]
    pub const fn group(child: Child, polite: Signal, grace: Duration) -> Self {
        Self { child, polite, grace, group: true }
    }

    /// The child's process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The status, if the child has ended by itself.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Sends a signal to the child; harmless once it has ended, because its pid is kept until it is waited for.
    pub fn signal(&mut self, signal: Signal) -> io::Result<()> {
        if self.ended()?.is_none() {
            let pid = Pid::from_child(&self.child);
            if self.group { kill_process_group(pid, signal) } else { kill_process(pid, signal) }?;
        }
        Ok(())
    }

    /// Waits for the child to end by itself, at most as long as given.
    pub fn wait_at_most(&mut self, limit: Duration) -> io::Result<Option<ExitStatus>> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.ended()? {
                return Ok(Some(status));
            }
            if started.elapsed() >= limit {
                return Ok(None);
            }
            thread::sleep(POLL);
        }
    }

    /// Asks the child to end and waits; kills it when the grace time is over.
    pub fn end(&mut self) -> io::Result<ExitStatus> {
        self.signal(self.polite)?;
        if let Some(status) = self.wait_at_most(self.grace)? {
            return Ok(status);
        }
        self.signal(Signal::KILL)?;
        self.child.wait()
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // Nobody is left to tell, and a child that is gone already is what was wanted.
        let _ = self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::{Owned, Signal};
    use std::fs;
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::Command;
    use std::thread;
    use std::time::{Duration, Instant};

    fn shell(script: &str, grace: Duration) -> Owned {
        Owned::new(Command::new("sh").args(["-c", script]).spawn().unwrap(), Signal::TERM, grace)
    }

    #[test]
    fn asks_first_and_kills_only_who_does_not_listen() {
        let polite = shell("exec sleep 60", Duration::from_secs(10)).end().unwrap();
        assert_eq!(polite.signal(), Some(15));

        let mut deaf = shell("trap '' TERM; while :; do sleep 0.05; done", Duration::from_millis(200));
        assert_eq!(deaf.wait_at_most(Duration::from_millis(300)).unwrap(), None, "it runs");
        assert_eq!(deaf.end().unwrap().signal(), Some(9));
    }

    #[test]
    fn a_group_ends_with_what_its_leader_started() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pid");
        let script = format!("sleep 60 & echo $! > {}.new; mv {0}.new {0}; wait", file.display());
        let child = Command::new("sh").args(["-c", &script]).process_group(0).spawn().unwrap();
        let mut group = Owned::group(child, Signal::TERM, Duration::from_secs(10));
        let started = loop {
            match fs::read_to_string(&file) {
                Ok(text) => break text.trim().to_owned(),
                Err(_) => thread::yield_now(),
            }
        };
        group.end().unwrap();
        // An orphan is waited for by the system, or stays as a zombie: either way it runs no more.
        let running = || {
            let state = fs::read_to_string(format!("/proc/{started}/stat")).unwrap_or_default();
            !state.is_empty() && !state.contains(") Z ")
        };
        let asked = Instant::now();
        while running() {
            assert!(asked.elapsed() < Duration::from_secs(10), "process {started} runs on");
            thread::yield_now();
        }
    }

    #[test]
    fn dropping_ends_the_child() {
        let child = shell("exec sleep 60", Duration::from_secs(10));
        let pid = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        assert!(rustix::process::test_kill_process(pid).is_ok());
        drop(child);
        assert!(rustix::process::test_kill_process(pid).is_err());
    }
}
