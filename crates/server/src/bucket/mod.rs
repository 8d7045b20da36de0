//! The store of files that speaks S3, if the settings name one.

mod carrier;
mod config;

use std::sync::Arc;
use std::time::Duration;

use luodi_app::files::{Bucket, Vault};

use crate::failure::Failure;
use crate::settings::Settings;
use carrier::Wire;
pub(crate) use config::S3Fault;

/// How long a call may take; less where requests have little time, so that whoever waits still hears what it was.
const PATIENCE: Duration = Duration::from_secs(15);

/// The bucket that the settings name, if any.
pub(crate) fn named(settings: &Settings) -> Result<Option<Bucket>, S3Fault> {
    let bucket = config::read(&settings.s3)?;
    if bucket.is_some() && settings.files.is_some() { Err(S3Fault::TwoPlaces) } else { Ok(bucket) }
}

/// Files in it.
pub(crate) fn vault(bucket: Bucket, settings: &Settings) -> Result<Vault, Failure> {
    let wire = Wire::new(PATIENCE.min(settings.request_timeout() / 2));
    Ok(Vault::in_bucket(bucket, Arc::new(wire))?)
}
