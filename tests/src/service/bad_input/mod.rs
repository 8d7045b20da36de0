//! Bad input of every kind over HTTP: a clear refusal each, nothing changed, no fault of ours.

mod access;
mod documents;
mod ids;
mod requests;
mod twice;
mod values;

use super::client::Answer;
use super::home::{Home, in_both_homes};
use super::office::Office;

/// Checks row after row against one office, and fails at the end with all that was wrong.
struct Table<'a> {
    office: Office<'a>,
    wrong: Vec<String>,
    rows: usize,
}

impl<'a> Table<'a> {
    fn new(home: &'a Home) -> Self {
        Self { office: Office::found(home), wrong: Vec::new(), rows: 0 }
    }

    /// Sends something bad: the answer must begin as expected, and everything stay as it was.
    fn check(&mut self, name: &str, send: impl FnOnce(&Office<'_>) -> Answer, expected: &str) {
        let before = self.office.state();
        let answer = send(&self.office);
        let after = self.office.state();
        let name: String = name.chars().take(120).collect();
        let said = answer.summary();
        if !said.starts_with(expected) || answer.status >= 500 {
            let text: String = answer.text.chars().take(300).collect();
            self.wrong.push(format!("{name}: expected {expected}, got {said}: {text}"));
        }
        if after != before {
            self.wrong.push(format!("{name}: changed\n{before}\nto\n{after}"));
        }
        self.rows += 1;
    }

    /// A mutation by the specialist.
    fn refused(&mut self, field: &str, input: &serde_json::Value, expected: &str) {
        let send = |office: &Office<'_>| office.specialist.mutate(field, input, "").unwrap();
        self.check(&format!("{field} {input}"), send, expected);
    }

    /// A mutation by the administrator.
    fn refused_administrator(&mut self, field: &str, input: &serde_json::Value, expected: &str) {
        let send = |office: &Office<'_>| office.administrator.mutate(field, input, "").unwrap();
        self.check(&format!("{field} {input}"), send, expected);
    }

    /// A query by the specialist.
    fn query(&mut self, document: &str, variables: &serde_json::Value, expected: &str) {
        let send = |office: &Office<'_>| office.specialist.post(document, variables).unwrap();
        self.check(&format!("{document} {variables}"), send, expected);
    }

    #[track_caller]
    fn end(self) {
        assert!(self.wrong.is_empty(), "{} of {} rows:\n{}", self.wrong.len(), self.rows, self.wrong.join("\n"));
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
