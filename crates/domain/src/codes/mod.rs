//! The national codes of the field, read as people write them and held in one normal form.
//!
//! A value of these types has passed every check its standard gives; two spellings of one code are equal.

pub mod credit_code;
pub mod project_code;
pub mod region_code;

pub use credit_code::{CreditCode, CreditCodeError};
pub use project_code::{ProjectCode, ProjectCodeError, ProjectCodeForm};
pub use region_code::{RegionCode, RegionCodeError, RegionLevel};

use crate::text::is_blank;

/// The characters of a code without blanks, full-width forms (U+FF01 to U+FF5E) as their ASCII twins.
fn half_width(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| !is_blank(c)).map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn half_width_keeps_the_code_and_drops_the_blanks() {
        fn check(text: &str, expected: &str) {
            assert_eq!(super::half_width(text).collect::<String>(), expected, "{text:?}");
        }
        check("0-9 A~Z", "0-9A~Z");
        check("０－９Ａｚ！～：", "0-9Az!~:");
        check("\u{3000}6\u{a0}4\t0\u{200b}1\u{feff}\r\n", "6401");
        check("项目—①", "项目—①");
    }
}
