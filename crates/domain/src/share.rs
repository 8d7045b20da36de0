//! Shares of a whole, in hundredths of a percent.

use std::fmt;

use crate::text::{DecimalError, parse_decimal};

/// Basis points in a whole.
const WHOLE: u16 = 10_000;

/// Why a share is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// The text is no plain decimal number with two decimals at the most.
    #[error("not a percentage: {0}")]
    Number(DecimalError),
    /// Less than nothing or more than the whole.
    #[error("a share lies between 0 and 10000 basis points, found {found}")]
    OutOfRange {
        /// The basis points found.
        found: i64,
    },
}

/// A share of a whole, from nothing to all of it, in basis points (hundredths of a percent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Share(u16);

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self(WHOLE);

    /// A share of so many basis points.
    pub fn from_basis_points(found: i64) -> Result<Self, ShareError> {
        match u16::try_from(found) {
            Ok(points) if points <= WHOLE => Ok(Self(points)),
            _ => Err(ShareError::OutOfRange { found }),
        }
    }

    /// Reads a percentage without its sign, `33.33`.
    pub fn parse_percent(text: &str) -> Result<Self, ShareError> {
        parse_decimal(text, 2).map_err(ShareError::Number).and_then(Self::from_basis_points)
    }

    /// The share in basis points, 0 to 10,000.
    pub const fn basis_points(self) -> u16 {
        self.0
    }
}

/// Whether shares add up to the whole, to the basis point; three times 33.33 % do not.
pub fn sum_is_whole(shares: impl IntoIterator<Item = Share>) -> bool {
    sum(shares) == u64::from(WHOLE)
}

/// Whether shares add up to more than there is.
pub fn sum_exceeds_whole(shares: impl IntoIterator<Item = Share>) -> bool {
    sum(shares) > u64::from(WHOLE)
}

fn sum(shares: impl IntoIterator<Item = Share>) -> u64 {
    shares.into_iter().map(|share| u64::from(share.0)).sum()
}

/// As a percentage with two decimals, `33.33%`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn percentages() {
        fn check(text: &str, expected: &str) {
            let shown = Share::parse_percent(text).map_or_else(|e| e.to_string(), |share| share.to_string());
            assert_eq!(shown, expected, "{text:?}");
        }
        check("33.33", "33.33%");
        check("0", "0.00%");
        check("0.01", "0.01%");
        check("100", "100.00%");
        check(" 7.5 ", "7.50%");
        check("100.01", "a share lies between 0 and 10000 basis points, found 10001");
        check("-0.01", "a share lies between 0 and 10000 basis points, found -1");
        check("700", "a share lies between 0 and 10000 basis points, found 70000");
        check("33.333", "not a percentage: at most 2 decimals are kept, found 3");
        check(
            "33%",
            "not a percentage: a number is written as digits with at most one decimal point, character 3 does not fit",
        );
    }

    #[test]
    fn sums() {
        fn check(percentages: &[&str], whole: bool, exceeds: bool) {
            let shares = || percentages.iter().map(|text| Share::parse_percent(text).unwrap());
            assert_eq!(
                (sum_is_whole(shares()), sum_exceeds_whole(shares())),
                (whole, exceeds),
                "{percentages:?}"
            );
        }
        check(&[], false, false);
        check(&["100"], true, false);
        check(&["60", "40"], true, false);
        check(&["33.33", "33.33", "33.33"], false, false);
        check(&["33.33", "33.33", "33.34"], true, false);
        check(&["60", "40.01"], false, true);
        check(&["100"; 8], false, true);
    }

    proptest! {
        #[test]
        fn basis_points_round_trip(points in 0_i64..=10_000) {
            let share = Share::from_basis_points(points).unwrap();
            prop_assert_eq!(i64::from(share.basis_points()), points);
            prop_assert_eq!(Share::parse_percent(share.to_string().trim_end_matches('%')), Ok(share));
        }
    }
}
