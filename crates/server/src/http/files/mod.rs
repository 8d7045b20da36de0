//! Files: `POST /files?name=…` takes one in, its bytes as the body, and `GET /files/{id}` hands it out to whoever sees
//! what it is attached to.

mod answer;
mod name;
mod pace;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::extract::{Path, Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use luodi_app::access::Principal;
use luodi_app::files::{Files, FilesError, Handed, Received};
use luodi_domain::ids::FileId;
use luodi_graphql::http::{Authenticate, linger_for};
use luodi_graphql::language::Language;
use serde_json::json;
use tokio::time::timeout;

use super::authenticate::Callers;
use super::json::json_answer;
use answer::Not;
use pace::{Paced, WINDOW};

/// Whatever it is, it is not run, and shown within no page.
const SANDBOX: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// How much of a refused file is read and thrown away, so that whoever sends it hears the answer and not a reset. It keeps
/// no place, and takes no longer than that of any refused request.
const LINGER_BYTES: usize = 128 << 20;

/// What the handlers work with.
#[derive(Clone)]
pub(crate) struct Counter {
    files: Files,
    callers: Callers,
    /// How long anything may take but the bytes of a file.
    patience: Duration,
}

impl Counter {
    /// Over these files, for callers that are known.
    pub(crate) fn new(files: Files, callers: Callers, patience: Duration) -> Self {
        Self { files, callers, patience }
    }

    /// Who asks, and for whom.
    async fn caller(&self, headers: &HeaderMap) -> Result<Principal, Not> {
        let known = async {
            let caller = self.callers.authenticate(headers).await?;
            self.callers.standing_in(caller, headers).await
        };
        Ok(timeout(self.patience, known).await.map_err(|_| Not::Busy)??)
    }
}

/// The two addresses.
pub(crate) fn router(counter: Counter) -> Router {
    Router::new().route("/files", any(upload)).route("/files/{id}", any(download)).with_state(counter)
}

async fn upload(State(counter): State<Counter>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let mut bytes = body.into_data_stream();
    match counter.take_in(&head, &mut bytes).await {
        Ok(received) => told(&received),
        Err(not) => {
            if !matches!(not, Not::TooSlow) {
                linger_for(&head.headers, Body::from_stream(bytes), LINGER_BYTES).await;
            }
            not.answer(Language::from_headers(&head.headers), "POST")
        }
    }
}

impl Counter {
    async fn take_in(&self, head: &Parts, bytes: &mut BodyDataStream) -> Result<Received, Not> {
        if head.method != Method::POST {
            return Err(Not::Method);
        }
        let principal = self.caller(&head.headers).await?;
        if !Callers::may_write(&principal) {
            return Err(Not::ReadOnly);
        }
        let name = name::asked(head.uri.query().unwrap_or_default())?;
        let (declared, length) = (declared(&head.headers)?, length(&head.headers));
        let upload = self.files.admit(&principal, &name, declared, length);
        let upload = timeout(self.patience, upload).await.map_err(|_| Not::Busy)??;
        let mut paced = Paced::new(bytes, WINDOW.min(self.patience));
        match self.files.receive(upload, &mut paced).await {
            Err(FilesError::CutOff) if paced.is_late() => Err(Not::TooSlow),
            received => Ok(received?),
        }
    }
}

/// What the body is said to be; nothing where nothing is said of it.
fn declared(headers: &HeaderMap) -> Result<Option<String>, Not> {
    let mut values = headers.get_all(CONTENT_TYPE).into_iter();
    let (first, None) = (values.next(), values.next()) else { return Err(Not::Malformed) };
    let Some(value) = first else { return Ok(None) };
    let text = value.to_str().map_err(|_| Not::Malformed)?;
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Ok(Some(essence).filter(|essence| essence != "application/octet-stream"))
}

/// How long the body is said to be. One that says otherwise than it is does not get through to here.
fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn told(received: &Received) -> Response {
    let Received { id, size, sha256, media_type } = received;
    let body =
        json!({ "id": id.to_string(), "sha256": sha256, "size": size, "mediaType": media_type.mime() });
    json_answer(StatusCode::CREATED, &body)
}

async fn download(State(counter): State<Counter>, Path(id): Path<String>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    match counter.hand_out(&head, &id).await {
        Ok(response) => response,
        Err(not) => {
            linger_for(&head.headers, body, LINGER_BYTES).await;
            not.answer(Language::from_headers(&head.headers), "GET")
        }
    }
}

impl Counter {
    async fn hand_out(&self, head: &Parts, id: &str) -> Result<Response, Not> {
        if head.method != Method::GET {
            return Err(Not::Method);
        }
        let principal = self.caller(&head.headers).await?;
        // What is no id is answered as one that nothing has.
        let id = FileId::parse(id).map_err(|_| Not::There)?;
        let found = self.files.hand_out(&principal.viewer, id);
        let found = timeout(self.patience, found).await.map_err(|_| Not::Busy)??;
        sent(id, found.ok_or(Not::There)?)
    }
}

fn sent(id: FileId, handed: Handed) -> Result<Response, Not> {
    let Handed { name, media_type, size, bytes } = handed;
    let disposition = name::disposition(id, media_type, name.as_deref());
    let disposition = HeaderValue::try_from(disposition).map_err(|_| Not::Fault)?;
    let mut response = Body::from_stream(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type.mime()));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(CONTENT_DISPOSITION, disposition);
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// The header that names the one method allowed.
fn allow(method: &'static str) -> (axum::http::HeaderName, HeaderValue) {
    (ALLOW, HeaderValue::from_static(method))
}
