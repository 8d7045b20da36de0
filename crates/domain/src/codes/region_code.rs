//! Codes of administrative divisions 行政区划代码 (GB/T 2260).

use std::fmt;

use super::half_width;
use crate::coded::coded_enum;

/// The first two digits of every province-level division (GB/T 2260).
const PROVINCES: [&str; 34] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
];

coded_enum! {
    /// The level of a division, told by the zeros that end its code.
    pub enum RegionLevel {
        /// 省级: a province, autonomous region or municipality, `610000`.
        Province = "PROVINCE",
        /// 地级: a prefecture-level city, prefecture or league, `610600`.
        City = "CITY",
        /// 县级: a county, district or county-level city, `610602`.
        County = "COUNTY",
    }
}

/// Why a text is no region code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegionCodeError {
    /// Not six characters.
    #[error("a region code has 6 digits, found {found} characters")]
    Length {
        /// The characters found, blanks not counted.
        found: usize,
    },
    /// Something other than a digit.
    #[error("a region code has digits only, character {position} is {character:?}")]
    Character {
        /// Its place, from 1, blanks not counted.
        position: usize,
        /// What stands there.
        character: char,
    },
    /// The first two digits name no province.
    #[error("no province has the number {found:02} that the code begins with")]
    Province {
        /// The number found.
        found: u32,
    },
    /// A county number without a city number before it, `610002`.
    #[error("digits 3 and 4 are 00, so digits 5 and 6 must be 00 too, found {found:02}")]
    CountyWithoutCity {
        /// The county number found.
        found: u32,
    },
}

/// The six-digit code of a province, city or county (GB/T 2260).
///
/// That the form is right does not say that the division exists today: the region tree of the deployment says that.
/// Parks have no code of this kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(String);

impl RegionCode {
    /// Reads a code; blanks and full-width digits are put right.
    pub fn parse(text: &str) -> Result<Self, RegionCodeError> {
        let code: String = half_width(text).collect();
        let found = code.chars().count();
        if found != 6 {
            return Err(RegionCodeError::Length { found });
        }
        if let Some((character, position)) = code.chars().zip(1..).find(|(c, _)| !c.is_ascii_digit()) {
            return Err(RegionCodeError::Character { position, character });
        }
        if !PROVINCES.contains(&&code[..2]) {
            return Err(RegionCodeError::Province { found: number(&code[..2]) });
        }
        if &code[2..4] == "00" && &code[4..] != "00" {
            return Err(RegionCodeError::CountyWithoutCity { found: number(&code[4..]) });
        }
        Ok(Self(code))
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level, as the trailing zeros tell it.
    pub fn level(&self) -> RegionLevel {
        match (&self.0[2..4], &self.0[4..]) {
            ("00", _) => RegionLevel::Province,
            (_, "00") => RegionLevel::City,
            _ => RegionLevel::County,
        }
    }

    /// The province the division lies in; a province is its own.
    #[must_use]
    pub fn province(&self) -> Self {
        Self(format!("{}0000", &self.0[..2]))
    }

    /// The city the division lies in; a city is its own, a province has none.
    ///
    /// Where counties stand directly under a province (`429004`) or a municipality (`110101`), this is the placeholder
    /// of the standard (`429000`, `110100`), which is no place of its own.
    #[must_use]
    pub fn city(&self) -> Option<Self> {
        (self.level() != RegionLevel::Province).then(|| Self(format!("{}00", &self.0[..4])))
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value of two ASCII digits.
fn number(digits: &str) -> u32 {
    digits.bytes().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn levels_and_parents() {
        fn check(text: &str, level: RegionLevel, province: &str, city: Option<&str>) {
            let code = RegionCode::parse(text).unwrap();
            assert_eq!(code.level(), level, "{text}");
            assert_eq!(code.province().as_str(), province, "{text}");
            assert_eq!(code.city().as_ref().map(RegionCode::as_str), city, "{text}");
        }
        check("640000", RegionLevel::Province, "640000", None);
        check("640100", RegionLevel::City, "640000", Some("640100"));
        check("640122", RegionLevel::County, "640000", Some("640100"));
        check("610681", RegionLevel::County, "610000", Some("610600"));
        check("429004", RegionLevel::County, "420000", Some("429000"));
        check("110101", RegionLevel::County, "110000", Some("110100"));
        check("820000", RegionLevel::Province, "820000", None);
    }

    #[test]
    fn spellings_and_refusals() {
        fn check(text: &str, expected: &str) {
            let shown = RegionCode::parse(text).map_or_else(|e| e.to_string(), |code| code.to_string());
            assert_eq!(shown, expected, "{text:?}");
        }
        check(" ６４０１２２\u{3000}", "640122");
        check("6401 22", "640122");
        check("", "a region code has 6 digits, found 0 characters");
        check("64012", "a region code has 6 digits, found 5 characters");
        check("640122000000", "a region code has 6 digits, found 12 characters");
        check("64O122", "a region code has digits only, character 3 is 'O'");
        check("宁夏贺兰县城", "a region code has digits only, character 1 is '宁'");
        check("000000", "no province has the number 00 that the code begins with");
        check("660001", "no province has the number 66 that the code begins with");
        check("610002", "digits 3 and 4 are 00, so digits 5 and 6 must be 00 too, found 02");
    }

    proptest! {
        #[test]
        fn parents_are_codes_of_their_own_level(text in "[1-8][0-9]{5}") {
            if let Ok(code) = RegionCode::parse(&text) {
                let province = code.province();
                prop_assert_eq!(RegionCode::parse(province.as_str()), Ok(province.clone()));
                prop_assert_eq!(province.level(), RegionLevel::Province);
                if let Some(city) = code.city() {
                    prop_assert_eq!(RegionCode::parse(city.as_str()), Ok(city.clone()));
                    prop_assert_eq!(city.level(), RegionLevel::City);
                    prop_assert_eq!(city.province(), province);
                }
            }
        }
    }
}
