//! Files over HTTP: taken in, attached, handed out, withdrawn, cleared away, and held against the record.

mod bound;
mod cleared;
mod compared;
mod lying;
mod others;
mod refused;
mod shown;
mod whole;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

pub(super) use lying::{kept, place};

/// A picture of one grey point.
pub(super) const PNG: &[u8] = b"\x89PNG\x0D\x0A\x1A\x0A\x00\x00\x00\x0DIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9BU\x00\x00\x00\x0AIDATx\x9Cc\xF8\x0F\x00\x01\x01\x01\x00\xB18\xF6\x14\x00\x00\x00\x00IEND\xAEB`\x82";

/// What says in the folder of files whose they are.
const MARKER: &str = "luodi-office";

/// A photograph of one point.
fn jpeg() -> Vec<u8> {
    let text = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////////////////\
                //////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=";
    BASE64_STANDARD.decode(text).unwrap()
}

/// A document of so many bytes.
pub(super) fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n\
        trailer<</Root 1 0 R>>\n%%EOF\n"
        .to_vec();
    bytes.extend((bytes.len()..size).map(|place| u8::try_from(place % 251).unwrap()));
    bytes
}
