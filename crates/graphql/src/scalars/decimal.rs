//! An exact decimal number.

use std::{fmt, str::FromStr};

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};

use super::parse_text;

/// Most digits after the point.
const MAX_SCALE: u32 = 18;

/// An exact decimal number: so many units of a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i64,
    scale: u32,
}

/// Why a text or a number is not the decimal wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not an optional `-`, digits, and optionally a point and digits.
    #[error("expected a decimal number such as \"12345678.90\"")]
    Form,
    /// More digits than are kept.
    #[error("a decimal number of this size is not supported")]
    Size,
    /// Digits would be lost: more of them stand after the point than the unit has.
    #[error("at most {0} digits may follow the point here")]
    Scale(u32),
}

impl Decimal {
    /// The number of `units / 10^scale`: 1234 at scale 2 is 12.34.
    ///
    /// # Errors
    /// [`DecimalError::Size`] when the scale is above 18.
    pub fn from_units(units: i64, scale: u32) -> Result<Self, DecimalError> {
        if scale > MAX_SCALE { Err(DecimalError::Size) } else { Ok(Self { units, scale }) }
    }

    /// The number of `units / 100`: fen as yuan, basis points as percent.
    pub const fn from_hundredths(units: i64) -> Self {
        Self { units, scale: 2 }
    }

    /// How many `1/10^scale` this is: 12.3 at scale 2 is 1230. Yuan become fen by scale 2.
    ///
    /// # Errors
    /// [`DecimalError::Scale`] when digits would be lost, [`DecimalError::Size`] when the result is too big.
    pub fn to_units(self, scale: u32) -> Result<i64, DecimalError> {
        let factor = |digits: u32| 10_i64.checked_pow(digits).ok_or(DecimalError::Size);
        if scale >= self.scale {
            self.units.checked_mul(factor(scale - self.scale)?).ok_or(DecimalError::Size)
        } else {
            let divisor = factor(self.scale - scale)?;
            if self.units % divisor == 0 { Ok(self.units / divisor) } else { Err(DecimalError::Scale(scale)) }
        }
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(DecimalError::Form),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(DecimalError::Form);
        }
        let scale = u32::try_from(fraction.len()).map_err(|_| DecimalError::Size)?;
        // The sign goes in front of the digits, so that the smallest number can be read too.
        let sign = if text.len() == unsigned.len() { "" } else { "-" };
        let units = format!("{sign}{whole}{fraction}").parse().map_err(|_| DecimalError::Size)?;
        Self::from_units(units, scale)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let scale = self.scale as usize;
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

// What stands on this block is the description in the schema.
/// An exact decimal number, written as a string such as `"12345678.90"`: JSON numbers lose digits. 十进制数
///
/// No exponent, no sign but a leading `-`, at most 18 digits after the point. Trailing zeros are kept.
#[Scalar(name = "Decimal", specified_by_url = "https://www.w3.org/TR/xmlschema11-2/#decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        parse_text(value, str::parse)
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}
