//! `luodi-bench`: how long the release takes to answer over ten thousand projects, on both databases.
//!
//! A tool of the workspace, not shipped. It fills databases, starts `luodi serve` on each, sends the questions of a
//! working day over HTTP, one client at a time and several at once, and prints a table. Milliseconds are for the reader;
//! it fails only on what holds on any machine ([`claims`]), and when two databases answer differently. Run by
//! `cargo xtask bench` and `verify`; `LUODI_SIZE_BENCH_PROJECTS` changes the number of projects.

mod claims;
mod client;
mod error;
mod home;
mod latency;
mod load;
mod questions;
mod start;
mod table;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use luodi_testkit::process::Service;
use luodi_testkit::size;
use serde_json::Value;

use client::Client;
use error::Error;
use home::{Engine, Home};
use load::Load;
use questions::Question;
use table::Measured;

/// Of which size the databases are that all questions are asked of.
const PROJECTS: usize = 10_000;
/// How many ask at once in the second round.
const CROWD: usize = 8;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Error> {
    for engine in Engine::ALL {
        say(&start::of_demo(engine)?);
    }
    // The demo city as it is, to see what grows with the number of projects, and the large one.
    let small = rounds(0, &[Load::alone()])?;
    let large = rounds(size("bench_projects", PROJECTS, PROJECTS), &[Load::alone(), Load::crowd(CROWD)])?;
    for line in table::lines(small.iter().chain(&large)) {
        say(&line);
    }
    let broken = claims::broken(&small, &large);
    if broken.is_empty() { Ok(()) } else { Err(Error::Claims(broken)) }
}

/// Asks every question of both databases with so many projects.
fn rounds(projects: usize, loads: &[Load]) -> Result<Vec<Measured>, Error> {
    let mut measured = Vec::new();
    let mut answers: Option<Vec<Value>> = None;
    for engine in Engine::ALL {
        let started = Instant::now();
        let home = Home::filled(engine, projects)?;
        say(&format!(
            "{engine}: {} projects entered in {:.1} s",
            home.projects,
            started.elapsed().as_secs_f64()
        ));
        let service = Service::start(&home.options()).map_err(Error::io("the service"))?;
        let client = Client::new(&service.url("/graphql"), &home.token);
        let questions = questions::all(&client)?;
        let given = questions.iter().map(|question| client.data(question)).collect::<Result<Vec<_>, _>>()?;
        if let Some(other) = &answers {
            same(&questions, other, &given)?;
        }
        for (question, data) in questions.iter().zip(&given) {
            for load in loads {
                measured.push(Measured {
                    question: question.name,
                    grows: question.grows,
                    first_page: question.first_page,
                    engine,
                    projects: home.projects,
                    clients: load.clients,
                    rows: question.rows(data)?,
                    latency: load.run(&client, question)?,
                });
            }
        }
        answers = Some(given);
        let (status, log) = service.stop().map_err(Error::io("the service"))?;
        if !status.success() {
            return Err(Error::Service { status, log });
        }
    }
    Ok(measured)
}

/// A wrong answer is not worth timing: both databases have to say the same, to the last cursor.
fn same(questions: &[Question], one: &[Value], other: &[Value]) -> Result<(), Error> {
    let differs =
        |(question, (one, other)): (&Question, (&Value, &Value))| (one != other).then_some(question.name);
    let names: Vec<_> = questions.iter().zip(one.iter().zip(other)).filter_map(differs).collect();
    if names.is_empty() && one.len() == other.len() { Ok(()) } else { Err(Error::Differ(names)) }
}

/// Milliseconds with one decimal.
fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}

#[expect(clippy::print_stdout, reason = "the output of a command-line tool")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "the output of a command-line tool")]
fn complain(error: &Error) {
    eprintln!("{error}");
}
