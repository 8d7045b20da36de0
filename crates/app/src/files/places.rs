//! Who is sending files at the moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use luodi_domain::ids::OfficerId;

use super::FilesError;

/// How many files are taken in at once: each holds a part of itself in memory.
const AT_ONCE: usize = 16;
/// How many of these one officer sends: nobody keeps the others out.
const OF_ONE: usize = 3;

/// Who is sending, and how much.
#[derive(Debug, Default)]
pub(super) struct Places(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    /// How many files, by officer.
    files: HashMap<OfficerId, usize>,
    /// How many bytes they all may have.
    bytes: u64,
}

/// A place among them, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    officer: OfficerId,
    bytes: u64,
}

impl Places {
    /// A place for another file of this officer, of so many bytes at the most.
    pub(super) fn enter(self: &Arc<Self>, officer: OfficerId, bytes: u64) -> Result<Place, FilesError> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.files.get(&officer).copied().unwrap_or(0);
        if own >= OF_ONE {
            return Err(FilesError::TooManyAtOnce);
        }
        if taken.files.values().sum::<usize>() >= AT_ONCE {
            return Err(FilesError::Full);
        }
        taken.files.insert(officer, own + 1);
        taken.bytes = taken.bytes.saturating_add(bytes);
        Ok(Place { places: Arc::clone(self), officer, bytes })
    }

    /// How many bytes may come yet, or came, of all that are being sent.
    pub(super) fn promised(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.bytes = taken.bytes.saturating_sub(self.bytes);
        match taken.files.get_mut(&self.officer) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(taken.files.remove(&self.officer)),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn nobody_keeps_the_others_out() {
        let places = Arc::<Places>::default();
        let enter = |n| places.enter(OfficerId::from_uuid(Uuid::from_u128(n)), 7);
        let mut first: Vec<Place> = (0..OF_ONE).map(|_| enter(1).unwrap()).collect();
        assert!(matches!(enter(1), Err(FilesError::TooManyAtOnce)));
        let others: Vec<Place> = (3..AT_ONCE as u128).map(|n| enter(n).unwrap()).collect();
        assert!(matches!(enter(99), Err(FilesError::Full)));
        assert!(matches!(enter(1), Err(FilesError::TooManyAtOnce)));
        first.pop();
        drop(enter(99).unwrap());
        first.push(enter(1).unwrap());
        assert!(matches!(enter(99), Err(FilesError::Full)));
        assert_eq!(places.promised(), 7 * AT_ONCE as u64);
        drop((first, others));
        assert!(places.0.lock().unwrap().files.is_empty());
        assert_eq!(places.promised(), 0);
    }
}
