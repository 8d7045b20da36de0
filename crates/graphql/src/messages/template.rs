//! Templates: text with `{names}` for facts, and stretches in square brackets that need all of their facts.

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A fact by name.
    Fact(&'a str),
}

/// Fills a template. What stands in brackets is left out when one of its facts is missing; a fact missing elsewhere
/// shows as a dash, which tells the reader that something belongs there.
pub(super) fn fill(template: &str, fact: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(template.len() * 2);
    for (stretch, optional) in stretches(template) {
        let mut text = String::new();
        let mut complete = true;
        for piece in pieces(stretch) {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Fact(name) => {
                    let value = fact(name);
                    complete &= value.is_some();
                    text.push_str(value.as_deref().unwrap_or("—"));
                }
            }
        }
        if complete || !optional {
            filled.push_str(&text);
        }
    }
    capitalised(&filled)
}

/// The template's stretches, each with whether it stood in brackets.
fn stretches(template: &str) -> impl Iterator<Item = (&str, bool)> {
    template.split('[').enumerate().flat_map(|(place, part)| {
        let (inside, after) =
            if place == 0 { ("", part) } else { part.split_once(']').unwrap_or((part, "")) };
        [(inside, true), (after, false)]
    })
}

fn pieces(stretch: &str) -> impl Iterator<Item = Piece<'_>> {
    stretch.split('{').enumerate().flat_map(|(place, part)| {
        let (name, after) = if place == 0 { ("", part) } else { part.split_once('}').unwrap_or((part, "")) };
        [Piece::Fact(name), Piece::Text(after)].into_iter().filter(|piece| *piece != Piece::Fact(""))
    })
}

/// A sentence begins with a capital letter even when a stretch before it was left out.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// The names of the facts in a template.
#[cfg(test)]
pub(super) fn names(template: &str) -> std::collections::BTreeSet<&str> {
    let all = stretches(template).flat_map(|(stretch, _)| pieces(stretch));
    all.filter_map(|piece| if let Piece::Fact(name) = piece { Some(name) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_needs_all_of_its_facts() {
        #[track_caller]
        fn check(template: &str, expected: &str) {
            let fact = |name: &str| match name {
                "a" => Some("甲".to_owned()),
                "b" => Some("{a}[x]".to_owned()),
                _ => None,
            };
            assert_eq!(fill(template, fact), expected, "{template}");
        }
        check("", "");
        check("plain.", "Plain.");
        check("{a}、{b}。", "甲、{a}[x]。");
        check("[{a}：]填写有误", "甲：填写有误");
        check("[{c}: ]the value", "The value");
        check("[{a} and {c}]rest[ ({a})]", "Rest (甲)");
        check("{c}为空", "—为空");
    }
}
