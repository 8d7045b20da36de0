//! The language an answer is written in.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use luodi_domain::words::Words;

/// A language that messages exist in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Chinese, used when the caller names no language that exists here.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// The caller's first choice by `Accept-Language` (RFC 9110 §12.5.4), quality values honoured.
    ///
    /// Between equal qualities the one named first wins. `*` and a header that cannot be read mean Chinese.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let ranges = headers.get_all(ACCEPT_LANGUAGE).into_iter().filter_map(|value| value.to_str().ok());
        let mut best: Option<(Self, u16)> = None;
        for range in ranges.flat_map(|value| value.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let language = match parts.next().and_then(|tag| tag.split('-').next()) {
                Some(tag) if tag.eq_ignore_ascii_case("zh") => Self::Zh,
                Some(tag) if tag.eq_ignore_ascii_case("en") => Self::En,
                Some("*") => Self::default(),
                _ => continue,
            };
            let quality = quality(parts);
            if quality > best.map_or(0, |(_, quality)| quality) {
                best = Some((language, quality));
            }
        }
        best.map_or_else(Self::default, |(language, _)| language)
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The one of a text's two sides that is in this language.
    pub(crate) fn words(self, words: Words) -> String {
        self.pick(words.zh, words.en)
    }
}

/// The `q` among a range's parameters, in thousandths: 1,000 when absent, 0 when it cannot be read.
pub(crate) fn quality<'a>(mut parameters: impl Iterator<Item = &'a str>) -> u16 {
    let Some(value) = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    }) else {
        return 1000;
    };
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match (whole, format!("{fraction:0<3}").parse::<u16>()) {
        ("0", Ok(thousandths)) => thousandths,
        ("1", Ok(0)) => 1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, header.parse().unwrap());
        assert_eq!(Language::from_headers(&headers), expected, "{header}");
    }

    #[test]
    fn the_highest_quality_wins() {
        assert_eq!(Language::from_headers(&HeaderMap::new()), Language::Zh);
        check("en", Language::En);
        check("EN-us", Language::En);
        check("zh-Hans-CN", Language::Zh);
        check("zh;q=0.5, en;q=0.8", Language::En);
        check("en;q=0.5,zh", Language::Zh);
        check("en, zh", Language::En);
        check("en;q=0", Language::Zh);
        check("fr, en;q=0.1", Language::En);
        check("fr", Language::Zh);
        check("*", Language::Zh);
        check("*;q=0.1, en;q=0.2", Language::En);
        check("en;q=2, zh;q=0.001", Language::Zh);
        check("en;q=0.1234, zh;q=0.001", Language::Zh);
        check("english", Language::Zh);
        check("", Language::Zh);
    }
}
