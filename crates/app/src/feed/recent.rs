//! The latest changes, kept in memory for all who follow the feed.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use luodi_store::feed::Change;
use tokio::sync::watch;

/// How many changes are kept, some hundred bytes each: several seconds of a busy province.
const KEPT: usize = 2_048;

/// How far the feed reaches, and its latest changes.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// Neighbours by number.
    changes: Mutex<VecDeque<Change>>,
    head: watch::Sender<i64>,
}

impl Recent {
    /// The feed reaches this far; what lies before is in the database.
    pub(super) fn begin(&self, head: i64) {
        self.lock().clear();
        self.head.send_replace(head);
    }

    /// The next changes of the feed.
    pub(super) fn publish(&self, changes: Vec<Change>) {
        let Some(head) = changes.last().map(|change| change.no) else { return };
        let mut kept = self.lock();
        for change in changes {
            // After a hole nothing before it is of use.
            if kept.back().is_some_and(|last| last.no + 1 != change.no) {
                kept.clear();
            }
            if kept.len() == KEPT {
                kept.pop_front();
            }
            kept.push_back(change);
        }
        drop(kept);
        self.head.send_replace(head);
    }

    /// Waits until the feed reaches beyond a number; how far it does.
    pub(super) async fn beyond(&self, no: i64) -> i64 {
        let mut head = self.head.subscribe();
        let reached = head.wait_for(|head| *head > no).await.map(|head| *head);
        match reached {
            Ok(head) => head,
            // The sender is ours, so it is there as long as anybody can ask.
            Err(_) => std::future::pending().await,
        }
    }

    /// The changes after a number, at most so many; `None` when they are not all kept.
    pub(super) fn after(&self, no: i64, limit: usize) -> Option<Vec<Change>> {
        let kept = self.lock();
        let skip = usize::try_from(no + 1 - kept.front()?.no).ok()?;
        Some(kept.iter().skip(skip).take(limit).cloned().collect())
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Change>> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use luodi_domain::ids::{CommandId, ProjectId};
    use uuid::Uuid;

    use super::*;

    fn change(no: i64) -> Change {
        Change {
            no,
            command_id: CommandId::from_uuid(Uuid::nil()),
            command: "ADVANCE".to_owned(),
            project: ProjectId::from_uuid(Uuid::nil()),
            first: 1,
            last: 1,
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    fn publish(recent: &Recent, numbers: impl Iterator<Item = i64>) {
        recent.publish(numbers.map(change).collect());
    }

    #[track_caller]
    fn check(recent: &Recent, after: i64, expected: Option<&[i64]>) {
        let found = recent.after(after, 3);
        let numbers = found.map(|changes| changes.iter().map(|change| change.no).collect::<Vec<_>>());
        assert_eq!(numbers.as_deref(), expected, "after {after}");
    }

    #[test]
    fn what_is_not_all_kept_is_read_elsewhere() {
        let recent = Recent::default();
        recent.begin(7);
        check(&recent, 7, None);
        publish(&recent, 8..=12);
        check(&recent, 6, None);
        check(&recent, 7, Some(&[8, 9, 10]));
        check(&recent, 10, Some(&[11, 12]));
        check(&recent, 12, Some(&[]));
        // What was published before a hole is not to be joined with what came after.
        publish(&recent, 14..=15);
        check(&recent, 12, None);
        check(&recent, 13, Some(&[14, 15]));
    }

    #[test]
    fn it_does_not_grow() {
        let recent = Recent::default();
        for start in 0..10 {
            publish(&recent, (start * 1_000 + 1)..=(start * 1_000 + 1_000));
        }
        assert_eq!(recent.lock().len(), KEPT);
        check(&recent, 9_998, Some(&[9_999, 10_000]));
    }

    #[tokio::test]
    async fn whoever_waits_is_told() {
        let recent = Recent::default();
        recent.begin(7);
        let mut waiting = Box::pin(recent.beyond(7));
        assert!(futures::poll!(&mut waiting).is_pending());
        publish(&recent, 8..=9);
        assert_eq!(waiting.await, 9);
        assert_eq!(recent.beyond(3).await, 9);
    }
}
