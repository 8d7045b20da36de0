//! Files over HTTP: taken in, attached, handed out, withdrawn, cleared away, and held against the record.

mod bound;
mod cleared;
mod compared;
mod others;
mod refused;
mod shown;
mod whole;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::home::Home;

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
fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n\
        trailer<</Root 1 0 R>>\n%%EOF\n"
        .to_vec();
    bytes.extend((bytes.len()..size).map(|place| u8::try_from(place % 251).unwrap()));
    bytes
}

/// All that lies in the folder of files, by its path within.
fn kept(home: &Home) -> BTreeSet<PathBuf> {
    let folder = home.folder().join("files");
    let mut found = BTreeSet::new();
    for inner in fs::read_dir(&folder).unwrap() {
        let inner = inner.unwrap().path();
        if inner.file_name().unwrap() == MARKER {
            continue;
        }
        let files = fs::read_dir(&inner).unwrap().map(|file| file.unwrap().path());
        found.extend(files.map(|file| file.strip_prefix(&folder).unwrap().to_owned()));
    }
    found
}

/// Where a file lies: in the folder of the last two characters of its id.
fn place(id: &str) -> PathBuf {
    PathBuf::from(&id[id.len() - 2..]).join(id)
}
