//! Pages of a connection: how many, after what, and what they cost.

use async_graphql::connection::CursorType;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use luodi_app::list::MAX_PLACE;

use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
};

/// Rows in a page when the caller does not say.
pub const DEFAULT_PAGE: i32 = 20;
/// Most rows in a page.
pub const MAX_PAGE: i32 = 100;
/// Most a single field can cost. Far above the limit of a request, and far below where sums overflow.
const MAX_FIELD_COST: usize = 1_000_000;
/// Longest cursor looked at, in bytes: the version and the longest place of a list, of which four characters carry three.
const MAX_CURSOR: usize = (1 + MAX_PLACE).div_ceil(3) * 4;
/// Bumped when the meaning of the key changes, so that an old cursor is refused and not misread.
const CURSOR_VERSION: u8 = 1;

/// What a page of a connection costs: one, and `child` for every row that may come.
///
/// The one cost function for lists: `#[graphql(complexity = "page_cost(first, last, child_complexity)")]`.
/// It runs before [`PageArgs::parse`] has seen the numbers, so it clamps what the caller sent to 1–100.
pub fn page_cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let asked = first.max(last).unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE);
    let rows = usize::try_from(asked).unwrap_or(1);
    rows.saturating_mul(child).saturating_add(1).min(MAX_FIELD_COST)
}

/// What a list that is filtered and sorted costs beside its page: fewer than a hundred fit under
/// [`crate::limits::MAX_COMPLEXITY`], since each takes a connection to the database, and once more to be counted.
pub(crate) fn list_cost(first: Option<i32>, child: usize) -> usize {
    page_cost(first, None, child).saturating_add(100)
}

/// What a summary costs, which looks at every row.
pub(crate) fn summary_cost(child: usize) -> usize {
    child.saturating_add(500)
}

/// Which page of a connection is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageArgs {
    /// Rows wanted, 1 to [`MAX_PAGE`].
    pub first: u16,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

impl PageArgs {
    /// Reads the arguments of a connection.
    ///
    /// # Errors
    /// [`ErrorCode::BadUserInput`] when `first` is not 1–100 or `after` is not a cursor of ours.
    pub fn parse(first: Option<i32>, after: Option<&str>, language: Language) -> Result<Self, PublicError> {
        let first = first.unwrap_or(DEFAULT_PAGE);
        let bad = |zh: String, en: String| PublicError::new(ErrorCode::BadUserInput, language.pick(zh, en));
        let rows =
            u16::try_from(first).ok().filter(|_| (1..=MAX_PAGE).contains(&first)).ok_or_else(|| {
                bad(
                    format!("first 须在 1 至 {MAX_PAGE} 之间，收到 {first}。"),
                    format!("`first` must be between 1 and {MAX_PAGE}, got {first}."),
                )
            })?;
        let after = after.map(Cursor::decode).transpose().map_err(|_| {
            bad("after 不是有效的游标。".to_owned(), "`after` is not a cursor from this service.".to_owned())
        })?;
        Ok(Self { first: rows, after })
    }
}

/// A place in a sorted list, opaque to the client: base64url of a version byte and the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

/// The text is not a cursor this service hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor from this service")]
pub struct CursorError;

impl Cursor {
    /// The cursor of the row with this sort key. The key is not secret: it can be decoded by anyone.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The sort key of the row.
    pub fn key(&self) -> &str {
        &self.0
    }

    /// The text a client gets.
    pub fn encode(&self) -> String {
        let mut bytes = Vec::with_capacity(self.0.len() + 1);
        bytes.push(CURSOR_VERSION);
        bytes.extend_from_slice(self.0.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a text that [`Cursor::encode`] made.
    ///
    /// # Errors
    /// [`CursorError`] for anything else: other alphabets, another version, an empty or unprintable key.
    pub fn decode(text: &str) -> Result<Self, CursorError> {
        if text.len() > MAX_CURSOR {
            return Err(CursorError);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError)?;
        match bytes.split_first() {
            Some((&CURSOR_VERSION, key)) if !key.is_empty() => {
                let key = std::str::from_utf8(key).map_err(|_| CursorError)?;
                if key.contains('\0') { Err(CursorError) } else { Ok(Self(key.to_owned())) }
            }
            _ => Err(CursorError),
        }
    }
}

impl CursorType for Cursor {
    type Error = CursorError;

    fn decode_cursor(text: &str) -> Result<Self, CursorError> {
        Self::decode(text)
    }

    fn encode_cursor(&self) -> String {
        self.encode()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_costs_what_it_may_return() {
        #[track_caller]
        fn check(first: Option<i32>, last: Option<i32>, child: usize, expected: usize) {
            assert_eq!(page_cost(first, last, child), expected, "{first:?} {last:?} {child}");
        }
        check(None, None, 3, 61);
        check(Some(5), None, 3, 16);
        check(None, Some(5), 3, 16);
        check(Some(5), Some(7), 3, 22);
        check(Some(0), None, 3, 4);
        check(Some(-1), None, 3, 4);
        check(Some(i32::MIN), Some(i32::MIN), 3, 4);
        check(Some(i32::MAX), None, 3, 301);
        check(Some(100), None, usize::MAX, MAX_FIELD_COST);
        check(Some(100), None, 0, 1);
    }

    #[test]
    fn first_is_one_to_a_hundred() {
        #[track_caller]
        fn check(first: Option<i32>, expected: Option<u16>) {
            let page = PageArgs::parse(first, None, Language::En);
            match (page, expected) {
                (Ok(page), Some(rows)) => assert_eq!(page.first, rows),
                (Err(error), None) => assert_eq!(error.code(), ErrorCode::BadUserInput),
                (page, _) => panic!("{first:?}: {page:?}"),
            }
        }
        check(None, Some(20));
        check(Some(1), Some(1));
        check(Some(100), Some(100));
        for refused in [0, -1, 101, 65_537, i32::MAX, i32::MIN] {
            check(Some(refused), None);
        }
    }

    #[test]
    fn garbage_is_no_cursor() {
        let version_only = URL_SAFE_NO_PAD.encode([CURSOR_VERSION]);
        let other_version = URL_SAFE_NO_PAD.encode(b"\x02key");
        let not_text = URL_SAFE_NO_PAD.encode(b"\x01\xff\xfe");
        let nul = URL_SAFE_NO_PAD.encode(b"\x01a\0b");
        let long = "A".repeat(MAX_CURSOR + 1);
        for text in ["", "!", "abc=", "中文", "AWtl+Q", &version_only, &other_version, &not_text, &nul, &long]
        {
            assert_eq!(Cursor::decode(text), Err(CursorError), "{text}");
            let error = PageArgs::parse(None, Some(text), Language::Zh).unwrap_err();
            assert_eq!(error.code(), ErrorCode::BadUserInput, "{text}");
        }
    }

    #[test]
    fn the_longest_place_comes_back() {
        let cursor = Cursor::new("a".repeat(MAX_PLACE));
        assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
    }

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_went(key in "[^\\x00]{1,100}") {
            let cursor = Cursor::new(key);
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,200}") {
            if let Ok(cursor) = Cursor::decode(&text) {
                prop_assert_eq!(cursor.encode(), text);
            }
        }

        #[test]
        fn the_cost_never_panics_and_is_never_free(first: Option<i32>, last: Option<i32>, child: usize) {
            prop_assert!((1..=MAX_FIELD_COST).contains(&page_cost(first, last, child)));
        }
    }
}
