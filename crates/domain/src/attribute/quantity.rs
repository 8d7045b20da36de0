//! Quantities of attributes: decimal numbers of at most four decimals, never rounded.

use std::fmt;

use crate::text::{DecimalError, parse_decimal};

/// How many decimals are kept.
const PLACES: usize = 4;
/// How much a whole is in what is kept.
const WHOLE: u64 = 10_000;

/// Why a quantity is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a quantity: {0}")]
pub struct QuantityError(DecimalError);

/// A decimal number of at most four decimals, such as 10,400 tonnes or 0.5 hectares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quantity(i64);

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number.
    pub const fn whole(number: u32) -> Self {
        Self(number as i64 * WHOLE.cast_signed())
    }

    /// Reads digits with at most one decimal point, `10400` or `0.5`.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        parse_decimal(text, PLACES).map(Self).map_err(QuantityError)
    }

    /// Whether it has no decimals.
    pub const fn is_whole(self) -> bool {
        self.0 % WHOLE.cast_signed() == 0
    }

    /// As people write it, with a comma after thousands: `10,400`.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (whole, decimals) =
            plain.split_once('.').map_or((plain.as_str(), None), |(whole, part)| (whole, Some(part)));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let mut grouped = String::from(sign);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if let Some(decimals) = decimals {
            grouped.push('.');
            grouped.push_str(decimals);
        }
        grouped
    }
}

/// Digits without trailing zeros, `10400` or `0.5`: what [`Quantity::parse`] reads.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let (whole, rest) = (self.0.unsigned_abs() / WHOLE, self.0.unsigned_abs() % WHOLE);
        write!(f, "{whole}")?;
        if rest > 0 {
            let decimals = format!("{rest:0PLACES$}");
            write!(f, ".{}", decimals.trim_end_matches('0'))?;
        }
        Ok(())
    }
}
