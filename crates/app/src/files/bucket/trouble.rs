//! What a store says of a call that came to nothing. The library hands it on as text, and of lists and parts nothing else.

/// What is said of a bucket that is not there.
pub(in crate::files) const NO_BUCKET: &str = "NoSuchBucket";

/// What is said of a key that is unknown or not good enough, and of a clock that goes wrong, by which signatures are void.
const REFUSALS: [&str; 7] = [
    "AccessDenied",
    "AllAccessDisabled",
    "InvalidAccessKeyId",
    "InvalidToken",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "AuthorizationHeaderMalformed",
];

/// The code in an answer of S3, which is a word.
pub(in crate::files) fn code(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    code.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(code)
}

/// Whether a code tells that we are not let in.
pub(in crate::files) fn is_refusal(code: &str) -> bool {
    REFUSALS.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_where_one_is() {
        for (text, expected) in [
            (
                "403: <?xml version=\"1.0\"?>\n<Error>\n  <Code>AccessDenied</Code>\n</Error>",
                Some("AccessDenied"),
            ),
            ("<Error><Code>NoSuchBucket</Code><Code>x</Code></Error>", Some("NoSuchBucket")),
            ("<Error><Code>a\nb</Code></Error>", None),
            ("<Error><Code>AccessDenied", None),
            ("403 Forbidden", None),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }
}
