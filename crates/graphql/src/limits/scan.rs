//! One pass over the text of a document, ahead of the parser.

use super::{Limit, MAX_NAME, MAX_NESTING, MAX_TOKENS, Refused};

/// Counts tokens and nesting and looks for NUL, raw or escaped.
///
/// Whatever the parser recurses into is counted here: strings and comments end where its grammar ends them,
/// and where the text is not GraphQL the parser stops before it gets further than this did.
///
/// # Errors
/// The limit passed, or [`Refused::Nul`].
pub fn scan(text: &str) -> Result<(), Refused> {
    let bytes = text.as_bytes();
    let (mut at, mut tokens, mut nesting) = (0, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let length = match byte {
            0 => return Err(Refused::Nul),
            b' ' | b'\t' | b'\r' | b'\n' | b',' | 0xEF | 0xBB | 0xBF => 1,
            b'#' => run(bytes, at, |byte| !matches!(byte, b'\r' | b'\n' | 0)),
            _ => {
                tokens += 1;
                match byte {
                    b'{' | b'[' | b'(' => nesting += 1,
                    b'}' | b']' | b')' => nesting = nesting.saturating_sub(1),
                    _ => {}
                }
                token(bytes, at)?
            }
        };
        at += length;
        if tokens > MAX_TOKENS {
            return Err(Refused::Over(Limit::Tokens));
        }
        if nesting > MAX_NESTING {
            return Err(Refused::Over(Limit::Nesting));
        }
    }
    Ok(())
}

/// The length of the token that starts here, at least 1.
fn token(bytes: &[u8], at: usize) -> Result<usize, Refused> {
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with(b"\"\"\"") {
        return block_string(rest);
    }
    match rest.first() {
        Some(b'"') => string(rest),
        Some(byte) if is_word(*byte) => match run(bytes, at, is_word) {
            length if length > MAX_NAME => Err(Refused::Over(Limit::Name)),
            length => Ok(length),
        },
        _ => Ok(1),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// How many bytes from here on are of a kind; the first is taken as it is.
fn run(bytes: &[u8], at: usize, kind: impl Fn(u8) -> bool) -> usize {
    1 + bytes.get(at + 1..).unwrap_or_default().iter().take_while(|byte| kind(**byte)).count()
}

/// A string on one line: ends at its quote, or unfinished at the end of the line.
fn string(rest: &[u8]) -> Result<usize, Refused> {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            0 => return Err(Refused::Nul),
            b'"' => return Ok(at + 1),
            b'\r' | b'\n' => return Ok(at),
            b'\\' if rest.get(at + 1..at + 6) == Some(b"u0000") => return Err(Refused::Nul),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    Ok(at)
}

/// A block string: no escapes but that of its own quotes.
fn block_string(rest: &[u8]) -> Result<usize, Refused> {
    let mut at = 3;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with(b"\"\"\"") {
            return Ok(at + 3);
        }
        match tail.first() {
            Some(0) => return Err(Refused::Nul),
            _ if tail.starts_with(b"\\\"\"\"") => at += 4,
            _ => at += 1,
        }
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(), Refused>) {
        assert_eq!(scan(text), expected, "{}", text.chars().take(80).collect::<String>());
    }

    #[test]
    fn limits() {
        let nested = |levels: usize| "{a".repeat(levels) + &"}".repeat(levels);
        check(&nested(64), Ok(()));
        check(&nested(65), Err(Refused::Over(Limit::Nesting)));
        check(&"{a".repeat(500_000), Err(Refused::Over(Limit::Nesting)));
        check(&format!("{{a(x:{}", "[".repeat(500_000)), Err(Refused::Over(Limit::Nesting)));
        check(&format!("{{{}}}", "a ".repeat(14_998)), Ok(()));
        check(&format!("{{{}}}", "a ".repeat(14_999)), Err(Refused::Over(Limit::Tokens)));
        check(&"{a} ".repeat(5_000), Ok(()));
    }

    #[test]
    fn long_names() {
        let name = "a".repeat(MAX_NAME);
        check(&format!("{{{name}}}"), Ok(()));
        for long in [format!("{{{name}b}}"), format!("{{b:{name}b(c:1)}}"), format!("{{b(c:{{{name}b:1}})}}")]
        {
            check(&long, Err(Refused::Over(Limit::Name)));
        }
        // Text is no name.
        check(&format!("{{b(c:\"{name}b\")}} # {name}b"), Ok(()));
    }

    #[test]
    fn strings_and_comments_hold_no_tokens() {
        let many = "{".repeat(100);
        check(&format!("{{a(x:\"{many}\")}}"), Ok(()));
        check(&format!("{{a(x:\"\\\"{many}\")}}"), Ok(()));
        check(&format!("{{a(x:\"\"\"\"{many}\\\"\"\"{many}\n\"\"\")}}"), Ok(()));
        check(&format!("# {many}\"\n{{a}}"), Ok(()));
        // What only looks like a string or a comment hides nothing.
        check(&format!("#\r{many}"), Err(Refused::Over(Limit::Nesting)));
        check(&format!("\"a\n{many}"), Err(Refused::Over(Limit::Nesting)));
        check(&format!("\"a\\\\\"{many}"), Err(Refused::Over(Limit::Nesting)));
        check(&format!("\"\"{many}"), Err(Refused::Over(Limit::Nesting)));
        check(&format!("\"\"\"\\\\\"\"\"{many}"), Ok(()));
    }

    #[test]
    fn nul_in_every_place() {
        for text in [
            "\0",
            "{a\0}",
            "# \0",
            "{a(x:\"\0\")}",
            "{a(x:\"\"\"\0\"\"\")}",
            "{a(x:\"\\u0000\")}",
            "{a(x:\"b\\\\\\u0000\")}",
        ] {
            check(text, Err(Refused::Nul));
        }
        // A backslash followed by the letters, and a block string, which has no such escape.
        check("{a(x:\"\\\\u0000\")}", Ok(()));
        check("{a(x:\"\"\"\\u0000\"\"\")}", Ok(()));
    }

    proptest! {
        #[test]
        fn what_passes_can_be_parsed_without_a_panic(text in r#"[a{}()\[\]:"\\u0#$@.!\n =-]{0,200}"#) {
            if scan(&text).is_ok() {
                let _ = parse_query(&text);
            }
        }
    }
}
