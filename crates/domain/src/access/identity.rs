//! Who somebody is at an identity provider 统一身份认证.

use crate::decide::checks::line;
use crate::refusal::{Refusal, Rule};

/// The most characters of an issuer: longer addresses are of no provider.
const ISSUER_MOST: usize = 255;
/// The most characters of a subject (OpenID Connect Core 1.0 §2).
const SUBJECT_MOST: usize = 255;

/// Who somebody is at an identity provider: its issuer and the subject that it knows him by, which together are nobody
/// else's for ever (OpenID Connect Core 1.0 §5.7). Both are compared to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The provider, as its tokens name it.
    pub issuer: String,
    /// The person, as the provider names him; no name and no address that somebody else could have later.
    pub subject: String,
}

impl Identity {
    /// An identity that somebody has written down.
    ///
    /// # Errors
    /// [`Rule::ValueInvalid`] at `issuer` or `subject`, or what is wrong with either as a line of text.
    pub fn new(issuer: &str, subject: &str) -> Result<Self, Refusal> {
        let visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let issuer = line(issuer, ISSUER_MOST, "issuer")?;
        let host = issuer.strip_prefix("https://").or_else(|| issuer.strip_prefix("http://"));
        if !visible(&issuer) || host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
            return Err(Refusal::new(Rule::ValueInvalid).at("issuer"));
        }
        let subject = line(subject, SUBJECT_MOST, "subject")?;
        if !visible(&subject) {
            return Err(Refusal::new(Rule::ValueInvalid).at("subject"));
        }
        Ok(Self { issuer, subject })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_as_somebody_writes_them_down() {
        #[track_caller]
        fn check(issuer: &str, subject: &str, expected: Result<(&str, &str), Rule>) {
            let found = Identity::new(issuer, subject);
            let found =
                found.as_ref().map(|one| (&*one.issuer, &*one.subject)).map_err(|refusal| refusal.rule);
            assert_eq!(found, expected, "{issuer:?} {subject:?}");
        }
        let longest = "7".repeat(255);
        let longer = "7".repeat(256);
        check("https://id.example.cn", "248289761001", Ok(("https://id.example.cn", "248289761001")));
        check(
            " https://id.example.cn/realms/a/ ",
            "\tMa_1 ",
            Ok(("https://id.example.cn/realms/a/", "Ma_1")),
        );
        check("http://127.0.0.1:9000", "a", Ok(("http://127.0.0.1:9000", "a")));
        check("https://id.example.cn", &longest, Ok(("https://id.example.cn", &longest)));
        check("", "a", Err(Rule::TextEmpty));
        check("https://id.example.cn", "", Err(Rule::TextEmpty));
        check("https://id.example.cn", &longer, Err(Rule::TextTooLong));
        check(&format!("https://{longer}"), "a", Err(Rule::TextTooLong));
        check("https://id.example.cn", "a\u{7}b", Err(Rule::TextControlCharacter));
        for issuer in [
            "id.example.cn",
            "https://",
            "https:///a",
            "ftp://id.example.cn",
            "https://身份.cn",
            "https://a b",
        ] {
            check(issuer, "a", Err(Rule::ValueInvalid));
        }
        for subject in ["马小梅", "a b"] {
            check("https://id.example.cn", subject, Err(Rule::ValueInvalid));
        }
    }
}
