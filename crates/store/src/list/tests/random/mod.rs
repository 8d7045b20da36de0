//! Random filters.

mod history;
mod projects;
mod registry;

use rand::RngExt;
use rand::rngs::StdRng;

use super::pick;
use crate::list::{Compare, Filter};

pub(super) use history::{HISTORY_TERMS, history_term};
pub(super) use projects::{FILEABLE_TERMS, PERMIT_TERMS, TERMS, fileable_term, permit_term, term};
pub(super) use registry::{
    AGENCY_TERMS, ENTERPRISE_TERMS, OFFICER_TERMS, agency_term, enterprise_term, officer_term,
};

/// What is searched: characters, codes, and pinyin and initials, of which [`MEANT`] says what they stand for.
const ASKED: [&str; 13] = [
    "庆阳",
    "数据",
    "思粮",
    "ABC",
    "17130000",
    "西安 风电",
    "没有",
    "1期",
    "qingyang",
    "zhongqing",
    "qysj",
    "lvneng",
    "xian 食",
];
const MEANT: [(&str, &str); 8] = [
    ("qingyang", "庆阳"),
    ("zhongqing", "重庆"),
    ("qysj", "庆阳数据"),
    ("lvneng", "绿能"),
    ("xian", "西安"),
    ("wang", "王"),
    ("ouyangming", "欧阳明"),
    ("zxa", "赵西安"),
];

/// The characters that a word stands for.
pub(super) fn meant(word: &str) -> &str {
    MEANT.iter().find(|(asked, _)| *asked == word).map_or(word, |(_, meant)| meant)
}

/// Terms joined so deeply at most.
pub(super) fn joined<T>(rng: &mut StdRng, depth: u32, term: &impl Fn(&mut StdRng) -> T) -> Filter<T> {
    if depth == 0 {
        return Filter::Term(term(rng));
    }
    let parts = |rng: &mut StdRng| {
        let count = rng.random_range(0..4);
        (0..count).map(|_| joined(rng, depth - 1, term)).collect()
    };
    match rng.random_range(0..8) {
        0 | 1 => Filter::Term(term(rng)),
        2 | 3 => Filter::All(parts(rng)),
        4..=6 => Filter::Any(parts(rng)),
        _ => Filter::Not(Box::new(joined(rng, depth - 1, term))),
    }
}

fn compare<V: Clone>(rng: &mut StdRng, all: &[V]) -> Compare<V> {
    match rng.random_range(0..7) {
        0 => Compare::OneOf(vec![pick(rng, all)]),
        1 => Compare::OneOf(vec![pick(rng, all), pick(rng, all)]),
        2 => Compare::NoneOf(vec![pick(rng, all)]),
        3 => Compare::Above(pick(rng, all)),
        4 => Compare::AtLeast(pick(rng, all)),
        5 => Compare::Below(pick(rng, all)),
        _ => Compare::AtMost(pick(rng, all)),
    }
}

/// What has no order is compared for being there or not.
fn choose<V: Clone>(rng: &mut StdRng, all: &[V]) -> Compare<V> {
    let one = pick(rng, all);
    match rng.random_range(0..4) {
        0 => Compare::OneOf(vec![one]),
        1 => Compare::OneOf(Vec::new()),
        2 => Compare::NoneOf(vec![one]),
        _ => Compare::NoneOf(Vec::new()),
    }
}

fn known<V: Clone>(rng: &mut StdRng, all: &[V]) -> Compare<V> {
    if rng.random_bool(0.2) { Compare::Known(rng.random_bool(0.5)) } else { compare(rng, all) }
}

/// One of these, or two.
fn some<V: Clone>(rng: &mut StdRng, all: &[V]) -> Vec<V> {
    (0..rng.random_range(1..3)).map(|_| pick(rng, all)).collect()
}
