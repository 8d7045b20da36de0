//! Calls to the provider. They go where they are sent and nowhere else, and soon come back.

use std::time::Duration;

use openidconnect::http::{Method, Request, Response};
use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// How long one call may take. Signing in takes three.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer that is read: keys and tokens take some kilobytes.
const LONGEST: u64 = 1 << 20;

/// A client over HTTP.
#[derive(Debug)]
pub(super) struct Caller(Agent);

impl Default for Caller {
    fn default() -> Self {
        // Authorities that the machine trusts: an office may have one of its own.
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .tls_config(tls)
            // An answer must not choose whom the service calls (server-side request forgery).
            .max_redirects(0)
            // It is the library that says what a status means.
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
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
