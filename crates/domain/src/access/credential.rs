//! What people and machines sign in with: login names 用户名, lengths of passwords 密码, scopes of tokens 令牌.

use crate::coded::coded_enum;
use crate::decide::checks::line;
use crate::refusal::{Fact, Refusal, Rule};

/// The fewest characters of a login name.
const LOGIN_LEAST: usize = 3;
/// The most characters of a login name.
const LOGIN_MOST: usize = 64;
/// The fewest characters of a password.
const PASSWORD_LEAST: i64 = 10;
/// The most characters of a password: a longer one would only make the service work.
const PASSWORD_MOST: i64 = 128;

coded_enum! {
    /// What may be done with a token.
    pub enum TokenScope {
        /// Asking, and following what happens.
        Read = "READ",
        /// Changing as well, as far as the officer may.
        Write = "WRITE",
    }
}

/// A login name as it is kept and compared: in lower case, 3 to 64 letters and digits of ASCII with `.`, `_` and `-`, of
/// which the first is a letter or a digit.
///
/// # Errors
/// [`Rule::ValueInvalid`] or what is wrong with it as a line of text.
pub fn login_name(text: &str) -> Result<String, Refusal> {
    let login = line(text, LOGIN_MOST, "login")?.to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let begins_well = login.starts_with(|c: char| c.is_ascii_alphanumeric());
    if login.len() >= LOGIN_LEAST && begins_well && login.chars().all(plain) {
        Ok(login)
    } else {
        Err(Refusal::new(Rule::ValueInvalid).at("login"))
    }
}

/// Whether a new password is of a length that it may have; how easily it is guessed is another question.
///
/// # Errors
/// [`Rule::PasswordLength`].
pub fn password_length(password: &str, field: &'static str) -> Result<(), Refusal> {
    // No text in memory has more characters than this type can count.
    let found = i64::try_from(password.chars().count()).unwrap_or(i64::MAX);
    if (PASSWORD_LEAST..=PASSWORD_MOST).contains(&found) {
        return Ok(());
    }
    let refusal = Refusal::new(Rule::PasswordLength).at(field);
    Err(refusal.with("min", Fact::Number(PASSWORD_LEAST)).with("max", Fact::Number(PASSWORD_MOST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names() {
        let long = "x".repeat(64);
        let longer = "x".repeat(65);
        for (text, expected) in [
            ("wang.wu", Ok("wang.wu")),
            (" Wang_Wu-2 ", Ok("wang_wu-2")),
            ("007", Ok("007")),
            (&long, Ok(&*long)),
            ("", Err(Rule::TextEmpty)),
            (&longer, Err(Rule::TextTooLong)),
            ("ab\u{7}c", Err(Rule::TextControlCharacter)),
            ("ab", Err(Rule::ValueInvalid)),
            (".abc", Err(Rule::ValueInvalid)),
            ("王五五", Err(Rule::ValueInvalid)),
            ("wang wu", Err(Rule::ValueInvalid)),
            ("wang@x.cn", Err(Rule::ValueInvalid)),
            // Would be an ordinary k in lower case.
            ("\u{212A}wang", Err(Rule::ValueInvalid)),
        ] {
            let found = login_name(text);
            assert_eq!(found.as_deref().map_err(|refusal| refusal.rule), expected, "{text:?}");
        }
    }

    #[test]
    fn lengths_of_passwords() {
        for (length, allowed) in [(0, false), (9, false), (10, true), (128, true), (129, false)] {
            assert_eq!(password_length(&"密".repeat(length), "new").is_ok(), allowed, "{length}");
        }
    }
}
