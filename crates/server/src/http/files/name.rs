//! Names of files, as they come in addresses and go out in headers. Neither is ever a path.

use luodi_domain::attachment::MediaType;
use luodi_domain::ids::FileId;
use luodi_domain::refusal::{Refusal, Rule};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::answer::Not;

/// What stands for itself in a header (RFC 8187 §3.2.1), as far as it need.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The one parameter `name` of a query string.
pub(super) fn asked(query: &str) -> Result<String, Not> {
    let mut parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let (Some(one), None) = (parameters.next(), parameters.next()) else {
        return Err(if query.is_empty() { required() } else { Not::Malformed });
    };
    let value = one.strip_prefix("name=").ok_or(Not::Malformed)?;
    // Forms write blanks so, and whoever does not writes a plus sign as %2B all the same.
    let spaced = value.replace('+', " ");
    let name = percent_decode_str(&spaced).decode_utf8().map_err(|_| Not::Malformed)?;
    Ok(name.into_owned())
}

fn required() -> Not {
    Not::Refused(Box::new(Refusal::new(Rule::Required).at("name")))
}

/// What a browser is to call the file that it keeps: the name, for all who read RFC 6266, and one made from the id for
/// others.
pub(super) fn disposition(id: FileId, media_type: MediaType, name: Option<&str>) -> String {
    let ending = match media_type {
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
        MediaType::Webp => "webp",
        MediaType::Heic => "heic",
        MediaType::Pdf => "pdf",
    };
    let plain = format!("attachment; filename=\"{id}.{ending}\"");
    match name {
        Some(name) => format!("{plain}; filename*=UTF-8''{}", utf8_percent_encode(name, ESCAPED)),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_addresses() {
        #[track_caller]
        fn check(query: &str, expected: Option<&str>) {
            assert_eq!(asked(query).ok().as_deref(), expected, "{query}");
        }
        check("name=a.jpg", Some("a.jpg"));
        check("name=%E7%85%A7%E7%89%87+1%2B2%201.jpg", Some("照片 1+2 1.jpg"));
        check("name=..%2F..%2Fx", Some("../../x"));
        check("name=a%00b", Some("a\0b"));
        check("name=", Some(""));
        check("&name=a&", Some("a"));
        for wrong in ["", "name", "nam=a", "name=a&name=b", "name=a&x=1", "x=1", "name=%FF", "Name=a"] {
            check(wrong, None);
        }
    }

    #[test]
    fn names_in_headers() {
        #[track_caller]
        fn check(name: Option<&str>, expected: &str) {
            let id = FileId::from_uuid(uuid::Uuid::from_u128(1));
            let plain = "attachment; filename=\"fil_00000000000000000000000001.pdf\"";
            assert_eq!(disposition(id, MediaType::Pdf, name), format!("{plain}{expected}"));
        }
        check(None, "");
        check(Some("a-1_2.pdf"), "; filename*=UTF-8''a-1_2.pdf");
        check(Some("照片.pdf"), "; filename*=UTF-8''%E7%85%A7%E7%89%87.pdf");
        check(Some("../../x"), "; filename*=UTF-8''..%2F..%2Fx");
        check(Some("a\"; x=\r\nb: c"), "; filename*=UTF-8''a%22%3B%20x%3D%0D%0Ab%3A%20c");
        check(Some("a'b%20*"), "; filename*=UTF-8''a%27b%2520%2A");
    }
}
