//! A client of the running service, as simple as clients are: blocking HTTP and JSON.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::request::Builder;
use ureq::http::{HeaderMap, Request, Response};

/// A caller with a token.
#[derive(Clone)]
pub(super) struct Client {
    agent: Agent,
    base: String,
    token: String,
    /// For whom he asks, if not for himself.
    on_behalf_of: Option<String>,
}

/// What came back, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
    /// The body as it came.
    pub(super) bytes: Vec<u8>,
    /// The body where it is JSON.
    pub(super) body: Value,
}

impl Client {
    /// For the service at an address such as `http://127.0.0.1:8080`.
    pub(super) fn new(base: &str, token: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A request refused before its body was read ends its connection, which nobody may take up again.
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_mins(1)))
            .build();
        Self {
            agent: config.new_agent(),
            base: base.trim_end_matches('/').to_owned(),
            token: token.to_owned(),
            on_behalf_of: None,
        }
    }

    /// The same service, another caller.
    pub(super) fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    /// The same caller, asking for an officer.
    pub(super) fn on_behalf_of(&self, officer: &str) -> Self {
        Self { on_behalf_of: Some(officer.to_owned()), ..self.clone() }
    }

    /// A POST to `/graphql` with the headers of a good request, to be changed.
    pub(super) fn request(&self, body: impl Into<Vec<u8>>) -> Request<Vec<u8>> {
        let request = Request::post(format!("{}/graphql", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .header("accept", "application/graphql-response+json")
            .header("accept-language", "en");
        self.for_whom(request).body(body.into()).unwrap()
    }

    /// The same, naming for whom he asks.
    fn for_whom(&self, request: Builder) -> Builder {
        match &self.on_behalf_of {
            Some(officer) => request.header("luodi-on-behalf-of", officer),
            None => request,
        }
    }

    /// A POST of a file with the headers of a good request, to be changed.
    pub(super) fn file(&self, query: &str, bytes: impl Into<Vec<u8>>) -> Request<Vec<u8>> {
        let request = Request::post(format!("{}/files{query}", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-language", "en");
        self.for_whom(request).body(bytes.into()).unwrap()
    }

    /// A file that must be taken: its id.
    #[track_caller]
    pub(super) fn uploaded(&self, name: &str, bytes: impl Into<Vec<u8>>) -> String {
        let name: Vec<String> = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let name = name.concat();
        let answer = self.send(self.file(&format!("?name={name}"), bytes)).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.body["id"].as_str().unwrap().to_owned()
    }

    /// Sends a request, whatever it is.
    pub(super) fn send(&self, request: Request<Vec<u8>>) -> Result<Answer, ureq::Error> {
        self.agent.run(request).and_then(Answer::read)
    }

    /// A GET with our token.
    pub(super) fn get(&self, path: &str) -> Answer {
        let request = Request::get(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept", "application/json, text/*")
            .header("accept-language", "en");
        self.agent.run(self.for_whom(request).body(()).unwrap()).and_then(Answer::read).unwrap()
    }

    /// A GET without a token, of somebody who may not be there.
    pub(super) fn try_get(&self, path: &str) -> Result<Answer, ureq::Error> {
        self.agent.get(format!("{}{path}", self.base)).call().and_then(Answer::read)
    }

    /// Posts a document.
    pub(super) fn post(&self, document: &str, variables: &Value) -> Result<Answer, ureq::Error> {
        self.send(self.request(json!({ "query": document, "variables": variables }).to_string()))
    }

    /// The data of a query that must succeed.
    #[track_caller]
    pub(super) fn query(&self, document: &str, variables: &Value) -> Value {
        let answer = self.post(document, variables).unwrap();
        assert!(answer.status == 200 && answer.body.get("errors").is_none(), "{document}: {}", answer.text);
        answer.body["data"].clone()
    }

    /// One mutation, refused or not; `select` is what is wanted of its payload beside the errors.
    pub(super) fn mutate(&self, field: &str, input: &Value, select: &str) -> Result<Answer, ureq::Error> {
        self.post(&mutation(field, select), &json!({ "input": input }))
    }

    /// One mutation that must be done: its payload.
    #[track_caller]
    pub(super) fn done(&self, field: &str, input: &Value, select: &str) -> Value {
        let answer = self.mutate(field, input, select).unwrap();
        let payload = answer.body["data"][field].clone();
        assert_eq!(payload["errors"], json!([]), "{field} {input}: {}", answer.text);
        payload
    }

    /// One mutation that must be done and makes something: its id.
    #[track_caller]
    pub(super) fn made(&self, field: &str, input: &Value, object: &str) -> String {
        let payload = self.done(field, input, &format!("{object} {{ id }}"));
        payload[object]["id"].as_str().unwrap().to_owned()
    }
}

/// The document of one mutation with its input as the variable `input`.
pub(super) fn mutation(field: &str, select: &str) -> String {
    let kind = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    format!(
        "mutation($input: {kind}!) {{ {field}(input: $input) {{ errors {{ code path message }} {select} }} }}"
    )
}

impl Answer {
    fn read(response: Response<ureq::Body>) -> Result<Self, ureq::Error> {
        let (head, mut body) = response.into_parts();
        let bytes = body.read_to_vec()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or_default();
        Ok(Self { status: head.status.as_u16(), headers: head.headers, text, bytes, body })
    }

    /// In short what was said: `CODE path` of a payload's first error, `200 CODE` of a top-level one, or the data.
    pub(super) fn summary(&self) -> String {
        if let Some(error) = self.body["errors"].get(0) {
            return format!("{} {}", self.status, error["extensions"]["code"].as_str().unwrap_or("no code"));
        }
        let Some(data) = self.body["data"].as_object() else { return self.status.to_string() };
        let Some(error) = data.values().find_map(|payload| payload["errors"].get(0)) else {
            return self.body["data"].to_string();
        };
        let path: Vec<&str> = error["path"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        format!("{} {}", error["code"].as_str().unwrap_or("no code"), path.join("."))
    }
}
