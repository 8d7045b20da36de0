//! How much two names of projects are alike. What every name has is left out: where it is, and that it is a project.

use std::collections::BTreeMap;

/// From which likeness on, in percent, two projects of one city look the same. 年产10万吨乳品加工项目 and 10万吨乳制品加工
/// are, 乳品加工 and 肉品加工 are not.
pub const ALIKE: u8 = 70;

/// The shortest name of a place, without its kind: 银川 of 银川市. 超市 is none.
const SHORTEST_PLACE: usize = 2;
/// The longest: 克孜勒苏柯尔克孜 of the autonomous prefecture.
const LONGEST_PLACE: usize = 8;

/// How the name of a place ends, the longer ones first.
const PLACES: [&str; 14] = [
    "经济技术开发区",
    "高新技术产业开发区",
    "特别行政区",
    "工业园区",
    "自治区",
    "自治州",
    "自治县",
    "开发区",
    "高新区",
    "经开区",
    "省",
    "市",
    "县",
    "旗",
];

/// How the name of a project ends, whatever it is, the longer ones first.
const ENDINGS: [&str; 16] = [
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "建设项目",
    "投资项目",
    "新建项目",
    "扩建项目",
    "生产项目",
    "项目",
    "工程",
    "建设",
    "新建",
    "扩建",
    "投资",
    "生产线",
    "生产",
];

/// What a number counts when it tells parts of one whole apart.
const PARTS: [char; 6] = ['期', '号', '#', '标', '批', '区'];

/// How much two names are alike, in percent: twice what pairs of neighbouring characters they share among all they have
/// (Dice, Ecology 26, 1945). The phases of one project 一期、二期 are never the same, however much else is; of a name that
/// counts nothing it is the first.
pub fn likeness(one: &str, other: &str) -> u8 {
    let (one, other) = (Name::of(one), Name::of(other));
    if one.parts != other.parts {
        return 0;
    }
    if one.core == other.core {
        return 100;
    }
    let (mine, theirs) = (pairs(&one.core), pairs(&other.core));
    let all: usize = mine.values().chain(theirs.values()).sum();
    let shared: usize =
        mine.iter().map(|(pair, count)| theirs.get(pair).map_or(0, |other| *count.min(other))).sum();
    // 100 is for what is equal.
    (200 * shared).checked_div(all).and_then(|percent| u8::try_from(percent.min(99)).ok()).unwrap_or(0)
}

/// What of a name tells projects apart.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    core: Vec<char>,
    /// The numbers that count parts, but for those of a first one.
    parts: Vec<u32>,
}

impl Name {
    fn of(name: &str) -> Self {
        let plain: Vec<char> =
            name.chars().map(half_width).filter(|c| c.is_alphanumeric() || *c == '#').collect();
        let (text, parts) = without_parts(&plain);
        let core = without_ending(without_places(&text));
        // A name that is nothing but that: 银川市建设项目.
        let core = if core.is_empty() { plain } else { core.to_vec() };
        Self { core, parts }
    }
}

/// Full-width letters, digits and signs as half-width, in lower case.
fn half_width(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        c => c,
    };
    narrow.to_lowercase().next().unwrap_or(narrow)
}

/// The text without the numbers that count parts, and those numbers: 二期 is 2, 3#厂房 is 3.
fn without_parts(text: &[char]) -> (Vec<char>, Vec<u32>) {
    let (mut kept, mut parts, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(c) = text.get(at) {
        let digits = text[at..].iter().take_while(|c| digit(**c).is_some()).count();
        let counts = text.get(at + digits).is_some_and(|after| PARTS.contains(after));
        if digits > 0 && counts {
            parts.extend(Some(number(&text[at..at + digits])).filter(|part| *part != 1));
            if kept.last() == Some(&'第') {
                kept.pop();
            }
            at += digits + 1;
        } else {
            kept.push(*c);
            at += 1;
        }
    }
    (kept, parts)
}

/// 一 to 十, 〇 and the digits.
fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '零' => Some(0),
        '一' | 'ⅰ' => Some(1),
        '二' | '两' | 'ⅱ' => Some(2),
        '三' | 'ⅲ' => Some(3),
        '四' | 'ⅳ' => Some(4),
        '五' | 'ⅴ' => Some(5),
        '六' | 'ⅵ' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        '十' => Some(10),
        c => c.to_digit(10),
    }
}

/// What digits amount to, 二十三 and 23 alike; so long a number that it cannot be told is as good as any.
fn number(digits: &[char]) -> u32 {
    let tens = digits.iter().position(|c| *c == '十');
    let plain = |digits: &[char]| {
        digits
            .iter()
            .filter_map(|c| digit(*c))
            .fold(0_u32, |sum, one| sum.saturating_mul(10).saturating_add(one))
    };
    match tens {
        Some(at) => plain(&digits[..at]).max(1).saturating_mul(10).saturating_add(plain(&digits[at + 1..])),
        None => plain(digits),
    }
}

fn without_places(mut text: &[char]) -> &[char] {
    while let Some(length) = place_at_start(text) {
        text = &text[length..];
    }
    text
}

/// How many characters at the start are the name of a place.
fn place_at_start(text: &[char]) -> Option<usize> {
    (SHORTEST_PLACE..=LONGEST_PLACE).find_map(|name| {
        let rest = text.get(name..)?;
        let ending = PLACES.iter().map(|ending| ending.chars().count()).zip(PLACES);
        ending.into_iter().find(|(_, ending)| begins(rest, ending)).map(|(length, _)| name + length)
    })
}

fn without_ending(mut text: &[char]) -> &[char] {
    while let Some(ending) = ENDINGS.iter().find(|ending| ends(text, ending)) {
        text = &text[..text.len() - ending.chars().count()];
    }
    text
}

fn begins(text: &[char], with: &str) -> bool {
    text.iter().copied().take(with.chars().count()).eq(with.chars())
}

fn ends(text: &[char], with: &str) -> bool {
    let length = with.chars().count();
    text.len() >= length && text[text.len() - length..].iter().copied().eq(with.chars())
}

fn pairs(text: &[char]) -> BTreeMap<[char; 2], usize> {
    let mut pairs = BTreeMap::new();
    for pair in text.windows(2) {
        if let [one, other] = *pair {
            *pairs.entry([one, other]).or_insert(0) += 1;
        }
    }
    pairs
}
