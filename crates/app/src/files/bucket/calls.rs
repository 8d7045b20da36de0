//! Calls to a store, on threads that may wait.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt as _;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// How many calls may wait for the store at once: one that hangs must not take the service's threads.
const AT_ONCE: usize = 32;
/// Whoever carries a call to a store and its answer back. He blocks his thread, follows no answer elsewhere, and soon gives
/// up; what he brings is no longer than it may be.
pub trait Carrier: fmt::Debug + Send + Sync + 'static {
    /// How long one call may take.
    fn patience(&self) -> Duration;

    /// One call.
    fn carry(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CarryError>;
}

/// How far a call came that came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarryFault {
    /// Nobody was there; nothing was sent.
    NotReached,
    /// The answer did not come in time.
    Late,
    /// It broke off.
    BrokenOff,
    /// It cannot be carried, or its answer not be read.
    Other,
}

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct CarryError {
    /// How far it came.
    pub fault: CarryFault,
    /// In words.
    pub text: String,
}

impl From<CarryError> for HttpError {
    fn from(error: CarryError) -> Self {
        let kind = match error.fault {
            CarryFault::NotReached => HttpErrorKind::Connect,
            CarryFault::Late => HttpErrorKind::Timeout,
            CarryFault::BrokenOff => HttpErrorKind::Interrupted,
            CarryFault::Other => HttpErrorKind::Unknown,
        };
        Self::new(kind, error)
    }
}

/// A client of HTTP, as the library wants it.
#[derive(Debug, Clone)]
pub(super) struct Calls {
    carrier: Arc<dyn Carrier>,
    places: Arc<Semaphore>,
}

impl Calls {
    pub(super) fn by(carrier: Arc<dyn Carrier>) -> Self {
        Self { carrier, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl HttpConnector for Calls {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Calls {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        // Until it is its turn it may wait half as long as the call itself.
        let turn = timeout(self.carrier.patience() / 2, Arc::clone(&self.places).acquire_owned());
        let Ok(Ok(place)) = turn.await else {
            let text = "too many calls wait for the store already".to_owned();
            return Err(CarryError { fault: CarryFault::Other, text }.into());
        };
        let (head, body) = request.into_parts();
        let request = Request::from_parts(head, body.collect().await?.to_bytes());
        let carrier = Arc::clone(&self.carrier);
        #[expect(
            clippy::disallowed_methods,
            reason = "the client of HTTP waits; so many may at once, and not for long"
        )]
        let work = spawn_blocking(move || {
            let answer = carrier.carry(request);
            // Kept as long as the thread is, whoever still waits for it.
            drop(place);
            answer
        });
        let answer = work.await.map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))??;
        let (head, body) = answer.into_parts();
        Ok(HttpResponse::from_parts(head, body.into()))
    }
}
