//! Money in fen 分, the hundredth of a yuan, counted in whole numbers from the edge to the disk.

use std::fmt;

use crate::text::{DecimalError, parse_decimal};

/// Decimals of a yuan down to the fen.
const YUAN_PLACES: usize = 2;
/// Decimals of 万元 (ten thousand yuan) down to the fen.
const WAN_PLACES: usize = 6;
/// Decimals of 亿元 (a hundred million yuan) down to the fen.
const YI_PLACES: usize = 10;

/// Why an amount is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is no plain decimal number of whole fen.
    #[error("not an amount: {0}")]
    Number(DecimalError),
    /// An amount below zero where none can be.
    #[error("the amount must not be negative, found {found} yuan")]
    Negative {
        /// The amount.
        found: Money,
    },
}

/// An amount of renminbi in fen; below zero only as a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount counted in fen.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// Reads an amount in yuan, `1234.56`.
    pub fn parse_yuan(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text, YUAN_PLACES)
    }

    /// Reads an amount in 万元, `520.5` for 5,205,000 yuan.
    pub fn from_wan(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text, WAN_PLACES)
    }

    /// Reads an amount in 亿元, `5.2` for 520,000,000 yuan.
    pub fn from_yi(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text, YI_PLACES)
    }

    fn parse(text: &str, places: usize) -> Result<Self, MoneyError> {
        parse_decimal(text, places).map(Self).map_err(MoneyError::Number)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The sum, or nothing where 64 bits do not hold it.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The amount itself, refused when below zero.
    pub const fn non_negative(self) -> Result<Self, MoneyError> {
        if self.0 < 0 { Err(MoneyError::Negative { found: self }) } else { Ok(self) }
    }

    /// The amount in yuan with both decimals, `1234.56`; [`Money::parse_yuan`] reads it back.
    pub fn to_yuan_string(self) -> String {
        self.rounded(1)
    }

    /// The amount in 万元 as reports print it, `520.50万元`, half a hundredth rounded away from zero.
    pub fn format_wan(self) -> String {
        format!("{}万元", self.rounded(10_000))
    }

    /// The amount in 亿元 as reports print it, `5.20亿元`, half a hundredth rounded away from zero.
    pub fn format_yi(self) -> String {
        format!("{}亿元", self.rounded(100_000_000))
    }

    /// The amount with two decimals, the second worth `fen` fen.
    fn rounded(self, fen: u64) -> String {
        let hundredths = (self.0.unsigned_abs() + fen / 2) / fen;
        let sign = if self.0 < 0 && hundredths > 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// The amount in yuan, as [`Money::to_yuan_string`] writes it.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_yuan_string())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        fn check(read: Result<Money, MoneyError>, expected: Result<i64, &str>) {
            assert_eq!(read.map(Money::fen).map_err(|e| e.to_string()), expected.map_err(str::to_owned));
        }
        const FORM: &str =
            "not an amount: a number is written as digits with at most one decimal point, character";
        check(Money::parse_yuan("1234.56"), Ok(123_456));
        check(Money::parse_yuan("0.1"), Ok(10));
        check(Money::parse_yuan("-3"), Ok(-300));
        check(Money::parse_yuan("1.005"), Err("not an amount: at most 2 decimals are kept, found 3"));
        check(Money::parse_yuan("1,234"), Err(&format!("{FORM} 2 does not fit")));
        check(Money::parse_yuan(""), Err(&format!("{FORM} 1 does not fit")));
        check(
            Money::parse_yuan("100000000000000000"),
            Err("not an amount: the number is too large to be held"),
        );
        check(Money::from_wan("520.5"), Ok(520_500_000));
        check(Money::from_wan("0.000001"), Ok(1));
        check(Money::from_wan("0.0000001"), Err("not an amount: at most 6 decimals are kept, found 7"));
        check(Money::from_yi("5.2"), Ok(52_000_000_000));
        check(Money::from_yi("1374.95"), Ok(13_749_500_000_000));
        check(Money::from_yi("0.0000000001"), Ok(1));
        check(Money::from_yi("5亿"), Err(&format!("{FORM} 2 does not fit")));
    }

    #[test]
    fn amounts_are_printed_half_up() {
        fn check(fen: i64, yuan: &str, wan: &str, yi: &str) {
            let money = Money::from_fen(fen);
            assert_eq!((money.to_string().as_str(), money.format_wan().as_str()), (yuan, wan), "{fen}");
            assert_eq!(money.format_yi(), yi, "{fen}");
        }
        check(0, "0.00", "0.00万元", "0.00亿元");
        check(7, "0.07", "0.00万元", "0.00亿元");
        check(-7, "-0.07", "0.00万元", "0.00亿元");
        check(4_999, "49.99", "0.00万元", "0.00亿元");
        check(5_000, "50.00", "0.01万元", "0.00亿元");
        check(-5_000, "-50.00", "-0.01万元", "0.00亿元");
        check(49_999_999, "499999.99", "50.00万元", "0.00亿元");
        check(50_000_000, "500000.00", "50.00万元", "0.01亿元");
        check(52_000_000_000, "520000000.00", "52000.00万元", "5.20亿元");
        check(i64::MAX, "92233720368547758.07", "9223372036854.78万元", "922337203.69亿元");
        check(i64::MIN, "-92233720368547758.08", "-9223372036854.78万元", "-922337203.69亿元");
    }

    #[test]
    fn sums_and_signs() {
        let fen = Money::from_fen;
        assert_eq!(fen(1).checked_add(fen(-3)), Some(fen(-2)));
        assert_eq!(fen(i64::MAX).checked_add(fen(1)), None);
        assert_eq!(fen(i64::MIN).checked_add(fen(-1)), None);
        assert_eq!(Money::ZERO.non_negative(), Ok(fen(0)));
        assert_eq!(
            fen(-150).non_negative().map_err(|e| e.to_string()),
            Err("the amount must not be negative, found -1.50 yuan".to_owned())
        );
    }

    proptest! {
        #[test]
        fn what_is_printed_in_yuan_is_read_back(fen in any::<i64>()) {
            prop_assert_eq!(Money::parse_yuan(&Money::from_fen(fen).to_yuan_string()), Ok(Money::from_fen(fen)));
        }

        #[test]
        fn the_units_agree(count in -9_000_000_000_000_i64..9_000_000_000_000) {
            let hundredths = Money::from_fen(count).to_yuan_string();
            prop_assert_eq!(Money::from_wan(&hundredths), Ok(Money::from_fen(count * 10_000)));
            prop_assert_eq!(Money::from_fen(count * 10_000).format_wan(), format!("{hundredths}万元"));
        }
    }
}
