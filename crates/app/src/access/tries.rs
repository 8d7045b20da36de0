//! How often a password may be guessed.

use chrono::{DateTime, TimeDelta, Utc};
use luodi_store::accounts::Tries;

/// So many failures in a row lock an account.
const MOST: i64 = 5;
/// For so long.
const LOCK: TimeDelta = TimeDelta::minutes(15);

/// What the tries of an account come to with one more; nothing while it is locked, when no try counts.
///
/// A try is counted before the password is looked at, and forgiven if it was right: of those that come at once, not one more
/// is let through than of those that come one after the other, and whoever ends the service in between gains nothing.
pub(super) fn one_more(tries: Tries, now: DateTime<Utc>) -> Option<Tries> {
    let before = match tries.locked_until {
        Some(until) if now < until => return None,
        // The lock is over: a new beginning.
        Some(_) => 0,
        None => tries.failures,
    };
    let failures = before.saturating_add(1);
    Some(Tries { failures, locked_until: (failures >= MOST).then(|| now + LOCK) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_lock_for_a_quarter_of_an_hour() {
        let at = |minutes: i64| DateTime::from_timestamp(1_730_336_400 + minutes * 60, 0).unwrap();
        let tries = |failures, until: Option<i64>| Tries { failures, locked_until: until.map(at) };
        // Before, at which minute, after.
        for (before, minute, after) in [
            (tries(0, None), 0, Some(tries(1, None))),
            (tries(3, None), 0, Some(tries(4, None))),
            (tries(4, None), 0, Some(tries(5, Some(15)))),
            (tries(5, Some(15)), 14, None),
            (tries(5, Some(15)), 15, Some(tries(1, None))),
            (tries(9, None), 3, Some(tries(10, Some(18)))),
        ] {
            assert_eq!(one_more(before, at(minute)), after, "{before:?} at {minute}");
        }
    }
}
