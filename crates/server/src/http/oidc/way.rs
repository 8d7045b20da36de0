//! Where a browser may be sent on: to a path of this service and nowhere else.

use std::borrow::Cow;

use axum::http::Uri;
use openidconnect::url::{Position, Url, form_urlencoded};

use super::answer::Stop;

/// The longest way that is kept.
const LONGEST: usize = 1_024;

/// A path below the base, with its query, as browsers read it; nothing for what they would take for another place. The
/// parser is the one of the standard that browsers follow (WHATWG URL), so that both read `/\evil` alike.
pub(super) fn way(base: &Url, to: &str) -> Option<String> {
    if !to.starts_with('/') || to.len() > LONGEST {
        return None;
    }
    let url = base.join(to).ok().filter(|url| url.origin() == base.origin())?;
    // A path such as `//evil`, which is one here and would be a host in a header.
    let path = &url[Position::BeforePath..];
    (!path.starts_with("//")).then(|| path.to_owned())
}

/// The parameters of a request.
pub(super) struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    pub(super) fn of(uri: &'a Uri) -> Self {
        Self(form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect())
    }

    /// What stands there once, if at all.
    ///
    /// # Errors
    /// [`Stop::Malformed`] when it is there twice.
    pub(super) fn one(&self, name: &str) -> Result<Option<String>, Stop> {
        let mut found = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
        match (found.next(), found.next()) {
            (value, None) => Ok(value.map(|value| value.clone().into_owned())),
            _ => Err(Stop::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ways_of_our_own() {
        let base = Url::parse("https://luodi.example.cn").unwrap();
        let long = format!("/{}", "a".repeat(1_023));
        for (to, expected) in [
            ("/", Some("/")),
            ("/projects?text=a&b=%2F%2Fc#d", Some("/projects?text=a&b=%2F%2Fc#d")),
            ("/项目?text=数据", Some("/%E9%A1%B9%E7%9B%AE?text=%E6%95%B0%E6%8D%AE")),
            ("/a/../b/./c", Some("/b/c")),
            ("/a\r\nset-cookie: b", Some("/aset-cookie:%20b")),
            (&long, Some(&*long)),
            (&format!("{long}a"), None),
            ("", None),
            ("projects", None),
            ("https://evil.example", None),
            ("https:evil.example", None),
            ("//evil.example", None),
            ("///evil.example", None),
            ("/\\evil.example", None),
            ("\\\\evil.example", None),
            ("/\t/evil.example", None),
            ("\t//evil.example", None),
            ("/\n\\evil.example", None),
            ("/.//evil.example", None),
            ("/a/..//evil.example", None),
            ("/%2e//evil.example", None),
            ("javascript:alert(1)", None),
            ("@evil.example", None),
            // The user of a host is part of a path here.
            ("/@evil.example", Some("/@evil.example")),
            ("/%2Fevil.example", Some("/%2Fevil.example")),
        ] {
            assert_eq!(way(&base, to).as_deref(), expected, "{to:?}");
        }
    }

    #[test]
    fn no_parameter_twice() {
        let uri = "/a?one=1&two=2&two=3&%E4%B8%AD=%2B+".parse().unwrap();
        let query = Query::of(&uri);
        let one = |name: &str| query.one(name).map_err(drop);
        assert_eq!(one("one"), Ok(Some("1".to_owned())));
        assert_eq!(one("two"), Err(()));
        assert_eq!(one("三"), Ok(None));
        assert_eq!(one("中"), Ok(Some("+ ".to_owned())));
    }
}
