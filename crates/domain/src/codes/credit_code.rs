//! The unified social credit code 统一社会信用代码 (GB 32100-2015).

use std::fmt;

use super::half_width;

/// The characters of the code in the order of their values 0 to 30; I, O, S, V and Z are left out.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Registering authorities that may stand first: 1 to 9, A 军队, N 农业, Y 其他.
const AUTHORITIES: &str = "123456789ANY";

/// Weights of the organisation code check (GB 11714).
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Why a text is no unified social credit code. Places count from 1 in the text without its blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not eighteen characters; fifteen were the tax numbers before 2016.
    #[error("a credit code has 18 characters, found {found}")]
    Length {
        /// The characters found, blanks not counted.
        found: usize,
    },
    /// A character that the place does not allow.
    #[error("character {position} of a credit code is {rule}, found {character:?}")]
    Character {
        /// Its place.
        position: usize,
        /// What stands there, in upper case.
        character: char,
        /// What the place allows.
        rule: CharacterRule,
    },
    /// The last character does not follow from the seventeen before it: one of them is mistyped.
    #[error("the check character (18) must be {expected}, found {found}: some character is mistyped")]
    Check {
        /// The character the standard computes.
        expected: char,
        /// The character found.
        found: char,
    },
    /// The check digit of the organisation code inside (GB 11714) does not follow from the eight characters before it.
    #[error("the check digit of the organisation code (17) must be {expected}, found {found}")]
    OrganisationCheck {
        /// The digit or X the standard computes.
        expected: char,
        /// The character found.
        found: char,
    },
}

/// What one place of the code allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharacterRule {
    /// Place 1.
    Authority,
    /// Places 3 to 8.
    Region,
    /// Place 17.
    OrganisationCheck,
    /// Every other place.
    Alphabet,
}

impl CharacterRule {
    /// The rule at a place counted from 1.
    ///
    /// Place 2, the kind of unit, is held to the alphabet only: its list differs from authority to authority.
    const fn at(position: usize) -> Self {
        match position {
            1 => Self::Authority,
            3..=8 => Self::Region,
            17 => Self::OrganisationCheck,
            _ => Self::Alphabet,
        }
    }

    fn allows(self, character: char) -> bool {
        match self {
            Self::Authority => AUTHORITIES.contains(character),
            Self::Region => character.is_ascii_digit(),
            Self::OrganisationCheck => character.is_ascii_digit() || character == 'X',
            Self::Alphabet => ALPHABET.contains(character),
        }
    }
}

impl fmt::Display for CharacterRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authority => "a digit 1-9, A, N or Y",
            Self::Region => "a digit",
            Self::OrganisationCheck => "a digit or X",
            Self::Alphabet => "a digit or a letter other than I, O, S, V and Z",
        })
    }
}

/// The unified social credit code of an enterprise or other unit, both its check characters verified.
///
/// Eighteen characters: authority (1), kind of unit (2), region (3-8), organisation code (9-17), check (18). The first
/// character may be a letter: `N2…` is a village collective, a real investor in farm projects.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads a code; blanks, full-width characters and lower case are put right, nothing else is guessed.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let code: String = half_width(text).map(|c| c.to_ascii_uppercase()).collect();
        let found = code.chars().count();
        if found != 18 {
            return Err(CreditCodeError::Length { found });
        }
        for (character, position) in code.chars().zip(1..) {
            let rule = CharacterRule::at(position);
            if !rule.allows(character) {
                return Err(CreditCodeError::Character { position, character, rule });
            }
        }
        let (body, check) = code.split_at(17);
        let expected = check_character(body);
        if let Some(found) = check.chars().find(|&c| c != expected) {
            return Err(CreditCodeError::Check { expected, found });
        }
        let (body, check) = code[8..17].split_at(8);
        let expected = organisation_check(body);
        if let Some(found) = check.chars().find(|&c| c != expected) {
            return Err(CreditCodeError::OrganisationCheck { expected, found });
        }
        Ok(Self(code))
    }

    /// The eighteen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The check over the first seventeen characters: weights are the powers of 3 modulo 31.
