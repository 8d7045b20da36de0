//! Calls to the provider.

use std::time::Duration;

use openidconnect::http::{Method, Request, Response};
use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;

use crate::outward;

/// How long one call may take. Signing in takes three.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer that is read: keys and tokens take some kilobytes.
const LONGEST: u64 = 1 << 20;

/// A client over HTTP.
#[derive(Debug)]
pub(super) struct Caller(Agent);

impl Default for Caller {
    fn default() -> Self {
        let config = outward::client().timeout_global(Some(PATIENCE)).build();
        Self(config.new_agent())
    }
}

impl Caller {
    /// One call, which blocks the thread.
    pub(super) fn call(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (head, body) = request.into_parts();
        let answer = if head.method == Method::GET {
            self.0.run(Request::from_parts(head, ()))?
        } else {
            self.0.run(Request::from_parts(head, body))?
        };
        let (head, mut body) = answer.into_parts();
        let bytes = body.with_config().limit(LONGEST).read_to_vec()?;
        Ok(Response::from_parts(head, bytes))
    }
}
