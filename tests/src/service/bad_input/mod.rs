//! Bad input of every kind over HTTP: a clear refusal each, nothing changed, no fault of ours.

mod access;
mod documents;
mod ids;
mod requests;
mod twice;
mod values;

use serde_json::Value;

use super::client::Answer;
use super::home::{Home, in_both_homes};
use super::office::Office;

/// Checks row after row against one office, and fails at the end with all that was wrong.
struct Table<'a> {
    office: Office<'a>,
    /// All that must stay as it is.
    state: Value,
    wrong: Vec<String>,
    rows: usize,
}

impl<'a> Table<'a> {
    fn new(home: &'a Home) -> Self {
        let office = Office::found(home);
        Self { state: office.state(), office, wrong: Vec::new(), rows: 0 }
    }

    /// Sends something bad: the answer must begin as expected, and everything stay as it was.
    fn check(&mut self, name: &str, send: impl FnOnce(&Office<'_>) -> Answer, expected: &str) {
        let answer = send(&self.office);
        let after = self.office.state();
        let name: String = name.chars().take(120).collect();
        let said = answer.summary();
        if !said.starts_with(expected) || answer.status >= 500 {
            let text: String = answer.text.chars().take(300).collect();
            self.wrong.push(format!("{name}: expected {expected}, got {said}: {text}"));
        }
        if after != self.state {
            self.wrong.push(format!("{name}: changed\n{}\nto\n{after}", self.state));
            self.state = after;
        }
        self.rows += 1;
    }

    /// Does something good in between.
    fn meanwhile<T>(&mut self, act: impl FnOnce(&Office<'_>) -> T) -> T {
        let result = act(&self.office);
        self.state = self.office.state();
        result
    }

    /// A mutation by the specialist.
    fn refused(&mut self, field: &str, input: &Value, expected: &str) {
        let send = |office: &Office<'_>| office.specialist.mutate(field, input, "").unwrap();
        self.check(&format!("{field} {input}"), send, expected);
    }

    /// A mutation by the administrator.
    fn refused_administrator(&mut self, field: &str, input: &Value, expected: &str) {
        let send = |office: &Office<'_>| office.administrator.mutate(field, input, "").unwrap();
        self.check(&format!("{field} {input}"), send, expected);
    }

    /// A query by the specialist.
    fn query(&mut self, document: &str, variables: &Value, expected: &str) {
        let send = |office: &Office<'_>| office.specialist.post(document, variables).unwrap();
        self.check(&format!("{document} {variables}"), send, expected);
    }

    #[track_caller]
    fn end(self) {
        assert!(
            self.wrong.is_empty(),
            "{} of {} rows:\n{}",
            self.wrong.len(),
            self.rows,
            self.wrong.join("\n")
        );
        self.office.close();
    }
}

in_both_homes!(ids, values, documents, requests, access, twice);

fn ids(home: &Home) {
    ids::run(Table::new(home));
}

fn values(home: &Home) {
    values::run(Table::new(home));
}

fn documents(home: &Home) {
    documents::run(Table::new(home));
}

fn requests(home: &Home) {
    requests::run(Table::new(home));
}

fn access(home: &Home) {
    access::run(Table::new(home));
}

fn twice(home: &Home) {
    twice::run(Table::new(home));
}
