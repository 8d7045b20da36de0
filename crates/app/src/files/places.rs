//! Who is sending files at the moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use luodi_domain::ids::OfficerId;

use super::FilesError;

/// How many files are taken in at once: each holds a part of itself in memory.
const AT_ONCE: usize = 16;
/// How many of these one officer sends: nobody keeps the others out.
const OF_ONE: usize = 3;

/// Who is sending, and how many files.
#[derive(Debug, Default)]
pub(super) struct Places(Mutex<HashMap<OfficerId, usize>>);

/// A place among them, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    officer: OfficerId,
}

impl Places {
    /// A place for another file of this officer.
    pub(super) fn enter(self: &Arc<Self>, officer: OfficerId) -> Result<Place, FilesError> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&officer).copied().unwrap_or(0);
        if own >= OF_ONE {
            return Err(FilesError::TooManyAtOnce);
        }
        if taken.values().sum::<usize>() >= AT_ONCE {
            return Err(FilesError::Full);
        }
        taken.insert(officer, own + 1);
        Ok(Place { places: Arc::clone(self), officer })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get_mut(&self.officer) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(taken.remove(&self.officer)),
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
        let enter = |n| places.enter(OfficerId::from_uuid(Uuid::from_u128(n)));
        let mut first: Vec<Place> = (0..OF_ONE).map(|_| enter(1).unwrap()).collect();
        assert!(matches!(enter(1), Err(FilesError::TooManyAtOnce)));
        let others: Vec<Place> = (3..AT_ONCE as u128).map(|n| enter(n).unwrap()).collect();
        assert!(matches!(enter(99), Err(FilesError::Full)));
        assert!(matches!(enter(1), Err(FilesError::TooManyAtOnce)));
        first.pop();
        drop(enter(99).unwrap());
        first.push(enter(1).unwrap());
        assert!(matches!(enter(99), Err(FilesError::Full)));
        drop((first, others));
        assert!(places.0.lock().unwrap().is_empty());
    }
}
