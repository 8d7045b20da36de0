//! What is asked: the lists, searches and summaries of a working day.

use serde_json::{Value, json};

use crate::client::{self, Client};
use crate::error::Error;

/// How the time of a question may grow with the number of projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grows {
    /// An index leads to the rows of the page, which are as many whatever stands beside them.
    Never,
    /// It counts, or sorts, all that there is.
    WithTheTable,
}

/// One question, ready to be sent.
pub(crate) struct Question {
    pub(crate) name: &'static str,
    pub(crate) grows: Grows,
    /// Of a page far behind: the same list's first page.
    pub(crate) first_page: Option<&'static str>,
    document: &'static str,
    variables: Value,
    /// Where in the data the rows are.
    rows: &'static str,
}

/// Entries of a page.
const FIRST: usize = 50;
/// The page far behind. With this filter and [`FIRST`], at least five thousand projects pass.
const FAR: usize = 100;

/// A list as a table shows it.
const PAGE: &str = "query($filter: ProjectFilter, $order: [ProjectOrder!], $first: Int!, $after: String) {
  projects(filter: $filter, orderBy: $order, first: $first, after: $after) {
    nodes { id name stage standing stageSince agreedInvestment { yi } updatedAt }
    pageInfo { endCursor hasNextPage }
  }
}";

/// Only where the next page begins.
const TURN: &str = "query($filter: ProjectFilter, $order: [ProjectOrder!], $first: Int!, $after: String) {
  projects(filter: $filter, orderBy: $order, first: $first, after: $after) { pageInfo { endCursor } }
}";

/// A list with everything that an overview shows beside its rows.
const OVERVIEW: &str = "query($filter: ProjectFilter, $order: [ProjectOrder!], $first: Int!) {
  projects(filter: $filter, orderBy: $order, first: $first) {
    nodes {
      name stage
      stageVisits { stage enteredOn }
      originatingAgency { name }
      landingSpecialist { name }
      permits { status agency { name } step { responsible { name } } }
    }
  }
}";

const PIPELINE: &str = "{
  pipeline(by: CITY) {
    projects agreedInvestment { yi } stages { stage projects }
    cells { region { name } stage standing projects agreedInvestment { yi } }
  }
}";

const PERMITS: &str = "query($projects: ProjectFilter, $period: DateFilter) {
  permitSummary(projects: $projects, period: $period) {
    projects projectsStarted levels { level total granted grantedWithDefects inCase refused preparing ruledOut lapsed }
  }
}";

/// The lists whose first and far pages are asked for: what they are sorted by.
const LISTS: [(&str, &str, &str, &str); 3] = [
    (
        "city and active, by amount, page 1",
        "city and active, by amount, page 100",
        "AGREED_INVESTMENT",
        "DESCENDING",
    ),
    ("city and active, by name, page 1", "city and active, by name, page 100", "NAME", "ASCENDING"),
    ("city and active, by update, page 1", "city and active, by update, page 100", "UPDATED", "DESCENDING"),
];

/// Searches: every name has 项目, one in ten 光伏 or its initials, two 葡萄.
const SEARCHES: [(&str, &str, Grows); 4] = [
    ("search 葡萄, page 1", "葡萄", Grows::Never),
    ("search 光伏, page 1", "光伏", Grows::WithTheTable),
    ("search 项目, page 1", "项目", Grows::WithTheTable),
    ("search gf, page 1", "gf", Grows::WithTheTable),
];

impl Question {
    /// A question that may not grow, with its rows in the list of projects.
    pub(crate) const fn new(name: &'static str, document: &'static str, variables: Value) -> Self {
        Self { name, grows: Grows::Never, first_page: None, document, variables, rows: "/projects/nodes" }
    }

    fn of_all(name: &'static str, document: &'static str, variables: Value, rows: &'static str) -> Self {
        Self { grows: Grows::WithTheTable, rows, ..Self::new(name, document, variables) }
    }

