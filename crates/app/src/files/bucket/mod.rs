//! A bucket of a store that speaks S3. What is said to it, and how it is signed, is the library's; how a call gets there is
//! whoever carries it.

mod calls;
pub(super) mod trouble;
mod uploads;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{BackoffConfig, RetryConfig};

pub use calls::{Carrier, CarryError, CarryFault};

use calls::Calls;

/// How often a call is made again: nobody need hear of a moment's weakness. One that hung until its carrier gave it up is
/// not, for it took longer than this.
const RETRIES: usize = 2;
const RETRYING: Duration = Duration::from_secs(5);
const BACKOFF: BackoffConfig =
    BackoffConfig { init_backoff: Duration::from_millis(100), max_backoff: Duration::from_secs(1), base: 2. };

/// Where a bucket is, and who we are there.
#[derive(Clone)]
pub struct Bucket {
    /// The store: `https://host[:port]`.
    pub endpoint: String,
    /// What the bucket is called.
    pub name: String,
    /// The store's region, which is part of what is signed.
    pub region: String,
    /// By which key we are known.
    pub access_key_id: String,
    /// What calls are signed with.
    pub secret_access_key: String,
    /// What all keys of ours begin with, without a slash at its end; nothing when the whole bucket is ours.
    pub prefix: String,
    /// Whether the bucket is part of the host's name, instead of the path's beginning.
    pub virtual_host: bool,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("place", &self.to_string()).finish_non_exhaustive()
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.address().trim_end_matches('/'))?;
        if !self.prefix.is_empty() {
            write!(f, "/{}", self.prefix)?;
        }
        Ok(())
    }
}

impl Bucket {
    /// Where its keys begin.
    fn address(&self) -> String {
        let endpoint = self.endpoint.trim_end_matches('/');
        match endpoint.split_once("://") {
            Some((scheme, host)) if self.virtual_host => format!("{scheme}://{}.{host}", self.name),
            _ => format!("{endpoint}/{}", self.name),
        }
    }

    /// Where keys begin that are ours.
    pub(super) fn root(&self) -> Path {
        Path::from(self.prefix.as_str())
    }
}

/// A bucket with somebody who carries calls there.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) bucket: Bucket,
    calls: Calls,
}

impl Opened {
    pub(super) fn new(bucket: Bucket, carrier: Arc<dyn Carrier>) -> Self {
        Self { bucket, calls: Calls::by(carrier) }
    }

    /// What the library makes of it. Nothing is asked yet: the store may be away.
    pub(super) fn store(&self) -> Result<AmazonS3, object_store::Error> {
        let Bucket { endpoint, name, region, access_key_id, secret_access_key, virtual_host, .. } =
            &self.bucket;
        // The library wants the bucket in the endpoint if, and only if, it is part of the host's name.
        let endpoint = if *virtual_host { &self.bucket.address() } else { endpoint };
        AmazonS3Builder::new()
            .with_endpoint(endpoint)
            .with_virtual_hosted_style_request(*virtual_host)
            .with_bucket_name(name)
            .with_region(region)
            .with_access_key_id(access_key_id)
            .with_secret_access_key(secret_access_key)
            .with_retry(RetryConfig { backoff: BACKOFF, max_retries: RETRIES, retry_timeout: RETRYING })
            // Not every store can do it, and nothing is removed by the thousand.
            .with_disable_bulk_delete(true)
            .with_http_connector(self.calls.clone())
            .build()
    }
}

#[cfg(test)]
mod tests;
