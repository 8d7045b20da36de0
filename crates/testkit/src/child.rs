//! A child process that ends with its owner, always by its own pid.

use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

pub use rustix::process::Signal;
use rustix::process::{Pid, kill_process};

/// How often a child is asked whether it has ended.
const POLL: Duration = Duration::from_millis(5);

/// Owns a child: asked to end with one signal, killed when it does not within the grace time.
#[derive(Debug)]
pub struct Owned {
    child: Child,
    polite: Signal,
    grace: Duration,
}

impl Owned {
    /// Takes the child over; `polite` is the signal that asks it to end.
    #[must_use]
    pub const fn new(child: Child, polite: Signal, grace: Duration) -> Self {
        Self { child, polite, grace }
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
            kill_process(Pid::from_child(&self.child), signal)?;
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
        self.child.kill()?;
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
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;
    use std::time::Duration;

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
    fn dropping_ends_the_child() {
        let child = shell("exec sleep 60", Duration::from_secs(10));
        let pid = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        assert!(rustix::process::test_kill_process(pid).is_ok());
        drop(child);
        assert!(rustix::process::test_kill_process(pid).is_err());
    }
}
