//! Uploads in parts that never came to their end, of which the library has no list.

use chrono::{DateTime, Utc};
use http::{Method, Request, StatusCode};
use object_store::aws::{AmazonS3, AwsAuthorizer, AwsCredential};
use object_store::client::{HttpRequest, HttpRequestBody, HttpService as _};
use object_store::multipart::MultipartStore as _;
use object_store::path::Path;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{Bucket, Opened};

/// A page of the list, as S3 has it.
#[derive(Debug, Deserialize)]
struct Listed {
    #[serde(rename = "Upload", default)]
    uploads: Vec<Begun>,
    #[serde(rename = "IsTruncated", default)]
    more: bool,
    #[serde(rename = "NextKeyMarker", default)]
    key: String,
    #[serde(rename = "NextUploadIdMarker", default)]
    upload: String,
}

/// An upload that was begun.
#[derive(Debug, Deserialize)]
struct Begun {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "UploadId")]
    id: String,
    #[serde(rename = "Initiated")]
    at: DateTime<Utc>,
}

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
enum NoList {
    #[error("the store answers {0}")]
    Status(StatusCode),
    #[error("the store's list cannot be read: {0}")]
    Read(#[from] quick_xml::DeError),
    #[error(transparent)]
    Request(#[from] http::Error),
    #[error(transparent)]
    Signature(#[from] object_store::Error),
    #[error(transparent)]
    Call(#[from] object_store::client::HttpError),
}

impl From<NoList> for object_store::Error {
    fn from(error: NoList) -> Self {
        Self::Generic { store: "S3", source: Box::new(error) }
    }
}

impl Opened {
    /// Ends uploads below our root that were begun before this and are files of ours; how many there were. A store that
    /// keeps no list of them has none.
    pub(in crate::files) async fn end_uploads(
        &self,
        store: &AmazonS3,
        before: DateTime<Utc>,
        is_ours: impl Fn(&Path) -> bool,
    ) -> Result<usize, object_store::Error> {
        let (mut ended, mut after) = (0, (String::new(), String::new()));
        loop {
            let Some(page) = self.begun(&after).await? else { return Ok(ended) };
            for Begun { key, id, at } in page.uploads {
                let place = Path::from(key);
                if at >= before || !is_ours(&place) {
                    continue;
                }
                match store.abort_multipart(&place, &id).await {
                    Ok(()) => ended += 1,
                    // Another replica was there first.
                    Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            let next = (page.key, page.upload);
            if !page.more || next == after {
                return Ok(ended);
            }
            after = next;
        }
    }

    async fn begun(&self, after: &(String, String)) -> Result<Option<Listed>, NoList> {
        let answer = self.calls.call(self.signed(after)?).await?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_IMPLEMENTED | StatusCode::METHOD_NOT_ALLOWED => return Ok(None),
            status => return Err(NoList::Status(status)),
        }
        let body = answer.into_body().bytes().await?;
        Ok(Some(quick_xml::de::from_reader(&body[..])?))
    }

    fn signed(&self, (key, upload): &(String, String)) -> Result<HttpRequest, NoList> {
        let Bucket { prefix, region, access_key_id, secret_access_key, .. } = &self.bucket;
        let mut address = format!("{}/?uploads=", self.bucket.address());
        for (name, value) in [("prefix", prefix), ("key-marker", key), ("upload-id-marker", upload)] {
            if !value.is_empty() {
                address = format!("{address}&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC));
            }
        }
        let mut request =
            Request::builder().method(Method::GET).uri(address).body(HttpRequestBody::empty())?;
        let credential = AwsCredential {
            key_id: access_key_id.clone(),
            secret_key: secret_access_key.clone(),
            token: None,
        };
        AwsAuthorizer::new(&credential, "s3", region).try_authorize(&mut request, None)?;
        Ok(request)
    }
}
