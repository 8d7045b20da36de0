//! How much two names of projects are alike. What every name has is left out: where it is, and that it is a project.

use std::cmp::Ordering;

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

/// How much names are alike to this one, which is taken apart once: it is compared with every other in its city while
/// whoever else registers a project waits.
#[derive(Debug)]
pub struct Likeness {
    name: Name,
    pairs: Vec<[char; 2]>,
}

impl Likeness {
    /// Likeness to this name.
    pub fn to(name: &str) -> Self {
        let name = Name::of(name);
        Self { pairs: pairs(&name.core), name }
    }

    /// Whether another looks the same.
    pub fn is_alike(&self, other: &str) -> bool {
        self.of(other) >= ALIKE
    }

    /// How much another is alike, in percent: twice what pairs of neighbouring characters they share among all they have
    /// (Dice, Ecology 26, 1945). The phases of one project 一期、二期 are never the same, however much else is; of a name
    /// that counts nothing it is the first.
    pub fn of(&self, other: &str) -> u8 {
        let other = Name::of(other);
        if self.name.parts != other.parts {
            return 0;
        }
        if self.name.core == other.core {
            return 100;
        }
        let theirs = pairs(&other.core);
        let all = self.pairs.len() + theirs.len();
        // 100 is for what is equal.
        let percent = (200 * shared(&self.pairs, &theirs)).checked_div(all);
        percent.and_then(|percent| u8::try_from(percent.min(99)).ok()).unwrap_or(0)
    }
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
        let plain: Vec<char> = name.chars().filter_map(told).collect();
        let (text, parts) = without_parts(&plain);
        let core = without_ending(without_places(&text));
        // A name that is nothing but that: 银川市建设项目.
        let core = if core.is_empty() { plain } else { core.to_vec() };
        Self { core, parts }
    }
}

/// A character if it tells names apart: full-width letters and digits as half-width, in lower case.
fn told(c: char) -> Option<char> {
    let narrow = match c {
        // Nearly all there are, in one form only.
        '\u{4e00}'..='\u{9fff}' => return Some(c),
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        c => c,
    };
    let plain = narrow.to_lowercase().next().unwrap_or(narrow);
    (plain.is_alphanumeric() || plain == '#').then_some(plain)
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
        let ending = PLACES.iter().find(|ending| begins(rest, ending))?;
        Some(name + ending.chars().count())
    })
}

fn without_ending(mut text: &[char]) -> &[char] {
    while let Some(ending) = ENDINGS.iter().find(|ending| ends(text, ending)) {
        text = &text[..text.len() - ending.chars().count()];
    }
    text
}

fn begins(text: &[char], with: &str) -> bool {
    let mut text = text.iter();
    with.chars().all(|c| text.next() == Some(&c))
}

fn ends(text: &[char], with: &str) -> bool {
    let mut text = text.iter().rev();
    with.chars().rev().all(|c| text.next() == Some(&c))
}

/// Each pair of neighbours, sorted, as often as it occurs.
fn pairs(text: &[char]) -> Vec<[char; 2]> {
    let mut pairs: Vec<[char; 2]> =
        text.iter().copied().zip(text.iter().copied().skip(1)).map(<[char; 2]>::from).collect();
    pairs.sort_unstable();
    pairs
}

/// How many pairs both have.
fn shared(mine: &[[char; 2]], theirs: &[[char; 2]]) -> usize {
    let (mut mine, mut theirs) = (mine.iter().peekable(), theirs.iter().peekable());
    let mut shared = 0;
    while let (Some(one), Some(other)) = (mine.peek(), theirs.peek()) {
        match one.cmp(other) {
            Ordering::Less => drop(mine.next()),
            Ordering::Greater => drop(theirs.next()),
            Ordering::Equal => {
                shared += 1;
                mine.next();
                theirs.next();
            }
        }
    }
    shared
}
