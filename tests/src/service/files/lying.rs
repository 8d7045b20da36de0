//! What lies where files are kept, and what may be done to it past the service: in the folder, or in the bucket.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::MARKER;
use crate::service::home::Home;
use crate::service::s3::PREFIX;

/// Where a file lies: below the last two characters of its id.
pub(in crate::service) fn place(id: &str) -> PathBuf {
    PathBuf::from(&id[id.len() - 2..]).join(id)
}

/// All that lies there, finished or not, by its path within.
pub(in crate::service) fn kept(home: &Home) -> BTreeSet<PathBuf> {
    let Some(store) = home.bucket() else { return in_folder(&home.folder().join("files")) };
    let all = store.keys().into_keys().chain(store.uploads());
    let ours = all.filter_map(|key| key.strip_prefix(PREFIX)?.strip_prefix('/').map(PathBuf::from));
    ours.filter(|place| place != Path::new(MARKER)).collect()
}

fn in_folder(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for inner in fs::read_dir(folder).unwrap() {
        let inner = inner.unwrap().path();
        // Itself, or on its way there.
        if inner.file_name().unwrap().to_str().unwrap().starts_with(MARKER) {
            continue;
        }
        let files = fs::read_dir(&inner).unwrap().map(|file| file.unwrap().path());
        found.extend(files.map(|file| file.strip_prefix(folder).unwrap().to_owned()));
    }
    found
}

fn key(place: &Path) -> String {
    format!("{PREFIX}/{}", place.display())
}

fn path(home: &Home, place: &Path) -> PathBuf {
    home.folder().join("files").join(place)
}

/// Puts something there, over what there was; two days ago, or now.
pub(super) fn lay(home: &Home, place: &Path, bytes: &[u8], old: bool) {
    if let Some(store) = home.bucket() {
        store.put(&key(place), bytes);
        if old {
            store.age(&key(place));
        }
        return;
    }
    let path = path(home, place);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    if old {
        let file = File::options().write(true).open(&path).unwrap();
        #[expect(clippy::disallowed_methods, reason = "the time of a file is the machine's")]
        let now = SystemTime::now();
        file.set_modified(now - Duration::from_hours(48)).unwrap();
    }
}

/// Leaves what is left of a file that never came to its end, two days ago; where it then lies.
pub(super) fn half(home: &Home, id: &str) -> PathBuf {
    if let Some(store) = home.bucket() {
        store.begin(&key(&place(id)));
        return place(id);
    }
    let half = place(id).with_file_name(format!("{id}#1"));
    lay(home, &half, b"half", true);
    half
}

/// Takes something out.
pub(super) fn take(home: &Home, place: &Path) -> Vec<u8> {
    if let Some(store) = home.bucket() {
        return store.taken(&key(place));
    }
    let (path, bytes) = (path(home, place), fs::read(path(home, place)).unwrap());
    fs::remove_file(path).unwrap();
    bytes
}
