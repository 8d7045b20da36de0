//! A browser as far as cookies go: it keeps what it is told to keep and sends it along.

use luodi_testkit::process::Service;
use serde_json::{Value, json};
use ureq::http::Request;

use crate::service::client::{Answer, Client};

/// What the cookie is called where there is TLS.
const NAME: &str = "__Host-luodi=";

/// A page of the service's own in some browser.
#[derive(Clone)]
pub(in crate::service) struct Browser {
    client: Client,
    base: String,
    pub(in crate::service) cookie: Option<String>,
}

impl Browser {
    /// With no cookie yet.
    pub(in crate::service) fn at(service: &Service) -> Self {
        let base = service.url("");
        Self { client: Client::new(&base, ""), base: base.trim_end_matches('/').to_owned(), cookie: None }
    }

    /// The same with another cookie.
    pub(in crate::service) fn with_cookie(&self, cookie: &str) -> Self {
        Self { cookie: Some(cookie.to_owned()), ..self.clone() }
    }

    /// The origin of the pages.
    pub(in crate::service) fn origin(&self) -> &str {
        &self.base
    }

    /// A request as a page makes it, to be changed.
    pub(in crate::service) fn request(&self, path: &str, body: &Value) -> Request<Vec<u8>> {
        let mut request = Request::post(format!("{}{path}", self.base))
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .header("accept-language", "en")
            .header("user-agent", "Test/1.0")
            .header("origin", &self.base)
            .header("x-luodi", "1");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("other=1; {NAME}{cookie}"));
        }
        request.body(body.to_string().into_bytes()).unwrap()
    }

    /// Sends a request, whatever it is.
    pub(in crate::service) fn try_send(&self, request: Request<Vec<u8>>) -> Answer {
        self.client.send(request).unwrap()
    }

    /// Sends a request, and keeps the cookie that comes back.
    pub(in crate::service) fn send(&mut self, path: &str, body: &Value) -> Answer {
        let answer = self.try_send(self.request(path, body));
        let set = answer.headers.get("set-cookie").map(|value| value.to_str().unwrap());
        if let Some(value) =
            set.and_then(|set| set.strip_prefix(NAME)).and_then(|rest| rest.split(';').next())
        {
            self.cookie = Some(value.to_owned()).filter(|value| !value.is_empty());
        }
        answer
    }

    /// Tries to sign in.
    pub(in crate::service) fn try_sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.send("/login", &json!({ "login": login, "password": password }))
    }

    /// Signs in where it must be possible.
    #[track_caller]
    pub(in crate::service) fn sign_in(&mut self, login: &str, password: &str) -> Value {
        let answer = self.try_sign_in(login, password);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.body
    }

    /// Asks something of GraphQL.
    pub(in crate::service) fn ask(&self, document: &str, variables: &Value) -> Answer {
        self.try_send(self.request("/graphql", &json!({ "query": document, "variables": variables })))
    }

    /// In short, who it is.
    pub(in crate::service) fn who(&self) -> String {
        self.ask("{ viewer { role } }", &Value::Null).summary()
    }
}
