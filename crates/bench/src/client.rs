//! A client of the service that keeps its connection, as a browser does.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

use crate::error::Error;
use crate::questions::Question;

/// Longer than the service itself would wait.
const PATIENCE: Duration = Duration::from_mins(1);

/// One caller with one connection.
pub(crate) struct Client {
    agent: Agent,
    address: String,
    token: String,
}

impl Client {
    /// For a service whose `/graphql` is at this address.
    pub(crate) fn new(address: &str, token: &str) -> Self {
        let config = Agent::config_builder().timeout_global(Some(PATIENCE)).build();
        Self { agent: config.new_agent(), address: address.to_owned(), token: token.to_owned() }
    }

    /// Another caller with a connection of his own.
    pub(crate) fn another(&self) -> Self {
        Self::new(&self.address, &self.token)
    }

    /// The data that answer a question.
    pub(crate) fn data(&self, question: &Question) -> Result<Value, Error> {
        let text = self.text(question.name, &question.body())?;
        let wrong = |answer: String| Error::Answer { question: question.name, answer };
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if answer.get("errors").is_some() {
            return Err(wrong(text));
        }
        Ok(answer["data"].take())
    }

    /// The data that answer a document, for preparing questions.
    pub(crate) fn ask(
        &self,
        name: &'static str,
        document: &'static str,
        variables: Value,
    ) -> Result<Value, Error> {
        self.data(&Question::new(name, document, variables))
    }

    /// An answer as it comes, read to its end.
    pub(crate) fn text(&self, question: &'static str, body: &str) -> Result<String, Error> {
        let request = self.agent.post(&self.address);
        let answered = request
            .header("authorization", &format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .header("accept", "application/graphql-response+json")
            .send(body)
            .and_then(|mut response| response.body_mut().read_to_string());
        answered.map_err(|source| Error::Http { question, source: Box::new(source) })
    }
}

/// The body of a request.
pub(crate) fn body(document: &str, variables: &Value) -> String {
    json!({ "query": document, "variables": variables }).to_string()
}