    /// The body of its request.
    pub(crate) fn body(&self) -> String {
        client::body(self.document, &self.variables)
    }

    /// How many rows an answer has.
    pub(crate) fn rows(&self, data: &Value) -> Result<usize, Error> {
        let rows = data.pointer(self.rows).and_then(Value::as_array);
        let wrong = || Error::Answer { question: self.name, answer: format!("no rows in {data}") };
        rows.map(Vec::len).ok_or_else(wrong)
    }
}

/// All questions; pages far behind only where there are so many.
pub(crate) fn all(client: &Client) -> Result<Vec<Question>, Error> {
    let filter = json!({ "region": [city(client)?], "standing": { "eq": "ACTIVE" } });
    let mut questions = Vec::new();
    for (first, far, field, direction) in LISTS {
        let order = json!([{ "field": field, "direction": direction }]);
        let variables = json!({ "filter": filter, "order": order, "first": FIRST });
        questions.push(Question::new(first, PAGE, variables.clone()));
        if let Some(after) = cursor_before(client, FAR, variables.clone())? {
            let mut variables = variables;
            variables["after"] = after;
            questions.push(Question { first_page: Some(first), ..Question::new(far, PAGE, variables) });
        }
    }
    for (name, text, grows) in SEARCHES {
        let variables = json!({ "filter": { "text": text }, "first": FIRST });
        questions.push(Question { grows, ..Question::new(name, PAGE, variables) });
    }
    let by_amount = json!([{ "field": "AGREED_INVESTMENT", "direction": "DESCENDING" }]);
    let sorted = json!({ "filter": { "text": "光伏" }, "order": by_amount, "first": FIRST });
    questions.push(Question::of_all("search 光伏, by amount, page 1", PAGE, sorted, "/projects/nodes"));
    let overview = json!({ "filter": filter, "order": by_amount, "first": FIRST });
    questions.push(Question::new("overview of 50 projects", OVERVIEW, overview));
    questions.push(Question::of_all("pipeline, by city", PIPELINE, json!({}), "/pipeline/cells"));
    let year = json!({ "gte": "2024-01-01", "lte": "2024-10-31" });
    let key = json!({ "projects": { "label": ["重大项目"] }, "period": year });
    questions.push(Question::of_all(
        "permitSummary 重大项目, of the year",
        PERMITS,
        key,
        "/permitSummary/levels",
    ));
    questions.push(Question::of_all("permitSummary of all", PERMITS, json!({}), "/permitSummary/levels"));
    Ok(questions)
}

/// The city in which most projects lie.
fn city(client: &Client) -> Result<Value, Error> {
    const NAME: &str = "which city";
    let data = client.ask(NAME, "{ regions(first: 100) { nodes { id name } } }", json!({}))?;
    let regions = data["regions"]["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let city = regions.iter().find(|region| region["name"] == "庆阳市");
    let missing = || Error::Answer { question: NAME, answer: format!("no such city in {data}") };
    city.map(|region| region["id"].clone()).ok_or_else(missing)
}

/// Where this page of a list begins; nothing when the list ends before it.
fn cursor_before(client: &Client, page: usize, mut variables: Value) -> Result<Option<Value>, Error> {
    for _ in 1..page {
        let data = client.ask("turning pages", TURN, variables.clone())?;
        let cursor = &data["projects"]["pageInfo"]["endCursor"];
        if cursor.is_null() {
            return Ok(None);
        }
        variables["after"] = cursor.clone();
    }
    Ok(Some(variables["after"].take()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_where_they_are() {
        let question = Question::of_all("q", PIPELINE, json!({}), "/pipeline/cells");
        assert_eq!(question.rows(&json!({ "pipeline": { "cells": [1, 2] } })).unwrap(), 2);
        assert!(question.rows(&json!({ "pipeline": null })).is_err());
    }
}