fn check_character(body: &str) -> char {
    let (sum, _) = body.chars().fold((0, 1), |(sum, weight), c| {
        let value = ALPHABET.find(c).unwrap_or_default();
        (sum + value * weight, weight * 3 % 31)
    });
    // The outer modulo makes a result of 31 the character 0; libraries that miss it refuse one valid code in 31.
    char::from(ALPHABET.as_bytes()[(31 - sum % 31) % 31])
}

/// The check over the eight characters of an organisation code, letters counting from A = 10.
fn organisation_check(body: &str) -> char {
    let sum: u32 = body
        .chars()
        .zip(ORGANISATION_WEIGHTS)
        .map(|(c, weight)| c.to_digit(36).unwrap_or_default() * weight)
        .sum();
    match 11 - sum % 11 {
        11 => '0',
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = CreditCode::parse(text).map_or_else(|e| e.to_string(), |code| code.to_string());
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn valid_codes() {
        for code in [
            "91110108551385082Q",
            "91110000600037341L",
            "91330100799655058B",
            // Sums divisible by 31: the check character is 0.
            "91610600MA6DT07020",
            // The organisation code ends in X, in 0, and holds X as an ordinary letter.
            "91640122MA700000XM",
            "91640122MA70000501",
            "91610600MA5EXW129K",
            // Authorities that are letters.
            "A1610600MA6DT0702Y",
            "N2621002MA6DT0702X",
            "Y1110000MA6DT0702R",
        ] {
            check(code, code);
        }
    }

    #[test]
    fn spellings() {
        check("  91110108551385082q\n", "91110108551385082Q");
        check("９１１１０１０８５５１３８５０８２Ｑ", "91110108551385082Q");
        check("ｎ２621002 MA6DT070 2x", "N2621002MA6DT0702X");
        check("9111 0108 5513 8508 2Q\u{3000}\u{200B}", "91110108551385082Q");
    }

    #[test]
    fn refusals() {
        check("", "a credit code has 18 characters, found 0");
        check("911101085513850", "a credit code has 18 characters, found 15");
        check("91110108551385082QQ", "a credit code has 18 characters, found 19");
        check("01110108551385082Q", "character 1 of a credit code is a digit 1-9, A, N or Y, found '0'");
        check("B1110108551385082Q", "character 1 of a credit code is a digit 1-9, A, N or Y, found 'B'");
        check("91A10108551385082Q", "character 3 of a credit code is a digit, found 'A'");
        check("9111010O551385082Q", "character 8 of a credit code is a digit, found 'O'");
        check(
            "91110108551385082\0",
            "character 18 of a credit code is a digit or a letter other than I, O, S, V and Z, found '\\0'",
        );
        check(
            "91610600MA6DTO7020",
            "character 14 of a credit code is a digit or a letter other than I, O, S, V and Z, found 'O'",
        );
        check("9111010855138508AQ", "character 17 of a credit code is a digit or X, found 'A'");
        check(
            "思思食品有限责任公司贺兰县德胜工业园",
            "character 1 of a credit code is a digit 1-9, A, N or Y, found '思'",
        );
        check(
            "91110108551385082A",
            "the check character (18) must be Q, found A: some character is mistyped",
        );
        check(
            "91110108551385802Q",
            "the check character (18) must be X, found Q: some character is mistyped",
        );
        check("91110108551385083U", "the check digit of the organisation code (17) must be 2, found 3");
    }

    /// A code with both checks right, from a head of eight and the body of an organisation code.
    fn complete(head: &str, organisation: &str) -> String {
        let body = format!("{head}{organisation}{}", organisation_check(organisation));
        let check = check_character(&body);
        format!("{body}{check}")
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_noticed(
            head in "[1-9ANY][1-9][0-9]{6}",
            organisation in "[0-9A-HJ-NP-RTUWXY]{8}",
            place in 0_usize..18,
            other in "[0-9A-HJ-NP-RTUWXY]",
        ) {
            let code = complete(&head, &organisation);
            prop_assert_eq!(CreditCode::parse(&code).map(|code| code.to_string()), Ok(code.clone()));
            let mut wrong = code.clone();
            wrong.replace_range(place..=place, &other);
            prop_assert_eq!(CreditCode::parse(&wrong).is_ok(), wrong == code);
        }
    }
}
