//! The terms by which a name is found, and the key by which it is sorted.

use std::collections::BTreeSet;

use luodi_domain::decide::NAME;
use luodi_domain::profile::Profile;
use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

/// Longest term kept, and longest word asked for, in characters.
const MAX_TERM: usize = 64;
/// Most bytes of a [`sort_key`] written as JSON: of each character of the longest name at most eight of pinyin, four of
/// its own, and the sign between the two.
pub(crate) const MAX_SORT_KEY: usize = NAME * (8 + 4) + 6;

/// The words of a search as they are looked up, of at most 64 characters each; no words, no search.
pub fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect()
}

/// A text that sorts Chinese by pinyin, as dictionaries do: syllable by syllable, then by tone, then by the text itself.
pub fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() * 3);
    for character in name.chars().map(half_width) {
        match character.to_pinyin() {
            Some(pinyin) => {
                key.push_str(pinyin.with_tone_num_end());
                // Before every letter, so that 西安 does not stand within 先.
                key.push(' ');
            }
            None => key.extend(character.to_lowercase()),
        }
    }
    key.push('\u{1}');
    key.push_str(name);
    key
}

/// Everything by which something with these names is found.
pub(crate) fn terms_of_names<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    names.into_iter().for_each(|name| add_name(&mut terms, name));
    terms
}

/// Everything by which a project is found.
pub(crate) fn terms(profile: &Profile) -> BTreeSet<String> {
    let names = std::iter::once(&profile.name).chain(profile.other_names.keys());
    let mut terms = terms_of_names(names.map(String::as_str));
    profile.codes.keys().for_each(|code| add_tails(&mut terms, &characters(code.as_str())));
    terms
}

/// After every term that begins with this word: none holds the last character there is.
pub(crate) fn beyond(word: &str) -> String {
    let mut bound = word.to_owned();
    bound.push(char::MAX);
    bound
}

/// Every tail of the name, of its pinyin and of its initials. Where a character is read in several ways a tail may
/// begin with any of them; within a tail the commonest is taken.
fn add_name(terms: &mut BTreeSet<String>, name: &str) {
    let characters = characters(name);
    add_tails(terms, &characters);
    for (start, first) in characters.iter().enumerate() {
        let rest = characters.get(start + 1..).unwrap_or_default();
        for reading in readings(*first) {
            let whole = rest.iter().map(|character| syllable(*character));
            terms.insert(cut(std::iter::once(reading.clone()).chain(whole)));
            let initials = std::iter::once(reading).chain(rest.iter().map(|character| syllable(*character)));
            terms.insert(cut(initials.map(|reading| reading.chars().take(1).collect())));
        }
    }
}

fn add_tails(terms: &mut BTreeSet<String>, characters: &[char]) {
    for start in 0..characters.len() {
        terms.insert(characters.iter().skip(start).take(MAX_TERM).collect());
    }
}

fn cut(parts: impl Iterator<Item = String>) -> String {
    parts.flat_map(|part| part.chars().collect::<Vec<_>>()).take(MAX_TERM).collect()
}

/// What of a text counts: letters, digits and Chinese characters, in half width and lower case.
fn characters(text: &str) -> Vec<char> {
    text.chars()
        .map(half_width)
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn plain(text: &str) -> String {
    characters(text).into_iter().take(MAX_TERM).collect()
}

/// The half-width form of what Chinese keyboards also write in full width.
fn half_width(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        other => other,
    }
}

/// A character's pinyin without tones, as people type it; the character itself when it has none.
fn syllable(character: char) -> String {
    character.to_pinyin().map_or_else(|| character.to_string(), typed)
}

/// All ways to read a character.
fn readings(character: char) -> BTreeSet<String> {
    match character.to_pinyin_multi() {
        Some(readings) => readings.into_iter().map(typed).collect(),
        None => BTreeSet::from([syllable(character)]),
    }
}

fn typed(pinyin: Pinyin) -> String {
    pinyin.plain().replace('ü', "v")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> BTreeSet<String> {
        let mut terms = BTreeSet::new();
        add_name(&mut terms, name);
        terms
    }

    #[test]
    fn a_name_is_found_by_any_part_pinyin_or_initials() {
        #[track_caller]
        fn check(name: &str, asked: &str, found: bool) {
            let terms = of(name);
            let held =
                words(asked).iter().all(|word| terms.range(word.clone()..beyond(word)).next().is_some());
            assert_eq!(held, found, "{asked} in {name}: {terms:?}");
        }
        for found in [
            "思食",
            "加工",
            "航空",
            "思思食品航空系列食品加工项目",
            "目",
            "sisi",
            "shipin",
            "sssp",
            "jgxm",
            "项目 思思",
        ] {
            check("思思食品航空系列食品加工项目", found, true);
        }
        for absent in ["思品", "isi", "qysj", "思思 风电"] {
            check("思思食品航空系列食品加工项目", absent, false);
        }
        check("庆阳同欣50万吨/年轻烃深加工项目", "５０万吨年", true);
        check("庆阳同欣50万吨/年轻烃深加工项目", "tongxin50w", true);
        check("重庆长安绿能（一期）", "chongqing", true);
        check("重庆长安绿能（一期）", "zhongqing", true);
        check("重庆长安绿能（一期）", "CHANGAN", true);
        check("重庆长安绿能（一期）", "lvneng", true);
        check("重庆长安绿能（一期）", "(一期)", true);
        check("ABB机器人", "abb", true);
        check("ABB机器人", "bjqr", true);
    }

    #[test]
    fn nothing_readable_is_no_word() {
        assert_eq!(words("  （）、 / "), Vec::<String>::new());
        assert_eq!(words("ＡＢ c-d"), ["ab", "cd"]);
        assert_eq!(words(&"字".repeat(100)), ["字".repeat(64)]);
        assert_eq!(words("1 2 3 4 5 6 7 8 9").len(), 9);
    }

    #[test]
    fn no_sort_key_is_longer_than_the_longest() {
        let written = |name: &str| serde_json::to_string(&sort_key(name)).unwrap().len() - 2;
        // What steers machines stands in no name.
        let longest = ('\0'..=char::MAX)
            .filter(|character| !character.is_control())
            .max_by_key(|character| written(character.encode_utf8(&mut [0; 4])));
        let name = String::from(longest.unwrap()).repeat(NAME);
        assert!(written(&name) > 2_000, "{name}");
        assert!(written(&name) <= MAX_SORT_KEY, "{}", written(&name));
    }

    #[test]
    fn chinese_sorts_by_pinyin() {
        let mut names =
            ["正宁", "庆城", "Abc", "华池", "西安", "先锋", "环县", "镇原", "合水", "宁县", "123"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["123", "Abc", "合水", "华池", "环县", "宁县", "庆城", "西安", "先锋", "镇原", "正宁"]
        );
    }
}
