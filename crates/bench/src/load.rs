//! Asking again and again, alone or with others.

use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::error::Error;
use crate::latency::Latency;
use crate::questions::Question;

/// How often, by how many, and for how long at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    /// How many ask at once, each the next time when he has his answer.
    pub(crate) clients: usize,
    /// How many times each of them asks.
    times: usize,
    /// After this nobody asks again.
    limit: Duration,
}

/// Answers before the first that counts: caches are filled, and statements prepared, by then.
const WARMING: usize = 10;

impl Load {
    /// One client, often enough for a p99 that two answers exceed.
    pub(crate) const fn alone() -> Self {
        Self { clients: 1, times: 200, limit: Duration::from_secs(10) }
    }

    /// So many at once, fifty times each.
    pub(crate) const fn crowd(clients: usize) -> Self {
        Self { clients, times: 50, limit: Duration::from_secs(10) }
    }

    /// How long the answers took. Each has to be as long as the first, which was looked at: its objects may have their
    /// fields in another order.
    pub(crate) fn run(self, client: &Client, question: &Question) -> Result<Latency, Error> {
        let body = question.body();
        let expected = client.text(question.name, &body)?.len();
        let one = || self.one(&client.another(), question.name, &body, expected);
        let times = thread::scope(|scope| {
            let asking: Vec<_> = (0..self.clients).map(|_| scope.spawn(one)).collect();
            let ended = |one: thread::ScopedJoinHandle<'_, _>| {
                one.join().unwrap_or_else(|_| Err(differs(question.name, "a client panicked")))
            };
            asking.into_iter().map(ended).collect::<Result<Vec<Vec<Duration>>, Error>>()
        })?;
        Ok(Latency::of(times.concat()))
    }

    fn one(
        self,
        client: &Client,
        name: &'static str,
        body: &str,
        expected: usize,
    ) -> Result<Vec<Duration>, Error> {
        for _ in 0..WARMING {
            client.text(name, body)?;
        }
        let begun = Instant::now();
        let mut times = Vec::with_capacity(self.times);
        while times.len() < self.times && begun.elapsed() < self.limit {
            let asked = Instant::now();
            let text = client.text(name, body)?;
            times.push(asked.elapsed());
            if text.len() != expected {
                return Err(differs(name, "the answer changed while nobody wrote"));
            }
        }
        Ok(times)
    }
}

fn differs(question: &'static str, answer: &str) -> Error {
    Error::Answer { question, answer: answer.to_owned() }
}
